//! Collects the example bodies of Meta's OpenAPI file and of its Postman collection.

use serde_json::Value;

use crate::description::read_text;

/// What a sending path ends with.
const SENDING: [&str; 3] = ["/messages", "/marketing_messages", "/messages_encrypted"];

/// A body that Meta gives as an example.
pub(super) struct Example {
    pub(super) name: String,
    pub(super) body: Value,
    /// Whether it stands with a saved answer, not with the request.
    pub(super) saved: bool,
}

/// The example bodies of the OpenAPI file.
pub(super) fn openapi() -> Vec<Example> {
    let text = read_text("meta-whatsapp-business-messaging-api_v23.0.yaml");
    let document: Value = serde_saphyr::from_str(&text).expect("the description is YAML");
    let mut examples = Vec::new();
    for (path, methods) in fields(&document["paths"]) {
        let Some(ending) = SENDING.iter().find(|ending| path.ends_with(*ending)) else {
            continue;
        };
        let content = &methods["post"]["requestBody"]["content"]["application/json"];
        for (name, example) in fields(&content["examples"]) {
            examples.push(Example {
                name: format!("openapi {ending}: {name}"),
                body: example["value"].clone(),
                saved: false,
            });
        }
    }
    examples
}

/// The example bodies of the collection: of requests, and of those saved with answers.
pub(super) fn collection() -> Vec<Example> {
    let text = read_text("meta-whatsapp-cloud-api.postman_collection.json");
    let document: Value = serde_json::from_str(&text).expect("the collection is JSON");
    let mut examples = Vec::new();
    collect(&document, "collection", &mut examples);
    examples
}

fn collect(item: &Value, name: &str, examples: &mut Vec<Example>) {
    for item in items(&item["item"]) {
        let name = format!("{name} / {}", text(&item["name"]));
        collect(item, &name, examples);
        examples.extend(example(&item["request"], name.clone(), false));
        for answer in items(&item["response"]) {
            let name = format!("{name}, saved as {}", text(&answer["name"]));
            examples.extend(example(&answer["originalRequest"], name, true));
        }
    }
}

/// None for another call, and for a saved request without a body.
fn example(request: &Value, name: String, saved: bool) -> Option<Example> {
    let url = match &request["url"] {
        Value::String(url) => url,
        url => url["raw"].as_str()?,
    };
    if request["method"] != "POST" || !SENDING.iter().any(|ending| url.ends_with(ending)) {
        return None;
    }
    let body = request["body"]["raw"].as_str().unwrap_or_default();
    if saved && body.is_empty() {
        return None;
    }
    let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{name}: {error}"));
    Some(Example { name, body, saved })
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

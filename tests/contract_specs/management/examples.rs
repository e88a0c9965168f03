//! Collects Meta's example bodies of management calls.

use serde_json::Value;

use crate::description::read_text;

/// The calls that this crate has, as the OpenAPI file writes them.
const CALLS: [&str; 13] = [
    "/{Phone-Number-ID}",
    "/{Phone-Number-ID}/block_users",
    "/{Phone-Number-ID}/calls",
    "/{Phone-Number-ID}/message_qrdls",
    "/{Phone-Number-ID}/register",
    "/{Phone-Number-ID}/request_code",
    "/{Phone-Number-ID}/settings",
    "/{Phone-Number-ID}/verify_code",
    "/{Phone-Number-ID}/whatsapp_business_profile",
    "/{WABA-ID}/message_templates",
    "/{WABA-ID}/phone_numbers",
    "/{WABA-ID}/subscribed_apps",
    "/{TEMPLATE_ID}",
];

/// Placeholders of which not every text can take the place.
const PLACEHOLDERS: [(&str, &str); 6] = [
    ("<TEMPLATE_NAME>", "template_name"),
    ("<GENERATE_QR_IMAGE>", "SVG"),
    ("6-digit-pin", "123456"),
    ("<6-digit-pin>", "123456"),
    ("<your-6-digit-pin>", "123456"),
    ("your-6-digit-pin", "123456"),
];

/// A body that Meta gives as an example.
pub(super) struct Example {
    pub(super) name: String,
    pub(super) method: String,
    pub(super) call: &'static str,
    /// With its placeholders filled.
    pub(super) body: Value,
}

impl Example {
    fn new(from: &str, method: &str, path: &str, name: &str, body: &Value) -> Option<Self> {
        let call = CALLS.into_iter().find(|call| *call == path)?;
        Some(Self {
            name: format!("{from} {method} {call}: {name}"),
            method: method.to_owned(),
            call,
            body: map_texts(body, &|_, text| {
                let found = PLACEHOLDERS.iter().find(|(name, _)| *name == text);
                found.map_or(text, |(_, value)| value).to_owned()
            }),
        })
    }
}

/// The example bodies of the OpenAPI file.
pub(super) fn openapi() -> Vec<Example> {
    let text = read_text("meta-whatsapp-business-messaging-api_v23.0.yaml");
    let document: Value = serde_saphyr::from_str(&text).expect("the description is YAML");
    let mut examples = Vec::new();
    for (path, methods) in fields(&document["paths"]) {
        let path = path.strip_prefix("/{Version}").unwrap_or(path);
        for (method, operation) in fields(methods) {
            let content = &operation["requestBody"]["content"]["application/json"];
            for (name, example) in fields(&content["examples"]) {
                let method = method.to_uppercase();
                let example = Example::new("openapi", &method, path, name, &example["value"]);
                examples.extend(example);
            }
        }
    }
    examples
}

/// The example bodies of the collection.
pub(super) fn collection() -> Vec<Example> {
    let text = read_text("meta-whatsapp-cloud-api.postman_collection.json");
    let document: Value = serde_json::from_str(&text).expect("the collection is JSON");
    let mut examples = Vec::new();
    collect(&document, &mut examples);
    examples
}

fn collect(item: &Value, examples: &mut Vec<Example>) {
    for item in item["item"].as_array().into_iter().flatten() {
        collect(item, examples);
        examples.extend(of_request(&item["name"], &item["request"]));
    }
}

fn of_request(name: &Value, request: &Value) -> Option<Example> {
    let url = request["url"].as_str().or(request["url"]["raw"].as_str())?;
    let path = url.strip_prefix("https://graph.facebook.com/{{Version}}")?;
    let path = path.replace("{{", "{").replace("}}", "}");
    let path = path.replace("<TEMPLATE_ID>", "{TEMPLATE_ID}");
    let body = serde_json::from_str(request["body"]["raw"].as_str()?).ok()?;
    let method = request["method"].as_str()?;
    let is_body = |body: &Value| body.is_object();
    let body = Some(body).filter(is_body)?;
    Example::new("collection", method, &path, name.as_str()?, &body)
}

/// The example with the kinds of parts, buttons and headers in capitals.
pub(super) fn normal(body: &Value) -> Value {
    map_texts(body, &|name, text| match name {
        Some("type" | "format" | "otp_type") => text.to_uppercase(),
        _ => text.to_owned(),
    })
}

fn map_texts(value: &Value, change: &impl Fn(Option<&str>, &str) -> String) -> Value {
    fn map(
        name: Option<&str>,
        value: &Value,
        change: &impl Fn(Option<&str>, &str) -> String,
    ) -> Value {
        match value {
            Value::String(text) => change(name, text).into(),
            Value::Array(items) => items.iter().map(|item| map(None, item, change)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, field)| (name.clone(), map(Some(name), field, change)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }
    map(None, value, change)
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

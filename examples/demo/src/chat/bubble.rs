//! A message of the business, as a phone shows it.

use meta_whatsapp_client::fake::FakeMessage;
use serde_json::{Value, json};

/// What the phone shows of a message that the business sent.
pub(super) fn of_business(message: &FakeMessage) -> Value {
    let body = &message.body;
    let content = &body[message.kind.as_str()];
    let mut shown = match message.kind.as_str() {
        "text" => json!({ "kind": "text", "text": content["body"] }),
        "image" | "video" | "audio" | "document" | "sticker" => file(&message.kind, content),
        "interactive" => interactive(content),
        "location" => json!({
            "kind": "text",
            "text": format!("📍 {}, {}", content["latitude"], content["longitude"]),
        }),
        "template" => json!({
            "kind": "template",
            "text": content["name"],
            "parameters": parameters(content),
        }),
        other => json!({ "kind": "text", "text": format!("({other})") }),
    };
    if let Some(id) = body["context"]["message_id"].as_str() {
        shown["replyTo"] = id.into();
    }
    shown
}

fn file(kind: &str, content: &Value) -> Value {
    json!({
        "kind": kind,
        "text": content["caption"],
        "filename": content["filename"],
        "file": source(content),
    })
}

/// Where the page finds a file: by its id at the fake, or by its link.
fn source(content: &Value) -> Value {
    match (content["id"].as_str(), content["link"].as_str()) {
        (Some(id), _) => json!({ "id": id }),
        (None, Some(link)) => json!({ "url": link }),
        (None, None) => Value::Null,
    }
}

fn interactive(content: &Value) -> Value {
    let action = &content["action"];
    let mut shown = json!({
        "kind": "interactive",
        "text": content["body"]["text"],
        "header": content["header"]["text"],
        "footer": content["footer"]["text"],
    });
    if let Some(kind) = content["header"]["type"]
        .as_str()
        .filter(|kind| *kind != "text")
    {
        shown["file"] = source(&content["header"][kind]);
    }
    let buttons = action["buttons"].as_array().into_iter().flatten();
    let buttons: Vec<&Value> = buttons.map(|button| &button["reply"]).collect();
    if !buttons.is_empty() {
        shown["buttons"] = json!(buttons);
    }
    if let Some(sections) = action["sections"].as_array() {
        let rows = sections.iter().flat_map(|section| {
            let rows = section["rows"].as_array();
            rows.into_iter().flatten()
        });
        shown["list"] = json!({ "button": action["button"], "rows": rows.collect::<Vec<_>>() });
    }
    if let Some(cards) = action["cards"].as_array() {
        let text = |card: &Value| card["body"]["text"].as_str().unwrap_or("…").to_owned();
        shown["cards"] = cards.iter().map(text).collect();
    }
    shown
}

fn parameters(template: &Value) -> Vec<Value> {
    let components = template["components"].as_array().into_iter().flatten();
    let all = components.flat_map(|component| component["parameters"].as_array());
    all.flatten()
        .map(|parameter| parameter["text"].clone())
        .filter(|text| !text.is_null())
        .collect()
}

#[cfg(test)]
mod tests {
    use meta_whatsapp_client::{
        fake::FakeWhatsApp,
        messages::{MediaSource, Message},
    };

    use super::of_business;

    async fn shown(message: Message) -> serde_json::Value {
        let whatsapp = FakeWhatsApp::start().await;
        let client = whatsapp.client();
        let sent = client
            .messages(&whatsapp.phone_number_id())
            .send(&message)
            .await;
        sent.expect("the message is allowed");
        of_business(&whatsapp.messages()[0])
    }

    #[tokio::test]
    async fn a_text_is_shown_as_it_is() {
        let shown = shown(Message::text("+12025550147", "Hello <b>")).await;

        assert_eq!(shown["kind"], "text");
        assert_eq!(shown["text"], "Hello <b>");
    }

    #[tokio::test]
    async fn a_picture_is_found_by_its_link() {
        let link = MediaSource::link("https://files.example.com/1.png");

        let shown = shown(Message::image("+12025550147", link)).await;

        assert_eq!(shown["kind"], "image");
        assert_eq!(shown["file"]["url"], "https://files.example.com/1.png");
    }

    #[tokio::test]
    async fn buttons_can_be_pressed() {
        let buttons = [("yes", "Yes"), ("no", "No")];

        let shown = shown(Message::buttons("+12025550147", "Sure?", buttons)).await;

        assert_eq!(shown["text"], "Sure?");
        assert_eq!(shown["buttons"][1]["id"], "no");
        assert_eq!(shown["buttons"][1]["title"], "No");
    }
}

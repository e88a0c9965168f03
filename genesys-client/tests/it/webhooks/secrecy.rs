//! What `Debug` does not show.

use genesys_client::webhooks;
use serde_json::{Value, json};

use super::message;

#[test]
fn nothing_that_anybody_wrote_is_printed() {
    let canary = "canary +12025550147";
    let url = "https://canary.example.com/";
    let body = message(
        canary,
        &json!({
            "text": canary,
            "channel": {
                "messageId": canary, "to": {"id": canary, "email": canary, "image": canary},
                "from": {"id": canary, "nickName": canary, "firstName": canary, "lastName": canary},
                "metadata": {"customAttributes": {"canary": canary}, "canary": canary}
            },
            "metadata": {"canary": canary},
            "status": canary, "direction": canary, "originatingEntity": canary,
            "reasons": [{"code": canary, "message": canary}],
            "events": [{"eventType": canary, "typing": {"type": canary}}],
            "content": parts(canary, url),
        }),
    );
    let message = webhooks::parse(body.to_string().as_bytes()).unwrap();
    assert_eq!(message.content.len(), 16);

    let mut printed = format!("{message:?} {:?}", message.channel);
    let channel = message.channel.as_ref().unwrap();
    printed += &format!("{:?} {:?} {:?}", channel.to, channel.from, channel.metadata);
    for part in &message.content {
        printed += &format!("{part:?} {:?}", part.kind());
    }
    for event in &message.events {
        printed += &format!("{event:?} {:?}", event.kind());
    }
    assert!(!printed.contains("canary"), "{printed}");
    assert!(!printed.contains("2025550147"), "{printed}");
}

fn parts(canary: &str, url: &str) -> Vec<Value> {
    let reply = json!({"text": canary, "payload": canary, "image": url, "summaryText": canary});
    let action = json!({"type": "Link", "text": canary, "payload": canary, "url": url});
    let card = json!({"title": canary, "description": canary, "image": url, "video": url,
                      "defaultAction": action, "actions": [action]});
    let place = json!({"text": canary, "address": canary, "url": url});
    let shown = json!({"header": canary, "title": canary, "subtitle": canary,
                       "buttonLabel": canary, "imageUrl": url});
    let part = |tag: &str, field: &str, value: Value| json!({"contentType": tag, field: value});
    vec![
        part(
            "Attachment",
            "attachment",
            json!({"id": canary, "url": url, "text": canary, "filename": canary,
                   "sha256": canary}),
        ),
        part("QuickReply", "quickReply", reply.clone()),
        part(
            "QuickReplyV2",
            "quickReplyV2",
            json!({"title": canary, "actions": [reply]}),
        ),
        part("Card", "card", card.clone()),
        part("Carousel", "carousel", json!({"cards": [card]})),
        part(
            "ListPicker",
            "listPicker",
            json!({"receivedMessage": shown, "replyMessage": shown, "sections": [
                {"title": canary, "items": [{"id": canary, "title": canary,
                  "subtitle": canary, "imageUrl": url}]}]}),
        ),
        part(
            "DatePicker",
            "datePicker",
            json!({"title": canary, "subtitle": canary, "location": place}),
        ),
        part(
            "Notification",
            "template",
            json!({"body": {"text": canary, "parameters": [{"name": "n", "text": canary}]},
                   "buttons": [{"text": canary, "phoneNumber": canary, "url": url,
                                "payload": canary}]}),
        ),
        part(
            "ButtonResponse",
            "buttonResponse",
            json!({"type": canary, "text": canary, "payload": canary}),
        ),
        part("Text", "text", json!({"body": canary})),
        part("Location", "location", place),
        part("Story", "story", json!({"url": url, "replyToId": canary})),
        part(
            "InteractiveApplication",
            "interactiveApplication",
            json!({"url": url, "receivedMessage": shown}),
        ),
        part(canary, "canary", json!(canary)),
        part("Card", "card", json!([canary])),
        json!(canary),
    ]
}

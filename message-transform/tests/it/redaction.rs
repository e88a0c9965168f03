//! `Debug` shows nothing that anybody wrote, and nobody's number.

use serde_json::json;

use crate::support::{inbound, message, outbound};

#[test]
fn debug_shows_nothing_personal() {
    let file = json!({"contentType": "Attachment", "attachment": {"mediaType": "Image",
        "mime": "image/png", "url": "https://example.com/canary", "filename": "canary"}});
    let reply = json!({"contentType": "QuickReply",
        "quickReply": {"text": "canary", "payload": "canary"}});
    let id = "sb1.q.0.g-1.=canary.";

    let shown = [
        format!("{:?}", inbound(message("text", json!({"body": "canary"})))),
        format!(
            "{:?}",
            inbound(message("image", json!({"id": "1", "caption": "canary"})))
        ),
        format!(
            "{:?}",
            inbound(message("button", json!({"payload": id, "text": "canary"})))
        ),
        format!("{:?}", outbound(json!({"text": "canary"}))),
        format!(
            "{:?}",
            outbound(json!({"text": "canary", "content": [file, reply]}))
        ),
    ];

    for text in shown {
        assert!(
            !text.contains("canary") && !text.contains("2025550147"),
            "{text}"
        );
        assert!(text.contains("Calls") || text.contains("Parts"), "{text}");
    }
}

//! What the fuzz targets of `genesys-client` check; its tests replay the corpus with the same.

use genesys_client::webhooks;
use serde_json::value::RawValue;

/// A body is one message, or refused; it and its parts are written as they came in.
pub(crate) fn webhook_parse(body: &[u8]) {
    let Ok(message) = webhooks::parse(body) else {
        return;
    };
    let text = std::str::from_utf8(body).expect("a webhook is text");
    assert!(text.contains(message.raw()), "the JSON is what came in");
    let written = serde_json::to_string(&message).expect("a message can be written");
    assert_eq!(written, message.raw(), "the JSON is written as it came in");
    assert!(!message.name().is_empty());
    let _ = message.is_unknown();
    let _ = format!("{message:?} {:?}", message.channel);
    let contents = message.content.iter().map(|part| part.raw());
    for raw in contents.chain(message.events.iter().map(|part| part.raw())) {
        let raw: Result<&RawValue, _> = serde_json::from_str(raw);
        assert!(raw.is_ok(), "a part is one value");
    }
    for part in &message.content {
        let _ = format!("{:?}", part.kind());
    }
}

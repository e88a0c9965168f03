//! What is taken, and what is refused as no message at all.

use genesys_client::webhooks::{self, Content, OutboundMessage, ParseError};
use proptest::prelude::{any, prop, proptest};
use serde_json::{Value, json};

use super::{message, parse};

#[test]
fn what_is_no_message_is_refused() {
    for (body, error) in [
        (&b"\xff{}"[..], ParseError::Encoding),
        (b"", ParseError::Json { line: 1, column: 0 }),
        (b"{\"id\":\"m\"", ParseError::Json { line: 1, column: 9 }),
        (
            b"{\"id\":\"m\"}{}",
            ParseError::Json {
                line: 1,
                column: 11,
            },
        ),
        (b"{}", ParseError::Shape),
        (b"[{\"id\":\"m\"}]", ParseError::Shape),
        (b"null", ParseError::Shape),
        (b"\"Text\"", ParseError::Shape),
        (b"{\"entry\":[]}", ParseError::Shape),
    ] {
        assert_eq!(webhooks::parse(body).unwrap_err(), error);
    }
}

#[test]
fn a_field_of_an_odd_kind_costs_only_itself() {
    for name in [
        "id",
        "channel",
        "conversationId",
        "content",
        "events",
        "status",
        "reasons",
        "isFinalReceipt",
        "direction",
        "originatingEntity",
        "metadata",
    ] {
        for odd in [json!(null), json!({"a": [1]}), json!([[]]), json!(-1.5)] {
            let body = message("Text", &json!({"text": "hello", name: odd}));
            assert_eq!(parse(&body).text.as_deref(), Some("hello"), "{name} {odd}");
        }
    }
}

#[test]
fn a_single_part_stands_for_a_list_of_one() {
    let part = json!({"contentType": "QuickReply", "quickReply": {"text": "ok"}});
    let message = parse(&message("Structured", &json!({"content": part})));
    assert!(matches!(
        message.content[0].kind(),
        Ok(Content::QuickReply(_))
    ));
}

#[test]
fn a_message_is_written_as_it_was_received() {
    let body = r#"{ "type":"Text", "n":1.50, "big":12345678901234567890123, "text":"\u00e9" }"#;
    let marked = format!("\u{feff}{body}");
    for received in [body, &marked] {
        let message = webhooks::parse(received.as_bytes()).unwrap();
        assert_eq!(message.raw(), body);
        assert_eq!(serde_json::to_string(&message).unwrap(), body);
        let again: OutboundMessage = serde_json::from_str(message.raw()).unwrap();
        assert_eq!(again.text.as_deref(), Some("é"));
    }
}

#[test]
fn half_an_emoji_costs_no_message() {
    let body = br#"{"type":"Structured","text":"cut \ud83d","content":[
        {"contentType":"QuickReply","quickReply":{"text":"\ud83d","payload":"p"}}]}"#;
    let message = webhooks::parse(body).unwrap();

    assert!(message.text.unwrap().starts_with("cut "));
    let Ok(Content::QuickReply(reply)) = message.content[0].kind() else {
        panic!("not read");
    };
    assert_eq!(reply.payload.as_deref(), Some("p"));
}

proptest! {
    #[test]
    fn no_bytes_can_break_the_reading(body in prop::collection::vec(any::<u8>(), 0..256)) {
        let _ = webhooks::parse(&body);
    }

    #[test]
    fn no_json_of_the_right_names_is_lost(
        kind in "(Text|Structured|Receipt|Event|Other)",
        tag in "(Attachment|QuickReply|Carousel|DatePicker|Notification|Reactions|X)",
        field in "(attachment|quickReply|carousel|datePicker|template|reactions|x)",
        value in r#"(null|true|-1|"x"|\[\[\]\]|\[\{\}\]|\{\}|\{"cards":\[1\],"title":\{\}\})"#,
    ) {
        let value: Value = serde_json::from_str(&value).unwrap();
        let part = json!({"contentType": tag, field: value});
        let body = message(&kind, &json!({"content": [part]}));
        let message = parse(&body);
        assert_eq!(message.raw(), body.to_string());
        assert_eq!(message.content[0].raw(), part.to_string());
        assert!(!format!("{message:?}").contains("+1202"));
    }
}

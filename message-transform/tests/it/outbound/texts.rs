//! Texts, templates, and what is not for the customer.

use std::time::Duration;

use message_transform::{
    outbound::{Outbound, Silence},
    receipts::Refusal,
};
use serde_json::json;

use crate::support::{outbound, outbound_with, sent};

#[test]
fn a_text_stays_as_it_is() {
    let sent = sent(outbound(
        json!({"text": "Good *morning*", "content": [], "reasons": []}),
    ));

    assert_eq!(sent, [json!({"text": {"body": "Good *morning*"}})]);
}

#[test]
fn a_text_over_the_limit_is_split() {
    let text = "A sentence of some words. ".repeat(400);

    let sent = sent(outbound(json!({"text": text})));

    assert_eq!(sent.len(), 3);
    for part in &sent {
        let body = part["text"]["body"].as_str().unwrap();
        assert!(body.chars().count() <= 4_096 && body.ends_with("words."));
    }
}

#[test]
fn typing_is_typing() {
    let typing = json!({"eventType": "Typing", "typing": {"type": "On", "duration": 5000}});
    let with_type = json!({"type": "Event", "events": [typing]});
    let without_type = json!({"type": null, "events": [typing]});

    for event in [with_type, without_type] {
        assert_eq!(
            outbound(event),
            Outbound::Typing(Some(Duration::from_secs(5)))
        );
    }
    assert_eq!(
        outbound(json!({"type": "Event", "events": [{"eventType": "Typing"}]})),
        Outbound::Typing(None)
    );
}

#[test]
fn receipts_and_other_events_are_not_for_the_customer() {
    for (message, expected) in [
        (
            json!({"type": "Receipt", "status": "Delivered"}),
            Silence::Receipt,
        ),
        (
            json!({"type": "Event", "events": [{"eventType": "CoBrowse"}]}),
            Silence::Event,
        ),
        (json!({"type": "Event"}), Silence::Event),
    ] {
        assert_eq!(outbound(message), Outbound::Silent(expected));
    }
}

#[test]
fn a_message_without_content_is_refused() {
    for message in [json!({}), json!({"text": " \n"}), json!({"type": "Later"})] {
        assert_eq!(outbound(message), Outbound::Refused(Refusal::Empty));
    }
}

#[test]
fn a_marker_asks_for_a_template_that_is_allowed() {
    let allowed = ["visit_reminder".to_owned()];
    let text = "{{TEMPLATE:visit_reminder}}{{BODY:Robin|10:00}}{{BUTTON:v/1}}";

    let outbound = outbound_with(json!({"text": text}), |context| {
        context.templates_allowed = &allowed;
        context.language = "de";
    });

    assert_eq!(
        sent(outbound),
        [json!({"template": {
            "name": "visit_reminder", "language": {"code": "de"},
            "components": [
                {"type": "body", "parameters": [
                    {"type": "text", "text": "Robin"}, {"type": "text", "text": "10:00"}]},
                {"type": "button", "sub_type": "url", "index": "0",
                 "parameters": [{"type": "text", "text": "v/1"}]},
            ],
        }})]
    );
}

#[test]
fn a_marker_is_never_sent_if_its_template_is_not_allowed_or_cannot_be() {
    let allowed = ["a".to_owned()];
    for (text, expected) in [
        (
            "{{TEMPLATE:b}}",
            Refusal::TemplateNotAllowed("b".to_owned()),
        ),
        (
            "{{TEMPLATE:a}}{{BODY:|x}}",
            Refusal::Template("`template.components[0].parameters[0].text` is empty".to_owned()),
        ),
    ] {
        let outbound = outbound_with(json!({"text": text}), |context| {
            context.templates_allowed = &allowed;
        });

        assert_eq!(outbound, Outbound::Refused(expected));
    }
}

#[test]
fn a_marker_among_other_words_is_a_text() {
    let text = "Write {{TEMPLATE:a}} to remind";

    let sent = sent(outbound(json!({"text": text})));

    assert_eq!(sent, [json!({"text": {"body": text}})]);
}

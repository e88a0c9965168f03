//! Content of other kinds.

use message_transform::{
    outbound::{Outbound, Silence},
    receipts::Refusal,
};
use serde_json::{Value, json};

use crate::support::{outbound, sent};

#[test]
fn a_filled_template_is_its_text() {
    let notification = json!({"contentType": "Notification", "template": {
        "header": {"text": "Reminder"},
        "body": {"text": "Hello {{name}}, your visit is tomorrow.",
                 "parameters": [{"name": "name", "text": "Robin"}]},
        "footer": {"text": "Example Clinic"}}});

    let sent = sent(outbound(
        json!({"type": "Structured", "content": [notification]}),
    ));

    assert_eq!(
        sent,
        [json!({"text": {"body":
            "*Reminder*\n\nHello Robin, your visit is tomorrow.\n\n_Example Clinic_"}})]
    );
}

#[test]
fn the_buttons_and_file_of_a_template_come_along() {
    let notification = json!({"contentType": "Notification", "template": {
        "header": {"type": "Media", "media": {"mediaType": "Image", "mime": "image/png",
                                              "url": "https://example.com/1"}},
        "body": {"text": "Coming?"},
        "buttons": [{"type": "QuickReply", "text": "Yes", "payload": "y"},
                    {"type": "Url", "text": "Map", "url": "https://example.com/m"}]}});

    let sent = sent(outbound(json!({"content": [notification]})));

    assert_eq!(sent[0]["image"]["link"], "https://example.com/1");
    let message = &sent[1]["interactive"];
    assert_eq!(
        message["body"]["text"],
        "Coming?\n\nMap: https://example.com/m"
    );
    assert_eq!(message["action"]["buttons"][0]["reply"]["title"], "Yes");
}

#[test]
fn an_agent_types_until_it_is_told_that_it_ends() {
    let event = |event: Value| outbound(json!({"type": "Event", "events": [event]}));
    let typing = |typing: Value| event(json!({"eventType": "Typing", "typing": typing}));
    let seconds = std::time::Duration::from_secs;

    for (told, expected) in [
        (
            typing(json!({"type": "On", "duration": 5_000})),
            Outbound::Typing(Some(seconds(5))),
        ),
        (typing(json!({})), Outbound::Typing(None)),
        (
            typing(json!({"type": "Off"})),
            Outbound::Silent(Silence::Event),
        ),
        (
            event(json!({"eventType": "Presence"})),
            Outbound::Silent(Silence::Event),
        ),
    ] {
        assert_eq!(told, expected);
    }
}

#[test]
fn a_place_is_a_place() {
    let place =
        |location: Value| json!({"content": [{"contentType": "Location", "location": location}]});
    let on_map = place(json!({"latitude": 52.5, "longitude": 13.4, "text": "Gate"}));
    let in_words =
        place(json!({"text": "Gate", "address": "Square 1", "url": "https://example.com"}));

    assert_eq!(
        sent(outbound(on_map))[0]["location"],
        json!({"latitude": 52.5, "longitude": 13.4, "name": "Gate"})
    );
    assert_eq!(
        sent(outbound(in_words)),
        [json!({"text": {"body": "Gate\nSquare 1\nhttps://example.com"}})]
    );
}

#[test]
fn what_whatsapp_has_nothing_for_is_told() {
    let story = json!({"contentType": "Story", "story": {"type": "Mention"}});
    let later = json!({"contentType": "Hologram"});

    let alone = outbound(json!({"type": "Structured", "content": [story]}));
    let beside = outbound(json!({"text": "Look", "content": [story, later]}));

    assert_eq!(
        alone,
        Outbound::Refused(Refusal::Unsupported("Story".to_owned()))
    );
    let Outbound::Parts { parts, left_out } = beside else {
        panic!("{beside:?}");
    };
    assert_eq!(parts.len(), 1);
    assert_eq!(left_out, ["Story", "Hologram"]);
}

#[test]
fn a_text_in_the_content_stands_below_the_messages_own_and_not_twice() {
    let text = |body: &str| json!({"contentType": "Text", "text": {"body": body}});

    let twice = outbound(json!({"text": "Hello", "content": [text("Hello")]}));
    let both = outbound(json!({"text": "Hello", "content": [text("there")]}));

    assert_eq!(sent(twice), [json!({"text": {"body": "Hello"}})]);
    assert_eq!(
        sent(both),
        [
            json!({"text": {"body": "Hello"}}),
            json!({"text": {"body": "there"}}),
        ]
    );
}

#[test]
fn the_text_beside_a_template_is_not_repeated() {
    let notification = json!({"contentType": "Notification", "template": {
        "header": {"text": "Reminder"}, "body": {"text": "Until tomorrow"}}});

    let sent = sent(outbound(
        json!({"text": "Until tomorrow", "content": [notification]}),
    ));

    assert_eq!(
        sent,
        [json!({"text": {"body": "*Reminder*\n\nUntil tomorrow"}})]
    );
}

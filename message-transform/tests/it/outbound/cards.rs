//! Cards and carousels.

use message_transform::Choice;
use serde_json::{Value, json};

use crate::support::{outbound, sent, with};

fn card(more: Value) -> Value {
    let base = json!({"title": "First visit", "description": "45 minutes",
        "image": "https://example.com/1.png",
        "actions": [{"type": "Postback", "text": "Choose", "payload": "first"}]});
    with(base, more)
}

fn carousel(cards: Value) -> Vec<Value> {
    let content = json!([{"contentType": "Carousel", "carousel": {"cards": cards}}]);
    sent(outbound(
        json!({"type": "Structured", "text": "Our offers", "content": content}),
    ))
}

fn one(more: Value) -> Vec<Value> {
    let content = json!([{"contentType": "Card", "card": card(more)}]);
    sent(outbound(json!({"type": "Structured", "content": content})))
}

#[test]
fn cards_with_pictures_and_the_same_buttons_are_a_carousel() {
    let sent = carousel(json!([card(json!({})), card(json!({"title": "Check-up"}))]));

    let [message] = &sent[..] else {
        panic!("{sent:?}");
    };
    let message = &message["interactive"];
    assert_eq!(message["type"], "carousel");
    assert_eq!(message["body"]["text"], "Our offers");
    let second = &message["action"]["cards"][1];
    assert_eq!(
        second["header"]["image"]["link"],
        "https://example.com/1.png"
    );
    assert_eq!(second["body"]["text"], "*Check-up*\n45 minutes");
    let button = &second["action"]["buttons"][0]["quick_reply"];
    assert_eq!(button["title"], "Choose");
    assert_eq!(
        Choice::of_id(button["id"].as_str().unwrap())
            .unwrap()
            .payload,
        "first"
    );
}

#[test]
fn links_make_a_carousel_too() {
    let link = json!({"actions": [{"type": "Link", "text": "Open", "url": "https://example.com"}]});

    let sent = carousel(json!([card(link.clone()), card(link)]));

    let action = &sent[0]["interactive"]["action"]["cards"][0]["action"];
    assert_eq!(
        action["parameters"],
        json!({"display_text": "Open", "url": "https://example.com"})
    );
}

#[test]
fn cards_that_break_a_rule_of_carousels_come_one_after_the_other() {
    let two = json!({"actions": [{"type": "Postback", "text": "A", "payload": "a"},
                                 {"type": "Postback", "text": "B", "payload": "b"}]});
    for odd in [
        card(json!({"image": null})),
        card(json!({"description": "x".repeat(200)})),
        card(two),
        card(json!({"actions": []})),
        card(json!({"actions": [{"type": "Postback", "text": "x".repeat(21), "payload": "a"}]})),
    ] {
        let sent = carousel(json!([card(json!({})), odd]));

        assert_eq!(sent[0]["text"]["body"], "Our offers");
        assert_eq!(sent[1]["interactive"]["type"], "button");
        assert!(sent.len() >= 3);
    }
    let eleven = vec![card(json!({})); 11];
    assert_eq!(carousel(json!(eleven)).len(), 12);
}

#[test]
fn a_card_by_itself_has_its_picture_above_and_its_buttons_below() {
    let sent = one(json!({}));

    let message = &sent[0]["interactive"];
    assert_eq!(message["type"], "button");
    assert_eq!(
        message["header"]["image"]["link"],
        "https://example.com/1.png"
    );
    assert_eq!(message["body"]["text"], "*First visit*\n45 minutes");
}

#[test]
fn a_card_with_one_link_is_a_button_that_opens_it() {
    let sent = one(json!({"actions": [
        {"type": "Link", "text": "Read more about the visit", "url": "https://example.com/v"}]}));

    let message = &sent[0]["interactive"];
    assert_eq!(message["type"], "cta_url");
    assert_eq!(
        message["action"]["parameters"],
        json!({"display_text": "Read more about the…", "url": "https://example.com/v"})
    );
}

#[test]
fn links_beside_answers_stand_in_the_text() {
    let sent = one(json!({"actions": [
        {"type": "Link", "text": "Map", "url": "https://example.com/m"},
        {"type": "Postback", "text": "Choose", "payload": "c"}],
        "defaultAction": {"type": "Link", "text": "Page", "url": "https://example.com/p"}}));

    assert_eq!(
        sent[0]["interactive"]["body"]["text"],
        "*First visit*\n45 minutes\nMap: https://example.com/m\nPage: https://example.com/p"
    );
}

#[test]
fn a_card_with_many_answers_is_a_picture_and_a_list() {
    let actions: Vec<_> = (0..5)
        .map(|it| json!({"type": "Postback", "text": format!("A{it}"), "payload": "same"}))
        .collect();

    let sent = one(json!({"actions": actions}));

    assert_eq!(sent[0]["image"]["link"], "https://example.com/1.png");
    assert_eq!(sent[1]["interactive"]["type"], "list");
}

#[test]
fn a_card_without_buttons_is_its_picture_and_its_words() {
    let sent = one(json!({"actions": []}));

    assert_eq!(
        sent,
        [
            json!({"image": {"link": "https://example.com/1.png"}}),
            json!({"text": {"body": "*First visit*\n45 minutes"}}),
        ]
    );
}

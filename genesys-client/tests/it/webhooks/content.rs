//! What each part of a structured message is read as.

use genesys_client::webhooks::{ActionType, Content};
use serde_json::json;

use super::{content, message, one, parse};

#[test]
fn quick_replies_stand_beside_each_other() {
    let parts = content(&json!([
        {"contentType": "QuickReply",
         "quickReply": {"text": "Book", "payload": "book", "action": "Message",
                        "image": "https://assets.example.com/b.png", "summaryText": "visits"}},
        {"contentType": "QuickReply",
         "quickReply": {"text": "Not now", "payload": "not_now", "action": "Message"}}
    ]));

    let replies: Vec<_> = parts
        .iter()
        .map(|part| match part.kind() {
            Ok(Content::QuickReply(reply)) => (reply.text.as_deref(), reply.payload.as_deref()),
            other => panic!("not a quick reply: {other:?}"),
        })
        .collect();
    assert_eq!(
        replies,
        [
            (Some("Book"), Some("book")),
            (Some("Not now"), Some("not_now"))
        ]
    );
}

#[test]
fn quick_replies_of_the_second_kind_have_a_title() {
    let part = one(&json!({"contentType": "QuickReplyV2", "quickReplyV2": {
        "title": "Pick one", "actions": [{"text": "A", "payload": "a"}, {"text": "B"}]}}));

    let Content::QuickReplyV2(it) = part else {
        panic!("{part:?}");
    };
    assert_eq!(it.title.as_deref(), Some("Pick one"));
    assert_eq!(it.actions[1].text.as_deref(), Some("B"));
}

#[test]
fn a_carousel_has_cards_with_buttons() {
    let part = one(&json!({"contentType": "Carousel", "carousel": {"cards": [
        {"title": "Cleaning", "description": "half an hour",
         "image": "https://assets.example.com/cleaning.png",
         "defaultAction": {"type": "Link", "url": "https://www.example.com/cleaning"},
         "actions": [{"type": "Postback", "text": "Take it", "payload": "cleaning"},
                     {"type": "Link", "text": "More", "url": "https://www.example.com/more"},
                     {"type": "Dance", "text": "?"}]},
        {"title": "Whitening", "description": "",
         "actions": [{"type": "Postback", "text": "Take it", "payload": "whitening"}]}
    ]}}));

    let Content::Carousel(carousel) = part else {
        panic!("{part:?}");
    };
    let [first, second] = carousel.cards.as_slice() else {
        panic!("not two cards");
    };
    assert_eq!(first.title.as_deref(), Some("Cleaning"));
    assert_eq!(
        first.image.as_deref(),
        Some("https://assets.example.com/cleaning.png")
    );
    let action = first.default_action.as_ref().unwrap();
    assert_eq!(
        action.url.as_deref(),
        Some("https://www.example.com/cleaning")
    );
    let kinds: Vec<_> = first.actions.iter().map(|it| it.kind.clone()).collect();
    assert_eq!(
        kinds,
        [
            Some(ActionType::Postback),
            Some(ActionType::Link),
            Some(ActionType::Unknown("Dance".to_owned()))
        ]
    );
    assert_eq!((&second.description, &second.image), (&None, &None));
    assert_eq!(second.actions[0].payload.as_deref(), Some("whitening"));
}

#[test]
fn a_card_may_stand_alone() {
    let part = one(&json!({"contentType": "Card", "card": {
        "title": "Cleaning", "video": "https://assets.example.com/c.mp4", "actions": []}}));

    let Content::Card(card) = part else {
        panic!("{part:?}");
    };
    assert_eq!(
        card.video.as_deref(),
        Some("https://assets.example.com/c.mp4")
    );
}

#[test]
fn a_date_picker_has_times() {
    let part = one(&json!({"contentType": "DatePicker", "datePicker": {
        "title": "When?", "subtitle": "Pick a slot",
        "dateMinimum": "2026-12-01T00:00:00Z",
        "location": {"text": "Harbour Dental", "latitude": 52.5, "longitude": "13.4"},
        "availableTimes": [{"duration": 1800, "dateTime": "2026-12-03T08:15:00.000Z"},
                           {"duration": 1800, "dateTime": "soon"}]}}));

    let Content::DatePicker(picker) = part else {
        panic!("{part:?}");
    };
    assert_eq!(picker.title.as_deref(), Some("When?"));
    let location = picker.location.unwrap();
    assert_eq!(
        (location.latitude, location.longitude),
        (Some(52.5), Some(13.4))
    );
    let times = &picker.available_times;
    assert_eq!(times[0].duration, Some(1800));
    assert_eq!(
        times[0].date_time,
        Some("2026-12-03T08:15:00Z".parse().unwrap())
    );
    assert_eq!(times[1].date_time, None);
}

#[test]
fn a_list_picker_has_sections_of_items() {
    let part = one(&json!({"contentType": "ListPicker", "listPicker": {
        "id": "branches",
        "receivedMessage": {"title": "Branches", "buttonLabel": "Choose"},
        "sections": [{"title": "North", "multipleSelection": false,
                      "items": [{"id": "n1", "title": "Harbour", "subtitle": "open till six"}]}]}}));

    let Content::ListPicker(picker) = part else {
        panic!("{part:?}");
    };
    let label = picker.received_message.unwrap().button_label;
    assert_eq!(label.as_deref(), Some("Choose"));
    let section = &picker.sections[0];
    assert_eq!(section.multiple_selection, Some(false));
    assert_eq!(section.items[0].id.as_deref(), Some("n1"));
    assert_eq!(section.items[0].subtitle.as_deref(), Some("open till six"));
}

#[test]
fn a_notification_is_a_template_with_its_parts() {
    let part = one(&json!({"contentType": "Notification", "template": {
        "id": "reminder", "language": "en",
        "header": {"type": "Text", "text": "Your visit"},
        "body": {"text": "Hello Kim, see you tomorrow.",
                 "parameters": [{"name": "name", "text": "Kim"}]},
        "buttons": [{"type": "Url", "text": "Map", "index": 0, "url": "https://www.example.com/"}],
        "footer": {"text": "Harbour Dental"}}}));

    let Content::Notification(it) = part else {
        panic!("{part:?}");
    };
    assert_eq!(it.id.as_deref(), Some("reminder"));
    let body = it.body.unwrap();
    assert_eq!(body.text.as_deref(), Some("Hello Kim, see you tomorrow."));
    assert_eq!(body.parameters[0].text.as_deref(), Some("Kim"));
    assert_eq!(it.header.unwrap().text.as_deref(), Some("Your visit"));
    assert_eq!(it.buttons[0].index, Some(0));
    assert_eq!(it.footer.unwrap().text.as_deref(), Some("Harbour Dental"));
}

#[test]
fn the_rarer_parts_are_read_too() {
    for (part, expected) in [
        (
            json!({"contentType": "ButtonResponse",
                   "buttonResponse": {"type": "Button", "text": "Yes", "payload": "y"}}),
            "ButtonResponse",
        ),
        (
            json!({"contentType": "Text", "text": {"type": "Text", "body": "hello"}}),
            "Text",
        ),
        (
            json!({"contentType": "Location", "location": {"latitude": 1, "longitude": 2}}),
            "Location",
        ),
        (
            json!({"contentType": "Story", "story": {"type": "Reply", "replyToId": "s"}}),
            "Story",
        ),
        (
            json!({"contentType": "Reactions", "reactions": [{"reactionType": "Like", "count": 1}]}),
            "Reactions",
        ),
        (
            json!({"contentType": "InteractiveApplication",
                   "interactiveApplication": {"name": "seats"}}),
            "InteractiveApplication",
        ),
    ] {
        assert_eq!(one(&part).content_type(), Some(expected));
    }
}

#[test]
fn a_part_that_cannot_be_read_leaves_its_siblings() {
    let bad = [
        json!({"contentType": "QuickReply"}),
        json!({"contentType": "QuickReply", "quickReply": null}),
        json!({"contentType": "Card", "card": ["title"]}),
        json!({"contentType": "Carousel", "carousel": "cards"}),
        json!({"contentType": ["Card"]}),
        json!(7),
        json!([]),
    ];
    let good = json!({"contentType": "QuickReply", "quickReply": {"text": "ok"}});
    for bad in bad {
        let parts = content(&json!([good, bad, good]));

        assert_eq!(parts.len(), 3);
        assert!(parts[1].kind().is_err(), "{bad}");
        assert_eq!(parts[1].raw(), bad.to_string());
        for sibling in [&parts[0], &parts[2]] {
            assert!(matches!(sibling.kind(), Ok(Content::QuickReply(_))));
        }
    }
}

#[test]
fn a_part_of_tomorrow_keeps_its_json() {
    let part = json!({"contentType": "Form", "form": {"cannedResponseId": "c"}});
    let message = parse(&message("Structured", &json!({"content": [part]})));

    assert!(matches!(message.content[0].kind(), Ok(Content::Unknown)));
    assert_eq!(message.content[0].raw(), part.to_string());
    assert!(message.is_unknown());
}

//! Whatever either vendor sends, the other one takes what it becomes.

use message_transform::{
    inbound::{GenesysCall, Inbound},
    outbound::Outbound,
};
use proptest::{prelude::*, sample::select};
use serde_json::{Value, json};

use crate::support::{inbound_of, message, outbound, update_of, with};

/// Absent, odd, short or long.
fn text() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!(7)),
        "[a-z *_~`.]{0,30}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        ("[a-zé👨‍👩‍👧 .\n]{1,40}", 1_usize..150).prop_map(|(text, times)| json!(text.repeat(times))),
    ]
}

fn url() -> impl Strategy<Value = Value> {
    const URLS: &[&str] = &[
        "https://example.com/a.png",
        "https://example.com/d/1?x=y",
        "",
    ];
    prop_oneof![Just(Value::Null), select(URLS).prop_map(Value::from)]
}

fn list(item: impl Strategy<Value = Value>, most: usize) -> impl Strategy<Value = Value> {
    prop::collection::vec(item, 0..most).prop_map(Value::from)
}

fn kind(kinds: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), select(kinds).prop_map(Value::from)]
}

fn attachment() -> impl Strategy<Value = Value> {
    let types = kind(&["Image", "Video", "Audio", "File", "Link", "Later"]);
    let mimes = kind(&[
        "image/png",
        "video/mp4",
        "audio/ogg",
        "image/webp",
        "x/y",
        "",
    ]);
    (types, url(), mimes, text(), text(), any::<u32>()).prop_map(
        |(media_type, url, mime, text, filename, size)| {
            json!({"mediaType": media_type, "url": url, "mime": mime, "text": text,
                   "filename": filename, "contentSizeBytes": size})
        },
    )
}

fn action() -> impl Strategy<Value = Value> {
    (kind(&["Link", "Postback", "Later"]), text(), text(), url()).prop_map(
        |(kind, text, payload, url)| {
            json!({"type": kind, "text": text, "payload": payload, "url": url})
        },
    )
}

fn card() -> impl Strategy<Value = Value> {
    (text(), text(), url(), url(), list(action(), 6), action()).prop_map(
        |(title, description, image, video, actions, default)| {
            json!({"title": title, "description": description, "image": image, "video": video,
                   "actions": actions, "defaultAction": default})
        },
    )
}

/// Cards that mostly make a carousel.
fn fitting_card() -> impl Strategy<Value = Value> {
    ("[a-z ]{0,60}", "[a-z ]{0,25}").prop_map(|(title, button)| {
        json!({"title": title, "image": "https://example.com/1.png",
               "actions": [{"type": "Postback", "text": button, "payload": "p"}]})
    })
}

fn notification() -> impl Strategy<Value = Value> {
    let button = (text(), text(), url())
        .prop_map(|(text, payload, url)| json!({"text": text, "payload": payload, "url": url}));
    (text(), text(), text(), attachment(), list(button, 5)).prop_map(
        |(header, body, footer, media, buttons)| {
            json!({"header": {"text": header, "media": media}, "body": {"text": body},
                   "footer": {"text": footer}, "buttons": buttons})
        },
    )
}

fn content() -> impl Strategy<Value = Value> {
    let of = |kind: &'static str, field: &'static str| move |value: Value| json!({"contentType": kind, field: value});
    let reply =
        (text(), text()).prop_map(|(text, payload)| json!({"text": text, "payload": payload}));
    let actions = (text(), list(reply.clone(), 13))
        .prop_map(|(title, actions)| json!({"title": title, "actions": actions}));
    let item = (text(), text(), text())
        .prop_map(|(id, title, subtitle)| json!({"id": id, "title": title, "subtitle": subtitle}));
    let section =
        (text(), list(item, 7)).prop_map(|(title, items)| json!({"title": title, "items": items}));
    let picker = (text(), list(section, 4)).prop_map(
        |(title, sections)| json!({"receivedMessage": {"title": title}, "sections": sections}),
    );
    let time = (any::<u32>(), any::<Option<u64>>()).prop_map(|(seconds, duration)| {
        let at = chrono::DateTime::from_timestamp(seconds.into(), 0).unwrap();
        json!({"dateTime": at.to_rfc3339(), "duration": duration})
    });
    let date = (text(), text(), list(time, 13)).prop_map(|(title, subtitle, times)| {
        json!({"title": title, "subtitle": subtitle, "availableTimes": times})
    });
    let place = (any::<Option<f64>>(), -100.0..100.0_f64, text(), url()).prop_map(
        |(latitude, longitude, text, url)| {
            json!({"latitude": latitude, "longitude": longitude, "text": text, "url": url})
        },
    );
    let cards = |card| move |cards| card_list(card, cards);
    prop_oneof![
        attachment().prop_map(of("Attachment", "attachment")),
        reply.prop_map(of("QuickReply", "quickReply")),
        actions.prop_map(of("QuickReplyV2", "quickReplyV2")),
        card().prop_map(of("Card", "card")),
        list(card(), 4).prop_map(cards("Carousel")),
        list(fitting_card(), 12).prop_map(cards("Carousel")),
        picker.prop_map(of("ListPicker", "listPicker")),
        date.prop_map(of("DatePicker", "datePicker")),
        notification().prop_map(of("Notification", "template")),
        text().prop_map(|body| json!({"contentType": "Text", "text": {"body": body}})),
        place.prop_map(of("Location", "location")),
        text().prop_map(|text| json!({"contentType": "ButtonResponse",
                                      "buttonResponse": {"text": text}})),
        Just(json!({"contentType": "Story", "story": {}})),
        Just(json!({"contentType": "Hologram"})),
        Just(json!([])),
    ]
}

fn card_list(kind: &str, cards: Value) -> Value {
    json!({"contentType": kind, "carousel": {"cards": cards}})
}

fn received() -> impl Strategy<Value = Value> {
    let types = select(
        &[
            "text",
            "image",
            "audio",
            "document",
            "sticker",
            "location",
            "contacts",
            "reaction",
            "button",
            "interactive",
            "order",
            "request_welcome",
            "unsupported",
            "edit",
            "revoke",
            "hologram",
        ][..],
    );
    let reply = (
        kind(&["button_reply", "list_reply", "nfm_reply", "later"]),
        text(),
        text(),
    )
        .prop_map(|(kind, id, title)| {
            let reply = json!({"id": id, "title": title, "response_json": title});
            json!({"type": kind, "button_reply": reply, "list_reply": reply, "nfm_reply": reply})
        });
    let media = (text(), text(), text()).prop_map(|(id, mime, text)| {
        json!({"id": id, "mime_type": mime, "caption": text, "filename": text, "body": text,
               "emoji": text, "payload": text, "text": text})
    });
    let card = text().prop_map(|name| json!([{"name": {"formatted_name": name}}]));
    let inner =
        text().prop_map(|body| json!({"message": {"type": "text", "text": {"body": body}}}));
    let content = prop_oneof![reply, media, card, inner, text()];
    let context = prop_oneof![
        Just(json!({})),
        text().prop_map(|id| json!({"context": {"id": id, "forwarded": true}})),
        text().prop_map(|headline| json!({"referral": {"headline": headline}})),
        Just(json!({"group_id": "g", "timestamp": null})),
    ];
    (types, content, context).prop_map(|(kind, content, more)| with(message(kind, content), more))
}

proptest! {
    #[test]
    fn whatsapp_takes_every_part_of_every_message_of_genesys(
        text in text(),
        content in prop::collection::vec(content(), 0..4),
    ) {
        let message = json!({"type": "Structured", "text": text, "content": content});

        if let Outbound::Parts { parts, .. } = outbound(message) {
            prop_assert!(!parts.is_empty());
            for part in &parts {
                prop_assert_eq!(part.message.check().map_err(|it| it.to_string()), Ok(()));
                for linked in part.linked("https://bridge.example.com/f/1") {
                    prop_assert_eq!(linked.check().map_err(|it| it.to_string()), Ok(()));
                }
            }
        }
    }

    #[test]
    fn genesys_takes_every_message_of_a_customer(message in received()) {
        let update = update_of("messages", message);

        let Inbound::Calls(calls) = inbound_of(&update) else {
            return Err(TestCaseError::fail("a message is dropped"));
        };

        prop_assert_eq!(calls.len(), 1);
        let checked = match &calls[0] {
            GenesysCall::Message(message) => message.check(),
            GenesysCall::StructuredResponse(response) => response.check(),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        prop_assert_eq!(checked.map_err(|it| it.to_string()), Ok(()));
    }
}

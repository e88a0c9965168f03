//! Buttons and rows that were chosen.

use genesys_client::open_messaging::{ButtonResponseType, StructuredResponse};
use message_transform::{
    Choice, ChoiceKind,
    inbound::{GenesysCall, Inbound},
};
use serde_json::{Value, json};

use crate::support::{inbound, inbound_message, message};

fn id(kind: ChoiceKind, payload: &str) -> String {
    let choice = Choice {
        kind,
        message_id: "g-1".to_owned(),
        payload: payload.to_owned(),
    };
    choice.id(0, 200)
}

fn response(message: Value) -> StructuredResponse {
    let Inbound::Calls(calls) = inbound(message) else {
        panic!("no calls");
    };
    match &calls[..] {
        [GenesysCall::StructuredResponse(response)] => {
            response.check().unwrap();
            (**response).clone()
        }
        _ => panic!("not one response: {calls:?}"),
    }
}

#[test]
fn a_choice_of_a_genesys_message_is_a_structured_response() {
    let yes = id(ChoiceKind::QuickReply, "yes_payload");
    let card = id(ChoiceKind::Button, "card");
    let long = id(ChoiceKind::QuickReply, "Tomorrow in the afternoon");
    let time = id(ChoiceKind::DatePicker, "2026-12-01T10:00:00.000Z");
    let rows = [
        (
            message(
                "interactive",
                json!({"type": "button_reply",
                    "button_reply": {"id": yes, "title": "Yes"}}),
            ),
            ButtonResponseType::QuickReply,
            "Yes",
            "yes_payload",
        ),
        (
            message(
                "interactive",
                json!({"type": "list_reply",
                    "list_reply": {"id": card, "title": "Card", "description": "more"}}),
            ),
            ButtonResponseType::Button,
            "Card",
            "card",
        ),
        (
            message("button", json!({"payload": card, "text": "Card"})),
            ButtonResponseType::Button,
            "Card",
            "card",
        ),
        (
            message(
                "interactive",
                json!({"type": "list_reply",
                    "list_reply": {"id": time, "title": "Tue 1 Dec, 10:00"}}),
            ),
            ButtonResponseType::DatePicker,
            "2026-12-01T10:00:00.000Z",
            "2026-12-01T10:00:00.000Z",
        ),
        (
            message(
                "interactive",
                json!({"type": "button_reply", "button_reply":
                    {"id": long, "title": "Tomorrow in the aft…"}}),
            ),
            ButtonResponseType::QuickReply,
            "Tomorrow in the afternoon",
            "Tomorrow in the afternoon",
        ),
    ];
    for (message, kind, text, payload) in rows {
        let response = response(message);

        assert_eq!(response.button_response.kind, kind);
        assert_eq!(response.button_response.text, text);
        assert_eq!(response.button_response.payload, payload);
        assert_eq!(response.originating_message_id.as_str(), "g-1");
        assert_eq!(response.channel.message_id.unwrap().as_str(), "wamid.1");
    }
}

#[test]
fn another_choice_is_its_title_with_the_id_beside_it() {
    for (kind, content, text) in [
        ("button", json!({"payload": "p-1", "text": "Yes"}), "Yes"),
        ("button", json!({"payload": "p-1"}), "p-1"),
        (
            "interactive",
            json!({"type": "button_reply", "button_reply": {"id": "p-1", "title": "Yes"}}),
            "Yes",
        ),
        (
            "interactive",
            json!({"type": "list_reply", "list_reply": {"id": "p-1", "title": "Yes"}}),
            "Yes",
        ),
    ] {
        let call = inbound_message(message(kind, content));

        assert_eq!(call.text.as_deref(), Some(text));
        assert_eq!(call.metadata["waChoiceId"], "p-1");
    }
}

#[test]
fn a_button_that_says_nothing_still_arrives() {
    let reply = json!({"type": "button_reply", "button_reply": {}});

    let call = inbound_message(message("interactive", reply));

    assert_eq!(call.text.as_deref(), Some("[A button without a text]"));
}

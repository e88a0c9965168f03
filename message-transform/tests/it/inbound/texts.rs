//! What becomes a text.

use serde_json::{Value, json};

use crate::support::{inbound_message, message, with};

#[test]
fn a_text_has_id_time_name_and_number() {
    let call = inbound_message(message("text", json!({"body": "Hello *you*"})));

    assert_eq!(
        serde_json::to_value(&call).unwrap(),
        json!({
            "channel": {
                "messageId": "wamid.1",
                "from": {"id": "+12025550147", "idType": "Phone", "nickname": "Robin Example",
                         "firstName": "Robin", "lastName": "Example"},
                "time": "2026-11-20T09:14:00.000Z",
            },
            "text": "Hello *you*",
            "metadata": {"waType": "text", "waPhoneNumberId": "1065"},
        })
    );
}

#[test]
fn each_type_without_a_place_in_genesys_is_a_text_to_read() {
    let order = json!({"catalog_id": "1", "product_items": [
        {"product_retailer_id": "tea", "quantity": 2, "item_price": 4.5, "currency": "EUR"}]});
    let flow = json!({"type": "nfm_reply", "nfm_reply": {
        "name": "flow", "body": "Sent", "response_json": "{\"day\":\"Mon\"}"}});
    let permission = json!({"type": "call_permission_reply",
                            "call_permission_reply": {"response": "reject"}});
    let place = json!({"latitude": 52.5, "longitude": 13.4, "name": "Gate"});
    let rows: &[(&str, Value, &str)] = &[
        ("text", json!({"body": " "}), "[Empty message]"),
        (
            "location",
            place,
            "[Location]\nGate\nhttps://www.google.com/maps/search/?api=1&query=52.5,13.4",
        ),
        (
            "contacts",
            json!([{"name": {"formatted_name": "Ada Example"}}]),
            "[Contact card]\nAda Example",
        ),
        ("order", order, "[Order: 1 item]\n2 × tea, 4.50 EUR each"),
        ("interactive", flow, "[Form filled in]\nDay: Mon"),
        (
            "interactive",
            permission,
            "[The customer does not want to be called]",
        ),
        (
            "interactive",
            json!({"type": "later_reply"}),
            "[An answer of a kind that is not known]",
        ),
        (
            "reaction",
            json!({"message_id": "wamid.0", "emoji": "👍"}),
            "[Reacted with 👍 to an earlier message]",
        ),
        (
            "reaction",
            json!({"message_id": "wamid.0"}),
            "[Took back the reaction to an earlier message]",
        ),
        (
            "request_welcome",
            json!({}),
            "[The customer opened the chat for the first time]",
        ),
        (
            "system",
            json!({"type": "customer_identity_changed"}),
            "[The customer's security code changed: the phone is new, or somebody else's]",
        ),
        (
            "system",
            json!({"type": "later", "body": "Something happened"}),
            "[News about the customer: Something happened]",
        ),
        (
            "edit",
            json!({"original_message_id": "wamid.0",
                   "message": {"type": "text", "text": {"body": "at ten"}}}),
            "[Edited an earlier message]\nat ten",
        ),
        (
            "revoke",
            json!({"original_message_id": "wamid.0"}),
            "[Deleted an earlier message]",
        ),
        (
            "unsupported",
            json!({"type": "poll_update"}),
            "[A message that WhatsApp does not pass on: poll_update]",
        ),
        (
            "hologram",
            json!({"x": 1}),
            "[A message of a type that is not known: hologram]",
        ),
    ];
    for (kind, content, expected) in rows {
        let call = inbound_message(message(kind, content.clone()));

        assert_eq!(call.text.as_deref(), Some(*expected), "{kind}");
        assert_eq!(call.metadata["waType"], *kind);
    }
}

#[test]
fn what_is_lost_in_the_text_is_in_the_metadata() {
    let flow = json!({"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": "{}"}});
    for (kind, content, name, expected) in [
        ("location", json!({"latitude": 52.5}), "waLatitude", "52.5"),
        (
            "reaction",
            json!({"message_id": "wamid.0", "emoji": "👍"}),
            "waReaction",
            "👍",
        ),
        (
            "reaction",
            json!({"message_id": "wamid.0"}),
            "waRefersTo",
            "wamid.0",
        ),
        (
            "revoke",
            json!({"original_message_id": "wamid.0"}),
            "waRefersTo",
            "wamid.0",
        ),
        (
            "edit",
            json!({"original_message_id": "wamid.0"}),
            "waRefersTo",
            "wamid.0",
        ),
        ("order", json!({"catalog_id": "7"}), "waCatalogId", "7"),
        ("interactive", flow.clone(), "waForm", "flow"),
        ("interactive", flow, "waFormResponse", "{}"),
        (
            "unsupported",
            json!({"type": "poll"}),
            "waUnsupportedType",
            "poll",
        ),
    ] {
        let call = inbound_message(message(kind, content));

        assert_eq!(call.metadata[name], expected, "{kind}");
    }
    for (kind, content) in [
        ("contacts", json!([{"vcard": "canary"}])),
        ("order", json!({"text": "canary"})),
        ("unsupported", json!({"type": "canary"})),
        ("hologram", json!({"x": "canary"})),
        ("interactive", json!({"type": "canary"})),
    ] {
        let call = inbound_message(message(kind, content));

        assert!(call.metadata["waRaw"].contains("canary"), "{kind}");
    }
}

#[test]
fn a_message_that_could_not_be_read_reaches_the_agent_with_its_sender() {
    let long = "x".repeat(20_000);
    let call = inbound_message(message("text", json!(["canary", long])));

    assert_eq!(
        call.text.as_deref(),
        Some("[A message that could not be shown]")
    );
    let (id, time) = (call.channel.message_id, call.channel.time);
    assert_eq!(id.unwrap().as_str(), "wamid.1");
    assert_eq!(time.timestamp(), 1_795_166_040);
    assert_eq!(call.channel.from.nickname.as_deref(), Some("Robin Example"));
    let raw = &call.metadata["waRaw"];
    assert!(raw.contains("canary") && raw.chars().count() == 4_000);
}

#[test]
fn why_a_message_is_not_passed_on_is_told() {
    let errors = json!({"errors": [{"code": 131_051, "title": "Message type unknown",
                                    "error_data": {"details": "Not supported"}}]});

    let call = inbound_message(with(message("unsupported", json!({})), errors));

    assert_eq!(
        call.text.as_deref(),
        Some("[A message that WhatsApp does not pass on (Not supported)]")
    );
    assert_eq!(call.metadata["waErrorCode"], "131051");
}

#[test]
fn metadata_is_cut_to_its_limit() {
    let context = json!({"context": {"id": "w".repeat(5_000)}});

    let call = inbound_message(with(message("text", json!({"body": "a"})), context));

    assert_eq!(call.metadata["waRefersTo"].chars().count(), 1_000);
}

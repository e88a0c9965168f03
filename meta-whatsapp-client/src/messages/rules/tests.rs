use serde_json::{Value, json};

use crate::id::MessageId;
use crate::messages::{Location, Message, ReadReceipt, SendRequest, samples::samples};

fn message(content: Value) -> Message {
    let mut body = json!({ "messaging_product": "whatsapp", "to": "+12025550147" });
    let fields = body.as_object_mut().expect("it is an object");
    fields.extend(content.as_object().expect("so is this").clone());
    serde_json::from_value(body).expect("it can be read")
}

fn interactive(interactive: &Value) -> Message {
    message(json!({ "type": "interactive", "interactive": interactive }))
}

fn template(components: &Value) -> Message {
    message(json!({ "type": "template", "template": {
        "name": "visit", "language": { "code": "en" }, "components": components,
    } }))
}

#[track_caller]
fn expect_refused(message: &Message, field: &str) {
    let error = message.check().expect_err(field);
    assert_eq!(error.field(), field, "{error}");
}

#[test]
fn every_kind_of_message_keeps_the_rules_and_limits() {
    for sample in samples() {
        let message: Message = serde_json::from_value(sample.clone()).expect("it can be read");
        assert_eq!(message.check(), Ok(()), "{sample}");
    }
}

#[test]
fn buttons_have_ids_and_titles_of_their_own() {
    let buttons = |pairs: [(&str, &str); 2]| Message::buttons("+12025550147", "body", pairs);
    expect_refused(
        &buttons([("a", "A"), ("a", "B")]),
        "interactive.action.buttons[1].reply.id",
    );
    expect_refused(
        &buttons([("a", "A"), ("b", "A")]),
        "interactive.action.buttons[1].reply.title",
    );
}

#[test]
fn a_list_has_a_text_header_titles_and_ids_of_their_own() {
    let list = |sections: Value| {
        json!({
            "type": "list", "body": { "text": "body" },
            "action": { "button": "Choose", "sections": sections },
        })
    };
    let rows = |id: &str| json!([{ "id": id, "title": "a" }]);
    let mut with_image = list(json!([{ "rows": rows("1") }]));
    assert_eq!(interactive(&with_image).check(), Ok(()));

    with_image["header"] = json!({ "type": "image", "image": { "id": "300" } });
    expect_refused(&interactive(&with_image), "interactive.header.type");
    expect_refused(
        &interactive(&list(
            json!([{ "title": "a", "rows": rows("1") }, { "rows": rows("2") }]),
        )),
        "interactive.action.sections[1].title",
    );
    expect_refused(
        &interactive(&list(json!([
            { "title": "a", "rows": rows("1") }, { "title": "b", "rows": rows("1") },
        ]))),
        "interactive.action.sections[1].rows[0].id",
    );
}

#[test]
fn a_product_list_needs_a_text_header_and_titles() {
    let products = |header: Value, sections: Value| {
        interactive(&json!({
            "type": "product_list", "header": header, "body": { "text": "body" },
            "action": { "catalog_id": "800", "sections": sections },
        }))
    };
    let items = json!({ "product_items": [{ "product_retailer_id": "sku-1" }] });
    let image = json!({ "type": "image", "image": { "id": "300" } });
    expect_refused(&products(image, json!([items])), "interactive.header.type");
    let text = json!({ "type": "text", "text": "a" });
    expect_refused(
        &products(text, json!([items, items])),
        "interactive.action.sections[0].title",
    );
}

#[test]
fn the_cards_of_a_carousel_are_alike() {
    let url = json!({ "name": "cta_url", "parameters": { "display_text": "a", "url": "b" } });
    let reply = json!({ "type": "quick_reply", "quick_reply": { "id": "a", "title": "A" } });
    let image = json!({ "type": "image", "image": { "id": "300" } });
    let text = json!({ "type": "text", "text": "a" });
    let carousel = |cards: [(&Value, Value); 2]| {
        let cards = cards.map(|(header, action)| {
            json!({ "card_index": 0, "type": "cta_url", "header": header, "action": action })
        });
        interactive(&json!({
            "type": "carousel", "body": { "text": "body" }, "action": { "cards": cards },
        }))
    };
    let two = json!({ "buttons": [reply, reply] });
    let one = json!({ "buttons": [reply] });
    assert_eq!(
        carousel([(&image, url.clone()), (&image, url.clone())]).check(),
        Ok(())
    );
    expect_refused(
        &carousel([(&image, url.clone()), (&image, one.clone())]),
        "interactive.action.cards[1].action",
    );
    expect_refused(
        &carousel([(&image, two), (&image, one)]),
        "interactive.action.cards[1].action",
    );
    expect_refused(
        &carousel([(&image, url.clone()), (&text, url)]),
        "interactive.action.cards[1].header",
    );
}

#[test]
fn saved_addresses_and_errors_exclude_each_other() {
    let form = json!({
        "type": "address_message", "body": { "text": "body" },
        "action": { "name": "address_message", "parameters": {
            "country": "IN", "saved_addresses": [{ "id": "1", "value": {} }],
            "validation_errors": { "city": "unknown" },
        } },
    });
    expect_refused(
        &interactive(&form),
        "interactive.action.parameters.saved_addresses",
    );
}

#[test]
fn a_parameter_fits_its_component() {
    let payload = json!({ "type": "payload", "payload": "a" });
    let text = json!({ "type": "text", "text": "a" });
    let image = json!({ "type": "image", "image": { "id": "300" } });
    let at = "template.components[0].parameters[0].type";
    for (kind, parameter) in [("header", &payload), ("body", &payload), ("body", &image)] {
        let components = json!([{ "type": kind, "parameters": [parameter] }]);
        expect_refused(&template(&components), at);
    }
    for (sub_type, parameter) in [
        ("copy_code", &text),
        ("flow", &text),
        ("CATALOG", &text),
        ("mpm", &payload),
        ("url", &payload),
        ("quick_reply", &image),
    ] {
        let button = json!({
            "type": "button", "sub_type": sub_type, "index": 0, "parameters": [parameter],
        });
        expect_refused(&template(&json!([button])), at);
        let carousel = json!([{ "type": "carousel", "cards": [
            { "card_index": 0, "components": [button] },
        ] }]);
        expect_refused(
            &template(&carousel),
            "template.components[0].cards[0].components[0].parameters[0].type",
        );
    }
}

#[test]
fn buttons_and_cards_of_a_template_have_places_of_their_own() {
    let button = |index: u32| json!({ "type": "button", "sub_type": "url", "index": index });
    let card =
        |index: u32, components: Value| json!({ "card_index": index, "components": components });
    let carousel = |cards: Value| template(&json!([{ "type": "carousel", "cards": cards }]));
    expect_refused(
        &template(&json!([button(0), button(1), button(0)])),
        "template.components[2].index",
    );
    expect_refused(
        &carousel(json!([card(0, json!([button(0), button(0)]))])),
        "template.components[0].cards[0].components[1].index",
    );
    expect_refused(
        &carousel(json!([card(0, json!([])), card(0, json!([]))])),
        "template.components[0].cards[1].card_index",
    );
    let alike = json!([card(0, json!([button(0)])), card(1, json!([button(0)]))]);
    assert_eq!(carousel(alike).check(), Ok(()));
}

#[test]
fn all_parameters_have_names_or_none_has() {
    let parameters = json!([
        { "type": "text", "parameter_name": "a", "text": "a" }, { "type": "text", "text": "b" },
    ]);
    expect_refused(
        &template(&json!([{ "type": "body", "parameters": parameters }])),
        "template.components[0].parameters[1].parameter_name",
    );
}

#[test]
fn the_button_of_a_flow_has_no_emoji() {
    let flow = |flow_cta: &str| {
        interactive(
            &json!({ "type": "flow", "body": { "text": "body" }, "action": {
            "name": "flow",
            "parameters": { "flow_message_version": "3", "flow_id": "1", "flow_cta": flow_cta },
        } }),
        )
    };
    assert_eq!(flow("Começar já").check(), Ok(()));
    for emoji in ["Start 🚀", "Start ✅", "Start ⌚", "Start ⏰", "Start ⭐"] {
        expect_refused(&flow(emoji), "interactive.action.parameters.flow_cta");
    }
}

#[test]
fn a_reaction_is_no_reply() {
    let id = MessageId::new("wamid.1");
    let reaction = Message::reaction("+12025550147", id.clone(), "👍").in_reply_to(id);
    expect_refused(&reaction, "context");
}

#[test]
fn a_place_that_is_no_number_is_refused() {
    let nowhere = Message::new("+12025550147", Location::new(f64::NAN, 0.0));
    assert!(nowhere.check().is_err());
}

#[test]
fn a_receipt_names_a_message() {
    let receipt = SendRequest::ReadReceipt(ReadReceipt::new(MessageId::new("")));
    assert_eq!(
        receipt.check().expect_err("it is empty").field(),
        "message_id"
    );
}

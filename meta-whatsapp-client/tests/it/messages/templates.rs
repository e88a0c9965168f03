//! The components of a template, made with the constructors.

use chrono::{DateTime, Utc};
use meta_whatsapp_client::messages::{
    Image, MediaSource, Message, Parameter, ParameterValue, ProductSection, Template,
    TemplateComponent,
};
use serde_json::{Value, json};

use super::TO;

fn every_component() -> Template {
    let ends: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();
    let products = [ProductSection::new("Bread", ["sku-1"])];
    let data = json!({ "any": "thing" }).as_object().cloned();
    Template::new("visit", "en_US")
        .with(TemplateComponent::header(ParameterValue::Image(
            Image::new(MediaSource::link("https://example.com/a.png")),
        )))
        .with(TemplateComponent::body([
            Parameter::named("first_name", "Robin"),
            Parameter::named("time", "10:00"),
        ]))
        .with(TemplateComponent::limited_time_offer(ends))
        .with(TemplateComponent::quick_reply(0, "yes"))
        .with(TemplateComponent::url(1, "v/1"))
        .with(TemplateComponent::copy_code(2, "SAVE25"))
        .with(TemplateComponent::flow(3, Some("token".to_owned()), data))
        .with(TemplateComponent::catalog(4, "sku-1"))
        .with(TemplateComponent::mpm(5, "sku-1", products))
        .with(TemplateComponent::carousel([
            vec![TemplateComponent::body(["first"])],
            vec![TemplateComponent::body(["second"])],
        ]))
}

#[test]
fn every_component_of_a_template_is_written_as_documented() {
    let button = |sub_type: &str, index: &str, parameter: Value| {
        json!({
            "type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter],
        })
    };
    let card = |index: u32, text: &str| {
        json!({ "card_index": index, "components": [
            { "type": "body", "parameters": [{ "type": "text", "text": text }] },
        ] })
    };
    let message = Message::new(TO, every_component());

    let written = serde_json::to_value(&message).unwrap();

    message.check().unwrap();
    assert_eq!(
        written["template"]["components"],
        json!([
            { "type": "header", "parameters": [
                { "type": "image", "image": { "link": "https://example.com/a.png" } },
            ] },
            { "type": "body", "parameters": [
                { "type": "text", "parameter_name": "first_name", "text": "Robin" },
                { "type": "text", "parameter_name": "time", "text": "10:00" },
            ] },
            { "type": "limited_time_offer", "parameters": [
                { "type": "limited_time_offer", "limited_time_offer": {
                    "expiration_time_ms": 1_796_119_200_000_i64,
                } },
            ] },
            button("quick_reply", "0", json!({ "type": "payload", "payload": "yes" })),
            button("url", "1", json!({ "type": "text", "text": "v/1" })),
            button("copy_code", "2", json!({ "type": "coupon_code", "coupon_code": "SAVE25" })),
            button("flow", "3", json!({ "type": "action", "action": {
                "flow_token": "token", "flow_action_data": { "any": "thing" },
            } })),
            button("catalog", "4", json!({ "type": "action", "action": {
                "thumbnail_product_retailer_id": "sku-1",
            } })),
            button("mpm", "5", json!({ "type": "action", "action": {
                "thumbnail_product_retailer_id": "sku-1", "sections": [
                    { "title": "Bread", "product_items": [{ "product_retailer_id": "sku-1" }] },
                ],
            } })),
            { "type": "carousel", "cards": [card(0, "first"), card(1, "second")] },
        ])
    );
}

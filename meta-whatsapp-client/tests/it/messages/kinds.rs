//! Every kind of message, made with the constructors, as the fake receives it.

use meta_whatsapp_client::{
    CatalogId, FlowId, MessageId,
    fake::FakeWhatsApp,
    messages::{
        AddressMessage, Amount, CallPermissionRequest, Carousel, CarouselCard, CarouselCardAction,
        CatalogMessage, Contact, ContactName, Content, CtaUrl, CtaUrlParameters, Document, Flow,
        FlowParameters, Image, List, ListRow, ListSection, LocationRequest, MediaSource, Message,
        Order, OrderDetails, OrderDetailsParameters, OrderItem, OrderState, OrderStatus, Product,
        ProductList, ProductSection, Reaction, ReplyButton, RequestContactInfo, VoiceCall,
    },
};
use serde_json::{Value, json};

use super::{TO, bodies, from};

/// The message as the fake received it, without what all have.
async fn sent(whatsapp: &FakeWhatsApp, message: &Message) -> Value {
    let client = whatsapp.client();
    client.messages(&from()).send(message).await.unwrap();
    let mut body = bodies(whatsapp).pop().unwrap();
    let fields = body.as_object_mut().unwrap();
    assert_eq!(fields.remove("messaging_product"), Some(json!("whatsapp")));
    assert_eq!(fields.remove("recipient_type"), Some(json!("individual")));
    assert_eq!(fields.remove("to"), Some(json!(TO)));
    body
}

async fn expect_sent(content: impl Into<Content>, expected: Value) {
    let whatsapp = FakeWhatsApp::start().await;
    let content = content.into();
    let kind = content.kind();
    let body = sent(&whatsapp, &Message::new(TO, content)).await;
    assert_eq!(body, json!({ "type": kind, kind: expected }));
}

fn picture() -> MediaSource {
    MediaSource::link("https://example.com/a.png")
}

#[tokio::test]
async fn the_common_message_is_one_line() {
    let whatsapp = FakeWhatsApp::start().await;
    let id = MessageId::new("wamid.1");
    for (message, expected) in [
        (
            Message::text(TO, "hi"),
            json!({ "type": "text", "text": { "body": "hi" } }),
        ),
        (
            Message::image(TO, picture()),
            json!({ "type": "image", "image": { "link": "https://example.com/a.png" } }),
        ),
        (
            Message::video(TO, picture()),
            json!({ "type": "video", "video": { "link": "https://example.com/a.png" } }),
        ),
        (
            Message::audio(TO, picture()),
            json!({ "type": "audio", "audio": { "link": "https://example.com/a.png" } }),
        ),
        (
            Message::sticker(TO, picture()),
            json!({ "type": "sticker", "sticker": { "link": "https://example.com/a.png" } }),
        ),
        (
            Message::document(TO, picture(), "a.png"),
            json!({ "type": "document", "document": {
                "link": "https://example.com/a.png", "filename": "a.png",
            } }),
        ),
        (
            Message::location(TO, 41.9, 12.5),
            json!({ "type": "location", "location": { "latitude": 41.9, "longitude": 12.5 } }),
        ),
        (
            Message::contacts(TO, [Contact::new(ContactName::new("Robin Example"))]),
            json!({ "type": "contacts", "contacts": [
                { "name": { "formatted_name": "Robin Example" } },
            ] }),
        ),
        (
            Message::reaction(TO, id.clone(), "👍"),
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.1", "emoji": "👍" } }),
        ),
        (
            Message::new(TO, Reaction::remove(id.clone())),
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.1", "emoji": "" } }),
        ),
        (
            Message::template(TO, "hello_world", "en_US"),
            json!({ "type": "template", "template": {
                "name": "hello_world", "language": { "code": "en_US" },
            } }),
        ),
        (
            Message::text(TO, "hi")
                .in_reply_to(id)
                .with_callback_data("item-1"),
            json!({
                "type": "text", "text": { "body": "hi" },
                "context": { "message_id": "wamid.1" }, "biz_opaque_callback_data": "item-1",
            }),
        ),
    ] {
        assert_eq!(sent(&whatsapp, &message).await, expected);
    }
}

#[tokio::test]
async fn files_have_captions_and_names() {
    expect_sent(
        Image::new(picture()).with_caption("a"),
        json!({ "link": "https://example.com/a.png", "caption": "a" }),
    )
    .await;
    expect_sent(
        Document::new(picture())
            .with_caption("a")
            .with_filename("b"),
        json!({ "link": "https://example.com/a.png", "caption": "a", "filename": "b" }),
    )
    .await;
}

#[tokio::test]
async fn buttons_and_lists_offer_answers() {
    let whatsapp = FakeWhatsApp::start().await;
    let body = sent(&whatsapp, &Message::buttons(TO, "body", [("yes", "Yes")])).await;
    assert_eq!(
        body["interactive"],
        json!({ "type": "button", "body": { "text": "body" }, "action": { "buttons": [
            { "type": "reply", "reply": { "id": "yes", "title": "Yes" } },
        ] } })
    );
    let mut list = List::new(
        "body",
        "Choose",
        [ListSection::new("Morning", [ListRow::new("10", "10:00")])],
    );
    list.header = Some("When?".into());
    list.footer = Some("all times local".to_owned());
    expect_sent(
        list,
        json!({
            "type": "list", "header": { "type": "text", "text": "When?" },
            "body": { "text": "body" }, "footer": { "text": "all times local" },
            "action": { "button": "Choose", "sections": [
                { "title": "Morning", "rows": [{ "id": "10", "title": "10:00" }] },
            ] },
        }),
    )
    .await;
}

#[tokio::test]
async fn buttons_lead_to_urls_and_flows() {
    expect_sent(
        CtaUrl::new("body", "See it", "https://example.com/v/1"),
        json!({ "type": "cta_url", "body": { "text": "body" }, "action": {
            "name": "cta_url",
            "parameters": { "display_text": "See it", "url": "https://example.com/v/1" },
        } }),
    )
    .await;
    expect_sent(
        Flow::new(
            "body",
            FlowParameters::new(FlowId::new("700").into(), "Start"),
        ),
        json!({ "type": "flow", "body": { "text": "body" }, "action": {
            "name": "flow",
            "parameters": { "flow_message_version": "3", "flow_id": "700", "flow_cta": "Start" },
        } }),
    )
    .await;
}

#[tokio::test]
async fn requests_ask_for_location_contact_address_and_calls() {
    expect_sent(
        LocationRequest::new("body"),
        json!({ "type": "location_request_message", "body": { "text": "body" },
                "action": { "name": "send_location" } }),
    )
    .await;
    expect_sent(
        RequestContactInfo::new("body"),
        json!({ "type": "request_contact_info", "body": { "text": "body" },
                "action": { "name": "request_contact_info" } }),
    )
    .await;
    expect_sent(
        AddressMessage::new("body", "IN"),
        json!({ "type": "address_message", "body": { "text": "body" },
                "action": { "name": "address_message", "parameters": { "country": "IN" } } }),
    )
    .await;
    expect_sent(
        CallPermissionRequest::new("body"),
        json!({ "type": "call_permission_request", "body": { "text": "body" },
                "action": { "name": "call_permission_request" } }),
    )
    .await;
    expect_sent(
        VoiceCall::new("body"),
        json!({ "type": "voice_call", "body": { "text": "body" },
                "action": { "name": "voice_call" } }),
    )
    .await;
}

#[tokio::test]
async fn catalogs_show_products() {
    let catalog = || CatalogId::new("800");
    expect_sent(
        Product::new(catalog(), "sku-1"),
        json!({ "type": "product",
                "action": { "catalog_id": "800", "product_retailer_id": "sku-1" } }),
    )
    .await;
    expect_sent(
        ProductList::new(
            "header",
            "body",
            catalog(),
            [ProductSection::new("Bread", ["sku-1"])],
        ),
        json!({
            "type": "product_list", "header": { "type": "text", "text": "header" },
            "body": { "text": "body" },
            "action": { "catalog_id": "800", "sections": [
                { "title": "Bread", "product_items": [{ "product_retailer_id": "sku-1" }] },
            ] },
        }),
    )
    .await;
    expect_sent(
        CatalogMessage::new("body", "sku-1"),
        json!({ "type": "catalog_message", "body": { "text": "body" }, "action": {
            "name": "catalog_message",
            "parameters": { "thumbnail_product_retailer_id": "sku-1" },
        } }),
    )
    .await;
}

#[tokio::test]
async fn a_carousel_counts_its_cards() {
    let card = || {
        let replies = vec![ReplyButton::new("yes", "Yes")];
        CarouselCard::new(
            Image::new(picture()),
            CarouselCardAction::QuickReplies(replies),
        )
    };
    let header = json!({ "type": "image", "image": { "link": "https://example.com/a.png" } });
    let buttons = json!({ "buttons": [
        { "type": "quick_reply", "quick_reply": { "id": "yes", "title": "Yes" } },
    ] });
    expect_sent(
        Carousel::new("body", [card(), card()]),
        json!({ "type": "carousel", "body": { "text": "body" }, "action": { "cards": [
            { "card_index": 0, "type": "cta_url", "header": header, "action": buttons },
            { "card_index": 1, "type": "cta_url", "header": header, "action": buttons },
        ] } }),
    )
    .await;
    let link = || CarouselCard {
        body: Some("card".to_owned()),
        ..CarouselCard::new(
            Image::new(picture()),
            CarouselCardAction::CtaUrl(CtaUrlParameters::new("See it", "https://example.com")),
        )
    };
    let action = json!({ "name": "cta_url", "parameters": {
        "display_text": "See it", "url": "https://example.com",
    } });
    let body = json!({ "text": "card" });
    expect_sent(
        Carousel::new("body", [link(), link()]),
        json!({ "type": "carousel", "body": { "text": "body" }, "action": { "cards": [
            { "card_index": 0, "type": "cta_url", "header": header, "body": body, "action": action },
            { "card_index": 1, "type": "cta_url", "header": header, "body": body, "action": action },
        ] } }),
    )
    .await;
}

#[tokio::test]
async fn orders_are_asked_to_be_paid_and_told_about() {
    let amount = Amount {
        value: 1500,
        offset: 100,
    };
    let order = Order::pending([OrderItem::new("bread", amount, 2)], amount);
    let parameters = OrderDetailsParameters {
        payment_type: Some("upi".to_owned()),
        payment_configuration: Some("shop".to_owned()),
        ..OrderDetailsParameters::new("order-1", "INR", amount, order)
    };
    let amount = json!({ "value": 1500, "offset": 100 });
    expect_sent(
        OrderDetails::new("body", parameters),
        json!({ "type": "order_details", "body": { "text": "body" }, "action": {
            "name": "review_and_pay", "parameters": {
                "reference_id": "order-1", "type": "physical-goods", "payment_type": "upi",
                "payment_configuration": "shop", "currency": "INR", "total_amount": amount,
                "order": {
                    "status": "pending", "subtotal": amount,
                    "items": [{ "name": "bread", "amount": amount, "quantity": 2 }],
                },
            },
        } }),
    )
    .await;
    expect_sent(
        OrderStatus::new("body", "order-1", OrderState::Shipped),
        json!({ "type": "order_status", "body": { "text": "body" }, "action": {
            "name": "review_order",
            "parameters": { "reference_id": "order-1", "order": { "status": "shipped" } },
        } }),
    )
    .await;
}

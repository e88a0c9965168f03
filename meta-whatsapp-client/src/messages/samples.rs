//! Messages with every field, as Meta writes them; made up from the documented shapes.

use serde_json::{Map, Value, json};

/// Every kind of message, each with all its fields.
pub(super) fn samples() -> Vec<Value> {
    let mut samples = contents();
    samples.extend(
        interactive()
            .into_iter()
            .map(|interactive| json!({ "type": "interactive", "interactive": interactive })),
    );
    samples.extend(
        templates()
            .into_iter()
            .map(|template| json!({ "type": "template", "template": template })),
    );
    samples.extend(recipients());
    samples.into_iter().map(complete).collect()
}

/// What all messages have, unless the sample says otherwise.
fn complete(sample: Value) -> Value {
    let mut message = json!({ "messaging_product": "whatsapp" });
    let Value::Object(sample) = sample else {
        panic!("a sample is an object")
    };
    if !sample.contains_key("to") && !sample.contains_key("recipient") {
        message["recipient_type"] = json!("individual");
        message["to"] = json!("+12025550147");
    }
    let fields = message.as_object_mut().expect("it is an object");
    fields.extend(sample);
    message
}

fn recipients() -> Vec<Value> {
    let text = json!({ "body": "Good morning" });
    vec![
        json!({
            "recipient_type": "individual", "recipient": "US.00000000000000000001",
            "type": "text", "text": text,
        }),
        json!({
            "recipient_type": "individual", "to": "+12025550147",
            "recipient": "US.00000000000000000001", "type": "text", "text": text,
        }),
        json!({ "recipient_type": "group", "to": "group-1", "type": "text", "text": text }),
        json!({ "to": "+12025550147", "text": text }),
    ]
}

fn contents() -> Vec<Value> {
    vec![
        json!({
            "type": "text", "text": { "body": "Good morning", "preview_url": false },
            "context": { "message_id": "wamid.1" },
            "biz_opaque_callback_data": "item-1", "recipient_identity_key_hash": "hash",
        }),
        json!({ "type": "image", "image": { "id": "300", "caption": "a" } }),
        json!({ "type": "image", "image": { "link": "https://example.com/a.png" } }),
        json!({ "type": "video", "video": { "id": "300", "caption": "a" } }),
        json!({ "type": "video", "video": { "link": "https://example.com/a.mp4" } }),
        json!({ "type": "document", "document": { "id": "300", "caption": "a", "filename": "a.pdf" } }),
        json!({ "type": "document", "document": { "link": "https://example.com/a.pdf" } }),
        json!({ "type": "audio", "audio": { "id": "300", "voice": true } }),
        json!({ "type": "audio", "audio": { "link": "https://example.com/a.ogg" } }),
        json!({ "type": "sticker", "sticker": { "id": "300" } }),
        json!({ "type": "sticker", "sticker": { "link": "https://example.com/a.webp" } }),
        json!({ "type": "location", "location": {
            "latitude": 41.9, "longitude": -12.5, "name": "Rome", "address": "Via 1",
        } }),
        json!({ "type": "contacts", "contacts": [{
            "name": {
                "formatted_name": "Robin Example", "first_name": "Robin", "last_name": "Example",
                "middle_name": "M", "suffix": "Jr", "prefix": "Dr",
            },
            "phones": [{ "phone": "+12025550147", "wa_id": "12025550147", "type": "HOME" }],
            "emails": [{ "email": "robin@example.com", "type": "WORK" }],
            "addresses": [{
                "street": "1 Way", "city": "Rome", "state": "RM", "zip": "00100",
                "country": "Italy", "country_code": "it", "type": "HOME",
            }],
            "urls": [{ "url": "https://example.com", "type": "WORK" }],
            "org": { "company": "Example", "department": "Care", "title": "Nurse" },
            "birthday": "1980-01-31",
        }] }),
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.1", "emoji": "👍" } }),
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.1", "emoji": "" } }),
    ]
}

fn interactive() -> Vec<Value> {
    let all = |kind: &str, header: Value, action: Value| {
        json!({
            "type": kind, "header": header, "body": { "text": "body" },
            "footer": { "text": "footer" }, "action": action,
        })
    };
    let text = json!({ "type": "text", "text": "header", "sub_text": "below" });
    let image = json!({ "type": "image", "image": {
        "link": "https://example.com/a.png", "caption": "a",
    } });
    let video = json!({ "type": "video", "video": { "id": "300" } });
    let document = json!({ "type": "document", "document": { "id": "300", "filename": "a.pdf" } });
    let body_and = |kind: &str, action: Value| json!({ "type": kind, "body": { "text": "body" }, "action": action });
    let reply = json!({ "type": "reply", "reply": { "id": "yes", "title": "Yes" } });
    let flow = |mode: &str, by: &str| {
        let mut parameters = json!({
            "flow_message_version": "3", "flow_cta": "Start", "flow_token": "t", "mode": mode,
            "flow_action": "navigate",
            "flow_action_payload": { "screen": "FIRST", "data": { "any": [1, { "thing": null }] } },
        });
        parameters[by] = json!("700");
        json!({ "name": "flow", "parameters": parameters })
    };
    vec![
        all("button", document, json!({ "buttons": [reply] })),
        all(
            "list",
            text.clone(),
            json!({ "button": "Choose", "sections": [
            { "title": "Morning", "rows": [{ "id": "10", "title": "10:00", "description": "free" }] },
        ] }),
        ),
        all(
            "cta_url",
            video.clone(),
            json!({ "name": "cta_url", "parameters": {
            "display_text": "See it", "url": "https://example.com/v/1",
        } }),
        ),
        body_and(
            "location_request_message",
            json!({ "name": "send_location" }),
        ),
        all("flow", text.clone(), flow("published", "flow_id")),
        all("flow", text.clone(), flow("draft", "flow_name")),
        json!({
            "type": "product", "body": { "text": "body" }, "footer": { "text": "footer" },
            "action": { "catalog_id": "800", "product_retailer_id": "sku-1" },
        }),
        all(
            "product_list",
            text.clone(),
            json!({ "catalog_id": "800", "sections": [
            { "title": "Bread", "product_items": [{ "product_retailer_id": "sku-1" }] },
        ] }),
        ),
        json!({
            "type": "catalog_message", "body": { "text": "body" }, "footer": { "text": "footer" },
            "action": { "name": "catalog_message", "parameters": {
                "thumbnail_product_retailer_id": "sku-1",
            } },
        }),
        body_and(
            "carousel",
            cards(
                &image,
                &json!({ "name": "cta_url", "parameters": {
            "display_text": "See it", "url": "https://example.com/v/1",
        } }),
            ),
        ),
        body_and(
            "carousel",
            cards(
                &video,
                &json!({ "buttons": [
            { "type": "quick_reply", "quick_reply": { "id": "yes", "title": "Yes" } },
        ] }),
            ),
        ),
        body_and(
            "carousel",
            json!({ "cards": [
            { "card_index": 0, "type": "product",
              "action": { "catalog_id": "800", "product_retailer_id": "sku-1" } },
            { "card_index": 1, "type": "product",
              "action": { "catalog_id": "800", "product_retailer_id": "sku-2" } },
        ] }),
        ),
        all(
            "address_message",
            text,
            json!({ "name": "address_message", "parameters": {
            "country": "IN", "values": address(), "validation_errors": { "in_pin_code": "unknown" },
        } }),
        ),
        body_and(
            "address_message",
            json!({ "name": "address_message", "parameters": {
            "country": "IN", "saved_addresses": [{ "id": "home", "value": address() }],
        } }),
        ),
        body_and("catalog_message", json!({ "name": "catalog_message" })),
        body_and(
            "request_contact_info",
            json!({ "name": "request_contact_info" }),
        ),
        all(
            "order_details",
            image.clone(),
            json!({
                "name": "review_and_pay", "parameters": order_details(),
            }),
        ),
        json!({ "type": "order_details", "order_details": {
            "header": { "type": "image", "image": {
                "link": "https://example.com/a.png", "caption": "a", "provider": { "name": "stock" },
            } },
            "body": { "text": "body" }, "footer": { "text": "footer" }, "action": order_details(),
        } }),
        json!({
            "type": "order_status", "body": { "text": "body" }, "footer": { "text": "footer" },
            "action": { "name": "review_order", "parameters": {
                "reference_id": "order-1",
                "order": { "status": "partially_shipped", "description": "one is missing" },
                "payment": { "status": "captured", "timestamp": 1_796_119_200 },
            } },
        }),
        body_and(
            "call_permission_request",
            json!({ "name": "call_permission_request" }),
        ),
        body_and(
            "voice_call",
            json!({ "name": "voice_call", "parameters": {
            "display_text": "Call us", "ttl_minutes": 100, "payload": "order-1",
        } }),
        ),
        body_and("voice_call", json!({ "name": "voice_call" })),
    ]
}

fn cards(header: &Value, action: &Value) -> Value {
    let card = |index: u32| {
        json!({
            "card_index": index, "type": "cta_url", "header": header,
            "body": { "text": "card" }, "action": action,
        })
    };
    json!({ "cards": [card(0), card(1)] })
}

fn address() -> Value {
    let names = [
        "name",
        "phone_number",
        "in_pin_code",
        "house_number",
        "floor_number",
        "tower_number",
        "building_name",
        "address",
        "landmark_area",
        "city",
        "state",
    ];
    names
        .into_iter()
        .map(|name| (name.to_owned(), json!("1")))
        .collect::<Map<_, _>>()
        .into()
}

fn order_details() -> Value {
    let amount = json!({ "value": 1500, "offset": 100 });
    let charge = json!({
        "value": 100, "offset": 100, "description": "why", "discount_program_name": "summer",
    });
    json!({
        "reference_id": "order-1", "type": "physical-goods", "payment_type": "upi",
        "payment_configuration": "shop", "currency": "INR", "total_amount": amount,
        "payment_settings": [
            { "type": "payment_gateway", "payment_gateway": {
                "type": "razorpay", "configuration_name": "shop",
                "razorpay": { "receipt": "r-1", "notes": { "any": "thing" } },
            } },
            { "type": "upi_intent_link", "upi_intent_link": { "link": "upi://pay?pa=example" } },
            { "type": "payment_link", "payment_link": { "uri": "https://example.com/pay" } },
            { "type": "pix_dynamic_code", "pix_dynamic_code": {
                "code": "000201", "merchant_name": "Example", "key": "k", "key_type": "EVP",
            } },
            { "type": "boleto", "boleto": { "digitable_line": "03399" } },
            { "type": "offsite_card_pay", "offsite_card_pay": {
                "last_four_digits": "4242", "credential_id": "card-1",
            } },
        ],
        "order": {
            "status": "pending", "type": "quick_pay", "catalog_id": "800",
            "items": [{
                "retailer_id": "sku-1", "name": "bread", "amount": amount, "sale_amount": amount,
                "quantity": 2, "image": { "link": "https://example.com/a.png" },
                "country_of_origin": "Italy", "importer_name": "Example", "importer_address": {
                    "address_line1": "1 Way", "address_line2": "left", "city": "Pune",
                    "zone_code": "MH", "postal_code": "411001", "country_code": "IN",
                },
            }],
            "subtotal": amount, "tax": charge, "shipping": charge, "discount": charge,
            "expiration": { "timestamp": "1796119200", "description": "too late" },
        },
        "beneficiaries": [{
            "name": "Robin Example", "address_line1": "1 Way", "address_line2": "left",
            "city": "Pune", "state": "Maharashtra", "country": "India", "postal_code": "411001",
        }],
    })
}

fn templates() -> Vec<Value> {
    let body = json!({ "type": "body", "parameters": [
        { "type": "text", "text": "Robin" },
        { "type": "currency", "currency": {
            "fallback_value": "$1", "code": "USD", "amount_1000": 1000,
        } },
        { "type": "date_time", "date_time": {
            "fallback_value": "February 25, 1977", "day_of_week": 5, "year": 1977, "month": 2,
            "day_of_month": 25, "hour": 15, "minute": 33, "calendar": "GREGORIAN",
        } },
    ] });
    let named = json!({ "type": "body", "parameters": [
        { "type": "text", "parameter_name": "first_name", "text": "Robin" },
    ] });
    let header = |parameter: Value| json!({ "type": "header", "parameters": [parameter] });
    let button = |sub_type: &str, index: u32, parameter: Value| {
        json!({
            "type": "button", "sub_type": sub_type, "index": index.to_string(),
            "parameters": [parameter],
        })
    };
    let quick_reply = button(
        "quick_reply",
        0,
        json!({ "type": "payload", "payload": "yes" }),
    );
    let url = button("url", 1, json!({ "type": "text", "text": "v/1" }));
    let action = |action: Value| json!({ "type": "action", "action": action });
    let flow = action(json!({ "flow_token": "t", "flow_action_data": { "any": ["thing"] } }));
    let catalog = action(json!({ "thumbnail_product_retailer_id": "sku-1" }));
    let mpm = action(
        json!({ "thumbnail_product_retailer_id": "sku-1", "sections": [
        { "title": "Bread", "product_items": [{ "product_retailer_id": "sku-1" }] },
    ] }),
    );
    let order = action(json!({ "order_details": order_details() }));
    let image = json!({ "type": "image", "image": {
        "link": "https://example.com/a.png", "caption": "a",
    } });
    let video = json!({ "type": "video", "video": { "id": "300" } });
    let template = |components: Vec<Value>| {
        json!({
            "name": "visit", "language": { "code": "en_US", "policy": "deterministic" },
            "components": components,
        })
    };
    vec![
        json!({ "name": "hello_world", "language": { "code": "en_US" } }),
        template(vec![
            header(json!({ "type": "text", "text": "Robin" })),
            body.clone(),
            quick_reply.clone(),
            url.clone(),
        ]),
        template(vec![header(image.clone()), named]),
        template(vec![header(video.clone())]),
        template(vec![header(json!({ "type": "document", "document": {
            "id": "300", "filename": "a.pdf",
        } }))]),
        template(vec![header(json!({ "type": "location", "location": {
            "latitude": 41.9, "longitude": 12.5, "name": "Rome", "address": "Via 1",
        } }))]),
        template(vec![header(json!({ "type": "product", "product": {
            "product_retailer_id": "sku-1", "catalog_id": "800",
        } }))]),
        template(vec![
            json!({ "type": "limited_time_offer", "parameters": [
                { "type": "limited_time_offer", "limited_time_offer": {
                    "expiration_time_ms": 1_796_119_200_000_u64,
                } },
            ] }),
            button(
                "copy_code",
                0,
                json!({ "type": "coupon_code", "coupon_code": "SAVE25" }),
            ),
        ]),
        template(vec![button("flow", 0, flow)]),
        template(vec![button("catalog", 0, catalog.clone())]),
        template(vec![button("CATALOG", 0, catalog)]),
        template(vec![button("mpm", 0, mpm)]),
        template(vec![button("order_details", 0, order)]),
        template(vec![
            body.clone(),
            json!({ "type": "carousel", "cards": [
                { "card_index": 0, "components": [header(image), body, quick_reply, url] },
                { "card_index": 1, "components": [header(video), body, quick_reply, url] },
            ] }),
        ]),
    ]
}

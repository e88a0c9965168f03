//! Template definitions of every documented kind: built, written, and read back.
//!
//! The shapes are those of Meta's pages on
//! [components](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components)
//! and on the single kinds of templates; the texts are ours.

use meta_whatsapp_client::{
    FlowId,
    management::{
        AppDeepLink, Button, CallButton, Component, CreateTemplate, FlowButton, Header,
        HeaderExample, HeaderText, MediaHeader, OtpButton, OtpLabels, SupportedApp,
        TemplateCategory, UrlButton,
    },
};
use serde_json::{Value, json};

fn writes_and_reads(component: Component, expected: Value) {
    assert_eq!(serde_json::to_value(&component).unwrap(), expected);
    let read: Component = serde_json::from_value(expected).unwrap();
    assert_eq!(read, component);
}

fn button(button: Button, expected: Value) {
    writes_and_reads(
        Component::buttons([button]),
        json!({"type": "BUTTONS", "buttons": [expected]}),
    );
}

#[test]
fn headers_of_every_format() {
    writes_and_reads(
        Component::header_text("Our sale"),
        json!({"type": "HEADER", "format": "TEXT", "text": "Our sale"}),
    );
    let text = |text: &str, example| {
        Component::Header(Header::Text(HeaderText {
            text: text.to_owned(),
            example: Some(example),
        }))
    };
    writes_and_reads(
        text(
            "Our {{1}} is on!",
            HeaderExample {
                header_text: vec!["Summer Sale".to_owned()],
                ..HeaderExample::default()
            },
        ),
        json!({
            "type": "HEADER", "format": "TEXT", "text": "Our {{1}} is on!",
            "example": {"header_text": ["Summer Sale"]}
        }),
    );
    writes_and_reads(
        text(
            "Our sale starts {{sale_start_date}}!",
            HeaderExample {
                header_text_named_params: vec![("sale_start_date", "December 1st").into()],
                ..HeaderExample::default()
            },
        ),
        json!({
            "type": "HEADER", "format": "TEXT", "text": "Our sale starts {{sale_start_date}}!",
            "example": {"header_text_named_params": [
                {"param_name": "sale_start_date", "example": "December 1st"}
            ]}
        }),
    );
    type MediaFormat = fn(MediaHeader) -> Header;
    let formats: [(MediaFormat, &str); 4] = [
        (Header::Image, "IMAGE"),
        (Header::Video, "VIDEO"),
        (Header::Gif, "GIF"),
        (Header::Document, "DOCUMENT"),
    ];
    for (header, format) in formats {
        writes_and_reads(
            Component::Header(header(MediaHeader::new("4::aW"))),
            json!({
                "type": "HEADER", "format": format, "example": {"header_handle": ["4::aW"]}
            }),
        );
    }
    for (header, format) in [(Header::Location, "LOCATION"), (Header::Product, "PRODUCT")] {
        writes_and_reads(
            Component::Header(header),
            json!({"type": "HEADER", "format": format}),
        );
    }
}

#[test]
fn bodies_with_positional_and_named_variables() {
    writes_and_reads(
        Component::body("Hello"),
        json!({"type": "BODY", "text": "Hello"}),
    );
    writes_and_reads(
        Component::body_with("Hi {{1}}, use {{2}}", ["Mark", "FALL25"]),
        json!({
            "type": "BODY", "text": "Hi {{1}}, use {{2}}",
            "example": {"body_text": [["Mark", "FALL25"]]}
        }),
    );
    writes_and_reads(
        Component::body_with_named(
            "Thank you, {{first_name}}! Order {{order_number}}.",
            [("first_name", "Robin"), ("order_number", "860198")],
        ),
        json!({
            "type": "BODY", "text": "Thank you, {{first_name}}! Order {{order_number}}.",
            "example": {"body_text_named_params": [
                {"param_name": "first_name", "example": "Robin"},
                {"param_name": "order_number", "example": "860198"}
            ]}
        }),
    );
    writes_and_reads(
        Component::authentication_body(true),
        json!({"type": "BODY", "add_security_recommendation": true}),
    );
}

#[test]
fn examples_of_a_body_are_read_in_every_documented_form() {
    for body_text in [json!([["Mark"]]), json!(["Mark"]), json!("Mark")] {
        let body = json!({"type": "body", "text": "Hi {{1}}", "example": {"body_text": body_text}});
        let read: Component = serde_json::from_value(body).unwrap();
        assert_eq!(read, Component::body_with("Hi {{1}}", ["Mark"]));
    }
}

#[test]
fn footers_offers_and_permission_requests() {
    writes_and_reads(
        Component::footer("Until May"),
        json!({"type": "FOOTER", "text": "Until May"}),
    );
    writes_and_reads(
        Component::code_expiration(10),
        json!({"type": "FOOTER", "code_expiration_minutes": 10}),
    );
    writes_and_reads(
        Component::limited_time_offer("Expiring offer!", true),
        json!({
            "type": "LIMITED_TIME_OFFER",
            "limited_time_offer": {"text": "Expiring offer!", "has_expiration": true}
        }),
    );
    writes_and_reads(
        Component::CallPermissionRequest,
        json!({"type": "CALL_PERMISSION_REQUEST"}),
    );
}

#[test]
fn buttons_of_every_kind() {
    button(
        Button::quick_reply("Stop"),
        json!({"type": "QUICK_REPLY", "text": "Stop"}),
    );
    button(
        Button::url("Help", "https://example.com/help"),
        json!({"type": "URL", "text": "Help", "url": "https://example.com/help"}),
    );
    button(
        Button::url_with("Shop", "https://example.com/shop?promo={{1}}", "summer"),
        json!({
            "type": "URL", "text": "Shop", "url": "https://example.com/shop?promo={{1}}",
            "example": ["summer"]
        }),
    );
    button(
        Button::Url(UrlButton {
            text: "Shop".to_owned(),
            url: "https://example.com".to_owned(),
            example: Vec::new(),
            app_deep_link: Some(AppDeepLink {
                meta_app_id: Some(7),
                android_deep_link: Some("example://shop".to_owned()),
                android_fallback_playstore_url: None,
            }),
        }),
        json!({
            "type": "URL", "text": "Shop", "url": "https://example.com",
            "app_deep_link": {"meta_app_id": 7, "android_deep_link": "example://shop"}
        }),
    );
    button(
        Button::phone_number("Call", "+12025550199"),
        json!({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+12025550199"}),
    );
    button(
        Button::copy_code("25OFF"),
        json!({"type": "COPY_CODE", "example": "25OFF"}),
    );
    button(
        Button::catalog("View catalog"),
        json!({"type": "CATALOG", "text": "View catalog"}),
    );
    button(
        Button::mpm("View items"),
        json!({"type": "MPM", "text": "View items"}),
    );
    button(Button::spm("View"), json!({"type": "SPM", "text": "View"}));
    button(
        Button::VoiceCall(CallButton {
            text: "Call us".to_owned(),
            ttl_minutes: Some(10_080),
        }),
        json!({"type": "VOICE_CALL", "text": "Call us", "ttl_minutes": 10_080}),
    );
    button(
        Button::RequestContactInfo,
        json!({"type": "REQUEST_CONTACT_INFO"}),
    );
}

#[test]
fn flow_buttons_by_id_name_and_json() {
    let open = || FlowButton {
        text: "Open".to_owned(),
        flow_action: Some("navigate".to_owned()),
        navigate_screen: Some("FIRST".to_owned()),
        ..FlowButton::default()
    };
    let written = |key: &str, value: &str| {
        json!({
            "type": "FLOW", "text": "Open", "flow_action": "navigate", "navigate_screen": "FIRST",
            key: value
        })
    };
    button(
        Button::flow("Open", FlowId::new("55")),
        json!({"type": "FLOW", "text": "Open", "flow_id": "55"}),
    );
    button(
        Button::Flow(FlowButton {
            flow_id: Some(FlowId::new("55")),
            ..open()
        }),
        written("flow_id", "55"),
    );
    button(
        Button::Flow(FlowButton {
            flow_name: Some("first".to_owned()),
            ..open()
        }),
        written("flow_name", "first"),
    );
    button(
        Button::Flow(FlowButton {
            flow_json: Some(r#"{"version":"5.0"}"#.to_owned()),
            ..open()
        }),
        written("flow_json", r#"{"version":"5.0"}"#),
    );
}

#[test]
fn one_time_password_buttons_of_every_type() {
    button(
        Button::Otp(OtpButton::CopyCode(OtpLabels {
            text: Some("Copy Code".to_owned()),
            ..OtpLabels::default()
        })),
        json!({"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy Code"}),
    );
    button(
        Button::Otp(OtpButton::OneTap(OtpLabels {
            text: Some("Copy Code".to_owned()),
            autofill_text: Some("Autofill".to_owned()),
            package_name: Some("com.example.app".to_owned()),
            signature_hash: Some("K8a%2FAINcGX7".to_owned()),
            ..OtpLabels::default()
        })),
        json!({
            "type": "OTP", "otp_type": "ONE_TAP", "text": "Copy Code",
            "autofill_text": "Autofill", "package_name": "com.example.app",
            "signature_hash": "K8a%2FAINcGX7"
        }),
    );
    button(
        Button::Otp(OtpButton::ZeroTap(OtpLabels {
            supported_apps: vec![SupportedApp {
                package_name: "com.example.app".to_owned(),
                signature_hash: "12345678901".to_owned(),
            }],
            zero_tap_terms_accepted: Some(true),
            ..OtpLabels::default()
        })),
        json!({
            "type": "OTP", "otp_type": "ZERO_TAP", "zero_tap_terms_accepted": true,
            "supported_apps": [
                {"package_name": "com.example.app", "signature_hash": "12345678901"}
            ]
        }),
    );
}

#[test]
fn carousels_have_cards_with_parts_of_their_own() {
    let card = |code: &str| {
        [
            Component::Header(Header::Image(MediaHeader::new("4::an"))),
            Component::buttons([
                Button::quick_reply("More like this"),
                Button::url_with("Shop", "https://example.com/{{1}}", code),
            ]),
        ]
    };
    let written = |code: &str| {
        json!({"components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::an"]}},
            {"type": "BUTTONS", "buttons": [
                {"type": "QUICK_REPLY", "text": "More like this"},
                {"type": "URL", "text": "Shop", "url": "https://example.com/{{1}}",
                 "example": [code]}
            ]}
        ]})
    };
    writes_and_reads(
        Component::carousel([card("BLUE"), card("BLACK")]),
        json!({"type": "CAROUSEL", "cards": [written("BLUE"), written("BLACK")]}),
    );
}

/// Meta's examples write kinds in both cases; we write them in capitals.
#[test]
fn kinds_in_small_letters_are_read_too() {
    let template = json!({
        "name": "limited_offer", "language": "en_US", "category": "marketing",
        "components": [
            {"type": "header", "format": "image", "example": {"header_handle": ["4::aW"]}},
            {"type": "limited_time_offer",
             "limited_time_offer": {"text": "Expiring offer!", "has_expiration": true}},
            {"type": "body", "text": "Use {{1}}", "example": {"body_text": [["CARIBE25"]]}},
            {"type": "buttons", "buttons": [
                {"type": "copy_code", "example": "CARIBE25"},
                {"type": "otp", "otp_type": "copy_code"},
                {"type": "flow", "text": "Open", "flow_id": "55"}
            ]},
            {"type": "carousel", "cards": [{"components": []}]},
            {"type": "footer", "text": "x"}
        ]
    });

    let read: CreateTemplate = serde_json::from_value(template).unwrap();

    assert_eq!(read.category, TemplateCategory::Marketing);
    let strange = |component: &Component| matches!(component, Component::Other(_));
    assert!(!read.components.iter().any(strange), "{read:?}");
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written["components"][3]["buttons"][0]["type"], "COPY_CODE");
}

#[test]
fn unknown_parts_and_buttons_are_written_as_they_were() {
    for part in [
        json!({"type": "HOLOGRAM", "depth": 3}),
        json!({"type": "BODY", "text": {"not": "a text"}}),
        json!({"type": "BUTTONS", "buttons": [
            {"type": "TELEPORT", "to": [1, 2]}, {"type": "URL", "text": "no address"}
        ]}),
    ] {
        let read: Component = serde_json::from_value(part.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), part);
    }
}

#[test]
fn an_approved_copy_code_button_is_read_as_meta_sends_it_back() {
    let sent_back = json!({"type": "COPY_CODE", "text": "Copy offer code", "example": ["25OFF"]});
    let read: Button = serde_json::from_value(sent_back).unwrap();
    let Button::CopyCode(button) = read else {
        panic!("{read:?}");
    };
    assert_eq!(button.example.as_deref(), Some("25OFF"));
    assert_eq!(button.text.as_deref(), Some("Copy offer code"));
}

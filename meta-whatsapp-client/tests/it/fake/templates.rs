//! Templates of the fake.

use meta_whatsapp_client::fake::FakeWhatsApp;
use serde_json::{Value, json};

use super::post_message;

fn reminder() -> Value {
    json!({
        "name": "reminder", "language": "en_US", "category": "UTILITY",
        "components": [{ "type": "BODY", "text": "Hello {{1}}, see you at {{2}}" }]
    })
}

fn sending(parameters: usize) -> Value {
    let parameters = vec![json!({ "type": "text", "text": "x" }); parameters];
    json!({
        "messaging_product": "whatsapp", "to": "+12025550147", "type": "template",
        "template": {
            "name": "reminder", "language": { "code": "en_US" },
            "components": [{ "type": "body", "parameters": parameters }]
        }
    })
}

#[tokio::test]
async fn a_template_wants_as_many_parameters_as_it_has_placeholders() {
    let whatsapp = FakeWhatsApp::start().await;
    let _id = whatsapp.add_template(reminder());

    let (status, _) = post_message(&whatsapp, &sending(2)).await;
    let (_, refused) = post_message(&whatsapp, &sending(1)).await;

    assert_eq!(status, 200);
    assert_eq!(refused["error"]["code"], 132_000);
}

#[tokio::test]
async fn a_paused_template_cannot_be_sent() {
    let whatsapp = FakeWhatsApp::start().await;
    let _id = whatsapp.add_template(reminder());
    whatsapp.set_template_status("reminder", "PAUSED");

    let (_, refused) = post_message(&whatsapp, &sending(2)).await;

    assert_eq!(refused["error"]["code"], 132_015);
}

#[tokio::test]
async fn an_authentication_template_is_refused_to_a_user_id() {
    let whatsapp = FakeWhatsApp::start().await;
    let mut template = reminder();
    template["category"] = "AUTHENTICATION".into();
    let _id = whatsapp.add_template(template);
    let mut body = sending(2);
    body.as_object_mut().expect("an object").remove("to");
    body["recipient"] = "US.00000000000000000001".into();

    let (_, refused) = post_message(&whatsapp, &body).await;

    assert_eq!(refused["error"]["code"], 131_062);
}

#[tokio::test]
async fn a_template_with_parameters_and_a_button_is_there_from_the_start_and_stays() {
    let whatsapp = FakeWhatsApp::start().await;
    let _id = whatsapp.add_template(reminder());
    let mut body = sending(2);
    body["template"]["name"] = "welcome_message".into();
    body["template"]["language"]["code"] = "en".into();

    let (status, answer) = post_message(&whatsapp, &body).await;

    assert_eq!(status, 200, "{answer}");
}

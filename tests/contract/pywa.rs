//! pywa, the WhatsApp client for Python that people use most, against [`FakeWhatsApp`].

use meta_whatsapp_client::fake::FakeWhatsApp;
use serde_json::{Value, json};

use crate::python;

const CUSTOMER: &str = "+12025550147";

async fn run(whatsapp: &FakeWhatsApp) -> Value {
    let webhook = whatsapp.webhook([whatsapp.customer(CUSTOMER).text("Grüße / 🙂")]);
    let input = json!({
        "url": whatsapp.url(),
        "token": FakeWhatsApp::TOKEN,
        "phoneNumberId": FakeWhatsApp::PHONE_NUMBER_ID,
        "wabaId": FakeWhatsApp::WABA_ID,
        "verifyToken": FakeWhatsApp::VERIFY_TOKEN,
        "appSecret": FakeWhatsApp::APP_SECRET,
        "to": CUSTOMER,
        "webhook": {
            "body": String::from_utf8_lossy(&webhook.body),
            "signature": webhook.signature,
        },
    });
    python::run("pywa_client.py", &input).await
}

#[tokio::test]
async fn pywa_runs_unchanged() {
    let whatsapp = FakeWhatsApp::start().await;

    let report = run(&whatsapp).await;

    let sent: Vec<_> = whatsapp.messages();
    let id_of = |name: &str| report[name].as_str().unwrap_or_default().to_owned();
    let names = [
        ("text", "text"),
        ("reply", "text"),
        ("buttons", "interactive"),
        ("list", "interactive"),
        ("url", "interactive"),
        ("location", "location"),
        ("location_request", "interactive"),
        ("contact", "contacts"),
        ("reaction", "reaction"),
        ("no_reaction", "reaction"),
        ("catalog", "interactive"),
        ("product", "interactive"),
        ("products", "interactive"),
        ("image", "image"),
        ("template", "template"),
    ];
    let reported: Vec<_> = names
        .iter()
        .map(|(name, kind)| (id_of(name), (*kind).to_owned()))
        .collect();
    let kept: Vec<_> = sent
        .iter()
        .map(|message| (message.id.clone(), message.kind.clone()))
        .collect();
    assert_eq!(reported, kept);
    assert_eq!(
        report["media"],
        json!({ "size": 1024, "same": true, "deleted": true })
    );
    assert_eq!(whatsapp.read_marks(), ["wamid.in", "wamid.in"]);
    assert_eq!(report["template_status"], "APPROVED");
    assert_eq!(
        report["templates"],
        json!(["hello_world", "visit_reminder", "welcome_message"])
    );
    assert_eq!(report["template_deleted"], true);
    assert_eq!(report["number"], FakeWhatsApp::DISPLAY_PHONE_NUMBER);
    assert_eq!(report["about"], "We are here");
    assert_eq!(report["blocked"], json!(["12025550147"]));
    assert_eq!(report["blocked_list"], json!(["12025550147"]));
    assert!(whatsapp.blocked_users().is_empty());
    assert_eq!(report["qr"], "Hello");
    assert_eq!(report["flows"], json!(["visit"]));
}

#[tokio::test]
async fn pywa_knows_the_errors_and_takes_the_webhook() {
    let whatsapp = FakeWhatsApp::start().await;

    let report = run(&whatsapp).await;

    let codes: Vec<_> = report["errors"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| error[0].clone())
        .collect();
    assert_eq!(codes, [json!(100), json!(132_001), json!(131_009)]);
    assert_eq!(report["webhook_valid"], json!([]), "the signature is right");
    assert_eq!(report["webhook"], 200);
    assert_eq!(
        report["received"],
        json!([["text", "Grüße / 🙂", "12025550147"]])
    );
}

//! What both webhooks take, refuse and keep.

use genesys_client::{SecretString, fake::FakeGenesys, webhooks};
use meta_whatsapp_client::fake::FakeWhatsApp;
use reqwest::{Method, header::CONTENT_TYPE};
use whatsapp_bridge::services::Service;

use super::harness::{Answer, Bridge};

const META: &str = "/webhook/whatsapp";
const GENESYS: &str = "/webhook/genesys";
const HEADER: &str = "X-Hub-Signature-256";

async fn send(
    bridge: &Bridge,
    service: Service,
    path: &str,
    body: impl Into<reqwest::Body>,
    signature: Option<&str>,
) -> Answer {
    let request = bridge.request(Method::POST, service, path).body(body);
    let request = request.header(CONTENT_TYPE, "application/json");
    Answer::to(match signature {
        Some(signature) => request.header(HEADER, signature),
        None => request,
    })
    .await
}

/// Base64 of a hexadecimal signature, and the other way round.
fn other_encoding(signature: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let value = signature.strip_prefix("sha256=").expect("a signature");
    let other = match BASE64_STANDARD.decode(value) {
        Ok(bytes) if bytes.len() == 32 => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        _ => {
            let digit = |at: usize| u8::from_str_radix(&value[at..at + 2], 16);
            let bytes: Vec<u8> = (0..value.len())
                .step_by(2)
                .map(|at| digit(at).expect("hexadecimal digits"))
                .collect();
            BASE64_STANDARD.encode(bytes)
        }
    };
    format!("sha256={other}")
}

async fn kept(bridge: &Bridge) -> u64 {
    use durable_inbox::Inbox;
    let stats = bridge.state().inbox.stats().await.expect("it can be read");
    let items = stats
        .groups
        .values()
        .map(|group| group.waiting + group.in_flight + group.parked);
    stats.journal + stats.kept_aside + items.sum::<u64>()
}

#[tokio::test]
async fn the_verification_returns_the_challenge_at_both_paths() {
    let bridge = Bridge::start().await;
    let query =
        |token: &str| format!("?hub.mode=subscribe&hub.verify_token={token}&hub.challenge=test123");

    for (service, path) in [
        (Service::WhatsAppWebhook, "/webhook/whatsapp"),
        (Service::Gateway, "/webhook/meta"),
    ] {
        let right = query(FakeWhatsApp::VERIFY_TOKEN);
        let right = bridge.get(service, &format!("{path}{right}")).await;
        let wrong = bridge
            .get(service, &format!("{path}{}", query("wrong")))
            .await;

        assert_eq!((right.status, &*right.text), (200, "test123"), "{path}");
        assert_eq!(wrong.status, 403, "{path}");
    }
}

#[tokio::test]
async fn what_meta_did_not_sign_is_refused_and_not_kept() {
    let bridge = Bridge::start().await;
    let update = bridge.whatsapp.customer("12025550147").text("Hello");
    let signed = bridge.whatsapp.webhook([update]);
    let mut forged = signed.signature.clone();
    forged.replace_range(7..8, if &forged[7..8] == "0" { "1" } else { "0" });
    let base64 = other_encoding(&signed.signature);

    for signature in [None, Some("sha256="), Some(&*forged), Some(&*base64)] {
        let body = signed.body.clone();
        let answer = send(&bridge, Service::WhatsAppWebhook, META, body, signature).await;
        answer.assert_error(401, "The signature does not match");
    }
    let changed = [signed.body.to_vec(), b" ".to_vec()].concat();
    let signature = Some(&*signed.signature);
    let answer = send(&bridge, Service::WhatsAppWebhook, META, changed, signature).await;
    assert_eq!(answer.status, 401, "other bytes");

    assert_eq!(kept(&bridge).await, 0);
    assert_eq!(bridge.genesys.inbound_count(), 0);
}

#[tokio::test]
async fn what_genesys_did_not_sign_is_refused_and_not_kept() {
    let bridge = Bridge::start().await;
    let secret = SecretString::from(FakeGenesys::WEBHOOK_SECRET);
    let body = br#"{"id":"m-1","type":"Text","text":"Hi"}"#.to_vec();
    let signature = webhooks::Signature::sign(&secret, &body);
    let hexadecimal = other_encoding(&signature);
    let other = webhooks::Signature::sign(&SecretString::from("another secret"), &body);

    for signature in [None, Some("sha256="), Some(&*hexadecimal), Some(&*other)] {
        let answer = send(
            &bridge,
            Service::GenesysWebhook,
            GENESYS,
            body.clone(),
            signature,
        );
        answer
            .await
            .assert_error(401, "The signature does not match");
    }

    assert_eq!(kept(&bridge).await, 0);
}

#[tokio::test]
async fn a_signed_webhook_of_genesys_is_taken_at_every_path_even_if_nobody_can_read_it() {
    let bridge = Bridge::start().await;
    let secret = SecretString::from(FakeGenesys::WEBHOOK_SECRET);

    for (service, path) in [
        (Service::GenesysWebhook, "/webhook/genesys"),
        (Service::GenesysWebhook, "/webhook/genesys/default"),
        (Service::GenesysWebhook, "/webhook/genesys/x"),
        (Service::Gateway, "/webhook/genesys"),
    ] {
        for body in [&b"no JSON at all \xff"[..], b"[]", b""] {
            let signature = webhooks::Signature::sign(&secret, body);
            let answer = send(&bridge, service, path, body.to_vec(), Some(&signature)).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_body_of_three_megabytes_is_taken_and_a_larger_one_is_not() {
    let bridge = Bridge::start().await;
    let secret = bridge.whatsapp.app_secret();
    let most = 3 * 1024 * 1024;

    for (size, status) in [(most, 200), (most + 1, 413)] {
        let body = vec![b' '; size];
        let signature = meta_whatsapp_client::webhooks::Signature::sign(&secret, &body);
        let signature = Some(&*signature);
        let answer = send(&bridge, Service::WhatsAppWebhook, META, body, signature).await;
        assert_eq!(answer.status, status, "{size} bytes: {}", answer.text);
    }
}

#[tokio::test]
async fn what_was_answered_with_200_survives_a_kill() {
    let bridge = Bridge::start().await;
    bridge.genesys.fail_inbound(503, 1_000);
    let updates = bridge.whatsapp.customer("12025550147").text("Kept");
    let answered = bridge.whatsapp.deliver([updates]).await;
    assert_eq!(answered.expect("an answer").status, 200);

    let bridge = bridge.crash_and_restart().await;

    let waiting = kept(&bridge).await;
    assert_eq!(waiting, 1);
}

//! The fake itself: its rules, its customers, its webhooks.

mod delivering;
mod files;
mod pace;
mod receiver;
mod rules;
mod sending;
mod templates;

use bytes::Bytes;
use ccaas_http::test_util::{Delivered, post};
use http::{HeaderMap, HeaderValue, header};
use meta_whatsapp_client::fake::FakeWhatsApp;
use serde_json::Value;

/// Posts a body as it is, past every check of the client.
async fn post_raw(whatsapp: &FakeWhatsApp, path: &str, body: &Value) -> (u16, Value) {
    let url = whatsapp.url().join(path).expect("a path joins");
    let mut headers = HeaderMap::new();
    let bearer = format!("Bearer {}", FakeWhatsApp::TOKEN);
    headers.insert(
        header::AUTHORIZATION,
        HeaderValue::try_from(bearer).expect("a token can stand in a header"),
    );
    let json = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, json);
    let Delivered { status, body, .. } = post(&url, headers, Bytes::from(body.to_string()))
        .await
        .expect("the fake answers");
    let body = serde_json::from_slice(&body).expect("the fake answers with JSON");
    (status.as_u16(), body)
}

async fn post_message(whatsapp: &FakeWhatsApp, body: &Value) -> (u16, Value) {
    let path = format!("/v25.0/{}/messages", FakeWhatsApp::PHONE_NUMBER_ID);
    post_raw(whatsapp, &path, body).await
}

//! `POST /{phone_number_id}/messages`.

mod answers;
mod checking;
mod kinds;
mod port;
mod repeats;
mod templates;

use std::time::Duration;

use ccaas_http::{
    RetryPolicy,
    test_util::{Answer, JournalEntry, Provoke},
};
use http::Method;
use meta_whatsapp_client::{PhoneNumberId, WhatsAppClient, fake::FakeWhatsApp};
use serde_json::Value;

const TO: &str = "+12025550147";

fn from() -> PhoneNumberId {
    PhoneNumberId::new(FakeWhatsApp::PHONE_NUMBER_ID)
}

/// A client that waits next to nothing between attempts.
fn quick(whatsapp: &FakeWhatsApp) -> WhatsAppClient {
    let retry = RetryPolicy {
        base: Duration::from_millis(1),
        ..RetryPolicy::default()
    };
    whatsapp.builder().retry(retry).build().unwrap()
}

/// The bodies that came in.
fn bodies(whatsapp: &FakeWhatsApp) -> Vec<Value> {
    calls(whatsapp).iter().map(JournalEntry::json).collect()
}

fn calls(whatsapp: &FakeWhatsApp) -> Vec<JournalEntry> {
    whatsapp.host().journal()
}

/// Answers the next call with this instead.
fn instead(whatsapp: &FakeWhatsApp, status: u16, body: &'static str) {
    let answer = Answer::bytes(status, "application/json", body);
    let pattern = format!("/{{version}}/{}/messages", FakeWhatsApp::PHONE_NUMBER_ID);
    whatsapp
        .host()
        .provoke(Method::POST, &pattern, Provoke::Instead(answer.into()));
}

//! Signing webhooks, and posting them.

use std::time::Duration;

use ccaas_http::{
    BoxError,
    test_util::{Delivered, FakeHost, SignedWebhook, get},
};
use http::{HeaderMap, StatusCode};
use url::Url;

use super::{FakeUpdate, FakeWhatsApp, update::body, waba::Waba};
use crate::webhooks::Signature;

/// How often an automatic webhook is tried.
const TRIES: u32 = 5;

impl FakeWhatsApp {
    /// Sets where webhooks go, without the vendor's verification.
    pub fn deliver_to(&self, url: Url) {
        self.host().with(|waba| waba.webhook_url = Some(url));
    }

    /// Verifies the receiver like the vendor: it must answer the challenge. From then on
    /// webhooks go there.
    ///
    /// # Errors
    /// If there is no answer, or not the right one.
    pub async fn subscribe(&self, url: &Url) -> Result<(), BoxError> {
        let challenge = self.host().with(Waba::next_id).to_string();
        let mut asked = url.clone();
        asked
            .query_pairs_mut()
            .append_pair("hub.mode", "subscribe")
            .append_pair("hub.challenge", &challenge)
            .append_pair("hub.verify_token", Self::VERIFY_TOKEN);
        let answer = get(&asked).await?;
        if answer.status != StatusCode::OK || answer.body != challenge.as_bytes() {
            return Err("the receiver did not answer the challenge".into());
        }
        self.deliver_to(url.clone());
        Ok(())
    }

    /// The webhook that carries these updates, in this order, signed.
    #[must_use]
    pub fn webhook(&self, updates: impl IntoIterator<Item = FakeUpdate>) -> SignedWebhook {
        let updates: Vec<FakeUpdate> = updates.into_iter().collect();
        sign(escaped(&body(&updates).to_string()))
    }

    /// Posts these updates in one webhook, once.
    ///
    /// # Errors
    /// If there is no answer.
    ///
    /// # Panics
    /// If no receiver was set.
    pub async fn deliver(
        &self,
        updates: impl IntoIterator<Item = FakeUpdate>,
    ) -> Result<Delivered, BoxError> {
        let url = self.host().with(|waba| waba.webhook_url.clone());
        let url = url.expect("`deliver_to` or `subscribe` set the receiver");
        self.webhook(updates).post(&url, HeaderMap::new()).await
    }
}

/// Meta sends everything but ASCII as lower-case `\u` escapes, and slashes escaped.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '/' => escaped.push_str("\\/"),
            c if c.is_ascii() => escaped.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    escaped.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    escaped
}

fn sign(body: String) -> SignedWebhook {
    let signature = Signature::sign(&FakeWhatsApp::APP_SECRET.into(), body.as_bytes());
    SignedWebhook::new(body, signature)
}

/// Posts what waits in the outbox; what the receiver does not take is tried again.
pub(super) async fn carry(host: FakeHost<Waba>) {
    let wake = host.with(|waba| waba.wake.clone());
    loop {
        wake.notified().await;
        loop {
            let (url, updates) = host.with(|waba| {
                (
                    waba.webhook_url.clone(),
                    waba.outbox.drain(..).collect::<Vec<_>>(),
                )
            });
            let (Some(url), false) = (url, updates.is_empty()) else {
                break;
            };
            let webhook = sign(escaped(&body(&updates).to_string()));
            for attempt in 0..TRIES {
                let posted = webhook.post(&url, HeaderMap::new()).await;
                if posted.is_ok_and(|answer| answer.status.is_success()) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beyond_ascii_is_escaped_in_lower_case_with_surrogates() {
        assert_eq!(escaped("\"ä/🙂\""), "\"\\u00e4\\/\\ud83d\\ude42\"");
    }

    #[test]
    fn a_signature_is_the_hex_of_the_hmac() {
        let signed = sign("{}".to_owned());

        let hex = signed.signature.strip_prefix("sha256=").unwrap();
        assert_eq!(hex.len(), 64);
        assert!(
            hex.chars()
                .all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())
        );
    }
}

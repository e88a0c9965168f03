//! Signed webhooks with one text message each.

use genesys_client::SecretString;
use meta_whatsapp_client::webhooks::Signature;

pub(crate) const SECRET: &str = "bench-app-secret";
pub(crate) const PHONE_NUMBER_ID: &str = "100000000000001";

/// Whole requests, each with a message of its own.
#[derive(Debug, Default)]
pub(crate) struct Updates {
    number: usize,
}

impl Updates {
    /// The next requests. The message's text tells its customer and its place: `c17 n4`.
    pub(crate) fn next(&mut self, count: usize, customers: usize) -> Vec<Vec<u8>> {
        let secret = SecretString::from(SECRET);
        let first = self.number;
        self.number += count;
        (first..self.number)
            .map(|number| request(&secret, number, customers))
            .collect()
    }
}

fn request(secret: &SecretString, number: usize, customers: usize) -> Vec<u8> {
    let (customer, place) = (number % customers, number / customers);
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"200000000000002","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"12025550100","phone_number_id":"{PHONE_NUMBER_ID}"}},"contacts":[{{"profile":{{"name":"Customer {customer}"}},"wa_id":"1202{customer:07}"}}],"messages":[{{"from":"1202{customer:07}","id":"wamid.bench{number:031}","timestamp":"{}","text":{{"body":"c{customer} n{place} Good morning, where is my parcel? It was to come yesterday."}},"type":"text"}}]}},"field":"messages"}}]}}]}}"#,
        chrono::Utc::now().timestamp()
    );
    let signature = Signature::sign(secret, body.as_bytes());
    let length = body.len();
    format!(
        "POST /webhook/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         X-Hub-Signature-256: {signature}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

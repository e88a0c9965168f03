//! A client over HTTP long-polling.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "a client of tests panics where the server does not do as it should"
)]

use reqwest::{Client as Http, StatusCode};
use serde_json::Value;

/// One session.
#[derive(Debug)]
pub struct Poller {
    http: Http,
    url: String,
    origin: Option<String>,
    /// The packet that opened the session.
    pub opened: Value,
}

impl Poller {
    /// Opens a session from a page of this origin, or says with which status it was refused.
    ///
    /// # Errors
    /// The status.
    pub async fn open(url: &str, origin: Option<&str>) -> Result<Self, StatusCode> {
        let mut poller = Self {
            http: Http::new(),
            url: format!("{url}/socket.io/?EIO=4&transport=polling"),
            origin: origin.map(str::to_owned),
            opened: Value::Null,
        };
        let opened = poller.poll().await?;
        let opened = opened[0].strip_prefix('0').expect("an open packet");
        poller.opened = serde_json::from_str(opened).unwrap();
        let sid = poller.opened["sid"].as_str().unwrap();
        poller.url = format!("{}&sid={sid}", poller.url);
        Ok(poller)
    }

    /// The packets that are there, or will be.
    ///
    /// # Errors
    /// The status, if the session is over.
    pub async fn poll(&self) -> Result<Vec<String>, StatusCode> {
        let request = self.with_origin(self.http.get(&self.url));
        let answer = request.send().await.unwrap();
        match answer.status() {
            StatusCode::OK => {
                let text = answer.text().await.unwrap();
                Ok(text.split('\u{1e}').map(str::to_owned).collect())
            }
            status => Err(status),
        }
    }

    /// Sends packets.
    pub async fn push(&self, packet: &str) -> StatusCode {
        let request = self.with_origin(self.http.post(&self.url));
        let request = request.header("content-type", "text/plain;charset=UTF-8");
        request
            .body(packet.to_owned())
            .send()
            .await
            .unwrap()
            .status()
    }

    fn with_origin(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        match &self.origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        }
    }
}

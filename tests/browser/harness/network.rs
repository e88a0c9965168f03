//! What a browser sends.

use serde_json::Value;

use super::Browser;

/// The events that tell what leaves the browser. Headers and cookies have one of their own.
const SENDING: [&str; 4] = [
    "Network.requestWillBeSent",
    "Network.requestWillBeSentExtraInfo",
    "Network.webSocketWillSendHandshakeRequest",
    "Network.webSocketFrameSent",
];

/// Something that the browser sent: its parameters, as the browser tells them.
#[derive(Clone, Debug)]
pub(crate) struct Sent(Value);

impl Sent {
    /// Method and URL of a request: `GET http://127.0.0.1/`; empty for its headers alone.
    pub(crate) fn line(&self) -> String {
        let request = &self.0["request"];
        match (request["method"].as_str(), request["url"].as_str()) {
            (Some(method), Some(url)) => format!("{method} {url}"),
            _ => String::new(),
        }
    }

    /// The body of a request; empty if it has none.
    pub(crate) fn body(&self) -> &str {
        self.0["request"]["postData"].as_str().unwrap_or_default()
    }

    /// Everything that is known of it: address, headers, cookies, body.
    pub(crate) fn all(&self) -> String {
        self.0.to_string()
    }
}

impl Browser {
    /// Everything that the browser sent so far, in all its tabs.
    pub(crate) async fn sent(&self) -> Vec<Sent> {
        let entries = self.driver().get_log("performance").await;
        let entries = entries.expect("the browser tells what it sends");
        let new = entries.into_iter().filter_map(|entry| {
            let mut event: Value = serde_json::from_str(&entry.message).ok()?;
            let event = event["message"].take();
            let is_sending = SENDING.contains(&event["method"].as_str()?);
            is_sending.then(|| Sent(event["params"].clone()))
        });
        let mut sent = self.sent.lock().expect("no panic while it is held");
        sent.extend(new);
        sent.clone()
    }

    /// The bodies of the requests whose line begins like this.
    pub(crate) async fn bodies(&self, line: &str) -> Vec<String> {
        let sent = self.sent().await;
        let fitting = sent.iter().filter(|sent| sent.line().starts_with(line));
        fitting.map(|sent| sent.body().to_owned()).collect()
    }

    /// Fails if anything that the browser sent contains `secret`: address, header, cookie, body.
    pub(crate) async fn assert_never_sent(&self, secret: &str) {
        let sent = self.sent().await;
        assert!(!sent.is_empty(), "the browser sent nothing at all");
        for sent in sent {
            assert!(!sent.all().contains(secret), "{}", sent.all());
        }
    }
}

//! A client of the fake that is not ours.

use genesys_client::fake::FakeGenesys;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

pub(crate) struct Stranger {
    pub(crate) genesys: FakeGenesys,
    pub(crate) http: Client,
}

impl Stranger {
    pub(crate) async fn new() -> Self {
        Self::of(FakeGenesys::start().await)
    }

    pub(crate) fn of(genesys: FakeGenesys) -> Self {
        Self {
            genesys,
            http: Client::new(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.genesys
            .url()
            .join(path)
            .expect("a path forms a URL")
            .to_string()
    }

    pub(crate) async fn token(&self) -> String {
        let answer = self
            .http
            .post(self.url("/oauth/token"))
            .basic_auth(FakeGenesys::CLIENT_ID, Some(FakeGenesys::CLIENT_SECRET))
            .form(&[("grant_type", "client_credentials")])
            .send()
            .await
            .expect("the fake answers");
        json_of(answer).await["access_token"]
            .as_str()
            .expect("the answer holds a token")
            .to_owned()
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http
            .get(self.url(path))
            .bearer_auth(self.token().await)
            .send()
            .await
            .expect("the fake answers")
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Response {
        request
            .bearer_auth(self.token().await)
            .send()
            .await
            .expect("the fake answers")
    }
}

pub(crate) async fn json_of(answer: Response) -> Value {
    answer.json().await.expect("the fake answers with JSON")
}

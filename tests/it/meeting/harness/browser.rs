//! A browser that shows the server's page.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use videoengager_client::fake::FakeVideoEngager;

use super::{Answer, PASSWORD, SAM, Server};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "meeting_session";

/// Sends what the page's scripts would send, and keeps the session's cookie.
///
/// Clones are tabs: they share the cookie.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    http: Client,
    origin: String,
    environment: &'static str,
    cookie: Arc<Mutex<Option<String>>>,
}

impl Browser {
    pub(super) fn new(http: Client, origin: String, environment: &'static str) -> Self {
        Self {
            http,
            origin,
            environment,
            cookie: Arc::default(),
        }
    }

    /// A tab with the page of another environment.
    pub(crate) fn tab(&self, environment: &'static str) -> Self {
        Self {
            environment,
            ..self.clone()
        }
    }

    /// The same browser, with the server at another address.
    pub(crate) fn moved_to(&self, server: &Server) -> Self {
        Self {
            origin: server.origin(),
            ..self.clone()
        }
    }

    /// The value of the session's cookie.
    pub(crate) fn cookie(&self) -> Option<String> {
        let cookie = self.cookie.lock().unwrap_or_else(PoisonError::into_inner);
        cookie.clone()
    }

    /// Puts another value into the session's cookie.
    pub(crate) fn set_cookie(&self, value: Option<String>) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }

    /// A request as the page's scripts send it.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let separator = if path.contains('?') { '&' } else { '?' };
        let (origin, environment) = (&self.origin, self.environment);
        let url = format!("{origin}{path}{separator}env={environment}");
        let mut request = self
            .http
            .request(method.clone(), url)
            .header("Sec-Fetch-Site", "same-origin");
        if method != Method::GET {
            request = request.header("Origin", origin);
        }
        if let Some(cookie) = self.cookie() {
            request = request.header("Cookie", format!("{COOKIE}={cookie}"));
        }
        request
    }

    /// The answer to a request, whose cookie is kept.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = Answer::to(request).await;
        for set in answer.headers.get_all("set-cookie") {
            let set = set.to_str().expect("a cookie is text");
            let named = set
                .strip_prefix(COOKIE)
                .and_then(|rest| rest.strip_prefix('='));
            let value = named
                .and_then(|rest| rest.split(';').next())
                .expect("no other cookie is set");
            let gone = value.is_empty() || set.contains("Max-Age=0");
            self.set_cookie((!gone).then(|| value.to_owned()));
        }
        answer
    }

    /// Gets a path.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// Posts JSON to a path.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Puts JSON to a path.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// Deletes a path.
    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Signs in by any method.
    pub(crate) async fn sign_in(&self, body: &Value) -> Answer {
        self.post("/api/auth", body).await
    }

    /// Signs in as the operator of the server.
    pub(crate) async fn sign_in_as_operator(&self) -> Answer {
        self.sign_in(&json!({ "method": "operator", "password": PASSWORD }))
            .await
    }

    /// Signs in with the partner key that the server holds.
    pub(crate) async fn sign_in_with_pak(&self) -> Answer {
        self.sign_in(&json!({ "method": "pak" })).await
    }

    /// Signs in with a password of VideoEngager.
    pub(crate) async fn sign_in_locally(&self) -> Answer {
        let (email, password) = (FakeVideoEngager::EMAIL, FakeVideoEngager::PASSWORD);
        self.sign_in(&json!({ "method": "local", "email": email, "password": password }))
            .await
    }

    /// Schedules a meeting with Sam.
    pub(crate) async fn schedule(&self, form: &Value) -> Answer {
        self.post(&format!("/api/schedules?agentEmail={SAM}"), form)
            .await
    }

    /// Schedules a meeting with Sam, which must work; gives the meeting.
    pub(crate) async fn scheduled(&self, form: &Value) -> Value {
        let answer = self.schedule(form).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    /// A request to schedule with Sam that can run on its own.
    pub(crate) fn keyed(&self, key: &str, form: &Value) -> RequestBuilder {
        self.request(Method::POST, &format!("/api/schedules?agentEmail={SAM}"))
            .header("Idempotency-Key", key)
            .json(form)
    }

    /// Asks for the way into a meeting.
    pub(crate) async fn join(&self, id: &str) -> Answer {
        self.post(&format!("/api/schedules/{id}/join"), &json!({}))
            .await
    }
}

impl Answer {
    /// Checks that the answer to a sign-in is a success.
    #[track_caller]
    pub(crate) fn assert_signed_in(&self, to_video_engager: bool) {
        assert_eq!(self.status, 200, "{}", self.text);
        assert_eq!(self.json()["authenticated"], to_video_engager);
    }

    /// Checks status, sentence and shape of an error.
    #[track_caller]
    pub(crate) fn assert_problem(&self, status: u16, error: &str) {
        self.assert_error(status, error);
        assert_eq!(self.json()["status"], status, "{}", self.text);
    }

    /// The error's explanation.
    pub(crate) fn message(&self) -> String {
        let message = self.json()["message"].as_str().map(str::to_owned);
        message.unwrap_or_default()
    }
}

//! The parcel post: a vendor that nobody has, with a fake of it and a client for it.

use std::{collections::HashSet, time::Duration};

use ccaas_http::{
    Clock, Error, HttpClient, HttpClientBuilder, MetaHeaders, RetryPolicy, Token, TokenCache,
    TokenStore, VendorError,
    test_util::{Answer, Fake, FakeClock, FakeHost, FakeRequest, Reply},
};
use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

/// What stands for a secret, a number or a name: it must turn up nowhere.
pub(crate) const CANARY: &str = "canary";

pub(crate) const META: MetaHeaders = MetaHeaders {
    correlation_id: &["Post-Request-Id"],
    rate_limit_allowed: Some("Post-Limit"),
    rate_limit_count: Some("Post-Used"),
    rate_limit_reset: Some("Post-Reset"),
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) id: String,
}

#[derive(Debug, thiserror::Error)]
#[error("the post answered {}", meta.status())]
pub(crate) struct PostError {
    meta: ccaas_http::ResponseMeta,
    pub(crate) code: Option<String>,
}

impl VendorError for PostError {
    type SignIn = Self;

    fn from_answer(meta: ccaas_http::ResponseMeta, body: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Body {
            code: Option<String>,
        }
        let code = serde_json::from_slice::<Body>(body)
            .ok()
            .and_then(|body| body.code);
        Self { meta, code }
    }

    fn meta(&self) -> &ccaas_http::ResponseMeta {
        &self.meta
    }
}

/// The fake: it accepts parcels, and gives tokens to whoever asks with a key.
#[derive(Default)]
pub(crate) struct ParcelPost {
    valid: HashSet<String>,
    pub(crate) tokens_issued: usize,
    pub(crate) accepted: Vec<String>,
    pub(crate) needs_token: bool,
}

impl Fake for ParcelPost {
    fn handle(&mut self, _: DateTime<Utc>, request: &FakeRequest) -> Reply {
        let answer = match (&request.method, request.path.as_str()) {
            (&Method::POST, "/token") => self.token(request),
            _ if self.needs_token && !self.is_signed_in(request) => {
                Answer::json(401, &json!({ "code": "token.unknown" }))
            }
            (&Method::POST, "/parcels") => self.accept(request),
            _ => match request.parts().as_slice() {
                [parcels, id] if parcels == "parcels" => {
                    Answer::json(200, &Parcel { id: id.clone() })
                }
                _ => Answer::json(404, &json!({ "code": "not.found" })),
            },
        };
        answer
            .with_header("Post-Request-Id", "r-1")
            .with_header("Post-Limit", 300)
            .with_header("Post-Used", 7)
            .with_header("Post-Reset", 41)
            .into()
    }

    fn too_many_requests(&self, retry_after: Option<Duration>) -> Answer {
        let answer = Answer::json(429, &json!({ "code": "too.many" }));
        match retry_after {
            Some(wait) => answer.with_header("Retry-After", wait.as_secs()),
            None => answer,
        }
    }

    fn internal_error(&self) -> Answer {
        Answer::json(500, &json!({ "code": "internal" }))
    }

    fn expire_tokens(&mut self) {
        self.valid.clear();
    }
}

impl ParcelPost {
    fn token(&mut self, request: &FakeRequest) -> Answer {
        if request.form("key").as_deref() != Some("k&y=1") {
            return Answer::json(400, &json!({ "code": "bad.key" }));
        }
        self.tokens_issued += 1;
        let token = format!("{CANARY}-token-{}", self.tokens_issued);
        self.valid.insert(token.clone());
        Answer::json(200, &json!({ "token": token, "seconds": 3600 }))
    }

    fn is_signed_in(&self, request: &FakeRequest) -> bool {
        request
            .bearer()
            .is_some_and(|token| self.valid.contains(token))
    }

    fn accept(&mut self, request: &FakeRequest) -> Answer {
        match request.json::<Parcel>() {
            Some(parcel) => {
                self.accepted.push(parcel.id.clone());
                Answer::json(201, &parcel)
            }
            None => Answer::json(400, &json!({ "code": "bad.parcel" })),
        }
    }
}

/// A fake post, and the clock that its clients live by.
pub(crate) struct Post {
    pub(crate) host: FakeHost<ParcelPost>,
    pub(crate) clock: FakeClock,
}

impl Post {
    pub(crate) async fn start() -> Self {
        crate::spans::install();
        let clock = FakeClock::new(now());
        let host = FakeHost::start(ParcelPost::default()).await;
        Self { host, clock }
    }

    pub(crate) async fn with_sign_in() -> Self {
        let post = Self::start().await;
        post.host.with(|fake| fake.needs_token = true);
        post
    }

    pub(crate) fn builder(&self) -> HttpClientBuilder<PostError> {
        HttpClient::builder(self.host.url())
            .meta_headers(META)
            .clock(self.clock.clock())
    }

    /// A client that does not sign in.
    pub(crate) fn client(&self) -> HttpClient<PostError> {
        self.builder().build().unwrap()
    }

    /// A client that does not sign in, and sends once.
    pub(crate) fn client_without_repeats(&self) -> HttpClient<PostError> {
        self.builder().retry(RetryPolicy::never()).build().unwrap()
    }

    /// A client that signs in, and a look at its tokens.
    pub(crate) fn signed_in_client(
        &self,
        store: Option<Arc<dyn TokenStore>>,
    ) -> HttpClient<PostError> {
        self.builder().tokens(self.tokens(store)).build().unwrap()
    }

    pub(crate) fn tokens(&self, store: Option<Arc<dyn TokenStore>>) -> TokenCache<PostError> {
        let (client, clock) = (self.client(), self.clock.clock());
        TokenCache::new(clock.clone(), store, move || {
            sign_in(client.clone(), clock.clone())
        })
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.host
            .journal()
            .iter()
            .map(|entry| entry.line())
            .collect()
    }
}

async fn sign_in(client: HttpClient<PostError>, clock: Clock) -> Result<Token, Error<PostError>> {
    #[derive(Deserialize)]
    struct Body {
        token: String,
        seconds: i64,
    }
    let body = client
        .call(Method::POST, "/token")
        .form(&[("key", "k&y=1")])
        .send::<Body>()
        .await?;
    let now = clock.now();
    Ok(Token::new(
        body.token.as_str().into(),
        now,
        now + TimeDelta::seconds(body.seconds),
    )?)
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

pub(crate) fn parcel(id: &str) -> Parcel {
    Parcel { id: id.into() }
}

pub(crate) async fn get(
    client: &HttpClient<PostError>,
    id: &str,
) -> Result<ccaas_http::Response<Parcel>, Error<PostError>> {
    client
        .call(Method::GET, "/parcels/{id}")
        .path("id", id)
        .send()
        .await
}

pub(crate) async fn post(
    client: &HttpClient<PostError>,
    id: &str,
) -> Result<ccaas_http::Response<Parcel>, Error<PostError>> {
    client
        .call(Method::POST, "/parcels")
        .json(&parcel(id))
        .send()
        .await
}

/// Everything that an error shows to a log.
pub(crate) fn printed(error: &Error<PostError>) -> String {
    let mut text = format!("{error:?} {error:#?}");
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        text.push_str(&format!(" {error}"));
        cause = error.source();
    }
    text
}

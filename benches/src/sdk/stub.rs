//! The stub of Genesys Cloud: a process of its own, so that its CPU time is not ours.

use std::{
    convert::Infallible,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Result, bail};
use bytes::Bytes;
use genesys_client::{GenesysClient, Region, SecretString};
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::json;
use switchboard_benches::child::Child;
use tokio::{io::AsyncReadExt, net::TcpListener};
use url::Url;

pub(crate) const QUEUE_ID: &str = "33333333-4444-4555-8666-777777777777";
pub(crate) const TOKEN: &str =
    "dG9rZW4tb2YtdGhlLXN0dWItd2l0aC1hLXVzdWFsLWxlbmd0aC1vZi04Ni1jaGFyYWN0ZXJz";
const TOKEN_REQUESTS: &str = "/stub/token-requests";
/// Long enough for a thousand calls to arrive at the token cache.
const SIGN_IN_TAKES: Duration = Duration::from_millis(100);

/// A running stub; it ends with this.
pub(crate) struct Stub(Child);

impl Stub {
    /// Starts this program again, as the stub.
    pub(crate) async fn start() -> Result<Self> {
        Child::start(&["--stub"], Stdio::inherit()).await.map(Self)
    }

    /// A client with an empty token cache and its own connections.
    pub(crate) fn genesys(&self) -> Result<GenesysClient> {
        let region: Region = self.url("").parse()?;
        Ok(GenesysClient::new(
            region,
            "bench",
            SecretString::from("bench"),
        )?)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.addr)
    }

    /// How many tokens were asked for since the last time this was asked.
    pub(crate) async fn take_token_requests(&self) -> Result<u64> {
        let url = Url::parse(&self.url(TOKEN_REQUESTS))?;
        let answer = reqwest::get(url).await?;
        if !answer.status().is_success() {
            bail!("the stub answered {}", answer.status());
        }
        Ok(answer.json().await?)
    }
}

/// The stub's own main: tells its address, and serves until its standard input ends.
pub(crate) async fn serve() -> Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    let stub = Arc::new(Answers::new());
    let accept = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let stub = Arc::clone(&stub);
            tokio::spawn(async move {
                let answer = service_fn(move |request| Arc::clone(&stub).answer(request));
                // A client that goes away ends its connection; that is no failure.
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    };
    tokio::select! {
        failed = accept => failed,
        _ = wait_for_the_end_of_input() => Ok(()),
    }
}

async fn wait_for_the_end_of_input() -> std::io::Result<usize> {
    tokio::io::stdin().read_to_end(&mut Vec::new()).await
}

struct Answers {
    token_requests: AtomicU64,
    token: Bytes,
    queue: Bytes,
}

impl Answers {
    fn new() -> Self {
        let token = json!({ "access_token": TOKEN, "token_type": "bearer", "expires_in": 86_399 });
        Self {
            token_requests: AtomicU64::new(0),
            token: token.to_string().into(),
            queue: queue().to_string().into(),
        }
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let path = request.uri().path();
        let (status, body) = match *request.method() {
            Method::POST if path == "/oauth/token" => {
                self.token_requests.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(SIGN_IN_TAKES).await;
                (StatusCode::OK, self.token.clone())
            }
            Method::GET if path == TOKEN_REQUESTS => {
                let count = self.token_requests.swap(0, Ordering::Relaxed);
                (StatusCode::OK, count.to_string().into())
            }
            Method::GET if path.ends_with(QUEUE_ID) => match bearer(&request) {
                Some(TOKEN) => (StatusCode::OK, self.queue.clone()),
                _ => (StatusCode::UNAUTHORIZED, Bytes::new()),
            },
            _ => (StatusCode::NOT_FOUND, Bytes::new()),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE.as_str(), "application/json"),
            (
                "inin-correlation-id",
                "6f0c5f5e-2f0a-4c8e-9d3c-0d0e5a4b7c11",
            ),
            ("inin-ratelimit-allowed", "300"),
            ("inin-ratelimit-count", "17"),
            ("inin-ratelimit-reset", "41"),
            ("cache-control", "no-cache, no-store, must-revalidate"),
            (
                "strict-transport-security",
                "max-age=600; includeSubDomains",
            ),
        ] {
            headers.insert(name, http::HeaderValue::from_static(value));
        }
        Ok(response)
    }
}

fn bearer(request: &Request<Incoming>) -> Option<&str> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    value.strip_prefix("Bearer ")
}

/// A queue as the vendor documents it, with invented values; about 1.5 kB.
fn queue() -> serde_json::Value {
    let alerting = json!({
        "alertingTimeoutSeconds": 30,
        "serviceLevel": { "percentage": 0.8, "durationMs": 20_000 },
        "enableAutoAnswer": false,
        "subTypeSettings": {}
    });
    json!({
        "id": QUEUE_ID,
        "name": "Video callbacks",
        "division": {
            "id": "11111111-2222-4333-8444-555555555555",
            "name": "Home",
            "selfUri": "/api/v2/authorization/divisions/11111111-2222-4333-8444-555555555555"
        },
        "description": "Callbacks booked on the web site",
        "dateCreated": "2025-03-03T09:12:55.123Z",
        "dateModified": "2026-10-01T07:45:01.004Z",
        "modifiedBy": "22222222-3333-4444-8555-666666666666",
        "createdBy": "22222222-3333-4444-8555-666666666666",
        "memberCount": 24,
        "userMemberCount": 20,
        "joinedMemberCount": 11,
        "mediaSettings": {
            "call": alerting, "callback": alerting, "chat": alerting, "message": alerting
        },
        "routingRules": [{ "operator": "ANY", "threshold": 0, "waitSeconds": 10.0 }],
        "acwSettings": { "wrapupPrompt": "MANDATORY_TIMEOUT", "timeoutMs": 60_000 },
        "skillEvaluationMethod": "BEST",
        "autoAnswerOnly": true,
        "enableTranscription": false,
        "enableManualAssignment": false,
        "callingPartyName": "Example Support",
        "callingPartyNumber": "+12025550100",
        "defaultScripts": { "CALLBACK": {
            "id": "44444444-5555-4666-8777-888888888888",
            "selfUri": "/api/v2/scripts/44444444-5555-4666-8777-888888888888"
        } },
        "selfUri": format!("/api/v2/routing/queues/{QUEUE_ID}")
    })
}

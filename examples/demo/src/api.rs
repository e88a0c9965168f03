//! The control API and the page.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Query, State},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::client_ip::TrustedProxies;
use server_kit::headers::{self, Hsts, Security};
use server_kit::layer::around;

use crate::{
    calls,
    chat::routes,
    demo::Demo,
    events::{self, Services},
    fakes::RunningFake,
    fault::{self, Kind, Wish},
    guard::guard,
    page,
    server::{Order, Server},
    view::ServiceView,
};

const BODY_LIMIT: usize = 16 * 1024;
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// An error of the control API: a status, and a text that says what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: StatusCode,
    text: String,
}

impl ApiError {
    /// An error with this status and text.
    pub(crate) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
        }
    }

    /// Its status.
    #[cfg(test)]
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    fn bad_request(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.text }))).into_response()
    }
}

type Changed = Result<Json<ServiceView>, ApiError>;

/// The demo's page and control API.
pub(crate) fn app(demo: Arc<Demo>) -> Router {
    let faults = post(set_fault).delete(end_fault);
    let policy = HeaderValue::from_static(POLICY);
    let security = Security::new(policy, Hsts::default(), TrustedProxies::default());
    page::router()
        .merge(routes::router())
        .merge(calls::router())
        .route("/api/demo/services", get(services))
        .route("/api/demo/faults", faults)
        .route("/api/demo/kill", post(kill))
        .route("/api/demo/journal", get(journal))
        .route("/api/demo/logs", get(logs))
        .route("/api/demo/events", get(happenings))
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(guard))
        .layer(around(security, headers::secure))
        .with_state(demo)
}

async fn services(State(demo): State<Arc<Demo>>) -> Json<Services> {
    Json(Services::of(&demo))
}

async fn set_fault(State(demo): State<Arc<Demo>>, body: Bytes) -> Changed {
    let body = parse(&body)?;
    let target = demo.target(body["service"].as_str())?;
    let wish = fault::parse(&body).map_err(ApiError::bad_request)?;
    target.apply(wish).await?;
    Ok(demo.view_of(target))
}

async fn end_fault(State(demo): State<Arc<Demo>>, body: Bytes) -> Changed {
    let body = parse(&body)?;
    let target = demo.target(body["service"].as_str())?;
    target.apply(Wish::Mend).await?;
    Ok(demo.view_of(target))
}

async fn kill(State(demo): State<Arc<Demo>>, body: Bytes) -> Changed {
    let body = parse(&body)?;
    let target = demo.target(body["service"].as_str())?;
    match target {
        Target::Server(server) => server.order(Order::Kill).await,
        Target::Fake(_) => {
            return Err(ApiError::bad_request(
                "a fake has no process of its own; use a fault of kind down",
            ));
        }
    }
    Ok(demo.view_of(target))
}

#[derive(Deserialize)]
struct Asked {
    service: Option<String>,
    after: Option<String>,
}

async fn journal(
    State(demo): State<Arc<Demo>>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, ApiError> {
    let Target::Fake(fake) = demo.target(asked.service.as_deref())? else {
        return Err(ApiError::bad_request(
            "a server has no journal; ask for that of a fake",
        ));
    };
    let after = asked.after.as_deref().unwrap_or("0").parse();
    let after = after.map_err(|_| ApiError::bad_request("after must be the seq of an entry"))?;
    Ok(Json(json!({ "entries": fake.journal_after(after) })))
}

async fn logs(
    State(demo): State<Arc<Demo>>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, ApiError> {
    match demo.target(asked.service.as_deref())? {
        Target::Server(server) => Ok(Json(json!({ "lines": server.lines() }))),
        Target::Fake(_) => Err(ApiError::bad_request(
            "a fake prints nothing; ask for its journal",
        )),
    }
}

async fn happenings(State(demo): State<Arc<Demo>>, headers: HeaderMap) -> Response {
    server_kit::events::answer(events::stream(&demo, &headers))
}

async fn unknown_path(uri: Uri) -> ApiError {
    let text = if uri.path().starts_with("/api/") {
        "no such endpoint; see the README of examples/demo"
    } else {
        "no such page; the demo is at /"
    };
    ApiError::new(StatusCode::NOT_FOUND, text)
}

async fn wrong_method() -> ApiError {
    ApiError::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this endpoint has no such method",
    )
}

/// Reads a request's body: a JSON object.
pub(crate) fn parse(body: &Bytes) -> Result<Value, ApiError> {
    serde_json::from_slice(body).ok().filter(Value::is_object).ok_or_else(|| {
        ApiError::bad_request(
            r#"the body must be a JSON object such as {"service":"fake-genesys","kind":"slow","seconds":30}"#,
        )
    })
}

/// A service that a request names.
#[derive(Clone, Copy)]
enum Target<'a> {
    Server(&'a Server),
    Fake(&'a RunningFake),
}

impl Target<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Server(server) => server.plan.name,
            Self::Fake(fake) => fake.plan.name,
        }
    }

    async fn apply(self, wish: Wish) -> Result<(), ApiError> {
        match (self, wish) {
            (Self::Fake(fake), Wish::Break(kind, duration)) => fake.inject(kind, duration),
            (Self::Fake(fake), Wish::Mend) => fake.mend(),
            (Self::Server(server), Wish::Break(Kind::Down, duration)) => {
                server.order(Order::HoldDown(duration)).await;
            }
            (Self::Server(server), Wish::Mend) => server.order(Order::Mend).await,
            (Self::Server(_), Wish::Break(..)) => {
                return Err(ApiError::bad_request(
                    "a server takes only the kinds down and none; the others are for the fakes",
                ));
            }
        }
        Ok(())
    }
}

impl Demo {
    fn target(&self, name: Option<&str>) -> Result<Target<'_>, ApiError> {
        let servers = self.servers.iter().map(Target::Server);
        let all: Vec<_> = servers.chain(self.fakes.iter().map(Target::Fake)).collect();
        let found = all.iter().find(|target| Some(target.name()) == name);
        found.copied().ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|target| target.name()).collect();
            ApiError::bad_request(format!("service must be one of {}", names.join(", ")))
        })
    }

    fn view_of(&self, target: Target<'_>) -> Json<ServiceView> {
        Json(match target {
            Target::Server(server) => self.view_of_server(server),
            Target::Fake(fake) => self.view_of_fake(fake),
        })
    }
}

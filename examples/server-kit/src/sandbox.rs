//! What only a server in front of fakes has: a clock that can be moved.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Json, Router,
    extract::Request,
    response::{IntoResponse as _, Response},
    routing::post,
};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use crate::{client_ip, json};

const BODY_LIMIT: usize = 1024;
/// A century: no calendar ends before.
const FURTHEST: TimeDelta = TimeDelta::days(36_525);

/// The system's clock, or a time ahead of it. Clones move together.
///
/// Give [`now`](Self::now) to everything that asks for the time. Timers are not moved: what
/// waits for a time should look at the clock again now and then.
#[derive(Clone, Debug, Default)]
pub struct MovableClock {
    ahead: Arc<AtomicI64>,
}

impl MovableClock {
    /// A clock that is so many seconds ahead of the system's.
    #[must_use]
    pub fn ahead_by(seconds: u32) -> Self {
        let ahead = i64::from(seconds) * 1000;
        Self {
            ahead: Arc::new(AtomicI64::new(ahead)),
        }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.ahead.load(Ordering::Relaxed))
    }

    /// Moves the time forward; `None` if it would be a century ahead.
    pub fn advance(&self, by: TimeDelta) -> Option<DateTime<Utc>> {
        let add = |ahead: i64| {
            ahead
                .checked_add(by.num_milliseconds())
                .filter(|sum| *sum <= FURTHEST.num_milliseconds())
        };
        let moved = self
            .ahead
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        moved.ok().map(|_| self.now())
    }

    /// `POST /_sandbox/clock` with `{"advance_seconds": 90000}`, for programs of this machine.
    ///
    /// Merge it with the routes that [`router::wrap`](crate::router::wrap) gives: what stands
    /// around those is not for it.
    pub fn route(&self) -> Router {
        let clock = self.clone();
        let advance = async move |request| advance(&clock, request).await;
        Router::new().route("/_sandbox/clock", post(advance))
    }
}

async fn advance(clock: &MovableClock, request: Request) -> Response {
    if !client_ip::is_local(client_ip::peer(&request), request.headers()) {
        let text = "the clock is moved by programs on this machine only";
        return refuse(StatusCode::FORBIDDEN, text);
    }
    let (head, body) = request.into_parts();
    // Without a JSON content type, any web site could make a browser send this.
    let Ok(wish) = json::read(&head.headers, body, BODY_LIMIT).await else {
        return refuse(StatusCode::BAD_REQUEST, HOW);
    };
    match moved(clock, &wish) {
        Some(now) => Json(json!({ "now": now })).into_response(),
        None => refuse(StatusCode::BAD_REQUEST, HOW),
    }
}

const HOW: &str = "send JSON such as {\"advance_seconds\":90000}, up to a century in all";

fn moved(clock: &MovableClock, wish: &Value) -> Option<DateTime<Utc>> {
    let seconds = wish["advance_seconds"].as_i64().filter(|by| *by >= 0)?;
    clock.advance(TimeDelta::try_seconds(seconds)?)
}

fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{body::Body, extract::ConnectInfo};
    use tower::ServiceExt as _;

    use super::*;

    async fn post_from(peer: [u8; 4], clock: &MovableClock, kind: &str, body: &str) -> StatusCode {
        let request = Request::post("/_sandbox/clock")
            .header("content-type", kind)
            .extension(ConnectInfo(SocketAddr::from((peer, 4000))))
            .body(Body::from(body.to_owned()))
            .unwrap();
        clock.route().oneshot(request).await.unwrap().status()
    }

    const ME: [u8; 4] = [127, 0, 0, 1];
    const JSON: &str = "application/json";

    #[tokio::test]
    async fn this_machine_moves_every_clone_of_the_clock() {
        let clock = MovableClock::default();
        let elsewhere = clock.clone();

        let status = post_from(ME, &clock, JSON, r#"{"advance_seconds":90000}"#).await;

        assert_eq!(status, StatusCode::OK);
        let ahead = elsewhere.now() - Utc::now();
        assert!(
            (ahead - TimeDelta::hours(25)).num_seconds().abs() <= 1,
            "{ahead}"
        );
    }

    #[tokio::test]
    async fn nobody_else_moves_it_and_nothing_moves_it_back() {
        let clock = MovableClock::default();
        let hour = r#"{"advance_seconds":3600}"#;

        let forbidden = StatusCode::FORBIDDEN;
        assert_eq!(
            post_from([192, 0, 2, 7], &clock, JSON, hour).await,
            forbidden
        );
        let bad = StatusCode::BAD_REQUEST;
        assert_eq!(post_from(ME, &clock, "text/plain", hour).await, bad);
        for wish in [
            r#"{"advance_seconds":-1}"#,
            r#"{"advance_seconds":9223372036854775807}"#,
            r#"{"advance_seconds":4000000000}"#,
            "{}",
            "[]",
            "",
        ] {
            assert_eq!(post_from(ME, &clock, JSON, wish).await, bad, "{wish}");
        }
        assert!((clock.now() - Utc::now()).num_seconds() <= 0);
    }
}

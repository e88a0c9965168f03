//! A fake that keeps files as they were sent, and serves them with ranges.

use std::time::Duration;

use bytes::Bytes;
use ccaas_http::{
    HttpClient, Timeouts,
    test_util::{Answer, Fake, FakeClock, FakeHost, FakeRequest, Reply},
};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;

use crate::vendor::{PostError, now};

/// One request as it came in.
pub(crate) struct Kept {
    pub(crate) content_type: String,
    pub(crate) content_length: Option<usize>,
    pub(crate) body: Bytes,
}

#[derive(Default)]
pub(crate) struct Warehouse {
    pub(crate) kept: Vec<Kept>,
    pub(crate) stored: Bytes,
    pub(crate) ranges: Vec<Option<String>>,
    /// Whether ranges are served.
    pub(crate) whole_only: bool,
    /// How many uploads are refused, with which status.
    pub(crate) refuse: Option<(u16, usize)>,
}

impl Fake for Warehouse {
    fn handle(&mut self, _: DateTime<Utc>, request: &FakeRequest) -> Reply {
        if request.method == Method::GET {
            return self.serve(request).into();
        }
        let text = |name: &str| request.header(name).unwrap_or_default().to_owned();
        self.kept.push(Kept {
            content_type: text("content-type"),
            content_length: text("content-length").parse().ok(),
            body: request.body.clone(),
        });
        match &mut self.refuse {
            Some((status, left)) if *left > 0 => {
                *left -= 1;
                Answer::json(*status, &json!({ "code": "not.now" })).into()
            }
            _ => Answer::json(201, &json!({ "id": "f-1" })).into(),
        }
    }

    fn too_many_requests(&self, _: Option<Duration>) -> Answer {
        Answer::empty(429)
    }

    fn internal_error(&self) -> Answer {
        Answer::empty(500)
    }

    fn expire_tokens(&mut self) {}
}

impl Warehouse {
    fn serve(&mut self, request: &FakeRequest) -> Answer {
        let range = request.header("range").map(str::to_owned);
        self.ranges.push(range.clone());
        let start: Option<usize> = range.filter(|_| !self.whole_only).and_then(|range| {
            range
                .strip_prefix("bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        });
        let Some(start) = start else {
            return Answer::bytes(200, "image/png", self.stored.clone());
        };
        let length = self.stored.len();
        Answer::bytes(206, "image/png", self.stored.slice(start..)).with_header(
            "Content-Range",
            format!("bytes {start}-{}/{length}", length - 1),
        )
    }
}

/// A warehouse, and a client of it that waits without taking time.
pub(crate) async fn open() -> (FakeHost<Warehouse>, HttpClient<PostError>) {
    open_with(Timeouts::default()).await
}

pub(crate) async fn open_with(timeouts: Timeouts) -> (FakeHost<Warehouse>, HttpClient<PostError>) {
    let host = FakeHost::start(Warehouse::default()).await;
    let client = HttpClient::builder(host.url())
        .clock(FakeClock::new(now()).clock())
        .timeouts(timeouts)
        .build()
        .unwrap();
    (host, client)
}

//! Genesys Cloud without any limit: a token, and messages whose order is checked.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
};

use anyhow::Result;
use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::child::end_of_input;

/// Where it tells what it received.
pub(crate) const COUNTS: &str = "/stub/counts";

/// What arrived since the last time this was asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Counts {
    pub(crate) messages: usize,
    /// Messages that came after a later one of their customer, or not right after the one before.
    pub(crate) out_of_order: usize,
    /// Messages that came again.
    pub(crate) again: usize,
}

#[derive(Default)]
struct Seen {
    counts: Counts,
    next: HashMap<String, usize>,
}

pub(crate) async fn serve(listener: TcpListener) -> Result<()> {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let accept = async {
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                let answer = service_fn(move |request| answer(request, Arc::clone(&seen)));
                // A client that goes away ends its connection; that is no failure.
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    };
    tokio::select! {
        failed = accept => failed,
        () = end_of_input() => Ok(()),
    }
}

async fn answer(
    request: Request<Incoming>,
    seen: Arc<Mutex<Seen>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let is_post = request.method() == Method::POST;
    let body = request.into_body().collect().await;
    let body = body.map(|body| body.to_bytes()).unwrap_or_default();
    let answer = if path == COUNTS {
        let counts = std::mem::take(&mut seen.lock().expect("nobody panics").counts);
        json!(counts)
    } else if is_post && path == "/oauth/token" {
        json!({ "access_token": "bench", "token_type": "bearer", "expires_in": 86_399 })
    } else if is_post && path.ends_with("/inbound/open/message") {
        let message: Value = serde_json::from_slice(&body).unwrap_or_default();
        seen.lock().expect("nobody panics").note(&message["text"]);
        json!({ "id": "11111111-2222-4333-8444-555555555555", "type": "Text" })
    } else {
        json!({ "id": "11111111-2222-4333-8444-555555555555" })
    };
    let mut response = Response::new(Full::new(answer.to_string().into()));
    for (name, value) in [
        (header::CONTENT_TYPE.as_str(), "application/json"),
        // More than anybody needs: without a word the bridge keeps to the vendor's 300 a minute.
        ("inin-ratelimit-allowed", "100000000"),
        ("inin-ratelimit-count", "1"),
        ("inin-ratelimit-reset", "60"),
    ] {
        let value = http::HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

impl Seen {
    /// Reads `c17 n4 …`.
    fn note(&mut self, text: &Value) {
        let mut words = text.as_str().unwrap_or_default().split(' ');
        let (customer, place) = (words.next().unwrap_or_default(), words.next());
        let place = place.and_then(|place| place.strip_prefix('n')?.parse().ok());
        let place: usize = place.unwrap_or(usize::MAX);
        let next = self.next.entry(customer.to_owned()).or_insert(place);
        self.counts.messages += 1;
        match place {
            place if place == *next => *next += 1,
            place if place < *next => self.counts.again += 1,
            _ => {
                self.counts.out_of_order += 1;
                *next = place.saturating_add(1);
            }
        }
    }
}

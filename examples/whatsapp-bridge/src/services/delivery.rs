//! What both webhooks do: read the bytes, keep them on disk, and only then say 200.

use std::time::Duration;

use axum::body::Body;
use durable_inbox::{Delivery, Inbox};
use http::{HeaderMap, StatusCode};
use server_kit::{causes::causes, problem::Problem};

use super::bodies::{Unread, Whole};
use crate::{state::AppState, work::journal::Journal};

/// The largest body: Meta's are at most 3 MB.
const MOST: usize = 3 * 1024 * 1024;
/// When to send again what could not be kept.
const AGAIN: Duration = Duration::from_secs(5);
/// Both vendors' header; Meta writes hexadecimal digits, Genesys Cloud base64.
const SIGNATURE: &str = "x-hub-signature-256";
/// Webhooks by source and by what became of them.
const COUNTER: &str = "whatsapp_bridge_webhooks_total";

/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Meta,
    Genesys,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Genesys => "genesys",
        }
    }
}

/// Announces the metric.
pub(crate) fn announce() {
    for source in [Source::Meta, Source::Genesys] {
        for outcome in ["kept", "refused", "unreadable", "not_kept"] {
            count_by(source, outcome, 0);
        }
    }
    let text = "Webhooks by source, and by what became of them";
    metrics::describe_counter!(COUNTER, text);
}

fn count(source: Source, outcome: &'static str) {
    count_by(source, outcome, 1);
}

fn count_by(source: Source, outcome: &'static str, by: u64) {
    metrics::counter!(COUNTER, "source" => source.name(), "outcome" => outcome).increment(by);
}

/// The bytes of a body.
pub(crate) async fn read(state: &AppState, source: Source, body: Body) -> Result<Whole, Problem> {
    match state.bodies.read(body, MOST).await {
        Ok(whole) => Ok(whole),
        Err(Unread::NoRoom) => {
            count(source, "not_kept");
            tracing::error!(source = source.name(), "too many webhooks come at once");
            Err(again())
        }
        Err(Unread::Wrong(problem)) => {
            count(source, "unreadable");
            Err(problem.into())
        }
    }
}

/// The signature of a delivery.
pub(crate) fn signature(source: Source, headers: &HeaderMap) -> Result<&str, Problem> {
    let value = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| refused(source))
}

/// Status 401: whoever sent it does not know the secret. Nothing is kept.
pub(crate) fn refused(source: Source) -> Problem {
    count(source, "refused");
    Problem::new(StatusCode::UNAUTHORIZED, "The signature does not match")
}

/// Keeps a delivery: 200 once it is on disk, else 503, and the vendor sends it again.
pub(crate) async fn keep(
    state: &AppState,
    source: Source,
    journal: &Journal,
) -> Result<StatusCode, Problem> {
    let delivery = Delivery {
        source: source.name().to_owned(),
        payload: journal.seal(&state.sealer),
        received_at: state.clock.now(),
    };
    match state.inbox.append(vec![delivery]).await {
        Ok(()) => {
            count(source, "kept");
            Ok(StatusCode::OK)
        }
        Err(error) => {
            count(source, "not_kept");
            tracing::error!(error = %causes(&error), source = source.name(), "a webhook was not kept");
            Err(again())
        }
    }
}

fn again() -> Problem {
    let text = "The delivery could not be kept, please send it again";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text).with_retry_after(Some(AGAIN))
}

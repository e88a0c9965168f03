//! What is counted of the lobby.

use metrics::{counter, describe_gauge, describe_histogram, gauge, histogram};
use server_kit::metrics::{counter as announced, counter_by};
use signaling_core::{CallSummary, Counts, EndCode, StatsReported};

use crate::store::path_name;

const CONNECTIONS: &str = "video_reception_connections";
const WAITING: &str = "video_reception_waiting_calls";
const LIVE: &str = "video_reception_live_calls";
const ENDED: &str = "video_reception_calls_total";
const PATHS: &str = "video_reception_paths_total";
const SETUP: &str = "video_reception_setup_seconds";
const LOSS: &str = "video_reception_loss_ratio";
const FULL: &str = "video_reception_full_buffers_total";
const DROPPED: &str = "video_reception_dropped_events_total";
const UNWRITTEN: &str = "video_reception_unwritten_records_total";

/// Describes them.
pub(crate) fn announce() {
    announced(
        "video_reception_rate_limited_total",
        "Requests refused by the limit of their address",
    );
    describe_gauge!(CONNECTIONS, "Open Socket.IO connections");
    describe_gauge!(WAITING, "Calls that ring");
    describe_gauge!(LIVE, "Calls in which both sides are");
    let codes: Vec<&'static str> = EndCode::ALL.iter().map(|code| code.as_str()).collect();
    counter_by(ENDED, "Calls that ended, by why", "code", &codes);
    let paths = &["host", "srflx", "relay"];
    counter_by(PATHS, "Which way media took, as pages say", "path", paths);
    describe_histogram!(
        SETUP,
        "From the accepted call to the first media, as pages say"
    );
    describe_histogram!(LOSS, "Share of packets lost, as pages say");
    announced(FULL, "Connections closed because they took nothing");
    announced(
        DROPPED,
        "Events dropped, and their connections closed, because too many waited",
    );
    announced(
        UNWRITTEN,
        "Records of the history that could not be written",
    );
}

pub(super) fn show(counts: &Counts) {
    gauge!(CONNECTIONS).set(counts.connections as f64);
    gauge!(WAITING).set(counts.waiting_calls as f64);
    gauge!(LIVE).set(counts.active_calls as f64);
}

pub(super) fn ended(call: &CallSummary) {
    counter!(ENDED, "code" => call.code.as_str()).increment(1);
}

pub(super) fn measured(told: &StatsReported) {
    counter!(PATHS, "path" => path_name(told.stats.path_type)).increment(1);
    histogram!(SETUP).record(f64::from(told.stats.setup_ms) / 1000.);
    histogram!(LOSS).record(f64::from(told.stats.loss_percent) / 100.);
}

pub(super) fn full() {
    counter!(FULL).increment(1);
}

pub(super) fn dropped() {
    counter!(DROPPED).increment(1);
}

pub(super) fn unwritten() {
    counter!(UNWRITTEN).increment(1);
}

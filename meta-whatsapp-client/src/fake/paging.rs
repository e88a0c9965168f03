//! Cursor paging.

use ccaas_http::test_util::FakeRequest;
use serde_json::{Value, json};

use super::answers::{Outcome, Refusal, ok};

const DEFAULT_LIMIT: usize = 25;

/// The page of `items` that the request asks for with `limit` and `after`.
pub(super) fn page(request: &FakeRequest, items: &[Value]) -> Outcome {
    let limit = match request.query("limit") {
        None => DEFAULT_LIMIT,
        Some(limit) => limit
            .parse()
            .ok()
            .filter(|limit| *limit > 0)
            .ok_or_else(|| Refusal::parameter("limit must be a positive number"))?,
    };
    let start = match request.query("after").filter(|after| !after.is_empty()) {
        None => 0,
        Some(after) => read(after).ok_or_else(|| Refusal::parameter("Invalid cursor"))?,
    };
    let start = start.min(items.len());
    let end = (start + limit).min(items.len());
    let mut body = json!({ "data": items[start..end] });
    if start < end {
        body["paging"] = json!({ "cursors": { "before": write(start), "after": write(end) } });
        if end < items.len() {
            let url = format!(
                "https://graph.facebook.com{}?after={}",
                request.path,
                write(end)
            );
            body["paging"]["next"] = url.into();
        }
    }
    ok(&body)
}

fn write(position: usize) -> String {
    format!("QVFI{position:06}")
}

fn read(cursor: &str) -> Option<usize> {
    cursor.strip_prefix("QVFI")?.parse().ok()
}

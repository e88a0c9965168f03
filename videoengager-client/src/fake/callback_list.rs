//! Listing a fake's Genesys callbacks.

use std::cmp::Ordering;

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::DateTime;
use serde_json::{Value, json};
use url::Url;

use super::{answers::refusal, callback::Kept, callbacks::Callbacks, fields::text};

impl Callbacks {
    /// Filtered, sorted and cut into pages.
    pub(super) fn list(&self, request: &FakeRequest, base: &Url, from: &str, to: &str) -> Answer {
        let read = |time: &str| DateTime::parse_from_rfc3339(time).ok();
        let (Some(start), Some(end)) = (read(from), read(to)) else {
            return refusal("Invalid period", "a period is two times");
        };
        let number = |name: &str, default: usize| {
            let value = request.query(name).and_then(|value| value.parse().ok());
            value.filter(|value| *value > 0).unwrap_or(default)
        };
        let (page, page_size) = (number("page", 1), number("pageSize", 100));
        let mut found: Vec<&Kept> = self
            .kept
            .values()
            .filter(|callback| (start.to_utc()..=end.to_utc()).contains(&callback.date))
            .filter(|callback| is_wanted(callback, request))
            .collect();
        let order_by = request.query("orderBy").unwrap_or("date");
        found.sort_by(|a, b| order(order_by, a, b));
        if request.query("asc") == Some("-1") {
            found.reverse();
        }
        let count = found.len();
        let shown = found
            .into_iter()
            .skip((page - 1) * page_size)
            .take(page_size);
        let data: Vec<Value> = shown.map(|callback| callback.show(base, false)).collect();
        let mut answer = json!({
            "data": data,
            "count": count,
            "page": page,
            "pageSize": page_size,
            "orderBy": order_by,
            "from": from,
            "to": to,
        });
        for key in ["searchBy", "searchString", "preferedAgent", "queueId"] {
            if let Some(value) = request.query(key) {
                answer[key] = value.into();
            }
        }
        Answer::json(200, &answer)
    }
}

fn is_wanted(callback: &Kept, request: &FakeRequest) -> bool {
    let is_equal = |key: &str| match request.query(key) {
        Some(wanted) => text(&callback.sent, key).as_deref() == Some(wanted),
        None => true,
    };
    let is_active = match request.query("active") {
        Some(wanted) => callback.active.to_string() == wanted,
        None => true,
    };
    let is_found = match request.query("searchString") {
        Some(wanted) => is_found(callback, request.query("searchBy"), wanted),
        None => true,
    };
    is_equal("preferedAgent") && is_equal("queueId") && is_active && is_found
}

fn is_found(callback: &Kept, search_by: Option<&str>, wanted: &str) -> bool {
    let fields = [
        ("visitor.name", Some(callback.name())),
        ("visitor.email", text(&callback.sent, "customer_email")),
        ("visitor.phone", callback.phone()),
        ("conversationId", Some(callback.conversation_id())),
    ];
    fields
        .into_iter()
        .filter(|(key, _)| search_by.is_none_or(|search_by| search_by == *key))
        .any(|(_, value)| value.is_some_and(|value| value.contains(wanted)))
}

fn order(order_by: &str, a: &Kept, b: &Kept) -> Ordering {
    match order_by {
        "created" => a.created.cmp(&b.created),
        "duration" => a.duration().cmp(&b.duration()),
        "name" => a.name().cmp(&b.name()),
        "canceled" => b.active.cmp(&a.active),
        _ => a.date.cmp(&b.date),
    }
}

//! `GET /{waba_id}`: the account, and its analytics.

use ccaas_http::test_util::FakeRequest;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok},
    waba::Waba,
};

impl Waba {
    /// Fields are those that are asked for; analytics stand there like
    /// `analytics.start(…).end(…).granularity(DAY)`.
    pub(super) fn account(&self, now: DateTime<Utc>, request: &FakeRequest) -> Outcome {
        if request.method != http::Method::GET {
            return Err(Refusal::unknown(FakeWhatsApp::WABA_ID));
        }
        let mut account = json!({
            "id": FakeWhatsApp::WABA_ID,
            "name": "Example Business",
            "currency": "USD",
            "timezone_id": "1",
            "message_template_namespace": "fake_namespace",
        });
        let fields = request.query("fields").unwrap_or_default();
        for name in ["conversation_analytics", "pricing_analytics", "analytics"] {
            if let Some(asked) = arguments(fields, name) {
                account[name] = self.analytics(now, name, asked)?;
            }
        }
        ok(&account)
    }

    fn analytics(&self, now: DateTime<Utc>, name: &str, asked: &str) -> Result<Value, Refusal> {
        let number = |key: &str| -> Result<i64, Refusal> {
            let value = call_of(asked, key).and_then(|value| value.parse().ok());
            value.ok_or_else(|| Refusal::missing(key))
        };
        let (start, end) = (number("start")?, number("end")?);
        if start >= end {
            return Err(Refusal::parameter("start must be before end"));
        }
        let granularity = call_of(asked, "granularity");
        let granularity = granularity.ok_or_else(|| Refusal::missing("granularity"))?;
        let sent = self
            .sent
            .iter()
            .filter(|message| (start..end).contains(&message.at.timestamp()))
            .count();
        let point = json!({ "start": start, "end": end.min(now.timestamp().max(start + 1)) });
        let with = |mut point: Value, more: Value| {
            if let (Value::Object(point), Value::Object(more)) = (&mut point, more) {
                point.extend(more);
            }
            point
        };
        Ok(match name {
            "analytics" => json!({
                "phone_numbers": [FakeWhatsApp::DISPLAY_PHONE_NUMBER],
                "granularity": granularity,
                "data_points": [with(point, json!({ "sent": sent, "delivered": sent }))]
            }),
            "conversation_analytics" => json!({ "data": [{ "data_points": [
                with(point, json!({ "conversation": sent, "cost": 0.0 }))
            ] }] }),
            _ => json!({ "data": [{ "data_points": [
                with(point, json!({ "volume": sent, "cost": 0.0 }))
            ] }] }),
        })
    }

    pub(super) fn template_analytics(&self, request: &FakeRequest) -> Outcome {
        for key in ["start", "end", "granularity", "template_ids"] {
            if request.query(key).is_none() {
                return Err(Refusal::missing(key));
            }
        }
        let sent = self
            .sent
            .iter()
            .filter(|message| message.kind == "template")
            .count();
        ok(&json!({ "data": [{
            "granularity": "DAILY",
            "data_points": [{ "template_id": "1", "sent": sent, "delivered": sent, "read": 0 }]
        }], "paging": { "cursors": { "before": "MAZDZD", "after": "MAZDZD" } } }))
    }
}

/// What follows `name` in the list of fields, up to the next field.
fn arguments<'a>(fields: &'a str, name: &str) -> Option<&'a str> {
    let starts = fields.match_indices(name).map(|(at, _)| at);
    let own = |at: &usize| *at == 0 || fields[..*at].ends_with(',');
    let at = starts.into_iter().find(own)? + name.len();
    fields[at..].starts_with('.').then(|| &fields[at..])
}

/// The argument of `.key(argument)`.
fn call_of<'a>(asked: &'a str, key: &str) -> Option<&'a str> {
    let at = asked.find(&format!(".{key}("))? + key.len() + 2;
    let end = asked[at..].find(')')?;
    Some(&asked[at..at + end])
}

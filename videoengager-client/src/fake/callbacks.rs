//! VideoEngager's Genesys callbacks, as a fake keeps them.

use std::collections::{BTreeMap, BTreeSet};

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use http::Method;
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    FakeGenesysCallback, Tenant,
    answers::{not_found, refusal, unauthorized},
    callback::{Kept, iso},
    fields::time,
    tenant::{is_ours, no_tenant},
};
use crate::CallbackUpdateError;

/// The callbacks of a tenant.
#[derive(Default)]
pub(super) struct Callbacks {
    created: u64,
    pub(super) kept: BTreeMap<u64, Kept>,
    blocked: BTreeSet<DateTime<Utc>>,
    pub(super) plain_calendar: bool,
}

impl Tenant {
    pub(super) fn callbacks_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        rest: &[&str],
        signed_in: bool,
    ) -> Answer {
        let base = self.base();
        let callbacks = &mut self.callbacks;
        let (tenant_id, is_public) = match rest {
            ["tenant", tenant_id, ..]
            | ["list", "tenant", tenant_id, ..]
            | ["byScheduleId", "tenant", tenant_id, ..] => (tenant_id, false),
            [tenant_id, ..] => (tenant_id, true),
            [] => return not_found("Not found"),
        };
        if !is_public && !signed_in {
            return unauthorized();
        }
        if !is_ours(tenant_id) {
            return no_tenant();
        }
        match (&request.method, rest) {
            (&Method::GET, ["list", "tenant", _, from, to]) => {
                callbacks.list(request, &base, from, to)
            }
            (&Method::DELETE, ["byScheduleId", "tenant", _, id]) => {
                callbacks.delete_by_schedule_id(&base, id)
            }
            (&Method::POST, ["tenant", _]) => {
                callbacks.create(now, request, &base, "_customer_number")
            }
            (method, ["tenant", _, id]) => callbacks.one(now, method, request, &base, id, false),
            (&Method::GET, [_, "availability"]) => callbacks.availability(request),
            (&Method::GET, [_, "calendar"]) => callbacks.calendar(),
            (&Method::POST, [_]) => callbacks.create(now, request, &base, "customer_number"),
            (method @ (&Method::GET | &Method::DELETE), [_, id]) => {
                callbacks.one(now, method, request, &base, id, true)
            }
            _ => not_found("Not found"),
        }
    }
}

impl Callbacks {
    pub(super) fn facts(&self) -> Vec<FakeGenesysCallback> {
        self.kept.values().map(Kept::facts).collect()
    }

    pub(super) fn block(&mut self, time: DateTime<Utc>) {
        self.blocked.insert(time);
    }

    pub(super) fn has_code(&self, code: &str) -> bool {
        let mut kept = self.kept.values();
        kept.any(|callback| callback.codes().iter().any(|known| known == code))
    }

    fn create(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        base: &Url,
        number_field: &'static str,
    ) -> Answer {
        let sent: Map<String, Value> = request.json().unwrap_or_default();
        match Kept::create(self.created + 1, now, number_field, sent) {
            Ok(callback) => {
                self.created += 1;
                let shown = callback.show(base, true);
                self.kept.insert(self.created, callback);
                Answer::json(200, &shown)
            }
            Err(message) => refusal("Invalid callback", message),
        }
    }

    fn one(
        &mut self,
        now: DateTime<Utc>,
        method: &Method,
        request: &FakeRequest,
        base: &Url,
        id: &str,
        is_public: bool,
    ) -> Answer {
        let has_shape = id.len() == 36 && id.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit());
        if !has_shape {
            return update_error(&CallbackUpdateError::InvalidConversationId);
        }
        let mut numbers = self.kept.iter();
        let found = numbers.find(|(_, callback)| callback.conversation_id() == id);
        let Some(number) = found.map(|(number, _)| *number) else {
            return update_error(&CallbackUpdateError::NotFoundOnGenesys);
        };
        match *method {
            Method::GET => {}
            Method::DELETE => self.deactivate(number),
            Method::PATCH => {
                if let Err(error) = self.update(now, number, request) {
                    return update_error(&error);
                }
            }
            _ => return not_found("Not found"),
        }
        let callback = &self.kept[&number];
        match is_public {
            true => Answer::json(200, &callback.show_public(base)),
            false => Answer::json(200, &callback.show(base, false)),
        }
    }

    fn update(
        &mut self,
        now: DateTime<Utc>,
        number: u64,
        request: &FakeRequest,
    ) -> Result<(), CallbackUpdateError> {
        let callback = &self.kept[&number];
        if !callback.active {
            return Err(CallbackUpdateError::NotActive);
        }
        if !callback.is_owned() {
            return Err(CallbackUpdateError::NotAgentOwned);
        }
        let sent: Map<String, Value> = request.json().unwrap_or_default();
        let date = time(&sent, "date").ok_or(CallbackUpdateError::InvalidDate)?;
        if date <= now {
            return Err(CallbackUpdateError::DateInThePast);
        }
        if date > now + TimeDelta::days(30) {
            return Err(CallbackUpdateError::DateTooFarInTheFuture);
        }
        if callback.date != date && !self.is_free(date) {
            return Err(CallbackUpdateError::DateNotAvailable);
        }
        if let Some(callback) = self.kept.get_mut(&number) {
            callback.date = date;
        }
        Ok(())
    }

    fn deactivate(&mut self, number: u64) {
        if let Some(callback) = self.kept.get_mut(&number) {
            callback.active = false;
        }
    }

    fn delete_by_schedule_id(&mut self, base: &Url, id: &str) -> Answer {
        let mut kept = self.kept.values_mut();
        match kept.find(|callback| callback.schedule_id() == id) {
            Some(callback) => {
                callback.active = false;
                Answer::json(200, &callback.show(base, false))
            }
            None => not_found("Schedule not found"),
        }
    }

    fn is_free(&self, time: DateTime<Utc>) -> bool {
        let is_taken = |callback: &Kept| callback.active && callback.date == time;
        !self.blocked.contains(&time) && !self.kept.values().any(is_taken)
    }

    /// Each full hour of the days that are asked for.
    fn availability(&self, request: &FakeRequest) -> Answer {
        let start = request.query("start").unwrap_or_default();
        let start = DateTime::parse_from_rfc3339(start).ok();
        let days = request.query("number-of-days").unwrap_or_default();
        let days = days
            .parse::<i32>()
            .ok()
            .filter(|days| (1..=30).contains(days));
        let (Some(start), Some(days)) = (start, days) else {
            return refusal(
                "Invalid period",
                "`start` and `number-of-days` are required",
            );
        };
        let hour = TimeDelta::hours(1);
        let start = start.to_utc();
        let first = start.duration_trunc(hour).unwrap_or(start);
        let times = (0..days * 24).map(|hours| first + hour * hours);
        let slots: BTreeMap<String, u8> = times
            .filter(|time| *time >= start)
            .map(|time| (iso(time), u8::from(self.is_free(time))))
            .collect();
        Answer::json(200, &slots)
    }

    /// A text that is JSON itself, as the vendor answers.
    fn calendar(&self) -> Answer {
        let calendar = json!({ "workingHours": { "monday": ["09:00", "17:00"] } });
        match self.plain_calendar {
            true => Answer::json(200, &calendar),
            false => Answer::json(200, &calendar.to_string()),
        }
    }
}

fn update_error(error: &CallbackUpdateError) -> Answer {
    let status = match error {
        CallbackUpdateError::NotFoundOnGenesys => 404,
        _ => 400,
    };
    Answer::json(status, &json!({ "error": error.as_str() }))
}

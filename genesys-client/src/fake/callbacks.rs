//! What can be done with the fake's callbacks, and what their requests must hold.

use std::collections::BTreeMap;

use ccaas_http::test_util::{Answer, FakeRequest, Reply};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{FakeCallback, Organisation, answers::Refusal};
use crate::ids::{ConversationId, QueueId, ScriptId};

/// How many callbacks are kept; the oldest are dropped.
const CALLBACKS_LIMIT: usize = 10_000;
/// Clocks differ a little, so a time just past is "at once".
const PAST_ALLOWED: TimeDelta = TimeDelta::minutes(1);
/// The vendor says 30 days; a client that counts from its own clock may mean a bit more.
const FUTURE_ALLOWED: TimeDelta = TimeDelta::days(31);

/// What happens to a request that would otherwise do well.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    Fail(u16),
    NoBody,
    Lose,
    Hang,
}

impl Organisation {
    pub(super) fn create_callback(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Reply, Refusal> {
        let fate = self.create_fates.pop_front();
        match fate {
            Some(Fate::Fail(status)) => return Err(Refusal::of_status(status)),
            Some(Fate::Hang) => return Ok(Reply::Hang),
            Some(Fate::NoBody | Fate::Lose) | None => {}
        }
        let body = json_object(request)?;
        let queue_id = body["queueId"]
            .as_str()
            .or(body["routingData"]["queueId"].as_str());
        let callback_numbers = numbers(&body)?.ok_or_else(|| {
            let code = "callback.error.missing.callback.numbers";
            Refusal::field(code, "callbackNumbers", "is required")
        })?;
        let queue_id = queue_id.filter(|id| !id.is_empty()).ok_or_else(|| {
            Refusal::field("callback.error.missing.queue.id", "queueId", "is required")
        })?;
        self.queues.check(queue_id)?;
        let script_id = text(&body, "scriptId")?;
        if let Some(script_id) = &script_id {
            self.scripts.check(script_id)?;
        }
        let callback = FakeCallback {
            conversation_id: ConversationId::new(self.next_id(now)),
            state: "scheduled",
            callback_numbers,
            callback_user_name: text(&body, "callbackUserName")?,
            queue_id: QueueId::new(queue_id),
            script_id: script_id.map(ScriptId::new),
            scheduled_time: scheduled_time(now, &body)?,
            data: data(&body)?,
            created: now,
            ended: None,
            external_id: self.next_id(now),
            acd_id: self.next_id(now),
            agents: Vec::new(),
        };
        let answer = Answer::json(200, &callback.reference());
        if self.callbacks.len() == CALLBACKS_LIMIT {
            self.callbacks.pop_front();
        }
        self.callbacks.push_back(callback);
        Ok(match fate {
            Some(Fate::NoBody) => Answer::empty(202).into(),
            Some(Fate::Lose) => Reply::CutBeforeHead,
            _ => answer.into(),
        })
    }

    pub(super) fn reschedule_callback(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let body = json_object(request)?;
        Ok(Answer::json(200, &self.reschedule(now, &body)?))
    }

    /// Changes each by itself; some may fail.
    pub(super) fn bulk_reschedule(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let mut results = Vec::new();
        let mut failed = Vec::new();
        for (index, change) in items(request, "patchCallbackRequests")?.iter().enumerate() {
            results.push(match self.reschedule(now, change) {
                Ok(entity) => json!({ "entity": entity }),
                Err(refusal) => {
                    failed.push(index);
                    json!({ "error": refusal.in_bulk() })
                }
            });
        }
        let (count, answer) = (failed.len(), &mut json!({ "results": results }));
        answer["errorCount"] = count.into();
        answer["errorIndexes"] = failed.into();
        Ok(Answer::json(200, answer))
    }

    /// Cancels all, or none if one is not known.
    pub(super) fn bulk_cancel(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let list = items(request, "callbackDisconnectIdentifiers")?;
        let mut ids = Vec::new();
        for one in &list {
            let id = text(one, "conversationId")?.unwrap_or_default();
            let callback_id = text(one, "callbackId")?.unwrap_or_default();
            let callback = self.callback(&id)?;
            if ![&callback.external_id, &callback.acd_id].contains(&&callback_id) {
                return Err(Refusal::not_found("callback", &callback_id));
            }
            ids.push(id);
        }
        for id in ids {
            self.callback(&id)?.end(now);
            self.tell_of_callback(&id);
        }
        Ok(Answer::empty(202))
    }

    fn reschedule(&mut self, now: DateTime<Utc>, body: &Value) -> Result<Value, Refusal> {
        let required = |name: &'static str| {
            text(body, name)?.ok_or_else(|| Refusal::field("bad.request", name, "is required"))
        };
        let conversation_id = required("conversationId")?;
        required("agentId")?;
        let queue_id = text(body, "queueId")?;
        if let Some(queue_id) = &queue_id {
            self.queues.check(queue_id)?;
        }
        let (numbers, time) = (numbers(body)?, scheduled_time(now, body)?);
        let callback = self.callback(&conversation_id)?;
        if callback.ended.is_some() {
            return Err(Refusal::new(400, "bad.request", "The callback is over."));
        }
        callback.scheduled_time = time.or(callback.scheduled_time);
        if let Some(numbers) = numbers {
            callback.callback_numbers = numbers;
        }
        if let Some(queue_id) = queue_id {
            callback.queue_id = QueueId::new(queue_id);
        }
        Ok(callback.reference())
    }

    pub(super) fn get_callback(&mut self, id: &str) -> Result<Answer, Refusal> {
        Ok(Answer::json(200, &self.callback(id)?.conversation()))
    }

    pub(super) fn cancel_callback(
        &mut self,
        now: DateTime<Utc>,
        id: &str,
        request: &FakeRequest,
    ) -> Result<Reply, Refusal> {
        match self.cancel_fates.pop_front() {
            Some(Fate::Fail(status)) => return Err(Refusal::of_status(status)),
            Some(Fate::Hang) => return Ok(Reply::Hang),
            Some(Fate::NoBody | Fate::Lose) | None => {}
        }
        let body = json_object(request)?;
        if body["state"] != "disconnected" {
            return Err(Refusal::field(
                "invalid.value",
                "state",
                "can only be disconnected",
            ));
        }
        let callback = self.callback(id)?;
        callback.end(now);
        let answer = Answer::json(200, &callback.whole_conversation());
        self.tell_of_callback(id);
        Ok(answer.into())
    }

    pub(super) fn callback(&mut self, id: &str) -> Result<&mut FakeCallback, Refusal> {
        self.callbacks
            .iter_mut()
            .find(|callback| callback.conversation_id.as_str() == id)
            .ok_or_else(|| Refusal::not_found("conversation", id))
    }
}

pub(super) fn json_object(request: &FakeRequest) -> Result<Value, Refusal> {
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::new(
            415,
            "unsupported.media.type",
            "Send application/json.",
        ));
    }
    request
        .json::<Map<String, Value>>()
        .map(Value::Object)
        .ok_or_else(|| Refusal::new(400, "bad.request", "The request could not be understood."))
}

/// The objects of a list that must be there.
fn items(request: &FakeRequest, name: &'static str) -> Result<Vec<Value>, Refusal> {
    match json_object(request)?[name].as_array() {
        Some(list) if !list.is_empty() => Ok(list.clone()),
        _ => Err(Refusal::field("bad.request", name, "is required")),
    }
}

fn text(body: &Value, name: &'static str) -> Result<Option<String>, Refusal> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        _ => Err(Refusal::field("bad.request", name, "must be a string")),
    }
}

/// The numbers, if there are any; checked for their form only on request.
fn numbers(body: &Value) -> Result<Option<Vec<String>>, Refusal> {
    let field = "callbackNumbers";
    let list = match &body[field] {
        Value::Null => return Ok(None),
        Value::Array(list) if list.is_empty() => return Ok(None),
        Value::Array(list) => list,
        _ => return Err(Refusal::field("bad.request", field, "must be a list")),
    };
    let numbers: Option<Vec<String>> = list
        .iter()
        .map(|number| number.as_str().map(str::to_owned))
        .collect();
    let numbers =
        numbers.ok_or_else(|| Refusal::field("bad.request", field, "must hold strings"))?;
    let checked = body["validateCallbackNumbers"] == true;
    if checked && !numbers.iter().all(|number| is_e164(number)) {
        return Err(Refusal::field(
            "invalid.value",
            field,
            "must hold phone numbers",
        ));
    }
    Ok(Some(numbers))
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

fn scheduled_time(now: DateTime<Utc>, body: &Value) -> Result<Option<DateTime<Utc>>, Refusal> {
    let field = "callbackScheduledTime";
    let Some(written) = text(body, field)? else {
        return Ok(None);
    };
    let time: DateTime<Utc> = written
        .parse()
        .map_err(|_| Refusal::field("invalid.date", field, "must be an ISO-8601 time"))?;
    if time < now - PAST_ALLOWED {
        return Err(Refusal::field(
            "invalid.date",
            field,
            "must not be in the past",
        ));
    }
    if time >= now + FUTURE_ALLOWED {
        let code = "callback.error.scheduled.time.too.far.in.future";
        return Err(Refusal::field(code, field, "is too far in the future"));
    }
    Ok(Some(time))
}

fn data(body: &Value) -> Result<BTreeMap<String, String>, Refusal> {
    let wrong = || Refusal::field("bad.request", "data", "must map strings to strings");
    let data = match &body["data"] {
        Value::Null => return Ok(BTreeMap::new()),
        Value::Object(data) => data,
        _ => return Err(wrong()),
    };
    data.iter()
        .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect::<Option<_>>()
        .ok_or_else(wrong)
}

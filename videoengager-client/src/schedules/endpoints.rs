//! What the own account's and the tenant's endpoints have in common.

use ccaas_http::{HttpClient, InvalidRequest, Response};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::value::RawValue;

use super::{CreateSchedule, Schedule, ScheduleId, ScheduleList, UpdateSchedule};
use crate::error::{ApiError, Error};

/// The paths of one group.
pub(super) struct Endpoints {
    /// With a trailing slash, as the vendor has it.
    pub(super) all: &'static str,
    /// With `{id}`.
    pub(super) one: &'static str,
    /// With `{fromMs}` and `{toMs}`.
    pub(super) period: &'static str,
}

impl Endpoints {
    pub(super) async fn create(
        &self,
        http: &HttpClient<ApiError>,
        schedule: &CreateSchedule,
        agent_email: Option<&str>,
    ) -> Result<Response<Schedule>, Error> {
        let notify = schedule.send_notification_email.then_some(true);
        let answer = http
            .call(Method::POST, self.all)
            .query_opt("agentEmail", given(agent_email)?)
            .query_opt("sendNotificationEmail", notify)
            .json(schedule)
            .send::<Box<RawValue>>()
            .await?;
        read(answer, None)
    }

    pub(super) async fn get(
        &self,
        http: &HttpClient<ApiError>,
        id: &ScheduleId,
    ) -> Result<Response<Schedule>, Error> {
        let answer = http
            .call(Method::GET, self.one)
            .path("id", id.as_str())
            .send::<Box<RawValue>>()
            .await?;
        read(answer, None)
    }

    pub(super) async fn list(
        &self,
        http: &HttpClient<ApiError>,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        agent_email: Option<&str>,
    ) -> Result<Response<ScheduleList>, Error> {
        if to < from {
            return Err(InvalidRequest::new("toMs", "must not be before `fromMs`").into());
        }
        let from = from.timestamp_millis().to_string();
        let to = to.timestamp_millis().to_string();
        let answer = http
            .call(Method::GET, self.period)
            .path("fromMs", &from)
            .path("toMs", &to)
            .query_opt("agentEmail", given(agent_email)?)
            .send::<Option<Vec<Box<RawValue>>>>()
            .await?;
        Ok(answer.map(|items| ScheduleList::read(items.unwrap_or_default())))
    }

    pub(super) async fn update(
        &self,
        http: &HttpClient<ApiError>,
        id: &ScheduleId,
        changes: &UpdateSchedule,
    ) -> Result<Response<Schedule>, Error> {
        let answer = http
            .call(Method::PUT, self.one)
            .path("id", id.as_str())
            .json(changes)
            .send_or_default::<Option<Box<RawValue>>>()
            .await?;
        let meta = answer.meta().clone();
        match answer.into_inner() {
            Some(raw) => read(Response::new(raw, meta), Some(id)),
            None => Ok(Response::new(Schedule::new(id.clone()), meta)),
        }
    }

    pub(super) async fn delete(
        &self,
        http: &HttpClient<ApiError>,
        id: &ScheduleId,
    ) -> Result<Response<()>, Error> {
        http.call(Method::DELETE, self.one)
            .path("id", id.as_str())
            .send_ignoring_body()
            .await
    }
}

/// An agent's address, which is not empty if it is given.
fn given(agent_email: Option<&str>) -> Result<Option<&str>, InvalidRequest> {
    match agent_email {
        Some("") => Err(InvalidRequest::new("agentEmail", "must not be empty")),
        email => Ok(email),
    }
}

fn read(
    answer: Response<Box<RawValue>>,
    known: Option<&ScheduleId>,
) -> Result<Response<Schedule>, Error> {
    let read = answer.try_map(|raw| Schedule::read(raw, known));
    read.map_err(Error::Decode)
}

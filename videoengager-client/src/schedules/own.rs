//! `/api/schedules/my`: the endpoint group.

use ccaas_http::{HttpClient, InvalidRequest, Response};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::value::RawValue;

use super::{CreateSchedule, Schedule, ScheduleId, ScheduleList, UpdateSchedule};
use crate::error::{ApiError, Error};

/// The video meetings of the own account: `client.schedules()`.
#[derive(Clone, Copy, Debug)]
pub struct Schedules<'a> {
    http: &'a HttpClient<ApiError>,
}

impl<'a> Schedules<'a> {
    pub(crate) fn new(http: &'a HttpClient<ApiError>) -> Self {
        Self { http }
    }

    /// Creates a meeting: `POST /api/schedules/my/`.
    ///
    /// VideoEngager knows no idempotency key, so the request is repeated only if it
    /// surely had no effect. After an error whose
    /// [`may_have_been_applied`](ccaas_http::Error::may_have_been_applied) is true,
    /// the meeting may exist: look for it with [`Schedules::list`].
    ///
    /// # Errors
    /// All variants of [`Error`]; a success without an `_id` is `Decode`.
    pub async fn create(&self, schedule: &CreateSchedule) -> Result<Response<Schedule>, Error> {
        let notify = schedule.send_notification_email.then_some(true);
        let answer = self
            .http
            .call(Method::POST, "/api/schedules/my/")
            .query_opt("sendNotificationEmail", notify)
            .json(schedule)
            .send::<Box<RawValue>>()
            .await?;
        read(answer, None)
    }

    /// Reads a meeting: `GET /api/schedules/my/{id}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; an unknown id is `Api` with status 404.
    pub async fn get(&self, id: &ScheduleId) -> Result<Response<Schedule>, Error> {
        let answer = self
            .http
            .call(Method::GET, "/api/schedules/my/{id}")
            .path("id", id.as_str())
            .send::<Box<RawValue>>()
            .await?;
        read(answer, None)
    }

    /// Reads the meetings of a period: `GET /api/schedules/my/{fromMs}/{toMs}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; a period that ends before it starts is `InvalidRequest`.
    pub async fn list(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Response<ScheduleList>, Error> {
        if to < from {
            return Err(InvalidRequest::new("toMs", "must not be before `fromMs`").into());
        }
        let from = from.timestamp_millis().to_string();
        let to = to.timestamp_millis().to_string();
        let answer = self
            .http
            .call(Method::GET, "/api/schedules/my/{fromMs}/{toMs}")
            .path("fromMs", &from)
            .path("toMs", &to)
            .send::<Option<Vec<Box<RawValue>>>>()
            .await?;
        Ok(answer.map(|items| ScheduleList::read(items.unwrap_or_default())))
    }

    /// Changes a meeting: `PUT /api/schedules/my/{id}`. What is `None` stays as it is.
    ///
    /// A success that says nothing about the meeting gives one with only its id.
    ///
    /// # Errors
    /// All variants of [`Error`]; an unknown id is `Api` with status 404.
    pub async fn update(
        &self,
        id: &ScheduleId,
        changes: &UpdateSchedule,
    ) -> Result<Response<Schedule>, Error> {
        let answer = self
            .http
            .call(Method::PUT, "/api/schedules/my/{id}")
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

    /// Deletes a meeting: `DELETE /api/schedules/my/{id}`.
    ///
    /// The request is repeated after a failure that may have had an effect. So a 404
    /// ([`ApiError::is_not_found`]) may mean that this very call deleted it.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, id: &ScheduleId) -> Result<Response<()>, Error> {
        self.http
            .call(Method::DELETE, "/api/schedules/my/{id}")
            .path("id", id.as_str())
            .send_ignoring_body()
            .await
    }
}

fn read(
    answer: Response<Box<RawValue>>,
    known: Option<&ScheduleId>,
) -> Result<Response<Schedule>, Error> {
    let meta = answer.meta().clone();
    let schedule = Schedule::read(answer.into_inner(), known).map_err(Error::Decode)?;
    Ok(Response::new(schedule, meta))
}

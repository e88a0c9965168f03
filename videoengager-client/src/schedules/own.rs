//! `/api/schedules/my`: the endpoint group.

use ccaas_http::{HttpClient, Response};
use chrono::{DateTime, Utc};

use super::{
    CreateSchedule, Schedule, ScheduleId, ScheduleList, UpdateSchedule, endpoints::Endpoints,
};
use crate::error::{ApiError, Error};

const MY: Endpoints = Endpoints {
    all: "/api/schedules/my/",
    one: "/api/schedules/my/{id}",
    period: "/api/schedules/my/{fromMs}/{toMs}",
};

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
        MY.create(self.http, schedule, None).await
    }

    /// Reads a meeting: `GET /api/schedules/my/{id}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; an unknown id is `Api` with status 404.
    pub async fn get(&self, id: &ScheduleId) -> Result<Response<Schedule>, Error> {
        MY.get(self.http, id).await
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
        MY.list(self.http, from, to, None).await
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
        MY.update(self.http, id, changes).await
    }

    /// Deletes a meeting: `DELETE /api/schedules/my/{id}`.
    ///
    /// The request is repeated after a failure that may have had an effect. So a 404
    /// ([`ApiError::is_not_found`]) may mean that this very call deleted it.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, id: &ScheduleId) -> Result<Response<()>, Error> {
        MY.delete(self.http, id).await
    }
}

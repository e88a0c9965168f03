//! `/api/schedules/tenant`: the endpoint group.

use ccaas_http::{HttpClient, Response};
use chrono::{DateTime, Utc};

use super::{
    CreateSchedule, Schedule, ScheduleId, ScheduleList, UpdateSchedule, endpoints::Endpoints,
};
use crate::error::{ApiError, Error};

const TENANT: Endpoints = Endpoints {
    all: "/api/schedules/tenant/",
    one: "/api/schedules/tenant/{id}",
    period: "/api/schedules/tenant/{fromMs}/{toMs}",
};

/// The video meetings of all agents of the tenant: `client.tenant_schedules()`.
#[derive(Clone, Copy, Debug)]
pub struct TenantSchedules<'a> {
    http: &'a HttpClient<ApiError>,
}

impl<'a> TenantSchedules<'a> {
    pub(crate) fn new(http: &'a HttpClient<ApiError>) -> Self {
        Self { http }
    }

    /// Creates a meeting with an agent: `POST /api/schedules/tenant/?agentEmail=…`.
    ///
    /// Like [`Schedules::create`](super::Schedules::create), it is repeated only if it
    /// surely had no effect.
    ///
    /// # Errors
    /// All variants of [`Error`]; an agent who does not exist is `Api` with status 400.
    pub async fn create(
        &self,
        schedule: &CreateSchedule,
        agent_email: &str,
    ) -> Result<Response<Schedule>, Error> {
        TENANT.create(self.http, schedule, Some(agent_email)).await
    }

    /// Reads a meeting: `GET /api/schedules/tenant/{id}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; an unknown id is `Api` with status 404.
    pub async fn get(&self, id: &ScheduleId) -> Result<Response<Schedule>, Error> {
        TENANT.get(self.http, id).await
    }

    /// Reads the meetings of a period: `GET /api/schedules/tenant/{fromMs}/{toMs}`.
    ///
    /// # Errors
    /// All variants of [`Error`]; a period that ends before it starts is `InvalidRequest`.
    pub async fn list(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Response<ScheduleList>, Error> {
        TENANT.list(self.http, from, to, None).await
    }

    /// Reads one agent's meetings of a period:
    /// `GET /api/schedules/tenant/{fromMs}/{toMs}?agentEmail=…`.
    ///
    /// # Errors
    /// All variants of [`Error`]; a period that ends before it starts is `InvalidRequest`.
    pub async fn list_of_agent(
        &self,
        agent_email: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Response<ScheduleList>, Error> {
        TENANT.list(self.http, from, to, Some(agent_email)).await
    }

    /// Changes a meeting: `PUT /api/schedules/tenant/{id}`. What is `None` stays as it is.
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
        TENANT.update(self.http, id, changes).await
    }

    /// Deletes a meeting: `DELETE /api/schedules/tenant/{id}`.
    ///
    /// The request is repeated after a failure that may have had an effect. So a 404
    /// ([`ApiError::is_not_found`]) may mean that this very call deleted it.
    ///
    /// # Errors
    /// All variants of [`Error`] but `Decode`.
    pub async fn delete(&self, id: &ScheduleId) -> Result<Response<()>, Error> {
        TENANT.delete(self.http, id).await
    }
}

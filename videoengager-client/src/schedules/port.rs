//! The port: what an application that books meetings needs.

use async_trait::async_trait;
use ccaas_http::Response;
use chrono::{DateTime, Utc};

use super::{CreateSchedule, Schedule, ScheduleId, UpdateSchedule};
use crate::{client::VideoEngagerClient, error::Error};

/// Books video meetings: [`VideoEngagerClient`], or a test's own implementation.
///
/// For an application that takes `Arc<dyn ScheduleMeetings>`. What an implementation
/// returns is made with [`Schedule::new`] and its `with_…` methods.
#[async_trait]
pub trait ScheduleMeetings: Send + Sync {
    /// Creates a meeting. Never repeated after a failure that may have had an effect.
    async fn create(&self, schedule: &CreateSchedule) -> Result<Schedule, Error>;

    /// The meetings of a period, inactive ones too; items that are none are left out.
    async fn list(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Schedule>, Error>;

    /// Changes a meeting. What is `None` stays as it is.
    async fn update(&self, id: &ScheduleId, changes: &UpdateSchedule) -> Result<Schedule, Error>;

    /// Deletes a meeting. One that does not exist is an error with status 404.
    async fn delete(&self, id: &ScheduleId) -> Result<(), Error>;
}

#[async_trait]
impl ScheduleMeetings for VideoEngagerClient {
    async fn create(&self, schedule: &CreateSchedule) -> Result<Schedule, Error> {
        self.schedules()
            .create(schedule)
            .await
            .map(Response::into_inner)
    }

    async fn list(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Schedule>, Error> {
        self.schedules()
            .list(from, to)
            .await
            .map(|list| list.into_inner().items)
    }

    async fn update(&self, id: &ScheduleId, changes: &UpdateSchedule) -> Result<Schedule, Error> {
        self.schedules()
            .update(id, changes)
            .await
            .map(Response::into_inner)
    }

    async fn delete(&self, id: &ScheduleId) -> Result<(), Error> {
        self.schedules().delete(id).await.map(Response::into_inner)
    }
}

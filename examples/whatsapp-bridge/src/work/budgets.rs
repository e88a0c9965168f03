//! The budgets of calls to Genesys Cloud, one for each OAuth client.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use ccaas_http::RateLimit;
use chrono::{DateTime, Utc};
use message_transform::decide::budget::{Budget, Grant, Purpose};

use crate::links::Link;

/// The budgets, by organisation and client: routes of one client share one.
#[derive(Debug, Default)]
pub(super) struct Budgets(Mutex<HashMap<String, Budget>>);

impl Budgets {
    /// Whether a call may be made now; if so, it is counted.
    pub(super) fn ask(&self, link: &Link, purpose: Purpose, now: DateTime<Utc>) -> Grant {
        self.lock()
            .entry(client(link))
            .or_default()
            .ask(purpose, now)
    }

    /// Takes in what an answer says about the limit.
    pub(super) fn learn(&self, link: &Link, limit: Option<RateLimit>, now: DateTime<Utc>) {
        if let Some(limit) = limit {
            self.lock()
                .entry(client(link))
                .or_default()
                .learn(limit, now);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Budget>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn client(link: &Link) -> String {
    format!("{} {}", link.route.region.api_url(), link.route.client_id)
}

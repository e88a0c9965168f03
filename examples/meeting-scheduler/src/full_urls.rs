//! The agents' ways in that the vendor told once, when meetings were created or changed.

use ccaas_http::Pii;
use server_kit::recent::Recent;
use videoengager_client::{Schedule, ScheduleId};

use crate::env::Env;

/// How many are kept.
const MOST: usize = 10_000;

/// Remembers `agent.fullUrl` of meetings: reading a schedule may lack it.
#[derive(Debug)]
pub struct FullUrls(Recent<(Env, ScheduleId), Pii<String>>);

impl Default for FullUrls {
    fn default() -> Self {
        Self(Recent::new(MOST))
    }
}

impl FullUrls {
    /// Keeps the way in of a meeting if this answer about it tells one.
    pub fn remember(&self, env: Env, id: &ScheduleId, answer: &Schedule) {
        let agent = answer.agent.as_ref();
        if let Some(full_url) = agent.and_then(|agent| agent.full_url.clone()) {
            self.0.put((env, id.clone()), Pii::new(full_url));
        }
    }

    /// Forgets the way in of a meeting that is no more.
    pub fn forget(&self, env: Env, id: &ScheduleId) {
        self.0.forget(&(env, id.clone()));
    }

    /// The way in of a meeting, if it was told here.
    #[must_use]
    pub fn find(&self, env: Env, id: &ScheduleId) -> Option<String> {
        let url = self.0.get(&(env, id.clone()))?;
        Some(url.expose().clone())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn id(id: &str) -> ScheduleId {
        ScheduleId::new(id)
    }

    fn with_agent(agent: Value) -> Schedule {
        from_value(json!({ "_id": "s-0", "agent": agent })).unwrap()
    }

    fn answer(full_url: &str) -> Schedule {
        with_agent(json!({ "fullUrl": full_url }))
    }

    #[test]
    fn a_meeting_is_found_in_its_own_environment_with_its_latest_url() {
        let urls = FullUrls::default();
        urls.remember(Env::Dev, &id("s-1"), &answer("https://a.example.com/1"));
        urls.remember(Env::Dev, &id("s-1"), &answer("https://a.example.com/2"));
        for silent in [json!(null), json!({}), json!({ "fullUrl": "" })] {
            urls.remember(Env::Dev, &id("s-1"), &with_agent(silent));
        }

        assert_eq!(
            urls.find(Env::Dev, &id("s-1")).as_deref(),
            Some("https://a.example.com/2")
        );
        assert_eq!(urls.find(Env::Staging, &id("s-1")), None);
        assert_eq!(urls.find(Env::Dev, &id("s-2")), None);
    }

    #[test]
    fn a_meeting_that_is_no_more_is_forgotten_and_no_other() {
        let urls = FullUrls::default();
        let known = [(Env::Dev, "s-1"), (Env::Dev, "s-2"), (Env::Staging, "s-1")];
        for (env, name) in known {
            urls.remember(env, &id(name), &answer("https://a.example.com"));
        }

        urls.forget(Env::Dev, &id("s-1"));

        let left = known.map(|(env, name)| urls.find(env, &id(name)).is_some());
        assert_eq!(left, [false, true, true]);
    }
}

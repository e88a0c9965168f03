//! The agents' ways in that the vendor told once, when meetings were created or changed.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, PoisonError},
};

use ccaas_http::Pii;
use videoengager_client::{Schedule, ScheduleId};

use crate::env::Env;

/// How many are kept.
const MOST: usize = 10_000;

type Key = (Env, ScheduleId);

/// Remembers `agent.fullUrl` of meetings: reading a schedule may lack it.
#[derive(Default)]
pub struct FullUrls {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    urls: HashMap<Key, Pii<String>>,
    order: VecDeque<Key>,
}

impl fmt::Debug for FullUrls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullUrls").finish_non_exhaustive()
    }
}

impl FullUrls {
    /// Keeps the way in of a meeting if this answer about it tells one; the oldest of too
    /// many goes.
    pub fn remember(&self, env: Env, id: &ScheduleId, answer: &Schedule) {
        let agent = answer.agent.as_ref();
        let Some(full_url) = agent.and_then(|agent| agent.full_url.as_deref()) else {
            return;
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (env, id.clone());
        let url = Pii::new(full_url.to_owned());
        if kept.urls.insert(key.clone(), url).is_none() {
            kept.order.push_back(key);
        }
        while kept.order.len() > MOST
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.urls.remove(&oldest);
        }
    }

    /// Forgets the way in of a meeting that is no more.
    pub fn forget(&self, env: Env, id: &ScheduleId) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (env, id.clone());
        if kept.urls.remove(&key).is_some() {
            kept.order.retain(|other| *other != key);
        }
    }

    /// The way in of a meeting, if it was told here.
    #[must_use]
    pub fn find(&self, env: Env, id: &ScheduleId) -> Option<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let url = kept.urls.get(&(env, id.clone()));
        url.map(|url| url.expose().clone())
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
    fn the_oldest_of_too_many_goes() {
        let urls = FullUrls::default();
        let numbered = |number: usize| id(&format!("s-{number}"));
        for number in 0..=MOST {
            urls.remember(
                Env::Dev,
                &numbered(number),
                &answer("https://a.example.com"),
            );
        }

        assert_eq!(urls.find(Env::Dev, &numbered(0)), None);
        assert!(urls.find(Env::Dev, &numbered(1)).is_some());
        assert!(urls.find(Env::Dev, &numbered(MOST)).is_some());
    }

    #[test]
    fn a_meeting_that_is_no_more_is_forgotten_and_no_other() {
        let urls = FullUrls::default();
        let known = [(Env::Dev, "s-1"), (Env::Dev, "s-2"), (Env::Staging, "s-1")];
        for (env, name) in known {
            urls.remember(env, &id(name), &answer("https://a.example.com"));
        }

        urls.forget(Env::Dev, &id("s-1"));
        urls.forget(Env::Dev, &id("s-3"));

        let left = known.map(|(env, name)| urls.find(env, &id(name)).is_some());
        assert_eq!(left, [false, true, true]);
        assert_eq!(urls.kept.lock().unwrap().order.len(), 2);
    }

    #[test]
    fn debug_shows_no_url() {
        let urls = FullUrls::default();
        urls.remember(
            Env::Dev,
            &id("s-1"),
            &answer("https://a.example.com/secret"),
        );

        assert!(!format!("{urls:?}").contains("secret"));
    }
}

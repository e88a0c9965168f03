//! The agents' ways in that the vendor told once, when it created the meetings.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, PoisonError},
};

use ccaas_http::Pii;

use crate::env::Env;

/// How many are kept.
const MOST: usize = 10_000;

type Key = (Env, String);

/// Remembers `agent.fullUrl` of created meetings: reading a schedule may lack it.
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
    /// Keeps the way in of a meeting; the oldest of too many goes.
    pub fn remember(&self, env: Env, schedule_id: &str, full_url: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (env, schedule_id.to_owned());
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

    /// The way in of a meeting, if it was told here.
    #[must_use]
    pub fn find(&self, env: Env, schedule_id: &str) -> Option<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let url = kept.urls.get(&(env, schedule_id.to_owned()));
        url.map(|url| url.expose().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_is_found_in_its_own_environment_with_its_latest_url() {
        let urls = FullUrls::default();
        urls.remember(Env::Dev, "s-1", "https://a.example.com/1");
        urls.remember(Env::Dev, "s-1", "https://a.example.com/2");

        assert_eq!(
            urls.find(Env::Dev, "s-1").as_deref(),
            Some("https://a.example.com/2")
        );
        assert_eq!(urls.find(Env::Staging, "s-1"), None);
        assert_eq!(urls.find(Env::Dev, "s-2"), None);
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let urls = FullUrls::default();
        for number in 0..=MOST {
            urls.remember(Env::Dev, &format!("s-{number}"), "https://a.example.com");
        }

        assert_eq!(urls.find(Env::Dev, "s-0"), None);
        assert!(urls.find(Env::Dev, "s-1").is_some());
        assert!(urls.find(Env::Dev, &format!("s-{MOST}")).is_some());
    }

    #[test]
    fn debug_shows_no_url() {
        let urls = FullUrls::default();
        urls.remember(Env::Dev, "s-1", "https://a.example.com/secret");

        assert!(!format!("{urls:?}").contains("secret"));
    }
}

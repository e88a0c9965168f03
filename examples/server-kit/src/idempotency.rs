//! Requests that carry an `Idempotency-Key`: each is done once, and its answer kept a day.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    ops::RangeInclusive,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The header that carries the key.
pub const HEADER: &str = "idempotency-key";
/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How many answers are kept; the oldest of more goes.
const MOST: usize = 10_000;

/// The key of a request: visible ASCII of so many characters. Too short a key could be
/// somebody else's.
///
/// # Errors
/// A sentence about the rule that the key breaks.
pub fn key(headers: &HeaderMap, length: RangeInclusive<usize>) -> Result<Option<String>, String> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    if values.next().is_none() && length.contains(&text.len()) && visible {
        return Ok(Some(text.to_owned()));
    }
    let (least, most) = length.into_inner();
    Err(format!(
        "Idempotency-Key must be {least} to {most} visible ASCII characters, given once"
    ))
}

/// The value with the fields of every object in order, so that only its content counts.
#[must_use]
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            let sorted = sorted.into_iter();
            sorted
                .map(|(name, value)| (name.clone(), canonical(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        other => other.clone(),
    }
}

/// A digest of a request: the same for the same request only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of a request's parts.
    #[must_use]
    pub fn of(parts: &Value) -> Self {
        Self(Sha256::digest(canonical(parts).to_string()).into())
    }
}

/// How a request ended, as far as it may not happen twice.
#[derive(Clone)]
pub enum Outcome<P> {
    /// It took effect, and was answered with this.
    Done(Value),
    /// It may have taken effect, and was answered with this problem, if it was answered.
    Unknown(Option<P>),
}

impl<P> fmt::Debug for Outcome<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done(_) => "Done(..)",
            Self::Unknown(_) => "Unknown(..)",
        })
    }
}

/// What to do with a request.
pub enum Begun<K: Eq + Hash, P> {
    /// It is the first: do it, and settle the ticket.
    First(Ticket<K, P>),
    /// It ended so already.
    Known(Outcome<P>),
    /// It is being worked on.
    InFlight,
    /// The key belongs to another request.
    OtherRequest,
}

impl<K: Eq + Hash, P> fmt::Debug for Begun<K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First(_) => "First(..)",
            Self::Known(_) => "Known(..)",
            Self::InFlight => "InFlight",
            Self::OtherRequest => "OtherRequest",
        })
    }
}

/// The requests of a day, in memory. Cheap to clone.
///
/// `K` says whose key it is, next to the key itself: the same key of somebody else is
/// another one. `P` is the server's own problem.
pub struct Answers<K, P> {
    kept: Arc<Mutex<HashMap<K, Entry<P>>>>,
}

struct Entry<P> {
    fingerprint: Fingerprint,
    at: DateTime<Utc>,
    /// None while it is being worked on.
    outcome: Option<Outcome<P>>,
}

impl<K, P> Clone for Answers<K, P> {
    fn clone(&self) -> Self {
        Self {
            kept: Arc::clone(&self.kept),
        }
    }
}

impl<K, P> Default for Answers<K, P> {
    fn default() -> Self {
        Self {
            kept: Arc::default(),
        }
    }
}

impl<K, P> fmt::Debug for Answers<K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}

impl<K: Clone + Eq + Hash, P: Clone> Answers<K, P> {
    /// Looks a request up, and notes it if it is the first of its key.
    #[must_use]
    pub fn begin(&self, key: K, fingerprint: Fingerprint, now: DateTime<Utc>) -> Begun<K, P> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |entry: &Entry<P>| entry.outcome.is_none() || now < entry.at + KEPT;
        if let Some(entry) = kept.get(&key).filter(|entry| is_fresh(entry)) {
            return match &entry.outcome {
                _ if entry.fingerprint != fingerprint => Begun::OtherRequest,
                Some(outcome) => Begun::Known(outcome.clone()),
                None => Begun::InFlight,
            };
        }
        if kept.len() >= MOST {
            kept.retain(|_, entry| is_fresh(entry));
        }
        if kept.len() >= MOST {
            let settled = kept.iter().filter(|(_, entry)| entry.outcome.is_some());
            let oldest = settled.min_by_key(|(_, entry)| entry.at);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                kept.remove(&oldest);
            }
        }
        let entry = Entry {
            fingerprint,
            at: now,
            outcome: None,
        };
        kept.insert(key.clone(), entry);
        Begun::First(Ticket {
            answers: self.clone(),
            key: Some(key),
        })
    }

    /// Forgets what somebody who signed out was answered; what is being worked on stays.
    pub fn forget(&self, is_theirs: impl Fn(&K) -> bool) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|key, entry| !is_theirs(key) || entry.outcome.is_none());
    }
}

/// The right to do a request. Dropped, it may have taken effect.
#[must_use = "a request whose ticket is dropped counts as one that may have taken effect"]
pub struct Ticket<K: Eq + Hash, P> {
    answers: Answers<K, P>,
    key: Option<K>,
}

impl<K: Eq + Hash, P> fmt::Debug for Ticket<K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, P> Ticket<K, P> {
    /// Keeps how the request ended; `None` had no effect and frees the key.
    pub fn settle(mut self, outcome: Option<Outcome<P>>) {
        self.note(outcome);
    }

    fn note(&mut self, outcome: Option<Outcome<P>>) {
        let Some(key) = self.key.take() else {
            return;
        };
        let kept = self.answers.kept.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        match (outcome, kept.get_mut(&key)) {
            (Some(outcome), Some(entry)) => entry.outcome = Some(outcome),
            (None, Some(_)) => {
                kept.remove(&key);
            }
            (_, None) => {}
        }
    }
}

impl<K: Eq + Hash, P> Drop for Ticket<K, P> {
    fn drop(&mut self) {
        self.note(Some(Outcome::Unknown(None)));
    }
}

#[cfg(test)]
mod tests;

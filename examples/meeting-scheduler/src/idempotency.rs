//! The answers to requests that carry an `Idempotency-Key`, kept for a day.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{env::Env, problem::Problem, session::Scope};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// How many answers are kept; the oldest of more goes.
const MOST: usize = 10_000;

/// Whose key it is: the same key of somebody else is another one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Who sent it.
    pub scope: Scope,
    /// For which environment.
    pub env: Env,
    /// As it was sent.
    pub key: String,
}

ccaas_http::debug_allow_list!(Key { env });

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
pub enum Outcome {
    /// It took effect, and was answered with this.
    Done(Value),
    /// It may have taken effect, and was answered with this, if it was answered.
    Unknown(Option<Problem>),
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done(_) => "Done(..)",
            Self::Unknown(_) => "Unknown(..)",
        })
    }
}

/// What to do with a request.
#[derive(Debug)]
pub enum Begun {
    /// It is the first: do it, and settle the ticket.
    First(Ticket),
    /// It ended so already.
    Known(Outcome),
    /// It is being worked on.
    InFlight,
    /// The key belongs to another request.
    OtherRequest,
}

/// The requests of a day. Cheap to clone.
#[derive(Clone, Default)]
pub struct Answers {
    kept: Arc<Mutex<HashMap<Key, Entry>>>,
}

struct Entry {
    fingerprint: Fingerprint,
    at: DateTime<Utc>,
    /// None while it is being worked on.
    outcome: Option<Outcome>,
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").finish_non_exhaustive()
    }
}

impl Answers {
    /// Looks a request up, and notes it if it is the first of its key.
    #[must_use]
    pub fn begin(&self, key: Key, fingerprint: Fingerprint, now: DateTime<Utc>) -> Begun {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |entry: &Entry| entry.outcome.is_none() || now < entry.at + KEPT;
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

    /// Forgets what somebody who signed out was answered.
    pub fn forget(&self, scope: Scope) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|key, entry| key.scope != scope || entry.outcome.is_none());
    }

    fn settle(&self, key: &Key, outcome: Option<Outcome>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match (outcome, kept.get_mut(key)) {
            (Some(outcome), Some(entry)) => entry.outcome = Some(outcome),
            (None, Some(_)) => {
                kept.remove(key);
            }
            (_, None) => {}
        }
    }
}

/// The right to do a request. Dropped, it may have taken effect.
#[derive(Debug)]
#[must_use = "a request whose ticket is dropped counts as one that may have taken effect"]
pub struct Ticket {
    answers: Answers,
    key: Option<Key>,
}

impl Ticket {
    /// Keeps how the request ended; `None` had no effect and frees the key.
    pub fn settle(mut self, outcome: Option<Outcome>) {
        if let Some(key) = self.key.take() {
            self.answers.settle(&key, outcome);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.answers.settle(&key, Some(Outcome::Unknown(None)));
        }
    }
}

/// The value with the fields of every object in order, so that only its content counts.
fn canonical(value: &Value) -> Value {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn key(scope: u64, key: &str) -> Key {
        Key {
            scope: Scope::new(scope),
            env: Env::Dev,
            key: key.to_owned(),
        }
    }

    fn request(number: u32) -> Fingerprint {
        Fingerprint::of(&json!({ "number": number }))
    }

    fn first(answers: &Answers, key: Key) -> Ticket {
        match answers.begin(key, request(1), now()) {
            Begun::First(ticket) => ticket,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_request_is_done_once_and_its_answer_kept_for_a_day() {
        let answers = Answers::default();
        let ticket = first(&answers, key(1, "k"));
        let again = |at| answers.begin(key(1, "k"), request(1), at);
        assert!(matches!(again(now()), Begun::InFlight));

        ticket.settle(Some(Outcome::Done(json!("answer"))));

        let last = now() + TimeDelta::hours(24) - TimeDelta::seconds(1);
        let Begun::Known(Outcome::Done(answer)) = again(last) else {
            panic!("it is known");
        };
        assert_eq!(answer, "answer");
        assert!(matches!(
            again(now() + TimeDelta::hours(24)),
            Begun::First(_)
        ));
    }

    #[test]
    fn a_key_belongs_to_one_request_of_one_person_in_one_environment() {
        let answers = Answers::default();
        let ticket = first(&answers, key(1, "k"));
        let other_body = answers.begin(key(1, "k"), request(2), now());
        let staging = Key {
            env: Env::Staging,
            ..key(1, "k")
        };

        assert!(matches!(other_body, Begun::OtherRequest));
        ticket.settle(Some(Outcome::Unknown(None)));
        assert!(matches!(
            answers.begin(key(1, "k"), request(2), now()),
            Begun::OtherRequest
        ));
        assert!(matches!(
            answers.begin(key(2, "k"), request(2), now()),
            Begun::First(_)
        ));
        assert!(matches!(
            answers.begin(staging, request(1), now()),
            Begun::First(_)
        ));
    }

    #[test]
    fn a_request_without_effect_frees_its_key() {
        let answers = Answers::default();
        first(&answers, key(1, "k")).settle(None);

        assert!(matches!(
            answers.begin(key(1, "k"), request(2), now()),
            Begun::First(_)
        ));
    }

    #[test]
    fn a_request_that_nobody_settled_may_have_had_an_effect() {
        let answers = Answers::default();
        drop(first(&answers, key(1, "k")));

        let again = answers.begin(key(1, "k"), request(1), now());
        assert!(matches!(again, Begun::Known(Outcome::Unknown(None))));
    }

    #[test]
    fn signing_out_forgets_ones_own_answers_but_not_what_is_under_way() {
        let answers = Answers::default();
        first(&answers, key(1, "a")).settle(Some(Outcome::Unknown(None)));
        first(&answers, key(2, "a")).settle(Some(Outcome::Unknown(None)));
        let ticket = first(&answers, key(1, "b"));

        answers.forget(Scope::new(1));

        let look = |scope, name| answers.begin(key(scope, name), request(1), now());
        assert!(matches!(look(1, "a"), Begun::First(_)));
        assert!(matches!(look(1, "b"), Begun::InFlight));
        assert!(matches!(look(2, "a"), Begun::Known(_)));
        drop(ticket);
    }

    #[test]
    fn of_too_many_the_oldest_that_is_settled_goes() {
        let answers = Answers::default();
        let under_way = first(&answers, key(1, "0"));
        for number in 1..=MOST {
            let at = now() + TimeDelta::milliseconds(number as i64);
            let begun = answers.begin(key(1, &number.to_string()), request(1), at);
            let Begun::First(ticket) = begun else {
                panic!("{begun:?}");
            };
            ticket.settle(Some(Outcome::Unknown(None)));
        }

        let look = |name| answers.begin(key(1, name), request(1), now());
        assert!(matches!(look("0"), Begun::InFlight));
        assert!(matches!(look("2"), Begun::Known(_)));
        assert!(matches!(look("1"), Begun::First(_)));
        drop(under_way);
    }

    #[test]
    fn the_order_of_fields_does_not_make_another_request() {
        let one: Value = serde_json::from_str(r#"{"b":[{"d":1,"c":2}],"a":1}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{ "a":1, "b":[{"c":2,"d":1}] }"#).unwrap();

        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&two));
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&json!({ "a": 1 })));
    }
}

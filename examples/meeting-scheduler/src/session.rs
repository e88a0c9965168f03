//! Who is signed in, in memory: after a restart everybody signs in again.

pub mod cookie;

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::env::Env;

/// How many sessions are kept; the oldest of more goes.
pub const MOST_SESSIONS: usize = 10_000;

/// Identifies a session: 128 random bits. Whoever has it, with its signature, is signed in.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(String);

impl SessionId {
    /// A fresh id.
    ///
    /// # Panics
    /// If the system has no random bytes, without which nothing here is safe.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system has random bytes");
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(..)")
    }
}

/// Counts whoever signed in from nothing; stays the same when the session's id changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope(u64);

impl Scope {
    /// The scope of this number.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }
}

/// What somebody proved by signing in.
#[derive(Clone, Copy, Debug)]
pub enum Proof<L> {
    /// The operator's password.
    Operator,
    /// An account at VideoEngager.
    VideoEngager(Env, L),
}

/// One session; `L` is a login at VideoEngager.
#[derive(Clone, Debug)]
pub struct Session<L> {
    /// Identifies it.
    pub id: SessionId,
    /// Whose it is.
    pub scope: Scope,
    /// Whether the operator's password was given.
    pub operator: bool,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    logins: [Option<L>; Env::ALL.len()],
}

impl<L> Session<L> {
    /// The login at VideoEngager for an environment.
    pub fn login(&self, env: Env) -> Option<&L> {
        self.logins[env.index()].as_ref()
    }
}

/// The sessions of this process.
pub struct Sessions<L> {
    life: TimeDelta,
    most: usize,
    kept: Mutex<Kept<L>>,
}

struct Kept<L> {
    by_id: HashMap<SessionId, (u64, Session<L>)>,
    /// How many were made.
    made: u64,
}

impl<L> fmt::Debug for Sessions<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("life", &self.life)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

impl<L: Clone> Sessions<L> {
    /// Sessions that live for `life`, at most `most` of them.
    #[must_use]
    pub fn new(life: TimeDelta, most: usize) -> Self {
        let kept = Kept {
            by_id: HashMap::new(),
            made: 0,
        };
        Self {
            life,
            most,
            kept: Mutex::new(kept),
        }
    }

    /// The session of this id, unless it has ended.
    pub fn find(&self, id: &SessionId, now: DateTime<Utc>) -> Option<Session<L>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, session) = kept.by_id.get(id)?;
        if now < session.expires_at {
            return Some(session.clone());
        }
        // It holds credentials.
        kept.by_id.remove(id);
        None
    }

    /// Signs in, with what the old session has already, under a new id: an id that
    /// somebody else planted is worth nothing.
    ///
    /// The operator's password begins the session's life anew. Nothing else does, or a
    /// session could go on for ever without it.
    pub fn sign_in(
        &self,
        old: Option<&SessionId>,
        proof: Proof<L>,
        now: DateTime<Utc>,
    ) -> Session<L> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_id
            .retain(|_, (_, session)| now < session.expires_at);
        let old = old.and_then(|id| kept.by_id.remove(id));
        kept.made += 1;
        let made = kept.made;
        let mut session = match old {
            Some((_, session)) => Session {
                id: SessionId::random(),
                ..session
            },
            None => Session {
                id: SessionId::random(),
                scope: Scope(made),
                operator: false,
                expires_at: now + self.life,
                logins: [const { None }; Env::ALL.len()],
            },
        };
        match proof {
            Proof::Operator => {
                session.operator = true;
                session.expires_at = now + self.life;
            }
            Proof::VideoEngager(env, login) => session.logins[env.index()] = Some(login),
        }
        while kept.by_id.len() >= self.most
            && let Some(oldest) = kept.oldest()
        {
            kept.by_id.remove(&oldest);
        }
        kept.by_id
            .insert(session.id.clone(), (made, session.clone()));
        session
    }

    /// Ends a session.
    pub fn end(&self, id: &SessionId) -> Option<Session<L>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_id.remove(id).map(|(_, session)| session)
    }
}

impl<L> Kept<L> {
    fn oldest(&self) -> Option<SessionId> {
        let oldest = self.by_id.values().min_by_key(|(made, _)| *made);
        oldest.map(|(_, session)| session.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Logins = Sessions<&'static str>;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn hours(hours: i64) -> TimeDelta {
        TimeDelta::hours(hours)
    }

    fn sessions() -> Logins {
        Sessions::new(hours(8), 3)
    }

    fn dev(login: &'static str) -> Proof<&'static str> {
        Proof::VideoEngager(Env::Dev, login)
    }

    #[test]
    fn a_session_ends_after_its_life_and_not_before() {
        let sessions = sessions();
        let id = sessions.sign_in(None, dev("a"), start()).id;

        let last = start() + hours(8) - TimeDelta::milliseconds(1);
        assert_eq!(
            sessions.find(&id, last).unwrap().login(Env::Dev),
            Some(&"a")
        );
        assert!(sessions.find(&id, start() + hours(8)).is_none());
        assert!(sessions.find(&id, last).is_none(), "it was forgotten");
    }

    #[test]
    fn signing_in_further_gives_a_new_id_and_keeps_what_was_proved() {
        let sessions = sessions();
        let first = sessions.sign_in(None, Proof::Operator, start());

        let second = sessions.sign_in(Some(&first.id), dev("a"), start());

        assert_ne!(second.id, first.id);
        assert_eq!(second.scope, first.scope);
        assert!(second.operator && second.login(Env::Dev) == Some(&"a"));
        assert!(second.login(Env::Staging).is_none());
        assert!(sessions.find(&first.id, start()).is_none());
    }

    #[test]
    fn only_the_operators_password_begins_a_life_anew() {
        let sessions = sessions();
        let first = sessions.sign_in(None, Proof::Operator, start());

        let later = start() + hours(7);
        let second = sessions.sign_in(Some(&first.id), dev("a"), later);
        assert_eq!(second.expires_at, first.expires_at);

        let third = sessions.sign_in(Some(&second.id), Proof::Operator, later);
        assert_eq!(third.expires_at, later + hours(8));
        assert_eq!(third.login(Env::Dev), Some(&"a"));
    }

    #[test]
    fn an_ended_or_unknown_session_passes_nothing_on() {
        let sessions = sessions();
        let old = sessions.sign_in(None, Proof::Operator, start());

        let late = sessions.sign_in(Some(&old.id), dev("a"), start() + hours(8));
        let planted = sessions.sign_in(Some(&SessionId::random()), dev("a"), start());

        assert!(!late.operator && !planted.operator);
        assert!(late.scope != old.scope && planted.scope != old.scope);
    }

    #[test]
    fn the_oldest_of_too_many_goes() {
        let sessions = sessions();
        let made: Vec<_> = (0..4)
            .map(|_| sessions.sign_in(None, dev("a"), start()).id)
            .collect();

        assert!(sessions.find(&made[0], start()).is_none());
        assert!(
            made[1..]
                .iter()
                .all(|id| sessions.find(id, start()).is_some())
        );
    }

    #[test]
    fn a_session_that_was_ended_is_gone() {
        let sessions = sessions();
        let id = sessions.sign_in(None, Proof::Operator, start()).id;

        assert!(sessions.end(&id).is_some_and(|session| session.operator));
        assert!(sessions.find(&id, start()).is_none() && sessions.end(&id).is_none());
    }

    #[test]
    fn debug_shows_no_id() {
        let session = sessions().sign_in(None, dev("a"), start());

        assert!(!format!("{session:?}").contains(session.id.as_str()));
    }
}

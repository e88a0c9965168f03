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
    VideoEngager {
        /// For which environment.
        env: Env,
        /// The login that it gave.
        login: L,
        /// Whether only the operator may have it.
        for_operator: bool,
    },
}

/// Why a sign-in that proved something is worth nothing all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What was proved is for the operator, and this is not the operator's session.
    NotOperator,
    /// The session that it began in has ended meanwhile.
    Ended,
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

    /// Signs in, with what the session that it began in has already, under another id: one
    /// that somebody else planted is worth nothing.
    ///
    /// The operator's password begins the session's life anew. Nothing else does, or a
    /// session could go on for ever without it.
    ///
    /// # Errors
    /// Says why not: what may have been true when the sign-in began is looked at again.
    pub fn sign_in(
        &self,
        began_in: Option<&Session<L>>,
        proof: Proof<L>,
        now: DateTime<Utc>,
    ) -> Result<Session<L>, Refused> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_id
            .retain(|_, (_, session)| now < session.expires_at);
        let session = match began_in {
            Some(began_in) => kept.current(began_in),
            None => Some(Session {
                id: SessionId::random(),
                scope: Scope(kept.made + 1),
                operator: false,
                expires_at: now + self.life,
                logins: [const { None }; Env::ALL.len()],
            }),
        };
        let (for_operator, refused) = match proof {
            Proof::VideoEngager {
                for_operator: true, ..
            } => (true, Refused::NotOperator),
            _ => (false, Refused::Ended),
        };
        let session = session.filter(|session| session.operator || !for_operator);
        let mut session = session.ok_or(refused)?;
        if let Some(began_in) = began_in {
            kept.by_id.remove(&began_in.id);
        }
        match proof {
            Proof::Operator => {
                session.operator = true;
                session.expires_at = now + self.life;
            }
            Proof::VideoEngager { env, login, .. } => session.logins[env.index()] = Some(login),
        }
        kept.insert(session.clone(), self.most);
        Ok(session)
    }

    /// Ends a session, whatever its id is by now.
    pub fn end(&self, scope: Scope) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_id.retain(|_, (_, session)| session.scope != scope);
    }
}

impl<L: Clone> Kept<L> {
    /// The session as it goes on after a sign-in that began in it, unless it has ended.
    ///
    /// Of two sign-ins at once the first gives another id, and the second finds that one:
    /// whichever answer a browser reads last, its cookie is good. But an old id may have
    /// been planted by somebody who waits for what a victim proves under it, so only an
    /// operator's, which opens everything anyhow, still leads to the session.
    fn current(&self, began_in: &Session<L>) -> Option<Session<L>> {
        if let Some((_, session)) = self.by_id.get(&began_in.id) {
            return Some(Session {
                id: SessionId::random(),
                ..session.clone()
            });
        }
        let mut others = self.by_id.values();
        let successor = others.find(|(_, session)| session.scope == began_in.scope);
        let (_, session) = successor.filter(|_| began_in.operator)?;
        Some(session.clone())
    }

    /// Keeps a session, in the place of the oldest if there are too many.
    fn insert(&mut self, session: Session<L>, most: usize) {
        self.made += 1;
        let made = self.made;
        self.by_id.remove(&session.id);
        while self.by_id.len() >= most
            && let Some(oldest) = self.oldest()
        {
            self.by_id.remove(&oldest);
        }
        self.by_id.insert(session.id.clone(), (made, session));
    }

    fn oldest(&self) -> Option<SessionId> {
        let oldest = self.by_id.values().min_by_key(|(made, _)| *made);
        oldest.map(|(_, session)| session.id.clone())
    }
}

#[cfg(test)]
mod tests;

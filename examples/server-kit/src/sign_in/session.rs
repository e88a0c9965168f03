//! Who is signed in, in memory: after a restart everybody signs in again.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::keys::random_token;

/// How many sessions are kept, unless a server says otherwise; the oldest of more goes.
pub const MOST_SESSIONS: usize = 10_000;

/// Identifies a session: 128 random bits. Whoever has it, with its signature, is signed in.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionId(pub(super) String);

impl SessionId {
    /// A fresh id.
    ///
    /// # Panics
    /// If the system has no random bytes, without which nothing here is safe.
    #[must_use]
    pub fn random() -> Self {
        Self(random_token())
    }

    pub(super) fn as_str(&self) -> &str {
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

/// One session, with what the server keeps about whoever is signed in.
#[derive(Clone)]
pub struct Session<D> {
    /// Identifies it.
    pub id: SessionId,
    /// Whose it is.
    pub scope: Scope,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// What was proved in it.
    pub data: D,
}

impl<D> fmt::Debug for Session<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("scope", &self.scope)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// How long a session lives on when something more was proved in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// As long as it would have.
    Same,
    /// A whole life from now.
    Anew,
}

/// The sessions of this process.
pub struct Sessions<D> {
    life: TimeDelta,
    most: usize,
    kept: Mutex<Kept<D>>,
}

struct Kept<D> {
    by_id: HashMap<SessionId, (u64, Session<D>)>,
    /// How many were made.
    made: u64,
}

impl<D> fmt::Debug for Sessions<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("life", &self.life)
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

impl<D: Clone> Sessions<D> {
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
    pub fn find(&self, id: &SessionId, now: DateTime<Utc>) -> Option<Session<D>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, session) = kept.by_id.get(id)?;
        if now < session.expires_at {
            return Some(session.clone());
        }
        // It may hold credentials.
        kept.by_id.remove(id);
        None
    }

    /// Signs somebody in from nothing.
    pub fn begin(&self, data: D, now: DateTime<Utc>) -> Session<D> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let session = Session {
            id: SessionId::random(),
            scope: Scope(kept.made + 1),
            expires_at: now + self.life,
            data,
        };
        kept.insert(session.clone(), self.most, now);
        session
    }

    /// Goes on in a session in which more was proved, under another id: one that somebody
    /// else planted is worth nothing. None if the session has ended meanwhile, or if
    /// `prove`, which sees what it holds by now, refuses.
    ///
    /// Of two sign-ins at once in one session the first gives another id. The second finds
    /// that one if the session is `trusted`, so that whichever answer a browser reads last,
    /// its cookie is good. Else the second has come too late: the old id may have been
    /// planted by somebody who waits for what a victim proves under it. Trust a session
    /// whose owner could do everything before.
    pub fn go_on(
        &self,
        began_in: &Session<D>,
        trusted: bool,
        now: DateTime<Utc>,
        prove: impl FnOnce(&mut D) -> Option<Life>,
    ) -> Option<Session<D>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.forget_ended(now);
        let mut session = kept.current(began_in, trusted)?;
        if prove(&mut session.data)? == Life::Anew {
            session.expires_at = now + self.life;
        }
        kept.by_id.remove(&began_in.id);
        kept.insert(session.clone(), self.most, now);
        Some(session)
    }

    /// Ends a session, whatever its id is by now.
    pub fn end(&self, scope: Scope) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.by_id.retain(|_, (_, session)| session.scope != scope);
    }
}

impl<D: Clone> Kept<D> {
    /// The session as it goes on after a sign-in that began in it, unless it has ended.
    fn current(&self, began_in: &Session<D>, trusted: bool) -> Option<Session<D>> {
        if let Some((_, session)) = self.by_id.get(&began_in.id) {
            return Some(Session {
                id: SessionId::random(),
                ..session.clone()
            });
        }
        let mut others = self.by_id.values();
        let successor = others.find(|(_, session)| session.scope == began_in.scope);
        let (_, session) = successor.filter(|_| trusted)?;
        Some(session.clone())
    }

    fn forget_ended(&mut self, now: DateTime<Utc>) {
        self.by_id
            .retain(|_, (_, session)| now < session.expires_at);
    }

    /// Keeps a session, in the place of the oldest if there are too many.
    fn insert(&mut self, session: Session<D>, most: usize, now: DateTime<Utc>) {
        self.made += 1;
        let made = self.made;
        self.by_id.remove(&session.id);
        self.forget_ended(now);
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
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn hours(hours: i64) -> TimeDelta {
        TimeDelta::hours(hours)
    }

    fn sessions() -> Sessions<String> {
        Sessions::new(hours(8), 3)
    }

    /// Proves that `word` is part of what the session holds.
    fn add(word: &str) -> impl FnOnce(&mut String) -> Option<Life> {
        let word = word.to_owned();
        move |data| {
            data.push_str(&word);
            Some(Life::Same)
        }
    }

    #[test]
    fn a_session_ends_after_its_life_and_not_before() {
        let sessions = sessions();
        let id = sessions.begin("a".to_owned(), start()).id;

        let last = start() + hours(8) - TimeDelta::milliseconds(1);
        assert_eq!(sessions.find(&id, last).unwrap().data, "a");
        assert!(sessions.find(&id, start() + hours(8)).is_none());
        assert!(sessions.find(&id, last).is_none(), "it was forgotten");
    }

    #[test]
    fn going_on_gives_a_new_id_and_keeps_what_was_proved() {
        let sessions = sessions();
        let first = sessions.begin("a".to_owned(), start());

        let second = sessions.go_on(&first, false, start(), add("b")).unwrap();

        assert_ne!(second.id, first.id);
        assert_eq!((second.scope, &*second.data), (first.scope, "ab"));
        assert!(sessions.find(&first.id, start()).is_none());
        assert_eq!(sessions.find(&second.id, start()).unwrap().data, "ab");
    }

    #[test]
    fn a_life_begins_anew_only_if_what_was_proved_says_so() {
        let sessions = sessions();
        let later = start() + hours(7);
        let first = sessions.begin(String::new(), start());

        let same = sessions.go_on(&first, false, later, add("a")).unwrap();
        let anew = sessions.go_on(&same, false, later, |_| Some(Life::Anew));

        assert_eq!(same.expires_at, first.expires_at);
        assert_eq!(anew.unwrap().expires_at, later + hours(8));
    }

    #[test]
    fn what_is_refused_leaves_the_session_as_it_was() {
        let sessions = sessions();
        let first = sessions.begin("a".to_owned(), start());

        let refused = sessions.go_on(&first, true, start(), |data| {
            data.clear();
            None
        });

        assert!(refused.is_none());
        assert_eq!(sessions.find(&first.id, start()).unwrap().data, "a");
    }

    #[test]
    fn a_session_that_ended_does_not_go_on() {
        for (name, signs_out, later) in
            [("signed out", true, hours(0)), ("run out", false, hours(8))]
        {
            let sessions = sessions();
            let began_in = sessions.begin("a".to_owned(), start());
            if signs_out {
                sessions.end(began_in.scope);
            }

            for trusted in [false, true] {
                let late = sessions.go_on(&began_in, trusted, start() + later, add("b"));
                assert!(late.is_none(), "{name}");
            }
        }
    }

    #[test]
    fn of_two_sign_ins_at_once_a_trusted_session_has_both() {
        let sessions = sessions();
        let began_in = sessions.begin("a".to_owned(), start());
        let with = |word| sessions.go_on(&began_in, true, start(), add(word)).unwrap();

        let (first, second) = (with("b"), with("c"));

        assert_ne!(first.id, began_in.id);
        assert_eq!(second.id, first.id, "whichever cookie comes last is good");
        assert_eq!(sessions.find(&first.id, start()).unwrap().data, "abc");
        assert!(sessions.find(&began_in.id, start()).is_none());
    }

    #[test]
    fn an_id_that_was_planted_does_not_lead_to_what_was_proved_under_it() {
        let sessions = sessions();
        let planted = sessions.begin("thief".to_owned(), start());
        let victim = sessions.go_on(&planted, false, start(), add("victim"));
        let victim = victim.unwrap();

        let late = sessions.go_on(&planted, false, start(), add("thief"));

        assert!(late.is_none() && sessions.find(&planted.id, start()).is_none());
        assert!(sessions.find(&victim.id, start()).is_some());
    }

    #[test]
    fn of_too_many_sessions_the_oldest_goes() {
        let sessions = sessions();
        let made: Vec<_> = (0..4)
            .map(|_| sessions.begin(String::new(), start()))
            .collect();
        let alive = |session: &Session<String>| sessions.find(&session.id, start()).is_some();

        assert!(!alive(&made[0]) && made[1..].iter().all(alive));
        // Going on makes a session the youngest, and takes no place of its own.
        let again = sessions.go_on(&made[1], false, start(), add("a")).unwrap();
        let another = sessions.begin(String::new(), start());
        assert!(!alive(&made[2]) && [&again, &made[3], &another].into_iter().all(alive));
    }

    #[test]
    fn sessions_that_ran_out_make_room_before_others_do() {
        let sessions = sessions();
        let old = sessions.begin(String::new(), start() - hours(8));
        let young = [(), ()].map(|()| sessions.begin(String::new(), start()));

        sessions.begin(String::new(), start());

        assert!(sessions.find(&old.id, start() - hours(1)).is_none());
        assert!(
            young
                .iter()
                .all(|one| sessions.find(&one.id, start()).is_some())
        );
    }

    #[test]
    fn a_session_that_was_ended_is_gone_whatever_its_id_was() {
        let sessions = sessions();
        let first = sessions.begin(String::new(), start());
        let second = sessions.go_on(&first, false, start(), add("a")).unwrap();
        let other = sessions.begin(String::new(), start());

        sessions.end(first.scope);

        assert!(sessions.find(&second.id, start()).is_none());
        assert!(sessions.find(&other.id, start()).is_some());
    }

    #[test]
    fn debug_shows_neither_id_nor_data() {
        let session = sessions().begin("canary".to_owned(), start());

        let shown = format!("{session:?} {:?}", session.id);
        assert!(!shown.contains(session.id.as_str()) && !shown.contains("canary"));
    }
}

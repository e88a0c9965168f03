//! What a session holds here: the operator's password, and logins at VideoEngager.

use chrono::{DateTime, Utc};
use server_kit::sign_in::session::{self, Life, Sessions};

use crate::env::Env;

/// The name of the cookie.
pub const COOKIE: &str = "meeting_session";

/// A session; `L` is a login at VideoEngager.
pub type Session<L> = session::Session<Proved<L>>;

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

/// Everything that was proved in one session.
#[derive(Clone, Debug)]
pub struct Proved<L> {
    /// Whether the operator's password was given.
    pub operator: bool,
    logins: [Option<L>; Env::ALL.len()],
}

impl<L> Default for Proved<L> {
    fn default() -> Self {
        Self {
            operator: false,
            logins: [const { None }; Env::ALL.len()],
        }
    }
}

impl<L> Proved<L> {
    /// The login at VideoEngager for an environment.
    pub fn login(&self, env: Env) -> Option<&L> {
        self.logins[env.index()].as_ref()
    }

    /// The operator's password begins the session's life anew. Nothing else does, or a
    /// session could go on for ever without it.
    fn add(&mut self, proof: Proof<L>) -> Option<Life> {
        match proof {
            Proof::Operator => {
                self.operator = true;
                return Some(Life::Anew);
            }
            Proof::VideoEngager {
                for_operator: true, ..
            } if !self.operator => return None,
            Proof::VideoEngager { env, login, .. } => self.logins[env.index()] = Some(login),
        }
        Some(Life::Same)
    }
}

/// Signs in, with what the session that it began in has already.
///
/// # Errors
/// Says why not: what may have been true when the sign-in began is looked at again.
pub fn sign_in<L: Clone>(
    sessions: &Sessions<Proved<L>>,
    began_in: Option<&Session<L>>,
    proof: Proof<L>,
    now: DateTime<Utc>,
) -> Result<Session<L>, Refused> {
    let refused = match proof {
        Proof::VideoEngager {
            for_operator: true, ..
        } => Refused::NotOperator,
        _ => Refused::Ended,
    };
    let session = match began_in {
        Some(began_in) => {
            // An operator's session opens everything anyhow.
            let trusted = began_in.data.operator;
            sessions.go_on(began_in, trusted, now, |proved| proved.add(proof))
        }
        None => {
            let mut proved = Proved::default();
            let added = proved.add(proof);
            added.map(|_| sessions.begin(proved, now))
        }
    };
    session.ok_or(refused)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    type Logins = Sessions<Proved<&'static str>>;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn hours(hours: i64) -> TimeDelta {
        TimeDelta::hours(hours)
    }

    fn sessions() -> Logins {
        Sessions::new(hours(8), 3)
    }

    /// An account's own password.
    fn local(env: Env, login: &'static str) -> Proof<&'static str> {
        Proof::VideoEngager {
            env,
            login,
            for_operator: false,
        }
    }

    /// The server's key.
    fn pak(env: Env, login: &'static str) -> Proof<&'static str> {
        Proof::VideoEngager {
            env,
            login,
            for_operator: true,
        }
    }

    fn dev(login: &'static str) -> Proof<&'static str> {
        local(Env::Dev, login)
    }

    fn operator(sessions: &Logins) -> Session<&'static str> {
        sign_in(sessions, None, Proof::Operator, start()).unwrap()
    }

    #[test]
    fn signing_in_further_gives_a_new_id_and_keeps_what_was_proved() {
        let sessions = sessions();
        let first = operator(&sessions);

        let second = sign_in(&sessions, Some(&first), dev("a"), start()).unwrap();

        assert_ne!(second.id, first.id);
        assert_eq!(second.scope, first.scope);
        assert!(second.data.operator && second.data.login(Env::Dev) == Some(&"a"));
        assert!(second.data.login(Env::Staging).is_none());
        assert!(sessions.find(&first.id, start()).is_none());
    }

    #[test]
    fn only_the_operators_password_begins_a_life_anew() {
        let sessions = sessions();
        let first = operator(&sessions);

        let later = start() + hours(7);
        let second = sign_in(&sessions, Some(&first), dev("a"), later).unwrap();
        assert_eq!(second.expires_at, first.expires_at);

        let third = sign_in(&sessions, Some(&second), Proof::Operator, later);
        let third = third.unwrap();
        assert_eq!(third.expires_at, later + hours(8));
        assert_eq!(third.data.login(Env::Dev), Some(&"a"));
    }

    #[test]
    fn what_is_for_the_operator_is_for_nobody_else() {
        let sessions = sessions();
        let somebody = sign_in(&sessions, None, dev("a"), start()).unwrap();

        for began_in in [None, Some(&somebody)] {
            let refused = sign_in(&sessions, began_in, pak(Env::Dev, "key"), start());
            assert_eq!(refused.unwrap_err(), Refused::NotOperator);
        }

        let kept = sessions.find(&somebody.id, start()).unwrap();
        assert_eq!(kept.data.login(Env::Dev), Some(&"a"));
    }

    #[test]
    fn a_sign_in_ends_with_the_session_that_it_began_in() {
        for (name, signs_out, later) in
            [("signed out", true, hours(0)), ("run out", false, hours(8))]
        {
            let sessions = sessions();
            let began_in = operator(&sessions);
            if signs_out {
                sessions.end(began_in.scope);
            }

            let now = start() + later;
            let with = |proof| sign_in(&sessions, Some(&began_in), proof, now);
            let key = with(pak(Env::Dev, "key")).unwrap_err();
            let own = with(dev("a")).unwrap_err();
            let password = with(Proof::Operator).unwrap_err();

            assert_eq!(key, Refused::NotOperator, "{name}");
            assert_eq!(own, Refused::Ended, "{name}");
            assert_eq!(password, Refused::Ended, "{name}");
            assert!(sessions.find(&began_in.id, now).is_none(), "{name}");
        }
    }

    #[test]
    fn of_two_sign_ins_at_once_the_session_has_both() {
        let sessions = sessions();
        let began_in = operator(&sessions);

        let with = |proof| sign_in(&sessions, Some(&began_in), proof, start()).unwrap();
        let first = with(pak(Env::Dev, "d"));
        let second = with(pak(Env::Staging, "s"));

        assert_ne!(first.id, began_in.id);
        assert_eq!(second.id, first.id, "whichever cookie comes last is good");
        assert_eq!(second.scope, began_in.scope);
        assert_eq!(second.expires_at, began_in.expires_at);
        let kept = sessions.find(&first.id, start()).unwrap();
        assert!(kept.data.operator);
        assert_eq!(kept.data.login(Env::Dev), Some(&"d"));
        assert_eq!(kept.data.login(Env::Staging), Some(&"s"));
        assert!(sessions.find(&began_in.id, start()).is_none());
    }

    #[test]
    fn an_id_that_was_planted_does_not_lead_to_what_was_proved_under_it() {
        let sessions = sessions();
        let planted = sign_in(&sessions, None, dev("thief"), start()).unwrap();
        let victim = sign_in(&sessions, Some(&planted), Proof::Operator, start());
        let victim = victim.unwrap();

        let late = sign_in(
            &sessions,
            Some(&planted),
            local(Env::Staging, "thief"),
            start(),
        );

        assert_eq!(late.unwrap_err(), Refused::Ended);
        let kept = sessions.find(&victim.id, start()).unwrap();
        assert!(kept.data.login(Env::Staging).is_none());
    }

    #[test]
    fn a_sign_in_in_one_of_many_sessions_ends_no_other() {
        let sessions = sessions();
        let made: Vec<_> = (0..3).map(|_| operator(&sessions)).collect();

        let first = sign_in(&sessions, Some(&made[0]), dev("a"), start()).unwrap();
        let again = sign_in(&sessions, Some(&made[0]), local(Env::Staging, "b"), start());

        assert_eq!(again.unwrap().id, first.id);
        let alive = |id| sessions.find(id, start()).is_some();
        assert!(alive(&first.id) && alive(&made[1].id) && alive(&made[2].id));
    }
}

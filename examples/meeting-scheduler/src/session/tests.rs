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
    sessions.sign_in(None, Proof::Operator, start()).unwrap()
}

#[test]
fn a_session_ends_after_its_life_and_not_before() {
    let sessions = sessions();
    let id = sessions.sign_in(None, dev("a"), start()).unwrap().id;

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
    let first = operator(&sessions);

    let second = sessions.sign_in(Some(&first), dev("a"), start()).unwrap();

    assert_ne!(second.id, first.id);
    assert_eq!(second.scope, first.scope);
    assert!(second.operator && second.login(Env::Dev) == Some(&"a"));
    assert!(second.login(Env::Staging).is_none());
    assert!(sessions.find(&first.id, start()).is_none());
}

#[test]
fn only_the_operators_password_begins_a_life_anew() {
    let sessions = sessions();
    let first = operator(&sessions);

    let later = start() + hours(7);
    let second = sessions.sign_in(Some(&first), dev("a"), later).unwrap();
    assert_eq!(second.expires_at, first.expires_at);

    let third = sessions.sign_in(Some(&second), Proof::Operator, later);
    let third = third.unwrap();
    assert_eq!(third.expires_at, later + hours(8));
    assert_eq!(third.login(Env::Dev), Some(&"a"));
}

#[test]
fn what_is_for_the_operator_is_for_nobody_else() {
    let sessions = sessions();
    let somebody = sessions.sign_in(None, dev("a"), start()).unwrap();

    for began_in in [None, Some(&somebody)] {
        let refused = sessions.sign_in(began_in, pak(Env::Dev, "key"), start());
        assert_eq!(refused.unwrap_err(), Refused::NotOperator);
    }

    let kept = sessions.find(&somebody.id, start()).unwrap();
    assert_eq!(kept.login(Env::Dev), Some(&"a"));
}

#[test]
fn a_sign_in_ends_with_the_session_that_it_began_in() {
    for (name, signs_out, later) in [("signed out", true, hours(0)), ("run out", false, hours(8))] {
        let sessions = sessions();
        let began_in = operator(&sessions);
        if signs_out {
            sessions.end(began_in.scope);
        }

        let now = start() + later;
        let with = |proof| sessions.sign_in(Some(&began_in), proof, now);
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

    let with = |proof| sessions.sign_in(Some(&began_in), proof, start()).unwrap();
    let first = with(pak(Env::Dev, "d"));
    let second = with(pak(Env::Staging, "s"));

    assert_ne!(first.id, began_in.id);
    assert_eq!(second.id, first.id, "whichever cookie comes last is good");
    assert_eq!(second.scope, began_in.scope);
    assert_eq!(second.expires_at, began_in.expires_at);
    let kept = sessions.find(&first.id, start()).unwrap();
    assert!(kept.operator);
    assert_eq!(kept.login(Env::Dev), Some(&"d"));
    assert_eq!(kept.login(Env::Staging), Some(&"s"));
    assert!(sessions.find(&began_in.id, start()).is_none());
}

#[test]
fn an_id_that_was_planted_does_not_lead_to_what_was_proved_under_it() {
    let sessions = sessions();
    let planted = sessions.sign_in(None, dev("thief"), start()).unwrap();
    let victim = sessions.sign_in(Some(&planted), Proof::Operator, start());
    let victim = victim.unwrap();

    let late = sessions.sign_in(Some(&planted), local(Env::Staging, "thief"), start());

    assert_eq!(late.unwrap_err(), Refused::Ended);
    let kept = sessions.find(&victim.id, start()).unwrap();
    assert!(kept.login(Env::Staging).is_none());
}

#[test]
fn the_oldest_of_too_many_goes() {
    let sessions = sessions();
    let made: Vec<_> = (0..4)
        .map(|_| sessions.sign_in(None, dev("a"), start()).unwrap().id)
        .collect();

    assert!(sessions.find(&made[0], start()).is_none());
    assert!(
        made[1..]
            .iter()
            .all(|id| sessions.find(id, start()).is_some())
    );
}

#[test]
fn a_sign_in_in_one_of_many_sessions_ends_no_other() {
    let sessions = sessions();
    let made: Vec<_> = (0..3).map(|_| operator(&sessions)).collect();

    let first = sessions.sign_in(Some(&made[0]), dev("a"), start()).unwrap();
    let again = sessions.sign_in(Some(&made[0]), local(Env::Staging, "b"), start());

    assert_eq!(again.unwrap().id, first.id);
    let alive = |id| sessions.find(id, start()).is_some();
    assert!(alive(&first.id) && alive(&made[1].id) && alive(&made[2].id));
}

#[test]
fn a_session_that_was_ended_is_gone_whatever_its_id_was() {
    let sessions = sessions();
    let first = operator(&sessions);
    let second = sessions.sign_in(Some(&first), dev("a"), start()).unwrap();
    let other = operator(&sessions);

    sessions.end(first.scope);

    assert!(sessions.find(&second.id, start()).is_none());
    assert!(sessions.find(&other.id, start()).is_some());
}

#[test]
fn debug_shows_no_id() {
    let session = sessions().sign_in(None, dev("a"), start()).unwrap();

    assert!(!format!("{session:?}").contains(session.id.as_str()));
}

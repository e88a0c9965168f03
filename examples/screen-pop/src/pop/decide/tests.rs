use genesys_client::CallConversation;
use serde_json::{Value, json};

use super::*;

const NUMBER: &str = "tel:+12025550147";

fn now() -> DateTime<Utc> {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn customer() -> Value {
    json!({ "purpose": "customer", "state": "connected", "direction": "inbound", "address": NUMBER })
}

fn agent(user: &str, state: &str) -> Value {
    json!({ "purpose": "agent", "state": state, "direction": "inbound", "user": { "id": user } })
}

fn taken(user: &str, seconds_ago: i64) -> Value {
    let mut agent = agent(user, "connected");
    agent["connectedTime"] = (now() - TimeDelta::seconds(seconds_ago))
        .to_rfc3339()
        .into();
    agent
}

fn with(mut participant: Value, field: &str, value: Value) -> Value {
    participant[field] = value;
    participant
}

fn call(id: &str, participants: &[Value]) -> CallConversation {
    let call = json!({ "id": id, "participants": participants });
    serde_json::from_value(call).unwrap()
}

/// Whom an event concerns, with the number that is looked up.
fn told(popped: &mut Popped, call: &CallConversation) -> Vec<(String, String)> {
    let ringing = popped.next(Offered::of_call(call), now(), |_| true);
    let told = ringing
        .into_iter()
        .map(|it| (it.user_id.as_str().to_owned(), it.number));
    told.collect()
}

#[test]
fn an_agent_is_told_while_the_call_rings_or_has_just_been_taken() {
    let acd = json!({ "purpose": "acd", "state": "connected" });
    let ringing = agent("u-1", "alerting");
    for (what, participants, rung) in [
        ("waits in the queue", vec![customer(), acd.clone()], vec![]),
        (
            "rings",
            vec![customer(), acd, ringing.clone()],
            vec![("u-1", NUMBER)],
        ),
        (
            "a phone of the agent's own is called",
            vec![customer(), agent("u-1", "contacting")],
            vec![("u-1", NUMBER)],
        ),
        (
            "answered by itself",
            vec![customer(), taken("u-1", 2)],
            vec![("u-1", NUMBER)],
        ),
        (
            "was taken a while ago",
            vec![customer(), taken("u-1", 31)],
            vec![],
        ),
        (
            "taken, nobody knows when",
            vec![customer(), agent("u-1", "connected")],
            vec![],
        ),
        (
            "was not taken",
            vec![customer(), agent("u-1", "disconnected")],
            vec![],
        ),
        (
            "the agent has left",
            vec![
                customer(),
                with(ringing.clone(), "endTime", "2026-11-20T08:59:59Z".into()),
            ],
            vec![],
        ),
        (
            "the caller has left",
            vec![
                with(customer(), "state", "disconnected".into()),
                ringing.clone(),
            ],
            vec![],
        ),
        (
            "two agents at once",
            vec![customer(), ringing.clone(), agent("u-2", "alerting")],
            vec![("u-1", NUMBER), ("u-2", NUMBER)],
        ),
        (
            "an external number",
            vec![
                with(customer(), "purpose", "external".into()),
                ringing.clone(),
            ],
            vec![("u-1", NUMBER)],
        ),
        (
            "the agent calls",
            vec![
                with(customer(), "direction", "outbound".into()),
                agent("u-1", "alerting"),
            ],
            vec![],
        ),
        (
            "withheld",
            vec![
                with(customer(), "address", "sip:anonymous@example.com".into()),
                ringing.clone(),
            ],
            vec![("u-1", "anonymous")],
        ),
        (
            "nothing is told of the caller",
            vec![with(customer(), "address", Value::Null), ringing.clone()],
            vec![("u-1", "")],
        ),
        (
            "nobody knows which agent",
            vec![customer(), with(ringing.clone(), "user", Value::Null)],
            vec![],
        ),
        ("no caller", vec![ringing], vec![]),
    ] {
        let told = told(&mut Popped::default(), &call("c-1", &participants));
        let rung: Vec<_> = rung
            .iter()
            .map(|(user, number)| ((*user).to_owned(), (*number).to_owned()))
            .collect();
        assert_eq!(told, rung, "{what}");
    }
}

#[test]
fn a_call_pops_up_once_at_each_desk() {
    let mut popped = Popped::default();
    let rings = call("c-1", &[customer(), agent("u-1", "alerting")]);
    let another = call("c-2", &[customer(), agent("u-1", "alerting")]);
    let taken_now = call("c-1", &[customer(), taken("u-1", 0)]);
    let handed_on = [customer(), taken("u-1", 9), agent("u-2", "alerting")];
    let handed_on = call("c-1", &handed_on);
    let users = |told: Vec<(String, String)>| told.into_iter().map(|it| it.0).collect::<Vec<_>>();

    assert_eq!(users(told(&mut popped, &rings)), ["u-1"]);
    assert!(told(&mut popped, &rings).is_empty(), "events come twice");
    assert!(told(&mut popped, &taken_now).is_empty());
    assert_eq!(users(told(&mut popped, &handed_on)), ["u-2"]);
    assert_eq!(users(told(&mut popped, &another)), ["u-1"]);
}

#[test]
fn an_agent_whose_page_opens_while_it_rings_is_told_by_the_next_event() {
    let mut popped = Popped::default();
    let rings = call("c-1", &[customer(), agent("u-1", "alerting")]);

    assert!(
        popped
            .next(Offered::of_call(&rings), now(), |_| false)
            .is_empty()
    );

    assert_eq!(
        popped.next(Offered::of_call(&rings), now(), |_| true).len(),
        1
    );
    assert!(
        popped
            .next(Offered::of_call(&rings), now(), |_| true)
            .is_empty()
    );
}

#[test]
fn what_is_remembered_is_bounded() {
    let mut popped = Popped::default();
    let rings = |number: usize| {
        let id = format!("c-{number}");
        call(&id, &[customer(), agent("u-1", "alerting")])
    };

    for number in 0..=REMEMBERED {
        assert_eq!(told(&mut popped, &rings(number)).len(), 1);
    }

    assert_eq!(popped.known.len(), REMEMBERED);
    assert_eq!(popped.order.len(), REMEMBERED);
}

#[test]
fn debug_shows_no_number() {
    let rings = call("c-1", &[customer(), agent("u-1", "alerting")]);

    let ringing = Popped::default().next(Offered::of_call(&rings), now(), |_| true);

    assert!(!format!("{ringing:?}").contains("2025550147"));
}

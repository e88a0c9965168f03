use proptest::prelude::{Just, Strategy, prop_assert, prop_oneof, proptest};
use proptest::strategy::Union;

use super::tests::{good_body, now, rules};
use super::*;

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[+]?[0-9 ()-]{0,40}", "[a-z.]{0,8}@?[a-z.-]{0,12}"];
    let number = prop_oneof![0..2000_i64, 1_700_000_000_000..1_900_000_000_000_i64];
    let leaf = prop_oneof![text.prop_map(Value::from), number.prop_map(Value::from)];
    server_kit::test_util::any_json(leaf)
}

/// A good body, some fields of which hold anything.
fn any_body() -> impl Strategy<Value = Value> {
    let body = Union::new(["date", "duration", "visitor", "other"].map(Just));
    let visitor = Union::new(["name", "email", "phone", "subject", "other"].map(Just));
    let changes = proptest::collection::vec((body, any_json()), 0..3);
    let visitor_changes = proptest::collection::vec((visitor, any_json()), 0..3);
    (visitor_changes, changes).prop_map(|(visitor, changes)| {
        let mut body = good_body();
        for (key, value) in visitor {
            body["visitor"][key] = value;
        }
        for (key, value) in changes {
            body[key] = value;
        }
        body
    })
}

proptest! {
    #[test]
    fn any_request_is_either_in_order_or_has_its_problems_told(
        agent in proptest::option::of("[a-z@. ]{0,12}"),
        notify in proptest::option::of("true|false|[a-z]{0,3}"),
        body in any_body(),
    ) {
        let read =
            CreateMeeting::read(agent.as_deref(), notify.as_deref(), &body, &rules(), now());
        match read {
            Ok(meeting) => {
                let schedule = meeting.schedule;
                prop_assert!(meeting.agent_email.contains('@'));
                prop_assert!(schedule.date > now());
                prop_assert!((15..=1440).contains(&schedule.duration));
                let visitor = schedule.visitor;
                for text in [visitor.name, visitor.email, visitor.phone, visitor.subject] {
                    let text = text.unwrap_or("-".to_owned());
                    prop_assert!((1..=200).contains(&text.chars().count()));
                    prop_assert!(!text.contains(char::is_control) && text.trim() == text);
                }
            }
            Err(problems) => {
                let labels = [
                    "Agent ", "Start ", "Duration ", "Visitor ", "Visitor name ",
                    "Visitor email ", "Visitor phone ", "Meeting title ",
                    "Send Notification Email ",
                ];
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(labels.iter().any(|label| problem.starts_with(label)), "{}", problem);
                }
            }
        }
    }

    #[test]
    fn anything_at_all_can_be_read(body in any_json()) {
        let read = CreateMeeting::read(None, None, &body, &rules(), now());

        prop_assert!(read.is_err_and(|problems| !problems.is_empty()));
    }
}

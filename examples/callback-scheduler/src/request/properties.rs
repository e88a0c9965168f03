use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::Union;

use super::tests::{good_body, now, office_rules, rules};
use super::*;

fn any_json() -> impl Strategy<Value = Value> {
    let time = "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?(Z|[+-][0-9]{2}:[0-9]{2})";
    let soon = "2026-1[12]-[0-2][0-9]T[01][0-9]:[0-5][0-9]:[0-6][0-9]Z";
    let text = prop_oneof![time, soon, "[+]?[0-9 -]{0,20}"];
    server_kit::test_util::any_json(text.prop_map(Value::from))
}

/// A good body, some fields of which hold anything.
fn any_body() -> impl Strategy<Value = Value> {
    let keys = [
        "firstName",
        "lastName",
        "phoneNumber",
        "subject",
        "desiredTime",
        "other",
    ];
    let field = Union::new(keys.map(Just));
    proptest::collection::vec((field, any_json()), 0..4).prop_map(|changes| {
        let mut body = good_body();
        for (key, value) in changes {
            body[key] = value;
        }
        body
    })
}

proptest! {
    #[test]
    fn any_body_is_either_in_order_or_has_its_problems_told(body in any_body(), office in any::<bool>()) {
        let rules = if office { office_rules() } else { rules() };

        match BookingRequest::read(&body, &rules, now()) {
            Ok(request) => {
                let name = request.first_name.expose();
                prop_assert!((1..=100).contains(&name.chars().count()) && name.trim() == name);
                prop_assert!(request.desired_time > now());
                prop_assert!(request.desired_time <= now() + Duration::days(30));
                let wire = wire_time(request.desired_time);
                prop_assert_eq!(whole_milliseconds(&wire), Some(request.desired_time));
                prop_assert!(wire.len() == 24 && wire.ends_with('Z'));
            }
            Err(problems) => {
                let labels = ["First name ", "Last name ", "Phone number ", "Subject ", "Desired time "];
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(labels.iter().any(|label| problem.starts_with(label)), "{}", problem);
                }
            }
        }
    }

    #[test]
    fn anything_at_all_can_be_read_as_a_move(body in any_json(), contact_needed in any::<bool>()) {
        let result = MoveRequest::read(&body, &office_rules(), now(), contact_needed);

        prop_assert!(!result.is_err_and(|problems| problems.is_empty()));
    }
}

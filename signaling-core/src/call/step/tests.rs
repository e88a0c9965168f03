//! The whole table: a row for each pair of state and event, in `tests/table.txt`.
//!
//! After a wanted change `UPDATE_DOCS=1 cargo test -p signaling-core --lib step` writes it anew; the
//! difference is what is to be reviewed.

use std::fmt::Write;

use super::{super::diagram::name, CallEvent, CallState, Step, next};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/call/step/tests/table.txt");

fn table() -> String {
    let mut text =
        "state\n  event                               new state                 what is done\n"
            .to_owned();
    for state in CallState::ALL {
        writeln!(text, "{state:?}").unwrap();
        for event in CallEvent::ALL {
            let (to, action) = match next(*state, *event) {
                Step::Go(to, action) if to == *state => ("-".to_owned(), format!("{action:?}")),
                Step::Go(to, action) => (format!("{to:?}"), format!("{action:?}")),
                Step::Ignore => ("-".to_owned(), "-".to_owned()),
                Step::Refuse(why) => ("-".to_owned(), format!("refuse: {why:?}")),
            };
            writeln!(text, "  {:<35} {to:<25} {action}", name(*event)).unwrap();
        }
    }
    text
}

#[test]
fn every_pair_of_state_and_event_is_in_the_table() {
    let wanted = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(TABLE, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(TABLE).unwrap();
    for (number, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
        let line = number + 1;
        assert_eq!(
            found, wanted,
            "{TABLE}:{line}: run the test with UPDATE_DOCS=1"
        );
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}

#[test]
fn an_ended_call_stays_ended_and_a_live_one_can_be_ended_by_both() {
    use crate::{Action, Side};

    for event in CallEvent::ALL {
        assert!(
            !matches!(next(CallState::Ended, *event), Step::Go(..)),
            "{event:?}"
        );
    }
    for state in CallState::ALL.iter().filter(|state| state.is_live()) {
        for side in [Side::Visitor, Side::Staff] {
            let step = next(*state, CallEvent::EndBy(side));
            assert!(
                matches!(step, Step::Go(CallState::Ended, Action::End(..))),
                "{state:?}"
            );
        }
    }
}

#[test]
fn only_sides_that_are_there_speak() {
    use crate::{Action, Side};

    for state in CallState::ALL {
        for side in [Side::Visitor, Side::Staff] {
            let speaks = next(*state, CallEvent::Speak(side)) == Step::Go(*state, Action::Deliver);
            assert_eq!(
                speaks,
                state.is_live() && !state.is_away(side),
                "{state:?} {side:?}"
            );
        }
    }
}

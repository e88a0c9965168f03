//! The whole table: a row for each pair of situation and event, in `tests/table.txt`.
//!
//! After a wanted change `UPDATE_DOCS=1 cargo test -p callback-scheduler --lib step` writes
//! table and diagram anew; the difference is what is to be reviewed.

mod cases;
mod diagram;

use std::{fmt::Debug, fmt::Write, path::Path};

use super::{
    super::event::{Effect, Step},
    next,
};
use crate::booking::{Booking, State};
use cases::{events, situations};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/saga/step/tests/table.txt");

/// What the columns are.
const HEAD: &str = "\
situation
  event                           new state            next             tell            also changes
";

/// Compares a file with what it should be, or writes it if `UPDATE_DOCS` is set.
#[track_caller]
pub(super) fn assert_file_is(path: &Path, wanted: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    for (number, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
        let place = format!("{}:{}", path.display(), number + 1);
        assert_eq!(found, wanted, "{place}: run the test with UPDATE_DOCS=1");
    }
    assert_eq!(found.lines().count(), wanted.lines().count());
}

/// The name of a variant, without what it carries.
fn name(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// The fields that a step changes beside the state.
fn changes(before: &Booking, after: &Booking) -> String {
    let changed = [
        ("meeting_id", before.meeting_id != after.meeting_id),
        ("link", before.link != after.link),
        ("callback_id", before.callback_id != after.callback_id),
        ("callback_at", before.callback_at != after.callback_at),
        ("linked", before.linked != after.linked),
        ("pending", before.pending != after.pending),
        ("slot_at", before.slot_at != after.slot_at),
        ("moves", before.moves != after.moves),
        ("note", before.note != after.note),
        ("put off", before.attempts < after.attempts),
    ];
    let changed = changed.iter().filter(|(_, changed)| *changed);
    changed.map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_event_in_every_state_leads_where_the_table_says() {
    let mut table = HEAD.to_owned();
    for (situation, booking) in situations() {
        writeln!(table, "{situation}").unwrap();
        for (event_name, event) in events() {
            let Step {
                booking: after,
                effect,
                tell,
            } = next(&booking, &event);
            let to = match after.state == booking.state {
                true => "-",
                false => after.state.as_str(),
            };
            let effect = name(&effect);
            let tell = tell.as_ref().map_or("-".to_owned(), name);
            let row = format!(
                "  {event_name:31} {to:20} {effect:16} {tell:15} {}",
                changes(&booking, &after)
            );
            writeln!(table, "{}", row.trim_end()).unwrap();
        }
    }

    assert_file_is(Path::new(TABLE), &table);
}

/// Every step that the table has.
fn steps() -> impl Iterator<Item = (String, Booking, &'static str, Step)> {
    situations().into_iter().flat_map(|(situation, booking)| {
        events().into_iter().map(move |(name, event)| {
            let step = next(&booking, &event);
            (format!("{situation} + {name}"), booking.clone(), name, step)
        })
    })
}

#[test]
fn after_a_crash_every_unfinished_booking_goes_on_and_no_other() {
    for (row, before, _, step) in steps().filter(|(_, _, event, _)| *event == "resumed") {
        let goes_on = step.effect != Effect::Rest || step.booking.state != before.state;
        let waits = before.state.is_unfinished() || before.is_to_be_searched();
        assert_eq!(goes_on, waits, "{row}");
    }
}

#[test]
fn nothing_is_created_but_in_a_state_that_says_so() {
    for (row, _, event, step) in steps() {
        let state = step.booking.state;
        match step.effect {
            Effect::CreateMeeting => assert_eq!((event, state), ("begun", State::CreatingMeeting)),
            Effect::CreateCallback => {
                let says_so = matches!(state, State::CreatingCallback | State::MovingCallback);
                assert!(
                    says_so && ["signed in", "move prepared"].contains(&event),
                    "{row}"
                );
            }
            _ => {}
        }
    }
}

#[test]
fn a_404_of_something_young_settles_nothing() {
    for (row, before, _, step) in
        steps().filter(|(_, _, event, _)| event.ends_with("gone, but young"))
    {
        assert_eq!(step.booking.state, before.state, "{row}");
        assert!(
            matches!(step.effect, Effect::Rest | Effect::FindMeeting),
            "{row}"
        );
    }
}

#[test]
fn only_a_meeting_whose_id_is_known_is_deleted() {
    for (row, _, _, step) in steps().filter(|(.., step)| step.effect == Effect::DeleteMeeting) {
        assert!(step.booking.meeting_id.is_some(), "{row}");
    }
}

#[test]
fn what_a_vendor_says_leaves_a_settled_booking_alone() {
    let asked = ["asked", "resumed", "unsaved", "move prepared"];
    for (row, before, event, step) in steps() {
        let settled = matches!(before.state, State::Booked | State::Cancelled);
        if settled && !asked.iter().any(|word| event.contains(word)) {
            assert_eq!(step.booking, before, "{row}");
        }
    }
}

//! The diagram of the states in the guide, drawn from [`next`].

use std::{collections::BTreeMap, fmt::Write, path::Path};

use super::{
    assert_file_is,
    cases::{events, situations},
    next,
};
use crate::booking::State;

const GUIDE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/callback-scheduler.md"
);
const BEGIN: &str = "```mermaid\nstateDiagram-v2\n";
const END: &str = "```\n";

fn diagram() -> String {
    let place = |state: State| State::all().position(|one| one == state);
    let mut ways: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for (_, booking) in situations() {
        for (name, event) in events() {
            let to = next(&booking, &event).booking.state;
            if to != booking.state {
                let way = (place(booking.state), place(to));
                let names = ways.entry(way).or_default();
                let name = name.split([',', ':']).next().unwrap_or_default();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    let mut text = format!("{BEGIN}    [*] --> {}\n", State::CreatingMeeting.as_str());
    for ((from, to), names) in ways {
        let name = |place: Option<usize>| State::all().nth(place.unwrap()).unwrap().as_str();
        let (from, to, names) = (name(from), name(to), names.join(", "));
        writeln!(text, "    {from} --> {to}: {names}").unwrap();
    }
    text + END
}

#[test]
fn the_diagram_in_the_guide_shows_every_transition() {
    let path = Path::new(GUIDE);
    // A server that was copied out of this repository has no guide.
    let Ok(guide) = std::fs::read_to_string(path) else {
        return;
    };
    let begin = guide.find(BEGIN).expect("the guide has a diagram");
    let end = begin + guide[begin..].find(&format!("\n{END}")).unwrap() + 1 + END.len();

    let wanted = format!("{}{}{}", &guide[..begin], diagram(), &guide[end..]);

    assert_file_is(path, &wanted);
}

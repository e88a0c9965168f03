//! The states of a call as a picture, drawn from [`next`].

use std::{collections::BTreeMap, fmt::Write};

use super::step::{CallEvent, CallState, Step, next};
use crate::Side;

/// A Mermaid diagram of every transition between states, without the fence around it.
///
/// It is made from the function that makes the transitions, so it shows what happens.
pub fn call_state_diagram() -> String {
    let mut text = "stateDiagram-v2\n    [*] --> Waiting: start\n".to_owned();
    for from in CallState::ALL {
        let mut ways: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for event in CallEvent::ALL {
            if let Step::Go(to, _) = next(*from, *event)
                && to != *from
            {
                let place = CallState::ALL.iter().position(|state| *state == to);
                ways.entry(place.unwrap_or_default())
                    .or_default()
                    .push(name(*event));
            }
        }
        for (to, names) in ways {
            let (to, names) = (CallState::ALL[to], names.join(", "));
            // Writing to a text does not fail.
            let _ = writeln!(text, "    {from:?} --> {to:?}: {names}");
        }
    }
    text.push_str("    Ended --> [*]\n");
    text
}

/// An event in a few words.
pub(super) fn name(event: CallEvent) -> String {
    let (what, side) = match event {
        CallEvent::Accept => ("accept", None),
        CallEvent::Decline => ("decline", None),
        CallEvent::DeclineAsBusy => ("decline as busy", None),
        CallEvent::EndBy(side) => ("end", Some(side)),
        CallEvent::Transfer => ("transfer", None),
        CallEvent::Speak(side) => ("speak", Some(side)),
        CallEvent::RingTimeout => ("no answer", None),
        CallEvent::Lost(side) => ("lost", Some(side)),
        CallEvent::Back(side) => ("back", Some(side)),
        CallEvent::Refreshed(side) => ("refreshed", Some(side)),
        CallEvent::GraceOver(side) => ("grace over", Some(side)),
        CallEvent::RestartGraceOver(side) => ("grace over after restart", Some(side)),
        CallEvent::SignOut => ("sign-out", None),
        CallEvent::RemoveStaff => ("staff removed", None),
    };
    match side {
        None => what.to_owned(),
        Some(Side::Visitor) => format!("{what} (visitor)"),
        Some(Side::Staff) => format!("{what} (staff)"),
    }
}

#[cfg(test)]
mod tests;

//! What follows a call that WhatsApp may have heard, although it did not answer.

use std::time::Duration;

/// How long a status may take that tells what an answer would have.
const FIRST: Duration = Duration::from_secs(10);
/// How often the same message is sent without an answer: it may have arrived each time.
const MOST: u32 = 5;

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Unless a status tells that it was heard, the message may be sent again after this time.
    Again(Duration),
    /// Nothing: a person has to look.
    GiveUp,
}

/// What follows a call without an answer, if `before` calls for this message had none either.
#[must_use]
pub fn next(before: u32) -> Next {
    match before + 1 < MOST {
        true => Next::Again(FIRST * 2_u32.pow(before)),
        false => Next::GiveUp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_grow_and_the_fifth_call_is_the_last() {
        let again = |seconds| Next::Again(Duration::from_secs(seconds));
        for (before, expected) in [
            (0, again(10)),
            (1, again(20)),
            (2, again(40)),
            (3, again(80)),
            (4, Next::GiveUp),
            (u32::MAX - 1, Next::GiveUp),
        ] {
            assert_eq!(next(before), expected, "{before}");
        }
    }
}

//! What a server's subcommand `check` found out, one line a fact.

use std::{error::Error, io::Write, process::ExitCode};

use chrono::{DateTime, TimeDelta, Utc};

use crate::causes::causes;

/// More than this, and tokens or times may be refused.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(30);

/// One fact, and its cure if it is not well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It is as it should be.
    Well(String),
    /// It cannot be found out.
    Unknown(String),
    /// It is not as it should be.
    Wrong {
        /// What is wrong.
        fact: String,
        /// What to do about it.
        cure: String,
    },
}

impl Fact {
    /// Something failed.
    #[must_use]
    pub fn failed(error: &(dyn Error + 'static), what: &str, cure: &str) -> Self {
        Self::Wrong {
            fact: format!("{what} ({})", causes(error)),
            cure: cure.to_owned(),
        }
    }

    /// Our clock beside the `Date` of an answer of `whose`.
    #[must_use]
    pub fn clock(whose: &str, theirs: Option<DateTime<Utc>>, ours: DateTime<Utc>) -> Self {
        let Some(theirs) = theirs else {
            return Self::Unknown(format!("{whose}: does not tell the time"));
        };
        let off = ours - theirs;
        if off.abs() <= CLOCK_TOLERANCE {
            let seconds = off.abs().num_seconds().max(1);
            return Self::Well(format!("{whose}: clock within {seconds} s"));
        }
        Self::Wrong {
            fact: format!("{whose}: clock {} s off", off.num_seconds()),
            cure: "set this machine's clock, for example with NTP".to_owned(),
        }
    }
}

/// Prints the facts on standard output. The exit code is 1 if anything is wrong.
#[must_use]
pub fn report(facts: &[Fact]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    for fact in facts {
        let line = match fact {
            Fact::Well(fact) => format!("ok    {fact}"),
            Fact::Unknown(fact) => format!("?     {fact}"),
            Fact::Wrong { fact, cure } => format!("WRONG {fact} -> {cure}"),
        };
        // A reader that went away has seen enough.
        let _ = writeln!(out, "{line}");
    }
    match facts.iter().any(|fact| matches!(fact, Fact::Wrong { .. })) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_wrong_and_says_by_how_much() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let near = Some(now - TimeDelta::seconds(29));
        assert!(matches!(Fact::clock("V", near, now), Fact::Well(_)));
        assert!(matches!(Fact::clock("V", None, now), Fact::Unknown(_)));
        let far = Some(now + TimeDelta::minutes(5));
        let Fact::Wrong { fact, .. } = Fact::clock("V", far, now) else {
            panic!("five minutes are too many");
        };
        assert_eq!(fact, "V: clock -300 s off");
    }

    #[test]
    fn a_failure_tells_its_causes() {
        let error = anyhow::anyhow!("refused").context("no sign-in");

        let Fact::Wrong { fact, cure } = Fact::failed(error.as_ref(), "V", "check it") else {
            panic!("it failed");
        };

        assert_eq!((&*fact, &*cure), ("V (no sign-in: refused)", "check it"));
    }
}

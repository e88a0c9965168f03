//! Why an event was not understood.

use crate::ErrorEvent;

/// An event that was refused before anybody acted on it.
///
/// Its text is for the client, and contains nothing that was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
#[non_exhaustive]
pub struct DecodeError {
    /// The event by which the client is told.
    pub event: ErrorEvent,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is no JSON array that begins with the event's name.
    #[error("this is no event")]
    NotAnEvent,
    /// There is no such event.
    #[error("there is no such event")]
    UnknownEvent,
    /// It has not the one argument that it takes.
    #[error("this event takes one argument, an object")]
    Argument,
    /// The argument is nested too deeply.
    #[error("this event is nested too deeply")]
    TooDeep,
    /// It is too large as a whole.
    #[error("this event is larger than {limit} bytes")]
    TooLarge {
        /// How large it may be.
        limit: usize,
    },
    /// A field is missing.
    #[error("{field} is missing")]
    Missing {
        /// Which.
        field: &'static str,
    },
    /// A field is of another kind.
    #[error("{field} must be {expected}")]
    Kind {
        /// Which.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A field is too long.
    #[error("{field} is longer than {limit} {unit}")]
    TooLong {
        /// Which.
        field: &'static str,
        /// How long it may be.
        limit: usize,
        /// In what.
        unit: &'static str,
    },
    /// A field contains characters that show nothing, or turn around what follows.
    #[error("{field} contains characters that are not allowed")]
    Characters {
        /// Which.
        field: &'static str,
    },
}

//! How large what a client sends may be. Whatever is larger is refused with a typed error.

/// Bytes of an event's argument.
pub const ARGUMENT_BYTES: usize = 300 * 1024;
/// Bytes of an offer or an answer.
pub const DESCRIPTION_BYTES: usize = 256 * 1024;
/// Bytes of a candidate.
pub const CANDIDATE_BYTES: usize = 8 * 1024;
/// Levels of arrays and objects in an argument.
pub const DEPTH: usize = 32;
/// Fields of an argument.
pub const FIELDS: usize = 32;
/// Characters of a name.
pub const NAME: usize = 100;
/// Characters of an address.
pub const EMAIL: usize = 254;
/// Characters of what a call is about.
pub const PURPOSE: usize = 500;
/// Characters of a chat message.
pub const CHAT: usize = 2_000;
/// Characters of a reason.
pub const REASON: usize = 200;
/// Characters of a decision.
pub const DECISION: usize = 100;
/// Characters of the notes to a decision.
pub const NOTES: usize = 5_000;
/// Characters of a password.
pub const PASSWORD: usize = 1_024;
/// Characters of a token or an id.
pub const TOKEN: usize = 4_096;

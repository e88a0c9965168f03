//! Why a callback could not be moved.

use std::fmt;

/// Why a Genesys callback could not be moved: the vendor's eight sentences.
///
/// `Display` gives the vendor's sentence, but never one that this crate does not know.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackUpdateError {
    /// `invalid conversation id`
    InvalidConversationId,
    /// `callback not found on genesys`
    NotFoundOnGenesys,
    /// `Cannot update non agent owned callback`
    NotAgentOwned,
    /// `Cannot update non active callback`
    NotActive,
    /// `Cannot update callback with invalid date`
    InvalidDate,
    /// `Callback update date is in the past`
    DateInThePast,
    /// `Callback update date is too far in the future`
    DateTooFarInTheFuture,
    /// `Callback update date is not available`
    DateNotAvailable,
    /// A sentence that this version of the crate does not know.
    Unknown(String),
}

impl CallbackUpdateError {
    const KNOWN: [(Self, &'static str); 8] = [
        (Self::InvalidConversationId, "invalid conversation id"),
        (Self::NotFoundOnGenesys, "callback not found on genesys"),
        (
            Self::NotAgentOwned,
            "Cannot update non agent owned callback",
        ),
        (Self::NotActive, "Cannot update non active callback"),
        (
            Self::InvalidDate,
            "Cannot update callback with invalid date",
        ),
        (Self::DateInThePast, "Callback update date is in the past"),
        (
            Self::DateTooFarInTheFuture,
            "Callback update date is too far in the future",
        ),
        (
            Self::DateNotAvailable,
            "Callback update date is not available",
        ),
    ];

    /// The vendor's sentence. One that is not known may name people.
    #[must_use]
    pub fn as_str(&self) -> &str {
        if let Self::Unknown(text) = self {
            return text;
        }
        Self::KNOWN
            .iter()
            .find(|(error, _)| error == self)
            .map_or("", |(_, text)| text)
    }
}

/// Case, surrounding spaces and a full stop do not matter.
impl From<&str> for CallbackUpdateError {
    fn from(text: &str) -> Self {
        let wanted = text.trim().trim_end_matches('.');
        Self::KNOWN
            .into_iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(wanted))
            .map_or_else(|| Self::Unknown(text.to_owned()), |(error, _)| error)
    }
}

impl fmt::Display for CallbackUpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown(_) => "the callback could not be updated",
            known => known.as_str(),
        })
    }
}

impl fmt::Debug for CallbackUpdateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(_) => f.write_str("Unknown(..)"),
            known => write!(f, "{:?}", known.as_str()),
        }
    }
}

impl std::error::Error for CallbackUpdateError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sentence_is_an_error_of_its_own() {
        for (error, text) in CallbackUpdateError::KNOWN {
            assert_eq!(CallbackUpdateError::from(text), error);
            assert_eq!((error.as_str(), error.to_string().as_str()), (text, text));
        }
        let shouted = " CALLBACK NOT FOUND ON GENESYS. ";
        assert_eq!(
            CallbackUpdateError::from(shouted),
            CallbackUpdateError::NotFoundOnGenesys
        );
    }

    #[test]
    fn another_sentence_is_kept_and_not_printed() {
        let error = CallbackUpdateError::from("Robin Example is busy");

        assert_eq!(error.as_str(), "Robin Example is busy");
        assert_eq!(
            format!("{error} {error:?}"),
            "the callback could not be updated Unknown(..)"
        );
    }
}

//! One lookup, from the number to the answer.

use thiserror::Error;

use crate::{
    Caller, CaseDirectory, DirectoryError, Hit, LookupAnswer, LookupProblem, Match, Matches, Miss,
    NotANumber, PhoneReader, ScreenPopUrl,
};

/// Looks up who is calling.
///
/// A caller who withholds the number is a miss; the directory is not asked. The answer repeats
/// `phone` as it was given.
///
/// # Errors
///
/// [`LookupError::Number`] for a text without any number, [`LookupError::Directory`] if the
/// directory cannot tell.
pub async fn lookup(
    directory: &dyn CaseDirectory,
    reader: &PhoneReader,
    urls: &ScreenPopUrl,
    phone: &str,
) -> Result<LookupAnswer, LookupError> {
    match reader.read(phone)? {
        Caller::Withheld => Ok(LookupAnswer::Miss(Miss::new(phone))),
        Caller::Number(key) => Ok(answer(directory.find(key).await?, urls, phone)),
    }
}

fn answer(found: Matches, urls: &ScreenPopUrl, phone: &str) -> LookupAnswer {
    let matches = found.cases.into_iter().map(|case| {
        let url = urls.of(&case.id);
        Match::new(case, url)
    });
    match Hit::new(phone, matches.collect()) {
        Some(hit) => LookupAnswer::Hit(hit.with_stale(found.stale)),
        None => LookupAnswer::Miss(Miss::new(phone).with_stale(found.stale)),
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// The text has no number in it.
    #[error("could not read the phone number")]
    Number(#[from] NotANumber),
    /// The directory could not be asked.
    #[error("could not look up the phone number")]
    Directory(#[from] DirectoryError),
}

impl LookupError {
    /// What to answer over HTTP.
    #[must_use]
    pub fn problem(&self) -> LookupProblem {
        match self {
            Self::Number(_) => LookupProblem::InvalidFormat,
            Self::Directory(_) => LookupProblem::Failed,
        }
    }
}

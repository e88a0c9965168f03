//! What became of a lookup, failures included.

use std::{error::Error as StdError, fmt, sync::Arc};

use async_trait::async_trait;

use crate::{
    CaseDirectory, Hit, LookupAnswer, LookupError, Miss, PhoneReader, ScreenPopUrl, lookup,
};

/// What is known of a caller, at the moment when the call has to go on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Lookup {
    /// The caller has a case.
    Hit(Hit),
    /// The caller has none.
    Miss(Miss),
    /// Whether there is a case could not be found out.
    Unknown(Unknown),
}

impl Lookup {
    /// The case, if there is one.
    #[must_use]
    pub fn hit(&self) -> Option<&Hit> {
        match self {
            Self::Hit(hit) => Some(hit),
            Self::Miss(_) | Self::Unknown(_) => None,
        }
    }

    /// Why the caller is not known, if that could not be found out.
    #[must_use]
    pub fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            Self::Hit(_) | Self::Miss(_) => None,
        }
    }
}

impl From<LookupAnswer> for Lookup {
    fn from(answer: LookupAnswer) -> Self {
        match answer {
            LookupAnswer::Hit(hit) => Self::Hit(hit),
            LookupAnswer::Miss(miss) => Self::Miss(miss),
        }
    }
}

impl From<Result<LookupAnswer, LookupError>> for Lookup {
    fn from(result: Result<LookupAnswer, LookupError>) -> Self {
        match result {
            Ok(answer) => answer.into(),
            Err(LookupError::Number(_)) => Unknown::new(UnknownReason::NotANumber).into(),
            Err(error) => Unknown::because(UnknownReason::Failed, error).into(),
        }
    }
}

impl From<Unknown> for Lookup {
    fn from(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

/// Why it could not be found out whether a caller has a case.
#[derive(Clone)]
pub struct Unknown {
    reason: UnknownReason,
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Unknown {
    /// For a reason that says it all.
    #[must_use]
    pub fn new(reason: UnknownReason) -> Self {
        Self {
            reason,
            cause: None,
        }
    }

    /// For a reason with an error behind it.
    pub fn because(reason: UnknownReason, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            reason,
            cause: Some(Arc::new(cause)),
        }
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> UnknownReason {
        self.reason
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("reason", &self.reason)
            .field("cause", &self.cause)
            .finish()
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("could not look the caller up: ")?;
        f.write_str(self.reason.text())
    }
}

impl StdError for Unknown {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause = self.cause.as_deref()?;
        Some(cause)
    }
}

/// The kinds of [`Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// What should be the caller's number is none.
    NotANumber,
    /// The client has sent as many requests as it may.
    Limited,
    /// The service says that there were too many requests.
    TooManyRequests,
    /// There was no answer in time.
    TimedOut,
    /// The service cannot be reached, or broke off.
    Unreachable,
    /// The service does not take the API key or token.
    Unauthorized,
    /// The service does not take the request.
    Refused,
    /// The service has no lookup under this address.
    NoSuchEndpoint,
    /// The service, or the directory of cases, failed.
    Failed,
    /// The answer is none of the documented ones.
    Unreadable,
}

impl UnknownReason {
    /// A short name for metrics and flows: `timed_out`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "not_a_number",
            Self::Limited => "limited",
            Self::TooManyRequests => "too_many_requests",
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::Unauthorized => "unauthorized",
            Self::Refused => "refused",
            Self::NoSuchEndpoint => "no_such_endpoint",
            Self::Failed => "failed",
            Self::Unreadable => "unreadable",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::NotANumber => "it is not a phone number",
            Self::Limited => "as many requests were sent as are allowed in a minute",
            Self::TooManyRequests => "the service asks for fewer requests",
            Self::TimedOut => "there was no answer in time",
            Self::Unreachable => "the service cannot be reached",
            Self::Unauthorized => "the service refuses the key or token; check it",
            Self::Refused => "the service refuses the request",
            Self::NoSuchEndpoint => "the service has no lookup there; check its address",
            Self::Failed => "the service failed",
            Self::Unreadable => "the answer is not that of a lookup; check the address",
        }
    }
}

/// Looks callers up, and never fails: a call must not wait for a customer system.
#[async_trait]
pub trait LookUpCaller: Send + Sync {
    /// Looks up who calls from `phone`, as the platform wrote it.
    async fn look_up(&self, phone: &str) -> Lookup;
}

/// Callers looked up in a directory of one's own.
pub struct DirectoryLookup {
    directory: Arc<dyn CaseDirectory>,
    reader: PhoneReader,
    urls: ScreenPopUrl,
}

impl DirectoryLookup {
    /// Looks up in `directory`; numbers are read by `reader`, and cases open under `urls`.
    pub fn new(directory: Arc<dyn CaseDirectory>, reader: PhoneReader, urls: ScreenPopUrl) -> Self {
        Self {
            directory,
            reader,
            urls,
        }
    }
}

impl fmt::Debug for DirectoryLookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DirectoryLookup").finish_non_exhaustive()
    }
}

#[async_trait]
impl LookUpCaller for DirectoryLookup {
    async fn look_up(&self, phone: &str) -> Lookup {
        lookup(&*self.directory, &self.reader, &self.urls, phone)
            .await
            .into()
    }
}

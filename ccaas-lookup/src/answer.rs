//! What a lookup answers, in the documented form.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    Case,
    borrowed::{HitRef, MatchRef},
};

/// The answer to a lookup: who is calling, or that nobody knows.
///
/// It serialises as documented: the documented keys of a hit, with `matches`, and with `stale`
/// if it is true. Fields without a value are left out, since a Genesys Cloud data action fills in
/// its default for a missing key and not for `null`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupAnswer {
    /// There is a case.
    Hit(Hit),
    /// There is none.
    Miss(Miss),
}

impl LookupAnswer {
    /// Whether there is a case.
    #[must_use]
    pub fn is_hit(&self) -> bool {
        matches!(self, Self::Hit(_))
    }

    /// The hit, if it is one.
    #[must_use]
    pub fn hit(&self) -> Option<&Hit> {
        match self {
            Self::Hit(hit) => Some(hit),
            Self::Miss(_) => None,
        }
    }

    /// The number as it was asked for.
    #[must_use]
    pub fn phone(&self) -> &str {
        match self {
            Self::Hit(hit) => hit.phone_searched(),
            Self::Miss(miss) => miss.phone(),
        }
    }

    /// Whether newer cases may exist that could not be read.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        match self {
            Self::Hit(hit) => hit.stale,
            Self::Miss(miss) => miss.stale,
        }
    }

    /// The HTTP status: 200 for a hit, 404 for a miss, or 200 for both if `miss_is_ok`.
    #[must_use]
    pub fn status(&self, miss_is_ok: bool) -> u16 {
        if self.is_hit() || miss_is_ok {
            200
        } else {
            404
        }
    }
}

impl Serialize for LookupAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Hit(hit) => hit.serialize(serializer),
            Self::Miss(miss) => miss.serialize(serializer),
        }
    }
}

/// The cases of a caller, newest first; there is at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct Hit {
    /// Never empty.
    matches: Vec<Match>,
    phone_searched: String,
    stale: bool,
}

impl Hit {
    /// The cases, newest first; nothing if there are none.
    #[must_use]
    pub fn new(phone_searched: impl Into<String>, matches: Vec<Match>) -> Option<Self> {
        (!matches.is_empty()).then(|| Self {
            matches,
            phone_searched: phone_searched.into(),
            stale: false,
        })
    }

    /// Says that newer cases may exist.
    #[must_use]
    pub fn with_stale(mut self, stale: bool) -> Self {
        self.stale = stale;
        self
    }

    /// The newest case.
    #[must_use]
    pub fn case(&self) -> &Case {
        &self.matches[0].case
    }

    /// The address that opens the newest case.
    #[must_use]
    pub fn screen_pop_url(&self) -> &str {
        &self.matches[0].screen_pop_url
    }

    /// The number as it was asked for.
    #[must_use]
    pub fn phone_searched(&self) -> &str {
        &self.phone_searched
    }

    /// Whether newer cases may exist that could not be read.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// All cases, newest first, the newest among them.
    #[must_use]
    pub fn matches(&self) -> &[Match] {
        &self.matches
    }
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hit")
            .field("case", self.case())
            .field("matches", &self.matches.len())
            .field("stale", &self.stale)
            .finish_non_exhaustive()
    }
}

impl Serialize for Hit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        HitRef::from(self).serialize(serializer)
    }
}

/// A case, and the address that opens it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Match {
    /// The case.
    pub case: Case,
    /// The address that opens it.
    pub screen_pop_url: String,
}

impl Match {
    /// A case that is opened at this address.
    #[must_use]
    pub fn new(case: Case, screen_pop_url: impl Into<String>) -> Self {
        Self {
            case,
            screen_pop_url: screen_pop_url.into(),
        }
    }
}

impl fmt::Debug for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Match")
            .field("case", &self.case)
            .finish_non_exhaustive()
    }
}

impl Serialize for Match {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MatchRef::from(self).serialize(serializer)
    }
}

/// No case has the number.
#[derive(Clone, PartialEq, Eq)]
pub struct Miss {
    phone: String,
    stale: bool,
}

impl Miss {
    /// Says which number has no case, as it was asked for.
    #[must_use]
    pub fn new(phone: impl Into<String>) -> Self {
        Self {
            phone: phone.into(),
            stale: false,
        }
    }

    /// Says that newer cases may exist.
    #[must_use]
    pub fn with_stale(mut self, stale: bool) -> Self {
        self.stale = stale;
        self
    }

    /// The number as it was asked for.
    #[must_use]
    pub fn phone(&self) -> &str {
        &self.phone
    }

    /// The documented sentence.
    #[must_use]
    pub fn message(&self) -> String {
        format!("No case found for phone number: {}", self.phone)
    }
}

impl fmt::Debug for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Miss")
            .field("stale", &self.stale)
            .finish_non_exhaustive()
    }
}

impl Serialize for Miss {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut miss = serializer.serialize_struct("Miss", 3 + usize::from(self.stale))?;
        miss.serialize_field("found", &false)?;
        miss.serialize_field("message", &self.message())?;
        miss.serialize_field("phone", &self.phone)?;
        if self.stale {
            miss.serialize_field("stale", &true)?;
        }
        miss.end()
    }
}

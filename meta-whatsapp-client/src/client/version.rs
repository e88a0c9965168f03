//! Which version of the Graph API is called.

use std::{borrow::Cow, fmt, str::FromStr};

/// A version of the Graph API, such as `v25.0`.
///
/// Meta retires a version about two years after it came out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApiVersion(Cow<'static, str>);

impl ApiVersion {
    /// `v25.0`, the default: from February 2026 to July 2028.
    pub const V25: Self = Self(Cow::Borrowed("v25.0"));

    /// Takes a version written like `v26.0`.
    ///
    /// # Errors
    /// [`InvalidVersion`] for anything else.
    pub fn new(version: impl Into<String>) -> Result<Self, InvalidVersion> {
        let version = version.into();
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let numbers = version
            .strip_prefix('v')
            .and_then(|numbers| numbers.split_once('.'));
        match numbers {
            Some((major, minor)) if is_number(major) && is_number(minor) => {
                Ok(Self(Cow::Owned(version)))
            }
            _ => Err(InvalidVersion(())),
        }
    }

    /// The version as it stands in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ApiVersion {
    fn default() -> Self {
        Self::V25
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ApiVersion {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, InvalidVersion> {
        Self::new(text)
    }
}

/// A text is not a version of the Graph API.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a version like `v25.0`")]
pub struct InvalidVersion(());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_v_and_two_numbers() {
        for text in ["v25.0", "v26.0", "v9.12"] {
            assert_eq!(text.parse::<ApiVersion>().unwrap().as_str(), text);
        }
        for text in [
            "", "v", "25.0", "v25", "v25.", "v.0", "V25.0", "v25.0/", "v2 5.0", "v25.0.1", "v٣.0",
        ] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text:?}");
        }
        assert_eq!(ApiVersion::default().to_string(), "v25.0");
    }
}

//! Which VideoEngager installation to talk to.

use std::{fmt, str::FromStr};

use url::Url;

/// A VideoEngager installation.
///
/// Reads from a name (`dev`, `staging`, `production`), a host (`dev.videoengager.com`)
/// or a URL (`http://127.0.0.1:4011`). Prints as its host.
///
/// ```
/// use videoengager_client::Environment;
///
/// assert_eq!("production".parse(), Ok(Environment::Production));
/// assert_eq!("dev.videoengager.com".parse(), Ok(Environment::Dev));
/// assert_eq!("http://127.0.0.1:4011".parse::<Environment>()?.to_string(), "127.0.0.1:4011");
/// assert!("prod".parse::<Environment>().is_err());
/// # Ok::<(), videoengager_client::UnknownEnvironment>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://dev.videoengager.com`
    Dev,
    /// `https://staging.videoengager.com`
    Staging,
    /// `https://videome.leadsecure.com`
    Production,
    /// Any other base URL; its path, if it has one, is kept.
    Custom(Url),
}

/// The text names no environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the environment must be `dev`, `staging`, `production`, a host such as \
     `dev.videoengager.com`, or an http or https URL without user, query and fragment"
)]
#[non_exhaustive]
pub struct UnknownEnvironment;

impl Environment {
    const NAMED: [(&'static str, Self); 3] = [
        ("dev", Self::Dev),
        ("staging", Self::Staging),
        ("production", Self::Production),
    ];

    /// The URL that all paths are joined to.
    ///
    /// # Panics
    /// Never: the named environments have valid URLs.
    #[must_use]
    pub fn base_url(&self) -> Url {
        let url = match self {
            Self::Dev => "https://dev.videoengager.com",
            Self::Staging => "https://staging.videoengager.com",
            Self::Production => "https://videome.leadsecure.com",
            Self::Custom(url) => return url.clone(),
        };
        Url::parse(url).expect("the named environments have valid URLs")
    }
}

/// A web address, resolved against `base` if it is relative.
#[cfg(feature = "client")]
pub(crate) fn web_url(base: &Url, url: &str) -> Option<Url> {
    let url = base.join(url).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if let Some((_, environment)) = Self::NAMED.into_iter().find(|(name, _)| *name == lower) {
            return Ok(environment);
        }
        let url = if lower.starts_with("http://") || lower.starts_with("https://") {
            Url::parse(text)
        } else if text.contains('.') && !text.contains("://") {
            Url::parse(&format!("https://{text}"))
        } else {
            return Err(UnknownEnvironment);
        };
        let url = url.map_err(|_| UnknownEnvironment)?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !plain {
            return Err(UnknownEnvironment);
        }
        let named = Self::NAMED
            .into_iter()
            .find(|(_, named)| named.base_url() == url);
        Ok(named.map_or_else(|| Self::Custom(url), |(_, environment)| environment))
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.base_url();
        f.write_str(url.host_str().unwrap_or_default())?;
        match url.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

// A custom URL may carry credentials.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Environment({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(url: &str) -> Result<Environment, UnknownEnvironment> {
        Ok(Environment::Custom(Url::parse(url).unwrap()))
    }

    #[test]
    fn names_hosts_and_urls_are_environments() {
        let cases = [
            ("dev", Ok(Environment::Dev)),
            (" Staging ", Ok(Environment::Staging)),
            ("PRODUCTION", Ok(Environment::Production)),
            ("dev.videoengager.com", Ok(Environment::Dev)),
            (
                "https://staging.videoengager.com/",
                Ok(Environment::Staging),
            ),
            ("VideoMe.LeadSecure.com", Ok(Environment::Production)),
            (
                "https://videoengager.com",
                custom("https://videoengager.com"),
            ),
            ("video.example.com", custom("https://video.example.com")),
            ("http://127.0.0.1:4011", custom("http://127.0.0.1:4011")),
            (
                "http://localhost:4011/ve",
                custom("http://localhost:4011/ve"),
            ),
            (
                "http://dev.videoengager.com",
                custom("http://dev.videoengager.com"),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse(), expected, "{text}");
        }
    }

    #[test]
    fn other_words_and_urls_with_more_than_a_base_are_refused() {
        for text in [
            "",
            "prod",
            "localhost",
            "ftp://video.example.com",
            "https://user:secret@video.example.com",
            "https://video.example.com/?token=secret",
            "https://video.example.com/#x",
            "https://",
            "not a host.",
        ] {
            let error = text.parse::<Environment>().unwrap_err();
            assert!(!error.to_string().contains("secret"));
        }
    }

    #[test]
    fn only_the_host_is_printed() {
        let environment =
            Environment::Custom(Url::parse("https://u:secret@video.example.com/x").unwrap());
        assert_eq!(environment.to_string(), "video.example.com");
        assert_eq!(format!("{environment:?}"), "Environment(video.example.com)");
        assert_eq!(
            Environment::Production.to_string(),
            "videome.leadsecure.com"
        );
    }
}

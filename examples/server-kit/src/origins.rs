//! Lists of origins, such as `CORS_ORIGINS`.

use std::{str::FromStr, sync::Arc};

use anyhow::bail;
use url::{Origin, Url};

/// Origins as browsers write them; none by default. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Arc<[String]>);

impl Origins {
    /// Whether this is one of them.
    #[must_use]
    pub fn contains(&self, origin: &str) -> bool {
        self.0.iter().any(|known| known == origin)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// An origin as browsers write it, if it is one: no path, and not `*`.
    #[must_use]
    pub fn one(text: &str) -> Option<String> {
        let url = Url::parse(text.trim()).ok()?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let is_anonymous = url.username().is_empty() && url.password().is_none();
        let origin = url.origin();
        let is_web = matches!(&origin, Origin::Tuple(scheme, ..) if scheme.starts_with("http"));
        (is_bare && is_anonymous && is_web).then(|| origin.ascii_serialization())
    }
}

impl FromStr for Origins {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let entries = text.split(',').map(str::trim);
        let origin = |entry: &str| match Self::one(entry) {
            Some(origin) => Ok(origin),
            None => bail!("{entry:?} is not an origin like https://apps.example.com"),
        };
        let origins: anyhow::Result<_> = entries
            .filter(|entry| !entry.is_empty())
            .map(origin)
            .collect();
        origins.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_kept_as_browsers_write_them() {
        let origins: Origins = "https://Apps.example.com:443/, http://localhost:8080"
            .parse()
            .unwrap();

        assert!(origins.contains("https://apps.example.com"));
        assert!(origins.contains("http://localhost:8080"));
        assert!(!origins.contains("https://apps.example.com.evil.example.net"));
        assert_eq!("".parse::<Origins>().unwrap(), Origins::default());
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for bad in [
            "*",
            "null",
            "apps.example.com",
            "https://apps.example.com/path",
            "https://user@apps.example.com",
            "file:///tmp",
        ] {
            assert!(bad.parse::<Origins>().is_err(), "{bad}");
        }
    }
}

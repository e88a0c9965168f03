//! What somebody decides about a key.

use chrono::{DateTime, Utc};
use server_kit::{origins::Origins, text};

use super::{Kind, Scope};

/// The longest name and environment, in characters.
const LONGEST: usize = 100;

/// What somebody decides about a key.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What people call it.
    pub name: String,
    /// Where it is used from.
    pub kind: Kind,
    /// The one origin that a browser's key is used from.
    pub origin: Option<String>,
    /// Such as `production` or `test`; for people.
    pub environment: Option<String>,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// Requests a minute: 0 is no limit, `None` that of its kind.
    pub limit_per_minute: Option<u32>,
    /// Until when it can be used.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Terms {
    /// The same, if they keep to the rules of every key; the origin as browsers write it.
    ///
    /// # Errors
    /// What is wrong with which of them.
    pub fn checked(self) -> Result<Self, Vec<String>> {
        let mut problems = text::problems(&self.name, "name", LONGEST);
        if !self.name.chars().any(text::is_visible) {
            problems.push("name is missing".to_owned());
        }
        if let Some(environment) = &self.environment {
            problems.extend(text::problems(environment, "environment", LONGEST));
        }
        let given = self.origin.as_deref().map(str::trim);
        let given = given.filter(|origin| !origin.is_empty());
        let origin = given.and_then(Origins::one);
        if self.kind == Kind::Browser && origin.is_none() {
            problems.push("origin must be like https://apps.example.com".to_owned());
        }
        if self.kind == Kind::Server && given.is_some() {
            problems.push("origin is for a browser's key".to_owned());
        }
        if self.kind == Kind::Browser && self.scopes != [Scope::Lookup] {
            problems.push("a browser's key allows lookup and nothing else".to_owned());
        }
        if self.scopes.is_empty() {
            problems.push("scopes must not be empty".to_owned());
        }
        match problems.is_empty() {
            true => Ok(Self { origin, ..self }),
            false => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::terms;

    #[test]
    fn a_browsers_key_has_an_origin_and_looks_up_only() {
        let browser = |origin: &str, scopes: &[Scope]| Terms {
            kind: Kind::Browser,
            origin: Some(origin.to_owned()),
            scopes: scopes.to_vec(),
            ..terms()
        };

        let good = browser("https://Apps.example.com/", &[Scope::Lookup]).checked();

        assert_eq!(
            good.unwrap().origin.as_deref(),
            Some("https://apps.example.com")
        );
        assert!(browser("*", &[Scope::Lookup]).checked().is_err());
        assert!(
            browser("https://a.example.com", &[Scope::WriteCases])
                .checked()
                .is_err()
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = Terms {
            name: " ".to_owned(),
            origin: Some("https://apps.example.com".to_owned()),
            scopes: Vec::new(),
            ..terms()
        };

        assert_eq!(wrong.checked().unwrap_err().len(), 3);
    }
}

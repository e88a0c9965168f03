//! The three environments that a page can be opened for.

use url::form_urlencoded;

/// Which VideoEngager environment a page and its calls are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Env {
    /// Development.
    #[default]
    Dev,
    /// Staging.
    Staging,
    /// Production.
    Production,
}

impl Env {
    /// Every environment.
    pub const ALL: [Self; 3] = [Self::Dev, Self::Staging, Self::Production];

    /// What `?env=` asks for: everything else, and nothing, is development.
    #[must_use]
    pub fn named(value: Option<&str>) -> Self {
        let known = Self::ALL.into_iter();
        value
            .and_then(|value| known.into_iter().find(|env| env.key() == value))
            .unwrap_or_default()
    }

    /// What the query of an address asks for.
    #[must_use]
    pub fn of_query(query: Option<&str>) -> Self {
        let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let value = pairs.find(|(name, _)| name == "env");
        Self::named(value.as_ref().map(|(_, value)| value.as_ref()))
    }

    /// The word that stands for it in addresses and answers.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "Development",
            Self::Staging => "Staging",
            Self::Production => "Production",
        }
    }

    /// What its settings end with.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Dev => "",
            Self::Staging => "_STAGING",
            Self::Production => "_PRODUCTION",
        }
    }

    /// Its place in [`Env::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_other_names_lead_away_from_development() {
        for (query, expected) in [
            (Some("env=dev"), Env::Dev),
            (Some("env=staging"), Env::Staging),
            (Some("a=b&env=production&c"), Env::Production),
            (Some("env=%70roduction"), Env::Production),
            (Some("env=Production"), Env::Dev),
            (Some("env=prod"), Env::Dev),
            (Some("env="), Env::Dev),
            (Some("env=staging&env=production"), Env::Staging),
            (Some("environment=staging"), Env::Dev),
            (None, Env::Dev),
        ] {
            assert_eq!(Env::of_query(query), expected, "{query:?}");
        }
    }

    #[test]
    fn each_has_its_own_place() {
        for (place, env) in Env::ALL.into_iter().enumerate() {
            assert_eq!(env.index(), place);
            assert_eq!(Env::named(Some(env.key())), env);
        }
    }
}

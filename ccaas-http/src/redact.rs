//! Keeping personal data out of logs.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// What stands in place of a personal value.
pub const REDACTED: &str = "[redacted]";

/// A personal value: its `Debug` and `Display` never show it.
///
/// It does not implement `Serialize`: writing it out is a decision, made with
/// [`Pii::expose`] at the one place that needs it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Wraps a personal value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one place that must see it.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Pii<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T> fmt::Display for Pii<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pii<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

/// Writes `Debug` for a struct by allow list: only the named fields are shown.
///
/// A field added later stays hidden until somebody decides that it may be seen.
///
/// ```
/// struct Visitor { code: u32, name: String }
/// ccaas_http::debug_allow_list!(Visitor { code });
///
/// let visitor = Visitor { code: 7, name: "Robin".into() };
/// assert_eq!(format!("{visitor:?}"), "Visitor { code: 7, .. }");
/// # assert_eq!(visitor.name, "Robin");
/// ```
#[macro_export]
macro_rules! debug_allow_list {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_values_are_not_printed() {
        let number = Pii::new("+15550100".to_owned());
        assert_eq!(format!("{number:?} {number}"), "[redacted] [redacted]");
        assert_eq!(number.expose(), "+15550100");
    }

    #[test]
    fn personal_values_are_read_like_plain_ones() {
        let number: Pii<String> = serde_json::from_str(r#""+15550100""#).unwrap();
        assert_eq!(number.into_exposed(), "+15550100");
    }
}

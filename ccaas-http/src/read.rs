//! Lenient reading, for fields that vendors write in more than one way.

use serde::{Deserialize, Deserializer, de::Error as _};

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    String(String),
    Int(i64),
    Unsigned(u64),
}

/// Reads an optional string that may arrive as a whole number.
///
/// # Errors
/// Any other JSON type.
pub fn string_or_int<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(
        Option::<Text>::deserialize(deserializer)?.map(|value| match value {
            Text::String(text) => text,
            Text::Int(number) => number.to_string(),
            Text::Unsigned(number) => number.to_string(),
        }),
    )
}

/// Reads an optional whole number that may arrive as a string.
///
/// # Errors
/// Any other JSON type, or a string that is not a whole number.
pub fn int_or_string<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Option::<Text>::deserialize(deserializer)?
        .map(|value| match value {
            Text::Int(number) => Ok(number),
            // The text is not quoted: it may be personal.
            Text::String(text) => text
                .trim()
                .parse()
                .map_err(|_| D::Error::custom("expected a whole number")),
            Text::Unsigned(_) => Err(D::Error::custom("expected a number below 2^63")),
        })
        .transpose()
}

/// Reads a list that may arrive as a single item, or as null.
///
/// # Errors
/// An item that is not a `T`.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Items<T> {
        Many(Vec<T>),
        One(T),
    }
    Ok(match Option::<Items<T>>::deserialize(deserializer)? {
        Some(Items::Many(items)) => items,
        Some(Items::One(item)) => vec![item],
        None => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Shape {
        #[serde(default, deserialize_with = "string_or_int")]
        pin: Option<String>,
        #[serde(default, deserialize_with = "int_or_string")]
        duration: Option<i64>,
        #[serde(default, deserialize_with = "one_or_many")]
        agents: Vec<String>,
    }

    fn read(text: &str) -> Shape {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn strings_and_numbers_stand_for_each_other() {
        let shape = read(r#"{"pin":246810,"duration":"30","agents":"one"}"#);
        assert_eq!(shape.pin.as_deref(), Some("246810"));
        assert_eq!(shape.duration, Some(30));
        assert_eq!(shape.agents, ["one"]);

        let shape = read(r#"{"pin":"0042","duration":30,"agents":["a","b"]}"#);
        assert_eq!(shape.pin.as_deref(), Some("0042"));
        assert_eq!(shape.duration, Some(30));
        assert_eq!(shape.agents, ["a", "b"]);
    }

    #[test]
    fn null_and_absence_are_the_same() {
        for text in ["{}", r#"{"pin":null,"duration":null,"agents":null}"#] {
            let shape = read(text);
            assert_eq!(
                (shape.pin, shape.duration, shape.agents.len()),
                (None, None, 0)
            );
        }
    }

    #[test]
    fn a_number_with_letters_is_refused_without_quoting_it() {
        let error = serde_json::from_str::<Shape>(r#"{"duration":"5550100x"}"#)
            .err()
            .unwrap();
        assert!(!error.to_string().contains("5550100"), "{error}");
    }
}

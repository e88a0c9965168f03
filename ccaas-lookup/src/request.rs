//! What a lookup is asked with.

use std::{borrow::Cow, fmt};

use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::LookupProblem;

/// A lookup as it is asked for, by `GET` or `POST`.
///
/// `Debug` does not show the number.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookupRequest {
    /// The number as it was written. Empty if the caller's number was given as empty.
    pub phone: String,
}

impl LookupRequest {
    /// Asks for a number.
    #[must_use]
    pub fn new(phone: impl Into<String>) -> Self {
        Self {
            phone: phone.into(),
        }
    }

    /// Reads a query string, such as `phone=%2B391234567890`.
    ///
    /// A `+` that was not encoded arrives as a space and is put back. The parameter twice is
    /// refused, unless both say the same.
    ///
    /// # Errors
    ///
    /// [`LookupProblem::MissingInQuery`] and [`LookupProblem::Repeated`].
    pub fn from_query(query: &str) -> Result<Self, LookupProblem> {
        let mut phones = form_urlencoded::parse(query.as_bytes())
            .filter_map(|(name, value)| (name == "phone").then_some(value));
        let phone = phones.next().ok_or(LookupProblem::MissingInQuery)?;
        if phones.any(|other| other != phone) {
            return Err(LookupProblem::Repeated);
        }
        Ok(Self::new(plus_put_back(&phone)))
    }

    /// Reads a body, such as `{"phone": "+391234567890"}`. A number without quotes is read, too.
    ///
    /// # Errors
    ///
    /// [`LookupProblem::NotJson`], [`LookupProblem::MissingInBody`] and, for a value that is
    /// neither text nor number, [`LookupProblem::InvalidFormat`].
    pub fn from_body(body: &[u8]) -> Result<Self, LookupProblem> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let mut body: Map<String, Value> =
            serde_json::from_slice(body).map_err(|_| LookupProblem::NotJson)?;
        match body.remove("phone").unwrap_or_default() {
            Value::String(phone) => Ok(Self { phone }),
            Value::Number(phone) if phone.is_u64() => Ok(Self::new(phone.to_string())),
            Value::Null => Err(LookupProblem::MissingInBody),
            _ => Err(LookupProblem::InvalidFormat),
        }
    }
}

impl fmt::Debug for LookupRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookupRequest").finish_non_exhaustive()
    }
}

/// `+39…` in a query becomes ` 39…`.
fn plus_put_back(phone: &str) -> Cow<'_, str> {
    match phone.strip_prefix(' ') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            Cow::Owned(format!("+{rest}"))
        }
        _ => Cow::Borrowed(phone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read() {
        for (query, phone) in [
            ("phone=%2B3906%202222%204444", Ok("+3906 2222 4444")),
            ("phone=+391234567890", Ok("+391234567890")),
            ("phone=anonymous", Ok("anonymous")),
            ("phone=", Ok("")),
            ("miss=200&phone=06&x=", Ok("06")),
            ("phone=06&phone=06", Ok("06")),
            ("phone=06&phone=07", Err(LookupProblem::Repeated)),
            ("", Err(LookupProblem::MissingInQuery)),
            ("Phone=06", Err(LookupProblem::MissingInQuery)),
        ] {
            let read = LookupRequest::from_query(query).map(|request| request.phone);
            assert_eq!(read.as_deref(), phone.as_ref().copied(), "{query}");
        }
    }

    #[test]
    fn a_body_is_read() {
        for (body, phone) in [
            (r#"{"phone": "+39 06 2222 4444"}"#, Ok("+39 06 2222 4444")),
            ("\u{feff}{\"phone\":\"06\",\"other\":[1]}", Ok("06")),
            (r#"{"phone": 390622224444}"#, Ok("390622224444")),
            (r#"{"phone": null}"#, Err(LookupProblem::MissingInBody)),
            ("{}", Err(LookupProblem::MissingInBody)),
            ("", Err(LookupProblem::NotJson)),
            ("[]", Err(LookupProblem::NotJson)),
            (r#""06""#, Err(LookupProblem::NotJson)),
            (r#"{"phone": ["06"]}"#, Err(LookupProblem::InvalidFormat)),
            (r#"{"phone": -6}"#, Err(LookupProblem::InvalidFormat)),
        ] {
            let read = LookupRequest::from_body(body.as_bytes()).map(|request| request.phone);
            assert_eq!(read.as_deref(), phone.as_ref().copied(), "{body}");
        }
    }
}

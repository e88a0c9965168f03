//! Forms with files: `multipart/form-data`.

use std::{borrow::Cow, fmt, iter};

use bytes::Bytes;
use http::HeaderValue;

use super::SendBody;
use crate::error::InvalidRequest;

/// A form with files: `multipart/form-data`, sent while it is made.
///
/// ```
/// use ccaas_http::{Multipart, SendBody};
///
/// let form = Multipart::new()
///     .text("messaging_product", "whatsapp")
///     .file("file", "cat.png", "image/png", SendBody::bytes(vec![0x89, b'P', b'N', b'G']));
/// ```
#[must_use = "a form does nothing until it is sent"]
pub struct Multipart {
    boundary: String,
    parts: Vec<SendBody>,
    invalid: Option<InvalidRequest>,
}

impl Multipart {
    /// An empty form.
    pub fn new() -> Self {
        let boundary = iter::repeat_with(fastrand::alphanumeric).take(40).collect();
        Self {
            boundary,
            parts: Vec::new(),
            invalid: None,
        }
    }

    /// Adds a plain field.
    pub fn text(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let head = format!("{}\r\n\r\n", self.disposition(name));
        let value = match value.into() {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => Bytes::from(text),
        };
        self.push(head, SendBody::bytes(value))
    }

    /// Adds a file.
    pub fn file(
        mut self,
        name: &'static str,
        filename: &str,
        content_type: &str,
        body: SendBody,
    ) -> Self {
        if HeaderValue::from_str(content_type).is_err() {
            self.invalid = Some(InvalidRequest::new(name, "has no usable content type"));
        }
        let head = format!(
            "{}; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            self.disposition(name),
            quoted(filename),
        );
        self.push(head, body)
    }

    fn disposition(&mut self, name: &'static str) -> String {
        format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            quoted(name)
        )
    }

    fn push(mut self, head: String, body: SendBody) -> Self {
        self.parts.push(SendBody::bytes(head));
        self.parts.push(body);
        self.parts
            .push(SendBody::bytes(Bytes::from_static(b"\r\n")));
        self
    }

    /// The content type, and the whole body in parts.
    pub(super) fn finish(mut self) -> Result<(HeaderValue, Vec<SendBody>), InvalidRequest> {
        if let Some(invalid) = self.invalid {
            return Err(invalid);
        }
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        let content_type =
            HeaderValue::try_from(content_type).expect("letters and digits can stand in a header");
        self.parts
            .push(SendBody::bytes(format!("--{}--\r\n", self.boundary)));
        Ok((content_type, self.parts))
    }
}

/// As browsers write names: what would end the quotes or the line is percent-encoded.
/// Other control characters become `_`.
fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '"' => text.push_str("%22"),
            '\r' => text.push_str("%0D"),
            '\n' => text.push_str("%0A"),
            letter if letter.is_control() => text.push('_'),
            letter => text.push(letter),
        }
    }
    text
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotes_or_its_line() {
        assert_eq!(
            quoted("a\"; filename=\"b\r\nX: é.png"),
            "a%22; filename=%22b%0D%0AX: é.png"
        );
        assert_eq!(
            quoted("a\0b\tc\u{1b}[1m\u{7f}\u{85}.png"),
            "a_b_c_[1m__.png"
        );
    }

    #[test]
    fn a_content_type_that_would_end_its_line_is_refused() {
        let form = Multipart::new().file("file", "a", "image/png\r\nX: y", SendBody::bytes("x"));

        assert_eq!(form.finish().unwrap_err().field(), "file");
    }

    #[test]
    fn two_forms_have_different_boundaries() {
        assert_ne!(Multipart::new().boundary, Multipart::new().boundary);
    }
}

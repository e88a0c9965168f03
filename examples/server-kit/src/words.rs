//! A vendor's sentences, fit to be shown.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

/// What every JSON web token begins with: it is base64 of `{"`.
const TOKEN: &str = "eyj";

/// What a vendor's sentence must not tell. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// A sentence that repeats one of these is not shown.
    #[must_use]
    pub fn new(secrets: impl Into<Arc<[SecretString]>>) -> Self {
        Self(secrets.into())
    }

    /// A sentence of a vendor in one line, without what could reorder the text around it;
    /// `None` if nothing is left, or if it repeats a secret or a token.
    #[must_use]
    pub fn words(&self, text: Option<&str>) -> Option<String> {
        let shown: String = text?
            .chars()
            .filter(|c| !reorders(*c))
            .map(|c| if is_break(c) { ' ' } else { c })
            .collect();
        let shown = shown.trim();
        (!shown.is_empty() && !self.are_in(shown)).then(|| shown.to_owned())
    }

    fn are_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let mut secrets = self.0.iter().map(|secret| secret.expose_secret());
        text.contains(TOKEN)
            || secrets.any(|secret| !secret.is_empty() && text.contains(&secret.to_lowercase()))
    }
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Unicode's `Bidi_Control`.
fn reorders(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets<const N: usize>(secrets: [&str; N]) -> Secrets {
        Secrets::new(secrets.map(SecretString::from))
    }

    #[test]
    fn sentences_are_shown_in_one_line_and_in_their_own_order() {
        let words = |text| Secrets::default().words(text);
        for (text, expected) in [
            ("The agent is away", Some("The agent is away")),
            ("L\u{e0} <b>o\u{f9}</b>", Some("L\u{e0} <b>o\u{f9}</b>")),
            ("a\r\nb\tc\u{0}", Some("a  b c")),
            ("a\u{2028}b\u{85}c\u{7f}", Some("a b c")),
            ("\u{202e}a\u{2066}b\u{200f}\u{61c}", Some("ab")),
            (" \u{202e}\n ", None),
            ("", None),
        ] {
            assert_eq!(words(Some(text)).as_deref(), expected, "{text:?}");
        }
        assert_eq!(words(None), None);
    }

    #[test]
    fn a_sentence_that_repeats_a_secret_is_not_shown() {
        let key = secrets(["PAK-1"]);
        let password = secrets(["sword fish", ""]);
        for (secrets, text, is_shown) in [
            (&key, "Cannot GET /api/partners/impersonate/PAK-1/x", false),
            (&key, "pak\u{202e}-1 is unknown", false),
            (&key, "sword fish", true),
            (&password, "'Sword Fish' is wrong", false),
            (&password, "PAK-1", true),
            (
                &password,
                "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA has run out",
                false,
            ),
            (&password, "Wrong password for sam@example.com", true),
        ] {
            assert_eq!(secrets.words(Some(text)).is_some(), is_shown, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        assert!(!format!("{:?}", secrets(["swordfish"])).contains("swordfish"));
    }
}

//! The vendor's sentences, fit to be shown.

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use videoengager_client::Login as Credentials;

/// What every token of the vendor begins with: it is base64 of `{"`.
const TOKEN: &str = "eyj";

/// What a sentence of the vendor must not tell. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Secrets(Arc<[SecretString]>);

impl Secrets {
    /// The secrets of somebody who signs in.
    pub(super) fn of(credentials: &Credentials) -> Self {
        Self(match credentials {
            Credentials::Partner(partner) => [partner.pak.clone()].into(),
            Credentials::Local(login) => [login.password.clone()].into(),
            _ => Arc::default(),
        })
    }

    /// A sentence of the vendor in one line, without what could reorder the text around it;
    /// `None` if nothing is left, or if it repeats a secret or a token.
    pub(super) fn words(&self, text: Option<&str>) -> Option<String> {
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
    use videoengager_client::{LocalLogin, Partner};

    use super::*;

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
        let partner = Partner::new("PAK-1", "external", "partner@example.com");
        let partner = Secrets::of(&partner.into());
        let local = Secrets::of(&LocalLogin::new("sam@example.com", "sword fish").into());
        for (secrets, text, is_shown) in [
            (
                &partner,
                "Cannot GET /api/partners/impersonate/PAK-1/x",
                false,
            ),
            (&partner, "pak\u{202e}-1 is unknown", false),
            (&partner, "sword fish", true),
            (&local, "'Sword Fish' is wrong", false),
            (&local, "PAK-1", true),
            (
                &local,
                "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA has run out",
                false,
            ),
            (&local, "Wrong password for sam@example.com", true),
        ] {
            assert_eq!(secrets.words(Some(text)).is_some(), is_shown, "{text}");
        }
        let empty = Secrets::of(&LocalLogin::new("sam@example.com", "").into());
        assert!(empty.words(Some("No")).is_some());
    }

    #[test]
    fn debug_shows_no_secret() {
        let secrets = Secrets::of(&LocalLogin::new("sam@example.com", "swordfish").into());

        assert!(!format!("{secrets:?}").contains("swordfish"));
    }
}

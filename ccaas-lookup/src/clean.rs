//! The one reader of phone numbers as people and systems write them.

mod characters;
mod uri;

use std::borrow::Cow;

/// The longest text that is read as a phone number, in bytes.
pub(crate) const MAX_BYTES: usize = 512;

/// Turns a phone number as it was pasted into one in plain characters.
///
/// - Marks that nobody sees (text direction, zero width, soft hyphens) are dropped.
/// - Full-width digits and those of other scripts become `0` to `9`; unusual spaces, hyphens,
///   brackets and plus signs become the usual ones; quotes and angle brackets around the number
///   go.
/// - Of an address (`tel:`, `callto:`, `sip:`, `whatsapp:`) the number remains, with its
///   extension behind a `#`, and with the `phone-context` in front of a local number.
/// - One space in front of a digit becomes `+`: so a plus sign arrives that was not encoded in a
///   query. Other white space around the number goes.
///
/// Letters, control characters and whatever else is no part of a phone number stay, for the
/// caller to refuse. A text of more than 512 bytes comes back unread.
///
/// ```
/// use ccaas_lookup::clean;
///
/// assert_eq!(clean("\u{202d}+39\u{a0}06 2222\u{2011}4444\u{202c}"), "+39 06 2222-4444");
/// assert_eq!(clean("tel:+1-202-555-0147;ext=12"), "+1-202-555-0147 #12");
/// assert_eq!(clean(" 390622224444"), "+390622224444");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    let cleaned = Cleaned::new(text);
    if cleaned.plus_was_space {
        return Cow::Owned(format!("+{}", cleaned.text));
    }
    cleaned.text
}

/// A cleaned number, and whether the first thing in it was a space.
pub(crate) struct Cleaned<'a> {
    /// The number without the space.
    pub(crate) text: Cow<'a, str>,
    /// Whether a space stood where a plus sign may have been.
    pub(crate) plus_was_space: bool,
}

impl<'a> Cleaned<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        if text.len() > MAX_BYTES || is_clean(text) {
            return Self {
                text: Cow::Borrowed(text),
                plus_was_space: false,
            };
        }
        let plain: Cow<'a, str> = if text.is_ascii() {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.chars().filter_map(characters::plain).collect())
        };
        let plus_was_space = text
            .trim_start_matches(characters::is_invisible)
            .starts_with(' ')
            && plain[1..].starts_with(|c: char| c.is_ascii_digit());
        let text = match plain {
            Cow::Borrowed(plain) => uri::number(unwrapped(plain)),
            Cow::Owned(plain) => Cow::Owned(uri::number(unwrapped(&plain)).into_owned()),
        };
        let text = settled(text);
        Self {
            text,
            plus_was_space,
        }
    }
}

/// The same once nothing is left to take away: a parameter may have stood behind a quote.
fn settled(mut text: Cow<'_, str>) -> Cow<'_, str> {
    loop {
        let again = uri::number(unwrapped(&text));
        if again == text {
            return text;
        }
        text = Cow::Owned(again.into_owned());
    }
}

/// Whether there is nothing to do: a number in ASCII that begins and ends as one.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |byte: &u8| matches!(byte, b'+' | b'(' | b'0'..=b'9');
    let belongs = |byte: &u8| {
        matches!(
            byte,
            b'+' | b'(' | b')' | b'-' | b'.' | b'/' | b' ' | b'0'..=b'9'
        )
    };
    bytes.first().is_some_and(begins)
        && bytes.last().is_some_and(u8::is_ascii_digit)
        && bytes.iter().all(belongs)
}

/// Without what people and spreadsheets put around a number.
fn unwrapped(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '=');
    let text = text.trim_matches(around);
    // A name in front of an address: "Robin" <sip:+12025550147@example.com>.
    match text.rsplit_once('<') {
        Some((_, address)) if uri::has_scheme(address) => address.trim_matches(around),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_out_in_plain_characters() {
        for (text, cleaned) in [
            ("", ""),
            ("  \t\n", ""),
            ("+39 06 2222 4444", "+39 06 2222 4444"),
            ("\u{202d}+1 (202) 555-0161\u{202c}", "+1 (202) 555-0161"),
            ("\u{feff}+1\u{200b}202\u{ad}5550161\u{200e}", "+12025550161"),
            ("+1\u{a0}202\u{2007}555\u{202f}0161", "+1 202 555 0161"),
            ("+1\u{2010}202\u{2013}555\u{2212}0161", "+1-202-555-0161"),
            ("\u{ff0b}\u{ff11}\u{ff12}", "+12"),
            ("\u{ff08}\u{ff10}\u{ff09}", "(0)"),
            ("+\u{661}\u{6f2}\u{967}", "+121"),
            ("\u{1d7ce}\u{1d7ff}", "09"),
            ("1\u{fe0f}\u{20e3}", "1"),
            ("06 2222 4444\u{a0}", "06 2222 4444"),
            ("\t06 2222 4444 \r\n", "06 2222 4444"),
            (" 39 06 2222 4444", "+39 06 2222 4444"),
            ("\u{200e} 39 06", "+39 06"),
            ("  39 06", "39 06"),
            (" (06)", "(06)"),
            ("'+39 06", "+39 06"),
            ("=\"+39 06\"", "+39 06"),
            ("+1-555\n123-4567", "+1-555\n123-4567"),
            ("1-800-FLOWERS", "1-800-FLOWERS"),
            ("anonymous", "anonymous"),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    #[test]
    fn of_an_address_the_number_remains() {
        for (text, cleaned) in [
            ("tel:+1-202-555-0161", "+1-202-555-0161"),
            ("TEL:+12025550161", "+12025550161"),
            ("tel://+12025550161", "+12025550161"),
            ("tel:%2B1%20202%20555%200161", "+1 202 555 0161"),
            ("tel:+12025550161;ext=12", "+12025550161 #12"),
            ("tel:+12025550161;isub=1;ext=1-2", "+12025550161 #12"),
            ("+12025550161;ext=12", "+12025550161 #12"),
            (";ext=12", "#12"),
            ("tel:2222-4444;phone-context=+3906", "+39062222-4444"),
            ("tel:2222-4444;phone-context=example.com", "2222-4444"),
            ("callto:+12025550161", "+12025550161"),
            ("whatsapp:+12025550161", "+12025550161"),
            ("sip:+12025550161@192.0.2.7:5060;user=phone", "+12025550161"),
            ("sips:+12025550161;ext=12@example.com", "+12025550161 #12"),
            ("\"Robin\" <sip:+12025550161@example.com>", "+12025550161"),
            ("sip:anonymous@anonymous.invalid", "anonymous"),
            ("tel:", ""),
            ("\u{202a}tel:+12025550161\u{202c}", "+12025550161"),
            (" tel: 06 2222", "06 2222"),
            ("555-123-4567;12", "555-123-4567;12"),
        ] {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_not_read() {
        let text = " ".repeat(1_000_000);

        assert_eq!(clean(&text), text);
    }
}

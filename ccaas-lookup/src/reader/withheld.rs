//! What stands where a number would be if the caller showed one.

use crate::PhoneKey;

/// The words, in lower case and without anything between the letters.
const WORDS: &[&str] = &[
    "anonimo",
    "anonym",
    "anonyme",
    "anonymous",
    "blocked",
    "callerunknown",
    "coverageunavailable",
    "idunavailable",
    "na",
    "nocallerid",
    "none",
    "nonumber",
    "notavailable",
    "null",
    "numberunavailable",
    "numberwithheld",
    "numeroprivato",
    "outofarea",
    "private",
    "privatenumber",
    "privato",
    "restricted",
    "sconosciuto",
    "unavailable",
    "undefined",
    "unknown",
    "unknowncaller",
    "unknownnumber",
    "withheld",
];

/// The words ANONYMOUS, BLOCKED, RESTRICTED, UNAVAILABLE and UNKNOWN on a keypad, which Twilio
/// sends behind a plus sign. Nobody has these numbers.
const KEYPAD: &[u64] = &[
    266_696_687,
    2_562_533,
    7_378_742_833,
    86_282_452_253,
    8_656_696,
];

/// Whether a number is a word on a keypad.
pub(super) fn is_spelled_on_a_keypad(key: PhoneKey) -> bool {
    key.behind_plus()
        .is_some_and(|digits| KEYPAD.contains(&digits))
}

/// Whether a cleaned text says that there is no number to see.
pub(super) fn is_withheld(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let word: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    WORDS.binary_search(&word.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order_and_as_they_are_compared() {
        assert!(WORDS.is_sorted());
        assert!(WORDS.iter().all(|word| is_withheld(word)));
    }

    #[test]
    fn a_withheld_number_is_recognised_however_it_is_written() {
        for text in [
            "",
            "Anonymous",
            "UNKNOWN",
            "Restricted ",
            "No Caller ID",
            "n/a",
            "(private)",
        ] {
            assert!(is_withheld(text), "{text:?}");
        }
        for text in ["robin", "+39", "+266696687", "anonymous 1", "---", "an-on"] {
            assert!(!is_withheld(text), "{text:?}");
        }
    }
}

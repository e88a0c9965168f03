//! What stands where a number would be if the caller showed one.

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
/// sends as numbers. No numbering plan has a number of that length there.
const KEYPAD: &[&str] = &[
    "+266696687",
    "+2562533",
    "+7378742833",
    "+86282452253",
    "+8656696",
];

/// Whether a cleaned text says that there is no number to see.
pub(super) fn is_withheld(text: &str) -> bool {
    if text.is_empty() || KEYPAD.contains(&text) {
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
            "+266696687",
        ] {
            assert!(is_withheld(text), "{text:?}");
        }
        for text in ["robin", "+39", "anonymous 1", "266696687", "---", "an-on"] {
            assert!(!is_withheld(text), "{text:?}");
        }
    }
}

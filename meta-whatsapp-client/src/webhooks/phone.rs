//! Phone numbers that WhatsApp knows in two spellings.
//!
//! - **Brazil**: mobile numbers got a ninth digit, a `9` after the area code. Accounts from
//!   before keep a `wa_id` without it: `5511987654321` and `551187654321`.
//! - **Mexico**: mobile numbers were dialled with a `1` after the country code, and many
//!   `wa_id`s keep it: `5215512345678` and `525512345678`.
//!
//! The `wa_id` of an answer or webhook may so differ from the number that was dialled.

/// The digits of a number, without `+` and punctuation; what is no number, as written.
fn digits(text: &str) -> String {
    if is_number(text) {
        text.chars().filter(char::is_ascii_digit).collect()
    } else {
        text.to_owned()
    }
}

/// Whether a text can be a number: a user id, such as `US.1`, or a username is none.
fn is_number(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.any(|it| it.is_ascii_digit())
        && text
            .chars()
            .all(|it| it.is_ascii_digit() || " +-().\u{a0}".contains(it))
}

/// The other spelling of the same number, if it has one.
fn other_spelling(digits: &str) -> Option<String> {
    match digits.as_bytes() {
        // 55, area code, 9, eight digits of a mobile number.
        [
            b'5',
            b'5',
            b'1'..=b'9',
            b'1'..=b'9',
            b'9',
            b'6'..=b'9',
            rest @ ..,
        ] if rest.len() == 7 => Some(format!("{}{}", &digits[..4], &digits[5..])),
        // The same without the 9; landlines start with 2 to 5.
        [b'5', b'5', b'1'..=b'9', b'1'..=b'9', b'6'..=b'9', rest @ ..] if rest.len() == 7 => {
            Some(format!("{}9{}", &digits[..4], &digits[4..]))
        }
        [b'5', b'2', b'1', b'2'..=b'9', rest @ ..] if rest.len() == 9 => {
            Some(format!("52{}", &digits[3..]))
        }
        [b'5', b'2', b'2'..=b'9', rest @ ..] if rest.len() == 9 => {
            Some(format!("521{}", &digits[2..]))
        }
        _ => None,
    }
}

/// The spellings under which WhatsApp may know a number, digits only; the given one first.
///
/// What is no number, such as a business-scoped user id, is the only one, as written.
///
/// ```
/// use meta_whatsapp_client::webhooks::phone_variants;
///
/// assert_eq!(phone_variants("+55 11 98765-4321"), ["5511987654321", "551187654321"]);
/// assert_eq!(phone_variants("525512345678"), ["525512345678", "5215512345678"]);
/// assert_eq!(phone_variants("12025550147"), ["12025550147"]);
/// assert_eq!(phone_variants("US.1234"), ["US.1234"]);
/// ```
#[must_use]
pub fn phone_variants(number: &str) -> Vec<String> {
    let digits = digits(number);
    let other = other_spelling(&digits);
    std::iter::once(digits).chain(other).collect()
}

/// One spelling for all: Brazil with the ninth digit, Mexico without the `1`; digits only.
///
/// What is no number, such as a business-scoped user id, stays as written.
///
/// Use it to compare and to look up, not to send: WhatsApp wants the number as dialled.
#[must_use]
pub fn canonical_phone(number: &str) -> String {
    let digits = digits(number);
    match other_spelling(&digits) {
        Some(other) if digits.starts_with("55") == (other.len() > digits.len()) => other,
        _ => digits,
    }
}

/// Whether two spellings are the same number; what is no number is the same only if equal.
#[must_use]
pub fn same_phone(one: &str, other: &str) -> bool {
    // Two spellings end alike, which tells most numbers apart without a copy.
    fn end(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().rev().filter(u8::is_ascii_digit).take(7)
    }
    one == other
        || (end(one).eq(end(other))
            && is_number(one)
            && is_number(other)
            && canonical_phone(one) == canonical_phone(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_lead_to_each_other_and_to_one() {
        for (canonical, other) in [
            ("5511987654321", "551187654321"),
            ("5521960000000", "552160000000"),
            ("525512345678", "5215512345678"),
        ] {
            assert_eq!(phone_variants(canonical), [canonical, other]);
            assert_eq!(phone_variants(other), [other, canonical]);
            assert_eq!(canonical_phone(canonical), canonical);
            assert_eq!(canonical_phone(other), canonical);
            assert!(same_phone(canonical, &format!("+{other}")));
        }
    }

    #[test]
    fn other_numbers_have_one_spelling() {
        for number in [
            "12025550147",
            // A landline in São Paulo.
            "551132345678",
            // Nine digits, but without it this would be a landline.
            "5511932345678",
            "5511",
            "52",
            "",
            // A business-scoped user id and a username.
            "US.5511987654321",
            "@robin1",
        ] {
            assert_eq!(phone_variants(number), [number]);
            assert_eq!(canonical_phone(number), number);
        }
    }

    #[test]
    fn what_is_no_number_is_compared_as_written() {
        assert!(same_phone("US.1", "US.1"));
        assert!(!same_phone("US.1", "CA.1"));
        assert!(!same_phone("", "12025550147"));
        assert!(!same_phone("+", "-"));
    }
}

//! The numbering plans of the world, as libphonenumber knows them.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber};

use crate::{PhoneKey, phone_key::MAX_DIGITS};

/// A country with a numbering plan.
#[derive(Clone)]
pub(super) struct Region {
    region: rlibphonenumber::Region,
    code: String,
}

/// A text read as a number whose length fits its plan.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) key: PhoneKey,
    /// Whether its plan has given out numbers like this.
    pub(super) is_valid: bool,
}

impl Region {
    pub(super) fn new(code: &str) -> Option<Self> {
        // The library also has regions of three digits, which are no countries.
        let region = Some(code)
            .filter(|code| code.len() == 2)
            .and_then(|code| rlibphonenumber::Region::from_code(code).ok())?;
        PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
        Some(Self {
            region,
            code: region.to_string(),
        })
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Reads a number as it is dialled inside the country.
    pub(super) fn national(&self, text: &str) -> Option<Reading> {
        reading(PHONE_NUMBER_UTIL.parse(text, Some(self.region)).ok()?)
    }

    /// Reads what follows a plus sign.
    pub(super) fn international(&self, text: &str) -> Option<Reading> {
        let number = PHONE_NUMBER_UTIL.parse(format!("+{text}"), Some(self.region));
        reading(number.ok()?)
    }
}

fn reading(number: PhoneNumber) -> Option<Reading> {
    let digits = digits(&number)?;
    // With trunk prefixes left in front of it, a number would be read as another one next time.
    let again = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
    if self::digits(&again)? != digits {
        return None;
    }
    Some(Reading {
        key: PhoneKey::e164(digits),
        is_valid: PHONE_NUMBER_UTIL.is_valid_number(&again),
    })
}

/// The digits of the E.164 form, if the length is possible.
fn digits(number: &PhoneNumber) -> Option<u64> {
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(number);
    if length != Ok(NumberLengthType::IsPossible) {
        return None;
    }
    let text = PHONE_NUMBER_UTIL.format(number, rlibphonenumber::PhoneNumberFormat::E164);
    let digits = text.strip_prefix('+')?;
    if digits.len() > MAX_DIGITS {
        return None;
    }
    digits.parse().ok()
}

/// A number that is already in E.164 form.
pub(super) fn e164_as_written(text: &str) -> Option<PhoneKey> {
    let digits = text.strip_prefix('+')?;
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    if digits.len() > MAX_DIGITS || !all_digits {
        return None;
    }
    let number = PHONE_NUMBER_UTIL.parse(text, None).ok()?;
    let read = self::digits(&number)?;
    (Ok(read) == digits.parse::<u64>()).then(|| PhoneKey::e164(read))
}

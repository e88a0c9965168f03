//! The numbering plans of the world, as libphonenumber knows them.

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};

use crate::{PhoneKey, phone_key::MAX_DIGITS};

/// A country with a numbering plan.
#[derive(Clone)]
pub(super) struct Region {
    region: rlibphonenumber::Region,
    code: String,
    calling_code: String,
    /// Whether a zero is dialled in front of a number inside the country.
    has_trunk_zero: bool,
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
        let calling_code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
        Some(Self {
            region,
            code: region.to_string(),
            calling_code: calling_code.to_string(),
            has_trunk_zero: has_trunk_zero(region),
        })
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Whether a number without a plus sign begins with the country's own code where its own
    /// numbers would begin with a zero.
    pub(super) fn looks_international(&self, text: &str) -> bool {
        self.has_trunk_zero && text.starts_with(&self.calling_code)
    }

    /// Reads a number as it is dialled inside the country.
    pub(super) fn national(&self, text: &str) -> Option<Reading> {
        let read = |text| reading(PHONE_NUMBER_UTIL.parse(text, Some(self.region)).ok()?);
        read(text).or_else(|| read(self.without_former_prefix(text)?))
    }

    /// Mexico dialled these until 2019, and address books still have them.
    fn without_former_prefix<'a>(&self, text: &'a str) -> Option<&'a str> {
        if self.region != rlibphonenumber::Region::MX {
            return None;
        }
        ["01", "044", "045"]
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
    }

    /// Reads what follows a plus sign.
    pub(super) fn international(&self, text: &str) -> Option<Reading> {
        let number = PHONE_NUMBER_UTIL.parse(format!("+{text}"), Some(self.region));
        reading(number.ok()?)
    }
}

/// Whether a number of the country is written with a zero that is no part of it.
fn has_trunk_zero(region: rlibphonenumber::Region) -> bool {
    PHONE_NUMBER_UTIL
        .get_example_number(region)
        .is_ok_and(|number| {
            let national = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::National);
            let first = national.chars().find(char::is_ascii_digit);
            first == Some('0') && !number.italian_leading_zero()
        })
}

/// A number that is already in E.164 form.
pub(super) fn e164_as_written(text: &str) -> Option<PhoneKey> {
    let digits = text.strip_prefix('+')?;
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    if digits.len() > MAX_DIGITS || !all_digits {
        return None;
    }
    let number = PHONE_NUMBER_UTIL.parse(text, None).ok()?;
    let read = possible_digits(&without_mobile_digit(number))?;
    (Ok(read) == digits.parse::<u64>()).then(|| PhoneKey::e164(read))
}

fn reading(number: PhoneNumber) -> Option<Reading> {
    let is_valid = PHONE_NUMBER_UTIL.is_valid_number(&number);
    let number = without_mobile_digit(number);
    let digits = possible_digits(&number)?;
    // With trunk prefixes left in front of it, a number would be read as another one next time.
    let again = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
    if possible_digits(&without_mobile_digit(again))? != digits {
        return None;
    }
    Some(Reading {
        key: PhoneKey::e164(digits),
        is_valid: is_valid || PHONE_NUMBER_UTIL.is_valid_number(&number),
    })
}

/// The digits of the E.164 form, if the plan has numbers of this length.
fn possible_digits(number: &PhoneNumber) -> Option<u64> {
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(number);
    if length != Ok(NumberLengthType::IsPossible) {
        return None;
    }
    let zeros = match number.italian_leading_zero() {
        // The library counts one if it says nothing else.
        true => u32::try_from(number.number_of_leading_zeros.unwrap_or(1)).ok()?,
        false => 0,
    };
    let national = number.national_number;
    let national_digits = national.checked_ilog10().map_or(1, |log| log + 1) + zeros;
    let calling_code = u64::try_from(number.country_code).ok()?;
    let digits = 10_u64
        .checked_pow(national_digits)?
        .checked_mul(calling_code)?
        .checked_add(national)?;
    (digits < 10_u64.pow(MAX_DIGITS as u32)).then_some(digits)
}

/// Numbers of mobile phones in Argentina (`9`) and Mexico (`1`) have a digit behind the calling
/// code that only some callers dial: WhatsApp, networks and people leave it out or put it in. No
/// two subscribers differ in it alone.
fn without_mobile_digit(mut number: PhoneNumber) -> PhoneNumber {
    const SUBSCRIBER: u64 = 10_000_000_000;
    let digit = number.national_number / SUBSCRIBER;
    if matches!((number.country_code, digit), (54, 9) | (52, 1)) {
        number.national_number %= SUBSCRIBER;
    }
    number
}

//! Reads phone numbers and decides which of them the centre may be made to dial.

use std::fmt;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region,
};
use thiserror::Error;

/// The longest text that is read as a phone number, in characters.
const MAX_CHARS: usize = 40;

/// Says which phone numbers are accepted.
#[derive(Clone, Debug)]
pub struct PhonePolicy {
    default_region: Region,
    default_code: String,
    allowed: Vec<Region>,
}

impl PhonePolicy {
    /// Reads the policy from ISO 3166 country codes of two letters.
    ///
    /// Numbers without a country code are read as numbers of `default_region`. Without
    /// `allowed_countries`, only numbers of the default region are accepted.
    ///
    /// # Errors
    ///
    /// A text that names the unknown code and the expected form.
    pub fn new(default_region: &str, allowed_countries: &[String]) -> Result<Self, String> {
        let default_region = region(default_region)?;
        let mut allowed = Vec::new();
        for code in allowed_countries {
            let region = region(code)?;
            if !allowed.contains(&region) {
                allowed.push(region);
            }
        }
        if allowed.is_empty() {
            allowed.push(default_region);
        }
        Ok(Self {
            default_region,
            default_code: default_region.to_string(),
            allowed,
        })
    }

    /// The codes of the countries whose numbers are accepted, in upper case.
    pub fn allowed(&self) -> Vec<String> {
        self.allowed.iter().map(Region::to_string).collect()
    }

    /// The country of numbers that are written without a country code.
    pub fn default_region(&self) -> &str {
        &self.default_code
    }

    /// Reads a number as a person writes it.
    ///
    /// A possible number is enough: its length fits its country, whether or not the
    /// library knows the range it is in. Its country is the region that the library finds
    /// for it, else the main region of its calling code.
    ///
    /// # Errors
    ///
    /// The first [`PhoneProblem`] found.
    pub fn check(&self, text: &str) -> Result<PhoneNumber, PhoneProblem> {
        // The library reads letters as the digits of a keypad.
        if text.chars().any(char::is_alphabetic) {
            return Err(PhoneProblem::Letters);
        }
        if text.chars().count() > MAX_CHARS || !text.chars().all(may_be_in_a_number) {
            return Err(PhoneProblem::Format);
        }
        let number = PHONE_NUMBER_UTIL
            .parse(text, Some(self.default_region))
            .map_err(|_| PhoneProblem::Format)?;
        if number
            .extension
            .as_ref()
            .is_some_and(|extension| !extension.is_empty())
        {
            return Err(PhoneProblem::Extension);
        }
        // A number that works only inside its own area is of no use to a call centre.
        let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number);
        if length != Ok(NumberLengthType::IsPossible) {
            return Err(PhoneProblem::Format);
        }
        let country = PHONE_NUMBER_UTIL
            .get_region_for_number(&number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code));
        if !country.is_some_and(|country| self.allowed.contains(&country)) {
            return Err(PhoneProblem::Country {
                allowed: self.allowed().join(", "),
            });
        }
        if PHONE_NUMBER_UTIL.get_number_type(&number) == PhoneNumberType::PremiumRate {
            return Err(PhoneProblem::PremiumRate);
        }
        let e164 = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164);
        // With trunk prefixes left in front of it, a number is not what it was checked as.
        match PHONE_NUMBER_UTIL.parse(&e164, None) {
            Ok(same) if same == number => Ok(PhoneNumber(e164.into_owned())),
            _ => Err(PhoneProblem::Format),
        }
    }
}

/// Why a phone number is refused, in words for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PhoneProblem {
    /// It is not a phone number, or its length fits no number of its country.
    #[error("Phone number format is invalid")]
    Format,
    /// It has letters in it.
    #[error("Phone number must contain digits only, no letters")]
    Letters,
    /// It belongs to a country that is not called from here.
    #[error("Phone number cannot be called from here: only numbers of {allowed} are accepted")]
    Country {
        /// The accepted countries, separated by commas.
        allowed: String,
    },
    /// Calling it costs extra.
    #[error("Phone number is a premium-rate number, which we do not call")]
    PremiumRate,
    /// Something has to be dialled after the number.
    #[error("Phone number must not have an extension")]
    Extension,
}

/// A phone number in E.164 form, such as `+15551234567`.
///
/// `Debug` does not show it, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Takes a number that [`PhonePolicy::check`] accepted earlier, such as a stored one.
    pub fn from_e164(e164: String) -> Self {
        Self(e164)
    }

    /// The number itself.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// The number with all but its last digits hidden: `+*-***-***-4567`.
    ///
    /// A plus sign and one asterisk for each digit of the calling code come first, then
    /// the hidden national digits in groups of three, counted from the right, then the
    /// visible digits. At most four digits are visible, and never more than half of the
    /// national number.
    pub fn masked(&self) -> String {
        let digits: String = self.0.chars().filter(char::is_ascii_digit).collect();
        let calling_code = calling_code_len(&self.0).min(digits.len());
        let national = &digits[calling_code..];
        let (hidden, visible) = national.split_at(national.len() - (national.len() / 2).min(4));

        let mut groups = Vec::new();
        if calling_code > 0 {
            groups.push("*".repeat(calling_code));
        }
        if hidden.len() % 3 > 0 {
            groups.push("*".repeat(hidden.len() % 3));
        }
        groups.extend((0..hidden.len() / 3).map(|_| "***".to_owned()));
        if !visible.is_empty() {
            groups.push(visible.to_owned());
        }
        format!("+{}", groups.join("-"))
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber([redacted])")
    }
}

fn region(code: &str) -> Result<Region, String> {
    let code = code.trim();
    Some(code)
        // The library also has regions of three digits, which are no countries.
        .filter(|code| code.len() == 2)
        .and_then(|code| Region::from_code(code).ok())
        .filter(|region| {
            PHONE_NUMBER_UTIL
                .get_country_code_for_region(*region)
                .is_some()
        })
        .ok_or_else(|| {
            format!(
                "{code:?} is not a known country code: expected an ISO 3166 code of two letters, \
                 such as US"
            )
        })
}

/// Digits, a plus sign, what people put between digits, and what begins an extension.
fn may_be_in_a_number(c: char) -> bool {
    match c {
        '0'..='9' | '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}' => true,
        // Typographic hyphens and dashes, and the full-width plus sign.
        '\u{2010}'..='\u{2015}' | '\u{ff0b}' => true,
        // Arabic-Indic, Persian and full-width digits.
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{ff10}'..='\u{ff19}' => true,
        '#' | ',' | ';' => true,
        _ => false,
    }
}

fn calling_code_len(e164: &str) -> usize {
    PHONE_NUMBER_UTIL
        .parse(e164, None)
        .map_or(0, |number| number.country_code.to_string().len())
}

#[cfg(test)]
mod tests;

//! From a text to the key of the number in it.

mod numbering;
mod withheld;

use std::fmt;

use thiserror::Error;

use crate::{
    PhoneKey,
    clean::{Cleaned, MAX_BYTES},
    phone_key::MAX_DIGITS,
};
use numbering::{Reading, Region};

/// Reads phone numbers as a country writes them.
///
/// A number without a country code is one of the reader's region.
///
/// ```
/// use ccaas_lookup::{Caller, PhoneReader};
///
/// let reader = PhoneReader::new("IT")?;
///
/// assert_eq!(reader.read("06 2222 4444"), reader.read("+39 06 2222 4444"));
/// assert_eq!(reader.read("anonymous"), Ok(Caller::Withheld));
/// # Ok::<(), ccaas_lookup::UnknownRegion>(())
/// ```
#[derive(Clone)]
pub struct PhoneReader {
    region: Region,
}

/// Who is calling, as far as the number tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Somebody with this number.
    Number(PhoneKey),
    /// Somebody who does not show a number.
    Withheld,
}

impl Caller {
    /// The number, if it is shown.
    #[must_use]
    pub fn key(self) -> Option<PhoneKey> {
        match self {
            Self::Number(key) => Some(key),
            Self::Withheld => None,
        }
    }
}

impl PhoneReader {
    /// A reader for a country, named by its ISO 3166 code of two letters, such as `IT`.
    ///
    /// # Errors
    ///
    /// [`UnknownRegion`] if no numbering plan is known under that code.
    pub fn new(region: &str) -> Result<Self, UnknownRegion> {
        let region = Region::new(region.trim()).ok_or_else(|| UnknownRegion {
            code: region.to_owned(),
        })?;
        Ok(Self { region })
    }

    /// The country, in upper case.
    #[must_use]
    pub fn region(&self) -> &str {
        self.region.code()
    }

    /// Reads who is calling.
    ///
    /// Whatever has digits is a number: in E.164 form if its length fits a numbering plan, else
    /// by its exact digits. An extension is no part of the key. Nothing at all, and the words
    /// that stand for a withheld number, are [`Caller::Withheld`].
    ///
    /// # Errors
    ///
    /// [`NotANumber`] for a text without digits, with more than 18 of them, or with more than 512
    /// bytes.
    pub fn read(&self, text: &str) -> Result<Caller, NotANumber> {
        if let Some(key) = numbering::e164_as_written(text) {
            return Ok(caller(key));
        }
        if text.len() > MAX_BYTES {
            return Err(NotANumber);
        }
        let cleaned = Cleaned::new(text);
        if withheld::is_withheld(&cleaned.text) {
            return Ok(Caller::Withheld);
        }
        self.number(&cleaned.text, cleaned.plus_was_space)
            .map(caller)
            .ok_or(NotANumber)
    }

    fn number(&self, text: &str, plus_was_space: bool) -> Option<PhoneKey> {
        let reading = match behind_plus(text) {
            Some(number) => self.region.international(number),
            None => self.without_plus(text, plus_was_space),
        };
        if let Some(reading) = reading {
            return Some(reading.key);
        }
        let bare = bare(text);
        if bare == text {
            return match bare.strip_prefix('+') {
                Some(digits) => PhoneKey::exact(true, digits),
                None => PhoneKey::exact(false, &bare),
            };
        }
        // What was between and behind the digits may have been all that was wrong with them.
        self.number(&bare, false)
    }

    /// A number that is either one of the region, or one of the world without its plus sign.
    fn without_plus(&self, text: &str, plus_was_space: bool) -> Option<Reading> {
        let (abroad, dialled_abroad) = match behind_zeros(text) {
            Some(rest) => (self.region.international(rest), true),
            None => (self.region.international(text), plus_was_space),
        };
        let home = self.region.national(text);
        // A number that a plan has given out goes before one whose length alone is right.
        let given_out = |reading: &Option<Reading>| reading.filter(|reading| reading.is_valid);
        let ordered = if dialled_abroad || self.region.looks_international(text) {
            [abroad, home]
        } else {
            [home, abroad]
        };
        ordered
            .iter()
            .find_map(given_out)
            .or_else(|| abroad.filter(|_| dialled_abroad))
            .or(home)
    }
}

fn caller(key: PhoneKey) -> Caller {
    if withheld::is_spelled_on_a_keypad(key) {
        Caller::Withheld
    } else {
        Caller::Number(key)
    }
}

impl fmt::Debug for PhoneReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneReader")
            .field("region", &self.region())
            .finish()
    }
}

/// What follows a plus sign in front, without the zeros that some write behind it.
fn behind_plus(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['(', '[', ' ']);
    let rest = text.strip_prefix('+')?.trim_start_matches('+');
    Some(behind_zeros(rest).unwrap_or(rest))
}

/// What follows the `00` that most countries dial to call abroad.
fn behind_zeros(text: &str) -> Option<&str> {
    text.trim_start_matches(['(', '[', ' '])
        .strip_prefix("00")
        .filter(|rest| !rest.is_empty())
}

/// The digits in front of an extension, with their plus sign. A digit more than a key can hold
/// is as good as many.
fn bare(text: &str) -> String {
    let (plus, text) = match behind_plus(text) {
        Some(rest) => ("+", rest),
        None => ("", text),
    };
    let text = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let is_behind = |c: char| c.is_alphabetic() || matches!(c, '#' | ',' | ';');
    let number = text.split(is_behind).next().unwrap_or_default();
    let digits = number.chars().filter(char::is_ascii_digit);
    plus.chars().chain(digits.take(MAX_DIGITS + 1)).collect()
}

/// There is no number in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("invalid phone number format")]
pub struct NotANumber;

/// No numbering plan is known under a code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{code:?} is not a known country code: expected an ISO 3166 code of two letters, such as IT"
)]
pub struct UnknownRegion {
    code: String,
}

//! One number, however it is written, as eight bytes.

use std::fmt;

/// The bits below the kind.
const VALUE_BITS: u32 = 61;
const VALUE: u64 = (1 << VALUE_BITS) - 1;
/// The most digits that a key holds.
pub(crate) const MAX_DIGITS: usize = 18;

/// A phone number, the same for all ways of writing it.
///
/// There are two kinds, which are never equal: a number in E.164 form, and the exact digits of
/// what the numbering plans do not know, such as an extension. Keys are compared and kept, not
/// shown: there is no `Display`, and `Debug` prints nothing of the number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneKey(u64);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    E164 = 0,
    /// Exact digits behind a plus sign.
    Plus = 1,
    Plain = 2,
}

impl PhoneKey {
    /// The key as a number for a database column. It is never negative.
    #[must_use]
    pub fn to_bits(self) -> i64 {
        self.0.cast_signed()
    }

    /// Takes what [`PhoneKey::to_bits`] gave; nothing if that is not where it came from.
    #[must_use]
    pub fn from_bits(bits: i64) -> Option<Self> {
        let key = Self(bits.cast_unsigned());
        let value = key.0 & VALUE;
        let fits = match key.kind()? {
            Kind::E164 => (10..=10_u64.pow(18) - 1).contains(&value),
            Kind::Plus | Kind::Plain => {
                let digits = value.checked_ilog10()?;
                digits > 0 && value / 10_u64.pow(digits) == 1
            }
        };
        fits.then_some(key)
    }

    /// Whether the number is in E.164 form; otherwise it is known by its exact digits.
    #[must_use]
    pub fn is_e164(self) -> bool {
        self.kind() == Some(Kind::E164)
    }

    /// The number as text: `+390622224444`, or the exact digits. It is personal.
    #[must_use]
    pub fn to_text(self) -> String {
        let value = self.0 & VALUE;
        match self.kind() {
            Some(Kind::Plain) => value.to_string().split_off(1),
            Some(Kind::Plus) => format!("+{}", value.to_string().split_off(1)),
            _ => format!("+{value}"),
        }
    }

    /// The digits behind the plus sign, if there is one.
    pub(crate) fn behind_plus(self) -> Option<u64> {
        let value = self.0 & VALUE;
        match self.kind()? {
            Kind::E164 => Some(value),
            Kind::Plus => Some(value - 10_u64.pow(value.checked_ilog10()?)),
            Kind::Plain => None,
        }
    }

    /// The digits behind a plus sign as an E.164 number.
    pub(crate) fn e164(digits: u64) -> Self {
        Self(digits)
    }

    /// Up to [`MAX_DIGITS`] digits, as they are.
    pub(crate) fn exact(plus: bool, digits: &str) -> Option<Self> {
        if digits.is_empty() || digits.len() > MAX_DIGITS {
            return None;
        }
        // A one in front keeps leading zeros.
        let value = digits.bytes().try_fold(1_u64, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + u64::from(digit - b'0'))
        })?;
        let kind = if plus { Kind::Plus } else { Kind::Plain };
        Some(Self((kind as u64) << VALUE_BITS | value))
    }

    fn kind(self) -> Option<Kind> {
        [Kind::E164, Kind::Plus, Kind::Plain]
            .into_iter()
            .find(|kind| *kind as u64 == self.0 >> VALUE_BITS)
    }
}

impl fmt::Debug for PhoneKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneKey([redacted])")
    }
}

//! Our keys beside those of a second library, `phonenumber`, on numbers of every country.
//!
//! Where the two differ, it is for one of these reasons, each counted apart:
//!
//! - **folded**: we leave out the mobile digit of Argentina and Mexico.
//! - **impossible**: a length that no number of the country has; we keep exact digits.
//! - **shorter**: the other library takes a trunk prefix or a calling code off although what
//!   remains is too short for the plan, or is none of its numbers; we keep the digits, as
//!   libphonenumber does.
//! - **longer**: for Christmas Island and the Cocos Islands it puts an area code in, also into a
//!   number with a country code, so that the same text is another number in another region.
//! - **refused**: the other library does not read the text at all.

use phonenumber::{Mode, country};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};

use crate::support::reader;

#[derive(Debug, Default)]
struct Tally {
    same: u32,
    folded: u32,
    impossible: u32,
    shorter: u32,
    longer: u32,
    refused: u32,
    unexplained: Vec<String>,
}

impl Tally {
    fn compare(&mut self, region: &str, id: country::Id, text: &str) {
        let Ok(ccaas_lookup::Caller::Number(key)) = reader(region).read(text) else {
            return self.unexplained.push(format!("{region} {text}: no number"));
        };
        let ours = key.to_text();
        let Some(theirs) = e164(Some(id), text) else {
            self.refused += 1;
            return;
        };
        if ours == theirs {
            self.same += 1;
        } else if folded(&theirs) == ours {
            self.folded += 1;
        } else if !key.is_e164() {
            self.impossible += 1;
        } else if theirs.len() < ours.len() {
            self.shorter += 1;
        } else if theirs.len() > ours.len() && ["CC", "CX"].contains(&region) {
            self.longer += 1;
        } else {
            self.unexplained
                .push(format!("{region} {text}: {ours} and {theirs}"));
        }
    }
}

fn e164(id: Option<country::Id>, text: &str) -> Option<String> {
    let number = phonenumber::parse(id, text).ok()?;
    Some(number.format().mode(Mode::E164).to_string())
}

fn folded(e164: &str) -> String {
    for (mobile, code) in [("+549", "+54"), ("+521", "+52")] {
        match e164.strip_prefix(mobile) {
            Some(subscriber) if subscriber.len() == 10 => return format!("{code}{subscriber}"),
            _ => {}
        }
    }
    e164.to_owned()
}

/// The countries that both know, with a number of a phone at home and one of a mobile phone.
fn countries() -> impl Iterator<Item = (String, country::Id, Vec<rlibphonenumber::PhoneNumber>)> {
    let types = [PhoneNumberType::FixedLine, PhoneNumberType::Mobile];
    PHONE_NUMBER_UTIL
        .get_supported_regions()
        .filter_map(move |region| {
            let code = region.to_string();
            let id = code.parse().ok()?;
            let numbers = types.iter().filter_map(|of| {
                PHONE_NUMBER_UTIL
                    .get_example_number_for_type_and_region(region, *of)
                    .ok()
            });
            Some((code, id, numbers.collect()))
        })
}

#[test]
fn a_second_library_reads_the_same_numbers() {
    let mut tally = Tally::default();
    for (region, id, numbers) in countries() {
        for mut number in numbers {
            for step in 0..5 {
                for format in [
                    PhoneNumberFormat::E164,
                    PhoneNumberFormat::International,
                    PhoneNumberFormat::National,
                    PhoneNumberFormat::RFC3966,
                ] {
                    let text = PHONE_NUMBER_UTIL.format(&number, format);
                    tally.compare(&region, id, &text);
                }
                // Another subscriber in the same range.
                number.national_number += 7 + step;
            }
        }
    }

    println!("{tally:#?}");
    assert!(tally.unexplained.is_empty());
    assert!(tally.same > 9_000);
}

#[test]
fn a_second_library_reads_the_same_in_digits_of_any_kind() {
    let mut tally = Tally::default();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    for (region, id, numbers) in countries() {
        let Some(code) = numbers.first().map(|number| number.country_code) else {
            continue;
        };
        for length in 5..13 {
            for _ in 0..5 {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                let digits = (random >> 11) % 10_u64.pow(length);
                let text = format!("+{code}{digits:0width$}", width = length as usize);
                tally.compare(&region, id, &text);
            }
        }
    }

    println!("{tally:#?}");
    assert!(tally.unexplained.is_empty());
    assert!(tally.same > 2_000);
}

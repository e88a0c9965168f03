use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

fn policy(default_region: &str, allowed: &[&str]) -> PhonePolicy {
    let allowed: Vec<String> = allowed.iter().map(|code| (*code).to_owned()).collect();
    PhonePolicy::new(default_region, &allowed).unwrap()
}

fn every_country() -> PhonePolicy {
    let all: Vec<String> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .map(|region| region.to_string())
        .collect();
    PhonePolicy::new("US", &all).unwrap()
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let policy = policy("us", &["US", "IT", "GB"]);

    for (text, e164) in [
        ("+1-555-123-4567", "+15551234567"),
        ("(555) 123-4567", "+15551234567"),
        (" 1.555.123.4567 ", "+15551234567"),
        ("+1\u{a0}555\u{2011}123\u{2011}4567", "+15551234567"),
        ("+12025550147", "+12025550147"),
        ("\u{ff0b}\u{ff11}2025550147", "+12025550147"),
        ("+١٢٠٢٥٥٥٠١٤٧", "+12025550147"),
        ("+39 02 12345", "+390212345"),
        ("011 39 06 5550 1234", "+390655501234"),
        ("+44 (0) 20 7946 0123", "+442079460123"),
    ] {
        let number = policy.check(text).map(|number| number.e164().to_owned());
        assert_eq!(number.as_deref(), Ok(e164), "{text}");
    }
}

#[test]
fn a_national_number_is_one_of_the_default_region() {
    let number = policy("IT", &[]).check("06 5550 1234").unwrap();

    assert_eq!(number.e164(), "+390655501234");
}

#[test]
fn refused_numbers_get_the_reason() {
    let policy = policy("US", &["us", "IT", "US"]);
    let format = "Phone number format is invalid";
    let letters = "Phone number must contain digits only, no letters";
    let country = "Phone number cannot be called from here: only numbers of US, IT are accepted";
    let premium = "Phone number is a premium-rate number, which we do not call";
    let extension = "Phone number must not have an extension";
    let long = "5".repeat(41);

    for (text, problem) in [
        ("", format),
        ("12", format),
        ("+", format),
        ("555-1234", format),
        ("+1 555 123 45678", format),
        ("+999 555 123 4567", format),
        ("+1 1 1 555 123 4567", format),
        ("+1-555\n123-4567", format),
        ("+1-555-123-4567\0", format),
        ("*67 555 123 4567", format),
        ("555 123 4567, 555 123 4568", format),
        ("\u{202a}+15551234567", format),
        (long.as_str(), format),
        ("1-800-FLOWERS", letters),
        ("+1 555 123 4567 x12", letters),
        ("+1 555 123 456\u{ff4f}", letters),
        ("пять", letters),
        ("+44 20 7946 0123", country),
        ("+1 416 555 0147", country),
        ("+1 876 555 0147", country),
        ("+800 1234 5678", country),
        ("+979 123 456 789", country),
        ("+1 900 555 0147", premium),
        ("+39 899 123 456", premium),
        ("555-123-4567 #12", extension),
        ("555-123-4567,,12", extension),
        ("555-123-4567;12", extension),
    ] {
        let problem_found = policy.check(text).map_err(|problem| problem.to_string());
        assert_eq!(problem_found, Err(problem.to_owned()), "{text}");
    }
}

#[test]
fn a_neighbour_with_the_same_calling_code_needs_its_own_permission() {
    assert!(policy("US", &[]).check("+1 416 555 0147").is_err());
    assert!(policy("US", &["US", "CA"]).check("+1 416 555 0147").is_ok());
}

#[test]
fn a_number_behind_several_trunk_prefixes_is_refused() {
    let policy = policy("EG", &[]);

    assert_eq!(policy.check("+20 00 0000 0000"), Err(PhoneProblem::Format));
    assert_eq!(
        policy.check("010 0123 4567").unwrap().e164(),
        "+201001234567"
    );
}

#[test]
fn only_the_default_region_is_allowed_unless_said_otherwise() {
    let policy = policy("it", &[]);

    assert_eq!(policy.allowed(), ["IT"]);
    assert_eq!(policy.default_region(), "IT");
}

#[test]
fn unknown_countries_are_named_in_the_error() {
    for code in ["UK", "USA", "001", "", "ü", "A1"] {
        let expected = format!(
            "{code:?} is not a known country code: expected an ISO 3166 code of two letters, \
             such as US"
        );

        assert_eq!(PhonePolicy::new(code, &[]).unwrap_err(), expected);
        assert_eq!(
            PhonePolicy::new("US", &[code.to_owned()]).unwrap_err(),
            expected
        );
    }
}

#[test]
fn masked_numbers_show_their_last_digits_only() {
    for (e164, masked) in [
        ("+15551234567", "+*-***-***-4567"),
        ("+390655501234", "+**-***-***-1234"),
        ("+390212345", "+**-*-***-345"),
        ("+34600123456", "+**-**-***-3456"),
        ("+4915112345678", "+**-*-***-***-5678"),
        ("+3725123456", "+***-*-***-456"),
        ("+29022158", "+***-***-58"),
        ("", "+"),
        ("nonsense 12", "+*-2"),
    ] {
        assert_eq!(PhoneNumber::from_e164(e164.to_owned()).masked(), masked);
    }
}

#[test]
fn debug_does_not_show_the_number() {
    let number = PhoneNumber::from_e164("+15551234567".to_owned());

    assert_eq!(format!("{number:?}"), "PhoneNumber([redacted])");
}

fn number_like() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+]?[0-9 ().#,;/-]{0,42}",
        "[+][0-9]{1,17}",
        "0{0,20}[0-9]{0,20}",
        any::<String>(),
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn what_is_accepted_reads_the_same_in_its_stored_form(text in number_like()) {
        let policy = every_country();

        if let Ok(number) = policy.check(&text) {
            prop_assert_eq!(policy.check(number.e164()), Ok(number.clone()));
            let digits = number.e164().strip_prefix('+').unwrap_or_default();
            prop_assert!(digits.len() <= 17 && digits.chars().all(|c| c.is_ascii_digit()));
        }
    }

    #[test]
    fn at_most_four_digits_are_visible(text in number_like()) {
        let masked = PhoneNumber::from_e164(text.clone()).masked();

        let visible = masked.chars().filter(char::is_ascii_digit).count();
        prop_assert!(visible <= 4 && masked.starts_with('+'));
    }
}

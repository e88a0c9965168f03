//! One number, however it is written, is one key.

use ccaas_lookup::{Caller, NotANumber};

use crate::support::{key, reader, text};

#[test]
fn one_number_in_many_ways_is_one_key() {
    for written in [
        "+39 06 2222 4444",
        "+390622224444",
        "0039 06 2222 4444",
        "00390622224444",
        "06 2222 4444",
        "0622224444",
        "390622224444",
        "06-2222-4444",
        "06.2222.4444",
        "06/22224444",
        "(06) 2222 4444",
        "+39 (06) 2222-4444",
        "(+39) 06 2222 4444",
        "+39 (0)6 2222 4444",
        "+0039 06 2222 4444",
        "++39 06 2222 4444",
        " 39 06 2222 4444",
        " 390622224444",
        "  06 2222 4444\t",
        " 06 2222 4444",
        "tel:+39-06-2222-4444",
        "tel:2222-4444;phone-context=+39-06",
        "tel:+390622224444;ext=12",
        "tel:%2B390622224444",
        "sip:+390622224444@192.0.2.7;user=phone",
        "whatsapp:+390622224444",
        "+39 06 2222 4444 ext. 12",
        "+39 06 2222 4444 x12",
        "\u{202d}+39 06 2222 4444\u{202c}",
        "\u{feff}+39\u{a0}06\u{202f}2222\u{2011}4444",
        "+39\u{200b}06\u{ad}22224444",
        "\u{ff0b}\u{ff13}\u{ff19}\u{ff10}\u{ff16}22224444",
        "+\u{663}\u{669}\u{660}\u{666}\u{662}\u{662}\u{662}\u{662}\u{664}\u{664}\u{664}\u{664}",
        "'+390622224444",
        "=\"+390622224444\"",
        "<+390622224444>",
    ] {
        assert_eq!(text("IT", written), "+390622224444", "{written:?}");
    }
}

#[test]
fn the_marks_that_a_contact_card_leaves_behind_do_not_matter() {
    let pasted = "\u{202d}+1 (202) 555-0161\u{202c}";

    assert_eq!(text("IT", pasted), "+12025550161");
    assert_eq!(text("US", pasted), "+12025550161");
}

#[test]
fn a_number_from_elsewhere_is_the_same_in_every_region() {
    for region in ["IT", "US", "GB", "DE", "FR", "BR", "MX", "JP"] {
        for written in ["+39 06 2222 4444", "0039 06 2222 4444", "tel:+390622224444"] {
            assert_eq!(text(region, written), "+390622224444", "{region} {written}");
        }
    }
}

#[test]
fn digits_with_a_country_code_and_no_plus_are_read_if_no_number_at_home_is_like_them() {
    assert_eq!(text("US", "390622224444"), "+390622224444");
    assert_eq!(text("IT", "12025550161"), "+12025550161");
    assert_eq!(text("US", "5215512345678"), "+525512345678");
    assert_eq!(text("DE", "4915112345678"), "+4915112345678");
}

#[test]
fn a_space_in_front_is_a_plus_only_if_that_makes_a_number() {
    assert_eq!(text("US", " 12025550161"), "+12025550161");
    assert_eq!(text("US", " 202 555 0161"), "+12025550161");
    assert_eq!(text("IT", " 333 222 4444"), "+393332224444");
    assert_eq!(text("IT", " 1 202 555 0161"), "+12025550161");
}

#[test]
fn what_no_plan_knows_is_known_by_its_exact_digits() {
    for (written, digits) in [
        ("112", "112"),
        ("1-1-2", "112"),
        ("0", "0"),
        ("00", "00"),
        ("+999 555 123", "+999555123"),
        ("555-0161", "5550161"),
        ("123456789012345678", "123456789012345678"),
    ] {
        let key = key("US", written);
        assert_eq!(key.to_text(), digits, "{written}");
        assert!(!key.is_e164(), "{written}");
    }
    assert_ne!(key("US", "+999555123"), key("US", "999555123"));
    assert_ne!(key("US", "0112"), key("US", "112"));
}

#[test]
fn a_withheld_number_is_nobody_and_no_error() {
    for written in [
        "",
        " ",
        "\u{200b}",
        "anonymous",
        "ANONYMOUS",
        "Anonymous ",
        "\u{202d}Anonymous\u{202c}",
        "Restricted",
        "unavailable",
        "Unknown",
        "private",
        "Withheld",
        "N/A",
        "null",
        "No Caller ID",
        "tel:anonymous",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
        "+266696687",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+86282452253",
    ] {
        for region in ["IT", "US"] {
            let read = reader(region).read(written);
            assert_eq!(read, Ok(Caller::Withheld), "{region} {written:?}");
        }
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let long = "5".repeat(1_000_000);
    let digits = "5".repeat(19);
    for written in [
        "call me",
        "+",
        "-",
        "'; DROP TABLE cases; --",
        "\u{1f600}",
        "\0",
        &long,
        &digits,
    ] {
        let read = reader("IT").read(written);
        assert_eq!(
            read,
            Err(NotANumber),
            "{:?}",
            &written[..written.len().min(20)]
        );
    }
}

#[test]
fn whatever_else_has_digits_is_read_without_harm() {
    for written in [
        "<script>alert(1)</script>",
        "1' OR '1'='1",
        "\u{1f4de} 06 2222 4444",
        "\u{fffd}\u{fffd}7",
        "+39\n06\n2222",
        "06 2222 4444, 06 2222 4445",
        "((((((((((1",
        "+++++++++++1",
        "1;ext=99999999999999999999999999999",
        ";phone-context=+39;phone-context=+1",
    ] {
        for region in ["IT", "US"] {
            let _ = reader(region).read(written);
        }
    }
}

#[test]
fn an_unknown_region_is_named() {
    for code in ["", "XX", "ITA", "001", "\u{fc}"] {
        let error = ccaas_lookup::PhoneReader::new(code)
            .unwrap_err()
            .to_string();
        assert!(error.contains(&format!("{code:?}")), "{error}");
    }
    assert_eq!(reader(" it ").region(), "IT");
}

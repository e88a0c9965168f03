//! What holds for every text.

use ccaas_lookup::{Caller, PhoneKey, PhoneReader, clean};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use crate::support::reader;

const REGIONS: &[&str] = &["IT", "US", "DE", "BR", "AR", "MX", "EG", "FI", "BY", "GB"];

fn regions() -> impl Strategy<Value = PhoneReader> {
    select(REGIONS).prop_map(reader)
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+]?[0-9 ().#,;/x-]{0,42}",
        "[+][0-9]{1,19}",
        "[+](1|20|39|44|49|52|54|55|7|81|375|886)[0-9]{4,12}",
        "0{0,20}[0-9]{0,20}",
        "(tel:|sip:| )?[+]?[0-9]{3,14}(;ext=[0-9]{0,4})?(@[a-z]{1,5})?",
        "[\u{200e}\u{202a}\u{a0}\u{2011}0-9\u{ff10}-\u{ff19}\u{661}+]{0,24}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn a_key_is_read_from_its_own_text(region in regions(), text in texts()) {
        if let Ok(Caller::Number(key)) = region.read(&text) {
            prop_assert_eq!(region.read(&key.to_text()), Ok(Caller::Number(key)));
        }
    }

    #[test]
    fn a_key_in_e164_form_is_the_same_in_every_region(region in regions(), text in texts()) {
        if let Ok(Caller::Number(key)) = region.read(&text) {
            for other in REGIONS.iter().filter(|_| key.is_e164()) {
                prop_assert_eq!(reader(other).read(&key.to_text()), Ok(Caller::Number(key)));
            }
        }
    }

    #[test]
    fn a_key_comes_back_from_the_database(region in regions(), text in texts()) {
        if let Ok(Caller::Number(key)) = region.read(&text) {
            prop_assert!(key.to_bits() > 0);
            prop_assert_eq!(PhoneKey::from_bits(key.to_bits()), Some(key));
        }
    }

    #[test]
    fn bits_that_are_no_key_are_refused_or_harmless(bits in any::<i64>()) {
        if let Some(key) = PhoneKey::from_bits(bits) {
            prop_assert_eq!(key.to_bits(), bits);
            prop_assert!(key.to_text().len() <= 19);
        }
    }

    #[test]
    fn whatever_is_cleaned_is_clean(text in texts()) {
        let once = clean(&text).into_owned();

        // A space that was uncovered is white space, and no plus sign, the second time.
        prop_assert_eq!(clean(&once), once.as_str());
    }

    #[test]
    fn cleaning_first_changes_nothing(region in regions(), text in texts()) {
        let cleaned = clean(&text);
        let may_be_space = cleaned.starts_with('+') && !text.starts_with('+');

        if !may_be_space && text.len() <= 512 {
            prop_assert_eq!(region.read(&cleaned), region.read(&text));
        }
    }

    #[test]
    fn marks_and_spaces_change_nothing(region in regions(), digits in "[+]?[0-9]{6,13}", at in 1..6_usize) {
        let (front, back) = digits.split_at(at);
        let marked = format!("\u{202a}{front}\u{200b}{back}\u{202c}");

        prop_assert_eq!(region.read(&marked), region.read(&digits));
    }
}

//! Several cases on one number, and cases that change.

use ccaas_lookup::{Case, CaseDirectory, IndexedNumber, Patient, PhoneIndex};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::support::{directory, key, time};

fn case(id: &str, created_at: &str, numbers: [Option<&str>; 3]) -> Case {
    let [phone, home_phone, cell_phone] = numbers.map(|number| number.map(str::to_owned));
    let patient = Patient {
        phone,
        home_phone,
        cell_phone,
        ..Patient::new("Robin Vale")
    };
    Case::new(id, patient, time(created_at))
}

fn found(directory: &dyn CaseDirectory, number: &str) -> Vec<String> {
    let matches = directory
        .find(key("IT", number))
        .now_or_never()
        .expect("a directory in memory does not wait");
    let cases = matches.expect("it can be asked").cases;
    cases.into_iter().map(|case| case.id).collect()
}

#[test]
fn each_of_the_three_numbers_finds_the_case() {
    let numbers = [
        Some("06 2222 4444"),
        Some("0039 02 12345678"),
        Some("333/2224444"),
    ];
    let directory = directory([case("9", "2025-07-08T10:00:00Z", numbers)]);

    for number in ["+39 06 2222 4444", "02 12345678", "+393332224444"] {
        assert_eq!(found(&directory, number), ["9"]);
    }
}

#[test]
fn the_newest_case_comes_first_and_the_higher_id_decides_a_tie() {
    let number = [Some("06 2222 4444"), None, None];
    let directory = directory([
        case("9", "2025-07-08T10:00:00Z", number),
        case("10", "2025-07-08T10:00:00Z", number),
        case("3", "2025-07-09T10:00:00Z", number),
        case("99", "2024-07-08T10:00:00Z", number),
    ]);

    assert_eq!(found(&directory, "0622224444"), ["3", "10", "9", "99"]);
}

#[test]
fn a_number_that_a_case_has_twice_is_one_match() {
    let numbers = [Some("06 2222 4444"), Some("+390622224444"), None];
    let directory = directory([case("9", "2025-07-08T10:00:00Z", numbers)]);

    assert_eq!(found(&directory, "0622224444"), ["9"]);
}

#[test]
fn a_changed_case_is_found_by_its_new_numbers_only() {
    let old = [Some("06 2222 4444"), None, None];
    let new = [None, None, Some("333 222 4444")];
    let directory = directory([case("9", "2025-07-08T10:00:00Z", old)]);

    let replaced = directory.put(case("9", "2025-07-10T10:00:00Z", new));

    assert!(replaced.is_some());
    assert!(found(&directory, "0622224444").is_empty());
    assert_eq!(found(&directory, "333 222 4444"), ["9"]);
    assert_eq!(directory.len(), 1);
}

#[test]
fn a_removed_case_is_found_no_more() {
    let number = [Some("06 2222 4444"), None, None];
    let directory = directory([case("9", "2025-07-08T10:00:00Z", number)]);

    assert!(directory.remove("9").is_some());

    assert!(found(&directory, "0622224444").is_empty());
    assert!(directory.is_empty() && directory.get("9").is_none());
    assert!(directory.remove("9").is_none());
}

#[test]
fn numbers_that_nobody_can_read_are_no_matches() {
    let numbers = [Some("none"), Some(""), Some("call the sister")];
    let directory = directory([case("9", "2025-07-08T10:00:00Z", numbers)]);

    assert!(directory.get("9").is_some());
    assert!(found(&directory, "0622224444").is_empty());
}

#[test]
fn an_index_built_at_once_and_one_built_number_by_number_find_the_same() {
    let keys: Vec<_> = (0..50)
        .map(|n| key("IT", &format!("06 2222 {:04}", n % 7)))
        .collect();
    let number = |(case_id, key): (i64, &_)| IndexedNumber {
        key: *key,
        created_at: DateTime::<Utc>::from_timestamp(case_id * 7 % 5, 0).unwrap(),
        case_id,
    };

    let at_once: PhoneIndex = (0..).zip(&keys).map(number).collect();
    let mut one_by_one = PhoneIndex::new();
    for number in (0..).zip(&keys).map(number) {
        assert!(one_by_one.insert(number));
        assert!(!one_by_one.insert(number));
    }

    assert_eq!(at_once.len(), 50);
    for key in &keys {
        let found: Vec<_> = at_once.find(*key).collect();
        assert_eq!(found, one_by_one.find(*key).collect::<Vec<_>>());
        let order = |id: &i64| (id * 7 % 5, *id);
        assert!(found.is_sorted_by_key(|id| std::cmp::Reverse(order(id))));
    }
    for number in (0..).zip(&keys).map(number) {
        assert!(one_by_one.remove(number));
    }
    assert!(one_by_one.is_empty() && one_by_one.find(keys[0]).next().is_none());
}

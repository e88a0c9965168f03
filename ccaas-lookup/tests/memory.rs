//! How much memory keys and indexes take, by an allocator that counts.

#![expect(clippy::print_stdout, reason = "the figures are printed")]

use std::alloc::System;

use cap::Cap;
use ccaas_lookup::{Caller, IndexedNumber, PhoneIndex, PhoneReader};
use chrono::DateTime;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// How many different texts are read: 10 million with the optimiser, fewer without.
const TEXTS: u64 = if cfg!(debug_assertions) {
    40_000
} else {
    10_000_000
};

const NUMBERS: u64 = if cfg!(debug_assertions) {
    30_000
} else {
    3_000_000
};

/// One test, since the allocator counts for the whole process.
#[test]
fn memory_stays_within_its_bounds() {
    let reader = PhoneReader::new("IT").unwrap();

    reading_keeps_nothing(&reader);
    an_index_takes_at_most_64_bytes_a_number(&reader);
}

fn reading_keeps_nothing(reader: &PhoneReader) {
    let read = |texts: std::ops::Range<u64>| {
        for index in texts {
            // Different in every digit, some of them in forms that take the long way.
            let digits = index.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 30;
            let text = match index % 4 {
                0 => format!("06 {digits}"),
                1 => format!("+44 {digits}"),
                _ => format!("+{digits}"),
            };
            let _ = reader.read(&text);
        }
    };
    // Numbering plans are compiled, and their matchers fill up, as their numbers are read.
    read(0..TEXTS / 2);
    let before = MEMORY.allocated();

    read(TEXTS / 2..TEXTS);

    let grown = MEMORY.allocated().saturating_sub(before);
    println!("{TEXTS} texts: {before} bytes after half of them, {grown} more after all");
    assert!(grown < 8 << 20, "{grown} bytes more");
}

fn an_index_takes_at_most_64_bytes_a_number(reader: &PhoneReader) {
    let mut numbers: Vec<_> = (0..NUMBERS)
        .map(|index| {
            let text = format!("+3933{:08}", index * 7_919 % 100_000_000);
            let Ok(Caller::Number(key)) = reader.read(&text) else {
                panic!("{text} is a number");
            };
            IndexedNumber {
                key,
                created_at: DateTime::UNIX_EPOCH,
                case_id: index as i64,
            }
        })
        .collect();
    let before = MEMORY.allocated();

    let mut index: PhoneIndex = numbers.iter().copied().collect();

    let at_once = (MEMORY.allocated() - before) as u64 / NUMBERS;

    // The same number of other numbers comes, in no order, and the old ones go.
    for number in &mut numbers {
        index.remove(*number);
        number.case_id += NUMBERS as i64;
        index.insert(*number);
    }
    let changed = (MEMORY.allocated() - before) as u64 / NUMBERS;
    drop(index);

    let mut grown = PhoneIndex::new();
    let before = MEMORY.allocated();
    for number in &numbers {
        grown.insert(*number);
    }
    let one_by_one = (MEMORY.allocated() - before) as u64 / NUMBERS;

    println!("bytes a number: {at_once} at once, {changed} changed, {one_by_one} one by one");
    assert!(at_once <= 64 && changed <= 64 && one_by_one <= 64);
}

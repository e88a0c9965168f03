//! What it costs to read a phone number and to find its cases.
#![allow(missing_docs, reason = "criterion's macro makes public functions")]

use std::hint::black_box;

use ccaas_lookup::{IndexedNumber, PhoneIndex, PhoneReader};
use chrono::DateTime;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Where numbers begin, and how many digits follow.
const PLANS: &[(&str, u32)] = &[
    ("+3906", 8),
    ("+39333", 7),
    ("+1202", 7),
    ("+44207", 7),
    ("+4930", 8),
    ("+336", 8),
    ("+346", 8),
    ("+55119", 8),
    ("+5255", 8),
    ("+54911", 8),
];

/// As many different numbers in E.164 form as are asked for.
fn numbers(count: u32) -> Vec<String> {
    (0..count)
        .zip(PLANS.iter().cycle())
        .map(|(index, (first, digits))| {
            let rest = u64::from(index) * 0x9E37_79B9 % 10_u64.pow(*digits);
            format!("{first}{rest:0width$}", width = *digits as usize)
        })
        .collect()
}

fn keys(c: &mut Criterion) {
    let reader = PhoneReader::new("IT").expect("Italy has a numbering plan");
    let e164 = numbers(10_000);
    let written: Vec<_> = e164.iter().map(|number| spaced(number)).collect();
    let national: Vec<_> = (0..10_000)
        .map(|index| format!("06 {:04} {:04}", index % 9_000 + 1_000, index))
        .collect();
    let mut group = c.benchmark_group("key");
    group.throughput(Throughput::Elements(10_000));
    for (name, texts) in [
        ("e164", &e164),
        ("international", &written),
        ("national", &national),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                for text in texts {
                    black_box(reader.read(black_box(text))).expect("it is a number");
                }
            });
        });
    }
    group.finish();
}

/// `+390620000000` as `+39 062 000 000 0`.
fn spaced(number: &str) -> String {
    let mut text = String::new();
    for (index, c) in number.chars().enumerate() {
        if index % 3 == 0 && index > 0 {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

fn index(c: &mut Criterion) {
    let reader = PhoneReader::new("IT").expect("Italy has a numbering plan");
    let keys: Vec<_> = numbers(1_000_000)
        .iter()
        .filter_map(|number| reader.read(number).ok()?.key())
        .collect();
    let index: PhoneIndex = (0..)
        .zip(&keys)
        .map(|(case_id, key)| IndexedNumber {
            key: *key,
            created_at: DateTime::UNIX_EPOCH,
            case_id,
        })
        .collect();
    let mut next = 0;
    c.bench_function("find among 1,000,000 numbers", |b| {
        b.iter(|| {
            next = (next + 7_919) % keys.len();
            black_box(index.find(black_box(keys[next])).next())
        });
    });
}

criterion_group!(benches, keys, index);
criterion_main!(benches);

//! Memory for each number, and phone keys a second.

use std::hint::black_box;

use anyhow::{Context, Result};
use ccaas_lookup::{IndexedNumber, PhoneIndex, PhoneReader};
use chrono::{DateTime, TimeDelta};
use cpu_time::ThreadTime;
use switchboard_benches::report::Report;

use crate::cases::{NUMBERS, number};

/// Bytes a number.
const MOST: f64 = 64.0;
/// Keys a second.
const LEAST: f64 = 1_000_000.0;
const KEYS: usize = 2_000_000;

/// What an index of so many cases takes.
pub(crate) fn memory(rows: usize, report: &mut Report) -> Result<()> {
    let reader = PhoneReader::new("US")?;
    let numbers = rows * NUMBERS;
    let indexed = |place: usize| -> Option<IndexedNumber> {
        Some(IndexedNumber {
            key: reader.read(&number(place)).ok()?.key()?,
            created_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(place as i64),
            case_id: (place / NUMBERS) as i64,
        })
    };
    let before = resident()?;
    // One by one and out of order, as a server comes to them that runs for long.
    let mut index = PhoneIndex::new();
    for step in 0..numbers {
        let place = step.wrapping_mul(7_919_999) % numbers;
        index.insert(indexed(place).context("a number is none")?);
    }
    let bytes = (resident()? - before) * 1024.0 / index.len() as f64;
    report.target(
        bytes <= MOST,
        format!(
            "index of {} numbers: {bytes:.0} bytes each (<= {MOST})",
            index.len()
        ),
    );
    drop(black_box(index));
    Ok(())
}

/// How fast numbers in E.164 form become keys.
pub(crate) fn keys(report: &mut Report) -> Result<()> {
    let reader = PhoneReader::new("US")?;
    let numbers: Vec<_> = (0..10_000).map(number).collect();
    let begin = ThreadTime::now();
    for place in 0..KEYS {
        black_box(reader.read(black_box(&numbers[place % numbers.len()]))?);
    }
    let rate = KEYS as f64 / begin.elapsed().as_secs_f64();
    report.target(
        rate >= LEAST,
        format!("phone keys of E.164 numbers: {rate:.0}/s on one core (>= {LEAST})"),
    );
    Ok(())
}

/// Kilobytes.
fn resident() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .context("memory is told by /proc/self/status, which is Linux's")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kilobytes
        .context("/proc/self/status has no VmRSS in kB")?
        .parse()
        .context("VmRSS is not a number")
}

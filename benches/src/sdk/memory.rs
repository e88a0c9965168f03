//! The resident memory over many calls.

use std::fmt;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::{
    calls::{self, Ours},
    stub::Stub,
};

const SAMPLES: usize = 10;
const MOST_KIB: i64 = 4 * 1024;

#[derive(Debug, Serialize)]
pub(crate) struct Memory {
    calls: usize,
    /// After each tenth of the calls.
    resident_kib: Vec<i64>,
    growth_kib: i64,
}

pub(crate) async fn measure(stub: &Stub, calls: usize, in_flight: usize) -> Result<Memory> {
    let client = Ours::new(stub)?;
    let mut resident_kib = Vec::new();
    for _ in 0..SAMPLES {
        calls::run(&client, calls.div_ceil(SAMPLES), in_flight).await?;
        resident_kib.push(resident()?);
    }
    let growth_kib = resident_kib[SAMPLES - 1] - resident_kib[0];
    Ok(Memory {
        calls,
        resident_kib,
        growth_kib,
    })
}

fn resident() -> Result<i64> {
    let status = std::fs::read_to_string("/proc/self/status")
        .context("the memory part needs /proc/self/status, which is Linux's")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.context("/proc/self/status has no VmRSS in kB")?
        .parse()
        .context("VmRSS is not a number")
}

impl Memory {
    pub(crate) fn miss(&self) -> Option<String> {
        (self.growth_kib > MOST_KIB).then(|| format!("memory grew by {} KiB", self.growth_kib))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "resident KiB over {} calls: {:?}; grown by {} (target {MOST_KIB} at most)",
            self.calls, self.resident_kib, self.growth_kib
        )
    }
}

//! What the system tells of a process.

use std::fs;

use anyhow::{Context, Result};

/// Ticks of `/proc`, a constant of Linux on all usual machines.
const TICKS: f64 = 100.0;

/// Seconds of CPU that a process has used.
///
/// # Errors
///
/// When it has ended, or this is not Linux.
pub fn cpu(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, rest) = stat.rsplit_once(')').context("an odd /proc")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut ticks = || -> Result<f64> { Ok(fields.next().context("an odd /proc")?.parse()?) };
    Ok((ticks()? + ticks()?) / TICKS)
}

/// Megabytes that a process holds in memory: now, and at most so far.
///
/// # Errors
///
/// When it has ended, or this is not Linux.
pub fn memory(process: u32) -> Result<(f64, f64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let field = |name: &str| -> Result<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.context("an odd /proc")?.parse()?;
        Ok(kilobytes / 1024.0)
    };
    Ok((field("VmRSS:")?, field("VmHWM:")?))
}

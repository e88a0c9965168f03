//! What calls of the video reception cost.

mod core;
mod texts;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use switchboard_benches::report::Report;

/// Measures inputs a second into the state machine alone, with few calls and with many.
///
/// Build in release. Exits with 1 if a target is missed.
#[derive(Debug, Parser)]
#[command(name = "bench-calls")]
struct Args {
    /// How many calls the core has, from the fewest to the most.
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000,100000")]
    sizes: Vec<usize>,
    /// How many inputs the core gets with each number of calls.
    #[arg(long, default_value = "5000000")]
    inputs: u64,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let mut report = Report::default();
    core::measure(&args.sizes, args.inputs, &mut report)?;
    Ok(report.end())
}

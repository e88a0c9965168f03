//! What a call through `GenesysClient` costs beside one through bare reqwest.
#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod calls;
mod cold_token;
mod memory;
mod pairs;
mod stub;

use std::{num::NonZeroUsize, process::ExitCode};

use anyhow::{Context, Result};
use clap::Parser;
use serde::Serialize;

use crate::{cold_token::ColdToken, memory::Memory, pairs::Pairs, stub::Stub};

/// Measures what GenesysClient costs, against a stub of Genesys Cloud on loopback.
///
/// Three parts. First, 100,000 calls: the resident memory may not grow by more than 4 MiB
/// after the first tenth. Second, 1,000 calls at once on a cold token: exactly one token
/// request. Third, pairs of runs: the same calls through bare reqwest and through
/// GenesysClient, the order swapped each time; what counts is the user and system CPU
/// time of this process (the stub is a process of its own), and the median ratio may be
/// 1.07 at most. Build in release. Exits with 1 if a target is missed.
#[derive(Debug, Parser)]
#[command(name = "bench-sdk")]
struct Args {
    /// How many pairs of runs.
    #[arg(long, default_value = "15")]
    pairs: NonZeroUsize,
    /// How many calls one run makes.
    #[arg(long, default_value = "20000")]
    calls: NonZeroUsize,
    /// How many calls are in flight at a time.
    #[arg(long, default_value = "64")]
    in_flight: NonZeroUsize,
    /// How many calls the memory part makes.
    #[arg(long, default_value = "100000")]
    memory_calls: NonZeroUsize,
    /// Threads of the runtime; 0 runs everything on the main thread, which measures the
    /// calls and not how threads wake one another.
    #[arg(long, default_value = "0")]
    workers: usize,
    /// Prints the results as JSON, and nothing else.
    #[arg(long)]
    json: bool,
    /// Runs as the stub that the benchmark starts for itself.
    #[arg(long, hide = true)]
    stub: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    calls: usize,
    in_flight: usize,
    workers: usize,
    pairs: Pairs,
    cold_token: ColdToken,
    memory: Memory,
}

impl Report {
    fn misses(&self) -> Vec<String> {
        let misses = [
            self.pairs.miss(),
            self.cold_token.miss(),
            self.memory.miss(),
        ];
        misses.into_iter().flatten().collect()
    }
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let runtime = runtime(if args.stub { 1 } else { args.workers })?;
    if args.stub {
        runtime.block_on(stub::serve())?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = runtime.block_on(measure(&args))?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    }
    let misses = report.misses();
    for miss in &misses {
        tell(&args, &format!("MISSED: {miss}"));
    }
    Ok(if misses.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn runtime(workers: usize) -> Result<tokio::runtime::Runtime> {
    let mut builder = match workers {
        0 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    if workers > 0 {
        builder.worker_threads(workers);
    }
    builder
        .enable_all()
        .build()
        .context("could not start the runtime")
}

async fn measure(args: &Args) -> Result<Report> {
    let stub = Stub::start().await?;
    let (calls, in_flight) = (args.calls.get(), args.in_flight.get());

    // First: memory that other parts gave back would hide growth.
    let memory = memory::measure(&stub, args.memory_calls.get(), in_flight).await?;
    tell(args, &memory.to_string());

    let cold_token = cold_token::measure(&stub).await?;
    tell(args, &cold_token.to_string());

    tell(
        args,
        &format!(
            "{} pairs of {calls} calls, {in_flight} in flight",
            args.pairs
        ),
    );
    let pairs = pairs::measure(&stub, args.pairs, calls, in_flight, |pair| {
        tell(args, &pair.to_string())
    })
    .await?;
    tell(args, &pairs.to_string());

    Ok(Report {
        calls,
        in_flight,
        workers: args.workers,
        pairs,
        cold_token,
        memory,
    })
}

fn tell(args: &Args, text: &str) {
    if !args.json {
        println!("{text}");
    }
}

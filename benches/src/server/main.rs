//! What a request through the whole of server-kit costs beside one through bare axum.
#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod load;
mod rounds;
mod step;

use std::{num::NonZeroUsize, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};

use crate::{rounds::Rounds, step::Step};

/// Measures what the layers of a server cost, beside bare axum.
///
/// For each step there is a server in a process of its own: bare axum, and then one part of
/// server-kit after the other, until everything is on. This process sends `GET /livez` over
/// kept-alive connections. The servers take turns, the order of a round being that of the last
/// one shifted by one; what counts is the user and system CPU time of a server's process, by
/// that of bare axum in the same round. The median with everything on may be 2.0 at most.
/// Build in release. Exits with 1 if the target is missed.
#[derive(Debug, Parser)]
#[command(name = "bench-server")]
struct Args {
    /// How many rounds.
    #[arg(long, default_value = "15")]
    rounds: NonZeroUsize,
    /// How many requests a server gets in a round.
    #[arg(long, default_value = "40000")]
    requests: NonZeroUsize,
    /// How many connections send them.
    #[arg(long, default_value = "64")]
    connections: NonZeroUsize,
    /// Threads of a server; one measures the layers, and not how threads wake one another.
    #[arg(long, default_value = "1")]
    workers: NonZeroUsize,
    /// Only these steps, beside bare axum.
    #[arg(long, value_delimiter = ',')]
    steps: Vec<Step>,
    /// Prints the results as JSON, and nothing else.
    #[arg(long)]
    json: bool,
    /// Runs as the server of this step, which the benchmark starts for itself.
    #[arg(long, hide = true)]
    serve: Option<Step>,
    /// Where that server writes its logs.
    #[arg(long, hide = true, default_value = "logs")]
    logs: PathBuf,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    if let Some(step) = args.serve {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(args.workers.get())
            .enable_all()
            .build()?;
        runtime.block_on(step.serve(&args.logs))?;
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("could not start the runtime")?;
    let rounds = runtime.block_on(Rounds::measure(&args))?;
    match args.json {
        true => println!("{}", serde_json::to_string_pretty(&rounds)?),
        false => println!("{rounds}"),
    }
    Ok(match rounds.miss() {
        Some(miss) => {
            if !args.json {
                println!("MISSED: {miss}");
            }
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    })
}

impl Args {
    /// The steps to measure, bare axum first.
    fn steps(&self) -> Vec<Step> {
        let wanted =
            |step: &Step| *step == Step::Bare || self.steps.is_empty() || self.steps.contains(step);
        Step::value_variants()
            .iter()
            .copied()
            .filter(wanted)
            .collect()
    }
}

//! What webhooks cost from the request to the vendor's call, beside a handler that does nothing.
#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod bridge;
mod ceiling;
mod child;
mod pairs;
mod stub;
mod through;
mod update;

use std::{num::NonZeroUsize, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use switchboard_benches::report::Report;

/// Measures the whole way of a WhatsApp message through the bridge.
///
/// `ceiling`: the inbox alone, from the append to the finish, empty and with a million hashes.
/// `answers`: webhooks answered a second at 128 connections, by axum that reads a body and says
/// 200, by axum that checks the signature and appends to the inbox, and by the bridge; they take
/// turns. Then the bridge at half its rate, for its slowest answers.
/// `through`: messages from the webhook to the call of Genesys Cloud's stub, with their order, on
/// an empty store and on one with a million keys. `--bridge` names the bridge's binary.
/// Build in release. Exits with 1 if a target is missed.
#[derive(Debug, Parser)]
#[command(name = "bench-webhook")]
struct Args {
    /// Only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    parts: Vec<Part>,
    /// The binary of the bridge.
    #[arg(long)]
    bridge: Option<PathBuf>,
    /// How often the servers take turns.
    #[arg(long, default_value = "7")]
    rounds: NonZeroUsize,
    /// How many webhooks a server gets in a turn.
    #[arg(long, default_value = "20000")]
    requests: NonZeroUsize,
    /// How many connections send them.
    #[arg(long, default_value = "128")]
    connections: NonZeroUsize,
    /// How many messages go through.
    #[arg(long, default_value = "60000")]
    messages: NonZeroUsize,
    /// How many customers write them.
    #[arg(long, default_value = "1000")]
    customers: NonZeroUsize,
    /// How many keys the full store has.
    #[arg(long, default_value = "1000000")]
    keys: usize,
    /// Runs as the server that the benchmark starts for itself.
    #[arg(long, hide = true)]
    serve: Option<child::Kind>,
    /// The folder of that server.
    #[arg(long, hide = true, default_value = ".")]
    folder: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Ceiling,
    Answers,
    Through,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    if let Some(kind) = args.serve {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(kind.serve(&args.folder))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report::default();
    if args.has(Part::Ceiling) {
        // As the bridge has it: a thread for each core.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(ceiling::measure(&args, &mut report))?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("could not start the runtime")?;
    if args.has(Part::Answers) {
        runtime.block_on(pairs::measure(&args, &mut report))?;
    }
    if args.has(Part::Through) {
        runtime.block_on(through::measure(&args, &mut report))?;
    }
    Ok(report.end())
}

impl Args {
    fn has(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    fn bridge(&self) -> Result<&PathBuf> {
        match &self.bridge {
            Some(bridge) if bridge.exists() => Ok(bridge),
            _ => bail!("--bridge names no binary: run this by `cargo xtask bench webhook`"),
        }
    }
}

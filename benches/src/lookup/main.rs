//! What a lookup costs beside the same layers around a constant body.
#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

mod cases;
mod child;
mod index;
mod store;
mod turns;

use std::{num::NonZeroUsize, path::PathBuf, process::ExitCode};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use switchboard_benches::report::Report;
use tempfile::TempDir;

/// Measures lookups of the screen pop among many cases with three numbers each.
///
/// `import`: rows of CSV written a second. `answers`: the time until a server is ready with what
/// was imported; then lookups a second by bare axum with a constant body, by the server's layers
/// around a constant body of the same size, and by the server; they take turns. Then the server
/// at half its rate, for its slowest answers. `index`: memory for each number. `keys`: phone
/// keys a second on one core.
/// Build in release. Exits with 1 if a target is missed.
#[derive(Debug, Parser)]
#[command(name = "bench-lookup")]
struct Args {
    /// Only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    parts: Vec<Part>,
    /// How many cases.
    #[arg(long, default_value = "1000000")]
    rows: NonZeroUsize,
    /// How often the servers take turns.
    #[arg(long, default_value = "9")]
    rounds: NonZeroUsize,
    /// How many lookups a server gets in a turn.
    #[arg(long, default_value = "40000")]
    requests: NonZeroUsize,
    /// How many connections send them.
    #[arg(long, default_value = "64")]
    connections: NonZeroUsize,
    /// Runs as the server that the benchmark starts for itself.
    #[arg(long, hide = true)]
    serve: Option<child::Kind>,
    /// The folder of that server.
    #[arg(long, hide = true, default_value = ".")]
    folder: PathBuf,
    /// The length of its constant body.
    #[arg(long, hide = true, default_value = "0")]
    size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Import,
    Answers,
    Index,
    Keys,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    let many = || tokio::runtime::Runtime::new().context("could not start the runtime");
    if let Some(kind) = args.serve {
        many()?.block_on(kind.serve(&args.folder, args.size))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report::default();
    if args.has(Part::Keys) {
        index::keys(&mut report)?;
    }
    if args.has(Part::Index) {
        index::memory(args.rows.get(), &mut report)?;
    }
    if args.has(Part::Import) || args.has(Part::Answers) {
        let folder = TempDir::new()?;
        many()?.block_on(store::import(args.rows.get(), &folder, &mut report))?;
        if args.has(Part::Answers) {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(turns::measure(&args, &folder, &mut report))?;
        }
    }
    Ok(report.end())
}

impl Args {
    fn has(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }
}

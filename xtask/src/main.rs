//! The project's own commands: `cargo xtask demo | test | lint | bench | soak | new-server | eject`.

mod bench;
mod demo;
mod eject;
mod files;
mod lint;
mod manifest;
mod new_server;
mod progress;
mod python;
mod steps;
mod terminal;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build and run everything on vendor fakes, and print one address to open.
    Demo(demo::Args),
    /// Run every test layer; with `--install`, set up what they need first.
    Test(test::Args),
    /// Check format, lints, docs, dependency rules and source rules.
    Lint,
    /// Run a measurement; the results belong in `benches/README.md`.
    Bench(bench::Args),
    /// Run the crash tests for many rounds.
    Soak(test::SoakArgs),
    /// Write a server that runs: page, API, sign-in, tests, and its rows in all tables.
    NewServer(new_server::Args),
    /// Copy a server out of this workspace, with all it needs, so that it builds alone.
    Eject(eject::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Lint => lint::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Soak(args) => test::soak(&args),
        Command::NewServer(args) => new_server::run(&args),
        Command::Eject(args) => eject::run(&args),
    };
    done.unwrap_or_else(|error| {
        terminal::complain(&error);
        ExitCode::FAILURE
    })
}

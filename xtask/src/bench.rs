//! `cargo xtask bench`: measurements, in release.

use std::{ffi::OsString, process::ExitCode};

use crate::{
    steps::{self, Outcome},
    tools::require_c_compiler,
    workspace::Workspace,
};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(clap::Subcommand)]
enum Bench {
    /// What a call through a client costs beside bare reqwest; tokens; memory.
    Sdk {
        /// Passed on to the measurement; `-- --help` lists what it takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// What a request through the layers of a server costs beside bare axum.
    Server {
        /// Passed on to the measurement; `-- --help` lists what it takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    require_c_compiler()?;
    let (program, args) = match &args.bench {
        Bench::Sdk { args } => ("bench-sdk", args),
        Bench::Server { args } => ("bench-server", args),
    };
    let workspace = Workspace::find()?;
    let selection = [
        "--release",
        "--package",
        "switchboard-benches",
        "--bin",
        program,
    ];
    let mut bench = workspace.cargo("run", selection);
    bench.arg("--").args(args);
    match steps::command(&mut bench) {
        Outcome::Failed(reason) => Err(format!("the measurement failed: {reason}")),
        _ => Ok(ExitCode::SUCCESS),
    }
}

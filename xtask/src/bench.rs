//! `cargo xtask bench`: measurements, in release.

use std::{ffi::OsString, process::ExitCode};

use crate::{
    steps::{self, Outcome},
    tools::require_c_compiler,
    workspace::Workspace,
};

/// The server that webhooks are sent to.
const BRIDGE: &str = "whatsapp-bridge";

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
    /// What a lookup of the screen pop costs beside the same layers around a constant body.
    Lookup {
        /// Passed on to the measurement; `-- --help` lists what it takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// What calls of the video reception cost in its core.
    Calls {
        /// Passed on to the measurement; `-- --help` lists what it takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// What webhooks cost through the WhatsApp bridge, from the request to Genesys Cloud.
    Webhook {
        /// Passed on to the measurement; `-- --help` lists what it takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, String> {
    require_c_compiler()?;
    let (program, server, args) = match &args.bench {
        Bench::Sdk { args } => ("bench-sdk", None, args),
        Bench::Lookup { args } => ("bench-lookup", None, args),
        Bench::Calls { args } => ("bench-calls", None, args),
        Bench::Server { args } => ("bench-server", None, args),
        Bench::Webhook { args } => ("bench-webhook", Some(BRIDGE), args),
    };
    let workspace = Workspace::find()?;
    let selection = [
        "--release",
        "--package",
        "switchboard-benches",
        "--bin",
        program,
    ];
    let mut bench = workspace.cargo("build", selection);
    if let Some(server) = server {
        bench.args(["--package", server, "--bin", server]);
    }
    if let Outcome::Failed(reason) = steps::command(&mut bench) {
        return Err(format!("the measurement could not be built: {reason}"));
    }
    let release = workspace.target("release");
    let mut bench = workspace.program(release.join(program));
    if let Some(server) = server {
        bench.arg("--bridge").arg(release.join(server));
    }
    match steps::command(bench.args(args)) {
        Outcome::Failed(reason) => Err(format!("the measurement failed: {reason}")),
        _ => Ok(ExitCode::SUCCESS),
    }
}

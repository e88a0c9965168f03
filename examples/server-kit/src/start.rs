//! What every server's `main` does before its own work.

use std::process::ExitCode;

use clap::Parser;

use crate::{serve, settings, tls};

/// Reads the settings, and does `run` with them on a runtime of all cores.
///
/// A setting that is not understood, and an error of `run`, end in one line on standard error
/// and exit code 1 or 2.
pub fn start<A, F>(run: impl FnOnce(A) -> F) -> ExitCode
where
    A: Parser,
    F: Future<Output = anyhow::Result<ExitCode>>,
{
    let begun = || {
        // Before any thread: it changes the environment.
        settings::load_dotenv()?;
        let arguments = settings::read();
        tls::install_default();
        tokio::runtime::Runtime::new()?.block_on(run(arguments))
    };
    begun().unwrap_or_else(serve::fail)
}

//! What every server's `main` does before its own work.

use std::{io, process::ExitCode};

use clap::Parser;
use tokio::runtime::{Builder, Runtime};

use crate::{serve, settings, tls};

/// How far background threads step back, as `nice` counts: a tenth of the share of others.
#[cfg(target_os = "linux")]
const BACKGROUND: i32 = 10;

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
        Runtime::new()?.block_on(run(arguments))
    };
    begun().unwrap_or_else(serve::fail)
}

/// A runtime for work that nobody waits for: on a busy machine its threads come after those that
/// answer requests.
///
/// Tasks are started on it by `spawn`, or while its `enter` guard lives. End it by
/// `shutdown_background`.
///
/// # Errors
///
/// When there are no threads to be had.
pub fn background_runtime() -> io::Result<Runtime> {
    let mut runtime = Builder::new_multi_thread();
    runtime.thread_name("background").enable_all();
    // Elsewhere it would be the priority of the whole process.
    #[cfg(target_os = "linux")]
    runtime.on_thread_start(|| {
        // It works with the same priority as the others, too.
        let _ = rustix::process::setpriority_process(None, BACKGROUND);
    });
    runtime.build()
}

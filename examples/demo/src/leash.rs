//! Servers that end with the demo, however it ends.
//!
//! A demo that is killed cannot stop its servers, which would keep their ports. So each
//! server starts as this very program, which asks the system to be told when the demo
//! dies, and then becomes the server: the same process, the same environment.

use std::{
    ffi::OsString,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Command, ExitCode},
};

use anyhow::Context as _;
use rustix::process::{Pid, Signal, getppid, set_parent_process_death_signal};

const MARK: &str = "__server";

/// The command that runs `program` on a leash.
pub(crate) fn command(program: &Path) -> tokio::process::Command {
    // Not by its path: the file may have been built anew since.
    let mut command = tokio::process::Command::new("/proc/self/exe");
    command
        .arg(MARK)
        .arg(std::process::id().to_string())
        .arg(program);
    command
}

/// Becomes the server that the arguments name, if they come from [`command`].
pub(crate) fn become_server() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != MARK {
        return None;
    }
    let error = match exec(arguments.next()?, arguments.next()?) {
        Ok(never) => match never {},
        Err(error) => error,
    };
    Some(server_kit::serve::fail(error))
}

fn exec(demo: OsString, program: OsString) -> anyhow::Result<std::convert::Infallible> {
    // What is asked for here outlives the change of the program.
    set_parent_process_death_signal(Some(Signal::TERM)).context("cannot watch the demo")?;
    // It may have died before it was watched.
    let parent = getppid()
        .map(Pid::as_raw_nonzero)
        .map(|pid| pid.to_string());
    anyhow::ensure!(demo.to_str() == parent.as_deref(), "the demo is gone");
    let error = Command::new(&program).exec();
    Err(error).with_context(|| format!("cannot start {}", Path::new(&program).display()))
}

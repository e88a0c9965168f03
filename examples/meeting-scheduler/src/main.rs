//! The meeting scheduler's server.

use std::{process::ExitCode, sync::Arc};

use meeting_scheduler::{
    check, routes,
    settings::{Arguments, Command},
    setup::{self, Config},
    startup,
};
#[cfg(feature = "sandbox")]
use server_kit::sandbox::MovableClock;
use server_kit::{serve, sign_in::hash_password, start::start, stopping::Stopping};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.command == Some(Command::HashPassword) {
        return hash_password::run();
    }
    #[cfg(feature = "sandbox")]
    let sandbox = match arguments.sandbox {
        true => Some(meeting_scheduler::sandbox::Sandbox::start().await),
        false => None,
    };
    #[cfg(feature = "sandbox")]
    let vendors = match &sandbox {
        Some(sandbox) => sandbox.vendors(),
        None => arguments.vendors()?,
    };
    #[cfg(not(feature = "sandbox"))]
    let vendors = arguments.vendors()?;

    let tls = arguments.common.tls_files()?;
    let mut config = Config::new(&arguments, vendors)?;
    #[cfg(feature = "sandbox")]
    let clock = arguments.sandbox_clock.map(MovableClock::ahead_by);
    #[cfg(feature = "sandbox")]
    if let Some(clock) = &clock {
        config.common.allow_moved_clock()?;
        config.clock = meeting_scheduler::sandbox::clock(clock);
    }
    if arguments.command == Some(Command::Check) {
        return Ok(check::run(&config.vendors).await);
    }
    let listener = arguments.common.bind()?;
    let _logs = arguments.common.logs()?;
    startup::warn_about(&config);
    config.fill_in_keys()?;
    let state = setup::state(config)?;

    let checked = Arc::clone(&state);
    tokio::spawn(async move { startup::check_sign_ins(&checked).await });
    let work = state.work.clone();
    let stopping = Stopping::default();
    let connections = arguments.common.connections();
    let app = routes::app(state);
    #[cfg(feature = "sandbox")]
    let app = match clock {
        Some(clock) => app.merge(clock.route()),
        None => app,
    };
    serve::serve(listener, app, tls, connections, stopping.signal()).await?;
    // Calls whose callers went away are still under way.
    work.finish(stopping.end()).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

//! The callback scheduler's server.

use std::{process::ExitCode, sync::Arc};

use callback_scheduler::{
    check, routes,
    settings::{Arguments, Command},
    setup::{self, Config},
    startup,
};
#[cfg(feature = "sandbox")]
use server_kit::sandbox::MovableClock;
use server_kit::{serve, settings, start::start, stopping::Stopping};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    #[cfg(feature = "sandbox")]
    let sandbox = match arguments.sandbox {
        true => Some(callback_scheduler::sandbox::Sandbox::start().await),
        false => None,
    };
    #[cfg(feature = "sandbox")]
    let vendors = match &sandbox {
        Some(sandbox) => sandbox.vendors(),
        None => arguments.vendors()?,
    };
    #[cfg(not(feature = "sandbox"))]
    let vendors = arguments.vendors()?;

    if arguments.command == Some(Command::Check) {
        return Ok(check::run(&vendors).await);
    }
    let tls = arguments.common.tls_files()?;
    let mut config = Config::new(&arguments, vendors)?;
    #[cfg(feature = "sandbox")]
    let clock = arguments.sandbox_clock.map(MovableClock::ahead_by);
    #[cfg(feature = "sandbox")]
    if let Some(clock) = &clock {
        config.common.allow_moved_clock()?;
        config.clock = callback_scheduler::sandbox::clock(clock);
    }
    let listener = arguments.common.bind()?;
    let _logs = arguments.common.logs()?;
    startup::warn_about(&config);
    let _lock = settings::lock_data_dir(&config.common.data_dir)?;
    config.fill_in_keys()?;
    let clients = config.clients()?;
    let checks = startup::Checks::new(&config, &clients);
    let state = setup::state(config, clients).await?;

    tokio::spawn(checks.run());
    let (saga, store) = (Arc::clone(&state.saga), state.store.clone());
    let background = tokio::spawn(Arc::clone(&saga).run_in_background());
    let stopping = Stopping::default();
    let connections = arguments.common.connections();
    let app = routes::app(state);
    #[cfg(feature = "sandbox")]
    let app = match clock {
        Some(clock) => app.merge(clock.route()),
        None => app,
    };
    serve::serve(listener, app, tls, connections, stopping.signal()).await?;
    background.abort();
    // Bookings whose customers went away are still under way.
    saga.finish(stopping.end()).await;
    store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

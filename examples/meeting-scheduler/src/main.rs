//! The meeting scheduler's server.

use std::{
    process::ExitCode,
    sync::{Arc, OnceLock},
    time::Duration,
};

use meeting_scheduler::{
    check, routes,
    settings::{Arguments, Command},
    setup::{self, Config},
    startup,
};
use server_kit::{
    logs::{self, LogSettings},
    serve,
    settings::load_dotenv,
    sign_in::hash_password,
    tls,
};
use tokio::time::Instant;

/// How long calls to the vendor may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    // Before any thread: it changes the environment.
    if let Err(error) = load_dotenv() {
        return serve::fail(error);
    }
    let arguments = Arguments::read();
    if arguments.command == Some(Command::HashPassword) {
        return hash_password::run().unwrap_or_else(serve::fail);
    }
    tls::install_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return serve::fail(error),
    };
    match runtime.block_on(run(arguments)) {
        Ok(code) => code,
        Err(error) => serve::fail(error),
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
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

    let tls = setup::tls_files(&arguments)?;
    let mut config = Config::new(&arguments, vendors)?;
    if arguments.command == Some(Command::Check) {
        return Ok(check::run(&config.vendors).await);
    }
    let listener = serve::bind(arguments.host, arguments.port)?;
    let _logs = logs::init(&LogSettings {
        dir: arguments.log_dir.clone(),
        level: arguments.log_level.clone(),
        console: true,
    })?;
    startup::warn_about(&config);
    config.fill_in_keys()?;
    let state = setup::state(config)?;

    let checked = Arc::clone(&state);
    tokio::spawn(async move { startup::check_sign_ins(&checked).await });
    let work = state.work.clone();
    let stopping = Arc::new(OnceLock::new());
    let signal = {
        let stopping = Arc::clone(&stopping);
        async move {
            serve::shutdown_signal().await;
            // Nobody else sets it.
            let _ = stopping.set(Instant::now() + GRACE);
        }
    };
    serve::serve(listener, routes::app(state), tls, signal).await?;
    // Calls whose callers went away are still under way.
    work.finish(*stopping.get_or_init(Instant::now)).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

//! The callback scheduler's server.

use std::{
    process::ExitCode,
    sync::{Arc, OnceLock},
    time::Duration,
};

use callback_scheduler::{
    check, routes,
    settings::{Arguments, Command},
    setup::{self, Config},
    startup,
};
use server_kit::{
    logs::{self, LogSettings},
    serve,
    settings::load_dotenv,
    tls::{self, TlsFiles},
};
use tokio::time::Instant;

/// How long bookings may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    // Before any thread: it changes the environment.
    if let Err(error) = load_dotenv() {
        return serve::fail(error);
    }
    let arguments = Arguments::read();
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
    let tls = TlsFiles::from_settings(arguments.tls_cert.clone(), arguments.tls_key.clone())?;
    let mut config = Config::new(&arguments, vendors)?;
    let listener = serve::bind(arguments.host, arguments.port)?;
    let _logs = logs::init(&LogSettings {
        dir: arguments.log_dir.clone(),
        level: arguments.log_level.clone(),
        console: true,
    })?;
    startup::warn_about(&config);
    let _lock = setup::lock(&config.data_dir)?;
    config.fill_in_keys()?;
    let clients = config.clients()?;
    let checks = startup::Checks::new(&config, &clients);
    let state = setup::state(config, clients).await?;

    tokio::spawn(checks.run());
    let (saga, store) = (Arc::clone(&state.saga), state.store.clone());
    let background = tokio::spawn(Arc::clone(&saga).run_in_background());
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
    background.abort();
    // Bookings whose customers went away are still under way.
    saga.finish(*stopping.get_or_init(Instant::now)).await;
    store.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

//! The callback scheduler's server.

use std::{process::ExitCode, sync::Arc};

use callback_scheduler::{
    check, routes,
    settings::{Arguments, Command},
    setup::{self, Config},
    startup,
};
use clap::Parser;
use server_kit::{
    logs::{self, LogSettings},
    serve,
    settings::load_dotenv,
    tls::{self, TlsFiles},
};

fn main() -> ExitCode {
    // Before any thread: it changes the environment.
    if let Err(error) = load_dotenv() {
        return serve::fail(error);
    }
    let arguments = Arguments::parse();
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
        service: "callback-scheduler".to_owned(),
        environment: arguments.node_env.clone(),
        console: true,
    })?;
    startup::warn_about(&config);
    config.fill_in_keys()?;
    let checks = startup::Checks::new(&config)?;
    let state = setup::state(config).await?;

    tokio::spawn(checks.run());
    tokio::spawn(Arc::clone(&state.saga).run_in_background());
    tracing::info!(address = %listener.local_addr()?, "listening");
    serve::serve(listener, routes::app(state), tls, serve::shutdown_signal()?).await?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

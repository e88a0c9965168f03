//! The screen pop's server.

use std::{process::ExitCode, sync::Arc};

use screen_pop::{
    check, command,
    pop::listen,
    routes,
    settings::{Arguments, Command},
    setup, watch,
};
use server_kit::{
    serve, settings,
    sign_in::{accounts::users, hash_password},
    start::start,
    stopping::Stopping,
};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let common = &arguments.common;
    match arguments.command.clone() {
        Some(Command::HashPassword) => return hash_password::run(),
        Some(Command::Check) => return check::run(&arguments).await,
        Some(Command::Import { file }) => return command::import::run(&arguments, &file).await,
        Some(Command::Keys(command)) => {
            let store = setup::open(&arguments).await?;
            return command::keys::run(command, &store, &mut std::io::stdout()).await;
        }
        Some(Command::Users(command)) => {
            let accounts = arguments.accounts.open(common, routes::ROLES).await?;
            return users::run(command, &accounts, "Screen pop").await;
        }
        Some(Command::Serve) | None => {}
    }
    let tls = common.tls_files()?;
    let listener = common.bind()?;
    let _logs = common.logs()?;
    common.warn();
    let _lock = settings::lock_data_dir(&common.data_dir)?;
    let state = setup::state(&arguments).await?;
    let (cases, numbers) = state.cases.count();
    tracing::info!(cases, numbers, "ready to look up");

    let queues = arguments.genesys.queues()?;
    let _listener = queues.map(|queues| listen::start(queues, Arc::clone(&state)));
    let watching = watch::start(&state);
    let stopping = Stopping::default();
    let (pops, stopped) = (state.pops.clone(), stopping.signal());
    // An open stream would hold the process up.
    tokio::spawn(async move {
        stopped.await;
        pops.close();
    });
    let (app, connections) = (routes::app(state.clone()), common.connections());
    serve::serve(listener, app, tls, connections, stopping.signal()).await?;
    state.work.finish(stopping.end()).await;
    watching.abort();
    watch::write_uses(&state.keys, &state.cases).await;
    state.cases.store().close().await;
    state.desk.accounts().database().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

//! The video reception's server.

use std::{process::ExitCode, sync::Arc};

use server_kit::{serve, settings, sign_in::accounts::users, start::start, stopping::Stopping};
use video_reception::{
    check, command, routes,
    settings::{Arguments, Command},
    setup, watch,
};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let common = &arguments.common;
    match arguments.command.clone() {
        Some(Command::Check) => return check::run(&arguments).await,
        Some(Command::Users(command)) => {
            let (accounts, _) = setup::open(&arguments).await?;
            return users::run(command, &accounts, "Video reception").await;
        }
        Some(Command::Staff(command)) => {
            let (accounts, store) = setup::open(&arguments).await?;
            let out = &mut std::io::stdout();
            return command::staff::run(command, &accounts, &store, out).await;
        }
        Some(Command::Serve) | None => {}
    }
    let tls = common.tls_files()?;
    let listener = common.bind()?;
    let _logs = common.logs()?;
    common.warn();
    let _lock = settings::lock_data_dir(&common.data_dir)?;
    let state = setup::state(&arguments).await?;

    let watching = watch::start(&state, arguments.reception.history_days);
    let stopping = Stopping::default();
    let (leaving, stopped) = (Arc::clone(&state), stopping.signal());
    // Open connections would hold the process up; their calls go on at the next start.
    let closing = tokio::spawn(async move {
        stopped.await;
        leaving.lobby.stop().await;
        leaving.io.close().await;
    });
    let (app, connections) = (routes::app(Arc::clone(&state)), common.connections());
    serve::serve(listener, app, tls, connections, stopping.signal()).await?;
    closing.await?;
    state.work.finish(stopping.end()).await;
    watching.abort();
    state.directory.store().database().close().await;
    state.directory.accounts().database().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

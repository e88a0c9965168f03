//! The server of video-reception.

use std::process::ExitCode;

use server_kit::{
    serve, settings,
    sign_in::{accounts::users, hash_password},
    start::start,
    stopping::Stopping,
};
use video_reception::{
    routes,
    settings::{Arguments, Command},
    setup,
};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.command == Some(Command::HashPassword) {
        return hash_password::run();
    }
    let common = &arguments.common;
    if let Some(Command::Users(command)) = arguments.command {
        let accounts = arguments.accounts.open(common, routes::ROLES).await?;
        return users::run(command, &accounts, "Video reception").await;
    }
    let tls = common.tls_files()?;
    let listener = common.bind()?;
    let _logs = common.logs()?;
    common.warn();
    let _lock = settings::lock_data_dir(&common.data_dir)?;
    let state = setup::state(&arguments).await?;

    let database = state.desk.accounts().database().clone();
    let stopping = Stopping::default();
    let (app, connections) = (routes::app(state), common.connections());
    serve::serve(listener, app, tls, connections, stopping.signal()).await?;
    database.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

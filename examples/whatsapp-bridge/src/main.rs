//! The WhatsApp bridge's server.

#[cfg(feature = "sandbox")]
use std::io::Write as _;
use std::process::ExitCode;

use server_kit::{
    settings,
    sign_in::{accounts::users, hash_password},
    start::{background_runtime, start},
    stopping::Stopping,
};
use whatsapp_bridge::{
    check,
    dashboard::ROLES,
    links::Links,
    listeners::Listeners,
    measures, retention,
    settings::{Arguments, Command},
    setup::{self, World},
    startup, work,
};

fn main() -> ExitCode {
    start(run)
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let common = &arguments.common;
    match arguments.command.clone() {
        Some(Command::HashPassword) => return hash_password::run(),
        Some(Command::Users(command)) => {
            let accounts = arguments.accounts.open(common, ROLES).await?;
            return users::run(command, &accounts, "WhatsApp bridge").await;
        }
        Some(Command::Check) | None => {}
    }
    common.allow_sandbox(arguments.is_sandbox())?;
    #[cfg(feature = "sandbox")]
    let sandbox = match arguments.sandbox {
        true => Some(whatsapp_bridge::sandbox::Sandbox::start().await),
        false => None,
    };
    #[cfg(feature = "sandbox")]
    let routes = match &sandbox {
        Some(sandbox) => sandbox.routes(),
        None => arguments.routes()?,
    };
    #[cfg(not(feature = "sandbox"))]
    let routes = arguments.routes()?;

    if arguments.command == Some(Command::Check) {
        let world = World::new(&arguments)?;
        let links = Links::new(routes, world.timeouts, &world.clock)?;
        return check::run(&arguments, &links).await;
    }
    let tls = common.tls_files()?;
    let listeners = Listeners::bind(&arguments)?;
    #[cfg(feature = "sandbox")]
    if let Some(sandbox) = &sandbox {
        sandbox.deliver_to(&listeners.addresses()?);
        // Not a log line: those tell no tokens.
        let first_steps = whatsapp_bridge::sandbox::Sandbox::first_steps();
        std::io::stdout().write_all(first_steps.as_bytes())?;
    }
    let logs = common.logs()?;
    common.warn();
    let _lock = settings::lock_data_dir(&common.data_dir)?;
    let state = setup::state(
        &arguments,
        routes,
        World {
            logs: Some(logs.level()),
            ..World::new(&arguments)?
        },
    )
    .await?;

    startup::tell(&state);
    // What carries messages must not hold up the answer to a webhook.
    let carrying = background_runtime()?;
    let workers = {
        let _inside = carrying.enter();
        work::start(&state)
    };
    let (sweeping, measuring) = (retention::start(&state), measures::start(&state));
    let stopping = Stopping::default();
    let (events, stopped) = (state.events.clone(), stopping.signal());
    // An open stream would hold the process up.
    tokio::spawn(async move {
        stopped.await;
        events.close();
    });
    let connections = common.connections();
    listeners.serve(&state, tls, connections, &stopping).await?;
    state.work.finish(stopping.end()).await;
    sweeping.abort();
    measuring.abort();
    // What a vendor does not answer in time is taken up by the next start.
    let _ = tokio::time::timeout_at(stopping.end(), workers.stop()).await;
    carrying.shutdown_background();
    state.store.close().await;
    state.desk.accounts().database().close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

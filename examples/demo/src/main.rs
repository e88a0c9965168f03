//! Runs the example servers on vendor fakes, with one page that shows what happens.

mod api;
mod args;
mod binaries;
mod block;
mod calls;
mod chat;
mod clock;
mod demo;
mod events;
mod fakes;
mod fault;
mod guard;
#[cfg(target_os = "linux")]
mod leash;
mod lines;
mod page;
mod probe;
mod relay;
mod server;
mod services;
mod supervisor;
mod view;
mod workspace;

use std::process::ExitCode;

use clap::Parser as _;

use args::Args;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Some(code) = leash::become_server() {
        return code;
    }
    serve()
}

#[tokio::main]
async fn serve() -> ExitCode {
    match demo::run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => server_kit::serve::fail(error),
    }
}

//! The servers that are measured, each in a process of its own.

use std::{net::Ipv4Addr, path::Path, sync::Arc};

use anyhow::{Context, Result};
use axum::{Router, body::Bytes, http::header, response::IntoResponse, routing::post};
use clap::{Parser, ValueEnum};
use screen_pop::{routes, settings::Arguments, setup, state::AppState, watch};
use server_kit::{router, serve};
use tokio::io::AsyncReadExt;

/// Where lookups go.
const PATH: &str = "/api/lookup";

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Axum that reads the body and answers a constant one.
    Bare,
    /// The screen pop's layers around the same.
    Constant,
    /// The screen pop.
    Lookup,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Constant => "constant",
            Self::Lookup => "lookup",
        }
    }

    /// Tells its address when it is ready, and serves until its standard input ends.
    pub(crate) async fn serve(self, folder: &Path, size: usize) -> Result<()> {
        let listener = serve::bind(Ipv4Addr::LOCALHOST.into(), 0)?;
        let address = listener.local_addr()?;
        if self == Self::Bare {
            println!("{address}");
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let served = axum::serve(listener, constant(size));
            return Ok(served.with_graceful_shutdown(end_of_input()).await?);
        }
        let arguments = arguments(folder)?;
        let _logs = arguments.common.logs()?;
        let state = setup::state(&arguments).await?;
        watch::start(&state);
        let app = match self {
            Self::Lookup => routes::app(Arc::clone(&state)),
            _ => in_layers(&state, size),
        };
        println!("{address}");
        let connections = arguments.common.connections();
        serve::serve(listener, app, None, connections, end_of_input()).await
    }
}

/// The same layers as a lookup has.
fn in_layers(state: &Arc<AppState>, size: usize) -> Router {
    let routes = routes::guarded(constant(size), state);
    router::wrap(routes.with_state(Arc::clone(state)), state.outer.clone())
}

fn constant<S: Clone + Send + Sync + 'static>(size: usize) -> Router<S> {
    let body = Bytes::from(vec![b'x'; size]);
    let answer = async move |asked: Bytes| {
        drop(asked);
        ([(header::CONTENT_TYPE, "application/json")], body.clone()).into_response()
    };
    Router::new().route(PATH, post(answer))
}

/// The settings of a server on this folder.
pub(crate) fn arguments(folder: &Path) -> Result<Arguments> {
    let folder = folder.to_str().context("an odd folder")?;
    let arguments = Arguments::try_parse_from([
        "screen-pop",
        &format!("--data-dir={folder}/data"),
        &format!("--log-dir={folder}/logs"),
        "--public-url=https://crm.example.com",
        "--default-region=US",
        "--log-level=info",
        "--seed=false",
    ]);
    Ok(arguments?)
}

async fn end_of_input() {
    let _ = tokio::io::stdin().read_to_end(&mut Vec::new()).await;
}

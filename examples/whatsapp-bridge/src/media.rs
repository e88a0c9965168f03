//! Files on their way: customers' at our own address, agents' to WhatsApp.
//!
//! Nothing is stored. A file of a customer is streamed from WhatsApp whenever it is asked for,
//! by an address that is sealed and expires; a file of an agent is fetched from Genesys Cloud
//! and uploaded, or becomes such an address where WhatsApp would not take it.

mod address;
mod fetch;
mod hand_on;
mod opened;
mod room;
mod serve;
mod token;

use std::sync::Arc;

use axum::{Router, routing::get};
use message_transform::{inbound::ReceivedFile, outbound::File};
use url::Url;

use crate::{links::Link, routes_file::RouteName, state::AppState, store::CustomerKey};

use token::{Source, Token};

pub use fetch::Fetcher;
pub(crate) use hand_on::{HandOnError, HandedOn, hand_on};

/// The files that Genesys Cloud fetches: `/media/…`.
pub(crate) fn router(_state: &Arc<AppState>) -> Router<Arc<AppState>> {
    // `get` answers HEAD, too.
    Router::new().route("/media/{token}", get(serve::file))
}

/// The address of a customer's file; `None` if WhatsApp did not name the file.
pub(crate) fn inbound_url(
    state: &AppState,
    route: &RouteName,
    customer: &CustomerKey,
    file: &ReceivedFile,
) -> Option<String> {
    let source = Source::WhatsApp {
        id: file.id.as_ref()?.as_str().to_owned(),
        sha256: file.sha256.clone(),
        customer: customer.0.clone(),
    };
    let (mime_type, name) = (Some(file.mime_type.clone()), Some(file.filename.clone()));
    Some(url(state, route, source, mime_type, name))
}

/// The address of an agent's file.
fn outbound_url(state: &AppState, link: &Link, file: &File) -> String {
    let source = Source::Genesys {
        url: file.url.clone(),
    };
    let (mime_type, name) = (Some(file.mime.clone()), Some(file.filename.clone()));
    url(state, &link.route.name, source, mime_type, name)
}

fn url(
    state: &AppState,
    route: &RouteName,
    source: Source,
    mime_type: Option<String>,
    filename: Option<String>,
) -> String {
    let token = Token {
        route: route.to_string(),
        source,
        mime_type,
        filename,
        expires_at: state.clock.now() + state.bridge.media_life,
    };
    let base = state.bridge.media_public_url.as_ref().map(Url::as_str);
    let base = base.unwrap_or(&state.public_url).trim_end_matches('/');
    format!("{base}/media/{}", token.seal(&state.sealer))
}

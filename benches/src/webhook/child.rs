//! The servers that the benchmark starts for itself.

use std::{net::Ipv4Addr, path::Path, sync::Arc};

use anyhow::Result;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    routing::post,
};
use chrono::Utc;
use clap::ValueEnum;
use durable_inbox::{Delivery, Inbox, SqliteInbox};
use genesys_client::SecretString;
use http::{HeaderMap, StatusCode};
use meta_whatsapp_client::webhooks::Signature;
use tokio::{io::AsyncReadExt, net::TcpListener};

use crate::{stub, update::SECRET};

/// A server in a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Reads the body, and answers 200.
    Bare,
    /// Checks the signature, and appends to the inbox.
    Journal,
    /// Genesys Cloud without any limit.
    Stub,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Journal => "journal",
            Self::Stub => "stub",
        }
    }

    /// Tells its address, and serves until its standard input ends.
    pub(crate) async fn serve(self, folder: &Path) -> Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{}", listener.local_addr()?);
        let router = match self {
            Self::Bare => Router::new().route("/webhook/whatsapp", post(bare)),
            Self::Journal => {
                let inbox = SqliteInbox::open(&folder.join("inbox.db")).await?;
                let secrets = vec![SecretString::from(SECRET)];
                Router::new()
                    .route("/webhook/whatsapp", post(journal))
                    .with_state(Arc::new((inbox, secrets)))
            }
            Self::Stub => return stub::serve(listener).await,
        };
        let router = router.layer(DefaultBodyLimit::max(3 << 20));
        let served = axum::serve(listener, router).with_graceful_shutdown(end_of_input());
        Ok(served.await?)
    }
}

async fn bare(body: Bytes) -> StatusCode {
    drop(body);
    StatusCode::OK
}

async fn journal(
    State(state): State<Arc<(SqliteInbox, Vec<SecretString>)>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let (inbox, secrets) = &*state;
    let header = headers.get("x-hub-signature-256");
    let header = header.and_then(|header| header.to_str().ok());
    if Signature::verify(secrets, &body, header.unwrap_or_default()).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let delivery = Delivery {
        source: "meta".to_owned(),
        payload: body.to_vec(),
        received_at: Utc::now(),
    };
    match inbox.append(vec![delivery]).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

pub(crate) async fn end_of_input() {
    let _ = tokio::io::stdin().read_to_end(&mut Vec::new()).await;
}

//! What is looked at when the server starts. None of it stops the server: a vendor that
//! is down now may be up when the first customer comes.

use genesys_client::GenesysClient;
use http::StatusCode;
use server_kit::causes::causes;
use videoengager_client::VideoEngagerClient;

use crate::setup::{Clients, Config};

/// The checks of a start.
#[derive(Debug)]
pub struct Checks {
    video_engager: VideoEngagerClient,
    genesys: GenesysClient,
    queue_id: genesys_client::QueueId,
    script_id: genesys_client::ScriptId,
}

impl Checks {
    /// Prepares the checks. They sign in with the server's own clients, so the first
    /// booking finds the tokens there.
    #[must_use]
    pub fn new(config: &Config, clients: &Clients) -> Self {
        Self {
            video_engager: clients.video_engager.clone(),
            genesys: clients.genesys.clone(),
            queue_id: config.vendors.queue_id.clone(),
            script_id: config.vendors.script_id.clone(),
        }
    }

    /// Signs in to both vendors, looks up queue and script, and logs what is wrong.
    pub async fn run(self) {
        let video_engager = async {
            if let Err(error) = self.video_engager.sign_in().await {
                tracing::error!(error = %causes(&error), "Failed to authenticate with VideoEngager");
            }
        };
        let genesys = async {
            if let Err(error) = self.genesys.sign_in().await {
                tracing::error!(error = %causes(&error), "Failed to authenticate with Genesys");
                return;
            }
            if let Err(error) = self.genesys.queues().get(&self.queue_id).await {
                warn_missing(&error, "Queue not found", "GENESYS_QUEUE_ID");
            }
            if let Err(error) = self.genesys.scripts().get(&self.script_id).await {
                warn_missing(&error, "Script not found", "GENESYS_SCRIPT_ID");
            }
        };
        tokio::join!(video_engager, genesys);
    }
}

fn warn_missing(error: &genesys_client::Error, text: &str, setting: &str) {
    let missing = matches!(
        error.status(),
        Some(StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST)
    );
    if missing {
        tracing::warn!(error = %causes(error), setting, "{text}");
    } else {
        tracing::warn!(error = %causes(error), setting, "could not look up whether it exists");
    }
}

/// Warns about settings that are fine for a trial and not for customers.
pub fn warn_about(config: &Config) {
    if config.sandbox {
        tracing::warn!("sandbox: fake vendors stand in, and no real call is made");
    }
    config.common.warn();
}

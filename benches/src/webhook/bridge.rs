//! The bridge's own binary, against the stub.

use std::{
    fs::File,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use switchboard_benches::{child::Child, process};
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child as Process, Command},
    time::{Instant, sleep},
};

use crate::{
    child::Kind,
    stub::{COUNTS, Counts},
    update::{PHONE_NUMBER_ID, SECRET},
};

const STARTS_WITHIN: Duration = Duration::from_secs(20);

/// A running bridge with its stub; both end with this.
pub(crate) struct Bridge {
    /// Where it takes Meta's webhooks.
    pub(crate) addr: SocketAddr,
    process: Process,
    stub: Child,
}

impl Bridge {
    /// Starts it on what the folder holds.
    pub(crate) async fn start(binary: &Path, folder: &TempDir) -> Result<Self> {
        let stub = Child::start(&["--serve", Kind::Stub.name()], Stdio::inherit()).await?;
        let (gateway, webhooks) = (free_port()?, free_port()?);
        let mut command = Command::new(binary);
        command
            .env_clear()
            .current_dir(folder.path())
            .env("HOST", "127.0.0.1")
            .env("PORT", gateway.to_string())
            .env("WHATSAPP_WEBHOOK_PORT", webhooks.to_string())
            .env("META_APP_SECRET", SECRET)
            .env("META_VERIFY_TOKEN", "bench")
            .env("META_ACCESS_TOKEN", "bench")
            .env("META_PHONE_NUMBER_ID", PHONE_NUMBER_ID)
            .env("META_BASE_URL", format!("http://{}", stub.addr))
            .env("GENESYS_REGION", format!("http://{}", stub.addr))
            .env("GENESYS_CLIENT_ID", "bench")
            .env("GENESYS_CLIENT_SECRET", "bench")
            .env(
                "GENESYS_INTEGRATION_ID",
                "99999999-2222-4333-8444-555555555555",
            )
            .env("GENESYS_WEBHOOK_SECRET", "bench")
            .env("MARK_READ", "never")
            .env("CALLS_AT_ONCE", "64")
            .env("MAX_CONNECTIONS_PER_ADDRESS", "2000");
        for port in [
            "GENESYS_WEBHOOK",
            "INBOUND",
            "OUTBOUND",
            "AUTH",
            "STATE",
            "DASHBOARD",
        ] {
            command.env(format!("{port}_PORT"), "0");
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.path().join("console"))?)
            .kill_on_drop(true)
            .spawn()
            .context("could not start the bridge")?;
        let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, webhooks));
        let bridge = Self {
            addr,
            process,
            stub,
        };
        bridge.wait_until_it_listens().await?;
        Ok(bridge)
    }

    async fn wait_until_it_listens(&self) -> Result<()> {
        let deadline = Instant::now() + STARTS_WITHIN;
        while TcpStream::connect(self.addr).await.is_err() {
            if Instant::now() > deadline {
                bail!("the bridge does not listen");
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    fn id(&self) -> Result<u32> {
        self.process.id().context("the bridge has ended")
    }

    /// Seconds of CPU so far.
    pub(crate) fn cpu(&self) -> Result<f64> {
        process::cpu(self.id()?)
    }

    /// Megabytes: now, and at most so far.
    pub(crate) fn memory(&self) -> Result<(f64, f64)> {
        process::memory(self.id()?)
    }

    /// What Genesys Cloud received since the last time this was asked.
    pub(crate) async fn take_counts(&self) -> Result<Counts> {
        let url = format!("http://{}{COUNTS}", self.stub.addr);
        Ok(reqwest::get(url).await?.json().await?)
    }

    /// Waits until it has nothing left to do.
    pub(crate) async fn wait_until_idle(&self) -> Result<()> {
        loop {
            let before = self.cpu()?;
            sleep(Duration::from_millis(400)).await;
            if self.cpu()? - before < 0.03 {
                return Ok(());
            }
        }
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

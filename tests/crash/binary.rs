//! Starting a server's binary against fake vendors.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};

use genesys_client::fake::FakeGenesys;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use videoengager_client::fake::FakeVideoEngager;

pub(crate) const ADMIN_TOKEN: &str = "crash-test-admin-token";

/// The path of a binary that xtask built.
pub(crate) fn path(name: &str) -> PathBuf {
    let folder = std::env::var_os("SWITCHBOARD_BIN_DIR")
        .expect("SWITCHBOARD_BIN_DIR is set: run this layer by `cargo xtask test`");
    let path = Path::new(&folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built", path.display());
    path
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener
        .local_addr()
        .expect("a bound listener has an address")
        .port()
}

/// Waits until `look` gives something; fails after 30 seconds.
pub(crate) async fn wait_for<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited 30 s for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Fake vendors, and a folder for a server that is started again and again.
pub(crate) struct World {
    pub(crate) genesys: FakeGenesys,
    pub(crate) video_engager: FakeVideoEngager,
    pub(crate) folder: TempDir,
    pub(crate) port: u16,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self {
            genesys: FakeGenesys::start().await,
            video_engager: FakeVideoEngager::start().await,
            folder: TempDir::new().expect("a temporary folder can be made"),
            port: free_port(),
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The callback scheduler's command with the documented variables and nothing else.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.bare("callback-scheduler");
        command
            .env("ADMIN_TOKEN", ADMIN_TOKEN)
            .env("VE_DOMAIN", self.video_engager.url().as_str())
            .env("VE_PAK", FakeVideoEngager::PAK)
            .env("VE_EXTERNAL_ID", FakeVideoEngager::EXTERNAL_ID)
            .env("VE_EMAIL", FakeVideoEngager::EMAIL)
            .env("GENESYS_ENVIRONMENT", self.genesys.url().as_str())
            .env("GENESYS_CLIENT_ID", FakeGenesys::CLIENT_ID)
            .env("GENESYS_CLIENT_SECRET", FakeGenesys::CLIENT_SECRET)
            .env("GENESYS_QUEUE_ID", FakeGenesys::QUEUE_ID)
            .env("GENESYS_SCRIPT_ID", FakeGenesys::SCRIPT_ID);
        command
    }

    /// A server's command with nothing but an address to listen on and no limits.
    pub(crate) fn bare(&self, server: &str) -> Command {
        let mut command = Command::new(path(server));
        command
            .env_clear()
            .current_dir(self.folder.path())
            .env("PORT", self.port.to_string())
            .env("HOST", "127.0.0.1")
            .env("RATE_LIMIT_GENERAL", "100000/1s")
            .env("RATE_LIMIT_API", "100000/1s")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts the callback scheduler, and waits until it answers.
    pub(crate) async fn start(&self) -> Child {
        self.start_as(self.command()).await
    }

    /// Starts a server, and waits until it answers.
    pub(crate) async fn start_as(&self, mut command: Command) -> Child {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("the server can be started");
        wait_for("the server to answer", async || {
            reqwest::get(self.url("/livez"))
                .await
                .ok()
                .filter(|answer| answer.status().is_success())
        })
        .await;
        child
    }

    /// Runs a server until it ends by itself.
    pub(crate) async fn run_to_the_end(&self, command: &mut Command) -> Output {
        let output = tokio::time::timeout(Duration::from_secs(30), command.output()).await;
        output
            .expect("the server ends by itself")
            .expect("the server can be started")
    }
}

/// Asks a process to stop, as an operator would.
pub(crate) async fn terminate(child: &mut Child) -> std::process::ExitStatus {
    let id = child.id().expect("the process runs");
    let id = Pid::from_raw(id.cast_signed()).expect("an id is not zero");
    kill_process(id, Signal::TERM).expect("a child can be told to stop");
    let ended = tokio::time::timeout(Duration::from_secs(30), child.wait()).await;
    ended
        .expect("the process stops in time")
        .expect("the process can be waited for")
}

//! A copy of this workspace, and cargo in it.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// What a fresh clone has not.
const NOT_CLONED: &[&str] = &["target", ".git", "node_modules"];

/// A folder with a workspace.
pub(crate) struct Checkout {
    root: PathBuf,
    target: PathBuf,
    /// Removed with the copy; a folder beside it does not own it.
    _temporary: Option<TempDir>,
}

impl Checkout {
    /// A copy of this workspace.
    pub(crate) fn new() -> Self {
        let binaries = env::var_os("SWITCHBOARD_BIN_DIR")
            .expect("SWITCHBOARD_BIN_DIR is set: run this layer by `cargo xtask test`");
        let target = Path::new(&binaries)
            .parent()
            .expect("the binaries are in a target folder")
            .to_owned();
        let temporary = TempDir::new().expect("a temporary folder can be made");
        let root = temporary.path().join("checkout");
        let ours = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the tests are in the workspace");
        copy(ours, &root);
        Self {
            root,
            target,
            _temporary: Some(temporary),
        }
    }

    /// The path of a folder beside the copy.
    pub(crate) fn folder(&self, name: &str) -> String {
        let path = self.root.with_file_name(name);
        path.into_os_string()
            .into_string()
            .expect("temporary folders have plain names")
    }

    /// The workspace in a folder beside the copy.
    pub(crate) fn at(&self, name: &str) -> Self {
        Self {
            root: self.root.with_file_name(name),
            target: self.target.clone(),
            _temporary: None,
        }
    }

    /// Runs cargo, which has to succeed.
    pub(crate) fn cargo(&self, arguments: &[&str]) {
        let started = Instant::now();
        let output = Command::new("cargo")
            .args(arguments)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            // Cargo takes the crates of a copy for those of the workspace. Without debug info,
            // which the dependencies have not anyway, they are others, and replace none.
            .env("CARGO_PROFILE_DEV_DEBUG", "none")
            .stdin(Stdio::null())
            .output()
            .expect("cargo can be started");
        println!("cargo {}: {:?}", arguments.join(" "), started.elapsed());
        assert!(
            output.status.success(),
            "cargo {} failed:\n{}\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Starts a server that was built here, in its sandbox.
    pub(crate) fn start(&self, name: &str, port: u16) -> Child {
        Command::new(self.target.join("debug").join(name))
            .arg("--sandbox")
            .env_clear()
            .env("PORT", port.to_string())
            .env("HOST", "127.0.0.1")
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server can be started")
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener
        .local_addr()
        .expect("a bound listener has an address")
        .port()
}

/// Whether a URL answers with success within this time.
pub(crate) async fn wait_for(url: &str, time: Duration) -> bool {
    let asking = async {
        while !reqwest::get(url)
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(time, asking).await.is_ok()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read") {
        let entry = entry.expect("an entry can be read");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let name = entry.file_name();
        if NOT_CLONED.iter().any(|not| name == *not) {
            continue;
        }
        if entry.file_type().expect("an entry has a type").is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a file can be copied");
        }
    }
}

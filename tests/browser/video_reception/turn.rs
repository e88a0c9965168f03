//! A TURN server of Debian's, started by the test.

use std::{
    fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::harness::until;

/// A running coturn; it is killed when this goes.
pub(super) struct Turn {
    /// As the server's setting names it: over TCP alone.
    pub(super) url: String,
    process: Child,
    _folder: TempDir,
}

impl Turn {
    pub(super) const SECRET: &str = "a-secret-of-a-test";

    /// Starts one on a free port of loopback, for whoever has credentials made with the secret.
    pub(super) async fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("loopback has a free port")
            .port();
        let config = folder.path().join("turnserver.conf");
        let text = format!(
            "listening-port={port}\nlistening-ip=127.0.0.1\nrelay-ip=127.0.0.1\n\
             use-auth-secret\nstatic-auth-secret={}\nrealm=example.com\n\
             allow-loopback-peers\nno-tls\nno-dtls\nno-udp\nno-cli\n\
             pidfile={folder}/pid\nuserdb={folder}/db\nlog-file=stdout\n",
            Self::SECRET,
            folder = folder.path().display(),
        );
        fs::write(&config, text).expect("the folder can be written");
        let process = Command::new("turnserver")
            .arg("-c")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("turnserver is installed, as `cargo xtask test --install` does");
        until("the relay to listen", async || {
            TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        Self {
            url: format!("turn:127.0.0.1:{port}?transport=tcp"),
            process,
            _folder: folder,
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // All that is left to do if this fails is to go on.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! Servers, started as processes.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
};

use super::until;

/// Another program can take a free port before the server does.
const TRIES: usize = 5;

/// A running server; it is killed when this goes.
pub(crate) struct Server {
    /// Its address, without a slash at the end.
    pub(crate) url: String,
    _process: Child,
    _output: Option<Lines<BufReader<ChildStdout>>>,
    folder: TempDir,
}

impl Server {
    /// Starts a server with these variables and no others.
    pub(crate) async fn start(name: &str, settings: &[(&str, String)]) -> Self {
        for _ in 0..TRIES {
            if let Some(server) = Self::try_start(name, settings).await {
                return server;
            }
        }
        panic!("{name} found {TRIES} ports in use");
    }

    async fn try_start(name: &str, settings: &[(&str, String)]) -> Option<Self> {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let errors = folder.path().join("errors.txt");
        let port = free_port();
        let url = format!("http://127.0.0.1:{port}");
        let mut process = command(name, &folder)
            .env_clear()
            .env("PORT", port.to_string())
            .env("HOST", "127.0.0.1")
            .env("PUBLIC_URL", &url)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .stderr(File::create(&errors).expect("the folder can be written"))
            .spawn()
            .expect("the server can be started");
        let is_up = until("the server to answer, or to end", async || {
            if process.try_wait().expect("a child can be asked").is_some() {
                return Some(false);
            }
            is_live(port).await.then_some(true)
        });
        if !is_up.await {
            let errors = fs::read_to_string(errors).expect("the errors are text");
            assert!(errors.contains("EADDRINUSE"), "{name} ended: {errors}");
            return None;
        }
        Some(Self {
            url,
            _process: process,
            _output: None,
            folder,
        })
    }

    /// Starts the demo with everything in it.
    pub(crate) async fn start_demo() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let mut process = command("demo", &folder)
            .args(["--port-base", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the demo can be started");
        let output = process.stdout.take().expect("the output is read");
        let mut lines = BufReader::new(output).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.expect("the output is text") {
                if let Some(address) = line.strip_prefix("ready: ") {
                    return address.to_owned();
                }
            }
            panic!("the demo ended before it was ready");
        };
        let url = tokio::time::timeout(Duration::from_secs(60), ready).await;
        Self {
            url: url.expect("the demo is ready in time"),
            _process: process,
            _output: Some(lines),
            folder,
        }
    }

    /// Runs a subcommand of this program beside the server, in its folder; it reads `input`.
    pub(crate) async fn run(&self, name: &str, arguments: &[&str], input: &str) {
        let file = self.folder.path().join("input.txt");
        fs::write(&file, input).expect("the folder can be written");
        let mut command = command(name, &self.folder);
        command
            .env_clear()
            .args(arguments)
            .stdin(File::open(&file).expect("what was written can be read"));
        let ended = command.output().await.expect("the program can be started");
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{name} {arguments:?}: {errors}");
    }

    /// The address of one of its pages.
    pub(crate) fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

fn command(name: &str, folder: &TempDir) -> Command {
    let mut command = Command::new(program(name));
    command
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// The path of a binary that xtask built.
fn program(name: &str) -> PathBuf {
    let folder = std::env::var_os("SWITCHBOARD_BIN_DIR")
        .expect("SWITCHBOARD_BIN_DIR is set: run this layer by `cargo xtask test`");
    let path = Path::new(&folder).join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is not built", path.display());
    path
}

/// Whether the server says that it lives.
async fn is_live(port: u16) -> bool {
    let mut answer = [0; 12];
    let asked = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        stream.write_all(request).await?;
        stream.read_exact(&mut answer).await
    };
    asked.await.is_ok() && answer == *b"HTTP/1.1 200"
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr();
    address.expect("a bound listener has an address").port()
}

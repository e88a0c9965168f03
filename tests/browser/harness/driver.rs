//! The chromedriver that all tests share.

use std::{
    env, fs,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;
use thirtyfour::SessionId;

/// The browsers' time zone: not UTC, and with summer time.
const TIME_ZONE: &str = "Europe/Berlin";

/// Ends chromedriver when this process closes its end of the pipe, or dies in whatever way.
/// A browser ends with its chromedriver, since they talk over a pipe too.
const LEASH: &str = r#""$0" --port=0 & driver=$!; exec >&-; read -r _; kill "$driver"; wait"#;

static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

/// A running chromedriver; it ends when the last test lets go of it.
pub(super) struct Driver {
    leash: Child,
    port: u16,
    pub(super) chromium: PathBuf,
    pub(super) folder: TempDir,
}

impl Driver {
    /// The one that runs, or a new one.
    pub(super) fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new(Self::start());
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    fn start() -> Self {
        let chromium = on_path("chromium", "chromium");
        let chromedriver = on_path("chromedriver", "chromium-driver");
        let folder = TempDir::new().expect("a temporary folder can be made");
        let mut leash = Command::new("sh")
            .arg("-c")
            .arg(LEASH)
            .arg(chromedriver)
            .env_clear()
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .env("LANG", "en_US.UTF-8")
            .env("TZ", TIME_ZONE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell can be started");
        let output = leash.stdout.take().expect("the output is read");
        Self {
            port: port(output),
            leash,
            chromium,
            folder,
        }
    }
}

impl Driver {
    /// Its address.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends a session without waiting on a runtime, which a test that fails has stopped.
    pub(super) fn end(&self, session: &SessionId) -> io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        // An answer at all means that the session has ended.
        stream.read(&mut [0]).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.leash.stdin.take());
        // All that is left to do if this fails is to go on.
        let _ = self.leash.wait();
        // A browser's last processes write a little longer than it lives.
        let deadline = Instant::now() + Duration::from_secs(5);
        while fs::remove_dir_all(self.folder.path()).is_err() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The port that chromedriver picked.
fn port(output: ChildStdout) -> u16 {
    let mut lines = BufReader::new(output).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    // What it prints later must not fill the pipe.
    thread::spawn(move || lines.for_each(drop::<io::Result<String>>));
    port.expect("chromedriver says which port it listens on")
}

/// Where a program is.
fn on_path(program: &str, package: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).find_map(|folder| {
        let file = folder.join(program);
        file.is_file().then_some(file)
    });
    found.unwrap_or_else(|| {
        panic!(
            "{program} is not on PATH; it is in the Debian package {package}, \
             which `cargo xtask test --install` installs"
        )
    })
}

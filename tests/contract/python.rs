//! Running a script with python and packages of PyPI.

use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{process::Command, time::timeout};

const LONGEST_RUN: Duration = Duration::from_secs(120);

/// Runs a script of `tests/contract/scripts`, and reads what it prints.
///
/// It gets `input` as its argument, and nothing of the environment that could change what
/// a package does: no proxy, and no settings in the home folder.
pub(crate) async fn run(script: &str, input: &Value) -> Value {
    let home = TempDir::new().expect("a temporary folder can be made");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/scripts");
    let mut python = Command::new(interpreter());
    python
        .arg("-I")
        .arg(scripts.join(script))
        .arg(input.to_string())
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .current_dir(home.path())
        .stdin(Stdio::null())
        .kill_on_drop(true);

    let ended = timeout(LONGEST_RUN, python.output()).await;

    let output = ended
        .expect("the script ends in time")
        .expect("python can be started");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed: {complaint}");
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

fn interpreter() -> PathBuf {
    let python = env::var_os("SWITCHBOARD_PYTHON")
        .expect("SWITCHBOARD_PYTHON is set: run this layer by `cargo xtask test --install`");
    let python = PathBuf::from(python);
    assert!(
        python.is_file(),
        "there is no {}: run `cargo xtask test --install`",
        python.display()
    );
    python
}

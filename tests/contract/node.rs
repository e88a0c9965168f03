//! Running a script with node and the vendors' own packages.

use std::{
    env,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{process::Command, time::timeout};

/// Loading an SDK of some megabytes takes a while on a busy machine.
const LONGEST_RUN: Duration = Duration::from_secs(120);

/// Runs a script of `tests/contract/scripts`, and reads what it prints.
///
/// It gets `input` as its argument. Of the environment it gets nothing that could change what a
/// package does: no proxy, and no settings in the home folder.
pub(crate) async fn run(script: &str, input: &Value) -> Value {
    let home = TempDir::new().expect("a temporary folder can be made");
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/scripts");
    let mut node = Command::new("node");
    node.arg(scripts.join(script))
        .arg(input.to_string())
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("NODE_PATH", node_modules())
        .stdin(Stdio::null())
        .kill_on_drop(true);

    let ended = timeout(LONGEST_RUN, node.output()).await;

    let output = ended
        .expect("the script ends in time")
        .expect("node can be started");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed: {complaint}");
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

fn node_modules() -> PathBuf {
    let folder = env::var_os("SWITCHBOARD_NODE_MODULES")
        .expect("SWITCHBOARD_NODE_MODULES is set: run this layer by `cargo xtask test --install`");
    let folder = PathBuf::from(folder);
    assert!(
        folder.is_dir(),
        "the vendors' packages are not in {}: run `cargo xtask test --install`",
        folder.display()
    );
    folder
}

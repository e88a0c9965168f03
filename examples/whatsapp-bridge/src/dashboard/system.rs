//! What the process runs on.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::state::AppState;

/// Version, uptime, memory, files.
pub(super) async fn system(State(state): State<Arc<AppState>>) -> Json<Value> {
    let now = state.clock.now();
    let files = tokio::task::spawn_blocking({
        let folder = state.data_dir.clone();
        move || sizes(&folder)
    });
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "started": state.started,
        "uptimeSeconds": (now - state.started).num_seconds(),
        "now": now,
        "pid": std::process::id(),
        "system": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memoryBytes": memory(),
        "publicUrl": state.public_url,
        "singlePort": state.single_port,
        "sandbox": state.sandbox,
        "files": files.await.unwrap_or_default(),
    }))
}

/// The memory that the process holds, where the system tells it.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// The databases in the data folder, each with its logs.
fn sizes(folder: &Path) -> Vec<Value> {
    let mut databases = BTreeMap::<String, u64>::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let (Some((database, _)), Ok(file)) = (name.split_once(".db"), entry.metadata()) {
            *databases.entry(format!("{database}.db")).or_default() += file.len();
        }
    }
    databases
        .into_iter()
        .map(|(name, bytes)| json!({ "name": name, "bytes": bytes }))
        .collect()
}

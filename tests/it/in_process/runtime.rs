//! A runtime of its own for a server, which can be ended like a process.

use std::{cell::RefCell, path::Path, time::Duration};

use server_kit::logs::{self, LogGuard, LogSettings};
use tokio::runtime::Runtime;
use tracing::{Dispatch, subscriber::DefaultGuard};

thread_local! {
    static LOGS: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) };
}

/// Runs a server; what its threads log goes into the files of this server alone.
pub(crate) struct OwnRuntime {
    parts: Option<(Runtime, LogGuard)>,
}

impl OwnRuntime {
    /// A runtime that logs everything into a folder.
    pub(crate) fn new(log_dir: &Path) -> Self {
        let (subscriber, guard) = logs::subscriber(&LogSettings {
            dir: log_dir.to_owned(),
            level: "trace".to_owned(),
            console: false,
        })
        .expect("the log folder can be written");
        let logs = Dispatch::new(subscriber);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .on_thread_start(move || LOGS.set(Some(tracing::dispatcher::set_default(&logs))))
            .on_thread_stop(|| drop(LOGS.take()))
            .build()
            .expect("the system has threads left");
        Self {
            parts: Some((runtime, guard)),
        }
    }

    /// Where the server runs.
    pub(crate) fn runtime(&self) -> &Runtime {
        let parts = self.parts.as_ref().expect("the server is running");
        &parts.0
    }

    /// Ends the server wherever its tasks are waiting, as a kill would.
    pub(crate) async fn end(mut self) {
        let parts = self.parts.take();
        // A runtime must not wait for its threads on a thread of another.
        let ended = tokio::task::spawn_blocking(move || {
            if let Some((runtime, logs)) = parts {
                runtime.shutdown_timeout(Duration::from_secs(5));
                drop(logs);
            }
        });
        ended.await.expect("ending does not panic");
    }
}

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some((runtime, _logs)) = self.parts.take() {
            runtime.shutdown_background();
        }
    }
}

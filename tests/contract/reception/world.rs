//! The video reception in this process, with its invented staff.

use clap::Parser;
use server_kit::serve::{self, ConnectionLimits};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use video_reception::{routes, settings::Arguments, setup};

/// A running server; it ends with the test.
pub(super) struct World {
    pub(super) url: String,
    task: JoinHandle<()>,
    _folder: TempDir,
}

impl World {
    pub(super) async fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let data_dir = folder.path().join("data");
        let arguments = Arguments::parse_from([
            "video-reception",
            "--data-dir",
            data_dir.to_str().expect("the folder's name is text"),
            "--sandbox",
        ]);
        let state = setup::state(&arguments).await.expect("the settings hold");
        let listener = serve::bind([127, 0, 0, 1].into(), 0).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let (app, limits) = (routes::app(state), ConnectionLimits::default());
        let task = tokio::spawn(async move {
            let served = serve::serve(listener, app, None, limits, std::future::pending());
            served.await.expect("the server runs");
        });
        Self {
            url: format!("http://{address}"),
            task,
            _folder: folder,
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.task.abort();
    }
}

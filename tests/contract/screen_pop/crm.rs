//! The screen-pop server in this process, with the documented case and a key.

use chrono::Utc;
use clap::Parser;
use screen_pop::{
    keys::{ApiKey, Kind, Scope, Terms},
    routes,
    settings::Arguments,
    setup,
    store::Change,
};
use server_kit::{
    audit::By,
    serve::{self, ConnectionLimits},
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// A running server; it ends with the test.
pub(crate) struct Crm {
    pub(crate) url: String,
    pub(crate) key: String,
    task: JoinHandle<()>,
    _folder: TempDir,
}

impl Crm {
    pub(crate) async fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let data_dir = folder.path().join("data");
        let arguments = Arguments::parse_from([
            "screen-pop",
            "--data-dir",
            data_dir.to_str().expect("the folder's name is text"),
            "--screen-pop-base=https://crm.example.com",
            "--seed",
        ]);
        let state = setup::state(&arguments).await.expect("the settings hold");

        let terms = Terms {
            name: "Contact centre".to_owned(),
            kind: Kind::Server,
            origin: None,
            environment: None,
            scopes: vec![Scope::Lookup],
            limit_per_minute: None,
            expires_at: None,
        };
        let (key, secret) = ApiKey::new(terms, Utc::now());
        let change = Change::now(By::role("test"), "key.create").of(&key.id);
        let written = state.cases.store().put_api_key(&key, &change).await;
        written.expect("the key is written");
        state.keys.reload().await.expect("the keys are read");

        let listener = serve::bind([127, 0, 0, 1].into(), 0).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let (app, limits) = (routes::app(state), ConnectionLimits::default());
        let task = tokio::spawn(async move {
            let served = serve::serve(listener, app, None, limits, std::future::pending());
            served.await.expect("the server runs");
        });
        Self {
            url: format!("http://{address}"),
            key: secret.expose().to_owned(),
            task,
            _folder: folder,
        }
    }
}

impl Drop for Crm {
    fn drop(&mut self) {
        self.task.abort();
    }
}

//! A webhook receiver on axum; settings `APP_SECRET` and `VERIFY_TOKEN`.
//!
//! A delivery is a line of `webhooks.jsonl` before it is answered; what acts on it reads there.

use std::{env, error::Error, fs::File, io, io::Write, sync::Arc, sync::Mutex};

use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::get};
use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;
use tokio::{net::TcpListener, task::spawn_blocking};

type App = Arc<([SecretString; 1], SecretString, Mutex<File>)>;

async fn subscribe(app: State<App>, RawQuery(query): RawQuery) -> Result<String, StatusCode> {
    let challenge = webhooks::verify_subscription(&query.unwrap_or_default(), &app.1);
    challenge.map_err(|_| StatusCode::FORBIDDEN)
}

async fn receive(app: State<App>, headers: HeaderMap, body: Bytes) -> Result<(), StatusCode> {
    let header = headers.get("x-hub-signature-256");
    let header = header.and_then(|it| it.to_str().ok()).unwrap_or_default();
    Signature::verify(&app.0.0, &body, header).map_err(|_| StatusCode::UNAUTHORIZED)?;
    webhooks::parse(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let kept = spawn_blocking(move || keep(&app.2, &body)).await;
    let kept = kept.ok().and_then(Result::ok); // If not, Meta delivers again.
    kept.ok_or(StatusCode::SERVICE_UNAVAILABLE)
}

/// Adds a line, as JSON has line breaks between its parts only; half a line is taken back.
fn keep(log: &Mutex<File>, body: &[u8]) -> io::Result<()> {
    let line = String::from_utf8_lossy(body).replace(['\r', '\n'], " ") + "\n";
    let mut log = log.lock().map_err(|_| io::ErrorKind::Other)?;
    let end = log.metadata()?.len();
    let kept = log.write_all(line.as_ref()).and_then(|()| log.sync_data());
    kept.or_else(|error| log.set_len(end).and(Err(error)))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = |name| env::var(name).map(SecretString::from);
    let mut log = File::options();
    let mut log = log.create(true).append(true).open("webhooks.jsonl")?;
    log.write_all(b"{\"entry\":[]}\n")?; // Ends a line that a crash cut off.
    let app: App = Arc::new(([secret("APP_SECRET")?], secret("VERIFY_TOKEN")?, log.into()));
    let limit = DefaultBodyLimit::max(4 * 1024 * 1024);
    let routes = get(subscribe).post(receive).layer(limit);
    let router = Router::new().route("/webhook", routes).with_state(app);
    Ok(axum::serve(TcpListener::bind("127.0.0.1:3000").await?, router).await?)
}

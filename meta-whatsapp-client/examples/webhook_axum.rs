//! A webhook receiver on axum; settings `APP_SECRET` and `VERIFY_TOKEN`.
//!
//! A delivery is a line of `webhooks.jsonl` before it is answered; what acts on it reads there.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::{env, error::Error, fs::File, sync::Arc, sync::Mutex};

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

/// Adds a line; what a crash cut off was never answered, and gets a line of its own.
fn keep(file: &Mutex<File>, body: &[u8]) -> io::Result<()> {
    // JSON has line breaks between its parts only.
    let line = String::from_utf8_lossy(body).replace(['\r', '\n'], " ") + "\n";
    let mut file = file.lock().map_err(|_| io::ErrorKind::Other)?;
    let mut last = *b"\n";
    let _ = file
        .seek(SeekFrom::End(-1))
        .and_then(|_| file.read(&mut last));
    let start = if last == *b"\n" { "" } else { "\n" };
    file.write_all([start, &line].concat().as_bytes())?;
    file.sync_data()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = |name| env::var(name).map(SecretString::from);
    let mut file = File::options();
    let file = file.create(true).read(true).append(true);
    let file = Mutex::new(file.open("webhooks.jsonl")?);
    let app: App = Arc::new(([secret("APP_SECRET")?], secret("VERIFY_TOKEN")?, file));
    let limit = DefaultBodyLimit::max(4 * 1024 * 1024);
    let routes = get(subscribe).post(receive).layer(limit);
    let router = Router::new().route("/webhook", routes).with_state(app);
    Ok(axum::serve(TcpListener::bind("127.0.0.1:3000").await?, router).await?)
}

//! A webhook receiver on hyper alone; settings `APP_SECRET` and `VERIFY_TOKEN`.
//! A delivery is a line of `webhooks.jsonl` before it is answered; what acts on it reads there.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::{env, error::Error, fs::File, sync::Arc, sync::Mutex};

use http_body_util::{BodyExt, Limited};
use hyper::{Method, Request, Response, StatusCode as Code, body::Incoming, http};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;
use tokio::{net::TcpListener, task::spawn_blocking};

type App = Arc<([SecretString; 1], SecretString, Mutex<File>)>;

async fn answer(app: App, request: Request<Incoming>) -> http::Result<Response<String>> {
    let query = request.uri().query().unwrap_or_default();
    let challenge = webhooks::verify_subscription(query, &app.1);
    let answer = match *request.method() {
        Method::POST => receive(app, request).await.map(|()| String::new()),
        _ => challenge.map_err(|_| Code::FORBIDDEN),
    };
    let code = answer.as_ref().map_or_else(|code| *code, |_| Code::OK);
    Response::builder()
        .status(code)
        .body(answer.unwrap_or_default())
}

async fn receive(app: App, request: Request<Incoming>) -> Result<(), Code> {
    let header = request.headers().get("x-hub-signature-256").cloned();
    let header = header
        .as_ref()
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let body = Limited::new(request, 4 * 1024 * 1024).collect().await;
    let body = body.map_err(|_| Code::PAYLOAD_TOO_LARGE)?.to_bytes();
    Signature::verify(&app.0, &body, header).map_err(|_| Code::UNAUTHORIZED)?;
    webhooks::parse(&body).map_err(|_| Code::BAD_REQUEST)?;
    let kept = spawn_blocking(move || keep(&app.2, &body)).await;
    kept.ok()
        .and_then(Result::ok)
        .ok_or(Code::SERVICE_UNAVAILABLE) // Meta delivers again.
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
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    loop {
        let (stream, app) = (listener.accept().await?.0, Arc::clone(&app));
        let service = service_fn(move |request| answer(Arc::clone(&app), request));
        let mut server = http1::Builder::new();
        let server = server.timer(TokioTimer::new());
        tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
    }
}

//! A webhook receiver on hyper alone; settings `APP_SECRET` and `VERIFY_TOKEN`.
//! A delivery is a line of `webhooks.jsonl` before it is answered; what acts on it reads there.

use http_body_util::{BodyExt, Limited};
use hyper::{Method, Request, Response, StatusCode as Code, body::Incoming, http};
use hyper_util::rt::{TokioIo, TokioTimer};
use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;
use std::{env, error::Error, fs::File, io, io::Write, sync::Arc, sync::Mutex};
use tokio::{net::TcpListener, task::spawn_blocking};

type App = Arc<([SecretString; 1], SecretString, Mutex<File>)>;

async fn answer(app: App, request: Request<Incoming>) -> http::Result<Response<String>> {
    let query = request.uri().query().unwrap_or_default();
    let answer = match *request.method() {
        Method::POST => receive(app, request).await,
        _ => webhooks::verify_subscription(query, &app.1).map_err(|_| Code::FORBIDDEN),
    };
    let response = Response::builder().status(answer.as_ref().err().unwrap_or(&Code::OK));
    response.body(answer.unwrap_or_default())
}

async fn receive(app: App, request: Request<Incoming>) -> Result<String, Code> {
    let header = request.headers().get("x-hub-signature-256").cloned();
    let header = header.as_ref().map_or(Ok(""), |it| it.to_str());
    let body = Limited::new(request, 4 * 1024 * 1024).collect().await;
    let body = body.map_err(|_| Code::PAYLOAD_TOO_LARGE)?.to_bytes();
    Signature::verify(&app.0, &body, header.unwrap_or("")).map_err(|_| Code::UNAUTHORIZED)?;
    webhooks::parse(&body).map_err(|_| Code::BAD_REQUEST)?;
    let kept = spawn_blocking(move || keep(&app.2, &body)).await;
    let kept = matches!(kept, Ok(Ok(())));
    kept.then(String::new).ok_or(Code::SERVICE_UNAVAILABLE) // Meta delivers again.
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
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    loop {
        let (io, app) = (TokioIo::new(listener.accept().await?.0), Arc::clone(&app));
        let service = hyper::service::service_fn(move |it| answer(Arc::clone(&app), it));
        let mut conn = hyper::server::conn::http1::Builder::new();
        tokio::spawn(conn.timer(TokioTimer::new()).serve_connection(io, service));
    }
}

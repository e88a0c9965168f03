//! A webhook receiver on hyper alone; settings `APP_SECRET` and `VERIFY_TOKEN`.

use std::{convert::Infallible, env, error::Error, sync::Arc};

use http_body_util::{BodyExt, Limited};
use hyper::{Method, Request, Response, StatusCode, body::Incoming};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use meta_whatsapp_client::webhooks::{self, Signature};
use secrecy::SecretString;
use tokio::net::TcpListener;

type Settings = Arc<([SecretString; 1], SecretString)>;
type Answer = Result<Response<String>, Infallible>;

async fn answer(settings: Settings, request: Request<Incoming>) -> Answer {
    let (status, text) = match *request.method() {
        Method::GET => {
            let query = request.uri().query().unwrap_or_default();
            let challenge = webhooks::verify_subscription(query, &settings.1).ok();
            challenge.map_or((StatusCode::FORBIDDEN, String::new()), |it| {
                (StatusCode::OK, it)
            })
        }
        Method::POST => (receive(&settings, request).await, String::new()),
        _ => (StatusCode::METHOD_NOT_ALLOWED, String::new()),
    };
    let mut response = Response::new(text);
    *response.status_mut() = status;
    Ok(response)
}

async fn receive(settings: &Settings, request: Request<Incoming>) -> StatusCode {
    let header = request.headers().get("x-hub-signature-256").cloned();
    let Ok(body) = Limited::new(request, 4 * 1024 * 1024).collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let body = body.to_bytes();
    let header = header.as_ref().and_then(|it| it.to_str().ok());
    if Signature::verify(&settings.0, &body, header.unwrap_or_default()).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    // Hand the updates to a queue here, and answer fast.
    webhooks::parse(&body).map_or(StatusCode::BAD_REQUEST, |_updates| StatusCode::OK)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = |name| env::var(name).map(SecretString::from);
    let settings: Settings = Arc::new(([secret("APP_SECRET")?], secret("VERIFY_TOKEN")?));
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    loop {
        let (stream, settings) = (listener.accept().await?.0, Arc::clone(&settings));
        let service = service_fn(move |request| answer(Arc::clone(&settings), request));
        let mut server = http1::Builder::new();
        server.timer(TokioTimer::new());
        tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
    }
}

//! A webhook receiver on axum; settings `APP_SECRET` and `VERIFY_TOKEN`.

use std::{env, error::Error, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, RawQuery, State},
    http::{HeaderMap, StatusCode},
    routing::get,
};
use meta_whatsapp_client::webhooks::{self, Signature, Update};
use secrecy::SecretString;
use tokio::{net::TcpListener, sync::mpsc};

struct App {
    secrets: Vec<SecretString>,
    token: SecretString,
    work: mpsc::Sender<Vec<Update>>,
}

async fn subscribe(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> (StatusCode, String) {
    match webhooks::verify_subscription(&query.unwrap_or_default(), &app.token) {
        Ok(challenge) => (StatusCode::OK, challenge),
        Err(_) => (StatusCode::FORBIDDEN, String::new()),
    }
}

/// Answers fast: what is left to do waits in a queue. While that is full, Meta delivers again.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get("x-hub-signature-256");
    let header = header.and_then(|it| it.to_str().ok()).unwrap_or_default();
    if Signature::verify(&app.secrets, &body, header).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    match webhooks::parse(&body).map(|webhook| app.work.try_send(webhook.into_updates())) {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(_)) => StatusCode::SERVICE_UNAVAILABLE,
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = |name| env::var(name).map(SecretString::from);
    let (secrets, token) = (vec![secret("APP_SECRET")?], secret("VERIFY_TOKEN")?);
    let (work, mut queue) = mpsc::channel::<Vec<Update>>(1_000);
    tokio::spawn(async move { while queue.recv().await.is_some() {} });
    let limit = DefaultBodyLimit::max(4 * 1024 * 1024);
    let app = Arc::new(App {
        secrets,
        token,
        work,
    });
    let routes = get(subscribe).post(receive).layer(limit);
    let router = Router::new().route("/webhook", routes).with_state(app);
    Ok(axum::serve(TcpListener::bind("127.0.0.1:3000").await?, router).await?)
}

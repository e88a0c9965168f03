//! Customers who call, and callbacks that come due: they ring the fake Genesys Cloud's agent, and
//! the screen pop shows who it is.

use std::sync::Arc;

use axum::{Json, Router, body::Bytes, extract::State, routing::post};
use genesys_client::fake::FakeGenesys;
use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    api::{ApiError, parse},
    demo::Demo,
    fakes::Vendor,
};

const LONGEST_NUMBER: usize = 80;

/// The routes of calls and callbacks.
pub(crate) fn router() -> Router<Arc<Demo>> {
    Router::new()
        .route("/api/demo/genesys/calls", post(call))
        .route("/api/demo/genesys/callbacks", post(call_back))
}

/// `{"from"}`: a number as it is written, or `anonymous`.
async fn call(State(demo): State<Arc<Demo>>, body: Bytes) -> Result<Json<Value>, ApiError> {
    let body = parse(&body)?;
    let from = body["from"].as_str().map(str::trim);
    let is_fine = |from: &&str| (1..=LONGEST_NUMBER).contains(&from.chars().count());
    let from = from.filter(is_fine).ok_or_else(|| {
        let text = r#"say who calls, such as {"from":"+39 06 2222 4444"} or {"from":"anonymous"}"#;
        ApiError::new(StatusCode::BAD_REQUEST, text)
    })?;
    let call = genesys(&demo)?.call_from(from);
    let id = call.conversation_id().as_str();
    Ok(Json(json!({ "conversationId": id })))
}

/// `{}`: the callback that was booked last comes due at once.
async fn call_back(State(demo): State<Arc<Demo>>, body: Bytes) -> Result<Json<Value>, ApiError> {
    parse(&body)?;
    let genesys = genesys(&demo)?;
    let callbacks = genesys.callbacks();
    let mut waiting = callbacks.iter().rev().filter(|it| it.state == "scheduled");
    let due = waiting.find_map(|it| genesys.ring_callback(&it.conversation_id));
    let due = due
        .ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "no callback waits; book one first"))?;
    Ok(Json(
        json!({ "conversationId": due.conversation_id().as_str() }),
    ))
}

fn genesys(demo: &Demo) -> Result<&FakeGenesys, ApiError> {
    let fake = demo.fakes.iter().find_map(|fake| match &fake.vendor {
        Vendor::Genesys(genesys) => Some(genesys),
        _ => None,
    });
    fake.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "no fake Genesys Cloud runs here"))
}

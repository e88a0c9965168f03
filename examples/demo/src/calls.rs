//! Customers who call: they ring the fake Genesys Cloud's agent, and the screen pop shows who it
//! is.

use std::sync::Arc;

use axum::{Json, Router, body::Bytes, extract::State, routing::post};
use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    api::{ApiError, parse},
    demo::Demo,
    fakes::Vendor,
};

const LONGEST_NUMBER: usize = 80;

/// The route of calls.
pub(crate) fn router() -> Router<Arc<Demo>> {
    Router::new().route("/api/demo/genesys/calls", post(call))
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
    let genesys = demo.fakes.iter().find_map(|fake| match &fake.vendor {
        Vendor::Genesys(genesys) => Some(genesys),
        _ => None,
    });
    let genesys = genesys
        .ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "no fake Genesys Cloud runs here"))?;
    let call = genesys.call_from(from);
    let id = call.conversation_id().as_str();
    Ok(Json(json!({ "conversationId": id })))
}

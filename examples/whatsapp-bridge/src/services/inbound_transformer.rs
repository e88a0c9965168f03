//! The inbound transformer: `POST /transform/inbound` shows what Genesys Cloud would be sent.
//!
//! Nothing is sent, and nothing is kept: this is for looking. Messages come by the webhook.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Request, State},
    routing::post,
};
use genesys_client::open_messaging::{IdType, RecipientId};
use message_transform::inbound::{
    Context, GenesysCall, Inbound, InboundRequest, open_from, transform,
};
use meta_whatsapp_client::webhooks::{self, Update};
use serde_json::{Value, json};
use server_kit::{problem::Problem, router};

use crate::state::AppState;

/// The largest body that is read.
const MOST: usize = 3 * 1024 * 1024;
/// Where a file would be.
const FILE: &str = "https://files.example.com/media";

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new().route("/transform/inbound", post(show))
}

async fn show(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let body = router::read_json(request, MOST).await?;
    let updates = updates(body)?;
    let calls: Vec<Value> = updates
        .iter()
        .flat_map(|update| shown(&state, update))
        .collect();
    Ok(Json(json!({"success": true, "calls": calls})))
}

/// The updates of a webhook of Meta's, or the one of the document's small format.
fn updates(body: Value) -> Result<Vec<Update>, Problem> {
    let unreadable = |_| Problem::invalid(vec!["the body is nested too deeply".to_owned()]);
    if body.get("entry").is_some() {
        let webhook = webhooks::parse(body.to_string().as_bytes()).map_err(unreadable)?;
        return Ok(webhook.into_updates());
    }
    let request: InboundRequest = serde_json::from_value(body).map_err(|_| {
        let text = "the body must be a webhook of Meta's, or {messageId, from, contactName, \
            timestamp, type, content}";
        Problem::invalid(vec![text.to_owned()])
    })?;
    let missing: Vec<String> = [("messageId", &request.message_id), ("from", &request.from)]
        .into_iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| format!("{name} is required"))
        .collect();
    if !missing.is_empty() {
        return Err(Problem::invalid(missing));
    }
    Ok(vec![request.update().map_err(unreadable)?])
}

fn shown(state: &AppState, update: &Update) -> Vec<Value> {
    let told = update.customer().unwrap_or_default();
    let (id, id_type) = match (told.wa_id, told.user_id) {
        (Some(wa_id), _) => (format!("+{}", wa_id.as_str()), IdType::Phone),
        (None, Some(user_id)) => (user_id.as_str().to_owned(), IdType::Opaque),
        (None, None) => (String::new(), IdType::Opaque),
    };
    let from = open_from(RecipientId::new(id), id_type, update);
    let file_url = |_: &_| Some(FILE.to_owned());
    match transform(update, &Context::new(&from, state.clock.now(), &file_url)) {
        Inbound::Calls(calls) => calls.iter().map(call).collect(),
        other => vec![json!({"call": null, "silent": format!("{other:?}")})],
    }
}

fn call(call: &GenesysCall) -> Value {
    match call {
        GenesysCall::Message(message) => json!({
            "call": "POST /api/v2/conversations/messages/{integrationId}/inbound/open/message",
            "body": message,
        }),
        GenesysCall::StructuredResponse(response) => json!({
            "call": "POST /api/v2/conversations/messages/{integrationId}/inbound/open/structured/response",
            "body": response,
        }),
        _ => Value::Null,
    }
}

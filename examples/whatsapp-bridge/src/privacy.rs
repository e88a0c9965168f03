//! What a person may ask for: what is kept of them, and that it be deleted.

use std::sync::Arc;

use anyhow::Context;
use axum::{
    Json, Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::post,
};
use http::StatusCode;
use serde_json::{Value, json};
use server_kit::{
    audit::{self, By},
    auth::bearer_matches,
    problem::Problem,
    router,
    sign_in::{accounts::desk::SignedIn, cross_site},
};

use crate::{state::AppState, store::Customer, work::item::Item};

/// The most messages of one person that an export lists.
const MOST_MESSAGES: u32 = 10_000;

/// `POST /api/privacy/export` and `/api/privacy/erase`, each with `{"number"}`.
pub(crate) fn router(state: &Arc<AppState>) -> Router<Arc<AppState>> {
    Router::new()
        .route("/api/privacy/export", post(export_number))
        .route("/api/privacy/erase", post(erase_number))
        .layer(from_fn_with_state(Arc::clone(state), operators))
        .layer(from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ))
}

/// Lets pass who is signed in as an operator, or has the admin token.
async fn operators(
    State(state): State<Arc<AppState>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if !bearer_matches(request.headers(), &state.admin_token) {
        let who = state.desk.who(request.headers()).await;
        let who = who.map_err(|_| {
            let text = "Accounts cannot be read, please try again in a moment";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, text)
        })?;
        let signed_in = who.ok_or_else(Problem::sign_in_required)?;
        if !signed_in.may(&state.desk, "operator") {
            let text = "Your account may not do this";
            return Err(Problem::new(StatusCode::FORBIDDEN, text));
        }
        request.extensions_mut().insert(signed_in);
    }
    Ok(next.run(request).await)
}

async fn export_number(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let (number, signed_in) = asked(request).await?;
    let exported = export(&state, &number).await;
    write_audit("customer.export", signed_in.as_ref(), exported.is_ok());
    exported.map(Json).map_err(|error| failed(&error))
}

async fn erase_number(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let (number, signed_in) = asked(request).await?;
    let (work, erasing) = (state.work.clone(), Arc::clone(&state));
    let erased = async move {
        let erased = erase(&erasing, &number).await;
        write_audit("customer.erase", signed_in.as_ref(), erased.is_ok());
        erased.map_err(|error| failed(&error))
    };
    let erased = work.run(erased).await?;
    Ok(Json(json!({"success": true, "erased": erased})))
}

async fn asked(request: Request) -> Result<(String, Option<SignedIn>), Problem> {
    let signed_in = request.extensions().get::<SignedIn>().cloned();
    let body = router::read_json(request, 4096).await?;
    let number = body["number"].as_str().map(str::trim);
    let number = number.filter(|number| !number.is_empty());
    let number = number.ok_or_else(|| Problem::invalid(vec!["number is required".to_owned()]))?;
    Ok((number.to_owned(), signed_in))
}

fn write_audit(action: &str, signed_in: Option<&SignedIn>, done: bool) {
    let by = signed_in.map_or(By::role("admin"), SignedIn::by);
    audit::write(action, by, None, if done { "done" } else { "failed" });
}

fn failed(error: &anyhow::Error) -> Problem {
    tracing::error!(
        error = format!("{error:#}"),
        "a customer could not be exported or erased"
    );
    let text = "This could not be done, please try again in a moment";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text)
}

/// What is kept of whoever has this number, or this business-scoped id.
///
/// # Errors
/// If the database cannot be read.
pub async fn export(state: &AppState, number: &str) -> anyhow::Result<Value> {
    let routes = state.links.names();
    let found = state.store.customers_by_number(&routes, number).await;
    let mut customers = Vec::new();
    for customer in found.context("the customers could not be read")? {
        let messages = state
            .store
            .messages_of(&customer.key, MOST_MESSAGES)
            .await?;
        let context = state.store.context(&customer).await?;
        customers.push(json!({
            "route": customer.route.as_str(),
            "identity": customer.who.known(),
            "conversationId": customer.conversation_id,
            "genesysConversationId": customer.genesys_conversation_id,
            "firstSeen": customer.created_at,
            "lastMessage": customer.last_message_at,
            "marketingStopped": customer.marketing.stopped,
            "context": context.and_then(|(context, _)| context),
            "messages": messages,
        }));
    }
    Ok(json!({ "customers": customers }))
}

/// Deletes everything of whoever has this number; how many customers that were.
///
/// Messages of theirs that wait are deleted with them.
///
/// # Errors
/// If it was not deleted.
pub async fn erase(state: &AppState, number: &str) -> anyhow::Result<usize> {
    let routes = state.links.names();
    let found = state.store.customers_by_number(&routes, number).await;
    let found = found.context("the customers could not be read")?;
    for customer in &found {
        let erased = state.inbox.erase(&customer.key.0).await;
        erased.context("what waits could not be deleted")?;
        erase_receipts(state, customer).await?;
        let forgotten = state.store.forget(&customer.key).await;
        forgotten.context("the customer could not be deleted")?;
    }
    let truncated = state.store.database().truncate_log().await;
    truncated.context("the database's log could not be emptied")?;
    Ok(found.len())
}

/// Receipts name the customer, and have keys of their own: those of the messages.
async fn erase_receipts(state: &AppState, customer: &Customer) -> anyhow::Result<()> {
    let receipts = state.store.receipts_of(&customer.key).await;
    for sealed in receipts.context("the receipts could not be read")? {
        if let Some(Item::Outbound(message)) = Item::open(state.store.sealer(), &sealed) {
            let key = state
                .store
                .receipt_key(customer.route.as_str(), &message.id);
            let erased = state.inbox.erase(&key).await;
            erased.context("what waits could not be deleted")?;
        }
    }
    Ok(())
}

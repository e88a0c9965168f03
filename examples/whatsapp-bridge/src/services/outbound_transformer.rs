//! The outbound transformer: `POST /transform/outbound` and `POST /send/template`.
//!
//! `/transform/outbound` shows what WhatsApp would be sent. With `?send=true` the message is
//! handed on as if the webhook had brought it, and the answer is 202.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, Request, State},
    response::{IntoResponse, Response},
    routing::post,
};
use genesys_client::webhooks::{self, OutboundMessage};
use http::StatusCode;
use message_transform::{
    decide::failure::{self, Scope},
    outbound::{Context, Outbound, transform},
    template::TemplateRequest,
};
use meta_whatsapp_client::messages::Message;
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{problem::Problem, router};

use super::{
    delivery::{self, Source},
    of_route,
    state_manager::customer_in,
};
use crate::{
    links::Link,
    state::AppState,
    store::{Customer, NewTracked},
    work::journal::Journal,
};

/// The largest body that is read.
const MOST: usize = 3 * 1024 * 1024;

/// Its paths; the document has two for the template.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new()
        .route("/transform/outbound", post(show))
        .route("/send/template", post(send_template))
        .route("/transform/outbound/send/template", post(send_template))
}

/// The query of `/transform/outbound`.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    send: bool,
    route: Option<String>,
}

async fn show(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, Problem> {
    let body = router::read_json(request, MOST).await?.to_string();
    let message = webhooks::parse(body.as_bytes()).map_err(|_| {
        let text = "the body must be a message as Genesys Cloud's webhook brings it";
        Problem::invalid(vec![text.to_owned()])
    })?;
    if asked.send {
        let link = of_route(&state, asked.route.as_deref())?;
        let journal = Journal::genesys(link.route.name.as_str(), body.as_bytes());
        delivery::keep(&state, Source::Genesys, &journal).await?;
        let body = json!({"success": true, "accepted": true});
        return Ok((StatusCode::ACCEPTED, Json(body)).into_response());
    }
    Ok(Json(shown(&state, &message)).into_response())
}

fn shown(state: &AppState, message: &OutboundMessage) -> Value {
    let to = message
        .channel
        .as_ref()
        .and_then(|channel| channel.to.as_ref());
    let to = to
        .and_then(|to| to.id.as_ref())
        .map_or("", |id| id.as_str());
    let to = format!("+{}", to.trim_start_matches('+'));
    let context = Context {
        templates_allowed: &state.bridge.templates_allowed,
        language: &state.bridge.template_language,
        utc_offset: &|at| state.bridge.utc_offset(at),
        ..Context::new(to)
    };
    match transform(message, &context) {
        Outbound::Parts { parts, left_out } => {
            let messages: Vec<&Message> = parts.iter().map(|part| &part.message).collect();
            json!({"success": true, "messages": messages, "leftOut": left_out})
        }
        Outbound::Refused(refusal) => {
            json!({"success": false, "messages": [], "refused": refusal.reason()})
        }
        other => json!({"success": true, "messages": [], "silent": format!("{other:?}")}),
    }
}

/// `{"conversationId", "templateName", "parameters", "buttonParams", "language"}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SendTemplate {
    conversation_id: String,
    #[serde(flatten)]
    template: TemplateRequest,
}

async fn send_template(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let body = router::read_json(request, MOST).await?;
    let asked: SendTemplate = serde_json::from_value(body).map_err(|_| {
        let text = "the body must be {conversationId, templateName, parameters, buttonParams}";
        Problem::invalid(vec![text.to_owned()])
    })?;
    let customer = customer_in(&state, &asked.conversation_id).await?;
    let link = state.links.named(customer.route.as_str()).cloned();
    let link = link.ok_or_else(|| {
        let text = "The customer's route is not configured any more";
        Problem::new(StatusCode::CONFLICT, text)
    })?;
    let to = customer.recipient().ok_or_else(|| {
        let text = "The customer was sealed with a key that is not in DATA_KEYS";
        Problem::new(StatusCode::CONFLICT, text)
    })?;
    let message = asked.template.message(to, &state.bridge.template_language);
    message.check().map_err(|problem| {
        Problem::new(
            StatusCode::BAD_REQUEST,
            "WhatsApp would not take this template",
        )
        .with_message(problem.to_string())
    })?;
    let work = state.work.clone();
    // It goes on when the caller hangs up: what was sent is tracked.
    work.run(async move { send(&state, &link, &customer, &message).await })
        .await
}

async fn send(
    state: &AppState,
    link: &Link,
    customer: &Customer,
    message: &Message,
) -> Result<Json<Value>, Problem> {
    let number = &link.route.phone_number_id;
    let answer = match link.whatsapp.messages(number).send(message).await {
        Ok(answer) => answer,
        Err(error) => return Err(refused(&failure::of_whatsapp(&error))),
    };
    let id = answer.id().as_str();
    let now = state.clock.now();
    let tracked = NewTracked {
        route: &customer.route,
        direction: "outbound",
        meta_id: Some(id),
        genesys_id: None,
        customer: Some(&customer.key),
        conversation_id: Some(&customer.conversation_id),
        status: "sent",
        kind: "template",
        at: now,
    };
    if let Err(error) = state.store.track(&tracked, now).await {
        // It is out: an error would have it sent again.
        tracing::error!(%error, "a template was sent that could not be tracked");
    }
    Ok(Json(json!({"success": true, "messageId": id})))
}

fn refused(failure: &failure::Failure) -> Problem {
    let status = match failure.scope {
        Scope::Item => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::BAD_GATEWAY,
    };
    Problem::new(status, "WhatsApp did not take the template")
        .with_message(failure.cause.clone())
        .with("maybeSent", failure.maybe_sent)
        .with_retry_after(failure.retry_after)
}

//! The state manager: who talks with whom, and what became of what they said.

mod bodies;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Request, State},
    routing::{get, patch, post},
};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use meta_whatsapp_client::{WaId, webhooks::Identity};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server_kit::{causes::causes, problem::Problem, router};

use self::bodies::{Mapping, NewMapping, NewMessage, NewStatus};
use crate::{
    links::Link,
    state::AppState,
    store::{Customer, NewTracked, Totals},
    work::intake::Batch,
};

/// The largest body that is read.
const MOST: usize = 64 * 1024;

/// Its paths.
pub(crate) fn router() -> Router<Arc<AppState>> {
    Router::new()
        .route("/state/mapping", post(map))
        .route("/state/mapping/{wa_id}", get(mapping))
        .route("/state/conversation/{conversation_id}", get(conversation))
        .route("/state/message", post(track))
        .route("/state/message/{message_id}", patch(set_status))
        .route(
            "/state/context/{conversation_id}",
            get(context).put(put_context).post(put_context),
        )
        .route("/state/stats", get(stats))
}

/// Creates a customer's mapping, or finds it.
async fn map(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Mapping>, Problem> {
    let new: NewMapping = read(request).await?;
    let wa_id = new.number()?;
    let told = new.phone_number_id.as_deref();
    let link = told.and_then(|number| state.links.of_number(number));
    let link = match link {
        Some(link) => Arc::clone(link),
        None => Arc::clone(super::of_route(&state, None)?),
    };
    let told = Identity {
        wa_id: Some(WaId::new(wa_id)),
        ..Identity::default()
    };
    let (work, writing) = (state.work.clone(), Arc::clone(&state));
    let (customer, is_new) = work
        .run(async move {
            write_mapping(&writing, &link, &told, new)
                .await
                .map_err(failed)
        })
        .await?;
    let mapping = Mapping::of(&state, &customer);
    Ok(Json(mapping.with_new(is_new)))
}

async fn write_mapping(
    state: &AppState,
    link: &Link,
    told: &Identity,
    new: NewMapping,
) -> Result<(Customer, bool), sqlx::Error> {
    let route = &link.route.name;
    let now = state.clock.now();
    let mut batch = Batch::begin(&state.store, now).await?;
    let is_new = batch.known(route, told).await?.is_none();
    let name = new.contact_name.as_deref();
    let customer = batch.writer(route, told, name).await?;
    let customer = customer.expect("a number is an id");
    if let Some(identity) = customer.who.known_mut() {
        identity.phone_number_id = new.phone_number_id.or(identity.phone_number_id.take());
        let display = new.display_phone_number;
        identity.display_phone_number = display.or(identity.display_phone_number.take());
    }
    let customer = customer.clone();
    batch.commit().await?;
    Ok((customer, is_new))
}

async fn mapping(
    State(state): State<Arc<AppState>>,
    Path(wa_id): Path<String>,
) -> Result<Json<Mapping>, Problem> {
    let routes = state.links.names();
    let found = state.store.customers_by_number(&routes, &wa_id).await;
    // A customer of several numbers was last active with one of them.
    let latest = found
        .map_err(failed)?
        .into_iter()
        .max_by_key(|one| one.last_message_at);
    let customer = latest.ok_or_else(no_mapping)?;
    Ok(Json(Mapping::of(&state, &customer)))
}

async fn conversation(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
) -> Result<Json<Mapping>, Problem> {
    let customer = customer_in(&state, &id).await?;
    Ok(Json(Mapping::of(&state, &customer)))
}

/// The customer of a conversation, by our id or Genesys Cloud's.
pub(super) async fn customer_in(state: &AppState, id: &str) -> Result<Customer, Problem> {
    let mut connection = state
        .store
        .database()
        .reader()
        .acquire()
        .await
        .map_err(failed)?;
    let found = state
        .store
        .customer_by_conversation(&mut connection, id)
        .await;
    found.map_err(failed)?.ok_or_else(no_mapping)
}

async fn track(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let new: NewMessage = read(request).await?;
    let direction = new.check()?;
    let customer = match &new.conversation_id {
        Some(id) => customer_in(&state, id).await.ok(),
        None => None,
    };
    let route = match &customer {
        Some(customer) => customer.route.clone(),
        None => super::of_route(&state, None)?.route.name.clone(),
    };
    let (work, writing) = (state.work.clone(), Arc::clone(&state));
    let tracked = async move {
        let now = writing.clock.now();
        let ours = customer
            .as_ref()
            .map(|customer| customer.conversation_id.as_str());
        let message = NewTracked {
            route: &route,
            direction,
            meta_id: new.meta_message_id.as_deref(),
            genesys_id: new.genesys_message_id.as_deref(),
            customer: customer.as_ref().map(|customer| &customer.key),
            conversation_id: ours.or(new.conversation_id.as_deref()),
            status: new.status.as_deref().unwrap_or("received"),
            kind: "text",
            at: new.at().unwrap_or(now),
        };
        writing.store.track(&message, now).await.map_err(failed)
    };
    work.run(tracked).await?;
    Ok(Json(json!({"success": true})))
}

async fn set_status(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let new: NewStatus = read(request).await?;
    let status = new.check()?;
    let (work, writing) = (state.work.clone(), Arc::clone(&state));
    let set = async move {
        let (routes, now) = (writing.links.names(), writing.clock.now());
        let set = writing.store.set_status(&routes, &id, &status, now);
        set.await.map_err(failed)
    };
    match work.run(set).await? {
        true => Ok(Json(json!({"success": true}))),
        false => Err(Problem::new(StatusCode::NOT_FOUND, "Message not found")),
    }
}

async fn context(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let customer = customer_in(&state, &id).await?;
    let found = state.store.context(&customer).await.map_err(failed)?;
    let (context, at) = match found {
        Some((Some(context), at)) => (context, Some(at)),
        Some((None, _)) => {
            let text = "The context was sealed with a key that is not in DATA_KEYS";
            return Err(Problem::new(StatusCode::CONFLICT, text));
        }
        None => (json!({}), None),
    };
    Ok(Json(told(&customer, &context, at)))
}

async fn put_context(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    let context: Value = read(request).await?;
    let customer = customer_in(&state, &id).await?;
    let (work, writing) = (state.work.clone(), Arc::clone(&state));
    let put = async move {
        let now = writing.clock.now();
        let put = writing.store.put_context(&customer, &context, now).await;
        put.map_err(failed)?;
        Ok(told(&customer, &context, Some(now)))
    };
    work.run(put).await.map(Json)
}

fn told(customer: &Customer, context: &Value, updated_at: Option<DateTime<Utc>>) -> Value {
    json!({
        "conversationId": customer.conversation_id,
        "context": context,
        "updatedAt": updated_at,
    })
}

async fn stats(State(state): State<Arc<AppState>>) -> Result<Json<Totals>, Problem> {
    let since = state.clock.now() - TimeDelta::hours(24);
    state.store.totals(since).await.map(Json).map_err(failed)
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Problem> {
    let body = router::read_json(request, MOST).await?;
    serde_json::from_value(body).map_err(|_| {
        // The error's own text would repeat a value.
        let text = "The body is not as documented: an object with texts".to_owned();
        Problem::invalid(vec![text])
    })
}

fn no_mapping() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "Mapping not found")
}

pub(super) fn failed(error: sqlx::Error) -> Problem {
    tracing::error!(error = %causes(&error), "the state could not be read or written");
    let text = "The state cannot be used now, please try again in a moment";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text)
        .with_retry_after(Some(std::time::Duration::from_secs(5)))
}

//! `GET /api/customer/{id}`

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use serde::Serialize;
use server_kit::audit::By;
use utoipa::ToSchema;

use crate::{
    problem::{ErrorBody, Problem, unknown_customer, unreadable},
    request::wire_time,
    state::AppState,
    store::Which,
};

/// What is stored about a customer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Customer {
    /// The anonymous id.
    id: String,
    /// First name.
    first_name: String,
    /// Last name.
    last_name: String,
    /// The phone number but for its last four digits.
    #[schema(example = "+*-***-***-4567")]
    phone_number: Option<String>,
    /// What the call is about.
    subject: Option<String>,
    /// When the callback is due.
    desired_time: String,
    /// When the data was stored.
    stored_at: String,
    /// When it will be wiped.
    expires_at: String,
}

/// Shows what is stored about a customer, by the anonymous id.
///
/// Each read is written to `audit.log`. After 24 hours there is nothing to show.
#[utoipa::path(
    get,
    path = "/api/customer/{id}",
    tag = "Admin",
    params(("id" = String, Path, description = "The `customerId` of a booking")),
    security(("admin_token" = [])),
    responses(
        (status = 200, description = "The customer", body = Customer),
        (status = 401, description = "No admin token, or a wrong one", body = ErrorBody),
        (status = 404, description = "Unknown, or wiped", body = ErrorBody),
    )
)]
pub(super) async fn customer(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Customer>, Problem> {
    super::admin::authorize(&state, &headers)?;
    let saga = &state.saga;
    let found = saga.store.find(Which::Customer(&id)).await;
    let booking = found.map_err(unreadable)?.into_iter().next();
    let now = saga.clock.now();
    let details = |booking| saga.details(booking, now);
    let Some((booking, details)) = booking.as_ref().and_then(|one| Some((one, details(one)?)))
    else {
        return Err(unknown_customer(id));
    };
    let by = By::role("admin");
    tracing::info!(target: "audit", action = "customer.read", customer_id = %id, %by, outcome = "done");
    Ok(Json(Customer {
        id,
        first_name: details.first_name,
        last_name: details.last_name,
        phone_number: saga.number(booking, now).map(|number| number.masked()),
        subject: details.subject,
        desired_time: wire_time(booking.slot_at),
        stored_at: wire_time(booking.created_at),
        expires_at: wire_time(booking.details.until),
    }))
}

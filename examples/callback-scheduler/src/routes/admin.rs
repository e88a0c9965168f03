//! `/api/admin/bookings`: bookings that a person has to look at.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, Request, State},
    http::HeaderMap,
};
use serde::{Deserialize, Serialize};
use server_kit::{audit::By, auth::bearer_matches};
use utoipa::{IntoParams, ToSchema};

use super::bodies::Confirmation;
use crate::{
    booking::{Booking, State as BookingState},
    problem::{ErrorBody, Problem, unreadable},
    request::wire_time,
    state::AppState,
    store::Which,
};

/// Which bookings to list.
#[derive(Deserialize, IntoParams)]
pub(super) struct Listing {
    /// The state: `unconfirmed`, `needs_review`, `compensating`, `booked`, …
    #[param(example = "unconfirmed")]
    state: Option<String>,
}

/// Bookings in one state, oldest first, at most 1,000.
#[derive(Serialize, ToSchema)]
pub(super) struct Bookings {
    bookings: Vec<AdminBooking>,
}

/// A booking as an admin sees it: no personal data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdminBooking {
    /// Our id, for the calls below.
    id: String,
    /// Where the booking stands.
    #[schema(example = "unconfirmed")]
    state: &'static str,
    /// The anonymous id, which Genesys Cloud shows with the callback.
    customer_id: String,
    /// When the customer booked.
    created_at: String,
    /// When the callback is due.
    scheduled_time: String,
    /// VideoEngager's id of the meeting.
    meeting_id: Option<String>,
    /// Genesys Cloud's conversation id of the callback.
    callback_id: Option<String>,
    /// The time that a move under way goes to.
    new_scheduled_time: Option<String>,
    /// The callback of a move under way.
    new_callback_id: Option<String>,
    /// Whether the meeting knows its callback.
    linked: bool,
    /// What went wrong last.
    note: Option<String>,
}

impl From<Booking> for AdminBooking {
    fn from(booking: Booking) -> Self {
        let pending = booking.pending;
        Self {
            id: booking.id,
            state: booking.state.as_str(),
            customer_id: booking.customer_id,
            created_at: wire_time(booking.created_at),
            scheduled_time: wire_time(booking.slot_at),
            meeting_id: booking.meeting_id,
            callback_id: booking.callback_id,
            new_scheduled_time: pending.as_ref().map(|pending| wire_time(pending.slot_at)),
            new_callback_id: pending.and_then(|pending| pending.callback_id),
            linked: booking.linked,
            note: booking.note,
        }
    }
}

/// Lets only the admin pass.
pub(super) fn authorize(state: &AppState, headers: &HeaderMap) -> Result<(), Problem> {
    if bearer_matches(headers, &state.admin_token) {
        return Ok(());
    }
    Err(Problem::token_required(
        "This needs the header Authorization: Bearer with the admin token",
    ))
}

/// Lists bookings in one state; without a state, those that a person has to look at.
#[utoipa::path(
    get,
    path = "/api/admin/bookings",
    tag = "Admin",
    params(Listing),
    security(("admin_token" = [])),
    responses(
        (status = 200, description = "The bookings", body = Bookings),
        (status = 400, description = "Unknown state", body = ErrorBody),
        (status = 401, description = "No admin token, or a wrong one", body = ErrorBody),
        (status = 503, description = "The bookings could not be read", body = ErrorBody),
    )
)]
pub(super) async fn list(
    State(state): State<Arc<AppState>>,
    Query(listing): Query<Listing>,
    headers: HeaderMap,
) -> Result<Json<Bookings>, Problem> {
    authorize(&state, &headers)?;
    let states = match listing.state.as_deref() {
        None => vec![BookingState::Unconfirmed, BookingState::NeedsReview],
        Some(name) => vec![BookingState::from_name(name).ok_or_else(unknown_state)?],
    };
    let mut bookings = Vec::new();
    for wanted in states {
        let found = state.saga.store.find(Which::State(wanted)).await;
        let found = found.map_err(unreadable)?;
        bookings.extend(found.into_iter().map(AdminBooking::from));
    }
    Ok(Json(Bookings { bookings }))
}

fn unknown_state() -> Problem {
    let names: Vec<_> = BookingState::all().map(BookingState::as_str).collect();
    Problem::invalid(vec![format!("State must be one of {}", names.join(", "))])
}

/// Confirms an `unconfirmed` booking with the callback that was found in Genesys Cloud.
#[utoipa::path(
    post,
    path = "/api/admin/bookings/{id}/confirm",
    tag = "Admin",
    params(("id" = String, Path, description = "The booking's `id`")),
    request_body = Confirmation,
    security(("admin_token" = [])),
    responses(
        (status = 200, description = "The booking goes on with this callback", body = AdminBooking),
        (status = 400, description = "Genesys Cloud knows no such callback, it is over, or it is of another booking", body = ErrorBody),
        (status = 401, description = "No admin token, or a wrong one", body = ErrorBody),
        (status = 404, description = "Unknown booking", body = ErrorBody),
        (status = 409, description = "The booking is not unconfirmed", body = ErrorBody),
        (status = 502, description = "Genesys Cloud could not be asked", body = ErrorBody),
        (status = 503, description = "The decision could not be stored", body = ErrorBody),
    )
)]
pub(super) async fn confirm(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<AdminBooking>, Problem> {
    authorize(&state, request.headers())?;
    let body = super::read_json(request).await?;
    let conversation_id = body["conversationId"]
        .as_str()
        .map(str::trim)
        .unwrap_or_default();
    if !(1..=128).contains(&conversation_id.len()) {
        return Err(Problem::invalid(vec![
            "conversationId is required".to_owned(),
        ]));
    }
    let booking = state.saga.confirm(&id, conversation_id).await?;
    super::audit("booking.confirm", By::role("admin"), &booking, "done");
    Ok(Json(booking.into()))
}

/// Undoes a booking. Of an `unconfirmed` one it says that its callback does not exist.
#[utoipa::path(
    post,
    path = "/api/admin/bookings/{id}/cancel",
    tag = "Admin",
    params(("id" = String, Path, description = "The booking's `id`")),
    security(("admin_token" = [])),
    responses(
        (status = 200, description = "Undone, or being undone: see `state`", body = AdminBooking),
        (status = 401, description = "No admin token, or a wrong one", body = ErrorBody),
        (status = 404, description = "Unknown booking", body = ErrorBody),
        (status = 409, description = "Its state does not allow it", body = ErrorBody),
    )
)]
pub(super) async fn cancel(
    State(state): State<Arc<AppState>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<AdminBooking>, Problem> {
    authorize(&state, &headers)?;
    let booking = state.saga.withdraw(&id).await?;
    super::audit("booking.cancel", By::role("admin"), &booking, "accepted");
    Ok(Json(booking.into()))
}

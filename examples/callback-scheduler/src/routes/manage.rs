//! `/api/manage/{token}`: the customer sees, cancels or moves the booking.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use server_kit::{audit::By, seal::token_hash};
use utoipa::ToSchema;

use super::bodies::MoveRequestBody;
use crate::{
    booking::{Booking, State as BookingState},
    problem::{ErrorBody, Problem, unreadable},
    request::{MoveRequest, wire_time},
    saga::{Contact, NewTime, Saga},
    state::AppState,
    store::Which,
};

/// A booking as its customer sees it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct View {
    /// `booked`, `moving`, `cancelling`, `cancelled` or `unconfirmed`.
    #[schema(example = "booked")]
    status: &'static str,
    /// When the callback is due.
    scheduled_time: String,
    /// The meeting's length.
    duration_minutes: u32,
    /// Where the customer joins the meeting; gone a day after it, and when cancelled.
    video_url: Option<String>,
    /// The booking as a calendar file.
    calendar_url: String,
    /// What the call is about, for 24 hours.
    subject: Option<String>,
    /// The phone number but for its last four digits, as long as it is kept.
    phone_number: Option<String>,
    /// Whether a move needs the number again, and should ask for the subject.
    contact_needed: bool,
    /// Whether the booking can be moved.
    can_move: bool,
    /// Whether the booking can be cancelled.
    can_cancel: bool,
}

fn view_of(saga: &Saga, booking: &Booking, token: &str) -> View {
    let now = saga.clock.now();
    let status = match booking.state {
        BookingState::Unconfirmed => "unconfirmed",
        BookingState::MovingCallback
        | BookingState::MovingMeeting
        | BookingState::MovingOldCallback
        | BookingState::MovingBack => "moving",
        BookingState::CancellingCallback | BookingState::CancellingMeeting => "cancelling",
        BookingState::Cancelled => "cancelled",
        _ => "booked",
    };
    let changeable = booking.state == BookingState::Booked && now < booking.slot_at;
    let number = saga.number(booking, now);
    let shown = if status == "cancelled" {
        None
    } else {
        saga.video_url(booking)
    };
    View {
        status,
        scheduled_time: wire_time(booking.slot_at),
        duration_minutes: saga.terms.duration_minutes,
        video_url: shown,
        calendar_url: format!("{}/manage/{token}/booking.ics", saga.terms.public_url),
        subject: saga
            .details(booking, now)
            .and_then(|details| details.subject),
        contact_needed: number.is_none(),
        phone_number: number.map(|number| number.masked()),
        can_move: changeable,
        can_cancel: changeable,
    }
}

/// The booking of a manage link. Bookings that came to nothing have none.
pub(super) async fn find(state: &AppState, token: &str) -> Result<Booking, Problem> {
    let hash = token_hash(token);
    let found = state.saga.store.find(Which::Manage(&hash)).await;
    let found = found.map_err(unreadable)?;
    found
        .into_iter()
        .find(|booking| !booking.state.frees_key() && !booking.state.is_in_flight())
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "Booking not found"))
}

fn answer(state: &AppState, booking: &Booking, token: &str) -> Response {
    let view = view_of(&state.saga, booking, token);
    // Accepted: the rest is done in the background.
    let pending = matches!(view.status, "moving" | "cancelling");
    let status = if pending {
        StatusCode::ACCEPTED
    } else {
        StatusCode::OK
    };
    (status, Json(view)).into_response()
}

/// Shows a booking.
#[utoipa::path(
    get,
    path = "/api/manage/{token}",
    tag = "Manage",
    params(("token" = String, Path, description = "The last part of `manageUrl`")),
    responses(
        (status = 200, description = "The booking", body = View),
        (status = 404, description = "Unknown, or over for more than a day", body = ErrorBody),
        (status = 503, description = "The bookings could not be read", body = ErrorBody),
    )
)]
pub(super) async fn view(
    State(state): State<Arc<AppState>>,
    Path(token): Path<String>,
) -> Result<Json<View>, Problem> {
    let booking = find(&state, &token).await?;
    super::audit("booking.read", By::role("customer"), &booking, "done");
    Ok(Json(view_of(&state.saga, &booking, &token)))
}

/// Cancels a booking: the callback is disconnected, then the meeting deleted.
///
/// Calling it again changes nothing.
#[utoipa::path(
    post,
    path = "/api/manage/{token}/cancel",
    tag = "Manage",
    params(("token" = String, Path, description = "The last part of `manageUrl`")),
    responses(
        (status = 200, description = "Cancelled", body = View),
        (status = 202, description = "Being cancelled in the background", body = View),
        (status = 404, description = "Unknown, or over for more than a day", body = ErrorBody),
        (status = 409, description = "It can no longer be changed, or is being changed", body = ErrorBody),
    )
)]
pub(super) async fn cancel(
    State(state): State<Arc<AppState>>,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let booking = find(&state, &token).await?;
    let booking = state.saga.cancel(&booking.id).await?;
    super::audit("booking.cancel", By::role("customer"), &booking, "accepted");
    Ok(answer(&state, &booking, &token))
}

/// Moves a booking: a new callback, the same meeting, then the old callback goes.
///
/// Moving to the time it has already changes nothing. If it fails, the old time stands.
#[utoipa::path(
    post,
    path = "/api/manage/{token}/move",
    tag = "Manage",
    params(("token" = String, Path, description = "The last part of `manageUrl`")),
    request_body = MoveRequestBody,
    responses(
        (status = 200, description = "Moved", body = View),
        (status = 202, description = "Being moved in the background", body = View),
        (status = 400, description = "A field breaks a rule", body = ErrorBody),
        (status = 404, description = "Unknown, or over for more than a day", body = ErrorBody),
        (status = 409, description = "It can no longer be changed, or is being changed", body = ErrorBody),
        (status = 429, description = "The number has too many open bookings", body = ErrorBody),
        (status = 500, description = "A vendor failed; the old time stands, unless the text says unconfirmed", body = ErrorBody),
    )
)]
pub(super) async fn move_booking(
    State(state): State<Arc<AppState>>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let body = super::read_json(request).await?;
    let booking = find(&state, &token).await?;
    let now = state.saga.clock.now();
    // Number and subject are read before it is known whether the move succeeds.
    super::audit("booking.move", By::role("customer"), &booking, "asked");
    let kept = state.saga.number(&booking, now);
    let wanted =
        MoveRequest::read(&body, &state.rules, now, kept.is_none()).map_err(Problem::invalid)?;
    let subject = wanted.subject.or_else(|| {
        state
            .saga
            .details(&booking, now)
            .and_then(|details| details.subject)
            .map(Into::into)
    });
    let number = wanted
        .phone
        .or(kept)
        .ok_or_else(|| Problem::invalid(vec!["Phone number is required".to_owned()]))?;
    let to = NewTime {
        slot_at: wanted.desired_time,
        contact: Contact { number, subject },
    };
    let booking = state.saga.relocate(&booking.id, to).await?;
    Ok(answer(&state, &booking, &token))
}

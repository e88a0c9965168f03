//! `POST /api/schedule-callback`

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ccaas_http::Pii;
use server_kit::{client_ip::ClientIp, idempotency};

use super::bodies::BookingRequestBody;
use crate::{
    problem::{ErrorBody, Problem},
    request::BookingRequest,
    saga::{Answer, Booked, Failure, NewBooking},
    state::AppState,
    store::Keyed,
};

/// When to ask for the answer of a booking that is being made.
const AGAIN: Duration = Duration::from_secs(2);

/// Books a callback with a video meeting.
///
/// The same `Idempotency-Key` with the same body returns the first answer for 24 hours.
/// Without a key, the same body from the same address within 10 minutes is the same booking.
#[utoipa::path(
    post,
    path = "/api/schedule-callback",
    tag = "Bookings",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters, such as a UUID")),
    request_body = BookingRequestBody,
    responses(
        (status = 200, description = "Booked", body = Answer),
        (status = 400, description = "A field breaks a rule, or the body is no JSON", body = ErrorBody),
        (status = 409, description = "The same request is still being worked on", body = ErrorBody),
        (status = 422, description = "The key was used with another body", body = ErrorBody),
        (status = 429, description = "Too many calls, or too many open bookings of this number", body = ErrorBody),
        (status = 500, description = "A vendor failed; nothing is left behind, unless the text says unconfirmed: then `manageUrl` leads to the booking", body = ErrorBody),
        (status = 503, description = "The booking could not be stored", body = ErrorBody),
    )
)]
pub(super) async fn schedule_callback(
    State(state): State<Arc<AppState>>,
    Extension(ClientIp(address)): Extension<ClientIp>,
    request: Request,
) -> Result<Response, Problem> {
    let key = idempotency::key(request.headers(), 1..=255);
    let key = key.map_err(|rule| Problem::invalid(vec![rule]))?;
    let body = super::read_json(request).await?;
    let wanted = BookingRequest::read(&body, &state.rules, state.saga.clock.now());
    let canonical = idempotency::canonical(&body).to_string().into_bytes();
    let (key, keyed) = match key {
        Some(key) => ([b"key ", key.as_bytes()].concat(), Keyed::ByClient),
        None => {
            let same = [format!("from {address} ").as_bytes(), &canonical].concat();
            (same, Keyed::ByUs)
        }
    };
    let booked = match wanted {
        Ok(request) => {
            let new = NewBooking {
                request,
                key: Pii::new(key),
                keyed,
                body: Pii::new(canonical),
            };
            state.saga.book(new).await
        }
        Err(details) => match state.saga.recall(&key, keyed, &canonical).await {
            Some(known) => known,
            None => return Err(Problem::invalid(details)),
        },
    };
    match booked {
        Booked::Answer(answer) => Ok(Json(answer).into_response()),
        Booked::Failed(failure) => Err(failure.into()),
        Booked::Unconfirmed { manage_url } => {
            let problem = Problem::from(Failure::Unconfirmed);
            Err(match manage_url {
                Some(url) => problem.with("manageUrl", url),
                None => problem,
            })
        }
        Booked::InFlight => {
            let text = "This booking is still being made. Please ask again in a moment.";
            Err(Problem::new(StatusCode::CONFLICT, text).with_retry_after(Some(AGAIN)))
        }
        Booked::KeyReused => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another booking. Please use a new one.",
        )),
    }
}

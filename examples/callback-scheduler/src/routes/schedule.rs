//! `POST /api/schedule-callback`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ccaas_http::Pii;
use serde_json::Value;
use server_kit::client_ip::ClientIp;

use super::bodies::BookingRequestBody;
use crate::{
    problem::{ErrorBody, Problem},
    request::BookingRequest,
    saga::{Answer, Booked, NewBooking},
    state::AppState,
    store::Keyed,
};

const KEY: &str = "idempotency-key";

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
        (status = 413, description = "The body is over 64 KB", body = ErrorBody),
        (status = 415, description = "The body is not application/json", body = ErrorBody),
        (status = 422, description = "The key was used with another body", body = ErrorBody),
        (status = 429, description = "Too many calls, or too many open bookings of this number", body = ErrorBody),
        (status = 500, description = "A vendor failed; nothing is left behind, unless the text says unconfirmed", body = ErrorBody),
        (status = 503, description = "The booking could not be stored", body = ErrorBody),
    )
)]
pub(super) async fn schedule_callback(
    State(state): State<Arc<AppState>>,
    Extension(ClientIp(address)): Extension<ClientIp>,
    request: Request,
) -> Result<Response, Problem> {
    let key = key(request.headers())?;
    let body = super::read_json(request).await?;
    let wanted = BookingRequest::read(&body, &state.rules, state.saga.clock.now());
    let canonical = canonical(&body).to_string().into_bytes();
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
        Booked::InFlight => {
            let problem = Problem::new(
                StatusCode::CONFLICT,
                "This booking is still being made. Please ask again in a moment.",
            );
            let mut response = problem.into_response();
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            Ok(response)
        }
        Booked::KeyReused => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another booking. Please use a new one.",
        )),
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(KEY) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    let once = headers.get_all(KEY).iter().count() == 1;
    if once && (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(Some(text.to_owned()));
    }
    Err(Problem::invalid(vec![
        "Idempotency-Key must be 1 to 255 visible ASCII characters, given once".to_owned(),
    ]))
}

/// The body with the fields of every object in order, so that only its content counts.
fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            sorted
                .into_iter()
                .map(|(name, value)| (name.clone(), canonical(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_fields_does_not_make_another_body() {
        let one = serde_json::from_str(r#"{"b":[{"d":1,"c":2}],"a":1}"#).unwrap();
        let two = serde_json::from_str(r#"{ "a":1, "b":[{"c":2,"d":1}] }"#).unwrap();
        assert_eq!(canonical(&one).to_string(), canonical(&two).to_string());
    }

    #[test]
    fn keys_are_visible_ascii_of_at_most_255_characters() {
        let with = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(KEY, HeaderValue::from_bytes(value).unwrap());
            key(&headers)
        };
        assert_eq!(key(&HeaderMap::new()).unwrap(), None);
        assert_eq!(with(b"a-1").unwrap().as_deref(), Some("a-1"));
        assert!(with(&[b'a'; 255]).is_ok());
        for bad in [&b""[..], b"a b", "é".as_bytes(), &[b'a'; 256]] {
            assert!(with(bad).is_err(), "{bad:?}");
        }
    }
}

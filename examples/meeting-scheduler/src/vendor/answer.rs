//! What a call to VideoEngager that failed is answered with.

use http::StatusCode;
use server_kit::{causes::causes, gateway::is_gateways_word, words::Secrets};
use videoengager_client::{ApiError, Error, JoinError, Schedule};

use crate::{
    meeting::web_address,
    problem::{Problem, no_meeting},
};

const NO_CONNECTION: &str = "Network error: VideoEngager could not be reached";
const NO_ANSWER: &str = "Network error: VideoEngager did not answer";
const UNREADABLE: &str = "The answer of VideoEngager could not be read";
const REFUSED: &str = "VideoEngager refused the sign-in";
const BUSY: &str = "VideoEngager has too much to do at the moment";
const AGAIN: &str = "Try again in a moment.";
const NO_JOIN: &str = "Failed to join meeting";
const JOIN_UNANSWERED: &str = "VideoEngager did not answer";

/// What a call was for, in words for when it fails.
#[derive(Clone, Copy, Debug)]
pub struct Purpose {
    /// When VideoEngager does not say why.
    failed: &'static str,
    /// When it surely had no effect.
    without_effect: &'static str,
    /// When it may have had an effect.
    uncertain: &'static str,
    /// Whether it was about one meeting, which there may not be.
    of_one: bool,
}

/// Scheduling a meeting.
pub const SCHEDULE: Purpose = Purpose {
    failed: "Failed to schedule meeting",
    without_effect: "Nothing was scheduled. Try again in a moment.",
    uncertain: "The meeting may have been scheduled. \
        Look at the list of meetings before you try again.",
    of_one: false,
};
/// Changing a meeting.
pub const CHANGE: Purpose = Purpose {
    failed: "Failed to change meeting",
    without_effect: "Nothing was changed. Try again in a moment.",
    uncertain: "The change may have been saved. Look at the list of meetings.",
    of_one: true,
};
/// Cancelling a meeting.
pub const CANCEL: Purpose = Purpose {
    failed: "Failed to cancel meeting",
    without_effect: "Nothing was cancelled. Try again in a moment.",
    uncertain: "The meeting may have been cancelled. Look at the list of meetings.",
    of_one: true,
};
/// Reading one meeting.
pub const LOAD_MEETING: Purpose = Purpose {
    of_one: true,
    ..reading("Failed to load meeting")
};
/// Reading the meetings of a period.
pub const LOAD_MEETINGS: Purpose = reading("Failed to load meetings");
/// Reading the agents.
pub const LOAD_AGENTS: Purpose = reading("Failed to load agents");

const fn reading(failed: &'static str) -> Purpose {
    Purpose {
        failed,
        without_effect: AGAIN,
        uncertain: AGAIN,
        of_one: false,
    }
}

/// Whether a call that should change something may have done so after this error.
///
/// An answer that leads elsewhere says nothing about what was done before.
#[must_use]
pub fn may_have_effect(error: &Error) -> bool {
    let leads_elsewhere = |api: &ApiError| api.status().is_redirection();
    error.may_have_been_applied() || error.as_api().is_some_and(leads_elsewhere)
}

/// Nobody knows whether it had an effect.
#[must_use]
pub fn uncertain(purpose: &Purpose) -> Problem {
    bad_gateway(NO_ANSWER).with_message(purpose.uncertain)
}

/// The answer when a request has taken so long that nobody waits for it any more, and a
/// line in the log.
#[must_use]
pub fn too_late(purpose: &Purpose) -> Problem {
    let what = purpose.failed;
    tracing::warn!(what, "calls to VideoEngager took too long together");
    uncertain(purpose)
}

/// The answer to a call that failed, and a line in the log if it was not the caller's doing.
pub(super) fn problem(error: &Error, purpose: &Purpose, secrets: &Secrets) -> Problem {
    let effect = match may_have_effect(error) {
        true => purpose.uncertain,
        false => purpose.without_effect,
    };
    let problem = match error {
        Error::InvalidRequest(_) => Problem::new(StatusCode::BAD_REQUEST, purpose.failed),
        Error::Auth(error) => match &**error {
            Error::Interrupted(_) => bad_gateway(NO_ANSWER).with_message(effect),
            Error::Decode(_) => bad_gateway(UNREADABLE).with_message(effect),
            Error::Api(api) if api.status().is_client_error() => refused(api, effect, secrets),
            Error::Api(_) => bad_gateway(purpose.failed).with_message(effect),
            _ => bad_gateway(NO_CONNECTION).with_message(effect),
        },
        Error::Interrupted(_) => bad_gateway(NO_ANSWER).with_message(effect),
        Error::Decode(_) => bad_gateway(UNREADABLE).with_message(effect),
        Error::Api(api) => answered(api, purpose, effect, secrets),
        _ => bad_gateway(NO_CONNECTION).with_message(effect),
    };
    let problem = problem.with_retry_after(error.retry_after());
    if problem.status().is_server_error() {
        let what = purpose.failed;
        tracing::warn!(error = %causes(error), what, "a call to VideoEngager failed");
    }
    problem
}

fn answered(api: &ApiError, purpose: &Purpose, effect: &'static str, secrets: &Secrets) -> Problem {
    let status = api.status();
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE if purpose.of_one => no_meeting(),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
            refused(api, effect, secrets)
        }
        _ if is_gateways_word(status) => bad_gateway(NO_ANSWER).with_message(effect),
        _ if status.is_client_error() && !is_about_the_call(status) => {
            let error = secrets
                .words(api.error())
                .unwrap_or_else(|| purpose.failed.to_owned());
            with_words(
                Problem::new(without_our_meaning(status), error),
                api.message(),
                secrets,
            )
        }
        // The vendor could not do it.
        _ => {
            let status = status.as_u16();
            bad_gateway(purpose.failed).with_message(format!(
                "VideoEngager answered with status {status}. {effect}"
            ))
        }
    }
}

/// Whether a status is about how we called the vendor, and not about what was asked: to a
/// browser it would speak of the browser's own call, which some repeat then.
fn is_about_the_call(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::METHOD_NOT_ALLOWED
            | StatusCode::NOT_ACCEPTABLE
            | StatusCode::PROXY_AUTHENTICATION_REQUIRED
            | StatusCode::LENGTH_REQUIRED
            | StatusCode::PAYLOAD_TOO_LARGE
            | StatusCode::URI_TOO_LONG
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::MISDIRECTED_REQUEST
            | StatusCode::TOO_EARLY
            | StatusCode::UPGRADE_REQUIRED
            | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    )
}

/// The vendor's status, or 400 for one that says something else when it is ours: 409 is
/// another change or a request in flight, 422 another use of an idempotency key.
fn without_our_meaning(status: StatusCode) -> StatusCode {
    match status {
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
        status => status,
    }
}

/// The vendor does not want to do it for us now.
fn refused(api: &ApiError, effect: &'static str, secrets: &Secrets) -> Problem {
    match api.status() {
        StatusCode::TOO_MANY_REQUESTS => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, BUSY).with_message(effect)
        }
        _ => with_words(bad_gateway(REFUSED), api.text(), secrets),
    }
}

fn with_words(problem: Problem, text: Option<&str>, secrets: &Secrets) -> Problem {
    match secrets.words(text) {
        Some(words) => problem.with_message(words),
        None => problem,
    }
}

fn bad_gateway(error: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, error)
}

/// The answer to a sign-in that failed.
pub(super) fn no_sign_in(error: &Error, secrets: &Secrets) -> Problem {
    let sign_in = match error {
        Error::Auth(error) => error,
        error => error,
    };
    let refusal = match sign_in {
        Error::Api(api) => Some(api).filter(|api| {
            let status = api.status();
            status.is_client_error()
                && status != StatusCode::TOO_MANY_REQUESTS
                && !is_gateways_word(status)
        }),
        _ => None,
    };
    if let Some(api) = refusal {
        let text = secrets
            .words(api.text())
            .unwrap_or_else(|| "Authentication failed".to_owned());
        return Problem::new(StatusCode::UNAUTHORIZED, text);
    }
    problem(error, &reading("Authentication failed"), secrets)
}

/// The answer when there is no way into a meeting for its agent.
pub(super) fn no_join(error: &JoinError, schedule: &Schedule, secrets: &Secrets) -> Problem {
    match error {
        JoinError::NoFullUrl | JoinError::UnusableFullUrl => {
            let agent = schedule.agent.as_ref();
            let url = agent.and_then(|agent| web_address(agent.meeting_url.as_deref()?));
            let text = "No full URL available for the agent";
            Problem::new(StatusCode::CONFLICT, text).with("meetingUrl", url)
        }
        JoinError::SignIn(error) => unread_for_join(error, secrets),
        _ => failed_to_join("VideoEngager does not say which agent it belongs to"),
    }
}

/// The answer when the meeting that somebody joins, or its agent, cannot be signed in to.
pub(super) fn unread_for_join(error: &Error, secrets: &Secrets) -> Problem {
    if error.is_gone() {
        return no_meeting();
    }
    tracing::warn!(error = %causes(error), "could not open a way into a meeting");
    match error {
        Error::Api(api) => {
            let status = api.status().as_u16();
            let otherwise = || format!("VideoEngager answered with status {status}");
            failed_to_join(&secrets.words(api.text()).unwrap_or_else(otherwise))
        }
        Error::Auth(error) => match &**error {
            Error::Api(api) => {
                let status = api.status().as_u16();
                let otherwise = || format!("Authentication failed with status {status}");
                failed_to_join(&secrets.words(api.text()).unwrap_or_else(otherwise))
            }
            _ => failed_to_join(JOIN_UNANSWERED),
        },
        _ => failed_to_join(JOIN_UNANSWERED),
    }
}

/// The answer when joining has taken so long that nobody waits for it any more.
#[must_use]
pub fn too_late_to_join() -> Problem {
    tracing::warn!("could not open a way into a meeting in time");
    failed_to_join(JOIN_UNANSWERED)
}

fn failed_to_join(reason: &str) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, format!("{NO_JOIN}: {reason}"))
}

#[cfg(test)]
mod tests;

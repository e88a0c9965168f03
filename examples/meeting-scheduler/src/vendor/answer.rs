//! What a call to VideoEngager that failed is answered with.

use http::StatusCode;
use videoengager_client::{ApiError, Error, JoinError, Schedule};

use super::causes;
use crate::{meeting::web_address, problem::Problem};

const NO_CONNECTION: &str = "Network error: VideoEngager could not be reached";
const NO_ANSWER: &str = "Network error: VideoEngager did not answer";
const UNREADABLE: &str = "The answer of VideoEngager could not be read";
const REFUSED: &str = "VideoEngager refused the sign-in";
const BUSY: &str = "VideoEngager has too much to do at the moment";
const AGAIN: &str = "Try again in a moment.";
const NO_JOIN: &str = "Failed to join meeting";

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

/// Whether a meeting that should be created may exist after this error.
///
/// A 500 is the vendor's word that it failed. A gateway's word (408, 502, 504) is not the
/// vendor's: somebody in between stopped waiting.
#[must_use]
pub fn may_exist(error: &Error) -> bool {
    match error {
        Error::Interrupted(_) | Error::Decode(_) => true,
        Error::Api(api) => is_gateways_word(api.status()),
        _ => false,
    }
}

fn is_gateways_word(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT
    )
}

/// Nobody knows whether it had an effect.
#[must_use]
pub fn uncertain(purpose: &Purpose) -> Problem {
    bad_gateway(NO_ANSWER).with_message(purpose.uncertain)
}

/// The answer to a call that failed, and a line in the log if it was not the caller's doing.
#[must_use]
pub fn problem(error: &Error, purpose: &Purpose) -> Problem {
    let problem = match error {
        Error::InvalidRequest(_) => Problem::new(StatusCode::BAD_REQUEST, purpose.failed),
        Error::Auth(error) => match &**error {
            Error::Interrupted(_) => bad_gateway(NO_ANSWER).with_message(purpose.without_effect),
            Error::Decode(_) => bad_gateway(UNREADABLE).with_message(purpose.without_effect),
            Error::Api(api) if api.status().is_client_error() => refused(api, purpose),
            Error::Api(api) => failed(api, purpose).with_message(purpose.without_effect),
            _ => bad_gateway(NO_CONNECTION).with_message(purpose.without_effect),
        },
        Error::Interrupted(_) => uncertain(purpose),
        Error::Decode(_) => bad_gateway(UNREADABLE).with_message(purpose.uncertain),
        Error::Api(api) => answered(api, purpose),
        _ => bad_gateway(NO_CONNECTION).with_message(purpose.without_effect),
    };
    let problem = problem.with_retry_after(error.retry_after());
    if problem.status().is_server_error() {
        let what = purpose.failed;
        tracing::warn!(error = %causes(error), what, "a call to VideoEngager failed");
    }
    problem
}

fn answered(api: &ApiError, purpose: &Purpose) -> Problem {
    let status = api.status();
    match status {
        StatusCode::NOT_FOUND if purpose.of_one => Problem::no_meeting(),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
            refused(api, purpose)
        }
        _ if is_gateways_word(status) => uncertain(purpose),
        _ if status.is_client_error() => {
            let error = api.error().unwrap_or(purpose.failed);
            with_text(Problem::new(status, error.to_owned()), api.message())
        }
        _ => failed(api, purpose),
    }
}

/// The vendor does not want to do it for us now.
fn refused(api: &ApiError, purpose: &Purpose) -> Problem {
    match api.status() {
        StatusCode::TOO_MANY_REQUESTS => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, BUSY).with_message(purpose.without_effect)
        }
        _ => with_text(bad_gateway(REFUSED), api.text()),
    }
}

/// The vendor could not do it.
fn failed(api: &ApiError, purpose: &Purpose) -> Problem {
    let status = api.status().as_u16();
    let uncertain = purpose.uncertain;
    bad_gateway(purpose.failed).with_message(format!(
        "VideoEngager answered with status {status}. {uncertain}"
    ))
}

fn with_text(problem: Problem, text: Option<&str>) -> Problem {
    match text {
        Some(text) => problem.with_message(text.to_owned()),
        None => problem,
    }
}

fn bad_gateway(error: &'static str) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, error)
}

/// The answer to a sign-in that failed.
#[must_use]
pub fn no_sign_in(error: &Error) -> Problem {
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
        let text = api.text().unwrap_or("Authentication failed");
        return Problem::new(StatusCode::UNAUTHORIZED, text.to_owned());
    }
    problem(error, &reading("Authentication failed"))
}

/// The answer when there is no way into a meeting for its agent.
#[must_use]
pub fn no_join(error: &JoinError, schedule: &Schedule) -> Problem {
    match error {
        JoinError::NoFullUrl | JoinError::UnusableFullUrl => {
            let agent = schedule.agent.as_ref();
            let url = agent.and_then(|agent| web_address(agent.meeting_url.as_deref()?));
            let text = "No full URL available for the agent";
            Problem::new(StatusCode::CONFLICT, text).with_meeting_url(url)
        }
        JoinError::SignIn(error) => unread_for_join(error),
        _ => failed_to_join("VideoEngager does not say which agent it belongs to"),
    }
}

/// The answer when the meeting that somebody joins, or its agent, cannot be signed in to.
#[must_use]
pub fn unread_for_join(error: &Error) -> Problem {
    if error.as_api().is_some_and(ApiError::is_not_found) {
        return Problem::no_meeting();
    }
    tracing::warn!(error = %causes(error), "could not open a way into a meeting");
    match error {
        Error::Api(api) => {
            let status = api.status().as_u16();
            let otherwise = format!("VideoEngager answered with status {status}");
            failed_to_join(api.text().unwrap_or(&otherwise))
        }
        Error::Auth(error) => match &**error {
            Error::Api(api) => {
                let status = api.status().as_u16();
                let otherwise = format!("Authentication failed with status {status}");
                failed_to_join(api.text().unwrap_or(&otherwise))
            }
            _ => failed_to_join("VideoEngager did not answer"),
        },
        _ => failed_to_join("VideoEngager did not answer"),
    }
}

fn failed_to_join(reason: &str) -> Problem {
    Problem::new(StatusCode::BAD_GATEWAY, format!("{NO_JOIN}: {reason}"))
}

#[cfg(test)]
mod tests;

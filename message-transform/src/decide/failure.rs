//! How far a failed call reaches: the item, the customer, or the whole route.

use std::time::Duration;

use ccaas_http::{Error, VendorError};
use http::StatusCode;
use meta_whatsapp_client::{ErrorCode, ErrorKind, ErrorScope};

/// What a failed call concerns, and so what has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// This item: no repeat makes it work.
    Item,
    /// This item: it may work later, and is tried some times.
    ItemLater,
    /// This customer has to wait; others do not.
    Customer,
    /// The customer's 24 hours are over.
    Window,
    /// Nothing: the vendor did it, only its answer cannot be read.
    Done,
    /// Everything on this route would fail: the route pauses, no attempt is counted.
    Route,
}

/// A failed call, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What it concerns.
    pub scope: Scope,
    /// Whether the vendor may have done it nonetheless.
    pub maybe_sent: bool,
    /// How long the vendor asks to wait.
    pub retry_after: Option<Duration>,
    /// What it was, without anything personal: `429`, `code 131056`, `connect`.
    pub cause: String,
}

/// What a call to Genesys names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The integration of its path, and nothing else: a message.
    Integration,
    /// An earlier message, too: a receipt, a choice among what that message offered.
    Message,
}

/// Judges a failed call to Genesys.
///
/// A 404 means the integration, so the route, unless the call names a message: Genesys forgets
/// those, and then the next call works. If it was the integration after all, a message of a
/// customer's tells soon enough.
#[must_use]
pub fn of_genesys(error: &genesys_client::Error, names: Names) -> Failure {
    let scope = match error {
        Error::Api(_) => match error.status() {
            Some(StatusCode::NOT_FOUND | StatusCode::GONE) if names == Names::Message => {
                Scope::ItemLater
            }
            Some(
                StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::NOT_FOUND
                | StatusCode::GONE,
            ) => Scope::Route,
            _ if error.is_transient() => Scope::Route,
            _ => Scope::Item,
        },
        Error::InvalidRequest(_) => Scope::Item,
        Error::Decode(_) => Scope::Done,
        _ => Scope::Route,
    };
    let mut failure = judged(error, scope, None);
    let reasons = error.as_api().map(|api| api.reasons()).unwrap_or_default();
    if let Some(code) = reasons.iter().find_map(|reason| reason.code.as_ref()) {
        code.as_str().clone_into(&mut failure.cause);
    }
    failure
}

/// Judges a failed call to WhatsApp.
#[must_use]
pub fn of_whatsapp(error: &meta_whatsapp_client::Error) -> Failure {
    let (scope, code) = match error {
        Error::Api(api) => {
            let scope = match api.code() {
                Some(code) if code.kind() != ErrorKind::Unknown => of_code(code),
                _ if error.is_transient() => Scope::Route,
                _ => match api.scope() {
                    ErrorScope::App => Scope::Route,
                    _ if api.kind() == ErrorKind::Permission => Scope::Route,
                    _ => Scope::Item,
                },
            };
            (scope, api.code())
        }
        Error::InvalidRequest(_) => (Scope::Item, None),
        Error::Decode(_) => (Scope::Done, None),
        _ => (Scope::Route, None),
    };
    judged(error, scope, code)
}

/// Judges a code of WhatsApp, also of a status webhook.
#[must_use]
pub fn of_code(code: ErrorCode) -> Scope {
    match code {
        ErrorCode::PairRateLimit => Scope::Customer,
        ErrorCode::ReEngagement => Scope::Window,
        // A fault at Meta or a bad request; nobody can tell, so other items go on.
        ErrorCode::ApiUnknown | ErrorCode::SomethingWentWrong => Scope::ItemLater,
        ErrorCode::TemplateSyncing => Scope::ItemLater,
        // They stand against one country, or against templates, not against all messages.
        ErrorCode::CountryRestricted | ErrorCode::MisclassificationLimit => Scope::Item,
        _ => match (code.scope(), code.kind()) {
            (_, ErrorKind::Template) => Scope::Item,
            (ErrorScope::App | ErrorScope::Account | ErrorScope::PhoneNumber, _) => Scope::Route,
            (_, ErrorKind::Temporary) => Scope::Route,
            _ => Scope::Item,
        },
    }
}

fn judged<A: VendorError>(error: &Error<A>, scope: Scope, code: Option<ErrorCode>) -> Failure {
    let cause = match (code, error) {
        (Some(code), _) => format!("code {code}"),
        (None, Error::InvalidRequest(invalid)) => format!("invalid {}", invalid.field()),
        (None, Error::Connect(_)) => "connect".to_owned(),
        (None, Error::Interrupted(_)) => "no answer".to_owned(),
        (None, Error::Decode(_)) => "unreadable answer".to_owned(),
        (None, Error::Auth(_)) => "sign-in".to_owned(),
        (None, other) => match other.status() {
            // A receipt that was not taken has the status of a success.
            Some(status) if status.is_success() => "no reason given".to_owned(),
            Some(status) => status.as_u16().to_string(),
            None => "error".to_owned(),
        },
    };
    Failure {
        scope,
        maybe_sent: error.may_have_been_applied(),
        retry_after: error.retry_after(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use ccaas_http::{DecodeError, InvalidRequest, MetaHeaders, ResponseMeta};

    use super::*;

    fn meta(status: u16, retry_after: Option<&str>) -> ResponseMeta {
        let mut headers = http::HeaderMap::new();
        if let Some(seconds) = retry_after {
            headers.insert("retry-after", seconds.parse().unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        let names = MetaHeaders::default();
        ResponseMeta::read(status, &headers, &names, chrono::DateTime::UNIX_EPOCH)
    }

    fn api<A: VendorError>(status: u16, body: &str) -> Error<A> {
        let answer = A::from_answer(meta(status, None), body.as_bytes());
        Error::Api(Box::new(answer))
    }

    #[test]
    fn a_call_that_names_a_message_finds_that_gone_and_not_the_integration() {
        for (status, integration, message) in [
            (404, Scope::Route, Scope::ItemLater),
            (410, Scope::Route, Scope::ItemLater),
            (400, Scope::Item, Scope::Item),
            (403, Scope::Route, Scope::Route),
            (503, Scope::Route, Scope::Route),
        ] {
            let scope = |names| of_genesys(&api(status, "{}"), names).scope;
            assert_eq!(scope(Names::Integration), integration, "{status}");
            assert_eq!(scope(Names::Message), message, "{status}");
        }
    }

    #[test]
    fn a_receipt_that_is_not_taken_is_refused_for_its_reason() {
        use genesys_client::open_messaging::{Reason, ReasonCode};
        for (code, scope) in [
            (ReasonCode::UnknownMessage, Scope::Item),
            (ReasonCode::ServerError, Scope::Route),
        ] {
            let cause = code.as_str().to_owned();
            let reasons = vec![Reason::new(code, "The receipt was not taken.")];
            let refused = genesys_client::ApiError::refused_receipt(meta(200, None), reasons);
            let failure = of_genesys(&Error::Api(Box::new(refused)), Names::Message);
            assert_eq!((failure.scope, failure.cause), (scope, cause));
        }
    }

    #[test]
    fn genesys_refuses_an_item_or_fails_as_a_whole() {
        for (status, scope, maybe_sent) in [
            (400, Scope::Item, false),
            (409, Scope::Item, false),
            (413, Scope::Item, false),
            (415, Scope::Item, false),
            (401, Scope::Route, false),
            (403, Scope::Route, false),
            (404, Scope::Route, false),
            (410, Scope::Route, false),
            (408, Scope::Route, true),
            (429, Scope::Route, false),
            (500, Scope::Route, true),
            (503, Scope::Route, true),
        ] {
            let failure = of_genesys(&api(status, "{}"), Names::Integration);
            assert_eq!(failure.scope, scope, "{status}");
            assert_eq!(failure.maybe_sent, maybe_sent, "{status}");
            assert_eq!(failure.cause, status.to_string());
        }
    }

    #[test]
    fn whatsapp_is_judged_by_its_code() {
        for (code, scope) in [
            (0, Scope::Route),
            (190, Scope::Route),
            (10, Scope::Route),
            (131031, Scope::Route),
            (131042, Scope::Route),
            (131048, Scope::Route),
            (368, Scope::Route),
            (4, Scope::Route),
            (130429, Scope::Route),
            (131057, Scope::Route),
            (131016, Scope::Route),
            (2, Scope::Route),
            (133010, Scope::Route),
            (1, Scope::ItemLater),
            (131000, Scope::ItemLater),
            (134101, Scope::ItemLater),
            (131056, Scope::Customer),
            (131047, Scope::Window),
            (131050, Scope::Item),
            (131026, Scope::Item),
            (131049, Scope::Item),
            (131051, Scope::Item),
            (131053, Scope::Item),
            (130497, Scope::Item),
            (132001, Scope::Item),
            (100, Scope::Item),
            (999_999, Scope::Item),
        ] {
            let body = format!(r#"{{"error":{{"code":{code}}}}}"#);
            let failure = of_whatsapp(&api(400, &body));
            assert_eq!(failure.scope, scope, "{code}");
            assert_eq!(failure.cause, format!("code {code}"));
        }
    }

    #[test]
    fn an_answer_without_code_is_judged_by_its_status() {
        for (status, scope) in [
            (400, Scope::Item),
            (401, Scope::Route),
            (403, Scope::Route),
            (429, Scope::Route),
            (502, Scope::Route),
        ] {
            let failure = of_whatsapp(&api(status, "<html>"));
            assert_eq!(failure.scope, scope, "{status}");
        }
    }

    #[test]
    fn what_never_got_an_answer() {
        type Error = genesys_client::Error;
        for (error, scope, maybe_sent, cause) in [
            (Error::Connect("no".into()), Scope::Route, false, "connect"),
            (
                Error::Interrupted("no".into()),
                Scope::Route,
                true,
                "no answer",
            ),
            (
                Error::Decode(DecodeError::Empty),
                Scope::Done,
                true,
                "unreadable answer",
            ),
            (
                InvalidRequest::new("text", "is missing").into(),
                Scope::Item,
                false,
                "invalid text",
            ),
        ] {
            let failure = of_genesys(&error, Names::Integration);
            assert_eq!(
                (failure.scope, failure.maybe_sent, failure.cause.as_str()),
                (scope, maybe_sent, cause)
            );
        }
    }

    #[test]
    fn a_receipt_that_was_refused_without_a_reason_does_not_say_that_all_is_well() {
        let refused = genesys_client::ApiError::refused_receipt(meta(200, None), Vec::new());

        let failure = of_genesys(&Error::Api(Box::new(refused)), Names::Message);

        assert_eq!(failure.cause, "no reason given");
    }

    #[test]
    fn the_wait_that_a_vendor_asks_for_is_kept() {
        let answer = genesys_client::ApiError::from_answer(meta(429, Some("30")), b"{}");
        let failure = of_genesys(&Error::Api(Box::new(answer)), Names::Integration);
        assert_eq!(failure.retry_after, Some(Duration::from_secs(30)));
    }
}

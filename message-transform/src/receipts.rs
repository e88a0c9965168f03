//! What Genesys is told when a message does not arrive.
//!
//! Which receipt is due, and when, is [`crate::decide::receipts`]; this is what it says. A
//! reason is for the agent who wrote the message: a code, and what to do about it.

use ccaas_http::Error;
use genesys_client::open_messaging::{Reason, ReasonCode};
use meta_whatsapp_client::{ErrorCode, ErrorDetail, ErrorKind};

use crate::text;

/// Longer texts of the vendor are cut.
const TEXT: usize = 300;

/// Why a message is not sent, although WhatsApp was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The customer has not written for 24 hours.
    WindowClosed,
    /// It waited too long to be sent.
    TooOld,
    /// The customer stopped marketing messages.
    OptedOut,
    /// There is no such message on WhatsApp; of which kind it is.
    Unsupported(String),
    /// The template must not be sent from a text; its name.
    TemplateNotAllowed(String),
    /// The template's parameters break a rule; which one.
    Template(String),
    /// It has no content.
    Empty,
    /// Nobody knows the customer it goes to.
    NoCustomer,
    /// The attachment could not be fetched.
    FileUnavailable,
}

impl Refusal {
    /// What the agent is told.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let (code, message) = match self {
            Self::WindowClosed => (
                ReasonCode::MessageExpired,
                "The customer has not written for 24 hours: WhatsApp takes only a template now."
                    .to_owned(),
            ),
            Self::TooOld => (
                ReasonCode::MessageExpired,
                "The message waited too long to be sent. Send it again if it still matters."
                    .to_owned(),
            ),
            Self::OptedOut => (
                ReasonCode::RecipientOptedOut,
                "The customer does not want marketing messages.".to_owned(),
            ),
            Self::Unsupported(kind) => (
                ReasonCode::UnsupportedMessage,
                format!("WhatsApp has nothing like this content: {kind}."),
            ),
            Self::TemplateNotAllowed(name) => (
                ReasonCode::MessageNotAllowed,
                format!("The template {name} is not in TEMPLATES_ALLOWED."),
            ),
            Self::Template(problem) => (
                ReasonCode::InvalidMessageStructure,
                format!("The template cannot be sent like this: {problem}."),
            ),
            Self::Empty => (
                ReasonCode::InvalidMessageStructure,
                "The message has neither text nor content.".to_owned(),
            ),
            Self::NoCustomer => (
                ReasonCode::InvalidDestination,
                "No WhatsApp customer is known under this id.".to_owned(),
            ),
            Self::FileUnavailable => (
                ReasonCode::MediaTypeNotAllowed,
                "The attachment could not be fetched from Genesys Cloud.".to_owned(),
            ),
        };
        Reason::new(code, message)
    }
}

/// What a message that was delivered left out, by the kinds of content that WhatsApp has
/// nothing for; `None` if that is nothing.
#[must_use]
pub fn left_out(kinds: &[String]) -> Option<Reason> {
    (!kinds.is_empty()).then(|| {
        let kinds = text::title(&kinds.join(", "), TEXT);
        let message =
            format!("The customer got the rest: WhatsApp has nothing like this content: {kinds}.");
        Reason::new(ReasonCode::UnsupportedMessage, message)
    })
}

/// Why a message failed, of a status webhook; one general reason if it tells none.
#[must_use]
pub fn reasons(errors: &[ErrorDetail]) -> Vec<Reason> {
    if errors.is_empty() {
        return vec![of_code(None, None)];
    }
    let told = |error: &ErrorDetail| {
        let text = [&error.details, &error.message, &error.title];
        let text = text.into_iter().flatten().next();
        of_code(error.code, text.map(String::as_str))
    };
    errors.iter().map(told).collect()
}

/// Why a message failed, of an answer to its sending.
#[must_use]
pub fn reasons_of(error: &meta_whatsapp_client::Error) -> Vec<Reason> {
    vec![match error {
        Error::Api(api) => of_code(api.code(), api.details().or(api.message())),
        Error::InvalidRequest(invalid) => Reason::new(
            ReasonCode::InvalidMessageStructure,
            format!("WhatsApp would refuse the message: {invalid}."),
        ),
        _ => Reason::new(
            ReasonCode::ServerError,
            "WhatsApp could not be reached. Send the message again later.",
        ),
    }]
}

/// `131047: what to do (what Meta says)`.
fn of_code(code: Option<ErrorCode>, told: Option<&str>) -> Reason {
    let told = told.map(|told| text::title(told, TEXT));
    let told = told.filter(|told| !told.is_empty());
    let Some(code) = code else {
        let message = told.unwrap_or_else(|| "WhatsApp did not say why.".to_owned());
        return Reason::new(ReasonCode::GeneralError, message);
    };
    let message = match (advice(code), told) {
        (Some(advice), Some(told)) => format!("{code}: {advice} ({told})"),
        (Some(text), None) => format!("{code}: {text}"),
        (None, Some(text)) => format!("{code}: {text}"),
        (None, None) => code.to_string(),
    };
    Reason::new(reason_code(code), message)
}

/// The reason code that says the same as a code of WhatsApp.
#[must_use]
pub fn reason_code(code: ErrorCode) -> ReasonCode {
    match code {
        ErrorCode::ReEngagement => ReasonCode::MessageExpired,
        ErrorCode::MessageUndeliverable
        | ErrorCode::RecipientNotAllowed
        | ErrorCode::RecipientIsSender
        | ErrorCode::UserIdNotAllowed => ReasonCode::InvalidDestination,
        ErrorCode::MarketingOptOut => ReasonCode::RecipientOptedOut,
        ErrorCode::UnsupportedType | ErrorCode::AddressMessageNotShown => {
            ReasonCode::UnsupportedMessage
        }
        ErrorCode::MediaUpload => ReasonCode::MediaTypeNotAllowed,
        ErrorCode::MarketingExperiment | ErrorCode::UserBlocked | ErrorCode::SpamLimit => {
            ReasonCode::MessageNotAllowed
        }
        _ => match code.kind() {
            ErrorKind::RateLimit => ReasonCode::RateLimited,
            ErrorKind::Temporary => ReasonCode::ServerError,
            ErrorKind::Template | ErrorKind::BadRequest => ReasonCode::InvalidMessageStructure,
            ErrorKind::Policy => ReasonCode::MessageNotAllowed,
            ErrorKind::Undeliverable => ReasonCode::InvalidDestination,
            ErrorKind::Window => ReasonCode::MessageExpired,
            ErrorKind::Media => ReasonCode::MediaTypeNotAllowed,
            _ => ReasonCode::GeneralError,
        },
    }
}

/// What an agent can do about a code.
fn advice(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::ReEngagement => {
            "The customer has not written for 24 hours: WhatsApp takes only a template now."
        }
        ErrorCode::MessageUndeliverable => {
            "The customer cannot be reached on WhatsApp. Use another channel."
        }
        ErrorCode::MarketingOptOut => "The customer does not want marketing messages.",
        ErrorCode::UnsupportedType => "WhatsApp does not support this kind of message.",
        ErrorCode::MediaUpload => "WhatsApp does not take this file. Send it in another format.",
        ErrorCode::UserBlocked => "The business has blocked this customer.",
        ErrorCode::PairRateLimit => "Too many messages to this customer. Wait a little.",
        ErrorCode::MarketingLimit => "The customer gets no more marketing messages for now.",
        ErrorCode::RecipientNotAllowed => "The test number may write to listed customers only.",
        _ => match code.kind() {
            ErrorKind::RateLimit => "Too many messages. Send it again later.",
            ErrorKind::Temporary => "WhatsApp has a fault. Send the message again later.",
            ErrorKind::Template => "The template cannot be sent like this. Tell the administrator.",
            ErrorKind::Auth
            | ErrorKind::Permission
            | ErrorKind::Policy
            | ErrorKind::Registration => "The business's WhatsApp account needs its administrator.",
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_of_whatsapp_has_its_reason() {
        for (code, expected) in [
            (131_047, ReasonCode::MessageExpired),
            (131_026, ReasonCode::InvalidDestination),
            (131_030, ReasonCode::InvalidDestination),
            (131_021, ReasonCode::InvalidDestination),
            (131_062, ReasonCode::InvalidDestination),
            (137_000, ReasonCode::InvalidDestination),
            (131_050, ReasonCode::RecipientOptedOut),
            (131_051, ReasonCode::UnsupportedMessage),
            (1026, ReasonCode::UnsupportedMessage),
            (131_053, ReasonCode::MediaTypeNotAllowed),
            (131_052, ReasonCode::MediaTypeNotAllowed),
            (130_429, ReasonCode::RateLimited),
            (131_056, ReasonCode::RateLimited),
            (131_049, ReasonCode::RateLimited),
            (80_007, ReasonCode::RateLimited),
            (131_000, ReasonCode::ServerError),
            (131_057, ReasonCode::ServerError),
            (131_008, ReasonCode::InvalidMessageStructure),
            (132_001, ReasonCode::InvalidMessageStructure),
            (100, ReasonCode::InvalidMessageStructure),
            (130_472, ReasonCode::MessageNotAllowed),
            (130_403, ReasonCode::MessageNotAllowed),
            (131_048, ReasonCode::MessageNotAllowed),
            (131_031, ReasonCode::MessageNotAllowed),
            (190, ReasonCode::GeneralError),
            (131_042, ReasonCode::GeneralError),
            (999_999, ReasonCode::GeneralError),
        ] {
            assert_eq!(reason_code(ErrorCode::from(code)), expected, "{code}");
        }
    }

    #[test]
    fn a_reason_has_the_code_what_to_do_and_what_whatsapp_says() {
        let errors = [
            ErrorDetail::new(131_047, "Re-engagement message").with_details("Over\n24 hours"),
            ErrorDetail::new(999_999, "Something new"),
        ];

        let reasons = reasons(&errors);

        assert_eq!(reasons[0].code, Some(ReasonCode::MessageExpired));
        assert_eq!(
            reasons[0].message,
            "131047: The customer has not written for 24 hours: WhatsApp takes only a template \
             now. (Over 24 hours)"
        );
        assert_eq!(reasons[1].message, "999999: Something new");
    }

    #[test]
    fn what_was_left_out_is_named() {
        let kinds = ["Story".to_owned(), "Form".to_owned()];

        let reason = left_out(&kinds).unwrap();

        assert_eq!(reason.code, Some(ReasonCode::UnsupportedMessage));
        assert!(reason.message.ends_with("content: Story, Form."));
        assert!(left_out(&[]).is_none());
    }

    #[test]
    fn a_failure_without_an_error_still_has_a_reason() {
        let reasons = reasons(&[]);

        assert_eq!(reasons.len(), 1);
        assert_eq!(reasons[0].code, Some(ReasonCode::GeneralError));
        assert_eq!(reasons[0].message, "WhatsApp did not say why.");
    }

    #[test]
    fn a_long_text_of_the_vendor_is_cut() {
        let error = ErrorDetail::new(999_999, "x".repeat(5_000));

        assert!(reasons(&[error])[0].message.len() < 400);
    }

    #[test]
    fn a_refused_request_says_which_field() {
        let error: meta_whatsapp_client::Error =
            Error::InvalidRequest(ccaas_http::InvalidRequest::new("text.body", "is empty"));

        let reasons = reasons_of(&error);

        assert_eq!(reasons[0].code, Some(ReasonCode::InvalidMessageStructure));
        assert!(reasons[0].message.contains("text.body"));
    }

    #[test]
    fn every_refusal_is_told_in_words() {
        for (refusal, code) in [
            (Refusal::WindowClosed, ReasonCode::MessageExpired),
            (Refusal::TooOld, ReasonCode::MessageExpired),
            (Refusal::OptedOut, ReasonCode::RecipientOptedOut),
            (
                Refusal::Unsupported("Story".to_owned()),
                ReasonCode::UnsupportedMessage,
            ),
            (
                Refusal::TemplateNotAllowed("news".to_owned()),
                ReasonCode::MessageNotAllowed,
            ),
            (
                Refusal::Template("too long".to_owned()),
                ReasonCode::InvalidMessageStructure,
            ),
            (Refusal::Empty, ReasonCode::InvalidMessageStructure),
            (Refusal::NoCustomer, ReasonCode::InvalidDestination),
            (Refusal::FileUnavailable, ReasonCode::MediaTypeNotAllowed),
        ] {
            let reason = refusal.reason();

            assert_eq!(reason.code, Some(code), "{refusal:?}");
            assert!(reason.message.ends_with('.'), "{refusal:?}");
        }
    }
}

//! What a vendor's error says about what the vendor did.

use ccaas_http::{Error, VendorError};
use http::StatusCode;

/// What is known after a call that should create something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The call was not sent: signing in failed.
    SignIn,
    /// It was not created: no connection, or the vendor's own word.
    Refused,
    /// It may exist.
    Unknown,
}

/// Reads the verdict out of an error.
///
/// The document counts a 500 as the vendor's word that it failed. A gateway's word
/// (408, 502, 504) is not the vendor's: somebody in between stopped waiting.
pub(super) fn verdict<A: VendorError>(error: &Error<A>) -> Verdict {
    match error {
        Error::Auth(_) => Verdict::SignIn,
        Error::InvalidRequest(_) | Error::Connect(_) => Verdict::Refused,
        Error::Api(api) => match api.meta().status() {
            StatusCode::REQUEST_TIMEOUT | StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => {
                Verdict::Unknown
            }
            _ => Verdict::Refused,
        },
        _ => Verdict::Unknown,
    }
}

/// Whether the vendor says that there is no such thing (any more).
pub(super) fn is_gone<A: VendorError>(error: &Error<A>) -> bool {
    matches!(error, Error::Api(api)
        if matches!(api.meta().status(), StatusCode::NOT_FOUND | StatusCode::GONE))
}

/// An error with its causes in one line.
pub(crate) fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use ccaas_http::{DecodeError, MetaHeaders, ResponseMeta};
    use genesys_client::ApiError;
    use std::sync::Arc;

    fn api(status: u16) -> Error<ApiError> {
        let meta = ResponseMeta::read(
            StatusCode::from_u16(status).unwrap(),
            &http::HeaderMap::new(),
            &MetaHeaders::default(),
            chrono::DateTime::UNIX_EPOCH,
        );
        Error::Api(Box::new(ApiError::from_answer(meta, b"")))
    }

    #[test]
    fn only_the_vendors_own_word_counts_as_refused() {
        for status in [400, 401, 403, 404, 429, 500, 501, 503] {
            assert_eq!(verdict(&api(status)), Verdict::Refused, "{status}");
        }
        for status in [408, 502, 504] {
            assert_eq!(verdict(&api(status)), Verdict::Unknown, "{status}");
        }
        let lost: Error<ApiError> = Error::Interrupted("cut".into());
        assert_eq!(verdict(&lost), Verdict::Unknown);
        assert_eq!(
            verdict(&Error::<ApiError>::Decode(DecodeError::Empty)),
            Verdict::Unknown
        );
        assert_eq!(
            verdict(&Error::<ApiError>::Connect("refused".into())),
            Verdict::Refused
        );
        let sign_in: Error<ApiError> = Error::Auth(Arc::new(Error::Interrupted("cut".into())));
        assert_eq!(verdict(&sign_in), Verdict::SignIn);
    }

    #[test]
    fn gone_means_404_or_410() {
        assert!(is_gone(&api(404)) && is_gone(&api(410)));
        assert!(!is_gone(&api(400)) && !is_gone(&Error::<ApiError>::Connect("no".into())));
    }
}

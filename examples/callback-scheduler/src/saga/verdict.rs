//! What a vendor's error says about what the vendor did.

use ccaas_http::{Error, VendorError};
use server_kit::gateway::is_gateways_word;

use super::event::What;

/// What is known after a call that should have created something.
///
/// The document counts a 500 as the vendor's word that it failed. A gateway's word
/// (408, 502, 504) is not the vendor's: somebody in between stopped waiting.
pub(super) fn not_created<A: VendorError>(error: &Error<A>) -> What {
    match error {
        Error::Auth(_) => What::NoSignIn,
        Error::InvalidRequest(_) | Error::Connect(_) => What::Refused,
        Error::Api(api) if !is_gateways_word(api.meta().status()) => What::Refused,
        _ => What::Unknown,
    }
}

/// The same of a meeting, which can be looked for: not even an error of the vendor's own
/// rules out that there is one.
pub(super) fn may_exist<A: VendorError>(error: &Error<A>) -> What {
    match not_created(error) {
        What::Refused if error.may_have_been_applied() => What::Unknown,
        what => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ccaas_http::{DecodeError, MetaHeaders, ResponseMeta};
    use genesys_client::ApiError;
    use http::StatusCode;
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
        let refused = |error| matches!(not_created::<ApiError>(&error), What::Refused);
        let unknown = |error| matches!(not_created::<ApiError>(&error), What::Unknown);
        for status in [400, 401, 403, 404, 429, 500, 501, 503] {
            assert!(refused(api(status)), "{status}");
        }
        for status in [408, 502, 504] {
            assert!(unknown(api(status)), "{status}");
        }
        assert!(unknown(Error::Interrupted("cut".into())));
        assert!(unknown(Error::Decode(DecodeError::Empty)));
        assert!(refused(Error::Connect("refused".into())));
        let sign_in: Error<ApiError> = Error::Auth(Arc::new(Error::Interrupted("cut".into())));
        assert!(matches!(not_created(&sign_in), What::NoSignIn));
    }
}

//! What a page is shown of a lookup.

use ccaas_lookup::{LookupAnswer, LookupError, Miss};
use server_kit::causes::causes;

/// The answer; a miss for what a carrier says where it has no number; `None` if nobody could
/// look.
pub(crate) fn shown(
    found: Result<LookupAnswer, LookupError>,
    number: &str,
) -> Option<LookupAnswer> {
    match found {
        Ok(answer) => Some(answer),
        Err(LookupError::Number(_)) => Some(LookupAnswer::Miss(Miss::new(number))),
        Err(error) => {
            let error = causes(&error);
            tracing::error!(%error, "a caller could not be looked up");
            None
        }
    }
}

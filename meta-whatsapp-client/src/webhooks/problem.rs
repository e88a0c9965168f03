//! Reading errors of webhooks, as leniently as everything else in them.

use serde_json::value::RawValue;

use super::{
    ItemError,
    item_error::decode,
    wire::{Leaf, Object, Scalar, Wire},
};
use crate::error::{ErrorCode, ErrorDetail};

struct Fields<'a> {
    code: Option<i64>,
    title: Option<String>,
    message: Option<String>,
    error_data: Option<&'a RawValue>,
    /// In older deliveries it stands here.
    details: Option<String>,
    href: Option<String>,
}

read_object! {
    ['a] Fields<'a> {
        required {}
        strict { error_data, }
        auxiliary { code, title, message, details, href, }
    }
}

/// Reads an error.
pub(super) fn read(raw: &RawValue) -> Result<ErrorDetail, ItemError> {
    let fields: Fields<'_> = decode("the error", raw)?;
    // Mostly an object, sometimes a bare text.
    let details = fields.error_data.and_then(|data| {
        let scalar = Scalar::of(data.get()).ok().flatten();
        scalar.and_then(String::from_scalar).or_else(|| {
            let details = Object::of(data)?.get("details")?;
            Option::<String>::lenient(details)
        })
    });
    Ok(ErrorDetail {
        code: fields.code.map(ErrorCode::from),
        title: fields.title,
        message: fields.message,
        details: details.or(fields.details),
        href: fields.href,
    })
}

//! Reading errors of webhooks, as leniently as everything else in them.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    ItemError,
    item_error::decode,
    wire::{self, Leaf, Scalar},
};
use crate::error::{ErrorCode, ErrorDetail};

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(default, deserialize_with = "wire::read")]
    code: Option<i64>,
    #[serde(default, deserialize_with = "wire::read")]
    title: Option<String>,
    #[serde(default, deserialize_with = "wire::read")]
    message: Option<String>,
    #[serde(borrow)]
    error_data: Option<&'a RawValue>,
    /// In older deliveries it stands here.
    #[serde(default, deserialize_with = "wire::read")]
    details: Option<String>,
    #[serde(default, deserialize_with = "wire::read")]
    href: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default, deserialize_with = "wire::read")]
    details: Option<String>,
}

/// Reads an error.
pub(super) fn read(raw: &RawValue) -> Result<ErrorDetail, ItemError> {
    let fields: Fields<'_> = decode("the error", raw)?;
    // Mostly an object, sometimes a bare text.
    let details = fields.error_data.and_then(|data| {
        let scalar = Scalar::of(data.get()).ok().flatten();
        scalar.and_then(String::from_scalar).or_else(|| {
            let data: Data = decode("`error_data`", data).ok()?;
            data.details
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

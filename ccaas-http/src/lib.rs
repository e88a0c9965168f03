#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod error;
mod id;
mod page;
pub mod read;
mod redact;
mod response;
pub mod signature;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "test-util")]
pub mod test_util;

pub use error::{BoxError, DecodeError, Error, InvalidRequest, VendorError};
pub use page::{EMPTY_PAGES_ALLOWED, Page, PageGuard, Pager};
pub use redact::{Pii, REDACTED};
pub use response::{
    MetaHeaders, RateLimit, Response, ResponseMeta, machine_code, parse_retry_after,
};
pub use signature::SignatureError;

#[cfg(feature = "client")]
pub use client::{
    BuildError, Call, Chunks, Clock, HttpClient, HttpClientBuilder, Multipart, RetryPolicy,
    SendBody, StreamedAnswer, Timeouts, Token, TokenCache, TokenStore, reqwest_client,
};

#[cfg(feature = "socket")]
pub use client::Socket;

#[doc(hidden)]
pub mod macro_support {
    pub use serde;
    pub use serde_json::value::RawValue;

    /// What [`open_enum!`](crate::open_enum) reads with.
    ///
    /// # Errors
    /// Anything but a text.
    pub fn text<'de, D: serde::Deserializer<'de>, T>(
        deserializer: D,
        make: fn(&str) -> T,
    ) -> Result<T, D::Error> {
        crate::read::text(deserializer, make)
    }
}

//! Amazon Connect: a Lambda function of a contact flow.
//!
//! A flow's block *AWS Lambda function* sends a [`ConnectEvent`] and takes what [`handle`]
//! answers: by default a flat map of strings ([`flat`]), as the block's response validation
//! `STRING_MAP` wants it, or nested JSON ([`nested`]) where it is set to `JSON`. The flow finds
//! both under `$.External`
//! ([docs](https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html)).

mod answer;
mod event;
mod handler;

pub use answer::{MAX_ANSWER_BYTES, flat, nested};
pub use event::{ConnectDetails, ConnectEvent, ContactData, Endpoint, Queue};
pub use handler::{BUDGET, handle};

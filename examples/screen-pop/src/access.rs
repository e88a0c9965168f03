//! Who a request comes from: an API key, a bearer token, or somebody who is signed in.

mod cors;
mod key;
mod staff;

pub(crate) use key::{OVER_LIMIT, Presented, guard, unauthorized};
pub(crate) use staff::{Access, Who, staff_or_key};

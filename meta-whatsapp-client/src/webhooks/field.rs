//! How fields are read and written, for `#[serde(with = "…")]`: read as [`ccaas_http::read`]
//! does it, written as they are.

use serde::{Serialize, Serializer};

pub(in crate::webhooks) fn plain<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

macro_rules! fields {
    ($($name:ident),*) => { $(
        pub(in crate::webhooks) mod $name {
            pub(in crate::webhooks) use super::plain as serialize;
            pub(in crate::webhooks) use ccaas_http::read::$name as deserialize;
        }
    )* };
}

fields!(exchanged, lenient, list, one_or_many, raw_list);

/// A time; written in seconds since 1970, with milliseconds only if there are some.
pub(in crate::webhooks) mod unix_time {
    use chrono::{DateTime, Utc};
    use serde::Serializer;

    pub(in crate::webhooks) use ccaas_http::read::time as deserialize;

    #[expect(clippy::ref_option, reason = "serde calls it with a reference")]
    pub(in crate::webhooks) fn serialize<S: Serializer>(
        time: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) if time.timestamp_subsec_millis() == 0 => {
                serializer.collect_str(&time.timestamp())
            }
            Some(time) => serializer.collect_str(&time.timestamp_millis()),
            None => serializer.serialize_none(),
        }
    }
}

//! Received objects: typed fields, and the JSON that they were read from.
//!
//! Every field is optional. One that is absent, null or not of the documented kind is
//! `None`, and the object's other fields survive; `raw()` shows what came.

pub(crate) use super::lenient::{Field, Fields, Lenient, lenient_through_serde};

/// Defines a received object.
///
/// Fields are `Option` or `Vec`; one whose name in JSON differs has it behind `=`. The
/// fields in the brackets at the end are those that `Debug` shows. A public object also
/// shows what it was read from; one without `pub` is a step on the way to others.
macro_rules! received {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $kind:ty $(= $key:literal)?,)*
        }
        debug [$($shown:ident),* $(,)?]
    ) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct $name {
            raw: Box<::serde_json::value::RawValue>,
            $($(#[$field_meta])* pub $field: $kind,)*
        }

        impl $name {
            /// The object as it came, with what this crate has no field for.
            #[must_use]
            pub fn raw(&self) -> &str {
                self.raw.get()
            }
        }

        impl $crate::management::received::Lenient for $name {
            fn read(raw: &::serde_json::value::RawValue) -> Option<Self> {
                let fields: $crate::management::received::Fields<'_> =
                    ::serde_json::from_str(raw.get()).ok()?;
                Some(Self {
                    raw: raw.to_owned(),
                    $($field: $crate::management::received::field!(fields, $field $($key)?),)*
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.raw.serialize(serializer)
            }
        }

        $crate::management::received::received!(@deserialize $name);
        ::ccaas_http::debug_allow_list!($name { $($shown),* });
    };
    (
        $(#[$meta:meta])*
        struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $kind:ty,)*
        }
    ) => {
        $(#[$meta])*
        struct $name {
            $($(#[$field_meta])* $field: $kind,)*
        }

        impl $crate::management::received::Lenient for $name {
            fn read(raw: &::serde_json::value::RawValue) -> Option<Self> {
                let fields: $crate::management::received::Fields<'_> =
                    ::serde_json::from_str(raw.get()).ok()?;
                Some(Self {
                    $($field: $crate::management::received::field!(fields, $field),)*
                })
            }
        }

        $crate::management::received::received!(@deserialize $name);
    };
    (@deserialize $name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let raw = Box::<::serde_json::value::RawValue>::deserialize(deserializer)?;
                $crate::management::received::Lenient::read(&raw)
                    .ok_or_else(|| ::serde::de::Error::custom("expected an object"))
            }
        }
    };
}
pub(crate) use received;

/// Reads a field by its own name, or by the one that it has in JSON.
macro_rules! field {
    ($fields:ident, $field:ident) => {
        $crate::management::received::Field::field($fields.get(stringify!($field)).copied())
    };
    ($fields:ident, $field:ident $key:literal) => {
        $crate::management::received::Field::field($fields.get($key).copied())
    };
}
pub(crate) use field;

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "what the macro defines is public")]

    use chrono::{DateTime, Utc};

    received! {
        /// For these tests.
        pub struct Thing {
            /// A text.
            pub name: Option<String>,
            /// A number.
            pub count: Option<i64>,
            /// A number with decimals.
            pub cost: Option<f64>,
            /// A flag.
            pub on: Option<bool>,
            /// A time.
            pub at: Option<DateTime<Utc>>,
            /// Of another name in JSON.
            pub kind: Option<String> = "type",
            /// Things inside.
            pub parts: Vec<Thing>,
        }
        debug [count]
    }

    fn read(text: &str) -> Thing {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn texts_and_numbers_stand_for_each_other() {
        for text in [
            r#"{"name":7,"count":"12","cost":"0.5","on":"true","at":"1795166040","type":"x"}"#,
            r#"{"name":"7","count":12,"cost":0.5,"on":true,"at":1795166040,"type":"x"}"#,
        ] {
            let thing = read(text);
            assert_eq!(thing.name.as_deref(), Some("7"));
            assert_eq!((thing.count, thing.cost), (Some(12), Some(0.5)));
            assert_eq!(thing.on, Some(true));
            assert_eq!(thing.at, DateTime::from_timestamp(1_795_166_040, 0));
            assert_eq!(thing.kind.as_deref(), Some("x"));
            assert_eq!(thing.raw(), text);
            assert_eq!(serde_json::to_string(&thing).unwrap(), text);
        }
    }

    #[test]
    fn the_graph_apis_times_are_read() {
        for text in ["2023-05-21T11:18:09+0000", "2023-05-21T13:18:09+02:00"] {
            let thing = read(&format!(r#"{{"at":"{text}"}}"#));
            assert_eq!(
                thing.at,
                DateTime::from_timestamp(1_684_667_889, 0),
                "{text}"
            );
        }
    }

    #[test]
    fn a_field_of_another_kind_is_absent_and_the_others_survive() {
        for text in [
            r#"{"name":"a","count":"many","cost":[],"on":1,"at":"soon","parts":7}"#,
            r#"{"name":"a","count":9223372036854775808,"on":{},"at":null,"parts":null}"#,
            r#"{"name":"a","later":{"b":[1]},"parts":[3,null]}"#,
        ] {
            let thing = read(text);
            assert_eq!(thing.name.as_deref(), Some("a"), "{text}");
            assert_eq!((thing.count, thing.cost, thing.on), (None, None, None));
            assert!(thing.at.is_none() && thing.parts.is_empty());
            assert_eq!(thing.raw(), text);
        }
    }

    #[test]
    fn a_single_item_is_a_list() {
        assert_eq!(read(r#"{"parts":{"count":1}}"#).parts[0].count, Some(1));
        let parts = read(r#"{"parts":[{"count":1},"x",{"count":2}]}"#).parts;
        assert_eq!(parts.len(), 2);
    }

    #[test]
    fn what_is_no_object_is_refused_without_quoting_it() {
        let error = serde_json::from_str::<Thing>(r#""canary""#).unwrap_err();
        assert!(!error.to_string().contains("canary"));
    }

    #[test]
    fn debug_shows_the_allowed_fields_only() {
        let printed = format!("{:?}", read(r#"{"name":"canary","count":3}"#));
        assert_eq!(printed, "Thing { count: Some(3), .. }");
    }
}

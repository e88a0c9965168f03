//! Newtypes for vendor ids.

/// Defines an opaque id type: a string that is never parsed and never defaulted.
///
/// The plain form prints itself. The `personal` form is for ids that are or contain
/// personal data (a phone number, a `wamid`): it has no `Display`, and its `Debug`
/// is redacted, so it cannot slip into a log line.
///
/// ```
/// ccaas_http::define_id! {
///     /// Identifies a queue.
///     pub QueueId
/// }
/// ccaas_http::define_id! {
///     /// The number that a customer writes from.
///     pub personal CustomerNumber
/// }
///
/// assert_eq!(QueueId::new("q-1").to_string(), "q-1");
/// assert_eq!(format!("{:?}", CustomerNumber::new("+15550100")), "CustomerNumber([redacted])");
/// assert_eq!(CustomerNumber::new("+15550100").as_str(), "+15550100");
/// ```
#[macro_export]
macro_rules! define_id {
    ($(#[$meta:meta])* $vis:vis personal $name:ident) => {
        $crate::define_id!(@common $(#[$meta])* $vis $name);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis $name:ident) => {
        $crate::define_id!(@common $(#[$meta])* $vis $name);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
    (@common $(#[$meta:meta])* $vis:vis $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, PartialEq, Eq, Hash, PartialOrd, Ord,
            $crate::macro_support::serde::Serialize,
            $crate::macro_support::serde::Deserialize,
        )]
        #[serde(crate = "ccaas_http::macro_support::serde", transparent)]
        $vis struct $name(String);

        impl $name {
            /// Takes the id as the vendor wrote it.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the vendor wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

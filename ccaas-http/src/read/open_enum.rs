//! Texts of which a vendor may have more tomorrow.

/// Defines a set of texts that may grow: one that is not known is kept as it is.
///
/// It is read from any text, and written as the same text again. Of a value with several
/// spellings (`Open = "open" | "OPEN"`) the first is written. `Debug` does not show a text
/// that is not known, since it may be anything.
///
/// ```
/// ccaas_http::open_enum! {
///     /// Where a call stands.
///     pub enum CallState {
///         /// It rings.
///         Ringing = "ringing",
///         /// It is over.
///         Ended = "ended",
///     }
/// }
///
/// let state: CallState = serde_json::from_str(r#""held""#)?;
/// assert_eq!(state, CallState::Unknown("held".to_owned()));
/// assert_eq!(CallState::from("ended"), CallState::Ended);
/// assert_eq!(serde_json::to_string(&state)?, r#""held""#);
/// assert_eq!(format!("{state:?} {:?}", CallState::Ended), "Unknown Ended");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident = $text:literal $(| $spelling:literal)*
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A value this version of the crate does not know.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The value as the vendor writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text $(| $spelling)* => Self::$variant, )*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self {
                    $( Self::$variant => stringify!($variant), )*
                    Self::Unknown(_) => "Unknown",
                })
            }
        }

        impl $crate::macro_support::serde::Serialize for $name {
            fn serialize<S: $crate::macro_support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::macro_support::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::macro_support::text(deserializer, |text| Self::from(text))
            }
        }
    };
}

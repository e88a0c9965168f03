//! An interaction, as received.

use ccaas_http::define_id;
use secrecy::SecretString;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use url::Url;

define_id! {
    /// Identifies an interaction.
    pub InteractionId
}

/// A video call, as received: when it is created, or as one side views it.
///
/// What the views contain is not documented, so nothing but the id is sure;
/// [`Interaction::raw`] shows everything that came.
#[derive(Clone)]
#[non_exhaustive]
pub struct Interaction {
    raw: Box<RawValue>,
    /// Its id.
    pub id: InteractionId,
    /// The visitor's ways into the call.
    pub visitor: InteractionUrls,
    /// The agent's ways into the call.
    pub agent: InteractionUrls,
}

/// The ways of one side into a call. Whoever has one can join.
///
/// The vendor's URLs may be relative; these are resolved against the environment. One
/// that is not a web address is `None`.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InteractionUrls {
    /// The whole URL.
    pub full_url: Option<Url>,
    /// The short URL.
    pub short_url: Option<Url>,
}

/// What the older endpoint answers to a visitor.
#[derive(Clone)]
#[non_exhaustive]
pub struct InteractionByVisitor {
    raw: Box<RawValue>,
    /// Its id.
    pub id: InteractionId,
    /// The vendor's `eotip`, which opens the visitor's data.
    pub eotip: Option<SecretString>,
}

ccaas_http::debug_allow_list!(Interaction { id });
ccaas_http::debug_allow_list!(InteractionUrls {});
ccaas_http::debug_allow_list!(InteractionByVisitor { id });

impl Interaction {
    /// The whole answer as JSON. It holds ways into the call, and may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }
}

impl InteractionByVisitor {
    /// The whole answer as JSON. It holds a secret.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }
}

/// Writes what was received.
impl Serialize for Interaction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

#[cfg(feature = "client")]
mod reading {
    use ccaas_http::{
        DecodeError,
        read::{filled, json, lenient},
    };
    use serde::Deserialize;
    use serde_json::value::RawValue;
    use url::Url;

    use super::{Interaction, InteractionByVisitor, InteractionId, InteractionUrls};
    use crate::environment::web_url;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Fields {
        #[serde(default, deserialize_with = "filled")]
        interaction_id: Option<InteractionId>,
        #[serde(default, deserialize_with = "lenient")]
        visitor: Option<Side>,
        #[serde(default, deserialize_with = "lenient")]
        agent: Option<Side>,
        #[serde(default, deserialize_with = "filled")]
        eotip: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Side {
        #[serde(default, deserialize_with = "filled")]
        full_url: Option<String>,
        #[serde(default, deserialize_with = "filled")]
        short_url: Option<String>,
    }

    impl Fields {
        fn id(&self) -> Result<InteractionId, DecodeError> {
            self.interaction_id.clone().ok_or(DecodeError::Field {
                field: "interactionId",
            })
        }
    }

    impl Interaction {
        /// Reads an interaction; `known` is its id if the request named it.
        pub(in super::super) fn read(
            raw: Box<RawValue>,
            base: &Url,
            known: Option<&InteractionId>,
        ) -> Result<Self, DecodeError> {
            let fields: Fields = json(raw.get().as_bytes())?;
            let id = fields.id().or_else(|error| known.cloned().ok_or(error))?;
            let url = |url: Option<String>| web_url(base, &url?);
            let urls = |side: Option<Side>| {
                side.map_or_else(InteractionUrls::default, |side| InteractionUrls {
                    full_url: url(side.full_url),
                    short_url: url(side.short_url),
                })
            };
            Ok(Self {
                id,
                visitor: urls(fields.visitor),
                agent: urls(fields.agent),
                raw,
            })
        }
    }

    impl InteractionByVisitor {
        pub(in super::super) fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
            let fields: Fields = json(raw.get().as_bytes())?;
            Ok(Self {
                id: fields.id()?,
                eotip: fields.eotip.map(Into::into),
                raw,
            })
        }
    }
}

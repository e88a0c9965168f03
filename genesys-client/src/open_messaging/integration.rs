//! Open Messaging integrations: where Genesys Cloud sends its messages.

use std::collections::BTreeMap;

use ccaas_http::{
    InvalidRequest, debug_allow_list, open_enum,
    read::{filled, lenient, list, map, required, secret, time},
};
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use crate::{error_body::ErrorBody, ids::IntegrationId, reference::DomainEntityRef};

/// The vendor takes secrets that are longer than this.
const SHORTEST_SECRET: usize = 15;

/// Which integrations to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListOpenIntegrations {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many integrations a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// What to tell in full, such as `supportedContent`.
    pub expand: Option<String>,
}

/// An integration: a webhook of a middleware, and the secret that it is signed with.
///
/// Its `Debug` shows no secret and no header.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OpenIntegration {
    /// The integration's id.
    #[serde(deserialize_with = "required")]
    pub id: IntegrationId,
    /// The integration's name.
    #[serde(default, deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Which files are let through.
    #[serde(default, deserialize_with = "lenient")]
    pub supported_content: Option<SupportedContent>,
    /// What else is let through, such as typing.
    #[serde(default, deserialize_with = "lenient")]
    pub messaging_setting: Option<DomainEntityRef>,
    /// Where Genesys Cloud sends its messages.
    #[serde(default, deserialize_with = "filled")]
    pub outbound_notification_webhook_url: Option<String>,
    /// What it signs them with.
    #[serde(default, deserialize_with = "secret")]
    pub outbound_notification_webhook_signature_secret_token: Option<SecretString>,
    /// The headers that it adds.
    #[serde(default, deserialize_with = "map")]
    pub webhook_headers: BTreeMap<String, String>,
    /// Whether it works: `active`.
    #[serde(default, deserialize_with = "filled")]
    pub status: Option<String>,
    /// What a flow is bound to.
    #[serde(default, deserialize_with = "lenient")]
    pub recipient: Option<DomainEntityRef>,
    /// When it was created.
    #[serde(default, deserialize_with = "time")]
    pub date_created: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "time")]
    pub date_modified: Option<DateTime<Utc>>,
    /// Who created it.
    #[serde(default, deserialize_with = "lenient")]
    pub created_by: Option<DomainEntityRef>,
    /// Who changed it last.
    #[serde(default, deserialize_with = "lenient")]
    pub modified_by: Option<DomainEntityRef>,
    /// How far its creation is.
    #[serde(default, deserialize_with = "filled")]
    pub create_status: Option<CreateStatus>,
    /// Why its creation failed.
    #[serde(default, deserialize_with = "lenient")]
    pub create_error: Option<ErrorBody>,
    /// The path under which it can be read.
    #[serde(default, deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(OpenIntegration {
    id,
    name,
    supported_content,
    status,
    create_status,
    create_error,
});

/// Which files an integration lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct SupportedContent {
    /// The profile's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// The profile's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The files; told only if the vendor was asked to.
    #[serde(deserialize_with = "lenient")]
    pub media_types: Option<MediaTypes>,
}

/// The kinds of files that are let through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MediaTypes {
    /// By direction.
    #[serde(deserialize_with = "lenient")]
    pub allow: Option<MediaTypeAccess>,
}

/// The kinds of files that are let through, by direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MediaTypeAccess {
    /// From customers.
    #[serde(deserialize_with = "list")]
    pub inbound: Vec<AllowedMediaType>,
    /// To customers.
    #[serde(deserialize_with = "list")]
    pub outbound: Vec<AllowedMediaType>,
}

/// One kind of files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AllowedMediaType {
    /// The MIME type, such as `image/jpeg`, `image/*` or `*/*`.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<String>,
}

open_enum! {
    /// How far the creation of an integration is.
    pub enum CreateStatus {
        /// It is not done.
        Initiated = "Initiated",
        /// It is done.
        Completed = "Completed",
        /// It failed.
        Error = "Error",
    }
}

/// An integration to create.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateOpenIntegration {
    /// The name.
    pub name: String,
    /// Where Genesys Cloud is to send its messages; on port 443.
    pub outbound_notification_webhook_url: String,
    /// What it is to sign them with; longer than 15 characters.
    #[serde(serialize_with = "expose")]
    pub outbound_notification_webhook_signature_secret_token: SecretString,
    /// The headers that it is to add.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub webhook_headers: BTreeMap<String, String>,
    /// Which files are let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_content: Option<DomainEntityRef>,
    /// What else is let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messaging_setting: Option<DomainEntityRef>,
}
debug_allow_list!(CreateOpenIntegration {
    name,
    supported_content,
    messaging_setting,
});

impl CreateOpenIntegration {
    /// An integration that sends to a URL, signed with a secret.
    #[must_use]
    pub fn new(name: impl Into<String>, url: impl Into<String>, secret: SecretString) -> Self {
        Self {
            name: name.into(),
            outbound_notification_webhook_url: url.into(),
            outbound_notification_webhook_signature_secret_token: secret,
            webhook_headers: BTreeMap::new(),
            supported_content: None,
            messaging_setting: None,
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no name, or the secret is too short.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        check_name(&self.name)?;
        check_secret(&self.outbound_notification_webhook_signature_secret_token)
    }
}

/// What to change of an integration; what is `None` stays.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateOpenIntegration {
    /// The name, which the vendor always wants to be told.
    pub name: String,
    /// Where Genesys Cloud is to send its messages; on port 443.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_notification_webhook_url: Option<String>,
    /// What it is to sign them with; longer than 15 characters.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "expose_some"
    )]
    pub outbound_notification_webhook_signature_secret_token: Option<SecretString>,
    /// The headers that it is to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_headers: Option<BTreeMap<String, String>>,
    /// Which files are let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_content: Option<DomainEntityRef>,
    /// What else is let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messaging_setting: Option<DomainEntityRef>,
}
debug_allow_list!(UpdateOpenIntegration {
    name,
    supported_content,
    messaging_setting,
});

impl UpdateOpenIntegration {
    /// A change of the name alone, if it is another one.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            outbound_notification_webhook_url: None,
            outbound_notification_webhook_signature_secret_token: None,
            webhook_headers: None,
            supported_content: None,
            messaging_setting: None,
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no name, or the secret is too short.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        check_name(&self.name)?;
        match &self.outbound_notification_webhook_signature_secret_token {
            Some(secret) => check_secret(secret),
            None => Ok(()),
        }
    }
}

fn check_name(name: &str) -> Result<(), InvalidRequest> {
    match name.trim() {
        "" => Err(InvalidRequest::new("name", "must not be empty")),
        _ => Ok(()),
    }
}

fn check_secret(secret: &SecretString) -> Result<(), InvalidRequest> {
    if secret.expose_secret().chars().count() > SHORTEST_SECRET {
        return Ok(());
    }
    Err(InvalidRequest::new(
        "outboundNotificationWebhookSignatureSecretToken",
        "must be longer than 15 characters",
    ))
}

/// A secret is written to the vendor only.
fn expose<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

fn expose_some<S: Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => expose(secret, serializer),
        None => serializer.serialize_none(),
    }
}

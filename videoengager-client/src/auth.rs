//! Signing in.
//!
//! | What | Endpoint |
//! |---|---|
//! | [`Partner`] | `GET /api/partners/impersonate/{pak}/{externalId}/{email}` |

#[cfg(feature = "client")]
mod impersonate;

use secrecy::SecretString;

#[cfg(feature = "client")]
pub(crate) use impersonate::impersonate;

/// A partner's credentials: they sign in as one agent of the tenant.
///
/// The PAK (partner API key) opens the whole tenant: keep it on the server.
#[derive(Clone)]
pub struct Partner {
    /// The partner API key.
    pub pak: SecretString,
    /// The partner's id of the organisation, `externalId`.
    pub external_id: String,
    /// The agent to act as: an e-mail address, or an agent id.
    pub email: String,
}

impl Partner {
    /// The credentials of one agent.
    pub fn new(
        pak: impl Into<SecretString>,
        external_id: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        Self {
            pak: pak.into(),
            external_id: external_id.into(),
            email: email.into(),
        }
    }
}

ccaas_http::debug_allow_list!(Partner {});

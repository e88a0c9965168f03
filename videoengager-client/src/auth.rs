//! Signing in.
//!
//! | What | Endpoint |
//! |---|---|
//! | [`Partner`] | `GET /api/partners/impersonate/{pak}/{externalId}/{email}` |
//! | [`LocalLogin`] | `POST /auth/local` |
//! | [`ImpersonateCreate`] | `POST /api/partners/impersonateCreate` |

#[cfg(feature = "client")]
mod account;
#[cfg(feature = "client")]
mod answer;
#[cfg(feature = "client")]
mod impersonate;
#[cfg(feature = "client")]
mod impersonate_create;
#[cfg(feature = "client")]
mod local;

use secrecy::SecretString;

#[cfg(feature = "client")]
pub(crate) use account::Account;

/// Credentials of any kind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Login {
    /// A partner's key, as an agent who exists.
    Partner(Partner),
    /// An account's own password.
    Local(LocalLogin),
    /// A partner's key, as an agent who is created if need be.
    ImpersonateCreate(ImpersonateCreate),
}

impl From<Partner> for Login {
    fn from(partner: Partner) -> Self {
        Self::Partner(partner)
    }
}

impl From<LocalLogin> for Login {
    fn from(login: LocalLogin) -> Self {
        Self::Local(login)
    }
}

impl From<ImpersonateCreate> for Login {
    fn from(login: ImpersonateCreate) -> Self {
        Self::ImpersonateCreate(login)
    }
}

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

/// An account's own e-mail address and password.
#[derive(Clone)]
pub struct LocalLogin {
    /// The account's e-mail address.
    pub email: String,
    /// The account's password.
    pub password: SecretString,
}

impl LocalLogin {
    /// The credentials of one account.
    pub fn new(email: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self {
            email: email.into(),
            password: password.into(),
        }
    }
}

/// A partner's key and an agent, whom the service creates if there is none.
///
/// Since it may create one, this sign-in is not repeated after a failure that may have
/// had an effect.
#[derive(Clone)]
pub struct ImpersonateCreate {
    /// The partner API key.
    pub pak: SecretString,
    /// The agent's e-mail address.
    pub email: String,
    /// The division that the agent belongs to.
    pub division: String,
}

impl ImpersonateCreate {
    /// The credentials of one agent of a division.
    pub fn new(
        pak: impl Into<SecretString>,
        email: impl Into<String>,
        division: impl Into<String>,
    ) -> Self {
        Self {
            pak: pak.into(),
            email: email.into(),
            division: division.into(),
        }
    }
}

ccaas_http::debug_allow_list!(Partner {});
ccaas_http::debug_allow_list!(LocalLogin {});
ccaas_http::debug_allow_list!(ImpersonateCreate {});

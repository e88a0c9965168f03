//! A second factor that was just made, to be shown once.

use std::fmt;

use anyhow::Context;

use super::{normal, totp::TotpKey};

/// A new second factor. What is shown of it is made before it is stored: nobody could sign in
/// with one that cannot be shown.
pub struct Factor {
    key: TotpKey,
    url: String,
}

impl fmt::Debug for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Factor(..)")
    }
}

impl Factor {
    pub(super) fn of(server: &str, email: &str) -> anyhow::Result<Self> {
        let key = TotpKey::random()?;
        let url = key.url(server, &normal(email));
        let url = url.context("the address cannot stand in an otpauth URL")?;
        Ok(Self { key, url })
    }

    pub(super) fn totp(&self) -> &TotpKey {
        &self.key
    }

    /// What people type into an authenticator app.
    #[must_use]
    pub fn key(&self) -> String {
        self.key.base32()
    }

    /// The address that authenticator apps read, often as a QR code.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

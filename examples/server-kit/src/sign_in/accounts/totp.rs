//! The second factor: codes of an authenticator app (RFC 6238).

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};
use totp_rs::{Builder, Secret, Totp};

/// As many as RFC 4226 recommends.
const KEY_BYTES: usize = 20;

/// The key that an account shares with an authenticator app.
pub(super) struct TotpKey(SecretSlice<u8>);

impl fmt::Debug for TotpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpKey(..)")
    }
}

impl TotpKey {
    fn new(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    /// Reads what [`base32`](Self::base32) wrote.
    pub(super) fn read(base32: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(base32).ok()?;
        Some(Self::new(secret.as_bytes().to_vec()))
    }

    /// A key by which no code is right.
    pub(super) fn of_nobody() -> Self {
        Self::new(Vec::new())
    }

    pub(super) fn random() -> anyhow::Result<Self> {
        let mut bytes = vec![0; KEY_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self::new(bytes))
    }

    fn bytes(&self) -> &[u8] {
        self.0.expose_secret()
    }

    /// The time step that the code belongs to: the current one, or one beside it, for
    /// clocks that are not exact.
    pub(super) fn step_of(&self, code: &str, unix_seconds: u64) -> Option<u64> {
        let digits: String = code.split_whitespace().collect();
        self.totp("", "")?.check(&digits, unix_seconds)
    }

    /// The address that authenticator apps read, often as a QR code.
    pub(super) fn url(&self, issuer: &str, email: &str) -> Option<String> {
        let plain = |text: &str| text.replace(':', " ");
        self.totp(&plain(issuer), &plain(email))?.to_url().ok()
    }

    /// The key as people type it in, and as it is stored.
    pub(super) fn base32(&self) -> String {
        Secret::from(self.bytes()).to_base32()
    }

    /// None if the key is too short for one.
    fn totp(&self, issuer: &str, account: &str) -> Option<Totp> {
        let builder = Builder::new().with_secret(self.bytes());
        let builder = builder.with_account_name(account);
        let issuer = Some(issuer).filter(|issuer| !issuer.is_empty());
        builder.with_issuer(issuer).build().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 6238, appendix B.
    fn key() -> TotpKey {
        TotpKey::new(b"12345678901234567890".to_vec())
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // Its codes have eight digits; six are the last of them.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(key().step_of(code, time), Some(time / 30), "{time}");
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_wrong() {
        let step = 1_234_567_890 / 30;
        let at = |step: u64| key().step_of("005 924", step * 30);

        assert_eq!([at(step - 1), at(step), at(step + 1)], [Some(step); 3]);
        assert_eq!([at(step - 2), at(step + 2)], [None; 2]);
    }

    #[test]
    fn what_is_no_code_belongs_to_no_step() {
        for code in ["", "5924", "0059245", "00592a", "０05924", "005925"] {
            assert_eq!(key().step_of(code, 1_234_567_890), None, "{code:?}");
        }
        let nobody = TotpKey::of_nobody();
        assert_eq!(nobody.step_of("005924", 1_234_567_890), None);
    }

    #[test]
    fn an_app_is_told_whose_key_it_is() {
        let url = key().url("Desk: one", "ana@example.com").unwrap();

        assert!(url.starts_with("otpauth://totp/Desk"), "{url}");
        assert!(url.contains("ana%40example.com"), "{url}");
        assert!(url.contains(&key().base32()), "{url}");
        assert_eq!(key().base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            TotpKey::read(&key().base32()).unwrap().bytes(),
            key().bytes()
        );
    }

    #[test]
    fn keys_are_random_and_debug_shows_none() {
        let (one, two) = (TotpKey::random().unwrap(), TotpKey::random().unwrap());

        assert_ne!(one.bytes(), two.bytes());
        assert_eq!(one.bytes().len(), 20);
        assert_eq!(format!("{one:?}"), "TotpKey(..)");
    }
}

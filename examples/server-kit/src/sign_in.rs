//! Signing in: sessions in a signed cookie, passwords, and no writes from other sites.

#[cfg(feature = "accounts")]
pub mod accounts;
pub mod cookie;
pub mod cross_site;
pub mod hash_password;
pub mod password;
pub mod session;
pub mod settings;

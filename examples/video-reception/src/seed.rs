//! Invented staff for a trial.

use chrono::Utc;
use server_kit::sign_in::{accounts::NewAccount, password::PasswordHash};

use crate::{
    staff::{Directory, STAFF},
    store::Profile,
};

/// The password of the invented staff.
pub const PASSWORD: &str = "demo123";
/// Names, departments and addresses.
pub const STAFF_OF_SANDBOX: [(&str, &str, &str); 3] = [
    ("Alex Agent", "Front desk", "alex@example.com"),
    ("Dana Desk", "Billing", "dana@example.com"),
    ("Sam Specialist", "Technical help", "sam@example.com"),
];

/// Makes the accounts that are not there yet.
///
/// # Errors
/// If nothing can be written.
pub async fn plant(directory: &Directory) -> anyhow::Result<()> {
    let mut hash = None;
    for (name, department, email) in STAFF_OF_SANDBOX {
        if directory.accounts().by_email(email).await?.is_some() {
            continue;
        }
        let password = match &hash {
            Some(hash) => PasswordHash::clone(hash),
            None => {
                let hashing = tokio::task::spawn_blocking(|| PasswordHash::of(&PASSWORD.into()));
                hash.insert(hashing.await??).clone()
            }
        };
        let new = NewAccount {
            email: email.to_owned(),
            role: STAFF.to_owned(),
            password,
            genesys_user_id: None,
        };
        let profile = Profile {
            name: name.to_owned(),
            department: department.to_owned(),
        };
        directory.add(&new, Some(profile), Utc::now()).await?;
    }
    tracing::warn!("a sandbox: its staff signs in with {PASSWORD}, which everybody can look up");
    Ok(())
}

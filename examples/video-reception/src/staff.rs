//! The staff: accounts, what visitors see of them, and their tokens.

use std::{fmt, net::IpAddr, sync::Arc};

use chrono::{DateTime, Utc};
use server_kit::{
    sign_in::accounts::{
        Account, Accounts, NewAccount,
        check::{CredentialCheck, Credentials, Refused},
    },
    text,
};
use signaling_core::{Staff, StaffId, Text};

use crate::{
    store::{Profile, Store},
    token::{Claims, Tokens},
};

/// The roles, from the one that may least to the one that may most.
pub const ROLES: &[&str] = &["staff", "admin"];
/// Takes calls.
pub const STAFF: &str = "staff";
/// Looks after the staff, too.
pub const ADMIN: &str = "admin";

/// Where somebody works of whom nothing else was said.
const DEPARTMENT: &str = "Reception";

/// Somebody of the staff.
#[derive(Clone)]
pub struct Member {
    /// Their account.
    pub account: Account,
    /// What visitors see of them.
    pub profile: Profile,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Member").field(&self.account).finish()
    }
}

impl Member {
    fn new(account: Account, profile: Option<Profile>) -> Self {
        let profile = profile.unwrap_or_else(|| Profile {
            name: name_of(&account.email),
            department: DEPARTMENT.to_owned(),
        });
        Self { account, profile }
    }

    /// Whether they can be called at all.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.account.disabled && ROLES.contains(&self.account.role.name())
    }

    /// Them, as the reception knows them.
    #[must_use]
    pub fn to_staff(&self) -> Staff {
        Staff {
            id: StaffId::new(self.account.id.as_str()),
            name: Text::new(self.profile.name.as_str()),
            email: Text::new(self.account.email.as_str()),
            department: Text::new(self.profile.department.as_str()),
            role: Text::new(self.account.role.name()),
        }
    }
}

/// What is before the `@`, with a capital letter.
fn name_of(email: &str) -> String {
    let name = email.split('@').next().unwrap_or_default();
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The longest name and department, in characters.
const LONGEST: usize = 100;

/// What visitors are to see of somebody, as it was typed in.
///
/// # Errors
/// What is wrong with it.
pub fn profile_from(name: &str, department: &str) -> Result<Profile, Vec<String>> {
    let mut problems = Vec::new();
    for (label, written) in [("Name", name), ("Department", department)] {
        problems.extend(text::problems(text::trimmed(written), label, LONGEST));
        if !written.chars().any(text::is_visible) {
            problems.push(format!("{label} is required"));
        }
    }
    match problems.is_empty() {
        true => Ok(Profile {
            name: text::trimmed(name).to_owned(),
            department: text::trimmed(department).to_owned(),
        }),
        false => Err(problems),
    }
}

/// Somebody who has shown who they are.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub member: Member,
    /// What their token says.
    pub claims: Claims,
}

/// Knows the staff. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Directory {
    check: CredentialCheck,
    store: Store,
    tokens: Arc<Tokens>,
}

impl Directory {
    /// The staff whose accounts these are.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new(accounts: Accounts, store: Store, tokens: Arc<Tokens>) -> anyhow::Result<Self> {
        Ok(Self {
            check: CredentialCheck::new(accounts)?,
            store,
            tokens,
        })
    }

    /// Their accounts.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        self.check.accounts()
    }

    /// Where it is kept what visitors see of them.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Their tokens.
    #[must_use]
    pub fn tokens(&self) -> &Arc<Tokens> {
        &self.tokens
    }

    /// Signs somebody in who comes from this address.
    ///
    /// # Errors
    /// Says why not, as much as whoever tries may know.
    pub async fn sign_in(&self, from: IpAddr, given: Credentials) -> Result<SignedIn, Refused> {
        let account = self.check.check(from, given).await?;
        let claims = Claims::of(&account, Utc::now());
        let member = self.member(account).await.map_err(Refused::Store)?;
        Ok(SignedIn { member, claims })
    }

    /// Whose token this is, if it is good: not expired, not signed out, and of an account that
    /// has been left as it was.
    ///
    /// # Errors
    /// If the databases cannot be read.
    pub async fn by_token(&self, token: &str) -> Result<Option<SignedIn>, sqlx::Error> {
        let Some(claims) = self.tokens.read(token) else {
            return Ok(None);
        };
        let accounts = self.accounts();
        let Some(account) = accounts.current(&claims.sub, claims.rev).await? else {
            return Ok(None);
        };
        if self.store.is_signed_out(&claims.jti).await? {
            return Ok(None);
        }
        let member = self.member(account).await?;
        Ok(Some(SignedIn { member, claims }))
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn sign_out(&self, claims: &Claims) -> Result<(), sqlx::Error> {
        let until = claims.exp.saturating_add(1).saturating_mul(1000);
        self.store.sign_out(&claims.jti, until).await
    }

    /// Everybody, by e-mail address, whether they can sign in or not.
    ///
    /// # Errors
    /// If the databases cannot be read.
    pub async fn all(&self) -> Result<Vec<Member>, sqlx::Error> {
        let mut profiles = self.store.profiles().await?;
        let accounts = self.accounts().list().await?;
        let members = accounts.into_iter().map(|account| {
            let profile = profiles.remove(&account.id);
            Member::new(account, profile)
        });
        Ok(members.collect())
    }

    /// The member with this account.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn member(&self, account: Account) -> Result<Member, sqlx::Error> {
        let profile = self.store.profile(&account.id).await?;
        Ok(Member::new(account, profile))
    }

    /// Adds somebody, unless their address has an account.
    ///
    /// # Errors
    /// If the role is none, the address is none, or nothing can be written.
    pub async fn add(
        &self,
        new: &NewAccount,
        profile: Option<Profile>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<Member>> {
        if !self.accounts().add(new, now).await? {
            return Ok(None);
        }
        let Some(account) = self.accounts().by_email(&new.email).await? else {
            return Ok(None);
        };
        if let Some(profile) = &profile {
            self.store.put_profile(&account.id, profile).await?;
        }
        Ok(Some(Member::new(account, profile)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_name_is_called_by_their_address() {
        for (email, name) in [
            ("staff@demo.com", "Staff"),
            ("élodie.k@example.com", "Élodie.k"),
        ] {
            assert_eq!(name_of(email), name);
        }
    }
}

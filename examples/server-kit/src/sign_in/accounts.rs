//! Accounts in `DATA_DIR/accounts.db`: who may sign in, in which role.

mod attempts;
pub mod check;
pub mod desk;
mod factor;
pub mod routes;
pub mod settings;
mod totp;
pub mod users;

pub use factor::Factor;

use std::{fmt, path::Path, sync::Arc};

use anyhow::{Context, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use sqlx::{Row, sqlite::SqliteRow};

use self::totp::TotpKey;
use super::password::PasswordHash;
use crate::{
    audit::By,
    seal::Sealer,
    settings::make_data_dir,
    sqlite::{Database, Migration},
};

const FILE: &str = "accounts.db";
const MIGRATIONS: [Migration; 1] = [Migration {
    version: 1,
    description: "accounts",
    sql: include_str!("../../migrations/accounts/0001_accounts.sql"),
}];
/// What a key is sealed as.
const TOTP: &str = "totp";
/// How many accounts are read at once.
const PAGE: i64 = 500;
/// The longest e-mail address, in bytes.
const MAX_EMAIL: usize = 254;

const INSERT: &str = "INSERT INTO accounts (id, email, role, password_hash, totp_key, \
    genesys_user_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const BY_ID: &str = "SELECT * FROM accounts WHERE id = $1";
const BY_EMAIL: &str = "SELECT * FROM accounts WHERE email = $1";
const LIST: &str = "SELECT * FROM accounts WHERE email > $1 ORDER BY email LIMIT $2";
const DISABLE: &str =
    "UPDATE accounts SET disabled = 1, revision = revision + 1 WHERE email = $1 AND disabled = 0";
const SET_PASSWORD: &str = "UPDATE accounts SET password_hash = $2, disabled = 0, \
    revision = revision + 1 WHERE email = $1";
const SET_TOTP: &str = "UPDATE accounts SET totp_key = $2, totp_step = 0, \
    revision = revision + 1 WHERE id = $1";
const SET_ROLE: &str =
    "UPDATE accounts SET role = $2, revision = revision + 1 WHERE id = $1 AND role <> $2";
const REMOVE: &str = "DELETE FROM accounts WHERE id = $1";
const USE_STEP: &str = "UPDATE accounts SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
#[cfg(test)]
const STATEMENTS: [&str; 10] = [
    INSERT,
    BY_ID,
    BY_EMAIL,
    LIST,
    DISABLE,
    SET_PASSWORD,
    SET_TOTP,
    SET_ROLE,
    REMOVE,
    USE_STEP,
];

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifies it, whatever its address becomes.
    pub id: String,
    /// The e-mail address, in lower case.
    pub email: String,
    /// One of the server's roles.
    pub role: Role,
    /// The same person at Genesys Cloud.
    pub genesys_user_id: Option<String>,
    /// Whether signing in takes a code, too.
    pub has_totp: bool,
    /// Whether it may not sign in any more.
    pub disabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    revision: i64,
}

impl Account {
    /// Counts what ends all sessions: another password, role or second factor, being disabled.
    /// Whoever was let in with another revision has to sign in again.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// Whether it may do what this role may: its own is the same, or comes after it in the
    /// server's list.
    #[must_use]
    pub fn may(&self, accounts: &Accounts, role: &str) -> bool {
        let least = accounts.role(role);
        !self.disabled && least.is_some_and(|least| self.role >= least)
    }

    /// How the audit calls it.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        By {
            role: self.role.name(),
            account: Some(&self.id),
        }
    }
}

// The address is personal.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("role", &self.role)
            .field("disabled", &self.disabled)
            .finish_non_exhaustive()
    }
}

/// A role of the server, and how much it may among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Role {
    rank: Option<usize>,
    name: &'static str,
}

impl Role {
    /// Its name; empty for one that the server does not know any more, which may nothing.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }
}

/// What a new account is made from.
#[derive(Clone)]
pub struct NewAccount {
    /// The e-mail address to sign in with.
    pub email: String,
    /// Its role, by name.
    pub role: String,
    /// Its password.
    pub password: PasswordHash,
    /// The same person at Genesys Cloud.
    pub genesys_user_id: Option<String>,
}

// The address is personal.
impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount")
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// The accounts of one server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Accounts {
    database: Database,
    sealer: Arc<Sealer>,
    roles: &'static [&'static str],
}

/// An account with what it takes to sign in.
struct Secrets {
    account: Account,
    password: Option<PasswordHash>,
    totp: Option<TotpKey>,
}

impl Accounts {
    /// Opens `accounts.db` in this folder, and makes it if it is missing. Keys of second
    /// factors are sealed. The server's roles are listed from the one that may least to the
    /// one that may most.
    ///
    /// # Errors
    /// If the folder cannot be written, or the file is no database of accounts.
    pub async fn open(
        data_dir: &Path,
        sealer: Sealer,
        roles: &'static [&'static str],
    ) -> anyhow::Result<Self> {
        let file = data_dir.join(FILE);
        make_data_dir(data_dir)?;
        let failed = || format!("could not open {}", file.display());
        let database = Database::open(&file, &MIGRATIONS).await;
        let database = database.with_context(failed)?;
        Ok(Self {
            database,
            sealer: Arc::new(sealer),
            roles,
        })
    }

    /// The database, for `/readyz` and to close it at the end.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The role of this name, if the server has it.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<Role> {
        let rank = self.roles.iter().position(|role| *role == name)?;
        Some(Role {
            rank: Some(rank),
            name: self.roles[rank],
        })
    }

    fn known_role(&self, name: &str) -> anyhow::Result<Role> {
        self.role(name).with_context(|| {
            let roles = self.roles.join(", ");
            format!("{name:?} is no role of this server; it has {roles}")
        })
    }

    /// Makes an account, unless its address has one: `false` then.
    ///
    /// # Errors
    /// If the role is none of the server's, the address is none, or nothing can be written.
    pub async fn add(&self, new: &NewAccount, now: DateTime<Utc>) -> anyhow::Result<bool> {
        self.insert(new, None, now).await
    }

    /// Makes the account of `ADMIN_EMAIL` with all rights, unless its address has one.
    ///
    /// # Errors
    /// If the address is none, or nothing can be written.
    pub async fn add_first(
        &self,
        email: &str,
        password: PasswordHash,
        genesys_user_id: Option<String>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let role = self.roles.last().copied().unwrap_or_default();
        let new = NewAccount {
            email: email.to_owned(),
            role: role.to_owned(),
            password,
            genesys_user_id,
        };
        self.add(&new, now).await.context("ADMIN_EMAIL")
    }

    async fn insert(
        &self,
        new: &NewAccount,
        totp: Option<&TotpKey>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<bool> {
        let email = normal(&new.email);
        ensure!(
            is_email(&email),
            "an account needs an e-mail address like ana@example.com"
        );
        let role = self.known_role(&new.role)?;
        let id = uuid::Uuid::new_v4().to_string();
        let totp = totp.map(|key| self.seal(&id, key));
        let made = sqlx::query(INSERT)
            .bind(id)
            .bind(email)
            .bind(role.name)
            .bind(new.password.phc())
            .bind(totp)
            .bind(new.genesys_user_id.as_deref())
            .bind(now.to_rfc3339_opts(SecondsFormat::Secs, true));
        Ok(self.database.write(made).await? == 1)
    }

    /// All accounts, by address.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub async fn list(&self) -> Result<Vec<Account>, sqlx::Error> {
        let mut all: Vec<Account> = Vec::new();
        loop {
            let last = all.last().map(|account| account.email.clone());
            let page = sqlx::query(LIST).bind(last.unwrap_or_default()).bind(PAGE);
            let rows = page.fetch_all(self.database.reader()).await?;
            if rows.is_empty() {
                return Ok(all);
            }
            for row in &rows {
                all.push(self.read(row)?);
            }
        }
    }

    /// Takes the right to sign in from an account, and ends its sessions, also when the
    /// server runs in another process. `false` if there is none, or it was disabled before.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn disable(&self, email: &str) -> Result<bool, sqlx::Error> {
        let disable = sqlx::query(DISABLE).bind(normal(email));
        Ok(self.database.write(disable).await? == 1)
    }

    /// Gives an account another password, ends its sessions, and lets it sign in again if it
    /// was disabled. `false` if there is none.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn set_password(
        &self,
        email: &str,
        password: &PasswordHash,
    ) -> Result<bool, sqlx::Error> {
        let set = sqlx::query(SET_PASSWORD).bind(normal(email));
        Ok(self.database.write(set.bind(password.phc())).await? == 1)
    }

    /// Gives an account a second factor in place of the one that it may have, and ends its
    /// sessions. None if there is no such account. `server` is the name that authenticator
    /// apps show.
    ///
    /// # Errors
    /// If there is no randomness, the address cannot stand in an URL, or nothing can be written.
    pub async fn give_factor(&self, email: &str, server: &str) -> anyhow::Result<Option<Factor>> {
        let factor = Factor::of(server, email)?;
        let given = self.set_totp(email, factor.totp()).await?;
        Ok(given.then_some(factor))
    }

    async fn set_totp(&self, email: &str, key: &TotpKey) -> Result<bool, sqlx::Error> {
        let Some(Secrets { account, .. }) = self.secrets(email).await? else {
            return Ok(false);
        };
        let sealed = self.seal(&account.id, key);
        let set = sqlx::query(SET_TOTP).bind(account.id).bind(sealed);
        Ok(self.database.write(set).await? == 1)
    }

    /// Gives an account another role, and ends its sessions. `false` if there is none, or it
    /// has that role.
    ///
    /// # Errors
    /// If the role is none of the server's, or nothing can be written.
    pub async fn set_role(&self, id: &str, role: &str) -> anyhow::Result<bool> {
        let role = self.known_role(role)?;
        let set = sqlx::query(SET_ROLE).bind(id.to_owned()).bind(role.name);
        Ok(self.database.write(set).await? == 1)
    }

    /// Forgets an account, which ends its sessions. `false` if there is none.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn remove(&self, id: &str) -> Result<bool, sqlx::Error> {
        let remove = sqlx::query(REMOVE).bind(id.to_owned());
        Ok(self.database.write(remove).await? == 1)
    }

    /// The account of this id, if whoever was let in with this revision still is.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub async fn current(&self, id: &str, revision: i64) -> Result<Option<Account>, sqlx::Error> {
        let account = self.by_id(id).await?;
        Ok(account.filter(|account| !account.disabled && account.revision == revision))
    }

    /// The account of this address.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>, sqlx::Error> {
        let found = self.secrets(email).await?;
        Ok(found.map(|found| found.account))
    }

    /// The account of this id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub async fn by_id(&self, id: &str) -> Result<Option<Account>, sqlx::Error> {
        let one = sqlx::query(BY_ID).bind(id);
        let row = one.fetch_optional(self.database.reader()).await?;
        row.map(|row| self.read(&row)).transpose()
    }

    async fn secrets(&self, email: &str) -> Result<Option<Secrets>, sqlx::Error> {
        let one = sqlx::query(BY_EMAIL).bind(normal(email));
        let Some(row) = one.fetch_optional(self.database.reader()).await? else {
            return Ok(None);
        };
        let account = self.read(&row)?;
        let totp: Option<&[u8]> = row.try_get("totp_key")?;
        Ok(Some(Secrets {
            password: PasswordHash::read(row.try_get("password_hash")?),
            totp: totp.map(|sealed| self.open_totp(&account, sealed)),
            account,
        }))
    }

    fn seal(&self, id: &str, key: &TotpKey) -> Vec<u8> {
        self.sealer.seal(id, TOTP, &key.base32())
    }

    fn open_totp(&self, account: &Account, sealed: &[u8]) -> TotpKey {
        let key: Option<String> = self.sealer.open(&account.id, TOTP, sealed);
        key.and_then(|key| TotpKey::read(&key)).unwrap_or_else(|| {
            tracing::error!("a second factor cannot be opened: DATA_KEYS lost its key");
            TotpKey::of_nobody()
        })
    }

    /// Whether a code of this time step may be used: none is good twice.
    async fn use_step(&self, id: &str, step: u64) -> Result<bool, sqlx::Error> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        let used = sqlx::query(USE_STEP).bind(id.to_owned()).bind(step);
        Ok(self.database.write(used).await? == 1)
    }

    fn read(&self, row: &SqliteRow) -> Result<Account, sqlx::Error> {
        let (role, created_at): (&str, &str) = (row.try_get("role")?, row.try_get("created_at")?);
        let totp: Option<&[u8]> = row.try_get("totp_key")?;
        let nobody = Role {
            rank: None,
            name: "",
        };
        Ok(Account {
            id: row.try_get("id")?,
            email: row.try_get("email")?,
            role: self.role(role).unwrap_or(nobody),
            genesys_user_id: row.try_get("genesys_user_id")?,
            has_totp: totp.is_some(),
            disabled: row.try_get::<i64, _>("disabled")? != 0,
            created_at: created_at.parse().unwrap_or_default(),
            revision: row.try_get("revision")?,
        })
    }
}

/// An address as it is stored: people type it in as they like.
fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

fn is_email(email: &str) -> bool {
    let parts = email.split_once('@');
    let whole = parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    let odd = |character: char| character.is_whitespace() || character.is_control();
    whole && email.len() <= MAX_EMAIL && !email.contains(odd)
}

#[cfg(test)]
mod tests;

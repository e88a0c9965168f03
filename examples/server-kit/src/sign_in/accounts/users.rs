//! The subcommands `users add`, `list`, `disable`, `password` and `totp`.

use std::{fmt, io::Write, process::ExitCode};

use anyhow::{Context, ensure};
use chrono::{SecondsFormat, Utc};
use secrecy::SecretString;

use super::{Accounts, Factor, NewAccount, normal};
use crate::{
    audit,
    sign_in::{hash_password::read_password, password::PasswordHash},
};

/// What to do with the accounts in `DATA_DIR`, while the server runs or not.
///
/// Passwords are asked for on a terminal, or read from standard input.
#[derive(clap::Subcommand, Clone, PartialEq, Eq)]
pub enum Command {
    /// Make an account; its password is asked for, or read from standard input.
    Add {
        /// The e-mail address to sign in with.
        email: String,
        /// What the account may do.
        #[arg(long)]
        role: String,
        /// Signing in takes a code of an authenticator app, too; prints its key once.
        #[arg(long)]
        totp: bool,
        /// The id of the same person at Genesys Cloud.
        #[arg(long)]
        genesys_user_id: Option<String>,
    },
    /// Show all accounts.
    List,
    /// Keep an account from signing in, and end its sessions.
    Disable {
        /// The e-mail address of the account.
        email: String,
    },
    /// Set another password, end the account's sessions, and let it sign in again.
    Password {
        /// The e-mail address of the account.
        email: String,
    },
    /// Give an account a second factor, or another one, and end its sessions; prints the key
    /// for an authenticator app once.
    Totp {
        /// The e-mail address of the account.
        email: String,
    },
}

// It stands in a server's arguments, and the addresses are personal.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add { .. } => "Add",
            Self::List => "List",
            Self::Disable { .. } => "Disable",
            Self::Password { .. } => "Password",
            Self::Totp { .. } => "Totp",
        })
    }
}

/// Does it with these accounts, and closes them. `server` is the name that authenticator
/// apps show.
///
/// # Errors
/// If there is such an account already, or none, or nothing can be read or written.
pub async fn run(command: Command, accounts: &Accounts, server: &str) -> anyhow::Result<ExitCode> {
    let out = &mut std::io::stdout();
    run_with(command, accounts, server, read_password, out).await?;
    accounts.database().close().await;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn run_with(
    command: Command,
    accounts: &Accounts,
    server: &str,
    read_password: impl FnOnce() -> anyhow::Result<SecretString>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let none = "there is no such account";
    match command {
        Command::Add {
            email,
            role,
            totp,
            genesys_user_id,
        } => {
            // Before anybody types a password in for nothing.
            let known = accounts.role(&role).is_some();
            ensure!(
                known,
                "the role must be one of {}",
                accounts.roles.join(", ")
            );
            let new = NewAccount {
                email,
                role,
                password: PasswordHash::of(&read_password()?)?,
                genesys_user_id,
            };
            let factor = totp.then(|| Factor::of(server, &new.email)).transpose()?;
            let key = factor.as_ref().map(Factor::totp);
            let made = accounts.insert(&new, key, Utc::now()).await?;
            ensure!(made, "there is an account with this address already");
            writeln!(out, "added {}", normal(&new.email))?;
            if let Some(factor) = factor {
                show(&factor, out)?;
            }
        }
        Command::List => list(accounts, out).await?,
        Command::Disable { email } => {
            let disabled = accounts.disable(&email).await?;
            ensure!(disabled, "{none}, or it is disabled already");
            writeln!(out, "disabled {}", normal(&email))?;
        }
        Command::Password { email } => {
            let password = PasswordHash::of(&read_password()?)?;
            ensure!(accounts.set_password(&email, &password).await?, none);
            writeln!(out, "set the password of {}", normal(&email))?;
        }
        Command::Totp { email } => {
            let factor = accounts.give_factor(&email, server).await?;
            let factor = factor.context(none)?;
            writeln!(out, "set the second factor of {}", normal(&email))?;
            show(&factor, out)?;
        }
    }
    Ok(())
}

fn show(factor: &Factor, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "authenticator app: {}\n{}", factor.key(), factor.url())?;
    Ok(())
}

async fn list(accounts: &Accounts, out: &mut impl Write) -> anyhow::Result<()> {
    for account in accounts.list().await? {
        let mark = audit::mark(&account.id);
        let role = match account.role.name() {
            "" => "(unknown role)",
            name => name,
        };
        let factor = if account.has_totp { "code" } else { "-" };
        let state = if account.disabled {
            "disabled"
        } else {
            "active"
        };
        let genesys = account.genesys_user_id.as_deref().unwrap_or("-");
        let since = account
            .created_at
            .to_rfc3339_opts(SecondsFormat::Secs, true);
        let email = account.email;
        writeln!(
            out,
            "{mark}\t{email}\t{role}\t{state}\t{factor}\t{genesys}\t{since}"
        )?;
    }
    Ok(())
}

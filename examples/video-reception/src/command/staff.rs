//! The subcommands `staff list` and `staff set`.

use std::{fmt, io::Write, process::ExitCode};

use anyhow::Context;
use server_kit::{audit, sign_in::accounts::Accounts};

use crate::{
    staff::profile_from,
    store::{Profile, Store},
};

/// What to do with what visitors see of the staff.
#[derive(clap::Subcommand, Clone, PartialEq, Eq)]
pub enum Command {
    /// Show what visitors see of everybody.
    List,
    /// Say what visitors see of an account.
    Set {
        /// The e-mail address of the account.
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// Where they work.
        #[arg(long, default_value = "Reception")]
        department: String,
    },
}

// Names and addresses are personal.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "List",
            Self::Set { .. } => "Set",
        })
    }
}

/// Does it, and closes the databases.
///
/// # Errors
/// If there is no such account, the texts cannot be shown, or nothing can be read or written.
pub async fn run(
    command: Command,
    accounts: &Accounts,
    store: &Store,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    match command {
        Command::List => {
            let profiles = store.profiles().await?;
            for account in accounts.list().await? {
                let mark = audit::mark(&account.id);
                let (name, department) = match profiles.get(&account.id) {
                    Some(profile) => (profile.name.as_str(), profile.department.as_str()),
                    None => ("-", "-"),
                };
                writeln!(out, "{mark}\t{}\t{name}\t{department}", account.email)?;
            }
        }
        Command::Set {
            email,
            name,
            department,
        } => {
            let account = accounts.by_email(&email).await?;
            let account = account.context("there is no such account")?;
            let profile: Profile = profile_from(&name, &department)
                .map_err(|problems| anyhow::anyhow!(problems.join("; ")))?;
            store.put_profile(&account.id, &profile).await?;
            writeln!(
                out,
                "visitors see {} of {}",
                profile.name, profile.department
            )?;
        }
    }
    accounts.database().close().await;
    store.database().close().await;
    Ok(ExitCode::SUCCESS)
}

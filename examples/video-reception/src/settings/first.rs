//! Who may sign in first, and what tokens are signed with.

use std::path::PathBuf;

use anyhow::bail;
use secrecy::{ExposeSecret, SecretString};
use server_kit::{
    keys,
    settings::{Missing, secret},
    sign_in::password::is_short,
};

use crate::token::SHORTEST_SECRET;

/// The settings of tokens and of the first account.
#[derive(clap::Args, Clone, Debug)]
pub struct FirstStaffArguments {
    /// What the tokens of staff are signed with: at least 32 characters that nobody can guess,
    /// for instance from `openssl rand -base64 32`. Required but for --sandbox.
    #[arg(long, env = "JWT_SECRET", hide_env_values = true)]
    pub jwt_secret: Option<SecretString>,
    /// File that holds JWT_SECRET.
    #[arg(long, env = "JWT_SECRET_FILE")]
    pub jwt_secret_file: Option<PathBuf>,
    /// E-mail address of the first account, which may everything and makes the others. It is made
    /// unless there is an account with this address.
    #[arg(long, env = "DEMO_STAFF_EMAIL", hide_env_values = true)]
    pub demo_staff_email: Option<SecretString>,
    /// Password of the first account.
    #[arg(long, env = "DEMO_STAFF_PASSWORD", hide_env_values = true)]
    pub demo_staff_password: Option<SecretString>,
    /// File that holds DEMO_STAFF_PASSWORD.
    #[arg(long, env = "DEMO_STAFF_PASSWORD_FILE")]
    pub demo_staff_password_file: Option<PathBuf>,
}

/// Whose account is made first.
#[derive(Debug)]
pub struct FirstStaff {
    /// Its e-mail address.
    pub email: SecretString,
    /// Its password.
    pub password: SecretString,
}

impl FirstStaffArguments {
    /// The secret of tokens, if it is given.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn given_secret(&self) -> anyhow::Result<Option<SecretString>> {
        secret(
            "JWT_SECRET",
            self.jwt_secret.clone(),
            self.jwt_secret_file.clone(),
        )
    }

    /// The secret of tokens; in a sandbox a random one, unless it is given.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn secret(&self, sandbox: bool) -> anyhow::Result<SecretString> {
        let given = self.given_secret()?;
        if given.is_none() && sandbox {
            return Ok([keys::random_token(), keys::random_token()].concat().into());
        }
        let mut missing = Missing::default();
        let secret = missing.required_secret("JWT_SECRET", given);
        missing.finish()?;
        if secret.expose_secret().len() < SHORTEST_SECRET {
            tracing::warn!("JWT_SECRET is shorter than 32 characters: it can be guessed");
        }
        Ok(secret)
    }

    /// The first account, if it is set.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn first(&self) -> anyhow::Result<Option<FirstStaff>> {
        let file = self.demo_staff_password_file.clone();
        let password = secret(
            "DEMO_STAFF_PASSWORD",
            self.demo_staff_password.clone(),
            file,
        )?;
        let email = secret("DEMO_STAFF_EMAIL", self.demo_staff_email.clone(), None)?;
        match (email, password) {
            (Some(email), Some(password)) => {
                if is_short(&password) {
                    tracing::warn!(
                        "DEMO_STAFF_PASSWORD is shorter than 12 characters: it can be guessed"
                    );
                }
                Ok(Some(FirstStaff { email, password }))
            }
            (None, None) => Ok(None),
            _ => bail!("DEMO_STAFF_EMAIL and DEMO_STAFF_PASSWORD are set together or not at all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        first: FirstStaffArguments,
    }

    fn given(arguments: &[&str]) -> FirstStaffArguments {
        let all = ["x"].iter().chain(arguments);
        Arguments::parse_from(all).first
    }

    #[test]
    fn a_secret_is_required_but_for_a_sandbox_where_it_is_random() {
        let none = given(&[]);

        let error = none.secret(false).unwrap_err().to_string();
        let (one, two) = (none.secret(true).unwrap(), none.secret(true).unwrap());

        assert!(error.contains("JWT_SECRET"), "{error}");
        assert!(one.expose_secret().len() >= SHORTEST_SECRET);
        assert_ne!(one.expose_secret(), two.expose_secret());
        let documented = given(&["--jwt-secret=your_jwt_secret"]);
        assert_eq!(
            documented.secret(true).unwrap().expose_secret(),
            "your_jwt_secret"
        );
    }

    #[test]
    fn the_first_account_is_set_as_a_whole() {
        let both = given(&[
            "--demo-staff-email=staff@demo.com",
            "--demo-staff-password=demo123",
        ]);

        assert!(both.first().unwrap().is_some());
        assert!(given(&[]).first().unwrap().is_none());
        let half = given(&["--demo-staff-email=staff@demo.com"]);
        assert!(half.first().unwrap_err().to_string().contains("together"));
    }
}

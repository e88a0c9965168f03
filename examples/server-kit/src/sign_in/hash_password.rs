//! The subcommand `hash-password`, and how a password is read for it and for others.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::{Context, bail, ensure};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

use super::password::{MAX_PASSWORD, PasswordHash, is_short};

/// What is said about a password that is too short for people one does not know.
const SHORT: &str = "the password is short: fine for a trial, and easily guessed";

/// Reads a password without showing it, and prints its hash alone on a line.
///
/// # Errors
/// If the password is empty, too long to sign in with, or cannot be read.
pub fn run() -> anyhow::Result<ExitCode> {
    let hash = PasswordHash::of(&read_password()?)?.phc();
    writeln!(io::stdout(), "{hash}").context("could not print the hash")?;
    Ok(ExitCode::SUCCESS)
}

/// A new password. On a terminal it is asked for twice and not shown; else it is the first
/// line of standard input. A short one works, with a warning on standard error.
///
/// # Errors
/// If the password is empty, too long to sign in with, or cannot be read.
pub fn read_password() -> anyhow::Result<SecretString> {
    let input = io::stdin();
    let password = if input.is_terminal() {
        typed()?
    } else {
        first_line(&mut input.lock())?
    };
    if is_short(&password) {
        // Nobody listening is no reason to stop.
        let _ = writeln!(io::stderr(), "warning: {SHORT}");
    }
    Ok(password)
}

fn typed() -> anyhow::Result<SecretString> {
    let ask = |prompt: &str| {
        let hidden = rpassword::ConfigBuilder::new().password_feedback_hide();
        let typed = rpassword::prompt_password_with_config(prompt, hidden.build());
        typed
            .map(SecretString::from)
            .context("could not read the password")
    };
    let password = checked(ask("Password: ")?)?;
    let again = ask("The same once more: ")?;
    ensure!(
        password.expose_secret() == again.expose_secret(),
        "the two passwords differ"
    );
    Ok(password)
}

fn first_line(input: &mut impl BufRead) -> anyhow::Result<SecretString> {
    let mut line = Zeroizing::new(String::new());
    input
        .read_line(&mut line)
        .context("could not read the password")?;
    checked(line.trim_end_matches(['\r', '\n']).into())
}

fn checked(password: SecretString) -> anyhow::Result<SecretString> {
    let text = password.expose_secret();
    if text.trim().is_empty() {
        bail!("the password is empty");
    }
    ensure!(
        text.len() <= MAX_PASSWORD,
        "the password is longer than {MAX_PASSWORD} bytes, and could not be used to sign in"
    );
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<SecretString> {
        first_line(&mut text.as_bytes())
    }

    #[test]
    fn the_password_is_the_first_line_without_its_end() {
        for text in ["a b ", "a b \n", "a b \r\n", "a b \nsecond"] {
            assert_eq!(read(text).unwrap().expose_secret(), "a b ", "{text:?}");
        }
    }

    #[test]
    fn a_password_that_nobody_could_sign_in_with_is_refused() {
        let longest = "é".repeat(MAX_PASSWORD / 2);

        assert!(read(&longest).is_ok());
        assert!(read(&format!("{longest}a")).is_err());
    }

    #[test]
    fn an_empty_password_is_refused() {
        for text in ["", "\n", "  \r\n", "\nsecond"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}

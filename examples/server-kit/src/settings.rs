//! Settings: what every server has, `.env`, secrets from files, and every missing setting
//! named at once.

mod common;
mod data_dir;

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};

pub use common::{CommonArguments, assert_example, read};
pub use data_dir::{lock_data_dir, make_data_dir};

/// Reads `.env` of the working folder into the environment.
///
/// A variable that the environment has already keeps its value, an absent file is fine, and a
/// malformed file sets nothing. Call it first in `main`, before the runtime starts its threads.
///
/// # Errors
///
/// When the file cannot be read, or names the line that is not `NAME=value`.
pub fn load_dotenv() -> anyhow::Result<()> {
    load_dotenv_file(Path::new(".env"))
}

/// Reads a file like `.env` into the environment; see [`load_dotenv`].
///
/// # Errors
///
/// The same as [`load_dotenv`].
pub fn load_dotenv_file(path: &Path) -> anyhow::Result<()> {
    let name = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("could not read {name}")),
    };
    let text = text.trim_start_matches('\u{feff}');
    if let Some(line) = malformed_line(text) {
        bail!("{name} line {line} is not NAME=value (quote values that hold spaces, # or $)");
    }
    dotenvy::from_read(text.as_bytes()).with_context(|| format!("could not read {name}"))
}

/// The number of the first line that cannot be read.
///
/// The parser's own error is no help: it holds the text, which may be a secret, and not the place.
fn malformed_line(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let readable =
        |text: String| dotenvy::from_read_iter(text.as_bytes()).all(|entry| entry.is_ok());
    let good = (0..=lines.len())
        .rev()
        .find(|count| readable(lines[..*count].concat()))?;
    (good < lines.len()).then_some(good + 1)
}

/// Takes a secret from its own setting or from the file that `NAME_FILE` names.
///
/// Line ends at the end of the file are not part of the secret. Empty counts as not given.
///
/// # Errors
///
/// When both are given, or the file cannot be read.
pub fn secret(
    name: &str,
    value: Option<SecretString>,
    file: Option<PathBuf>,
) -> anyhow::Result<Option<SecretString>> {
    let value = value.filter(|secret| !secret.expose_secret().trim().is_empty());
    let Some(file) = file.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(value);
    };
    if value.is_some() {
        bail!("{name} and {name}_FILE are both set; keep one of them");
    }
    let text = fs::read_to_string(&file)
        .with_context(|| format!("could not read the file that {name}_FILE names"))?;
    let secret = text.trim_end_matches(['\r', '\n']);
    Ok((!secret.trim().is_empty()).then(|| SecretString::from(secret)))
}

/// Collects the names of required settings that are not given.
#[derive(Debug, Default)]
pub struct Missing(Vec<String>);

impl Missing {
    /// The setting, or an empty text that [`finish`](Self::finish) then refuses.
    pub fn required(&mut self, name: &str, value: Option<String>) -> String {
        let value = value.unwrap_or_default();
        self.note(name, &value);
        value
    }

    /// The secret, or an empty one that [`finish`](Self::finish) then refuses.
    pub fn required_secret(&mut self, name: &str, value: Option<SecretString>) -> SecretString {
        let value = value.unwrap_or_default();
        self.note(name, value.expose_secret());
        value
    }

    fn note(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            self.0.push(name.to_owned());
        }
    }

    /// Ends the collection.
    ///
    /// # Errors
    ///
    /// When any required setting was missing; the error names all of them.
    pub fn finish(self) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let names = self.0.join(", ");
        bail!("missing settings: {names}. Set them in the environment or in .env")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_malformed_file_is_found() {
        let cases = [
            ("A=1\nB=2\n", None),
            ("", None),
            ("# note\n\nexport A=1\r\nB='x y' # note\n", None),
            ("A=1\nsecret without equals sign\nB=2\n", Some(2)),
            ("A=1\n\n# note\nB=two words\n", Some(4)),
            ("A=\"line 1\nline 2\"\nB C=1", Some(3)),
            ("A=1\nB=\"never closed\nC=2\nD=3\n", Some(2)),
            ("A=1\n=2\n", Some(2)),
        ];

        for (text, expected) in cases {
            assert_eq!(malformed_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_missing_setting_is_named_at_once() {
        let mut missing = Missing::default();

        assert_eq!(missing.required("GIVEN", Some("here".into())), "here");
        missing.required("ABSENT", None);
        missing.required("BLANK", Some("  ".into()));
        missing.required_secret("ABSENT_SECRET", None);
        missing.required_secret("GIVEN_SECRET", Some("hidden".into()));

        let error = missing.finish().unwrap_err();
        assert_eq!(
            error.to_string(),
            "missing settings: ABSENT, BLANK, ABSENT_SECRET. Set them in the environment or in .env"
        );
    }

    #[test]
    fn nothing_missing_is_no_error() {
        let mut missing = Missing::default();
        missing.required("GIVEN", Some("here".into()));

        missing.finish().unwrap();
    }

    #[test]
    fn a_secret_comes_from_its_file_without_the_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let exposed = |value: Option<&str>, file: Option<&Path>| {
            secret(
                "PIN",
                value.map(SecretString::from),
                file.map(Path::to_owned),
            )
            .map(|secret| secret.map(|secret| secret.expose_secret().to_owned()))
        };

        fs::write(&file, " from file\r\n\n").unwrap();
        assert_eq!(
            exposed(None, Some(&file)).unwrap().as_deref(),
            Some(" from file")
        );
        assert_eq!(
            exposed(Some(""), Some(&file)).unwrap().as_deref(),
            Some(" from file")
        );
        assert_eq!(exposed(Some("own"), None).unwrap().as_deref(), Some("own"));
        assert_eq!(
            exposed(Some("own"), Some(Path::new("")))
                .unwrap()
                .as_deref(),
            Some("own")
        );
        assert_eq!(exposed(None, None).unwrap(), None);

        fs::write(&file, "\n").unwrap();
        assert_eq!(exposed(None, Some(&file)).unwrap(), None);
    }

    #[test]
    fn a_secret_given_twice_or_unreadable_is_an_error_that_names_the_setting() {
        let folder = tempfile::tempdir().unwrap();
        let absent = folder.path().join("absent");

        let both = secret("PIN", Some("own".into()), Some(absent.clone())).unwrap_err();
        let unreadable = secret("PIN", None, Some(absent)).unwrap_err();

        assert_eq!(
            both.to_string(),
            "PIN and PIN_FILE are both set; keep one of them"
        );
        assert_eq!(
            unreadable.to_string(),
            "could not read the file that PIN_FILE names"
        );
    }
}

//! The settings of signing in.

use std::path::PathBuf;

use chrono::TimeDelta;
use secrecy::SecretString;

use super::cookie::Signer;
use crate::settings::secret;

/// The settings of sessions, to be flattened into a server's own.
#[derive(clap::Args, Clone, Debug)]
pub struct SessionArguments {
    /// Keys that sign sessions: base64 of 32 bytes each, comma-separated; the first signs,
    /// all are believed. Made once into DATA_DIR/keys if not given.
    #[arg(long, env = "SESSION_KEYS", hide_env_values = true)]
    pub session_keys: Option<SecretString>,
    /// File that holds SESSION_KEYS.
    #[arg(long, env = "SESSION_KEYS_FILE")]
    pub session_keys_file: Option<PathBuf>,
    /// How long a session lives, used or not: 30m, 8h, 1d.
    #[arg(long, env = "SESSION_LIFE", default_value = "8h", value_parser = life)]
    pub session_life: TimeDelta,
}

impl SessionArguments {
    /// The keys that sign sessions, if they are given.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn keys(&self) -> anyhow::Result<Option<SecretString>> {
        let (keys, file) = (self.session_keys.clone(), self.session_keys_file.clone());
        let keys = secret("SESSION_KEYS", keys, file)?;
        if let Some(keys) = &keys {
            Signer::new("", keys, false)?;
        }
        Ok(keys)
    }
}

/// A life such as `8h`: a number of minutes, hours or days, at most 30 days.
fn life(text: &str) -> Result<TimeDelta, String> {
    let text = text.trim();
    let split = text.len().saturating_sub(1);
    let (count, unit) = text.split_at_checked(split).unwrap_or_default();
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => 0,
    };
    let count: i64 = count.trim().parse().unwrap_or_default();
    let life = count
        .checked_mul(minutes)
        .and_then(TimeDelta::try_minutes)
        .filter(|life| (TimeDelta::minutes(1)..=TimeDelta::days(30)).contains(life));
    life.ok_or_else(|| "must be like 8h (m, h or d, from 1m to 30d)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_are_minutes_hours_or_days() {
        for (text, minutes) in [("8h", 480), (" 1d ", 1440), ("90m", 90), ("30d", 43_200)] {
            assert_eq!(life(text), Ok(TimeDelta::minutes(minutes)), "{text}");
        }
        for bad in [
            "",
            "8",
            "h",
            "0h",
            "-1h",
            "1.5h",
            "8 hours",
            "31d",
            "9223372036854775807d",
            "é",
        ] {
            assert!(life(bad).is_err(), "{bad}");
        }
    }
}

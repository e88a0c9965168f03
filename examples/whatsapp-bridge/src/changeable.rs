//! Settings that can be changed while the server runs. What was changed is kept in the
//! database, and wins over the environment from then on.

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, TimeDelta, Utc};
use clap::ValueEnum;
use server_kit::logs::LogLevel;

use crate::{
    settings::{Arguments, MarkRead, parse_span, parse_template, show_span},
    store::Store,
};

/// The names of the settings that can be changed.
pub const CHANGEABLE: [&str; 4] = [
    "LOG_LEVEL",
    "MARK_READ",
    "OUTBOUND_MAX_AGE",
    "REENGAGE_TEMPLATE",
];

/// What the settings are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    /// `LOG_LEVEL`.
    pub log_level: String,
    /// `MARK_READ`.
    pub mark_read: MarkRead,
    /// `OUTBOUND_MAX_AGE`.
    pub outbound_max_age: TimeDelta,
    /// `REENGAGE_TEMPLATE`, as `name`, `name:language` or `name:language:marketing`.
    pub reengage_template: Option<String>,
}

impl Values {
    fn set(&mut self, name: &str, value: &str) -> anyhow::Result<()> {
        let value = value.trim();
        match name {
            "LOG_LEVEL" => value.clone_into(&mut self.log_level),
            "MARK_READ" => {
                let read = MarkRead::from_str(value, true);
                self.mark_read =
                    read.map_err(|_| anyhow!("must be on_reply, on_delivery or never"))?;
            }
            "OUTBOUND_MAX_AGE" => {
                self.outbound_max_age = parse_span(value).map_err(|text| anyhow!(text))?;
            }
            "REENGAGE_TEMPLATE" => {
                self.reengage_template = match value {
                    "" => None,
                    value => Some(parse_template(value).map_err(|text| anyhow!(text))?),
                };
            }
            _ => bail!("cannot be changed while the server runs"),
        }
        Ok(())
    }

    /// The value of one of [`CHANGEABLE`], as it is written.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        match name {
            "LOG_LEVEL" => Some(self.log_level.clone()),
            "MARK_READ" => {
                let value = self.mark_read.to_possible_value();
                value.map(|value| value.get_name().to_owned())
            }
            "OUTBOUND_MAX_AGE" => Some(show_span(self.outbound_max_age)),
            "REENGAGE_TEMPLATE" => Some(self.reengage_template.clone().unwrap_or_default()),
            _ => None,
        }
    }
}

/// The settings, for everybody who acts by them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Changeable {
    values: Arc<RwLock<Values>>,
    store: Store,
    logs: Option<LogLevel>,
}

impl Changeable {
    /// The settings of the environment, and over them what was changed before.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(
        arguments: &Arguments,
        store: Store,
        logs: Option<LogLevel>,
    ) -> anyhow::Result<Self> {
        let mut values = Values {
            log_level: arguments.common.log_level.clone(),
            mark_read: arguments.bridge.mark_read,
            outbound_max_age: arguments.bridge.outbound_max_age,
            reengage_template: arguments.bridge.reengage_template.clone(),
        };
        for (name, value) in store.settings().await? {
            if values.set(&name, &value).is_err() {
                tracing::warn!(name, "a setting that was changed earlier is not understood");
            }
        }
        if let Some(logs) = &logs {
            logs.set(&values.log_level)?;
        }
        let values = Arc::new(RwLock::new(values));
        Ok(Self {
            values,
            store,
            logs,
        })
    }

    /// What they are now.
    #[must_use]
    pub fn now(&self) -> Values {
        let values = self.values.read().unwrap_or_else(PoisonError::into_inner);
        values.clone()
    }

    /// Changes one, at once and for good.
    ///
    /// # Errors
    /// A text for whoever changes it, or that it could not be stored.
    pub async fn change(&self, name: &str, value: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
        let mut changed = self.now();
        changed.set(name, value)?;
        if let (Some(logs), "LOG_LEVEL") = (&self.logs, name) {
            logs.set(&changed.log_level)?;
        }
        let kept = changed.get(name).unwrap_or_default();
        let stored = self.store.change_setting(name, &kept, at).await;
        stored.context("the setting could not be stored")?;
        *self.values.write().unwrap_or_else(PoisonError::into_inner) = changed;
        Ok(())
    }
}

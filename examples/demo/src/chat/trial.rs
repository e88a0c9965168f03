//! Breaking things while messages are under way, and counting what became of them.
//!
//! The counts are those of the vendors' journals: what the bridge says of itself is not asked.

mod count;
mod kill;
mod outage;
mod window;

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::StatusCode;
use serde::Serialize;
use server_kit::events::Event;

use super::{Chat, routes::Customer};
use crate::{api::ApiError, demo::Demo};

const LOOK: Duration = Duration::from_millis(100);

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Twenty messages, and the bridge is killed among them.
    Kill,
    /// Genesys Cloud is down for a while.
    Outage,
    /// A day and an hour pass.
    Window,
}

impl Kind {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "kill" => Some(Self::Kill),
            "outage" => Some(Self::Outage),
            "window" => Some(Self::Window),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Running,
    Passed,
    Failed,
}

/// A trial, as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Trial {
    kind: Kind,
    state: State,
    /// What happens, or what came out.
    text: String,
    /// How much of it is done.
    done: usize,
    of: usize,
}

/// How a trial came out.
pub(super) struct Outcome {
    passed: bool,
    text: String,
}

/// A trial that runs.
struct Run {
    demo: Arc<Demo>,
    customer: Customer,
    /// Names the messages of this run.
    number: u64,
}

/// Starts a trial.
///
/// # Errors
/// If one is running.
pub(super) fn start(
    demo: &Arc<Demo>,
    kind: Kind,
    customer: Customer,
    seconds: Duration,
) -> Result<(), ApiError> {
    let chat = &demo.chat;
    {
        let mut trial = chat.trial();
        if trial
            .as_ref()
            .is_some_and(|trial| trial.state == State::Running)
        {
            let text = "a trial is running; wait for its outcome";
            return Err(ApiError::new(StatusCode::CONFLICT, text));
        }
        *trial = Some(Trial {
            kind,
            state: State::Running,
            text: "Starting …".to_owned(),
            done: 0,
            of: 1,
        });
    }
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let run = Run {
        demo: Arc::clone(demo),
        customer,
        number: since.map_or(0, |since| since.as_secs() % 10_000),
    };
    tokio::spawn(async move {
        let ended = run.demo.ended();
        let outcome = async {
            match kind {
                Kind::Kill => kill::run(&run).await,
                Kind::Outage => outage::run(&run, seconds).await,
                Kind::Window => window::run(&run).await,
            }
        };
        tokio::select! {
            outcome = outcome => run.chat().ended(outcome),
            () = ended => {}
        }
    });
    Ok(())
}

impl Run {
    fn chat(&self) -> &Chat {
        &self.demo.chat
    }

    /// Says what happens now.
    fn say(&self, text: impl Into<String>, done: usize, of: usize) {
        let text = text.into();
        self.chat().tell(|trial| {
            if trial.text == text && (trial.done, trial.of) == (done, of) {
                return false;
            }
            trial.text = text;
            (trial.done, trial.of) = (done, of);
            true
        });
    }

    /// The customer writes these texts; gives the messages' ids.
    fn write(&self, texts: &[String]) -> Vec<String> {
        let write = |text: &String| self.chat().write_text(&self.customer, text);
        texts.iter().map(write).collect()
    }
}

impl Chat {
    fn tell(&self, change: impl FnOnce(&mut Trial) -> bool) {
        let mut trial = self.trial();
        if let Some(trial) = trial.as_mut()
            && change(trial)
        {
            self.events.send(Event::new("trial", trial));
        }
    }

    fn ended(&self, outcome: Outcome) {
        self.tell(|trial| {
            trial.state = match outcome.passed {
                true => State::Passed,
                false => State::Failed,
            };
            trial.text = outcome.text;
            trial.done = trial.of;
            true
        });
    }
}

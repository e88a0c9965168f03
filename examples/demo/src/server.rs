//! An example server that runs as a child process.

use std::{path::PathBuf, time::Duration};

use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::Instant,
};

use crate::{
    clock::Ahead,
    lines::{Line, Lines},
    probe::{self, Health},
    services::{Pairs, ServerPlan},
    supervisor::Supervisor,
};

/// How to start a server.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    /// The binary.
    pub(crate) program: PathBuf,
    /// The whole environment.
    pub(crate) environment: Pairs,
    /// The working folder.
    pub(crate) folder: PathBuf,
    /// Where it answers, once it runs.
    pub(crate) url: String,
    /// How far its clock is ahead.
    pub(crate) ahead: Ahead,
}

/// How far a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The process runs; whether it answers is said by [`State::live`].
    Running,
    /// The process is gone, and is started at this time.
    Restarting(Instant),
    /// The process is kept down until this time.
    HeldDown(Instant),
    /// The process ended before it answered for the first time.
    Failed(String),
    /// The process was told to end.
    Stopped,
}

/// What is known of a server's process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// How far it is.
    pub(crate) phase: Phase,
    /// The process, while there is one.
    pub(crate) pid: Option<u32>,
    /// Whether `/livez` answers.
    pub(crate) live: bool,
    /// Whether `/livez` of any of its processes ever answered.
    pub(crate) ever_live: bool,
    /// How often it was started again.
    pub(crate) restarts: u32,
}

/// What the page may ask of a server's process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// SIGKILL; it is started again soon.
    Kill,
    /// SIGKILL; it is kept down for so long.
    HoldDown(Duration),
    /// Start at once what is down.
    Mend,
    /// SIGTERM, and SIGKILL when that does not help; it is not started again.
    Stop,
}

/// A server under supervision.
#[derive(Debug)]
pub(crate) struct Server {
    /// What it is.
    pub(crate) plan: &'static ServerPlan,
    state: watch::Receiver<State>,
    orders: mpsc::Sender<(Order, oneshot::Sender<()>)>,
    lines: Lines,
    health: Health,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts a server and watches over it.
    pub(crate) fn start(
        plan: &'static ServerPlan,
        launch: Launch,
        lines: Lines,
        http: reqwest::Client,
    ) -> Self {
        let first = State {
            phase: Phase::Running,
            pid: None,
            live: false,
            ever_live: false,
            restarts: 0,
        };
        let (sender, state) = watch::channel(first);
        let (orders, incoming) = mpsc::channel(8);
        let health = Health::new(&launch.url, http.clone());
        let watching = tokio::spawn(probe::watch_live(launch.url.clone(), http, sender.clone()));
        let supervisor = Supervisor::new(launch, lines.clone(), sender, incoming);
        let supervising = tokio::spawn(supervisor.run());
        Self {
            plan,
            state,
            orders,
            lines,
            health,
            tasks: vec![supervising, watching],
        }
    }

    /// What is known of its process.
    pub(crate) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// The last lines it printed, oldest first.
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.lines.last()
    }

    /// What its documented health endpoint, if it has one, said last; asks again when that
    /// is old.
    pub(crate) fn health(&self) -> Option<String> {
        if !self.plan.tells_health || !self.state().live {
            return None;
        }
        self.health.latest()
    }

    /// Waits until it answers.
    ///
    /// # Errors
    /// If it ended before it answered.
    pub(crate) async fn ready(&self) -> anyhow::Result<()> {
        let mut state = self.state.clone();
        let known = state
            .wait_for(|state| state.live || matches!(state.phase, Phase::Failed(_)))
            .await?
            .clone();
        match known.phase {
            Phase::Failed(reason) => {
                let last = self.lines.last();
                let said: Vec<&str> = last
                    .iter()
                    .rev()
                    .take(5)
                    .rev()
                    .map(|line| line.text.as_str())
                    .collect();
                anyhow::bail!("{} {reason}; it said: {}", self.plan.name, said.join(" / "))
            }
            _ => Ok(()),
        }
    }

    /// Gives an order, and waits until it is carried out.
    pub(crate) async fn order(&self, order: Order) {
        let (done, carried_out) = oneshot::channel();
        // Without a supervisor the process has ended for good: there is nothing to order.
        if self.orders.send((order, done)).await.is_ok() {
            let _ = carried_out.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

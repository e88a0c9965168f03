//! Keeping a server's process running.

use std::{process::Stdio, time::Duration};

use futures_util::future::join_all;
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::Child,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};

#[cfg(target_os = "linux")]
use crate::leash;
use crate::{
    lines::{Lines, Stream},
    server::{Launch, Order, Phase, State},
};

const AFTER_KILL: Duration = Duration::from_secs(2);
const TIME_TO_STOP: Duration = Duration::from_secs(10);
const LAST_WORDS: Duration = Duration::from_millis(500);
/// A process that ran this long was well: the next pause is short again.
const WELL: Duration = Duration::from_secs(30);

type Orders = mpsc::Receiver<(Order, oneshot::Sender<()>)>;

/// Starts a process, and again when it ends.
pub(crate) struct Supervisor {
    launch: Launch,
    lines: Lines,
    state: watch::Sender<State>,
    orders: Orders,
    /// How many times in a row it ended by itself.
    falls: u32,
}

/// What comes after a process.
enum Next {
    Start(Instant),
    HoldDown(Instant),
    GiveUp(Phase),
}

impl Supervisor {
    /// Supervises what `launch` starts.
    pub(crate) fn new(
        launch: Launch,
        lines: Lines,
        state: watch::Sender<State>,
        orders: Orders,
    ) -> Self {
        Self {
            launch,
            lines,
            state,
            orders,
            falls: 0,
        }
    }

    /// Runs until it is told to stop, or the first process ends before it answered.
    pub(crate) async fn run(mut self) {
        loop {
            let mut next = self.run_once().await;
            loop {
                let (phase, until) = match next {
                    Next::Start(at) => (Phase::Restarting(at), at),
                    Next::HoldDown(until) => (Phase::HeldDown(until), until),
                    Next::GiveUp(phase) => return self.gone(phase),
                };
                self.gone(phase);
                match self.rest(until).await {
                    None => break,
                    Some(other) => next = other,
                }
            }
            self.state.send_modify(|state| state.restarts += 1);
        }
    }

    /// Runs one process to its end.
    async fn run_once(&mut self) -> Next {
        let started = Instant::now();
        let (mut child, output) = match self.spawn() {
            Ok(spawned) => spawned,
            Err(error) => return self.ended(started, format!("could not be started: {error}")),
        };
        self.state.send_modify(|state| {
            state.phase = Phase::Running;
            state.pid = child.id();
        });
        loop {
            tokio::select! {
                status = child.wait() => {
                    // What it said last is worth knowing.
                    let _ = timeout(LAST_WORDS, join_all(output)).await;
                    let how = status.map_or_else(|error| error.to_string(), |s| s.to_string());
                    return self.ended(started, format!("ended unexpectedly ({how})"));
                }
                order = self.orders.recv() => {
                    let Some((order, done)) = order else {
                        stop(&mut child).await;
                        return Next::GiveUp(Phase::Stopped);
                    };
                    let next = match order {
                        Order::Mend => None,
                        Order::Stop => {
                            stop(&mut child).await;
                            Some(Next::GiveUp(Phase::Stopped))
                        }
                        Order::Kill => {
                            kill(&mut child).await;
                            Some(Next::Start(Instant::now() + AFTER_KILL))
                        }
                        Order::HoldDown(duration) => {
                            kill(&mut child).await;
                            Some(Next::HoldDown(Instant::now() + duration))
                        }
                    };
                    if let Some(next) = next {
                        // Whoever gave the order sees it carried out.
                        self.gone(next.phase());
                        let _ = done.send(());
                        return next;
                    }
                }
            }
        }
    }

    /// Waits until `until`; gives what an order changes of that.
    async fn rest(&mut self, until: Instant) -> Option<Next> {
        loop {
            tokio::select! {
                () = sleep_until(until) => return None,
                order = self.orders.recv() => {
                    let Some((order, done)) = order else {
                        return Some(Next::GiveUp(Phase::Stopped));
                    };
                    let next = match order {
                        // There is no process to kill.
                        Order::Kill => None,
                        Order::Mend => Some(Next::Start(Instant::now())),
                        Order::Stop => Some(Next::GiveUp(Phase::Stopped)),
                        Order::HoldDown(duration) => {
                            Some(Next::HoldDown(Instant::now() + duration))
                        }
                    };
                    if let Some(next) = &next {
                        self.gone(next.phase());
                    }
                    let _ = done.send(());
                    if next.is_some() {
                        return next;
                    }
                }
            }
        }
    }

    fn spawn(&self) -> std::io::Result<(Child, Vec<JoinHandle<()>>)> {
        #[cfg(target_os = "linux")]
        let mut command = leash::command(&self.launch.program);
        #[cfg(not(target_os = "linux"))]
        let mut command = tokio::process::Command::new(&self.launch.program);
        command.env_clear();
        for name in ["PATH", "HOME"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .envs(
                self.launch
                    .environment
                    .iter()
                    .map(|(name, value)| (*name, value)),
            )
            .env("SANDBOX_CLOCK", self.launch.ahead.seconds().to_string())
            .current_dir(&self.launch.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A Ctrl-C on the terminal reaches the demo alone, which then stops its servers.
            .process_group(0)
            .kill_on_drop(true);
        let mut child = command.spawn()?;
        let stdout = child.stdout.take();
        let stdout = stdout.map(|out| tokio::spawn(self.lines.clone().follow(Stream::Stdout, out)));
        let stderr = child.stderr.take();
        let stderr = stderr.map(|out| tokio::spawn(self.lines.clone().follow(Stream::Stderr, out)));
        Ok((child, stdout.into_iter().chain(stderr).collect()))
    }

    /// A process ended by itself: it is started again, unless it never worked.
    fn ended(&mut self, started: Instant, how: String) -> Next {
        if !self.state.borrow().ever_live {
            return Next::GiveUp(Phase::Failed(how));
        }
        self.falls = if started.elapsed() >= WELL {
            1
        } else {
            self.falls + 1
        };
        Next::Start(Instant::now() + pause(self.falls))
    }

    fn gone(&self, phase: Phase) {
        self.state.send_modify(|state| {
            state.phase = phase;
            state.pid = None;
            state.live = false;
        });
    }
}

impl Next {
    fn phase(&self) -> Phase {
        match self {
            Self::Start(at) => Phase::Restarting(*at),
            Self::HoldDown(until) => Phase::HeldDown(*until),
            Self::GiveUp(phase) => phase.clone(),
        }
    }
}

/// How long to wait after the process ended by itself `falls` times in a row.
fn pause(falls: u32) -> Duration {
    let doubled = 2_u64.saturating_pow(falls.saturating_sub(1));
    Duration::from_secs(doubled.min(10))
}

async fn stop(child: &mut Child) {
    let pid = child.id().and_then(|pid| Pid::from_raw(pid.cast_signed()));
    if let Some(pid) = pid {
        // It may have ended at this moment; waiting then returns at once.
        let _ = kill_process(pid, Signal::TERM);
    }
    if timeout(TIME_TO_STOP, child.wait()).await.is_err() {
        kill(child).await;
    }
}

async fn kill(child: &mut Child) {
    // An error says that it has ended already.
    let _ = child.kill().await;
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_grow_up_to_ten_seconds() {
        let pauses: Vec<u64> = (1..=6).map(|falls| pause(falls).as_secs()).collect();

        assert_eq!(pauses, [1, 2, 4, 8, 10, 10]);
        assert_eq!(pause(u32::MAX).as_secs(), 10);
    }
}

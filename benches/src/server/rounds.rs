//! All servers in turn, round after round.

use std::{fmt, fs::File, process::Stdio};

use anyhow::{Context, Result};
use clap::ValueEnum;
use serde::Serialize;
use switchboard_benches::{
    child::Child,
    quantile::{quantile, sorted},
};
use tempfile::TempDir;

use crate::{Args, load::Load, step::Step};

const MOST: f64 = 2.0;

/// What every step costs.
#[derive(Debug, Serialize)]
pub(crate) struct Rounds {
    rounds: usize,
    requests: usize,
    connections: usize,
    workers: usize,
    steps: Vec<Costs>,
}

/// What one step costs, over all rounds.
#[derive(Debug, Serialize)]
struct Costs {
    step: Step,
    /// Microseconds of CPU a request, the median.
    cpu_us: f64,
    /// What it costs more than the step before it in the same round, the median.
    share_us: f64,
    /// By bare axum of the same round, the median.
    ratio: f64,
    /// The middle half lies between these.
    quartiles: (f64, f64),
    lowest: f64,
    highest: f64,
}

/// A running server, and what its requests cost so far.
struct Server {
    step: Step,
    child: Child,
    load: Load,
    cpu_us: Vec<f64>,
    // The logs of the server.
    _folder: TempDir,
}

impl Server {
    async fn start(step: Step, args: &Args) -> Result<Self> {
        let folder = TempDir::new()?;
        let console = File::create(folder.path().join("console"))?;
        let name = step.to_possible_value().context("every step has a name")?;
        let (name, workers) = (name.get_name(), args.workers.to_string());
        let logs = folder.path().to_str().context("an odd folder")?;
        let given = ["--serve", name, "--workers", &workers, "--logs", logs];
        let child = Child::start(&given, Stdio::from(console)).await?;
        let load = Load::connect(child.addr, args.connections.get()).await?;
        Ok(Self {
            step,
            child,
            load,
            cpu_us: Vec::new(),
            _folder: folder,
        })
    }

    async fn cpu(&mut self) -> Result<f64> {
        let nanoseconds = self.child.ask().await?;
        nanoseconds.parse().context("a server told no CPU time")
    }

    /// Microseconds of CPU a request.
    async fn run(&mut self, requests: usize) -> Result<f64> {
        let before = self.cpu().await?;
        self.load.send(requests).await?;
        Ok((self.cpu().await? - before) / 1e3 / requests as f64)
    }
}

impl Rounds {
    pub(crate) async fn measure(args: &Args) -> Result<Self> {
        let (rounds, requests) = (args.rounds.get(), args.requests.get());
        let mut servers = Vec::new();
        for step in args.steps() {
            let mut server = Server::start(step, args).await?;
            // The allocator's pools, and the memory of the logs.
            server.run(requests.div_ceil(4)).await?;
            servers.push(server);
        }
        for round in 0..rounds {
            for number in 0..servers.len() {
                let number = (number + round) % servers.len();
                let server = &mut servers[number];
                let cost = server.run(requests).await?;
                server.cpu_us.push(cost);
            }
        }
        let mut steps = Vec::new();
        for (number, server) in servers.iter().enumerate() {
            let before = number.checked_sub(1).map(|before| &servers[before]);
            steps.push(Costs::of(server, before, &servers[0]));
        }
        Ok(Self {
            rounds,
            requests,
            connections: args.connections.get(),
            workers: args.workers.get(),
            steps,
        })
    }

    pub(crate) fn miss(&self) -> Option<String> {
        let whole = self.steps.iter().find(|costs| costs.step == Step::Limits)?;
        (whole.ratio > MOST)
            .then(|| format!("the median ratio is {:.2}, above {MOST:.1}", whole.ratio))
    }
}

impl Costs {
    fn of(server: &Server, before: Option<&Server>, bare: &Server) -> Self {
        let cpu_us = sorted(server.cpu_us.iter().copied());
        let of_bare = server.cpu_us.iter().zip(&bare.cpu_us);
        let ratios = sorted(of_bare.map(|(ours, bare)| ours / bare));
        let shares = match before {
            None => cpu_us.clone(),
            Some(before) => {
                let pairs = server.cpu_us.iter().zip(&before.cpu_us);
                sorted(pairs.map(|(with, without)| with - without))
            }
        };
        Self {
            step: server.step,
            cpu_us: quantile(&cpu_us, 0.5),
            share_us: quantile(&shares, 0.5),
            ratio: quantile(&ratios, 0.5),
            quartiles: (quantile(&ratios, 0.25), quantile(&ratios, 0.75)),
            lowest: quantile(&ratios, 0.0),
            highest: quantile(&ratios, 1.0),
        }
    }
}

impl fmt::Display for Rounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rounds of {} requests, {} connections, {} thread(s)",
            self.rounds, self.requests, self.connections, self.workers
        )?;
        writeln!(
            f,
            "{:34} {:>7} {:>7}  {:>6} {:^14} all",
            "", "cpu us", "share", "ratio", "middle half"
        )?;
        for costs in &self.steps {
            let (lower, upper) = costs.quartiles;
            writeln!(
                f,
                "{:34} {:7.2} {:+7.2}  {:6.2} {lower:6.2} to {upper:.2} {:6.2} to {:.2}",
                costs.step.what(),
                costs.cpu_us,
                costs.share_us,
                costs.ratio,
                costs.lowest,
                costs.highest
            )?;
        }
        write!(f, "target: {MOST:.1} at most with everything on")
    }
}

//! Webhooks answered a second, the servers in turn.

use std::{fs::File, process::Stdio};

use anyhow::{Context, Result};
use switchboard_benches::{
    child::Child,
    load::Load,
    pace::Pace,
    quantile::{quantile, sorted},
    report::Report,
};
use tempfile::TempDir;

use crate::{Args, bridge::Bridge, child::Kind, update::Updates};

/// Of the rate of axum that does nothing.
const LEAST: f64 = 0.35;
const SLOWEST: f64 = 20.0;
const IDLE: f64 = 64.0;

pub(crate) async fn measure(args: &Args, report: &mut Report) -> Result<()> {
    let (connections, requests) = (args.connections.get(), args.requests.get());
    let folder = TempDir::new()?;
    let errors = File::create(folder.path().join("console"))?;
    let at = folder.path().to_str().context("an odd folder")?;
    let given = |kind: Kind| ["--serve", kind.name(), "--folder", at];
    let bare = Child::start(&given(Kind::Bare), errors.try_clone()?.into()).await?;
    let journal = Child::start(&given(Kind::Journal), Stdio::from(errors)).await?;
    let own = TempDir::new()?;
    let bridge = Bridge::start(args.bridge()?, &own).await?;
    let (idle, _) = bridge.memory()?;
    report.target(
        idle < IDLE,
        format!("memory before any webhook {idle:.0} MB (< {IDLE})"),
    );

    let names = ["bare axum", "signature and journal", "bridge"];
    let mut loads = Vec::new();
    for addr in [bare.addr, journal.addr, bridge.addr] {
        loads.push(Load::connect(addr, connections).await?);
    }
    let mut updates = Updates::default();
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..=args.rounds.get() {
        for turn in 0..loads.len() {
            let server = (turn + round) % loads.len();
            let requests = updates.next(requests, args.customers.get());
            let count = requests.len() as f64;
            let taken = loads[server].send(requests, Pace::Closed).await?;
            // The first round is for the allocators and the caches.
            if round > 0 {
                rates[server].push(count / taken.all.as_secs_f64());
            }
            if server == 2 {
                bridge.wait_until_idle().await?;
            }
        }
    }
    report.say(format!(
        "webhooks answered a second, {} turns of {requests} at {connections} connections",
        args.rounds
    ));
    for (name, rates_of) in names.iter().zip(&rates) {
        let (rates_of, ratios) = (
            sorted(rates_of.iter().copied()),
            sorted(
                rates_of
                    .iter()
                    .zip(&rates[0])
                    .map(|(ours, bare)| ours / bare),
            ),
        );
        report.say(format!(
            "{name:24} {:7.0}/s  of bare {:.2} (middle half {:.2} to {:.2}, all {:.2} to {:.2})",
            quantile(&rates_of, 0.5),
            quantile(&ratios, 0.5),
            quantile(&ratios, 0.25),
            quantile(&ratios, 0.75),
            quantile(&ratios, 0.0),
            quantile(&ratios, 1.0),
        ));
    }
    let ratios = sorted(
        rates[2]
            .iter()
            .zip(&rates[0])
            .map(|(ours, bare)| ours / bare),
    );
    let ratio = quantile(&ratios, 0.5);
    report.target(
        ratio >= LEAST,
        format!("the bridge answers {ratio:.2} of bare axum (>= {LEAST})"),
    );

    let half = quantile(&sorted(rates[2].iter().copied()), 0.5) / 2.0;
    let requests = updates.next((half * 5.0) as usize, args.customers.get());
    let taken = loads[2].send(requests, Pace::Rate(half)).await?;
    let each = sorted(taken.each);
    let (p50, p99) = (quantile(&each, 0.5), quantile(&each, 0.99));
    report.target(
        p99 < SLOWEST,
        format!("at {half:.0}/s for 5 s: p50 {p50:.2} ms, p99 {p99:.2} ms (< {SLOWEST} ms)"),
    );
    bridge.wait_until_idle().await?;
    Ok(())
}

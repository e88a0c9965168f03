//! Lookups answered a second, the servers in turn.

use std::{fs::File, process::Stdio, time::Instant};

use anyhow::{Context, Result};
use chrono::Utc;
use screen_pop::{
    keys::{ApiKey, Kind as KeyKind, Scope, Terms},
    setup,
    store::Change,
};
use server_kit::audit::By;
use switchboard_benches::{
    child::Child,
    load::Load,
    pace::Pace,
    process,
    quantile::{quantile, sorted},
    report::Report,
};
use tempfile::TempDir;

use crate::{
    Args,
    cases::{NUMBERS, number},
    child::{Kind, arguments},
};

/// Of the rate of the same layers around a constant body.
const LEAST: f64 = 0.9;
/// Milliseconds, at half the rate.
const SLOWEST: f64 = 1.0;
/// Seconds until a server is ready.
const READY: f64 = 5.0;

pub(crate) async fn measure(args: &Args, folder: &TempDir, report: &mut Report) -> Result<()> {
    let key = make_key(folder).await?;
    let begin = Instant::now();
    let ours = start(Kind::Lookup, folder, 0).await?;
    let ready = begin.elapsed().as_secs_f64();
    report.target(
        ready < READY,
        format!(
            "ready with {} cases after {ready:.2} s (< {READY} s)",
            args.rows
        ),
    );
    let mut requests = Requests {
        key,
        numbers: args.rows.get() * NUMBERS,
        next: 1,
    };
    let size = answer_of(&ours, &requests.key).await?;
    let bare = start(Kind::Bare, folder, size).await?;
    let constant = start(Kind::Constant, folder, size).await?;

    let names = ["bare axum", "the same layers", "lookup"];
    let mut loads = Vec::new();
    for server in [&bare, &constant, &ours] {
        loads.push(Load::connect(server.addr, args.connections.get()).await?);
    }
    let processes = [bare.id()?, constant.id()?, ours.id()?];
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    let mut cpu = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..=args.rounds.get() {
        for turn in 0..loads.len() {
            let server = (turn + round) % loads.len();
            let sent = requests.take(args.requests.get());
            let count = sent.len() as f64;
            let before = process::cpu(processes[server])?;
            let taken = loads[server].send(sent, Pace::Closed).await?;
            // The first round is for the allocators and the caches.
            if round > 0 {
                rates[server].push(count / taken.all.as_secs_f64());
                cpu[server].push((process::cpu(processes[server])? - before) / count * 1e6);
            }
        }
    }
    report.say(format!(
        "lookups a second with a body of {size} bytes, {} turns of {} at {} connections",
        args.rounds, args.requests, args.connections
    ));
    for ((name, rates_of), cpu_of) in names.iter().zip(&rates).zip(&cpu) {
        let ratios = ratios(rates_of, &rates[1]);
        report.say(format!(
            "{name:16} {:7.0}/s, {:.1} us of CPU each  of the same layers {:.2} (middle half \
             {:.2} to {:.2})",
            quantile(&sorted(rates_of.iter().copied()), 0.5),
            quantile(&sorted(cpu_of.iter().copied()), 0.5),
            quantile(&ratios, 0.5),
            quantile(&ratios, 0.25),
            quantile(&ratios, 0.75),
        ));
    }
    let ratio = quantile(&ratios(&rates[2], &rates[1]), 0.5);
    report.target(
        ratio >= LEAST,
        format!("a lookup runs at {ratio:.2} of the same layers (>= {LEAST})"),
    );
    let half = quantile(&sorted(rates[2].iter().copied()), 0.5) / 2.0;
    let sent = requests.take((half * 5.0) as usize);
    let taken = loads[2].send(sent, Pace::Rate(half)).await?;
    let each = sorted(taken.each);
    let (p50, p99) = (quantile(&each, 0.5), quantile(&each, 0.99));
    report.target(
        p99 < SLOWEST,
        format!("at {half:.0}/s for 5 s: p50 {p50:.2} ms, p99 {p99:.2} ms (< {SLOWEST} ms)"),
    );
    Ok(())
}

/// Each by the other of the same round, in order.
fn ratios(rates: &[f64], by: &[f64]) -> Vec<f64> {
    sorted(rates.iter().zip(by).map(|(one, other)| one / other))
}

async fn start(kind: Kind, folder: &TempDir, size: usize) -> Result<Child> {
    let console = File::create(folder.path().join(format!("{}.console", kind.name())))?;
    let at = folder.path().to_str().context("an odd folder")?;
    let size = size.to_string();
    let given = ["--serve", kind.name(), "--folder", at, "--size", &size];
    Child::start(&given, Stdio::from(console)).await
}

/// A key without a limit, as `keys create` makes it.
async fn make_key(folder: &TempDir) -> Result<String> {
    let store = setup::open(&arguments(folder.path())?).await?;
    let terms = Terms {
        name: "bench".to_owned(),
        kind: KeyKind::Server,
        origin: None,
        environment: None,
        scopes: vec![Scope::Lookup],
        limit_per_minute: Some(0),
        expires_at: None,
    };
    let (key, secret) = ApiKey::new(terms, Utc::now());
    let change = Change::now(By::role("bench"), "key.create");
    store.put_api_key(&key, &change).await?;
    store.close().await;
    Ok(secret.expose().to_owned())
}

/// The length of the server's answer to a lookup.
async fn answer_of(server: &Child, key: &str) -> Result<usize> {
    let lookup = reqwest::Client::new()
        .post(format!("http://{}/api/lookup", server.addr))
        .header("x-api-key", key)
        .json(&serde_json::json!({"phone": number(NUMBERS)}));
    let answer = lookup.send().await?.error_for_status()?;
    Ok(answer.bytes().await?.len())
}

/// Lookups of numbers all over the place.
struct Requests {
    key: String,
    numbers: usize,
    next: usize,
}

impl Requests {
    fn take(&mut self, count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|_| self.one()).collect()
    }

    fn one(&mut self) -> Vec<u8> {
        self.next = self
            .next
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let phone = number((self.next >> 33) % self.numbers);
        let body = format!("{{\"phone\": \"{phone}\"}}");
        format!(
            "POST /api/lookup HTTP/1.1\r\nHost: localhost\r\nx-api-key: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.key,
            body.len()
        )
        .into_bytes()
    }
}

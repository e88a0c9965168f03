//! From the webhook to Genesys Cloud, on an empty store and on a full one.

use std::time::Duration;

use anyhow::{Result, bail};
use durable_inbox::SqliteInbox;
use switchboard_benches::{load::Load, pace::Pace, report::Report};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::{Args, bridge::Bridge, ceiling, update::Updates};

const LEAST: f64 = 3_000.0;
/// Of the rate and of the CPU a message, from an empty store to a full one.
const SPREAD: f64 = 0.30;
const MOST_MEMORY: f64 = 256.0;
/// How much faster than the target messages are sent.
const OFFERED: f64 = 1.5;
const PATIENCE: Duration = Duration::from_secs(30);

struct Run {
    rate: f64,
    cpu_us: f64,
}

pub(crate) async fn measure(args: &Args, report: &mut Report) -> Result<()> {
    let empty = TempDir::new()?;
    let first = through(args, report, &empty, "an empty store").await?;
    report.target(
        first.rate >= LEAST,
        format!(
            "{:.0} messages a second go through (>= {LEAST})",
            first.rate
        ),
    );

    let full = TempDir::new()?;
    let data = full.path().join("data");
    std::fs::create_dir_all(&data)?;
    let inbox = SqliteInbox::open(&data.join("inbox.db")).await?;
    ceiling::fill(&inbox, args.keys).await?;
    inbox.close().await;
    let second = through(args, report, &full, "a store with a million keys").await?;
    let (rate, cpu) = (second.rate / first.rate, second.cpu_us / first.cpu_us);
    report.target(
        rate >= 1.0 - SPREAD,
        format!("the full store's rate is {rate:.2} of the empty one's"),
    );
    report.target(
        cpu <= 1.0 + SPREAD,
        format!("the full store's CPU is {cpu:.2} of the empty one's"),
    );
    Ok(())
}

async fn through(args: &Args, report: &mut Report, folder: &TempDir, on: &str) -> Result<Run> {
    let bridge = Bridge::start(args.bridge()?, folder).await?;
    let mut load = Load::connect(bridge.addr, args.connections.get()).await?;
    let mut updates = Updates::default();
    // The first messages of all customers make their rows.
    let customers = args.customers.get();
    load.send(updates.next(customers, customers), Pace::Closed)
        .await?;
    arrived(&bridge, customers).await?;
    bridge.wait_until_idle().await?;

    let messages = args.messages.get();
    let (requests, cpu, begin) = (
        updates.next(messages, customers),
        bridge.cpu()?,
        Instant::now(),
    );
    let sending = load.send(requests, Pace::Rate(LEAST * OFFERED));
    let (taken, end) = tokio::join!(sending, arrived(&bridge, messages));
    let (taken, (end, counts)) = (taken?, end?);
    bridge.wait_until_idle().await?;

    let run = Run {
        rate: messages as f64 / (end - begin).as_secs_f64(),
        cpu_us: (bridge.cpu()? - cpu) * 1e6 / messages as f64,
    };
    let (now, most) = bridge.memory()?;
    report.say(format!(
        "{messages} messages of {customers} customers on {on}: {:.0}/s (sent at {:.0}/s), \
         {:.0} us CPU each, memory {now:.0} MB, at most {most:.0} MB",
        run.rate,
        messages as f64 / taken.all.as_secs_f64(),
        run.cpu_us,
    ));
    let (out, again) = (counts.out_of_order, counts.again);
    report.target(
        out + again == 0,
        format!("order: {out} out of order, {again} twice"),
    );
    report.target(
        most < MOST_MEMORY,
        format!("at most {most:.0} MB (< {MOST_MEMORY})"),
    );
    Ok(run)
}

/// Waits for so many messages at the stub, and tells when the last one was there.
async fn arrived(bridge: &Bridge, messages: usize) -> Result<(Instant, crate::stub::Counts)> {
    let mut all = crate::stub::Counts::default();
    let mut last = Instant::now();
    loop {
        let counts = bridge.take_counts().await?;
        if counts.messages > 0 {
            last = Instant::now();
        }
        all.messages += counts.messages;
        all.out_of_order += counts.out_of_order;
        all.again += counts.again;
        if all.messages >= messages {
            return Ok((last, all));
        }
        if last.elapsed() > PATIENCE {
            bail!(
                "{} of {messages} messages arrived, then none for 30 s",
                all.messages
            );
        }
        sleep(Duration::from_millis(50)).await;
    }
}

//! Rows of CSV written a second.

use std::time::Instant;

use anyhow::{Result, ensure};
use screen_pop::{cases::Cases, import, setup, store::Change};
use server_kit::audit::By;
use switchboard_benches::report::Report;
use tempfile::TempDir;

use crate::{cases, child::arguments};

/// Rows a second.
const LEAST: f64 = 100_000.0;

/// Imports the cases into a database in this folder, as the subcommand does.
pub(crate) async fn import(rows: usize, folder: &TempDir, report: &mut Report) -> Result<()> {
    let file = folder.path().join("cases.csv");
    let length = cases::write(rows, &file)?;
    let arguments = arguments(folder.path())?;
    let store = setup::open(&arguments).await?;
    let cases = Cases::for_writing(store, arguments.screen_pop.reader()?).await?;
    let (_, source) = import::open(&file)?;
    let change = Change::now(By::role("bench"), "case.import");

    let begin = Instant::now();
    let imported = import::run(&cases, "bench", change, source, |_, _| {}).await?;
    cases.store().close().await;
    let seconds = begin.elapsed().as_secs_f64();

    ensure!(
        imported.counts.accepted == rows as u64,
        "a row was rejected"
    );
    let rate = rows as f64 / seconds;
    let megabytes = length as f64 / 1e6;
    report.target(
        rate >= LEAST,
        format!("import of {rows} rows, {megabytes:.0} MB: {rate:.0} rows/s (>= {LEAST})"),
    );
    std::fs::remove_file(file)?;
    Ok(())
}

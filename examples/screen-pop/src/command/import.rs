//! `screen-pop import FILE`

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use server_kit::{audit::By, keys::random_token, settings::lock_data_dir};

use crate::{
    cases::Cases,
    import,
    settings::Arguments,
    setup,
    store::{Change, Imported},
};

/// How many of the rejected rows are printed.
const MOST_PRINTED: usize = 20;
const BAR: &str = "{bar:30} {percent:>3} %  {bytes_per_sec}  {msg}";

/// Reads a file into the cases, with a progress bar on a terminal, and prints the report.
///
/// The exit code is 1 if any row was rejected.
///
/// # Errors
/// A text for the operator, also if a server uses the folder: it has the cases in memory.
pub async fn run(arguments: &Arguments, file: &Path) -> anyhow::Result<ExitCode> {
    let locked = lock_data_dir(&arguments.common.data_dir);
    let _lock = locked.context(
        "stop the server first, or send the file to the running one: POST /api/cases/import",
    )?;
    let (length, source) = import::open(file)?;
    let store = setup::open(arguments).await?;
    let cases = Cases::for_writing(store, arguments.screen_pop.reader()?).await;
    let cases = cases.context("the cases could not be read")?;
    let bar = match io::stderr().is_terminal() {
        true => ProgressBar::new(length).with_style(ProgressStyle::with_template(BAR)?),
        false => ProgressBar::hidden(),
    };
    let change = Change::now(By::role("command line"), "case.import");
    let progress = |import: &Imported, bytes| {
        bar.set_position(bytes);
        let counts = &import.counts;
        bar.set_message(format!(
            "{} rows, {} rejected",
            counts.rows, counts.rejected
        ));
    };
    let imported = import::run(&cases, &random_token(), change, source, progress).await;
    bar.finish_and_clear();
    let imported = imported.context("the import ended early; what was read until then is in")?;
    cases.store().close().await;
    report(&imported, &mut io::stdout())
}

fn report(imported: &Imported, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let counts = &imported.counts;
    let (rows, accepted, rejected) = (counts.rows, counts.accepted, counts.rejected);
    writeln!(out, "{rows} rows: {accepted} accepted, {rejected} rejected")?;
    for row in counts.report.iter().take(MOST_PRINTED) {
        writeln!(out, "line {}: {}", row.line, row.reason)?;
    }
    let printed = counts.report.len().min(MOST_PRINTED) as u64;
    if rejected > printed {
        writeln!(out, "and {} more", rejected - printed)?;
    }
    Ok(match rejected {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

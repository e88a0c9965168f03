//! A long build that says how far it is, on a terminal or in a log.

use std::{
    env,
    io::{self, BufRead, BufReader, IsTerminal, Read, Write, stderr},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    steps::{self, Outcome},
    terminal::say,
};

/// How often a log gets a line.
const PAUSE: Duration = Duration::from_secs(10);

/// Runs a build of cargo's. A terminal shows cargo's own bar, with the crates done of all; where
/// there is none, cargo shows no bar, so this prints `120 of 459 crates` now and then.
pub(crate) fn build(command: &mut Command) -> Outcome {
    if stderr().is_terminal() || env::var_os("CARGO_TERM_PROGRESS_WHEN").is_some() {
        return steps::command(command);
    }
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "100")
        .stdin(Stdio::null())
        .stderr(Stdio::piped());
    let ended = command.spawn().and_then(|mut cargo| {
        if let Some(output) = cargo.stderr.take() {
            relay(output)?;
        }
        cargo.wait()
    });
    match ended {
        Ok(status) if status.success() => Outcome::Passed,
        Ok(status) => Outcome::Failed(format!("cargo ended with {status}")),
        Err(error) => Outcome::Failed(format!("could not run cargo: {error}")),
    }
}

/// Passes on what cargo says, with a line now and then in place of its bar.
fn relay(output: impl Read) -> io::Result<()> {
    let mut next = Instant::now();
    let mut line = Vec::new();
    let mut output = BufReader::new(output);
    while output.read_until(b'\n', &mut line)? > 0 {
        // The bar is written over again and again within one line.
        for part in String::from_utf8_lossy(&line).split('\r') {
            match read(part) {
                Line::Count(done) if Instant::now() >= next => {
                    say(&format!("    {done} crates"));
                    next = Instant::now() + PAUSE;
                }
                Line::Text(text) => writeln!(stderr(), "{text}")?,
                Line::Count(_) | Line::Nothing => {}
            }
        }
        line.clear();
    }
    Ok(())
}

/// One piece of what cargo writes while it builds.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// How far the bar is: `120 of 459`.
    Count(String),
    /// Anything that a person should see.
    Text(String),
    /// A crate that is being built; the count tells enough.
    Nothing,
}

fn read(part: &str) -> Line {
    let text = part.trim_end().trim_end_matches("\u{1b}[K").trim_end();
    let bar = text.trim_start().strip_prefix("Building [");
    if let Some((_, counts)) = bar.and_then(|bar| bar.split_once("] ")) {
        let counts = counts.split(':').next().unwrap_or_default();
        return match counts.split_once('/') {
            Some((done, all)) => Line::Count(format!("{done} of {all}")),
            None => Line::Nothing,
        };
    }
    let word = text.split_whitespace().next();
    match word {
        None | Some("Compiling" | "Downloading" | "Downloaded") => Line::Nothing,
        _ => Line::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_read_and_other_lines_are_passed_on() {
        let bar = "    Building [=====>         ] 120/459: tokio, serde(build)          \u{1b}[K";
        for (part, expected) in [
            (bar, Line::Count("120 of 459".into())),
            ("   Compiling tokio v1.54.1", Line::Nothing),
            ("", Line::Nothing),
            (
                "error: could not compile `demo`\n",
                Line::Text("error: could not compile `demo`".into()),
            ),
            (
                "    Finished `demo` profile in 2m 03s",
                Line::Text("    Finished `demo` profile in 2m 03s".into()),
            ),
        ] {
            assert_eq!(read(part), expected, "{part:?}");
        }
    }
}

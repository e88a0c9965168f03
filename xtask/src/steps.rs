//! Steps in a row, each timed, and a table of how they ended.

use std::{
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use crate::terminal::{Tone, heading, paint, say};

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed(String),
    /// It could not run here, for this reason.
    Skipped(String),
    /// There is nothing to run.
    Absent,
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration, Outcome)>,
}

impl Steps {
    /// Runs `step` under a heading.
    pub(crate) fn run(&mut self, title: &str, step: impl FnOnce() -> Outcome) {
        heading(title);
        let started = Instant::now();
        let outcome = step();
        if let Outcome::Failed(reason) = &outcome {
            say(&paint(reason, Tone::Bad));
        }
        self.done
            .push((title.to_owned(), started.elapsed(), outcome));
    }

    /// Notes a step that did not run.
    pub(crate) fn note(&mut self, title: &str, outcome: Outcome) {
        self.done.push((title.to_owned(), Duration::ZERO, outcome));
    }

    /// Prints the table and decides on the exit code.
    ///
    /// A skipped step fails the whole only if `skipping_fails`.
    pub(crate) fn finish(&self, skipping_fails: bool) -> ExitCode {
        heading("Summary");
        let width = self
            .done
            .iter()
            .map(|(title, ..)| title.len())
            .max()
            .unwrap_or_default();
        for (title, time, outcome) in &self.done {
            say(&row(title, width, *time, outcome));
        }
        if self
            .done
            .iter()
            .any(|(.., outcome)| is_failure(outcome, skipping_fails))
        {
            say(&paint("\nfailed", Tone::Bad));
            ExitCode::FAILURE
        } else {
            say(&paint("\npassed", Tone::Good));
            ExitCode::SUCCESS
        }
    }
}

fn is_failure(outcome: &Outcome, skipping_fails: bool) -> bool {
    match outcome {
        Outcome::Failed(_) => true,
        Outcome::Skipped(_) => skipping_fails,
        Outcome::Passed | Outcome::Absent => false,
    }
}

fn row(title: &str, width: usize, time: Duration, outcome: &Outcome) -> String {
    let (word, reason, tone) = match outcome {
        Outcome::Passed => ("passed", None, Tone::Good),
        Outcome::Failed(reason) => ("FAILED", Some(reason), Tone::Bad),
        Outcome::Skipped(reason) => ("skipped", Some(reason), Tone::Notice),
        Outcome::Absent => ("absent", None, Tone::Quiet),
    };
    let time = if time.is_zero() {
        "-".into()
    } else {
        format!("{:.1} s", time.as_secs_f64())
    };
    let reason = reason
        .map(|reason| format!(": {reason}"))
        .unwrap_or_default();
    format!("  {title:width$}  {time:>8}  {}{reason}", paint(word, tone))
}

/// Runs a command to its end: passed if it exits with success.
pub(crate) fn command(command: &mut Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Outcome::Passed,
        Ok(status) => Outcome::Failed(format!("{} ended with {status}", short(&name))),
        Err(error) => Outcome::Failed(format!("could not start {}: {error}", short(&name))),
    }
}

/// Runs commands until one fails.
pub(crate) fn all<'a>(commands: impl IntoIterator<Item = &'a mut Command>) -> Outcome {
    commands
        .into_iter()
        .map(command)
        .find(|outcome| *outcome != Outcome::Passed)
        .unwrap_or(Outcome::Passed)
}

/// The command's standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("could not start {}: {error}", short(&name)))?;
    if !output.status.success() {
        return Err(format!("{} ended with {}", short(&name), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{} did not print text", short(&name)))
}

fn short(program: &str) -> &str {
    program.rsplit(['/', '\\']).next().unwrap_or(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_step_fails_only_where_skipping_fails() {
        let skipped = Outcome::Skipped("no npm".into());

        assert!(is_failure(&skipped, true));
        assert!(!is_failure(&skipped, false));
    }

    #[test]
    fn an_absent_step_never_fails() {
        assert!(!is_failure(&Outcome::Absent, true));
    }

    #[test]
    fn a_row_names_the_reason() {
        let row = row(
            "7 contract",
            12,
            Duration::from_millis(1250),
            &Outcome::Skipped("no npm".into()),
        );

        assert_eq!(row, "  7 contract       1.2 s  skipped: no npm");
    }

    #[test]
    fn a_command_that_cannot_start_is_a_failure_that_names_it() {
        let outcome = command(&mut Command::new("/nowhere/no-such-program"));

        let Outcome::Failed(reason) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(
            reason.starts_with("could not start no-such-program: "),
            "{reason}"
        );
    }
}

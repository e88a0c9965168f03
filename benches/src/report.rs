//! What was measured, and what of it missed its target.
#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

use std::process::ExitCode;

/// The results of a run.
#[derive(Debug, Default)]
pub struct Report {
    missed: Vec<String>,
}

impl Report {
    /// Prints a line.
    pub fn say(&self, line: impl AsRef<str>) {
        println!("{}", line.as_ref());
    }

    /// A target: the line is printed, and remembered if it does not hold.
    pub fn target(&mut self, holds: bool, line: impl Into<String>) {
        let line = line.into();
        println!("{} {line}", if holds { "  ok    " } else { "  MISSED" });
        if !holds {
            self.missed.push(line);
        }
    }

    /// 1 if a target was missed.
    #[must_use]
    pub fn end(self) -> ExitCode {
        match self.missed.is_empty() {
            true => ExitCode::SUCCESS,
            false => {
                println!("{} target(s) missed", self.missed.len());
                ExitCode::FAILURE
            }
        }
    }
}

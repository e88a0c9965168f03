//! What was measured, and what of it missed its target.

use std::process::ExitCode;

#[derive(Debug, Default)]
pub(crate) struct Report {
    missed: Vec<String>,
}

impl Report {
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        println!("{}", line.as_ref());
    }

    /// A target: the line is printed, and remembered if it does not hold.
    pub(crate) fn target(&mut self, holds: bool, line: impl Into<String>) {
        let line = line.into();
        println!("{} {line}", if holds { "  ok    " } else { "  MISSED" });
        if !holds {
            self.missed.push(line);
        }
    }

    pub(crate) fn end(self) -> ExitCode {
        match self.missed.is_empty() {
            true => ExitCode::SUCCESS,
            false => {
                println!("{} target(s) missed", self.missed.len());
                ExitCode::FAILURE
            }
        }
    }
}

//! What the commands print: plain text, with colour on a terminal.

use std::{
    env,
    io::{IsTerminal, Write, stderr, stdout},
};

/// How a piece of text is meant.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    /// Something begins.
    Heading,
    Good,
    Bad,
    /// Neither good nor bad, but worth a look.
    Notice,
    /// Less important than what stands around it.
    Quiet,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Heading => "1",
            Self::Good => "32",
            Self::Bad => "1;31",
            Self::Notice => "33",
            Self::Quiet => "2",
        }
    }
}

/// Prints one line.
pub(crate) fn say(line: &str) {
    // A reader that went away (`| head`) is no reason to fail.
    let _ = writeln!(stdout(), "{line}");
}

/// Prints the line that opens a step.
pub(crate) fn heading(title: &str) {
    say(&format!(
        "\n{}",
        paint(&format!("==> {title}"), Tone::Heading)
    ));
}

/// Prints one line about a failure to standard error.
pub(crate) fn complain(problem: &str) {
    let label = if colour(stderr().is_terminal()) {
        "\x1b[1;31mError\x1b[0m"
    } else {
        "Error"
    };
    let _ = writeln!(stderr(), "{label}: {problem}");
}

/// Colours `text` if standard output is a terminal.
pub(crate) fn paint(text: &str, tone: Tone) -> String {
    if colour(stdout().is_terminal()) {
        format!("\x1b[{}m{text}\x1b[0m", tone.code())
    } else {
        text.to_owned()
    }
}

fn colour(terminal: bool) -> bool {
    terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

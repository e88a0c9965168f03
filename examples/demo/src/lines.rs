//! What a server prints.

use std::{
    collections::VecDeque,
    io::{IsTerminal as _, Write as _},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

const KEPT: usize = 50;
const LONGEST: usize = 2_000;
/// In the access lines of the demo's own probes, which say nothing and would fill the rest.
const OWN_PROBES: [&str; 2] = ["route=\"/livez\"", "route=\"/api/health\""];

/// Where a line was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A line that a server printed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    at: DateTime<Utc>,
    stream: Stream,
    /// The line, without its end.
    pub(crate) text: String,
}

/// Whether and how the lines of the servers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    /// Not shown.
    Silent,
    /// With the server's name before each line.
    Plain,
    /// The same in colour.
    Coloured,
}

impl Echo {
    /// What the command line and the terminal ask for.
    pub(crate) fn choose(verbose: bool, no_color: bool) -> Self {
        let wanted = !no_color
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            && std::io::stderr().is_terminal();
        match (verbose, wanted) {
            (false, _) => Self::Silent,
            (true, false) => Self::Plain,
            (true, true) => Self::Coloured,
        }
    }
}

/// The last lines that a server printed.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    name: &'static str,
    echo: Echo,
    kept: Arc<Mutex<VecDeque<Line>>>,
}

impl Lines {
    /// Keeps the lines of the server `name`.
    pub(crate) fn new(name: &'static str, echo: Echo) -> Self {
        Self {
            name,
            echo,
            kept: Arc::default(),
        }
    }

    /// The last lines, oldest first.
    pub(crate) fn last(&self) -> Vec<Line> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    /// Keeps what `output` carries, until it ends.
    pub(crate) async fn follow(self, stream: Stream, output: impl AsyncRead + Unpin) {
        let mut output = BufReader::new(output);
        let mut bytes = Vec::new();
        // The end of a broken pipe is an end, too.
        while matches!(output.read_until(b'\n', &mut bytes).await, Ok(1..)) {
            let text = String::from_utf8_lossy(&bytes);
            self.keep(stream, text.trim_end_matches(['\n', '\r']));
            bytes.clear();
        }
    }

    fn keep(&self, stream: Stream, text: &str) {
        if OWN_PROBES.iter().any(|probe| text.contains(probe)) {
            return;
        }
        let text: String = text.chars().take(LONGEST).collect();
        self.show(&text);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(Line {
            at: Utc::now(),
            stream,
            text,
        });
    }

    fn show(&self, text: &str) {
        let name = self.name;
        let mut stderr = std::io::stderr().lock();
        // Nobody can be told that the terminal is gone.
        let _ = match self.echo {
            Echo::Silent => Ok(()),
            Echo::Plain => writeln!(stderr, "{name} | {text}"),
            Echo::Coloured => writeln!(stderr, "\x1b[36m{name} |\x1b[0m {text}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Echo, KEPT, LONGEST, Lines, Stream};

    #[tokio::test]
    async fn the_last_lines_are_kept_whatever_is_printed() {
        let lines = Lines::new("server", Echo::Silent);
        let mut output: Vec<u8> = (0..=KEPT)
            .flat_map(|n| format!("{n}\r\n").into_bytes())
            .collect();
        output.extend(b"access: request method=\"GET\" route=\"/livez\" status=200\n");
        output.extend(b"broken \xff text\n");
        output.extend("x".repeat(LONGEST + 5).into_bytes());

        lines
            .clone()
            .follow(Stream::Stdout, output.as_slice())
            .await;

        let texts: Vec<String> = lines.last().into_iter().map(|line| line.text).collect();
        assert_eq!(texts.len(), KEPT);
        assert_eq!(texts[0], "3");
        assert_eq!(texts[KEPT - 2], "broken \u{fffd} text");
        assert_eq!(texts[KEPT - 1].len(), LONGEST);
    }
}

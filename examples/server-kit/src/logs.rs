//! Logs: JSON lines in rotated files, and readable lines on the console.

mod format;
mod lines;
mod queue;
mod rotate;

use std::io::{self, IsTerminal, Write};
use std::{fmt, fs, path::PathBuf};

use anyhow::{Context, bail};
use tracing::{Level, Subscriber};
use tracing_subscriber::{Registry, filter::EnvFilter, layer::SubscriberExt, reload};

use self::lines::{Console, FILES, Lines};
use self::queue::{Queue, Writing};
use self::rotate::RotatingFile;

const FILE_BYTES: u64 = 10 * 1024 * 1024;
const OLD_FILES: u32 = 5;
/// Crates that write headers, addresses or statements into their detailed logs.
const TALKATIVE: &str =
    "h2=info,hyper=info,hyper_util=info,reqwest=info,rustls=info,sqlx=info,tungstenite=info";

/// What is logged, and where.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// The folder of the log files.
    pub dir: PathBuf,
    /// `error`, `warn`, `info`, `debug`, `trace`, or filter directives like `info,my_crate=debug`.
    ///
    /// The words `verbose` (debug), `silly` (trace) and `http` (info) are understood too.
    pub level: String,
    /// Whether readable lines go to standard error as well.
    pub console: bool,
}

/// Keeps the logs running; when dropped, what is waiting is written.
#[derive(Debug)]
#[must_use = "logging ends when the guard is dropped"]
pub struct LogGuard {
    writing: Vec<Writing>,
    level: LogLevel,
}

impl LogGuard {
    /// How many lines were dropped because a disk or console was too slow.
    pub fn dropped_lines(&self) -> usize {
        self.writing.iter().map(Writing::dropped_lines).sum()
    }

    /// Changes the level while the logs run.
    #[must_use]
    pub fn level(&self) -> LogLevel {
        self.level.clone()
    }
}

/// The level of logs that run. Cheap to clone.
#[derive(Clone)]
pub struct LogLevel(reload::Handle<Lines, Registry>);

impl fmt::Debug for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLevel").finish_non_exhaustive()
    }
}

impl LogLevel {
    /// Logs this level from now on, given as in [`LogSettings::level`].
    ///
    /// # Errors
    ///
    /// When the level is not understood, or the logs have ended.
    pub fn set(&self, level: &str) -> anyhow::Result<()> {
        let filter = level_filter(level)?;
        let changed = self.0.modify(|lines| lines.set_level(filter));
        changed.context("the logs have ended")
    }
}

/// Starts the logs of this process, and reports panics in them.
///
/// # Errors
///
/// When the folder cannot be written, the level is not understood, or logs are running already.
pub fn init(settings: &LogSettings) -> anyhow::Result<LogGuard> {
    let (subscriber, guard) = subscriber(settings)?;
    tracing::subscriber::set_global_default(subscriber)
        .context("the logs of this process are running already")?;
    crate::panics::report_place_only(!settings.console);
    Ok(guard)
}

/// Builds the logs without starting them, for programs that run several servers.
///
/// Files: `combined.log` (the level and above), `error.log` (errors), `access.log` (target
/// `access`) and `audit.log` (target `audit`), the last three whatever the level is; both of them
/// have the target `access.audit`. Writing never blocks and never fails: a disk that is full or
/// gone is reported on standard error, once each time.
///
/// # Errors
///
/// When the folder cannot be written, or the level is not understood.
pub fn subscriber(
    settings: &LogSettings,
) -> anyhow::Result<(impl Subscriber + Send + Sync + use<>, LogGuard)> {
    let level = level_filter(&settings.level)?;
    let dir = settings.dir.display();
    let files = open(settings).with_context(|| {
        format!("the log folder {dir} cannot be written; set LOG_DIR to another")
    })?;
    let no_thread = "the logs have no thread to write from";
    let (files, writing) = Queue::start("log files", files).context(no_thread)?;
    let mut writing = vec![writing];
    let mut console = None;
    if settings.console {
        // A thread of its own: a console that is not read stops no file.
        let output: Box<dyn Write + Send> = Box::new(io::stderr());
        let (queue, console_writing) = Queue::start("console", vec![output]).context(no_thread)?;
        writing.push(console_writing);
        // <https://no-color.org>: set and not empty.
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colours = !plain && io::stderr().is_terminal();
        console = Some(Console { queue, colours });
    }
    let (lines, level) = reload::Layer::new(Lines::new(level, files, console));
    let level = LogLevel(level);
    Ok((Registry::default().with(lines), LogGuard { writing, level }))
}

fn open(settings: &LogSettings) -> io::Result<Vec<Box<dyn Write + Send>>> {
    fs::create_dir_all(&settings.dir)?;
    let open = |name| {
        let file = RotatingFile::open(settings.dir.join(name), FILE_BYTES, OLD_FILES)?;
        Ok(Box::new(file) as Box<dyn Write + Send>)
    };
    FILES.into_iter().map(open).collect()
}

fn level_filter(level: &str) -> anyhow::Result<EnvFilter> {
    let level = level.trim();
    let word = level.to_ascii_lowercase();
    let directives = match word.as_str() {
        "" | "http" => "info",
        "verbose" => "debug",
        "silly" => "trace",
        "off" => "off",
        word if word.parse::<Level>().is_ok() => word,
        // A lone word would be taken for the name of a crate, and silence all others.
        _ if level.contains(['=', ',']) => level,
        _ => bail!("LOG_LEVEL {level:?} is not error, warn, info, debug or trace"),
    };
    let directives = match directives {
        "error" | "warn" | "info" | "off" => directives.to_owned(),
        // What comes later replaces what is said of the same crate before.
        detailed => format!("{TALKATIVE},{detailed}"),
    };
    let parsed = EnvFilter::builder().parse(directives);
    parsed.with_context(|| format!("LOG_LEVEL {level:?} is not a level, nor filter directives"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_directives_are_understood() {
        let cases = [
            ("", "info"),
            ("info", "info"),
            (" WARN ", "warn"),
            ("error", "error"),
            ("http", "info"),
            ("off", "off"),
        ];

        for (text, expected) in cases {
            assert_eq!(
                level_filter(text).unwrap().to_string(),
                expected,
                "{text:?}"
            );
        }
        for (text, level) in [("debug", "debug"), ("verbose", "debug"), ("silly", "trace")] {
            let filter = level_filter(text).unwrap().to_string();
            assert!(
                filter.split(',').any(|directive| directive == level),
                "{filter}"
            );
        }
    }

    #[test]
    fn a_mistyped_level_is_refused_instead_of_silencing_everything() {
        for text in ["loud", "inf", "my_crate"] {
            let error = level_filter(text).unwrap_err().to_string();
            assert!(error.contains(text), "{error}");
        }
        assert!(level_filter("my_crate=debug").is_ok());
    }

    #[test]
    fn detailed_logs_leave_out_crates_that_write_headers_and_addresses() {
        let detailed = level_filter("trace").unwrap().to_string();
        let chosen = level_filter("info,sqlx=debug").unwrap().to_string();

        assert!(
            detailed.contains("h2=info") && detailed.contains("reqwest=info"),
            "{detailed}"
        );
        assert!(
            chosen.contains("sqlx=debug") && !chosen.contains("sqlx=info"),
            "{chosen}"
        );
    }

    #[test]
    fn a_level_that_is_none_is_named() {
        let error = level_filter("my_crate=loud").unwrap_err();

        assert_eq!(
            error.to_string(),
            "LOG_LEVEL \"my_crate=loud\" is not a level, nor filter directives"
        );
    }
}

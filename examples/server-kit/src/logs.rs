//! Logs: JSON lines in rotated files, and readable lines on the console.

mod rotate;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tracing::{Level, Metadata, Subscriber};
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::{Layer, Registry, fmt, layer::SubscriberExt};

use self::rotate::RotatingFile;

const FILE_BYTES: u64 = 10 * 1024 * 1024;
const OLD_FILES: u32 = 5;
/// Lines that wait for a slow disk, for each file; more are dropped.
const WAITING_LINES: usize = 8192;
/// Crates that write headers, addresses or statements into their detailed logs.
const TALKATIVE: &str =
    "h2=info,hyper=info,hyper_util=info,reqwest=info,rustls=info,sqlx=info,tungstenite=info";

/// Which events a file holds.
type Keep = fn(&Metadata<'_>) -> bool;

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
#[derive(Debug, Default)]
#[must_use = "logging ends when the guard is dropped"]
pub struct LogGuard(Vec<(WorkerGuard, ErrorCounter)>);

impl LogGuard {
    /// How many lines were dropped because a disk or console was too slow.
    pub fn dropped_lines(&self) -> usize {
        let dropped = |(_, counter): &(_, ErrorCounter)| counter.dropped_lines();
        self.0.iter().map(dropped).sum()
    }

    /// Writes from a thread of its own, so that a slow disk stops no request.
    fn start(&mut self, name: &str, writer: impl Write + Send + 'static) -> NonBlocking {
        let builder = NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES);
        let (writer, worker) = builder.thread_name(name).finish(writer);
        self.0.push((worker, writer.error_counter()));
        writer
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
/// `access`) and `audit.log` (target `audit`), the last three whatever the level is. Writing never
/// blocks and never fails: a disk that is full or gone is reported once on standard error.
///
/// # Errors
///
/// When the folder cannot be written, or the level is not understood.
pub fn subscriber(
    settings: &LogSettings,
) -> anyhow::Result<(impl Subscriber + Send + Sync + use<>, LogGuard)> {
    let kept: [(_, Keep); 3] = [
        ("error.log", |event| *event.level() == Level::ERROR),
        ("access.log", |event| event.target() == "access"),
        ("audit.log", |event| event.target() == "audit"),
    ];
    let mut guard = LogGuard::default();
    let mut lines = |name| {
        let writer = guard.start(name, open(&settings.dir, name)?);
        let json = fmt::layer()
            .json()
            .flatten_event(true)
            .with_span_list(false);
        // An event that cannot be written as JSON is no line at all.
        anyhow::Ok(json.log_internal_errors(false).with_writer(writer))
    };

    // The files know no other spans than requests: the current one is the request of a line.
    let of_level = level_filter(&settings.level)?.and(filter_fn(|data| data.is_event()));
    let of_level = of_level.or(filter_fn(is_request));
    let mut layers = vec![lines("combined.log")?.with_filter(of_level).boxed()];
    for (name, keep) in kept {
        let filter = filter_fn(move |data| is_request(data) || (data.is_event() && keep(data)));
        layers.push(lines(name)?.with_filter(filter).boxed());
    }
    if settings.console {
        // <https://no-color.org>: set and not empty.
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let writer = guard.start("console", io::stderr());
        let console = fmt::layer().with_ansi(!plain && io::stderr().is_terminal());
        let filter = level_filter(&settings.level)?.or(filter_fn(is_request));
        layers.push(console.with_writer(writer).with_filter(filter).boxed());
    }
    Ok((Registry::default().with(layers), guard))
}

/// Whether this is the span of a request, which passes every filter: all its lines hold its id.
fn is_request(data: &Metadata<'_>) -> bool {
    data.is_span() && data.fields().field("request_id").is_some()
}

fn open(dir: &Path, name: &str) -> anyhow::Result<RotatingFile> {
    let place = dir.display();
    fs::create_dir_all(dir)
        .and_then(|()| RotatingFile::open(dir.join(name), FILE_BYTES, OLD_FILES))
        .with_context(|| {
            format!("the log folder {place} cannot be written; set LOG_DIR to another")
        })
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

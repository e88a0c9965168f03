//! One event as a line: as JSON for the files, and as text for people on the console.

use std::fmt::{self, Debug, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{error::Error, iter, mem};

use chrono::DateTime;
use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

const BOLD: &str = "1";
const DIMMED: &str = "2";
const ITALIC: &str = "3";
const MESSAGE: &str = "message";

/// Whether this is the span of a request: all lines inside hold its fields.
pub(super) fn is_request(data: &Metadata<'_>) -> bool {
    data.is_span() && data.fields().field("request_id").is_some()
}

/// The time of a line, of which only the fraction of a second changes often.
#[derive(Default)]
pub(super) struct Clock {
    second: Option<u64>,
    text: String,
}

/// The length of `2026-11-20T10:00:00`.
const SECOND: usize = 19;

impl Clock {
    /// Now, as `2026-11-20T10:00:00.000000Z`.
    pub(super) fn now(&mut self) -> &str {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.unwrap_or_default();
        if self.second != Some(now.as_secs()) {
            self.second = Some(now.as_secs());
            let time = DateTime::from_timestamp_secs(now.as_secs() as i64).unwrap_or_default();
            self.text.clear();
            write!(self.text, "{}", time.format("%Y-%m-%dT%H:%M:%S")).expect("to a string");
        }
        self.text.truncate(SECOND);
        write!(self.text, ".{:06}Z", now.subsec_micros()).expect("to a string");
        &self.text
    }
}

/// The fields of an event or a span, in both forms; each begins with what divides it from others.
#[derive(Default)]
pub(super) struct Fields {
    json: Vec<u8>,
    text: String,
    colours: Option<bool>,
    debugged: String,
}

impl Fields {
    /// Without any; the text is written if it is told whether in colours.
    pub(super) fn begin(&mut self, colours: Option<bool>) {
        self.json.clear();
        self.text.clear();
        self.colours = colours;
    }

    fn put(&mut self, field: &Field, json: impl Serialize, text: fmt::Arguments<'_>) {
        self.json.push(b',');
        push_json(&mut self.json, field.name());
        self.json.push(b':');
        push_json(&mut self.json, json);
        let Some(colours) = self.colours else { return };
        self.text.push(' ');
        if field.name() != MESSAGE {
            let name = field.name();
            let name = name.strip_prefix("r#").unwrap_or(name);
            paint(&mut self.text, colours, ITALIC, name);
            paint(&mut self.text, colours, DIMMED, "=");
        }
        let begin = self.text.len();
        self.text.write_fmt(text).expect("to a string");
        make_harmless(&mut self.text, begin);
    }
}

impl Visit for Fields {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value, format_args!("{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value, format_args!("{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value, format_args!("{value}"));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value, format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            MESSAGE => self.put(field, value, format_args!("{value}")),
            _ => self.put(field, value, format_args!("{value:?}")),
        }
    }

    fn record_error(&mut self, field: &Field, error: &(dyn Error + 'static)) {
        let sources: Vec<String> = iter::successors(error.source(), |&error| error.source())
            .map(ToString::to_string)
            .collect();
        let text = error.to_string();
        let more = match &*sources {
            [] => String::new(),
            _ => format!(" {}.sources=[{}]", field.name(), sources.join(", ")),
        };
        self.put(field, &text, format_args!("{text}{more}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = mem::take(&mut self.debugged);
        text.clear();
        // A value that cannot be written is shown as far as it came.
        let _ = write!(text, "{value:?}");
        self.put(field, &text, format_args!("{text}"));
        self.debugged = text;
    }
}

/// The two forms of a line, in memory that the next one uses again.
#[derive(Default)]
pub(super) struct Line {
    json: Vec<u8>,
    text: String,
}

impl Line {
    /// `{"timestamp","level",…,"target","span"}`, where the span is the request of the line.
    pub(super) fn json<S: for<'a> LookupSpan<'a>>(
        &mut self,
        time: &str,
        data: &Metadata<'_>,
        fields: &Fields,
        spans: &[SpanRef<'_, S>],
    ) -> &[u8] {
        let line = &mut self.json;
        line.clear();
        line.extend_from_slice(b"{\"timestamp\":\"");
        line.extend_from_slice(time.as_bytes());
        line.extend_from_slice(b"\",\"level\":");
        push_json(line, data.level().as_str());
        line.extend_from_slice(&fields.json);
        line.extend_from_slice(b",\"target\":");
        push_json(line, data.target());
        let request = spans.iter().find(|span| is_request(span.metadata()));
        if let Some(request) = request
            && let Some(Fields { json, .. }) = request.extensions().get()
        {
            line.extend_from_slice(b",\"span\":{");
            line.extend_from_slice(json.strip_prefix(b",").unwrap_or_default());
            line.extend_from_slice(b",\"name\":");
            push_json(line, request.name());
            line.push(b'}');
        }
        line.extend_from_slice(b"}\n");
        line
    }

    /// `time LEVEL span{fields}:span: target: message fields`, with the innermost span last.
    pub(super) fn text<S: for<'a> LookupSpan<'a>>(
        &mut self,
        time: &str,
        data: &Metadata<'_>,
        fields: &Fields,
        spans: &[SpanRef<'_, S>],
    ) -> &[u8] {
        let line = &mut self.text;
        let colours = fields.colours.unwrap_or_default();
        let (colour, level) = match *data.level() {
            Level::TRACE => ("35", "TRACE"),
            Level::DEBUG => ("34", "DEBUG"),
            Level::INFO => ("32", " INFO"),
            Level::WARN => ("33", " WARN"),
            Level::ERROR => ("31", "ERROR"),
        };
        line.clear();
        paint(line, colours, DIMMED, time);
        line.push(' ');
        paint(line, colours, colour, level);
        line.push(' ');
        for span in spans.iter().rev() {
            paint(line, colours, BOLD, span.name());
            if let Some(Fields { text, .. }) = span.extensions().get()
                && let Some(text) = text.strip_prefix(' ')
            {
                paint(line, colours, BOLD, "{");
                line.push_str(text);
                paint(line, colours, BOLD, "}");
            }
            paint(line, colours, DIMMED, ":");
        }
        if !spans.is_empty() {
            line.push(' ');
        }
        paint(line, colours, DIMMED, data.target());
        paint(line, colours, DIMMED, ":");
        line.push_str(&fields.text);
        line.push('\n');
        line.as_bytes()
    }
}

fn push_json(line: &mut Vec<u8>, value: impl Serialize) {
    serde_json::to_writer(line, &value).expect("plain values go into memory");
}

fn paint(line: &mut String, colours: bool, style: &str, text: &str) {
    match colours {
        true => line.extend(["\x1b[", style, "m", text, "\x1b[0m"]),
        false => line.push_str(text),
    }
}

/// Escapes from here on what a terminal would take for commands.
fn make_harmless(line: &mut String, begin: usize) {
    let is_harmful = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    if line[begin..].contains(is_harmful) {
        let text = line.split_off(begin);
        for letter in text.chars() {
            match is_harmful(letter) {
                true => line.extend(letter.escape_default()),
                false => line.push(letter),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_written_to_the_microsecond() {
        let mut clock = Clock::default();

        let first = clock.now().to_owned();
        let second = clock.now().to_owned();

        assert_eq!(first.len(), "2026-11-20T10:00:00.000000Z".len());
        assert!(first <= second && second.ends_with('Z'), "{first} {second}");
        assert!(DateTime::parse_from_rfc3339(&first).is_ok());
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let mut line = "\x1b[1mkept".to_owned();
        let begin = line.len();
        line.push_str("a\nb\t\x1b[2Jc\u{9b}é");

        make_harmless(&mut line, begin);

        assert_eq!(line, "\x1b[1mkepta\nb\t\\u{1b}[2Jc\\u{9b}é");
    }
}

//! Shows what the crate makes of webhooks: one JSON body a line in, one line of JSON each out.
//!
//! ```text
//! cargo run --example inspect_webhook < deliveries.jsonl
//! ```
//!
//! `{"updates":[{"kind","id","unknown","error","raw","content","events"}]}`, or `{"error"}` for a
//! line that is no webhook; a delivery of Genesys Cloud is one update. `content` and `events` are
//! its parts, each `{"kind","unknown","error","raw"}`, and `error` is that of the first part
//! which could not be read. The output holds what agents wrote.

use std::io::{self, BufRead, Write};

use genesys_client::webhooks::{self, Content, Event, OutboundMessage, Received};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Webhook { updates: [Shown<'a>; 1] },
    Error { error: String },
}

#[derive(Serialize)]
struct Shown<'a> {
    kind: String,
    id: Option<&'a str>,
    unknown: bool,
    error: Option<String>,
    raw: &'a OutboundMessage,
    content: Vec<Part<'a, Content>>,
    events: Vec<Part<'a, Event>>,
}

#[derive(Serialize)]
#[serde(bound = "")]
struct Part<'a, T> {
    kind: Option<String>,
    unknown: bool,
    error: Option<String>,
    raw: &'a Received<T>,
}

impl<'a, T> Part<'a, T> {
    /// `tag` is the field that tells what kind of part it is.
    fn new(raw: &'a Received<T>, tag: &str, is_unknown: fn(&T) -> bool) -> Self {
        let fields: Value = serde_json::from_str(raw.raw()).unwrap_or_default();
        Self {
            kind: fields[tag].as_str().map(str::to_owned),
            unknown: raw.kind().is_ok_and(is_unknown),
            error: raw.kind().err().map(ToString::to_string),
            raw,
        }
    }
}

impl<'a> Shown<'a> {
    fn new(message: &'a OutboundMessage) -> Self {
        let content = message.content.iter();
        let content: Vec<_> = content
            .map(|part| Part::new(part, "contentType", |it| matches!(it, Content::Unknown)))
            .collect();
        let events = message.events.iter();
        let events: Vec<_> = events
            .map(|part| Part::new(part, "eventType", Event::is_unknown))
            .collect();
        let first = content.iter().find_map(|part| part.error.clone());
        Self {
            kind: message.name(),
            id: message.id.as_ref().map(|id| id.as_str()),
            unknown: message.is_unknown(),
            error: first.or_else(|| events.iter().find_map(|part| part.error.clone())),
            raw: message,
            content,
            events,
        }
    }
}

/// The line of JSON for one body.
pub(crate) fn inspect(body: &[u8]) -> serde_json::Result<String> {
    let message = match webhooks::parse(body) {
        Ok(message) => message,
        Err(error) => {
            let error = error.to_string();
            return serde_json::to_string(&Line::Error { error });
        }
    };
    let updates = [Shown::new(&message)];
    let line = serde_json::to_string(&Line::Webhook { updates })?;
    // As received, so perhaps with line breaks between the parts; no text of JSON holds any.
    Ok(line.replace(['\r', '\n'], " "))
}

/// One line out for each line in.
pub(crate) fn run(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    for line in input.split(b'\n') {
        writeln!(output, "{}", inspect(&line?)?)?;
        output.flush()?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    run(io::stdin().lock(), io::stdout().lock())
}

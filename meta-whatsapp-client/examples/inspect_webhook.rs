//! Shows what the crate makes of webhooks: one JSON body a line in, one line of JSON each out.
//!
//! ```text
//! cargo run --example inspect_webhook < deliveries.jsonl
//! ```
//!
//! `{"updates":[{"kind","id","unknown","error","raw"}]}`, or `{"error"}` for a line that is no
//! webhook. The output holds what customers wrote.

use std::io::{self, BufRead, Write};

use meta_whatsapp_client::webhooks::{self, Update};
use serde::Serialize;

#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Webhook { updates: Vec<Shown<'a>> },
    Error { error: String },
}

#[derive(Serialize)]
struct Shown<'a> {
    kind: String,
    id: Option<String>,
    unknown: bool,
    error: Option<String>,
    raw: &'a Update,
}

/// The line of JSON for one body.
pub(crate) fn inspect(body: &[u8]) -> serde_json::Result<String> {
    let webhook = match webhooks::parse(body) {
        Ok(webhook) => webhook,
        Err(error) => {
            let error = error.to_string();
            return serde_json::to_string(&Line::Error { error });
        }
    };
    let updates = webhook.updates().iter().map(|update| Shown {
        kind: update.name(),
        id: update.id(),
        unknown: update.is_unknown(),
        error: update.kind().err().map(ToString::to_string),
        raw: update,
    });
    let updates = updates.collect();
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

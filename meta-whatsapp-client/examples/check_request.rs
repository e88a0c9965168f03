//! Checks bodies for `POST /{phone_number_id}/messages`: one JSON a line on standard input.
//!
//! ```text
//! cargo run -p meta-whatsapp-client --example check_request < bodies.jsonl
//! ```
//!
//! For each line it prints one line: `{"ok":true,"round_trip":…}` with the body as this
//! crate writes it, or `{"ok":false,"error":…,"field":…}` with the field that cannot be
//! read or breaks a limit. A field that the crate does not know is such an error.

use std::io::{self, BufRead, Write};

use meta_whatsapp_client::messages::SendRequest;
use serde::Serialize;

/// What is printed for one body.
#[derive(Serialize)]
#[serde(untagged)]
enum Report {
    Good {
        ok: bool,
        round_trip: SendRequest,
    },
    Bad {
        ok: bool,
        error: String,
        field: Option<String>,
    },
}

impl Report {
    fn bad(error: impl Into<String>, field: Option<&str>) -> Self {
        Self::Bad {
            ok: false,
            error: error.into(),
            field: field.map(str::to_owned),
        }
    }
}

fn main() -> io::Result<()> {
    check_lines(io::stdin().lock(), io::stdout().lock())
}

/// What stands behind the last line break is a line unless it is empty.
pub(crate) fn check_lines(input: impl BufRead, mut out: impl Write) -> io::Result<()> {
    for line in input.split(b'\n') {
        let line = line?;
        serde_json::to_writer(&mut out, &check(&line))?;
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}

fn check(line: &[u8]) -> Report {
    let Ok(body) = std::str::from_utf8(line) else {
        return Report::bad("is not UTF-8", None);
    };
    let request = match SendRequest::from_json(body) {
        Ok(request) => request,
        Err(error) => return Report::bad(error.problem(), error.field()),
    };
    match request.check() {
        Ok(()) => Report::Good {
            ok: true,
            round_trip: request,
        },
        Err(error) => Report::bad(error.to_string(), Some(error.field())),
    }
}

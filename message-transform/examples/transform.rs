//! Shows what becomes of webhooks: one JSON body a line in, one line of JSON each out.
//!
//! ```text
//! cargo run --example transform inbound  < whatsapp-deliveries.jsonl
//! cargo run --example transform outbound < genesys-deliveries.jsonl
//! ```
//!
//! `{"calls":[{"path"|"type","body"}],"silent":[…]}`, with `{"refused"}` or `{"typing_ms"}` for a
//! message of Genesys that is no message on WhatsApp, or `{"error"}` for a line that is no webhook.
//! Files are linked at `https://media.example.com`. The output holds what people wrote.

use std::{
    env,
    io::{self, BufRead, Write},
    process::ExitCode,
};

use chrono::DateTime;
use genesys_client::{
    open_messaging::{IdType, RecipientId},
    webhooks as genesys,
};
use message_transform::{
    decide::identity::{self, Part},
    inbound::{self, GenesysCall, Inbound, ReceivedFile},
    outbound::{self, Outbound},
};
use meta_whatsapp_client::webhooks::{self as whatsapp, Update};
use serde_json::{Value, json};

/// Whatever a caller passes as TEMPLATES_ALLOWED.
const TEMPLATES: &[&str] = &["visit_reminder"];

fn of_whatsapp(body: &[u8]) -> serde_json::Result<Value> {
    let webhook = match whatsapp::parse(body) {
        Ok(webhook) => webhook,
        Err(error) => return Ok(json!({"error": error.to_string()})),
    };
    let (mut calls, mut silent) = (Vec::new(), Vec::new());
    for update in webhook.updates() {
        match inbound(update) {
            Inbound::Calls(of_update) => {
                for call in &of_update {
                    calls.push(shown(call)?);
                }
            }
            Inbound::Silent(why) => silent.push(format!("{why:?}")),
            other => silent.push(format!("{other:?}")),
        }
    }
    Ok(json!({"calls": calls, "silent": silent}))
}

fn inbound(update: &Update) -> Inbound {
    let customer = update.customer().unwrap_or_default();
    let id = identity::from_ids(&customer).into_iter().next();
    let (id, id_type) = match id {
        Some(it) if it.part == Part::WaId => (it.id, IdType::Phone),
        Some(it) => (it.id, IdType::Opaque),
        None => ("unknown".to_owned(), IdType::Opaque),
    };
    let from = inbound::open_from(RecipientId::new(id), id_type, update);
    let url = |file: &ReceivedFile| {
        let id = file.id.as_ref()?;
        Some(format!("https://media.example.com/{}", id.as_str()))
    };
    let context = inbound::Context::new(&from, DateTime::UNIX_EPOCH, &url);
    inbound::transform(update, &context)
}

fn shown(call: &GenesysCall) -> serde_json::Result<Value> {
    let (path, body) = match call {
        GenesysCall::Message(it) => ("inbound/open/message", serde_json::to_value(it)?),
        GenesysCall::StructuredResponse(it) => (
            "inbound/open/structured/response",
            serde_json::to_value(it)?,
        ),
        _ => ("unknown", Value::Null),
    };
    Ok(json!({"path": path, "body": body}))
}

fn of_genesys(body: &[u8]) -> serde_json::Result<Value> {
    let message = match genesys::parse(body) {
        Ok(message) => message,
        Err(error) => return Ok(json!({"error": error.to_string()})),
    };
    let to = message.channel.as_ref().and_then(|it| it.to.as_ref());
    let to = to
        .and_then(|it| it.id.as_ref())
        .map_or("", |id| id.as_str());
    let templates: Vec<_> = TEMPLATES.iter().map(|&name| name.to_owned()).collect();
    let mut context = outbound::Context::new(to);
    context.templates_allowed = &templates;
    Ok(match outbound::transform(&message, &context) {
        Outbound::Parts { parts, left_out } => {
            let mut calls = Vec::new();
            for part in &parts {
                let file = part
                    .file
                    .as_ref()
                    .map(|it| json!({"url": it.url, "mime": it.mime}));
                let body = serde_json::to_value(&part.message)?;
                calls.push(json!({"type": "message", "body": body, "upload": file}));
            }
            json!({"calls": calls, "left_out": left_out})
        }
        Outbound::Typing(length) => json!({"typing_ms": length.map(|it| it.as_millis())}),
        Outbound::Refused(refusal) => json!({"refused": refusal.reason()}),
        Outbound::Silent(why) => json!({"silent": [format!("{why:?}")]}),
        _ => Value::Null,
    })
}

fn main() -> io::Result<ExitCode> {
    let transform = match env::args().nth(1).as_deref() {
        Some("inbound") => of_whatsapp,
        Some("outbound") => of_genesys,
        _ => {
            writeln!(io::stderr(), "say `inbound` or `outbound`")?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        writeln!(output, "{}", transform(&line?)?)?;
        output.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

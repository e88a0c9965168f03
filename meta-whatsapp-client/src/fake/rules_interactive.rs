//! What an interactive message must keep to.

use serde_json::Value;

use super::{
    answers::{Refusal, text},
    rules::{at_most, media_object},
};

pub(super) fn check(interactive: &Value) -> Result<(), Refusal> {
    let kind = text(interactive, "type")?;
    if interactive.get("action").is_none() {
        return Err(Refusal::missing("interactive.action"));
    }
    // Only these may come without a body.
    if !matches!(kind, "product" | "order_details" | "order_status") {
        text(interactive, "body.text")?;
    }
    let body_limit = if kind == "list" { 4096 } else { 1024 };
    at_most(interactive, "body.text", body_limit)?;
    at_most(interactive, "footer.text", 60)?;
    header(interactive)?;
    let action = &interactive["action"];
    match kind {
        "button" => buttons(action),
        "list" => list(action),
        "carousel" => carousel(interactive),
        "product" => {
            text(action, "catalog_id")?;
            text(action, "product_retailer_id").map(drop)
        }
        "product_list" => product_list(interactive),
        "cta_url" => {
            text(action, "parameters.display_text")?;
            text(action, "parameters.url").map(drop)
        }
        "flow" => flow(&action["parameters"]),
        "address_message" => text(action, "parameters.country").map(drop),
        "catalog_message"
        | "location_request_message"
        | "request_contact_info"
        | "order_details"
        | "order_status"
        | "call_permission_request"
        | "voice_call" => Ok(()),
        _ => Err(Refusal::value(
            "interactive.type is not a type of interactive message",
        )),
    }
}

fn header(interactive: &Value) -> Result<(), Refusal> {
    let Some(header) = interactive.get("header") else {
        return Ok(());
    };
    match text(header, "type")? {
        "text" => {
            text(header, "text")?;
            at_most(header, "text", 60)
        }
        kind @ ("image" | "video" | "document") => media_object(&header[kind], "header"),
        _ => Err(Refusal::value("header.type is not a type of header")),
    }
}

fn items<'a>(
    value: &'a Value,
    name: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<&'a [Value], Refusal> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if range.contains(&items.len()) {
        return Ok(items);
    }
    Err(Refusal::value(format!(
        "{name} must have from {} to {} items",
        range.start(),
        range.end()
    )))
}

fn buttons(action: &Value) -> Result<(), Refusal> {
    let mut ids = Vec::new();
    for button in items(&action["buttons"], "buttons", 1..=3)? {
        ids.push(text(button, "reply.id")?);
        text(button, "reply.title")?;
        at_most(button, "reply.id", 256)?;
        at_most(button, "reply.title", 20)?;
    }
    unique(ids, "Button ids")
}

fn list(action: &Value) -> Result<(), Refusal> {
    text(action, "button")?;
    at_most(action, "button", 20)?;
    let sections = items(&action["sections"], "sections", 1..=10)?;
    let mut ids = Vec::new();
    for section in sections {
        if sections.len() > 1 {
            text(section, "title")?;
        }
        at_most(section, "title", 24)?;
        for row in items(&section["rows"], "rows", 1..=10)? {
            ids.push(text(row, "id")?);
            text(row, "title")?;
            at_most(row, "id", 200)?;
            at_most(row, "title", 24)?;
            at_most(row, "description", 72)?;
        }
    }
    if ids.len() > 10 {
        return Err(Refusal::value("A list has at most 10 rows in all"));
    }
    unique(ids, "Row ids")
}

fn carousel(interactive: &Value) -> Result<(), Refusal> {
    if interactive.get("header").is_some() || interactive.get("footer").is_some() {
        return Err(Refusal::parameter("A carousel has no header and no footer"));
    }
    for card in items(&interactive["action"]["cards"], "cards", 2..=10)? {
        at_most(card, "body.text", 160)?;
        let kind = text(card, "header.type")?;
        media_object(&card["header"][kind], "header")?;
    }
    Ok(())
}

fn product_list(interactive: &Value) -> Result<(), Refusal> {
    if interactive["header"]["type"] != "text" {
        return Err(Refusal::parameter("A product_list needs a text header"));
    }
    text(&interactive["action"], "catalog_id")?;
    let sections = items(&interactive["action"]["sections"], "sections", 1..=10)?;
    let products = |section: &Value| section["product_items"].as_array().map_or(0, Vec::len);
    match sections.iter().map(products).sum::<usize>() {
        1..=30 => Ok(()),
        _ => Err(Refusal::value("product_items must have from 1 to 30 items")),
    }
}

fn flow(parameters: &Value) -> Result<(), Refusal> {
    text(parameters, "flow_message_version")?;
    text(parameters, "flow_cta")?;
    let named = |key: &str| parameters.get(key).is_some();
    if named("flow_id") == named("flow_name") {
        return Err(Refusal::parameter("Give either flow_id or flow_name"));
    }
    Ok(())
}

fn unique(mut ids: Vec<&str>, what: &str) -> Result<(), Refusal> {
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() == count {
        return Ok(());
    }
    Err(Refusal::value(format!("{what} must be unique")))
}

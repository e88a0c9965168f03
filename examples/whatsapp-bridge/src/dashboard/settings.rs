//! The configuration page: every setting, secrets masked, and those that can be changed.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
};
use clap::{Arg, ArgMatches, CommandFactory as _, parser::ValueSource};
use http::StatusCode;
use serde_json::{Value, json};
use server_kit::{audit, problem::Problem, router, sign_in::accounts::desk::SignedIn};

use crate::{changeable::CHANGEABLE, settings::Arguments, state::AppState};

const MASK: &str = "••••••••";
const MOST: usize = 4096;

/// Every setting as it is now.
pub(super) async fn list(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
) -> Result<Json<Value>, Problem> {
    audit::write("settings.view", who.by(), None, "done");
    let values = state.changeable.now();
    let command = Arguments::command();
    // What started the process was understood; this only asks again what it was.
    let given = command
        .clone()
        .ignore_errors(true)
        .get_matches_from(std::env::args_os());
    let settings: Vec<Value> = command
        .get_arguments()
        .filter_map(|argument| {
            let name = argument.get_env()?.to_str()?;
            let mut shown = shown(argument, name, &given);
            if let Some(value) = values.get(name) {
                shown["value"] = value.into();
                shown["changeable"] = true.into();
                shown["choices"] = json!(choices(name));
            }
            Some(shown)
        })
        .collect();
    Ok(Json(json!({ "settings": settings })))
}

fn shown(argument: &Arg, name: &str, given: &ArgMatches) -> Value {
    let id = argument.get_id().as_str();
    let source = given.value_source(id);
    let raw = given.get_raw(id).into_iter().flatten();
    let value: Vec<String> = raw
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    let is_secret = argument.is_hide_env_values_set();
    let value = match (is_secret, value.is_empty()) {
        (_, true) => String::new(),
        (true, false) => MASK.to_owned(),
        (false, false) => value.join(","),
    };
    json!({
        "name": name,
        "help": argument.get_help().map(ToString::to_string),
        "value": value,
        "secret": is_secret,
        "isDefault": !matches!(source, Some(ValueSource::EnvVariable | ValueSource::CommandLine)),
        "changeable": false,
    })
}

/// What a setting may be, where that is a short list.
fn choices(name: &str) -> &'static [&'static str] {
    match name {
        "LOG_LEVEL" => &["error", "warn", "info", "debug", "trace"],
        "MARK_READ" => &["on_reply", "on_delivery", "never"],
        _ => &[],
    }
}

/// Changes one: `{"value": "…"}`. It is kept, and wins over the environment from now on.
pub(super) async fn change(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Json<Value>, Problem> {
    if !CHANGEABLE.contains(&name.as_str()) {
        let text = "This setting is read at the start only";
        return Err(Problem::new(StatusCode::NOT_FOUND, text));
    }
    let body = router::read_json(request, MOST).await?;
    let value = body["value"].as_str();
    let value = value.ok_or_else(|| Problem::invalid(vec!["value must be a text".to_owned()]))?;
    let changed = state
        .changeable
        .change(&name, value, state.clock.now())
        .await;
    let outcome = if changed.is_ok() { "done" } else { "refused" };
    audit::write("setting.change", who.by(), Some(&name), outcome);
    changed.map_err(|error| Problem::invalid(vec![format!("{name}: {error}")]))?;
    let value = state.changeable.now().get(&name);
    Ok(Json(json!({ "name": name, "value": value })))
}

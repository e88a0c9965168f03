//! How everything is now, and as it changes.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use axum::{
    Extension, Json,
    extract::{Path, State},
    response::Response,
};
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, StatusCode};
use message_transform::decide::route;
use serde_json::{Value, json};
use server_kit::{
    audit,
    events::{self, Event},
    problem::Problem,
    sign_in::accounts::desk::SignedIn,
};

use crate::{
    health,
    services::Service,
    state::AppState,
    work::{
        gate::Gate,
        group::{Direction, Vendor},
    },
};
use durable_inbox::{GroupStats, Inbox as _, Stats};

/// How often those who watch are told.
const TICK: Duration = Duration::from_secs(2);

/// Everything that the overview shows.
pub(super) async fn overview(State(state): State<Arc<AppState>>) -> Json<Value> {
    Json(look(&state).await)
}

/// The overview now, and again whenever it is another; and what routes do.
pub(super) async fn events(State(state): State<Arc<AppState>>, headers: HeaderMap) -> Response {
    let later = state.events.follow(&headers);
    let first = Event::new("overview", &look(&state).await);
    let first = stream::once(std::future::ready(first.into()));
    events::answer(first.chain(later))
}

/// Tries a vendor of a route now instead of at the end of its pause.
pub(super) async fn resume(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path((route, vendor)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let mut gates = state.gates.iter();
    let gate =
        gates.find(|gate| gate.route().as_str() == route && gate.vendor().as_str() == vendor);
    let gate = gate.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "There is no such route"))?;
    gate.resume();
    let about = format!("{route}:{vendor}");
    audit::write("route.resume", who.by(), Some(&about), "done");
    Ok(Json(json!({ "success": true })))
}

/// Tells whoever follows how everything is, until the server is gone.
pub(super) async fn tell(state: Weak<AppState>) {
    let mut last = Value::Null;
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        let Some(state) = state.upgrade() else {
            return;
        };
        if state.events.followers() == 0 {
            continue;
        }
        let now = look(&state).await;
        if now["changes"] != last["changes"] {
            state.events.send(Event::new("overview", &now));
            last = now;
        }
    }
}

async fn look(state: &AppState) -> Value {
    let now = state.clock.now();
    let mut services = Vec::new();
    for service in Service::ALL {
        let healthy = health::is_healthy(service, state).await;
        services.push(json!({ "name": service.name(), "healthy": healthy }));
    }
    // Services that cannot read the inbox are unhealthy above.
    let stats = state.inbox.stats().await.unwrap_or_default();
    let mut routes: Vec<Value> = state
        .links
        .iter()
        .map(|link| {
            let route = &link.route;
            let gates = [Vendor::Genesys, Vendor::WhatsApp].map(|vendor| {
                state
                    .gates
                    .of(&route.name, vendor)
                    .map(|gate| gate_view(gate))
            });
            let work: Vec<Value> = Direction::ALL
                .iter()
                .map(|direction| {
                    group_view(*direction, stats.groups.get(&direction.of(&route.name)))
                })
                .collect();
            json!({
                "name": route.name.as_str(),
                "phoneNumberId": route.phone_number_id.as_str(),
                "gates": gates,
                "work": work,
            })
        })
        .collect();
    routes.sort_by(|one, other| one["name"].as_str().cmp(&other["name"].as_str()));
    json!({
        "now": now,
        "changes": { "services": services, "routes": routes, "inbox": inbox_view(&stats) },
    })
}

fn gate_view(gate: &Gate) -> Value {
    let state = gate.state();
    let name = match &state {
        route::State::Open => "open",
        route::State::Paused(_) => "paused",
        route::State::Probing(_) => "probing",
    };
    let pause = state.pause();
    json!({
        "vendor": gate.vendor(),
        "state": name,
        "cause": pause.map(|pause| &pause.cause),
        "since": pause.map(|pause| pause.since),
        "until": pause.map(|pause| pause.until),
    })
}

fn group_view(direction: Direction, group: Option<&GroupStats>) -> Value {
    json!({
        "direction": direction.as_str(),
        "waiting": group.map_or(0, |group| group.waiting),
        "inFlight": group.map_or(0, |group| group.in_flight),
        "parked": group.map_or(0, |group| group.parked),
        "waitingSince": group.and_then(|group| group.waiting_since),
    })
}

fn inbox_view(stats: &Stats) -> Value {
    let sum = |of: fn(&GroupStats) -> u64| stats.groups.values().map(of).sum::<u64>();
    json!({
        "journal": stats.journal,
        "keptAside": stats.kept_aside,
        "waiting": sum(|group| group.waiting),
        "inFlight": sum(|group| group.in_flight),
        "parked": sum(|group| group.parked),
    })
}

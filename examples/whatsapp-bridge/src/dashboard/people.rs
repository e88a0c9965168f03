//! Conversations: who talks with whom.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use server_kit::{audit, problem::Problem, sign_in::accounts::desk::SignedIn};

use super::broken;
use crate::{state::AppState, store::Customer};

const PAGE: u32 = 50;
/// How long after a customer's message anything may be sent.
const WINDOW: TimeDelta = TimeDelta::hours(24);

#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<DateTime<Utc>>,
}

/// The latest conversations, and how many there are.
pub(super) async fn conversations(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Problem> {
    let now = state.clock.now();
    audit::write("conversations.view", who.by(), None, "done");
    let before = asked.before.unwrap_or(now + TimeDelta::seconds(1));
    let found = state.store.latest_customers(before, PAGE).await;
    let found = found.map_err(broken)?;
    let totals = state.store.totals(now - WINDOW).await.map_err(broken)?;
    let shown: Vec<Value> = found.iter().map(|customer| shown(customer, now)).collect();
    let more = found.len() == PAGE as usize;
    Ok(Json(
        json!({ "conversations": shown, "totals": totals, "more": more }),
    ))
}

/// A number is shown by its last digits: enough to know it again, not to call it.
fn shown(customer: &Customer, now: DateTime<Utc>) -> Value {
    let known = customer.who.known();
    let open_until = customer.window.last_inbound.map(|last| last + WINDOW);
    json!({
        "name": known.and_then(|known| known.name.as_deref()),
        "number": known.and_then(|known| known.wa_id.as_deref()).map(masked),
        "route": customer.route.as_str(),
        "conversationId": customer.conversation_id,
        "genesysConversationId": customer.genesys_conversation_id,
        "windowUntil": open_until.filter(|until| *until > now),
        "firstSeen": customer.created_at,
        "lastMessage": customer.last_message_at,
    })
}

fn masked(number: &str) -> String {
    let shown = number.len().saturating_sub(4);
    let hidden = number.get(..shown).map_or(0, str::len);
    format!(
        "+{}{}",
        "•".repeat(hidden),
        number.get(shown..).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_number_is_known_again_by_its_last_digits() {
        assert_eq!(masked("12025550147"), "+•••••••0147");
        assert_eq!(masked("147"), "+147");
    }
}

//! The document's flow of the video reception, with a stock socket.io-client under node.

mod world;

use serde_json::{Value, json};

use video_reception::seed::{PASSWORD, STAFF_OF_SANDBOX};

use crate::node;
use world::World;

/// Who is called, and who is passed a call: name, department, address.
const STAFF: (&str, &str, &str) = STAFF_OF_SANDBOX[0];
const OTHER: (&str, &str, &str) = STAFF_OF_SANDBOX[2];

/// What each side received, over these transports.
async fn flow(transports: &[&str]) -> Value {
    let world = World::start().await;
    let input = json!({
        "url": world.url,
        "transports": transports,
        "staff": { "email": STAFF.2, "password": PASSWORD },
        "other": { "email": OTHER.2, "password": PASSWORD },
    });
    node::run("reception.cjs", &input).await
}

#[tokio::test]
async fn a_stock_client_drives_every_documented_event_over_websocket() {
    assert_flow(&flow(&["websocket"]).await);
}

#[tokio::test]
async fn a_stock_client_drives_every_documented_event_over_polling() {
    assert_flow(&flow(&["polling"]).await);
}

#[tokio::test]
async fn a_stock_client_drives_every_documented_event_across_the_upgrade() {
    assert_flow(&flow(&["polling", "websocket"]).await);
}

fn assert_flow(seen: &Value) {
    assert_sign_in(seen);
    assert_call(seen);
    assert_refusals(seen);
    assert_endings(seen);
    assert_refresh(seen);
}

fn assert_sign_in(seen: &Value) {
    let success = &seen["loginSuccess"];
    assert_eq!(success["staff"]["email"], STAFF.2);
    assert_eq!(success["staff"]["name"], STAFF.0);
    let token = success["token"].as_str().unwrap_or_default();
    assert_eq!(token.split('.').count(), 3, "a JWT: {token}");
    assert_eq!(seen["signOut"]["ok"], true, "{}", seen["signOut"]);
    let listed = seen["staffList"]["staff"].as_array();
    let listed = listed.expect("a list of staff");
    let id = &success["staff"]["id"];
    assert!(
        listed
            .iter()
            .any(|staff| staff["id"] == *id && staff["status"] == "available"),
        "{listed:?}"
    );
    let away = seen["awayList"]["staff"]
        .as_array()
        .expect("a list of staff");
    assert!(
        away.iter()
            .any(|staff| staff["id"] == *id && staff["status"] == "away"),
        "{away:?}"
    );
}

/// The documented call: each payload has the documented names, and descriptions and candidates
/// arrive as they were sent.
fn assert_call(seen: &Value) {
    let (started, request) = (&seen["started"], &seen["request"]);
    assert_eq!(started["name"], "Robin Example");
    assert_eq!(started["staffName"], STAFF.0);
    assert_eq!(
        started["selectedStaffId"],
        seen["loginSuccess"]["staff"]["id"]
    );
    assert_eq!(request["callId"], started["callId"]);
    assert_eq!(request["clientName"], "Robin Example");
    assert_eq!(request["purpose"], "Ask about opening hours");
    let timestamp = request["timestamp"].as_str().unwrap_or_default();
    assert!(
        timestamp.ends_with('Z') && timestamp.contains('T'),
        "{timestamp}"
    );
    assert_eq!(seen["accepted"]["staffName"], STAFF.0);
    assert_eq!(seen["accepted"]["polite"], false);
    assert_eq!(seen["callStarted"]["clientName"], "Robin Example");
    assert_eq!(seen["callStarted"]["clientId"], started["sessionId"]);
    assert_eq!(seen["callStarted"]["polite"], true);
    assert_eq!(seen["offer"]["from"], started["sessionId"]);
    assert_eq!(seen["answer"]["from"], seen["loginSuccess"]["sessionId"]);
    assert_eq!(seen["relayed"]["got"], seen["relayed"]["sent"]);
    assert_eq!(seen["chat"]["text"], "Good morning");
    assert_eq!(seen["media"]["screen"], true);
    assert!(
        seen["iceServers"]["iceServers"].is_array(),
        "{}",
        seen["iceServers"]
    );
    assert_eq!(seen["stats"]["ok"], true);
}

fn assert_refusals(seen: &Value) {
    assert_eq!(
        seen["unauthorized"]["message"],
        "Unauthorized signaling attempt"
    );
    assert_eq!(seen["invalid"]["message"], "Invalid call session");
    assert_eq!(
        seen["callError"]["message"],
        "Unauthorized: Staff access required"
    );
    assert!(seen["conversationError"]["message"].is_string());
    assert!(seen["loginError"]["message"].is_string());
    assert_eq!(seen["refusedAck"]["ok"], false, "{}", seen["refusedAck"]);
    assert_eq!(seen["afterTheEnd"]["message"], "Invalid call session");
}

/// Each call ends once for each side, and says how.
fn assert_endings(seen: &Value) {
    for ended in seen["ended"].as_array().expect("both sides") {
        assert_eq!(ended["reason"], "Done");
        assert_eq!(ended["endedBy"], "staff");
    }
    assert_eq!(seen["endings"], json!([1, 1]));
    assert_eq!(seen["decisionSaved"]["callId"], seen["started"]["callId"]);
    assert_eq!(seen["rejected"]["code"], "declined");
    assert_eq!(seen["cancelled"]["code"], "cancelled");
    assert_eq!(seen["withdrawn"]["reason"], "cancelled");
    assert_eq!(seen["transferred"]["staffName"], OTHER.0);
    assert_eq!(seen["transferRequest"]["transferredFrom"], STAFF.0);
    let epochs: Vec<u64> = seen["epochs"]
        .as_array()
        .expect("two epochs")
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    assert!(epochs.len() == 2 && epochs[0] < epochs[1], "{epochs:?}");
    assert_eq!(seen["handedEnd"]["endedBy"], "client");
}

fn assert_refresh(seen: &Value) {
    assert_eq!(seen["peerGone"]["graceSeconds"], 30);
    let call = &seen["resumed"]["calls"][0];
    assert_eq!(call["state"], "live", "{}", seen["resumed"]);
    assert_eq!(call["callId"], seen["peerBack"]["callId"]);
    assert_eq!(call["epoch"], seen["peerBack"]["epoch"]);
    assert_eq!(
        seen["peerBack"]["youOffer"], false,
        "the page that came back offers"
    );
    assert!(seen["resumeError"]["message"].is_string());
    assert_eq!(seen["resumedEnd"]["endedBy"], "client");
}

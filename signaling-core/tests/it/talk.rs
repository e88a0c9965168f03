//! Chat, media state, measurements and decisions.

use serde_json::json;
use signaling_core::{ConnectionId, Reply, Side};

use crate::support::{World, text};

#[test]
fn a_chat_message_is_told_to_both() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    world.take(visitor);
    world.take(staff);

    world.does(
        visitor,
        "chat-message",
        json!({"callId": call, "text": " <b>hello</b>\n שלום\u{202e} "}),
    );
    world.does(staff, "chat-message", json!({"callId": call, "text": "hi"}));

    let told = world.take(visitor);
    assert_eq!(told, world.take(staff));
    let (session, _) = world.core.session_on(ConnectionId::new(visitor)).unwrap();
    assert_eq!(
        told[0].1,
        json!({
            "callId": call, "id": format!("{call}-1"), "from": session.to_string(),
            "text": "<b>hello</b>\n שלום", "timestamp": "2026-11-20T09:20:00.000Z",
        })
    );
    assert_eq!(told[1].1["id"], format!("{call}-2"));
}

#[test]
fn the_other_side_knows_what_is_on() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    world.take(visitor);
    let state =
        json!({"callId": call, "audio": true, "video": false, "screen": true, "recording": true});

    world.does(staff, "media-state", state);

    let told = world.told(visitor, "media-state");
    assert_eq!(
        (&told["audio"], &told["video"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        (&told["screen"], &told["recording"]),
        (&json!(true), &json!(true))
    );
    world.does(visitor, "end-call", json!({"callId": call}));
    let summary = &world.summaries[0];
    assert_eq!((summary.screen_shared, summary.recorded), (true, true));
}

#[test]
fn fresh_ice_servers_are_for_those_in_a_call() {
    let mut world = World::new();
    let (visitor, _, call) = world.live();

    let reply = world.emit(visitor, "ice-servers", json!({"callId": call}));

    let (session, _) = world.core.session_on(ConnectionId::new(visitor)).unwrap();
    assert_eq!(reply, Reply::IceServers(session));
}

#[test]
fn a_side_tells_what_it_measured() {
    let mut world = World::new();
    let (visitor, _, call) = world.live();
    let stats = json!({"callId": call, "pathType": "srflx", "setupMs": 120.7, "lossPercent": 0.5, "rttMs": 20});

    world.does(visitor, "call-stats", stats);

    let reported = world.stats[0];
    assert_eq!(
        (reported.side, reported.stats.setup_ms),
        (Side::Visitor, 120)
    );
    assert_eq!(reported.call.to_string(), call);
}

#[test]
fn staff_decide_during_a_call_and_after_it() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    let other = world.sign_in("bob");
    let decision = json!({"callId": call, "decision": "approved", "notes": "Sent the form"});
    world.take(visitor);
    world.does(staff, "call-decision", decision.clone());
    let completed = json!({"callId": call, "decision": "approved"});
    assert_eq!(world.told(visitor, "call-completed"), completed);
    world.does(staff, "end-call", json!({"callId": call}));
    world.take(visitor);
    world.take(staff);

    world.does(staff, "call-decision", decision.clone());

    assert_eq!(world.told(staff, "decision-saved"), json!({"callId": call}));
    assert_eq!(world.told(visitor, "call-completed"), completed);
    assert_eq!(world.decisions.len(), 2);
    assert_eq!(world.decisions[1].notes.as_str(), "Sent the form");
    assert_eq!(text(&json!(world.decisions[1].staff.as_str())), "ann");
    for (client, message) in [
        (visitor, "Unauthorized: Staff access required"),
        (other, "Call not found or already processed"),
    ] {
        world.is_refused(
            client,
            "call-decision",
            decision.clone(),
            "call-error",
            message,
        );
    }
}

#[test]
fn nobody_decides_on_a_call_of_somebody_else() {
    let mut world = World::new();
    let (_, _, call) = world.live();
    let bob = world.sign_in("bob");

    let decision = json!({"callId": call, "decision": "approved", "notes": ""});
    let message = "You are not assigned to this call";
    world.is_refused(bob, "call-decision", decision, "call-error", message);
}

//! The server restarts with a snapshot.

use serde_json::json;
use signaling_core::{Config, Input, Reception, Snapshot, SnapshotError};

use crate::support::{Client, World, conversation, text};

/// A live call, whose visitor and staff know their tokens, and a restart.
fn restarted() -> (World, String, [String; 2]) {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let staff_token = text(&world.told(staff, "login-success")["resumeToken"]);
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    let (call, token) = (text(&started["callId"]), text(&started["resumeToken"]));
    world.does(staff, "accept-call", json!({"callId": call}));
    restart(&mut world);
    (world, call, [token, staff_token])
}

fn restart(world: &mut World) {
    let json = serde_json::to_string(&world.core.snapshot()).expect("it is JSON");
    let snapshot: Snapshot = serde_json::from_str(&json).expect("it is read");
    world.core = Reception::restore(Config::default(), snapshot).expect("it is sound");
    world.forget_connections();
    world.now += 3_600_000;
    world.input(Input::Restarted);
}

fn resume(world: &mut World, token: &str, received: u64) -> Client {
    let client = world.connect();
    world.does(
        client,
        "resume",
        json!({"resumeToken": token, "received": received}),
    );
    client
}

#[test]
fn who_comes_back_goes_on() {
    let (mut world, call, [visitor, staff]) = restarted();
    assert_eq!(world.status("ann"), Some("busy"));
    world.wait(29);

    let visitor = resume(&mut world, &visitor, 0);
    let staff = resume(&mut world, &staff, 0);

    assert_eq!(
        world.names(visitor),
        ["resumed", "peer-disconnected", "peer-rejoined"]
    );
    assert_eq!(world.names(staff), ["resumed", "waiting-calls"]);
    world.does(visitor, "offer", json!({"callId": call, "offer": 1}));
    assert_eq!(world.told(staff, "offer")["epoch"], 1);
    world.wait(600);
    assert_eq!(world.core.counts().active_calls, 1);
}

#[test]
fn who_does_not_come_back_ends_the_call() {
    let (mut world, call, [visitor, _]) = restarted();
    let visitor = resume(&mut world, &visitor, 0);
    world.take(visitor);

    world.wait(30);

    let ended = world.told(visitor, "call-ended");
    assert_eq!(
        ended,
        json!({
            "callId": call, "reason": "ended: server restarted", "endedBy": "System",
            "code": "server-restarted",
        })
    );
    world.lose(visitor);
    world.wait(60);
    assert!(world.is_empty());
    assert_eq!(world.summaries.len(), 1);
}

#[test]
fn a_ringing_call_has_its_whole_time_again() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let staff_token = text(&world.told(staff, "login-success")["resumeToken"]);
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    restart(&mut world);

    let visitor = resume(&mut world, &text(&started["resumeToken"]), 0);
    let staff = resume(&mut world, &staff_token, 0);

    let waiting = world.told(staff, "waiting-calls");
    assert_eq!(waiting["calls"][0]["callId"], started["callId"]);
    world.wait(59);
    assert_eq!(world.names(visitor), ["resumed"]);
    world.wait(1);
    assert_eq!(world.told(visitor, "call-ended")["code"], "no-answer");
}

#[test]
fn a_snapshot_that_was_tampered_with_is_refused() {
    let mut world = World::new();
    world.live();
    let json = serde_json::to_value(world.core.snapshot()).unwrap();
    let restore = |json: serde_json::Value| {
        let snapshot = serde_json::from_str(&json.to_string()).unwrap();
        Reception::restore(Config::default(), snapshot).map(|_| ())
    };
    assert_eq!(restore(json.clone()), Ok(()));

    let mut other = json.clone();
    other["version"] = json!(2);
    assert_eq!(restore(other), Err(SnapshotError::Version));
    for (path, value) in [
        ("/state/calls/slots/0/visitor", json!(7)),
        ("/state/calls/slots/0/staff", json!(7)),
        ("/state/calls/slots/0/state", json!("Waiting")),
        ("/state/calls/free", json!([0])),
        ("/state/devices/slots/0/call", json!(null)),
        ("/state/devices/slots/1/owner", json!({"Staff": 0})),
        ("/state/staff/slots/0/devices", json!([])),
        ("/state/connections/1/device", json!(5)),
        ("/state/live_calls", json!(3)),
        ("/state/deadlines/queues/2", json!([])),
    ] {
        let mut other = json.clone();
        *other.pointer_mut(path).expect(path) = value;
        assert_eq!(restore(other), Err(SnapshotError::Contradiction), "{path}");
    }
}

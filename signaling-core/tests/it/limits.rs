//! Bounds on memory and speed.

use std::time::Duration;

use serde_json::json;
use signaling_core::{CloseReason, Config, ErrorEvent, Limits, Rate};

use crate::support::{World, conversation};

fn with(change: fn(&mut Limits)) -> World {
    let mut config = Config::default();
    change(&mut config.limits);
    World::with(config)
}

#[test]
fn a_connection_speaks_only_so_fast_and_is_told_once() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    world.take(visitor);
    world.take(staff);
    let candidate = json!({"callId": call, "candidate": 1});
    let refused = (0..1_000).filter(|_| {
        world
            .emit(visitor, "ice-candidate", candidate.clone())
            .refusal()
            .is_some()
    });

    let refused = refused.count();

    assert!((800..=802).contains(&refused), "{refused}");
    assert_eq!(world.take(staff).len(), 1_000 - refused);
    let told = world.take(visitor);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1["retryAfterSeconds"], 1);
    let reply = world.emit(visitor, "offer", json!({"callId": call}));
    assert_eq!(reply.refusal().unwrap().event, ErrorEvent::RateLimited);
    world.wait(1);
    world.does(visitor, "offer", json!({"callId": call}));
}

#[test]
fn undecodable_events_count_too() {
    let mut world = World::new();
    let client = world.connect();
    for _ in 0..1_000 {
        world.emit_json(client, "nonsense", "{}");
    }

    let told = world.take(client);

    assert_eq!(told.len(), 201);
    assert_eq!(told[0].0, "signaling-error");
    assert_eq!(told[200].0, "rate-limited");
}

#[test]
fn one_address_starts_only_so_many_conversations() {
    let mut world = World::new();
    world.sign_in("ann");
    let address = "2001:db8::7".parse().unwrap();
    let visitors: Vec<_> = (0..12).map(|_| world.connect_from(address)).collect();
    let started = visitors.iter().filter(|visitor| {
        world
            .emit(**visitor, "start-conversation", conversation("ann"))
            .refusal()
            .is_none()
    });
    assert_eq!(started.count(), 10);
    assert_eq!(world.names(visitors[11]), ["rate-limited"]);

    world.call("ann");
    world.wait(6);
    world.does(visitors[11], "start-conversation", conversation("ann"));
    world.wait(600);
    assert_eq!(world.core.counts().addresses, 0);
}

#[test]
fn only_so_many_wait_for_one_staff_member() {
    let mut world = with(|limits| limits.waiting_per_staff = 3);
    world.sign_in("ann");
    for _ in 0..3 {
        world.call("ann");
    }

    let visitor = world.connect();
    let message = "This staff member is busy";
    let argument = conversation("ann");
    world.is_refused(
        visitor,
        "start-conversation",
        argument,
        "conversation-error",
        message,
    );

    assert_eq!(world.core.counts().waiting_calls, 3);
}

#[test]
fn ten_thousand_candidates_are_too_many_for_one_epoch() {
    let no_rate = |limits: &mut Limits| {
        limits.events = Rate {
            burst: 100_000,
            refill: Duration::from_millis(1),
        };
    };
    let mut world = with(no_rate);
    let (visitor, staff, call) = world.live();
    let candidate = json!({"callId": call, "candidate": 1});
    world.take(staff);

    let refused = (0..10_000).filter(|_| {
        world
            .emit(visitor, "ice-candidate", candidate.clone())
            .refusal()
            .is_some()
    });

    assert_eq!(refused.count(), 9_000);
    assert_eq!(world.take(staff).len(), 1_000);
    // The call goes on.
    world.does(visitor, "offer", json!({"callId": call, "offer": 1}));
    let message = "there were too many of these in this call";
    world.is_refused(
        visitor,
        "ice-candidate",
        candidate,
        "signaling-error",
        message,
    );
}

#[test]
fn what_is_kept_for_a_lost_device_is_bounded() {
    let mut world = with(|limits| limits.kept_messages = 4);
    let staff = world.sign_in("ann");
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    let call = started["callId"].clone();
    world.does(staff, "accept-call", json!({"callId": call}));
    world.lose(visitor);
    for number in 0..10 {
        world.does(
            staff,
            "ice-candidate",
            json!({"callId": call, "candidate": number}),
        );
    }

    let visitor = world.connect();
    let argument = json!({"resumeToken": started["resumeToken"], "received": 0});
    world.does(visitor, "resume", argument);

    let told = world.take(visitor);
    let kept: Vec<_> = told[1..]
        .iter()
        .map(|(_, one)| one["candidate"].clone())
        .collect();
    assert_eq!(kept, [6, 7, 8, 9]);
}

#[test]
fn what_is_kept_is_bounded_in_bytes_too() {
    let mut world = with(|limits| limits.kept_bytes = 10_000);
    let staff = world.sign_in("ann");
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    let call = started["callId"].clone();
    world.does(staff, "accept-call", json!({"callId": call}));
    world.lose(visitor);
    for _ in 0..10 {
        world.does(
            staff,
            "offer",
            json!({"callId": call, "offer": "x".repeat(3_000)}),
        );
    }

    let visitor = world.connect();
    let argument = json!({"resumeToken": started["resumeToken"], "received": 0});
    world.does(visitor, "resume", argument);

    assert_eq!(world.take(visitor).len(), 1 + 3);
}

#[test]
fn a_full_reception_closes_new_connections() {
    let mut world = with(|limits| limits.connections = 2);
    let first = world.connect();
    world.connect();
    let third = world.connect();
    assert_eq!(world.closed, [(third, CloseReason::Full)]);

    world.lose(first);
    world.connect();

    assert_eq!(world.core.counts().connections, 2);
}

#[test]
fn chat_is_bounded() {
    let mut world = with(|limits| limits.chat_messages_per_call = 2);
    let (visitor, _, call) = world.live();
    let chat = json!({"callId": call, "text": "hello"});
    world.does(visitor, "chat-message", chat.clone());
    world.does(visitor, "chat-message", chat.clone());

    let message = "there were too many chat messages in this call";
    world.is_refused(visitor, "chat-message", chat, "signaling-error", message);
}

//! Coming back after a lost connection, or with a new page.

use serde_json::{Value, json};

use crate::support::{Client, World, conversation, text};

/// A live call with the resume tokens of visitor and staff.
struct Call {
    world: World,
    visitor: Client,
    staff: Client,
    call: String,
    visitor_token: String,
    staff_token: String,
}

fn live() -> Call {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let staff_token = text(&world.told(staff, "login-success")["resumeToken"]);
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    let (call, visitor_token) = (text(&started["callId"]), text(&started["resumeToken"]));
    world.does(staff, "accept-call", json!({"callId": call}));
    world.take(staff);
    world.take(visitor);
    Call {
        world,
        visitor,
        staff,
        call,
        visitor_token,
        staff_token,
    }
}

fn named(told: &[(String, Value)]) -> Vec<&str> {
    told.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn after_a_short_drop_the_call_goes_on_and_what_was_missed_is_told() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();
    world.does(staff, "offer", json!({"callId": call, "offer": "first"}));
    world.does(
        staff,
        "ice-candidate",
        json!({"callId": call, "candidate": "lost on the way"}),
    );
    world.lose(visitor);
    let gone = json!({"callId": call, "graceSeconds": 30});
    assert_eq!(world.told(staff, "peer-disconnected"), gone);
    world.does(
        staff,
        "chat-message",
        json!({"callId": call, "text": "are you there?"}),
    );
    world.wait(29);

    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 1}),
    );

    let told = world.take(visitor);
    assert_eq!(named(&told), ["resumed", "ice-candidate", "chat-message"]);
    let resumed = &told[0].1;
    assert_eq!(resumed["role"], "client");
    assert_eq!(resumed["newEpoch"], false);
    let one = &resumed["calls"][0];
    assert_eq!(one["callId"], call);
    assert_eq!(
        (&one["state"], &one["epoch"], &one["polite"]),
        (&json!("live"), &json!(1), &json!(false))
    );
    assert_eq!(one["peerName"], "Ann Reed");
    assert!(one["iceServers"].is_array());
    assert_eq!(told[1].1["candidate"], "lost on the way");
    let told = world.take(staff);
    assert_eq!(named(&told), ["chat-message", "peer-rejoined"]);
    assert_eq!(
        told[1].1,
        json!({"callId": call, "epoch": 1, "youOffer": false})
    );

    // What it has had by now is not told again.
    world.lose(visitor);
    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 3}),
    );
    assert_eq!(world.names(visitor), ["resumed"]);
}

#[test]
fn a_refreshed_page_begins_a_new_epoch_and_old_messages_are_void() {
    for refreshed in ["visitor", "staff"] {
        let Call {
            mut world,
            visitor,
            staff,
            call,
            visitor_token,
            staff_token,
        } = live();
        let (page, token, peer) = match refreshed {
            "visitor" => (visitor, visitor_token, staff),
            _ => (staff, staff_token, visitor),
        };
        world.does(peer, "media-state", json!({"callId": call, "audio": true}));
        world.does(
            page,
            "chat-message",
            json!({"callId": call, "text": "wait"}),
        );
        world.lose(page);
        world.does(peer, "offer", json!({"callId": call, "offer": "old"}));
        world.take(peer);

        let page = world.connect();
        world.does(page, "resume", json!({"resumeToken": token}));

        let told = world.take(page);
        assert_eq!(
            named(&told)[..3],
            ["resumed", "media-state", "chat-message"],
            "{refreshed}"
        );
        assert_eq!(told[0].1["newEpoch"], true);
        assert_eq!(told[0].1["calls"][0]["epoch"], 2);
        let rejoined = json!({"callId": call, "epoch": 2, "youOffer": false});
        assert_eq!(world.told(peer, "peer-rejoined"), rejoined);
        let stale = json!({"callId": call, "offer": "old", "epoch": 1});
        assert!(world.emit(peer, "offer", stale).refusal().is_some());
        world.does(
            page,
            "offer",
            json!({"callId": call, "offer": "new", "epoch": 2}),
        );
        let offer = world.told(peer, "offer");
        assert_eq!(
            (&offer["offer"], &offer["epoch"]),
            (&json!("new"), &json!(2))
        );
    }
}

#[test]
fn counting_starts_anew_with_a_new_epoch() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();
    for _ in 0..5 {
        world.does(
            staff,
            "ice-candidate",
            json!({"callId": call, "candidate": 1}),
        );
    }
    world.lose(visitor);
    let visitor = world.connect();
    world.does(visitor, "resume", json!({"resumeToken": visitor_token}));
    world.does(
        staff,
        "ice-candidate",
        json!({"callId": call, "candidate": "a"}),
    );
    world.does(
        staff,
        "ice-candidate",
        json!({"callId": call, "candidate": "b"}),
    );
    world.lose(visitor);

    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 1}),
    );

    let told = world.take(visitor);
    assert_eq!(named(&told), ["resumed", "ice-candidate"]);
    assert_eq!(told[1].1["candidate"], "b");
    assert_eq!(told[0].1["newEpoch"], false);
}

#[test]
fn who_was_away_while_the_other_one_refreshed_needs_a_new_connection_too() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        staff_token,
    } = live();
    world.lose(visitor);
    world.lose(staff);
    let staff = world.connect();
    world.does(staff, "resume", json!({"resumeToken": staff_token}));
    assert_eq!(
        named(&world.take(staff)),
        ["resumed", "peer-disconnected", "waiting-calls"]
    );
    world.does(staff, "offer", json!({"callId": call, "offer": "new"}));

    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 0}),
    );

    let told = world.take(visitor);
    assert_eq!(named(&told), ["resumed", "offer"]);
    assert_eq!(told[0].1["newEpoch"], true);
    assert_eq!(told[1].1["epoch"], 2);
}

#[test]
fn who_does_not_come_back_has_left() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();
    world.lose(visitor);
    world.wait(30);

    let ended = world.told(staff, "call-ended");
    assert_eq!(ended["reason"], "Other participant disconnected");
    assert_eq!(
        (&ended["endedBy"], &ended["code"]),
        (&json!("System"), &json!("disconnected"))
    );
    assert_eq!(ended["callId"], call);
    let late = world.connect();
    let argument = json!({"resumeToken": visitor_token});
    world.is_refused(
        late,
        "resume",
        argument,
        "resume-error",
        "this session is over",
    );
    world.lose(late);
    world.lose(staff);
    world.wait(300);
    assert!(world.is_empty());
    assert_eq!(world.summaries.len(), 1);
}

#[test]
fn an_end_that_was_missed_is_told_once() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();
    world.lose(visitor);
    world.does(staff, "end-call", json!({"callId": call}));
    assert_eq!(world.told(staff, "call-ended")["code"], "hangup");

    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 0}),
    );
    let told = world.take(visitor);
    assert_eq!(named(&told), ["resumed", "call-ended"]);
    assert_eq!(told[0].1["calls"], json!([]));
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 0}),
    );
    assert_eq!(world.names(visitor), ["resumed"]);
}

#[test]
fn the_newest_connection_of_a_device_wins() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();

    let newer = world.connect();
    world.does(
        newer,
        "resume",
        json!({"resumeToken": visitor_token, "received": 0}),
    );

    assert_eq!(world.closed.len(), 1);
    assert_eq!(world.closed[0].0, visitor);
    assert_eq!(world.names(newer), ["resumed"]);
    world.does(newer, "offer", json!({"callId": call, "offer": 1}));
    assert_eq!(world.names(staff), ["offer"], "nobody was away");
    world.lose(newer);
    assert_eq!(world.names(staff), ["peer-disconnected"]);
}

#[test]
fn a_waiting_visitor_comes_back_and_may_be_accepted_in_between() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));
    let started = world.told(visitor, "conversation-started");
    let (call, token) = (text(&started["callId"]), text(&started["resumeToken"]));
    world.lose(visitor);
    let visitor = world.connect();
    world.does(visitor, "resume", json!({"resumeToken": token}));
    let resumed = world.told(visitor, "resumed");
    assert_eq!(resumed["calls"][0]["state"], "waiting");
    world.lose(visitor);
    world.take(staff);

    world.does(staff, "accept-call", json!({"callId": call}));
    assert_eq!(
        world.names(staff),
        ["waiting-calls-updated", "call-started", "peer-disconnected"]
    );
    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": token, "received": 0}),
    );

    let resumed = world.told(visitor, "resumed");
    assert_eq!(
        resumed["newEpoch"], true,
        "the visitor makes the first offer"
    );
    assert_eq!(resumed["calls"][0]["state"], "live");
    assert_eq!(world.names(staff), ["peer-rejoined"]);
}

#[test]
fn a_wrong_token_is_nobody() {
    let Call { mut world, .. } = live();
    let client = world.connect();
    for token in [
        json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        json!("x"),
        json!(null),
    ] {
        let argument = json!({"resumeToken": token});
        world.is_refused(
            client,
            "resume",
            argument,
            "resume-error",
            "this session is over",
        );
    }
}

#[test]
fn kept_messages_do_not_stay_for_ever() {
    let Call {
        mut world,
        visitor,
        staff,
        call,
        visitor_token,
        ..
    } = live();
    world.does(
        staff,
        "ice-candidate",
        json!({"callId": call, "candidate": "old"}),
    );
    world.wait(89);
    world.does(
        staff,
        "ice-candidate",
        json!({"callId": call, "candidate": "newer"}),
    );
    world.wait(2);
    world.lose(visitor);

    let visitor = world.connect();
    world.does(
        visitor,
        "resume",
        json!({"resumeToken": visitor_token, "received": 0}),
    );

    let told = world.take(visitor);
    assert_eq!(named(&told), ["resumed", "ice-candidate"]);
    assert_eq!(told[1].1["candidate"], "newer");
}

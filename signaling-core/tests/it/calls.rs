//! From the first ring to the end.

use serde_json::json;
use signaling_core::{EndCode, EndedBy, Input, StaffId};

use crate::support::{World, conversation, text};

#[test]
fn a_call_is_told_as_documented() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    world.take(staff);

    let visitor = world.connect();
    world.does(visitor, "start-conversation", conversation("ann"));

    let started = world.told(visitor, "conversation-started");
    let call = text(&started["callId"]);
    let visitor_session = text(&started["sessionId"]);
    assert_eq!(
        started,
        json!({
            "sessionId": visitor_session, "callId": call, "name": "Robin Example",
            "purpose": "Ask about opening hours", "staffName": "Ann Reed",
            "staffDepartment": "Front desk", "selectedStaffId": "ann",
            "resumeToken": started["resumeToken"], "ringTimeoutSeconds": 60,
        })
    );
    assert_eq!(text(&started["resumeToken"]).len(), 43);
    let told = world.take(staff);
    assert_eq!(
        told,
        [
            (
                "new-call-request".to_owned(),
                json!({
                    "callId": call, "clientName": "Robin Example",
                    "purpose": "Ask about opening hours",
                    "timestamp": "2026-11-20T09:20:00.000Z", "media": "video",
                })
            ),
            ("waiting-calls-updated".to_owned(), json!({"count": 1})),
        ]
    );

    world.does(staff, "accept-call", json!({"callId": call}));

    let accepted = world.told(visitor, "call-accepted");
    let staff_session = text(&accepted["from"]);
    let servers = |user: &str| json!([{"urls": "turn:turn.example.com", "username": user}]);
    assert_eq!(
        accepted,
        json!({
            "staffName": "Ann Reed", "staffDepartment": "Front desk", "callId": call,
            "from": staff_session, "polite": false, "epoch": 1,
            "iceServers": servers(&visitor_session), "iceTransportPolicy": "all",
        })
    );
    let told = world.take(staff);
    assert_eq!(
        told[0],
        ("waiting-calls-updated".to_owned(), json!({"count": 0}))
    );
    assert_eq!(
        told[1],
        (
            "call-started".to_owned(),
            json!({
                "callId": call, "clientId": visitor_session, "clientName": "Robin Example",
                "polite": true, "epoch": 1,
                "iceServers": servers(&staff_session), "iceTransportPolicy": "all",
            })
        )
    );

    world.now += 5_000;
    world.does(
        visitor,
        "end-call",
        json!({"callId": call, "reason": "Done"}),
    );

    let ended = json!({"callId": call, "reason": "Done", "endedBy": "client", "code": "hangup"});
    assert_eq!(
        world.take(visitor),
        [("call-ended".to_owned(), ended.clone())]
    );
    assert_eq!(world.take(staff), [("call-ended".to_owned(), ended)]);
    let summary = &world.summaries[0];
    assert_eq!(summary.ended.since(summary.answered.unwrap()).as_secs(), 5);
    assert_eq!(
        (summary.code, summary.ended_by),
        (EndCode::Hangup, EndedBy::Client)
    );
    assert_eq!(
        (world.summaries.len(), world.status("ann")),
        (1, Some("available"))
    );
}

#[test]
fn staff_decline_or_are_busy() {
    for (argument, code, sentence) in [
        (json!({}), "declined", "The call was declined"),
        (
            json!({"reason": "I am at lunch"}),
            "declined",
            "I am at lunch",
        ),
        (
            json!({"reason": "busy"}),
            "busy",
            "The staff member is busy",
        ),
    ] {
        let mut world = World::new();
        let staff = world.sign_in("ann");
        let (visitor, call) = world.call("ann");
        let mut argument = argument;
        argument["callId"] = json!(call);

        world.does(staff, "reject-call", argument);

        let ended = world.told(visitor, "call-ended");
        assert_eq!(ended["code"], code);
        assert_eq!(ended["reason"], sentence);
        assert_eq!(ended["endedBy"], "staff");
        assert_eq!(world.summaries.len(), 1);
    }
}

#[test]
fn a_visitor_gives_up_in_two_ways() {
    for event in ["cancel-call", "end-call"] {
        let mut world = World::new();
        let staff = world.sign_in("ann");
        let (visitor, call) = world.call("ann");
        world.take(staff);

        world.does(visitor, event, json!({"callId": call}));

        let withdrawn = json!({"callId": call, "reason": "cancelled"});
        assert_eq!(world.told(staff, "call-withdrawn"), withdrawn);
        assert_eq!(world.told(visitor, "call-ended")["code"], "cancelled");
        assert_eq!(world.core.counts().waiting_calls, 0);
    }
}

#[test]
fn nobody_answers() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let (visitor, call) = world.call("ann");
    world.take(staff);

    world.wait(59);
    assert_eq!(world.names(visitor), Vec::<String>::new());
    world.wait(1);

    let ended = world.told(visitor, "call-ended");
    assert_eq!(ended["code"], "no-answer");
    assert_eq!(ended["endedBy"], "System");
    let withdrawn = json!({"callId": call, "reason": "timeout"});
    assert_eq!(world.told(staff, "call-withdrawn"), withdrawn);
    world.wait(600);
    assert_eq!(world.summaries.len(), 1);
}

#[test]
fn several_visitors_wait_and_one_at_a_time_is_taken() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let (_, first) = world.call("ann");
    let (_, second) = world.call("ann");
    assert_eq!(world.core.waiting_calls(&StaffId::new("ann")).len(), 2);

    world.does(staff, "accept-call", json!({"callId": second}));
    let message = "You are already in a call";
    let argument = json!({"callId": first});
    world.is_refused(
        staff,
        "accept-call",
        argument.clone(),
        "call-error",
        message,
    );
    world.does(staff, "end-call", json!({"callId": second}));
    world.does(staff, "accept-call", argument);

    assert_eq!(world.core.counts().active_calls, 1);
    let active = world.core.active_calls(&StaffId::new("ann"));
    assert_eq!(active[0].call.to_string(), first);
}

#[test]
fn a_visitor_has_one_call() {
    let mut world = World::new();
    world.sign_in("ann");
    let (visitor, call) = world.call("ann");

    let message = "You already have a call";
    let again = conversation("ann");
    world.is_refused(
        visitor,
        "start-conversation",
        again,
        "conversation-error",
        message,
    );
    world.does(visitor, "cancel-call", json!({"callId": call}));
    let other = world.call_again(visitor, "ann");

    assert_ne!(call, other);
}

#[test]
fn only_the_staff_member_who_is_called_may_take_a_call() {
    let mut world = World::new();
    let ann = world.sign_in("ann");
    let bob = world.sign_in("bob");
    let (visitor, call) = world.call("ann");
    let argument = json!({"callId": call});

    for event in ["accept-call", "reject-call"] {
        let staff_only = "Unauthorized: Staff access required";
        world.is_refused(visitor, event, argument.clone(), "call-error", staff_only);
        let not_assigned = "You are not assigned to this call";
        world.is_refused(bob, event, argument.clone(), "call-error", not_assigned);
    }
    assert!(world.names(ann).contains(&"new-call-request".to_owned()));
    world.does(ann, "accept-call", argument.clone());
    for (event, argument) in [
        ("accept-call", argument.clone()),
        ("reject-call", argument),
        ("accept-call", json!({"callId": "call-1"})),
        ("accept-call", json!({})),
    ] {
        let message = "Call not found or already processed";
        world.is_refused(ann, event, argument, "call-error", message);
    }
}

#[test]
fn who_is_in_no_call_ends_none() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    let stranger = world.connect();
    let bob = world.sign_in("bob");
    for client in [stranger, bob] {
        let message = "Unauthorized signaling attempt";
        let argument = json!({"callId": call});
        world.is_refused(client, "end-call", argument, "signaling-error", message);
    }

    world.does(staff, "end-call", json!({"callId": call}));

    for client in [visitor, staff, stranger] {
        let message = "Invalid call session";
        let argument = json!({"callId": call});
        world.is_refused(client, "end-call", argument, "signaling-error", message);
    }
    assert_eq!(world.summaries.len(), 1);
}

#[test]
fn a_removed_staff_member_has_no_calls_and_no_devices() {
    let mut world = World::new();
    let (visitor, staff, _) = world.live();
    let (waiting, _) = world.call("ann");

    let staff_id = StaffId::new("ann");
    world.input(Input::RemoveStaff { staff: staff_id });

    for client in [visitor, waiting] {
        assert_eq!(world.told(client, "call-ended")["code"], "staff-removed");
    }
    assert_eq!(world.closed.len(), 1);
    assert_eq!(world.closed[0].0, staff);
    assert_eq!(world.status("ann"), None);
    assert_eq!(world.core.counts().staff, 1);
    assert_eq!(world.summaries.len(), 2);
    let message = "There is no such staff member";
    let again = conversation("ann");
    world.is_refused(
        visitor,
        "start-conversation",
        again,
        "conversation-error",
        message,
    );
}

//! Passing a call on.

use serde_json::json;

use crate::support::World;

#[test]
fn a_live_call_rings_at_somebody_else_and_goes_on_there() {
    let mut world = World::new();
    let (visitor, ann, call) = world.live();
    let bob = world.sign_in("bob");
    for client in [visitor, ann, bob] {
        world.take(client);
    }

    world.does(
        ann,
        "transfer-call",
        json!({"callId": call, "targetStaffId": "bob"}),
    );

    let ended = world.told(ann, "call-ended");
    assert_eq!(
        (&ended["code"], &ended["endedBy"]),
        (&json!("transferred"), &json!("staff"))
    );
    let transferred = json!({
        "callId": call, "staffName": "Bob Stone", "staffDepartment": "Front desk",
    });
    assert_eq!(world.told(visitor, "call-transferred"), transferred);
    let request = world.told(bob, "new-call-request");
    assert_eq!(
        (&request["callId"], &request["transferredFrom"]),
        (&json!(call), &json!("Ann Reed"))
    );
    assert_eq!(
        (world.status("ann"), world.summaries.len()),
        (Some("available"), 0)
    );
    let message = "Invalid call session";
    let argument = json!({"callId": call, "offer": 1});
    world.is_refused(visitor, "offer", argument, "signaling-error", message);

    world.does(bob, "accept-call", json!({"callId": call}));
    let accepted = world.told(visitor, "call-accepted");
    assert_eq!(
        (&accepted["staffName"], &accepted["epoch"]),
        (&json!("Bob Stone"), &json!(2))
    );
    let message = "Unauthorized signaling attempt";
    let argument = json!({"callId": call, "offer": 1});
    world.is_refused(ann, "offer", argument, "signaling-error", message);
    world.does(bob, "end-call", json!({"callId": call}));
    let summary = &world.summaries[0];
    assert_eq!(summary.staff.as_str(), "bob");
    assert_eq!(summary.transferred_from.as_ref().unwrap().as_str(), "ann");
    assert_eq!((summary.transfers, world.summaries.len()), (1, 1));
    assert_eq!(world.names(visitor), ["call-ended"]);
}

#[test]
fn a_ringing_call_is_passed_on_without_an_answer() {
    let mut world = World::new();
    let (ann, bob) = (world.sign_in("ann"), world.sign_in("bob"));
    let (visitor, call) = world.call("ann");
    world.wait(50);
    world.take(ann);

    world.does(
        ann,
        "transfer-call",
        json!({"callId": call, "targetStaffId": "bob"}),
    );

    let withdrawn = json!({"callId": call, "reason": "transferred"});
    assert_eq!(world.told(ann, "call-withdrawn"), withdrawn);
    // It has its whole time at the other one.
    world.wait(50);
    world.does(bob, "accept-call", json!({"callId": call}));
    assert_eq!(world.told(visitor, "call-accepted")["epoch"], 1);
}

#[test]
fn a_transferred_call_may_be_declined_given_up_or_not_answered() {
    for code in ["declined", "cancelled", "no-answer", "disconnected"] {
        let mut world = World::new();
        let (visitor, ann, call) = world.live();
        let bob = world.sign_in("bob");
        world.does(
            ann,
            "transfer-call",
            json!({"callId": call, "targetStaffId": "bob"}),
        );
        match code {
            "declined" => world.does(bob, "reject-call", json!({"callId": call})),
            "cancelled" => world.does(visitor, "end-call", json!({"callId": call})),
            "disconnected" => world.lose(visitor),
            _ => {}
        }
        world.wait(60);

        assert_eq!(world.summaries.len(), 1);
        assert_eq!(world.summaries[0].code.as_str(), code);
        assert!(world.names(bob).contains(&"call-withdrawn".to_owned()) || code == "declined");
    }
}

#[test]
fn a_transfer_that_cannot_be_is_refused() {
    let mut world = World::new();
    let (visitor, ann, call) = world.live();
    let argument = |target: &str| json!({"callId": call, "targetStaffId": target});
    for (client, target, message) in [
        (ann, "nobody", "There is no such staff member"),
        (ann, "ann", "This call is with you already"),
        (ann, "bob", "This staff member is not available"),
        (visitor, "bob", "Unauthorized: Staff access required"),
    ] {
        world.is_refused(
            client,
            "transfer-call",
            argument(target),
            "call-error",
            message,
        );
    }
    let bob = world.sign_in("bob");
    let message = "You are not assigned to this call";
    world.is_refused(bob, "transfer-call", argument("bob"), "call-error", message);
    let message = "Call not found or already processed";
    let unknown = json!({"callId": "x", "targetStaffId": "bob"});
    world.is_refused(ann, "transfer-call", unknown, "call-error", message);

    assert_eq!(world.core.counts().active_calls, 1);
}

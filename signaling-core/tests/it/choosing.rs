//! Visitors choose whom they call.

use serde_json::json;
use signaling_core::{Config, WhenAbsent, WhenBusy};

use crate::support::{World, conversation};

#[test]
fn a_staff_member_is_named_by_id_address_or_name() {
    for spoken in [
        "ann",
        "ann@example.com",
        "ANN@Example.com",
        "Ann Reed",
        " ann  REED ",
    ] {
        let mut world = World::new();
        let staff = world.sign_in("ann");
        world.sign_in("bob");

        world.call(spoken);

        assert!(
            world.names(staff).contains(&"new-call-request".to_owned()),
            "{spoken}"
        );
    }
}

#[test]
fn nobody_is_picked_for_a_visitor() {
    let mut world = World::new();
    world.put_staff("ann-2", "Ann Reed");
    let ann = world.sign_in("ann");
    world.sign_in("ann-2");
    world.take(ann);
    let visitor = world.connect();
    let mut unchosen = conversation("");
    for (chosen, message) in [
        (
            json!("Ann Reed"),
            "Several staff members are called that, choose by id",
        ),
        (json!("Ann"), "There is no such staff member"),
        (json!("bob"), "This staff member is not available"),
        (json!(""), "Please choose a staff member"),
        (json!(null), "Please choose a staff member"),
    ] {
        unchosen["selectedStaffId"] = chosen;
        let argument = unchosen.clone();
        world.is_refused(
            visitor,
            "start-conversation",
            argument,
            "conversation-error",
            message,
        );
    }

    assert_eq!(world.take(ann), []);
    assert_eq!(world.core.counts().waiting_calls, 0);
}

#[test]
fn staff_do_not_call_each_other() {
    let mut world = World::new();
    let ann = world.sign_in("ann");
    world.sign_in("bob");

    let message = "Staff cannot start a conversation";
    let argument = conversation("bob");
    world.is_refused(
        ann,
        "start-conversation",
        argument,
        "conversation-error",
        message,
    );
}

#[test]
fn a_call_may_wait_for_somebody_who_is_absent() {
    let mut world = World::with(Config {
        when_absent: WhenAbsent::Wait,
        ..Config::default()
    });
    assert_eq!(world.status("ann"), Some("away"));
    let (visitor, call) = world.call("ann");

    let staff = world.sign_in("ann");

    let waiting = world.told(staff, "waiting-calls");
    assert_eq!(waiting["count"], 1);
    assert_eq!(waiting["calls"][0]["callId"], call);
    world.does(staff, "accept-call", json!({"callId": call}));
    assert_eq!(
        world.told(visitor, "call-accepted")["staffName"],
        "Ann Reed"
    );
}

#[test]
fn somebody_busy_may_be_spared() {
    for (when_busy, rings) in [(WhenBusy::Ring, true), (WhenBusy::Refuse, false)] {
        let mut world = World::with(Config {
            when_busy,
            ..Config::default()
        });
        world.live();
        let visitor = world.connect();

        let reply = world.emit(visitor, "start-conversation", conversation("ann"));

        assert_eq!(reply.refusal().is_none(), rings, "{when_busy:?}");
    }
}

//! Who is there.

use serde_json::json;

use crate::support::World;

#[test]
fn everybody_is_told_of_a_change_once() {
    let mut world = World::new();
    let visitor = world.connect();
    assert_eq!(world.status("ann"), None);

    let staff = world.sign_in("ann");
    assert_eq!(world.status("ann"), Some("available"));
    for (status, listed) in [
        ("busy", "busy"),
        ("away", "away"),
        ("available", "available"),
    ] {
        world.does(staff, "set-status", json!({"status": status}));
        assert_eq!(world.status("ann"), Some(listed));
    }
    world.does(staff, "sign-out", json!({}));
    assert_eq!(world.status("ann"), None);

    // On connecting, and for each change since.
    assert_eq!(world.lists(visitor), 1 + 1 + 3 + 1);
}

#[test]
fn the_list_says_what_visitors_may_know() {
    let mut world = World::new();
    world.sign_in("ann");
    let visitor = world.connect();

    let list = world.told_list(visitor);

    assert_eq!(
        list,
        json!({"staff": [
            {"id": "ann", "name": "Ann Reed", "department": "Front desk", "status": "available"},
        ]})
    );
}

#[test]
fn a_call_makes_busy() {
    let mut world = World::new();
    let (_, staff, call) = world.live();
    assert_eq!(world.status("ann"), Some("busy"));

    world.does(staff, "end-call", json!({"callId": call}));

    assert_eq!(world.status("ann"), Some("available"));
}

#[test]
fn a_page_that_does_not_answer_is_away_until_it_does() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    world.wait(600);
    assert_eq!(world.status("ann"), Some("available"));

    world.pages_answer = false;
    world.wait(39);
    assert_eq!(world.status("ann"), Some("available"));
    world.wait(2);
    assert_eq!(world.status("ann"), Some("away"));
    world.wait(60);
    assert_eq!(world.status("ann"), Some("away"));

    world.does(staff, "presence-pong", json!({}));
    assert_eq!(world.status("ann"), Some("available"));
}

#[test]
fn who_lost_the_connection_is_away_and_then_gone() {
    let mut world = World::new();
    let staff = world.sign_in("ann");

    world.lose(staff);
    assert_eq!(world.status("ann"), Some("away"));
    world.wait(30);

    assert_eq!(world.status("ann"), None);
    assert!(world.is_empty());
}

#[test]
fn visitors_have_no_status() {
    let mut world = World::new();
    let visitor = world.connect();
    let message = "Unauthorized: Staff access required";
    for event in ["set-status", "sign-out"] {
        world.is_refused(
            visitor,
            event,
            json!({"status": "busy"}),
            "call-error",
            message,
        );
    }
    world.does(visitor, "presence-pong", json!({}));
}

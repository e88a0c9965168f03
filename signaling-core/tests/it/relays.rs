//! Offers, answers and candidates.

use serde_json::{Value, json};
use signaling_core::{
    ConnectionId, Entropy, Input, Output, Reception, RelayKind, ServerEvent, Timestamp, wire,
};

use crate::support::{World, text};

#[test]
fn both_sides_say_things_to_each_other_in_order() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    world.take(visitor);
    world.take(staff);

    world.does(
        visitor,
        "offer",
        json!({"callId": call, "offer": {"type": "offer", "sdp": "v=0"}}),
    );
    for number in 0..50 {
        world.does(
            visitor,
            "ice-candidate",
            json!({"callId": call, "candidate": {"candidate": number}}),
        );
    }
    world.does(
        staff,
        "answer",
        json!({"callId": call, "answer": {"type": "answer", "sdp": "v=1"}, "epoch": 1}),
    );

    let told = world.take(staff);
    assert_eq!(told[0].0, "offer");
    assert_eq!(told[0].1["offer"], json!({"type": "offer", "sdp": "v=0"}));
    assert_eq!(told[0].1["epoch"], 1);
    let numbers: Vec<_> = told[1..]
        .iter()
        .map(|(_, one)| one["candidate"]["candidate"].clone())
        .collect();
    assert_eq!(numbers, (0..50).map(Value::from).collect::<Vec<_>>());
    let told = world.take(visitor);
    assert_eq!((told.len(), told[0].0.as_str()), (1, "answer"));
}

#[test]
fn either_side_renegotiates_and_restarts() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    for (from, to) in [(staff, visitor), (visitor, staff), (staff, visitor)] {
        world.take(to);
        world.does(
            from,
            "offer",
            json!({"callId": call, "offer": {"sdp": "a=ice-ufrag:new"}}),
        );
        assert_eq!(world.told(to, "offer")["offer"]["sdp"], "a=ice-ufrag:new");
        world.does(to, "answer", json!({"callId": call, "answer": {}}));
    }
}

#[test]
fn the_server_says_who_it_is_from() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    world.take(staff);

    let argument = json!({"callId": call, "offer": {}, "from": "somebody", "target": "else"});
    world.does(visitor, "offer", argument);

    let offer = world.told(staff, "offer");
    let (session, _) = world.core.session_on(ConnectionId::new(visitor)).unwrap();
    assert_eq!(text(&offer["from"]), session.to_string());
    assert_eq!(offer.get("target"), None);
}

#[test]
fn nothing_goes_to_or_comes_from_anybody_else() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    let bob = world.sign_in("bob");
    let (other, ringing) = world.call("bob");
    for client in [visitor, staff, bob, other] {
        world.take(client);
    }
    for event in [
        "offer",
        "answer",
        "ice-candidate",
        "chat-message",
        "media-state",
        "ice-servers",
    ] {
        for (client, call, message) in [
            (bob, &call, "Unauthorized signaling attempt"),
            (other, &call, "Unauthorized signaling attempt"),
            (visitor, &ringing, "Unauthorized signaling attempt"),
            (other, &ringing, "Invalid call session"),
            (visitor, &"nonsense".to_owned(), "Invalid call session"),
        ] {
            let argument = json!({"callId": call, "text": "hello"});
            world.is_refused(client, event, argument, "signaling-error", message);
        }
    }
    world.does(visitor, "offer", json!({"callId": call, "offer": {}}));

    assert_eq!(world.names(staff), ["offer"]);
    for client in [visitor, bob, other] {
        assert_eq!(world.names(client), Vec::<String>::new());
    }
}

#[test]
fn an_offer_before_the_call_is_accepted_is_refused() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let (visitor, call) = world.call("ann");
    world.take(staff);

    let message = "Invalid call session";
    let argument = json!({"callId": call, "offer": {}});
    world.is_refused(visitor, "offer", argument, "signaling-error", message);

    assert_eq!(world.take(staff), []);
}

/// The JSON between `"candidate":` and `,"from"`, or nothing if there is no candidate.
fn candidate_in(json: &str) -> Option<&str> {
    let (_, rest) = json.split_once(r#"{"candidate":"#)?;
    rest.split_once(r#","from""#)
        .map(|(candidate, _)| candidate)
}

#[test]
fn what_is_relayed_is_the_same_byte_for_byte() {
    let mut world = World::new();
    let (visitor, _, call) = world.live();
    for candidate in [
        Some(r#""""#),
        Some("null"),
        None,
        Some("{}"),
        Some(
            r#"{"sdpMid":null , "candidate":"a\u00e9\/\ud83d\ude00","n":1.0e0,"n":2,"big":123456789012345678901234567890}"#,
        ),
        Some("[1,  2]"),
        Some("false"),
    ] {
        let field = candidate.map_or(String::new(), |json| format!(r#","candidate":{json}"#));
        let argument = format!(r#"{{"callId":"{call}"{field}}}"#);
        let event = wire::decode("ice-candidate", Some(&argument)).unwrap();
        let connection = ConnectionId::new(visitor);

        let outputs = outputs(
            &mut world.core,
            world.now,
            Input::Event { connection, event },
        );

        let [Output::Send { event, .. }] = outputs.as_slice() else {
            panic!("it is sent to the other side only");
        };
        let json = wire::encode(event, &crate::support::Added(Vec::new()));
        assert_eq!(candidate_in(json.get()), candidate, "{json}");
    }
}

fn outputs(core: &mut Reception, now: u64, input: Input) -> Vec<Output> {
    let mut outputs = Vec::new();
    let entropy: &mut dyn Entropy = &mut |_: &mut [u8]| panic!("no randomness is needed");
    let now = Timestamp::from_unix_millis(now);
    core.handle(now, input, entropy, &mut outputs);
    outputs
}

#[test]
fn what_belongs_to_an_earlier_epoch_is_refused() {
    let mut world = World::new();
    let (visitor, staff, call) = world.live();
    for (epoch, passes) in [
        (Some(0), false),
        (Some(1), true),
        (Some(2), false),
        (None, true),
    ] {
        world.take(staff);
        let argument = json!({"callId": call, "offer": {}, "epoch": epoch});

        let reply = world.emit(visitor, "offer", argument);

        assert_eq!(reply.refusal().is_none(), passes, "{epoch:?}");
        assert_eq!(world.take(staff).len(), usize::from(passes));
    }
}

#[test]
fn the_kinds_are_named_as_on_the_wire() {
    for (kind, name) in [
        (RelayKind::Offer, "offer"),
        (RelayKind::Answer, "answer"),
        (RelayKind::IceCandidate, "ice-candidate"),
    ] {
        let world_name = serde_json::to_value(kind).unwrap();
        assert_eq!(world_name, name);
    }
    assert_eq!(
        wire::event_name(&ServerEvent::PresencePing),
        "presence-ping"
    );
}

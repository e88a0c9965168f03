//! Staff sign in, once or several times.

use serde_json::json;
use signaling_core::{
    ClientEvent, CloseReason, Config, ConnectionId, Credentials, Input, Reply, Resume, ResumeToken,
    SecondSignIn, SignIn, StaffId,
};

use crate::support::{World, text};

fn with(second_sign_in: SecondSignIn) -> World {
    World::with(Config {
        second_sign_in,
        ..Config::default()
    })
}

#[test]
fn the_server_checks_credentials() {
    let mut world = World::new();
    let client = world.connect();

    let reply = world.emit(
        client,
        "staff-login",
        json!({"email": "ann@example.com", "password": "example"}),
    );

    let Reply::Authenticate(login) = reply else {
        panic!("the server is asked");
    };
    assert!(matches!(login.credentials, Credentials::Password { .. }));
    assert_eq!(
        format!("{login:?}").find("example"),
        None,
        "it is not shown"
    );
    let reply = world.emit(
        client,
        "staff-login",
        json!({"token": "x.y.z", "takeOver": true}),
    );
    let Reply::Authenticate(login) = reply else {
        panic!("the server is asked");
    };
    assert_eq!(login.take_over, Some(true));
    let connection = ConnectionId::new(client);
    world.input(Input::SignInRefused {
        connection,
        message: "Invalid credentials".into(),
        code_required: false,
    });
    world.input(Input::SignInRefused {
        connection,
        message: "a code is needed".into(),
        code_required: true,
    });

    let told = world.take(client);
    assert_eq!(
        told[0],
        (
            "login-error".to_owned(),
            json!({"message": "Invalid credentials"})
        )
    );
    assert_eq!(
        told[1].1,
        json!({"message": "a code is needed", "codeRequired": true})
    );
}

#[test]
fn a_sign_in_is_told_as_documented() {
    let mut world = World::new();

    let staff = world.sign_in("ann");

    let told = world.take(staff);
    let login = &told[0].1;
    assert_eq!(told[0].0, "login-success");
    assert_eq!(
        login,
        &json!({
            "token": "jwt-of-ann",
            "staff": {
                "id": "ann", "name": "Ann Reed", "department": "Front desk",
                "email": "ann@example.com",
            },
            "role": "staff",
            "sessionId": login["sessionId"], "resumeToken": login["resumeToken"],
        })
    );
    assert_eq!(
        told[1],
        ("waiting-calls".to_owned(), json!({"count": 0, "calls": []}))
    );
    let staff_id = StaffId::new("ann");
    assert_eq!(
        world.core.staff_on(ConnectionId::new(staff)),
        Some(&staff_id)
    );
}

#[test]
fn a_second_sign_in_takes_over_session_and_call() {
    let mut world = World::new();
    let first = world.sign_in("ann");
    let login = world.told(first, "login-success");
    let (visitor, call) = world.call("ann");
    world.does(first, "accept-call", json!({"callId": call}));
    world.take(visitor);

    let second = world.sign_in("ann");

    assert_eq!(world.closed, [(first, CloseReason::Replaced)]);
    let told = world.take(second);
    let names: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["login-success", "resumed", "waiting-calls"]);
    assert_eq!(told[0].1["sessionId"], login["sessionId"]);
    assert_eq!(told[1].1["calls"][0]["callId"], call);
    assert_eq!(world.told(visitor, "peer-rejoined")["epoch"], 2);
    world.does(second, "offer", json!({"callId": call, "offer": 1}));
    // The page that was there cannot take it back by its old secret.
    let old = world.connect();
    let argument = json!({"resumeToken": login["resumeToken"]});
    world.is_refused(
        old,
        "resume",
        argument,
        "resume-error",
        "this session is over",
    );
}

#[test]
fn a_second_sign_in_may_be_refused_or_insist() {
    let mut world = with(SecondSignIn::Refuse);
    let first = world.sign_in("ann");
    let second = world.connect();

    let reply = world.sign_in_on(second, "ann", None);

    let refusal = reply.refusal().expect("it is refused");
    assert_eq!(&*refusal.message, "already signed in elsewhere");
    assert_eq!(world.names(second), ["login-error"]);
    assert_eq!(world.sign_in_on(second, "ann", Some(true)), Reply::Done);
    assert_eq!(world.closed, [(first, CloseReason::Replaced)]);
    let third = world.connect();
    assert!(
        world
            .sign_in_on(third, "ann", Some(false))
            .refusal()
            .is_some()
    );
    // Nobody is in the way whose page has gone.
    world.lose(second);
    assert_eq!(world.sign_in_on(third, "ann", None), Reply::Done);
}

#[test]
fn several_devices_ring_and_one_answers() {
    let mut world = with(SecondSignIn::Several);
    let devices = [
        world.sign_in("ann"),
        world.sign_in("ann"),
        world.sign_in("ann"),
    ];
    let (visitor, call) = world.call("ann");
    for device in devices {
        assert!(world.names(device).contains(&"new-call-request".to_owned()));
    }

    world.does(devices[1], "accept-call", json!({"callId": call}));

    for device in [devices[0], devices[2]] {
        let withdrawn = json!({"callId": call, "reason": "answered-elsewhere"});
        assert_eq!(world.told(device, "call-withdrawn"), withdrawn);
        let message = "Call not found or already processed";
        let argument = json!({"callId": call});
        world.is_refused(device, "accept-call", argument, "call-error", message);
        let message = "Unauthorized signaling attempt";
        let argument = json!({"callId": call, "offer": 1});
        world.is_refused(device, "offer", argument, "signaling-error", message);
    }
    assert!(
        !world
            .names(devices[1])
            .contains(&"call-withdrawn".to_owned())
    );
    world.does(visitor, "offer", json!({"callId": call, "offer": 1}));
    assert_eq!(world.names(devices[1]), ["offer"]);
    assert_eq!(world.names(devices[0]), Vec::<String>::new());
}

#[test]
fn there_are_not_too_many_devices() {
    let mut world = with(SecondSignIn::Several);
    for _ in 0..5 {
        world.sign_in("ann");
    }
    let sixth = world.connect();

    let reply = world.sign_in_on(sixth, "ann", None);
    assert_eq!(
        &*reply.refusal().unwrap().message,
        "signed in on too many devices"
    );

    assert_eq!(world.sign_in_on(sixth, "ann", Some(true)), Reply::Done);
    assert_eq!(world.core.counts().devices, 1);
    assert_eq!(world.closed.len(), 5);
}

#[test]
fn a_page_that_signs_in_with_its_resume_token_goes_on() {
    for received in [Some(0), None] {
        let mut world = World::new();
        let staff = world.sign_in("ann");
        let token = text(&world.told(staff, "login-success")["resumeToken"]);
        let (visitor, call) = world.call("ann");
        world.does(staff, "accept-call", json!({"callId": call}));
        world.lose(staff);
        world.does(visitor, "offer", json!({"callId": call, "offer": "missed"}));
        world.take(visitor);

        let staff = world.connect();
        let resume = Resume {
            token: ResumeToken::read(&token),
            received,
        };
        world.input(Input::SignIn(SignIn {
            connection: ConnectionId::new(staff),
            staff: StaffId::new("ann"),
            take_over: None,
            resume: Some(resume),
        }));

        let names = world.names(staff);
        let epoch = &world.told(visitor, "peer-rejoined")["epoch"];
        match received {
            Some(_) => {
                assert_eq!(
                    names,
                    ["login-success", "resumed", "offer", "waiting-calls"]
                );
                assert_eq!(epoch, 1);
            }
            None => {
                assert_eq!(names, ["login-success", "resumed", "waiting-calls"]);
                assert_eq!(epoch, 2);
            }
        }
        assert_eq!(world.closed, []);
    }
}

#[test]
fn a_token_of_somebody_else_is_not_taken_up() {
    let mut world = World::new();
    let ann = world.sign_in("ann");
    let token = text(&world.told(ann, "login-success")["resumeToken"]);
    let client = world.connect();

    world.input(Input::SignIn(SignIn {
        connection: ConnectionId::new(client),
        staff: StaffId::new("bob"),
        take_over: None,
        resume: Some(Resume {
            token: ResumeToken::read(&token),
            received: None,
        }),
    }));

    assert_eq!(world.told(client, "login-success")["staff"]["id"], "bob");
    assert_eq!(world.closed, []);
}

#[test]
fn a_fresh_device_gives_way_to_the_one_that_is_resumed() {
    let mut world = with(SecondSignIn::Several);
    let (_, staff, call) = world.live();
    let token = text(&world.told(staff, "login-success")["resumeToken"]);
    world.lose(staff);
    let staff = world.sign_in("ann");
    assert_eq!(world.core.counts().devices, 3);

    world.does(staff, "resume", json!({"resumeToken": token}));

    assert_eq!(world.core.counts().devices, 2);
    world.does(staff, "offer", json!({"callId": call, "offer": 1}));
    world.wait(300);
    assert_eq!(world.core.counts().active_calls, 1);
}

#[test]
fn signing_in_twice_on_one_connection_changes_nothing() {
    let mut world = World::new();
    let staff = world.sign_in("ann");
    let first = world.told(staff, "login-success");

    assert_eq!(world.sign_in_on(staff, "ann", None), Reply::Done);

    assert_eq!(world.told(staff, "login-success"), first);
    let reply = world.sign_in_on(staff, "bob", None);
    assert!(reply.refusal().is_some());
    assert!(world.sign_in_on(staff, "nobody", None).refusal().is_some());
    let gone = Input::Event {
        connection: ConnectionId::new(999),
        event: ClientEvent::SignOut,
    };
    assert!(world.input(gone).refusal().is_some());
}

#[test]
fn signing_out_ends_what_the_device_has() {
    let mut world = World::new();
    let (visitor, staff, _) = world.live();
    let (waiting, _) = world.call("ann");

    world.does(staff, "sign-out", json!({}));

    for client in [visitor, waiting] {
        let ended = world.told(client, "call-ended");
        assert_eq!(
            (&ended["code"], &ended["endedBy"]),
            (&json!("signed-out"), &json!("staff"))
        );
    }
    assert_eq!(world.closed, [(staff, CloseReason::SignedOut)]);
    assert_eq!(world.core.counts().devices, 2);
}

#[test]
fn signing_out_on_one_of_several_devices_leaves_the_others_ringing() {
    let mut world = with(SecondSignIn::Several);
    let (first, second) = (world.sign_in("ann"), world.sign_in("ann"));
    let (visitor, call) = world.call("ann");

    world.does(first, "sign-out", json!({}));
    world.does(second, "accept-call", json!({"callId": call}));

    assert_eq!(world.told(visitor, "call-accepted")["epoch"], 1);
}

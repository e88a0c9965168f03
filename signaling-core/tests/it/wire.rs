//! What is understood of what clients send.

use serde_json::json;
use signaling_core::{
    ClientEvent, ErrorEvent,
    wire::{CLIENT_EVENTS, DecodeError, Problem, decode, decode_packet},
};

fn problem(name: &str, argument: &str) -> String {
    decode(name, Some(argument))
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn an_unknown_event_is_an_error() {
    for name in ["", "Offer", "constructor", "call-ended", "offer "] {
        let error = decode(name, Some("{}")).expect_err(name);
        assert_eq!(
            (error.event, error.problem),
            (ErrorEvent::Signaling, Problem::UnknownEvent)
        );
        assert_eq!(error.to_string(), "there is no such event");
    }
    for name in CLIENT_EVENTS {
        let read = decode(name, Some("{}"));
        assert!(
            !matches!(
                read,
                Err(DecodeError {
                    problem: Problem::UnknownEvent,
                    ..
                })
            ),
            "{name}"
        );
    }
}

#[test]
fn a_packet_is_a_name_and_one_object() {
    let read = decode_packet(r#"["accept-call",{"callId":"x"}]"#);
    assert!(matches!(read, Ok(ClientEvent::AcceptCall(_))));
    assert_eq!(
        decode_packet(r#"["presence-pong"]"#),
        Ok(ClientEvent::PresencePong)
    );
    assert_eq!(
        decode_packet(r#"["presence-pong",null]"#),
        Ok(ClientEvent::PresencePong)
    );
    for packet in [
        "",
        "{}",
        "[]",
        "[1]",
        "[{}]",
        r#"["offer""#,
        r#"["offer",{}"#,
        "null",
        r#"[null,{}]"#,
    ] {
        let error = decode_packet(packet).expect_err(packet);
        assert_eq!(error.problem, Problem::NotAnEvent, "{packet}");
    }
    for packet in [
        r#"["offer",{},{}]"#,
        r#"["offer",1]"#,
        r#"["offer",[]]"#,
        r#"["offer","x"]"#,
    ] {
        let error = decode_packet(packet).expect_err(packet);
        assert_eq!(error.problem, Problem::Argument, "{packet}");
        assert_eq!(error.event, ErrorEvent::Signaling);
    }
}

#[test]
fn an_error_names_the_field_and_the_event_that_tells_of_it() {
    for (name, argument, event, text) in [
        (
            "start-conversation",
            "{}",
            ErrorEvent::Conversation,
            "name is missing",
        ),
        (
            "start-conversation",
            r#"{"name":" "}"#,
            ErrorEvent::Conversation,
            "name is missing",
        ),
        (
            "start-conversation",
            r#"{"name":7}"#,
            ErrorEvent::Conversation,
            "name must be a text",
        ),
        (
            "accept-call",
            r#"{"callId":7}"#,
            ErrorEvent::Call,
            "callId must be a text",
        ),
        (
            "set-status",
            r#"{"status":"gone"}"#,
            ErrorEvent::Call,
            "status must be available, busy or away",
        ),
        ("set-status", "{}", ErrorEvent::Call, "status is missing"),
        ("staff-login", "{}", ErrorEvent::Login, "email is missing"),
        (
            "offer",
            r#"{"epoch":"1"}"#,
            ErrorEvent::Signaling,
            "epoch must be a whole number, not below zero",
        ),
        (
            "offer",
            r#"{"epoch":-1}"#,
            ErrorEvent::Signaling,
            "epoch must be a whole number, not below zero",
        ),
        (
            "media-state",
            r#"{"audio":1}"#,
            ErrorEvent::Signaling,
            "audio must be true or false",
        ),
        (
            "chat-message",
            r#"{"text":" \n"}"#,
            ErrorEvent::Signaling,
            "text is missing",
        ),
        (
            "call-stats",
            r#"{"pathType":"host","setupMs":-1}"#,
            ErrorEvent::Signaling,
            "setupMs must be a number, not below zero",
        ),
        (
            "resume",
            r#"{"resumeToken":1}"#,
            ErrorEvent::Resume,
            "resumeToken must be a text",
        ),
    ] {
        let error = decode(name, Some(argument)).expect_err(argument);
        assert_eq!(
            (error.event, error.to_string().as_str()),
            (event, text),
            "{argument}"
        );
    }
}

#[test]
fn nothing_is_too_large() {
    let text = |length: usize| "x".repeat(length);
    for (name, argument, message) in [
        (
            "offer",
            json!({"offer": text(2_000_000)}),
            "this event is larger than 307200 bytes",
        ),
        (
            "offer",
            json!({"offer": text(270_000)}),
            "offer is longer than 262144 bytes",
        ),
        (
            "ice-candidate",
            json!({"candidate": text(9_000)}),
            "candidate is longer than 8192 bytes",
        ),
        (
            "chat-message",
            json!({"text": text(2_001)}),
            "text is longer than 2000 characters",
        ),
        (
            "start-conversation",
            json!({"name": text(101)}),
            "name is longer than 100 characters",
        ),
        (
            "end-call",
            json!({"reason": text(201)}),
            "reason is longer than 200 characters",
        ),
    ] {
        assert_eq!(problem(name, &argument.to_string()), message);
    }
    let large = json!({"offer": {"sdp": text(250_000)}}).to_string();
    assert!(decode("offer", Some(&large)).is_ok());
    let full = json!({"text": "é".repeat(2_000)}).to_string();
    assert!(decode("chat-message", Some(&full)).is_ok());
    let packet = format!(r#"["offer",{{"offer":"{}"}}]"#, text(2_000_000));
    assert!(decode_packet(&packet).is_err());
    let fields: Vec<_> = (0..40).map(|number| format!(r#""f{number}":1"#)).collect();
    let argument = format!("{{{}}}", fields.join(","));
    assert_eq!(
        problem("offer", &argument),
        "this event takes one argument, an object"
    );
}

#[test]
fn nothing_is_nested_too_deeply() {
    let nested = |levels: usize| {
        format!(
            r#"{{"offer":{}{}}}"#,
            "[".repeat(levels),
            "]".repeat(levels)
        )
    };
    assert!(decode("offer", Some(&nested(31))).is_ok());
    assert_eq!(
        problem("offer", &nested(32)),
        "this event is nested too deeply"
    );
    assert_eq!(
        problem("offer", &nested(100_000)),
        "this event is nested too deeply"
    );
    let brackets_in_text = json!({"offer": "[{\\\"".repeat(100)}).to_string();
    assert!(decode("offer", Some(&brackets_in_text)).is_ok());
}

#[test]
fn names_hide_and_turn_nothing_around() {
    let start =
        |name: &str| json!({"name": name, "email": "a@example.com", "purpose": "p"}).to_string();
    for name in [
        "a\u{0}b",
        "a\nb",
        "\u{202e}bar",
        "a\u{2066}b",
        "a\u{7f}",
        "\u{e0041}",
        "a\u{2028}b",
    ] {
        let message = "name contains characters that are not allowed";
        assert_eq!(
            problem("start-conversation", &start(name)),
            message,
            "{name:?}"
        );
    }
    for (name, kept) in [
        ("  Robin   Example ", "Robin Example"),
        ("שלום\u{200f}", "שלום"),
        ("R\u{200b}obin", "Robin"),
        ("Zoë 👩\u{200d}🔬", "Zoë 👩\u{200d}🔬"),
    ] {
        let Ok(ClientEvent::StartConversation(start)) =
            decode("start-conversation", Some(&start(name)))
        else {
            panic!("{name} is a name");
        };
        assert_eq!(start.name.as_str(), kept);
    }
}

#[test]
fn fields_that_nobody_knows_and_repeated_ones_do_no_harm() {
    let argument = r#"{"callId":1,"callId":"x","__proto__":{},"constructor":null}"#;

    assert!(matches!(
        decode("accept-call", Some(argument)),
        Ok(ClientEvent::AcceptCall(_))
    ));
}

#[test]
fn what_was_sent_is_in_no_error_and_no_log() {
    let secret = "canary@example.com";
    let sent = json!({
        "name": secret, "email": secret, "purpose": secret, "password": secret, "text": secret,
        "token": secret, "callId": 1, "offer": secret, "candidate": secret, "decision": secret,
        "notes": secret, "reason": secret, "resumeToken": secret, "status": secret,
    });
    for name in CLIENT_EVENTS {
        for call in [json!(1), json!("x")] {
            let mut sent = sent.clone();
            sent["callId"] = call;
            let read = decode(name, Some(&sent.to_string()));
            let shown = format!("{read:?}");
            assert!(!shown.contains("canary"), "{shown}");
            if let Err(error) = read {
                assert!(!error.to_string().contains("canary"));
            }
        }
    }
}

//! What is relayed, byte for byte and in order, and to whom.

use serde_json::{Value, json};

use super::harness::{ALEX, Call, Reception};

#[tokio::test]
async fn offers_answers_and_candidates_are_relayed_as_they_are_with_who_sent_them() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        signed_in,
        started,
    } = reception.call().await;
    let offer =
        r#"{"type":"offer","sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n","odd":1.50,"e":"é\u00e9"}"#;

    visitor
        .emit_raw("offer", &format!(r#"{{"callId":"{id}","offer":{offer}}}"#))
        .await;

    let raw = staff.see_raw("offer").await;
    assert!(raw.contains(offer), "byte for byte: {raw}");
    let told: Value = serde_json::from_str(&raw).unwrap();
    assert_eq!(
        (&told["from"], &told["callId"]),
        (&started["sessionId"], &json!(id))
    );
    staff
        .emit(
            "answer",
            json!({"callId": id, "answer": {"type": "answer", "sdp": "v=0"}}),
        )
        .await;
    let answer = visitor.see("answer").await;
    assert_eq!(answer["answer"], json!({"type": "answer", "sdp": "v=0"}));
    assert_eq!(answer["from"], signed_in["sessionId"]);
    for candidate in [
        json!({"candidate": "candidate:1 1 udp 2122260223 192.0.2.10 50000 typ host",
               "sdpMid": "0", "sdpMLineIndex": 0, "usernameFragment": "abcd"}),
        json!(""),
        json!(null),
    ] {
        visitor
            .emit(
                "ice-candidate",
                json!({"callId": id, "candidate": candidate}),
            )
            .await;
        let told = staff.see("ice-candidate").await;
        assert_eq!(told.get("candidate"), Some(&candidate));
    }
    visitor.emit("ice-candidate", json!({"callId": id})).await;
    let told = staff.see("ice-candidate").await;
    assert_eq!(told.get("candidate"), None, "absent stays absent");
}

#[tokio::test]
async fn nothing_overtakes() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        visitor,
        id,
        ..
    } = reception.call().await;

    for number in 0..150 {
        let candidate = json!({"callId": id, "candidate": {"candidate": number.to_string()}});
        visitor.emit("ice-candidate", candidate).await;
    }
    visitor.emit("end-call", json!({"callId": id})).await;

    for number in 0..150 {
        let told = staff.see("ice-candidate").await;
        assert_eq!(told["candidate"]["candidate"], number.to_string());
    }
    staff.see("call-ended").await;
}

#[tokio::test]
async fn signals_for_a_call_that_is_not_are_refused_in_the_documented_words() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        ..
    } = reception.call().await;
    let mut stranger = reception.visitor().await;

    for event in ["offer", "answer", "ice-candidate", "chat-message"] {
        let mut payload = json!({"callId": "call-1", "text": "hello"});
        payload["offer"] = json!({"type": "offer", "sdp": "v=0"});
        let answer = stranger.request(event, payload.clone()).await;
        assert_eq!(answer["message"], "Invalid call session", "{event}");
        assert_eq!(
            stranger.see("signaling-error").await["message"],
            "Invalid call session"
        );

        payload["callId"] = json!(id);
        let answer = stranger.request(event, payload).await;
        assert_eq!(
            answer["message"], "Unauthorized signaling attempt",
            "{event}"
        );
        let told = stranger.see("signaling-error").await;
        assert_eq!(told["message"], "Unauthorized signaling attempt");
    }
    assert_eq!(staff.count("offer").await + visitor.count("offer").await, 0);

    visitor.request("end-call", json!({"callId": id})).await;
    let late = visitor
        .request("offer", json!({"callId": id, "offer": {}}))
        .await;
    assert_eq!(late["message"], "Invalid call session", "after the end");
}

#[tokio::test]
async fn nobody_says_whom_they_are_and_nothing_goes_elsewhere() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        visitor,
        id,
        started,
        ..
    } = reception.call().await;
    let mut bystander = reception.visitor().await;

    let forged = json!({
        "callId": id, "from": "somebody-else", "target": "somebody-else",
        "offer": {"type": "offer", "sdp": "v=0"},
    });
    visitor.emit("offer", forged).await;

    let told = staff.see("offer").await;
    assert_eq!(told["from"], started["sessionId"]);
    assert!(told.get("target").is_none());
    assert_eq!(bystander.count("offer").await, 0);
}

#[tokio::test]
async fn an_offer_before_the_call_is_accepted_is_refused() {
    let reception = Reception::start().await;
    let (mut alex, _) = reception.staff(ALEX).await;
    let (mut visitor, started) = reception.caller(ALEX).await;
    let id = &started["callId"];

    let early = visitor
        .request("offer", json!({"callId": id, "offer": {}}))
        .await;
    let also = alex
        .request("offer", json!({"callId": id, "offer": {}}))
        .await;
    let servers = visitor.request("ice-servers", json!({"callId": id})).await;

    assert_eq!([&early["ok"], &also["ok"], &servers["ok"]], [false; 3]);
    assert_eq!(alex.count("offer").await, 0);
}

#[tokio::test]
async fn credentials_of_turn_are_for_those_who_talk() {
    let turn = [
        "--turn-urls=turn:turn.example.com:3478?transport=udp,turns:turn.example.com:443?transport=tcp",
        "--turn-secret=foobar",
        "--ice-transport-policy=relay",
    ];
    let reception = Reception::start_with(&turn).await;
    let Call {
        mut visitor,
        id,
        started,
        ..
    } = reception.call().await;
    let mut stranger = reception.visitor().await;

    let fresh = visitor.request("ice-servers", json!({"callId": id})).await;

    assert_eq!(
        (&fresh["ok"], &fresh["iceTransportPolicy"]),
        (&json!(true), &json!("relay"))
    );
    assert_eq!(fresh["ttlSeconds"], 3600);
    let server = &fresh["iceServers"][0];
    assert_eq!(server["urls"].as_array().unwrap().len(), 2);
    let username = server["username"].as_str().unwrap();
    let (expiry, session) = username.split_once(':').unwrap();
    assert_eq!(json!(session), started["sessionId"]);
    let left = expiry.parse::<i64>().unwrap() - chrono::Utc::now().timestamp();
    assert!((3590..=3600).contains(&left), "{left}");
    let refused = stranger.request("ice-servers", json!({"callId": id})).await;
    assert_eq!(refused["ok"], false);
    visitor.request("end-call", json!({"callId": id})).await;
    let late = visitor.request("ice-servers", json!({"callId": id})).await;
    assert_eq!(late["ok"], false);
    let (_, health) = reception.get("/api/health", "").await;
    assert_eq!(health["turn"], "configured");
}

#[tokio::test]
async fn lines_of_the_chat_and_what_is_on_reach_the_two_sides() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        started,
        ..
    } = reception.call().await;

    let text = "<b>hello</b> & good day";
    visitor
        .request("chat-message", json!({"callId": id, "text": text}))
        .await;
    let state =
        json!({"callId": id, "audio": true, "video": false, "screen": true, "recording": true});
    visitor.request("media-state", state).await;

    let told = staff.see("chat-message").await;
    assert_eq!(
        (&told["text"], &told["from"]),
        (&json!(text), &started["sessionId"])
    );
    assert_eq!(visitor.see("chat-message").await["id"], told["id"]);
    let told = staff.see("media-state").await;
    assert_eq!(
        (&told["video"], &told["recording"]),
        (&json!(false), &json!(true))
    );
    let empty = visitor
        .request("chat-message", json!({"callId": id, "text": " "}))
        .await;
    assert_eq!(empty["ok"], false);
    let long = "x".repeat(2001);
    let long = visitor
        .request("chat-message", json!({"callId": id, "text": long}))
        .await;
    assert_eq!(long["ok"], false);
}

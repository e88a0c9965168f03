//! What clients do that they should not: everybody else goes on.

use std::time::Duration;

use serde_json::json;

use super::harness::{ALEX, Call, Client, Reception, conversation};

#[tokio::test]
async fn a_description_of_two_megabytes_costs_its_sender_the_connection_only() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        ..
    } = reception.call().await;
    let sdp = "a=x\r\n".repeat(400_000);

    visitor
        .emit("offer", json!({"callId": id, "offer": {"sdp": sdp}}))
        .await;

    visitor.closed().await;
    assert_eq!(staff.see("peer-disconnected").await["callId"], json!(id));
    assert_eq!(staff.count("offer").await, 0);
}

#[tokio::test]
async fn a_description_that_is_only_too_large_is_refused_and_the_call_goes_on() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        ..
    } = reception.call().await;
    let sdp = "x".repeat(270 * 1024);

    let answer = visitor
        .request("offer", json!({"callId": id, "offer": {"sdp": sdp}}))
        .await;

    assert_eq!(
        (&answer["ok"], &answer["event"]),
        (&json!(false), &json!("signaling-error"))
    );
    visitor
        .emit("offer", json!({"callId": id, "offer": {"sdp": "v=0"}}))
        .await;
    assert_eq!(staff.see("offer").await["offer"]["sdp"], "v=0");
}

#[tokio::test]
async fn a_flood_of_candidates_is_cut_off_and_others_do_not_feel_it() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        ..
    } = reception.call().await;
    let (mut other, _) = reception.staff("dana@example.com").await;

    for _ in 0..10_000 {
        let candidate = json!({"callId": id, "candidate": {"candidate": "x"}});
        visitor.emit("ice-candidate", candidate).await;
    }

    visitor.see("rate-limited").await;
    let began = std::time::Instant::now();
    other.request("set-status", json!({"status": "busy"})).await;
    assert!(
        began.elapsed() < Duration::from_secs(3),
        "{:?}",
        began.elapsed()
    );
    let told = staff.count("ice-candidate").await;
    assert!((1..=1_000).contains(&told), "{told}");
}

#[tokio::test]
async fn a_thousand_events_in_a_second_from_one_connection_are_limited_and_told_once() {
    let reception = Reception::start().await;
    let mut loud = reception.visitor().await;
    let mut quiet = reception.visitor().await;

    for _ in 0..1_000 {
        loud.emit("offer", json!({"callId": "x"})).await;
    }

    let told = loud.see("rate-limited").await;
    assert!(told["retryAfterSeconds"].is_u64(), "{told}");
    let answer = quiet.request("offer", json!({"callId": "x"})).await;
    assert_eq!(answer["message"], "Invalid call session");
}

#[tokio::test]
async fn a_flood_of_rings_from_one_address_is_cut_off() {
    let reception = Reception::start().await;
    let (_alex, _) = reception.staff(ALEX).await;

    let mut refused = 0;
    let mut visitors = Vec::new();
    for _ in 0..15 {
        let mut visitor = reception.visitor().await;
        let answer = visitor
            .request("start-conversation", conversation(ALEX))
            .await;
        refused += usize::from(answer["ok"] == false);
        visitors.push(visitor);
    }

    assert!((4..=5).contains(&refused), "{refused}");
}

#[tokio::test]
async fn names_with_markup_arrive_as_text_and_those_that_turn_text_around_are_refused() {
    let reception = Reception::start().await;
    let (mut alex, _) = reception.staff(ALEX).await;
    let mut visitor = reception.visitor().await;
    let mut wish = conversation(ALEX);

    for odd in ["a\u{202e}b", "a\u{0}b", " ", ""] {
        wish["name"] = json!(odd);
        let answer = visitor.request("start-conversation", wish.clone()).await;
        assert_eq!(answer["event"], "conversation-error", "{odd:?}");
    }
    wish["name"] = json!("x".repeat(101));
    let answer = visitor.request("start-conversation", wish.clone()).await;
    assert_eq!(answer["ok"], false, "too long");
    let markup = "<img src=x onerror=alert(1)>";
    wish["name"] = json!(markup);
    visitor.request("start-conversation", wish).await;

    assert_eq!(alex.see("new-call-request").await["clientName"], markup);
}

#[tokio::test]
async fn what_is_no_event_is_answered_and_costs_nothing_else() {
    let reception = Reception::start().await;
    let mut odd = reception.visitor().await;

    for packet in [
        r#"42["offer"]"#,
        r#"42["offer",1]"#,
        r#"42["offer",{},{}]"#,
        r#"42["no-such-event",{}]"#,
        r#"42["disconnect",{}]"#,
        r#"42["offer",{"callId":{"$ne":null}}]"#,
    ] {
        assert!(odd.send(packet.to_owned()).await, "{packet}");
        odd.see("signaling-error").await;
    }
    let deep = format!(r#"42["offer",{}]"#, "[".repeat(50_000));
    odd.send(deep).await;
    let mut fresh = reception.visitor().await;
    assert_eq!(
        fresh.request("offer", json!({"callId": "x"})).await["ok"],
        false
    );
}

#[tokio::test]
async fn a_connection_that_never_reads_is_given_up_and_its_session_may_come_back() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        visitor,
        id,
        started,
        ..
    } = reception.call().await;
    visitor.stop_reading();
    let text = "x".repeat(2_000);

    // What it does not take fills the buffers of both systems, and then the server's own.
    let mut sent = 0;
    let gone = loop {
        for _ in 0..40 {
            let line = json!({"callId": id, "text": text});
            staff.request("chat-message", line).await;
            sent += 1;
        }
        if staff.count("peer-disconnected").await > 0 {
            break staff.see("peer-disconnected").await;
        }
        assert!(sent < 1_900, "it is never given up");
        // The limit of events.
        tokio::time::sleep(Duration::from_millis(900)).await;
    };

    assert_eq!(gone["callId"], json!(id));
    let mut back = reception.visitor().await;
    back.emit("resume", json!({"resumeToken": started["resumeToken"]}))
        .await;
    assert_eq!(back.see("resumed").await["calls"][0]["callId"], json!(id));
    drop(visitor);
}

#[tokio::test]
async fn pages_of_other_sites_do_not_connect_and_listed_ones_do() {
    let reception = Reception::start_with(&["--cors-origins=https://desk.example.net"]).await;
    let connect = async |headers: &[(&'static str, &str)]| {
        Client::connect(&reception.url, &json!({}), headers)
            .await
            .map(drop)
    };
    let own = reception.url.clone();

    assert_eq!(
        connect(&[("origin", "https://evil.example.org")]).await,
        Err(403)
    );
    assert_eq!(connect(&[("origin", "null")]).await, Err(403));
    assert_eq!(
        connect(&[("origin", "https://desk.example.net")]).await,
        Ok(())
    );
    assert_eq!(connect(&[("origin", own.as_str())]).await, Ok(()));
    assert_eq!(connect(&[]).await, Ok(()));
}

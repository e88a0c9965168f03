//! A server that stops, or is killed, in the middle of calls.

use serde_json::json;

use super::harness::{ADA, ALEX, Call, Reception, a_moment};

#[tokio::test]
async fn a_call_goes_on_after_a_restart_when_both_come_back() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        mut visitor,
        id,
        signed_in,
        started,
    } = reception.call().await;

    let reception = reception.restart().await;

    staff.closed().await;
    visitor.closed().await;
    let mut visitor = reception.visitor().await;
    let resume = json!({"resumeToken": started["resumeToken"], "received": 0});
    visitor.emit("resume", resume).await;
    let resumed = visitor.see("resumed").await;
    assert_eq!(
        (&resumed["sessionId"], &resumed["newEpoch"]),
        (&started["sessionId"], &json!(false))
    );
    let auth = json!({
        "token": signed_in["token"], "resumeToken": signed_in["resumeToken"], "received": 0,
    });
    let mut staff = reception.connect(auth).await;
    let resumed = staff.see("resumed").await;
    assert_eq!(resumed["calls"][0]["callId"], json!(id));
    visitor
        .emit("offer", json!({"callId": id, "offer": {"sdp": "again"}}))
        .await;
    assert_eq!(staff.see("offer").await["offer"]["sdp"], "again");
}

#[tokio::test]
async fn a_call_whose_side_does_not_come_back_ends_with_the_restart_as_the_reason() {
    let reception = Reception::start_with(&["--reconnect-grace=2"]).await;
    let Call { started, .. } = reception.call().await;

    let reception = reception.restart().await;

    let mut visitor = reception.visitor().await;
    let resume = json!({"resumeToken": started["resumeToken"], "received": 0});
    visitor.emit("resume", resume).await;
    visitor.see("resumed").await;
    let ended = visitor.see("call-ended").await;
    assert_eq!(
        (&ended["code"], &ended["endedBy"]),
        (&json!("server-restarted"), &json!("System"))
    );
    let token = reception.token(ALEX).await;
    let is_there = |told: &serde_json::Value| told["calls"][0]["code"] == "server-restarted";
    reception
        .until("/api/calls/my-calls", &token, is_there)
        .await;
}

#[tokio::test]
async fn a_server_that_is_killed_knows_what_was_two_seconds_before() {
    let reception = Reception::start().await;
    let Call { started, id, .. } = reception.call().await;
    for _ in 0..4 {
        a_moment().await;
    }

    let reception = reception.crash().await;

    let mut visitor = reception.visitor().await;
    visitor
        .emit("resume", json!({"resumeToken": started["resumeToken"]}))
        .await;
    assert_eq!(
        visitor.see("resumed").await["calls"][0]["callId"],
        json!(id)
    );
}

#[tokio::test]
async fn who_was_removed_meanwhile_does_not_come_back() {
    let reception = Reception::start().await;
    let Call {
        signed_in, started, ..
    } = reception.call().await;
    let admin = reception.token(ADA).await;
    let (_, me) = reception
        .get("/api/auth/me", signed_in["token"].as_str().unwrap())
        .await;
    let path = format!("/api/staff/{}", me["id"].as_str().unwrap());
    reception
        .send(reqwest::Method::DELETE, &path, &admin, None)
        .await;

    let reception = reception.restart().await;

    let mut visitor = reception.visitor().await;
    let answer = visitor
        .request("resume", json!({"resumeToken": started["resumeToken"]}))
        .await;
    assert!(
        answer["ok"] == false || visitor.count("call-ended").await > 0,
        "{answer}"
    );
    let mut alex = reception
        .connect(json!({"token": signed_in["token"]}))
        .await;
    alex.see("login-error").await;
}

//! Who somebody is, over dropped connections, refreshed pages and second tabs.

use serde_json::json;

use super::harness::{ALEX, Call, Client, PASSWORD, Reception, a_moment};

#[tokio::test]
async fn a_connection_that_is_lost_comes_back_and_is_told_what_it_missed() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        visitor,
        id,
        started,
        ..
    } = reception.call().await;
    visitor.vanish().await;
    let gone = staff.see("peer-disconnected").await;
    assert_eq!(
        (&gone["callId"], &gone["graceSeconds"]),
        (&json!(id), &json!(30))
    );
    staff
        .request(
            "chat-message",
            json!({"callId": id, "text": "are you there?"}),
        )
        .await;

    let mut back = reception.visitor().await;
    let resume = json!({"resumeToken": started["resumeToken"], "received": 0});
    back.emit("resume", resume).await;

    let resumed = back.see("resumed").await;
    assert_eq!(
        (&resumed["role"], &resumed["newEpoch"]),
        (&json!("client"), &json!(false))
    );
    assert_eq!(resumed["sessionId"], started["sessionId"]);
    assert_eq!(resumed["calls"][0]["state"], "live");
    assert_eq!(back.see("chat-message").await["text"], "are you there?");
    assert_eq!(staff.see("peer-rejoined").await["callId"], json!(id));
}

#[tokio::test]
async fn a_page_that_is_loaded_again_begins_a_new_epoch_and_makes_the_offer() {
    let reception = Reception::start().await;
    let Call {
        mut staff,
        visitor,
        id,
        started,
        ..
    } = reception.call().await;
    visitor.vanish().await;

    let auth = json!({"page": "visitor", "resumeToken": started["resumeToken"]});
    let mut back = reception.connect(auth).await;

    let resumed = back.see("resumed").await;
    assert_eq!(resumed["newEpoch"], true);
    assert_eq!(resumed["calls"][0]["epoch"], 2);
    let rejoined = staff.see("peer-rejoined").await;
    assert_eq!(
        (&rejoined["epoch"], &rejoined["youOffer"]),
        (&json!(2), &json!(false))
    );
    back.emit(
        "offer",
        json!({"callId": id, "epoch": 2, "offer": {"sdp": "new"}}),
    )
    .await;
    assert_eq!(staff.see("offer").await["offer"]["sdp"], "new");
    staff
        .emit(
            "answer",
            json!({"callId": id, "epoch": 1, "answer": {"sdp": "old"}}),
        )
        .await;
    assert_eq!(back.count("answer").await, 0, "of the old connection");
}

#[tokio::test]
async fn whoever_does_not_come_back_has_left() {
    let reception = Reception::start_with(&["--reconnect-grace=1"]).await;
    let Call {
        mut staff, visitor, ..
    } = reception.call().await;

    visitor.vanish().await;

    let ended = staff.see("call-ended").await;
    assert_eq!(ended["reason"], "Other participant disconnected");
    assert_eq!(
        (&ended["endedBy"], &ended["code"]),
        (&json!("System"), &json!("disconnected"))
    );
}

#[tokio::test]
async fn a_token_brings_nobody_back_who_is_gone_or_never_was() {
    let reception = Reception::start().await;
    let mut nobody = reception.visitor().await;

    for token in [json!("A".repeat(43)), json!("short"), json!(null)] {
        let answer = nobody
            .request("resume", json!({"resumeToken": token}))
            .await;
        assert_eq!(answer["event"], "resume-error");
        nobody.see("resume-error").await;
    }
}

#[tokio::test]
async fn the_newest_tab_of_a_staff_member_has_the_desk_and_the_call() {
    let reception = Reception::start().await;
    let Call {
        staff: mut first,
        id,
        ..
    } = reception.call().await;

    let (mut second, _) = reception.staff(ALEX).await;

    first.see("replaced").await;
    first.closed().await;
    let answer = second
        .request("chat-message", json!({"callId": id, "text": "here"}))
        .await;
    assert_eq!(answer["ok"], true, "{answer}");
}

#[tokio::test]
async fn where_it_is_set_a_second_tab_is_refused_or_rings_too() {
    let refusing = Reception::start_with(&["--second-sign-in=refuse"]).await;
    let (mut first, _) = refusing.staff(ALEX).await;
    let mut second = refusing.visitor().await;
    let again = json!({"email": ALEX, "password": PASSWORD});
    let answer = second.request("staff-login", again).await;
    assert_eq!(answer["event"], "login-error", "{answer}");
    assert_eq!(
        first.request("set-status", json!({"status": "away"})).await["ok"],
        true
    );

    let several = Reception::start_with(&["--second-sign-in=several"]).await;
    let (mut one, _) = several.staff(ALEX).await;
    let (mut two, _) = several.staff(ALEX).await;
    let (_visitor, started) = several.caller(ALEX).await;
    one.see("new-call-request").await;
    two.see("new-call-request").await;
    one.request("accept-call", json!({"callId": started["callId"]}))
        .await;
    let elsewhere = two.see("call-withdrawn").await;
    assert_eq!(elsewhere["reason"], "answered-elsewhere");
    let late = two
        .request("accept-call", json!({"callId": started["callId"]}))
        .await;
    assert_eq!(late["message"], "Call not found or already processed");
}

#[tokio::test]
async fn a_token_or_a_cookie_signs_a_connection_in_but_not_a_visitors_page() {
    let reception = Reception::start().await;
    let token = reception.token(ALEX).await;
    let cookie = format!("other=1; video_reception={token}");
    let with_cookie = [("cookie", cookie.as_str())];

    let mut by_token = reception.connect(json!({"token": token})).await;
    let told = by_token.see("login-success").await;
    assert_eq!(told["staff"]["email"], ALEX);
    let auth = json!({"page": "visitor"});
    let mut visitor = Client::connect(&reception.url, &auth, &with_cookie)
        .await
        .unwrap();
    a_moment().await;
    assert_eq!(visitor.count("login-success").await, 0);
    let auth = json!({"page": "staff"});
    let mut by_cookie = Client::connect(&reception.url, &auth, &with_cookie)
        .await
        .unwrap();
    by_cookie.see("login-success").await;
}

#[tokio::test]
async fn a_token_and_a_resume_take_the_session_up_in_one_step() {
    let reception = Reception::start().await;
    let token = reception.token(ALEX).await;
    let mut first = reception.connect(json!({"token": token})).await;
    let told = first.see("login-success").await;
    first.vanish().await;

    let auth = json!({"token": token, "resumeToken": told["resumeToken"]});
    let mut back = reception.connect(auth).await;

    assert_eq!(
        back.see("login-success").await["sessionId"],
        told["sessionId"]
    );
    assert_eq!(back.see("resumed").await["sessionId"], told["sessionId"]);
}

#[tokio::test]
async fn tokens_that_are_void_make_a_visitor_who_is_told() {
    let reception = Reception::start().await;
    let elsewhere = Reception::start().await;
    let foreign = elsewhere.token(ALEX).await;
    let own = reception.token(ALEX).await;
    let (head, _) = own.rsplit_once('.').unwrap();

    for void in [
        foreign,
        format!("{head}.AAAA"),
        "no token".to_owned(),
        String::new(),
    ] {
        let mut client = reception.connect(json!({"token": void})).await;
        client.see("login-error").await;
        let answer = client
            .request("set-status", json!({"status": "busy"}))
            .await;
        assert_eq!(answer["message"], "Unauthorized: Staff access required");
        let answer = client.request("staff-login", json!({"token": void})).await;
        assert_eq!(answer["ok"], false);
    }
    let mut client = reception.visitor().await;
    assert_eq!(
        client.request("staff-login", json!({"token": own})).await["ok"],
        true
    );
}

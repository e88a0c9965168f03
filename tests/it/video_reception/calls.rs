//! Calls as they are documented: from the choice of a staff member to the end.

use serde_json::json;

use super::harness::{ADA, ALEX, Call, DANA, PASSWORD, Reception, a_moment, conversation};

#[tokio::test]
async fn whoever_signs_in_is_told_who_they_are_and_others_see_them() {
    let reception = Reception::start().await;
    let mut other = reception.visitor().await;
    assert_eq!(other.see("staff-list-updated").await["staff"], json!([]));

    let (mut alex, told) = reception.staff(ALEX).await;

    assert_eq!(told["staff"]["name"], "Alex Agent");
    assert_eq!(told["staff"]["department"], "Front desk");
    assert_eq!(
        (&told["staff"]["email"], &told["role"]),
        (&json!(ALEX), &json!("staff"))
    );
    assert!(
        told["token"].as_str().unwrap().split('.').count() == 3,
        "a JWT"
    );
    assert_eq!(
        alex.see("waiting-calls").await,
        json!({"count": 0, "calls": []})
    );
    let shown = other
        .see_that("staff-list-updated", |list| list["staff"] != json!([]))
        .await;
    let listed = json!([{
        "id": told["staff"]["id"], "name": "Alex Agent", "department": "Front desk",
        "status": "available",
    }]);
    assert_eq!(shown["staff"], listed, "without an address");
    alex.request("set-status", json!({"status": "busy"})).await;
    other
        .see_that("staff-list-updated", |list| {
            list["staff"][0]["status"] == "busy"
        })
        .await;
    alex.request("sign-out", json!({})).await;
    other
        .see_that("staff-list-updated", |list| list["staff"] == json!([]))
        .await;
}

#[tokio::test]
async fn a_wrong_password_is_a_login_error_and_nothing_else() {
    let reception = Reception::start().await;
    let mut nobody = reception.visitor().await;

    let wrong = json!({"email": ALEX, "password": "wrong"});
    let answer = nobody.request("staff-login", wrong).await;

    assert_eq!(answer["ok"], false);
    assert_eq!(answer["event"], "login-error");
    assert_eq!(
        nobody.see("login-error").await["message"],
        "Invalid credentials"
    );
    let refused = nobody
        .request("set-status", json!({"status": "away"}))
        .await;
    assert_eq!(refused["message"], "Unauthorized: Staff access required");
}

#[tokio::test]
async fn a_call_rings_at_the_chosen_staff_member_only() {
    let reception = Reception::start().await;
    let (mut alex, told) = reception.staff(ALEX).await;
    let (mut dana, _) = reception.staff(DANA).await;

    let (_visitor, started) = reception.caller(ALEX).await;

    let rings = alex.see("new-call-request").await;
    assert_eq!(rings["callId"], started["callId"]);
    assert_eq!(rings["clientName"], "Robin Canary");
    assert_eq!(rings["purpose"], "Ask about opening hours");
    let timestamp = rings["timestamp"].as_str().unwrap();
    assert!(
        timestamp.parse::<chrono::DateTime<chrono::Utc>>().is_ok(),
        "{timestamp}"
    );
    assert_eq!(started["staffName"], "Alex Agent");
    assert_eq!(started["staffDepartment"], "Front desk");
    assert_eq!(started["selectedStaffId"], told["staff"]["id"]);
    assert_eq!(started["name"], "Robin Canary");
    assert!(started["sessionId"].is_string() && started["resumeToken"].is_string());
    assert_eq!(dana.count("new-call-request").await, 0);
}

#[tokio::test]
async fn a_staff_member_is_chosen_by_id_address_or_name_and_never_for_the_visitor() {
    let reception = Reception::start().await;
    let (mut alex, told) = reception.staff(ALEX).await;
    let id = told["staff"]["id"].as_str().unwrap();

    for chosen in [id, ALEX, "Alex Agent"] {
        let (mut visitor, started) = reception.caller(chosen).await;
        assert_eq!(
            alex.see("new-call-request").await["callId"],
            started["callId"],
            "{chosen}"
        );
        let call = json!({"callId": started["callId"]});
        visitor.request("cancel-call", call).await;
    }
    for none in [json!(null), json!(""), json!("Nobody Here"), json!(DANA)] {
        let mut visitor = reception.visitor().await;
        let mut wish = conversation("");
        wish["selectedStaffId"] = none.clone();
        let answer = visitor.request("start-conversation", wish).await;
        assert_eq!(answer["event"], "conversation-error", "{none}");
        visitor.see("conversation-error").await;
    }
    let mut without = conversation("");
    without.as_object_mut().unwrap().remove("selectedStaffId");
    let mut visitor = reception.visitor().await;
    visitor.emit("start-conversation", without).await;
    visitor.see("conversation-error").await;
    assert_eq!(alex.count("new-call-request").await, 0);
}

#[tokio::test]
async fn accepting_tells_both_sides_and_ending_tells_each_once() {
    let reception = Reception::start().await;
    let (mut alex, signed_in) = reception.staff(ALEX).await;
    let (mut visitor, started) = reception.caller(ALEX).await;
    alex.see("new-call-request").await;
    let call = json!({"callId": started["callId"]});

    alex.emit("accept-call", call.clone()).await;

    let at_desk = alex.see("call-started").await;
    let at_home = visitor.see("call-accepted").await;
    assert_eq!(at_desk["clientName"], "Robin Canary");
    assert_eq!(at_desk["clientId"], started["sessionId"]);
    assert_eq!(
        (&at_desk["polite"], &at_home["polite"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(at_home["staffName"], "Alex Agent");
    assert_eq!(at_home["from"], signed_in["sessionId"]);
    assert_eq!(at_home["epoch"], at_desk["epoch"]);
    assert_eq!(at_home["iceTransportPolicy"], "all");

    visitor
        .emit(
            "end-call",
            json!({"callId": started["callId"], "reason": "Done"}),
        )
        .await;

    for side in [&mut alex, &mut visitor] {
        let ended = side.see("call-ended").await;
        assert_eq!(ended["callId"], started["callId"]);
        assert_eq!(
            (&ended["endedBy"], &ended["code"]),
            (&json!("client"), &json!("hangup"))
        );
        assert_eq!(ended["reason"], "Done");
        assert_eq!(side.count("call-ended").await, 0, "once");
    }
    let again = alex.request("end-call", call).await;
    assert_eq!(again["ok"], false, "{again}");
}

#[tokio::test]
async fn ten_pairs_talk_at_once_and_three_wait_at_one_desk() {
    let reception = Reception::start_with(&["--trusted-proxies=127.0.0.1"]).await;
    let admin = reception.token(ADA).await;
    let mut pairs = Vec::new();
    for number in 0..10 {
        let email = format!("desk-{number}@example.com");
        let new = json!({
            "name": format!("Desk {number}"), "email": email, "password": PASSWORD,
            "department": "Front desk",
        });
        let (status, told) = reception.post("/api/auth/register", &admin, new).await;
        assert_eq!(status, 201, "{told}");
        let (staff, _) = reception.staff(&email).await;
        let visitor = reception
            .visitor_from(&format!("198.51.100.{number}"))
            .await;
        pairs.push((staff, visitor, email, String::new()));
    }

    for (staff, visitor, email, id) in &mut pairs {
        visitor
            .emit("start-conversation", conversation(email))
            .await;
        let started = visitor.see("conversation-started").await;
        *id = started["callId"].as_str().unwrap().to_owned();
        let accepted = staff.request("accept-call", json!({"callId": id})).await;
        assert_eq!(accepted["ok"], true, "{accepted}");
    }
    for (staff, _, _, id) in &pairs {
        staff
            .emit("offer", json!({"callId": id, "offer": {"sdp": id}}))
            .await;
    }
    for (_, visitor, _, id) in &mut pairs {
        assert_eq!(
            visitor.see("offer").await["offer"]["sdp"],
            *id,
            "of their own call"
        );
        assert_eq!(visitor.count("offer").await, 0);
    }
    let (mut dana, _) = reception.staff(DANA).await;
    let mut waiting = Vec::new();
    for number in 0..3 {
        let mut visitor = reception.visitor_from(&format!("203.0.113.{number}")).await;
        visitor.emit("start-conversation", conversation(DANA)).await;
        waiting.push(visitor.see("conversation-started").await["callId"].clone());
        pairs.push((
            visitor,
            reception.visitor().await,
            String::new(),
            String::new(),
        ));
    }

    let token = reception.token(DANA).await;
    let (_, told) = reception.get("/api/calls/waiting", &token).await;
    let listed: Vec<_> = told["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["callId"].clone())
        .collect();
    assert_eq!(listed, waiting, "the oldest first");
    let (_, health) = reception.get("/api/health", "").await;
    assert_eq!(
        (&health["activeCalls"], &health["waitingCalls"]),
        (&json!(10), &json!(3))
    );
    let accepted = dana
        .request("accept-call", json!({"callId": waiting[1]}))
        .await;
    assert_eq!(accepted["ok"], true, "in any order");
}

#[tokio::test]
async fn what_wants_to_be_declined_or_cancelled_or_times_out_says_so() {
    let reception = Reception::start_with(&["--ring-timeout=5"]).await;
    let (mut alex, _) = reception.staff(ALEX).await;

    let (mut declined, started) = reception.caller(ALEX).await;
    alex.request("reject-call", json!({"callId": started["callId"]}))
        .await;
    assert_eq!(declined.see("call-ended").await["code"], "declined");

    let (mut cancelled, started) = reception.caller(ALEX).await;
    cancelled
        .request("cancel-call", json!({"callId": started["callId"]}))
        .await;
    let is_it = |gone: &serde_json::Value| gone["callId"] == started["callId"];
    assert_eq!(
        alex.see_that("call-withdrawn", is_it).await["reason"],
        "cancelled"
    );

    let (mut forgotten, started) = reception.caller(ALEX).await;
    assert_eq!(started["ringTimeoutSeconds"], 5);
    assert_eq!(forgotten.see("call-ended").await["code"], "no-answer");
}

#[tokio::test]
async fn a_call_is_passed_on_to_a_colleague() {
    let reception = Reception::start().await;
    let (mut dana, told) = reception.staff(DANA).await;
    let Call {
        mut staff,
        mut visitor,
        id,
        ..
    } = reception.call().await;

    let target = json!({"callId": id, "targetStaffId": told["staff"]["id"]});
    let passed = staff.request("transfer-call", target).await;

    assert_eq!(passed["ok"], true, "{passed}");
    assert_eq!(
        visitor.see("call-transferred").await["staffName"],
        "Dana Desk"
    );
    let rings = dana.see("new-call-request").await;
    assert_eq!(
        (&rings["callId"], &rings["transferredFrom"]),
        (&json!(id), &json!("Alex Agent"))
    );
    dana.request("accept-call", json!({"callId": id})).await;
    let accepted = visitor.see("call-accepted").await;
    assert_eq!(accepted["staffName"], "Dana Desk");
    assert!(
        accepted["epoch"].as_u64().unwrap() > 1,
        "a new connection is needed"
    );
    assert_eq!(staff.see("call-ended").await["code"], "transferred");
}

#[tokio::test]
async fn a_page_that_knows_the_password_of_nobody_stays_a_visitor() {
    let reception = Reception::start().await;
    let (_alex, _) = reception.staff(ALEX).await;
    let (mut visitor, started) = reception.caller(ALEX).await;

    for event in ["accept-call", "reject-call"] {
        let answer = visitor
            .request(event, json!({"callId": started["callId"]}))
            .await;
        assert_eq!(
            answer["message"], "Unauthorized: Staff access required",
            "{event}"
        );
    }
    let unknown = json!({"email": "nobody@example.com", "password": PASSWORD});
    assert_eq!(visitor.request("staff-login", unknown).await["ok"], false);
    a_moment().await;
    assert_eq!(visitor.count("login-success").await, 0);
}

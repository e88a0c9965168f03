//! Accounts, roles and tokens, over HTTP and what it does to open connections.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::harness::{ADA, ALEX, DANA, PASSWORD, Reception};

#[tokio::test]
async fn signing_in_gives_a_token_and_a_cookie_that_scripts_do_not_get_at() {
    let reception = Reception::start().await;
    let given = json!({"email": "Alex@Example.com ", "password": PASSWORD});

    let request = reception
        .http
        .post(format!("{}/api/auth/login", reception.url));
    let answer = request.json(&given).send().await.unwrap();

    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict"), "{cookie}");
    assert!(cookie.contains("Max-Age=86"), "a day: {cookie}");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(body["user"]["name"], "Alex Agent");
    assert_eq!(
        (&body["user"]["role"], &body["user"]["department"]),
        (&json!("staff"), &json!("Front desk"))
    );
    let pair = cookie.split(';').next().unwrap();
    assert_eq!(
        pair,
        format!("video_reception={}", body["token"].as_str().unwrap())
    );
    let me = reception.http.get(format!("{}/api/auth/me", reception.url));
    let me = me.header("cookie", pair).send().await.unwrap();
    assert_eq!(me.status(), StatusCode::OK);
}

#[tokio::test]
async fn wrong_credentials_are_refused_in_the_documented_words_and_not_for_ever() {
    let reception = Reception::start().await;
    let wrong = json!({"email": ALEX, "password": "wrong"});

    let (status, answer) = reception.post("/api/auth/login", "", wrong.clone()).await;

    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer["error"], "Invalid credentials");
    let mut over_socket = reception.visitor().await;
    for _ in 0..100 {
        let _ = over_socket.request("staff-login", wrong.clone()).await;
    }
    let right = json!({"email": ALEX, "password": PASSWORD});
    let (status, _) = reception.post("/api/auth/login", "", right.clone()).await;
    assert_eq!(
        status,
        StatusCode::TOO_MANY_REQUESTS,
        "one count for both ways"
    );
    let answer = over_socket.request("staff-login", right).await;
    assert_eq!(answer["ok"], false, "{answer}");
}

#[tokio::test]
async fn who_is_signed_out_has_a_void_token() {
    let reception = Reception::start().await;
    let token = reception.token(ALEX).await;
    assert_eq!(
        reception.get("/api/auth/me", &token).await.0,
        StatusCode::OK
    );

    let (status, _) = reception.post("/api/auth/logout", &token, json!({})).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(
        reception.get("/api/auth/me", &token).await.0,
        StatusCode::UNAUTHORIZED
    );
    let mut stolen = reception.connect(json!({"token": token})).await;
    stolen.see("login-error").await;
}

#[tokio::test]
async fn only_an_admin_adds_staff_and_nobody_chooses_their_own_role() {
    let reception = Reception::start().await;
    let (staff, admin) = (reception.token(ALEX).await, reception.token(ADA).await);
    let new = json!({
        "name": "Kim Canary", "email": "kim@example.com", "password": "a long password",
        "role": "admin", "department": "Front desk",
    });

    let open = reception
        .post("/api/auth/register", "", new.clone())
        .await
        .0;
    let by_staff = reception
        .post("/api/auth/register", &staff, new.clone())
        .await
        .0;
    let (by_admin, answer) = reception
        .post("/api/auth/register", &admin, new.clone())
        .await;
    let (again, twice) = reception
        .post("/api/auth/register", &admin, new.clone())
        .await;

    assert_eq!(
        (open, by_staff),
        (StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN)
    );
    assert_eq!(by_admin, StatusCode::CREATED, "{answer}");
    assert_eq!(answer["user"]["role"], "admin");
    assert_eq!(
        (again, &twice["error"]),
        (StatusCode::BAD_REQUEST, &json!("Email already registered"))
    );
    for (field, odd) in [
        ("name", json!("a\u{202e}b")),
        ("name", json!(" ")),
        ("email", json!("nobody")),
        ("role", json!("captain")),
        ("password", json!("")),
        ("department", json!(7)),
    ] {
        let mut bad = new.clone();
        bad["email"] = json!("new@example.com");
        bad[field] = odd;
        let (status, answer) = reception.post("/api/auth/register", &admin, bad).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field}: {answer}");
    }
}

#[tokio::test]
async fn roles_hold_everywhere() {
    let reception = Reception::start().await;
    let (staff, admin) = (reception.token(ALEX).await, reception.token(ADA).await);

    for path in ["/api/auth/me", "/api/calls/waiting", "/api/calls/my-calls"] {
        assert_eq!(
            reception.get(path, "").await.0,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
        assert_eq!(
            reception.get(path, &staff).await.0,
            StatusCode::OK,
            "{path}"
        );
    }
    for path in [
        "/api/staff",
        "/api/calls/analytics",
        "/api/calls/report.csv",
        "/api/privacy/export?email=robin@example.com",
    ] {
        assert_eq!(
            reception.get(path, "").await.0,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
        assert_eq!(
            reception.get(path, &staff).await.0,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(
            reception.get(path, &admin).await.0,
            StatusCode::OK,
            "{path}"
        );
    }
    let erase = json!({"email": "robin@example.com"});
    let erased = reception.post("/api/privacy/erase", &staff, erase).await.0;
    assert_eq!(erased, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_removed_or_changed_is_out_at_once() {
    let reception = Reception::start().await;
    let admin = reception.token(ADA).await;
    let (mut alex, told) = reception.staff(ALEX).await;
    let (mut dana, dana_told) = reception.staff(DANA).await;
    let (mut visitor, started) = reception.caller(ALEX).await;
    alex.request("accept-call", json!({"callId": started["callId"]}))
        .await;

    let path = format!("/api/staff/{}", told["staff"]["id"].as_str().unwrap());
    let (status, _) = reception.send(Method::DELETE, &path, &admin, None).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    alex.see("signed-out").await;
    alex.closed().await;
    assert_eq!(visitor.see("call-ended").await["code"], "staff-removed");
    let token = told["token"].as_str().unwrap();
    assert_eq!(
        reception.get("/api/auth/me", token).await.0,
        StatusCode::UNAUTHORIZED
    );
    let path = format!("/api/staff/{}", dana_told["staff"]["id"].as_str().unwrap());
    let other = Some(json!({"password": "another long password"}));
    let (status, _) = reception.send(Method::PATCH, &path, &admin, other).await;
    assert_eq!(status, StatusCode::OK);
    dana.closed().await;
    let token = dana_told["token"].as_str().unwrap();
    assert_eq!(
        reception.get("/api/auth/me", token).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_second_factor_is_asked_for_over_both_ways() {
    let reception = Reception::start().await;
    let admin = reception.token(ADA).await;
    let (_, all) = reception.get("/api/staff", &admin).await;
    let alex = all
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["email"] == ALEX)
        .unwrap();
    let path = format!("/api/staff/{}/totp", alex["id"].as_str().unwrap());

    let (status, factor) = reception.post(&path, &admin, json!({})).await;

    assert_eq!(status, StatusCode::CREATED);
    assert!(
        factor["url"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/")
    );
    let given = json!({"email": ALEX, "password": PASSWORD});
    let (status, asked) = reception.post("/api/auth/login", "", given.clone()).await;
    assert_eq!(
        (status, &asked["codeRequired"]),
        (StatusCode::UNAUTHORIZED, &json!(true))
    );
    let mut socket = reception.visitor().await;
    socket.emit("staff-login", given).await;
    assert_eq!(socket.see("login-error").await["codeRequired"], true);
    let wrong = json!({"email": ALEX, "password": PASSWORD, "code": "000000"});
    assert_eq!(socket.request("staff-login", wrong).await["ok"], false);
}

#[tokio::test]
async fn an_admin_keeps_their_own_rights_and_others_get_what_they_are_given() {
    let reception = Reception::start().await;
    let admin = reception.token(ADA).await;
    let (_, me) = reception.get("/api/auth/me", &admin).await;
    let (_, alex) = reception
        .get("/api/auth/me", &reception.token(ALEX).await)
        .await;
    let own = format!("/api/staff/{}", me["id"].as_str().unwrap());
    let other = format!("/api/staff/{}", alex["id"].as_str().unwrap());
    let patch = async |path: &str, change| {
        reception
            .send(Method::PATCH, path, &admin, Some(change))
            .await
    };

    assert_eq!(
        reception.send(Method::DELETE, &own, &admin, None).await.0,
        StatusCode::CONFLICT
    );
    assert_eq!(
        patch(&own, json!({"role": "staff"})).await.0,
        StatusCode::CONFLICT
    );
    let (status, changed) = patch(&other, json!({"name": "Alexa Agent", "role": "admin"})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&changed["name"], &changed["role"]),
        (&json!("Alexa Agent"), &json!("admin"))
    );
    assert_eq!(changed["department"], "Front desk");
    assert_eq!(
        patch(&other, json!({"disabled": true})).await.1["disabled"],
        true
    );
    let given = json!({"email": ALEX, "password": PASSWORD});
    let (status, _) = reception.post("/api/auth/login", "", given).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        patch("/api/staff/nobody", json!({})).await.0,
        StatusCode::NOT_FOUND
    );
}

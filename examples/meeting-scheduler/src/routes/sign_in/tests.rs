use secrecy::ExposeSecret;
use serde_json::json;

use super::*;

fn typed(body: Value) -> Option<TypedPak> {
    match SignIn::read(&body) {
        Ok(SignIn::Pak(typed)) => typed,
        other => panic!("{other:?}"),
    }
}

fn all_typed() -> Option<TypedPak> {
    let body =
        json!({ "method": "pak", "pak": " TYPED\n", "externalId": "id", "email": "a@b.example" });
    typed(body)
}

fn own() -> Partner {
    Partner::new("OWN", "own-id", "partner@example.com")
}

#[test]
fn the_three_methods_are_read() {
    let operator = SignIn::read(&json!({ "method": "operator", "password": " p w " }));
    let Ok(SignIn::Operator(password)) = operator else {
        panic!("{operator:?}");
    };
    assert_eq!(password.expose_secret(), " p w ");

    let body = json!({ "method": "local", "email": "a@example.com", "password": "pw" });
    let local = SignIn::read(&body);
    let Ok(SignIn::Local(login)) = local else {
        panic!("{local:?}");
    };
    assert_eq!(
        (&*login.email, login.password.expose_secret()),
        ("a@example.com", "pw")
    );

    assert!(typed(json!({ "method": "pak" })).is_none());
    assert!(typed(json!({ "method": "pak", "pak": "", "email": null })).is_none());
    assert!(all_typed().is_some());
}

#[test]
fn what_cannot_be_read_is_a_bad_request() {
    let long = "a".repeat(1025);
    for body in [
        json!([]),
        json!({}),
        json!({ "method": "admin" }),
        json!({ "method": "operator" }),
        json!({ "method": "operator", "password": 7 }),
        json!({ "method": "operator", "password": long }),
        json!({ "method": "local", "email": "a@example.com" }),
        json!({ "method": "local", "password": "pw" }),
        json!({ "method": "pak", "pak": {} }),
    ] {
        let problem = SignIn::read(&body).unwrap_err();
        assert_eq!(problem.status(), StatusCode::BAD_REQUEST, "{body}");
    }
}

#[test]
fn the_servers_own_key_is_used_and_never_mixed_with_a_typed_one() {
    for allow in [true, false] {
        let used = partner(None, Some(&own()), allow, Env::Dev).unwrap();
        assert_eq!(used.pak.expose_secret(), "OWN");
        assert!(partner(all_typed(), Some(&own()), allow, Env::Dev).is_err());
    }
}

#[test]
fn a_key_is_typed_in_only_where_that_is_allowed_and_as_a_whole() {
    let used = partner(all_typed(), None, true, Env::Dev).unwrap();
    assert_eq!(used.pak.expose_secret(), "TYPED");
    assert_eq!((&*used.external_id, &*used.email), ("id", "a@b.example"));

    assert!(partner(all_typed(), None, false, Env::Dev).is_err());
    assert!(partner(None, None, true, Env::Dev).is_err());
    let half = typed(json!({ "method": "pak", "pak": "TYPED" }));
    assert!(partner(half, None, true, Env::Dev).is_err());
}

#[test]
fn a_missing_key_is_named_by_its_settings() {
    let problem = partner(None, None, false, Env::Staging).unwrap_err();

    let body = problem.in_json();
    assert_eq!(body["error"], "No Partner API Key is set for staging");
    assert_eq!(
        body["message"],
        "Set VE_PAK_STAGING, VE_EXTERNAL_ID_STAGING and VE_EMAIL_STAGING on the server."
    );
}

#[test]
fn debug_shows_no_secret() {
    let operator = SignIn::read(&json!({ "method": "operator", "password": "SECRET" })).unwrap();
    let shown = format!("{operator:?} {:?}", all_typed());

    assert!(!shown.contains("SECRET") && !shown.contains("TYPED") && !shown.contains("b.example"));
}

//! The auth service, with the document's own calls.

use serde_json::json;
use whatsapp_bridge::services::Service;

use super::harness::{Answer, Bridge};

const AUTH: Service = Service::Auth;

async fn refresh(bridge: &Bridge) -> Answer {
    Answer::to(bridge.request(reqwest::Method::POST, AUTH, "/auth/refresh")).await
}

#[tokio::test]
async fn the_token_is_told_by_its_time_before_and_after_its_first_use() {
    let bridge = Bridge::start().await;

    let before = bridge.get(AUTH, "/auth/info").await.json();
    let token = bridge.get(AUTH, "/auth/token").await.json();
    let after = bridge.get(AUTH, "/auth/info").await.json();

    assert_eq!(
        before,
        json!({"cached": false, "expiresAt": null, "timeRemaining": 0,
            "timeRemainingMinutes": 0, "isValid": false})
    );
    assert_eq!(token["type"], "Bearer");
    assert!(
        token["token"]
            .as_str()
            .is_some_and(|token| !token.is_empty())
    );
    assert_eq!(
        (&after["cached"], &after["isValid"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(after["expiresAt"], token["expiresAt"]);
    assert!(after["timeRemaining"].as_i64() > Some(60), "{after}");
    assert!(after.get("token").is_none());
}

#[tokio::test]
async fn all_calls_share_one_token_until_a_refresh_is_forced() {
    let bridge = Bridge::start().await;

    for _ in 0..20 {
        assert_eq!(
            bridge.get(AUTH, "/auth/validate").await.json()["isValid"],
            true
        );
    }
    let shared = bridge.genesys.tokens_issued();
    let refreshed = refresh(&bridge).await;

    assert_eq!(shared, 1);
    assert_eq!(refreshed.json()["success"], true);
    assert_eq!(bridge.genesys.tokens_issued(), 2);
}

#[tokio::test]
async fn a_sign_in_that_is_refused_is_told_without_a_secret() {
    let bridge = Bridge::start().await;
    bridge.genesys.refuse_sign_in();

    let answer = refresh(&bridge).await;
    let validity = bridge.get(AUTH, "/auth/validate").await.json();

    answer.assert_error(502, "Genesys Cloud gave no token; `check` tells why");
    assert_eq!(validity["isValid"], false);
}

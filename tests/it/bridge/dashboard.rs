//! The dashboard's API: who may do what, and what is written down of it.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use server_kit::sign_in::{accounts::NewAccount, password::PasswordHash};
use whatsapp_bridge::services::Service;

use super::harness::{ADMIN_TOKEN, Answer, Bridge};

const PASSWORD: &str = "correct horse battery";

/// Somebody in front of the dashboard.
pub(super) struct Person<'a> {
    bridge: &'a Bridge,
    cookie: String,
}

impl<'a> Person<'a> {
    /// Somebody with a new account of this role, signed in.
    pub(super) async fn of_role(bridge: &'a Bridge, role: &str) -> Self {
        let email = format!("{role}@example.com");
        let account = NewAccount {
            email: email.clone(),
            role: role.to_owned(),
            password: PasswordHash::of(&PASSWORD.into()).expect("the system gives random bytes"),
            genesys_user_id: None,
        };
        let state = bridge.state();
        let made = state.desk.accounts().add(&account, state.clock.now()).await;
        assert!(made.expect("the account is made"));
        let given = json!({ "email": email, "password": PASSWORD });
        let answer = bridge.post(Service::Dashboard, "/api/auth", &given).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let cookie = answer.header("set-cookie").split(';').next();
        let cookie = cookie.unwrap_or_default().to_owned();
        Self { bridge, cookie }
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = format!("/api/dashboard{path}");
        let request = self.bridge.request(method, Service::Dashboard, &path);
        request.header("cookie", &self.cookie)
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request(Method::GET, path)).await
    }

    async fn set(&self, name: &str, value: &str) -> Answer {
        let request = self.request(Method::PUT, &format!("/settings/{name}"));
        Answer::to(request.json(&json!({ "value": value }))).await
    }
}

const LOOKS: [&str; 7] = [
    "",
    "/chart",
    "/messages",
    "/conversations",
    "/parked",
    "/settings",
    "/system",
];
const DEEDS: [(Method, &str); 4] = [
    (Method::PUT, "/settings/MARK_READ"),
    (Method::POST, "/parked/1/redrive"),
    (Method::POST, "/kept-aside/1/restore"),
    (Method::POST, "/routes/default/genesys/resume"),
];

#[tokio::test]
async fn nobody_sees_anything_without_signing_in() {
    let bridge = Bridge::start().await;
    let nobody = Person {
        bridge: &bridge,
        cookie: String::new(),
    };

    for path in LOOKS.into_iter().chain(["/events"]) {
        assert_eq!(nobody.get(path).await.status, 401, "{path}");
    }
    for (method, path) in DEEDS {
        let answer = Answer::to(nobody.request(method, path).json(&json!({}))).await;
        assert_eq!(answer.status, 401, "{path}");
    }
}

#[tokio::test]
async fn viewers_look_and_change_nothing() {
    let bridge = Bridge::start().await;
    let viewer = Person::of_role(&bridge, "viewer").await;

    for path in LOOKS {
        let answer = viewer.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    for (method, path) in DEEDS {
        let answer = Answer::to(viewer.request(method, path).json(&json!({}))).await;
        assert_eq!(answer.status, 403, "{path}");
    }
}

#[tokio::test]
async fn what_an_operator_changes_wins_over_the_environment_after_a_restart() {
    let bridge = Bridge::start().await;
    let operator = Person::of_role(&bridge, "operator").await;

    let changed = operator.set("OUTBOUND_MAX_AGE", "90m").await;
    let refused = operator.set("OUTBOUND_MAX_AGE", "soon").await;
    let fixed = operator.set("META_APP_SECRET", "mine").await;

    assert_eq!(changed.json()["value"], "90m");
    assert_eq!((refused.status, fixed.status), (400, 404));
    assert_eq!(refused.details().len(), 1);
    let bridge = bridge.crash_and_restart().await;
    let values = bridge.state().changeable.now();
    assert_eq!(values.get("OUTBOUND_MAX_AGE").as_deref(), Some("90m"));
}

#[tokio::test]
async fn secrets_are_masked_and_the_audit_names_nobody() {
    let bridge = Bridge::start().await;
    let operator = Person::of_role(&bridge, "operator").await;

    let settings = operator.get("/settings").await;
    let found = operator.get("/messages?search=%2B12025550147").await;
    operator.set("MARK_READ", "never").await;

    assert!(!settings.text.contains(ADMIN_TOKEN));
    let all = settings.json();
    let mut all = all["settings"].as_array().into_iter().flatten();
    let secret = all.find(|one| one["name"] == "META_APP_SECRET");
    assert_eq!(secret.map(|one| &one["secret"]), Some(&json!(true)));
    assert_eq!(found.json()["messages"], json!([]));
    let audit = bridge.end().await.audit;
    let actions: Vec<&str> = audit
        .iter()
        .filter_map(|line| line["action"].as_str())
        .collect();
    let expected = [
        "sign_in",
        "settings.view",
        "messages.search",
        "setting.change",
    ];
    assert_eq!(actions, expected);
    let text = Value::from(audit).to_string();
    assert!(
        !text.contains("2025550147") && !text.contains("@example.com"),
        "{text}"
    );
}

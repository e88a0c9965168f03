//! Another site's page cannot do anything in the name of whoever is signed in.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::harness::{Answer, Browser, COOKIE, PASSWORD, PUBLIC_URL, SAM, Server};

const REFUSED: &str = "Cross-site request refused";

/// Every call that changes something, as another site could make a browser send it.
fn calls(server: &Server, browser: &Browser) -> Vec<RequestBuilder> {
    let cookie = browser.cookie().unwrap_or_default();
    let plain = |method: Method, path: &str| {
        let request = server.request(method, path);
        request.header("Cookie", format!("{COOKIE}={cookie}"))
    };
    let operator = json!({ "method": "operator", "password": PASSWORD });
    vec![
        plain(Method::POST, "/api/auth?env=dev").json(&operator),
        plain(Method::POST, "/api/auth?env=dev").json(&json!({ "method": "pak" })),
        plain(Method::DELETE, "/api/auth?env=dev"),
        plain(
            Method::POST,
            &format!("/api/schedules?env=dev&agentEmail={SAM}"),
        )
        .json(&server.form()),
        plain(Method::PUT, "/api/schedules/schedule-1?env=dev").json(&json!({})),
        plain(Method::DELETE, "/api/schedules/schedule-1?env=dev"),
        plain(Method::POST, "/api/schedules/schedule-1/join?env=dev"),
    ]
}

#[tokio::test]
async fn a_browser_that_says_it_comes_from_elsewhere_is_refused() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let known = server.calls().len();
    let strange: [&[(&str, &str)]; 8] = [
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://evil.example.net")],
        &[("Origin", "null")],
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", "https://meet.example.com.evil.example.net")],
        &[
            ("Sec-Fetch-Site", "same-origin"),
            ("Origin", "https://evil.example.net"),
        ],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", PUBLIC_URL)],
    ];
    for headers in strange {
        for mut call in calls(&server, &browser) {
            for (name, value) in headers {
                call = call.header(*name, *value);
            }

            let answer = Answer::to(call).await;

            answer.assert_problem(403, REFUSED);
            assert_eq!(answer.header("set-cookie"), "");
        }
    }

    assert!(
        server.calls_after(known).is_empty(),
        "{:?}",
        server.calls_after(known)
    );
    assert_eq!(browser.get("/api/auth").await.json()["authenticated"], true);
}

#[tokio::test]
async fn the_own_page_and_programs_are_let_in() {
    let (server, browser) = Server::with_partner().await;
    let origin = server.origin();
    let fine: [&[(&str, &str)]; 6] = [
        &[],
        &[("Sec-Fetch-Site", "same-origin")],
        &[("Sec-Fetch-Site", "none")],
        &[("Origin", PUBLIC_URL)],
        &[("Origin", &origin)],
        &[("Sec-Fetch-Site", "same-origin"), ("Origin", &origin)],
    ];
    let cookie = browser.cookie().unwrap();
    for headers in fine {
        let path = format!("/api/schedules?env=dev&agentEmail={SAM}");
        let mut request = server.request(Method::POST, &path).json(&server.form());
        request = request.header("Cookie", format!("{COOKIE}={cookie}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }

        let answer = Answer::to(request).await;

        assert_eq!(answer.status, 201, "{headers:?}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_a_form_of_another_site_can_send_is_no_json_and_is_refused() {
    let (server, browser) = Server::with_partner().await;
    browser.scheduled(&server.form()).await;
    let known = server.calls().len();
    let schedules = format!("/api/schedules?agentEmail={SAM}");
    let kinds = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
    ];
    for kind in kinds {
        for (method, path) in [
            (Method::POST, "/api/auth"),
            (Method::POST, &*schedules),
            (Method::PUT, "/api/schedules/schedule-1"),
            (Method::POST, "/api/schedules/schedule-1/join"),
        ] {
            let request = browser.request(method.clone(), path);
            let body = r#"{"method":"pak"}"#;
            let answer = Answer::to(request.header("Content-Type", kind).body(body)).await;

            assert_eq!(
                answer.status, 415,
                "{method} {path} as {kind}: {}",
                answer.text
            );
        }
    }
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn other_sites_are_given_no_leave_to_read() {
    let (server, browser) = Server::with_partner().await;
    let cookie = format!("{COOKIE}={}", browser.cookie().unwrap());
    let from_elsewhere = |method, path| {
        let request = server.request(method, path).header("Cookie", &cookie);
        request.header("Origin", "https://evil.example.net")
    };

    let read = Answer::to(from_elsewhere(Method::GET, "/api/agents?env=dev")).await;
    let asked = from_elsewhere(Method::OPTIONS, "/api/schedules?env=dev")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type");
    let asked = Answer::to(asked).await;

    for answer in [read, asked] {
        let allowed = answer.headers.keys();
        let allowed: Vec<_> = allowed
            .filter(|name| name.as_str().starts_with("access-control-"))
            .collect();
        assert!(allowed.is_empty(), "{allowed:?}");
    }
}

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Extension, Router};
use server_kit::client_ip::{self, ClientIp, TrustedProxies};
use server_kit::headers::{self, Hsts, Security};
use server_kit::health::{self, CachedCheck};
use server_kit::layer::around;
use server_kit::request_id::{self, RequestId};
use server_kit::router::embedded_policy;
use server_kit::{access, json, metrics, panics};
use tower::ServiceExt;

const CSP: &str = "default-src 'self'";

fn app() -> Router {
    let proxies: TrustedProxies = "10.0.0.0/8".parse().unwrap();
    let hsts = Hsts {
        max_age: Some(Duration::from_secs(600)),
        tls: false,
    };
    let csp = HeaderValue::from_static(CSP);
    let security = Security::new(csp, hsts, proxies.clone());
    Router::new()
        .route("/items/{id}", get(async || "item"))
        .route(
            "/who",
            get(async |Extension(ClientIp(ip)): Extension<ClientIp>| ip.to_string()),
        )
        .route(
            "/id",
            get(async |Extension(id): Extension<RequestId>| id.to_string()),
        )
        .route(
            "/panic",
            get(async || -> () { panic!("canary in a panic") }),
        )
        .route(
            "/own",
            get(async || [(header::CONTENT_SECURITY_POLICY, "default-src 'none'")]),
        )
        .route(
            "/embedded",
            get(async || {
                let sites = ["https://apps.example.com", "https://desk.example.com"];
                [(header::CONTENT_SECURITY_POLICY, embedded_policy(sites))]
            }),
        )
        .route("/json", post(read_json))
        .merge(health::probes(CachedCheck::new(async || false)))
        .layer((
            around(security, headers::secure),
            around((), request_id::assign),
            around((), access::log),
            around((), panics::catch),
            around(proxies, client_ip::assign),
        ))
}

async fn read_json(headers: HeaderMap, body: Body) -> axum::response::Response {
    match json::read(&headers, body, 10).await {
        Ok(value) => value.to_string().into_response(),
        Err(problem) => (problem.status(), problem.to_string()).into_response(),
    }
}

async fn answer(request: Request<Body>) -> Response<Body> {
    app().oneshot(request).await.unwrap()
}

fn get_request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn every_answer_has_the_security_headers_and_a_request_id() {
    let too_large = Request::post("/json")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("\"longer than ten bytes\""))
        .unwrap();
    let cases = [
        (get_request("/items/1"), 200),
        (get_request("/absent"), 404),
        (
            Request::delete("/items/1").body(Body::empty()).unwrap(),
            405,
        ),
        (too_large, 413),
        (get_request("/panic"), 500),
        (get_request("/readyz"), 503),
    ];

    for (request, status) in cases {
        let response = answer(request).await;

        assert_eq!(response.status().as_u16(), status);
        let headers = response.headers();
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], CSP);
        assert_eq!(headers.get(header::STRICT_TRANSPORT_SECURITY), None);
        assert_eq!(headers[header::X_FRAME_OPTIONS], "DENY");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert!(
            headers["permissions-policy"]
                .to_str()
                .unwrap()
                .contains("camera=()")
        );
        assert_eq!(headers["x-request-id"].len(), 36);
    }
}

#[tokio::test]
async fn a_page_for_frames_of_other_sites_names_them_and_denies_no_frame() {
    let embedded = answer(get_request("/embedded")).await;
    let own = answer(get_request("/own")).await;

    let headers = embedded.headers();
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    let sites = "frame-ancestors 'self' https://apps.example.com https://desk.example.com";
    assert!(
        policy.starts_with("default-src 'self'; ") && policy.ends_with(sites),
        "{policy}"
    );
    assert_eq!(headers.get(header::X_FRAME_OPTIONS), None);
    assert_eq!(own.headers()[header::X_FRAME_OPTIONS], "DENY");
}

#[tokio::test]
async fn https_is_demanded_where_a_trusted_proxy_says_that_it_is_spoken() {
    let cases = [
        ("10.0.0.1", "https", Some("max-age=600")),
        ("10.0.0.1", "http", None),
        ("203.0.113.5", "https", None),
    ];

    for (peer, proto, expected) in cases {
        let mut request = get_request("/livez");
        let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let headers = request.headers_mut();
        headers.insert("x-forwarded-proto", HeaderValue::from_static(proto));

        let response = answer(request).await;

        let hsts = response.headers().get(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(hsts.map(|value| value.to_str().unwrap()), expected);
    }
}

#[tokio::test]
async fn a_server_that_speaks_tls_always_demands_it() {
    let hsts = Hsts {
        max_age: Some(Duration::from_secs(600)),
        tls: true,
    };
    let csp = HeaderValue::from_static(CSP);
    let security = Security::new(csp, hsts, TrustedProxies::default());
    let app = Router::new().layer(around(security, headers::secure));

    let response = app.oneshot(get_request("/")).await.unwrap();

    let hsts = &response.headers()[header::STRICT_TRANSPORT_SECURITY];
    assert_eq!(hsts, "max-age=600");
}

#[tokio::test]
async fn a_policy_that_the_handler_sets_stays_alone() {
    let response = answer(get_request("/own")).await;

    let policies: Vec<_> = response
        .headers()
        .get_all(header::CONTENT_SECURITY_POLICY)
        .iter()
        .collect();
    assert_eq!(policies, ["default-src 'none'"]);
}

#[tokio::test]
async fn a_panic_is_answered_with_the_request_id_and_without_its_text() {
    let response = answer(get_request("/panic")).await;

    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let id = response.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let body: serde_json::Value = serde_json::from_str(&text(response).await).unwrap();
    let expected = serde_json::json!({ "error": "Internal server error", "requestId": id });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn the_request_id_is_fresh_whatever_the_client_sends() {
    let mut request = get_request("/id");
    request
        .headers_mut()
        .insert("x-request-id", HeaderValue::from_static("forged"));

    let first = answer(request).await;
    let second = answer(get_request("/id")).await;

    let header = first.headers()["x-request-id"].to_str().unwrap().to_owned();
    let first = text(first).await;
    assert_eq!(first, header);
    assert_ne!(first, "forged");
    assert_ne!(first, text(second).await);
}

#[tokio::test]
async fn the_client_address_comes_from_trusted_proxies_only() {
    for (peer, expected) in [("10.0.0.1", "198.51.100.1"), ("203.0.113.5", "203.0.113.5")] {
        let mut request = get_request("/who");
        let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
            .headers_mut()
            .insert("x-forwarded-for", HeaderValue::from_static("198.51.100.1"));

        assert_eq!(text(answer(request).await).await, expected);
    }
    assert_eq!(text(answer(get_request("/who")).await).await, "0.0.0.0");
}

#[tokio::test]
async fn probes_tell_a_living_process_from_a_ready_one() {
    assert_eq!(answer(get_request("/livez")).await.status(), StatusCode::OK);
    assert_eq!(
        answer(get_request("/readyz")).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn metrics_count_requests_by_route_template() {
    let installed = metrics::install().unwrap();
    let again = metrics::install().unwrap();

    answer(get_request("/items/canary-id")).await;
    let odd = Request::builder()
        .method("CANARY")
        .uri("/items/1")
        .body(Body::empty())
        .unwrap();
    answer(odd).await;

    let rendered = again.render();
    let line = "http_requests_total{method=\"GET\",route=\"/items/{id}\",status=\"200\"}";
    assert!(rendered.contains(line), "{rendered}");
    assert!(rendered.contains("method=\"OTHER\""), "{rendered}");
    assert!(
        rendered.contains("http_request_duration_seconds_bucket"),
        "{rendered}"
    );
    assert!(!rendered.to_lowercase().contains("canary"), "{rendered}");
    assert!(installed.render().contains(line));
}

//! What stands around the routes of every server.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::{get, post};
use serde_json::{Value, json};
use server_kit::docs;
use server_kit::limits::{API, FILES, Limits, REQUESTS, usual};
use server_kit::problem::{Problem, Style};
use server_kit::router::{self, Outer};
use server_kit::site::Site;
use utoipa::openapi::{Info, OpenApi, Paths};

const SITE: Site = Site {
    name: "Example desk",
    home: "To the desk",
    safe: "Nothing is lost.",
};

/// A server with these limits for everything, the API and files.
fn app(limits: [&str; 3], problems: Style) -> Router {
    let [general, api, files] = limits.map(|limit| limit.parse().unwrap());
    let counts = Limits::new(|_, path| usual(path), "refused_total")
        .limit(REQUESTS, general)
        .limit(API, api)
        .untold(FILES, files);
    let document = OpenApi::new(Info::new("Example desk", "1"), Paths::new());
    let routes = Router::new()
        .route("/api/items", get(async || "items"))
        .route("/api/number/{number}", get(async |_: Path<u32>| "number"))
        .route("/api/gone", post(async || gone()))
        .route("/private/page", get(async || "page"))
        .merge(docs::router(document));
    router::wrap(
        routes,
        Outer {
            private: &["/private/"],
            ..outer(counts, problems)
        },
    )
}

fn outer(limits: Limits, problems: Style) -> Outer {
    Outer {
        trusted_proxies: Default::default(),
        limits,
        problems,
        private: &[],
        hsts: Default::default(),
    }
}

fn gone() -> Problem {
    Problem::new(StatusCode::GONE, "Gone").with("since", "noon")
}

fn with_pages() -> Router {
    let problems = Style {
        site: Some(SITE),
        tells_status: true,
    };
    app(["100/15m", "100/15m", "100/15m"], problems)
}

async fn ask(app: &Router, method: &str, path: &str, accept: &str) -> Response<Body> {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::ACCEPT, accept);
    let request = request.body(Body::empty()).unwrap();
    tower::ServiceExt::oneshot(app.clone(), request)
        .await
        .unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), 1_000_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn problem(response: Response<Body>) -> Value {
    let id = response.headers()["x-request-id"].to_str().unwrap();
    let id = id.to_owned();
    let mut body: Value = serde_json::from_str(&text(response).await).unwrap();
    let told = body.as_object_mut().unwrap().remove("requestId");
    assert_eq!(told, Some(id.into()));
    body
}

#[tokio::test]
async fn an_unknown_address_is_a_page_for_people_and_a_problem_in_the_api() {
    let app = with_pages();

    let page = ask(&app, "GET", "/a/b/c", "*/*").await;
    let api = ask(&app, "GET", "/api/nonsense", "text/html").await;

    assert_eq!(
        (page.status(), api.status()),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    let page = text(page).await;
    assert!(page.contains("href=\"../../\">To the desk</a>"), "{page}");
    let expected = json!({ "error": "Endpoint not found", "status": 404 });
    assert_eq!(problem(api).await, expected);
}

#[tokio::test]
async fn problems_are_written_with_the_requests_id() {
    let app = with_pages();

    let method = ask(&app, "POST", "/api/items", "*/*").await;
    let own = ask(&app, "POST", "/api/gone", "*/*").await;
    let number = ask(&app, "GET", "/api/number/x", "*/*").await;

    assert_eq!(method.headers()[header::ALLOW], "GET,HEAD");
    let expected = json!({ "error": "This endpoint does not know this method", "status": 405 });
    assert_eq!(problem(method).await, expected);
    let expected = json!({ "error": "Gone", "since": "noon", "status": 410 });
    assert_eq!(problem(own).await, expected);
    let details = ["The address cannot be read"];
    let expected = json!({ "error": "Invalid request data", "details": details, "status": 400 });
    assert_eq!(problem(number).await, expected);
}

#[tokio::test]
async fn too_many_requests_are_refused_in_the_words_of_who_asks() {
    let problems = Style {
        site: Some(SITE),
        tells_status: false,
    };
    let app = app(["2/15m", "1/15m", "1/15m"], problems);

    assert_eq!(
        ask(&app, "GET", "/api/items", "*/*").await.headers()["ratelimit-limit"],
        "1"
    );
    let api = ask(&app, "GET", "/api/items", "text/html").await;
    let page = ask(&app, "GET", "/private/page", "text/html").await;
    let program = ask(&app, "GET", "/private/page", "*/*").await;
    let file = ask(&app, "GET", "/api/openapi.json", "*/*").await;
    let second = ask(&app, "GET", "/api/openapi.json", "*/*").await;

    let statuses =
        [&api, &page, &program, &file, &second].map(|response| response.status().as_u16());
    assert_eq!(statuses, [429, 429, 429, 200, 429]);
    assert!(!file.headers().contains_key("ratelimit-limit"));
    assert!(second.headers().contains_key(header::RETRY_AFTER));
    let page = text(page).await;
    assert!(
        page.contains("Nothing is lost. Please try again in 15 minutes."),
        "{page}"
    );
    let told = |name: &str| {
        let error = format!("Too many {name} from this IP, please try again later.");
        json!({ "error": error, "retryAfter": "15 minutes" })
    };
    assert_eq!(problem(api).await, told("API requests"));
    assert_eq!(problem(program).await, told("requests"));
}

#[tokio::test]
async fn answers_of_the_api_and_of_private_folders_are_nobody_elses_to_keep() {
    let app = with_pages();

    for (path, expected) in [
        ("/api/items", Some("no-store")),
        ("/api", Some("no-store")),
        ("/private/page", Some("no-store")),
        ("/nonsense", None),
    ] {
        let response = ask(&app, "GET", path, "*/*").await;
        let told = response.headers().get(header::CACHE_CONTROL);
        let told = told.map(|value| value.to_str().unwrap());
        assert_eq!(told, expected, "{path}");
    }
}

#[tokio::test]
async fn the_docs_have_a_policy_of_their_own_and_relative_links() {
    let app = with_pages();

    let entrance = ask(&app, "GET", "/api/docs", "*/*").await;
    let page = ask(&app, "GET", "/api/docs/", "*/*").await;
    let script = ask(&app, "GET", "/api/docs/swagger-initializer.js", "*/*").await;

    assert_eq!(entrance.headers()[header::LOCATION], "docs/");
    let policies = page.headers().get_all(header::CONTENT_SECURITY_POLICY);
    let policies: Vec<_> = policies.iter().collect();
    assert_eq!(policies.len(), 1);
    assert!(
        policies[0]
            .to_str()
            .unwrap()
            .contains("style-src 'self' 'unsafe-inline'")
    );
    assert!(text(script).await.contains("\"../openapi.json\""));
}

#[tokio::test]
async fn a_server_without_pages_answers_everybody_with_problems() {
    let app = app(["1/15m", "1/15m", "1/15m"], Style::default());

    let unknown = ask(&app, "GET", "/nonsense", "text/html").await;
    let second = ask(&app, "GET", "/nonsense", "text/html").await;

    assert_eq!(problem(unknown).await, json!({ "error": "Page not found" }));
    assert_eq!(second.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(problem(second).await["retryAfter"], "15 minutes");
}

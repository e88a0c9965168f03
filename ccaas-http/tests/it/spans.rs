//! What a tracing subscriber sees: the template, never the URL, a body or a token.

use std::{
    cell::RefCell,
    fmt,
    sync::{Arc, Once},
    time::Duration,
};

use ccaas_http::{
    BoxError, Error, Token, TokenStore,
    test_util::{Answer, Fault, Provoke, Reply},
};
use http::{HeaderName, HeaderValue, Method};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

use crate::vendor::{CANARY, Parcel, Post, PostError, parcel, printed};

thread_local! {
    /// What a test that watches has seen; each test has its own thread and runtime.
    static SEEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Writes down everything that any subscriber could, for threads that watch.
struct Watcher;

/// Installs the watcher for the whole process, before anything is traced: a subscriber
/// of one thread would miss what another thread had met first.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let subscriber = tracing_subscriber::registry().with(Watcher);
        tracing::subscriber::set_global_default(subscriber).expect("there is only one watcher");
    });
}

fn watch() {
    SEEN.set(Some(String::new()));
}

fn seen() -> String {
    SEEN.take().expect("the test watches")
}

fn write(what: &str, name: &str, record: impl FnOnce(&mut Text)) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(seen) = seen {
            let mut text = Text(format!("{what} {name}"));
            record(&mut text);
            seen.push_str(&text.0);
            seen.push('\n');
        }
    });
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!(" {}={value:?}", field.name()));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Watcher {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, _: &span::Id, _: Context<'_, S>) {
        write("span", attributes.metadata().name(), |text| {
            attributes.record(text)
        });
    }

    fn on_record(&self, span: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        let name = context.span(span).map_or("", |span| span.name());
        write("record", name, |text| values.record(text));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        write("event", event.metadata().target(), |text| {
            event.record(text)
        });
    }
}

struct Broken;

#[async_trait::async_trait]
impl TokenStore for Broken {
    async fn load(&self) -> Result<Option<Token>, BoxError> {
        Err("the store is down".into())
    }
    async fn save(&self, _: &Token) -> Result<(), BoxError> {
        Err("the store is down".into())
    }
    async fn discard(&self, _: &Token) -> Result<(), BoxError> {
        Err("the store is down".into())
    }
}

/// A call that has the canary everywhere: path, query, header, body and token.
async fn call(post: &Post) -> Result<Parcel, Error<PostError>> {
    post.signed_in_client(Some(Arc::new(Broken)))
        .call(Method::PUT, "/parcels/{id}")
        .path("id", "canary-path")
        .query("q", "canary-query")
        .header(
            HeaderName::from_static("x-key"),
            HeaderValue::from_static("canary-header"),
        )
        .json(&parcel("canary-body"))
        .send::<Parcel>()
        .await
        .map(ccaas_http::Response::into_inner)
}

#[tokio::test]
async fn a_span_shows_the_template_the_status_and_the_correlation_id() {
    let post = Post::start().await;
    post.host.provoke(
        Method::GET,
        "/parcels/{id}",
        Provoke::Instead(Answer::empty(503).into()),
    );
    watch();

    crate::vendor::get(&post.client(), "p-1").await.unwrap();

    let text = seen();
    assert_eq!(
        text.matches("span http_call").count(),
        1,
        "one span a call:\n{text}"
    );
    for expected in [
        r#"http.request.method="GET""#,
        r#"url.template="/parcels/{id}""#,
        "http.request.attempts=2",
        "http.response.status_code=200",
        r#"correlation_id="r-1""#,
        "the call is repeated",
    ] {
        assert!(text.contains(expected), "{expected} is missing:\n{text}");
    }
}

#[tokio::test]
async fn nothing_personal_reaches_a_subscriber_or_an_error() {
    let post = Post::with_sign_in().await;
    watch();
    let body = format!(r#"{{"code":"x","message":"{CANARY}"}}"#);
    let page = |status| Answer::bytes(status, "application/json", body.clone());
    let replies: [Reply; 6] = [
        page(503).into(),
        page(400).into(),
        page(401).into(),
        page(200).into(),
        Reply::CutBeforeHead,
        Reply::CutMidBody(page(200)),
    ];

    let mut errors = String::new();
    assert_eq!(call(&post).await.unwrap().id, "canary-path");
    for reply in replies {
        post.host
            .provoke_times(3, Method::PUT, "/parcels/{id}", Provoke::Instead(reply));
        errors.push_str(&printed(&call(&post).await.unwrap_err()));
        post.host.calm();
    }
    post.host.inject(Fault::Down, Duration::from_secs(60));
    post.host.settled().await;
    errors.push_str(&printed(&call(&post).await.unwrap_err()));

    let text = seen();
    assert!(
        text.contains(r#"url.template="/parcels/{id}""#),
        "the capture works:\n{text}"
    );
    assert!(
        text.contains("the store is down"),
        "warnings are captured:\n{text}"
    );
    for leak in [CANARY, "http://", "k&y=1", "k%26y"] {
        assert!(!text.contains(leak), "{leak} is in the trace:\n{text}");
        assert!(!errors.contains(leak), "{leak} is in an error:\n{errors}");
    }
}

#[tokio::test]
async fn debug_of_a_client_and_a_call_shows_no_value() {
    let post = Post::with_sign_in().await;
    let client = post.signed_in_client(None);
    client.sign_in().await.unwrap();
    let call = client
        .call(Method::PUT, "/parcels/{id}")
        .path("id", CANARY)
        .query("q", CANARY)
        .json(&parcel(CANARY));

    let printed = format!(
        "{client:?} {call:?} {:?} {:?}",
        post.builder(),
        client.tokens()
    );

    assert!(printed.contains("/parcels/{id}"), "{printed}");
    assert!(!printed.contains(CANARY), "{printed}");
}

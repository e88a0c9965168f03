//! `GET /api/partners/impersonate/{pak}/{externalId}/{email}`

use std::{sync::Arc, time::Duration};

use ccaas_http::{
    Token,
    test_util::{Answer, FakeClock, Provoke},
};
use chrono::Utc;
use http::{Method, StatusCode};
use tokio::task::JoinSet;
use videoengager_client::{Error, Partner, ScheduleId, VideoEngagerClient, fake::FakeVideoEngager};

use crate::{book, calls, lines, quick};

const IMPERSONATE: &str = "/api/partners/impersonate/{pak}/{externalId}/{email}";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn sign_ins(video: &FakeVideoEngager) -> usize {
    video.host().received(&Method::GET, IMPERSONATE).len()
}

/// A client and a fake that share a clock which stands still.
fn with_clock(video: &FakeVideoEngager) -> (VideoEngagerClient, FakeClock) {
    let clock = FakeClock::new(Utc::now());
    let shared = clock.clone();
    video.host().set_clock(move || shared.now());
    let client = video
        .builder()
        .clock(clock.clock())
        .build()
        .expect("the settings make a client");
    (client, clock)
}

#[tokio::test]
async fn each_part_of_the_credentials_is_percent_encoded() {
    let video = FakeVideoEngager::start().await;
    let partner = Partner::new("p/k?#", "../ext 1%", "o'hara+x@example.com");
    let client = VideoEngagerClient::new(video.environment(), partner).unwrap();

    let error = client.sign_in().await.unwrap_err();

    assert!(matches!(error, Error::Auth(_)), "{error:?}");
    let journal = video.host().journal();
    assert_eq!(
        journal[0].line(),
        "GET /api/partners/impersonate/p%2Fk%3F%23/..%2Fext%201%25/o%27hara%2Bx%40example.com"
    );
    assert_eq!(journal[0].authorization, None);
}

#[tokio::test]
async fn credentials_that_would_reach_another_endpoint_are_not_sent() {
    let video = FakeVideoEngager::start().await;
    for (pak, external_id, email) in [("", "e", "m"), ("p", "..", "m"), ("p", "e", ".")] {
        let partner = Partner::new(pak, external_id, email);
        let client = VideoEngagerClient::new(video.environment(), partner).unwrap();

        let Err(Error::Auth(error)) = client.sign_in().await else {
            panic!("it was sent")
        };

        assert!(matches!(*error, Error::InvalidRequest(_)), "{error:?}");
    }
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn many_calls_at_once_sign_in_once() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let mut bookings = JoinSet::new();

    for _ in 0..50 {
        let client = client.clone();
        bookings.spawn(async move { book(&client).await });
    }
    bookings.join_all().await;

    assert_eq!((sign_ins(&video), video.tokens_issued()), (1, 1));
    assert_eq!(video.schedules().len(), 50);
}

#[tokio::test]
async fn a_token_is_used_until_its_own_end() {
    let video = FakeVideoEngager::start().await;
    let (client, clock) = with_clock(&video);
    book(&client).await;

    clock.advance(20 * DAY);
    book(&client).await;
    assert_eq!(
        video.tokens_issued(),
        1,
        "`token_expiration` of 0 is ignored"
    );

    clock.advance(11 * DAY);
    book(&client).await;
    assert_eq!(video.tokens_issued(), 2);
    assert!(
        calls(&video).iter().all(|call| call.status == Some(200)),
        "nobody met a 401"
    );
}

#[tokio::test]
async fn a_token_whose_end_cannot_be_read_is_used_for_a_short_while() {
    let video = FakeVideoEngager::start().await;
    let (client, clock) = with_clock(&video);
    let opaque = Answer::bytes(200, "application/json", r#"{"token":"opaque.!.x"}"#);
    video
        .host()
        .provoke_times(2, Method::GET, IMPERSONATE, Provoke::Instead(opaque.into()));
    let schedule = Answer::bytes(200, "application/json", r#"{"_id":"s-1"}"#);
    let what = Provoke::Instead(schedule.into());
    video
        .host()
        .provoke_times(3, Method::GET, "/api/schedules/my/{id}", what);
    let id = ScheduleId::new("s-1");
    client.schedules().get(&id).await.unwrap();

    clock.advance(Duration::from_secs(10 * 60));
    client.schedules().get(&id).await.unwrap();
    assert_eq!(sign_ins(&video), 1);

    clock.advance(Duration::from_secs(5 * 60));
    client.schedules().get(&id).await.unwrap();
    assert_eq!(sign_ins(&video), 2);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_call_repeated_once() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    book(&client).await;
    video.expire_tokens();

    book(&client).await;

    assert_eq!(video.tokens_issued(), 2);
    let statuses: Vec<_> = calls(&video).iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(200), Some(401), Some(200)]);
    assert_eq!(video.schedules().len(), 2);
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_asked_twice() {
    let video = FakeVideoEngager::start().await;
    video.set_token_life(Duration::ZERO);

    let error = video
        .client()
        .schedules()
        .get(&ScheduleId::new("s-1"))
        .await
        .unwrap_err();

    assert_eq!(
        error.as_api().map(|api| api.status()),
        Some(StatusCode::UNAUTHORIZED)
    );
    assert_eq!((lines(&video).len(), sign_ins(&video)), (2, 2));
}

#[tokio::test]
async fn a_refused_sign_in_sends_nothing_else() {
    let video = FakeVideoEngager::start().await;
    video.refuse_sign_in();
    let client = video.client();

    let error = client
        .schedules()
        .get(&ScheduleId::new("s-1"))
        .await
        .unwrap_err();

    assert!(!error.may_have_been_applied());
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let Error::Auth(sign_in) = error else {
        panic!("{error:?}")
    };
    let text = sign_in.as_api().and_then(|api| api.text());
    assert_eq!(text, Some("Authentication failed"));
    assert!(calls(&video).is_empty());

    video.accept_sign_in();
    client.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_that_gives_no_token_is_an_error() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);

    for body in [
        "",
        "{}",
        r#"{"token":null,"token_expiration":0}"#,
        r#"{"token":""}"#,
        r#"{"token":"two\nlines"}"#,
        r#"{"token":7}"#,
        r#"{"token":"#,
        "<html>Please log in</html>",
    ] {
        let answer = Answer::bytes(200, "application/json", body);
        video
            .host()
            .provoke(Method::GET, IMPERSONATE, Provoke::Instead(answer.into()));

        let Err(Error::Auth(error)) = client.sign_in().await else {
            panic!("{body}")
        };

        assert!(matches!(*error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_failing_sign_in_is_repeated() {
    let video = FakeVideoEngager::start().await;
    let answer = Answer::bytes(503, "text/html", "<html>Try later</html>");
    video
        .host()
        .provoke_times(2, Method::GET, IMPERSONATE, Provoke::Instead(answer.into()));

    quick(&video).sign_in().await.unwrap();

    assert_eq!((sign_ins(&video), video.tokens_issued()), (3, 1));
}

/// A store that holds one token.
#[derive(Default)]
struct Shelf(std::sync::Mutex<Option<Token>>);

#[async_trait::async_trait]
impl ccaas_http::TokenStore for Shelf {
    async fn load(&self) -> Result<Option<Token>, ccaas_http::BoxError> {
        Ok(self
            .0
            .lock()
            .expect("no test panics while it holds the lock")
            .clone())
    }

    async fn save(&self, token: &Token) -> Result<(), ccaas_http::BoxError> {
        *self
            .0
            .lock()
            .expect("no test panics while it holds the lock") = Some(token.clone());
        Ok(())
    }

    async fn discard(&self, _: &Token) -> Result<(), ccaas_http::BoxError> {
        *self
            .0
            .lock()
            .expect("no test panics while it holds the lock") = None;
        Ok(())
    }
}

#[tokio::test]
async fn clients_that_share_a_store_share_the_token() {
    let video = FakeVideoEngager::start().await;
    let shelf = Arc::new(Shelf::default());

    for _ in 0..3 {
        let client = video.builder().token_store(shelf.clone()).build().unwrap();
        book(&client).await;
    }

    assert_eq!(video.tokens_issued(), 1);
}

//! `GET /api/schedules/my/{fromMs}/{toMs}`

use ccaas_http::{
    DecodeError,
    read::Received,
    test_util::{Answer, Provoke},
};
use chrono::TimeDelta;
use http::Method;
use videoengager_client::{
    CreateSchedule, Error, ScheduleList, ScheduleMeetings, VideoEngagerClient,
    fake::FakeVideoEngager,
};

use crate::{date, lines, quick};

const PERIOD: &str = "/api/schedules/my/{from}/{to}";

async fn list(client: &VideoEngagerClient) -> Result<ScheduleList, Error> {
    let answer = client
        .schedules()
        .list(date(), date() + TimeDelta::days(1))
        .await?;
    Ok(answer.into_inner())
}

#[tokio::test]
async fn list_asks_in_milliseconds_and_returns_what_is_in_the_period() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    for hours in [-1, 0, 24, 25] {
        let request = CreateSchedule::new(date() + TimeDelta::hours(hours), 30);
        client.schedules().create(&request).await.unwrap();
    }

    let found = list(&client).await.unwrap();

    let dates: Vec<_> = found
        .items
        .iter()
        .filter_map(|schedule| schedule.date)
        .collect();
    assert_eq!(dates, [date(), date() + TimeDelta::days(1)]);
    assert_eq!(
        lines(&video)[4],
        "GET /api/schedules/my/1796119200000/1796205600000"
    );
}

#[tokio::test]
async fn an_item_that_is_no_schedule_does_not_cost_its_siblings() {
    let video = FakeVideoEngager::start().await;
    let body = include_str!("../fixtures/period.json");
    let answer = Answer::bytes(200, "application/json", body);
    video
        .host()
        .provoke(Method::GET, PERIOD, Provoke::Instead(answer.into()));

    let found = list(&video.client()).await.unwrap();

    let ids: Vec<_> = found
        .items
        .iter()
        .map(|schedule| schedule.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "schedule-example-1",
            "schedule-example-2",
            "schedule-example-3"
        ]
    );
    let active: Vec<_> = found
        .items
        .iter()
        .map(|schedule| schedule.is_active())
        .collect();
    assert_eq!(active, [true, false, true]);
    let raws: Vec<_> = found.unreadable.iter().map(Received::raw).collect();
    assert_eq!(raws.len(), 5);
    assert!(raws[0].contains("Robin Example"));
    assert_eq!(
        found.unreadable[0].kind().unwrap_err(),
        &DecodeError::Field { field: "_id" }
    );
    assert_eq!(
        raws[1..4],
        [r#""schedule""#, "null", r#"["schedule-example-4"]"#]
    );
}

#[tokio::test]
async fn the_port_lists_the_schedules_alone() {
    let video = FakeVideoEngager::start().await;
    let body = include_str!("../fixtures/period.json");
    let answer = Answer::bytes(200, "application/json", body);
    video
        .host()
        .provoke(Method::GET, PERIOD, Provoke::Instead(answer.into()));
    let client = video.client();
    let meetings: &dyn ScheduleMeetings = &client;

    let found = meetings.list(date(), date()).await.unwrap();

    assert_eq!(found.len(), 3);
}

#[tokio::test]
async fn an_empty_period_has_no_schedules() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    assert!(list(&client).await.unwrap().items.is_empty());

    let answer = Answer::bytes(200, "application/json", "null");
    video
        .host()
        .provoke(Method::GET, PERIOD, Provoke::Instead(answer.into()));
    assert!(list(&client).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn an_answer_that_is_no_list_is_an_error() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();

    for body in [
        r#"{"success":true}"#,
        "",
        r#"[{"_id":"s-1"}"#,
        "<html></html>",
    ] {
        let answer = Answer::bytes(200, "application/json", body);
        video
            .host()
            .provoke(Method::GET, PERIOD, Provoke::Instead(answer.into()));

        let error = list(&client).await.unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_failed_listing_is_repeated_and_then_reported() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let answer = Answer::bytes(502, "text/html", "<html>Bad gateway</html>");
    let what = Provoke::Instead(answer.into());
    video.host().provoke_times(4, Method::GET, PERIOD, what);

    let error = list(&client).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(lines(&video).len(), 3);

    list(&client).await.unwrap();
    assert_eq!(lines(&video).len(), 5);
}

#[tokio::test]
async fn a_period_that_ends_before_it_starts_is_not_sent() {
    let video = FakeVideoEngager::start().await;

    let error = video
        .client()
        .schedules()
        .list(date(), date() - TimeDelta::milliseconds(1))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(video.host().journal().is_empty());
}

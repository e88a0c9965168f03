//! What is printed shows no credentials, no person and no way into a meeting.

use std::{
    fmt::{Debug, Write as _},
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use ccaas_http::test_util::{Answer, Provoke, Reply};
use http::Method;
use tracing_subscriber::fmt::format::FmtSpan;
use videoengager_client::{
    CreateSchedule, Environment, Error, Partner, ScheduleId, UpdateSchedule, VideoEngagerClient,
    Visitor, fake::FakeVideoEngager,
};

use crate::{date, quick};

/// None of these may be printed.
const CANARIES: [&str; 16] = [
    "CANARYPAK",
    FakeVideoEngager::PAK,
    FakeVideoEngager::EXTERNAL_ID,
    "canary-external",
    "agent@example",
    "canary@example.com",
    "canary%40example.com",
    "Robin Canary",
    "+12025550147",
    "2025550147",
    "canary subject",
    "canary-pin",
    "/ve/",
    "eyJ",
    "cust_canary",
    "canary text",
];

fn assert_silent(output: &str) {
    for canary in CANARIES {
        assert!(!output.contains(canary), "`{canary}` in {output}");
    }
}

fn print(output: &mut String, value: &dyn Debug) {
    writeln!(output, "{value:?} {value:#?}").expect("a string takes any text");
}

/// An error with all its causes, in both forms.
fn print_error(output: &mut String, error: &Error) {
    print(output, error);
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        writeln!(output, "{error} {error:?}").expect("a string takes any text");
        cause = error.source();
    }
}

fn request() -> CreateSchedule {
    CreateSchedule {
        visitor: Visitor {
            name: Some("Robin Canary".to_owned()),
            email: Some("canary@example.com".to_owned()),
            phone: Some("+12025550147".to_owned()),
            subject: Some("canary subject".to_owned()),
            pin: Some("canary-pin".to_owned()),
            auto_answer: None,
        },
        customer_id: Some("cust_canary".to_owned()),
        pin: Some("canary-pin".to_owned()),
        ..CreateSchedule::new(date(), 30)
    }
}

#[tokio::test]
async fn values_print_no_secret_and_no_person() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let update = UpdateSchedule {
        visitor: Some(request().visitor),
        ..UpdateSchedule::default()
    };
    let schedule = client.schedules().create(&request()).await.unwrap();
    let answer = Answer::bytes(
        200,
        "application/json",
        format!(r#"[{},{{"name":"Robin Canary"}}]"#, schedule.raw()),
    );
    let period = "/api/schedules/my/{from}/{to}";
    video
        .host()
        .provoke(Method::GET, period, Provoke::Instead(answer.into()));
    let list = client.schedules().list(date(), date()).await.unwrap();
    let partner = Partner::new("CANARYPAK", "canary-external", "canary@example.com");
    let url = "https://CANARYPAK:eyJ@video.example.com".parse().unwrap();

    let mut output = String::new();
    print(&mut output, &request());
    print(&mut output, &request().visitor);
    print(&mut output, &update);
    print(&mut output, &schedule);
    print(&mut output, &schedule.visitor);
    print(&mut output, &schedule.agent);
    print(&mut output, &list);
    print(&mut output, &list.unreadable);
    print(&mut output, &partner);
    print(&mut output, &client);
    print(&mut output, &client.schedules());
    print(&mut output, &video.builder());
    print(&mut output, &Environment::Custom(url));
    print(&mut output, &video.schedules());
    print(&mut output, &video);
    video.host().with(|tenant| print(&mut output, tenant));

    assert!(output.contains("schedule-1"), "the values were printed");
    assert_eq!(list.unreadable.len(), 1);
    assert_silent(&output);
}

#[tokio::test]
async fn errors_print_no_secret_and_no_person() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let id = ScheduleId::new("s-1");
    let body = r#"{"error":"canary text","message":"Robin Canary +12025550147"}"#;
    let schedule = "/api/schedules/my/{id}";
    let mut output = String::new();

    for reply in [
        Answer::bytes(400, "application/json", body).into(),
        Answer::bytes(429, "application/json", body)
            .with_header("retry-after", 3_600)
            .into(),
        Answer::bytes(400, "text/html", "<p>Robin Canary</p>").into(),
        Answer::bytes(200, "application/json", r#""Robin Canary""#).into(),
        Answer::bytes(200, "application/json", r#"{"name":"Robin Canary"#).into(),
    ] {
        video
            .host()
            .provoke(Method::GET, schedule, Provoke::Instead(reply));
        print_error(&mut output, &client.schedules().get(&id).await.unwrap_err());
    }
    let cut = Provoke::Instead(Reply::CutBeforeHead);
    video.host().provoke_times(3, Method::GET, schedule, cut);
    print_error(&mut output, &client.schedules().get(&id).await.unwrap_err());

    let partner = Partner::new("CANARYPAK", "canary-external", "canary@example.com");
    let refused = VideoEngagerClient::new(video.environment(), partner.clone()).unwrap();
    print_error(&mut output, &refused.sign_in().await.unwrap_err());
    let nowhere = "http://127.0.0.1:1".parse().unwrap();
    let unreachable = VideoEngagerClient::builder(nowhere, partner)
        .retry(ccaas_http::RetryPolicy {
            base: Duration::ZERO,
            ..Default::default()
        })
        .build()
        .unwrap();
    print_error(&mut output, &unreachable.sign_in().await.unwrap_err());

    assert!(
        output.contains("VideoEngager answered 400 Bad Request"),
        "{output}"
    );
    assert!(
        output.contains("could not sign in to the service"),
        "{output}"
    );
    assert_silent(&output);
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("no test panics while it holds the lock")
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn spans_and_events_carry_the_template_and_no_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    // With a single subscriber, what another thread meets first is traced for nobody.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let _guard = tracing::subscriber::set_default(subscriber);
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);

    let tenant_id = video.tenant_id();

    let schedule = client.schedules().create(&request()).await.unwrap();
    client.agents().join(&schedule).await.unwrap();
    let visitor_schedules = client.visitor_schedules(&tenant_id);
    visitor_schedules.create(&request()).await.unwrap();
    let code = &video.mailed_codes()[0].1;
    visitor_schedules.verify(code).await.unwrap();
    let local = VideoEngagerClient::local(video.environment(), video.local_login()).unwrap();
    local.sign_in().await.unwrap();
    video.fail_deletes(503, 1);
    client.schedules().delete(&schedule.id).await.unwrap();
    video.expire_tokens();
    client.schedules().list(date(), date()).await.unwrap();

    let output = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        output.contains("/api/partners/impersonate/{pak}/{externalId}/{email}"),
        "{output}"
    );
    for template in [
        "/api/schedules/my/{id}",
        "/api/schedules/create/{tenantId}/{code}",
        "/auth/local",
    ] {
        assert!(output.contains(template), "{template} in {output}");
    }
    assert!(!output.contains(code.as_str()), "{output}");
    assert!(!output.contains(FakeVideoEngager::PASSWORD), "{output}");
    assert_silent(&output);
}

//! What a request must look like, and what the customer is told.

use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Answer, BOOK, Scheduler, Setup};

async fn raw(scheduler: &Scheduler, kind: Option<&str>, body: impl Into<reqwest::Body>) -> Answer {
    let request = scheduler.request(Method::POST, BOOK).body(body);
    let request = match kind {
        Some(kind) => request.header("Content-Type", kind),
        None => request,
    };
    Answer::to(request).await
}

fn with(form: &Value, field: &str, value: Value) -> Value {
    let mut form = form.clone();
    form[field] = value;
    form
}

#[tokio::test]
async fn a_body_that_is_no_json_is_a_400() {
    let scheduler = Scheduler::start().await;
    let deep = "[".repeat(10_000);

    for body in [
        "",
        "{",
        "{\"firstName\":",
        "not json",
        "\u{feff}{}",
        "{}{}",
        &deep,
    ] {
        let answer = raw(&scheduler, Some("application/json"), body.to_owned()).await;
        answer.assert_error(400, "Invalid request data");
        assert!(
            answer.details()[0].contains("not valid JSON"),
            "{}",
            answer.text
        );
    }
    let bytes = raw(&scheduler, Some("application/json"), vec![0xff, 0xfe, 0x00]).await;
    bytes.assert_error(400, "Invalid request data");
    for body in ["[]", "null", "\"text\"", "7"] {
        let answer = raw(&scheduler, Some("application/json"), body).await;
        answer.assert_error(400, "Invalid request data");
        assert_eq!(answer.details(), ["Request body must be a JSON object"]);
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_a_415() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form().to_string();

    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let answer = raw(&scheduler, kind, form.clone()).await;
        answer.assert_error(415, "the content type must be application/json");
    }
    let utf8 = raw(&scheduler, Some("Application/JSON; charset=UTF-8"), form).await;
    assert_eq!(utf8.status, 200, "{}", utf8.text);
}

#[tokio::test]
async fn a_body_over_64_kb_is_a_413_and_one_of_64_kb_is_read() {
    let scheduler = Scheduler::start().await;
    let of = |bytes: usize| {
        let empty = with(&scheduler.form(), "note", json!("")).to_string();
        let padding = "x".repeat(bytes - empty.len());
        with(&scheduler.form(), "note", json!(padding)).to_string()
    };

    let fits = raw(&scheduler, Some("application/json"), of(64 * 1024)).await;
    let larger = raw(&scheduler, Some("application/json"), of(64 * 1024 + 1)).await;

    assert_eq!(fits.status, 200, "{}", fits.text);
    larger.assert_error(413, "the body is larger than 65536 bytes");
}

#[tokio::test]
async fn unknown_fields_are_accepted() {
    let scheduler = Scheduler::start().await;
    let form = with(&scheduler.form(), "utm_source", json!({ "a": [1, null] }));

    let answer = scheduler.book(&form).await;

    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn words_that_look_like_sql_and_markup_are_only_words() {
    let subjects = [
        "Please update my address",
        "'; DROP TABLE bookings; --",
        "<script>alert(1)</script>",
        "Robert'); SELECT * FROM users WHERE 1=1 OR 'a'='a",
        "日本語 и кириллица — ok 👍",
    ];
    let scheduler = Scheduler::start().await;
    for (number, subject) in subjects.into_iter().enumerate() {
        let form = with(&scheduler.form(), "subject", json!(subject));
        let form = with(&form, "firstName", json!("<b>Zoë</b>"));
        let form = with(
            &form,
            "phoneNumber",
            json!(format!("+1-555-123-456{number}")),
        );

        let answer = scheduler.book(&form).await;

        assert_eq!(answer.status, 200, "{subject}: {}", answer.text);
        let callback = scheduler.genesys.callbacks().pop().unwrap();
        assert_eq!(callback.data["subject"], subject);
        let manage = super::harness::manage_path(&answer);
        let view = scheduler.get(&manage).await;
        assert_eq!(view.json()["subject"], subject);
        assert!(view.header("content-type").starts_with("application/json"));
        let page = scheduler.get(manage.strip_prefix("/api").unwrap()).await;
        assert_eq!(page.status, 200);
        assert!(
            !page.text.contains(subject),
            "the page itself holds no data"
        );
    }
}

#[tokio::test]
async fn each_field_rule_is_named() {
    let scheduler = Scheduler::start().await;
    let form = scheduler.form();
    let long = "x".repeat(101);
    let cases = [
        ("firstName", json!(null), "First name is required"),
        ("firstName", json!("  "), "First name is required"),
        ("firstName", json!(7), "First name must be a string"),
        (
            "firstName",
            json!(long),
            "First name must be 100 characters or less",
        ),
        (
            "firstName",
            json!("a\u{0}b"),
            "First name must not contain control characters",
        ),
        ("lastName", json!(null), "Last name is required"),
        ("lastName", json!([]), "Last name must be a string"),
        (
            "lastName",
            json!(long),
            "Last name must be 100 characters or less",
        ),
        (
            "lastName",
            json!("a\nb"),
            "Last name must not contain control characters",
        ),
        (
            "subject",
            json!("x".repeat(201)),
            "Subject must be 200 characters or less",
        ),
        (
            "subject",
            json!("a\u{202e}b"),
            "Subject must not contain control characters",
        ),
        ("subject", json!({}), "Subject must be a string"),
        ("phoneNumber", json!(null), "Phone number is required"),
        ("phoneNumber", json!(""), "Phone number is required"),
        (
            "phoneNumber",
            json!(15551234567_u64),
            "Phone number must be a string",
        ),
        (
            "phoneNumber",
            json!("1-800-FLOWERS"),
            "Phone number must contain digits only, no letters",
        ),
        (
            "phoneNumber",
            json!("12345"),
            "Phone number format is invalid",
        ),
        (
            "phoneNumber",
            json!("+1 555 123 4567 8901"),
            "Phone number format is invalid",
        ),
        (
            "phoneNumber",
            json!("+39 06 2222 4444"),
            "Phone number cannot be called from here: only numbers of US are accepted",
        ),
        (
            "phoneNumber",
            json!("+1 900 555 0123"),
            "Phone number is a premium-rate number, which we do not call",
        ),
        (
            "desiredTime",
            json!("2026-03-02T08:59:59Z"),
            "Desired time must be in the future",
        ),
        (
            "desiredTime",
            json!("2026-04-01T09:00:01Z"),
            "Desired time cannot be more than 30 days in the future",
        ),
        (
            "desiredTime",
            json!("2026-03-03T15:00:00"),
            "Desired time must be a date and time with a time zone, such as 2026-12-25T15:30:00.000Z",
        ),
        (
            "desiredTime",
            json!("tomorrow"),
            "Desired time must be a date and time with a time zone, such as 2026-12-25T15:30:00.000Z",
        ),
        (
            "desiredTime",
            json!(1_772_550_000_000_u64),
            "Desired time must be a string",
        ),
    ];

    for (field, value, text) in cases {
        let answer = scheduler.book(&with(&form, field, value.clone())).await;
        answer.assert_error(400, "Invalid request data");
        assert_eq!(answer.details(), [text], "{field} {value}");
    }
    assert!(scheduler.vendor_calls().is_empty());
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let scheduler = Scheduler::start().await;

    let answer = scheduler.book(&json!({})).await;

    answer.assert_error(400, "Invalid request data");
    assert_eq!(
        answer.details(),
        [
            "First name is required",
            "Last name is required",
            "Phone number is required"
        ]
    );
    let keys: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys.len(), 3, "error, details, requestId: {keys:?}");
}

#[tokio::test]
async fn names_and_times_of_all_kinds_are_accepted() {
    let scheduler = Scheduler::start().await;
    let good = [
        ("firstName", json!("李")),
        ("firstName", json!("x".repeat(100))),
        ("lastName", json!("O’Brien-Núñez y García")),
        ("phoneNumber", json!("(555) 123-4567")),
        ("desiredTime", json!("2026-03-03T15:00:00+02:00")),
        ("desiredTime", json!("2026-03-03T15:00:00.123456Z")),
        ("desiredTime", json!("2026-04-01T09:00:00Z")),
    ];

    for (number, (field, value)) in good.into_iter().enumerate() {
        let mut form = scheduler.form();
        form["phoneNumber"] = json!(format!("+1-555-123-456{number}"));
        form["desiredTime"] = scheduler.in_hours(10 + number as i64).into();
        let answer = scheduler.book(&with(&form, field, value.clone())).await;
        assert_eq!(answer.status, 200, "{field} {value}: {}", answer.text);
    }
    let times: Vec<_> = scheduler
        .genesys
        .callbacks()
        .iter()
        .map(|callback| callback.scheduled_time.unwrap().to_rfc3339())
        .collect();
    assert_eq!(times[4], "2026-03-03T13:00:00+00:00");
    assert_eq!(times[5], "2026-03-03T15:00:00.123+00:00");
}

#[tokio::test]
async fn allowed_countries_bound_who_may_be_called() {
    let scheduler = Setup::new()
        .argument("--default-region", "IT")
        .argument("--allowed-countries", "IT,CH")
        .start()
        .await;
    let with_number = |number: &str| with(&scheduler.form(), "phoneNumber", json!(number));

    let italian = scheduler.book(&with_number("06 2222 4444")).await;
    let swiss = scheduler.book(&with_number("+41 44 668 18 00")).await;
    let american = scheduler.book(&with_number("+1-555-123-4567")).await;

    assert_eq!((italian.status, swiss.status), (200, 200));
    let callbacks = scheduler.genesys.callbacks();
    assert_eq!(callbacks[0].callback_numbers, ["+390622224444"]);
    assert_eq!(callbacks[1].callback_numbers, ["+41446681800"]);
    let text = "Phone number cannot be called from here: only numbers of IT, CH are accepted";
    assert_eq!(american.details(), [text]);
}

#[tokio::test]
async fn outside_business_hours_the_next_free_time_is_named() {
    let scheduler = Setup::new()
        .argument("--business-hours", "Mon-Fri 09:00-17:00, Sat 10:00-12:00")
        .argument("--business-time-zone", "Europe/Rome")
        .argument("--holidays", "2026-03-09")
        .start()
        .await;
    let at = |time: &str| with(&scheduler.form(), "desiredTime", json!(time));
    // Rome is an hour ahead in March, two from the 29th on.
    let cases = [
        ("2026-03-03T07:59:00Z", Some("2026-03-03T08:00:00.000Z")),
        ("2026-03-03T16:00:00Z", Some("2026-03-04T08:00:00.000Z")),
        ("2026-03-07T11:30:00Z", Some("2026-03-10T08:00:00.000Z")),
        ("2026-03-09T10:00:00Z", Some("2026-03-10T08:00:00.000Z")),
        ("2026-03-30T15:30:00Z", Some("2026-03-31T07:00:00.000Z")),
        ("2026-03-03T15:59:00Z", None),
        ("2026-03-30T07:00:00Z", None),
    ];

    for (time, next) in cases {
        let mut form = at(time);
        form["phoneNumber"] = json!(format!("+1-555-123-{}{}", &time[8..10], &time[14..16]));
        let answer = scheduler.book(&form).await;
        match next {
            None => assert_eq!(answer.status, 200, "{time}: {}", answer.text),
            Some(next) => {
                answer.assert_error(400, "Invalid request data");
                let text = format!(
                    "Desired time is outside business hours (Mon-Fri 09:00-17:00, Sat \
                     10:00-12:00, Europe/Rome); the next free time is {next}"
                );
                assert_eq!(answer.details(), [text]);
            }
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_told_apart() {
    let scheduler = Scheduler::start().await;

    let unknown = scheduler.get("/api/nonsense").await;
    let page = scheduler.get("/nonsense").await;
    let method = scheduler.get(BOOK).await;

    unknown.assert_error(404, "Endpoint not found");
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html"));
    method.assert_error(405, "This endpoint does not know this method");
    assert!(method.header("allow").contains("POST"));
}

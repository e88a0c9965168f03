use serde_json::json;

use super::*;

pub(super) fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

pub(super) fn rules() -> Rules {
    Rules {
        duration: 15..=1440,
    }
}

pub(super) fn good_body() -> Value {
    json!({
        "date": 1_800_000_000_000_i64,
        "duration": 30,
        "visitor": {
            "name": "John Doe",
            "email": "john.doe@example.com",
            "phone": "+1-555-123-4567",
            "subject": "Quarterly review",
        },
    })
}

fn read(body: &Value) -> Result<CreateMeeting, Vec<String>> {
    CreateMeeting::read(Some("agent@example.com"), None, body, &rules(), now())
}

fn with(key: &str, value: Value) -> Value {
    let mut body = good_body();
    body[key] = value;
    body
}

fn with_visitor(key: &str, value: Value) -> Value {
    let mut body = good_body();
    body["visitor"][key] = value;
    body
}

#[test]
fn a_good_request_is_read() {
    let read = read(&good_body()).unwrap();

    assert_eq!(read.agent_email, "agent@example.com");
    assert_eq!(read.schedule.date.timestamp_millis(), 1_800_000_000_000);
    assert_eq!(read.schedule.duration, 30);
    assert!(!read.schedule.send_notification_email);
    let visitor = read.schedule.visitor;
    assert_eq!(visitor.name.as_deref(), Some("John Doe"));
    assert_eq!(visitor.email.as_deref(), Some("john.doe@example.com"));
    assert_eq!(visitor.phone.as_deref(), Some("+1-555-123-4567"));
    assert_eq!(visitor.subject.as_deref(), Some("Quarterly review"));
}

#[test]
fn nothing_about_the_visitor_is_required() {
    for visitor in [
        json!(null),
        json!({}),
        json!({ "name": "", "email": null, "phone": "  " }),
    ] {
        let read = read(&with("visitor", visitor)).unwrap();

        assert_eq!(read.schedule.visitor, Visitor::default());
    }
}

#[test]
fn notifications_are_off_unless_asked_for() {
    for (given, expected) in [
        (None, Ok(false)),
        (Some(""), Ok(false)),
        (Some("false"), Ok(false)),
        (Some("true"), Ok(true)),
        (
            Some("yes"),
            Err(vec![
                "Send Notification Email must be true or false".to_owned(),
            ]),
        ),
    ] {
        let agent = Some("agent@example.com");
        let read = CreateMeeting::read(agent, given, &good_body(), &rules(), now());
        assert_eq!(
            read.map(|read| read.schedule.send_notification_email),
            expected
        );
    }
}

fn in_ten_years() -> i64 {
    let then: DateTime<Utc> = "2036-03-02T09:00:00Z".parse().unwrap();
    then.timestamp_millis()
}

#[test]
fn starts_from_now_to_ten_years_ahead_pass() {
    for date in [now().timestamp_millis() + 1, in_ten_years()] {
        assert!(read(&with("date", json!(date))).is_ok(), "{date}");
    }
}

#[test]
fn durations_from_the_shortest_to_the_longest_pass() {
    for minutes in [15, 16, 1439, 1440] {
        let read = read(&with("duration", json!(minutes))).unwrap();
        assert_eq!(read.schedule.duration, minutes);
    }
    for bad in [
        json!(14),
        json!(1441),
        json!(0),
        json!(-30),
        json!(30.5),
        json!("30"),
        json!("half an hour"),
        json!(u64::MAX),
        json!([30]),
    ] {
        let problems = read(&with("duration", bad.clone())).unwrap_err();
        assert_eq!(
            problems,
            ["Duration must be from 15 to 1440 minutes"],
            "{bad}"
        );
    }
}

#[test]
fn texts_are_kept_as_typed_but_for_spaces_around_them() {
    for text in ["José", "李", "<b>Bold</b>", "DROP TABLE", &"é".repeat(200)] {
        let read = read(&with_visitor("subject", json!(format!(" {text} ")))).unwrap();
        assert_eq!(read.schedule.visitor.subject.as_deref(), Some(text));
    }
}

#[test]
fn addresses_and_numbers_that_people_have_pass() {
    for email in [
        "a@example.com",
        "first.last+tag@mail.example.co.uk",
        "o'neil@example.com",
        "jürgen@müller.example",
        "root@localhost",
    ] {
        assert!(
            read(&with_visitor("email", json!(email))).is_ok(),
            "{email}"
        );
    }
    for phone in [
        "+12025550147",
        "(202) 555-0147",
        "202.555.0147",
        "030/123 456",
        "1",
    ] {
        assert!(
            read(&with_visitor("phone", json!(phone))).is_ok(),
            "{phone}"
        );
    }
}

#[test]
fn every_problem_has_its_text() {
    let past = json!(now().timestamp_millis());
    let far = json!(in_ten_years() + 1);
    let email = "Visitor email must be an e-mail address, such as name@example.com";
    let phone = "Visitor phone must be digits, with + - ( ) . / or spaces between them";
    let start = "Start must be a time in whole milliseconds since 1970";
    let cases = [
        (with("date", json!(null)), "Start is required"),
        (with("date", json!("2026-12-01T10:00:00Z")), start),
        (with("date", json!(1.5e12)), start),
        (with("date", json!(i64::MAX)), start),
        (with("date", past), "Start must be in the future"),
        (with("date", far), "Start must be at most 10 years ahead"),
        (with("duration", json!(null)), "Duration is required"),
        (with("visitor", json!("John")), "Visitor must be an object"),
        (
            with_visitor("name", json!(7)),
            "Visitor name must be a text",
        ),
        (
            with_visitor("name", json!("é".repeat(201))),
            "Visitor name must be 200 characters or less",
        ),
        (
            with_visitor("name", json!("a\u{0}b")),
            "Visitor name must not contain control characters",
        ),
        (
            with_visitor("subject", json!("a\nb")),
            "Meeting title must not contain control characters",
        ),
        (
            with_visitor("subject", json!("a\u{202e}b")),
            "Meeting title must not contain control characters",
        ),
        (with_visitor("email", json!("john.doe")), email),
        (with_visitor("email", json!("@example.com")), email),
        (with_visitor("email", json!("john@")), email),
        (with_visitor("email", json!("john@example..com")), email),
        (with_visitor("email", json!("john doe@example.com")), email),
        (with_visitor("email", json!("a@b@example.com")), email),
        (with_visitor("phone", json!("1-800-FLOWERS")), phone),
        (with_visitor("phone", json!("---")), phone),
        (
            with_visitor("phone", json!("1".repeat(33))),
            "Visitor phone must be 32 characters or less",
        ),
        (json!([]), "Request body must be a JSON object"),
    ];
    for (body, expected) in cases {
        assert_eq!(read(&body).unwrap_err(), [expected], "{body}");
    }
}

#[test]
fn an_agent_is_required_and_named_by_an_address() {
    let shape = "Agent must be an e-mail address, such as name@example.com";
    for (agent, expected) in [
        (None, "Agent is required"),
        (Some("  "), "Agent is required"),
        (Some("agent"), shape),
        (Some("a@b,c@d"), shape),
    ] {
        let read = CreateMeeting::read(agent, None, &good_body(), &rules(), now());
        assert_eq!(read.unwrap_err(), [expected]);
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_form() {
    let body = json!({ "date": 1, "duration": 14, "visitor": { "email": "x", "name": 1 } });

    let problems = CreateMeeting::read(None, Some("x"), &body, &rules(), now()).unwrap_err();

    let starts = [
        "Agent ",
        "Start ",
        "Duration ",
        "Visitor name ",
        "Visitor email ",
        "Send Notification Email ",
    ];
    assert_eq!(problems.len(), starts.len(), "{problems:?}");
    for (problem, start) in problems.iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
}

#[test]
fn debug_shows_nothing_personal() {
    let shown = format!("{:?}", read(&good_body()).unwrap());

    for personal in ["John", "Doe", "example.com", "4567", "Quarterly"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}

use serde_json::json;

use super::*;

const BAD_TIME: &str =
    "Desired time must be a date and time with a time zone, such as 2026-12-25T15:30:00.000Z";

/// A Friday.
pub(super) fn now() -> DateTime<Utc> {
    at("2026-11-20T10:00:00.000400Z")
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

pub(super) fn rules() -> Rules {
    let phone = PhonePolicy::new("US", &[]).unwrap();
    Rules {
        phone,
        max_days_ahead: 30,
        business_hours: None,
    }
}

pub(super) fn office_rules() -> Rules {
    let hours = BusinessHours::parse("Mon-Fri 09:00-17:00", "Europe/Rome", "2026-11-24").unwrap();
    Rules {
        business_hours: Some(hours),
        ..rules()
    }
}

pub(super) fn good_body() -> Value {
    json!({
        "firstName": "John",
        "lastName": "Doe",
        "phoneNumber": "+1-555-123-4567",
        "subject": "Product inquiry",
        "desiredTime": "2026-12-01T15:30:00.000Z",
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut body = good_body();
    body[key] = value;
    body
}

fn read(body: &Value) -> Result<BookingRequest, Vec<String>> {
    BookingRequest::read(body, &rules(), now())
}

#[test]
fn the_documented_body_is_accepted() {
    let request = read(&good_body()).unwrap();

    assert_eq!(request.first_name.expose(), "John");
    assert_eq!(request.last_name.expose(), "Doe");
    assert_eq!(request.phone.e164(), "+15551234567");
    assert_eq!(request.subject.unwrap().expose(), "Product inquiry");
    assert_eq!(wire_time(request.desired_time), "2026-12-01T15:30:00.000Z");
}

#[test]
fn debug_shows_nothing_personal() {
    let shown = format!("{:?}", read(&good_body()).unwrap());

    for personal in ["John", "Doe", "555", "4567", "Product"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}

#[test]
fn a_pasted_number_is_read_without_what_nobody_sees() {
    for text in [
        "\u{202d}+1 (202) 555-0161\u{202c}",
        "\u{feff}+1\u{a0}202\u{2011}555\u{2013}0161",
        "\u{200e}202\u{200b}555\u{ad}0161",
        "tel:+1-202-555-0161",
        "TEL:%2B12025550161",
        "\u{ff0b}\u{ff11}2025550161",
        "+1 \u{2060}202 555 0161",
    ] {
        let request = read(&with("phoneNumber", json!(text))).unwrap();

        assert_eq!(request.phone.e164(), "+12025550161", "{text:?}");
    }
}

#[test]
fn an_extension_in_an_address_is_told() {
    let problems = read(&with("phoneNumber", json!("tel:+12025550161;ext=7"))).unwrap_err();

    assert_eq!(problems, ["Phone number must not have an extension"]);
}

#[test]
fn names_of_any_script_and_markup_are_kept_as_typed() {
    for name in [
        "José",
        "李",
        "O'Neil-Smith",
        "عمر",
        "<b>Bold</b>",
        "DROP TABLE",
        &"é".repeat(100),
    ] {
        let request = read(&with("lastName", json!(format!(" {name}\u{3000} ")))).unwrap();

        assert_eq!(request.last_name.expose(), name);
    }
}

#[test]
fn ordinary_subjects_pass() {
    for subject in [
        "Please update my address",
        "<script>alert(1)</script>",
        &"ü".repeat(200),
    ] {
        let request = read(&with("subject", json!(subject))).unwrap();

        assert_eq!(request.subject.unwrap().expose(), subject);
    }
    for nothing in [json!(null), json!(""), json!(" \t ")] {
        assert_eq!(read(&with("subject", nothing)).unwrap().subject, None);
    }
}

#[test]
fn every_problem_has_its_text() {
    let long_name = json!("é".repeat(101));
    let long_subject = json!("é".repeat(201));

    for (key, value, expected) in [
        ("firstName", json!(null), vec!["First name is required"]),
        ("firstName", json!("  "), vec!["First name is required"]),
        ("firstName", json!(7), vec!["First name must be a string"]),
        (
            "firstName",
            long_name.clone(),
            vec!["First name must be 100 characters or less"],
        ),
        (
            "firstName",
            json!("Jo\u{7}hn"),
            vec!["First name must not contain control characters"],
        ),
        ("lastName", json!(null), vec!["Last name is required"]),
        (
            "lastName",
            json!(["Doe"]),
            vec!["Last name must be a string"],
        ),
        (
            "lastName",
            long_name,
            vec!["Last name must be 100 characters or less"],
        ),
        (
            "lastName",
            json!("D\u{202e}oe"),
            vec!["Last name must not contain control characters"],
        ),
        (
            "lastName",
            json!("D\u{2028}oe"),
            vec!["Last name must not contain control characters"],
        ),
        ("phoneNumber", json!(null), vec!["Phone number is required"]),
        ("phoneNumber", json!(""), vec!["Phone number is required"]),
        (
            "phoneNumber",
            json!(5_551_234_567_u64),
            vec!["Phone number must be a string"],
        ),
        (
            "phoneNumber",
            json!("12"),
            vec!["Phone number format is invalid"],
        ),
        (
            "phoneNumber",
            json!("1-800-FLOWERS"),
            vec!["Phone number must contain digits only, no letters"],
        ),
        (
            "phoneNumber",
            json!("+442079460123"),
            vec!["Phone number cannot be called from here: only numbers of US are accepted"],
        ),
        ("subject", json!({}), vec!["Subject must be a string"]),
        (
            "subject",
            long_subject,
            vec!["Subject must be 200 characters or less"],
        ),
        (
            "subject",
            json!("a\u{2066}b"),
            vec!["Subject must not contain control characters"],
        ),
        (
            "desiredTime",
            json!(1_700_000_000),
            vec!["Desired time must be a string"],
        ),
        ("desiredTime", json!(""), vec![BAD_TIME]),
        ("desiredTime", json!("2026-12-01T15:30"), vec![BAD_TIME]),
        ("desiredTime", json!("2026-12-01"), vec![BAD_TIME]),
        ("desiredTime", json!("2026-02-30T10:00:00Z"), vec![BAD_TIME]),
        ("desiredTime", json!("tomorrow"), vec![BAD_TIME]),
        (
            "desiredTime",
            json!("2026-11-20T10:00:00Z"),
            vec!["Desired time must be in the future"],
        ),
        (
            "desiredTime",
            json!("2026-12-20T10:00:00.001Z"),
            vec!["Desired time cannot be more than 30 days in the future"],
        ),
    ] {
        assert_eq!(
            read(&with(key, value.clone())).unwrap_err(),
            expected,
            "{key}: {value}"
        );
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_fields() {
    let body = json!({
        "desiredTime": "soon",
        "subject": 1,
        "lastName": format!("\u{0}{}x", "y".repeat(100)),
    });

    assert_eq!(
        read(&body).unwrap_err(),
        [
            "First name is required",
            "Last name must be 100 characters or less",
            "Last name must not contain control characters",
            "Phone number is required",
            "Subject must be a string",
            BAD_TIME,
        ]
    );
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    for body in [json!(null), json!([]), json!("x"), json!(1)] {
        assert_eq!(
            read(&body).unwrap_err(),
            ["Request body must be a JSON object"]
        );
    }
}

#[test]
fn without_a_desired_time_the_callback_is_in_one_hour() {
    let request = read(&with("desiredTime", Value::Null)).unwrap();

    assert_eq!(wire_time(request.desired_time), "2026-11-20T11:00:00.000Z");
}

#[test]
fn times_are_kept_in_whole_milliseconds_of_utc() {
    for (text, wire) in [
        ("2026-12-01T15:30:00+05:30", "2026-12-01T10:00:00.000Z"),
        ("2026-12-01t15:30:00-23:59", "2026-12-02T15:29:00.000Z"),
        ("2026-12-01T15:30:00.1239999Z", "2026-12-01T15:30:00.123Z"),
        ("2026-11-30T23:59:60Z", "2026-12-01T00:00:00.000Z"),
        ("2026-12-20T10:00:00Z", "2026-12-20T10:00:00.000Z"),
    ] {
        let request = read(&with("desiredTime", json!(text))).unwrap();

        assert_eq!(wire_time(request.desired_time), wire);
    }
}

#[test]
fn times_at_the_ends_of_the_calendar_are_refused_without_panic() {
    for text in [
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:60.999999999-23:59",
        "+99999-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2026-12-01T15:30:00+99:99",
    ] {
        assert_eq!(
            read(&with("desiredTime", json!(text))).unwrap_err().len(),
            1,
            "{text}"
        );
    }
}

#[test]
fn a_limit_of_one_day_is_told_in_the_singular() {
    let rules = Rules {
        max_days_ahead: 1,
        ..rules()
    };

    let problems = BookingRequest::read(&good_body(), &rules, now()).unwrap_err();

    assert_eq!(
        problems,
        ["Desired time cannot be more than 1 day in the future"]
    );
}

#[test]
fn a_time_outside_business_hours_is_refused_with_the_next_free_one() {
    let closed = "Desired time is outside business hours (Mon-Fri 09:00-17:00, Europe/Rome)";

    for (desired, next) in [
        (
            "2026-11-21T09:00:00Z",
            "the next free time is 2026-11-23T08:00:00.000Z",
        ),
        (
            "2026-11-24T09:00:00Z",
            "the next free time is 2026-11-25T08:00:00.000Z",
        ),
        (
            "2026-12-20T09:00:00Z",
            "the next free time is 2026-11-20T11:00:00.000Z",
        ),
    ] {
        let body = with("desiredTime", json!(desired));

        let problems = BookingRequest::read(&body, &office_rules(), now()).unwrap_err();

        assert_eq!(problems, [format!("{closed}; {next}")]);
    }
    assert!(BookingRequest::read(&good_body(), &office_rules(), now()).is_ok());
}

#[test]
fn the_default_time_keeps_to_business_hours_too() {
    let body = with("desiredTime", Value::Null);
    let friday_evening = at("2026-11-20T15:30:00Z");

    let problems = BookingRequest::read(&body, &office_rules(), friday_evening).unwrap_err();

    assert!(problems[0].ends_with("the next free time is 2026-11-23T08:00:00.000Z"));
}

#[test]
fn no_free_time_at_all_is_said_so() {
    let rules = Rules {
        max_days_ahead: 1,
        ..office_rules()
    };
    let body = with("desiredTime", json!("2026-11-21T20:00:00Z"));

    let problems = BookingRequest::read(&body, &rules, at("2026-11-21T09:00:00Z")).unwrap_err();

    assert!(problems[0].ends_with("; there is no free time within the bookable days"));
}

#[test]
fn a_move_needs_a_time_and_the_contact_only_when_it_is_gone() {
    let time_only =
        json!({"desiredTime": "2026-12-01T15:30:00Z", "phoneNumber": "", "subject": null});
    let read =
        |body: &Value, contact_needed| MoveRequest::read(body, &rules(), now(), contact_needed);

    let kept = read(&time_only, false).unwrap();
    assert_eq!((kept.phone, kept.subject), (None, None));
    assert_eq!(wire_time(kept.desired_time), "2026-12-01T15:30:00.000Z");
    assert_eq!(
        read(&time_only, true).unwrap_err(),
        ["Phone number is required"]
    );
    let renewed = read(&good_body(), true).unwrap();
    assert_eq!(renewed.phone.unwrap().e164(), "+15551234567");
    assert_eq!(renewed.subject.unwrap().expose(), "Product inquiry");
    assert_eq!(
        read(&json!({"phoneNumber": "x", "subject": 1}), false).unwrap_err(),
        [
            "Phone number must contain digits only, no letters",
            "Subject must be a string",
            "Desired time is required",
        ]
    );
    assert_eq!(
        read(&json!([]), false).unwrap_err(),
        ["Request body must be a JSON object"]
    );
}

#[test]
fn what_cannot_be_seen_is_no_name_and_control_characters_at_the_ends_are_refused() {
    let problems = |first: &str, last: &str| {
        let mut body = with("firstName", first.into());
        body["lastName"] = last.into();
        read(&body).unwrap_err()
    };

    for blank in ["\u{200b}", "\u{feff} ", "\u{3164}", "\u{2800}", "\n"] {
        assert_eq!(
            problems(blank, "Example"),
            ["First name is required"],
            "{blank:?}"
        );
    }
    assert_eq!(
        problems("Robin\n", "\tExample"),
        [
            "First name must not contain control characters",
            "Last name must not contain control characters"
        ]
    );
}

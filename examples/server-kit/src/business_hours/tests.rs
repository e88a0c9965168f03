use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn hours(spans: &str, time_zone: &str) -> BusinessHours {
    BusinessHours::parse(spans, time_zone, "2026-12-25, 2026-12-26").unwrap()
}

#[test]
fn hours_follow_the_clock_of_their_zone() {
    let rome = hours(
        "Mon-Fri 09:00-12:30, Mon-Fri 13:30-17:00, sat 10:00-12:00",
        "Europe/Rome",
    );

    for (instant, open) in [
        ("2026-11-23T07:59:59.999Z", false),
        ("2026-11-23T08:00:00Z", true),
        ("2026-11-23T11:29:59.999Z", true),
        ("2026-11-23T11:30:00Z", false),
        ("2026-11-23T12:30:00Z", true),
        ("2026-11-23T16:00:00Z", false),
        ("2026-07-20T07:00:00Z", true),
        ("2026-11-28T09:00:00Z", true),
        ("2026-11-28T11:00:00Z", false),
        ("2026-11-29T09:00:00Z", false),
        ("2026-12-24T09:00:00Z", true),
        ("2026-12-25T09:00:00Z", false),
    ] {
        assert_eq!(rome.is_open(at(instant)), open, "{instant}");
    }
}

#[test]
fn a_span_may_go_over_the_end_of_the_week_and_to_midnight() {
    let rome = hours("Fri-Mon 22:00-24:00", "Europe/Rome");

    assert!(rome.is_open(at("2026-11-22T22:59:59+00:00")));
    assert!(!rome.is_open(at("2026-11-22T23:00:00+00:00")));
    assert!(rome.is_open(at("2026-11-23T21:00:00+00:00")));
    assert!(!rome.is_open(at("2026-11-24T21:00:00+00:00")));
}

#[test]
fn hours_that_begin_in_a_skipped_hour_begin_after_it() {
    for (zone, before, after) in [
        (
            "Europe/Rome",
            "2026-03-29T00:55:00Z",
            "2026-03-29T01:00:00Z",
        ),
        (
            "America/New_York",
            "2026-03-08T06:55:00Z",
            "2026-03-08T07:00:00Z",
        ),
    ] {
        let hours = hours("Sun 02:30-04:00", zone);

        let next = hours.next_open(at(before), at("2026-04-30T00:00:00Z"));

        assert!(!hours.is_open(at(before)));
        assert_eq!(next, Some(at(after)), "{zone}");
    }
}

#[test]
fn hours_inside_a_skipped_hour_do_not_occur() {
    let rome = hours("Sun 02:10-02:50", "Europe/Rome");

    let next = rome.next_open(at("2026-03-28T12:00:00Z"), at("2026-04-30T00:00:00Z"));

    assert_eq!(next, Some(at("2026-04-05T00:10:00Z")));
}

#[test]
fn an_hour_that_occurs_twice_counts_twice() {
    for (zone, opens) in [
        (
            "Europe/Rome",
            ["2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z"],
        ),
        (
            "America/New_York",
            ["2026-11-01T05:15:00Z", "2026-11-01T06:15:00Z"],
        ),
    ] {
        let spans = if zone == "Europe/Rome" {
            "Sun 02:15-02:45"
        } else {
            "Sun 01:15-01:45"
        };
        let hours = hours(spans, zone);
        let [first, second] = opens.map(at);
        let until = at("2026-11-01T23:00:00Z");

        let half_an_hour = chrono::Duration::minutes(30);
        assert_eq!(
            hours.next_open(first - half_an_hour, until),
            Some(first),
            "{zone}"
        );
        assert_eq!(
            hours.next_open(first + half_an_hour, until),
            Some(second),
            "{zone}"
        );
    }
}

#[test]
fn the_next_open_instant_is_rounded_up_and_within_the_limit() {
    let rome = hours("Mon-Fri 09:00-17:00", "Europe/Rome");

    for (from, until, next) in [
        (
            "2026-11-21T10:00:00Z",
            "2026-12-01T00:00:00Z",
            Some("2026-11-23T08:00:00Z"),
        ),
        (
            "2026-11-23T08:00:00.001Z",
            "2026-12-01T00:00:00Z",
            Some("2026-11-23T08:05:00Z"),
        ),
        (
            "2026-11-23T08:05:00Z",
            "2026-11-23T08:05:00Z",
            Some("2026-11-23T08:05:00Z"),
        ),
        (
            "2026-11-23T15:56:00Z",
            "2026-12-01T00:00:00Z",
            Some("2026-11-24T08:00:00Z"),
        ),
        (
            "2026-12-24T16:00:00Z",
            "2027-01-01T00:00:00Z",
            Some("2026-12-28T08:00:00Z"),
        ),
        ("2026-11-21T10:00:00Z", "2026-11-23T07:59:59Z", None),
        ("2026-11-23T08:00:00Z", "2026-11-22T08:00:00Z", None),
    ] {
        assert_eq!(rome.next_open(at(from), at(until)), next.map(at), "{from}");
    }
}

#[test]
fn the_refusal_names_the_hours_and_the_next_free_time() {
    let rome = hours("mon-FRI 9:00-17:00,Saturday 10:00-12:00", "Europe/Rome");

    assert_eq!(
        rome.closed_text(Some(at("2026-11-23T08:00:00Z"))),
        "Desired time is outside business hours (Mon-Fri 09:00-17:00, Sat 10:00-12:00, \
         Europe/Rome); the next free time is 2026-11-23T08:00:00.000Z"
    );
    assert_eq!(
        hours("Mon-Fri 09:00-17:00", "UTC").closed_text(None),
        "Desired time is outside business hours (Mon-Fri 09:00-17:00, UTC); \
         there is no free time within the bookable days"
    );
}

#[test]
fn a_wrong_span_is_named_with_the_reason_and_the_expected_form() {
    for (span, reason) in [
        ("Mon-Fri", "days and times are not separated by a space"),
        ("Mon-Fry 09:00-17:00", "\"Fry\" is not a weekday"),
        ("Mon 09:00", "\"09:00\" is not a span of time"),
        ("Mon 0900-1700", "\"0900\" is not a time of day"),
        ("Mon 09:00-24:01", "\"24:01\" is not a time of day"),
        ("Mon 09:60-17:00", "\"09:60\" is not a time of day"),
        ("Mon +9:00-17:00", "\"+9:00\" is not a time of day"),
        ("Mon 22:00-06:00", "the end is not after the start"),
        ("Mon 24:00-24:00", "the end is not after the start"),
    ] {
        let spans = format!("Sun 10:00-12:00, {span}, Sat 10:00-12:00");

        assert_eq!(
            BusinessHours::parse(&spans, "UTC", "").unwrap_err(),
            format!(
                "business hours {span:?}: {reason}; expected a form such as Mon-Fri 09:00-17:00"
            )
        );
    }
}

#[test]
fn other_wrong_settings_are_named_with_the_expected_form() {
    for (spans, zone, holidays, expected) in [
        (
            " , ",
            "UTC",
            "",
            "business hours are empty: expected a form such as Mon-Fri 09:00-17:00",
        ),
        (
            "Mon 09:00-17:00",
            "Europe/Roma",
            "",
            "\"Europe/Roma\" is not a time zone: expected an IANA name such as Europe/Rome",
        ),
        (
            "Mon 09:00-17:00",
            "UTC",
            "2026-12-25,25.12.2026",
            "holiday \"25.12.2026\" is not a date: expected a form such as 2026-12-25",
        ),
    ] {
        assert_eq!(
            BusinessHours::parse(spans, zone, holidays).unwrap_err(),
            expected
        );
    }
}

#[test]
fn the_ends_of_the_calendar_are_closed() {
    let hours = hours("Mon-Sun 00:00-24:00", "Pacific/Auckland");

    assert!(!hours.is_open(DateTime::<Utc>::MAX_UTC));
    assert_eq!(
        hours.next_open(DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MAX_UTC),
        None
    );
}

fn some_hours() -> impl Strategy<Value = BusinessHours> {
    let zone = prop_oneof![
        Just("Europe/Rome"),
        Just("America/New_York"),
        Just("Australia/Lord_Howe"),
        Just("Asia/Kathmandu"),
    ];
    let day = 0_u8..7;
    (day.clone(), day, 0_u32..1440, 1_u32..600, zone).prop_map(|(first, last, start, len, zone)| {
        let name = |day: u8| Weekday::try_from(day).unwrap();
        let end = (start + len).min(DAY_MINUTES);
        let span = Span {
            first: name(first),
            last: name(last),
            start,
            end,
        };
        BusinessHours::parse(&span.to_string(), zone, "2026-03-29").unwrap()
    })
}

proptest! {
    #[test]
    fn the_next_open_instant_is_the_first_on_the_grid(
        hours in some_hours(),
        from in 1_767_225_600_000_i64..1_798_761_600_000,
        days in 0_i64..31,
    ) {
        let from = DateTime::from_timestamp_millis(from).unwrap();
        let until = from + chrono::Duration::days(days);

        let next = hours.next_open(from, until);

        if let Some(next) = next {
            prop_assert!(hours.is_open(next) && from <= next && next <= until);
            prop_assert_eq!(next.timestamp_millis() % 300_000, 0);
        }
        let grid = (from.timestamp_millis() + 299_999).div_euclid(300_000) * 300_000;
        let end = next.unwrap_or(until + chrono::Duration::milliseconds(1));
        for millis in (grid..end.timestamp_millis()).step_by(300_000) {
            let instant = DateTime::from_timestamp_millis(millis).unwrap();
            let clock = instant.with_timezone(&hours.time_zone).naive_local();
            let holiday = hours.holidays.contains(&clock.date());
            prop_assert!(holiday || !hours.spans[0].covers(clock));
        }
    }

    #[test]
    fn no_setting_makes_the_parser_panic(spans in "\\PC{0,30}", zone in "\\PC{0,12}", days in "\\PC{0,20}") {
        let _ = BusinessHours::parse(&spans, &zone, &days);
        let _ = BusinessHours::parse(&format!("Mon {spans}"), "UTC", "");
    }
}

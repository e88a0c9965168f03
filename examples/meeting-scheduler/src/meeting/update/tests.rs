use serde_json::{from_value, json};

use super::*;

const START: i64 = 1_800_000_000_000;

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn rules() -> Rules {
    Rules {
        duration: 15..=1440,
    }
}

fn current() -> Value {
    json!({
        "_id": "s-1",
        "date": START,
        "duration": 30,
        "visitor": {
            "name": "John Doe",
            "email": "john.doe@example.com",
            "subject": "Review",
            "pin": "1234",
            "autoAnswer": true,
            "meetingUrl": "https://video.example.com/ve/1",
        },
    })
}

fn schedule(value: Value) -> Schedule {
    from_value(value).unwrap()
}

/// What a form that was filled from [`current`] sends, with these changes.
fn body(changes: Value) -> Value {
    let mut body = changes;
    let current = current();
    body["read"] = json!({
        "date": current["date"],
        "duration": current["duration"],
        "visitor": {
            "name": current["visitor"]["name"],
            "email": current["visitor"]["email"],
            "phone": "",
            "subject": current["visitor"]["subject"],
        },
    });
    body
}

fn read(changes: Value) -> Result<UpdateMeeting, Vec<String>> {
    UpdateMeeting::read(&body(changes), &rules(), now())
}

fn changes(changes: Value) -> Option<Value> {
    let update = read(changes).unwrap();
    let sent = update.changes(&schedule(current()));
    sent.map(|sent| serde_json::to_value(sent).unwrap())
}

#[test]
fn only_what_changes_is_sent() {
    let later = START + 3_600_000;
    assert_eq!(
        changes(json!({ "date": later })),
        Some(json!({ "date": later }))
    );
    assert_eq!(
        changes(json!({ "duration": 45 })),
        Some(json!({ "duration": 45 }))
    );
    let same = json!({
        "date": START,
        "duration": 30,
        "visitor": { "name": "John Doe", "phone": "", "subject": "Review" },
    });
    assert_eq!(changes(same), None);
    assert_eq!(changes(json!({ "date": null, "visitor": null })), None);
}

#[test]
fn a_visitor_who_changes_is_sent_whole() {
    let sent = changes(json!({ "visitor": { "subject": " Plan ", "phone": "+12025550147" } }));

    let expected = json!({
        "visitor": {
            "name": "John Doe",
            "email": "john.doe@example.com",
            "phone": "+12025550147",
            "subject": "Plan",
            "pin": "1234",
            "autoAnswer": true,
        },
    });
    assert_eq!(sent, Some(expected));
}

#[test]
fn an_emptied_field_is_sent_empty() {
    for empty in [json!(""), json!(" \t "), json!(null)] {
        let sent = changes(json!({ "visitor": { "email": empty } })).unwrap();

        assert_eq!(sent["visitor"]["email"], "");
        assert_eq!(sent["visitor"]["name"], "John Doe");
    }
}

#[test]
fn a_meeting_as_it_was_read_is_not_outdated() {
    let update = read(json!({ "duration": 45 })).unwrap();
    let mut written_otherwise = current();
    written_otherwise["date"] = json!("2027-01-15T08:00:00.000Z");
    written_otherwise["duration"] = json!("30");
    written_otherwise["visitor"]["phone"] = json!("");
    written_otherwise["active"] = json!(false);

    assert!(!update.is_outdated(&schedule(current())));
    assert!(!update.is_outdated(&schedule(written_otherwise)));
}

#[test]
fn every_fact_that_changed_meanwhile_makes_it_outdated() {
    let update = read(json!({ "duration": 45 })).unwrap();
    for (pointer, value) in [
        ("/date", json!(START + 1)),
        ("/date", json!(null)),
        ("/duration", json!(31)),
        ("/visitor/name", json!("Jane Doe")),
        ("/visitor/email", json!(null)),
        ("/visitor/subject", json!("Plan")),
        ("/visitor", json!({})),
    ] {
        let mut changed = current();
        *changed.pointer_mut(pointer).unwrap() = value;
        assert!(update.is_outdated(&schedule(changed)), "{pointer}");
    }
    let mut with_phone = current();
    with_phone["visitor"]["phone"] = json!("+12025550147");
    assert!(update.is_outdated(&schedule(with_phone)));
}

#[test]
fn what_was_read_may_be_written_as_the_vendor_writes_it() {
    let mut body = body(json!({ "duration": 45 }));
    body["read"]["date"] = json!("2027-01-15T08:00:00Z");
    body["read"]["duration"] = json!("30");
    body["read"]["visitor"]["phone"] = json!(null);

    let update = UpdateMeeting::read(&body, &rules(), now()).unwrap();

    assert!(!update.is_outdated(&schedule(current())));
}

#[test]
fn without_what_was_read_nothing_is_changed() {
    for read in [
        json!(null),
        json!("x"),
        json!({ "date": "soon" }),
        json!({ "duration": [] }),
        json!({ "visitor": [] }),
    ] {
        let mut body = body(json!({ "duration": 45 }));
        body["read"] = read;
        let problems = UpdateMeeting::read(&body, &rules(), now()).unwrap_err();
        assert!(
            problems.len() == 1 && problems[0].starts_with("Read must hold"),
            "{problems:?}"
        );
    }
}

#[test]
fn what_changes_keeps_to_the_rules() {
    let past = now().timestamp_millis();
    for (change, label) in [
        (json!({ "date": past }), "Start must be in the future"),
        (json!({ "date": "later" }), "Start must be a time"),
        (json!({ "duration": 14 }), "Duration must be from 15"),
        (json!({ "duration": 1441 }), "Duration must be from 15"),
        (json!({ "visitor": "John" }), "Visitor must be"),
        (
            json!({ "visitor": { "email": "john" } }),
            "Visitor email must be",
        ),
        (
            json!({ "visitor": { "name": ["John"] } }),
            "Visitor name must be",
        ),
    ] {
        let problems = read(change).unwrap_err();
        assert!(
            problems.len() == 1 && problems[0].starts_with(label),
            "{problems:?}"
        );
    }
}

#[test]
fn what_stays_as_it_was_need_not_keep_to_them() {
    let old = json!({
        "date": 1,
        "duration": 5,
        "visitor": { "name": " a\nb ", "email": "john" },
    });
    let body = json!({
        "date": 1,
        "duration": 5,
        "visitor": { "name": " a\nb ", "email": "john", "subject": "Plan" },
        "read": old,
    });

    let update = UpdateMeeting::read(&body, &rules(), now()).unwrap();

    let mut current = old;
    current["_id"] = json!("s-1");
    let current = schedule(current);
    assert!(!update.is_outdated(&current));
    let visitor = update.changes(&current).unwrap().visitor.unwrap();
    assert_eq!(visitor.name.as_deref(), Some(" a\nb "));
    assert_eq!(visitor.subject.as_deref(), Some("Plan"));
}

#[test]
fn what_the_vendor_wrote_oddly_is_no_change_and_is_sent_as_it_is() {
    let odd = json!({
        "date": START,
        "duration": 30,
        "visitor": { "name": "John ", "email": " ", "phone": 12_025_550_147_i64, "subject": "t" },
    });
    let mut current = odd.clone();
    current["_id"] = json!("s-1");
    let current = schedule(current);
    let tidy = json!({ "name": "John", "email": "", "phone": "12025550147", "subject": "t" });
    for read in [odd["visitor"].clone(), tidy.clone()] {
        let mut body = json!({ "visitor": tidy, "read": odd });
        body["read"]["visitor"] = read;
        let unchanged = UpdateMeeting::read(&body, &rules(), now()).unwrap();
        assert!(!unchanged.is_outdated(&current));
        assert_eq!(unchanged.changes(&current), None);

        body["visitor"]["subject"] = json!("Plan");
        let changed = UpdateMeeting::read(&body, &rules(), now()).unwrap();

        let sent = changed.changes(&current).unwrap().visitor.unwrap();
        assert_eq!(sent.name.as_deref(), Some("John "));
        assert_eq!(sent.email.as_deref(), Some(" "));
        assert_eq!(sent.phone.as_deref(), Some("12025550147"));
        assert_eq!(sent.subject.as_deref(), Some("Plan"));
    }
}

#[test]
fn what_is_no_text_is_refused_also_where_nothing_was_read() {
    for odd in [json!([]), json!({}), json!(true), json!(7)] {
        let problems = read(json!({ "visitor": { "phone": odd } })).unwrap_err();

        assert_eq!(problems, ["Visitor phone must be a text"]);
    }
}

#[test]
fn debug_shows_nothing_personal() {
    let update = read(json!({ "visitor": { "name": "Jane" } })).unwrap();

    let shown = format!("{update:?} {:?}", update.read);

    assert!(
        !shown.contains("Jane") && !shown.contains("John"),
        "{shown}"
    );
}

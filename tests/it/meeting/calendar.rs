//! A meeting as a file for a calendar.

use serde_json::json;
use videoengager_client::fake::FullUrl;

use super::harness::{Answer, Server, read_from};

/// The lines of a calendar file, unfolded (RFC 5545, 3.1).
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"), "{text:?}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{line:?} is too long");
    }
    let unfolded = text.replace("\r\n ", "").replace("\r\n\t", "");
    unfolded.lines().map(str::to_owned).collect()
}

/// The value of the event's only property of this name, its escapes undone.
#[track_caller]
fn value(lines: &[String], name: &str) -> String {
    let found: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split_once(':'))
        .filter(|(property, _)| property.split(';').next() == Some(name))
        .map(|(_, value)| value)
        .collect();
    assert_eq!(found.len(), 1, "{name} in {lines:?}");
    let mut value = String::new();
    let mut characters = found[0].chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => value.push('\n'),
                Some(escaped) => value.push(escaped),
                None => panic!("{name} ends in the middle of an escape"),
            },
            other => value.push(other),
        }
    }
    value
}

/// A reminder has properties of the same names.
fn without_reminder(lines: Vec<String>) -> Vec<String> {
    let at = |line: &str| lines.iter().position(|known| known == line);
    match (at("BEGIN:VALARM"), at("END:VALARM")) {
        (Some(begin), Some(end)) => [&lines[..begin], &lines[end + 1..]].concat(),
        _ => lines,
    }
}

fn count(lines: &[String], line: &str) -> usize {
    lines.iter().filter(|known| *known == line).count()
}

#[track_caller]
fn read(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    let kind = answer.header("content-type");
    assert!(kind.starts_with("text/calendar"), "{kind}");
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment"), "{disposition}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let lines = lines(&answer.text);
    assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
    assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
    assert_eq!(count(&lines, "BEGIN:VEVENT"), 1);
    assert_eq!(count(&lines, "END:VEVENT"), 1);
    without_reminder(lines)
}

#[tokio::test]
async fn the_file_has_time_title_and_the_visitors_link() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::WithToken);
    let mut form = server.form();
    form["date"] = json!(1_772_550_000_000_i64);
    form["duration"] = json!(90);
    let meeting = browser.scheduled(&form).await;

    let file = browser.get("/api/schedules/schedule-1/meeting.ics").await;

    let lines = read(&file);
    assert_eq!(value(&lines, "VERSION"), "2.0");
    assert_eq!(value(&lines, "DTSTART"), "20260303T150000Z");
    assert_eq!(value(&lines, "DTEND"), "20260303T163000Z");
    assert_eq!(value(&lines, "SUMMARY"), "A first talk");
    assert!(value(&lines, "UID").contains("schedule-1"));
    assert!(value(&lines, "DTSTAMP").ends_with('Z'));
    let visitor = meeting["visitor"]["meetingUrl"].as_str().unwrap();
    let agent = meeting["agent"]["meetingUrl"].as_str().unwrap();
    assert!(lines.join("\n").contains(visitor));
    assert!(
        !file.text.replace("\r\n ", "").contains(agent),
        "{}",
        file.text
    );
    assert!(!file.text.contains("token"), "{}", file.text);
}

#[tokio::test]
async fn the_agents_file_has_the_agents_link_and_no_token() {
    let (server, browser) = Server::with_partner().await;
    server.video().set_full_url(FullUrl::WithToken);
    let meeting = browser.scheduled(&server.form()).await;

    let file = browser
        .get("/api/schedules/schedule-1/meeting.ics?for=agent")
        .await;

    let text = read(&file).join("\n");
    assert!(
        text.contains(meeting["agent"]["meetingUrl"].as_str().unwrap()),
        "{text}"
    );
    assert!(
        !text.contains(meeting["visitor"]["meetingUrl"].as_str().unwrap()),
        "{text}"
    );
    assert!(!text.contains("token"), "{text}");
}

#[tokio::test]
async fn texts_cannot_break_out_of_their_line() {
    let (server, browser) = Server::with_partner().await;
    let title = "A, b; c\\n \"d\": END:VEVENT äöü 田中 ".repeat(4);
    let title = title.trim();
    let mut form = server.form();
    form["visitor"]["subject"] = json!(title);
    browser.scheduled(&form).await;

    let lines = read(&browser.get("/api/schedules/schedule-1/meeting.ics").await);

    assert_eq!(value(&lines, "SUMMARY"), title);
}

#[tokio::test]
async fn a_meeting_without_a_title_still_has_a_summary() {
    let (server, browser) = Server::with_partner().await;
    browser
        .scheduled(&json!({ "date": server.in_hours(30), "duration": 15 }))
        .await;

    let lines = read(&browser.get("/api/schedules/schedule-1/meeting.ics").await);

    assert!(!value(&lines, "SUMMARY").trim().is_empty());
}

#[tokio::test]
async fn a_meeting_that_was_moved_is_the_same_entry_at_another_time() {
    let (server, browser) = Server::with_partner().await;
    let meeting = browser.scheduled(&server.form()).await;
    let path = "/api/schedules/schedule-1/meeting.ics";
    let before = read(&browser.get(path).await);
    let change = json!({ "date": 1_772_636_400_000_i64, "read": read_from(&meeting) });
    assert_eq!(
        browser
            .put("/api/schedules/schedule-1", &change)
            .await
            .status,
        200
    );

    let after = read(&browser.get(path).await);

    assert_eq!(value(&after, "UID"), value(&before, "UID"));
    assert_eq!(value(&after, "DTSTART"), "20260304T150000Z");
    assert_ne!(value(&after, "DTSTART"), value(&before, "DTSTART"));
}

//! What was arranged as a file for a calendar (RFC 5545, RFC 5546).

use std::fmt;

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use http::header;
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property};
use url::Url;

/// How long before the start the calendar reminds of it.
const REMINDER: Duration = Duration::minutes(15);

/// What the file tells.
#[derive(Clone, Copy)]
pub struct CalendarEntry<'a> {
    /// The server's name for programs: "Callback scheduler".
    pub product: &'a str,
    /// Whose invitation it is, for people: "Video callback".
    pub organizer: &'a str,
    /// The server's public address; its host stands in the organizer's address.
    pub public_url: &'a str,
    /// Identifies what was arranged; the same for each version of it.
    pub uid: &'a str,
    /// When it starts.
    pub starts: DateTime<Utc>,
    /// How long it is.
    pub minutes: i64,
    /// What it is.
    pub title: &'a str,
    /// What to know about it.
    pub description: &'a str,
    /// Where it is: the way in.
    pub location: Option<&'a str>,
    /// A page about it.
    pub url: Option<&'a str>,
    /// Whether it is off.
    pub is_cancelled: bool,
    /// Counts the versions; that of a cancellation is the highest.
    pub sequence: u32,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
}

// Links let whoever has them in, and texts may name people.
impl fmt::Debug for CalendarEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarEntry")
            .field("starts", &self.starts)
            .field("minutes", &self.minutes)
            .field("is_cancelled", &self.is_cancelled)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}

/// Writes the file.
///
/// A calendar takes a cancelled entry out: the file is a cancellation by the same organizer,
/// with the same id and a higher sequence. A link that is not one word is left out; control
/// characters of a title become spaces.
#[must_use]
pub fn calendar(entry: &CalendarEntry<'_>) -> String {
    let title = entry.title.replace(char::is_control, " ");
    let (method, status) = match entry.is_cancelled {
        true => ("CANCEL", EventStatus::Cancelled),
        false => ("PUBLISH", EventStatus::Confirmed),
    };
    let mut event = Event::new();
    event
        .uid(entry.uid)
        .timestamp(entry.stamp)
        .sequence(entry.sequence)
        .starts(entry.starts)
        .ends(end(entry))
        .summary(&title)
        .class(Class::Private)
        .status(status)
        .append_property(organizer(entry));
    if !entry.description.is_empty() {
        event.description(entry.description);
    }
    if let Some(location) = entry.location.filter(|url| is_one_word(url)) {
        event.location(location);
    }
    if let Some(url) = entry.url.filter(|url| is_one_word(url)) {
        event.url(url);
    }
    if !entry.is_cancelled {
        event.alarm(reminder(entry, &title));
    }
    let product = format!("-//Switchboard//{}//EN", entry.product);
    let mut calendar = Calendar::empty();
    calendar.properties = Property::from_array([
        ("VERSION", "2.0"),
        ("PRODID", &*product),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method),
    ]);
    calendar.push(event.done());
    calendar.to_string()
}

/// The answer with a file of this name.
#[must_use]
pub fn answer(name: &str, entry: &CalendarEntry<'_>) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, calendar(entry)).into_response()
}

/// Nobody reads mail at this address; calendars compare it.
fn organizer(entry: &CalendarEntry<'_>) -> Property {
    let url = Url::parse(entry.public_url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or("localhost");
    let mut organizer = Property::new("ORGANIZER", format!("mailto:no-reply@{host}"));
    organizer.add_parameter("CN", entry.organizer);
    organizer.done()
}

fn reminder(entry: &CalendarEntry<'_>, title: &str) -> Alarm {
    let mut alarm = Alarm::display(title, -REMINDER);
    // Without these the library writes the present time and a random id.
    alarm
        .timestamp(entry.stamp)
        .uid(&format!("{}-reminder", entry.uid));
    alarm
}

fn end(entry: &CalendarEntry<'_>) -> DateTime<Utc> {
    Duration::try_minutes(entry.minutes)
        .and_then(|length| entry.starts.checked_add_signed(length))
        .unwrap_or(entry.starts)
}

/// Whether a link can stand in a line of its own: the format does not escape links.
fn is_one_word(url: &str) -> bool {
    !url.is_empty() && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIDEO: &str = "https://video.example.com/ve/meeting123?a=1,2;b";
    const MANAGE: &str =
        "https://callback.example.com/manage/0123456789abcdef0123456789abcdef0123456789";

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn entry() -> CalendarEntry<'static> {
        CalendarEntry {
            product: "Callback scheduler",
            organizer: "Video callback",
            public_url: "https://callback.example.com:8443/book",
            uid: "booking-1@callback-scheduler",
            starts: at("2026-12-01T15:30:00.250Z"),
            minutes: 30,
            title: "Plan; budget, and more",
            description: "We call you.\nJoin; or not, as you like.",
            location: Some(VIDEO),
            url: Some(MANAGE),
            is_cancelled: false,
            sequence: 2,
            stamp: at("2026-11-20T10:00:00Z"),
        }
    }

    /// The lines of a calendar file as names and values, unfolded and unescaped.
    fn read(text: &str) -> Vec<(String, String)> {
        let text = text.strip_suffix("\r\n").unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert!(
            !unfolded.replace("\r\n", "").contains(['\r', '\n']),
            "{text}"
        );
        unfolded
            .split("\r\n")
            .map(|line| {
                let (name, value) = line.split_once(':').unwrap();
                let value = value
                    .replace("\\n", "\n")
                    .replace("\\,", ",")
                    .replace("\\;", ";");
                (name.to_owned(), value)
            })
            .collect()
    }

    fn expected(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        lines.iter().map(owned).collect()
    }

    #[test]
    fn the_file_tells_what_was_arranged_and_reminds_of_it() {
        let mut lines = read(&calendar(&entry()));

        let mut wanted = expected(&[
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//Switchboard//Callback scheduler//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("BEGIN", "VEVENT"),
            ("UID", "booking-1@callback-scheduler"),
            ("DTSTAMP", "20261120T100000Z"),
            ("SEQUENCE", "2"),
            ("DTSTART", "20261201T153000Z"),
            ("DTEND", "20261201T160000Z"),
            ("SUMMARY", "Plan; budget, and more"),
            ("DESCRIPTION", "We call you.\nJoin; or not, as you like."),
            ("CLASS", "PRIVATE"),
            ("STATUS", "CONFIRMED"),
            (
                "ORGANIZER;CN=Video callback",
                "mailto:no-reply@callback.example.com",
            ),
            ("LOCATION", VIDEO),
            ("URL", MANAGE),
            ("BEGIN", "VALARM"),
            ("ACTION", "DISPLAY"),
            ("TRIGGER", "-PT900S"),
            ("DESCRIPTION", "Plan; budget, and more"),
            ("UID", "booking-1@callback-scheduler-reminder"),
            ("DTSTAMP", "20261120T100000Z"),
            ("END", "VALARM"),
            ("END", "VEVENT"),
            ("END", "VCALENDAR"),
        ]);
        assert_eq!(lines[0].1, "VCALENDAR");
        assert_eq!(lines[lines.len() - 1].1, "VCALENDAR");
        // The order of the lines between is free.
        lines.sort();
        wanted.sort();
        assert_eq!(lines, wanted);
    }

    #[test]
    fn the_same_entry_makes_the_same_file() {
        assert_eq!(calendar(&entry()), calendar(&entry()));
    }

    #[test]
    fn a_cancelled_entry_is_taken_out_of_the_calendar_that_has_it() {
        let published = read(&calendar(&entry()));
        let text = calendar(&CalendarEntry {
            is_cancelled: true,
            sequence: 3,
            ..entry()
        });

        let lines = read(&text);
        for line in expected(&[
            ("METHOD", "CANCEL"),
            ("STATUS", "CANCELLED"),
            ("SEQUENCE", "3"),
        ]) {
            assert!(lines.contains(&line), "{text}");
        }
        for same in ["UID", "ORGANIZER;CN=Video callback"] {
            let of = |lines: &[(String, String)]| {
                let mut lines = lines.iter();
                lines.find(|(name, _)| name == same).cloned()
            };
            assert!(of(&lines).is_some(), "{text}");
            assert_eq!(of(&lines), of(&published));
        }
        assert!(!text.contains("VALARM"));
    }

    #[test]
    fn neither_a_title_nor_a_link_can_add_lines() {
        let text = calendar(&CalendarEntry {
            title: "Plan\r\nATTENDEE:mailto:x@example.com",
            location: Some("https://video.example.com/\r\nATTENDEE:mailto:x@example.com"),
            url: Some("https://video.example.com/ ATTENDEE"),
            ..entry()
        });

        let lines = read(&text);
        let title = "Plan  ATTENDEE:mailto:x@example.com";
        assert!(
            lines.contains(&expected(&[("SUMMARY", title)])[0]),
            "{text}"
        );
        let foreign = ["ATTENDEE", "LOCATION", "URL"];
        let added = lines.iter().find(|(name, _)| foreign.contains(&&**name));
        assert_eq!(added, None, "{text}");
    }

    #[test]
    fn an_impossible_length_ends_the_entry_at_its_start() {
        let text = calendar(&CalendarEntry {
            minutes: i64::MAX,
            ..entry()
        });

        assert!(text.contains("DTEND:20261201T153000Z\r\n"));
    }

    #[test]
    fn debug_shows_neither_texts_nor_links() {
        let shown = format!("{:?}", entry());

        assert!(
            !shown.contains("example.com") && !shown.contains("Plan"),
            "{shown}"
        );
    }
}

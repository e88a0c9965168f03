//! A meeting as a file for a calendar (RFC 5545).

use std::fmt;

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property};

/// What a meeting without a title is called.
const SUMMARY: &str = "Video meeting";

/// How long before the meeting the calendar reminds of it.
const REMINDER: Duration = Duration::minutes(15);

/// What the calendar file tells about a meeting.
#[derive(Clone, Copy)]
pub struct CalendarEntry<'a> {
    /// Identifies the meeting; the same for each version of it.
    pub uid: &'a str,
    /// When it starts.
    pub starts: DateTime<Utc>,
    /// How long it is.
    pub minutes: u32,
    /// What it is about.
    pub title: Option<&'a str>,
    /// The way in.
    pub url: Option<&'a str>,
    /// Whether it is off.
    pub cancelled: bool,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
}

// The link lets whoever has it in, and a title may name people.
impl fmt::Debug for CalendarEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarEntry")
            .field("starts", &self.starts)
            .field("minutes", &self.minutes)
            .field("cancelled", &self.cancelled)
            .finish_non_exhaustive()
    }
}

/// Writes the calendar file.
///
/// A link that is not one word is left out; control characters of a title become spaces.
#[must_use]
pub fn calendar(entry: &CalendarEntry<'_>) -> String {
    let url = entry.url.filter(|url| is_one_word(url));
    let title = entry
        .title
        .unwrap_or(SUMMARY)
        .replace(char::is_control, " ");
    let mut event = Event::new();
    event
        .uid(entry.uid)
        .timestamp(entry.stamp)
        .starts(entry.starts)
        .ends(end(entry))
        .summary(&title)
        .class(Class::Private);
    if entry.cancelled {
        event.status(EventStatus::Cancelled);
        event.description("This meeting is cancelled.");
    } else {
        event.status(EventStatus::Confirmed);
        event.alarm(reminder(entry, &title));
        if let Some(url) = url {
            event.description(&format!("Video meeting: {url}"));
        }
    }
    if let Some(url) = url {
        event.location(url).url(url);
    }

    let mut calendar = Calendar::empty();
    calendar.properties = Property::from_array([
        ("VERSION", "2.0"),
        ("PRODID", "-//Switchboard//Meeting scheduler//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ]);
    calendar.push(event.done());
    calendar.to_string()
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
    let length = Duration::minutes(entry.minutes.into());
    entry
        .starts
        .checked_add_signed(length)
        .unwrap_or(entry.starts)
}

/// Whether a link can stand in a line of its own: the format does not escape links.
fn is_one_word(url: &str) -> bool {
    !url.is_empty() && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn entry() -> CalendarEntry<'static> {
        CalendarEntry {
            uid: "s-1@meeting-scheduler",
            starts: at("2026-12-01T15:30:00.250Z"),
            minutes: 45,
            title: Some("Plan; budget, and more"),
            url: Some("https://video.example.com/ve/meeting123?a=1,2;b"),
            cancelled: false,
            stamp: at("2026-11-20T10:00:00Z"),
        }
    }

    /// The lines of a calendar file as names and values, unfolded and unescaped.
    fn read(text: &str) -> Vec<(String, String)> {
        let text = text.strip_suffix("\r\n").unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        let split = |line: &str| {
            assert!(!line.contains(['\r', '\n']), "{line}");
            let (name, value) = line.split_once(':').unwrap();
            let value = value.replace("\\,", ",").replace("\\;", ";");
            (name.to_owned(), value)
        };
        unfolded.split("\r\n").map(split).collect()
    }

    fn has(text: &str, name: &str, value: &str) -> bool {
        read(text).contains(&(name.to_owned(), value.to_owned()))
    }

    #[test]
    fn the_file_tells_when_the_meeting_is_and_how_to_join() {
        let text = calendar(&entry());

        let video = "https://video.example.com/ve/meeting123?a=1,2;b";
        let description = format!("Video meeting: {video}");
        for (name, value) in [
            ("PRODID", "-//Switchboard//Meeting scheduler//EN"),
            ("METHOD", "PUBLISH"),
            ("UID", "s-1@meeting-scheduler"),
            ("DTSTAMP", "20261120T100000Z"),
            ("DTSTART", "20261201T153000Z"),
            ("DTEND", "20261201T161500Z"),
            ("SUMMARY", "Plan; budget, and more"),
            ("DESCRIPTION", &description),
            ("LOCATION", video),
            ("URL", video),
            ("CLASS", "PRIVATE"),
            ("STATUS", "CONFIRMED"),
            ("TRIGGER", "-PT900S"),
        ] {
            assert!(has(&text, name, value), "{name}: {text}");
        }
        assert_eq!(calendar(&entry()), text);
    }

    #[test]
    fn a_cancelled_meeting_is_marked_and_reminds_nobody() {
        let text = calendar(&CalendarEntry {
            cancelled: true,
            ..entry()
        });

        assert!(has(&text, "STATUS", "CANCELLED"), "{text}");
        assert!(!text.contains("VALARM"));
    }

    #[test]
    fn neither_a_title_nor_a_link_can_add_lines() {
        let text = calendar(&CalendarEntry {
            title: Some("Plan\r\nATTENDEE:mailto:x@example.com"),
            url: Some("https://video.example.com/\r\nORGANIZER:mailto:x@example.com"),
            ..entry()
        });

        assert!(
            has(&text, "SUMMARY", "Plan  ATTENDEE:mailto:x@example.com"),
            "{text}"
        );
        let names = read(&text).into_iter().map(|(name, _)| name);
        let foreign = ["ATTENDEE", "ORGANIZER", "LOCATION", "URL"];
        assert!(
            names.into_iter().all(|name| !foreign.contains(&&*name)),
            "{text}"
        );
    }

    #[test]
    fn a_meeting_without_a_title_has_one_in_the_calendar() {
        let text = calendar(&CalendarEntry {
            title: None,
            ..entry()
        });

        assert!(has(&text, "SUMMARY", "Video meeting"), "{text}");
    }

    #[test]
    fn debug_shows_neither_title_nor_link() {
        let shown = format!("{:?}", entry());

        assert!(
            !shown.contains("Plan") && !shown.contains("example.com"),
            "{shown}"
        );
    }
}

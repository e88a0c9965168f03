//! The booking as a file for the customer's calendar (RFC 5545).

use std::fmt;

use chrono::{DateTime, Duration, Utc};
use icalendar::{Alarm, Calendar, Class, Component, Event, EventLike, EventStatus, Property};

const SUMMARY: &str = "Callback with video meeting";

/// How long before the call the calendar reminds of it.
const REMINDER: Duration = Duration::minutes(15);

/// What the calendar file tells about a booking; nothing of it is about the person.
#[derive(Clone, Copy)]
pub struct CalendarEntry<'a> {
    /// Identifies the booking; the same for each version of it.
    pub uid: &'a str,
    /// When we call.
    pub starts: DateTime<Utc>,
    /// How long the meeting is.
    pub minutes: i64,
    /// The video meeting.
    pub video_url: Option<&'a str>,
    /// The page to move or cancel the booking.
    pub manage_url: Option<&'a str>,
    /// Whether the booking is off.
    pub cancelled: bool,
    /// Counts the versions of the booking.
    pub sequence: u32,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
}

// Both links let whoever has them in.
impl fmt::Debug for CalendarEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CalendarEntry")
            .field("starts", &self.starts)
            .field("minutes", &self.minutes)
            .field("cancelled", &self.cancelled)
            .field("sequence", &self.sequence)
            .finish_non_exhaustive()
    }
}

/// Writes the calendar file.
///
/// A link that is not one word is left out.
pub fn calendar(entry: &CalendarEntry<'_>) -> String {
    let video_url = entry.video_url.filter(|url| is_one_word(url));
    let manage_url = entry.manage_url.filter(|url| is_one_word(url));
    let status = if entry.cancelled {
        EventStatus::Cancelled
    } else {
        EventStatus::Confirmed
    };

    let mut event = Event::new();
    event
        .uid(entry.uid)
        .timestamp(entry.stamp)
        .sequence(entry.sequence)
        .starts(entry.starts)
        .ends(end(entry))
        .summary(SUMMARY)
        .description(&description(entry.cancelled, video_url, manage_url))
        .class(Class::Private)
        .status(status);
    if let Some(url) = video_url {
        event.location(url);
    }
    if let Some(url) = manage_url.or(video_url) {
        event.url(url);
    }
    if !entry.cancelled {
        event.alarm(reminder(entry));
    }

    let mut calendar = Calendar::empty();
    calendar.properties = Property::from_array([
        ("VERSION", "2.0"),
        ("PRODID", "-//Switchboard//Callback scheduler//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ]);
    calendar.push(event.done());
    calendar.to_string()
}

fn description(cancelled: bool, video_url: Option<&str>, manage_url: Option<&str>) -> String {
    if cancelled {
        return "This callback is cancelled.".to_owned();
    }
    let mut lines = vec!["We call you on the phone at this time.".to_owned()];
    lines.extend(video_url.map(|url| format!("Video meeting: {url}")));
    lines.extend(manage_url.map(|url| format!("Move or cancel: {url}")));
    lines.join("\n")
}

fn reminder(entry: &CalendarEntry<'_>) -> Alarm {
    let mut alarm = Alarm::display(SUMMARY, -REMINDER);
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

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn entry() -> CalendarEntry<'static> {
        CalendarEntry {
            uid: "booking-1@callback-scheduler",
            starts: at("2026-12-01T15:30:00.250Z"),
            minutes: 30,
            video_url: Some("https://video.example.com/ve/meeting123?a=1,2;b"),
            manage_url: Some(
                "https://callback.example.com/manage/0123456789abcdef0123456789abcdef0123456789",
            ),
            cancelled: false,
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
        lines
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_file_tells_when_we_call_and_how_to_join_or_change_it() {
        let text = calendar(&entry());

        let video = "https://video.example.com/ve/meeting123?a=1,2;b";
        let manage =
            "https://callback.example.com/manage/0123456789abcdef0123456789abcdef0123456789";
        let description = format!(
            "We call you on the phone at this time.\nVideo meeting: {video}\nMove or cancel: {manage}"
        );
        let mut lines = read(&text);
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
            ("SUMMARY", "Callback with video meeting"),
            ("DESCRIPTION", &description),
            ("CLASS", "PRIVATE"),
            ("STATUS", "CONFIRMED"),
            ("LOCATION", video),
            ("URL", manage),
            ("BEGIN", "VALARM"),
            ("ACTION", "DISPLAY"),
            ("TRIGGER", "-PT900S"),
            ("DESCRIPTION", "Callback with video meeting"),
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
    fn the_same_booking_makes_the_same_file() {
        assert_eq!(calendar(&entry()), calendar(&entry()));
    }

    #[test]
    fn a_cancelled_booking_is_marked_and_reminds_nobody() {
        let text = calendar(&CalendarEntry {
            cancelled: true,
            sequence: 3,
            ..entry()
        });

        let lines = read(&text);
        for line in expected(&[
            ("STATUS", "CANCELLED"),
            ("SEQUENCE", "3"),
            ("DESCRIPTION", "This callback is cancelled."),
        ]) {
            assert!(lines.contains(&line), "{text}");
        }
        assert!(!text.contains("VALARM"));
    }

    #[test]
    fn links_that_would_add_lines_are_left_out() {
        let text = calendar(&CalendarEntry {
            video_url: Some("https://video.example.com/\r\nATTENDEE:mailto:x@example.com"),
            manage_url: None,
            ..entry()
        });

        assert!(!text.contains("ATTENDEE") && !text.contains("LOCATION") && !text.contains("URL"));
    }

    #[test]
    fn without_a_manage_page_the_link_is_that_of_the_meeting() {
        let text = calendar(&CalendarEntry {
            manage_url: None,
            ..entry()
        });

        let url = (
            "URL".to_owned(),
            "https://video.example.com/ve/meeting123?a=1,2;b".to_owned(),
        );
        assert!(read(&text).contains(&url));
    }

    #[test]
    fn an_impossible_length_ends_the_meeting_at_its_start() {
        let text = calendar(&CalendarEntry {
            minutes: i64::MAX,
            ..entry()
        });

        assert!(text.contains("DTEND:20261201T153000Z\r\n"));
    }

    #[test]
    fn debug_shows_no_link() {
        let shown = format!("{:?}", entry());

        assert!(
            !shown.contains("example.com") && !shown.contains("manage"),
            "{shown}"
        );
    }
}

//! The hours in which something can be booked, on the clocks of one time zone.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, SecondsFormat, TimeZone, Timelike, Utc,
    Weekday,
};
use chrono_tz::Tz;

/// Free times are offered on the whole five minutes.
const STEP_SECONDS: i64 = 5 * 60;

const DAY_MINUTES: u32 = 24 * 60;

/// The weekly hours, less the holidays.
///
/// `Display` writes the weekly hours, such as `Mon-Fri 09:00-17:00, Sat 10:00-12:00`.
#[derive(Clone, Debug)]
pub struct BusinessHours {
    spans: Vec<Span>,
    time_zone: Tz,
    holidays: BTreeSet<NaiveDate>,
}

/// The same hours on a run of weekdays, which may go over the end of the week.
#[derive(Clone, Debug)]
struct Span {
    first: Weekday,
    last: Weekday,
    start: u32,
    end: u32,
}

impl BusinessHours {
    /// Reads the hours as settings have them.
    ///
    /// - `spans`: `Mon-Fri 09:00-17:00, Sat 10:00-12:00`; a day may be in several of them,
    ///   and 24:00 is the end of the day.
    /// - `time_zone`: an IANA name, such as `Europe/Rome`.
    /// - `holidays`: `2026-12-25,2026-12-26`, or nothing.
    ///
    /// # Errors
    ///
    /// A text that names the wrong part and the expected form.
    pub fn parse(spans: &str, time_zone: &str, holidays: &str) -> Result<Self, String> {
        let spans = parts(spans)
            .map(Span::parse)
            .collect::<Result<Vec<_>, _>>()?;
        if spans.is_empty() {
            return Err(
                "business hours are empty: expected a form such as Mon-Fri 09:00-17:00".into(),
            );
        }
        let time_zone = time_zone.trim();
        let time_zone = time_zone.parse().map_err(|_| {
            format!("{time_zone:?} is not a time zone: expected an IANA name such as Europe/Rome")
        })?;
        let holidays = parts(holidays).map(holiday).collect::<Result<_, _>>()?;
        Ok(Self {
            spans,
            time_zone,
            holidays,
        })
    }

    /// The IANA name of the time zone.
    pub fn time_zone(&self) -> &'static str {
        self.time_zone.name()
    }

    /// Whether callbacks are made at this instant.
    ///
    /// What the clocks on the wall show decides: an hour that occurs twice counts twice,
    /// and hours that begin at a time the clocks skip begin right after the gap.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let Some(local) = self.local(at) else {
            return false;
        };
        !self.holidays.contains(&local.date()) && self.spans.iter().any(|span| span.covers(local))
    }

    /// The first open instant on the whole five minutes, from `from` to `until`, both included.
    pub fn next_open(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let whole = from.timestamp() + i64::from(from.nanosecond() > 0);
        let missing = (STEP_SECONDS - whole.rem_euclid(STEP_SECONDS)) % STEP_SECONDS;
        (whole + missing..=until.timestamp())
            .step_by(STEP_SECONDS as usize)
            .map_while(|seconds| DateTime::from_timestamp(seconds, 0))
            .find(|at| self.is_open(*at))
    }

    /// Says that the desired time is outside the hours, and the next time that is not.
    pub fn closed_text(&self, next_open: Option<DateTime<Utc>>) -> String {
        let next = match next_open {
            Some(at) => format!(
                "the next free time is {}",
                at.to_rfc3339_opts(SecondsFormat::Millis, true)
            ),
            None => "there is no free time within the bookable days".to_owned(),
        };
        let zone = self.time_zone();
        format!("Desired time is outside business hours ({self}, {zone}); {next}")
    }

    /// What the clocks show; `None` at the very ends of the calendar.
    fn local(&self, at: DateTime<Utc>) -> Option<NaiveDateTime> {
        let utc = at.naive_utc();
        utc.checked_add_offset(self.time_zone.offset_from_utc_datetime(&utc).fix())
    }
}

impl fmt::Display for BusinessHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, span) in self.spans.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{span}")?;
        }
        Ok(())
    }
}

impl Span {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = |reason: String| {
            format!(
                "business hours {text:?}: {reason}; expected a form such as Mon-Fri 09:00-17:00"
            )
        };
        let (days, times) = text
            .split_once(char::is_whitespace)
            .ok_or_else(|| wrong("days and times are not separated by a space".to_owned()))?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (start, end) = times
            .trim()
            .split_once('-')
            .ok_or_else(|| wrong(format!("{times:?} is not a span of time")))?;
        let day = |text: &str| {
            text.parse::<Weekday>()
                .map_err(|_| wrong(format!("{text:?} is not a weekday")))
        };
        let time = |text: &str| {
            minute_of_day(text).ok_or_else(|| wrong(format!("{text:?} is not a time of day")))
        };
        let span = Self {
            first: day(first)?,
            last: day(last)?,
            start: time(start)?,
            end: time(end)?,
        };
        if span.end <= span.start {
            return Err(wrong("the end is not after the start".to_owned()));
        }
        Ok(span)
    }

    fn covers(&self, local: NaiveDateTime) -> bool {
        let minute = local.hour() * 60 + local.minute();
        local.weekday().days_since(self.first) <= self.last.days_since(self.first)
            && (self.start..self.end).contains(&minute)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.last != self.first {
            write!(f, "-{}", self.last)?;
        }
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        write!(f, " {}-{}", clock(self.start), clock(self.end))
    }
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn holiday(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| format!("holiday {text:?} is not a date: expected a form such as 2026-12-25"))
}

fn minute_of_day(text: &str) -> Option<u32> {
    let number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())?
    };
    let (hours, minutes) = text.split_once(':')?;
    if hours.len() > 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u32, u32) = (number(hours)?, number(minutes)?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY_MINUTES).then_some(minute)
}

#[cfg(test)]
mod tests;

//! What a day's calls come to, for people.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Timelike, Utc};
use serde::Serialize;
use server_kit::text::csv_field;
use utoipa::ToSchema;

use crate::store::{DayCall, Measured};

/// The head of the report.
const COLUMNS: &str = "call_id,staff,requested_at,answered_at,ended_at,waited_seconds,\
    talked_seconds,code,ended_by,transfers,reconnections,chat_messages,screen_shared,recorded\r\n";

/// The calls of a day, counted.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Analytics {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// How many there were.
    pub calls: usize,
    /// How many were answered.
    pub answered: usize,
    /// How many were not.
    pub missed: usize,
    /// How long visitors waited for an answer, on average.
    pub average_wait_seconds: f64,
    /// How long the one waited who waited longest, answered or not.
    pub longest_wait_seconds: f64,
    /// How long they talked, on average.
    pub average_talk_seconds: f64,
    /// By the hour in which they began to ring.
    pub by_hour: Vec<OfHour>,
    /// By how they ended.
    pub by_outcome: Vec<OfOutcome>,
    /// By whom they rang at last.
    pub by_staff: Vec<OfStaff>,
    /// What the pages measured.
    pub quality: Quality,
}

/// The calls of an hour.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct OfHour {
    /// 0 to 23.
    pub hour: u32,
    /// How many there were.
    pub calls: usize,
    /// How many were answered.
    pub answered: usize,
}

/// The calls that ended in one way.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct OfOutcome {
    /// How.
    pub code: String,
    /// How many there were.
    pub calls: usize,
}

/// The calls of one staff member.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OfStaff {
    /// Whose.
    pub staff_id: String,
    /// Their name; empty if they are gone.
    pub name: String,
    /// How many there were.
    pub calls: usize,
    /// How many were answered.
    pub answered: usize,
    /// How long they talked, on average.
    pub average_talk_seconds: f64,
}

/// What the pages measured.
#[derive(Debug, Default, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// Sides whose media went directly, in one network.
    pub host: usize,
    /// Directly, through address translation.
    pub srflx: usize,
    /// Through a TURN server.
    pub relay: usize,
    /// From the accepted call to the first media, on average.
    pub average_setup_ms: f64,
    /// Packets lost, on average.
    pub average_loss_percent: f64,
}

/// The first moment of a day and of the next one, in milliseconds since 1970.
#[must_use]
pub fn bounds(day: NaiveDate) -> (i64, i64) {
    let begin = day.and_time(chrono::NaiveTime::MIN).and_utc();
    let end = begin
        .checked_add_signed(TimeDelta::days(1))
        .unwrap_or(begin);
    (begin.timestamp_millis(), end.timestamp_millis())
}

/// Counts a day's calls; `name` tells who a staff member is.
#[must_use]
pub fn analytics(
    day: NaiveDate,
    calls: &[DayCall],
    measured: &[Measured],
    name: impl Fn(&str) -> String,
) -> Analytics {
    let answered: Vec<&DayCall> = calls
        .iter()
        .filter(|call| call.answered_at.is_some())
        .collect();
    let mut by_hour: Vec<OfHour> = (0..24)
        .map(|hour| OfHour {
            hour,
            ..OfHour::default()
        })
        .collect();
    let mut by_outcome: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_staff: BTreeMap<&str, Vec<&DayCall>> = BTreeMap::new();
    for call in calls {
        let of_hour = &mut by_hour[hour_of(call) as usize];
        of_hour.calls += 1;
        of_hour.answered += usize::from(call.answered_at.is_some());
        *by_outcome.entry(&call.code).or_default() += 1;
        by_staff.entry(&call.staff).or_default().push(call);
    }
    let staff = by_staff.into_iter().map(|(id, calls)| OfStaff {
        staff_id: id.to_owned(),
        name: name(id),
        answered: calls
            .iter()
            .filter(|call| call.answered_at.is_some())
            .count(),
        average_talk_seconds: average(calls.iter().filter_map(|call| talked(call))),
        calls: calls.len(),
    });
    let count = |path: &str| measured.iter().filter(|one| one.path == path).count();
    Analytics {
        day,
        calls: calls.len(),
        answered: answered.len(),
        missed: calls.len() - answered.len(),
        average_wait_seconds: average(answered.iter().map(|call| waited(call))),
        longest_wait_seconds: calls.iter().map(waited).fold(0., f64::max),
        average_talk_seconds: average(answered.iter().filter_map(|call| talked(call))),
        by_hour,
        by_outcome: by_outcome
            .into_iter()
            .map(|(code, calls)| OfOutcome {
                code: code.to_owned(),
                calls,
            })
            .collect(),
        by_staff: staff.collect(),
        quality: Quality {
            host: count("host"),
            srflx: count("srflx"),
            relay: count("relay"),
            average_setup_ms: average(measured.iter().map(|one| one.setup_ms as f64)),
            average_loss_percent: average(measured.iter().map(|one| one.loss_percent)),
        },
    }
}

/// The calls of a day as CSV, without the visitors.
#[must_use]
pub fn csv(calls: &[DayCall], name: impl Fn(&str) -> String) -> String {
    let mut text = COLUMNS.to_owned();
    for call in calls {
        let staff = match name(&call.staff) {
            name if name.is_empty() => call.staff.clone(),
            name => name,
        };
        let fields = [
            call.id.clone(),
            safe(staff),
            moment(call.requested_at),
            call.answered_at.map(moment).unwrap_or_default(),
            moment(call.ended_at),
            format!("{:.3}", waited(call)),
            talked(call)
                .map(|seconds| format!("{seconds:.3}"))
                .unwrap_or_default(),
            call.code.clone(),
            call.ended_by.clone(),
            call.transfers.to_string(),
            call.reconnections.to_string(),
            call.chat_messages.to_string(),
            call.screen_shared.to_string(),
            call.recorded.to_string(),
        ];
        for (place, field) in fields.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            csv_field(field, &mut text);
        }
        text.push_str("\r\n");
    }
    text
}

/// A name that a spreadsheet does not take for a formula.
fn safe(name: String) -> String {
    match name.starts_with(['=', '+', '-', '@']) {
        true => format!("'{name}"),
        false => name,
    }
}

/// A moment as browsers write it.
#[must_use]
pub fn moment(millis: i64) -> String {
    let moment = DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or_default();
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn hour_of(call: &DayCall) -> u32 {
    let moment = DateTime::<Utc>::from_timestamp_millis(call.requested_at);
    moment.map_or(0, |moment| moment.hour())
}

fn waited(call: &DayCall) -> f64 {
    seconds(call.requested_at, call.answered_at.unwrap_or(call.ended_at))
}

fn talked(call: &DayCall) -> Option<f64> {
    call.answered_at
        .map(|answered| seconds(answered, call.ended_at))
}

/// How many seconds are between two moments.
#[must_use]
pub fn seconds(from: i64, to: i64) -> f64 {
    (to - from).max(0) as f64 / 1000.
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0., 0_u32), |(sum, count), value| (sum + value, count + 1));
    match count {
        0 => 0.,
        _ => sum / f64::from(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that rings at `requested` seconds of the day.
    fn call(staff: &str, requested: i64, answered: Option<i64>, ended: i64, code: &str) -> DayCall {
        let begin = bounds(day()).0;
        DayCall {
            id: format!("call-{requested}"),
            staff: staff.to_owned(),
            requested_at: begin + requested * 1000,
            answered_at: answered.map(|at| begin + at * 1000),
            ended_at: begin + ended * 1000,
            code: code.to_owned(),
            ended_by: "client".to_owned(),
            transfers: 0,
            reconnections: 1,
            chat_messages: 2,
            screen_shared: false,
            recorded: true,
        }
    }

    fn day() -> NaiveDate {
        "2026-11-20".parse().unwrap()
    }

    fn three() -> Vec<DayCall> {
        vec![
            call(
                "staff-1",
                9 * 3600,
                Some(9 * 3600 + 4),
                9 * 3600 + 64,
                "hangup",
            ),
            call("staff-1", 9 * 3600 + 100, None, 9 * 3600 + 160, "no-answer"),
            call(
                "staff-2",
                23 * 3600,
                Some(23 * 3600 + 2),
                23 * 3600 + 22,
                "hangup",
            ),
        ]
    }

    fn name(id: &str) -> String {
        match id {
            "staff-1" => "Alex, Agent".to_owned(),
            _ => String::new(),
        }
    }

    #[test]
    fn a_day_is_counted_by_hour_outcome_and_staff() {
        let measured = [
            Measured {
                path: "host".to_owned(),
                setup_ms: 100,
                loss_percent: 0.,
            },
            Measured {
                path: "relay".to_owned(),
                setup_ms: 300,
                loss_percent: 1.,
            },
        ];

        let told = analytics(day(), &three(), &measured, name);

        assert_eq!((told.calls, told.answered, told.missed), (3, 2, 1));
        assert_eq!(
            (told.average_wait_seconds, told.longest_wait_seconds),
            (3., 60.)
        );
        assert_eq!(told.average_talk_seconds, 40.);
        assert_eq!(
            (
                told.by_hour.len(),
                told.by_hour[9].calls,
                told.by_hour[9].answered
            ),
            (24, 2, 1)
        );
        assert_eq!(told.by_hour[23].calls, 1);
        assert_eq!(
            told.by_outcome[0],
            OfOutcome {
                code: "hangup".to_owned(),
                calls: 2
            }
        );
        let (one, two) = (&told.by_staff[0], &told.by_staff[1]);
        assert_eq!(
            (one.name.as_str(), one.calls, one.answered),
            ("Alex, Agent", 2, 1)
        );
        assert_eq!((two.name.as_str(), two.average_talk_seconds), ("", 20.));
        assert_eq!(
            (told.quality.host, told.quality.srflx, told.quality.relay),
            (1, 0, 1)
        );
        assert_eq!(
            (
                told.quality.average_setup_ms,
                told.quality.average_loss_percent
            ),
            (200., 0.5)
        );
    }

    #[test]
    fn a_day_without_calls_has_zeros() {
        let told = analytics(day(), &[], &[], name);

        assert_eq!(
            (told.calls, told.average_wait_seconds, told.by_hour.len()),
            (0, 0., 24)
        );
        assert_eq!(csv(&[], name), COLUMNS);
    }

    #[test]
    fn the_report_has_a_line_a_call() {
        let text = csv(&three(), name);

        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[1],
            "call-32400,\"Alex, Agent\",2026-11-20T09:00:00.000Z,2026-11-20T09:00:04.000Z,\
             2026-11-20T09:01:04.000Z,4.000,60.000,hangup,client,0,1,2,false,true"
        );
        assert!(lines[2].contains(",,"), "not answered");
        assert!(
            lines[3].starts_with("call-82800,staff-2,"),
            "whoever is gone"
        );
        assert_eq!(safe("=1+1".to_owned()), "'=1+1");
    }
}

//! Throughput and latency over time.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use server_kit::problem::Problem;

use super::broken;
use crate::{state::AppState, store::Times};

/// More messages than this are not looked at: the oldest are left out.
const MOST: u32 = 50_000;

#[derive(Deserialize)]
pub(super) struct Asked {
    range: Option<String>,
}

/// One point of the charts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Point {
    /// Where it begins.
    at: DateTime<Utc>,
    /// Messages of customers.
    inbound: u32,
    /// Messages of agents.
    outbound: u32,
    /// Milliseconds from the webhook to Genesys Cloud: half of the messages took less.
    p50: Option<i64>,
    /// The same: 95 of 100 took less.
    p95: Option<i64>,
}

/// The points of the last hour, or of the last day with `range=day`.
pub(super) async fn chart(
    State(state): State<Arc<AppState>>,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Point>>, Problem> {
    let (step, count) = match asked.range.as_deref() {
        Some("day") => (TimeDelta::minutes(30), 48),
        _ => (TimeDelta::minutes(1), 60),
    };
    let end = end_of(state.clock.now(), step);
    let times = state.store.times(end - step * count, MOST).await;
    Ok(Json(points(&times.map_err(broken)?, end, step, count)))
}

/// The end of the step that `now` is in.
fn end_of(now: DateTime<Utc>, step: TimeDelta) -> DateTime<Utc> {
    let millis = step.num_milliseconds();
    let ended = now.timestamp_millis().div_euclid(millis) * millis;
    DateTime::from_timestamp_millis(ended + millis).unwrap_or(now)
}

fn points(times: &[Times], end: DateTime<Utc>, step: TimeDelta, count: i32) -> Vec<Point> {
    let start = end - step * count;
    let mut took: Vec<Vec<i64>> = vec![Vec::new(); count.unsigned_abs() as usize];
    let mut points: Vec<Point> = (0..count)
        .map(|index| Point {
            at: start + step * index,
            ..Point::default()
        })
        .collect();
    for message in times {
        let index = (message.created_at - start).num_milliseconds() / step.num_milliseconds();
        let Some(point) = usize::try_from(index)
            .ok()
            .and_then(|index| points.get_mut(index))
        else {
            continue;
        };
        if !message.is_inbound {
            point.outbound += 1;
            continue;
        }
        point.inbound += 1;
        if message.status == "delivered" {
            let millis = (message.updated_at - message.created_at).num_milliseconds();
            took[index as usize].push(millis.max(0));
        }
    }
    for (point, took) in points.iter_mut().zip(&mut took) {
        took.sort_unstable();
        point.p50 = percentile(took, 50);
        point.p95 = percentile(took, 95);
    }
    points
}

/// The smallest value that so many of 100 do not exceed.
fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(minute: i64, is_inbound: bool, took: i64) -> Times {
        let created_at = DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        Times {
            is_inbound,
            status: "delivered".to_owned(),
            created_at,
            updated_at: created_at + TimeDelta::milliseconds(took),
        }
    }

    #[test]
    fn messages_are_counted_in_the_step_in_which_they_came() {
        let end = DateTime::UNIX_EPOCH + TimeDelta::minutes(10);
        let times = [
            message(9, true, 30),
            message(9, true, 10),
            message(9, true, 20),
            message(8, false, 5),
            message(3, true, 5),
            message(10, true, 5),
        ];

        let points = points(&times, end, TimeDelta::minutes(1), 2);

        assert_eq!(points.len(), 2);
        assert_eq!((points[0].inbound, points[0].outbound), (0, 1));
        assert_eq!(points[0].p50, None);
        assert_eq!((points[1].inbound, points[1].outbound), (3, 0));
        assert_eq!((points[1].p50, points[1].p95), (Some(20), Some(30)));
    }

    #[test]
    fn the_last_step_is_the_one_that_is_under_way() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::seconds(61);

        let end = end_of(now, TimeDelta::minutes(1));

        assert_eq!(end, DateTime::UNIX_EPOCH + TimeDelta::minutes(2));
    }
}

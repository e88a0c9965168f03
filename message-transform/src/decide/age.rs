//! Whether something waited for too long.

use chrono::{DateTime, TimeDelta, Utc};

use super::window::Window;

/// How long a delivery may wait to be taken in, which is a matter of milliseconds.
const LONGEST: TimeDelta = TimeDelta::seconds(30);

/// Whether deliveries are not taken in any more, of which the oldest waits `since` then.
#[must_use]
pub fn is_stuck(since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    since.is_some_and(|since| now - since > LONGEST)
}

/// Whether a message of `at` comes too late at `now`.
///
/// A message that waited for the customer's answer to a template is as old as that answer:
/// it was held on purpose.
#[must_use]
pub fn is_too_old(
    at: DateTime<Utc>,
    window: &Window,
    max_age: TimeDelta,
    now: DateTime<Utc>,
) -> bool {
    let since = match window.answered {
        Some(answered) if at <= answered => answered,
        _ => at,
    };
    now - since > max_age
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_half_a_minute_is_stuck() {
        let second = |second: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
        for (since, now, expected) in [
            (None, 99, false),
            (Some(0), 0, false),
            (Some(0), 30, false),
            (Some(0), 31, true),
            // The clock was set back.
            (Some(60), 0, false),
        ] {
            assert_eq!(
                is_stuck(since.map(second), second(now)),
                expected,
                "{since:?} {now}"
            );
        }
    }

    #[test]
    fn age_counts_from_the_message_or_from_the_answer_that_it_waited_for() {
        let hour = |hour: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hour);
        let max_age = TimeDelta::hours(1);
        for (at, answered, now, expected) in [
            (0, None, 1, false),
            (0, None, 2, true),
            (0, Some(5), 6, false),
            (0, Some(5), 7, true),
            // The answer came before the message: it did not wait for it.
            (6, Some(5), 8, true),
        ] {
            let window = Window {
                answered: answered.map(hour),
                ..Window::default()
            };
            let late = is_too_old(hour(at), &window, max_age, hour(now));
            assert_eq!(late, expected, "{at} {answered:?} {now}");
        }
    }
}

//! Whether an agent's message is too old to be sent.

use chrono::{DateTime, TimeDelta, Utc};

use super::window::Window;

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

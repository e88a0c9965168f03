//! Spans of time as settings write them.

use chrono::TimeDelta;

/// Reads a span such as `90s`, `1h` or `8d`, at most ten years.
///
/// # Errors
/// Says what it must be like.
pub(crate) fn parse(text: &str) -> Result<TimeDelta, String> {
    let text = text.trim();
    let (count, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .unwrap_or_default();
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 24 * 3600,
        _ => 0,
    };
    let count: i64 = count.trim().parse().unwrap_or_default();
    count
        .checked_mul(seconds)
        .and_then(TimeDelta::try_seconds)
        .filter(|span| (TimeDelta::seconds(1)..=TimeDelta::days(3650)).contains(span))
        .ok_or_else(|| "must be like 1h (s, m, h or d, from 1s to 3650d)".to_owned())
}

/// Writes a span so that [`parse`] reads it.
pub(crate) fn show(span: TimeDelta) -> String {
    let seconds = span.num_seconds();
    [(24 * 3600, "d"), (3600, "h"), (60, "m")]
        .into_iter()
        .find(|(unit, _)| seconds % unit == 0)
        .map_or_else(
            || format!("{seconds}s"),
            |(unit, name)| format!("{}{name}", seconds / unit),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for text in ["1s", "90s", "5m", "1h", "36h", "8d", "3650d"] {
            let span = parse(text).unwrap();
            assert_eq!(parse(&show(span)), Ok(span), "{text}");
        }
        assert_eq!(show(TimeDelta::hours(36)), "36h");
        for bad in [
            "",
            "1",
            "h",
            "0h",
            "-1h",
            "1.5h",
            "3651d",
            "é",
            "99999999999999d",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}

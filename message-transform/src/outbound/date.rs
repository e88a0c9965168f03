//! Times to choose from.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use genesys_client::webhooks::DatePicker;

use super::{ask::Ask, part::Writer};
use crate::ChoiceKind;

/// Writes the times as a list, on the customer's clock.
pub(super) fn write(picker: &DatePicker, writer: &mut Writer<'_>) {
    let mut text = writer.take_text();
    for line in [&picker.title, &picker.subtitle].into_iter().flatten() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
    let mut ask = Ask::new(ChoiceKind::DatePicker, &text);
    for time in &picker.available_times {
        let Some(at) = time.date_time else { continue };
        // The answer to a date picker is the chosen time.
        let payload = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let offset = (writer.context.utc_offset)(at);
        let title = title(at, offset);
        let description = description(at, time.duration, offset);
        ask.offer(Some(&title), Some(&payload), Some(&description));
    }
    ask.write(writer);
}

/// `Tue 1 Dec, 11:00`: within the title of a row.
fn title(at: DateTime<Utc>, offset: FixedOffset) -> String {
    let at = at.with_timezone(&offset);
    at.format("%a %-d %b, %H:%M").to_string()
}

/// `1 December 2026, UTC+01:00, 45 minutes`.
fn description(at: DateTime<Utc>, seconds: Option<u64>, offset: FixedOffset) -> String {
    let day = at.with_timezone(&offset).format("%-d %B %Y");
    let zone = match offset.local_minus_utc() {
        0 => "UTC".to_owned(),
        _ => format!("UTC{offset}"),
    };
    match seconds.map(|seconds| seconds.div_ceil(60)) {
        None | Some(0) => format!("{day}, {zone}"),
        Some(1) => format!("{day}, {zone}, 1 minute"),
        Some(minutes) => format!("{day}, {zone}, {minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_on_the_customers_clock() {
        let at: DateTime<Utc> = "2026-12-31T23:30:00Z".parse().unwrap();
        let utc = FixedOffset::east_opt(0).unwrap();
        let rome = FixedOffset::east_opt(3_600).unwrap();

        assert_eq!(title(at, utc), "Thu 31 Dec, 23:30");
        assert_eq!(title(at, rome), "Fri 1 Jan, 00:30");
        assert_eq!(
            description(at, Some(2_700), utc),
            "31 December 2026, UTC, 45 minutes"
        );
        assert_eq!(description(at, None, rome), "1 January 2027, UTC+01:00");
    }
}

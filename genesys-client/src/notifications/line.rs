//! How an open channel is kept: what is due when. No clock, no socket.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Event, Topic};

/// The vendor sends something every 30 s. After this much silence it is asked.
const ASK_AFTER: TimeDelta = TimeDelta::seconds(40);
/// After this much silence the connection counts as gone.
const LOST_AFTER: TimeDelta = TimeDelta::seconds(60);
/// A channel lives a day, unless it says otherwise.
const LIFE: TimeDelta = TimeDelta::days(1);
/// How long before its end a channel is replaced.
const MARGIN: TimeDelta = TimeDelta::hours(1);
/// When a replacement that failed is tried again.
const TRY_AGAIN: TimeDelta = TimeDelta::minutes(5);
/// The longest wait between two tries to connect.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What asks the vendor whether it is still there.
pub(super) const PING: &str = r#"{"message":"ping"}"#;

/// An open channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// When something last came.
    pub(super) heard: DateTime<Utc>,
    asked: bool,
    renew_at: DateTime<Utc>,
}

/// What is to be done with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Nothing, for this long.
    In(Duration),
    /// Ask whether the other side is there.
    Ask,
    /// Take it for gone.
    Lost,
    /// Replace the channel.
    Renew,
}

impl Line {
    pub(super) fn new(now: DateTime<Utc>, expires: Option<DateTime<Utc>>) -> Self {
        let life = expires.map_or(LIFE, |expires| expires - now);
        Self {
            heard: now,
            asked: false,
            renew_at: now + life - MARGIN.min(life / 2),
        }
    }

    pub(super) fn due(&self, now: DateTime<Utc>) -> Due {
        let lost_at = self.heard + LOST_AFTER;
        let ask_at = self.heard + ASK_AFTER;
        if now >= lost_at {
            return Due::Lost;
        }
        if now >= self.renew_at {
            return Due::Renew;
        }
        if now >= ask_at && !self.asked {
            return Due::Ask;
        }
        let silent = if self.asked { lost_at } else { ask_at };
        let wait = silent.min(self.renew_at) - now;
        Due::In(wait.to_std().unwrap_or_default())
    }

    pub(super) fn hear(&mut self, now: DateTime<Utc>) {
        self.heard = now;
        self.asked = false;
    }

    pub(super) fn ask(&mut self) {
        self.asked = true;
    }

    /// The vendor is about to close: a replacement is due at once.
    pub(super) fn is_ending(&mut self, now: DateTime<Utc>) {
        self.renew_at = now;
    }

    /// The replacement failed.
    pub(super) fn renew_later(&mut self, now: DateTime<Utc>) {
        self.renew_at = now + TRY_AGAIN;
    }
}

/// How long to wait after so many failures in a row.
pub(super) fn pause(failures: u32) -> Duration {
    let seconds = 1_u64 << failures.saturating_sub(1).min(6);
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}

/// What a text of the socket is.
#[derive(Debug)]
pub(super) enum Heard {
    Event(Event),
    /// An answer to [`PING`].
    Pong,
    /// The vendor closes the socket in a minute.
    Closing,
    /// A heartbeat, or something that cannot be read.
    Other,
}

pub(super) fn read(text: &str) -> Heard {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Frame {
        topic_name: String,
        event_body: Box<RawValue>,
    }
    #[derive(Deserialize)]
    struct Metadata {
        message: String,
    }

    let Ok(frame) = serde_json::from_str::<Frame>(text) else {
        return Heard::Other;
    };
    match frame.topic_name.as_str() {
        "v2.system.socket_closing" => Heard::Closing,
        "channel.metadata" => match serde_json::from_str::<Metadata>(frame.event_body.get()) {
            Ok(metadata) if metadata.message == "pong" => Heard::Pong,
            _ => Heard::Other,
        },
        topic => Heard::Event(Event::new(Topic::new(topic), frame.event_body)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_796_000_000 + seconds, 0).expect("a valid time")
    }

    #[test]
    fn silence_is_asked_about_and_then_taken_for_loss() {
        let line = Line::new(at(0), None);
        let mut asked = line.clone();
        asked.ask();
        let seconds = |seconds| Due::In(Duration::from_secs(seconds));

        for (line, now, due) in [
            (&line, 0, seconds(40)),
            (&line, 39, seconds(1)),
            (&line, 40, Due::Ask),
            (&asked, 40, seconds(20)),
            (&asked, 60, Due::Lost),
            (&line, 90, Due::Lost),
        ] {
            assert_eq!(line.due(at(now)), due, "{line:?} at {now}");
        }
    }

    #[test]
    fn what_is_heard_ends_the_silence() {
        let mut line = Line::new(at(0), None);
        line.ask();

        line.hear(at(50));

        assert_eq!(line.due(at(50)), Due::In(Duration::from_secs(40)));
    }

    #[test]
    fn a_channel_is_replaced_before_it_ends() {
        let day = 86_400;
        for (life, renewed) in [
            (None, day - 3_600),
            (Some(day), day - 3_600),
            (Some(600), 300),
        ] {
            let mut line = Line::new(at(0), life.map(at));
            line.hear(at(renewed - 1));
            assert_eq!(line.due(at(renewed - 1)), Due::In(Duration::from_secs(1)));
            assert_eq!(line.due(at(renewed)), Due::Renew, "{life:?}");
        }
    }

    #[test]
    fn a_replacement_that_failed_is_tried_again() {
        let mut line = Line::new(at(0), None);
        line.is_ending(at(10));
        assert_eq!(line.due(at(10)), Due::Renew);

        line.renew_later(at(10));
        line.hear(at(300));

        assert_eq!(line.due(at(309)), Due::In(Duration::from_secs(1)));
        assert_eq!(line.due(at(310)), Due::Renew);
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        let pauses: Vec<u64> = (1..9).map(|failures| pause(failures).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60]);
    }

    #[test]
    fn texts_are_told_apart() {
        let heartbeat =
            r#"{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}"#;
        let pong = r#"{"topicName":"channel.metadata","eventBody":{"message":"pong"}}"#;
        let closing = r#"{"topicName":"v2.system.socket_closing","eventBody":{}}"#;
        let event = r#"{"topicName":"v2.users.u-1.presence","version":"2","eventBody":{"a":1}}"#;

        for other in [
            "",
            "{",
            "17",
            "{}",
            heartbeat,
            r#"{"topicName":null,"eventBody":{}}"#,
        ] {
            assert!(matches!(read(other), Heard::Other), "{other}");
        }
        assert!(matches!(read(pong), Heard::Pong));
        assert!(matches!(read(closing), Heard::Closing));
        match read(event) {
            Heard::Event(event) => {
                assert_eq!(
                    (event.topic.as_str(), event.raw()),
                    ("v2.users.u-1.presence", r#"{"a":1}"#)
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

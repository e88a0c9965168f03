//! Faults as the control API names them.

use std::time::Duration;

use ccaas_http::test_util::Fault;
use serde_json::Value;

/// How a fake may break, or a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Answers come three seconds late.
    Slow,
    /// Every answer is 429 with `Retry-After: 2`.
    TooManyRequests,
    /// Every answer is 500.
    InternalError,
    /// No request is answered.
    Hang,
    /// Requests take effect, and the connection is cut in the middle of the answer.
    Cut,
    /// Tokens are expired, every second anew.
    Expired,
    /// Nothing listens on the port.
    Down,
}

/// What a request to break something asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Break it so, for so long.
    Break(Kind, Duration),
    /// End what was broken.
    Mend,
}

const ALL: [(Kind, &str); 7] = [
    (Kind::Slow, "slow"),
    (Kind::TooManyRequests, "429"),
    (Kind::InternalError, "500"),
    (Kind::Hang, "hang"),
    (Kind::Cut, "cut"),
    (Kind::Expired, "expired"),
    (Kind::Down, "down"),
];
const SECONDS: std::ops::RangeInclusive<u64> = 1..=600;

impl Kind {
    /// The name in the API.
    pub(crate) fn name(self) -> &'static str {
        ALL.iter()
            .find(|(kind, _)| *kind == self)
            .expect("every kind has a name")
            .1
    }

    /// What the fake's host does; `None` for expired tokens, which are not its affair.
    pub(crate) fn on_host(self) -> Option<Fault> {
        match self {
            Self::Slow => Some(Fault::Slow(Duration::from_secs(3))),
            Self::TooManyRequests => Some(Fault::TooManyRequests(Some(Duration::from_secs(2)))),
            Self::InternalError => Some(Fault::InternalError),
            Self::Hang => Some(Fault::Hang),
            Self::Cut => Some(Fault::Cut),
            Self::Down => Some(Fault::Down),
            Self::Expired => None,
        }
    }

    /// The kind that a host's fault is.
    pub(crate) fn of_host(fault: Fault) -> Self {
        match fault {
            Fault::Slow(_) => Self::Slow,
            Fault::TooManyRequests(_) => Self::TooManyRequests,
            Fault::InternalError => Self::InternalError,
            Fault::Hang => Self::Hang,
            Fault::Cut => Self::Cut,
            Fault::Down => Self::Down,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        ALL.iter()
            .find(|(_, name)| *name == text)
            .map(|(kind, _)| *kind)
    }
}

/// Reads `kind` and `seconds` of a request; kind `none` needs no seconds.
///
/// # Errors
/// The text for the caller, which names what is allowed.
pub(crate) fn parse(body: &Value) -> Result<Wish, String> {
    // A number is a likely way to write 429 and 500.
    let kind = match &body["kind"] {
        Value::String(kind) => kind.clone(),
        Value::Number(kind) => kind.to_string(),
        _ => String::new(),
    };
    if kind == "none" {
        return Ok(Wish::Mend);
    }
    let kind = Kind::parse(&kind).ok_or_else(|| {
        let names = ALL.map(|(_, name)| name).join(", ");
        format!("kind must be one of {names}, none")
    })?;
    let seconds = body["seconds"]
        .as_u64()
        .filter(|seconds| SECONDS.contains(seconds));
    let seconds = seconds.ok_or_else(|| {
        format!(
            "seconds must be a whole number from {} to {}",
            SECONDS.start(),
            SECONDS.end()
        )
    })?;
    Ok(Wish::Break(kind, Duration::from_secs(seconds)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::{ALL, Kind, Wish, parse};

    #[test]
    fn every_named_kind_is_read_back() {
        for (kind, name) in ALL {
            let wish = parse(&json!({ "kind": name, "seconds": 600 }));

            assert_eq!(wish, Ok(Wish::Break(kind, Duration::from_secs(600))));
            assert_eq!(kind.name(), name);
        }
    }

    #[test]
    fn a_hosts_fault_keeps_its_name() {
        for (kind, name) in ALL {
            let back = kind.on_host().map(Kind::of_host);

            assert_eq!(back.unwrap_or(Kind::Expired).name(), name);
        }
    }

    #[test]
    fn statuses_may_be_numbers() {
        let wish = parse(&json!({ "kind": 429, "seconds": 1 }));

        assert_eq!(
            wish,
            Ok(Wish::Break(Kind::TooManyRequests, Duration::from_secs(1)))
        );
    }

    #[test]
    fn none_mends_and_needs_no_seconds() {
        assert_eq!(parse(&json!({ "kind": "none" })), Ok(Wish::Mend));
    }

    #[test]
    fn an_unknown_kind_is_answered_with_the_known_ones() {
        for kind in [json!("fire"), json!(null), json!(["slow"])] {
            let error = parse(&json!({ "kind": kind, "seconds": 5 })).unwrap_err();

            assert_eq!(
                error,
                "kind must be one of slow, 429, 500, hang, cut, expired, down, none"
            );
        }
    }

    #[test]
    fn seconds_outside_the_range_are_answered_with_it() {
        for seconds in [
            json!(0),
            json!(601),
            json!(-1),
            json!(1.5),
            json!("5"),
            json!(null),
        ] {
            let error = parse(&json!({ "kind": "slow", "seconds": seconds })).unwrap_err();

            assert_eq!(error, "seconds must be a whole number from 1 to 600");
        }
    }
}

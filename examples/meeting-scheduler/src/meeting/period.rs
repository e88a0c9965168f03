//! The period of a listing.

use chrono::{DateTime, TimeDelta, Utc};

use super::fields::Problems;

const LONGEST: TimeDelta = TimeDelta::days(366);

/// A period, and perhaps an agent, whose meetings are listed.
#[derive(Clone, PartialEq, Eq)]
pub struct Period {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends.
    pub to: DateTime<Utc>,
    /// The e-mail address of the agent.
    pub agent_email: Option<String>,
}

ccaas_http::debug_allow_list!(Period { from, to });

impl Period {
    /// Reads what an address has; times are RFC 3339 with a zone.
    ///
    /// # Errors
    /// All that is wrong, in words for people.
    pub fn read(
        from: Option<&str>,
        to: Option<&str>,
        agent_email: Option<&str>,
    ) -> Result<Self, Vec<String>> {
        let mut problems = Problems::default();
        let from = time(from, "From", &mut problems);
        let to = time(to, "To", &mut problems);
        if let (Some(from), Some(to)) = (from, to) {
            if to <= from {
                problems.add("To must be after From");
            } else if to - from > LONGEST {
                let days = LONGEST.num_days();
                problems.add(format!("To must be at most {days} days after From"));
            }
        }
        let agent_email = problems.agent(agent_email);
        match (from, to) {
            (Some(from), Some(to)) if problems.is_empty() => Ok(Self {
                from,
                to,
                agent_email,
            }),
            _ => Err(problems.into_list()),
        }
    }
}

fn time(text: Option<&str>, label: &str, problems: &mut Problems) -> Option<DateTime<Utc>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        problems.add(format!("{label} is required"));
        return None;
    };
    // An unencoded plus sign arrives as a space.
    let time = DateTime::parse_from_rfc3339(&text.replace(' ', "+"));
    if time.is_err() {
        problems.add(format!(
            "{label} must be a date and time with a time zone, such as 2026-12-25T15:30:00.000Z"
        ));
    }
    time.ok().map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(from: &str, to: &str) -> Result<Period, Vec<String>> {
        Period::read(Some(from), Some(to), None)
    }

    #[test]
    fn a_period_has_its_zones_read() {
        for (from, to) in [
            ("2026-03-02T09:00:00Z", "2026-03-03T09:00:00.000Z"),
            ("2026-03-02T10:00:00+01:00", "2026-03-03T04:00:00-05:00"),
            ("2026-03-02T10:00:00 01:00", "2026-03-03T09:00:00Z"),
        ] {
            let period = read(from, to).unwrap();
            assert_eq!(period.from.to_rfc3339(), "2026-03-02T09:00:00+00:00");
            assert_eq!(period.to.to_rfc3339(), "2026-03-03T09:00:00+00:00");
        }
    }

    #[test]
    fn a_year_passes_and_more_does_not() {
        assert!(read("2026-01-01T00:00:00Z", "2027-01-02T00:00:00Z").is_ok());
        let problems = read("2026-01-01T00:00:00Z", "2027-01-02T00:00:01Z").unwrap_err();
        assert_eq!(problems, ["To must be at most 366 days after From"]);
    }

    #[test]
    fn every_problem_has_its_text() {
        let now = "2026-03-02T09:00:00Z";
        let form = "must be a date and time with a time zone, such as 2026-12-25T15:30:00.000Z";
        for (from, to, expected) in [
            (
                now,
                "2026-03-02T08:59:59Z",
                vec!["To must be after From".to_owned()],
            ),
            (now, now, vec!["To must be after From".to_owned()]),
            ("", now, vec!["From is required".to_owned()]),
            ("2026-03-02T09:00:00", now, vec![format!("From {form}")]),
            (
                "1772442000000",
                "later",
                vec![format!("From {form}"), format!("To {form}")],
            ),
        ] {
            assert_eq!(read(from, to).unwrap_err(), expected);
        }
    }

    #[test]
    fn an_agent_is_named_by_an_address() {
        let (from, to) = (Some("2026-03-02T09:00:00Z"), Some("2026-03-03T09:00:00Z"));

        let period = Period::read(from, to, Some(" agent@example.com ")).unwrap();
        assert_eq!(period.agent_email.as_deref(), Some("agent@example.com"));
        assert!(!format!("{period:?}").contains("example.com"));
        assert_eq!(Period::read(from, to, Some("")).unwrap().agent_email, None);
        let problems = Period::read(from, to, Some("agent")).unwrap_err();
        assert!(problems[0].starts_with("Agent must be an e-mail address"));
    }
}

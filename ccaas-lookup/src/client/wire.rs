//! The answer of a lookup API, as others write it.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use url::Url;

use crate::{Case, Hit, LookupAnswer, Match, Miss, Patient};

/// An answer. What decides is `found` and, for a hit, `case_id`, which the documented system
/// once wrote as a number; all else may be missing or odd.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wire {
    #[serde(deserialize_with = "read::lenient")]
    found: Option<bool>,
    #[serde(deserialize_with = "read::filled")]
    case_id: Option<String>,
    #[serde(deserialize_with = "read::or_default")]
    patient: WirePatient,
    #[serde(deserialize_with = "read::or_default")]
    case: WireCase,
    #[serde(deserialize_with = "read::lenient")]
    screen_pop_url: Option<String>,
    #[serde(deserialize_with = "read::or_default")]
    phone_searched: String,
    #[serde(deserialize_with = "read::or_default")]
    phone: String,
    #[serde(deserialize_with = "read::list")]
    matches: Vec<WireMatch>,
    #[serde(deserialize_with = "read::or_default")]
    stale: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireMatch {
    #[serde(deserialize_with = "read::filled")]
    case_id: Option<String>,
    #[serde(deserialize_with = "read::or_default")]
    patient: WirePatient,
    #[serde(deserialize_with = "read::or_default")]
    case: WireCase,
    #[serde(deserialize_with = "read::lenient")]
    screen_pop_url: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WirePatient {
    #[serde(deserialize_with = "read::or_default")]
    name: String,
    #[serde(deserialize_with = "read::filled")]
    phone: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    home_phone: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    cell_phone: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    email: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireCase {
    #[serde(deserialize_with = "read::filled")]
    status: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    clinic: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    treatment: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    disposition: Option<String>,
    #[serde(deserialize_with = "read::filled")]
    outcome: Option<String>,
    #[serde(deserialize_with = "read::time")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "read::time")]
    follow_up_date: Option<DateTime<Utc>>,
}

impl Wire {
    /// The answer to a lookup, if it is one.
    pub(super) fn into_answer(self) -> Option<LookupAnswer> {
        if self.found == Some(false) {
            return self.into_miss().map(LookupAnswer::Miss);
        }
        let newest = WireMatch {
            case_id: self.case_id,
            patient: self.patient,
            case: self.case,
            screen_pop_url: self.screen_pop_url,
        };
        let newest = newest.into_match().filter(|_| self.found == Some(true))?;
        let mut all = vec![newest];
        for other in self.matches.into_iter().filter_map(WireMatch::into_match) {
            if other.case.id != all[0].case.id {
                all.push(other);
            }
        }
        let hit = Hit::new(self.phone_searched, all)?;
        Some(LookupAnswer::Hit(hit.with_stale(self.stale)))
    }

    /// The answer that there is no case, if it is that.
    pub(super) fn into_miss(self) -> Option<Miss> {
        let miss = Miss::new(self.phone).with_stale(self.stale);
        (self.found == Some(false)).then_some(miss)
    }
}

impl WireMatch {
    fn into_match(self) -> Option<Match> {
        let (patient, fields) = (self.patient, self.case);
        let patient = Patient {
            phone: patient.phone,
            home_phone: patient.home_phone,
            cell_phone: patient.cell_phone,
            email: patient.email,
            ..Patient::new(patient.name)
        };
        let created_at = fields.created_at.unwrap_or_default();
        let case = Case {
            status: fields.status,
            clinic: fields.clinic,
            treatment: fields.treatment,
            disposition: fields.disposition,
            outcome: fields.outcome,
            follow_up_date: fields.follow_up_date,
            ..Case::new(self.case_id?, patient, created_at)
        };
        let url = self.screen_pop_url.filter(|url| is_page(url));
        Some(Match::new(case, url.unwrap_or_default()))
    }
}

/// Whether an agent's browser may be sent there: a `javascript:` URL would run as the page that
/// opens it.
fn is_page(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(answer: &str) -> Option<LookupAnswer> {
        read::json::<Wire>(answer.as_bytes()).ok()?.into_answer()
    }

    #[test]
    fn an_answer_of_the_original_with_a_number_as_its_id_is_a_hit() {
        let answer = read(
            r#"{"found":true,"case_id":9,"patient":{"name":"Robin Vale","phone":null},
                "case":{"status":"CHIUSO","clinic":7,"created_at":"2025-07-08T16:57:06.836704+00:00"},
                "screen_pop_url":"https://crm.example.com/it/cases/9","phone_searched":"06"}"#,
        )
        .unwrap();

        let hit = answer.hit().unwrap();
        assert_eq!(hit.case().id, "9");
        assert_eq!(hit.case().patient.name, "Robin Vale");
        assert_eq!(hit.case().status.as_deref(), Some("CHIUSO"));
        assert_eq!(hit.screen_pop_url(), "https://crm.example.com/it/cases/9");
        assert_eq!(hit.matches().len(), 1);
    }

    #[test]
    fn matches_are_read_and_the_newest_is_not_in_them_twice() {
        let answer = read(
            r#"{"found":true,"case_id":"9","stale":true,
                "matches":[{"case_id":"9"},{"case_id":"4"},{"patient":{}},7]}"#,
        )
        .unwrap();

        assert!(answer.is_stale());
        let matches = answer.hit().unwrap().matches().iter();
        let ids: Vec<_> = matches.map(|it| it.case.id.as_str()).collect();
        assert_eq!(ids, ["9", "4"]);
    }

    #[test]
    fn what_does_not_say_found_or_which_case_is_no_answer() {
        for odd in [
            "{}",
            "[]",
            r#"{"found":true}"#,
            r#"{"found":true,"case_id":""}"#,
            r#"{"case_id":"9"}"#,
            r#"{"error":"Internal server error"}"#,
        ] {
            assert!(read(odd).is_none(), "{odd}");
        }
        assert!(read(r#"{"found":false}"#).is_some_and(|it| !it.is_hit()));
    }

    #[test]
    fn an_address_that_is_no_page_is_left_out() {
        for (url, kept) in [
            ("https://crm.example.com/it/cases/9", true),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("/it/cases/9", false),
        ] {
            let answer = format!(r#"{{"found":true,"case_id":"9","screen_pop_url":"{url}"}}"#);
            let answer = read(&answer).unwrap();
            assert_eq!(answer.hit().unwrap().screen_pop_url() == url, kept, "{url}");
        }
    }
}

//! What agents file conversations under.

use ccaas_http::test_util::{Answer, FakeRequest};
use serde_json::Value;

use crate::fake::{Organisation, answers::Refusal};

/// What of a wrap-up is told of one that is assigned.
const ASSIGNED: [&str; 5] = ["code", "notes", "tags", "durationSeconds", "endTime"];

impl Organisation {
    pub(super) fn wrap_up_codes_api(
        &self,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        self.need("routing:wrapupCode:view")?;
        Ok(match (request.method.as_str(), path) {
            ("GET", []) => Some(self.desk.wrap_up_codes.list(request)?),
            ("GET", [id]) => Some(self.desk.wrap_up_codes.get(id)?),
            _ => None,
        })
    }

    /// Keeps how a participant files.
    pub(super) fn file(&mut self, participant_id: &str, wrap_up: &Value) -> Result<(), Refusal> {
        let provisional = wrap_up["provisional"] == true;
        match wrap_up["code"].as_str() {
            Some(code) => self.desk.wrap_up_codes.check(code)?,
            None if provisional => {}
            None => return Err(Refusal::field("bad.request", "code", "is required")),
        }
        self.desk
            .wrap_ups
            .insert(participant_id.to_owned(), wrap_up.clone());
        Ok(())
    }

    pub(super) fn filed(&self, participant_id: &str) -> Answer {
        match self.desk.wrap_ups.get(participant_id) {
            Some(wrap_up) => {
                let mut assigned = wrap_up.clone();
                if let Some(fields) = assigned.as_object_mut() {
                    fields.retain(|name, _| ASSIGNED.contains(&name.as_str()));
                }
                Answer::json(200, &assigned)
            }
            None => Answer::empty(204),
        }
    }

    /// All codes, not in pages.
    pub(super) fn all_wrap_up_codes(&self, request: &FakeRequest) -> Result<Answer, Refusal> {
        let listing = self.desk.wrap_up_codes.list(request)?.body_json();
        let codes = listing.map(|listing| listing["entities"].clone());
        Ok(Answer::json(200, &codes))
    }
}

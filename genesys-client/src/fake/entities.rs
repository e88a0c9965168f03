//! Queues and scripts: a name and an id each.

use ccaas_http::test_util::{Answer, FakeRequest};
use serde_json::{Value, json};

use super::{answers::Refusal, paging::page};

/// A listing of named entities, sorted by name.
#[derive(Debug)]
pub(super) struct Entities {
    kind: &'static str,
    uri: &'static str,
    list: Vec<(String, String)>,
}

impl Entities {
    pub(super) fn new(kind: &'static str, uri: &'static str) -> Self {
        Self {
            kind,
            uri,
            list: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, id: &str, name: &str) {
        self.list.push((id.to_owned(), name.to_owned()));
        self.list.sort_by_key(|(_, name)| name.to_lowercase());
    }

    pub(super) fn forget(&mut self, id: &str) {
        self.list.retain(|(known, _)| known != id);
    }

    pub(super) fn check(&self, id: &str) -> Result<(), Refusal> {
        match self.list.iter().any(|(known, _)| known == id) {
            true => Ok(()),
            false => Err(Refusal::not_found(self.kind, id)),
        }
    }

    pub(super) fn get(&self, id: &str) -> Result<Answer, Refusal> {
        self.list
            .iter()
            .find(|(known, _)| known == id)
            .map(|entity| Answer::json(200, &self.entity(entity)))
            .ok_or_else(|| Refusal::not_found(self.kind, id))
    }

    pub(super) fn list(&self, request: &FakeRequest) -> Result<Answer, Refusal> {
        // The parameter is described as repeated; the vendor's JavaScript SDK sends one with
        // commas in it.
        let ids: Vec<&str> = request
            .query
            .iter()
            .filter(|(name, _)| name == "id")
            .flat_map(|(_, ids)| ids.split(','))
            .collect();
        let mut found: Vec<_> = self
            .list
            .iter()
            .filter(|(id, _)| ids.is_empty() || ids.contains(&id.as_str()))
            .filter(|(_, name)| {
                request
                    .query("name")
                    .is_none_or(|wanted| self.fits(wanted, name))
            })
            .collect();
        if request
            .query("sortOrder")
            .is_some_and(|order| order.eq_ignore_ascii_case("desc"))
        {
            found.reverse();
        }
        page(request, self.uri, &found, |entity| self.entity(entity))
    }

    /// Queues take asterisks at both ends of the name; scripts are found by any part.
    fn fits(&self, wanted: &str, name: &str) -> bool {
        let (wanted, name) = (wanted.to_lowercase(), name.to_lowercase());
        if self.kind == "script" {
            return name.contains(&wanted);
        }
        let core = wanted.trim_matches('*');
        match (wanted.starts_with('*'), wanted.ends_with('*')) {
            (true, true) => name.contains(core),
            (true, false) => name.ends_with(core),
            (false, true) => name.starts_with(core),
            (false, false) => name == wanted,
        }
    }

    fn entity(&self, (id, name): &(String, String)) -> Value {
        json!({
            "id": id,
            "name": name,
            "division": {
                "id": "55555555-0000-4000-8000-000000000001",
                "name": "Home",
                "selfUri": "/api/v2/authorization/divisions/55555555-0000-4000-8000-000000000001",
            },
            "selfUri": format!("{}/{id}", self.uri),
        })
    }
}

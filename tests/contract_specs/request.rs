//! Whether a request is as described.

use std::collections::BTreeSet;

use ccaas_http::test_util::JournalEntry;

use crate::{
    description::{Description, Operation},
    schema::{Writer, check},
    violation::{Problem, Violation},
};

/// Where the vendor itself does not do as it describes.
const EXCEPTIONS: &[(&str, &str, Problem)] = &[
    // The body is described as a whole conversation; the vendor's blueprints send its state alone.
    (
        "patchConversationsCallback",
        "body.startTime",
        Problem::Missing,
    ),
    (
        "patchConversationsCallback",
        "body.participants",
        Problem::Missing,
    ),
    (
        "patchConversationsMessage",
        "body.startTime",
        Problem::Missing,
    ),
    (
        "patchConversationsMessage",
        "body.participants",
        Problem::Missing,
    ),
    // The vendor's documentation sends what its description gives only to the vendor.
    (
        "postConversationsMessageInboundOpenMessage",
        "body.content[0].contentType",
        Problem::Unknown,
    ),
    (
        "postConversationsMessageInboundOpenReceipt",
        "body.channel.to.idType",
        Problem::ReadOnly,
    ),
];

/// How a request differs from what is described for its method and path.
pub(crate) fn differences<'a>(
    description: &'a Description,
    entry: &JournalEntry,
) -> (Option<Operation<'a>>, Vec<Violation>) {
    let Some(operation) = description.operation(&entry.method, &entry.path) else {
        return (None, vec![Violation::new(entry.line(), Problem::Unknown)]);
    };
    let mut found = Vec::new();
    for (name, value) in &operation.path_values {
        let described = operation
            .parameters_in("path")
            .any(|parameter| parameter["name"] == *name);
        if !described || value.is_empty() {
            found.push(Violation::new(format!("path.{name}"), Problem::Unknown));
        }
    }
    found.extend(query_differences(&operation, &entry.query));
    match operation.parameters_in("body").next() {
        Some(body) => {
            let sent = entry.json();
            found.extend(check(
                description,
                &body["schema"],
                &sent,
                Writer::Client,
                "body",
            ));
        }
        None if entry.body.is_empty() => {}
        None => found.push(Violation::new("body", Problem::Unknown)),
    }
    (Some(operation), found)
}

/// Takes away the differences that [`EXCEPTIONS`] allows the operation.
///
/// It fails for an exception that the request did not need, so that none outlives its reason.
#[track_caller]
pub(crate) fn without_exceptions(id: &str, mut violations: Vec<Violation>) -> Vec<Violation> {
    for (_, at, problem) in EXCEPTIONS.iter().filter(|(operation, ..)| *operation == id) {
        let excepted = Violation::new(*at, problem.clone());
        let position = violations
            .iter()
            .position(|violation| *violation == excepted);
        violations.remove(position.expect("an exception that nothing needs is a mistake"));
    }
    violations
}

fn query_differences(operation: &Operation<'_>, query: &[(String, String)]) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, value) in query {
        let at = format!("query.{name}");
        let Some(parameter) = operation
            .parameters_in("query")
            .find(|p| p["name"] == **name)
        else {
            found.push(Violation::new(at, Problem::Unknown));
            continue;
        };
        let kind = parameter["type"]
            .as_str()
            .expect("a query parameter has a type");
        let valid = match kind {
            "number" | "integer" => value.parse::<u32>().is_ok(),
            "boolean" => ["true", "false"].contains(&value.as_str()),
            "string" | "array" => !value.is_empty(),
            _ => false,
        };
        let repeatable = kind == "array" && parameter["collectionFormat"] == "multi";
        if !valid || !(seen.insert(name) || repeatable) {
            found.push(Violation::new(at, Problem::NotA(kind.to_owned())));
        }
    }
    for parameter in operation
        .parameters_in("query")
        .filter(|p| p["required"] == true)
    {
        let name = parameter["name"]
            .as_str()
            .expect("a query parameter has a name");
        if !query.iter().any(|(given, _)| given == name) {
            found.push(Violation::new(format!("query.{name}"), Problem::Missing));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_difference_in_a_query_is_found() {
        let description = Description::new(json!({ "paths": { "/things": { "get": {
            "operationId": "getThings",
            "parameters": [
                { "in": "query", "name": "page", "type": "number", "required": true },
                { "in": "query", "name": "deep", "type": "boolean" },
                { "in": "query", "name": "id", "type": "array", "collectionFormat": "multi" },
            ],
        } } } }));
        let operation = description
            .operation("GET", "/things")
            .expect("it is described");
        let found = |query: &[(&str, &str)]| {
            let query: Vec<_> = query
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect();
            let found = query_differences(&operation, &query);
            found.iter().map(Violation::to_string).collect::<Vec<_>>()
        };

        let good = [("page", "1"), ("deep", "true"), ("id", "a"), ("id", "b")];
        assert!(found(&good).is_empty());
        assert_eq!(found(&[]), ["query.page is required"]);
        assert_eq!(
            found(&[("page", "one")]),
            ["query.page is not a valid number"]
        );
        assert_eq!(
            found(&[("page", "1"), ("page", "2")]),
            ["query.page is not a valid number"]
        );
        assert_eq!(
            found(&[("page", "1"), ("deep", "yes")]),
            ["query.deep is not a valid boolean"]
        );
        assert_eq!(
            found(&[("page", "1"), ("size", "5")]),
            ["query.size is not described"]
        );
    }
}

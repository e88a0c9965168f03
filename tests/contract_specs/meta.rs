//! Meta's own example bodies, against the types that `meta-whatsapp-client` sends.

mod examples;
mod filled;

use std::collections::BTreeMap;

use meta_whatsapp_client::messages::SendRequest;
use serde_json::Value;

use examples::{Example, collection, openapi};
use filled::{filled, normal};

/// Examples that cannot be built, by name, each with the reason.
const LEFT_OUT: [(&str, &str); 4] = [
    (
        "openapi /messages: Send Sample Issue Resolution Template",
        "its texts are the booleans `true` and `false`; the collection has \"Yes\" and \"No\"",
    ),
    (
        "openapi /messages_encrypted: Send Encrypted Text Message",
        "a body that the caller encrypted; it has no parts that could be typed",
    ),
    (
        "openapi /messages_encrypted: Send Encrypted Media Message",
        "a body that the caller encrypted; it has no parts that could be typed",
    ),
    (
        "openapi /messages_encrypted: Send Encrypted Template Message",
        "a body that the caller encrypted; it has no parts that could be typed",
    ),
];

fn read(example: &Example) -> Result<SendRequest, String> {
    SendRequest::from_json(&filled(&example.body).to_string()).map_err(|error| error.to_string())
}

fn left_out(example: &Example) -> bool {
    LEFT_OUT.iter().any(|(name, _)| *name == example.name)
}

#[track_caller]
fn expect_written_back(examples: &[Example]) {
    let mut problems = BTreeMap::new();
    for example in examples.iter().filter(|example| !left_out(example)) {
        if let Err(problem) = write_back(example) {
            problems.insert(&example.name, problem);
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

fn write_back(example: &Example) -> Result<(), String> {
    let request = read(example)?;
    request.check().map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&request).map_err(|error| error.to_string())?;
    let expected = normal(&filled(&example.body));
    if written == expected {
        Ok(())
    } else {
        Err(format!("{written} is not {expected}"))
    }
}

#[test]
fn every_example_of_the_description_is_built_and_written_the_same() {
    let examples = openapi();

    assert_eq!(examples.len(), 50 + 3 + 3);
    expect_written_back(&examples);
}

#[test]
fn every_example_of_the_collection_is_built_and_written_the_same() {
    let examples = collection();

    let requests = examples.iter().filter(|example| !example.saved);
    assert_eq!(requests.count(), 52);
    expect_written_back(&examples);
}

#[test]
fn what_is_left_out_is_there_and_cannot_be_built() {
    let examples: Vec<_> = openapi().into_iter().chain(collection()).collect();

    for (name, _) in LEFT_OUT {
        let example = examples.iter().find(|example| example.name == name);
        let example = example.unwrap_or_else(|| panic!("there is no {name}"));
        assert!(read(example).is_err(), "{name} can be built");
    }
}

#[test]
fn an_example_with_one_more_field_is_refused() {
    for mut example in collection() {
        example.body["surprise"] = Value::from(1);
        let problem = read(&example).expect_err(&example.name);
        assert!(problem.contains("surprise"), "{}: {problem}", example.name);
    }
}

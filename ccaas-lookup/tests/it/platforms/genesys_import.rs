//! The data action's file: its shape by the vendor's rules, and what the platform makes of it.
//!
//! The platform fills `requestTemplate` by Velocity, takes values from the answer by
//! `translationMap`, puts `translationMapDefaults` where a path leads nowhere (not where it leads
//! to null), and fills `successTemplate` with them as JSON.

use ccaas_lookup::{
    LookupAnswer, LookupRequest, Miss,
    genesys::{Credential, DataAction, TIMEOUT_SECONDS},
};
use serde_json::{Map, Value, json, to_value};

use super::people::{answer, bare, documented};

fn export() -> Value {
    let base = "https://crm.example.com/".parse().expect("a URL");
    let file = DataAction::new(base).to_string();
    serde_json::from_str(&file).expect("the file is JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is a text")
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("it is an object")
}

/// The body that is sent for a number.
fn body(action: &Value, phone: &str) -> String {
    let template = text(&action["config"]["request"]["requestTemplate"]);
    let quoted = Value::from(phone).to_string();
    let escaped = &quoted[1..quoted.len() - 1];
    template.replace("$esc.jsonString(${input.phone})", escaped)
}

/// What a flow gets of an answer.
fn outputs(action: &Value, answer: &Value) -> Value {
    let response = &action["config"]["response"];
    let mut filled = text(&response["successTemplate"]).to_owned();
    for (name, path) in object(&response["translationMap"]) {
        let path = text(path).trim_start_matches('$').replace('.', "/");
        let default = text(&response["translationMapDefaults"][name]);
        let found = answer.pointer(&path);
        let value = found.map_or_else(|| default.to_owned(), Value::to_string);
        filled = filled.replace(&format!("${{{name}}}"), &value);
    }
    serde_json::from_str(&filled).expect("the filled template is JSON")
}

#[test]
fn the_file_has_the_shape_of_an_export() {
    let action = export();

    let mut keys: Vec<_> = object(&action).keys().collect();
    // In a build of the whole workspace, serde_json keeps the order in which they were written.
    keys.sort();
    let expected = [
        "actionType",
        "config",
        "contract",
        "integrationType",
        "name",
        "secure",
    ];
    assert_eq!(keys, expected);
    assert_eq!(action["integrationType"], "custom-rest-actions");
    assert_eq!(action["actionType"], "custom");
    assert_eq!(action["secure"], false);
    assert_eq!(action["config"]["timeoutSeconds"], TIMEOUT_SECONDS);
    assert_eq!(TIMEOUT_SECONDS, 3);
    let request = &action["config"]["request"];
    assert_eq!(
        request["requestUrlTemplate"],
        "https://crm.example.com/api/lookup"
    );
    assert_eq!(request["requestType"], "POST");
    assert_eq!(
        request["headers"],
        json!({
            "Content-Type": "application/json",
            "Prefer": "miss=200",
            "x-api-key": "${credentials.apiKey}",
        })
    );
}

#[test]
fn the_contract_keeps_the_vendors_rules() {
    let action = export();
    let input = &action["contract"]["input"]["inputSchema"];
    let output = &action["contract"]["output"]["successSchema"];

    assert!(!action.to_string().contains("$ref"));
    for schema in [input, output] {
        assert_eq!(schema["type"], "object");
        for (name, property) in object(&schema["properties"]) {
            let first = name.chars().next().unwrap();
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            assert!(
                first.is_ascii_alphabetic() && name.chars().all(allowed),
                "{name}"
            );
            assert!(!["orgId", "integrationId", "rawRequest"].contains(&name.as_str()));
            let kinds = ["string", "integer", "number", "boolean", "null"];
            assert!(kinds.contains(&text(&property["type"])), "flat: {name}");
        }
    }
    assert_eq!(input["required"], json!(["phone"]));
    let response = &action["config"]["response"];
    for part in ["translationMap", "translationMapDefaults"] {
        let given: Vec<_> = response[part]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        let declared: Vec<_> = object(&output["properties"]).keys().cloned().collect();
        assert_eq!(given, declared, "{part}");
    }
}

#[test]
fn a_bearer_token_and_a_name_of_ones_own() {
    let action = DataAction::new("https://crm.example.com/base".parse().unwrap())
        .with_name("Who calls")
        .with_credential(Credential::Bearer("token".to_owned()))
        .export();

    assert_eq!(action["name"], "Who calls");
    let request = &action["config"]["request"];
    assert_eq!(
        request["requestUrlTemplate"],
        "https://crm.example.com/base/api/lookup"
    );
    assert_eq!(
        request["headers"]["Authorization"],
        "Bearer ${credentials.token}"
    );
    assert_eq!(request["headers"]["x-api-key"], Value::Null);
}

#[test]
fn whatever_the_number_is_the_body_is_read_as_a_lookup_of_it() {
    let action = export();
    for phone in [
        "+39 06 2222 4444",
        "tel:+39",
        "",
        "a\"b\\c\n\u{1}",
        "${input.phone}",
    ] {
        let body = body(&action, phone);
        let request = LookupRequest::from_body(body.as_bytes()).expect("a request");
        assert_eq!(request.phone, phone);
    }
}

#[test]
fn a_flow_gets_the_case() {
    let answer = to_value(answer(vec![documented()])).unwrap();

    assert_eq!(
        outputs(&export(), &answer),
        json!({
            "caseFound": true,
            "caseId": "9",
            "patientName": "Robin Vale",
            "caseStatus": "APPUNTAMENTO",
            "clinic": "Centro Oculistico Roma",
            "treatment": "SMILE Surgery",
            "screenPopUrl": "https://crm.example.com/it/cases/9",
            "message": "",
        })
    );
}

#[test]
fn a_flow_never_gets_null() {
    let action = export();
    let miss = to_value(LookupAnswer::Miss(Miss::new("+391234567890"))).unwrap();
    let bare = to_value(answer(vec![bare()])).unwrap();

    for answer in [
        &miss,
        &bare,
        &json!({}),
        &json!({ "error": "Failed to lookup case" }),
    ] {
        let outputs = outputs(&action, answer);
        for (name, value) in object(&outputs) {
            assert!(value.is_string() || name == "caseFound", "{name}: {value}");
        }
        assert!(outputs["caseFound"].is_boolean());
    }
    let of_miss = outputs(&action, &miss);
    assert_eq!(of_miss["caseFound"], false);
    assert_eq!(
        of_miss["message"],
        "No case found for phone number: +391234567890"
    );
    assert_eq!(outputs(&action, &bare)["clinic"], "");
}

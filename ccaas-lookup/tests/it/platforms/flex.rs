//! Twilio Flex.

use ccaas_lookup::flex::{caller, merge};
use serde_json::{Map, Value, json};

use super::people::{bare_hit, hit, miss, unknown};

fn attributes(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

#[test]
fn a_case_is_merged_and_no_attribute_is_lost() {
    let before = attributes(json!({
        "from": "+390622224444",
        "direction": "inbound",
        "conversations": { "conversation_id": "WT1", "segment": null },
        "customers": [1, 2],
        "caseId": "of an earlier caller",
    }));

    let after = merge(before, &hit());

    assert_eq!(
        Value::Object(after),
        json!({
            "from": "+390622224444",
            "direction": "inbound",
            "conversations": { "conversation_id": "WT1", "segment": null },
            "customers": [1, 2],
            "caseId": "9",
            "patientName": "Robin Vale",
            "caseStatus": "APPUNTAMENTO",
            "clinic": "Centro Oculistico Roma",
            "treatment": "SMILE Surgery",
            "screenPopUrl": "https://crm.example.com/it/cases/9",
        })
    );
}

#[test]
fn nothing_is_left_of_an_earlier_caller() {
    let before = attributes(json!({ "clinic": "Somewhere else", "treatment": "Another" }));

    let after = merge(before, &bare_hit());

    assert_eq!(after["clinic"], "");
    assert_eq!(after["treatment"], "");
    assert_eq!(after["patientName"], "Noor Bare");
}

#[test]
fn without_a_case_the_attributes_stay_as_they_are() {
    let before = attributes(json!({ "from": "+390622224444", "caseId": "5" }));

    assert_eq!(merge(before.clone(), &miss()), before);
    assert_eq!(merge(before.clone(), &unknown()), before);
}

#[test]
fn the_caller_is_who_the_task_is_from_or_who_wants_a_callback() {
    for (task, number) in [
        (json!({ "from": "+12025550147" }), Some("+12025550147")),
        (
            json!({ "from": "", "callbackNumber": "+12025550100" }),
            Some("+12025550100"),
        ),
        (json!({ "from": null }), None),
        (json!({}), None),
    ] {
        assert_eq!(caller(&attributes(task)), number);
    }
}

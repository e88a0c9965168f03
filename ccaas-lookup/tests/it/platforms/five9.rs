//! Five9.

use ccaas_lookup::five9::{CallVariable, call_variables, caller, screen_pop};
use serde_json::{json, to_value};

use super::people::{bare_hit, hit, miss, unknown};

#[test]
fn the_documented_payload_has_the_url_and_five_fields() {
    let payload = screen_pop(&hit()).expect("there is a case");

    assert_eq!(
        payload,
        json!({
            "url": "https://crm.example.com/it/cases/9",
            "data": {
                "caseId": "9",
                "patientName": "Robin Vale",
                "caseStatus": "APPUNTAMENTO",
                "clinic": "Centro Oculistico Roma",
                "treatment": "SMILE Surgery",
            },
        })
    );
    assert_eq!(screen_pop(&bare_hit()).unwrap()["data"]["clinic"], "");
}

#[test]
fn nothing_pops_without_a_case() {
    assert_eq!(screen_pop(&miss()), None);
    assert_eq!(screen_pop(&unknown()), None);
    assert_eq!(call_variables(&miss(), "i-1", "ScreenPop", &[]), None);
}

#[test]
fn call_variables_are_set_by_the_ids_of_their_group() {
    let listed = json!([
        { "id": "101", "group": "ScreenPop", "name": "caseId", "displayType": 1 },
        { "id": "102", "group": "ScreenPop", "name": "screenPopUrl", "value": "" },
        { "id": "103", "group": "ScreenPop", "name": "language" },
        { "id": "104", "group": "Call", "name": "clinic" },
    ]);
    let known: Vec<CallVariable> = serde_json::from_value(listed).unwrap();

    let set = call_variables(&hit(), "i-1", "ScreenPop", &known).expect("there is a case");

    assert_eq!(
        to_value(&set).unwrap(),
        json!({
            "interactionId": "i-1",
            "cavList": [
                { "id": "101", "value": "9" },
                { "id": "102", "value": "https://crm.example.com/it/cases/9" },
            ],
        })
    );
    let printed = format!("{set:?} {:?}", set.cav_list);
    assert!(
        printed.contains("i-1") && printed.contains("102"),
        "{printed}"
    );
    assert!(!printed.contains("crm.example.com"), "{printed}");
}

#[test]
fn the_caller_is_the_ani_of_the_call() {
    for (call, number) in [
        (
            json!({ "ani": "+12025550147", "dnis": "1" }),
            Some("+12025550147"),
        ),
        (json!({ "ani": " " }), None),
        (json!({}), None),
    ] {
        assert_eq!(caller(call.as_object().unwrap()), number);
    }
}

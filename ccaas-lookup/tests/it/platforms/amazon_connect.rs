//! Amazon Connect.

use std::{
    future::{pending, ready},
    sync::Mutex,
};

use async_trait::async_trait;
use ccaas_lookup::{
    LookUpCaller, Lookup,
    connect::{ConnectEvent, MAX_ANSWER_BYTES, flat, handle, nested},
};
use serde_json::{Value, json, to_value};

use super::people::{answer, bare, bare_hit, documented, hit, miss, unknown};

/// Finds the same for everybody, and remembers whom it was asked for.
#[derive(Default)]
struct Callers {
    hangs: bool,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl LookUpCaller for Callers {
    async fn look_up(&self, phone: &str) -> Lookup {
        self.asked
            .lock()
            .expect("no lookup panics")
            .push(phone.to_owned());
        if self.hangs {
            return pending().await;
        }
        hit()
    }
}

fn event(parameters: Value, customer_endpoint: Value) -> ConnectEvent {
    ConnectEvent::read(&json!({
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {},
                "Channel": "VOICE",
                "ContactId": "11111111-2222-4333-8444-555555555555",
                "CustomerEndpoint": customer_endpoint,
                "InitiationMethod": "INBOUND",
                "InstanceARN": "arn:aws:connect:us-east-1:000000000000:instance/example",
                "Queue": null,
                "SystemEndpoint": { "Address": "+12025550199", "Type": "TELEPHONE_NUMBER" },
            },
            "Parameters": parameters,
        },
    }))
}

fn phone_line() -> Value {
    json!({ "Address": "+12025550147", "Type": "TELEPHONE_NUMBER" })
}

fn documented_answer() -> Value {
    json!({
        "caseFound": "true",
        "caseId": "9",
        "patientName": "Robin Vale",
        "caseStatus": "APPUNTAMENTO",
        "clinic": "Centro Oculistico Roma",
        "treatment": "SMILE Surgery",
        "screenPopUrl": "https://crm.example.com/it/cases/9",
    })
}

#[tokio::test]
async fn both_kinds_of_event_are_answered_with_the_documented_keys() {
    for (parameters, asked) in [
        (
            json!({ "CustomerPhoneNumber": "+12025550100" }),
            "+12025550100",
        ),
        (json!({}), "+12025550147"),
    ] {
        let callers = Callers::default();

        let answer = handle(&event(parameters, phone_line()), &callers, pending()).await;

        assert_eq!(to_value(answer).unwrap(), documented_answer());
        assert_eq!(*callers.asked.lock().unwrap(), [asked]);
    }
}

#[tokio::test]
async fn a_chat_or_a_task_without_a_number_has_no_case_and_asks_nobody() {
    let callers = Callers::default();
    let event = event(json!({}), Value::Null);

    let answer = handle(&event, &callers, pending()).await;

    assert_eq!(answer["caseFound"], "false");
    assert_eq!(answer["screenPopUrl"], "");
    assert_eq!(answer["reason"], "");
    assert!(callers.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_lookup_that_hangs_is_given_up_and_the_flow_goes_on() {
    let callers = Callers {
        hangs: true,
        ..Callers::default()
    };

    let answer = handle(&event(json!({}), phone_line()), &callers, ready(())).await;

    assert_eq!(answer["caseFound"], "false");
    assert_eq!(answer["message"], "Screen pop lookup failed");
    assert_eq!(answer["reason"], "timed_out");
}

#[test]
fn every_answer_is_flat_and_all_its_values_are_texts() {
    for found in [
        None,
        Some(hit()),
        Some(bare_hit()),
        Some(miss()),
        Some(unknown()),
    ] {
        let answer = to_value(flat(found.as_ref())).unwrap();

        let answer = answer.as_object().unwrap();
        assert!(answer.values().all(Value::is_string), "{answer:?}");
        for key in documented_answer().as_object().unwrap().keys() {
            assert!(answer.contains_key(key), "{key}");
        }
    }
}

#[test]
fn a_miss_says_so_in_the_documented_words() {
    let answer = flat(Some(&miss()));

    assert_eq!(answer["caseFound"], "false");
    assert_eq!(answer["reason"], "");
    assert_eq!(
        answer["message"],
        "No case found for phone number: +391234567890"
    );
}

#[test]
fn an_answer_below_the_limit_is_whole_and_above_it_the_longest_texts_go_first() {
    let mut case = documented();
    case.clinic = Some("é".repeat(15_000));
    case.treatment = Some("t".repeat(2_000));
    let whole = flat(Some(&answer(vec![case.clone()]).into()));
    assert_eq!(whole["clinic"].chars().count(), 15_000);

    case.treatment = Some("t".repeat(3_000));
    let shortened = flat(Some(&answer(vec![case]).into()));
    assert_eq!(shortened["clinic"], "");
    assert_eq!(shortened["treatment"].len(), 3_000);
    assert_eq!(shortened["caseId"], "9");
}

#[test]
fn no_case_is_too_long_for_a_flow() {
    for length in [1_000, 8_000, 16_000, 33_000, 200_000] {
        // A quotation mark takes two bytes in JSON, a control character six.
        for text in ["x", "\"", "\u{1}", "𝄞"] {
            let mut case = documented();
            let long = Some(text.repeat(length));
            case.patient.name = text.repeat(length);
            case.clinic = long.clone();
            case.treatment = long.clone();
            case.outcome = long;
            let found = answer(vec![case]).into();

            for bytes in [
                serde_json::to_vec(&flat(Some(&found))).unwrap(),
                serde_json::to_vec(&nested(Some(&found))).unwrap(),
            ] {
                assert!(bytes.len() < MAX_ANSWER_BYTES, "{length} times {text:?}");
            }
        }
    }
}

#[test]
fn the_nested_answer_has_the_flat_one_the_patient_the_case_and_the_count() {
    let mut expected = documented_answer();
    expected["matches"] = json!("2");
    expected["patient"] = json!({
        "name": "Robin Vale",
        "phone": "+39 06 2222 4444",
        "homePhone": "+39 06 2222 4444",
        "cellPhone": "+39 333 222 4444",
        "email": "robin.vale@example.com",
    });
    expected["case"] = json!({
        "status": "APPUNTAMENTO",
        "clinic": "Centro Oculistico Roma",
        "treatment": "SMILE Surgery",
        "disposition": "SMILE evaluation",
        "outcome": "Professional athlete",
        "createdAt": "2025-07-08T16:57:06.836704+00:00",
        "followUpDate": "2025-07-12T16:57:06.836704+00:00",
    });

    assert_eq!(Value::Object(nested(Some(&hit()))), expected);
    let bare = nested(Some(&answer(vec![bare()]).into()));
    assert_eq!(bare["case"]["followUpDate"], "");
    assert_eq!(nested(Some(&miss()))["caseFound"], "false");
}

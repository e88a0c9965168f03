//! Genesys Cloud: script variables and the Embeddable Framework.

use ccaas_lookup::genesys::{framework_attributes, read_search_value, script_variables};
use serde_json::{json, to_value};

use super::people::{bare_hit, hit, miss, unknown};

#[test]
fn a_script_has_all_its_variables_whatever_was_found() {
    assert_eq!(
        to_value(script_variables(&hit())).unwrap(),
        json!({
            "caseFound": "true",
            "caseId": "9",
            "patientName": "Robin Vale",
            "caseStatus": "APPUNTAMENTO",
            "clinic": "Centro Oculistico Roma",
            "treatment": "SMILE Surgery",
            "screenPopUrl": "https://crm.example.com/it/cases/9",
        })
    );
    assert_eq!(script_variables(&bare_hit())["clinic"], "");
    for found in [miss(), unknown()] {
        let variables = script_variables(&found);
        assert_eq!(variables["caseFound"], "false");
        assert_eq!(variables["screenPopUrl"], "");
        assert_eq!(variables.len(), 7);
    }
}

#[test]
fn the_framework_opens_the_case_by_its_encoded_url() {
    let attributes = framework_attributes(&hit(), "tel:+390622224444");

    assert_eq!(
        attributes["pef_urlpop"],
        "https%3A%2F%2Fcrm.example.com%2Fit%2Fcases%2F9"
    );
    assert_eq!(attributes["pef_searchvalue"], "+390622224444");
}

#[test]
fn without_a_case_the_framework_searches_for_the_number() {
    for found in [miss(), unknown()] {
        let attributes = framework_attributes(&found, "tel:+391234567890");
        assert!(!attributes.contains_key("pef_urlpop"));
        assert_eq!(attributes["pef_searchvalue"], "+391234567890");
    }
}

#[test]
fn a_search_value_is_read_without_its_scheme() {
    for (value, number) in [
        ("tel:+12025550147", "+12025550147"),
        ("TEL:+12025550147", "+12025550147"),
        ("+12025550147", "+12025550147"),
        ("", ""),
    ] {
        assert_eq!(read_search_value(value), number, "{value}");
    }
}

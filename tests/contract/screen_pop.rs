//! The document's JavaScript for each platform, unchanged, under node against the server.

mod crm;

use ccaas_lookup::{
    Lookup, LookupClient, LookupCredential, PhoneReader, UnknownReason,
    connect::{ConnectEvent, handle},
};
use serde_json::{Value, json, to_value};

use crate::node;
use crm::Crm;

const KNOWN: &str = "+39 06 2222 4444";
const STRANGER: &str = "+39 123 456 7890";

/// Runs snippets against the server with its key.
async fn run(snippets: &[&str], calls: &[String]) -> Value {
    let crm = Crm::start().await;
    run_at(Some(&crm.url), &crm.key, snippets, calls).await
}

async fn run_at(url: Option<&str>, key: &str, snippets: &[&str], calls: &[String]) -> Value {
    let input = json!({ "url": url, "key": key, "snippets": snippets, "calls": calls });
    node::run("screen_pop.cjs", &input).await
}

fn documented() -> Value {
    json!({
        "caseId": "9",
        "patientName": "Antonio Dorato",
        "caseStatus": "APPUNTAMENTO",
        "clinic": "Centro Oculistico Roma",
        "treatment": "SMILE Surgery",
        "screenPopUrl": "https://crm.example.com/it/cases/9",
    })
}

#[tokio::test]
async fn the_genesys_snippet_opens_the_case_or_the_form_for_a_new_lead() {
    let calls = [KNOWN, STRANGER].map(|from| format!("handleIncomingCall({{ from: '{from}' }})"));

    let seen = run(&["genesys"], &calls).await;

    assert_eq!(
        seen["noted"],
        json!([
            ["openScreenPop", documented()],
            ["showNewLeadForm", STRANGER]
        ])
    );
    assert_eq!(seen["log"][1]["status"], 404);
    assert_eq!(seen["log"][0]["key"], "your-api-key-here");
}

#[tokio::test]
async fn the_lambda_function_answers_as_documented() {
    let calls = [KNOWN, STRANGER].map(|phone| {
        let event = json!({ "Details": { "Parameters": { "CustomerPhoneNumber": phone } } });
        format!("exports.handler({event})")
    });

    let seen = run(&["connect"], &calls).await;

    let mut found = documented();
    found["caseFound"] = json!(true);
    let message = format!("No case found for phone number: {STRANGER}");
    assert_eq!(
        seen["answers"],
        json!([
            { "statusCode": 200, "body": found },
            { "statusCode": 200, "body": { "caseFound": false, "message": message } },
        ])
    );
    assert_eq!(seen["log"][0]["method"], "POST");
}

#[tokio::test]
async fn the_lambda_function_survives_a_dead_network() {
    let event = json!({ "Details": { "Parameters": { "CustomerPhoneNumber": KNOWN } } });
    let calls = [format!("exports.handler({event})")];

    let seen = run_at(None, "key", &["connect"], &calls).await;

    let answer = &seen["answers"][0];
    assert_eq!(answer["statusCode"], 500);
    assert_eq!(answer["body"]["error"], "Screen pop lookup failed");
}

#[tokio::test]
async fn the_flex_snippet_keeps_the_tasks_attributes() {
    let calls = [KNOWN, STRANGER].map(|from| {
        let attributes = json!({ "from": from, "direction": "inbound" });
        format!("handleIncomingCall({{ task: {{ attributes: {attributes}, setAttributes }} }})")
    });

    let seen = run(&["flex"], &calls).await;

    let mut attributes = documented();
    attributes["from"] = json!(KNOWN);
    attributes["direction"] = json!("inbound");
    let noted = &seen["noted"];
    assert_eq!(noted[0], json!(["setAttributes", attributes]));
    assert_eq!(noted[1][0], "openScreenPop");
    assert_eq!(noted[1][1]["case_id"], "9");
    assert_eq!(noted[2], Value::Null, "nothing happens for a stranger");
}

#[tokio::test]
async fn the_five9_snippet_pops_the_documented_payload() {
    let calls = [KNOWN, STRANGER].map(|ani| format!("onCallReceived({{ ani: '{ani}' }})"));

    let seen = run(&["five9"], &calls).await;

    let mut data = documented();
    let url = data
        .as_object_mut()
        .and_then(|data| data.remove("screenPopUrl"));
    assert_eq!(
        seen["noted"],
        json!([["five9.screenPop", { "url": url, "data": data }]])
    );
}

#[tokio::test]
async fn the_recommended_error_handling_tells_each_error_apart() {
    let ok = [KNOWN, STRANGER, "", "no digits"].map(|phone| format!("lookupCase('{phone}')"));

    let seen = run(&["lookup_case"], &ok).await;
    let crm = Crm::start().await;
    let refused = run_at(Some(&crm.url), "wrong", &["lookup_case"], &ok[..1]).await;

    assert_eq!(seen["answers"][0]["patient"]["name"], "Antonio Dorato");
    assert_eq!(seen["answers"][1], json!({ "found": false }));
    // An empty number is a caller who withholds it.
    assert_eq!(seen["answers"][2], json!({ "found": false }));
    assert_eq!(seen["answers"][3]["error"], "Invalid phone number format");
    assert_eq!(
        refused["answers"][0]["error"],
        "Authentication failed - check API key"
    );
}

#[tokio::test]
async fn the_recommended_cache_asks_once() {
    let calls = vec![format!("lookupCaseWithCache('{KNOWN}')"); 3];

    let seen = run(&["lookup_case", "lookup_case_with_cache"], &calls).await;

    assert_eq!(seen["answers"][2]["case_id"], "9");
    assert_eq!(seen["log"].as_array().map(Vec::len), Some(1));
}

/// Our own client, with a key.
fn client(crm: &Crm, key: &str) -> LookupClient {
    LookupClient::builder(
        crm.url.parse().expect("a URL"),
        LookupCredential::ApiKey(key.into()),
        PhoneReader::new("IT").expect("Italy has numbers"),
    )
    .build()
    .expect("a client can be made")
}

#[tokio::test]
async fn our_own_client_and_handler_find_the_same() {
    let crm = Crm::start().await;
    let ours = client(&crm, &crm.key);
    let event = json!({ "Details": { "Parameters": { "CustomerPhoneNumber": KNOWN } } });

    let event = ConnectEvent::read(&event);
    let found = handle(&event, &ours, std::future::pending()).await;
    let stranger = ours.lookup_or_unknown(STRANGER).await;
    let refused = client(&crm, "wrong").lookup_or_unknown(KNOWN).await;

    let mut expected = documented();
    expected["caseFound"] = json!("true");
    assert_eq!(to_value(found).unwrap(), expected);
    assert!(matches!(stranger, Lookup::Miss(_)));
    let reason = refused.unknown().map(|unknown| unknown.reason());
    assert_eq!(reason, Some(UnknownReason::Unauthorized));
}

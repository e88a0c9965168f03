//! Other origins: a page that shows the case in a frame, and one that looks numbers up.

use axum::{Router, response::Html};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::world::{KNOWN, UNKNOWN, World, sign_in};
use crate::harness::Browser;

/// A site of somebody else's, whose every page is this one; gives its origin.
async fn site(html: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await;
    let listener = listener.expect("loopback has a free port");
    let address = listener
        .local_addr()
        .expect("a bound listener has an address");
    let pages = Router::new().fallback(async move || Html(html));
    tokio::spawn(async move { axum::serve(listener, pages).await });
    format!("http://{address}")
}

/// A page with a frame, which gets its address later.
const FRAMING: &str = "<!doctype html><html lang=en><title>Desk</title>\
    <link rel=icon href=data:,><iframe id=frame title=Case width=340 height=800></iframe>";
const EMPTY: &str = "<!doctype html><html lang=en><title>CRM</title><link rel=icon href=data:,>";

#[tokio::test]
async fn a_case_is_shown_in_a_frame_of_an_allowed_origin_and_of_no_other() {
    let (allowed, other) = (site(FRAMING).await, site(FRAMING).await);
    let world = World::start_with(&[("FRAME_ANCESTORS", allowed.clone())]).await;
    let case = world.server.page("/it/cases/9");
    let show = "document.getElementById('frame').src = arguments[0]";
    let browser = Browser::start().await;

    browser.open(&allowed).await;
    browser.run::<Value>(show, &[json!(case)]).await;
    browser.enter_frame("#frame").await;
    sign_in(&browser).await;
    browser.read("#caseHeading", "Antonio Dorato").await;
    assert!(
        !browser.is_seen(".brand").await,
        "no head inside of a frame"
    );
    browser.leave_frame().await;
    browser.screenshot("screen-pop-framed").await;

    browser.expect_complaint("frame-ancestors");
    browser.open(&other).await;
    browser.run::<Value>(show, &[json!(case)]).await;
    browser.enter_frame("#frame").await;
    browser.see("body").await;
    assert!(!browser.html().await.contains("caseHeading"));
    browser.close().await;
}

/// The document's snippet, with its address and key.
const SNIPPET: &str = r#"
const [base, key, number, done] = arguments;
function openScreenPop(pop) { done({ opened: pop }); }
function showNewLeadForm(number) { done({ form: number }); }
function handleIncomingCall(callData) {
  const phoneNumber = callData.from;

  fetch(`${base}/api/lookup?phone=${encodeURIComponent(phoneNumber)}`, {
    method: 'GET',
    headers: {
      'x-api-key': key,
      'Content-Type': 'application/json'
    }
  })
  .then(response => response.json())
  .then(data => {
    if (data.found) {
      // Open screen pop with case information
      openScreenPop({
        caseId: data.case_id,
        patientName: data.patient.name,
        caseStatus: data.case.status,
        clinic: data.case.clinic,
        treatment: data.case.treatment,
        screenPopUrl: data.screen_pop_url
      });
    } else {
      // No case found - show new lead form
      showNewLeadForm(phoneNumber);
    }
  })
  .catch(error => {
    done({ failed: String(error) });
  });
}
handleIncomingCall({ from: number });
"#;

#[tokio::test]
async fn the_documents_snippet_runs_on_a_page_of_another_origin_with_a_key_for_browsers() {
    let site = site(EMPTY).await;
    let world = World::start().await;
    let browser = world.admin("keys").await;
    browser.click("#newKey").await;
    browser.fill("#keyName", "CRM pages").await;
    browser.click("label:has([value=browser])").await;
    browser.fill("#keyOrigin", &site).await;
    browser.click("#keyCreate").await;
    browser.see("#secret").await;
    let key = browser.value("#secretValue").await;
    let look_up = async |number: &str| {
        let arguments = [json!(world.server.url), json!(key), json!(number)];
        browser.run_to_end::<Value>(SNIPPET, &arguments).await
    };

    browser.open(&site).await;
    let known = look_up(KNOWN).await;
    browser.expect_status(404);
    let unknown = look_up(UNKNOWN).await;

    assert_eq!(known["opened"]["patientName"], "Antonio Dorato", "{known}");
    assert_eq!(known["opened"]["caseId"], "9");
    assert_eq!(unknown, json!({ "form": UNKNOWN }));
    browser.close().await;
}

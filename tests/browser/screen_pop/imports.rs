//! The administration's cases: imported with bad rows among them, found, changed, erased.

use std::io::Write as _;

use tempfile::NamedTempFile;

use super::world::{KNOWN, World};

fn file(text: &str) -> NamedTempFile {
    let file = tempfile::Builder::new().suffix(".csv").tempfile();
    let mut file = file.expect("a temporary file can be made");
    file.write_all(text.as_bytes()).expect("it can be written");
    file
}

#[tokio::test]
async fn good_rows_go_in_and_bad_ones_are_listed_with_line_and_reason() {
    let world = World::start().await;
    let browser = world.admin("transfer").await;
    browser
        .screenshot_light_and_dark("screen-pop-transfer")
        .await;
    browser.assert_accessible("screen-pop-transfer").await;
    let csv = file(
        "name,phone,clinic,created_at\n\
         Robin Vale,+1 202 555 0147,Roma,2026-01-02T03:04:05Z\n\
         Kim Sample,+1 202 555 0148,Milano,yesterday\n\
         Ada Stone,+1 202 555 0149,Torino,\n",
    );

    browser.attach("#file", csv.path()).await;
    browser.click("#importButton").await;

    let told = browser.read("#importText", "Done").await;
    assert!(told.contains("2 cases of 3 rows"), "{told}");
    browser.read("#reportTable", "3").await;
    browser.screenshot_light_and_dark("screen-pop-report").await;
    browser.assert_accessible("screen-pop-report").await;
    browser.click("#tabs [href='#cases']").await;
    browser.fill("#search", "12025550149").await;
    browser.click("#searchForm [type=submit]").await;
    browser.read("#casesNote", "1 case found").await;
    browser.read("#casesTable", "Ada Stone").await;
    browser.close().await;
}

#[tokio::test]
async fn a_case_is_found_changed_and_erased_by_its_number() {
    let world = World::start().await;
    let browser = world.admin("cases").await;
    browser.read("#casesTable", "Antonio Dorato").await;
    browser.screenshot_light_and_dark("screen-pop-cases").await;
    browser.assert_accessible("screen-pop-cases").await;

    browser.fill("#search", "dorato").await;
    browser.click("#searchForm [type=submit]").await;
    browser.read("#casesNote", "1 case found").await;
    browser.click("#casesTable button").await;
    browser.screenshot_light_and_dark("screen-pop-edit").await;
    browser.assert_accessible("screen-pop-edit").await;
    browser
        .fill("#edit-clinic", "Centro Oculistico Torino")
        .await;
    browser.click("#caseForm [type=submit]").await;
    browser
        .read("#casesTable", "Centro Oculistico Torino")
        .await;

    browser.fill("#eraseNumber", "0622224444").await;
    browser.click("#eraseForm [type=submit]").await;
    browser.read("#askTitle", "0622224444").await;
    browser.click("#askYes").await;
    browser.read(".toast", "1 case was erased").await;
    browser.fill("#search", KNOWN).await;
    browser.click("#searchForm [type=submit]").await;
    browser.read("#casesTable", "Nothing was found").await;
    browser.close().await;
}

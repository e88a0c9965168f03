//! The administration's keys: made, used, rotated, revoked.

use serde_json::json;

use super::world::{KNOWN, World};
use crate::harness::Browser;

/// Looks a number up with a key; gives the status.
async fn status(browser: &Browser, key: &str) -> u64 {
    let script = "const [key, phone] = arguments;
        return fetch(`/api/lookup?phone=${encodeURIComponent(phone)}`, { headers: { 'x-api-key': key } })
          .then((answer) => answer.status);";
    browser.run(script, &[json!(key), json!(KNOWN)]).await
}

async fn make(browser: &Browser, name: &str) -> String {
    browser.click("#newKey").await;
    browser.fill("#keyName", name).await;
    browser.click("#keyCreate").await;
    browser.see("#secret").await;
    browser.value("#secretValue").await
}

#[tokio::test]
async fn a_key_is_made_seen_once_used_rotated_and_revoked() {
    let world = World::start().await;
    let browser = world.admin("keys").await;
    browser.click("#newKey").await;
    browser.see("#keyDialog[open]").await;
    browser
        .screenshot_light_and_dark("screen-pop-new-key")
        .await;
    browser.assert_accessible("screen-pop-new-key").await;
    browser.click("#keyCancel").await;

    let key = make(&browser, "Genesys production").await;
    browser.screenshot_light_and_dark("screen-pop-secret").await;
    browser.assert_accessible("screen-pop-secret").await;
    browser.click("#secretCopy").await;
    browser.read("#secretCopy", "Copied").await;
    assert_eq!(browser.clipboard().await, key);
    browser.click("#secretDone").await;
    browser.gone("#secret").await;
    assert!(!browser.html().await.contains(&key), "a key is shown once");

    assert_eq!(status(&browser, &key).await, 200);
    browser.reload().await;
    let row = browser.read("#keysTable", "Genesys production").await;
    assert!(
        row.contains("1,000 a minute") && !row.contains("never"),
        "{row}"
    );
    browser.screenshot_light_and_dark("screen-pop-keys").await;
    browser.assert_accessible("screen-pop-keys").await;

    browser
        .click("[aria-label='Rotate Genesys production']")
        .await;
    browser.click("#askYes").await;
    browser.see("#secret").await;
    let new = browser.value("#secretValue").await;
    assert_ne!(new, key);
    assert_eq!(status(&browser, &new).await, 200);
    assert_eq!(status(&browser, &key).await, 200, "the old one overlaps");

    browser.click("#secretDone").await;
    browser.expect_status(401);
    browser
        .click("[aria-label='Revoke Genesys production']")
        .await;
    browser.click("#askYes").await;
    browser.read(".toast", "is revoked").await;
    assert_eq!(status(&browser, &new).await, 401);
    browser.close().await;
}

#[tokio::test]
async fn a_browsers_key_needs_an_origin() {
    let world = World::start().await;
    let browser = world.admin("keys").await;

    browser.click("#newKey").await;
    browser.fill("#keyName", "Desk pages").await;
    browser.click("label:has([value=browser])").await;
    assert_eq!(browser.value("#keyLimit").await, "60");
    browser.click("#keyCreate").await;
    browser
        .read("#keyOrigin-error", "https://apps.example.com")
        .await;
    browser.fill("#keyOrigin", "https://apps.example.com").await;
    browser.click("#keyCreate").await;

    browser.see("#secret").await;
    browser.read("#keysTable", "https://apps.example.com").await;
    browser.close().await;
}

#[tokio::test]
async fn who_signs_out_leaves_neither_keys_nor_secrets_on_the_page() {
    let world = World::start().await;
    let browser = world.admin("keys").await;
    let key = make(&browser, "Genesys production").await;

    browser.click("#signOut").await;

    browser.see("#signIn").await;
    let left: String = browser
        .run("return secretValue.value + keysTable.textContent", &[])
        .await;
    assert!(!key.is_empty() && left.is_empty(), "{left}");
    browser.close().await;
}

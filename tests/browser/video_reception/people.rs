//! The administration: accounts, second factors, the calls of a day, and what is stored of visitors.

use super::world::{DEVICES, EMAIL, PASSWORD, World, sign_in};
use crate::harness::{Browser, until};

async fn administration(world: &World, view: &str) -> Browser {
    let browser = Browser::start_with(DEVICES).await;
    open(&browser, world, view).await;
    browser
}

async fn open(browser: &Browser, world: &World, view: &str) {
    browser.expect_status(401);
    browser.open(&world.server.page(&format!("/#{view}"))).await;
    browser.see("#signIn").await;
    sign_in(browser, EMAIL, PASSWORD).await;
    browser.see(&format!("#{view}")).await;
}

async fn add(admin: &Browser, name: &str, email: &str) {
    admin.click("#newPerson").await;
    admin.fill("#personName", name).await;
    admin.fill("#personEmail", email).await;
    admin.fill("#personDepartment", "Billing").await;
    admin.fill("#personPassword", "a-long-password").await;
    admin.click("#personCreate").await;
}

#[tokio::test]
async fn somebody_is_added_signs_in_is_switched_off_and_is_signed_out() {
    let world = World::start().await;
    let admin = administration(&world, "people").await;
    admin.screenshot_light_and_dark("video-people").await;
    admin.assert_accessible("video-people").await;

    add(&admin, "Sam Porter", "sam@example.com").await;
    admin.read("#peopleTable", "Sam Porter").await;
    add(&admin, "Sam Porter", "sam@example.com").await;
    admin.expect_status(400);
    admin.read("#personOutcome", "already registered").await;
    admin.click("#personCancel").await;
    let desk = admin.somebody_else_with(DEVICES).await;
    world
        .sit_down(&desk, "sam@example.com", "a-long-password")
        .await;

    admin
        .click("#peopleTable [aria-label='Switch off: Sam Porter']")
        .await;
    admin.click("#askYes").await;
    admin.read("#peopleTable", "disabled").await;

    desk.gone("#desk").await;
    admin.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_asked_for_at_the_desk() {
    let world = World::start().await;
    let admin = administration(&world, "people").await;
    add(&admin, "Sam Porter", "sam@example.com").await;
    admin.read("#peopleTable", "Sam Porter").await;

    admin
        .click("#peopleTable [aria-label='Second factor: Sam Porter']")
        .await;
    let secret = admin.text("#totpSecret").await;
    admin.assert_accessible("video-totp").await;

    let desk = admin.somebody_else_with(DEVICES).await;
    desk.expect_status(401);
    desk.open(&world.server.page("/video-staff")).await;
    desk.see("#signIn").await;
    sign_in(&desk, "sam@example.com", "a-long-password").await;
    desk.read("#signInForm", "takes a code").await;
    desk.fill("#signInCode", "000000").await;
    desk.click("#signInForm [type=submit]").await;
    desk.see("#signInForm .alert--danger").await;
    desk.fill("#signInCode", &code(&desk, &secret).await).await;
    desk.click("#signInForm [type=submit]").await;
    desk.see("#desk").await;
    desk.read("#sessionText", "sam@example.com").await;
    admin.close().await;
    desk.close().await;
}

/// The code of an authenticator app (RFC 6238) for this secret, as a browser reckons it.
async fn code(browser: &Browser, secret: &str) -> String {
    let script = "const [secret, done] = arguments;
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
        const bits = [...secret.replace(/[\\s=]/g, '')]
          .map((letter) => letters.indexOf(letter.toUpperCase()).toString(2).padStart(5, '0')).join('');
        const key = new Uint8Array(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
        const time = new DataView(new ArrayBuffer(8));
        time.setBigUint64(0, BigInt(Math.floor(Date.now() / 30000)));
        const algorithm = { name: 'HMAC', hash: 'SHA-1' };
        crypto.subtle.importKey('raw', key, algorithm, false, ['sign'])
          .then((key) => crypto.subtle.sign('HMAC', key, time.buffer))
          .then((mac) => {
            const bytes = new DataView(mac);
            const at = bytes.getUint8(19) & 15;
            done(String((bytes.getUint32(at) & 0x7fffffff) % 1000000).padStart(6, '0'));
          });";
    browser.run_to_end(script, &[secret.into()]).await
}

#[tokio::test]
async fn the_calls_of_a_day_are_counted_and_downloaded() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    visitor.click("#hangUpButton").await;
    desk.read("#afterEnd", "ended it").await;

    // The desk's sign-in is good for the administration, too.
    desk.open(&world.server.page("/#analytics")).await;
    desk.read("#tiles", "Answered").await;
    desk.read("#tiles .tile:first-child dd", "1").await;
    desk.screenshot_light_and_dark("video-analytics").await;
    desk.assert_accessible("video-analytics").await;

    let link = desk.property("#csv", "href").await;
    let script =
        "const [url, done] = arguments; fetch(url).then((answer) => answer.text()).then(done)";
    let csv: String = desk.run_to_end(script, &[link.into()]).await;
    assert!(csv.lines().count() >= 2, "{csv}");
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn what_is_stored_of_a_visitor_is_given_out_and_erased() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    visitor.click("#hangUpButton").await;
    desk.read("#afterEnd", "ended it").await;
    desk.open(&world.server.page("/#privacy")).await;
    desk.see("#privacy").await;
    desk.screenshot_light_and_dark("video-privacy").await;
    desk.assert_accessible("video-privacy").await;
    let export = "const done = arguments[0];
        fetch('./api/privacy/export?email=robin%40example.com').then((answer) => answer.text()).then(done)";
    let before: String = desk.run_to_end(export, &[]).await;
    assert!(before.contains("Robin Example"), "{before}");

    desk.fill("#privacyEmail", "robin@example.com").await;
    desk.click("#exportButton").await;
    desk.read("#privacyNote", "The file was saved").await;
    desk.click("#eraseButton").await;
    desk.click("#askYes").await;
    desk.read("#privacyNote", "It is erased").await;

    until("an export without the name", async || {
        let after: String = desk.run_to_end(export, &[]).await;
        (!after.contains("Robin Example")).then_some(())
    })
    .await;
    visitor.close().await;
    desk.close().await;
}

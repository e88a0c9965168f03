//! The ways that sound and picture take: this machine alone, a relay, and none at all.

use serde_json::Value;

use super::{
    media::{hears, sees},
    turn::Turn,
    world::{DEVICES, EMAIL, PASSWORD, World, ring, see_each_other},
};
use crate::harness::{Browser, until};

/// Keeps every connection that a page makes, so that a test can look at it.
const KEEP: &str = "window.connections = [];
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(...given) { super(...given); window.connections.push(this); }
    };";

/// The candidates at both ends of the pair that is in use.
async fn pair(browser: &Browser) -> Value {
    let script = "const done = arguments[0];
        window.connections.at(-1).getStats().then((report) => {
          const all = [...report.values()];
          const { selectedCandidatePairId: id } = all.find(({ type }) => type === 'transport');
          const pair = report.get(id);
          const [local, remote] = [pair.localCandidateId, pair.remoteCandidateId].map((at) => report.get(at));
          done({
            local: { kind: local.candidateType, address: local.address, relay: local.relayProtocol },
            remote: { kind: remote.candidateType },
          });
        });";
    browser.run_to_end(script, &[]).await
}

async fn call_with(world: &World, arguments: &[&str]) -> (Browser, Browser) {
    let all = [DEVICES, arguments].concat();
    let desk = Browser::start_with(&all).await;
    desk.before_pages(KEEP).await;
    world.sit_down(&desk, EMAIL, PASSWORD).await;
    let visitor = desk.somebody_else_with(&all).await;
    visitor.before_pages(KEEP).await;
    visitor.open(&world.server.page("/video-call")).await;
    ring(&visitor).await;
    desk.click(".call .button--primary").await;
    (visitor, desk)
}

#[tokio::test]
async fn loopback_alone_is_enough_for_a_call() {
    let world = World::start().await;
    // Only the addresses of this machine itself may be used, as where there is no network at all.
    let only = "window.RTCPeerConnection = class extends window.RTCPeerConnection {
          addIceCandidate(candidate) {
            return / 127\\.0\\.0\\.1 /.test(candidate?.candidate ?? ' 127.0.0.1 ')
              ? super.addIceCandidate(candidate) : Promise.resolve();
          }
        };";
    let arguments = [DEVICES, &["--allow-loopback-in-peer-connection"]].concat();
    let desk = Browser::start_with(&arguments).await;
    desk.before_pages(only).await;
    desk.before_pages(KEEP).await;
    world.sit_down(&desk, EMAIL, PASSWORD).await;
    let visitor = desk.somebody_else_with(&arguments).await;
    visitor.before_pages(only).await;
    visitor.before_pages(KEEP).await;
    visitor.open(&world.server.page("/video-call")).await;

    ring(&visitor).await;
    desk.click(".call .button--primary").await;

    see_each_other(&visitor, &desk).await;
    let pair = pair(&visitor).await;
    assert_eq!(pair["remote"]["kind"], "host", "{pair}");
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_relay_over_tcp_carries_a_call_where_nothing_else_may() {
    let turn = Turn::start().await;
    let world = World::start_with(&[
        ("TURN_URLS", turn.url.clone()),
        ("TURN_SECRET", Turn::SECRET.to_owned()),
        ("ICE_TRANSPORT_POLICY", "relay".to_owned()),
    ])
    .await;

    let (visitor, desk) = call_with(&world, &["--allow-loopback-in-peer-connection"]).await;

    see_each_other(&visitor, &desk).await;
    hears(&desk, true).await;
    for browser in [&visitor, &desk] {
        let pair = pair(browser).await;
        assert_eq!(pair["local"]["kind"], "relay", "{pair}");
        assert_eq!(pair["local"]["relay"], "tcp", "{pair}");
    }
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn where_no_way_is_found_it_is_explained_and_fresh_servers_are_asked_for() {
    let world = World::start().await;
    // No candidate ever gets through.
    let deaf = "window.RTCPeerConnection = class extends window.RTCPeerConnection {
          addIceCandidate() { return Promise.resolve(); }
          setRemoteDescription(description) {
            const sdp = description.sdp.replace(/^a=candidate:.*\\r\\n/gm, '');
            return super.setRemoteDescription({ type: description.type, sdp });
          }
        };";
    let desk = Browser::start_with(DEVICES).await;
    desk.before_pages(deaf).await;
    world.sit_down(&desk, EMAIL, PASSWORD).await;
    let visitor = desk.somebody_else_with(DEVICES).await;
    visitor.before_pages(deaf).await;
    visitor.open(&world.server.page("/video-call")).await;
    ring(&visitor).await;

    desk.click(".call .button--primary").await;

    until("fresh servers to be asked for", async || {
        let sent = visitor.sent().await;
        let asked = sent.iter().any(|sent| sent.all().contains("ice-servers"));
        asked.then_some(())
    })
    .await;
    visitor.read(".room__notice", "connect").await;
    visitor.screenshot("video-call-no-way").await;
    visitor.click("#hangUpButton").await;
    visitor.see("#over").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_connection_that_breaks_is_repaired_by_itself() {
    let world = World::start().await;
    let (visitor, desk) = call_with(&world, &[]).await;
    see_each_other(&visitor, &desk).await;
    let restart = "const [pc] = window.connections.slice(-1);
        Object.defineProperty(pc, 'connectionState', { value: 'failed', configurable: true });
        pc.onconnectionstatechange();
        setTimeout(() => delete pc.connectionState, 1500);";

    visitor.run::<Value>(restart, &[]).await;

    until("new offers with another ice-ufrag", async || {
        let sent = visitor.sent().await;
        let offers = sent
            .iter()
            .filter(|sent| sent.all().contains("[\\\"offer\\\""));
        (offers.count() >= 2).then_some(())
    })
    .await;
    sees(&desk).await;
    sees(&visitor).await;
    visitor.close().await;
    desk.close().await;
}

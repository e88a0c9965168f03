//! Agents' files, when many come at the same time.

use ccaas_http::test_util::Provoke;
use genesys_client::fake::FakeAgent;
use reqwest::Method;

use super::harness::{Bridge, until};

const UPLOAD: &str = "/{version}/{number}/media";
const DOWNLOAD: &str = "/api/v2/downloads/{key}";
/// Near the most that Genesys Cloud takes.
const LENGTH: usize = 24 << 20;

/// The agent of a customer who has just written.
async fn agent_of(bridge: &Bridge, number: &str) -> FakeAgent {
    let before = bridge.genesys.inbound_count();
    let text = bridge.whatsapp.customer(number).text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the text", || bridge.genesys.inbound_count() > before).await;
    let agent = bridge.genesys.agent_of(&format!("+{number}"));
    agent.expect("a conversation")
}

#[tokio::test]
async fn only_so_many_large_files_are_in_memory_at_once_and_texts_go_by() {
    let bridge = Bridge::start().await;
    let (genesys, whatsapp) = (bridge.genesys.host(), bridge.whatsapp.host());
    whatsapp.provoke_times(10, Method::POST, UPLOAD, Provoke::ThenHang);
    let file = vec![b'x'; LENGTH];

    for number in ["12025550141", "12025550142", "12025550143", "12025550144"] {
        let agent = agent_of(&bridge, number).await;
        let file = agent.attachment(file.clone(), "application/pdf", "form.pdf");
        file.send();
    }
    let uploads = || whatsapp.received(&Method::POST, UPLOAD).len();
    until("the downloads", || {
        genesys.received(&Method::GET, DOWNLOAD).len() == 4 && uploads() >= 2
    })
    .await;
    agent_of(&bridge, "12025550145").await.text("Hello").send();
    until("the text", || !bridge.whatsapp.messages().is_empty()).await;

    // Two have 48 of the 64 MiB that there are.
    assert_eq!(uploads(), 2);
}

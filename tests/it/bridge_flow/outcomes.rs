//! What WhatsApp tells of an agent's message, as one receipt.

use genesys_client::fake::FakeAgent;

use crate::bridge::harness::{Bridge, until};

/// The place of a part, and what is told of it.
type Told = (usize, &'static str);

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";

/// A bridge whose customer has just written, and tells no status by itself.
async fn answering() -> (Bridge, FakeAgent) {
    let bridge = Bridge::start().await;
    bridge.whatsapp.report_statuses(&[]);
    let text = bridge.whatsapp.customer(NUMBER).text("Hello");
    bridge.whatsapp.deliver([text]).await.expect("an answer");
    until("the greeting", || bridge.genesys.inbound_count() == 1).await;
    let agent = bridge.genesys.agent_of(FROM_ID).expect("a conversation");
    (bridge, agent)
}

/// Sends a text of the agent; its id at Genesys Cloud, and those of its parts at WhatsApp.
async fn sent(
    bridge: &Bridge,
    agent: &FakeAgent,
    text: &str,
    parts: usize,
) -> (String, Vec<String>) {
    let before = bridge.whatsapp.messages().len();
    let id = agent.text(text).send();
    until("the message", || {
        bridge.whatsapp.messages().len() == before + parts
    })
    .await;
    let sent = bridge.whatsapp.messages();
    (id, sent[before..].iter().map(|it| it.id.clone()).collect())
}

/// Tells a status of a part: `failed` with a code, or any other.
async fn tell(bridge: &Bridge, part: &str, status: &str) {
    let update = match status {
        "failed" => bridge.whatsapp.failed(part, 131_026),
        status => bridge.whatsapp.status(part, status),
    };
    let answer = bridge.whatsapp.deliver([update]).await;
    assert_eq!(answer.expect("an answer").status, 200);
}

/// Waits until a status that is told after all others has had its receipt.
async fn settled(bridge: &Bridge, agent: &FakeAgent) {
    let (id, parts) = sent(bridge, agent, "The end", 1).await;
    tell(bridge, &parts[0], "delivered").await;
    until("the last receipt", || {
        bridge
            .genesys
            .receipts()
            .iter()
            .any(|it| it.message_id == id)
    })
    .await;
}

#[tokio::test]
async fn statuses_in_any_order_make_one_receipt() {
    let (bridge, agent) = answering().await;
    let rows: [(&[&str], &[&str]); 9] = [
        (&["sent"], &[]),
        (&["sent", "delivered"], &["Delivered"]),
        (&["sent", "delivered", "read"], &["Delivered"]),
        (&["sent", "read"], &["Delivered"]),
        (&["played"], &["Delivered"]),
        (&["read", "delivered", "sent"], &["Delivered"]),
        (&["delivered", "delivered", "delivered"], &["Delivered"]),
        (&["sent", "failed", "failed"], &["Failed"]),
        (&["delivered", "failed"], &["Delivered"]),
    ];
    let mut ids = Vec::new();
    for (statuses, _) in rows {
        let (id, parts) = sent(&bridge, &agent, "How can I help?", 1).await;
        for status in statuses {
            tell(&bridge, &parts[0], status).await;
        }
        ids.push(id);
    }

    settled(&bridge, &agent).await;

    for ((statuses, expected), id) in rows.into_iter().zip(ids) {
        let receipts = bridge.genesys.receipts();
        let of_one = receipts.iter().filter(|it| it.message_id == id);
        let told: Vec<&str> = of_one.map(|it| &*it.status).collect();
        assert_eq!(told, expected, "{statuses:?}");
    }
}

#[tokio::test]
async fn a_message_in_parts_is_delivered_when_all_are_and_failed_when_one_is() {
    let (bridge, agent) = answering().await;
    let long = "A sentence of the agent. ".repeat(300);
    let rows: [(&[Told], &[&str]); 4] = [
        (&[(0, "delivered")], &[]),
        (&[(1, "read"), (0, "delivered")], &["Delivered"]),
        (&[(0, "delivered"), (1, "failed")], &["Failed"]),
        (
            &[(0, "failed"), (1, "delivered"), (1, "failed")],
            &["Failed"],
        ),
    ];
    let mut ids = Vec::new();
    for (statuses, _) in rows {
        let (id, parts) = sent(&bridge, &agent, long.trim_end(), 2).await;
        for (part, status) in statuses {
            tell(&bridge, &parts[*part], status).await;
        }
        ids.push(id);
    }

    settled(&bridge, &agent).await;

    for ((statuses, expected), id) in rows.into_iter().zip(ids) {
        let receipts = bridge.genesys.receipts();
        let of_one: Vec<_> = receipts.iter().filter(|it| it.message_id == id).collect();
        let told: Vec<&str> = of_one.iter().map(|it| &*it.status).collect();
        assert_eq!(told, expected, "{statuses:?}");
        let has_reasons = of_one.iter().any(|it| it.codes == ["InvalidDestination"]);
        assert_eq!(has_reasons, expected == ["Failed"], "{statuses:?}");
    }
}

#[tokio::test]
async fn after_a_part_that_is_refused_the_rest_is_not_sent() {
    let (bridge, agent) = answering().await;
    bridge.whatsapp.fail_messages(131_026, 1);

    let id = agent.text("A sentence of the agent. ".repeat(300)).send();

    until("the receipt", || !bridge.genesys.receipts().is_empty()).await;
    let (_, next) = sent(&bridge, &agent, "Hello?", 1).await;
    assert_eq!(bridge.whatsapp.messages().len(), next.len());
    let receipts = bridge.genesys.receipts();
    let told: Vec<_> = receipts
        .iter()
        .map(|it| (&it.message_id, &*it.status))
        .collect();
    assert_eq!(told, [(&id, "Failed")]);
}

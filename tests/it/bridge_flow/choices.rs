//! What customers choose from: it comes back as the answer to the agent's message.

use genesys_client::fake::FakeOutbound;
use serde_json::{Value, json};

use super::scene::wrote;
use crate::bridge::harness::{Bridge, until};

const NUMBER: &str = "12025550147";
const FROM_ID: &str = "+12025550147";
const ROW: &str = "/interactive/action/sections/0/rows/1";
const SECOND_CARD: &str = "/interactive/action/cards/1/action/buttons/0/quick_reply";

/// Where a choice stands in what the customer got, and what Genesys Cloud is told of it.
struct Chosen {
    place: &'static str,
    kind: &'static str,
    text: &'static str,
    payload: &'static str,
}

/// Sends what the customer can choose from, lets them choose, and checks what comes back.
async fn comes_back(bridge: &Bridge, message: FakeOutbound, chosen: Chosen) {
    let place = chosen.place;
    let (sent, told) = (
        bridge.whatsapp.messages().len(),
        bridge.genesys.inbound_count(),
    );
    let id = message.send();
    until("the message", || bridge.whatsapp.messages().len() > sent).await;
    let offered = bridge.whatsapp.messages()[sent].clone();
    let option = offered.body.pointer(place);
    let option = option.unwrap_or_else(|| panic!("{place} in {}", offered.body));
    let text = |name: &str| option[name].as_str().expect("a text").to_owned();
    let customer = bridge.whatsapp.customer(NUMBER);
    let reply = match place {
        ROW => customer.list_reply(&offered.id, &text("id"), &text("title")),
        _ => customer.button_reply(&offered.id, &text("id"), &text("title")),
    };

    bridge.whatsapp.deliver([reply]).await.expect("an answer");

    until("the choice", || bridge.genesys.inbound_count() > told).await;
    let choice = bridge.genesys.inbound_messages().pop();
    let choice = choice.expect("one came").body;
    let expected = json!({
        "type": chosen.kind, "text": chosen.text, "payload": chosen.payload,
    });
    assert_eq!(choice["buttonResponse"], expected, "{place}");
    assert_eq!(choice["originatingMessageId"], id.as_str(), "{place}");
    assert_eq!(choice["channel"]["from"]["id"], FROM_ID, "{place}");
}

fn card(title: &str, payload: &str) -> Value {
    json!({
        "title": title,
        "description": "45 minutes",
        "image": "https://assets.example.com/visit.png",
        "actions": [{ "type": "Postback", "text": "Choose", "payload": payload }],
    })
}

#[tokio::test]
async fn a_row_a_time_and_a_card_that_were_chosen_answer_the_agents_message() {
    let bridge = Bridge::start().await;
    let agent = wrote(&bridge, NUMBER, "Hello").await;
    let times =
        ["2026-03-03T10:00:00Z", "2026-03-04T14:30:00Z"].map(|it| it.parse().expect("a time"));
    let time = "2026-03-04T14:30:00.000Z";
    let four = [("A", "a"), ("B", "b"), ("C", "c"), ("D", "d")];
    let picked = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")];

    for (message, place, kind, text, payload) in [
        (
            agent.list_picker("Which?", &picked),
            ROW,
            "Button",
            "B",
            "b",
        ),
        (
            agent.date_picker("When?", &times),
            ROW,
            "DatePicker",
            time,
            time,
        ),
        (
            agent.quick_replies("Which?", &four),
            ROW,
            "QuickReply",
            "B",
            "b",
        ),
        (
            agent.carousel(vec![
                card("First visit", "first"),
                card("Check-up", "check"),
            ]),
            SECOND_CARD,
            "Button",
            "Choose",
            "check",
        ),
        (
            agent.card(card("First visit", "first")),
            "/interactive/action/buttons/0/reply",
            "Button",
            "Choose",
            "first",
        ),
    ] {
        let chosen = Chosen {
            place,
            kind,
            text,
            payload,
        };
        comes_back(&bridge, message, chosen).await;
    }
}

//! A day and an hour pass, and the agent writes outside of the 24 hours.

use std::time::Duration;

use genesys_client::{ConversationId, fake::FakeOpenMessage};
use tokio::time::{Instant, sleep};

use super::{LOOK, Outcome, Run};
use crate::chat::desk::{self, Written};

const PASSES: Duration = Duration::from_secs(25 * 3600);
const LONGEST: Duration = Duration::from_secs(30);

pub(super) async fn run(run: &Run) -> Outcome {
    let chat = run.chat();
    let until = Instant::now() + LONGEST;
    run.say("The customer needs a conversation …", 0, 3);
    let Some(conversation) = conversation(run, until).await else {
        return failed("no conversation came about within 30 s");
    };
    let moved = run.demo.advance_clocks(PASSES).await;
    run.say("25 hours later, the agent writes …", 1, 3);
    let text = format!("Test {}: are you still there?", run.number);
    let Some(id) = desk::write(&chat.genesys, conversation.as_str(), Written::Text(&text)) else {
        return failed("the conversation is gone");
    };
    chat.changed();
    let message = loop {
        let found = chat.genesys.message(&id);
        if let Some(message) = found.filter(|message| message.status != "Sent") {
            break message;
        }
        if let Some(template) = template(run) {
            return Outcome {
                passed: true,
                text: format!(
                    "The 24 hours are over: the template “{template}” was sent, and the agent's \
                     text waits for an answer."
                ),
            };
        }
        if Instant::now() > until + LONGEST {
            return failed("nobody told the agent what became of the message");
        }
        sleep(LOOK).await;
    };
    run.say("The agent learns what became of it …", 2, 3);
    let slipped = chat
        .whatsapp
        .messages()
        .iter()
        .any(|sent| sent.body["text"]["body"] == text);
    let refused = message.status == "Failed" && !slipped;
    Outcome {
        passed: refused && moved.refused.is_empty(),
        text: match refused {
            true => format!(
                "Refused, as it must be, and nothing was sent to WhatsApp. The agent reads: “{}”",
                reason(&message)
            ),
            false => format!(
                "The agent's message is {}, though 25 hours have passed.",
                message.status
            ),
        },
    }
}

/// The conversation of the customer, who writes first where there is none.
async fn conversation(run: &Run, until: Instant) -> Option<ConversationId> {
    let chat = run.chat();
    let texts = [format!("Test {}: hello", run.number)];
    let after = chat.genesys_seq();
    run.write(&texts);
    while Instant::now() < until {
        let count = super::count::Count::of(&texts, &chat.genesys_journal(after));
        if count.is_complete() {
            let with_text = |message: &FakeOpenMessage| message.text() == Some(&texts[0]);
            let all = chat.genesys.inbound_messages();
            return all
                .into_iter()
                .rfind(with_text)
                .map(|message| message.conversation_id);
        }
        sleep(LOOK).await;
    }
    None
}

/// The template that was sent last to the customer, after the 24 hours.
fn template(run: &Run) -> Option<String> {
    let chat = run.chat();
    let last = chat.whatsapp.messages();
    let last = last
        .iter()
        .rfind(|sent| sent.recipient == run.customer.wa_id)?;
    let is_new = chat.whatsapp.host().now() - last.at < chrono::TimeDelta::hours(1);
    let name = last.body["template"]["name"].as_str();
    name.filter(|_| is_new).map(str::to_owned)
}

fn reason(message: &FakeOpenMessage) -> String {
    let reason = message.reasons.first();
    let text = reason.and_then(|reason| reason["message"].as_str().or(reason["code"].as_str()));
    text.unwrap_or("no reason was given").to_owned()
}

fn failed(text: &str) -> Outcome {
    Outcome {
        passed: false,
        text: format!("Not tried: {text}."),
    }
}

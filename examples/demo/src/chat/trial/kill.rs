//! Twenty messages, and the bridge is killed among them.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{LOOK, Outcome, Run, count::Count};
use crate::server::Order;

const MESSAGES: usize = 20;
/// So many are acknowledged when the bridge is killed.
const BEFORE: usize = 8;
const LONGEST: Duration = Duration::from_secs(90);

pub(super) async fn run(run: &Run) -> Outcome {
    let texts: Vec<String> = (1..=MESSAGES)
        .map(|number| format!("Test {}, message {number} of {MESSAGES}", run.number))
        .collect();
    let after = run.chat().genesys_seq();
    let until = Instant::now() + LONGEST;
    let ids = run.write(&texts);
    run.say("Twenty messages are on their way …", 0, MESSAGES);
    while run.chat().taken(&ids) < BEFORE && Instant::now() < until {
        sleep(Duration::from_millis(1)).await;
    }
    let acknowledged = run.chat().taken(&ids);
    if let Some(bridge) = run.demo.bridge() {
        bridge.order(Order::Kill).await;
    }
    loop {
        let count = Count::of(&texts, &run.chat().genesys_journal(after));
        if count.is_complete() || Instant::now() > until {
            return Outcome {
                passed: count.is_good(),
                text: format!(
                    "{}. The bridge was killed when it had acknowledged {acknowledged}.",
                    count.words()
                ),
            };
        }
        let text = format!(
            "Killed after {acknowledged} were acknowledged; it starts again. {} of {MESSAGES} arrived …",
            count.arrived
        );
        run.say(text, count.arrived, MESSAGES);
        sleep(LOOK).await;
    }
}

//! Genesys Cloud is down for a while, and customers write on.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{LOOK, Outcome, Run, count::Count};
use crate::fault::Kind;

const MESSAGES: usize = 5;
/// The bridge looks for a vendor that was down at least so often.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) async fn run(run: &Run, duration: Duration) -> Outcome {
    let texts: Vec<String> = (1..=MESSAGES)
        .map(|number| {
            format!(
                "Test {}, message {number} of {MESSAGES} while Genesys is down",
                run.number
            )
        })
        .collect();
    let after = run.chat().genesys_seq();
    if let Some(genesys) = run.demo.fake("fake-genesys") {
        genesys.inject(Kind::Down, duration);
    }
    let back = Instant::now() + duration;
    let ids = run.write(&texts);
    loop {
        let now = Instant::now();
        let count = Count::of(&texts, &run.chat().genesys_journal(after));
        if count.is_complete() || now > back + PATIENCE {
            let late = now.saturating_duration_since(back).as_secs_f64();
            return Outcome {
                passed: count.is_good(),
                text: format!(
                    "{}, {late:.1} s after Genesys Cloud was back.",
                    count.words()
                ),
            };
        }
        let left = back.saturating_duration_since(now);
        let text = match left.is_zero() {
            true => format!(
                "Genesys Cloud is back. {} of {MESSAGES} arrived …",
                count.arrived
            ),
            false => format!(
                "Genesys Cloud is down, {} s left. The bridge keeps {} of {MESSAGES} messages …",
                left.as_secs_f64().ceil(),
                run.chat().taken(&ids)
            ),
        };
        let passed = duration.saturating_sub(left).as_secs() as usize;
        run.say(text, passed, duration.as_secs() as usize + 1);
        sleep(LOOK).await;
    }
}

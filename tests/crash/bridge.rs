//! A bridge killed under load: what it answered with 200 arrives, in order, and what arrives
//! twice is known to be the same.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use genesys_client::fake::{FakeGenesys, WebhookTiming};
use meta_whatsapp_client::fake::FakeWhatsApp;
use rustix::process::Resource;
use tokio::process::Command;

use crate::{
    binary::{World, wait_for},
    disk::{limit, through_a_shell, wait_until_ready_is},
    kill::rounds,
};

/// Kills of one bridge; the fakes keep everything of so many.
const BATCH: u32 = 25;
const CUSTOMERS: [&str; 4] = ["12025550141", "12025550142", "12025550143", "12025550144"];

/// A bridge's folder and port, between both fakes.
struct Bridge {
    world: World,
    whatsapp: FakeWhatsApp,
}

impl Bridge {
    async fn new() -> Self {
        let bridge = Self {
            world: World::new().await,
            whatsapp: FakeWhatsApp::start().await,
        };
        let url = |path| bridge.world.url(path).parse().expect("a URL");
        bridge.whatsapp.deliver_to(url("/webhook/whatsapp"));
        bridge.whatsapp.report_statuses(&["sent", "delivered"]);
        bridge.genesys().deliver_to(url("/webhook/genesys"));
        // The vendor gives up after 85 s; in these rounds the bridge is away more often.
        bridge.genesys().set_webhook_timing(WebhookTiming {
            timeout: Duration::from_secs(10),
            wait: Duration::from_millis(200),
            retries: 10_000,
        });
        bridge
    }

    fn genesys(&self) -> &FakeGenesys {
        &self.world.genesys
    }

    fn command(&self) -> Command {
        let mut command = self.world.bare("whatsapp-bridge");
        command
            .env("SINGLE_PORT", "true")
            .env("PUBLIC_URL", self.world.url(""))
            .env("META_BASE_URL", self.whatsapp.url().as_str())
            .env("META_APP_SECRET", FakeWhatsApp::APP_SECRET)
            .env("META_VERIFY_TOKEN", FakeWhatsApp::VERIFY_TOKEN)
            .env("META_ACCESS_TOKEN", FakeWhatsApp::TOKEN)
            .env("META_PHONE_NUMBER_ID", FakeWhatsApp::PHONE_NUMBER_ID)
            .env("GENESYS_REGION", self.genesys().url().as_str())
            .env("GENESYS_CLIENT_ID", FakeGenesys::CLIENT_ID)
            .env("GENESYS_CLIENT_SECRET", FakeGenesys::CLIENT_SECRET)
            .env("GENESYS_INTEGRATION_ID", FakeGenesys::INTEGRATION_ID)
            .env("GENESYS_WEBHOOK_SECRET", FakeGenesys::WEBHOOK_SECRET);
        command
    }

    /// A customer writes number after number, each again until it is answered with 200, as
    /// Meta does; returns how many were.
    async fn write(whatsapp: FakeWhatsApp, number: &str, stop: Arc<AtomicBool>) -> usize {
        let customer = whatsapp.customer(number);
        for count in 0.. {
            let text = customer.text(count.to_string());
            loop {
                let delivered = whatsapp.deliver([text.clone()]).await;
                if delivered.is_ok_and(|answer| answer.status == 200) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            if stop.load(Ordering::Relaxed) {
                return count + 1;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        unreachable!("numbers do not end")
    }

    /// An agent answers number after number; returns how many.
    async fn answer(genesys: FakeGenesys, number: &str, stop: Arc<AtomicBool>) -> usize {
        let from = format!("+{number}");
        let agent = loop {
            match genesys.agent_of(&from) {
                Some(agent) => break agent,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        for count in 0.. {
            agent.text(count.to_string()).send();
            if stop.load(Ordering::Relaxed) {
                return count + 1;
            }
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        unreachable!("numbers do not end")
    }

    /// The texts that reached Genesys Cloud, first arrivals only, by customer.
    fn at_genesys(&self) -> BTreeMap<String, Vec<String>> {
        let mut ids = std::collections::HashSet::new();
        let mut texts = BTreeMap::<String, Vec<String>>::new();
        for message in self.genesys().inbound_messages() {
            let id = message.body["channel"]["messageId"].to_string();
            if ids.insert(id) {
                let from = message.body["channel"]["from"]["id"].as_str();
                let from = from.expect("a sender").trim_start_matches('+').to_owned();
                let text = message.text().expect("a text").to_owned();
                texts.entry(from).or_default().push(text);
            }
        }
        texts
    }

    /// The texts that reached customers, by customer: all, and first arrivals only.
    fn at_customers(&self) -> BTreeMap<String, (usize, Vec<String>)> {
        let mut texts = BTreeMap::<String, (usize, Vec<String>)>::new();
        for message in self.whatsapp.messages() {
            let text = message.body["text"]["body"].as_str().expect("a text");
            let (all, first) = texts.entry(message.recipient).or_default();
            *all += 1;
            if !first.iter().any(|known| known == text) {
                first.push(text.to_owned());
            }
        }
        texts
    }
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| number.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bridge_killed_under_load_loses_nothing_and_keeps_the_order() {
    let mut left = rounds();
    while left > 0 {
        let some = left.min(BATCH);
        kill_under_load(some).await;
        left -= some;
    }
}

async fn kill_under_load(rounds: u32) {
    let bridge = Bridge::new().await;
    let stop = Arc::new(AtomicBool::default());
    let (mut writing, mut answering) = (Vec::new(), Vec::new());
    for number in CUSTOMERS {
        let (whatsapp, genesys) = (bridge.whatsapp.clone(), bridge.genesys().clone());
        writing.push(tokio::spawn(Bridge::write(whatsapp, number, stop.clone())));
        answering.push(tokio::spawn(Bridge::answer(genesys, number, stop.clone())));
    }

    for round in 0..rounds {
        let mut process = bridge.world.start_as(bridge.command()).await;
        // A different moment each round: from before the first call to the middle of many.
        tokio::time::sleep(Duration::from_millis(u64::from(round * 37 % 900))).await;
        process.kill().await.expect("the process can be killed");
    }
    let _last = bridge.world.start_as(bridge.command()).await;
    stop.store(true, Ordering::Relaxed);

    for (number, (writing, answering)) in CUSTOMERS.iter().zip(writing.into_iter().zip(answering)) {
        let written = numbers(writing.await.expect("the customer wrote"));
        let answered = numbers(answering.await.expect("the agent answered"));
        wait_for("all that was answered with 200", async || {
            let texts = bridge.at_genesys();
            (texts.get(*number).map_or(0, Vec::len) >= written.len()).then_some(())
        })
        .await;
        assert_eq!(
            bridge.at_genesys()[*number],
            written,
            "at Genesys, in order"
        );
        // A call in doubt waits 10 s for a status, so that a backlog takes a while.
        for patience in 0.. {
            let first = bridge
                .at_customers()
                .get(*number)
                .map_or(0, |it| it.1.len());
            if first >= answered.len() {
                break;
            }
            assert!(patience < 900, "waited 90 s for the agent's answers");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let (all, first) = &bridge.at_customers()[*number];
        assert_eq!(*first, answered, "at the customer, in order");
        let doubles = all - first.len();
        let kills = usize::try_from(rounds).expect("a small number");
        assert!(doubles <= kills, "{doubles} doubles after {kills} kills");
    }
    // A repeated call tells the same message and time, or it would be another message.
    let same = |one: &serde_json::Value| {
        let channel = &one["channel"];
        (
            channel["messageId"].to_string(),
            channel["time"].to_string(),
        )
    };
    let received = bridge.genesys().inbound_messages();
    for double in bridge.genesys().duplicates() {
        let original = received
            .iter()
            .find(|it| same(&it.body) == same(&double.body));
        assert!(original.is_some(), "a double of nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_webhooks_and_harms_none_after_it() {
    let bridge = Bridge::new().await;
    // A file that cannot grow is then an error and not the end of the process.
    let shell = through_a_shell(&bridge.world, bridge.command(), "trap '' XFSZ");
    let process = bridge.world.start_as(shell).await;
    let customer = bridge.whatsapp.customer(CUSTOMERS[0]);
    let write = async |text: &str| {
        let text = customer.text(text);
        let delivered = bridge.whatsapp.deliver([text]).await;
        delivered.expect("an answer").status.as_u16()
    };
    assert_eq!(write("before").await, 200);

    limit(&process, Resource::Fsize, Some(0));
    for _ in 0..3 {
        assert_eq!(write("nothing can be stored").await, 503);
    }
    wait_until_ready_is(&bridge.world, 503).await;
    limit(&process, Resource::Fsize, None);
    wait_until_ready_is(&bridge.world, 200).await;

    assert_eq!(write("after").await, 200);
    wait_for("what was answered with 200", async || {
        let texts = bridge.at_genesys();
        (texts.get(CUSTOMERS[0]).map_or(0, Vec::len) >= 2).then_some(())
    })
    .await;
    assert_eq!(bridge.at_genesys()[CUSTOMERS[0]], ["before", "after"]);
}

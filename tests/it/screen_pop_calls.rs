//! Calls of a queue, from the fake Genesys Cloud to an agent's page, while they ring.

mod world;

use std::time::{Duration, Instant};

use genesys_client::{CreateCallback, QueueId, UserId, fake::FakeGenesys};
use reqwest::StatusCode;
use serde_json::json;

use world::{KNOWN, World};

/// What the demo promises for 99 of 100 calls.
const PROMISED: Duration = Duration::from_millis(200);

#[tokio::test]
async fn the_agent_who_is_rung_sees_the_case_of_the_caller() {
    let world = World::start().await;
    let mut page = world.agent().await;

    let call = world.genesys.call_from(KNOWN);

    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], call.conversation_id().as_str());
    assert_eq!(pop["source"], "genesys");
    assert_eq!(pop["answer"]["case_id"], "9");
    assert_eq!(pop["answer"]["patient"]["name"], "Antonio Dorato");
    assert_eq!(pop["answer"]["matches"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_callback_that_is_due_pops_up_with_its_case_and_its_meeting() {
    let world = World::start().await;
    let mut page = world.agent().await;
    let queue = QueueId::new(FakeGenesys::QUEUE_ID);
    let mut wanted = CreateCallback::to_queue(queue, "+390622224444");
    let meeting = "https://video.example.com/ve/abc";
    wanted.data = [("veUrl".to_owned(), meeting.to_owned())].into();
    let booked = world.genesys.client().callbacks().create(&wanted).await;
    let booked = booked.expect("the fake takes it");
    let id = booked.conversation_id().expect("it has an id");

    let due = world.genesys.ring_callback(id).expect("it waits");
    due.answer();

    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], id.as_str());
    assert_eq!(pop["source"], "genesys_callback");
    assert_eq!(pop["answer"]["patient"]["name"], "Antonio Dorato");
    assert_eq!(pop["meeting_url"], meeting);
    // Only once: what comes next is another one.
    let call = world.genesys.call_from(KNOWN);
    let next = page.next("pop").await;
    assert_eq!(next["conversation_id"], call.conversation_id().as_str());
    assert_eq!(next["meeting_url"], json!(null));
}

#[tokio::test]
async fn a_call_pops_up_once_whatever_becomes_of_it() {
    let world = World::start().await;
    let mut page = world.agent().await;

    let first = world.genesys.call_from(KNOWN);
    first.answer();
    first.hang_up();
    let second = world.genesys.call_from("+39 123 456 7890");

    let ids =
        [page.next("pop").await, page.next("pop").await].map(|pop| pop["conversation_id"].clone());
    assert_eq!(
        ids,
        [first, second].map(|call| json!(call.conversation_id()))
    );
}

#[tokio::test]
async fn calls_of_others_and_of_other_queues_are_not_shown() {
    let world = World::start().await;
    let mut page = world.agent().await;
    let (queue, own) = (
        QueueId::new(FakeGenesys::QUEUE_ID),
        UserId::new(FakeGenesys::AGENT_ID),
    );

    let _others = world
        .genesys
        .call_from_to(KNOWN, &queue, &UserId::new("somebody-else"));
    let _elsewhere = world
        .genesys
        .call_from_to(KNOWN, &QueueId::new("other"), &own);
    let mine = world.genesys.call_from(KNOWN);

    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], mine.conversation_id().as_str());
}

#[tokio::test]
async fn a_call_that_goes_on_to_another_agent_pops_up_there() {
    let world = World::start().await;
    let mut page = world.agent().await;
    let queue = QueueId::new(FakeGenesys::QUEUE_ID);

    let call = world
        .genesys
        .call_from_to(KNOWN, &queue, &UserId::new("somebody-else"));
    call.ring_instead(&UserId::new(FakeGenesys::AGENT_ID));

    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], call.conversation_id().as_str());
}

#[tokio::test]
async fn a_withheld_number_and_one_that_is_none_are_misses() {
    let world = World::start().await;
    let mut page = world.agent().await;

    for number in ["anonymous", "front-desk"] {
        let _call = world.genesys.call_from(number);
        let pop = page.next("pop").await;
        assert_eq!(pop["answer"]["found"], false, "{number}: {pop}");
    }
}

#[tokio::test]
async fn after_a_drop_the_page_is_told_of_the_gap_and_calls_come_again() {
    let world = World::start().await;
    let mut page = world.agent().await;

    world.genesys.drop_channels();
    let gap = page.next("gap").await;
    let call = world.genesys.call_from(KNOWN);

    assert!(gap["since"].as_str() <= gap["until"].as_str(), "{gap}");
    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], call.conversation_id().as_str());
}

#[tokio::test]
async fn a_page_that_was_away_for_a_moment_gets_what_it_missed_and_nothing_twice() {
    let world = World::start().await;
    let mut page = world.agent().await;
    let _seen = world.genesys.call_from(KNOWN);
    let _pop = page.next("pop").await;
    let last = page.last_id.clone();
    drop(page);

    let missed = world.genesys.call_from(KNOWN);
    let mut page = world.agent_after(last.as_deref()).await;

    let pop = page.next("pop").await;
    assert_eq!(pop["conversation_id"], missed.conversation_id().as_str());
}

#[tokio::test]
async fn who_signed_out_is_told_nothing_more() {
    let world = World::start().await;
    let mut page = world.agent().await;

    world.sign_out().await;
    let _call = world.genesys.call_from(KNOWN);

    assert!(page.ends().await, "the stream ends without the pop");
    assert_eq!(world.status("/api/events").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn ninety_nine_of_a_hundred_pops_come_within_200_ms() {
    let world = World::start().await;
    let mut page = world.agent().await;

    let mut took = Vec::new();
    for _ in 0..300 {
        let begun = Instant::now();
        let call = world.genesys.call_from(KNOWN);
        let pop = page.next("pop").await;
        took.push(begun.elapsed());
        assert_eq!(pop["conversation_id"], call.conversation_id().as_str());
    }

    took.sort();
    let p99 = took[took.len() * 99 / 100];
    assert!(
        p99 < PROMISED,
        "p99 {p99:?}, median {:?}",
        took[took.len() / 2]
    );
}

//! Waiting one's turn, in async code.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use meta_whatsapp_client::{
    ccaas_http::test_util::FakeClock,
    fake::FakeWhatsApp,
    messages::Message,
    pacing::{Pacer, PacingLimits, QueueFull},
};

fn clock() -> FakeClock {
    FakeClock::new("2026-11-20T10:00:00Z".parse().unwrap())
}

#[tokio::test]
async fn a_burst_to_one_user_goes_and_the_next_waits_until_it_is_paid_for() {
    let clock = clock();
    let start = clock.now();
    let pacer = Pacer::with_clock(PacingLimits::default(), clock.clock());

    for _ in 0..46 {
        pacer.admit("+12025550147").await.unwrap();
    }

    let waited = (clock.now() - start).to_std();
    assert_eq!(waited, Ok(Duration::from_secs(45 * 6)));
}

#[tokio::test]
async fn many_that_wait_all_get_their_turn_and_in_turns() {
    // On a clock that takes time, so that all of them wait at once.
    let pacer = Pacer::new(PacingLimits {
        messages_per_second: 200,
        ..PacingLimits::default()
    });
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for (recipient, count) in [("a", 30), ("b", 2)] {
        for _ in 0..count {
            let (pacer, order) = (pacer.clone(), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                pacer.admit(recipient).await.unwrap();
                order.lock().unwrap().push(recipient);
            }));
        }
    }

    for task in tasks {
        task.await.unwrap();
    }

    let order = order.lock().unwrap();
    assert_eq!(order.len(), 32);
    let last_b = order.iter().rposition(|one| *one == "b");
    assert!(last_b.is_some_and(|place| place < 10), "{order:?}");
}

#[tokio::test]
async fn who_gives_up_takes_nobodys_turn_and_stops_nobodys_clock() {
    let limits = PacingLimits {
        messages_per_second: 20,
        ..PacingLimits::default()
    };
    let pacer = Pacer::new(limits);
    pacer.admit("a").await.unwrap();
    let waiting = {
        let pacer = pacer.clone();
        tokio::spawn(async move { pacer.admit("a").await })
    };
    let keeping = {
        let pacer = pacer.clone();
        tokio::spawn(async move { pacer.admit("a").await })
    };
    tokio::task::yield_now().await;

    waiting.abort();

    keeping.await.unwrap().unwrap();
    pacer.admit("b").await.unwrap();
}

#[tokio::test]
async fn a_new_recipient_does_not_wait_as_long_as_the_one_before() {
    let limits = PacingLimits {
        pair_interval: Duration::from_secs(3_600),
        pair_burst: 1,
        ..PacingLimits::default()
    };
    let pacer = Pacer::new(limits);
    pacer.admit("a").await.unwrap();
    let for_an_hour = {
        let pacer = pacer.clone();
        tokio::spawn(async move { pacer.admit("a").await })
    };
    tokio::task::yield_now().await;

    pacer.admit("b").await.unwrap();
    pacer.admit("c").await.unwrap();

    assert!(!for_an_hour.is_finished());
    for_an_hour.abort();
}

#[tokio::test]
async fn a_full_queue_says_so() {
    let limits = PacingLimits {
        max_waiting: 0,
        ..PacingLimits::default()
    };

    assert_eq!(Pacer::new(limits).admit("a").await, Err(QueueFull));
}

#[tokio::test]
async fn who_gives_up_leaves_no_place_taken() {
    let limits = PacingLimits {
        messages_per_second: 1,
        max_waiting: 1,
        ..PacingLimits::default()
    };
    let pacer = Pacer::new(limits);
    pacer.admit("a").await.unwrap();

    for _ in 0..3 {
        let waiting = tokio::time::timeout(Duration::ZERO, pacer.admit("b"));
        assert!(waiting.await.is_err(), "it has a place, and gives it up");
    }
}

#[tokio::test(start_paused = true)]
async fn setting_the_systems_time_changes_no_wait() {
    // Tokio's time passes here without the system's.
    let limits = PacingLimits {
        pair_burst: 1,
        ..PacingLimits::default()
    };
    let pacer = Pacer::new(limits);
    let start = tokio::time::Instant::now();
    pacer.admit("a").await.unwrap();

    pacer.admit("a").await.unwrap();

    let waited = start.elapsed();
    assert!((6_000..6_010).contains(&waited.as_millis()), "{waited:?}");
}

#[tokio::test]
async fn an_error_of_the_pair_limit_holds_up_that_user_only() {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    let client = whatsapp
        .builder()
        .retry(meta_whatsapp_client::ccaas_http::RetryPolicy::never())
        .build()
        .unwrap();
    whatsapp.fail_messages(131_056, 1);
    let message = Message::text("+12025550147", "hi");
    let error = client.messages(&from).send(&message).await.unwrap_err();
    let clock = clock();
    let start = clock.now();
    let pacer = Pacer::with_clock(PacingLimits::default(), clock.clock());

    let pause = pacer.report("+12025550147", &error);

    assert_eq!(pause, Some(Duration::from_secs(1)));
    pacer.admit("+12025550148").await.unwrap();
    assert_eq!(clock.now(), start);
    pacer.admit("+12025550147").await.unwrap();
    assert_eq!((clock.now() - start).to_std(), Ok(Duration::from_secs(1)));
}

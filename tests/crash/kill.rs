//! A scheduler killed at every step, and under load: no meeting is left without a
//! booking, no callback is unknown to us, and nothing that was answered is lost.

use std::{collections::HashSet, time::Duration};

use ccaas_http::test_util::{JournalEntry, Provoke, Reply};
use chrono::{SecondsFormat, TimeDelta, Utc};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::binary::{ADMIN_TOKEN, World, wait_for};

/// Kills of one scheduler: what it books in them fits into one list of the admin's.
const BATCH: u32 = 25;

/// Kills under load; `cargo xtask soak` makes it 1,000.
pub(crate) fn rounds() -> u32 {
    let set = std::env::var("CRASH_ROUNDS").ok();
    set.map_or(25, |text| text.parse().expect("CRASH_ROUNDS is a number"))
}

fn body(number: u32) -> Value {
    let time = Utc::now() + TimeDelta::days(2) + TimeDelta::minutes(i64::from(number % 5));
    json!({
        "firstName": "Crash",
        "lastName": "Test",
        "phoneNumber": format!("+1202555{:04}", number % 10_000),
        "subject": format!("round {number}"),
        "desiredTime": time.to_rfc3339_opts(SecondsFormat::Millis, true),
    })
}

pub(crate) fn book(
    world: &World,
    client: &Client,
    number: u32,
) -> impl Future<Output = Option<Value>> + use<> {
    let sent = client
        .post(world.url("/api/schedule-callback"))
        .json(&body(number))
        .send();
    async move {
        let answer = sent.await.ok()?;
        if answer.status() != StatusCode::OK {
            return None;
        }
        answer.json().await.ok()
    }
}

async fn bookings(world: &World, client: &Client, state: &str) -> Option<Vec<Value>> {
    let url = world.url(&format!("/api/admin/bookings?state={state}"));
    let answer = client.get(url).bearer_auth(ADMIN_TOKEN).send().await.ok()?;
    let body: Value = answer.json().await.ok()?;
    body["bookings"].as_array().cloned()
}

/// Waits until the scheduler has settled what the last process left.
async fn settled(world: &World, client: &Client) {
    const UNFINISHED: [&str; 11] = [
        "creating_meeting",
        "meeting_created",
        "creating_callback",
        "callback_created",
        "compensating",
        "moving_callback",
        "moving_meeting",
        "moving_old_callback",
        "moving_back",
        "cancelling_callback",
        "cancelling_meeting",
    ];
    wait_for("the scheduler to settle", async || {
        for state in UNFINISHED {
            if !bookings(world, client, state).await?.is_empty() {
                return None;
            }
        }
        Some(())
    })
    .await;
}

/// Checks the promise, and returns how many bookings are unconfirmed.
async fn check(world: &World, client: &Client, answered: &[Value]) -> usize {
    let find = async |state| {
        bookings(world, client, state)
            .await
            .expect("the admin's list")
    };
    let (booked, unconfirmed, review) = (
        find("booked").await,
        find("unconfirmed").await,
        find("needs_review").await,
    );
    let ids = |list: &[Value], field: &str| -> HashSet<String> {
        list.iter()
            .filter_map(|one| one[field].as_str().map(str::to_owned))
            .collect()
    };

    let known = [booked.clone(), unconfirmed.clone()].concat();
    let known_meetings = ids(&known, "meetingId");
    let meetings: HashSet<_> = world
        .video_engager
        .schedules()
        .iter()
        .map(|meeting| meeting.id.as_str().to_owned())
        .collect();
    let orphans: Vec<_> = meetings.difference(&known_meetings).collect();
    assert!(
        orphans.is_empty(),
        "meetings without a booking: {orphans:?}"
    );
    assert!(
        review.is_empty(),
        "the vendor names our customer ids, so nothing is unclear"
    );

    let (callbacks, doubtful) = (ids(&booked, "callbackId"), ids(&unconfirmed, "customerId"));
    for callback in world.genesys.callbacks() {
        let known = callbacks.contains(callback.conversation_id.as_str())
            || doubtful.contains(&callback.data["customerId"]);
        assert!(
            known || callback.state == "disconnected",
            "a callback that nobody knows of"
        );
    }
    for answer in answered {
        let customer = answer["customerId"]
            .as_str()
            .expect("a booking has a customer id");
        let record = booked.iter().find(|one| one["customerId"] == customer);
        let record = record.expect("what was answered with 200 is booked");
        assert_eq!(record["callbackId"], answer["callbackId"]);
        assert!(meetings.contains(record["meetingId"].as_str().expect("a meeting")));
    }
    unconfirmed.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_at_any_vendor_call_leaves_nothing_behind() {
    let login = "/api/partners/impersonate/{pak}/{externalId}/{email}";
    let meeting = "/api/schedules/my/";
    let token = "/oauth/token";
    let callback = "/api/v2/conversations/callbacks";
    let link = "/api/schedules/my/{id}";
    // The call that is hanging when the process dies, whether it took effect, and how
    // many bookings are then unconfirmed.
    let cases = [
        (true, Method::GET, login, false, 0),
        (true, Method::POST, meeting, false, 0),
        (true, Method::POST, meeting, true, 0),
        (false, Method::POST, token, false, 0),
        (false, Method::POST, callback, false, 1),
        (false, Method::POST, callback, true, 1),
        (true, Method::PUT, link, false, 0),
        (true, Method::PUT, link, true, 0),
    ];
    for (at_video_engager, method, pattern, effect, unconfirmed) in cases {
        let world = World::new().await;
        let client = Client::new();
        let hang = if effect {
            Provoke::ThenHang
        } else {
            Provoke::Instead(Reply::Hang)
        };
        // A sign-in is only part of a booking while there is no token.
        let signs_in = pattern == login || pattern == token;
        if signs_in {
            world.video_engager.refuse_sign_in();
            world.genesys.refuse_sign_in();
        }
        let mut process = world.start().await;
        wait_for("the start's own sign-ins", async || {
            let genesys = world.genesys.host().journal();
            let video_engager = world.video_engager.host().journal();
            let answered =
                |journal: &[JournalEntry]| journal.iter().any(|one| one.status.is_some());
            (answered(&genesys) && answered(&video_engager)).then_some(())
        })
        .await;
        world.video_engager.accept_sign_in();
        world.genesys.accept_sign_in();
        if at_video_engager {
            world
                .video_engager
                .host()
                .provoke_times(9, method.clone(), pattern, hang);
        } else {
            world
                .genesys
                .host()
                .provoke_times(9, method.clone(), pattern, hang);
        }
        let journal = || {
            let received = if at_video_engager {
                world.video_engager.host().received(&method, pattern)
            } else {
                world.genesys.host().received(&method, pattern)
            };
            received.len()
        };
        let before = journal();

        let request = tokio::spawn(book(&world, &client, 1));
        wait_for("the call to hang", async || {
            (journal() > before).then_some(())
        })
        .await;
        process.kill().await.expect("the process can be killed");
        assert!(request.await.expect("the request ended").is_none());
        world.video_engager.host().calm();
        world.genesys.host().calm();
        let _again = world.start().await;
        settled(&world, &client).await;

        let found = check(&world, &client, &[]).await;
        assert_eq!(found, unconfirmed, "{method} {pattern}, effect: {effect}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_under_load_loses_nothing_that_it_answered() {
    let mut left = rounds();
    while left > 0 {
        let some = left.min(BATCH);
        kill_under_load(some).await;
        left -= some;
    }
}

/// Kills one scheduler again and again, and checks what is left in the end.
async fn kill_under_load(rounds: u32) {
    let world = World::new().await;
    let client = Client::new();
    let mut answered = Vec::new();
    let mut number = 0;
    for round in 0..rounds {
        let mut process = world.start().await;
        let mut requests = Vec::new();
        for _ in 0..12 {
            number += 1;
            requests.push(tokio::spawn(book(&world, &client, number)));
        }
        // A different moment each round: from before the first vendor call to after the last.
        tokio::time::sleep(Duration::from_millis(u64::from(round * 37 % 900))).await;
        process.kill().await.expect("the process can be killed");
        for request in requests {
            answered.extend(request.await.expect("the request ended"));
        }
    }

    let _last = world.start().await;
    settled(&world, &client).await;
    check(&world, &client, &answered).await;
    assert!(
        !answered.is_empty(),
        "some bookings were answered before a kill"
    );
}

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use super::{Begun, BookingStore, Fingerprints, Keyed, SqliteStore, Which, sqlite::STATEMENTS};
use crate::booking::{Booking, Sealed, State};

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn booking(id: &str) -> Booking {
    let sealed = Sealed {
        bytes: Some(vec![1]),
        until: now() + TimeDelta::hours(24),
    };
    Booking {
        id: id.to_owned(),
        revision: 0,
        state: State::CreatingMeeting,
        customer_id: format!("cust_{id}"),
        created_at: now(),
        slot_at: now() + TimeDelta::hours(30),
        meeting_id: None,
        callback_id: None,
        callback_at: now(),
        linked: false,
        moves: 0,
        pending: None,
        attempts: 0,
        next_attempt_at: now(),
        note: None,
        key_hash: vec![1],
        key_until: now() + TimeDelta::minutes(10),
        body_hash: vec![2],
        number_hash: id.as_bytes().to_vec(),
        manage_hash: id.as_bytes().to_vec(),
        details: sealed.clone(),
        number: sealed.clone(),
        link: None,
        answer: sealed,
    }
}

async fn begin(store: &SqliteStore, booking: &Booking, keyed: Keyed) -> Begun {
    let prints = Fingerprints {
        keyed,
        key: vec![booking.key_hash.clone()],
        body: vec![booking.body_hash.clone()],
        number: vec![booking.number_hash.clone()],
    };
    store.begin(booking, &prints, 2, now()).await.unwrap()
}

async fn open() -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (SqliteStore::open(folder.path()).await.unwrap(), folder)
}

/// What `sqlx::migrate!` left in the databases that were made with it.
const MADE_BY_THE_MACRO: &str = "
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES (1, 'bookings', '2026-03-02 09:00:00', TRUE, \
X'1c16c4a3263c8b6160dbb11f62a48d3ee28b4bef9b396bd216c99657de275607a04dcadeab3e216d94f79a6679757c6a', \
812345);
INSERT INTO bookings VALUES ('old', 3, 'booked', 'cust_old', 1772442000000, 1772550000000, \
'meeting', 'callback', 1, 0, NULL, NULL, 0, 1772442000000, NULL, X'01', 1772442600000, X'02', \
X'03', X'04', X'05', 1772528400000, X'06', 1772528400000, X'07', X'08', 1772528400000);";

#[tokio::test]
async fn a_database_that_an_older_version_made_opens() {
    let folder = tempfile::tempdir().unwrap();
    let file = SqliteConnectOptions::new()
        .filename(folder.path().join("bookings.db"))
        .create_if_missing(true);
    let mut made = file.connect().await.unwrap();
    for script in [
        include_str!("../../migrations/0001_bookings.sql"),
        MADE_BY_THE_MACRO,
    ] {
        sqlx::raw_sql(script).execute(&mut made).await.unwrap();
    }
    made.close().await.unwrap();

    let store = SqliteStore::open(folder.path()).await.unwrap();

    let old = store.find(Which::Customer("cust_old")).await.unwrap();
    assert_eq!((old.len(), old[0].id.as_str()), (1, "old"));
    assert_eq!(old[0].slot_at, now() + TimeDelta::hours(30));
}

#[tokio::test]
async fn every_statement_uses_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();

    let scans = store.database().scans(&STATEMENTS).await.unwrap();

    assert_eq!(scans, [""; 0]);
}

#[tokio::test]
async fn a_sweep_wipes_and_removes_more_than_it_takes_at_a_time() {
    let (store, _folder) = open().await;
    for number in 0..501_u32 {
        let mut one = booking(&number.to_string());
        one.key_hash = number.to_be_bytes().to_vec();
        begin(&store, &one, Keyed::ByUs).await;
        one.state = State::Booked;
        store.save(&mut one).await.unwrap();
    }
    assert_eq!(store.count(State::Booked).await.unwrap(), 501);

    let wiped = store.sweep(now() + TimeDelta::minutes(10)).await.unwrap();
    let again = store.sweep(now() + TimeDelta::minutes(10)).await.unwrap();
    store.sweep(now() + TimeDelta::hours(54)).await.unwrap();

    assert_eq!((wiped, again), (501, 0));
    assert_eq!(store.count(State::Booked).await.unwrap(), 0);
}

#[tokio::test]
async fn a_cancelled_or_moved_booking_keeps_a_clients_key_and_no_other() {
    for (state, moves) in [(State::Cancelled, 0), (State::Booked, 1)] {
        let (store, _folder) = open().await;
        let mut first = booking("first");
        begin(&store, &first, Keyed::ByUs).await;
        first.state = state;
        first.moves = moves;
        store.save(&mut first).await.unwrap();

        let with_key = begin(&store, &booking("second"), Keyed::ByClient).await;
        let without = begin(&store, &booking("third"), Keyed::ByUs).await;

        assert!(matches!(with_key, Begun::Known(known) if known.id == "first"));
        assert!(matches!(without, Begun::New));
    }
}

#[tokio::test]
async fn hashes_of_what_was_typed_are_wiped_with_their_use() {
    let (store, _folder) = open().await;
    begin(&store, &booking("one"), Keyed::ByUs).await;

    store.sweep(now() + TimeDelta::minutes(10)).await.unwrap();

    let one = store.find(Which::Id("one")).await.unwrap().remove(0);
    assert!(one.key_hash.is_empty() && one.body_hash.is_empty());
    assert!(!one.number_hash.is_empty() && one.details.bytes.is_some());
}

#[tokio::test]
async fn a_failed_booking_whose_meeting_was_not_found_is_searched_once_more() {
    let (store, _folder) = open().await;
    let mut one = booking("one");
    begin(&store, &one, Keyed::ByUs).await;
    one.enter(State::Failed, now() + TimeDelta::minutes(2));
    one.attempts = 1;
    store.save(&mut one).await.unwrap();
    let search = async |at| store.find(Which::ToSearch(at)).await.unwrap().len();
    let later = now() + TimeDelta::minutes(2);

    assert_eq!((search(now()).await, search(later).await), (0, 1));
    one.attempts = 0;
    store.save(&mut one).await.unwrap();
    assert_eq!(search(later).await, 0);
}

#[tokio::test]
async fn a_booking_is_open_until_it_is_cancelled_or_over() {
    let (store, _folder) = open().await;
    let mut one = booking("one");
    begin(&store, &one, Keyed::ByUs).await;
    let open = async |at| store.find(Which::Open(b"one", at)).await.unwrap().len();

    assert_eq!((open(now()).await, open(one.slot_at).await), (1, 0));
    one.state = State::CancellingCallback;
    store.save(&mut one).await.unwrap();
    assert_eq!(open(now()).await, 0);
}

/// The statements name states by text: each state must be where its own methods say it is.
#[tokio::test]
async fn the_statements_agree_with_what_the_states_say_of_themselves() {
    for state in State::all() {
        let (store, _folder) = open().await;
        let mut one = booking("one");
        begin(&store, &one, Keyed::ByClient).await;
        one.state = state;
        store.save(&mut one).await.unwrap();
        let found = async |which| store.find(which).await.unwrap().len() == 1;

        let open = found(Which::Open(b"one", now())).await;
        let unfinished = found(Which::Unfinished(now())).await;
        let known = found(Which::Key(&[1], Keyed::ByClient, now())).await;

        let name = state.as_str();
        assert_eq!(open, state.is_open(), "open: {name}");
        assert_eq!(unfinished, state.is_unfinished(), "unfinished: {name}");
        assert_eq!(known, !state.frees_key(), "key: {name}");
    }
}

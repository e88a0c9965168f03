//! The documented case and invented people, for trials.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use server_kit::audit::By;

use crate::{
    cases::{Cases, record::Record},
    store::{Change, Counts, ImportState, Imported},
};

/// The case of the document, with all its values.
const DOCUMENTED: [&str; 10] = [
    "Antonio Dorato",
    "+39 06 2222 4444",
    "+39 06 2222 4444",
    "+39 333 222 4444",
    "antonio.dorato@email.com",
    "APPUNTAMENTO",
    "Centro Oculistico Roma",
    "SMILE Surgery",
    "SMILE evaluation",
    "Professional athlete",
];
/// Its id, and when it was opened, in microseconds; the follow-up is four days later.
const DOCUMENTED_ID: i64 = 9;
const DOCUMENTED_AT: i64 = 1_751_993_826_836_704;

/// Invented people: two of them share a line, one has two cases.
const INVENTED: [[&str; 10]; 6] = [
    [
        "Robin Vale",
        "+1 202 555 0147",
        "",
        "",
        "robin.vale@example.com",
        "IN_CORSO",
        "North Clinic",
        "LASIK",
        "First call",
        "",
    ],
    [
        "Kim Vale",
        "",
        "+1 202 555 0147",
        "+1 202 555 0148",
        "kim.vale@example.com",
        "APPUNTAMENTO",
        "North Clinic",
        "Cataract surgery",
        "Cataract evaluation",
        "",
    ],
    [
        "Zoë Hill",
        "+1 202 555 0162",
        "",
        "",
        "zoe.hill@example.com",
        "CHIUSO",
        "Harbour Clinic",
        "PRK",
        "Check after six months",
        "All well",
    ],
    [
        "Zoë Hill",
        "+1 202 555 0162",
        "",
        "",
        "zoe.hill@example.com",
        "IN_CORSO",
        "Harbour Clinic",
        "PRK",
        "Second eye",
        "",
    ],
    [
        "Noor Example",
        "+1 202 555 0175",
        "+1 202 555 0176",
        "",
        "",
        "IN_CORSO",
        "North Clinic",
        "",
        "Asked for prices",
        "",
    ],
    [
        "Ana Example",
        "+1 202 555 0183",
        "",
        "",
        "ana@example.com",
        "APPUNTAMENTO",
        "Harbour Clinic",
        "SMILE Surgery",
        "SMILE evaluation",
        "",
    ],
];

/// Puts them into the database, if it is empty.
///
/// # Errors
/// If they could not be written.
pub async fn plant(cases: &Cases) -> anyhow::Result<()> {
    if cases.count().0 > 0 {
        return Ok(());
    }
    let documented_at = DateTime::from_timestamp_micros(DOCUMENTED_AT).unwrap_or_default();
    let record =
        |texts: [&str; 10], at: DateTime<Utc>| Record::of(texts, at, Some(at + TimeDelta::days(4)));
    let documented = (Some(DOCUMENTED_ID), record(DOCUMENTED, documented_at));
    let invented = INVENTED.into_iter().zip(1..).map(|(texts, place)| {
        let at = documented_at - TimeDelta::days(30) + TimeDelta::days(place);
        (Some(100 + place), record(texts, at))
    });
    let rows = [documented].into_iter().chain(invented);
    let rows: Vec<_> = rows
        .map(|(id, record)| {
            let keys = record.keys(cases.reader());
            (id, record, keys)
        })
        .collect();
    let import = Imported {
        started_at: Utc::now(),
        state: ImportState::Done,
        counts: Counts {
            rows: rows.len() as u64,
            accepted: rows.len() as u64,
            ..Counts::default()
        },
    };
    let change = Change::now(By::role("command line"), "case.seed");
    let put = cases.turn().await.put(rows, "seed", &import, Some(&change));
    put.await.context("the seed could not be written")
}

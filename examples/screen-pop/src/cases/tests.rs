use ccaas_lookup::PhoneReader;
use chrono::DateTime;
use server_kit::audit::By;
use tempfile::TempDir;

use super::*;

async fn cases(folder: &TempDir, region: &str) -> Cases {
    let store = Store::open(folder.path()).await.unwrap();
    let reader = PhoneReader::new(region).unwrap();
    Cases::open(store, reader).await.unwrap()
}

fn record(name: &str, phone: &str) -> Record {
    let texts = [name, phone, "", "", "", "IN_CORSO", "", "", "", ""];
    Record::of(texts, DateTime::UNIX_EPOCH, None)
}

fn change() -> Change {
    Change::now(By::role("test"), "case.test")
}

async fn find(cases: &Cases, phone: &str) -> Vec<String> {
    let key = cases.reader().read(phone).unwrap().key().unwrap();
    let found = cases.find(key).await.unwrap();
    found.cases.into_iter().map(|case| case.id).collect()
}

#[tokio::test]
async fn what_was_written_is_found_now_and_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let first = cases(&folder, "US").await;

    let case = first
        .create(record("Robin Vale", "202 555 0147"), change())
        .await;

    assert_eq!(case.unwrap().id, "1");
    assert_eq!(find(&first, "+12025550147").await, ["1"]);
    first.store().close().await;
    let second = cases(&folder, "US").await;
    assert_eq!(find(&second, "+12025550147").await, ["1"]);
    let next = second
        .create(record("Kim Vale", "202 555 0148"), change())
        .await;
    assert_eq!(next.unwrap().id, "2");
}

#[tokio::test]
async fn another_default_region_reads_the_stored_numbers_anew() {
    let folder = tempfile::tempdir().unwrap();
    let first = cases(&folder, "US").await;
    first
        .create(record("Robin Vale", "06 2222 4444"), change())
        .await
        .unwrap();
    first.store().close().await;

    let second = cases(&folder, "IT").await;

    assert_eq!(find(&second, "+39 06 2222 4444").await, ["1"]);
}

#[tokio::test]
async fn a_case_is_changed_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&folder, "US").await;
    cases
        .create(record("Robin Vale", "202 555 0147"), change())
        .await
        .unwrap();

    let changed = |_: &Record| Ok::<_, ()>(record("Robin Hill", "202 555 0149"));
    let case = cases.update(1, change(), changed).await.unwrap().unwrap();

    assert_eq!(case.unwrap().patient.name, "Robin Hill");
    assert_eq!(find(&cases, "202 555 0147").await, [""; 0]);
    assert_eq!(find(&cases, "202 555 0149").await, ["1"]);
    let absent = cases.update(7, change(), changed).await.unwrap();
    assert_eq!(absent, Ok(None));
}

#[tokio::test]
async fn erasing_a_number_deletes_its_cases_from_memory_and_disk() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&folder, "US").await;
    for name in ["Robin Vale", "Kim Vale"] {
        cases
            .create(record(name, "202 555 0147"), change())
            .await
            .unwrap();
    }
    let key = cases
        .reader()
        .read("(202) 555-0147")
        .unwrap()
        .key()
        .unwrap();

    let erased = cases.erase(key, change()).await.unwrap();

    assert_eq!((erased, cases.count()), (2, (0, 0)));
    assert!(cases.store().load(0, 10).await.unwrap().is_empty());
    let file = std::fs::read(folder.path().join("screen-pop.db")).unwrap();
    assert!(!file.windows(4).any(|part| part == b"Vale"));
}

#[tokio::test]
async fn the_id_of_an_erased_case_is_never_given_again() {
    let folder = tempfile::tempdir().unwrap();
    let first = cases(&folder, "US").await;
    first
        .create(record("Robin Vale", "202 555 0147"), change())
        .await
        .unwrap();
    let key = first.reader().read("202 555 0147").unwrap().key().unwrap();
    first.erase(key, change()).await.unwrap();
    first.store().close().await;

    let second = cases(&folder, "US").await;
    let case = second.create(record("Kim Vale", "202 555 0148"), change());

    assert_eq!(case.await.unwrap().id, "2");
}

#[tokio::test]
async fn without_its_file_nothing_is_written_and_everything_is_still_found() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&folder, "US").await;
    cases
        .create(record("Robin Vale", "202 555 0147"), change())
        .await
        .unwrap();
    std::fs::remove_file(folder.path().join("screen-pop.db")).unwrap();

    let refused = cases
        .create(record("Kim Vale", "202 555 0148"), change())
        .await;

    assert!(refused.is_err());
    assert_eq!(find(&cases, "202 555 0147").await, ["1"]);
    assert_eq!(find(&cases, "202 555 0148").await, [""; 0]);
}

#[tokio::test]
async fn a_search_pages_downwards_through_what_contains_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(&folder, "US").await;
    for name in ["Robin Vale", "Kim Hill", "Ana Vale"] {
        cases
            .create(record(name, "202 555 0147"), change())
            .await
            .unwrap();
    }

    let ids = |text: &str, before, most| -> Vec<String> {
        let found = cases.search(text, before, most);
        found.into_iter().map(|case| case.id).collect()
    };

    assert_eq!(ids("VALE", i64::MAX, 10), ["3", "1"]);
    assert_eq!(ids("", i64::MAX, 2), ["3", "2"]);
    assert_eq!(ids("", 2, 2), ["1"]);
    assert_eq!(ids("nobody", i64::MAX, 2), [""; 0]);
}

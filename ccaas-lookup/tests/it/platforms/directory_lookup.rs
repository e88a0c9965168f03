//! A lookup in a directory of one's own, which never fails either.

use std::{error::Error, future::pending, sync::Arc};

use async_trait::async_trait;
use ccaas_lookup::{
    CaseDirectory, DirectoryError, DirectoryLookup, LookUpCaller, Lookup, Matches, PhoneKey,
    PhoneReader, ScreenPopUrl, UnknownReason,
    connect::{ConnectEvent, handle},
};
use serde_json::json;

use super::people::documented;

/// Has the documented case for everybody, or breaks.
struct Directory {
    breaks: bool,
}

#[async_trait]
impl CaseDirectory for Directory {
    async fn find(&self, _: PhoneKey) -> Result<Matches, DirectoryError> {
        if self.breaks {
            return Err(DirectoryError::new("the disk is gone"));
        }
        Ok(Matches::new(vec![documented()]))
    }
}

fn callers(breaks: bool) -> DirectoryLookup {
    DirectoryLookup::new(
        Arc::new(Directory { breaks }),
        PhoneReader::new("IT").expect("Italy has numbers"),
        ScreenPopUrl::new("https://crm.example.com", "it").expect("a site"),
    )
}

#[tokio::test]
async fn a_case_is_found_and_opens_under_its_url() {
    let found = callers(false).look_up("06 2222 4444").await;

    let hit = found.hit().expect("there is a case");
    assert_eq!(hit.screen_pop_url(), "https://crm.example.com/it/cases/9");
}

#[tokio::test]
async fn a_withheld_caller_is_a_miss_and_what_is_no_number_is_unknown() {
    let callers = callers(false);

    assert!(matches!(
        callers.look_up("Restricted").await,
        Lookup::Miss(_)
    ));
    let nonsense = callers.look_up("<script>").await;
    let reason = nonsense.unknown().map(|unknown| unknown.reason());
    assert_eq!(reason, Some(UnknownReason::NotANumber));
}

#[tokio::test]
async fn a_directory_that_breaks_is_told_with_its_cause() {
    let found = callers(true).look_up("06 2222 4444").await;

    let unknown = found.unknown().expect("nothing is known");
    assert_eq!(unknown.reason(), UnknownReason::Failed);
    let text = "could not look the caller up: the service failed";
    assert_eq!(unknown.to_string(), text);
    let causes = std::iter::successors(unknown.source(), |&error| error.source());
    let last = causes.last().map(ToString::to_string);
    assert_eq!(last.as_deref(), Some("the disk is gone"));
}

#[tokio::test]
async fn a_flow_goes_on_when_the_directory_breaks() {
    let event = json!({ "Details": { "Parameters": { "CustomerPhoneNumber": "06 2222 4444" } } });
    let event = ConnectEvent::read(&event);

    let answer = handle(&event, &callers(true), pending()).await;

    assert_eq!(answer["caseFound"], "false");
    assert_eq!(answer["reason"], "failed");
}

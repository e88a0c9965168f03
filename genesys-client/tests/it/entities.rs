//! Queues and scripts: as sent, success, vendor error, paging, finding by name.

use genesys_client::{
    DivisionId, Error, ListQueues, ListScripts, QueueId, ScriptId, SortOrder, fake::FakeGenesys,
};
use http::{Method, StatusCode};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use crate::support::received;

const QUEUES: &str = "/api/v2/routing/queues";
const SCRIPTS: &str = "/api/v2/scripts";

fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn list_queues_sends_the_vendors_parameters() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let list = ListQueues {
        page_number: Some(2),
        page_size: Some(50),
        sort_order: Some(SortOrder::Descending),
        name: Some("Video & more*".to_owned()),
        id: vec![QueueId::new("q-1"), QueueId::new("q-2")],
        division_id: vec![DivisionId::new("d-1")],
    };

    genesys.client().queues().list(&list).await?;

    assert_eq!(
        received(&genesys, Method::GET, QUEUES)[0].query,
        query(&[
            ("pageNumber", "2"),
            ("pageSize", "50"),
            ("sortOrder", "desc"),
            ("name", "Video & more*"),
            ("id", "q-1"),
            ("id", "q-2"),
            ("divisionId", "d-1"),
        ])
    );
    Ok(())
}

#[tokio::test]
async fn list_scripts_sends_the_vendors_parameters() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let list = ListScripts {
        page_size: Some(10),
        sort_by: Some("modifiedDate".to_owned()),
        sort_order: Some(SortOrder::Ascending),
        name: Some("Video".to_owned()),
        feature: Some("callback".to_owned()),
        ..ListScripts::default()
    };

    let page = genesys.client().scripts().list(&list).await?;

    assert_eq!(page.items[0].name.as_deref(), Some("Video Callback Script"));
    assert_eq!(
        received(&genesys, Method::GET, SCRIPTS)[0].query,
        query(&[
            ("pageNumber", "1"),
            ("pageSize", "10"),
            ("sortBy", "modifiedDate"),
            ("sortOrder", "asc"),
            ("name", "Video"),
            ("feature", "callback"),
        ])
    );
    Ok(())
}

#[tokio::test]
async fn a_page_tells_its_items_the_total_and_the_next_page() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.add_queue("q-2", "Another Queue");
    genesys.add_queue("q-3", "Third Queue");
    let client = genesys.client();
    let page = |page_number| ListQueues {
        page_number: Some(page_number),
        page_size: Some(2),
        ..ListQueues::default()
    };

    let first = client.queues().list(&page(1)).await?;
    let last = client.queues().list(&page(2)).await?;

    assert_eq!(first.items.len(), 2);
    assert_eq!((first.next, first.total), (Some(2), Some(3)));
    assert_eq!(last.items.len(), 1);
    assert_eq!((last.next, last.total), (None, Some(3)));
    Ok(())
}

#[tokio::test]
async fn a_pager_reads_every_queue_once() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    for number in 0..7 {
        genesys.add_queue(&format!("q-{number}"), &format!("Queue {number}"));
    }
    let list = ListQueues {
        page_size: Some(3),
        ..ListQueues::default()
    };

    let queues = genesys.client().queues().pager(list).collect(100).await?;

    assert_eq!(queues.len(), 8);
    assert_eq!(received(&genesys, Method::GET, QUEUES).len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_listing_with_an_endless_next_address_ends() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let server = MockServer::start().await;
    let body = json!({ "entities": [], "nextUri": "/api/v2/scripts?pageNumber=2" });
    Mock::given(method("GET"))
        .and(path(SCRIPTS))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server)
        .await;
    let api = server
        .uri()
        .parse()
        .expect("the mock server has a valid URL");
    let region = genesys_client::Region::custom(genesys.url(), api);
    let client = genesys_client::GenesysClient::new(
        region,
        FakeGenesys::CLIENT_ID,
        FakeGenesys::CLIENT_SECRET.into(),
    )
    .unwrap();

    let scripts = client
        .scripts()
        .pager(ListScripts::default())
        .collect(10)
        .await?;

    assert!(scripts.is_empty());
    assert_eq!(
        server
            .received_requests()
            .await
            .map(|requests| requests.len()),
        Some(3)
    );
    Ok(())
}

#[tokio::test]
async fn get_reads_a_queue_and_a_script() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let queue = client
        .queues()
        .get(&QueueId::new(FakeGenesys::QUEUE_ID))
        .await?;
    let script = client
        .scripts()
        .get(&ScriptId::new(FakeGenesys::SCRIPT_ID))
        .await?;

    assert_eq!(queue.name.as_deref(), Some("Video Callbacks"));
    assert!(
        queue
            .division
            .as_ref()
            .is_some_and(|division| division.id.is_some())
    );
    assert_eq!(
        script.id.as_ref().map(ScriptId::as_str),
        Some(FakeGenesys::SCRIPT_ID)
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_queue_or_script_is_not_found() {
    let genesys = FakeGenesys::start().await;
    genesys.forget_queue();
    genesys.forget_script();
    let client = genesys.client();

    let queue = client
        .queues()
        .get(&QueueId::new(FakeGenesys::QUEUE_ID))
        .await
        .unwrap_err();
    let script = client
        .scripts()
        .get(&ScriptId::new(FakeGenesys::SCRIPT_ID))
        .await
        .unwrap_err();

    assert_eq!(queue.status(), Some(StatusCode::NOT_FOUND));
    let body = queue.as_api().expect("the API answered").body().clone();
    assert_eq!(body.entity_name.as_deref(), Some("queue"));
    assert_eq!(body.entity_id.as_deref(), Some(FakeGenesys::QUEUE_ID));
    assert_eq!(script.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn a_queue_is_found_by_its_exact_name_only() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.add_queue("q-lower", "support");
    genesys.add_queue("q-exact", "Support");
    genesys.add_queue("q-star", "VIP*");
    genesys.add_queue("q-longer", "VIP Gold");
    let client = genesys.client();
    let id = async |name: &str| -> Result<Option<QueueId>, Error> {
        Ok(client
            .queues()
            .find_by_name(name)
            .await?
            .and_then(|queue| queue.id))
    };

    assert_eq!(id("Support").await?, Some(QueueId::new("q-exact")));
    assert_eq!(id("VIP*").await?, Some(QueueId::new("q-star")));
    assert_eq!(id("SUPPORT").await?, None);
    assert_eq!(id("*").await?, None);
    assert_eq!(id("Sup").await?, None);
    Ok(())
}

#[tokio::test]
async fn a_script_is_found_by_its_exact_name_on_a_later_page() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    for number in 0..120 {
        genesys.add_script(&format!("s-{number}"), &format!("A Callback {number:03}"));
    }
    genesys.add_script("s-exact", "Callback");

    let found = genesys.client().scripts().find_by_name("Callback").await?;

    assert_eq!(
        found.and_then(|script| script.id),
        Some(ScriptId::new("s-exact"))
    );
    assert_eq!(received(&genesys, Method::GET, SCRIPTS).len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_missing_permission_is_told() {
    let genesys = FakeGenesys::start().await;
    genesys.revoke_permission("routing:queue:view");

    let error = genesys
        .client()
        .queues()
        .list(&ListQueues::default())
        .await
        .unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    let answer = error.as_api().expect("the API answered");
    assert_eq!(answer.code(), Some("missing.permissions"));
    assert!(
        answer
            .message()
            .is_some_and(|text| text.contains("routing:queue:view"))
    );
}

//! Queues at work, wrap-up codes, published scripts.

use std::time::Duration;

use genesys_client::{
    ConversationId, DivisionId, Error, ListMembers, ListPublishedScripts, ListQueues,
    ListWrapUpCodes, ObservationMetric, QueryObservations, QueueId, RoutingState, ScriptId,
    UserExpand, WrapUpCodeId, fake::FakeGenesys,
};
use http::{Method, StatusCode};
use serde_json::json;

use super::written;
use crate::support::received;

fn queue() -> QueueId {
    QueueId::new(FakeGenesys::QUEUE_ID)
}

fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn members_are_listed_with_what_is_asked_for() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let list = ListMembers {
        page_size: Some(50),
        expand: vec![UserExpand::RoutingStatus],
        routing_status: vec![RoutingState::Idle],
        presence: vec!["Available".to_owned()],
        joined: Some(true),
        ..ListMembers::default()
    };

    let page = genesys.client().queues().members(&queue(), &list).await?;

    let member = &page.items[0];
    let status = member
        .routing_status
        .as_ref()
        .and_then(|it| it.status.clone());
    assert_eq!(
        (member.joined, status),
        (Some(true), Some(RoutingState::Idle))
    );
    assert_eq!(
        received(&genesys, Method::GET, "/api/v2/routing/queues/{id}/members")[0].query,
        query(&[
            ("pageNumber", "1"),
            ("pageSize", "50"),
            ("joined", "true"),
            ("expand", "routingStatus"),
            ("routingStatus", "IDLE"),
            ("presence", "Available"),
        ])
    );
    Ok(())
}

#[tokio::test]
async fn members_of_an_unknown_queue_are_not_found() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let members = client
        .queues()
        .members(&QueueId::new("q-9"), &ListMembers::default())
        .await;

    assert_eq!(members.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn what_happens_in_a_queue_is_counted() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.set_waiting(7);
    written(&genesys).await?;
    let metrics = [ObservationMetric::Waiting, ObservationMetric::Interacting];
    let question = QueryObservations::new(&[queue()], &metrics).of_media_type("message");

    let found = genesys.client().queues().observations(&question).await?;

    assert_eq!(found.count(&queue(), &metrics[0]), Some(7));
    assert_eq!(found.count(&queue(), &metrics[1]), Some(1));
    assert_eq!(found.count(&QueueId::new("q-9"), &metrics[0]), None);
    let path = "/api/v2/analytics/queues/observations/query";
    let predicate = |dimension: &str, value: &str| {
        json!({ "type": "dimension", "dimension": dimension, "operator": "matches",
                "value": value })
    };
    assert_eq!(
        received(&genesys, Method::POST, path)[0].json(),
        json!({
            "filter": { "type": "and", "clauses": [
                { "type": "or", "predicates": [predicate("queueId", FakeGenesys::QUEUE_ID)] },
                { "type": "or", "predicates": [predicate("mediaType", "message")] },
            ]},
            "metrics": ["oWaiting", "oInteracting"],
        })
    );
    Ok(())
}

#[tokio::test]
async fn observations_need_their_permission() {
    let genesys = FakeGenesys::start().await;
    genesys.revoke_permission("analytics:queueObservation:view");
    let question = QueryObservations::new(&[queue()], &[ObservationMetric::Waiting]);

    let refused = genesys.client().queues().observations(&question).await;

    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn the_time_to_wait_is_estimated() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.set_wait_time(Duration::from_secs(90));
    let client = genesys.client();
    let conversation = ConversationId::new("c-1");

    let of_all = client
        .queues()
        .estimated_wait_time(&queue(), Some(&conversation))
        .await?;
    let of_messages = client
        .queues()
        .estimated_wait_time_of(&queue(), "message")
        .await?;

    assert_eq!(of_all.first(), Some(Duration::from_secs(90)));
    assert_eq!(*of_all, *of_messages);
    let path = "/api/v2/routing/queues/{id}/estimatedwaittime";
    assert_eq!(
        received(&genesys, Method::GET, path)[0].query,
        query(&[("conversationId", "c-1")])
    );
    Ok(())
}

#[tokio::test]
async fn division_views_list_queues() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.add_queue("q-2", "Another Queue");
    let client = genesys.client();

    let page = client
        .queues()
        .division_views(&ListQueues::default())
        .await?;
    genesys.revoke_permission("routing:queue:search");
    let refused = client.queues().division_views(&ListQueues::default()).await;

    assert_eq!(page.items.len(), 2);
    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
    Ok(())
}

#[tokio::test]
async fn wrap_up_codes_are_listed_and_read() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.add_wrap_up_code("w-2", "Called back");
    let client = genesys.client();
    let list = ListWrapUpCodes {
        page_size: Some(10),
        ..ListWrapUpCodes::default()
    };

    let all = client.wrap_up_codes().list(&list).await?;
    let of_queue = client
        .wrap_up_codes()
        .list_of_queue(&queue(), &list)
        .await?;
    let one = client
        .wrap_up_codes()
        .get(&WrapUpCodeId::new("w-2"))
        .await?;
    let unknown = client.wrap_up_codes().get(&WrapUpCodeId::new("w-9")).await;

    assert_eq!((all.items.len(), all.total), (2, Some(2)));
    assert_eq!(all.items, of_queue.items);
    assert_eq!(one.name.as_deref(), Some("Called back"));
    assert_eq!(unknown.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}

#[tokio::test]
async fn published_scripts_are_listed_and_read() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let list = ListPublishedScripts {
        feature: Some("callback".to_owned()),
        division_ids: vec![DivisionId::new("d-1"), DivisionId::new("d-2")],
        ..ListPublishedScripts::default()
    };

    let page = client.scripts().list_published(&list).await?;
    let script = ScriptId::new(FakeGenesys::SCRIPT_ID);
    let one = client.scripts().get_published(&script).await?;
    let unknown = client.scripts().get_published(&ScriptId::new("s-9")).await;

    assert_eq!(page.items, [one.into_inner()]);
    assert_eq!(unknown.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(
        received(&genesys, Method::GET, "/api/v2/scripts/published")[0].query,
        query(&[
            ("pageNumber", "1"),
            ("feature", "callback"),
            ("divisionIds", "d-1,d-2"),
        ])
    );
    Ok(())
}

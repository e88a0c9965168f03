//! `GET /api/genesys/callback/list/tenant/{tenantId}/{from}/{to}`

use chrono::TimeDelta;
use http::Method;
use videoengager_client::{
    AgentId, CallbackOrder, CallbackSortOrder, CreateGenesysCallback, Error, GenesysCallback,
    ListGenesysCallbacks, VideoEngagerClient, fake::FakeVideoEngager,
};

use crate::{
    answer,
    callbacks::{create, request, start},
    calls, date, lines, quick,
};

const LIST: &str = "/api/genesys/callback/list/tenant/{tenantId}/{from}/{to}";

fn month() -> ListGenesysCallbacks {
    ListGenesysCallbacks::between(date(), date() + TimeDelta::days(30))
}

async fn create_some(video: &FakeVideoEngager, client: &VideoEngagerClient, count: i64) {
    for hours in 0..count {
        let request = CreateGenesysCallback {
            firstname: format!("Robin {hours}"),
            desired_time: date() + TimeDelta::hours(hours),
            ..request()
        };
        create(client, &video.tenant_id(), &request).await;
    }
}

fn names(callbacks: &[GenesysCallback]) -> Vec<&str> {
    let meetings = callbacks
        .iter()
        .filter_map(|callback| callback.videoengager.as_ref());
    meetings
        .filter_map(|meeting| meeting.name.as_deref())
        .collect()
}

#[tokio::test]
async fn list_asks_for_the_period_alone_if_nothing_else_is_wanted() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    create_some(&video, &client, 2).await;

    let page = client
        .genesys_callbacks(&tenant_id)
        .list(&month())
        .await
        .unwrap();

    let call = &calls(&video)[2];
    assert_eq!(
        call.line(),
        "GET /api/genesys/callback/list/tenant/tenant-fake/\
         2026-12-01T10%3A00%3A00.000Z/2026-12-31T10%3A00%3A00.000Z"
    );
    assert_eq!(call.query, []);
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    assert_eq!(names(&page.items), ["Robin 0", "Robin 1"]);
    assert_eq!((page.next, page.total), (None, Some(2)));
}

#[tokio::test]
async fn list_sends_all_filters() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let list = ListGenesysCallbacks {
        prefered_agent: Some(AgentId::new("agent-fake")),
        order_by: Some(CallbackOrder::Created),
        sort_order: Some(CallbackSortOrder::Descending),
        page_size: Some(50),
        page: Some(2),
        search_by: Some("visitor.name".to_owned()),
        search_string: Some("Robin & co".to_owned()),
        active: Some(true),
        queue_id: Some("q-1".to_owned()),
        ..month()
    };

    client
        .genesys_callbacks(&tenant_id)
        .list(&list)
        .await
        .unwrap();

    let call = &calls(&video)[0];
    let query: Vec<_> = call
        .query
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        query,
        [
            ("preferedAgent", "agent-fake"),
            ("orderBy", "created"),
            ("asc", "-1"),
            ("pageSize", "50"),
            ("page", "2"),
            ("searchBy", "visitor.name"),
            ("searchString", "Robin & co"),
            ("active", "true"),
            ("queueId", "q-1"),
        ]
    );
}

#[tokio::test]
async fn filters_and_orders_do_what_they_say() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    create_some(&video, &client, 3).await;
    callbacks
        .delete(&video.genesys_callbacks()[1].conversation_id)
        .await
        .unwrap();

    let cases = [
        (
            ListGenesysCallbacks {
                active: Some(true),
                ..month()
            },
            vec!["Robin 0", "Robin 2"],
        ),
        (
            ListGenesysCallbacks {
                order_by: Some(CallbackOrder::Name),
                sort_order: Some(CallbackSortOrder::Descending),
                ..month()
            },
            vec!["Robin 2", "Robin 1", "Robin 0"],
        ),
        (
            ListGenesysCallbacks {
                search_string: Some("n 2".to_owned()),
                ..month()
            },
            vec!["Robin 2"],
        ),
        (
            ListGenesysCallbacks {
                search_by: Some("visitor.email".to_owned()),
                search_string: Some("n 2".to_owned()),
                ..month()
            },
            vec![],
        ),
        (
            ListGenesysCallbacks {
                queue_id: Some("q-1".to_owned()),
                ..month()
            },
            vec![],
        ),
    ];
    for (list, expected) in cases {
        let page = callbacks.list(&list).await.unwrap();
        assert_eq!(names(&page.items), expected, "{list:?}");
    }
}

#[tokio::test]
async fn the_pager_reads_all_pages() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    create_some(&video, &client, 5).await;
    let list = ListGenesysCallbacks {
        page_size: Some(2),
        ..month()
    };

    let pager = client.genesys_callbacks(&tenant_id).pager(list);
    let all = pager.collect(100).await.unwrap();

    assert_eq!(
        names(&all),
        ["Robin 0", "Robin 1", "Robin 2", "Robin 3", "Robin 4"]
    );
    assert_eq!(lines(&video).len(), 5 + 3);
}

#[tokio::test]
async fn the_pager_ends_with_a_service_that_does_not_page() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let first = r#"{"data":[{},{}],"page":1,"pageSize":2}"#;
    for _ in 0..5 {
        answer(&video, Method::GET, LIST, first);
    }

    let pager = client.genesys_callbacks(&tenant_id).pager(month());
    let all = pager.collect(100).await.unwrap();

    assert_eq!((all.len(), lines(&video).len()), (4, 2));
}

#[tokio::test]
async fn the_documented_listing_is_read() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    answer(
        &video,
        Method::GET,
        LIST,
        include_str!("../fixtures/callback_list.json"),
    );

    let page = client
        .genesys_callbacks(&tenant_id)
        .list(&month())
        .await
        .unwrap();

    assert_eq!(names(&page.items), ["Robin Example"]);
    assert_eq!(page.items[1].raw(), r#""a text""#);
    assert_eq!((page.next, page.total), (None, Some(2)));
}

#[tokio::test]
async fn an_answer_that_is_no_listing_is_an_error() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());

    for body in ["", "7", r#"{"data":7}"#, "<html></html>"] {
        answer(&video, Method::GET, LIST, body);

        let callbacks = client.genesys_callbacks(&tenant_id);
        let error = callbacks.list(&month()).await.unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_period_that_ends_before_it_starts_is_not_sent() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let list = ListGenesysCallbacks::between(date(), date() - TimeDelta::seconds(1));

    let error = client
        .genesys_callbacks(&tenant_id)
        .list(&list)
        .await
        .unwrap_err();

    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(video.host().journal().is_empty());
}

#[tokio::test]
async fn a_failed_listing_is_repeated_and_then_reported() {
    let video = start().await;
    let (client, tenant_id) = (quick(&video), video.tenant_id());
    video.fail_calls(Method::GET, LIST, 500, 3);

    let error = client
        .genesys_callbacks(&tenant_id)
        .list(&month())
        .await
        .unwrap_err();

    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(lines(&video).len(), 3);
}

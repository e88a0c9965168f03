//! Walking through listings.

use ccaas_http::test_util::Answer;
use meta_whatsapp_client::{
    Error, TemplateId, WhatsAppClient,
    management::{
        GetTemplateAnalytics, ListBlockedUsers, ListFlows, ListPhoneNumbers, ListQrCodes,
        ListTemplates,
    },
};
use serde_json::{Value, json};

use super::canned::{answering, phone, query, time, waba};

fn page(items: &[Value], next: Option<&str>) -> Answer {
    let mut body = json!({
        "data": items, "paging": {"cursors": {"before": "b", "after": next.unwrap_or("end")}}
    });
    if let Some(next) = next {
        body["paging"]["next"] = format!("https://graph.example.com/x?after={next}").into();
    }
    Answer::json(200, &body)
}

/// Lets `walk` meet two pages; gives the cursors that were asked for.
async fn cursors(walk: impl AsyncFnOnce(&WhatsAppClient) -> Result<usize, Error>) -> Vec<String> {
    let pages = [
        page(&[json!({"id": "1"}), json!({"id": "2"})], Some("c2")),
        page(&[json!({"id": "3"})], None),
    ];
    let (host, client) = answering(pages).await;
    assert_eq!(walk(&client).await.expect("both pages are read"), 3);
    let after = |query: Vec<(String, String)>| {
        let cursor = query.into_iter().find(|(name, _)| name == "after");
        cursor.map(|(_, value)| value).unwrap_or_default()
    };
    host.journal()
        .into_iter()
        .map(|entry| after(entry.query))
        .collect()
}

#[tokio::test]
async fn every_pager_follows_the_cursor_to_the_last_page() {
    macro_rules! walks {
        ($($pager:expr),* $(,)?) => {$(
            let walk = async |client: &WhatsAppClient| -> Result<usize, Error> {
                let pager = $pager(client);
                Ok(pager.collect(100).await?.len())
            };
            assert_eq!(cursors(walk).await, ["", "c2"]);
        )*};
    }
    walks!(
        |client: &WhatsAppClient| client.templates(&waba()).pager(ListTemplates::default()),
        |client: &WhatsAppClient| client
            .phone_numbers(&waba())
            .pager(ListPhoneNumbers::default()),
        |client: &WhatsAppClient| client.flows(&waba()).pager(ListFlows::default()),
        |client: &WhatsAppClient| client.qr_codes(&phone()).pager(ListQrCodes::default()),
        |client: &WhatsAppClient| client
            .blocked_users(&phone())
            .pager(ListBlockedUsers::default()),
        |client: &WhatsAppClient| client.analytics(&waba()).templates_pager(
            GetTemplateAnalytics::new(time(1), time(2), [TemplateId::new("14")])
        ),
    );
}

#[tokio::test]
async fn a_pager_starts_where_it_is_told() -> Result<(), Error> {
    let (host, client) = answering([page(&[json!({"id": "9"})], None)]).await;
    let list = ListTemplates {
        after: Some("c9".to_owned()),
        ..ListTemplates::default()
    };

    let found = client.templates(&waba()).pager(list).collect(10).await?;

    assert_eq!(found.len(), 1);
    assert_eq!(host.journal()[0].query, query(&[("after", "c9")]));
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_walk() -> Result<(), Error> {
    let same = || page(&[json!({"id": "1"})], Some("c1"));
    let (host, client) = answering([same(), same(), same()]).await;

    let found = client
        .templates(&waba())
        .pager(ListTemplates::default())
        .collect(100)
        .await?;

    assert_eq!((found.len(), host.journal().len()), (2, 2));
    Ok(())
}

#[tokio::test]
async fn an_item_that_is_no_object_costs_only_itself() -> Result<(), Error> {
    let items = [json!({"id": "1"}), json!("odd"), json!({"id": {"deep": 1}})];
    let (_host, client) = answering([page(&items, None)]).await;

    let page = client
        .templates(&waba())
        .list(&ListTemplates::default())
        .await?;

    assert_eq!((page.items.len(), page.unreadable), (2, 1));
    assert_eq!(page.items[0].id, Some(TemplateId::new("1")));
    assert_eq!(page.items[1].id, None);
    assert_eq!(page.items[1].raw(), r#"{"id":{"deep":1}}"#);
    Ok(())
}

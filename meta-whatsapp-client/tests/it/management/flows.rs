//! Flows.

use meta_whatsapp_client::{
    Error, FlowId,
    management::{CreateFlow, FlowCategory, FlowStatus, ListFlows, UpdateFlow},
};
use serde_json::json;

use super::canned::{exchange, query, success, time, waba};

fn flow() -> FlowId {
    FlowId::new("55")
}

#[tokio::test]
async fn list_sends_the_vendors_parameters_and_reads_the_flows() -> Result<(), Error> {
    let list = ListFlows {
        fields: vec!["id".to_owned(), "name".to_owned()],
        limit: Some(2),
        after: Some("abc".to_owned()),
    };
    let answer = json!({"data": [
        {"id": "55", "name": "first", "status": "DRAFT", "categories": ["SIGN_UP", "SPACE"],
         "validation_errors": [{"error": "INVALID_PROPERTY", "error_type": "JSON_SCHEMA_ERROR",
            "message": "no", "line_start": 46, "line_end": 46, "column_start": 17,
            "column_end": 30}]},
        {"id": "56", "status": "LOST"}
    ]});

    let (sent, page) = exchange(answer, async |client| {
        client.flows(&waba()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102/flows");
    assert_eq!(
        sent.query,
        query(&[("fields", "id,name"), ("limit", "2"), ("after", "abc")])
    );
    let first = &page.items[0];
    assert_eq!(first.status, Some(FlowStatus::Draft));
    assert_eq!(
        first.categories,
        [
            FlowCategory::SignUp,
            FlowCategory::Unknown("SPACE".to_owned())
        ]
    );
    assert_eq!(first.validation_errors[0].line_start, Some(46));
    assert_eq!(
        page.items[1].status,
        Some(FlowStatus::Unknown("LOST".to_owned()))
    );
    Ok(())
}

#[tokio::test]
async fn create_sends_name_categories_and_what_else_is_wanted() -> Result<(), Error> {
    let create = CreateFlow {
        clone_flow_id: Some(FlowId::new("54")),
        endpoint_uri: Some("https://example.com".to_owned()),
        flow_json: Some("{}".to_owned()),
        publish: Some(true),
        ..CreateFlow::new("first", [FlowCategory::Other])
    };
    let answer = json!({"id": "55", "success": true, "validation_errors": []});

    let (sent, created) = exchange(answer, async |client| {
        client.flows(&waba()).create(&create).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/102/flows");
    assert_eq!(
        sent.json(),
        json!({
            "name": "first", "categories": ["OTHER"], "clone_flow_id": "54",
            "endpoint_uri": "https://example.com", "flow_json": "{}", "publish": true
        })
    );
    assert_eq!(created.id, Some(flow()));
    Ok(())
}

#[tokio::test]
async fn get_and_previews_ask_for_their_fields() -> Result<(), Error> {
    let answer = || {
        json!({"id": "55", "preview": {
            "preview_url": "https://example.com/preview",
            "expires_at": "2023-05-21T11:18:09+0000"
        }})
    };
    let (sent, _) = exchange(answer(), async |client| {
        client.flows(&waba()).get(&flow()).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/55");
    assert!(sent.query.is_empty());

    let (sent, read) = exchange(answer(), async |client| {
        client.flows(&waba()).preview(&flow()).await
    })
    .await?;
    assert_eq!(
        sent.query,
        query(&[("fields", "preview.invalidate(false)")])
    );
    let preview = read.preview.as_ref().expect("the preview is there");
    assert_eq!(preview.expires_at, Some(time(1_684_667_889)));
    assert!(!format!("{read:?}").contains("https://"));

    let (sent, _) = exchange(answer(), async |client| {
        client.flows(&waba()).renew_preview(&flow()).await
    })
    .await?;
    assert_eq!(sent.query, query(&[("fields", "preview.invalidate(true)")]));
    Ok(())
}

#[tokio::test]
async fn update_sends_what_changes() -> Result<(), Error> {
    let update = UpdateFlow {
        name: Some("second".to_owned()),
        categories: Some(vec![FlowCategory::Survey]),
        endpoint_uri: Some("https://example.com".to_owned()),
        ..UpdateFlow::default()
    };
    let (sent, _) = exchange(success(), async |client| {
        client.flows(&waba()).update(&flow(), &update).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/55");
    assert_eq!(
        sent.json(),
        json!({
            "name": "second", "categories": ["SURVEY"], "endpoint_uri": "https://example.com"
        })
    );
    Ok(())
}

#[tokio::test]
async fn update_json_sends_a_form_with_a_file() -> Result<(), Error> {
    let answer = json!({"success": true, "validation_errors": [{"error": "INVALID_PROPERTY"}]});
    let (sent, updated) = exchange(answer, async |client| {
        let json = r#"{"version":"5.0"}"#;
        client.flows(&waba()).update_json(&flow(), json).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/55/assets");
    for part in [
        "name=\"name\"\r\n\r\nflow.json\r\n",
        "name=\"asset_type\"\r\n\r\nFLOW_JSON\r\n",
        "name=\"file\"; filename=\"flow.json\"\r\nContent-Type: application/json\r\n\r\n{\"version\":\"5.0\"}\r\n",
    ] {
        assert!(sent.body.contains(part), "{part} in {}", sent.body);
    }
    assert_eq!(
        updated.validation_errors[0].error.as_deref(),
        Some("INVALID_PROPERTY")
    );
    Ok(())
}

#[tokio::test]
async fn assets_publish_deprecate_and_delete_name_the_flow() -> Result<(), Error> {
    let answer = json!({"data": [{"name": "flow.json", "asset_type": "FLOW_JSON",
        "download_url": "https://example.com/flow.json"}]});
    let (sent, page) = exchange(answer, async |client| {
        client.flows(&waba()).assets(&flow()).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/55/assets");
    assert_eq!(
        page.items[0].download_url.as_deref(),
        Some("https://example.com/flow.json")
    );

    let (sent, _) = exchange(success(), async |client| {
        client.flows(&waba()).publish(&flow()).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/55/publish");
    let (sent, _) = exchange(success(), async |client| {
        client.flows(&waba()).deprecate(&flow()).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/55/deprecate");
    let (sent, _) = exchange(success(), async |client| {
        client.flows(&waba()).delete(&flow()).await
    })
    .await?;
    assert_eq!(sent.line(), "DELETE /v25.0/55");
    Ok(())
}

//! Analytics.

use meta_whatsapp_client::{
    Error, TemplateId,
    management::{
        GetAnalytics, GetConversationAnalytics, GetPricingAnalytics, GetTemplateAnalytics,
        Granularity,
    },
};
use serde_json::json;

use super::canned::{answering, exchange, query, success, time, waba};

#[tokio::test]
async fn numbers_about_messages_are_asked_for_as_documented() -> Result<(), Error> {
    let get = GetAnalytics {
        country_codes: vec!["US".to_owned(), "BR".to_owned()],
        ..GetAnalytics::new(time(1_680_503_760), time(1_680_564_980), Granularity::Day)
    };
    let answer = json!({"id": "102", "analytics": {
        "phone_numbers": ["12025550199"], "country_codes": ["US", "BR"], "granularity": "DAY",
        "data_points": [
            {"start": 1_543_543_200, "end": 1_543_629_600, "sent": 196_093, "delivered": "179715"}
        ]
    }});

    let (sent, read) = exchange(answer, async |client| {
        client.analytics(&waba()).messages(&get).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102");
    assert_eq!(
        sent.query,
        query(&[(
            "fields",
            "analytics.start(1680503760).end(1680564980).granularity(DAY)\
             .country_codes([\"US\",\"BR\"])"
        )])
    );
    let read = read.as_ref().expect("there are numbers");
    let point = &read.data_points[0];
    assert_eq!(point.start, Some(time(1_543_543_200)));
    assert_eq!(
        (point.sent, point.delivered),
        (Some(196_093), Some(179_715))
    );
    Ok(())
}

#[tokio::test]
async fn an_account_without_numbers_has_none() -> Result<(), Error> {
    let (start, end) = (time(1), time(2));
    let answer = || json!({"id": "102"});
    let (_, messages) = exchange(answer(), async |client| {
        let get = GetAnalytics::new(start, end, Granularity::Month);
        client.analytics(&waba()).messages(&get).await
    })
    .await?;
    assert!(messages.is_none());
    let (_, points) = exchange(answer(), async |client| {
        let get = GetConversationAnalytics::new(start, end, Granularity::Month);
        client.analytics(&waba()).conversations(&get).await
    })
    .await?;
    assert!(points.is_empty());
    Ok(())
}

#[tokio::test]
async fn numbers_about_conversations_come_from_all_parts() -> Result<(), Error> {
    let get = GetConversationAnalytics {
        conversation_directions: vec!["BUSINESS_INITIATED".to_owned()],
        dimensions: vec!["CONVERSATION_TYPE".to_owned()],
        ..GetConversationAnalytics::new(time(1), time(2), Granularity::Month)
    };
    let answer = json!({"id": "102", "conversation_analytics": {"data": [
        {"data_points": [{"start": 1, "end": 2, "conversation": 1558, "cost": 15.58,
            "phone_number": "12025550199", "country": "US", "conversation_type": "REGULAR",
            "conversation_direction": "UNKNOWN", "conversation_category": "AUTHENTICATION"}]},
        {"data_points": [{"conversation": 3}]}
    ]}});

    let (sent, points) = exchange(answer, async |client| {
        client.analytics(&waba()).conversations(&get).await
    })
    .await?;

    assert_eq!(
        sent.query,
        query(&[(
            "fields",
            "conversation_analytics.start(1).end(2).granularity(MONTHLY)\
             .conversation_directions([\"BUSINESS_INITIATED\"])\
             .dimensions([\"CONVERSATION_TYPE\"])"
        )])
    );
    assert_eq!(points.len(), 2);
    assert_eq!(
        (points[0].conversation, points[0].cost),
        (Some(1558), Some(15.58))
    );
    Ok(())
}

#[tokio::test]
async fn numbers_about_costs_have_volume_and_tier() -> Result<(), Error> {
    let get = GetPricingAnalytics {
        dimensions: vec!["PRICING_CATEGORY".to_owned(), "TIER".to_owned()],
        ..GetPricingAnalytics::new(time(1), time(2), Granularity::Day)
    };
    let answer = json!({"pricing_analytics": {"data": [{"data_points": [
        {"start": 1, "end": 2, "country": "IN", "tier": "0:750000", "pricing_type": "REGULAR",
         "pricing_category": "AUTHENTICATION_INTERNATIONAL", "volume": 2, "cost": 4.6}
    ]}]}});

    let (sent, points) = exchange(answer, async |client| {
        client.analytics(&waba()).pricing(&get).await
    })
    .await?;

    assert_eq!(
        sent.query,
        query(&[(
            "fields",
            "pricing_analytics.start(1).end(2).granularity(DAILY)\
             .dimensions([\"PRICING_CATEGORY\",\"TIER\"])"
        )])
    );
    assert_eq!((points[0].volume, points[0].cost), (Some(2), Some(4.6)));
    assert_eq!(points[0].tier.as_deref(), Some("0:750000"));
    Ok(())
}

#[tokio::test]
async fn numbers_about_templates_are_asked_for_as_documented() -> Result<(), Error> {
    let ids = [TemplateId::new("14"), TemplateId::new("26")];
    let get = GetTemplateAnalytics {
        metric_types: vec!["SENT".to_owned(), "COST".to_owned()],
        product_type: Some("CLOUD_API".to_owned()),
        limit: Some(4),
        after: Some("abc".to_owned()),
        ..GetTemplateAnalytics::new(time(1_718_064_000), time(1_718_122_745), ids)
    };
    let answer = json!({"data": [{"granularity": "DAILY", "product_type": "cloud_api",
        "data_points": [{"template_id": "14", "start": 1_718_064_000, "end": 1_718_150_400,
            "sent": 1, "delivered": 1, "read": 1,
            "clicked": [{"type": "unique_url_button", "button_content": "More", "count": 16}],
            "cost": [{"type": "amount_spent", "value": 0.03}, {"type": "cost_per_delivered"}]}]
    }], "paging": {"cursors": {"before": "MAZDZD", "after": "MjQZD"}}});

    let (sent, page) = exchange(answer, async |client| {
        client.analytics(&waba()).templates(&get).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102/template_analytics");
    assert_eq!(
        sent.query,
        query(&[
            ("start", "1718064000"),
            ("end", "1718122745"),
            ("granularity", "DAILY"),
            ("template_ids", r#"["14","26"]"#),
            ("metric_types", r#"["SENT","COST"]"#),
            ("product_type", "CLOUD_API"),
            ("limit", "4"),
            ("after", "abc"),
        ])
    );
    let point = &page.items[0].data_points[0];
    assert_eq!(point.clicked[0].count, Some(16));
    assert_eq!(point.cost[0].value, Some(0.03));
    assert_eq!(page.next, None);
    Ok(())
}

#[tokio::test]
async fn no_templates_and_too_many_are_not_sent() {
    for count in [0, 11] {
        let (host, client) = answering([]).await;
        let ids = vec![TemplateId::new("14"); count];
        let get = GetTemplateAnalytics::new(time(1), time(2), ids);
        let error = client.analytics(&waba()).templates(&get).await;
        assert!(matches!(error, Err(Error::InvalidRequest(_))));
        assert!(host.journal().is_empty());
    }
}

#[tokio::test]
async fn template_analytics_are_confirmed_by_a_query_parameter() -> Result<(), Error> {
    for answer in [success(), json!({"id": 102})] {
        let (sent, _) = exchange(answer, async |client| {
            client.analytics(&waba()).confirm_template_analytics().await
        })
        .await?;
        assert_eq!(sent.line(), "POST /v25.0/102");
        assert_eq!(sent.query, query(&[("is_enabled_for_insights", "true")]));
    }
    Ok(())
}

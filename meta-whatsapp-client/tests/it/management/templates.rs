//! Message templates: endpoints.

use ccaas_http::test_util::Answer;
use meta_whatsapp_client::{
    Error, TemplateId,
    management::{
        Button, Component, CreateTemplate, EditTemplate, ListTemplates, ParameterFormat,
        RejectedReason, TemplateCategory, TemplateQuality, TemplateStatus,
    },
};
use serde_json::{Value, json};

use super::canned::{answering, exchange, query, success, time, waba};

fn id() -> TemplateId {
    TemplateId::new("920")
}

fn template(name: &str, language: &str) -> Value {
    json!({
        "id": 920, "name": name, "language": language, "status": "APPROVED",
        "category": "MARKETING",
        "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Fall Sale"},
            {"type": "BODY", "text": "Hi {{1}}", "example": {"body_text": [["Mark"]]}},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Stop"}]},
            {"type": "HOLOGRAM", "depth": 3}
        ],
        "parameter_format": "POSITIONAL",
        "quality_score": {"score": "GREEN", "date": 1_795_166_040},
        "rejected_reason": "NONE", "message_send_ttl_seconds": "60", "later": null
    })
}

#[tokio::test]
async fn list_sends_the_vendors_parameters() -> Result<(), Error> {
    let list = ListTemplates {
        fields: vec!["name".to_owned(), "status".to_owned()],
        name: Some("promo".to_owned()),
        name_or_content: Some("sale".to_owned()),
        content: Some("off".to_owned()),
        language: Some("en_US".to_owned()),
        status: Some(TemplateStatus::PendingDeletion),
        category: Some(TemplateCategory::Unknown("NEW".to_owned())),
        quality_score: Some(TemplateQuality::Red),
        limit: Some(3),
        after: Some("abc".to_owned()),
    };

    let (sent, page) = exchange(json!({"data": []}), async |client| {
        client.templates(&waba()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102/message_templates");
    assert_eq!(
        sent.query,
        query(&[
            ("fields", "name,status"),
            ("name", "promo"),
            ("name_or_content", "sale"),
            ("content", "off"),
            ("language", "en_US"),
            ("status", "PENDING_DELETION"),
            ("category", "NEW"),
            ("quality_score", "RED"),
            ("limit", "3"),
            ("after", "abc"),
        ])
    );
    assert!(page.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn get_reads_every_field_and_keeps_what_it_does_not_know() -> Result<(), Error> {
    let (sent, read) = exchange(template("promo", "en_US"), async |client| {
        client.templates(&waba()).get(&id()).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/920");
    assert!(sent.query.is_empty());
    assert_eq!(read.id, Some(id()));
    assert_eq!(read.status, Some(TemplateStatus::Approved));
    assert_eq!(read.category, Some(TemplateCategory::Marketing));
    assert_eq!(read.parameter_format, Some(ParameterFormat::Positional));
    assert_eq!(read.rejected_reason, Some(RejectedReason::None));
    assert_eq!(read.message_send_ttl_seconds, Some(60));
    let quality = read.quality_score.as_ref().expect("the quality is there");
    assert_eq!(quality.score, Some(TemplateQuality::Green));
    assert_eq!(quality.date, Some(time(1_795_166_040)));
    assert_eq!(read.components.len(), 4);
    assert_eq!(read.components[0], Component::header_text("Fall Sale"));
    assert_eq!(
        read.components[1],
        Component::body_with("Hi {{1}}", ["Mark"])
    );
    assert_eq!(
        read.components[2],
        Component::buttons([Button::quick_reply("Stop")])
    );
    assert_eq!(
        read.components[3],
        Component::Other(json!({"type": "HOLOGRAM", "depth": 3}))
    );
    assert!(read.raw().contains("later"));
    Ok(())
}

#[tokio::test]
async fn get_by_name_reads_all_languages_of_exactly_that_name() -> Result<(), Error> {
    let first = json!({
        "data": [template("promo", "en_US"), template("promo_2", "en_US")],
        "paging": {"cursors": {"after": "c2"}, "next": "https://example.com/?after=c2"}
    });
    let second = json!({"data": [template("promo", "de")]});
    let (host, client) = answering([Answer::json(200, &first), Answer::json(200, &second)]).await;

    let found = client.templates(&waba()).get_by_name("promo").await?;

    let languages: Vec<_> = found
        .iter()
        .map(|found| found.language.as_deref())
        .collect();
    assert_eq!(languages, [Some("en_US"), Some("de")]);
    let journal = host.journal();
    assert_eq!(journal[0].query, query(&[("name", "promo")]));
    assert_eq!(
        journal[1].query,
        query(&[("name", "promo"), ("after", "c2")])
    );
    Ok(())
}

#[tokio::test]
async fn create_sends_the_template_and_reads_what_became_of_it() -> Result<(), Error> {
    let create = CreateTemplate {
        allow_category_change: Some(true),
        message_send_ttl_seconds: Some(600),
        ..CreateTemplate::new(
            "promo",
            "en_US",
            TemplateCategory::Utility,
            [Component::body("Hello")],
        )
    };
    let answer = json!({"id": "920", "status": "PENDING", "category": "MARKETING"});

    let (sent, created) = exchange(answer, async |client| {
        client.templates(&waba()).create(&create).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/102/message_templates");
    assert_eq!(
        sent.json(),
        json!({
            "name": "promo", "language": "en_US", "category": "UTILITY",
            "components": [{"type": "BODY", "text": "Hello"}],
            "allow_category_change": true, "message_send_ttl_seconds": 600
        })
    );
    assert_eq!(created.id, Some(id()));
    assert_eq!(created.status, Some(TemplateStatus::Pending));
    assert_eq!(created.category, Some(TemplateCategory::Marketing));
    Ok(())
}

#[tokio::test]
async fn a_template_is_not_created_twice_after_a_failure_in_doubt() {
    let (host, client) = answering([Answer::empty(500), Answer::empty(500)]).await;
    let create = CreateTemplate::new("promo", "en_US", TemplateCategory::Utility, []);

    let error = client.templates(&waba()).create(&create).await.unwrap_err();

    assert!(error.may_have_been_applied());
    assert_eq!(host.journal().len(), 1);
}

#[tokio::test]
async fn a_template_that_breaks_a_limit_is_not_sent() {
    let (host, client) = answering([]).await;
    let create = CreateTemplate::new(
        "promo",
        "en_US",
        TemplateCategory::Utility,
        [Component::footer("x".repeat(61))],
    );

    let error = client.templates(&waba()).create(&create).await.unwrap_err();

    let Error::InvalidRequest(invalid) = error else {
        panic!("{error:?}");
    };
    assert_eq!(invalid.field(), "components[0].text");
    assert!(host.journal().is_empty());
}

#[tokio::test]
async fn edit_sends_what_changes() -> Result<(), Error> {
    let edit = EditTemplate {
        category: Some(TemplateCategory::Marketing),
        components: Some(vec![Component::body("New")]),
        ..EditTemplate::default()
    };
    let (sent, _) = exchange(success(), async |client| {
        client.templates(&waba()).edit(&id(), &edit).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/920");
    assert_eq!(
        sent.json(),
        json!({"category": "MARKETING", "components": [{"type": "BODY", "text": "New"}]})
    );

    let refused = exchange(json!({"success": false}), async |client| {
        client.templates(&waba()).edit(&id(), &edit).await
    })
    .await;
    assert!(matches!(refused, Err(Error::Decode(_))));
    Ok(())
}

#[tokio::test]
async fn delete_is_by_name_for_all_languages_and_by_id_for_one() -> Result<(), Error> {
    let (sent, _) = exchange(success(), async |client| {
        client.templates(&waba()).delete_by_name("promo").await
    })
    .await?;
    assert_eq!(sent.line(), "DELETE /v25.0/102/message_templates");
    assert_eq!(sent.query, query(&[("name", "promo")]));

    let (sent, _) = exchange(success(), async |client| {
        client.templates(&waba()).delete_by_id(&id(), "promo").await
    })
    .await?;
    assert_eq!(sent.line(), "DELETE /v25.0/102/message_templates");
    assert_eq!(sent.query, query(&[("hsm_id", "920"), ("name", "promo")]));
    Ok(())
}

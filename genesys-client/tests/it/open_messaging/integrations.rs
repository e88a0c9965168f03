//! Integrations: as sent, success, and the creation that takes its time.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Provoke};
use genesys_client::{
    DomainEntityRef, Error, IntegrationId, VendorError,
    fake::FakeGenesys,
    open_messaging::{
        CreateOpenIntegration, CreateStatus, ListOpenIntegrations, UpdateOpenIntegration,
    },
};
use http::{Method, StatusCode};
use serde_json::json;

use super::integration_id;
use crate::support::{received, with_clock};

const INTEGRATIONS: &str = "/api/v2/conversations/messaging/integrations/open";
const SECRET: &str = "a-secret-longer-than-15";

fn path() -> String {
    format!("{INTEGRATIONS}/{}", FakeGenesys::INTEGRATION_ID)
}

fn new() -> CreateOpenIntegration {
    CreateOpenIntegration::new(
        "Harbour Dental",
        "https://bridge.example.com/webhooks/genesys",
        SECRET.into(),
    )
}

#[tokio::test]
async fn integrations_are_listed_page_by_page() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    client.open_messaging().create(&new()).await?;

    let list = ListOpenIntegrations {
        page_size: Some(1),
        expand: Some("supportedContent".to_owned()),
        ..ListOpenIntegrations::default()
    };
    let mut pager = client.open_messaging().pager(list);
    let mut names = Vec::new();
    while let Some(integration) = pager.next().await? {
        names.push(integration.name.unwrap());
    }

    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Harbour Dental".to_owned()), "{names:?}");
    let sent = received(&genesys, Method::GET, INTEGRATIONS);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        sent[1].query,
        [
            pair("pageNumber", "2"),
            pair("pageSize", "1"),
            pair("expand", "supportedContent")
        ]
    );
    Ok(())
}

#[tokio::test]
async fn an_integration_is_read_with_its_secret() -> Result<(), Error> {
    use secrecy::ExposeSecret as _;
    let genesys = FakeGenesys::start().await;

    let id = integration_id();
    let client = genesys.client();
    let integration = client.open_messaging().get(&id).await?;

    assert_eq!(integration.id, id);
    let secret = &integration.outbound_notification_webhook_signature_secret_token;
    assert_eq!(
        secret.as_ref().unwrap().expose_secret(),
        FakeGenesys::WEBHOOK_SECRET
    );
    let content = integration.supported_content.as_ref().unwrap();
    assert_eq!(
        content.id.as_deref(),
        Some(FakeGenesys::SUPPORTED_CONTENT_ID)
    );
    Ok(())
}

#[tokio::test]
async fn media_types_of_a_content_profile_are_read() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let answer = json!({"id": FakeGenesys::INTEGRATION_ID, "supportedContent": {
        "id": "profile", "name": "all but pictures",
        "mediaTypes": {"allow": {"inbound": [{"type": "*/*"}], "outbound": [{"type": "video/*"}]}}}});
    genesys.host().provoke(
        Method::GET,
        &path(),
        Provoke::Instead(Answer::json(200, &answer).into()),
    );

    let id = integration_id();
    let client = genesys.client();
    let found = client.open_messaging().get(&id).await?.into_inner();

    let allow = found.supported_content.unwrap().media_types.unwrap().allow;
    let allow = allow.unwrap();
    assert_eq!(allow.inbound[0].kind.as_deref(), Some("*/*"));
    assert_eq!(allow.outbound[0].kind.as_deref(), Some("video/*"));
    Ok(())
}

#[tokio::test]
async fn a_creation_is_sent_with_the_secret_and_waited_for() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.set_creation_time(Duration::from_secs(5));
    let client = builder.build().unwrap();
    let integration = CreateOpenIntegration {
        webhook_headers: [("x-example".to_owned(), "yes".to_owned())].into(),
        supported_content: Some(DomainEntityRef::new("profile")),
        ..new()
    };

    let created = client.open_messaging().create(&integration).await?;
    assert_eq!(created.create_status, Some(CreateStatus::Initiated));
    let done = client
        .open_messaging()
        .wait_until_created(&created.id, Duration::from_secs(60))
        .await?;

    assert_eq!(done.create_status, Some(CreateStatus::Completed));
    assert_eq!(clock.slept(), [Duration::from_secs(2); 3]);
    assert_eq!(
        received(&genesys, Method::POST, INTEGRATIONS)[0].json(),
        json!({
            "name": "Harbour Dental",
            "outboundNotificationWebhookUrl": "https://bridge.example.com/webhooks/genesys",
            "outboundNotificationWebhookSignatureSecretToken": SECRET,
            "webhookHeaders": {"x-example": "yes"},
            "supportedContent": {"id": "profile"}
        })
    );
    Ok(())
}

#[tokio::test]
async fn an_integration_that_cannot_be_found_yet_is_waited_for() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    let client = builder.build().unwrap();
    let created = client.open_messaging().create(&new()).await?;
    let id = &created.id;
    genesys.host().provoke(
        Method::GET,
        &format!("{INTEGRATIONS}/{id}"),
        Provoke::Instead(Answer::empty(404).into()),
    );

    let integrations = client.open_messaging();
    integrations
        .wait_until_created(id, Duration::from_secs(60))
        .await?;

    assert_eq!(clock.slept().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_creation_that_fails_is_an_error_with_the_vendors_reason() {
    let (genesys, builder, _) = with_clock().await;
    let failed = json!({"id": FakeGenesys::INTEGRATION_ID, "createStatus": "Error",
        "createError": {"code": "open.integration.failed", "message": "canary", "status": 409}});
    genesys.host().provoke(
        Method::GET,
        &path(),
        Provoke::Instead(Answer::json(200, &failed).into()),
    );

    let client = builder.build().unwrap();
    let error = client
        .open_messaging()
        .wait_until_created(&integration_id(), Duration::from_secs(60))
        .await
        .unwrap_err();

    let answer = error.as_api().unwrap();
    assert_eq!(answer.code(), Some("open.integration.failed"));
    assert_eq!(answer.message(), Some("canary"));
    assert_eq!(answer.meta().status(), StatusCode::OK);
    assert!(!answer.is_refused_receipt());
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[tokio::test]
async fn a_creation_that_takes_too_long_is_told_as_such() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.set_creation_time(Duration::from_secs(3_600));
    let client = builder.build().unwrap();
    let created = client.open_messaging().create(&new()).await?;

    let integrations = client.open_messaging();
    let waited = integrations
        .wait_until_created(&created.id, Duration::from_secs(6))
        .await;

    assert!(matches!(waited, Err(Error::Interrupted(_))));
    assert!(waited.unwrap_err().is_transient());
    assert_eq!(clock.slept().len(), 3);
    Ok(())
}

#[tokio::test]
async fn only_what_changes_is_sent_and_a_change_is_repeated() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    genesys.host().provoke(
        Method::PATCH,
        &path(),
        Provoke::Instead(Answer::empty(503).into()),
    );
    let change = UpdateOpenIntegration {
        outbound_notification_webhook_signature_secret_token: Some(SECRET.into()),
        ..UpdateOpenIntegration::new("Fake WhatsApp")
    };

    let id = integration_id();
    let client = builder.build().unwrap();
    client.open_messaging().update(&id, &change).await?;

    let sent = received(&genesys, Method::PATCH, &path());
    assert_eq!(sent.len(), 2);
    assert_eq!(
        sent[1].json(),
        json!({
            "name": "Fake WhatsApp",
            "outboundNotificationWebhookSignatureSecretToken": SECRET
        })
    );
    Ok(())
}

#[tokio::test]
async fn a_deleted_integration_is_gone() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let id = integration_id();

    client.open_messaging().delete(&id).await?;

    let gone = client.open_messaging().get(&id).await.unwrap_err();
    assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}

#[tokio::test]
async fn what_the_vendor_would_refuse_is_not_sent() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let integrations = client.open_messaging();

    for (name, secret) in [("", SECRET), (" ", SECRET), ("Harbour", "15-characters..")] {
        let create = CreateOpenIntegration::new(name, "https://example.com/", secret.into());
        let update = UpdateOpenIntegration {
            outbound_notification_webhook_signature_secret_token: Some(secret.into()),
            ..UpdateOpenIntegration::new(name)
        };
        let id = IntegrationId::new("i-1");

        let errors = [
            integrations.create(&create).await.unwrap_err(),
            integrations.update(&id, &update).await.unwrap_err(),
        ];

        for error in errors {
            assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        }
    }
    assert!(genesys.host().journal().is_empty());
}

//! `/api/interactions`

use std::collections::BTreeMap;

use ccaas_http::{DecodeError, test_util::Provoke};
use http::Method;
use secrecy::ExposeSecret;
use serde_json::json;
use videoengager_client::{
    CreateFeedback, CreateInteraction, CreateInteractionByVisitor, Error, InteractionId,
    InteractionType, TenantId, fake::FakeVideoEngager,
};

use crate::{answer, calls, lines, quick};

const ALL: &str = "/api/interactions";
const FOR_TENANT: &str = "/api/interactions/tenants/{tenantId}/interactions";
const BY_VISITOR: &str = "/api/interactions/createByVisitor/{tenantId}";
const ONE: &str = "/api/interactions/{id}";
const VISITOR: &str = "/api/interactions/{id}/visitor";
const AGENT: &str = "/api/interactions/{id}/agent";
const FEEDBACK: &str = "/api/interactions/{id}/feedback";

#[tokio::test]
async fn a_call_is_created_for_a_tenant_without_a_token() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    client.sign_in().await.unwrap();

    let created = client
        .interactions()
        .create_for_tenant(&video.tenant_id(), &CreateInteraction::outbound())
        .await
        .unwrap();

    let call = &calls(&video)[0];
    assert_eq!(
        call.line(),
        "POST /api/interactions/tenants/tenant-fake/interactions"
    );
    assert_eq!(call.json(), json!({ "type": "OUTBOUND" }));
    assert_eq!(call.authorization, None);
    assert_eq!(video.interactions(), std::slice::from_ref(&created.id));
    let url = created.visitor.full_url.clone().expect("there is a URL");
    assert_eq!(url, video.url().join("/visitor?id=interaction-1").unwrap());
    assert_eq!(reqwest::get(url).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_call_is_created_by_an_agent() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let mut interaction = CreateInteraction {
        interaction_type: Some(InteractionType::Unknown("INBOUND".to_owned())),
        ..CreateInteraction::default()
    };
    interaction.custom_data.insert("order".to_owned(), json!(7));
    interaction
        .visitor_data
        .insert("name".to_owned(), json!("Robin"));
    interaction.options.insert("x".to_owned(), json!(true));

    client.interactions().create(&interaction).await.unwrap();

    let call = &calls(&video)[0];
    assert_eq!(call.line(), "POST /api/interactions");
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        call.json(),
        json!({
            "type": "INBOUND", "customData": { "order": 7 }, "visitorData": { "name": "Robin" },
            "options": { "x": true }
        })
    );
}

#[tokio::test]
async fn a_visitor_creates_a_call_with_the_older_endpoint() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    client.sign_in().await.unwrap();
    let texts = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    };
    let interaction = CreateInteractionByVisitor {
        visitor_data: texts(&[
            ("context.firstName", "Robin"),
            ("context.phoneNumber", "+12025550147"),
        ]),
        custom_data: texts(&[("language", "en")]),
    };

    let created = client
        .interactions()
        .create_by_visitor(&video.tenant_id(), &interaction)
        .await
        .unwrap();

    let call = &calls(&video)[0];
    assert_eq!(
        call.line(),
        "POST /api/interactions/createByVisitor/tenant-fake"
    );
    assert_eq!(
        call.json(),
        json!({
            "visitorData": {
                "context.firstName": "Robin", "context.phoneNumber": "+12025550147"
            },
            "customData": { "language": "en" }
        })
    );
    assert_eq!(call.authorization, None);
    assert_eq!(created.id, InteractionId::new("interaction-1"));
    let eotip = created.eotip.as_ref().map(ExposeSecret::expose_secret);
    assert_eq!(eotip, Some("eotip-1"));
    assert!(created.raw().contains("eotip-1"));
}

#[tokio::test]
async fn the_documented_interaction_is_read() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let body = include_str!("../fixtures/interaction.json");
    answer(&video, Method::POST, ALL, body);

    let interactions = client.interactions();
    let created = interactions
        .create(&CreateInteraction::outbound())
        .await
        .unwrap();

    assert_eq!(created.id.as_str(), "interaction-example-1");
    let url = |path: &str| Some(video.url().join(path).unwrap());
    assert_eq!(created.visitor.full_url, url("/visitor?id=example1"));
    assert_eq!(created.visitor.short_url, url("/v/example1"));
    assert_eq!(
        created.agent.full_url,
        url("https://video.example.com/agent?id=example1")
    );
    assert_eq!(created.agent.short_url, None, "it is no web address");
    assert_eq!(created.raw(), body.trim());
    let written = serde_json::to_value(&*created).unwrap();
    assert_eq!(written["subject"], "Follow-up");
}

#[tokio::test]
async fn a_creation_without_an_id_may_have_been_applied() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let (interactions, tenant_id) = (client.interactions(), video.tenant_id());
    let outbound = CreateInteraction::outbound();
    for pattern in [ALL, FOR_TENANT, BY_VISITOR] {
        answer(&video, Method::POST, pattern, r#"{"success":true}"#);
    }

    let errors = [
        interactions.create(&outbound).await.unwrap_err(),
        interactions
            .create_for_tenant(&tenant_id, &outbound)
            .await
            .unwrap_err(),
        interactions
            .create_by_visitor(&tenant_id, &CreateInteractionByVisitor::default())
            .await
            .unwrap_err(),
    ];

    let no_id = DecodeError::Field {
        field: "interactionId",
    };
    for error in errors {
        assert!(error.may_have_been_applied());
        assert!(matches!(error, Error::Decode(error) if error == no_id));
    }
}

#[tokio::test]
async fn no_creation_is_repeated_after_its_answer_was_lost() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let (interactions, tenant_id) = (client.interactions(), video.tenant_id());
    let outbound = CreateInteraction::outbound();
    for pattern in [ALL, FOR_TENANT, BY_VISITOR, FEEDBACK] {
        video
            .host()
            .provoke(Method::POST, pattern, Provoke::ThenCut);
    }

    let feedback = CreateFeedback::new(5);
    let id = InteractionId::new("interaction-1");
    interactions.create(&outbound).await.unwrap_err();
    interactions
        .create_for_tenant(&tenant_id, &outbound)
        .await
        .unwrap_err();
    interactions
        .create_by_visitor(&tenant_id, &CreateInteractionByVisitor::default())
        .await
        .unwrap_err();
    interactions
        .create_feedback(&id, &feedback)
        .await
        .unwrap_err();

    assert_eq!(lines(&video).len(), 4);
    assert_eq!(video.interactions().len(), 3);
}

#[tokio::test]
async fn each_side_has_its_own_view() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let interactions = client.interactions();
    let mut interaction = CreateInteraction::outbound();
    interaction.custom_data.insert("order".to_owned(), json!(7));
    let created = interactions.create(&interaction).await.unwrap();

    let visitor = interactions.visitor(&created.id).await.unwrap();
    let agent = interactions.agent(&created.id).await.unwrap();

    let received = calls(&video);
    assert_eq!(
        (received[1].line(), received[1].authorization.as_deref()),
        (
            "GET /api/interactions/interaction-1/visitor".to_owned(),
            None
        )
    );
    assert_eq!(
        (received[2].line(), received[2].authorization.as_deref()),
        (
            "GET /api/interactions/interaction-1/agent".to_owned(),
            Some("Bearer")
        )
    );
    assert_eq!(visitor.visitor, created.visitor);
    assert_eq!(visitor.agent.full_url, None);
    assert_eq!(agent.agent, created.agent);
    assert!(agent.raw().contains(r#""order":7"#));
}

#[tokio::test]
async fn a_view_that_names_no_id_has_the_one_that_was_asked_for() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let id = InteractionId::new("i-1");
    answer(&video, Method::GET, VISITOR, r#"{"new":1}"#);

    let view = client.interactions().visitor(&id).await.unwrap();

    assert_eq!((view.id.as_str(), view.raw()), ("i-1", r#"{"new":1}"#));
}

#[tokio::test]
async fn delete_removes_a_call() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let interactions = client.interactions();
    let created = interactions
        .create(&CreateInteraction::outbound())
        .await
        .unwrap();
    video.fail_calls(Method::DELETE, ONE, 503, 1);

    interactions.delete(&created.id).await.unwrap();

    assert!(video.interactions().is_empty());
    let received = calls(&video);
    assert_eq!(received[2].line(), "DELETE /api/interactions/interaction-1");
    assert_eq!(received[2].authorization.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let interactions = client.interactions();
    let (nobody, other) = (InteractionId::new("i-404"), TenantId::new("other"));
    let outbound = CreateInteraction::outbound();

    let errors = [
        interactions.visitor(&nobody).await.unwrap_err(),
        interactions.agent(&nobody).await.unwrap_err(),
        interactions.delete(&nobody).await.unwrap_err(),
        interactions.feedback(&nobody).await.unwrap_err(),
        interactions
            .create_feedback(&nobody, &CreateFeedback::new(1))
            .await
            .unwrap_err(),
        interactions
            .create_for_tenant(&other, &outbound)
            .await
            .unwrap_err(),
        interactions
            .create_by_visitor(&other, &CreateInteractionByVisitor::default())
            .await
            .unwrap_err(),
    ];

    for error in errors {
        assert!(
            error.as_api().is_some_and(|api| api.is_not_found()),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn the_documented_error_is_read() {
    let video = FakeVideoEngager::start().await;
    let body = json!({ "error": "Example error", "message": "Example explanation" });
    let answer = ccaas_http::test_util::Answer::json(400, &body);
    video
        .host()
        .provoke(Method::POST, ALL, Provoke::Instead(answer.into()));

    let client = video.client();
    let error = client
        .interactions()
        .create(&CreateInteraction::outbound())
        .await;

    let error = error.unwrap_err();
    let api = error.as_api().expect("the service answered");
    assert_eq!(
        (api.error(), api.message()),
        (Some("Example error"), Some("Example explanation"))
    );
}

#[tokio::test]
async fn views_are_read_again_while_the_service_fails() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let interactions = client.interactions();
    let created = interactions
        .create(&CreateInteraction::outbound())
        .await
        .unwrap();
    for pattern in [VISITOR, AGENT] {
        video.fail_calls(Method::GET, pattern, 503, 1);
    }

    interactions.visitor(&created.id).await.unwrap();
    interactions.agent(&created.id).await.unwrap();

    assert_eq!(lines(&video).len(), 5);
}

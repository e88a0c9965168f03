//! Callbacks: as sent, success, vendor error.

use std::{collections::BTreeMap, time::Duration};

use genesys_client::{
    CallbackIdentifierType, ConversationId, CreateCallback, CustomerFirstCallbackDeliveryMode,
    Error, QueueId, RescheduleCallback, RoutingData, ScheduleCallbacks, ScriptId, SkillId, UserId,
    VendorError, fake::FakeGenesys,
};
use http::Method;
use serde_json::json;

use crate::support::{CALLBACKS, callback, received, with_clock};

#[tokio::test]
async fn create_sends_the_vendors_fields_and_nothing_else() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let callback = CreateCallback {
        script_id: Some(ScriptId::new(FakeGenesys::SCRIPT_ID)),
        callback_user_name: Some("Robin Example".to_owned()),
        callback_scheduled_time: Some("2026-12-01T11:00:00+01:00".parse().unwrap()),
        country_code: Some("US".to_owned()),
        validate_callback_numbers: Some(true),
        data: BTreeMap::from([("veScheduleId".to_owned(), "schedule-1".to_owned())]),
        caller_id: Some("+12025550100".to_owned()),
        caller_id_name: Some("Example Clinic".to_owned()),
        customer_first_callback_delivery_mode: Some(
            CustomerFirstCallbackDeliveryMode::UseQueueSetting,
        ),
        ..callback()
    };

    builder
        .build()
        .unwrap()
        .callbacks()
        .create(&callback)
        .await?;

    let sent = &received(&genesys, Method::POST, CALLBACKS)[0];
    assert_eq!(sent.authorization.as_deref(), Some("Bearer"));
    assert_eq!(
        sent.json(),
        json!({
            "scriptId": FakeGenesys::SCRIPT_ID,
            "queueId": FakeGenesys::QUEUE_ID,
            "customerFirstCallbackDeliveryMode": "UseQueueSetting",
            "callbackUserName": "Robin Example",
            "callbackNumbers": ["+12025550147"],
            "callbackScheduledTime": "2026-12-01T10:00:00.000Z",
            "countryCode": "US",
            "validateCallbackNumbers": true,
            "data": { "veScheduleId": "schedule-1" },
            "callerId": "+12025550100",
            "callerIdName": "Example Clinic",
        })
    );
    Ok(())
}

#[tokio::test]
async fn create_leaves_out_what_is_not_set() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;

    genesys.client().callbacks().create(&callback()).await?;

    assert_eq!(
        received(&genesys, Method::POST, CALLBACKS)[0].json(),
        json!({ "queueId": FakeGenesys::QUEUE_ID, "callbackNumbers": ["+12025550147"] })
    );
    Ok(())
}

#[tokio::test]
async fn create_sends_routing_data_in_place_of_a_queue() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let queue_id = QueueId::new(FakeGenesys::QUEUE_ID);
    let routing_data = RoutingData {
        priority: Some(2),
        skill_ids: vec![SkillId::new("skill-1")],
        ..RoutingData::owned_by(queue_id, &UserId::new("agent-1"))
    };
    let callback = CreateCallback {
        queue_id: None,
        routing_data: Some(routing_data),
        ..callback()
    };

    genesys.client().callbacks().create(&callback).await?;

    assert_eq!(
        received(&genesys, Method::POST, CALLBACKS)[0].json()["routingData"],
        json!({
            "queueId": FakeGenesys::QUEUE_ID,
            "priority": 2,
            "skillIds": ["skill-1"],
            "scoredAgents": [{ "agent": { "id": "agent-1" }, "score": 100 }],
            "routingFlags": ["AGENT_OWNED_CALLBACK"],
        })
    );
    assert_eq!(
        genesys.callbacks()[0].queue_id.as_str(),
        FakeGenesys::QUEUE_ID
    );
    Ok(())
}

#[tokio::test]
async fn create_returns_the_conversation_rate_limit_and_correlation_id() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;

    let created = genesys.client().callbacks().create(&callback()).await?;

    assert_eq!(
        created.conversation_id(),
        Some(&genesys.callbacks()[0].conversation_id)
    );
    let kinds: Vec<_> = created
        .callback_identifiers
        .iter()
        .filter_map(|it| it.kind.clone())
        .collect();
    assert_eq!(
        kinds,
        [
            CallbackIdentifierType::External,
            CallbackIdentifierType::Acd
        ]
    );
    assert!(created.meta().correlation_id().is_some());
    let limit = created
        .meta()
        .rate_limit()
        .expect("the fake reports its limit");
    assert_eq!(limit.allowed, Some(300));
    assert!(limit.remaining() < Some(300));
    assert!(limit.reset <= Some(Duration::from_secs(60)));
    Ok(())
}

#[tokio::test]
async fn a_success_without_a_body_is_a_success_without_a_conversation() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    genesys.answer_callbacks_without_body(1);

    let created = genesys.client().callbacks().create(&callback()).await?;

    assert_eq!(created.meta().status(), http::StatusCode::ACCEPTED);
    assert_eq!(created.conversation_id(), None);
    assert_eq!(genesys.callbacks().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_callback_that_is_not_complete_is_not_sent() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let routing_data = || Some(RoutingData::new(QueueId::new(FakeGenesys::QUEUE_ID)));
    let cases = [
        (
            CreateCallback {
                callback_numbers: Vec::new(),
                ..callback()
            },
            "callbackNumbers",
        ),
        (
            CreateCallback {
                callback_numbers: vec![" ".to_owned()],
                ..callback()
            },
            "callbackNumbers",
        ),
        (
            CreateCallback {
                queue_id: None,
                ..callback()
            },
            "queueId",
        ),
        (
            CreateCallback {
                queue_id: Some(QueueId::new("")),
                ..callback()
            },
            "queueId",
        ),
        (
            CreateCallback {
                routing_data: routing_data(),
                ..callback()
            },
            "queueId",
        ),
    ];

    for (callback, field) in cases {
        let error = client.callbacks().create(&callback).await.unwrap_err();

        assert!(
            matches!(&error, Error::InvalidRequest(it) if it.field() == field),
            "{error:?}"
        );
        assert!(!error.may_have_been_applied());
    }
    assert!(genesys.host().journal().is_empty(), "not even a sign-in");
}

#[tokio::test]
async fn an_error_answer_keeps_code_details_and_ids() {
    let genesys = FakeGenesys::start().await;
    let callback = CreateCallback {
        callback_scheduled_time: Some(chrono::Utc::now() + chrono::TimeDelta::days(40)),
        ..callback()
    };

    let error = genesys
        .client()
        .callbacks()
        .create(&callback)
        .await
        .unwrap_err();

    let answer = error.as_api().expect("the API answered");
    assert_eq!(answer.meta().status(), 400);
    assert_eq!(
        answer.code(),
        Some("callback.error.scheduled.time.too.far.in.future")
    );
    assert_eq!(
        answer.details()[0].field_name.as_deref(),
        Some("callbackScheduledTime")
    );
    assert!(
        answer
            .message()
            .is_some_and(|text| text.contains("too far"))
    );
    assert_eq!(answer.context_id(), error.correlation_id());
    assert_eq!(
        answer.meta().rate_limit().and_then(|limit| limit.allowed),
        Some(300)
    );
    assert!(!error.may_have_been_applied() && !error.is_transient());
}

#[tokio::test]
async fn get_reads_the_callback_as_it_was_created() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    let time = "2026-12-01T10:00:00Z".parse().unwrap();
    let data = BTreeMap::from([("subject".to_owned(), "Follow-up visit".to_owned())]);
    let callback = CreateCallback {
        callback_scheduled_time: Some(time),
        data: data.clone(),
        ..callback()
    };
    let created = client.callbacks().create(&callback).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation");

    let read = client.callbacks().get(id).await?;

    assert_eq!(read.id.as_ref(), Some(id));
    assert_eq!(read.scheduled_time(), Some(time));
    assert!(!read.is_disconnected());
    let customer = &read.participants[0];
    assert_eq!(customer.purpose.as_deref(), Some("customer"));
    assert_eq!(customer.callback_numbers, ["+12025550147"]);
    assert_eq!(customer.attributes, data);
    assert_eq!(
        received(&genesys, Method::GET, &format!("{CALLBACKS}/{id}")).len(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_callback_is_not_found() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let id = ConversationId::new("no such/conversation?");

    let read = client.callbacks().get(&id).await.unwrap_err();
    let cancelled = client.callbacks().cancel(&id).await.unwrap_err();

    for error in [read, cancelled] {
        assert_eq!(error.status(), Some(http::StatusCode::NOT_FOUND));
        assert_eq!(
            error.as_api().and_then(|answer| answer.code()),
            Some("not.found")
        );
    }
    let path = "/api/v2/conversations/callbacks/no%20such%2Fconversation%3F";
    assert_eq!(
        genesys
            .host()
            .journal()
            .last()
            .map(|entry| entry.path.clone())
            .as_deref(),
        Some(path)
    );
}

#[tokio::test]
async fn cancel_disconnects_and_may_be_repeated() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let created = client.callbacks().create(&callback()).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation");

    client.callbacks().cancel(id).await?;
    client.callbacks().cancel(id).await?;

    let sent = received(&genesys, Method::PATCH, &format!("{CALLBACKS}/{id}"));
    assert_eq!(sent[0].json(), json!({ "state": "disconnected" }));
    assert_eq!(genesys.callbacks()[0].state, "disconnected");
    assert!(client.callbacks().get(id).await?.is_disconnected());
    Ok(())
}

#[tokio::test]
async fn reschedule_moves_the_callback() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    let created = client.callbacks().create(&callback()).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation")
        .clone();
    let time = "2026-12-02T14:30:00Z".parse().unwrap();

    let change = RescheduleCallback::new(id.clone(), UserId::new("agent-1"))
        .with_callback_scheduled_time(time);
    let changed = client.callbacks().reschedule(&change).await?;

    assert_eq!(changed.conversation_id(), Some(&id));
    assert_eq!(genesys.callbacks()[0].scheduled_time, Some(time));
    assert_eq!(
        received(&genesys, Method::PATCH, CALLBACKS)[0].json(),
        json!({
            "conversationId": id,
            "agentId": "agent-1",
            "callbackScheduledTime": "2026-12-02T14:30:00.000Z",
        })
    );
    Ok(())
}

#[tokio::test]
async fn reschedule_sends_no_agent_only_when_told_so() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let created = client.callbacks().create(&callback()).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation")
        .clone();

    let change = RescheduleCallback {
        callback_numbers: vec!["+12025550148".to_owned()],
        ..RescheduleCallback::without_agent(id.clone())
    };
    let error = client.callbacks().reschedule(&change).await.unwrap_err();

    assert_eq!(
        error.as_api().and_then(|answer| answer.code()),
        Some("bad.request")
    );
    assert_eq!(
        received(&genesys, Method::PATCH, CALLBACKS)[0].json(),
        json!({ "conversationId": id, "callbackNumbers": ["+12025550148"] })
    );
    Ok(())
}

#[tokio::test]
async fn the_port_does_what_the_client_does() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let port: Box<dyn ScheduleCallbacks> = Box::new(genesys.client());

    port.sign_in().await?;
    let created = port.create(&callback()).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation");
    assert!(!port.get(id).await?.is_disconnected());
    port.cancel(id).await?;

    assert!(port.get(id).await?.is_disconnected());
    Ok(())
}

//! What `genesys-client` sends, against the vendor's description.

use std::collections::BTreeSet;

use ccaas_http::test_util::JournalEntry;
use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::{
    CallbackConversation, ConversationId, CreateCallback, CustomerFirstCallbackDeliveryMode,
    DivisionId, LanguageId, ListQueues, ListScripts, QueueId, RescheduleCallback, RoutingData,
    ScoredAgent, ScriptId, SkillId, SortOrder, UserId, fake::FakeGenesys,
};
use serde_json::Value;
use url::Url;

use crate::{
    description::Description,
    request::{differences, without_exceptions},
    violation::{Problem, Violation, expect_none},
};

const NUMBER: &str = "+12025550147";

#[tokio::test]
async fn a_callback_to_a_queue_is_sent_as_described() {
    let genesys = FakeGenesys::start().await;

    create(&genesys, every_field(Some(queue_id()), None)).await;

    expect_described(&genesys, &["postConversationsCallbacks"]);
}

#[tokio::test]
async fn a_callback_with_routing_data_is_sent_as_described() {
    let genesys = FakeGenesys::start().await;
    let owned = RoutingData::owned_by(queue_id(), &agent_id());

    create(&genesys, every_field(None, Some(routing_data()))).await;
    create(&genesys, every_field(None, Some(owned))).await;

    expect_described(&genesys, &["postConversationsCallbacks"; 2]);
}

#[tokio::test]
async fn every_delivery_mode_is_sent_as_described() {
    use CustomerFirstCallbackDeliveryMode::{
        NoAgentReservation, UseAgentReservation, UseQueueSetting,
    };
    let genesys = FakeGenesys::start().await;

    for mode in [UseQueueSetting, UseAgentReservation, NoAgentReservation] {
        let callback = CreateCallback {
            customer_first_callback_delivery_mode: Some(mode),
            ..CreateCallback::to_queue(queue_id(), NUMBER)
        };
        create(&genesys, callback).await;
    }

    expect_described(&genesys, &["postConversationsCallbacks"; 3]);
}

#[tokio::test]
async fn every_described_field_of_a_callback_can_be_sent() {
    let genesys = FakeGenesys::start().await;

    create(&genesys, every_field(Some(queue_id()), None)).await;
    create(&genesys, every_field(None, Some(routing_data()))).await;
    let id = genesys.callbacks()[0].conversation_id.clone();
    reschedule(&genesys, reschedule_every_field(id)).await;

    let description = Description::genesys();
    let described = |name| {
        description
            .properties(name)
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let bodies: Vec<Value> = sent(&genesys).iter().map(JournalEntry::json).collect();
    let created = [keys(&bodies[0]), keys(&bodies[1])].concat();
    assert_eq!(
        BTreeSet::from_iter(created),
        described("CreateCallbackCommand")
    );
    let routing_data = keys(&bodies[1]["routingData"]);
    assert_eq!(BTreeSet::from_iter(routing_data), described("RoutingData"));
    assert_eq!(
        BTreeSet::from_iter(keys(&bodies[2])),
        described("PatchCallbackRequest")
    );
}

#[tokio::test]
async fn a_callback_is_read_changed_and_cancelled_as_described() {
    let genesys = FakeGenesys::start().await;
    create(&genesys, CreateCallback::to_queue(queue_id(), NUMBER)).await;
    let id = genesys.callbacks()[0].conversation_id.clone();
    let client = genesys.client();

    let _: CallbackConversation = client
        .callbacks()
        .get(&id)
        .await
        .expect("the callback is read")
        .into_inner();
    reschedule(&genesys, reschedule_every_field(id.clone())).await;
    client
        .callbacks()
        .cancel(&id)
        .await
        .expect("the callback is cancelled");

    expect_described(
        &genesys,
        &[
            "postConversationsCallbacks",
            "getConversationsCallback",
            "patchConversationsCallbacks",
            "patchConversationsCallback",
        ],
    );
}

#[tokio::test]
async fn only_the_explicit_escape_leaves_out_what_is_required() {
    let genesys = FakeGenesys::start().await;
    let without_agent = RescheduleCallback::without_agent(ConversationId::new("c-1"));

    // The fake refuses it, too.
    let refused = genesys
        .client()
        .callbacks()
        .reschedule(&without_agent)
        .await;

    assert!(refused.is_err());
    let (_, violations) = differences(&Description::genesys(), &sent(&genesys)[0]);
    assert_eq!(
        violations,
        [Violation::new("body.agentId", Problem::Missing)]
    );
}

#[tokio::test]
async fn queues_are_listed_found_and_read_as_described() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let queues = client.queues();

    for sort_order in [SortOrder::Ascending, SortOrder::Descending] {
        let list = ListQueues {
            page_number: Some(1),
            page_size: Some(50),
            sort_order: Some(sort_order),
            name: Some("*Callbacks".to_owned()),
            id: vec![queue_id(), QueueId::new("q-2")],
            division_id: vec![DivisionId::new("d-1"), DivisionId::new("d-2")],
        };
        queues.list(&list).await.expect("queues are listed");
    }
    queues
        .find_by_name("Video Callbacks")
        .await
        .expect("a queue is looked for");
    queues.get(&queue_id()).await.expect("the queue is read");

    let list = "getRoutingQueues";
    expect_described(&genesys, &[list, list, list, "getRoutingQueue"]);
}

#[tokio::test]
async fn scripts_are_listed_found_and_read_as_described() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let scripts = client.scripts();
    let list = ListScripts {
        page_number: Some(1),
        page_size: Some(50),
        sort_by: Some("modifiedDate".to_owned()),
        sort_order: Some(SortOrder::Descending),
        name: Some("Callback".to_owned()),
        feature: Some("callback".to_owned()),
    };

    scripts.list(&list).await.expect("scripts are listed");
    scripts
        .find_by_name("Video Callback Script")
        .await
        .expect("a script is looked for");
    scripts
        .get(&ScriptId::new(FakeGenesys::SCRIPT_ID))
        .await
        .expect("the script is read");

    expect_described(&genesys, &["getScripts", "getScripts", "getScript"]);
}

#[tokio::test]
async fn the_token_is_read_as_described() {
    let genesys = FakeGenesys::start().await;

    genesys
        .client()
        .tokens()
        .me()
        .await
        .expect("the token is read");

    expect_described(&genesys, &["getTokensMe"]);
}

#[tokio::test]
async fn a_token_is_asked_for_where_the_description_says() {
    let genesys = FakeGenesys::start().await;
    let description = Description::genesys();
    let url = Url::parse(description.token_url()).expect("it is a URL");

    genesys
        .client()
        .sign_in()
        .await
        .expect("the sign-in succeeds");

    let journal = genesys.host().journal();
    assert_eq!(journal[0].line(), format!("POST {}", url.path()));
    assert_eq!(journal[0].authorization.as_deref(), Some("Basic"));
}

/// Fails unless the fake received exactly these operations, each as described.
#[track_caller]
pub(crate) fn expect_described(genesys: &FakeGenesys, operations: &[&str]) {
    let description = Description::genesys();
    let mut seen = Vec::new();
    for entry in sent(genesys) {
        let (operation, violations) = differences(&description, &entry);
        let id = operation.map_or("an operation that is not described", |operation| {
            operation.id
        });
        let violations = without_exceptions(id, violations);
        expect_none(&entry.line(), &violations);
        assert_eq!(entry.authorization.as_deref(), Some("Bearer"), "{id}");
        seen.push(id.to_owned());
    }
    assert_eq!(seen, operations);
}

/// What the fake received after the sign-ins.
pub(crate) fn sent(genesys: &FakeGenesys) -> Vec<JournalEntry> {
    let journal = genesys.host().journal().into_iter();
    journal
        .filter(|entry| entry.path != "/oauth/token")
        .collect()
}

pub(crate) fn keys(body: &Value) -> Vec<String> {
    body.as_object()
        .expect("the body is an object")
        .keys()
        .cloned()
        .collect()
}

async fn create(genesys: &FakeGenesys, callback: CreateCallback) {
    let created = genesys.client().callbacks().create(&callback).await;
    created.expect("the fake takes the callback");
}

async fn reschedule(genesys: &FakeGenesys, callback: RescheduleCallback) {
    let changed = genesys.client().callbacks().reschedule(&callback).await;
    changed.expect("the fake takes the change");
}

/// Names every field, so that a new one cannot be forgotten here.
fn every_field(queue_id: Option<QueueId>, routing_data: Option<RoutingData>) -> CreateCallback {
    CreateCallback {
        script_id: Some(ScriptId::new(FakeGenesys::SCRIPT_ID)),
        queue_id,
        routing_data,
        customer_first_callback_delivery_mode: Some(
            CustomerFirstCallbackDeliveryMode::UseQueueSetting,
        ),
        callback_user_name: Some("Zoë Example".to_owned()),
        callback_numbers: vec![NUMBER.to_owned(), "+12025550148".to_owned()],
        callback_scheduled_time: Some(tomorrow()),
        country_code: Some("US".to_owned()),
        validate_callback_numbers: Some(true),
        data: [("notes".to_owned(), "ready to close the deal".to_owned())].into(),
        caller_id: Some("+12025550100".to_owned()),
        caller_id_name: Some("Example Clinic".to_owned()),
    }
}

fn routing_data() -> RoutingData {
    RoutingData {
        queue_id: queue_id(),
        language_id: Some(LanguageId::new("language-1")),
        label: Some("video".to_owned()),
        priority: Some(5),
        skill_ids: vec![SkillId::new("skill-1"), SkillId::new("skill-2")],
        skill_expression: Some("video and english".to_owned()),
        preferred_agent_ids: vec![agent_id()],
        scored_agents: vec![ScoredAgent::new(&agent_id(), 80)],
        routing_flags: vec!["AGENT_OWNED_CALLBACK".to_owned()],
    }
}

fn reschedule_every_field(conversation_id: ConversationId) -> RescheduleCallback {
    RescheduleCallback {
        conversation_id,
        agent_id: Some(agent_id()),
        queue_id: Some(queue_id()),
        callback_scheduled_time: Some(tomorrow()),
        country_code: Some("US".to_owned()),
        callback_numbers: vec![NUMBER.to_owned()],
        validate_callback_numbers: Some(true),
        customer_first_callback_delivery_mode: Some(
            CustomerFirstCallbackDeliveryMode::NoAgentReservation,
        ),
    }
}

fn queue_id() -> QueueId {
    QueueId::new(FakeGenesys::QUEUE_ID)
}

fn agent_id() -> UserId {
    UserId::new("66666666-0000-4000-8000-000000000001")
}

fn tomorrow() -> DateTime<Utc> {
    Utc::now() + TimeDelta::days(1)
}

//! An odd value costs itself and nothing else.

use ccaas_http::test_util::costs_only_itself;
use genesys_client::{
    CallbackConversation, CreateCallbackResponse, ErrorBody, GenesysClient, ListQueues, Queue,
    Script, TokenInfo, fake::FakeGenesys,
};
use serde::Serialize;
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

fn show<T: Serialize>(read: &T) -> Value {
    serde_json::to_value(read).expect("received types can be written")
}

fn division() -> Value {
    json!({"id": "d-1", "name": "Home", "selfUri": "/d-1"})
}

#[test]
fn an_odd_value_of_a_queue_costs_only_itself() {
    let queue = json!({
        "id": "q-1", "name": "Video", "division": division(), "description": "For calls",
        "dateCreated": "2026-11-20T09:00:00Z", "dateModified": "2026-11-21T09:00:00Z",
        "memberCount": 4, "joinedMemberCount": 2, "callingPartyName": "Us",
        "callingPartyNumber": "+12025550147", "selfUri": "/q-1",
    });

    costs_only_itself::<Queue>(&queue, show);
}

#[test]
fn an_odd_value_of_a_script_costs_only_itself() {
    let script = json!({
        "id": "s-1", "name": "Callback", "division": division(), "versionId": "v-1",
        "createdDate": "2026-11-20T09:00:00Z", "modifiedDate": "2026-11-21T09:00:00Z",
        "publishedDate": "2026-11-22T09:00:00Z", "versionDate": "2026-11-23T09:00:00Z",
        "startPageId": "p-1", "startPageName": "Start", "selfUri": "/s-1",
    });

    costs_only_itself::<Script>(&script, show);
}

#[test]
fn an_odd_value_of_a_token_costs_only_itself() {
    let token = json!({
        "organization": {"id": "o-1", "name": "Example"},
        "homeOrganization": {"id": "o-2", "name": "Example at home"},
        "authorizedScope": ["routing", "conversations"],
        "dateTokenIdles": "2026-11-20T09:00:00Z",
        "OAuthClient": {
            "id": "c-1", "name": "Scheduler", "authorizedGrantType": "CLIENT-CREDENTIALS",
            "state": "active", "scope": ["routing"], "dateToDelete": "2027-11-20T09:00:00Z",
        },
    });

    costs_only_itself::<TokenInfo>(&token, show);
}

#[test]
fn an_odd_value_of_a_conversation_costs_only_itself() {
    let reference = |id: &str| json!({"id": id, "name": "Name", "selfUri": "/x"});
    let conversation = json!({
        "id": "c-1", "name": "Callback", "selfUri": "/c-1",
        "participants": [
            {"id": "p-0", "purpose": "acd", "state": "terminated"},
            {
                "id": "p-1", "name": "Robin", "address": "tel:+12025550147",
                "purpose": "customer", "state": "connected", "direction": "inbound",
                "disconnectType": "client", "startTime": "2026-11-20T09:00:00Z",
                "connectedTime": "2026-11-20T09:01:00Z", "endTime": "2026-11-20T09:02:00Z",
                "callbackNumbers": ["+12025550147", "+12025550148"],
                "callbackUserName": "Robin", "callbackScheduledTime": "2026-12-01T10:00:00Z",
                "attributes": {"a": "x", "b": "y"}, "queue": reference("q-1"),
                "script": reference("s-1"), "user": reference("u-1"),
            },
        ],
    });

    costs_only_itself::<CallbackConversation>(&conversation, show);
}

#[test]
fn an_odd_value_of_a_new_callback_costs_only_itself_unless_it_is_the_conversation() {
    let identifiers = json!([{"type": "ACD", "id": "i-1"}, {"type": "EXTERNAL", "id": "i-2"}]);
    let created = json!({"callbackIdentifiers": identifiers});
    costs_only_itself::<CreateCallbackResponse>(&created, show);

    let read = serde_json::from_value::<CreateCallbackResponse>;
    let created = read(json!({"conversation": {"id": 7, "selfUri": [1]}})).unwrap();
    assert_eq!(created.conversation_id().unwrap().as_str(), "7");
    assert_eq!(
        read(json!({"conversation": null})).unwrap().conversation,
        None
    );
    for conversation in [
        json!({"selfUri": "/c"}),
        json!({"id": {}}),
        json!(["c"]),
        json!("c"),
    ] {
        let created = read(json!({"callbackIdentifiers": [], "conversation": conversation}));
        assert!(
            created.is_err(),
            "{conversation}: nobody could find the callback again"
        );
    }
}

#[test]
fn an_odd_value_of_an_error_costs_only_itself() {
    let part = json!({"message": "Inner", "code": "inner", "status": 409});
    let error = json!({
        "message": "The field is required.", "code": "bad.request", "status": 400,
        "entityId": "q-1", "entityName": "queue", "messageWithParams": "The {field} …",
        "messageParams": {"field": "x", "other": "y"}, "contextId": "c-1",
        "details": [{"errorCode": "missing", "fieldName": "x", "entityId": "e", "entityName": "n"}],
        "errors": [part], "limit": {"key": "k", "namespace": "n", "value": 300},
    });

    fn show(body: &ErrorBody) -> Value {
        let detail = |detail: &genesys_client::ErrorDetail| {
            json!({
                "errorCode": detail.error_code, "fieldName": detail.field_name,
                "entityId": detail.entity_id, "entityName": detail.entity_name,
            })
        };
        let limit = body.limit.as_ref();
        json!({
            "message": body.message, "code": body.code, "status": body.status,
            "entityId": body.entity_id, "entityName": body.entity_name,
            "messageWithParams": body.message_with_params, "messageParams": body.message_params,
            "contextId": body.context_id,
            "details": body.details.iter().map(detail).collect::<Vec<_>>(),
            "errors": body.errors.iter().map(show).collect::<Vec<_>>(),
            "limit": limit.map(|it| json!({
                "key": it.key, "namespace": it.namespace, "value": it.value,
            })),
        })
    }
    costs_only_itself(&error, show);
}

#[test]
fn a_callback_is_not_over_while_somebody_cannot_be_read() {
    let read = |text: &str| serde_json::from_str::<CallbackConversation>(text).expect("readable");

    let gone = r#"{"purpose":"customer","state":"disconnected"}"#;
    assert!(read(&format!(r#"{{"participants":{gone}}}"#)).is_disconnected());
    for odd in ["null", r#""agent""#, r#"{"state":{}}"#] {
        let conversation = read(&format!(r#"{{"participants":[{gone},{odd}]}}"#));
        assert!(!conversation.is_disconnected(), "{odd}");
    }
}

#[test]
fn the_fields_of_a_participant_are_read_beside_an_odd_one() {
    for odd in [
        r#""attributes":{"a":null,"b":"x"}"#,
        r#""endTime":"""#,
        r#""callbackScheduledTime":"2026-12-01T10:00:00""#,
    ] {
        let text = format!(
            r#"{{"id":"c-1","participants":[{{"purpose":"customer",{odd},"state":"connected"}}]}}"#
        );
        let conversation: CallbackConversation = serde_json::from_str(&text).expect("readable");
        assert!(!conversation.is_disconnected(), "{odd}");
        assert_eq!(conversation.scheduled_time(), None);
        let participant = &conversation.participants[0];
        assert_eq!(participant.purpose.as_deref(), Some("customer"));
        let b = participant.attributes.get("b").map(String::as_str);
        assert_eq!(b, odd.contains("attributes").then_some("x"));
    }
}

async fn answering(listing: Value) -> (GenesysClient, MockServer) {
    let server = MockServer::start().await;
    let token = json!({"access_token": "token", "expires_in": "3600"});
    for (verb, place, answer) in [
        ("POST", "/oauth/token", token),
        ("GET", "/api/v2/routing/queues", listing),
    ] {
        Mock::given(method(verb))
            .and(path(place))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
    }
    let region = server.uri().parse().expect("a URL is a region");
    let secret = FakeGenesys::CLIENT_SECRET.into();
    let client = GenesysClient::new(region, FakeGenesys::CLIENT_ID, secret).expect("a client");
    (client, server)
}

#[tokio::test]
async fn a_page_of_queues_lists_the_rest_and_counts_what_could_not_be_read() {
    let (client, _server) = answering(json!({
        "entities": [
            {"id": "q-1", "name": "A"}, "odd", {"id": "q-2", "name": "B", "memberCount": "many"},
            null,
        ],
        "pageCount": 1,
    }))
    .await;

    let page = client.queues().list(&ListQueues::default()).await.unwrap();
    let names: Vec<_> = page
        .items
        .iter()
        .map(|queue| queue.name.as_deref())
        .collect();
    assert_eq!(names, [Some("A"), Some("B")]);
    assert_eq!((page.unreadable, page.items[1].member_count), (2, None));
    assert_eq!(page.next, None);

    let found = client.queues().find_by_name("B").await.unwrap();
    assert_eq!(found.and_then(|queue| queue.id).unwrap().as_str(), "q-2");
}

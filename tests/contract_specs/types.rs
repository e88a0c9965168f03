//! The types of `genesys-client` against the vendor's definitions.

use chrono::DateTime;
use genesys_client::{
    AgentlessMessageResponse, BulkUpdateResponse, CallbackConversation, CallbackIdentifierType,
    Communication, Conversation, CreateCallbackResponse, CustomerFirstCallbackDeliveryMode,
    MediaUpload, MessageConversation, MessageData, MessageMediaParticipant, MessengerType,
    Participant, ParticipantState, PatchCallbackResponse, PresenceDefinition, Queue, RoutingState,
    RoutingStatus, Script, TokenInfo, User, UserPresence, UserState, WrapUp,
    notifications::{Channel, ChannelTopic, TopicState},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{description::Description, sample::sample};

#[test]
fn every_field_that_is_read_is_described() {
    expect_described::<CreateCallbackResponse>("CreateCallbackResponse");
    expect_described::<PatchCallbackResponse>("PatchCallbackResponse");
    expect_described::<CallbackConversation>("CallbackConversation");
    expect_described::<Queue>("Queue");
    expect_described::<Script>("Script");
    expect_described::<TokenInfo>("TokenInfo");
    expect_described::<UserPresence>("UserPresence");
    expect_described::<PresenceDefinition>("PresenceDefinition");
    expect_described::<RoutingStatus>("RoutingStatus");
    expect_described::<User>("UserMe");
    expect_described::<WrapUp>("Wrapup");
    expect_described::<Communication>("Message");
    expect_described::<MessageMediaParticipant>("MessageMediaParticipant");
    expect_described::<MessageConversation>("MessageConversation");
    expect_described::<MessageData>("MessageData");
    expect_described::<AgentlessMessageResponse>("SendAgentlessOutboundMessageResponse");
    expect_described::<ChannelTopic>("ChannelTopic");
    // What a change gives is described as an object that may hold anything.
    let bulk = "BulkCallbackPatchResponse";
    let entity = "BulkCallbackPatchResponse.results[].entity";
    expect_described_but::<BulkUpdateResponse>(bulk, &[entity]);
    // A sample has no addresses.
    expect_described_but::<Channel>("Channel", &["Channel.connectUri"]);
    let upload = "MessageMediaUploadData";
    expect_described_but::<MediaUpload>(upload, &["MessageMediaUploadData.uploadUrl"]);
    // Each medium leaves out some of what all media have in common.
    let media = ["calls", "callbacks", "chats", "emails", "messages"];
    let of = |place: &str| media.map(|medium| format!("{place}.{medium}[]"));
    expect_described_but::<Participant>("Participant", &of("Participant"));
    let place = "Conversation.participants[]";
    expect_described_but::<Conversation>("Conversation", &of(place));
}

#[test]
fn every_described_value_of_an_enum_is_known() {
    let description = Description::genesys();

    for value in listed(
        &description,
        "CreateCallbackCommand",
        "customerFirstCallbackDeliveryMode",
    ) {
        let mode = read::<CustomerFirstCallbackDeliveryMode>(&value);
        assert!(
            !matches!(mode, CustomerFirstCallbackDeliveryMode::Unknown(_)),
            "{value}"
        );
    }
    for value in listed(&description, "CallbackIdentifier", "type") {
        let kind = read::<CallbackIdentifierType>(&value);
        assert!(
            !matches!(kind, CallbackIdentifierType::Unknown(_)),
            "{value}"
        );
    }
    for value in listed(&description, "CallbackMediaParticipant", "state") {
        let state = read::<ParticipantState>(&value);
        assert!(!matches!(state, ParticipantState::Unknown(_)), "{value}");
    }
    for value in listed(&description, "UserMe", "state") {
        let state = read::<UserState>(&value);
        assert!(!matches!(state, UserState::Unknown(_)), "{value}");
    }
    for value in listed(&description, "RoutingStatus", "status") {
        let state = read::<RoutingState>(&value);
        assert!(!matches!(state, RoutingState::Unknown(_)), "{value}");
    }
    for value in listed(&description, "ChannelTopic", "state") {
        let state = read::<TopicState>(&value);
        assert!(!matches!(state, TopicState::Unknown(_)), "{value}");
    }
    let agentless = "SendAgentlessOutboundMessageRequest";
    for value in listed(&description, agentless, "toAddressMessengerType") {
        let kind = read::<MessengerType>(&value);
        assert!(!matches!(kind, MessengerType::Unknown(_)), "{value}");
    }
}

/// Fails if a type has a field that a whole sample of its definition cannot fill.
#[track_caller]
fn expect_described<T: DeserializeOwned + Serialize>(definition: &str) {
    expect_described_but::<T>(definition, &[] as &[&str]);
}

/// The same, but for what begins with one of `except`.
#[track_caller]
fn expect_described_but<T: DeserializeOwned + Serialize>(
    definition: &str,
    except: &[impl AsRef<str>],
) {
    let description = Description::genesys();
    let whole = sample(&description, description.definition(definition));
    let read: T = read(&whole);
    let written = serde_json::to_value(&read).expect("a type of ours can be written");
    let mut lost = Vec::new();
    compare(&written, &whole, definition, &mut lost);
    lost.retain(|at| !except.iter().any(|place| at.starts_with(place.as_ref())));
    assert!(lost.is_empty(), "{lost:?}");
}

/// Notes each field of `written` that is empty, or other than in `whole`.
fn compare(written: &Value, whole: &Value, at: &str, lost: &mut Vec<String>) {
    match (written, whole) {
        (Value::Object(written), Value::Object(whole)) => {
            for (name, field) in written {
                let whole = whole.get(name).unwrap_or(&Value::Null);
                compare(field, whole, &format!("{at}.{name}"), lost);
            }
        }
        (Value::Array(written), Value::Array(whole)) if written.len() == whole.len() => {
            for (written, whole) in written.iter().zip(whole) {
                compare(written, whole, &format!("{at}[]"), lost);
            }
        }
        _ if written.is_null() || !is_same(written, whole) => lost.push(at.to_owned()),
        _ => {}
    }
}

/// A time may be written with more decimals.
fn is_same(written: &Value, whole: &Value) -> bool {
    let time = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    written == whole || time(written).is_some_and(|written| time(whole) == Some(written))
}

pub(crate) fn listed(description: &Description, definition: &str, property: &str) -> Vec<Value> {
    let property = description.properties(definition).get(property);
    let listed = property.and_then(|property| property["enum"].as_array());
    listed.expect("the property lists its values").clone()
}

pub(crate) fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("a described value can be read")
}

#[test]
fn a_field_that_is_not_described_or_is_lost_is_found() {
    let whole = json!({ "id": "a", "parts": [{ "name": "b" }] });

    for (written, expected) in [
        (json!({ "id": "a", "parts": [{ "name": "b" }] }), vec![]),
        (json!({ "id": "a", "colour": null }), vec!["Thing.colour"]),
        (json!({ "id": "c" }), vec!["Thing.id"]),
        (
            json!({ "parts": [{ "name": null }] }),
            vec!["Thing.parts[].name"],
        ),
        (json!({ "parts": [] }), vec!["Thing.parts"]),
    ] {
        let mut lost = Vec::new();
        compare(&written, &whole, "Thing", &mut lost);
        assert_eq!(lost, expected, "{written}");
    }
}

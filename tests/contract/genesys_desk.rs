//! What an agent's desk calls, in the vendor's SDK for JavaScript, against [`FakeGenesys`].
//!
//! The scripts also compare each answer with the model that the SDK declares for it.

use std::time::Duration;

use genesys_client::{
    ConversationId, IntegrationId,
    fake::FakeGenesys,
    open_messaging::{IdType, InboundChannel, InboundMessage, OpenFrom, RecipientId},
};
use serde_json::{Value, json};

use crate::genesys_sdk::{received, run};

/// A customer writes, and a conversation begins.
async fn written(genesys: &FakeGenesys, number: &str) -> ConversationId {
    let from = OpenFrom::new(RecipientId::new(number), IdType::Phone);
    let channel = InboundChannel::new(from, genesys.host().now());
    let message = InboundMessage::new(channel).with_text("Hello");
    let integration = IntegrationId::new(FakeGenesys::INTEGRATION_ID);
    let sent = genesys.client();
    let sent = sent.open_messages(&integration).message(&message).await;
    sent.expect("the fake takes the message");
    let conversation = genesys.conversation_of(number);
    conversation.expect("it made a conversation").id
}

fn codes(listing: &Value) -> Vec<&str> {
    let codes = listing["body"]["entities"].as_array();
    let codes = codes.expect("a listing").iter();
    codes.filter_map(|code| code["name"].as_str()).collect()
}

#[tokio::test]
async fn a_user_is_read_and_changes_the_presence() {
    let genesys = FakeGenesys::start().await;
    genesys.sign_in_as_agent();
    let presence = json!({
        "presenceDefinition": { "id": FakeGenesys::AWAY_ID },
        "message": "lunch",
    });
    let input = json!({ "userId": FakeGenesys::AGENT_ID, "presence": presence });

    let found = run("users.cjs", &genesys, input).await;

    let me = &found["me"]["body"];
    assert_eq!(me["id"], FakeGenesys::AGENT_ID);
    assert_eq!(me["routingStatus"]["status"], "IDLE");
    assert_eq!(
        me["presence"]["presenceDefinition"]["systemPresence"],
        "Available"
    );
    assert_eq!(found["bare"]["body"]["presence"], Value::Null);
    let set = &found["set"]["body"];
    assert_eq!(set["presenceDefinition"]["systemPresence"], "Away");
    assert_eq!(set["message"], "lunch");
    assert_eq!(found["read"]["body"], *set);
}

#[tokio::test]
async fn a_conversation_is_read_changed_filed_and_left() {
    let genesys = FakeGenesys::start().await;
    genesys.sign_in_as_agent();
    let id = written(&genesys, "+12025550147").await;
    let code = FakeGenesys::WRAP_UP_CODE_ID;
    let input = json!({ "conversationId": id, "codeId": code });

    let found = run("conversations.cjs", &genesys, input).await;

    assert_eq!(found["own"]["body"]["entities"][0]["id"], id.as_str());
    let agent = &found["before"]["body"]["participants"][2];
    assert_eq!(agent["purpose"], "agent");
    assert_eq!(agent["endTime"], Value::Null);
    assert_eq!(found["codes"]["body"][0]["id"], code);
    assert_eq!(
        found["wrapUp"]["body"],
        json!({ "code": code, "notes": "done" })
    );
    let messages = found["messages"]["body"]["participants"][0]["messages"].as_array();
    assert_eq!(messages.map(Vec::len), Some(1));
    let after = &found["after"]["body"];
    assert!(after["endTime"].is_string());
    assert_eq!(after["participants"][0]["attributes"]["topic"], "the roof");
    assert_eq!(after["participants"][2]["wrapup"]["code"], code);
    let states = found["messagesAfter"]["body"]["participants"].as_array();
    let mut states = states.expect("participants").iter().map(|it| &it["state"]);
    assert!(states.all(|state| state == "disconnected"));
}

#[tokio::test]
async fn a_conversation_ends_in_each_of_the_vendors_ways() {
    let genesys = FakeGenesys::start().await;
    let mut ids = Vec::new();
    for number in ["+12025550147", "+12025550148", "+12025550149"] {
        ids.push(written(&genesys, number).await);
    }

    let input = json!({ "conversationIds": ids });
    let found = run("disconnects.cjs", &genesys, input).await;

    for conversation in genesys.conversations() {
        assert_eq!(conversation.state, "disconnected");
    }
    assert_eq!(found["patched"]["body"]["state"], "disconnected");
    assert_eq!(found["unknown"]["status"], 404);
    let calls = received(&genesys);
    assert_eq!(
        calls[calls.len() - 4..],
        [
            format!("DELETE /api/v2/conversations/{}", ids[0]),
            format!("POST /api/v2/conversations/{}/disconnect", ids[1]),
            format!("PATCH /api/v2/conversations/messages/{}", ids[2]),
            "DELETE /api/v2/conversations/unknown".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_queue_is_seen_at_work() {
    let genesys = FakeGenesys::start().await;
    genesys.set_waiting(7);
    genesys.set_wait_time(Duration::from_secs(90));
    genesys.add_wrap_up_code("77777777-0000-4000-8000-000000000002", "Called back");
    genesys.add_queue("33333333-0000-4000-8000-000000000002", "Accounts");
    written(&genesys, "+12025550147").await;
    let queue = FakeGenesys::QUEUE_ID;
    let predicate = json!({ "type": "dimension", "dimension": "queueId",
        "operator": "matches", "value": queue });
    let input = json!({
        "queueId": queue,
        "codeId": FakeGenesys::WRAP_UP_CODE_ID,
        "question": {
            "filter": { "type": "or", "predicates": [predicate] },
            "metrics": ["oWaiting", "oInteracting", "oOnQueueUsers"],
        },
    });

    let found = run("queues.cjs", &genesys, input).await;

    let member = &found["members"]["body"]["entities"][0];
    assert_eq!(member["id"], FakeGenesys::AGENT_ID);
    assert_eq!(member["routingStatus"]["status"], "IDLE");
    let presence = &member["user"]["presence"]["presenceDefinition"];
    assert_eq!(presence["systemPresence"], "Available");
    assert_eq!(found["strangers"]["body"]["entities"], json!([]));
    let counted = &found["observations"]["body"]["results"][0]["data"];
    let counted = counted.as_array().expect("numbers").iter();
    let counted: Vec<_> = counted.map(|it| &it["stats"]["count"]).collect();
    assert_eq!(counted, [7, 1, 1]);
    for wait in ["wait", "waitForMessages"] {
        let estimate = &found[wait]["body"]["results"][0];
        assert_eq!(estimate["estimatedWaitTimeSeconds"], 90, "{wait}");
    }
    let views = &found["views"]["body"];
    assert_eq!(
        (&views["total"], &views["entities"][0]["id"]),
        (&json!(1), &json!(queue))
    );
    assert_eq!(found["codes"]["body"]["pageCount"], 2);
    assert_eq!(codes(&found["codes"]), ["Called back"]);
    assert_eq!(codes(&found["codesOfQueue"]), ["Called back", "Resolved"]);
    assert_eq!(found["code"]["body"]["name"], "Resolved");
    assert_eq!(found["unknownCode"]["status"], 404);
}

#[tokio::test]
async fn a_channel_is_made_listed_and_told_what_to_listen_to() {
    let genesys = FakeGenesys::start().await;
    let topics = ["v2.users.u-1.presence", "v2.users.u-1.conversations"];

    let found = run("notifications.cjs", &genesys, json!({ "topics": topics })).await;

    let created = &found["created"]["body"];
    let uri = created["connectUri"].as_str().expect("an address");
    assert!(uri.starts_with("ws://"), "{uri}");
    assert!(created["expires"].is_string());
    assert_eq!(found["listed"]["body"]["entities"][0]["id"], created["id"]);
    assert_eq!(found["head"]["status"], 200);
    let ids = |step: &str| {
        let topics = found[step]["body"]["entities"].as_array();
        let mut topics = topics.expect("a listing").clone();
        topics.sort_by_key(|topic| topic["id"].to_string());
        let ids = topics.iter().map(|topic| topic["id"].clone());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids("subscribed"), [topics[1], topics[0]]);
    assert_eq!(ids("replaced"), [topics[1]]);
    assert_eq!(ids("read"), [topics[1]]);
    assert!(ids("after").is_empty());
    assert_eq!(found["unknown"]["status"], 404);
}

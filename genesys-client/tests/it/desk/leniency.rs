//! An odd value costs itself and nothing else.

use ccaas_http::test_util::costs_only_itself;
use genesys_client::{MediaUpload, MessageConversation, QueueMember, User, notifications::Channel};
use serde::Serialize;
use serde_json::{Value, json};

fn show<T: Serialize>(read: &T) -> Value {
    serde_json::to_value(read).expect("received types can be written")
}

#[test]
fn an_odd_value_of_a_user_or_member_costs_only_itself() {
    let user = json!({
        "id": "u-1", "name": "Robin", "email": "robin@example.com", "state": "active",
        "version": 3, "presence": {"id": "u-1", "message": "lunch",
            "presenceDefinition": {"id": "p-1", "systemPresence": "Away"}},
        "routingStatus": {"userId": "u-1", "status": "IDLE"},
    });

    costs_only_itself::<User>(&user, show);
    let member = json!({"id": "u-1", "joined": true, "ringNumber": 1, "user": user});
    costs_only_itself::<QueueMember>(&member, show);
}

#[test]
fn an_odd_value_of_a_conversation_by_message_costs_only_itself() {
    let conversation = json!({
        "id": "c-1", "participants": [
            {"id": "p-0", "purpose": "acd"},
            {"id": "p-1", "purpose": "customer", "state": "connected",
             "attributes": {"a": "x", "b": "y"}, "messages": [
                {"messageId": "m-1", "messageStatus": "sent"},
                {"messageId": "m-2", "messageTime": "2026-11-20T09:00:00Z"}]},
        ],
    });

    costs_only_itself::<MessageConversation>(&conversation, show);
}

#[test]
fn an_odd_address_costs_only_itself() {
    let address = "https://example.com/a";
    let upload = json!({"id": "m-1", "uploadUrl": address, "uploadHeaders": {"a": "1", "b": "2"}});
    let channel = json!({"id": "n-1", "connectUri": address, "expires": "2026-11-20T09:00:00Z"});

    costs_only_itself::<MediaUpload>(&upload, show);
    costs_only_itself::<Channel>(&channel, show);
}

//! A webhook with one update: what an item of a batch holds.

use meta_whatsapp_client::webhooks::{Contact, Metadata, Update};
use serde::Serialize;
use serde_json::value::RawValue;

/// The webhook that would have brought this message alone.
pub(super) fn of_message(update: &Update) -> Option<String> {
    #[derive(Serialize)]
    struct Body<'a> {
        object: &'static str,
        entry: [Entry<'a>; 1],
    }
    #[derive(Serialize)]
    struct Entry<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        changes: [Change<'a>; 1],
    }
    #[derive(Serialize)]
    struct Change<'a> {
        field: &'a str,
        value: Value<'a>,
    }
    #[derive(Serialize)]
    struct Value<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        messaging_product: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<&'a Metadata>,
        contacts: Vec<&'a Contact>,
        messages: [&'a RawValue; 1],
    }
    let value = Value {
        messaging_product: update.messaging_product(),
        metadata: update.metadata(),
        contacts: update.contact().into_iter().collect(),
        messages: [serde_json::from_str(update.raw()).ok()?],
    };
    let entry = Entry {
        id: update.waba_id().map(|id| id.as_str()),
        changes: [Change {
            field: update.field(),
            value,
        }],
    };
    serde_json::to_string(&Body {
        object: "whatsapp_business_account",
        entry: [entry],
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use meta_whatsapp_client::webhooks;

    use super::*;

    #[test]
    fn an_update_of_a_batch_is_the_same_alone() {
        let body = br#"{"object":"whatsapp_business_account","entry":[{"id":"2000","changes":[
            {"field":"messages","value":{"messaging_product":"whatsapp",
             "metadata":{"display_phone_number":"12025550199","phone_number_id":"1065"},
             "contacts":[{"wa_id":"12025550147","profile":{"name":"Ada"}},
                         {"wa_id":"12025550148","profile":{"name":"Bob"}}],
             "messages":[{"from":"12025550147","id":"wamid.1","timestamp":"1795166040",
                          "type":"text","text":{"body":"one"},"new":true},
                         {"from":"12025550148","id":"wamid.2","timestamp":"1795166041",
                          "type":"text","text":7}]}}]}]}"#;
        let webhook = webhooks::parse(body).unwrap();

        for update in webhook.updates() {
            let alone = of_message(update).unwrap();
            let alone = webhooks::parse(alone.as_bytes()).unwrap();
            let [alone] = alone.updates() else {
                panic!("{} updates", alone.updates().len());
            };

            assert_eq!(alone.raw(), update.raw());
            assert_eq!(alone.customer(), update.customer());
            assert_eq!(alone.metadata(), update.metadata());
            assert_eq!(
                alone.contact().and_then(Contact::name),
                update.contact().and_then(Contact::name)
            );
            assert_eq!(alone.kind().is_ok(), update.kind().is_ok());
        }
    }
}

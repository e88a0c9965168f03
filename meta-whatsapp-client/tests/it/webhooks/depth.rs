//! However deep or large a body is, it takes no more than a pass or a few.

use meta_whatsapp_client::webhooks::{Content, UpdateKind};
use serde_json::json;

use super::{change, messages, names, parse, text};

/// Edits inside each other.
fn edits(levels: usize) -> String {
    let open = r#"{"type":"edit","edit":{"message":"#.repeat(levels);
    format!("{open}null{}", "}}".repeat(levels))
}

/// A message that holds `inner` as what an edit puts in place.
fn edit(inner: &str) -> String {
    format!(r#"{{"id":"wamid.1","type":"edit","edit":{{"message":{inner}}}}}"#)
}

fn content(body: &str) -> Content {
    let webhook = parse(body);
    let Ok(UpdateKind::Message(message)) = webhook.updates()[0].kind() else {
        panic!("a message");
    };
    message.content.clone()
}

#[test]
fn an_edit_inside_an_edit_is_not_read() {
    let body = messages("messages", &json!([7])).replace("[7]", &format!("[{}]", edit(&edits(1))));

    let Content::Edit(edit) = content(&body) else {
        panic!("an edit");
    };

    assert_eq!(edit.message.unwrap().content, Content::Unknown);
}

#[test]
fn edits_inside_each_other_do_not_use_up_the_stack() {
    let deep = edit(&edits(95_000));
    assert!(deep.len() > 3_000_000);
    let untyped = edit(&deep.replace(r#""type":"edit","#, ""));
    for (field, value) in [
        ("messages", json!({"messages": [7]})),
        ("smb_message_echoes", json!({"message_echoes": [7]})),
        (
            "history",
            json!({"history": [{"threads": [{"messages": [7]}]}]}),
        ),
        ("standby", json!({"standby": {"messages": [7]}})),
        ("waves", json!([7])),
    ] {
        for item in [&deep, &untyped] {
            let body = change(field, &value).replace("[7]", &format!("[{item}]"));
            let webhook = parse(&body);
            let update = &webhook.updates()[0];
            assert_eq!(update.kind().err(), None, "{field}");
            let _ = (update.name(), update.id(), update.key(), update.customer());
            assert_eq!(serde_json::to_string(update).unwrap(), update.raw());
        }
    }
}

#[test]
fn lists_and_objects_inside_each_other_do_not_use_up_the_stack() {
    let levels = 500_000;
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"messages":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(levels), close.repeat(levels));
        for field in ["messages", "security", "history", "waves"] {
            let body = change(field, &json!(7));
            let _ = parse(&body.replace("\"value\":7", &format!("\"value\":{deep}")));
        }
        let mut message = text("wamid.1", "hi");
        message["context"] = json!(7);
        let body = messages("messages", &json!([message]));
        let webhook = parse(&body.replace("\"context\":7", &format!("\"context\":{deep}")));
        assert_eq!(names(&webhook), ["message.text"]);
        assert_eq!(webhook.updates()[0].kind().err(), None);
    }
}

#[test]
fn a_thousand_customers_find_their_contacts_without_a_copy_for_each_pair() {
    let number = |at: usize| format!("1202555{at:04}");
    let contacts: Vec<_> = (0..1_000).map(|at| json!({"wa_id": number(at)})).collect();
    let sent: Vec<_> = (0..1_000)
        .map(|at| json!({"id": format!("w{at}"), "from": number(at), "type": "text"}))
        .collect();
    let value = json!({"contacts": contacts, "messages": sent});
    let webhook = parse(&change("messages", &value));

    let started = std::time::Instant::now();
    for (at, update) in webhook.updates().iter().enumerate() {
        let found = update.contact().unwrap().wa_id.as_ref().unwrap();
        assert_eq!(found.as_str(), number(at));
    }

    // With a copy for each of the million pairs it is many times that.
    assert!(started.elapsed().as_secs_f64() < 2.0);
}

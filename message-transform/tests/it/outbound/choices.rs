//! Quick replies, lists and times.

use chrono::{DateTime, Datelike, FixedOffset, Utc};
use message_transform::{Choice, ChoiceKind, outbound::Wording};
use serde_json::{Value, json};

use crate::support::{outbound, outbound_with, sent};

fn replies(texts: &[&str]) -> Value {
    let reply = |text: &&str| {
        json!({"contentType": "QuickReply",
               "quickReply": {"text": text, "payload": format!("p {text}"), "action": "Message"}})
    };
    texts.iter().map(reply).collect()
}

fn ask(texts: &[&str]) -> Vec<Value> {
    let message = json!({"type": "Structured", "text": "Shall we?", "content": replies(texts)});
    sent(outbound(message))
}

fn payload(id: &Value) -> String {
    Choice::of_id(id.as_str().unwrap()).unwrap().payload
}

#[test]
fn up_to_three_replies_are_buttons_that_lead_back_to_genesys() {
    let sent = ask(&["Yes", "No", "Later"]);

    let [message] = &sent[..] else {
        panic!("{sent:?}");
    };
    let message = &message["interactive"];
    assert_eq!(message["type"], "button");
    assert_eq!(message["body"]["text"], "Shall we?");
    let buttons = message["action"]["buttons"].as_array().unwrap();
    let titles: Vec<_> = buttons.iter().map(|it| &it["reply"]["title"]).collect();
    assert_eq!(titles, ["Yes", "No", "Later"]);
    let choice = Choice::of_id(buttons[0]["reply"]["id"].as_str().unwrap()).unwrap();
    assert_eq!(
        (choice.kind, &*choice.message_id),
        (ChoiceKind::QuickReply, "g-1")
    );
    assert_eq!(choice.payload, "p Yes");
}

#[test]
fn up_to_ten_replies_are_a_list_and_more_a_numbered_text() {
    let ten: Vec<_> = (1..=10).map(|it| format!("Answer {it}")).collect();
    let ten: Vec<_> = ten.iter().map(String::as_str).collect();
    let eleven: Vec<_> = ten.iter().copied().chain(["Other"]).collect();

    let list = &ask(&ten)[0]["interactive"];
    assert_eq!(list["type"], "list");
    assert_eq!(list["action"]["button"], "Choose");
    let rows = list["action"]["sections"][0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    assert_eq!(rows[9]["title"], "Answer 10");
    assert_eq!(payload(&rows[9]["id"]), "p Answer 10");

    let text = &ask(&eleven)[0]["text"]["body"];
    let text = text.as_str().unwrap();
    assert!(text.starts_with("Shall we?\n\n1. Answer 1\n2. Answer 2\n"));
    assert!(text.ends_with("\n10. Answer 10\n11. Other"));
}

#[test]
fn long_titles_are_cut_and_stand_in_full_in_the_body() {
    let long = "Tomorrow in the afternoon";
    let message = &ask(&["Today", long])[0]["interactive"];

    let title = &message["action"]["buttons"][1]["reply"]["title"];
    assert_eq!(title, "Tomorrow in the aft…");
    assert_eq!(message["body"]["text"], format!("Shall we?\n\n• {long}"));
}

#[test]
fn long_titles_of_a_list_stand_in_full_below_them_or_in_the_body() {
    let short = "Tomorrow in the afternoon";
    let long = "a word ".repeat(12);
    let message = &ask(&["Today", short, long.trim(), "Never"])[0]["interactive"];

    let rows = &message["action"]["sections"][0]["rows"];
    assert_eq!(rows[1]["title"], "Tomorrow in the afterno…");
    assert_eq!(rows[1]["description"], short);
    assert_eq!(rows[2]["description"].as_str().unwrap().chars().count(), 72);
    assert_eq!(
        message["body"]["text"],
        format!("Shall we?\n\n• {}", long.trim())
    );
}

#[test]
fn titles_that_are_the_same_once_cut_make_a_list() {
    let message = &ask(&[
        "Tomorrow in the morning, early",
        "Tomorrow in the morning, late",
    ])[0];

    assert_eq!(message["interactive"]["type"], "list");
}

#[test]
fn a_long_question_goes_before_its_buttons() {
    let text = "A sentence of some words. ".repeat(100);
    let message = json!({"text": text, "content": replies(&["Yes"])});

    let sent = sent(outbound(message));

    let (last, before) = sent.split_last().unwrap();
    assert!(before.len() >= 2 && before.iter().all(|it| it["text"].is_object()));
    assert_eq!(last["interactive"]["type"], "button");
}

#[test]
fn a_choice_without_a_question_gets_the_callers_words() {
    let message = json!({"content": replies(&["a", "b", "c", "d"])});
    let wording = Wording {
        please_choose: "Bitte wählen:",
        choose: "Wählen Sie jetzt bitte etwas",
    };

    let sent = sent(outbound_with(message, |context| context.wording = wording));

    let list = &sent[0]["interactive"];
    assert_eq!(list["body"]["text"], "Bitte wählen:");
    assert_eq!(list["action"]["button"], "Wählen Sie jetzt bi…");
}

#[test]
fn a_payload_that_is_too_long_is_left_out_and_the_button_still_sent() {
    let long = "x".repeat(300);
    let content = json!([{"contentType": "QuickReply",
                          "quickReply": {"text": "Yes", "payload": long}}]);

    let sent = sent(outbound(json!({"text": "a", "content": content})));

    let button = &sent[0]["interactive"]["action"]["buttons"][0]["reply"];
    assert_eq!(button["title"], "Yes");
    assert_eq!(Choice::of_id(button["id"].as_str().unwrap()), None);
}

#[test]
fn replies_stand_below_files() {
    let mut content = replies(&["Yes"]).as_array().unwrap().clone();
    content.push(json!({"contentType": "Attachment", "attachment":
        {"mediaType": "Image", "mime": "image/png", "url": "https://example.com/1"}}));

    let sent = sent(outbound(json!({"text": "Like this?", "content": content})));

    assert_eq!(sent[0]["image"]["caption"], "Like this?");
    assert_eq!(sent[1]["interactive"]["body"]["text"], "Please choose:");
}

#[test]
fn a_second_form_of_quick_replies_has_a_title_of_its_own() {
    let content = json!([{"contentType": "QuickReplyV2", "quickReplyV2": {
        "title": "Shall we?", "actions": [{"text": "Yes", "payload": "y"}]}}]);

    let sent = sent(outbound(json!({"content": content})));

    assert_eq!(sent[0]["interactive"]["body"]["text"], "Shall we?");
    let id = &sent[0]["interactive"]["action"]["buttons"][0]["reply"]["id"];
    assert_eq!(payload(id), "y");
}

#[test]
fn times_are_a_list_on_the_customers_clock_and_lead_back_as_times() {
    let picker = json!({"contentType": "DatePicker", "datePicker": {
        "title": "Which time suits you?", "subtitle": "Choose one",
        "availableTimes": [
            {"duration": 2700, "dateTime": "2026-12-01T10:00:00.000Z"},
            {"duration": 2700, "dateTime": "2027-07-02T14:30:00.000Z"}]}});
    let on_clock = |at: DateTime<Utc>| {
        let hours = if at.month() == 7 { 2 } else { 1 };
        FixedOffset::east_opt(hours * 3_600).unwrap()
    };

    let sent = sent(outbound_with(json!({"content": [picker]}), |context| {
        context.utc_offset = &on_clock;
    }));

    let list = &sent[0]["interactive"];
    assert_eq!(list["body"]["text"], "Which time suits you?\nChoose one");
    let row = &list["action"]["sections"][0]["rows"][0];
    assert_eq!(row["title"], "Tue 1 Dec, 11:00");
    assert_eq!(row["description"], "1 December 2026, UTC+01:00, 45 minutes");
    let summer = &list["action"]["sections"][0]["rows"][1];
    assert_eq!(summer["title"], "Fri 2 Jul, 16:30");
    assert_eq!(summer["description"], "2 July 2027, UTC+02:00, 45 minutes");
    let choice = Choice::of_id(row["id"].as_str().unwrap()).unwrap();
    assert_eq!(choice.kind, ChoiceKind::DatePicker);
    assert_eq!(choice.payload, "2026-12-01T10:00:00.000Z");
}

#[test]
fn a_list_picker_keeps_its_sections() {
    let picker = json!({"contentType": "ListPicker", "listPicker": {
        "receivedMessage": {"title": "Which one?"},
        "sections": [
            {"title": "Tea", "items": [{"id": "1", "title": "Green", "subtitle": "hot"}]},
            {"items": [{"id": "2", "title": "Water"}]}]}});

    let sent = sent(outbound(json!({"content": [picker]})));

    let list = &sent[0]["interactive"];
    assert_eq!(list["body"]["text"], "Which one?");
    let sections = &list["action"]["sections"];
    assert_eq!(sections[0]["title"], "Tea");
    assert_eq!(sections[0]["rows"][0]["description"], "hot");
    assert_eq!(sections[1]["title"], "2");
    let choice = Choice::of_id(sections[1]["rows"][0]["id"].as_str().unwrap()).unwrap();
    assert_eq!((choice.kind, &*choice.payload), (ChoiceKind::Button, "2"));
}

//! An odd value costs itself and nothing else.

use ccaas_http::test_util::costs_only_itself;
use serde_json::{Value, json};
use videoengager_client::{Agent, Feedback, GenesysCallback, Schedule, VerifiedSchedule};

#[test]
fn an_odd_value_of_a_schedule_costs_only_itself() {
    let schedule = json!({
        "_id": "s-1", "tenant": "t-1", "agentId": "a-1", "active": true,
        "date": 1_796_119_200_000_i64, "duration": 30, "conversationId": "c-1",
        "customerId": "cust-1", "created": "2026-11-20T09:00:00Z",
        "visitor": {
            "name": "Robin", "email": "robin@example.com", "phone": "+12025550147",
            "subject": "Follow-up", "meetingUrl": "https://video.example.com/v",
            "code": "v", "autoAnswer": true, "pin": "246810",
        },
        "agent": {
            "name": "Alex", "email": "agent@example.com", "code": "a",
            "meetingUrl": "https://video.example.com/a", "fullUrl": "https://video.example.com/f",
        },
    });

    costs_only_itself(&without(&schedule, "_id"), |Known(schedule)| {
        shown(schedule)
    });
    let schedule = json!({"_id": "s-1", "pin": 246810, "visitor": {"name": "Robin"}});
    costs_only_itself(&without(&schedule, "_id"), |Known(schedule)| {
        shown(schedule)
    });
    for odd in [json!(null), json!(""), json!({}), json!(["s-1"])] {
        let schedule = json!({"_id": odd, "date": 1_796_119_200_000_i64});
        assert!(
            serde_json::from_value::<Schedule>(schedule).is_err(),
            "an id decides"
        );
    }
}

/// A schedule whose id stays as it is.
struct Known(Schedule);

impl<'de> serde::Deserialize<'de> for Known {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Value::deserialize(deserializer)?;
        fields["_id"] = json!("s-1");
        let schedule = serde_json::from_value(fields).map_err(serde::de::Error::custom)?;
        Ok(Self(schedule))
    }
}

fn without(document: &Value, field: &str) -> Value {
    let mut document = document.clone();
    document.as_object_mut().expect("an object").remove(field);
    document
}

fn shown(schedule: &Schedule) -> Value {
    let visitor = schedule.visitor.as_ref().map(|it| {
        json!({
            "name": it.name, "email": it.email, "phone": it.phone, "subject": it.subject,
            "meetingUrl": it.meeting_url, "code": it.code, "autoAnswer": it.auto_answer,
        })
    });
    let agent = schedule.agent.as_ref().map(|it| {
        json!({
            "name": it.name, "email": it.email, "meetingUrl": it.meeting_url,
            "fullUrl": it.full_url, "code": it.code,
        })
    });
    json!({
        "_id": schedule.id, "tenant": schedule.tenant, "agentId": schedule.agent_id,
        "active": schedule.active, "date": schedule.date, "duration": schedule.duration,
        "conversationId": schedule.conversation_id, "customerId": schedule.customer_id,
        "created": schedule.created, "visitor": visitor, "agent": agent,
    })
}

#[test]
fn an_odd_value_of_an_agent_costs_only_itself() {
    let agent = json!({
        "firstName": "Alex", "lastName": "Agent", "_account": {"email": "agent@example.com"},
    });

    costs_only_itself(&agent, |agent: &Agent| {
        json!({
            "firstName": agent.first_name, "lastName": agent.last_name,
            "_account": {"email": agent.email},
        })
    });
}

#[test]
fn an_odd_value_of_a_callback_costs_only_itself() {
    let participants = json!([{"state": "connected"}, {"state": "disconnected"}]);
    let meeting = json!({
        "scheduleId": "s-1", "active": true, "date": 1_796_119_200_000_i64, "duration": 30,
        "created": "2026-11-20T09:00:00Z", "name": "Robin", "email": "robin@example.com",
        "phone": "+12025550147", "subject": "Follow-up", "code": "v", "autoAnswer": false,
        "meetingUrl": "https://video.example.com/v", "agentUrl": "https://video.example.com/a",
        "customAttributes": {"department": "front desk", "floor": "2"},
    });
    let apart = json!({
        "conversation": {"id": "c-1", "participants": participants},
        "queueId": "q-1", "scriptId": "sc-1",
    });
    for genesys in [apart, json!({"id": "c-1", "participants": participants})] {
        let whole = genesys.get("conversation").is_none();
        let callback = json!({
            "genesys": genesys, "videoengager": meeting, "icsCalendarData": "BEGIN:VCALENDAR",
            "emailSent": true,
        });
        costs_only_itself(&callback, |callback: &GenesysCallback| {
            let genesys = callback.genesys.as_ref().map(|it| {
                let states = it.participant_states.iter();
                let participants: Vec<_> = states.map(|state| json!({"state": state})).collect();
                let conversation = json!({"id": it.conversation_id, "participants": participants});
                match whole {
                    true => conversation,
                    false => json!({
                        "conversation": conversation, "queueId": it.queue_id,
                        "scriptId": it.script_id,
                    }),
                }
            });
            let meeting = callback.videoengager.as_ref().map(|it| {
                json!({
                    "scheduleId": it.schedule_id, "active": it.active, "date": it.date,
                    "duration": it.duration, "created": it.created, "name": it.name,
                    "email": it.email, "phone": it.phone, "subject": it.subject,
                    "code": it.code, "autoAnswer": it.auto_answer, "meetingUrl": it.meeting_url,
                    "agentUrl": it.agent_url, "customAttributes": it.custom_attributes,
                })
            });
            json!({
                "genesys": genesys, "videoengager": meeting,
                "icsCalendarData": callback.ics_calendar_data, "emailSent": callback.email_sent,
            })
        });
    }
}

#[test]
fn an_odd_value_of_other_answers_costs_only_itself() {
    let feedback = json!({"rating": 4.5, "comment": "Good", "metadata": {"a": [1]}});
    costs_only_itself(&feedback, |feedback: &Feedback| {
        json!({
            "rating": feedback.rating, "comment": feedback.comment,
            "metadata": feedback.metadata,
        })
    });

    let verified = json!({
        "name": "Robin", "email": "robin@example.com", "phone": "+12025550147",
        "date": 1_796_119_200_000_i64, "meetingUrl": "https://video.example.com/v",
        "agentUrl": "https://video.example.com/a",
    });
    costs_only_itself(&verified, |verified: &VerifiedSchedule| {
        json!({
            "name": verified.name, "email": verified.email, "phone": verified.phone,
            "date": verified.date, "meetingUrl": verified.meeting_url,
            "agentUrl": verified.agent_url,
        })
    });
}

#[test]
fn half_an_emoji_does_not_cost_a_schedule() {
    let text = r#"{"_id":"s-1","visitor":{"name":"Robin \ud83d","email":"robin@example.com"}}"#;

    let schedule: Schedule = serde_json::from_str(text).expect("readable");

    let visitor = schedule.visitor.as_ref().expect("there is a visitor");
    assert_eq!(visitor.name.as_deref(), Some("Robin \u{fffd}"));
    assert_eq!(visitor.email.as_deref(), Some("robin@example.com"));
    assert_eq!(schedule.raw(), text);
}

//! What a conversation of any kind tells of who is offered it.

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use genesys_client::{
    CallConversation, CallMediaParticipant, CallbackConversation, CallbackMediaParticipant,
    ConversationId, ParticipantState, UserId,
};
use url::Url;

/// Where calls of queues are heard of.
const CALLS: &str = "genesys";
/// Where callbacks that come due are heard of.
const CALLBACKS: &str = "genesys_callback";
/// What a callback is told with by who books one with a video meeting, such as our callback
/// scheduler: where the customer waits.
const MEETING: &str = "veUrl";
/// Longer ones are none of a person.
const LONGEST_URL: usize = 2_000;

/// A conversation with a customer that agents are offered.
pub struct Offered {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Where it was heard of.
    pub source: &'static str,
    /// The customer's number, or what stands for a withheld one.
    pub number: String,
    /// Where the customer waits with a camera.
    pub meeting_url: Option<Url>,
    /// Those who are offered it.
    pub agents: Vec<Agent>,
}
debug_allow_list!(Offered {
    conversation_id,
    source,
    agents
});

/// An agent who has not left.
#[derive(Debug)]
pub struct Agent {
    /// The agent.
    pub user_id: UserId,
    /// Where the agent stands.
    pub state: Option<ParticipantState>,
    /// Since when, if taken.
    pub taken: Option<DateTime<Utc>>,
}

impl Offered {
    /// A call, if somebody calls us and still waits or talks.
    #[must_use]
    pub fn of_call(call: &CallConversation) -> Option<Self> {
        let mut customers = call
            .with_purpose("customer")
            .chain(call.with_purpose("external"));
        let customer = customers.find(|customer| !customer.has_left())?;
        // A call that an agent makes has a customer, too.
        if customer.direction.as_deref() == Some("outbound") {
            return None;
        }
        Some(Self {
            conversation_id: call.id.clone()?,
            source: CALLS,
            number: customer.calling_number().unwrap_or_default().to_owned(),
            meeting_url: None,
            agents: call.with_purpose("agent").filter_map(caller).collect(),
        })
    }

    /// A callback, if the customer still waits for it.
    #[must_use]
    pub fn of_callback(callback: &CallbackConversation) -> Option<Self> {
        let mut customers = callback.with_purpose("customer");
        let customer = customers.find(|customer| !customer.is_disconnected())?;
        let meeting = customer.attributes.get(MEETING);
        Some(Self {
            conversation_id: callback.id.clone()?,
            source: CALLBACKS,
            number: customer
                .callback_numbers
                .first()
                .cloned()
                .unwrap_or_default(),
            meeting_url: meeting.and_then(|url| web_address(url)),
            agents: callback
                .with_purpose("agent")
                .filter_map(called_back)
                .collect(),
        })
    }
}

fn caller(agent: &CallMediaParticipant) -> Option<Agent> {
    let user = agent.user.as_ref()?.id.as_deref()?;
    (!agent.has_left()).then(|| Agent {
        user_id: UserId::new(user),
        state: agent.state.clone(),
        taken: agent.connected_time.or(agent.start_time),
    })
}

fn called_back(agent: &CallbackMediaParticipant) -> Option<Agent> {
    let user = agent.user.as_ref()?.id.as_deref()?;
    (!agent.is_disconnected()).then(|| Agent {
        user_id: UserId::new(user),
        state: agent.state.clone(),
        taken: agent.connected_time.or(agent.start_time),
    })
}

/// Whoever can create callbacks writes this: only an address of the web becomes a link.
fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "https" | "http");
    (is_web && text.len() <= LONGEST_URL).then_some(url)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn callback(customer: Value) -> Option<Offered> {
        let agent = json!({ "purpose": "agent", "state": "alerting", "user": { "id": "u-1" } });
        let body = json!({ "id": "c-1", "participants": [customer, agent] });
        Offered::of_callback(&serde_json::from_value(body).unwrap())
    }

    fn customer(url: &str) -> Value {
        json!({
            "purpose": "customer", "state": "connected", "direction": "outbound",
            "callbackNumbers": ["+12025550147", "+12025550148"],
            "attributes": { "veUrl": url },
        })
    }

    #[test]
    fn a_callback_has_the_number_to_call_and_where_the_customer_waits() {
        let offered = callback(customer("https://video.example.com/ve/a?b=c")).unwrap();

        assert_eq!(offered.number, "+12025550147");
        assert_eq!(offered.source, CALLBACKS);
        let url = offered.meeting_url.as_ref().map(Url::as_str);
        assert_eq!(url, Some("https://video.example.com/ve/a?b=c"));
        assert_eq!(offered.agents.len(), 1);
        let shown = format!("{offered:?}");
        assert!(
            !shown.contains("2025550147") && !shown.contains("video.example"),
            "{shown}"
        );
    }

    #[test]
    fn what_is_no_address_of_the_web_is_no_link() {
        let long = format!("https://example.com/{}", "a".repeat(LONGEST_URL));
        for odd in [
            "javascript:alert(1)",
            "data:text/html,x",
            "/ve/a",
            "",
            &long,
        ] {
            let offered = callback(customer(odd)).unwrap();
            assert_eq!(offered.meeting_url, None, "{odd}");
        }
    }

    #[test]
    fn a_callback_that_is_over_is_offered_to_nobody() {
        let mut over = customer("");
        over["state"] = "disconnected".into();

        assert!(callback(over).is_none());
        assert!(Offered::of_callback(&CallbackConversation::default()).is_none());
    }
}

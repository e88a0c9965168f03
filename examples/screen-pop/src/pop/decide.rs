//! Whether an event of a queue is a reason to show an agent who is calling. No clock, no I/O.

use std::collections::{HashSet, VecDeque};

use ccaas_http::debug_allow_list;
use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::{
    CallConversation, CallMediaParticipant, ConversationId, ParticipantState, UserId,
};

/// How long ago a call may have been taken that did not ring: the agent's phone answers by
/// itself. Later, the agent has asked for the name.
const JUST_TAKEN: TimeDelta = TimeDelta::seconds(30);
/// How many calls are remembered, so that each pops up once.
const REMEMBERED: usize = 20_000;

/// A call that rings an agent.
#[derive(Clone, PartialEq, Eq)]
pub struct Ringing {
    /// The call.
    pub conversation_id: ConversationId,
    /// The agent.
    pub user_id: UserId,
    /// What the carrier told of the caller: a number, or what stands for a withheld one.
    pub number: String,
}
debug_allow_list!(Ringing {
    conversation_id,
    user_id
});

/// Which calls have popped up at whose desk. Bounded: the oldest are forgotten.
#[derive(Debug, Default)]
pub struct Popped {
    known: HashSet<(ConversationId, UserId)>,
    order: VecDeque<(ConversationId, UserId)>,
}

impl Popped {
    /// The agents who are to see who is calling, because of this event: whom the call rings,
    /// or who took it a moment ago; each of them once a call.
    pub fn next(&mut self, call: &CallConversation, now: DateTime<Utc>) -> Vec<Ringing> {
        let Some((conversation_id, number)) = caller(call) else {
            return Vec::new();
        };
        let agents = call
            .with_purpose("agent")
            .filter(|agent| is_rung(agent, now))
            .filter_map(|agent| agent.user.as_ref()?.id.as_deref())
            .map(UserId::new);
        let mut ringing = Vec::new();
        for user_id in agents {
            if self.is_first(&conversation_id, &user_id) {
                ringing.push(Ringing {
                    conversation_id: conversation_id.clone(),
                    user_id,
                    number: number.to_owned(),
                });
            }
        }
        ringing
    }

    fn is_first(&mut self, conversation_id: &ConversationId, user_id: &UserId) -> bool {
        let key = (conversation_id.clone(), user_id.clone());
        if !self.known.insert(key.clone()) {
            return false;
        }
        self.order.push_back(key);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

/// The call and where it comes from, if somebody calls us and still waits or talks.
fn caller(call: &CallConversation) -> Option<(ConversationId, &str)> {
    let mut customers = call
        .with_purpose("customer")
        .chain(call.with_purpose("external"));
    let customer = customers.find(|customer| !customer.has_left())?;
    // A call that an agent makes has a customer, too.
    if customer.direction.as_deref() == Some("outbound") {
        return None;
    }
    let number = customer.calling_number().unwrap_or_default();
    Some((call.id.clone()?, number))
}

fn is_rung(agent: &CallMediaParticipant, now: DateTime<Utc>) -> bool {
    match &agent.state {
        _ if agent.has_left() => false,
        // The second is what a phone of its own says that is called for the agent.
        Some(ParticipantState::Alerting | ParticipantState::Contacting) => true,
        Some(ParticipantState::Connected) => {
            let taken = agent.connected_time.or(agent.start_time);
            taken.is_some_and(|taken| now - taken <= JUST_TAKEN)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;

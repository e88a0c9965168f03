//! Whether an event of a queue is a reason to show an agent who is calling. No clock, no I/O.

use std::collections::{HashSet, VecDeque};

use ccaas_http::debug_allow_list;
use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::{ConversationId, ParticipantState, UserId};
use url::Url;

use super::offered::{Agent, Offered};

/// How long ago a call may have been taken that did not ring: the agent's phone answers by
/// itself. Later, the agent has asked for the name.
const JUST_TAKEN: TimeDelta = TimeDelta::seconds(30);
/// How many calls are remembered, so that each pops up once.
const REMEMBERED: usize = 20_000;

/// A call, or a callback that is due, that rings an agent.
#[derive(Clone, PartialEq, Eq)]
pub struct Ringing {
    /// The conversation.
    pub conversation_id: ConversationId,
    /// The agent.
    pub user_id: UserId,
    /// Where it was heard of.
    pub source: &'static str,
    /// The customer's number, or what stands for a withheld one.
    pub number: String,
    /// Where the customer waits with a camera.
    pub meeting_url: Option<Url>,
}
debug_allow_list!(Ringing {
    conversation_id,
    user_id,
    source
});

/// Which calls have popped up at whose desk. Bounded: the oldest are forgotten.
#[derive(Debug, Default)]
pub struct Popped {
    known: HashSet<(ConversationId, UserId)>,
    order: VecDeque<(ConversationId, UserId)>,
}

impl Popped {
    /// The agents who are to see who is calling, because of this event: whom the call rings,
    /// or who took it a moment ago; each of them once a call. One who is not `expected` to see
    /// it is left out, and may come before the next event.
    pub fn next(
        &mut self,
        offered: Option<Offered>,
        now: DateTime<Utc>,
        expected: impl Fn(&UserId) -> bool,
    ) -> Vec<Ringing> {
        let Some(offered) = offered else {
            return Vec::new();
        };
        let is_told = |agent: &&Agent| is_rung(agent, now) && expected(&agent.user_id);
        let mut ringing = Vec::new();
        for agent in offered.agents.iter().filter(is_told) {
            if self.is_first(&offered.conversation_id, &agent.user_id) {
                ringing.push(Ringing {
                    conversation_id: offered.conversation_id.clone(),
                    user_id: agent.user_id.clone(),
                    source: offered.source,
                    number: offered.number.clone(),
                    meeting_url: offered.meeting_url.clone(),
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

fn is_rung(agent: &Agent, now: DateTime<Utc>) -> bool {
    match &agent.state {
        // The second is what a phone of its own says that is called for the agent.
        Some(ParticipantState::Alerting | ParticipantState::Contacting) => true,
        Some(ParticipantState::Connected) => {
            agent.taken.is_some_and(|taken| now - taken <= JUST_TAKEN)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;

//! Listening to queues, and telling agents who is calling while it still rings.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use ccaas_http::Clock;
use ccaas_lookup::LookupAnswer;
use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use genesys_client::{
    GenesysClient, QueueId, UserId,
    notifications::{Event, EventKind, Notification, NotificationStream, Topic},
};
use server_kit::{audit::By, causes::causes};
use tokio::task::AbortHandle;

use super::{
    decide::{Popped, Ringing},
    hub::{Listening, Pop},
    offered::Offered,
    shown,
};
use crate::{routes::lookup::look_up, state::AppState};

/// Counts calls that popped up.
pub(crate) const POPS: &str = "screen_pop_pops_total";
/// How long to wait before the channel is asked for again, when it was refused.
const AGAIN: Duration = Duration::from_secs(30);

/// Whose calls are listened to.
#[derive(Clone, Debug)]
pub struct Queues {
    /// Genesys Cloud.
    pub client: GenesysClient,
    /// The queues.
    pub ids: Vec<QueueId>,
}

/// Listens for as long as this is kept.
#[derive(Debug)]
pub struct Listener(AbortHandle);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Begins to listen.
#[must_use]
pub fn start(queues: Queues, state: Arc<AppState>) -> Listener {
    let task = tokio::spawn(listen(queues, state));
    Listener(task.abort_handle())
}

async fn listen(queues: Queues, state: Arc<AppState>) {
    let clock = queues.client.http().clock().clone();
    let (calls, callbacks) = (Topic::queue_calls, Topic::queue_callbacks);
    let of_queue = |id| [calls(id), callbacks(id)];
    let topics: Vec<Topic> = queues.ids.iter().flat_map(of_queue).collect();
    let mut popped = Popped::default();
    let mut lost_since = None;
    loop {
        let opened = queues.client.notifications().listen(topics.clone()).await;
        match opened {
            Ok(stream) => {
                state.pops.set_listening(Listening::On);
                if let Some(since) = lost_since.take() {
                    state.pops.missed(since, clock.now());
                }
                tracing::info!(
                    queues = queues.ids.len(),
                    "listening to the calls of queues"
                );
                follow(stream, &state, &clock, &mut popped).await;
            }
            Err(error) => {
                let error = causes(&error);
                tracing::error!(%error, "the calls of GENESYS_QUEUES cannot be listened to");
            }
        }
        // The stream itself opens what only dropped: this was a refusal.
        lost_since.get_or_insert_with(|| clock.now());
        state.pops.set_listening(Listening::Lost);
        clock.sleep(AGAIN).await;
    }
}

/// Tells of calls until the vendor refuses something.
async fn follow(
    mut stream: NotificationStream,
    state: &Arc<AppState>,
    clock: &Clock,
    popped: &mut Popped,
) {
    while let Some(told) = stream.next().await {
        match told {
            Ok(Notification::Event(event)) => hear(&event, state, clock.now(), popped),
            Ok(Notification::Gap(gap)) => {
                tracing::warn!(since = %gap.since, "calls may have been missed");
                state.pops.missed(gap.since, gap.until);
            }
            Ok(_) => {}
            Err(error) => {
                let error = causes(&error);
                tracing::error!(%error, "Genesys Cloud does not tell of calls any more");
            }
        }
    }
}

fn hear(event: &Event, state: &Arc<AppState>, now: DateTime<Utc>, popped: &mut Popped) {
    let offered = match event.kind() {
        Ok(EventKind::CallConversation(call)) => Offered::of_call(&call),
        Ok(EventKind::CallbackConversation(callback)) => Offered::of_callback(&callback),
        Ok(_) => return,
        Err(error) => {
            tracing::warn!(topic = %event.topic, %error, "an event could not be read");
            return;
        }
    };
    // Without a page that shows it, nobody is looked up.
    let expected = |agent: &UserId| state.pops.expects(agent.as_str(), Instant::now());
    for ringing in popped.next(offered, now, expected) {
        tokio::spawn(pop_up(Arc::clone(state), ringing, now));
    }
}

/// Looks the caller up, and shows it to the agent.
async fn pop_up(state: Arc<AppState>, ringing: Ringing, at: DateTime<Utc>) {
    let found = look_up(&state, By::role(ringing.source), &ringing.number).await;
    let answer = shown(found, &ringing.number);
    let outcome = match &answer {
        Some(LookupAnswer::Hit(_)) => "hit",
        Some(LookupAnswer::Miss(_)) => "miss",
        None => "failed",
    };
    metrics::counter!(POPS, "outcome" => outcome).increment(1);
    let pop = Pop {
        conversation_id: ringing.conversation_id.to_string(),
        source: ringing.source,
        phone: ringing.number,
        meeting_url: ringing.meeting_url,
        at,
        answer: answer.and_then(|answer| serde_json::to_value(answer).ok()),
    };
    state.pops.to_user(ringing.user_id.as_str(), &pop);
}

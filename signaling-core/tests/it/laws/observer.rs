//! Watches what is said, and knows no more than that.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use signaling_core::{
    CallId, ConnectionId, EndCode, Input, Output, Reply, ResumeToken, ServerEvent, SessionId,
    wire::event_name,
};

#[derive(Default)]
pub(super) struct Observer {
    /// Open connections, and whose they are.
    open: BTreeMap<ConnectionId, Option<SessionId>>,
    calls: Vec<CallId>,
    tokens: Vec<ResumeToken>,
    visitors: HashMap<CallId, SessionId>,
    /// Who of the staff is in a call.
    staff: HashMap<CallId, SessionId>,
    /// The live call of a session.
    live: HashMap<SessionId, CallId>,
    /// Ends of calls that were told, and whom; not that a call was passed on.
    ends: HashSet<(CallId, SessionId)>,
    over: BTreeSet<CallId>,
    /// Which events were sent.
    sent: BTreeSet<&'static str>,
}

impl Observer {
    pub(super) fn open(&self) -> usize {
        self.open.len()
    }

    pub(super) fn connections(&self) -> impl Iterator<Item = ConnectionId> {
        self.open.keys().copied()
    }

    pub(super) fn calls(&self) -> &[CallId] {
        &self.calls
    }

    pub(super) fn tokens(&self) -> &[ResumeToken] {
        &self.tokens
    }

    pub(super) fn input(&mut self, input: &Input, reply: &Reply) {
        match input {
            Input::Connect { connection, .. } => {
                self.open.insert(*connection, None);
            }
            Input::Disconnect { connection } => {
                self.open.remove(connection);
            }
            Input::Restarted => self.open.clear(),
            Input::Event { connection, .. } if !self.open.contains_key(connection) => {
                assert!(
                    reply.refusal().is_some(),
                    "a closed connection says nothing"
                );
            }
            _ => {}
        }
    }

    pub(super) fn outputs(&mut self, outputs: &[Output]) {
        for output in outputs {
            match output {
                Output::Send { connection, event } => self.told(*connection, event),
                Output::Broadcast { .. } => assert!(!self.open.is_empty()),
                Output::Close { connection, .. } => {
                    assert!(self.open.remove(connection).is_some(), "it was open");
                }
                Output::Summary(summary) => self.ended(summary.call),
                Output::Decision(decision) => assert!(self.calls.contains(&decision.call)),
                Output::Stats(stats) => assert!(!self.over.contains(&stats.call)),
                _ => panic!("an output that nobody knows"),
            }
        }
    }

    fn told(&mut self, connection: ConnectionId, event: &ServerEvent) {
        self.sent.insert(event_name(event));
        let session = *self
            .open
            .get(&connection)
            .expect("nothing is sent to a closed connection");
        match event {
            ServerEvent::LoginSuccess(login) => {
                self.open.insert(connection, Some(login.session));
                self.remember(login.resume_token);
            }
            ServerEvent::ConversationStarted(started) => {
                self.open.insert(connection, Some(started.session));
                self.remember(started.resume_token);
                self.calls.push(started.call);
                let other = self.visitors.insert(started.call, started.session);
                assert_eq!(other, None, "every call is a new one");
            }
            ServerEvent::Resumed(resumed) => {
                self.open.insert(connection, Some(resumed.session));
                assert!(resumed.calls.len() <= 1);
            }
            ServerEvent::CallStarted(started) => {
                assert_eq!(session, Some(started.session));
                assert_eq!(self.visitors[&started.call], started.client);
                self.is_going_on(started.call);
                let staff = self.staff.insert(started.call, started.session);
                assert_eq!(staff, None, "one of the staff is in a call");
                for side in [started.session, started.client] {
                    let other = self.live.insert(side, started.call);
                    assert_eq!(other, None, "a device has one live call");
                }
            }
            ServerEvent::CallAccepted(accepted) => {
                assert_eq!(session, Some(self.visitors[&accepted.call]));
            }
            ServerEvent::Relayed(relayed) => {
                self.is_between(relayed.call, session, relayed.from);
                assert_ne!(session, Some(relayed.from));
            }
            ServerEvent::MediaState(changed) => {
                self.is_between(changed.call, session, changed.from);
                assert_ne!(session, Some(changed.from));
            }
            ServerEvent::ChatMessage(chat) => {
                self.is_going_on(chat.call);
                assert!(
                    self.is_participant(chat.call, session),
                    "chat is between two"
                );
            }
            ServerEvent::PeerDisconnected { call, .. } | ServerEvent::PeerRejoined { call, .. } => {
                self.is_going_on(*call);
                assert!(self.is_participant(*call, session));
            }
            ServerEvent::CallEnded(ended) => {
                let session = session.expect("somebody is told");
                if ended.code != EndCode::Transferred {
                    let is_new = self.ends.insert((ended.call, session));
                    assert!(is_new, "an end is told once");
                }
                if self.live.get(&session) == Some(&ended.call) {
                    self.live.remove(&session);
                }
                if self.staff.get(&ended.call) == Some(&session) {
                    self.staff.remove(&ended.call);
                    // Transferred: the visitor is in no live call until it is accepted.
                    self.live.remove(&self.visitors[&ended.call]);
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, token: ResumeToken) {
        if self.tokens.last() != Some(&token) {
            self.tokens.push(token);
        }
    }

    fn is_going_on(&self, call: CallId) {
        assert!(!self.over.contains(&call), "it is not over");
    }

    fn is_participant(&self, call: CallId, session: Option<SessionId>) -> bool {
        session.is_some()
            && (self.visitors.get(&call).copied() == session
                || self.staff.get(&call).copied() == session)
    }

    fn is_between(&self, call: CallId, to: Option<SessionId>, from: SessionId) {
        self.is_going_on(call);
        assert!(self.is_participant(call, to), "it goes to a participant");
        assert!(self.is_participant(call, Some(from)), "it comes from one");
    }

    /// A call is over: who is connected has been told, and nobody is in it any more.
    fn ended(&mut self, call: CallId) {
        assert!(self.over.insert(call), "a call ends once");
        let visitor = self.visitors[&call];
        for side in [Some(visitor), self.staff.remove(&call)]
            .into_iter()
            .flatten()
        {
            let is_connected = self.open.values().any(|session| *session == Some(side));
            let is_told = self.ends.contains(&(call, side));
            assert!(is_told || !is_connected, "who is there is told of the end");
            if self.live.get(&side) == Some(&call) {
                self.live.remove(&side);
            }
        }
    }

    pub(super) fn sent(&self) -> &BTreeSet<&'static str> {
        &self.sent
    }

    pub(super) fn every_call_has_ended(&self) {
        assert_eq!(self.over.len(), self.calls.len());
    }
}

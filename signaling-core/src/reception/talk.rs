//! What the two sides of a live call say beside the negotiation.

use std::sync::Arc;

use super::{From, Reception};
use crate::{
    CallId, CallStats, ChatMessage, ErrorEvent, MediaState, MediaStateChanged, Output, Reply,
    StatsReported, Text, log::Said,
};

impl Reception {
    /// `chat-message`: told to both sides, so that both have its number and its time.
    pub(super) fn chat(
        &mut self,
        from: From,
        call: CallId,
        text: Text,
        out: &mut Vec<Output>,
    ) -> Reply {
        let (slot, side) = match self.speaker(from, call) {
            Ok(found) => found,
            Err(message) => {
                return self.refuse(from.connection, ErrorEvent::Signaling, message, out);
            }
        };
        let record = &mut self.state.calls[slot];
        if record.facts.chat_messages >= self.config.limits.chat_messages_per_call {
            let message = "there were too many chat messages in this call";
            return self.refuse(from.connection, ErrorEvent::Signaling, message, out);
        }
        record.facts.chat_messages += 1;
        let number = record.facts.chat_messages;
        let devices = [record.device(side), record.device(side.other())];
        let Some(sender) = devices[0] else {
            return Reply::Done;
        };
        let chat = Arc::new(ChatMessage {
            call,
            number,
            from: self.state.devices[sender].session,
            text,
            timestamp: self.state.now,
        });
        for device in devices.into_iter().flatten() {
            self.tell_counted(device, call, Said::Chat(Arc::clone(&chat)), out);
        }
        Reply::Done
    }

    /// `media-state`.
    pub(super) fn media_state(
        &mut self,
        from: From,
        call: CallId,
        state: MediaState,
        out: &mut Vec<Output>,
    ) -> Reply {
        let (slot, side) = match self.speaker(from, call) {
            Ok(found) => found,
            Err(message) => {
                return self.refuse(from.connection, ErrorEvent::Signaling, message, out);
            }
        };
        let record = &mut self.state.calls[slot];
        record.facts.screen_shared |= state.screen;
        record.facts.recorded |= state.recording;
        if let Some((sender, receiver)) = record.device(side).zip(record.device(side.other())) {
            let changed = MediaStateChanged {
                call,
                from: self.state.devices[sender].session,
                state,
            };
            self.tell_counted(receiver, call, Said::MediaState(Arc::new(changed)), out);
        }
        Reply::Done
    }

    /// `ice-servers`: only in a live call.
    pub(super) fn ice_servers(&self, from: From, call: CallId, out: &mut Vec<Output>) -> Reply {
        match (self.speaker(from, call), from.device) {
            (Ok(_), Some(device)) => Reply::IceServers(self.state.devices[device].session),
            (Err(message), _) => self.refuse(from.connection, ErrorEvent::Signaling, message, out),
            (Ok(_), None) => Reply::Done,
        }
    }

    /// `call-stats`.
    pub(super) fn stats(
        &self,
        from: From,
        call: CallId,
        stats: CallStats,
        out: &mut Vec<Output>,
    ) -> Reply {
        match self.speaker(from, call) {
            Ok((_, side)) => {
                out.push(Output::Stats(StatsReported { call, side, stats }));
                Reply::Done
            }
            Err(message) => self.refuse(from.connection, ErrorEvent::Signaling, message, out),
        }
    }
}

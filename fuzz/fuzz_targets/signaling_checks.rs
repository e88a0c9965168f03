//! What the fuzz target of `signaling-core` checks; its tests replay the corpus with the same.

use signaling_core::{ClientEvent, wire};

/// An event is read or refused. What is to be passed on is a part of it, letter by letter; texts are
/// within their limits, and an error says nothing of what was sent.
///
/// Returns whether it was read.
pub(crate) fn call_event(input: &[u8]) -> bool {
    let packet = String::from_utf8_lossy(input);
    let event = match wire::decode_packet(&packet) {
        Ok(event) => event,
        Err(error) => {
            let text = error.to_string();
            assert!(text.len() < 120 && text.is_ascii(), "it is one of ours");
            return false;
        }
    };
    match &event {
        ClientEvent::Relay(relay) => {
            if let Some(payload) = &relay.payload {
                assert!(packet.contains(payload.get()), "it is passed on as it is");
                assert!(payload.get().len() <= wire::caps::DESCRIPTION_BYTES);
            }
        }
        ClientEvent::ChatMessage { text, .. } => {
            let length = text.as_str().chars().count();
            assert!((1..=wire::caps::CHAT).contains(&length));
        }
        ClientEvent::StartConversation(start) => {
            for (text, limit) in [
                (&start.name, wire::caps::NAME),
                (&start.email, wire::caps::EMAIL),
                (&start.purpose, wire::caps::PURPOSE),
            ] {
                let text = text.as_str();
                assert!((1..=limit).contains(&text.chars().count()));
                assert!(!text.contains(char::is_control), "it is one line");
                assert_eq!(text.trim(), text);
            }
        }
        ClientEvent::CallStats { stats, .. } => {
            assert!(stats.loss_percent >= 0.0 && stats.rtt_ms.is_finite());
        }
        _ => {}
    }
    // It can be shown.
    let _ = format!("{event:?}");
    true
}

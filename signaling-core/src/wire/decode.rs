//! From an event's name and its JSON to a [`ClientEvent`].

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{
    caps,
    error::{DecodeError, Problem},
    fields::Fields,
    text::Kind,
};
use crate::{
    CallStats, ClientEvent, Credentials, ErrorEvent, Login, MediaState, Relay, RelayKind, Resume,
    ResumeToken, StaffId, StartConversation,
};

/// The names of all events that clients may send.
pub const CLIENT_EVENTS: &[&str] = &[
    "staff-login",
    "set-status",
    "start-conversation",
    "cancel-call",
    "accept-call",
    "reject-call",
    "transfer-call",
    "offer",
    "answer",
    "ice-candidate",
    "end-call",
    "chat-message",
    "media-state",
    "ice-servers",
    "call-stats",
    "call-decision",
    "resume",
    "presence-pong",
    "sign-out",
];

/// Reads a whole event as Socket.IO carries it: `["name", argument]`.
///
/// # Errors
///
/// [`Problem::NotAnEvent`] if it is no such array, otherwise as [`decode`].
pub fn decode_packet(packet: &str) -> Result<ClientEvent, DecodeError> {
    let not_an_event = || DecodeError {
        event: ErrorEvent::Signaling,
        problem: Problem::NotAnEvent,
    };
    if packet.len() > caps::ARGUMENT_BYTES + 100 {
        let limit = caps::ARGUMENT_BYTES;
        return Err(DecodeError {
            event: ErrorEvent::Signaling,
            problem: Problem::TooLarge { limit },
        });
    }
    let parts: Vec<&RawValue> = serde_json::from_str(packet).map_err(|_| not_an_event())?;
    let (name, arguments) = parts.split_first().ok_or_else(not_an_event)?;
    let name: Cow<'_, str> = serde_json::from_str(name.get()).map_err(|_| not_an_event())?;
    match arguments {
        [] => decode(&name, None),
        [argument] => decode(&name, Some(argument.get())),
        _ => Err(DecodeError {
            event: error_event(&name),
            problem: Problem::Argument,
        }),
    }
}

/// Reads an event by its name and the JSON of its argument.
///
/// # Errors
///
/// If there is no such event, or its argument is not what it takes; the error says by which event
/// and in which words the client is told.
pub fn decode(name: &str, argument: Option<&str>) -> Result<ClientEvent, DecodeError> {
    let event = error_event(name);
    read(name, argument).map_err(|problem| DecodeError { event, problem })
}

/// By which event a client is told that an event of this name was not understood.
fn error_event(name: &str) -> ErrorEvent {
    match name {
        "staff-login" => ErrorEvent::Login,
        "start-conversation" => ErrorEvent::Conversation,
        "resume" => ErrorEvent::Resume,
        "set-status" | "cancel-call" | "accept-call" | "reject-call" | "transfer-call"
        | "call-decision" | "sign-out" => ErrorEvent::Call,
        _ => ErrorEvent::Signaling,
    }
}

fn read(name: &str, argument: Option<&str>) -> Result<ClientEvent, Problem> {
    if !CLIENT_EVENTS.contains(&name) {
        return Err(Problem::UnknownEvent);
    }
    let fields = Fields::read(argument)?;
    Ok(match name {
        "ice-candidate" => relay(
            &fields,
            RelayKind::IceCandidate,
            "candidate",
            caps::CANDIDATE_BYTES,
        )?,
        "offer" => relay(&fields, RelayKind::Offer, "offer", caps::DESCRIPTION_BYTES)?,
        "answer" => relay(
            &fields,
            RelayKind::Answer,
            "answer",
            caps::DESCRIPTION_BYTES,
        )?,
        "staff-login" => ClientEvent::StaffLogin(login(&fields)?),
        "set-status" => ClientEvent::SetStatus(
            fields
                .word("status", "available, busy or away")?
                .ok_or(Problem::Missing { field: "status" })?,
        ),
        "start-conversation" => ClientEvent::StartConversation(start_conversation(&fields)?),
        "cancel-call" => ClientEvent::CancelCall(fields.call()?),
        "accept-call" => ClientEvent::AcceptCall(fields.call()?),
        "reject-call" => ClientEvent::RejectCall {
            call: fields.call()?,
            reason: fields.optional_text("reason", Kind::Line, caps::REASON)?,
        },
        "transfer-call" => ClientEvent::TransferCall {
            call: fields.call()?,
            target: StaffId::new(
                fields
                    .text("targetStaffId", Kind::Exact, caps::EMAIL)?
                    .as_str(),
            ),
        },
        "end-call" => ClientEvent::EndCall {
            call: fields.call()?,
            reason: fields.optional_text("reason", Kind::Line, caps::REASON)?,
        },
        "chat-message" => ClientEvent::ChatMessage {
            call: fields.call()?,
            text: fields.text("text", Kind::Lines, caps::CHAT)?,
        },
        "media-state" => ClientEvent::MediaState {
            call: fields.call()?,
            state: MediaState {
                audio: fields.flag("audio")?,
                video: fields.flag("video")?,
                screen: fields.flag("screen")?,
                recording: fields.flag("recording")?,
            },
        },
        "ice-servers" => ClientEvent::IceServers(fields.call()?),
        "call-stats" => ClientEvent::CallStats {
            call: fields.call()?,
            stats: call_stats(&fields)?,
        },
        "call-decision" => ClientEvent::CallDecision {
            call: fields.call()?,
            decision: fields.text("decision", Kind::Line, caps::DECISION)?,
            notes: fields
                .optional_text("notes", Kind::Lines, caps::NOTES)?
                .unwrap_or_default(),
        },
        "resume" => ClientEvent::Resume(Resume {
            token: fields
                .optional_text("resumeToken", Kind::Exact, caps::TOKEN)?
                .and_then(|token| ResumeToken::read(token.as_str())),
            received: fields.number("received")?,
        }),
        "presence-pong" => ClientEvent::PresencePong,
        "sign-out" => ClientEvent::SignOut,
        _ => return Err(Problem::UnknownEvent),
    })
}

fn relay(
    fields: &Fields<'_>,
    kind: RelayKind,
    payload: &'static str,
    limit: usize,
) -> Result<ClientEvent, Problem> {
    Ok(ClientEvent::Relay(Relay {
        kind,
        call: fields.call()?,
        epoch: fields.number("epoch")?,
        payload: fields.raw(payload, limit)?,
    }))
}

fn login(fields: &Fields<'_>) -> Result<Login, Problem> {
    let token = fields.optional_text("token", Kind::Exact, caps::TOKEN)?;
    let credentials = match token {
        Some(token) => Credentials::Token(token),
        None => Credentials::Password {
            email: fields.text("email", Kind::Line, caps::EMAIL)?,
            password: fields.text("password", Kind::Exact, caps::PASSWORD)?,
            code: fields.optional_text("code", Kind::Line, caps::NAME)?,
        },
    };
    Ok(Login {
        credentials,
        take_over: fields.optional_flag("takeOver")?,
    })
}

fn start_conversation(fields: &Fields<'_>) -> Result<StartConversation, Problem> {
    Ok(StartConversation {
        name: fields.text("name", Kind::Line, caps::NAME)?,
        email: fields.text("email", Kind::Line, caps::EMAIL)?,
        purpose: fields.text("purpose", Kind::Line, caps::PURPOSE)?,
        selected_staff: fields.optional_text("selectedStaffId", Kind::Line, caps::EMAIL)?,
        media: fields
            .word("media", "video, audio or none")?
            .unwrap_or_default(),
    })
}

fn call_stats(fields: &Fields<'_>) -> Result<CallStats, Problem> {
    Ok(CallStats {
        path_type: fields
            .word("pathType", "host, srflx or relay")?
            .ok_or(Problem::Missing { field: "pathType" })?,
        setup_ms: fields.measure("setupMs")? as u32,
        loss_percent: fields.measure("lossPercent")?,
        rtt_ms: fields.measure("rttMs")?,
    })
}

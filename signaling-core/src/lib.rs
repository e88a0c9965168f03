#![doc = include_str!("../README.md")]

mod call;
mod config;
mod deadlines;
mod device;
mod event;
mod id;
mod input;
mod limits;
mod log;
mod output;
mod reason;
mod reception;
mod slab;
mod state;
mod text;
mod time;
pub mod wire;

pub use call::{
    diagram::call_state_diagram,
    step::{Action, CallEvent, CallState, Step, Why, next},
};
pub use config::{Config, Limits, Rate, SecondSignIn, WhenAbsent, WhenBusy};
pub use event::{
    CallAccepted, CallEnded, CallStarted, CallTransferred, ChatMessage, ConversationStarted,
    LoginSuccess, MediaStateChanged, NewCallRequest, Relayed, Resumed, ResumedCall, ServerEvent,
    WaitingCall,
};
pub use id::{CallId, ConnectionId, Entropy, ResumeToken, SessionId, StaffId};
pub use input::{
    CallStats, ClientEvent, Credentials, Input, Login, Media, MediaState, PathType, Relay,
    RelayKind, Resume, SignIn, Staff, StartConversation,
};
pub use output::{CallSummary, DecisionMade, Output, Refusal, Reply, StatsReported};
pub use reason::{CloseReason, EndCode, EndedBy, ErrorEvent, Side, Status, WithdrawnReason};
pub use reception::{Counts, Reception, Snapshot, SnapshotError, StaffEntry};
pub use text::{RawJson, Text};
pub use time::Timestamp;

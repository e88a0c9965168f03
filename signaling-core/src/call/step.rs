//! Every transition of a call, in one pure function.

use serde::{Deserialize, Serialize};

use crate::{EndCode, EndedBy, Side};

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CallState {
    /// It rings at the staff member whom the visitor chose.
    Waiting,
    /// So it does, and the visitor has lost the connection.
    WaitingVisitorAway,
    /// Both are in it.
    Live,
    /// The visitor has lost the connection.
    VisitorAway,
    /// The staff member has lost the connection.
    StaffAway,
    /// Both have.
    BothAway,
    /// It was passed on, and rings at somebody else.
    Transferring,
    /// So it does, and the visitor has lost the connection.
    TransferringVisitorAway,
    /// It is over. Of a call that never was, no more is known.
    Ended,
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallEvent {
    /// The staff member takes it.
    Accept,
    /// The staff member does not want it.
    Decline,
    /// The staff member cannot take it now.
    DeclineAsBusy,
    /// A side ends it.
    EndBy(Side),
    /// The staff member passes it on.
    Transfer,
    /// A side sends something to the other.
    Speak(Side),
    /// Nobody took it in time.
    RingTimeout,
    /// A side lost the connection.
    Lost(Side),
    /// A side is back, with the peer connection that it had.
    Back(Side),
    /// A side is back, without: its page was loaded anew.
    Refreshed(Side),
    /// A side did not come back.
    GraceOver(Side),
    /// A side did not come back after a restart of the server.
    RestartGraceOver(Side),
    /// The staff member signed out.
    SignOut,
    /// The staff member was removed.
    RemoveStaff,
}

/// What an event leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The call is in this state from now on, and this is to be done.
    Go(CallState, Action),
    /// It does not concern the call as it is.
    Ignore,
    /// Whoever did it is told that it cannot be done.
    Refuse(Why),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Nothing that anybody is told.
    Nothing,
    /// A new epoch begins, both sides are told that they are in the call.
    Begin,
    /// It rings at somebody else.
    Ring,
    /// What was sent goes to the other side, which gets it later if it is away.
    Deliver,
    /// The other side of this one is told that it is gone.
    TellLost(Side),
    /// The other side of this one is told that it is back.
    TellBack(Side),
    /// A new epoch begins, the other side of this one is told.
    BeginAgain(Side),
    /// Both sides are told that it is over.
    End(EndCode, EndedBy),
}

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// `Invalid call session`.
    InvalidSession,
    /// `Call not found or already processed`.
    AlreadyProcessed,
}

impl CallState {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Waiting,
        Self::WaitingVisitorAway,
        Self::Live,
        Self::VisitorAway,
        Self::StaffAway,
        Self::BothAway,
        Self::Transferring,
        Self::TransferringVisitorAway,
        Self::Ended,
    ];

    /// Whether it rings.
    pub const fn is_ringing(self) -> bool {
        matches!(
            self,
            Self::Waiting
                | Self::WaitingVisitorAway
                | Self::Transferring
                | Self::TransferringVisitorAway
        )
    }

    /// Whether both sides are in it, even if one has lost the connection.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            Self::Live | Self::VisitorAway | Self::StaffAway | Self::BothAway
        )
    }

    /// Whether a side has lost the connection.
    pub const fn is_away(self, side: Side) -> bool {
        match side {
            Side::Visitor => matches!(
                self,
                Self::WaitingVisitorAway
                    | Self::VisitorAway
                    | Self::BothAway
                    | Self::TransferringVisitorAway
            ),
            Side::Staff => matches!(self, Self::StaffAway | Self::BothAway),
        }
    }

    /// The same with this side there, or away. The staff side of a ringing call is neither.
    const fn with(self, side: Side, away: bool) -> Self {
        match (self, side, away) {
            (Self::Waiting | Self::WaitingVisitorAway, Side::Visitor, true) => {
                Self::WaitingVisitorAway
            }
            (Self::Waiting | Self::WaitingVisitorAway, Side::Visitor, false) => Self::Waiting,
            (Self::Transferring | Self::TransferringVisitorAway, Side::Visitor, true) => {
                Self::TransferringVisitorAway
            }
            (Self::Transferring | Self::TransferringVisitorAway, Side::Visitor, false) => {
                Self::Transferring
            }
            (Self::Live, Side::Visitor, true) => Self::VisitorAway,
            (Self::Live, Side::Staff, true) => Self::StaffAway,
            (Self::VisitorAway, Side::Visitor, false) => Self::Live,
            (Self::VisitorAway, Side::Staff, true) => Self::BothAway,
            (Self::StaffAway, Side::Staff, false) => Self::Live,
            (Self::StaffAway, Side::Visitor, true) => Self::BothAway,
            (Self::BothAway, Side::Visitor, false) => Self::StaffAway,
            (Self::BothAway, Side::Staff, false) => Self::VisitorAway,
            (state, _, _) => state,
        }
    }
}

impl CallEvent {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Accept,
        Self::Decline,
        Self::DeclineAsBusy,
        Self::EndBy(Side::Visitor),
        Self::EndBy(Side::Staff),
        Self::Transfer,
        Self::Speak(Side::Visitor),
        Self::Speak(Side::Staff),
        Self::RingTimeout,
        Self::Lost(Side::Visitor),
        Self::Lost(Side::Staff),
        Self::Back(Side::Visitor),
        Self::Back(Side::Staff),
        Self::Refreshed(Side::Visitor),
        Self::Refreshed(Side::Staff),
        Self::GraceOver(Side::Visitor),
        Self::GraceOver(Side::Staff),
        Self::RestartGraceOver(Side::Visitor),
        Self::RestartGraceOver(Side::Staff),
        Self::SignOut,
        Self::RemoveStaff,
    ];
}

/// What an event leads to in a state.
pub fn next(state: CallState, event: CallEvent) -> Step {
    if state == CallState::Ended {
        return after_the_end(event);
    }
    match event {
        CallEvent::Accept if state.is_ringing() => {
            let live = CallState::Live.with(Side::Visitor, state.is_away(Side::Visitor));
            Step::Go(live, Action::Begin)
        }
        CallEvent::Decline if state.is_ringing() => end(EndCode::Declined, EndedBy::Staff),
        CallEvent::DeclineAsBusy if state.is_ringing() => end(EndCode::Busy, EndedBy::Staff),
        CallEvent::Accept | CallEvent::Decline | CallEvent::DeclineAsBusy => {
            Step::Refuse(Why::AlreadyProcessed)
        }

        CallEvent::EndBy(side) if state.is_live() => end(EndCode::Hangup, side.into()),
        CallEvent::EndBy(Side::Visitor) => end(EndCode::Cancelled, EndedBy::Client),
        CallEvent::EndBy(Side::Staff) => Step::Refuse(Why::InvalidSession),

        CallEvent::Transfer if state.is_away(Side::Staff) => Step::Refuse(Why::AlreadyProcessed),
        CallEvent::Transfer => {
            let away = state.is_away(Side::Visitor);
            Step::Go(
                CallState::Transferring.with(Side::Visitor, away),
                Action::Ring,
            )
        }

        CallEvent::Speak(side) if state.is_live() && !state.is_away(side) => {
            Step::Go(state, Action::Deliver)
        }
        CallEvent::Speak(_) => Step::Refuse(Why::InvalidSession),

        CallEvent::RingTimeout if state.is_ringing() => end(EndCode::NoAnswer, EndedBy::System),
        CallEvent::RingTimeout => Step::Ignore,

        CallEvent::Lost(side) => lost(state, side),
        CallEvent::Back(side) => back(state, side, Action::TellBack(side)),
        CallEvent::Refreshed(side) if state.is_live() => {
            Step::Go(state.with(side, false), Action::BeginAgain(side))
        }
        CallEvent::Refreshed(side) => back(state, side, Action::Nothing),
        CallEvent::GraceOver(side) if state.is_away(side) => {
            end(EndCode::Disconnected, EndedBy::System)
        }
        CallEvent::RestartGraceOver(side) if state.is_away(side) => {
            end(EndCode::ServerRestarted, EndedBy::System)
        }
        CallEvent::GraceOver(_) | CallEvent::RestartGraceOver(_) => Step::Ignore,

        CallEvent::SignOut => end(EndCode::SignedOut, EndedBy::Staff),
        CallEvent::RemoveStaff => end(EndCode::StaffRemoved, EndedBy::System),
    }
}

fn after_the_end(event: CallEvent) -> Step {
    match event {
        CallEvent::Accept | CallEvent::Decline | CallEvent::DeclineAsBusy | CallEvent::Transfer => {
            Step::Refuse(Why::AlreadyProcessed)
        }
        CallEvent::EndBy(_) | CallEvent::Speak(_) => Step::Refuse(Why::InvalidSession),
        _ => Step::Ignore,
    }
}

const fn end(code: EndCode, by: EndedBy) -> Step {
    Step::Go(CallState::Ended, Action::End(code, by))
}

fn lost(state: CallState, side: Side) -> Step {
    let away = state.with(side, true);
    match away == state {
        true => Step::Ignore,
        false if state.is_live() => Step::Go(away, Action::TellLost(side)),
        false => Step::Go(away, Action::Nothing),
    }
}

fn back(state: CallState, side: Side, action: Action) -> Step {
    let there = state.with(side, false);
    match there == state {
        true => Step::Ignore,
        false if state.is_live() => Step::Go(there, action),
        false => Step::Go(there, Action::Nothing),
    }
}

#[cfg(test)]
mod tests;

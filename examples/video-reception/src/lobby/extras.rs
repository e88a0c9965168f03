//! What only the server knows of what is sent: credentials, tokens, the list.

use std::collections::HashMap;

use chrono::Utc;
use signaling_core::{
    Reception, SessionId, StaffEntry, StaffId,
    wire::{self, IceServers},
};

use crate::{
    token::{Claims, Tokens},
    turn::Ice,
};

/// Fills in events for the reception.
pub(super) struct Extras<'a> {
    pub(super) reception: &'a Reception,
    pub(super) ice: &'a Ice,
    pub(super) tokens: &'a Tokens,
    /// With what each staff member has signed in last.
    pub(super) claims: &'a HashMap<StaffId, Claims>,
}

impl wire::Extras for Extras<'_> {
    fn ice_servers(&self, session: SessionId) -> IceServers {
        self.ice.servers(session, Utc::now())
    }

    fn staff_token(&self, staff: &StaffId) -> String {
        let claims = self.claims.get(staff);
        claims.map_or_else(String::new, |claims| self.tokens.write(claims))
    }

    fn staff_list(&self) -> Vec<StaffEntry> {
        self.reception.staff_list()
    }
}

//! The pages that a fake's links lead to.

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Utc};

use super::{Tenant, schedule::Stored};

impl Tenant {
    /// The page of a visitor's or an agent's meeting link.
    pub(super) fn meeting_page(
        &self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        code: &str,
    ) -> Answer {
        let schedules = || self.schedules.values();
        let joins = request.query("params").is_some();
        if let Some(stored) = schedules().find(|stored| joins && stored.agent_code() == code) {
            return self.join_page(now, request, stored);
        }
        let is_known =
            |stored: &Stored| stored.visitor_code() == code || stored.agent_code() == code;
        match schedules().any(is_known) || self.callbacks.has_code(code) {
            true => page(200, "This is where the video meeting takes place."),
            false => page(404, "There is no such video meeting."),
        }
    }

    /// What `agent.fullUrl` leads to: the meeting for its own agent, else the login.
    fn join_page(&self, now: DateTime<Utc>, request: &FakeRequest, stored: &Stored) -> Answer {
        let token = request.query("token").unwrap_or_default();
        match self.token_owner(now, token) {
            Some(agent) if agent.id == stored.agent.id => {
                page(200, "You have joined the video meeting as its agent.")
            }
            _ => page(401, "Log in to join the video meeting."),
        }
    }

    /// The page of an interaction's link.
    pub(super) fn interaction_page(&self, id: &str) -> Answer {
        match self.interactions.exists(id) {
            true => page(200, "This is where the video call takes place."),
            false => page(404, "There is no such video call."),
        }
    }
}

fn page(status: u16, text: &str) -> Answer {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Video meeting</title></head>\n\
         <body><main><h1>Video meeting</h1><p>{text}</p>\
         <p>This page belongs to a fake VideoEngager.</p></main></body>\n</html>\n"
    );
    Answer::bytes(status, "text/html; charset=utf-8", page)
        .with_header("content-security-policy", "default-src 'none'")
        .with_header("referrer-policy", "no-referrer")
}

//! What `/metrics` counts, announced at start.

use server_kit::metrics::{counter, counter_by};

/// How scheduling can end, as the label `outcome` names it.
const MEETINGS: [&str; 4] = ["scheduled", "refused", "failed", "unconfirmed"];
/// How joining can end.
const JOINS: [&str; 2] = ["opened", "refused"];
/// How signing in can end.
const SIGN_INS: [&str; 2] = ["accepted", "refused"];
/// How people sign in.
const METHODS: [&str; 3] = ["operator", "pak", "local"];

/// Describes every metric of this server.
pub fn announce() {
    let name = "meeting_scheduler_meetings_total";
    let text = "Meetings to be scheduled, by how it ended";
    counter_by(name, text, "outcome", &MEETINGS);
    let name = "meeting_scheduler_joins_total";
    let text = "Agents' ways into meetings asked for, by how it ended";
    counter_by(name, text, "outcome", &JOINS);
    let name = "meeting_scheduler_sign_ins_total";
    for (method, outcome) in METHODS
        .into_iter()
        .flat_map(|method| SIGN_INS.map(|how| (method, how)))
    {
        let labels = [("method", method), ("outcome", outcome)];
        metrics::counter!(name, &labels).increment(0);
    }
    metrics::describe_counter!(name, "Sign-ins by method, and by how they ended");
    let name = "meeting_scheduler_changes_total";
    counter(name, "Meetings changed");
    let name = "meeting_scheduler_cancellations_total";
    counter(name, "Meetings cancelled");
    let name = "meeting_scheduler_conflicts_total";
    let text = "Changes refused because somebody else had changed the meeting";
    counter(name, text);
    let name = "meeting_scheduler_rate_limited_total";
    counter(name, "Requests refused by a rate limit");
}

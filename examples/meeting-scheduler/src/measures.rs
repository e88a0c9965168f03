//! What `/metrics` counts, announced at start: an alert on a rise needs the zero before it.

use metrics::{counter, describe_counter};

/// How scheduling can end, as the label `outcome` names it.
const MEETINGS: [&str; 4] = ["scheduled", "refused", "failed", "unconfirmed"];
/// How joining can end.
const JOINS: [&str; 2] = ["opened", "refused"];
/// How signing in can end.
const SIGN_INS: [&str; 2] = ["accepted", "refused"];
/// How people sign in.
const METHODS: [&str; 3] = ["operator", "pak", "local"];

/// Describes every metric of this server, and sets its counters to zero if they are new.
pub fn announce() {
    describe_counter!(
        "meeting_scheduler_meetings_total",
        "Meetings to be scheduled, by how it ended"
    );
    for outcome in MEETINGS {
        counter!("meeting_scheduler_meetings_total", "outcome" => outcome).increment(0);
    }
    describe_counter!(
        "meeting_scheduler_joins_total",
        "Agents' ways into meetings asked for, by how it ended"
    );
    for outcome in JOINS {
        counter!("meeting_scheduler_joins_total", "outcome" => outcome).increment(0);
    }
    describe_counter!(
        "meeting_scheduler_sign_ins_total",
        "Sign-ins by method, and by how they ended"
    );
    for method in METHODS {
        for outcome in SIGN_INS {
            let labels = [("method", method), ("outcome", outcome)];
            counter!("meeting_scheduler_sign_ins_total", &labels).increment(0);
        }
    }
    for (name, text) in [
        ("meeting_scheduler_changes_total", "Meetings changed"),
        (
            "meeting_scheduler_cancellations_total",
            "Meetings cancelled",
        ),
        (
            "meeting_scheduler_conflicts_total",
            "Changes refused because somebody else had changed the meeting",
        ),
        (
            "meeting_scheduler_rate_limited_total",
            "Requests refused by a rate limit",
        ),
    ] {
        describe_counter!(name, text);
        counter!(name).increment(0);
    }
}

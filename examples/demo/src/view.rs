//! A service as the control API shows it.

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use tokio::time::Instant;

use crate::{
    block::Block,
    fakes::RunningFake,
    server::{Phase, Server},
    services::{Pairs, ServerPlan},
};

/// A service as the control API shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ServiceView {
    name: &'static str,
    title: &'static str,
    kind: ServiceKind,
    description: &'static str,
    url: String,
    /// The process answers, or the fake has no fault.
    healthy: bool,
    status: Status,
    /// Whether the server has the documented health endpoint.
    tells_health: bool,
    /// What that endpoint says of its vendors.
    health: Option<String>,
    fault: Option<FaultView>,
    /// Seconds until a process that ended is started again.
    restart_in: Option<u64>,
    restarts: Option<u32>,
    pid: Option<u32>,
    #[serde(serialize_with = "in_order")]
    credentials: Pairs,
    /// What to call the service's own page, where there is one.
    opens: Option<&'static str>,
    docs_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum ServiceKind {
    Server,
    Fake,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Up,
    Down,
    Restarting,
    Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct FaultView {
    kind: &'static str,
    seconds_left: u64,
}

impl ServiceView {
    /// The view of a server.
    pub(crate) fn of_server(server: &Server, block: &Block, admin_token: &str) -> Self {
        let state = server.state();
        let url = block.url(server.plan.offset);
        let (status, held_down, restart_in) = match state.phase {
            Phase::Running if state.live => (Status::Up, None, None),
            Phase::Running => (Status::Restarting, None, None),
            Phase::Restarting(at) => (Status::Restarting, None, Some(seconds_until(at))),
            Phase::HeldDown(until) => (Status::Down, Some(seconds_until(until)), None),
            Phase::Failed(_) | Phase::Stopped => (Status::Down, None, None),
        };
        Self {
            name: server.plan.name,
            title: server.plan.title,
            kind: ServiceKind::Server,
            description: server.plan.description,
            docs_url: docs_url(server.plan, &url),
            url,
            healthy: status == Status::Up,
            status,
            tells_health: server.plan.tells_health,
            health: server.health(),
            fault: held_down.map(|seconds_left| FaultView {
                kind: "down",
                seconds_left,
            }),
            restart_in,
            restarts: Some(state.restarts),
            pid: state.pid,
            credentials: credentials(server.plan, admin_token),
            opens: Some(server.plan.opens),
        }
    }

    /// The view of a fake.
    pub(crate) fn of_fake(fake: &RunningFake, block: &Block) -> Self {
        let fault = fake.fault().map(|(kind, left)| FaultView {
            kind: kind.name(),
            seconds_left: left.as_secs_f64().ceil() as u64,
        });
        let status = match &fault {
            None => Status::Up,
            Some(fault) if fault.kind == "down" => Status::Down,
            Some(_) => Status::Fault,
        };
        Self {
            name: fake.plan.name,
            title: fake.plan.title,
            kind: ServiceKind::Fake,
            description: fake.plan.description,
            url: block.plain_url(fake.plan.offset),
            healthy: status == Status::Up,
            status,
            tells_health: false,
            health: None,
            fault,
            restart_in: None,
            restarts: None,
            pid: None,
            credentials: (fake.plan.credentials)(),
            opens: None,
            docs_url: None,
        }
    }

    /// The same without what only counts down.
    pub(crate) fn without_countdowns(&self) -> Self {
        let mut view = self.clone();
        if let Some(fault) = &mut view.fault {
            fault.seconds_left = 0;
        }
        view.restart_in = view.restart_in.map(|_| 0);
        view
    }
}

fn credentials(plan: &ServerPlan, admin_token: &str) -> Pairs {
    let mut credentials = (plan.credentials)();
    credentials.push(("adminToken", admin_token.to_owned()));
    credentials
}

fn docs_url(plan: &ServerPlan, url: &str) -> Option<String> {
    plan.has_docs.then(|| format!("{url}/api/docs"))
}

fn seconds_until(at: Instant) -> u64 {
    at.saturating_duration_since(Instant::now())
        .as_secs_f64()
        .ceil() as u64
}

fn in_order<S: Serializer>(pairs: &Pairs, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::SERVERS;

    #[test]
    fn the_documents_of_an_api_are_linked_where_a_server_has_them() {
        let url = "http://127.0.0.1:4000";
        let link = |name: &str| {
            let plan = SERVERS.iter().find(|plan| plan.name == name);
            docs_url(plan.unwrap(), url)
        };

        let scheduler = link("callback-scheduler");
        assert_eq!(scheduler.unwrap(), "http://127.0.0.1:4000/api/docs");
        assert_eq!(link("whatsapp-bridge"), None);
    }
}

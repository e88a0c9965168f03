//! Notification channels, their topics and their WebSockets.

use std::collections::BTreeSet;

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest, Push, Reply, SocketEvent},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{FakeGenesys, Organisation, answers::Refusal};
use crate::wire;

/// How many channels there may be; the oldest go.
const CHANNELS: usize = 20;
/// How many topics a channel may have.
const TOPICS: usize = 1_000;

/// A notification channel that a fake has.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeChannel {
    /// Its id, which is also the name of its WebSockets at the host.
    pub id: String,
    /// What it is subscribed to.
    pub topics: BTreeSet<String>,
    expires: DateTime<Utc>,
}

debug_allow_list!(FakeChannel { id, topics });

/// Channels, oldest first, and what is to be sent.
#[derive(Default)]
pub(super) struct Channels {
    list: Vec<FakeChannel>,
    /// Endings of topics that are refused, and the permissions that they want.
    refused: Vec<(String, String)>,
    pub(super) pushes: Vec<(String, Push)>,
}

impl Channels {
    pub(super) fn tell(&mut self, topic: &str, body: &Value) {
        let text = json!({ "topicName": topic, "version": "2", "eventBody": body }).to_string();
        let subscribed = self.list.iter().filter(|it| it.topics.contains(topic));
        let pushes = subscribed.map(|it| (it.id.clone(), Push::Text(text.clone())));
        self.pushes.extend(pushes);
    }

    fn reach_all(&mut self, push: &Push) {
        let pushes = self.list.iter().map(|it| (it.id.clone(), push.clone()));
        self.pushes.extend(pushes);
    }

    pub(super) fn hear(&mut self, channel: &str, event: &SocketEvent) {
        if let SocketEvent::Text(text) = event
            && serde_json::from_str::<Value>(text).is_ok_and(|it| it["message"] == "ping")
        {
            let pong =
                json!({ "topicName": "channel.metadata", "eventBody": { "message": "pong" } });
            self.pushes
                .push((channel.to_owned(), Push::Text(pong.to_string())));
        }
    }
}

impl Organisation {
    pub(super) fn notifications_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        self.channels.list.retain(|channel| now < channel.expires);
        let host = request.header("host").unwrap_or("localhost");
        let refused = &self.channels.refused;
        let lacking = |topic: &str| {
            let mut refused = refused.iter().filter(|(end, _)| topic.ends_with(end));
            refused.next().map(|(_, permission)| permission.clone())
        };
        let answer = match (request.method.as_str(), path) {
            ("POST", ["channels"]) => {
                let channel = FakeChannel {
                    id: self.next_id(now),
                    topics: BTreeSet::new(),
                    expires: now + TimeDelta::days(1),
                };
                if self.channels.list.len() == CHANNELS {
                    self.channels.list.remove(0);
                }
                let answer = show(&channel, host);
                self.channels.list.push(channel);
                Answer::json(200, &answer)
            }
            ("GET", ["channels"]) => {
                let channels = self.channels.list.iter();
                let channels: Vec<_> = channels.map(|channel| show(channel, host)).collect();
                Answer::json(200, &json!({ "entities": channels }))
            }
            ("HEAD", ["channels", id]) => {
                let mut channels = self.channels.list.iter();
                let is_known = channels.any(|channel| channel.id == *id);
                let unknown = || Refusal::not_found("channel", id);
                is_known.then(|| Answer::empty(200)).ok_or_else(unknown)?
            }
            (method, ["channels", id, "subscriptions"]) => {
                let mut channels = self.channels.list.iter_mut();
                let channel = channels.find(|channel| channel.id == *id);
                let channel = channel.ok_or_else(|| Refusal::not_found("channel", id))?;
                let mut answered = Vec::new();
                match method {
                    "POST" | "PUT" => {
                        let wrong = || Refusal::field("bad.request", "id", "is required");
                        let topics: Vec<Value> = request.json().ok_or_else(wrong)?;
                        let topics = topics.iter().map(|it| it["id"].as_str().map(str::to_owned));
                        let topics: BTreeSet<_> =
                            topics.collect::<Option<_>>().ok_or_else(wrong)?;
                        if method == "PUT" {
                            channel.topics.clear();
                        }
                        if channel.topics.len() + topics.len() > TOPICS {
                            let message = "Too many topics for one channel.";
                            return Err(Refusal::new(400, "bad.request", message));
                        }
                        for topic in topics {
                            let Some(permission) = lacking(&topic) else {
                                channel.topics.insert(topic);
                                continue;
                            };
                            answered.push(json!({
                                "id": topic, "state": "Rejected",
                                "missingPermissions": [permission],
                            }));
                        }
                    }
                    "DELETE" => {
                        channel.topics.clear();
                        return Ok(Some(Answer::empty(204)));
                    }
                    "GET" => {}
                    _ => return Ok(None),
                }
                let topics = channel.topics.iter();
                answered.extend(topics.map(|id| json!({ "id": id, "state": "Permitted" })));
                Answer::json(200, &json!({ "entities": answered }))
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    /// `GET /channels/{id}`: its address is enough, a token is not wanted.
    pub(super) fn open_channel(&self, id: &str) -> Reply {
        match self.channels.list.iter().any(|channel| channel.id == id) {
            true => Reply::Upgrade {
                channel: id.to_owned(),
            },
            false => Answer::empty(404).into(),
        }
    }
}

fn show(channel: &FakeChannel, host: &str) -> Value {
    json!({
        "id": channel.id,
        "connectUri": format!("ws://{host}/channels/{}", channel.id),
        "expires": wire::time_text(channel.expires),
    })
}

/// Notification channels.
impl FakeGenesys {
    /// The channels, oldest first.
    #[must_use]
    pub fn channels(&self) -> Vec<FakeChannel> {
        self.host().with(|it| it.channels.list.clone())
    }

    /// Tells all who are subscribed to `topic`.
    pub fn notify(&self, topic: &str, body: &Value) {
        self.host().with(|it| it.channels.tell(topic, body));
    }

    /// Refuses topics that end so from now on, for want of this permission.
    pub fn refuse_topics(&self, ending: &str, permission: &str) {
        let refused = (ending.to_owned(), permission.to_owned());
        self.host().with(|it| it.channels.refused.push(refused));
    }

    /// Cuts the connections of all channels. The channels stay.
    pub fn drop_channels(&self) {
        self.host().with(|it| it.channels.reach_all(&Push::Drop));
    }

    /// Forgets all channels and cuts their connections.
    pub fn forget_channels(&self) {
        self.drop_channels();
        self.host().with(|it| it.channels.list.clear());
    }

    /// Announces that the sockets are closed soon, as before maintenance.
    pub fn announce_closing(&self) {
        let closing = json!({ "topicName": "v2.system.socket_closing", "eventBody": {} });
        let push = Push::Text(closing.to_string());
        self.host().with(|it| it.channels.reach_all(&push));
    }
}

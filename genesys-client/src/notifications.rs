//! Notifications: what happens in an organisation, as it happens.
//!
//! - `POST /api/v2/notifications/channels`
//! - `GET /api/v2/notifications/channels`
//! - `GET`, `POST`, `PUT`, `DELETE /api/v2/notifications/channels/{channelId}/subscriptions`
//! - the WebSocket at a channel's `connectUri`
//!
//! [Docs](https://developer.genesys.cloud/notificationsalerts/notifications/)

mod channel;
#[cfg(feature = "client")]
mod endpoints;
mod event;
#[cfg(feature = "notifications")]
mod line;
#[cfg(feature = "notifications")]
mod listener;
mod topic;

pub use channel::{Channel, ChannelTopic, TopicState};
#[cfg(feature = "client")]
pub use endpoints::Notifications;
pub use event::{Event, EventKind};
#[cfg(feature = "notifications")]
pub use listener::{Gap, Notification, NotificationStream};
pub use topic::Topic;

//! Listening for as long as somebody wants to.

use std::{
    collections::VecDeque,
    fmt,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use ccaas_http::{BoxError, Clock, DecodeError, Socket};
use chrono::{DateTime, Utc};
use futures_util::{
    Stream,
    future::{Either, select},
    stream::{BoxStream, StreamExt, unfold},
};
use http::StatusCode;

use super::{
    Event, Notifications, Topic,
    line::{Due, Heard, Line, PING, pause, read},
};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::ChannelId,
};

/// How long the last events of a channel that was replaced are waited for.
const DRAIN: Duration = Duration::from_secs(5);

/// Something that a [`NotificationStream`] tells.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Notification {
    /// Something happened.
    Event(Event),
    /// Something may have happened and nobody heard it: ask for what matters.
    Gap(Gap),
}

/// A time in which events were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// When something was last heard.
    pub since: DateTime<Utc>,
    /// When events come again.
    pub until: DateTime<Utc>,
}

/// Events, without end. See [`Notifications::listen`].
pub struct NotificationStream(BoxStream<'static, Result<Notification, Error>>);

impl Stream for NotificationStream {
    type Item = Result<Notification, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for NotificationStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationStream").finish_non_exhaustive()
    }
}

impl Notifications<'_> {
    /// Listens to topics, for as long as the stream is read.
    ///
    /// The stream replaces its channel before the channel's day is over, and when the
    /// vendor announces that it closes the socket: the new one is open before the old one
    /// is left, so that nothing is lost, and an event may come twice. When the
    /// connection drops, or nothing is heard for a minute, the stream connects and
    /// subscribes again, waits 1 s to 60 s between tries, and tells of the [`Gap`].
    /// Nothing happens while nobody reads it.
    ///
    /// It ends after an error only: when the vendor refuses the sign-in, the channel or a
    /// topic.
    ///
    /// # Errors
    /// All variants of [`Error`], of the first channel. One topic of several that is
    /// answered as refused makes it `Api`, and [`ApiError::topic`] says which.
    pub async fn listen(&self, topics: Vec<Topic>) -> Result<NotificationStream, Error> {
        let mut listener = Listener {
            client: self.client.clone(),
            topics,
            line: None,
            old_channel: None,
            ready: VecDeque::new(),
            lost_since: None,
            failures: 0,
            is_over: false,
        };
        listener.line = Some(open(&listener.client, &listener.topics, None).await?);
        let items = unfold(listener, |mut listener| async move {
            let item = listener.next().await?;
            Some((item, listener))
        });
        Ok(NotificationStream(items.boxed()))
    }
}

struct Listener {
    client: GenesysClient,
    topics: Vec<Topic>,
    line: Option<OpenLine>,
    /// A channel whose connection was lost.
    old_channel: Option<OpenChannel>,
    /// Events that came while a channel was replaced.
    ready: VecDeque<Event>,
    lost_since: Option<DateTime<Utc>>,
    failures: u32,
    is_over: bool,
}

struct OpenLine {
    channel: OpenChannel,
    socket: Socket,
    line: Line,
}

/// What a channel has for certain.
struct OpenChannel {
    id: ChannelId,
    connect_uri: url::Url,
    expires: Option<DateTime<Utc>>,
}

impl Listener {
    async fn next(&mut self) -> Option<Result<Notification, Error>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(Ok(Notification::Event(event)));
            }
            if self.is_over {
                return None;
            }
            let now = self.clock().now();
            let due = self.line.as_ref().map(|open| open.line.due(now));
            let told = match due {
                None => self.connect().await,
                Some(Due::In(wait)) => self.hear(wait).await.map(Ok),
                Some(Due::Ask) => self.ask().await,
                Some(Due::Lost) => self.lose(),
                Some(Due::Renew) => self.renew().await,
            };
            if told.is_some() {
                return told;
            }
        }
    }

    fn clock(&self) -> Clock {
        self.client.http().clock().clone()
    }

    /// Waits for a text, but no longer than `wait`.
    async fn hear(&mut self, wait: Duration) -> Option<Notification> {
        let clock = self.clock();
        let open = self.line.as_mut()?;
        let text = next_within(&mut open.socket, &clock, wait).await?;
        let Some(Ok(text)) = text else {
            self.lose();
            return None;
        };
        open.line.hear(clock.now());
        match read(&text) {
            Heard::Event(event) => return Some(Notification::Event(event)),
            Heard::Closing => open.line.is_ending(clock.now()),
            Heard::Pong | Heard::Other => {}
        }
        None
    }

    async fn ask(&mut self) -> Option<Result<Notification, Error>> {
        let open = self.line.as_mut()?;
        open.line.ask();
        match open.socket.send(PING).await {
            Ok(()) => None,
            Err(_) => self.lose(),
        }
    }

    fn lose(&mut self) -> Option<Result<Notification, Error>> {
        let lost = self.line.take()?;
        self.lost_since = Some(lost.line.heard);
        self.old_channel = Some(lost.channel);
        None
    }

    /// Connects again, at first to the same channel.
    async fn connect(&mut self) -> Option<Result<Notification, Error>> {
        let old = self.old_channel.take();
        let is_first_try = old.is_some();
        match open(&self.client, &self.topics, old).await {
            Ok(open) => {
                self.failures = 0;
                let until = open.line.heard;
                self.line = Some(open);
                let since = self.lost_since.take()?;
                Some(Ok(Notification::Gap(Gap { since, until })))
            }
            // The channel may be gone; a new one is tried at once.
            Err(_) if is_first_try => None,
            Err(error) if is_final(&error) => {
                self.is_over = true;
                Some(Err(error))
            }
            Err(_) => {
                self.failures += 1;
                self.clock().sleep(pause(self.failures)).await;
                None
            }
        }
    }

    /// Replaces the channel; until the new one is open the old one stays.
    async fn renew(&mut self) -> Option<Result<Notification, Error>> {
        let renewed = open(&self.client, &self.topics, None).await;
        let clock = self.clock();
        let open = self.line.as_mut()?;
        match renewed {
            Ok(new) => {
                let old = std::mem::replace(open, new);
                self.drain(old, &clock).await;
            }
            Err(_) => open.line.renew_later(clock.now()),
        }
        None
    }

    /// Keeps what an old channel sent before it answers a last question.
    async fn drain(&mut self, mut old: OpenLine, clock: &Clock) {
        if old.socket.send(PING).await.is_err() {
            return;
        }
        while let Some(Some(Ok(text))) = next_within(&mut old.socket, clock, DRAIN).await {
            match read(&text) {
                Heard::Event(event) => self.ready.push_back(event),
                Heard::Pong => break,
                Heard::Closing | Heard::Other => {}
            }
        }
        old.socket.close().await;
    }
}

/// Subscribes and connects: a channel that was lost, or a new one.
async fn open(
    client: &GenesysClient,
    topics: &[Topic],
    channel: Option<OpenChannel>,
) -> Result<OpenLine, Error> {
    let notifications = client.notifications();
    let channel = match channel {
        Some(channel) => channel,
        None => {
            let made = notifications.create_channel().await?.into_inner();
            let missing = |field| Error::Decode(DecodeError::Field { field });
            OpenChannel {
                id: made.id.ok_or_else(|| missing("id"))?,
                connect_uri: made.connect_uri.ok_or_else(|| missing("connectUri"))?,
                expires: made.expires,
            }
        }
    };
    let answer = notifications.replace(&channel.id, topics).await?;
    if let Some(refused) = answer.iter().find(|topic| topic.is_refused()) {
        let refused = ApiError::refused_topic(answer.meta().clone(), refused.clone());
        return Err(Error::Api(Box::new(refused)));
    }
    let http = client.http();
    let socket = http
        .open_socket(&channel.connect_uri, "{connectUri}")
        .await?;
    let line = Line::new(http.clock().now(), channel.expires);
    Ok(OpenLine {
        channel,
        socket,
        line,
    })
}

/// The next text, or what ended the socket; `None` if the time is over.
async fn next_within(
    socket: &mut Socket,
    clock: &Clock,
    wait: Duration,
) -> Option<Option<Result<String, BoxError>>> {
    let text = pin!(socket.next());
    let over = pin!(clock.sleep(wait));
    match select(text, over).await {
        Either::Left((text, _)) => Some(text),
        Either::Right(_) => None,
    }
}

/// Whether the same call will fail for as long as nobody changes a setting.
fn is_final(error: &Error) -> bool {
    match error {
        Error::InvalidRequest(_) => true,
        Error::Auth(_) => !error.is_transient(),
        Error::Api(answer) => {
            answer.topic().is_some()
                || matches!(
                    error.status(),
                    Some(
                        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
                    )
                )
        }
        _ => false,
    }
}

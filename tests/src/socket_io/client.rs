//! A client over WebSocket.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "a client of tests panics where the server does not do as it should"
)]

use std::{collections::HashMap, fmt, sync::Arc};

use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use serde_json::{Value, value::RawValue};
use tokio::{
    net::TcpStream,
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderName},
};

use super::PATIENCE;

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Acks = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// An event, and the text of its argument.
struct Event {
    name: String,
    raw: String,
}

/// One connection; what it cannot do by itself it panics about.
pub struct Client {
    writer: Arc<Mutex<SplitSink<Stream, Message>>>,
    events: mpsc::UnboundedReceiver<Event>,
    seen: Vec<Event>,
    acks: Acks,
    next: u64,
    /// The packet that opened the connection.
    pub opened: Value,
    reading: JoinHandle<()>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// Connects, or says with which status it was refused.
    ///
    /// # Errors
    /// The status.
    pub async fn connect(
        url: &str,
        auth: &Value,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let (mut writer, mut reader, opened) = open(url, headers).await?;
        writer.send(format!("40{auth}").into()).await.unwrap();
        loop {
            let answer = text(&mut reader).await.unwrap();
            if answer == "2" {
                writer.send("3".to_owned().into()).await.unwrap();
                continue;
            }
            assert!(answer.starts_with("40{"), "{answer}");
            break;
        }
        let (told, events) = mpsc::unbounded_channel();
        let (writer, acks) = (Arc::new(Mutex::new(writer)), Acks::default());
        let reading = tokio::spawn(read(reader, Arc::clone(&writer), told, Arc::clone(&acks)));
        Ok(Self {
            writer,
            events,
            seen: Vec::new(),
            acks,
            next: 0,
            opened,
            reading,
        })
    }

    /// Sends an event.
    pub async fn emit(&self, name: &str, argument: Value) {
        self.send(format!("42{}", serde_json::json!([name, argument])))
            .await;
    }

    /// Sends an event whose argument is this text.
    pub async fn emit_raw(&self, name: &str, argument: &str) {
        self.send(format!("42[\"{name}\",{argument}]")).await;
    }

    /// Sends a packet as it is; false if the connection is closed.
    pub async fn send(&self, packet: String) -> bool {
        let mut writer = self.writer.lock().await;
        writer.send(packet.into()).await.is_ok()
    }

    /// Sends an event, and waits for its ack.
    pub async fn request(&mut self, name: &str, argument: Value) -> Value {
        self.next += 1;
        let (done, acked) = oneshot::channel();
        self.acks.lock().await.insert(self.next, done);
        let event = serde_json::json!([name, argument]);
        self.send(format!("42{}{event}", self.next)).await;
        let acked = timeout(PATIENCE, acked).await;
        acked
            .unwrap_or_else(|_| panic!("{name} was not acknowledged"))
            .unwrap()
    }

    /// The next event of this name; those before it stay.
    pub async fn see(&mut self, name: &str) -> Value {
        let raw = self.see_raw(name).await;
        serde_json::from_str(&raw).unwrap()
    }

    /// The text of its argument.
    pub async fn see_raw(&mut self, name: &str) -> String {
        if let Some(place) = self.seen.iter().position(|event| event.name == name) {
            return self.seen.remove(place).raw;
        }
        let next = async {
            while let Some(event) = self.events.recv().await {
                if event.name == name {
                    return event.raw;
                }
                self.seen.push(event);
            }
            panic!("the connection was closed before {name}");
        };
        match timeout(PATIENCE, next).await {
            Ok(raw) => raw,
            Err(_) => panic!("no {name}, but {:?}", self.names()),
        }
    }

    /// An event of this name that is so.
    pub async fn see_that(&mut self, name: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = self.see(name).await;
            if is_it(&event) {
                return event;
            }
        }
    }

    /// How many events of this name have come, and were not asked for: the server has handled all
    /// that was sent before.
    pub async fn count(&mut self, name: &str) -> usize {
        self.settle().await;
        self.seen.iter().filter(|event| event.name == name).count()
    }

    /// Forgets all that has come.
    pub async fn forget(&mut self) {
        self.settle().await;
        self.seen.clear();
    }

    /// All that was sent has been handled, and its answers are here.
    async fn settle(&mut self) {
        self.request("presence-pong", serde_json::json!({})).await;
        while let Ok(event) = self.events.try_recv() {
            self.seen.push(event);
        }
    }

    fn names(&self) -> Vec<&str> {
        self.seen.iter().map(|event| event.name.as_str()).collect()
    }

    /// Closes without a word, as a network that is lost.
    pub async fn vanish(self) {
        self.reading.abort();
        let mut writer = self.writer.lock().await;
        let _ = writer.close().await;
    }

    /// Reads nothing any more, and stays.
    pub fn stop_reading(&self) {
        self.reading.abort();
    }

    /// Waits until the server closes the connection.
    pub async fn closed(&mut self) {
        let closed = async {
            while let Some(event) = self.events.recv().await {
                self.seen.push(event);
            }
        };
        let in_time = timeout(PATIENCE, closed).await;
        assert!(in_time.is_ok(), "the connection stays open");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.reading.abort();
    }
}

async fn open(
    url: &str,
    headers: &[(&'static str, &str)],
) -> Result<(SplitSink<Stream, Message>, SplitStream<Stream>, Value), u16> {
    let url = url.replacen("http", "ws", 1);
    let url = format!("{url}/socket.io/?EIO=4&transport=websocket");
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let stream = match connect_async(request).await {
        Ok((stream, _)) => stream,
        Err(tungstenite::Error::Http(refused)) => return Err(refused.status().as_u16()),
        Err(error) => panic!("{error}"),
    };
    let (writer, mut reader) = stream.split();
    let opened = text(&mut reader).await.unwrap();
    let opened = opened.strip_prefix('0').expect("an open packet");
    Ok((writer, reader, serde_json::from_str(opened).unwrap()))
}

async fn text(reader: &mut SplitStream<Stream>) -> Option<String> {
    loop {
        match reader.next().await?.ok()? {
            Message::Text(text) => return Some(text.as_str().to_owned()),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

async fn read(
    mut reader: SplitStream<Stream>,
    writer: Arc<Mutex<SplitSink<Stream, Message>>>,
    told: mpsc::UnboundedSender<Event>,
    acks: Acks,
) {
    while let Some(packet) = text(&mut reader).await {
        if packet == "2" {
            let _ = writer.lock().await.send("3".to_owned().into()).await;
        } else if packet.starts_with("41") {
            return;
        } else if let Some(event) = packet.strip_prefix("42") {
            // Whoever asks for an ack gets none: as clients do that do not know the event.
            let event = event.trim_start_matches(|one: char| one.is_ascii_digit());
            let parts: Vec<&RawValue> = serde_json::from_str(event).unwrap();
            let name: String = serde_json::from_str(parts[0].get()).unwrap();
            let raw = parts.get(1).map_or("null", |part| part.get()).to_owned();
            if told.send(Event { name, raw }).is_err() {
                return;
            }
        } else if let Some(ack) = packet.strip_prefix("43") {
            let digits = ack.find('[').unwrap();
            let id: u64 = ack[..digits].parse().unwrap();
            let said: Vec<Value> = serde_json::from_str(&ack[digits..]).unwrap();
            if let Some(done) = acks.lock().await.remove(&id) {
                let _ = done.send(said.into_iter().next().unwrap_or_default());
            }
        }
    }
}

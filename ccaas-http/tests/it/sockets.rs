//! WebSockets: the client against the host of fakes.

use std::time::Duration;

use ccaas_http::{
    Error, HttpClient, RetryPolicy, Socket,
    test_util::{Answer, Fake, FakeHost, FakeRequest, Fault, Provoke, Push, Reply, SocketEvent},
};
use chrono::{DateTime, Utc};
use http::Method;
use url::Url;

use crate::vendor::PostError;

/// Repeats what it hears to everybody in the room.
#[derive(Default)]
struct Room {
    heard: Vec<(String, SocketEvent)>,
    pushes: Vec<(String, Push)>,
}

impl Fake for Room {
    fn handle(&mut self, _: DateTime<Utc>, request: &FakeRequest) -> Reply {
        match request.parts().as_slice() {
            [rooms, room] if rooms == "rooms" => Reply::Upgrade {
                channel: room.clone(),
            },
            _ => Answer::empty(404).into(),
        }
    }

    fn too_many_requests(&self, _: Option<Duration>) -> Answer {
        Answer::empty(429)
    }

    fn internal_error(&self) -> Answer {
        Answer::empty(500)
    }

    fn expire_tokens(&mut self) {}

    fn socket(&mut self, _: DateTime<Utc>, channel: &str, event: SocketEvent) {
        if let SocketEvent::Text(text) = &event {
            let echo = Push::Text(format!("heard {text}"));
            self.pushes.push((channel.to_owned(), echo));
        }
        self.heard.push((channel.to_owned(), event));
    }

    fn pushes(&mut self) -> Vec<(String, Push)> {
        std::mem::take(&mut self.pushes)
    }
}

fn client(host: &FakeHost<Room>) -> HttpClient<PostError> {
    let retry = RetryPolicy {
        max_attempts: 1,
        ..RetryPolicy::default()
    };
    let builder = HttpClient::builder(host.url()).retry(retry);
    builder.build().expect("TLS can be set up")
}

fn address(host: &FakeHost<Room>, path: &str) -> Url {
    Url::parse(&format!("ws://{}/{path}", host.addr())).expect("a valid address")
}

async fn enter(host: &FakeHost<Room>, room: &str) -> Result<Socket, Error<PostError>> {
    let address = address(host, &format!("rooms/{room}"));
    client(host).open_socket(&address, "/rooms/{room}").await
}

#[tokio::test]
async fn texts_go_both_ways() {
    let host = FakeHost::start(Room::default()).await;
    let mut socket = enter(&host, "red").await.unwrap();
    let mut other = enter(&host, "blue").await.unwrap();

    socket.send("hello").await.unwrap();
    let echo = socket.next().await.unwrap().unwrap();
    let reached = host.push("blue", &Push::Text("good day".to_owned()));
    let pushed = other.next().await.unwrap().unwrap();

    assert_eq!(
        (echo.as_str(), pushed.as_str(), reached),
        ("heard hello", "good day", 1)
    );
    let red = host.with(|room| {
        let of_red = room.heard.iter().filter(|(channel, _)| channel == "red");
        of_red.map(|(_, event)| event.clone()).collect::<Vec<_>>()
    });
    let text = SocketEvent::Text("hello".to_owned());
    assert_eq!(red, [SocketEvent::Opened, text]);
    assert_eq!(host.journal()[0].status, Some(101));
}

#[tokio::test]
async fn what_a_fake_wants_said_after_a_look_is_said() {
    let host = FakeHost::start(Room::default()).await;
    let mut socket = enter(&host, "red").await.unwrap();

    host.with(|room| {
        let push = Push::Text("from inside".to_owned());
        room.pushes.push(("red".to_owned(), push));
    });

    assert_eq!(socket.next().await.unwrap().unwrap(), "from inside");
}

#[tokio::test]
async fn a_closed_socket_ends_and_a_cut_one_fails() {
    let host = FakeHost::start(Room::default()).await;
    let mut closed = enter(&host, "red").await.unwrap();
    let mut cut = enter(&host, "blue").await.unwrap();
    assert_eq!((host.sockets("red"), host.sockets("blue")), (1, 1));

    host.push("red", &Push::Close);
    host.push("blue", &Push::Drop);

    assert!(closed.next().await.is_none());
    assert!(cut.next().await.unwrap().is_err());
    drop(closed);
    host.has_sockets("red", 0).await;
    host.has_sockets("blue", 0).await;
    let last = host.with(|room| room.heard.last().cloned());
    assert!(matches!(last, Some((_, SocketEvent::Closed))), "{last:?}");
}

#[tokio::test]
async fn the_fake_hears_that_its_peer_left() {
    let host = FakeHost::start(Room::default()).await;
    let mut socket = enter(&host, "red").await.unwrap();

    socket.close().await;
    drop(socket);

    host.has_sockets("red", 0).await;
    host.with(|room| {
        assert_eq!(
            room.heard.last(),
            Some(&("red".to_owned(), SocketEvent::Closed))
        );
    });
}

#[tokio::test]
async fn a_host_that_hangs_keeps_its_sockets_and_says_nothing() {
    let host = FakeHost::start(Room::default()).await;
    let mut socket = enter(&host, "red").await.unwrap();
    socket.send("one").await.unwrap();
    socket.next().await.unwrap().unwrap();

    host.inject(Fault::Hang, Duration::from_secs(60));
    let while_hanging = host.push("red", &Push::Text("lost".to_owned()));
    host.calm();
    let after = host.push("red", &Push::Text("there".to_owned()));

    assert_eq!((while_hanging, after), (0, 1));
    assert_eq!(socket.next().await.unwrap().unwrap(), "there");
}

#[tokio::test]
async fn sockets_end_when_the_host_goes_down() {
    let host = FakeHost::start(Room::default()).await;
    let mut socket = enter(&host, "red").await.unwrap();

    host.inject(Fault::Down, Duration::from_secs(60));

    assert!(socket.next().await.unwrap().is_err());
}

#[tokio::test]
async fn an_answer_that_is_no_socket_is_an_error_of_its_stage() {
    let host = FakeHost::start(Room::default()).await;
    let client = client(&host);

    let unknown = client
        .open_socket(&address(&host, "elsewhere"), "/elsewhere")
        .await
        .unwrap_err();
    let no_socket = client.open_socket(&host.url(), "/").await.unwrap_err();
    let instead = Provoke::Instead(Answer::empty(200).into());
    host.provoke(Method::GET, "/rooms/{room}", instead);
    let ordinary = enter(&host, "red").await.unwrap_err();

    assert_eq!(unknown.status().map(|status| status.as_u16()), Some(404));
    assert!(matches!(no_socket, Error::InvalidRequest(_)));
    assert!(matches!(ordinary, Error::Interrupted(_)), "{ordinary:?}");
}

#[tokio::test]
async fn a_request_that_asks_for_no_socket_is_told_to() {
    let host = FakeHost::start(Room::default()).await;
    let room = host.url().join("rooms/red").unwrap();

    let posted = ccaas_http::test_util::get(&room).await.unwrap();

    assert_eq!(posted.status.as_u16(), 426);
    assert_eq!(host.sockets("red"), 0);
}

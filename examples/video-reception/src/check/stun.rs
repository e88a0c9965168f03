//! A STUN binding request (RFC 8489), which TURN servers answer, too.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UdpSocket, lookup_host},
    time::timeout,
};

use crate::settings::IceUrl;

/// How long a server may take.
const PATIENCE: Duration = Duration::from_secs(2);
const BINDING_REQUEST: [u8; 4] = [0, 1, 0, 0];
const BINDING_SUCCESS: [u8; 2] = [1, 1];
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const HEAD: usize = 20;

/// Whether a server answers, in words.
pub(super) async fn ask(url: &IceUrl) -> io::Result<&'static str> {
    let asked = async {
        let is_secure = url.scheme.ends_with('s');
        match (url.tcp, is_secure) {
            (false, _) => over_udp(url).await.map(|()| "answers a binding request"),
            (true, false) => over_tcp(url)
                .await
                .map(|()| "answers a binding request over TCP"),
            (true, true) => connect(url)
                .await
                .map(|_| "takes connections (TLS not tried)"),
        }
    };
    let late = || io::Error::new(io::ErrorKind::TimedOut, "no answer in 2 seconds");
    timeout(PATIENCE, asked)
        .await
        .unwrap_or_else(|_| Err(late()))
}

async fn over_udp(url: &IceUrl) -> io::Result<()> {
    let mut addresses = lookup_host((url.host.as_str(), url.port)).await?;
    let none = || io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    let address = addresses.next().ok_or_else(none)?;
    let from = if address.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let socket = UdpSocket::bind(from).await?;
    socket.connect(address).await?;
    let request = request();
    socket.send(&request).await?;
    let mut answer = [0; 512];
    loop {
        let length = socket.recv(&mut answer).await?;
        if is_answer(&answer[..length], &request) {
            return Ok(());
        }
    }
}

async fn over_tcp(url: &IceUrl) -> io::Result<()> {
    let mut stream = connect(url).await?;
    let request = request();
    stream.write_all(&request).await?;
    let mut head = [0; HEAD];
    stream.read_exact(&mut head).await?;
    match is_answer(&head, &request) {
        true => Ok(()),
        false => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it answers something else",
        )),
    }
}

async fn connect(url: &IceUrl) -> io::Result<TcpStream> {
    TcpStream::connect((url.host.as_str(), url.port)).await
}

/// A head without attributes: type, length 0, cookie, and the bytes that the answer repeats.
fn request() -> [u8; HEAD] {
    let mut request = [0; HEAD];
    request[..4].copy_from_slice(&BINDING_REQUEST);
    request[4..8].copy_from_slice(&COOKIE);
    request[8..].copy_from_slice(&uuid::Uuid::new_v4().as_bytes()[..12]);
    request
}

fn is_answer(answer: &[u8], request: &[u8; HEAD]) -> bool {
    answer.len() >= HEAD && answer[..2] == BINDING_SUCCESS && answer[4..HEAD] == request[4..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers one request, or one other thing.
    async fn server(is_stun: bool) -> IceUrl {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let port = socket.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut request = [0; 64];
            let (length, from) = socket.recv_from(&mut request).await.unwrap();
            assert_eq!((length, &request[..2]), (HEAD, &[0, 1][..]));
            request[..2].copy_from_slice(&BINDING_SUCCESS);
            if !is_stun {
                request[12] ^= 1;
            }
            socket.send_to(&request[..length], from).await.unwrap();
        });
        format!("turn:127.0.0.1:{port}").parse().unwrap()
    }

    #[tokio::test]
    async fn a_server_that_answers_is_well() {
        assert!(ask(&server(true).await).await.is_ok());
    }

    #[tokio::test]
    async fn one_that_answers_something_else_or_nothing_is_not_waited_for() {
        let began = std::time::Instant::now();

        assert!(ask(&server(false).await).await.is_err());

        assert!(began.elapsed() < PATIENCE * 2);
    }
}

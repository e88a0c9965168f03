//! HTTP/1.1 by hand, over any stream.

use std::io::{Read, Write};
use std::net::SocketAddr;

/// Sends a GET and gives back the whole answer.
pub(crate) fn get(mut stream: impl Read + Write) -> String {
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Connects and sends a GET, on a thread of its own.
pub(crate) async fn get_from(address: SocketAddr) -> String {
    tokio::task::spawn_blocking(move || get(std::net::TcpStream::connect(address).unwrap()))
        .await
        .unwrap()
}

//! Requests over kept-alive connections, with as little work as possible.

use std::{net::SocketAddr, rc::Rc, time::Duration};

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
    time::Instant,
};

use crate::pace::{Pace, Schedule};

const OK: &[u8] = b"HTTP/1.1 200 ";
const LENGTH: &[u8] = b"content-length: ";
const END: &[u8] = b"\r\n\r\n";

/// Connections that stay open from turn to turn.
#[derive(Debug)]
pub struct Load(Vec<TcpStream>);

/// How long requests took.
#[derive(Debug)]
pub struct Taken {
    /// From the first request to the last answer.
    pub all: Duration,
    /// Each one, from the moment that it was due, in milliseconds.
    pub each: Vec<f64>,
}

impl Load {
    /// Opens so many connections.
    ///
    /// # Errors
    ///
    /// When one cannot be opened.
    pub async fn connect(addr: SocketAddr, connections: usize) -> Result<Self> {
        let mut streams = Vec::new();
        for _ in 0..connections {
            let stream = TcpStream::connect(addr).await?;
            stream.set_nodelay(true)?;
            streams.push(stream);
        }
        Ok(Self(streams))
    }

    /// Sends these, one at a time on each connection; at a pace, or as fast as they are answered.
    ///
    /// # Errors
    ///
    /// When an answer is not 200, or a connection is closed.
    pub async fn send(&mut self, requests: Vec<Vec<u8>>, pace: Pace) -> Result<Taken> {
        let schedule = Rc::new(Schedule::start(pace, requests.len()));
        let requests = Rc::new(requests);
        let lanes = LocalSet::new();
        let begin = Instant::now();
        let running: Vec<_> = self
            .0
            .drain(..)
            .map(|stream| {
                lanes.spawn_local(lane(stream, Rc::clone(&requests), Rc::clone(&schedule)))
            })
            .collect();
        lanes.await;
        let mut each = Vec::with_capacity(requests.len());
        for lane in running {
            let (stream, taken) = lane.await??;
            self.0.push(stream);
            each.extend(taken);
        }
        let all = begin.elapsed();
        Ok(Taken { all, each })
    }
}

async fn lane(
    mut stream: TcpStream,
    requests: Rc<Vec<Vec<u8>>>,
    schedule: Rc<Schedule>,
) -> Result<(TcpStream, Vec<f64>)> {
    let mut buffer = [0; 4096];
    let mut taken = Vec::new();
    while let Some((number, due)) = schedule.next().await {
        stream.write_all(&requests[number]).await?;
        let mut filled = 0;
        while !is_whole(&buffer[..filled]) {
            let room = buffer.get_mut(filled..).filter(|room| !room.is_empty());
            let read = stream.read(room.context("an answer is too long")?).await?;
            ensure!(read > 0, "the server closed a connection");
            filled += read;
        }
        let answer = String::from_utf8_lossy(&buffer[..filled.min(200)]);
        ensure!(buffer.starts_with(OK), "an answer is not 200: {answer}");
        taken.push(due.elapsed().as_secs_f64() * 1e3);
    }
    Ok((stream, taken))
}

/// Whether the head is there, and as much body as it tells.
fn is_whole(answer: &[u8]) -> bool {
    let find = |text: &[u8]| answer.windows(text.len()).position(|window| window == text);
    let Some(head) = find(END) else {
        return false;
    };
    let length = find(LENGTH).map_or(0, |at| {
        let digits = answer[at + LENGTH.len()..].iter();
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        digits.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'))
    });
    answer.len() >= head + END.len() + length
}

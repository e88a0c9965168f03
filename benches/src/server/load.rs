//! Requests over kept-alive connections, with as little work as possible.

use std::{cell::Cell, net::SocketAddr, rc::Rc};

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::LocalSet,
};

const REQUEST: &[u8] = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
const OK: &[u8] = b"HTTP/1.1 200 ";
/// The end of a head, and the body of every step.
const END: &[u8] = b"\r\n\r\nalive";

/// Connections that stay open from round to round.
pub(crate) struct Load(Vec<TcpStream>);

impl Load {
    pub(crate) async fn connect(addr: SocketAddr, connections: usize) -> Result<Self> {
        let mut streams = Vec::new();
        for _ in 0..connections {
            let stream = TcpStream::connect(addr).await?;
            stream.set_nodelay(true)?;
            streams.push(stream);
        }
        Ok(Self(streams))
    }

    /// Sends this many requests, one at a time on each connection.
    pub(crate) async fn send(&mut self, requests: usize) -> Result<()> {
        let left = Rc::new(Cell::new(requests));
        let lanes = LocalSet::new();
        let running: Vec<_> = self
            .0
            .drain(..)
            .map(|stream| lanes.spawn_local(lane(stream, Rc::clone(&left))))
            .collect();
        lanes.await;
        for lane in running {
            self.0.push(lane.await??);
        }
        Ok(())
    }
}

async fn lane(mut stream: TcpStream, left: Rc<Cell<usize>>) -> Result<TcpStream> {
    let mut buffer = [0; 4096];
    while let Some(less) = left.get().checked_sub(1) {
        left.set(less);
        stream.write_all(REQUEST).await?;
        let mut filled = 0;
        while !buffer[..filled].ends_with(END) {
            let room = buffer.get_mut(filled..).filter(|room| !room.is_empty());
            let read = stream.read(room.context("an answer is too long")?).await?;
            ensure!(read > 0, "the server closed a connection");
            filled += read;
        }
        ensure!(buffer.starts_with(OK), "an answer is not 200");
    }
    Ok(stream)
}

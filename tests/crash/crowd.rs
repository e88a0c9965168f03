//! A scheduler among thousands of clients that ask for much and take nothing.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};

use reqwest::Client;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
    process::Child,
};

use crate::binary::{World, wait_for};
use crate::disk::{limit, through_a_shell};
use crate::kill::book;

/// The largest file that the server has, many times.
const GREEDY: &str = "GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
const SOON: Duration = Duration::from_secs(1);

/// Lets this process open as many files as the system allows.
fn open_many_files() {
    let allowed = getrlimit(Resource::Nofile);
    let all = Rlimit {
        current: allowed.maximum,
        ..allowed
    };
    setrlimit(Resource::Nofile, all).expect("the limit can be raised to the most");
}

fn address(last: u8) -> IpAddr {
    Ipv4Addr::new(127, 0, 0, last).into()
}

/// A connection from another address of this machine.
async fn connect(world: &World, from: IpAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket can be made");
    socket
        .bind(SocketAddr::new(from, 0))
        .expect("every 127.0.0.0/8 address is ours");
    let to = SocketAddr::new(address(1), world.port);
    socket.connect(to).await.expect("the server listens")
}

/// Asks for a lot, and never reads. A connection that was refused is kept, too.
async fn greedy(world: &World, from: IpAddr) -> TcpStream {
    let mut stream = connect(world, from).await;
    // The server may have closed it already.
    let _ = stream.write_all(GREEDY.repeat(20).as_bytes()).await;
    stream
}

fn client_at(from: IpAddr) -> Client {
    let client = Client::builder().local_address(from).timeout(10 * SOON);
    client.build().expect("a client can be made")
}

/// Megabytes that the process holds in memory.
fn memory(process: &Child) -> u64 {
    let id = process.id().expect("the process runs");
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("procfs is there");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    let kilobytes: u64 = kilobytes.and_then(|text| text.parse().ok()).expect("kB");
    kilobytes / 1024
}

/// `/livez` and a booking, each within a second.
async fn serves(world: &World, from: IpAddr, number: u32) {
    let client = client_at(from);
    let start = Instant::now();
    let alive = client.get(world.url("/livez")).send().await;
    let alive = alive.expect("the server answers").status();
    assert!(alive.is_success() && start.elapsed() < SOON, "{alive}");

    let start = Instant::now();
    assert!(book(world, &client, number).await.is_some(), "it is booked");
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_takes_nothing_keeps_nobody_out() {
    // With the usual limit the server's files would run out; with this one, two thousand stay.
    for files in [1_024, 8_192] {
        outlast_a_crowd(files).await;
    }
}

async fn outlast_a_crowd(files: u32) {
    open_many_files();
    let world = World::new().await;
    let mut command = through_a_shell(&world, world.command(), &format!("ulimit -n {files}"));
    // The limit of files must not be what saves it.
    command.env("RATE_LIMIT_FILES", "1000000/1s");
    let process = world.start_as(command).await;
    serves(&world, address(2), 1).await;

    let mut hostile = Vec::new();
    for _ in 0..1_200 {
        hostile.push(greedy(&world, address(3)).await);
    }
    serves(&world, address(2), 2).await;
    for number in 0..2_000_u16 {
        let from = address(4 + u8::try_from(number / 250).expect("few addresses"));
        hostile.push(greedy(&world, from).await);
    }
    serves(&world, address(2), 3).await;
    serves(&world, address(20), 4).await;

    let used = memory(&process);
    assert!(used < 200, "{used} MB");
    drop(hostile);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_can_open_no_file_takes_connections_again_when_it_can() {
    let world = World::new().await;
    let process = world.start().await;
    limit(&process, Resource::Nofile, Some(8));
    let waiting = connect(&world, address(2)).await;
    // Nothing says from outside that the server has tried and failed, but its log does.
    let log = world.folder.path().join("logs/error.log");
    wait_for("the server to say that it cannot", async || {
        let text = std::fs::read_to_string(&log).ok()?;
        text.contains("could not take connections").then_some(())
    })
    .await;

    limit(&process, Resource::Nofile, None);

    serves(&world, address(3), 1).await;
    drop(waiting);
}

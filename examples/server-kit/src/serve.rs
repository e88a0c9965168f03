//! Listening, serving, stopping, and failing with one line.

mod connections;
mod paced;

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::{pin::pin, process::ExitCode, time::Duration};

use anyhow::{Context, anyhow};
use axum::{Extension, Router, extract::ConnectInfo};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{sleep, timeout};
use tokio::{signal, sync::watch, task::JoinSet};
use tower::Layer;

pub use connections::ConnectionLimits;

use crate::tls::TlsFiles;
use connections::{Connections, dropped};
use paced::Paced;

/// How long a client may take to send the head of a request, and may idle between two.
const HEAD: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 30_000 });
/// How long requests may go on after the signal to stop.
const GRACE: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 10_000 });
/// The largest head of a request, and the most that is read ahead of its answer.
const READ_AHEAD: usize = 64 * 1024;
/// What the system holds of an answer that its client does not take. A client that takes some
/// of it shows soon: a large buffer would hide that for minutes.
#[cfg(unix)]
const SEND_BUFFER: usize = 64 * 1024;
/// How long to wait after a connection could not be taken, for instance for want of files.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens on this address; `::` means all, also where there is no IPv6.
///
/// # Errors
///
/// When the port is taken (the text says what to do) or cannot be listened on.
pub fn bind(host: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    bind_as("PORT", host, port)
}

/// [`bind`] for a port that another setting than `PORT` gives.
///
/// # Errors
///
/// The same, with the name of the setting.
pub fn bind_as(setting: &str, host: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    let taken = |error: &io::Error| error.kind() == io::ErrorKind::AddrInUse;
    let mut bound = TcpListener::bind((host, port));
    if host == Ipv6Addr::UNSPECIFIED && bound.as_ref().is_err_and(|error| !taken(error)) {
        bound = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port));
    }
    bound
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|error| {
            if taken(&error) {
                return anyhow!(
                    "EADDRINUSE: address already in use {host}:{port}. \
                 Set {setting} to another port, or stop the program that uses this one."
                );
            }
            anyhow!(error).context(format!("could not listen on {host}:{port}"))
        })
}

/// Serves until `shutdown` is done and open requests have ended, for at most 10 seconds more.
///
/// Handlers and layers find the peer as `ConnectInfo<SocketAddr>`. A client that takes more than
/// 30 seconds for the head of a request, counted from its connection on, is cut off, and so is
/// one that takes less than 30 KB of its answer in 30 seconds while there is more. HTTP/1.1 is
/// spoken, with upgrades: HTTP/2 is what a proxy in front is for.
///
/// # Errors
///
/// When the files of `tls` cannot be used, or the listener is broken.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    tls: Option<TlsFiles>,
    limits: ConnectionLimits,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let tls = tls.map(|files| files.load()).transpose()?;
    // What is accepted inherits it; without it, slow clients are noticed later.
    #[cfg(unix)]
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(&listener, SEND_BUFFER);
    let listener = tokio::net::TcpListener::from_std(listener).context("could not listen")?;
    let address = listener.local_addr().context("could not listen")?;
    let limits = limits.within_open_files();
    tracing::info!(%address, tls = tls.is_some(), connections = limits.in_all, "listening");
    let places = Connections::new(limits);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(READ_AHEAD);
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let mut failing = false;
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                dropped("not_accepted");
                if !failing {
                    tracing::error!(%error, "could not take connections; trying again");
                }
                failing = true;
                sleep(PAUSE).await;
                continue;
            }
        };
        failing = false;
        while connections.try_join_next().is_some() {}
        let Some(place) = places.take(peer.ip()) else {
            continue;
        };
        let served_by = place.served_by();
        let app = TowerToHyperService::new(Extension(ConnectInfo(peer)).layer(router.clone()));
        let (http, tls, mut stopped) = (http.clone(), tls.clone(), stopped.clone());
        served_by(connections.spawn(async move {
            // A socket without it is slower, not wrong.
            let _ = stream.set_nodelay(true);
            let stream = Paced::new(stream, place);
            let stream: Box<dyn Stream> = match tls {
                None => Box::new(stream),
                Some(tls) => match timeout(HEAD, tls.accept(stream)).await {
                    Ok(Ok(stream)) => Box::new(stream),
                    _ => return,
                },
            };
            let connection = http.serve_connection(TokioIo::new(stream), app);
            let mut connection = pin!(connection.with_upgrades());
            // What breaks a connection is the client's doing, and there is nobody left to tell.
            let _ = tokio::select! {
                ended = connection.as_mut() => ended,
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
        }));
    }
    drop((listener, stop));
    let ended = async { while connections.join_next().await.is_some() {} };
    if timeout(GRACE, ended).await.is_err() {
        tracing::warn!("requests were still open at the end of the grace time");
    }
    Ok(())
}

/// What a connection reads and writes, with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Done when the process is asked to stop: Ctrl-C, or SIGTERM. It counts from the call on, not only
/// from when it is first awaited: a server that has answered can be stopped.
///
/// # Panics
/// Outside of a tokio runtime.
pub fn shutdown_signal() -> impl Future<Output = ()> + Send + use<> {
    #[cfg(unix)]
    let listening = (
        signal::unix::signal(signal::unix::SignalKind::terminate()),
        signal::unix::signal(signal::unix::SignalKind::interrupt()),
    );
    async move {
        #[cfg(unix)]
        if let (Ok(mut terminate), Ok(mut interrupt)) = listening {
            tokio::select! {
                _ = interrupt.recv() => return,
                _ = terminate.recv() => return,
            }
        }
        // Where there are no signals at all, stopping at once is better than never.
        let _ = signal::ctrl_c().await;
    }
}

/// Prints `Error: …` with all causes in one line to standard error; the exit code is 1.
pub fn fail(error: impl Into<anyhow::Error>) -> ExitCode {
    // With standard error closed, the exit code still tells.
    let _ = writeln!(io::stderr(), "{}", error_line(&error.into()));
    ExitCode::FAILURE
}

fn error_line(error: &anyhow::Error) -> String {
    format!("Error: {error:#}").replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn an_occupied_port_says_what_to_do() {
        let all = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        let taken = bind(all, 0).unwrap();
        let port = taken.local_addr().unwrap().port();

        let error = bind(all, port).unwrap_err();

        assert_eq!(
            error_line(&error),
            format!(
                "Error: EADDRINUSE: address already in use :::{port}. Set PORT to another port, \
                 or stop the program that uses this one."
            )
        );
    }

    #[test]
    fn an_address_of_another_machine_is_one_clear_error() {
        let error = bind("192.0.2.1".parse().unwrap(), 0).unwrap_err();

        assert!(error_line(&error).starts_with("Error: could not listen on 192.0.2.1:0: "));
    }

    #[test]
    fn an_error_and_its_causes_are_one_line() {
        let error = anyhow!("two\nlines").context("middle").context("outer");

        assert_eq!(error_line(&error), "Error: outer: middle: two lines");
    }

    /// Connects, sends this, and gives back what comes until the server closes.
    async fn sent_and_never_finished(text: &str) -> String {
        let listener = bind(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(async || "hello");
        let never = std::future::pending();
        let server = tokio::spawn(serve(
            listener,
            router,
            None,
            ConnectionLimits::default(),
            never,
        ));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(text.as_bytes()).await.unwrap();

        let mut answer = Vec::new();
        let closed = tokio::time::timeout(LONG, client.read_to_end(&mut answer)).await;

        server.abort();
        closed.expect("the server closes the connection").unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn a_client_that_sends_nothing_is_cut_off() {
        assert_eq!(sent_and_never_finished("").await, "");
    }

    #[tokio::test]
    async fn a_client_that_begins_to_speak_http_2_and_stalls_is_cut_off() {
        assert_eq!(sent_and_never_finished("PRI * HTTP").await, "");
    }

    #[tokio::test]
    async fn a_client_that_never_ends_its_head_is_cut_off() {
        let endless = "GET / HTTP/1.1\r\nHost: example.com\r\nX-Slow: ";

        assert_eq!(sent_and_never_finished(endless).await, "");
    }

    #[tokio::test]
    async fn a_connection_that_idles_after_its_answer_is_closed() {
        let answer = sent_and_never_finished("GET / HTTP/1.1\r\nHost: example.com\r\n\r\n").await;

        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("hello"),
            "{answer}"
        );
    }

    /// A body without end, and a word when nobody wants more of it.
    struct Endless(Option<oneshot::Sender<()>>);

    impl Drop for Endless {
        fn drop(&mut self) {
            let _ = self.0.take().map(|gone| gone.send(()));
        }
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_of_its_answer_is_cut_off() {
        let listener = bind(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
        let address = listener.local_addr().unwrap();
        let (gone, cut) = oneshot::channel();
        let once = Arc::new(Mutex::new(Some(gone)));
        let router = Router::new().fallback(async move || {
            let endless = Endless(once.lock().unwrap().take());
            let parts = futures_util::stream::repeat_with(move || {
                let _kept = &endless;
                Ok::<_, std::convert::Infallible>(vec![b'x'; 64 * 1024])
            });
            axum::body::Body::from_stream(parts)
        });
        let never = std::future::pending();
        let limits = ConnectionLimits::default();
        let server = tokio::spawn(serve(listener, router, None, limits, never));
        let mut client = TcpStream::connect(address).await.unwrap();
        client
            .write_all(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
            .await
            .unwrap();

        let cut = tokio::time::timeout(LONG, cut).await;

        server.abort();
        cut.expect("the server gives up").unwrap();
        drop(client);
    }

    #[tokio::test]
    async fn requests_that_hang_at_the_stop_end_with_the_grace_time() {
        let listener = bind(Ipv4Addr::LOCALHOST.into(), 0).unwrap();
        let address = listener.local_addr().unwrap();
        let (entered, inside) = oneshot::channel();
        let entered = Arc::new(Mutex::new(Some(entered)));
        let router = Router::new().fallback(async move || {
            let entered = entered.lock().unwrap().take();
            entered.expect("one request").send(()).unwrap();
            std::future::pending::<()>().await;
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let server = tokio::spawn(serve(
            listener,
            router,
            None,
            ConnectionLimits::default(),
            stopped,
        ));
        let mut client = TcpStream::connect(address).await.unwrap();
        client
            .write_all(b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n")
            .await
            .unwrap();
        inside.await.unwrap();

        stop.send(()).unwrap();

        tokio::time::timeout(LONG, server)
            .await
            .expect("the server stops")
            .unwrap()
            .unwrap();
    }
}

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use server_kit::serve::{ConnectionLimits, bind, serve};
use server_kit::tls::{self, TlsFiles};
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;

use crate::wire;

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const SOON: Duration = Duration::from_secs(20);

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    fn start(host: IpAddr, router: Router, tls: Option<TlsFiles>) -> Self {
        let listener = bind(host, 0).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async { drop(stopped.await) };
        Self {
            address,
            stop,
            server: tokio::spawn(serve(
                listener,
                router,
                tls,
                ConnectionLimits::default(),
                stopped,
            )),
        }
    }

    async fn stop(self) {
        drop(self.stop);
        tokio::time::timeout(SOON, self.server)
            .await
            .expect("it stops")
            .unwrap()
            .unwrap();
    }
}

fn peer_app() -> Router {
    let peer = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string();
    Router::new().route("/", get(peer))
}

/// A certificate for localhost that signs itself.
fn self_signed(folder: &Path) -> TlsFiles {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = TlsFiles {
        cert: folder.join("cert.pem"),
        key: folder.join("key.pem"),
    };
    fs::write(&files.cert, made.cert.pem()).unwrap();
    fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    files
}

fn get_over_tls(address: SocketAddr, cert: &Path) -> String {
    let mut roots = RootCertStore::empty();
    roots
        .add(rustls::pki_types::CertificateDer::from_pem_file(cert).unwrap())
        .unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    wire::get(StreamOwned::new(
        connection,
        TcpStream::connect(address).unwrap(),
    ))
}

#[tokio::test]
async fn handlers_see_the_peer() {
    let running = Running::start(LOCALHOST, peer_app(), None);

    let answer = wire::get_from(running.address).await;

    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n127.0.0.1"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn the_unspecified_address_answers_on_ipv4() {
    let running = Running::start(Ipv6Addr::UNSPECIFIED.into(), peer_app(), None);
    let address = SocketAddr::new(LOCALHOST, running.address.port());

    let answer = wire::get_from(address).await;

    assert!(answer.contains("127.0.0.1"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn tls_is_served_from_certificate_files() {
    tls::install_default();
    tls::install_default();
    let folder = tempfile::tempdir().unwrap();
    let files = self_signed(folder.path());
    let running = Running::start(LOCALHOST, peer_app(), Some(files.clone()));

    let address = running.address;
    let answer = tokio::task::spawn_blocking(move || get_over_tls(address, &files.cert)).await;

    let answer = answer.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("127.0.0.1"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_key_of_another_certificate_is_one_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let files = TlsFiles {
        cert: self_signed(folder.path()).cert,
        key: self_signed(other.path()).key,
    };
    let listener = bind(LOCALHOST, 0).unwrap();

    let ended = serve(
        listener,
        peer_app(),
        Some(files),
        ConnectionLimits::default(),
        std::future::pending(),
    )
    .await;

    let error = format!("{:#}", ended.unwrap_err());
    assert!(
        error.starts_with("TLS_CERT and TLS_KEY cannot be used together: "),
        "{error}"
    );
}

#[tokio::test]
async fn open_requests_are_answered_after_the_signal_to_stop() {
    let (entered, inside) = oneshot::channel();
    let (leave, left) = oneshot::channel::<()>();
    let once = Arc::new(Mutex::new(Some((entered, left))));
    let slow = async move || {
        let (entered, left) = once.lock().await.take().expect("one request");
        entered.send(()).unwrap();
        left.await.unwrap();
        "answered"
    };
    let running = Running::start(LOCALHOST, Router::new().route("/", get(slow)), None);
    let address = running.address;
    let request = tokio::spawn(wire::get_from(address));
    inside.await.unwrap();

    let stopped = tokio::spawn(running.stop());
    refused(address).await;
    leave.send(()).unwrap();

    assert!(request.await.unwrap().ends_with("answered"));
    stopped.await.unwrap();
}

/// Returns when nobody listens there any more.
async fn refused(address: SocketAddr) {
    let gone = async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, gone)
        .await
        .expect("the listener closes");
}

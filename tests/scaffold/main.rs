//! Layer 6: what the project's own commands write builds, passes its checks and serves.
//!
//! `cargo xtask test` sets `SWITCHBOARD_BIN_DIR`; what is built goes into the target folder that
//! it is in, so that the dependencies are there already.

#![cfg(test)]

mod checkout;

use std::time::Duration;

use checkout::{Checkout, free_port, wait_for};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_server_passes_lint_and_tests_and_an_ejected_one_serves() {
    let checkout = Checkout::new();

    checkout.cargo(&["xtask", "new-server", "hello"]);
    checkout.cargo(&["xtask", "lint"]);
    checkout.cargo(&["test", "--quiet", "--package", "hello"]);
    checkout.cargo(&["test", "--quiet", "--package", "demo"]);
    let scenarios = ["test", "--quiet", "--workspace", "--test", "it", "hello::"];
    checkout.cargo(&scenarios);

    let folder = checkout.folder("ejected");
    checkout.cargo(&["xtask", "eject", "callback-scheduler", folder.as_str()]);
    let ejected = checkout.at("ejected");
    ejected.cargo(&["build", "--quiet", "--package", "callback-scheduler"]);
    let port = free_port();
    let mut server = ejected.start("callback-scheduler", port);
    let ready = format!("http://127.0.0.1:{port}/readyz");
    let answer = wait_for(&ready, Duration::from_secs(30)).await;
    server
        .kill()
        .and_then(|()| server.wait())
        .expect("the server runs");
    assert!(answer, "the ejected server did not get ready");
}

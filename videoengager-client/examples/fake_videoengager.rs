//! Serves the fake VideoEngager until Ctrl-C.
//!
//! ```text
//! cargo run -p videoengager-client --example fake_videoengager --features test-util -- 127.0.0.1:4011
//! ```
//!
//! Without an address it takes a free port of loopback.

use std::net::SocketAddr;

use videoengager_client::fake::FakeVideoEngager;

#[tokio::main]
#[expect(
    clippy::print_stdout,
    reason = "the address and the credentials are its output"
)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let video = match std::env::args().nth(1) {
        Some(addr) => FakeVideoEngager::bind(addr.parse::<SocketAddr>()?).await?,
        None => FakeVideoEngager::start().await,
    };
    println!("VE_DOMAIN={}", video.url());
    println!("VE_PAK={}", FakeVideoEngager::PAK);
    println!("VE_EXTERNAL_ID={}", FakeVideoEngager::EXTERNAL_ID);
    println!("VE_EMAIL={}", FakeVideoEngager::EMAIL);
    println!("# its password: {}", FakeVideoEngager::PASSWORD);
    println!("# the tenant: {}", FakeVideoEngager::TENANT_ID);
    tokio::signal::ctrl_c().await?;
    Ok(())
}

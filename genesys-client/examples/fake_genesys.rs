//! Serves a fake Genesys Cloud organisation until Ctrl-C.
//!
//! `cargo run -p genesys-client --example fake_genesys -- 127.0.0.1:4012`
//!
//! Point your application or the vendor's SDK at the printed address as at a gateway.
//! Without an address it takes a free port of loopback.

#![expect(clippy::print_stdout, reason = "the program prints where it serves")]

use std::{error::Error, net::SocketAddr};

use genesys_client::fake::FakeGenesys;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let genesys = match std::env::args().nth(1) {
        Some(addr) => FakeGenesys::bind(addr.parse::<SocketAddr>()?).await?,
        None => FakeGenesys::start().await,
    };
    println!("url            {}", genesys.url());
    println!("client id      {}", FakeGenesys::CLIENT_ID);
    println!("client secret  {}", FakeGenesys::CLIENT_SECRET);
    println!("queue id       {}", FakeGenesys::QUEUE_ID);
    println!("script id      {}", FakeGenesys::SCRIPT_ID);
    println!("integration id {}", FakeGenesys::INTEGRATION_ID);
    println!("webhook secret {}", FakeGenesys::WEBHOOK_SECRET);
    tokio::signal::ctrl_c().await?;
    Ok(())
}

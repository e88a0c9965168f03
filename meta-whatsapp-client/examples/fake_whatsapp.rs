//! Serves the fake WhatsApp until Ctrl-C.
//!
//! ```text
//! cargo run -p meta-whatsapp-client --example fake_whatsapp --features test-util -- 127.0.0.1:4013
//! ```
//!
//! Without an address it takes a free port of loopback.

use std::net::SocketAddr;

use meta_whatsapp_client::fake::FakeWhatsApp;

#[tokio::main]
#[expect(
    clippy::print_stdout,
    reason = "the address and the credentials are its output"
)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let whatsapp = match std::env::args().nth(1) {
        Some(addr) => FakeWhatsApp::bind(addr.parse::<SocketAddr>()?).await?,
        None => FakeWhatsApp::start().await,
    };
    println!(
        "# instead of https://graph.facebook.com: {}",
        whatsapp.url()
    );
    println!("META_ACCESS_TOKEN={}", FakeWhatsApp::TOKEN);
    println!("META_PHONE_NUMBER_ID={}", FakeWhatsApp::PHONE_NUMBER_ID);
    println!("META_APP_SECRET={}", FakeWhatsApp::APP_SECRET);
    println!("META_VERIFY_TOKEN={}", FakeWhatsApp::VERIFY_TOKEN);
    println!("# the business account: {}", FakeWhatsApp::WABA_ID);
    tokio::signal::ctrl_c().await?;
    Ok(())
}

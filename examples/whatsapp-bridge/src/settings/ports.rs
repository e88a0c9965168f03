//! Where each service listens.

/// The ports of the services; `PORT` is the gateway's.
#[derive(clap::Args, Clone, Debug)]
pub struct Ports {
    /// Port of the WhatsApp webhook; 0 for a free one, which the log names.
    #[arg(long, env = "WHATSAPP_WEBHOOK_PORT", default_value = "3009")]
    pub whatsapp_webhook_port: u16,
    /// Port of the Genesys webhook.
    #[arg(long, env = "GENESYS_WEBHOOK_PORT", default_value = "3011")]
    pub genesys_webhook_port: u16,
    /// Port of the inbound transformer.
    #[arg(long, env = "INBOUND_PORT", default_value = "3002")]
    pub inbound_port: u16,
    /// Port of the outbound transformer.
    #[arg(long, env = "OUTBOUND_PORT", default_value = "3003")]
    pub outbound_port: u16,
    /// Port of the auth service.
    #[arg(long, env = "AUTH_PORT", default_value = "3004")]
    pub auth_port: u16,
    /// Port of the state manager.
    #[arg(long, env = "STATE_PORT", default_value = "3005")]
    pub state_port: u16,
    /// Port of the dashboard.
    #[arg(long, env = "DASHBOARD_PORT", default_value = "3006")]
    pub dashboard_port: u16,
    /// Serve everything on PORT: the dashboard at /, the services at their own paths.
    #[arg(long, env = "SINGLE_PORT", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub single_port: bool,
}

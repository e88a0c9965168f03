//! How messages are handed on, and how long things are kept.

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use url::Url;

use super::{parse_span, parse_template};

/// When a customer sees that a message was read.
#[derive(
    clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum MarkRead {
    /// When the agent answers.
    OnReply,
    /// When Genesys Cloud has the message.
    OnDelivery,
    /// Never.
    Never,
}

/// What is done with a message to the customer that may have been sent before a crash.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResendPolicy {
    /// Send it again: it arrives, perhaps twice.
    Resend,
    /// Park it: it arrives once, or not at all.
    Park,
}

/// The settings of the work.
#[derive(clap::Args, Clone, Debug)]
pub struct BridgeArguments {
    /// When a customer sees that a message was read. Can be changed while the server runs.
    #[arg(long, env = "MARK_READ", default_value = "on_reply")]
    pub mark_read: MarkRead,
    /// Agent messages older than this are not sent: s, m, h or d. Can be changed while the
    /// server runs.
    #[arg(long, env = "OUTBOUND_MAX_AGE", default_value = "1h", value_parser = parse_span)]
    pub outbound_max_age: TimeDelta,
    /// Template that is sent once when an agent writes after the 24 hours, as name:language, or
    /// name:language:marketing if customers may have stopped it. Can be changed while the
    /// server runs. [default: none, the agent is told]
    #[arg(long, env = "REENGAGE_TEMPLATE", value_parser = parse_template)]
    pub reengage_template: Option<String>,
    /// Templates that agents may send with {{TEMPLATE:name}}, comma-separated.
    #[arg(long, env = "TEMPLATES_ALLOWED", value_delimiter = ',')]
    pub templates_allowed: Vec<String>,
    /// Language of templates that are sent without one.
    #[arg(long, env = "TEMPLATE_LANGUAGE", default_value = "en")]
    pub template_language: String,
    /// The zone of the times that customers choose from, as an IANA name.
    #[arg(long, env = "BUSINESS_TIME_ZONE", default_value = "UTC", value_parser = time_zone)]
    pub business_time_zone: Tz,
    /// What is done with messages to customers that may have been sent before a crash.
    #[arg(long, env = "RESEND_POLICY", default_value = "resend")]
    pub resend_policy: ResendPolicy,
    /// Address at which Genesys Cloud fetches customers' files. [default: PUBLIC_URL]
    #[arg(long, env = "MEDIA_PUBLIC_URL")]
    pub media_public_url: Option<Url>,
    /// How long the address of a file works.
    #[arg(long, env = "MEDIA_LIFE", default_value = "24h", value_parser = parse_span)]
    pub media_life: TimeDelta,
    /// The largest file that is handed on, in bytes.
    #[arg(long, env = "MEDIA_MAX_BYTES", default_value_t = 100 * 1024 * 1024)]
    pub media_max_bytes: u64,
    /// Calls that may be under way at once, for each route and direction.
    #[arg(long, env = "CALLS_AT_ONCE", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=512))]
    pub calls_at_once: u16,
    /// How long texts and files are kept after they were delivered.
    #[arg(long, env = "KEEP_BODIES", default_value = "24h", value_parser = parse_span)]
    pub keep_bodies: TimeDelta,
    /// How long parked messages are kept.
    #[arg(long, env = "KEEP_PARKED", default_value = "7d", value_parser = parse_span)]
    pub keep_parked: TimeDelta,
    /// How long the hashes of message ids are kept: Meta sends again for seven days.
    #[arg(long, env = "KEEP_IDS", default_value = "8d", value_parser = parse_span)]
    pub keep_ids: TimeDelta,
    /// How long a customer is known after the last message.
    #[arg(long, env = "KEEP_MAPPINGS", default_value = "90d", value_parser = parse_span)]
    pub keep_mappings: TimeDelta,
}

impl BridgeArguments {
    /// How far the clock of the business is from UTC at a time.
    #[must_use]
    pub fn utc_offset(&self, at: DateTime<Utc>) -> FixedOffset {
        let offset = self
            .business_time_zone
            .offset_from_utc_datetime(&at.naive_utc());
        offset.fix()
    }
}

fn time_zone(name: &str) -> Result<Tz, String> {
    let zone = name.trim().parse();
    zone.map_err(|_| "expected an IANA name such as Europe/Rome".to_owned())
}

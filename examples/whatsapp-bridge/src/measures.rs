//! What `/metrics` counts, announced at start.

use server_kit::metrics::counter;

use crate::services::delivery;

/// Describes every metric of this server.
pub(crate) fn announce() {
    delivery::announce();
    let name = "whatsapp_bridge_rate_limited_total";
    counter(name, "Requests refused by a rate limit");
}

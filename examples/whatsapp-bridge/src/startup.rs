//! What is told when the server starts.

use crate::state::AppState;

/// Tells what runs, and warns about what is fine for a trial and not for customers.
pub fn tell(state: &AppState) {
    for link in state.links.iter() {
        let (route, region) = (&link.route.name, &link.route.region);
        let number = &link.route.phone_number_id;
        tracing::info!(%route, phone_number_id = %number, %region, "route");
    }
    if state.sandbox {
        tracing::warn!("sandbox: fakes stand in for WhatsApp and Genesys Cloud");
        return;
    }
    if state.service_token.is_none() {
        tracing::info!("no SERVICE_TOKEN: the internal endpoints are for this machine");
    }
    if !state.public_url.starts_with("https:") {
        tracing::warn!(
            "PUBLIC_URL is not https: no vendor sends webhooks there, nor fetches files"
        );
    }
}

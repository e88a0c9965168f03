//! Management: requests as sent, successes, vendor errors, paging.

mod account;
mod analytics;
mod apps;
mod blocked;
mod calls;
mod canned;
mod debug;
mod errors;
mod flows;
mod groups;
mod numbers;
mod paging;
mod profile;
mod qr;
mod template_bodies;
mod templates;
mod tokens;
mod with_fake;

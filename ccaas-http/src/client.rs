//! Sending one request: the only place that knows reqwest.

mod call;
mod clock;
mod exchange;
mod http_client;
mod retry;
mod template;
mod token;
mod token_cache;

pub use call::Call;
pub use clock::Clock;
pub use http_client::{BuildError, HttpClient, HttpClientBuilder, Timeouts, reqwest_client};
pub use retry::RetryPolicy;
pub use token::{Token, TokenStore};
pub use token_cache::TokenCache;

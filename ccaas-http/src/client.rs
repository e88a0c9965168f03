//! Sending one request: the only place that knows reqwest.

mod call;
mod clock;
mod http_client;
mod retry;
mod template;
mod token;

pub use call::Call;
pub use clock::Clock;
pub use http_client::{BuildError, HttpClient, HttpClientBuilder, Timeouts, reqwest_client};
pub use retry::RetryPolicy;
pub use token::{Token, TokenCache, TokenStore};

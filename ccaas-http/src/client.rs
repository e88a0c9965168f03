//! Sending one request: the only place that knows reqwest.

mod attempt;
mod call;
mod clock;
mod exchange;
mod http_client;
mod multipart;
mod payload;
mod retry;
mod send_body;
#[cfg(feature = "socket")]
mod socket;
mod streamed;
mod template;
mod token;
mod token_cache;

pub use call::Call;
pub use clock::Clock;
pub use http_client::{BuildError, HttpClient, HttpClientBuilder, Timeouts, reqwest_client};
pub use multipart::Multipart;
pub use retry::RetryPolicy;
pub use send_body::{Chunks, SendBody};
#[cfg(feature = "socket")]
pub use socket::Socket;
pub use streamed::StreamedAnswer;
pub use token::{Token, TokenStore};
pub use token_cache::TokenCache;

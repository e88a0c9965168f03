//! Sending no faster than WhatsApp accepts
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput)).
//!
//! WhatsApp counts twice: what a business number sends and receives, 80 messages a second
//! unless Meta raised it, and what goes from it to one user, one message in six seconds with
//! bursts of 45. Whoever stays below gets no 130429 and no 131056.
//!
//! [`Limiter`] decides, with the time as an argument. [`FairQueue`] puts a queue before it,
//! in which no recipient waits behind the many messages of another. `Pacer` (feature
//! `client`) is that queue for async code:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(to: &str) -> Result<(), Box<dyn std::error::Error>> {
//! use meta_whatsapp_client::pacing::{Pacer, PacingLimits};
//!
//! let pacer = Pacer::new(PacingLimits::default());
//! pacer.admit(to).await?;
//! // Send to `to`; if that fails, `pacer.report(to, &error)` slows down what has to be.
//! # Ok(())
//! # }
//! ```
//!
//! One limiter is for one business number. It counts in this process only: several
//! processes that send from one number share its rate by settings.

mod fair_queue;
mod limiter;
mod limits;

#[cfg(feature = "client")]
mod pacer;
#[cfg(test)]
mod properties;

pub use fair_queue::{FairQueue, Next, QueueFull};
pub use limiter::{Decision, Limiter};
pub use limits::PacingLimits;

#[cfg(feature = "client")]
pub use pacer::Pacer;

//! Sending no faster than WhatsApp accepts
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput)).
//!
//! WhatsApp counts twice: what a business number sends and receives, 80 messages a second
//! unless Meta raised it, and what goes from it to one user, one message in six seconds. Up to
//! 45 may go within six seconds, but they are borrowed: after 20 the user gets nothing for two
//! minutes. What was admitted is below both; the network may still bring messages closer
//! together than they were sent, so 130429 and 131056 become rare, and are to be reported.
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
mod pairs;
mod pause;
mod time;

#[cfg(feature = "client")]
mod pacer;
#[cfg(test)]
mod properties;

pub use fair_queue::{FairQueue, Next, QueueFull, Ticket};
pub use limiter::{Decision, Limiter};
pub use limits::PacingLimits;

#[cfg(feature = "client")]
pub use pacer::Pacer;

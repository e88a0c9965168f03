//! A client of somebody else's lookup API.

mod api_error;
mod builder;
mod cache;
mod fetch;
mod limiter;
mod wire;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use ccaas_http::Clock;
use url::Url;

pub use api_error::{ApiError, Error};
pub use builder::{LookupBuildError, LookupClientBuilder, LookupCredential};

use crate::{Caller, LookUpCaller, Lookup, Miss, PhoneReader, Unknown, UnknownReason, clean};
use cache::{Begin, Cache, Ticket};
use fetch::Fetch;
use limiter::Limiter;

/// Looks callers up at a lookup API, and never keeps a call waiting; cheap to clone.
///
/// An answer comes within the budget (2 s), whatever happens. Answers are kept: a case for
/// 5 minutes, that there is none for 30 s; lookups of one number at the same time are one
/// request. At most 1,000 requests a minute are sent; further lookups are answered at once.
///
/// The number is sent by POST, so that it is in no log of URLs. A service that answers POST
/// with 405, 501, or a 404 that is not the documented miss is asked by GET, from then on.
/// Nothing is repeated: the caller waits, and each request counts.
#[derive(Clone)]
pub struct LookupClient {
    inner: Arc<Inner>,
}

struct Inner {
    fetch: Fetch,
    reader: PhoneReader,
    limiter: Limiter,
    cache: Arc<Cache>,
    clock: Clock,
    keep: Keep,
    budget: Duration,
}

/// How long answers are kept.
#[derive(Clone, Copy)]
struct Keep {
    hits: Duration,
    misses: Duration,
}

impl LookupClient {
    /// Settings for a client of the service at `base`, such as `https://crm.example.com`.
    ///
    /// `reader` knows the region of numbers without a country code: numbers that it reads as
    /// the same one share an answer.
    pub fn builder(
        base: Url,
        credential: LookupCredential,
        reader: PhoneReader,
    ) -> LookupClientBuilder {
        LookupClientBuilder::new(base, credential, reader)
    }

    /// Looks up who calls from `phone`; never fails, and says why if it does not know.
    ///
    /// A caller who withholds the number is a miss, without a request.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub async fn lookup_or_unknown(&self, phone: &str) -> Lookup {
        let inner = &self.inner;
        let key = match inner.reader.read(phone) {
            Ok(Caller::Number(key)) => key,
            Ok(Caller::Withheld) => return Lookup::Miss(Miss::new(phone)),
            Err(_) => return Unknown::new(UnknownReason::NotANumber).into(),
        };
        let mut answer = match inner.cache.begin(key, inner.clock.now()) {
            Begin::Known(found) => return found,
            Begin::Wait(answer) => answer,
            Begin::Fly(ticket) => {
                let answer = ticket.answer();
                self.start(ticket, clean(phone).into_owned());
                answer
            }
        };
        let found = answer.wait_for(Option::is_some).await;
        let found = found.ok().and_then(|found| found.clone());
        // The request's task ended without an answer: the runtime shuts down.
        found.unwrap_or_else(|| Unknown::new(UnknownReason::Unreachable).into())
    }

    /// Forgets what is known of `phone`: the next lookup asks the service.
    ///
    /// For an application that has just saved a new case of that number.
    pub fn forget(&self, phone: &str) {
        if let Ok(Caller::Number(key)) = self.inner.reader.read(phone) {
            self.inner.cache.forget(key);
        }
    }

    /// Asks the service in a task of its own: it goes on when the first who asked goes away.
    fn start(&self, ticket: Ticket, phone: String) {
        let inner = Arc::clone(&self.inner);
        tokio::spawn(async move {
            let found = inner.ask(&phone).await;
            let keep = match &found {
                Lookup::Hit(hit) if !hit.is_stale() => Some(inner.keep.hits),
                Lookup::Hit(_) | Lookup::Miss(_) => Some(inner.keep.misses),
                Lookup::Unknown(_) => None,
            };
            ticket.land(found, keep, inner.clock.now());
        });
    }
}

impl Inner {
    async fn ask(&self, phone: &str) -> Lookup {
        tokio::select! {
            biased;
            found = self.fetch.ask(phone, &self.limiter, &self.clock) => found,
            () = self.clock.sleep(self.budget) => Unknown::new(UnknownReason::TimedOut).into(),
        }
    }
}

#[async_trait]
impl LookUpCaller for LookupClient {
    async fn look_up(&self, phone: &str) -> Lookup {
        self.lookup_or_unknown(phone).await
    }
}

impl fmt::Debug for LookupClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookupClient")
            .field("host", &self.inner.fetch.host())
            .finish_non_exhaustive()
    }
}

//! A request to book: known already, or a new record that the runner takes over.

use std::sync::Arc;

use ccaas_http::Pii;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use server_kit::{keys::random_token, seal::token_hash};

use super::{Answer, Contact, Details, Failure, KeptAnswer, Saga, What, causes, run::Flow};
use crate::{
    booking::{Booking, Sealed, State},
    request::BookingRequest,
    store::{Begun, Fingerprints, Keyed, Which},
};

/// A valid request to book, and how it is recognised when it is sent again.
#[derive(Debug)]
pub struct NewBooking {
    /// What the customer wants.
    pub request: BookingRequest,
    /// What makes the request the same one: a key, or address and body.
    pub key: Pii<Vec<u8>>,
    /// Who made the key, which decides how long it is remembered.
    pub keyed: Keyed,
    /// The body, in a form that does not depend on spaces or the order of fields.
    pub body: Pii<Vec<u8>>,
}

/// How a request to book ended.
#[derive(Debug)]
pub enum Booked {
    /// Booked now, or by the same request before.
    Answer(Box<Answer>),
    /// It failed.
    Failed(Failure),
    /// Whether the callback exists is unknown; the customer can look here how it went on.
    Unconfirmed {
        /// The page of the booking, as long as its token is kept.
        manage_url: Option<String>,
    },
    /// The same request is still being worked on.
    InFlight,
    /// The key was used with another body.
    KeyReused,
}

impl Saga {
    /// Books. Runs to its end even if the caller goes away.
    pub async fn book(self: &Arc<Self>, new: NewBooking) -> Booked {
        let saga = Arc::clone(self);
        let flow = async move { saga.book_to_the_end(new).await };
        // A flow that broke off may have come as far as the callback.
        let broken = Booked::Unconfirmed { manage_url: None };
        Self::to_the_end(flow).await.unwrap_or(broken)
    }

    async fn book_to_the_end(self: &Arc<Self>, new: NewBooking) -> Booked {
        let now = self.clock.now();
        let number = new.request.phone.e164();
        let prints = Fingerprints {
            keyed: new.keyed,
            key: self.sealer.hashes("key", new.key.expose()),
            body: self.sealer.hashes("body", new.body.expose()),
            number: self.sealer.hashes("number", number.as_bytes()),
        };
        let (mut booking, contact) = self.record(&new, &prints, now);
        // What is left after the first part is for undoing or linking, so that the answer
        // is in time.
        let flow = Flow::new(Some(contact), self.terms.time_limit, [0.75, 0.93]);
        // Held before it is on disk, so that the background never takes it for an orphan.
        let Some(hold) = self.holds.hold(&booking.id) else {
            return Booked::InFlight;
        };
        // What is left unfinished is the background's, as soon as this ends.
        let _hold = hold.telling();
        match self
            .store
            .begin(&booking, &prints, self.terms.max_open_bookings, now)
            .await
        {
            Ok(Begun::New) => {}
            Ok(Begun::InFlight) => return Booked::InFlight,
            Ok(Begun::KeyReused) => return Booked::KeyReused,
            Ok(Begun::TooManyOpen) => return Booked::Failed(Failure::TooManyOpen),
            Ok(Begun::Known(known)) => return self.known(&known, now),
            Err(error) => {
                tracing::error!(error = %causes(&error), "could not write a new booking");
                count("storage_failed");
                return Booked::Failed(Failure::Storage);
            }
        }
        let told = self.run(&mut booking, What::Begun, &flow).await;
        count(match told {
            None => "booked",
            Some(Failure::VideoSignIn) => "video_sign_in_failed",
            Some(Failure::Meeting) => "meeting_failed",
            Some(Failure::CallbackSignIn) => "callback_sign_in_failed",
            Some(Failure::Callback) => "callback_failed",
            Some(Failure::Unconfirmed | Failure::Unsaved) => "unconfirmed",
            Some(_) => "storage_failed",
        });
        match told {
            None => self.known(&booking, self.clock.now()),
            // The record says `callback_created`: the background finishes it.
            Some(Failure::Unconfirmed | Failure::Unsaved) => self.unconfirmed(&booking),
            Some(failure) => Booked::Failed(failure),
        }
    }

    /// Steps 2 and 3: the anonymous id, and the sealed record.
    fn record(
        &self,
        new: &NewBooking,
        prints: &Fingerprints,
        now: DateTime<Utc>,
    ) -> (Booking, Contact) {
        let request = &new.request;
        let id = random_token();
        let manage_token = random_token();
        let day = now + TimeDelta::hours(24);
        let key_until = match new.keyed {
            Keyed::ByClient => day,
            Keyed::ByUs => now + TimeDelta::minutes(10),
        };
        let slot_at = request.desired_time;
        let number_until = match self.terms.keep_until_slot {
            true => slot_at + TimeDelta::hours(24),
            false => day,
        };
        let subject = request.subject.as_ref();
        let details = Details {
            first_name: request.first_name.expose().clone(),
            last_name: request.last_name.expose().clone(),
            subject: subject.map(|subject| subject.expose().clone()),
        };
        let manage_hash = token_hash(&manage_token);
        let kept = KeptAnswer {
            manage_token,
            answer: None,
        };
        let booking = Booking {
            revision: 0,
            state: State::CreatingMeeting,
            customer_id: format!("cust_{}", random_token()),
            created_at: now,
            slot_at,
            meeting_id: None,
            callback_id: None,
            callback_at: now,
            linked: false,
            moves: 0,
            pending: None,
            attempts: 0,
            next_attempt_at: now,
            note: None,
            key_hash: prints.key[0].clone(),
            key_until,
            body_hash: prints.body[0].clone(),
            number_hash: prints.number[0].clone(),
            manage_hash,
            details: self.sealed(&id, "details", &details, day),
            number: self.sealed(&id, "number", &request.phone.e164(), number_until),
            link: None,
            answer: self.sealed(&id, "answer", &kept, day),
            id,
        };
        let contact = Contact {
            number: request.phone.clone(),
            subject: request.subject.clone(),
        };
        (booking, contact)
    }

    fn sealed(
        &self,
        id: &str,
        field: &str,
        value: &impl Serialize,
        until: DateTime<Utc>,
    ) -> Sealed {
        let bytes = Some(self.sealer.seal(id, field, value));
        Sealed { bytes, until }
    }

    /// The answer to a request that was made before, even if it would not be valid now:
    /// its time may have come since.
    pub async fn recall(&self, key: &[u8], keyed: Keyed, body: &[u8]) -> Option<Booked> {
        let now = self.clock.now();
        let bodies = self.sealer.hashes("body", body);
        for hash in self.sealer.hashes("key", key) {
            let found = self.store.find(Which::Key(&hash, keyed, now)).await.ok()?;
            if let Some(known) = found.iter().find(|one| bodies.contains(&one.body_hash)) {
                return Some(if known.state.is_in_flight() {
                    Booked::InFlight
                } else {
                    self.known(known, now)
                });
            }
        }
        None
    }

    /// The answer to a request whose booking is on record.
    fn known(&self, booking: &Booking, now: DateTime<Utc>) -> Booked {
        match self.answer(booking, now) {
            Some(answer) => Booked::Answer(Box::new(answer)),
            None => self.unconfirmed(booking),
        }
    }

    fn unconfirmed(&self, booking: &Booking) -> Booked {
        let kept = self.kept(booking, self.clock.now());
        Booked::Unconfirmed {
            manage_url: kept.map(|kept| self.manage_url(&kept.manage_token)),
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("callback_scheduler_bookings_total", "outcome" => outcome).increment(1);
}

//! The seven steps of a booking.

use std::sync::Arc;

use ccaas_http::Pii;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;
use videoengager_client::{CreateSchedule, ScheduleId, UpdateSchedule};

use super::{
    Answer, Contact, Details, Failure, Hold, KeptAnswer, Saga,
    verdict::{Verdict, causes, verdict},
    within,
};
use crate::{
    booking::{Booking, Sealed, State},
    request::{BookingRequest, wire_time},
    seal::{random_token, token_hash},
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
    /// The same request is still being worked on.
    InFlight,
    /// The key was used with another body.
    KeyReused,
}

impl Saga {
    /// Books. Runs to its end even if the caller goes away.
    pub async fn book(self: &Arc<Self>, new: NewBooking) -> Booked {
        let saga = Arc::clone(self);
        let span = tracing::Span::current();
        let task = tokio::spawn(tracing::Instrument::instrument(
            async move { saga.book_to_the_end(new).await },
            span,
        ));
        // A task that broke off may have come as far as the callback.
        task.await.unwrap_or(Booked::Failed(Failure::Unconfirmed))
    }

    async fn book_to_the_end(self: &Arc<Self>, new: NewBooking) -> Booked {
        let started = Instant::now();
        let now = self.clock.now();
        let prints = Fingerprints {
            keyed: new.keyed,
            key: self.sealer.hashes("key", new.key.expose()),
            body: self.sealer.hashes("body", new.body.expose()),
            number: self
                .sealer
                .hashes("number", new.request.phone.e164().as_bytes()),
        };
        let (mut booking, contact) = self.record(&new, &prints, now);
        // Held before it is on disk, so that the background never takes it for an orphan.
        let Some(hold) = self.hold(&booking.id) else {
            return Booked::InFlight;
        };
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
                count(&Err(Failure::Storage));
                return Booked::Failed(Failure::Storage);
            }
        }
        let outcome = self.run(&mut booking, &contact, started, &hold).await;
        count(&outcome);
        match outcome {
            Ok(()) => self.known(&booking, self.clock.now()),
            Err(failure) => Booked::Failed(failure),
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
        let number_until = if self.terms.keep_until_slot {
            slot_at + TimeDelta::hours(24)
        } else {
            day
        };
        let details = Details {
            first_name: request.first_name.expose().clone(),
            last_name: request.last_name.expose().clone(),
            subject: request
                .subject
                .as_ref()
                .map(|subject| subject.expose().clone()),
        };
        let seal_until = |bytes: Vec<u8>, until: DateTime<Utc>| Sealed {
            bytes: Some(bytes),
            until,
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
            details: seal_until(self.sealer.seal(&id, "details", &details), day),
            number: seal_until(
                self.sealer.seal(&id, "number", &request.phone.e164()),
                number_until,
            ),
            link: None,
            answer: seal_until(self.sealer.seal(&id, "answer", &kept), day),
            id,
        };
        let contact = Contact {
            number: request.phone.clone(),
            subject: request.subject.clone(),
        };
        (booking, contact)
    }

    /// Steps 4 to 7.
    async fn run(
        &self,
        booking: &mut Booking,
        contact: &Contact,
        started: Instant,
        _hold: &Hold,
    ) -> Result<(), Failure> {
        let limit = self.terms.time_limit;
        // What is left after this is for undoing or linking, so that the answer is in time.
        let forward = started + limit.mul_f32(0.75);
        let end = started + limit.mul_f32(0.93);
        self.create_meeting(booking, forward, end).await?;
        let created = self.create_callback(booking, contact, forward).await;
        if let Err(failure) = created {
            if booking.state == State::Compensating {
                within(end, self.compensate(booking)).await;
            }
            return Err(failure);
        }
        // If the answer cannot be saved, the record says `callback_created`: the background
        // finishes it.
        let link_end = end.min(Instant::now() + limit.mul_f32(0.33));
        self.link(booking, link_end)
            .await
            .map_err(|_| Failure::Unconfirmed)
    }

    /// Step 4.
    async fn create_meeting(
        &self,
        booking: &mut Booking,
        until: Instant,
        end: Instant,
    ) -> Result<(), Failure> {
        let mut wanted = CreateSchedule::new(booking.slot_at, self.terms.duration_minutes);
        wanted.customer_id = Some(booking.customer_id.clone());
        let (failure, note, may_exist) = match within(until, self.meetings.create(&wanted)).await {
            Some(Ok(schedule)) => {
                booking.meeting_id = Some(schedule.id.as_str().to_owned());
                match schedule.meeting_url() {
                    Some(url) => {
                        booking.link = Some(self.sealer.seal(&booking.id, "link", &url));
                        booking.enter(State::MeetingCreated, self.clock.now());
                        if self.save(booking).await.is_ok() {
                            return Ok(());
                        }
                        (Failure::Storage, "the record could not be written", true)
                    }
                    None => {
                        let text = "the meeting has no link for the visitor";
                        tracing::error!(booking = %booking.id, "{text}");
                        (Failure::Meeting, text, true)
                    }
                }
            }
            Some(Err(error)) => {
                let sign_in = verdict(&error) == Verdict::SignIn;
                let text = if sign_in {
                    "Failed to authenticate with VideoEngager"
                } else {
                    "could not create the video meeting"
                };
                tracing::error!(booking = %booking.id, error = %causes(&error), "{text}");
                let failure = if sign_in {
                    Failure::VideoSignIn
                } else {
                    Failure::Meeting
                };
                (failure, text, error.may_have_been_applied())
            }
            None => {
                tracing::error!(booking = %booking.id, "creating the video meeting took too long");
                (
                    Failure::Meeting,
                    "creating the video meeting took too long",
                    true,
                )
            }
        };
        booking.note = Some(note.to_owned());
        let next = if may_exist {
            State::Compensating
        } else {
            State::Failed
        };
        booking.enter(next, self.clock.now());
        // A record that cannot be saved says `creating_meeting`, which the background
        // treats alike.
        let _ = self.save(booking).await;
        if may_exist {
            within(end, self.compensate(booking)).await;
        }
        Err(failure)
    }

    /// Steps 6 and 7: tells the meeting its callback, and writes the answer.
    ///
    /// A link that fails, or hangs, is no failure of the booking: the document says so.
    pub(super) async fn link(&self, booking: &mut Booking, until: Instant) -> Result<(), Failure> {
        let (Some(meeting), Some(callback)) = (&booking.meeting_id, &booking.callback_id) else {
            return Err(Failure::NotPossible);
        };
        let change = UpdateSchedule {
            conversation_id: Some(callback.clone()),
            ..UpdateSchedule::default()
        };
        let id = ScheduleId::new(meeting.clone());
        let why = match within(until, self.meetings.update(&id, &change)).await {
            Some(Ok(_)) => None,
            Some(Err(error)) => Some(causes(&error)),
            None => Some("it took too long".to_owned()),
        };
        booking.linked = why.is_none();
        if let Some(error) = why {
            tracing::warn!(
                booking = %booking.id,
                error,
                "could not link the video meeting to its callback; the booking stands without"
            );
        }
        let now = self.clock.now();
        if let (Some(mut kept), Some(video_url)) =
            (self.kept(booking, now), self.video_url(booking))
        {
            let manage_url = format!("{}/manage/{}", self.terms.public_url, kept.manage_token);
            kept.answer = Some(Answer {
                success: true,
                customer_id: booking.customer_id.clone(),
                video_url,
                callback_id: callback.clone(),
                scheduled_time: wire_time(booking.slot_at),
                message: "Callback and video meeting scheduled successfully".to_owned(),
                linked: booking.linked,
                calendar_url: format!("{manage_url}/booking.ics"),
                manage_url,
            });
            booking.answer.bytes = Some(self.sealer.seal(&booking.id, "answer", &kept));
        }
        booking.note = None;
        booking.enter(State::Booked, now);
        self.save(booking).await.map_err(|_| Failure::Unconfirmed)?;
        tracing::info!(booking = %booking.id, linked = booking.linked, "booked");
        Ok(())
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
            None => Booked::Failed(Failure::Unconfirmed),
        }
    }
}

fn count(outcome: &Result<(), Failure>) {
    let outcome = match outcome {
        Ok(()) => "booked",
        Err(Failure::VideoSignIn) => "video_sign_in_failed",
        Err(Failure::Meeting) => "meeting_failed",
        Err(Failure::CallbackSignIn) => "callback_sign_in_failed",
        Err(Failure::Callback) => "callback_failed",
        Err(Failure::Unconfirmed) => "unconfirmed",
        Err(_) => "storage_failed",
    };
    metrics::counter!("callback_scheduler_bookings_total", "outcome" => outcome).increment(1);
}

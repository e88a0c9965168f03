//! The seven steps of a booking.

use std::sync::Arc;

use ccaas_http::Pii;
use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::CreateCallback;
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
    store::{Begun, Fingerprints},
};

/// A valid request to book, and how it is recognised when it is sent again.
#[derive(Debug)]
pub struct NewBooking {
    /// What the customer wants.
    pub request: BookingRequest,
    /// What makes the request the same one: a key, or address and body.
    pub key: Pii<Vec<u8>>,
    /// How long the key is remembered.
    pub key_life: TimeDelta,
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
    /// The number has too many open bookings.
    TooManyOpen,
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
        task.await.unwrap_or(Booked::Failed(Failure::Unsaved))
    }

    async fn book_to_the_end(self: &Arc<Self>, new: NewBooking) -> Booked {
        let started = Instant::now();
        let now = self.clock.now();
        let prints = Fingerprints {
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
            Ok(Begun::TooManyOpen) => return Booked::TooManyOpen,
            Ok(Begun::Known(known)) => return self.known(&known, now),
            Err(error) => {
                tracing::error!(error = %causes(&error), "could not write a new booking");
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
            key_until: now + new.key_life,
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
        match within(end, self.link(booking)).await {
            Some(Ok(())) => Ok(()),
            // The record says `callback_created`: the background finishes it.
            Some(Err(_)) | None => Err(Failure::Unconfirmed),
        }
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
                    None => (
                        Failure::Meeting,
                        "the meeting has no link for the visitor",
                        true,
                    ),
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

    /// Step 5. On failure the booking is `compensating` or `unconfirmed`.
    async fn create_callback(
        &self,
        booking: &mut Booking,
        contact: &Contact,
        until: Instant,
    ) -> Result<(), Failure> {
        // Signing in apart from the call: if the process dies here, no callback exists.
        let signed_in = match within(until, self.callbacks.sign_in()).await {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                tracing::error!(booking = %booking.id, error = %causes(&error), "Failed to authenticate with Genesys");
                false
            }
            None => {
                tracing::error!(booking = %booking.id, "Failed to authenticate with Genesys: it took too long");
                false
            }
        };
        if !signed_in {
            self.start_undoing(booking, "Failed to authenticate with Genesys")
                .await;
            return Err(Failure::CallbackSignIn);
        }
        booking.enter(State::CreatingCallback, self.clock.now());
        if self.save(booking).await.is_err() {
            self.start_undoing(booking, "the record could not be written")
                .await;
            return Err(Failure::Storage);
        }
        let wanted = self.callback_request(booking, contact, booking.slot_at);
        match self.ask_for_callback(booking, &wanted, until).await {
            Ok(id) => {
                booking.callback_id = Some(id);
                booking.enter(State::CallbackCreated, self.clock.now());
                // Unsaved, the record says `creating_callback`, and an admin will look.
                self.save(booking).await.map_err(|_| Failure::Unconfirmed)
            }
            Err(failure @ (Failure::CallbackSignIn | Failure::Callback)) => {
                self.start_undoing(booking, "the callback was refused")
                    .await;
                Err(failure)
            }
            Err(failure) => {
                self.mark_unconfirmed(booking).await;
                Err(failure)
            }
        }
    }

    /// The callback's request: the number, ours and the meeting's ids, the subject; no name.
    pub(super) fn callback_request(
        &self,
        booking: &Booking,
        contact: &Contact,
        at: DateTime<Utc>,
    ) -> CreateCallback {
        let mut wanted =
            CreateCallback::to_queue(self.terms.queue_id.clone(), contact.number.e164());
        wanted.script_id = Some(self.terms.script_id.clone());
        wanted.callback_scheduled_time = Some(at);
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                wanted.data.insert(name.to_owned(), value);
            }
        };
        put("customerId", Some(booking.customer_id.clone()));
        put("veScheduleId", booking.meeting_id.clone());
        put("veUrl", self.video_url(booking));
        put(
            "subject",
            contact
                .subject
                .as_ref()
                .map(|subject| subject.expose().clone()),
        );
        wanted
    }

    /// Sends the callback's request once, and says what is known then.
    pub(super) async fn ask_for_callback(
        &self,
        booking: &Booking,
        wanted: &CreateCallback,
        until: Instant,
    ) -> Result<String, Failure> {
        match within(until, self.callbacks.create(wanted)).await {
            Some(Ok(created)) => match created.conversation_id() {
                Some(id) => Ok(id.as_str().to_owned()),
                None => {
                    tracing::warn!(booking = %booking.id, "Genesys accepted a callback without naming it");
                    Err(Failure::Unconfirmed)
                }
            },
            Some(Err(error)) => {
                tracing::error!(booking = %booking.id, error = %causes(&error), "could not schedule the callback");
                Err(match verdict(&error) {
                    Verdict::SignIn => Failure::CallbackSignIn,
                    Verdict::Refused => Failure::Callback,
                    Verdict::Unknown => Failure::Unconfirmed,
                })
            }
            None => {
                tracing::error!(booking = %booking.id, "scheduling the callback took too long");
                Err(Failure::Unconfirmed)
            }
        }
    }

    /// Keeps meeting and record as they are until a person has looked.
    pub(super) async fn mark_unconfirmed(&self, booking: &mut Booking) {
        booking.enter(State::Unconfirmed, self.clock.now());
        booking.note = Some("whether the callback exists is unknown".to_owned());
        metrics::counter!("callback_scheduler_unconfirmed_total").increment(1);
        tracing::error!(
            booking = %booking.id,
            "a callback is unconfirmed: look in Genesys Cloud, then confirm or cancel it by the admin API"
        );
        let _ = self.save(booking).await;
    }

    async fn start_undoing(&self, booking: &mut Booking, note: &str) {
        booking.note = Some(note.to_owned());
        booking.enter(State::Compensating, self.clock.now());
        let _ = self.save(booking).await;
    }

    /// Steps 6 and 7: tells the meeting its callback, and writes the answer.
    ///
    /// A link that fails is no failure of the booking: the document says so.
    pub(super) async fn link(&self, booking: &mut Booking) -> Result<(), Failure> {
        let (Some(meeting), Some(callback)) = (&booking.meeting_id, &booking.callback_id) else {
            return Err(Failure::NotPossible);
        };
        let change = UpdateSchedule {
            conversation_id: Some(callback.clone()),
            ..UpdateSchedule::default()
        };
        match self
            .meetings
            .update(&ScheduleId::new(meeting.clone()), &change)
            .await
        {
            Ok(_) => booking.linked = true,
            Err(error) => tracing::warn!(
                booking = %booking.id,
                error = %causes(&error),
                "could not link the video meeting to its callback; the booking stands without"
            ),
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

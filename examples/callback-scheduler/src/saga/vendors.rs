//! Doing what a step asks for: each effect is a call to a vendor, and what became of it.

use ccaas_http::{Error, Pii, VendorError};
use chrono::{DateTime, Utc};
use genesys_client::{ConversationId, CreateCallback};
use http::StatusCode;
use tokio::time::Instant;
use videoengager_client::{CreateSchedule, ScheduleId, UpdateSchedule};

use super::{
    Contact, Failure, ReviewError, Saga, causes,
    event::{Effect, What},
    run::{Flow, within},
    search::judge,
    verdict::{may_exist, not_created},
};
use crate::{
    booking::{Booking, State},
    store::Which,
};

impl Saga {
    /// Does what comes next, and tells what happened. `None` when the flow ends.
    pub(super) async fn perform(
        &self,
        booking: &Booking,
        effect: Effect,
        flow: &Flow,
    ) -> Option<What> {
        let new = booking.pending.as_ref();
        let new_slot = new.map_or(booking.slot_at, |new| new.slot_at);
        let new_callback = new.and_then(|new| new.callback_id.as_deref());
        let callback = booking.callback_id.as_deref();
        let end = flow.end;
        Some(match effect {
            Effect::Rest => return None,
            Effect::CreateMeeting => self.create_meeting(booking, flow.forward).await,
            Effect::SignIn => self.sign_in(booking, flow.forward).await,
            Effect::CreateCallback => self.create_callback(booking, flow).await,
            Effect::LinkMeeting => {
                let part = self.terms.time_limit.mul_f32(0.33);
                let until = end.min(Instant::now() + part);
                self.link_meeting(booking, until).await
            }
            Effect::PrepareMove(to) => self.prepare_move(booking, to, flow).await,
            Effect::CheckCallback(id) => self.check_callback(booking, id).await,
            // What may be done twice is the background's when time is up.
            Effect::MoveMeeting => {
                within(end, self.move_meeting(booking, new_slot, new_callback)).await?
            }
            Effect::MoveMeetingBack => {
                within(end, self.move_meeting(booking, booking.slot_at, callback)).await?
            }
            Effect::DropCallback => within(end, self.drop_callback(booking, callback)).await?,
            Effect::DropNewCallback => {
                within(end, self.drop_callback(booking, new_callback)).await?
            }
            Effect::DeleteMeeting => within(end, self.delete_meeting(booking)).await?,
            Effect::FindMeeting => within(end, self.find_meeting(booking)).await?,
        })
    }

    async fn create_meeting(&self, booking: &Booking, until: Instant) -> What {
        let mut wanted = CreateSchedule::new(booking.slot_at, self.terms.duration_minutes);
        wanted.customer_id = Some(booking.customer_id.clone());
        // The vendor's documents show this field in its answers, unlike the other.
        wanted.visitor.subject = Some(booking.customer_id.clone());
        let call = self.meetings.create(&wanted);
        let text = "could not create the video meeting";
        match once(booking, until, ("VideoEngager", text), may_exist, call).await {
            Ok(schedule) => What::MeetingMade {
                id: schedule.id.as_str().to_owned(),
                link: schedule
                    .meeting_url()
                    .map(|url| self.sealer.seal(&booking.id, "link", &url)),
            },
            Err(what) => what,
        }
    }

    /// Signs in apart from the call: if the process dies here, no callback exists.
    async fn sign_in(&self, booking: &Booking, until: Instant) -> What {
        let texts = ("Genesys", "could not sign in to Genesys");
        let call = self.callbacks.sign_in();
        match once(booking, until, texts, |_| What::NoSignIn, call).await {
            Ok(()) => What::SignedIn,
            Err(_) => What::NoSignIn,
        }
    }

    /// Asks for the callback, once.
    async fn create_callback(&self, booking: &Booking, flow: &Flow) -> What {
        let Some(contact) = &flow.contact else {
            return What::Refused;
        };
        let wanted = self.callback_request(booking, contact, flow.forward).await;
        let call = self.callbacks.create(&wanted);
        let texts = ("Genesys", "could not schedule the callback");
        match once(booking, flow.forward, texts, not_created, call).await {
            Ok(created) => match created.conversation_id() {
                Some(id) => What::CallbackMade(id.as_str().to_owned()),
                None => {
                    tracing::warn!(booking = %booking.id, "Genesys accepted a callback without naming it");
                    What::Unknown
                }
            },
            Err(what) => what,
        }
    }

    /// The callback's request: the number, ours and the meeting's ids, the subject; no name.
    async fn callback_request(
        &self,
        booking: &Booking,
        contact: &Contact,
        until: Instant,
    ) -> CreateCallback {
        let pending = booking.pending.as_ref();
        let subject = match &contact.subject {
            None if pending.is_some() => self.old_subject(booking, until).await,
            subject => subject.clone(),
        };
        let queue = self.terms.queue_id.clone();
        let mut wanted = CreateCallback::to_queue(queue, contact.number.e164());
        wanted.script_id = Some(self.terms.script_id.clone());
        wanted.callback_scheduled_time = Some(pending.map_or(booking.slot_at, |new| new.slot_at));
        let data = [
            ("customerId", Some(booking.customer_id.clone())),
            ("veScheduleId", booking.meeting_id.clone()),
            ("veUrl", self.video_url(booking)),
            ("subject", subject.map(|subject| subject.expose().clone())),
        ];
        let data = data.into_iter();
        wanted.data = data
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect();
        wanted
    }

    /// The subject of the old callback, when ours is wiped and the customer typed none.
    /// Without an answer the new callback goes without a subject.
    async fn old_subject(&self, booking: &Booking, until: Instant) -> Option<Pii<String>> {
        if self.details(booking, self.clock.now()).is_some() {
            return None;
        }
        let id = ConversationId::new(booking.callback_id.as_deref()?);
        let callback = within(until, self.callbacks.get(&id)).await?.ok()?;
        let mut participants = callback.participants.iter();
        let subject = participants.find_map(|one| one.attributes.get("subject"))?;
        Some(Pii::new(subject.clone()))
    }

    /// A link that fails, or hangs, is no failure of the booking: the document says so.
    async fn link_meeting(&self, booking: &Booking, until: Instant) -> What {
        let call = self.update_meeting(booking, None, booking.callback_id.as_deref());
        let error = match within(until, call).await {
            Some(Ok(())) => return What::Linked(true),
            Some(Err(error)) => causes(&error),
            None => "it took too long".to_owned(),
        };
        tracing::warn!(booking = %booking.id, error, "could not link the video meeting to its callback; the booking stands without");
        What::Linked(false)
    }

    async fn update_meeting(
        &self,
        booking: &Booking,
        date: Option<DateTime<Utc>>,
        callback: Option<&str>,
    ) -> Result<(), videoengager_client::Error> {
        let change = UpdateSchedule {
            date,
            conversation_id: callback.map(str::to_owned),
            ..UpdateSchedule::default()
        };
        let id = ScheduleId::new(booking.meeting_id.as_deref().unwrap_or_default());
        self.meetings.update(&id, &change).await.map(drop)
    }

    async fn prepare_move(&self, booking: &Booking, to: DateTime<Utc>, flow: &Flow) -> What {
        if let What::NoSignIn = self.sign_in(booking, flow.forward).await {
            return What::MoveBarred(Failure::CallbackSignIn);
        }
        match self.may_be_called(booking, flow.contact.as_ref()).await {
            Ok(()) => What::MovePrepared(to),
            Err(failure) => What::MoveBarred(failure),
        }
    }

    /// A number that is typed anew must keep to its limit of open bookings, too.
    async fn may_be_called(
        &self,
        booking: &Booking,
        contact: Option<&Contact>,
    ) -> Result<(), Failure> {
        let contact = contact.ok_or(Failure::NotPossible)?;
        let hashes = self
            .sealer
            .hashes("number", contact.number.e164().as_bytes());
        if hashes.contains(&booking.number_hash) {
            return Ok(());
        }
        let mut open = 0;
        for hash in &hashes {
            let found = self.store.find(Which::Open(hash, self.clock.now())).await;
            open += found.map_err(|_| Failure::Unsaved)?.len();
        }
        match open < self.terms.max_open_bookings as usize {
            true => Ok(()),
            false => Err(Failure::TooManyOpen),
        }
    }

    async fn move_meeting(
        &self,
        booking: &Booking,
        to: DateTime<Utc>,
        callback: Option<&str>,
    ) -> What {
        let text = "could not give the video meeting its time";
        match self.update_meeting(booking, Some(to), callback).await {
            Ok(()) => What::MeetingMoved,
            Err(error) if error.is_gone() => failed(booking, &error, text, What::MeetingGone),
            Err(error) if error.is_transient() || error.may_have_been_applied() => {
                failed(booking, &error, text, What::MeetingUnavailable)
            }
            Err(error) => failed(booking, &error, text, What::MeetingRefused),
        }
    }

    async fn drop_callback(&self, booking: &Booking, callback: Option<&str>) -> What {
        let Some(callback) = callback else {
            return What::CallbackDropped;
        };
        let text = "could not disconnect a callback; it is tried again";
        match self.callbacks.cancel(&ConversationId::new(callback)).await {
            Ok(()) => What::CallbackDropped,
            Err(error) if error.is_gone() => What::CallbackGone,
            Err(error) => failed(booking, &error, text, What::CallbackUnavailable),
        }
    }

    async fn delete_meeting(&self, booking: &Booking) -> What {
        let Some(meeting) = &booking.meeting_id else {
            return What::MeetingDeleted;
        };
        let text = match booking.state {
            State::Compensating => "could not delete the video meeting of a failed booking",
            _ => "could not delete the video meeting of a cancelled booking",
        };
        let id = ScheduleId::new(meeting.clone());
        match self.meetings.delete(&id).await {
            Ok(()) => What::MeetingDeleted,
            Err(error) if error.is_gone() => What::MeetingGone,
            Err(error) => failed(booking, &error, text, What::MeetingUnavailable),
        }
    }

    /// Looks for the meeting at VideoEngager, by what it shows to be ours.
    async fn find_meeting(&self, booking: &Booking) -> What {
        let margin = chrono::TimeDelta::minutes(1);
        let (from, to) = (booking.slot_at - margin, booking.slot_at + margin);
        let text = "could not look for a video meeting; it is tried again";
        let listed = match self.meetings.list(from, to).await {
            Ok(listed) => listed,
            Err(error) => return failed(booking, &error, text, What::MeetingUnavailable),
        };
        match self.store.find(Which::Slot(booking.slot_at)).await {
            Ok(others) => judge(booking, &listed, &others, self.terms.duration_minutes),
            Err(_) => What::MeetingUnavailable,
        }
    }

    /// Asks Genesys Cloud whether a callback can be this booking's.
    async fn check_callback(&self, booking: &Booking, id: String) -> What {
        let callback = match self.callbacks.get(&ConversationId::new(&*id)).await {
            Ok(callback) => callback,
            Err(error) => {
                // Genesys answers 400 to an id that has not the form of one.
                let unknown = error.is_gone() || error.status() == Some(StatusCode::BAD_REQUEST);
                let why = match unknown {
                    true => ReviewError::NoSuchCallback,
                    false => ReviewError::Unreachable,
                };
                tracing::warn!(booking = %booking.id, error = %causes(&error), "could not confirm a callback");
                return What::CallbackDoubted(why);
            }
        };
        let participants = callback.participants.iter();
        let mut customers = participants.filter_map(|one| one.attributes.get("customerId"));
        if customers.any(|customer| *customer != booking.customer_id) {
            return What::CallbackDoubted(ReviewError::OtherBooking);
        }
        match callback.is_disconnected() {
            true => What::CallbackDoubted(ReviewError::Disconnected),
            false => What::CallbackChecked(id),
        }
    }
}

/// Makes a call that must not be made twice. Without an answer, what is known then.
async fn once<T, A: VendorError>(
    booking: &Booking,
    until: Instant,
    (vendor, text): (&str, &str),
    verdict: fn(&Error<A>) -> What,
    call: impl Future<Output = Result<T, Error<A>>>,
) -> Result<T, What> {
    match within(until, call).await {
        Some(Ok(made)) => Ok(made),
        Some(Err(error)) => Err(match verdict(&error) {
            What::NoSignIn => {
                let text = format!("Failed to authenticate with {vendor}");
                failed(booking, &error, &text, What::NoSignIn)
            }
            what => failed(booking, &error, text, what),
        }),
        None => {
            tracing::error!(booking = %booking.id, "{text}: it took too long");
            Err(What::Unknown)
        }
    }
}

/// Logs what a call failed of, and gives back what that means.
fn failed<A: VendorError>(booking: &Booking, error: &Error<A>, text: &str, what: What) -> What {
    tracing::error!(booking = %booking.id, error = %causes(error), "{text}");
    what
}

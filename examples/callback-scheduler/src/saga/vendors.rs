//! Step 5: the callback, asked for once.

use chrono::{DateTime, Utc};
use genesys_client::CreateCallback;
use tokio::time::Instant;

use super::{
    Contact, Failure, Saga,
    verdict::{Verdict, causes, verdict},
    within,
};
use crate::booking::{Booking, State};

impl Saga {
    /// Step 5. On failure the booking is `compensating` or `unconfirmed`.
    pub(super) async fn create_callback(
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
                self.save_with_callback(booking).await
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
        // Unsaved, the background comes here again: it is counted once.
        if self.save(booking).await.is_ok() {
            metrics::counter!("callback_scheduler_unconfirmed_total").increment(1);
            tracing::error!(
                booking = %booking.id,
                "a callback is unconfirmed: look in Genesys Cloud, then confirm or cancel it by the admin API"
            );
        }
    }

    /// Saves the id of a new callback; what cannot be saved is at least in the log.
    pub(super) async fn save_with_callback(&self, booking: &mut Booking) -> Result<(), Failure> {
        let moved = booking.pending.as_ref().map(|pending| &pending.callback_id);
        let callback = moved.unwrap_or(&booking.callback_id).clone();
        self.save(booking).await.map_err(|_| {
            tracing::error!(booking = %booking.id, callback, "this callback is on no record");
            Failure::Unconfirmed
        })
    }

    async fn start_undoing(&self, booking: &mut Booking, note: &str) {
        booking.note = Some(note.to_owned());
        booking.enter(State::Compensating, self.clock.now());
        let _ = self.save(booking).await;
    }
}

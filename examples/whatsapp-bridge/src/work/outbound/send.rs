//! One part of a message: the call, and what its answer leads to.

use std::time::Duration;

use chrono::{DateTime, Utc};
use durable_inbox::Inbox;
use message_transform::{
    decide::{
        doubt,
        failure::{self, Failure, Scope},
        receipts::Part,
    },
    outbound::Part as Transformed,
    receipts,
};
use meta_whatsapp_client::{Error, ErrorCode, MessageId, messages::Message};

use super::{
    Outbound, Refused, Stop, Under,
    plan::{self, May},
};
use crate::{
    media,
    settings::ResendPolicy,
    work::{callback_data, outcome, tracker::Change},
};

impl Outbound {
    /// Sends one part.
    pub(super) async fn part(
        &self,
        under: &mut Under<'_>,
        place: usize,
        part: &Transformed,
    ) -> Result<(), Stop> {
        self.may(under, &part.message).await?;
        let mut wamid = None;
        for message in self.with_file(under, part).await? {
            wamid = Some(self.send(under, place, message).await?);
        }
        if let Some(wamid) = wamid {
            let meta_hash = self.bridge.state.store.id_hash(wamid.as_str());
            let taken = Change::Taken(under.hash.clone(), place, meta_hash);
            self.write(taken).await?;
        }
        // Statuses may have come before the answer: what is on record counts.
        let record = self.on_record(&under.hash, under.parts.len()).await?;
        under.parts = record.parts;
        Ok(())
    }

    /// Whether it may go now; if a template has to ask first, it is sent.
    async fn may(&self, under: &Under<'_>, message: &Message) -> Result<(), Stop> {
        let (now, values) = (self.bridge.now(), self.bridge.state.changeable.now());
        let written = (!under.is_redriven).then_some(under.item.at);
        match plan::may(message, &under.customer, &values, written, now) {
            May::Go => Ok(()),
            May::Wait(until) => Err(Stop(outcome::wait(until))),
            May::Reengage(until) => Err(self.reengage(under, until).await),
            May::Not(refusal) => {
                let reasons = vec![refusal.reason()];
                let refused = self.refuse(&under.hash, under.item, reasons, Refused::ForGood);
                Err(Stop(refused.await))
            }
        }
    }

    /// Asks the customer to write again, once in a closed window.
    async fn reengage(&self, under: &Under<'_>, until: DateTime<Utc>) -> Stop {
        let Some(setting) = self.bridge.state.changeable.now().reengage_template else {
            return Stop(outcome::wait(self.bridge.now()));
        };
        let mut words = setting.split(':');
        let name = words.next().unwrap_or_default();
        let default = self.bridge.state.bridge.template_language.as_str();
        let language = words.next().unwrap_or(default);
        let is_marketing = words
            .next()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("marketing"));
        if !under.customer.marketing.allows(is_marketing) {
            let reasons = vec![receipts::Refusal::OptedOut.reason()];
            let refused = self.refuse(&under.hash, under.item, reasons, Refused::ForGood);
            return Stop(refused.await);
        }
        let key = &under.customer.key;
        // On record before the call: it is sent once, even if the process ends right now.
        let sent = Change::Reengaged(key.clone(), Some(self.bridge.now()));
        if let Err(stop) = self.write(sent).await {
            return stop;
        }
        let template = Message::template(under.recipient.clone(), name, language);
        let messages = self
            .link
            .whatsapp
            .messages(&self.link.route.phone_number_id);
        match messages.send(&template).await {
            Ok(_) => {
                self.gate.answered();
                Stop(outcome::wait(until))
            }
            Err(error) => {
                let failure = failure::of_whatsapp(&error);
                if failure.maybe_sent {
                    if failure.scope == Scope::Route {
                        self.gate.failed(&failure);
                    }
                    let policy = self.bridge.state.bridge.resend_policy;
                    return match (policy, doubt::next(under.claimed.attempts)) {
                        (ResendPolicy::Resend, doubt::Next::Again(wait)) => {
                            let unsent = Change::Reengaged(key.clone(), None);
                            let again = outcome::try_again(self.bridge.now() + wait, false);
                            self.write(unsent).await.err().unwrap_or(Stop(again))
                        }
                        _ => Stop(outcome::wait(until)),
                    };
                }
                if let Err(stop) = self.write(Change::Reengaged(key.clone(), None)).await {
                    return stop;
                }
                self.failed(under, &failure, &error).await
            }
        }
    }

    /// The messages that a part is, with its file where WhatsApp can have it.
    async fn with_file(&self, under: &Under<'_>, part: &Transformed) -> Result<Vec<Message>, Stop> {
        let Some(file) = &part.file else {
            return Ok(vec![part.message.clone()]);
        };
        match media::hand_on(&self.bridge.state, &self.link, file).await {
            Ok(media::HandedOn::Uploaded(id)) => Ok(vec![part.clone().uploaded(id)]),
            Ok(media::HandedOn::Linked(url)) => Ok(part.linked(&url)),
            Err(media::HandOnError::WhatsApp(error)) => {
                let failure = failure::of_whatsapp(&error);
                Err(self.failed(under, &failure, &error).await)
            }
            Err(media::HandOnError::Later) if under.claimed.attempts + 1 < outcome::TRIES => {
                Err(self.later(under, None))
            }
            Err(media::HandOnError::Later | media::HandOnError::Unavailable) => {
                let reason = receipts::Refusal::FileUnavailable.reason();
                let park = Refused::parked(reason.message.clone());
                let refused = self.refuse(&under.hash, under.item, vec![reason], park);
                Err(Stop(refused.await))
            }
        }
    }

    async fn send(
        &self,
        under: &Under<'_>,
        place: usize,
        message: Message,
    ) -> Result<MessageId, Stop> {
        let now = self.bridge.now();
        if under.parts[place].status == Part::InDoubt {
            // The time of this try, for the doubt after a crash.
            let doubt = Change::InDoubt(under.hash.clone(), place);
            self.write(doubt).await?;
        }
        if self
            .bridge
            .state
            .inbox
            .mark_sending(under.claimed)
            .await
            .is_err()
        {
            return Err(Stop(outcome::wait(now)));
        }
        let message = message.with_callback_data(callback_data::write(&under.hash, place));
        let messages = self
            .link
            .whatsapp
            .messages(&self.link.route.phone_number_id);
        match messages.send(&message).await {
            Ok(answer) => {
                self.gate.answered();
                Ok(answer.id().clone())
            }
            Err(error) => {
                let failure = failure::of_whatsapp(&error);
                if failure.maybe_sent || failure.scope == Scope::Done {
                    return Err(self.in_doubt(under, place, &failure, &error).await);
                }
                Err(self.failed(under, &failure, &error).await)
            }
        }
    }

    /// The call may have been heard: a status tells, or the policy decides.
    async fn in_doubt(
        &self,
        under: &Under<'_>,
        place: usize,
        failure: &Failure,
        error: &Error,
    ) -> Stop {
        if failure.scope == Scope::Route {
            self.gate.failed(failure);
        }
        match doubt::next(under.claimed.attempts) {
            doubt::Next::Again(wait) => self.doubt(under, place, wait).await,
            doubt::Next::GiveUp => {
                let reasons = receipts::reasons_of(error);
                let why = format!("It may have been sent: {}, again and again.", failure.cause);
                let park = Refused::Park {
                    why,
                    maybe_sent: true,
                };
                Stop(self.refuse(&under.hash, under.item, reasons, park).await)
            }
        }
    }

    /// WhatsApp did not take it.
    async fn failed(&self, under: &Under<'_>, failure: &Failure, error: &Error) -> Stop {
        let now = self.bridge.now();
        if failure.scope != Scope::Route {
            self.gate.answered();
        }
        match failure.scope {
            Scope::Route => {
                self.gate.failed(failure);
                Stop(outcome::wait(now))
            }
            Scope::Customer => {
                let wait = failure.retry_after.unwrap_or(Duration::from_secs(4));
                Stop(outcome::wait(now + wait))
            }
            Scope::ItemLater if under.claimed.attempts + 1 < outcome::TRIES => {
                self.later(under, failure.retry_after)
            }
            Scope::Window if under.claimed.attempts + 1 < outcome::TRIES => {
                let refused = Change::Refused(under.customer.key.clone(), now);
                match self.write(refused).await {
                    // Now the window counts as closed, with all that follows.
                    Ok(()) => Stop(outcome::try_again(now, false)),
                    Err(stop) => stop,
                }
            }
            Scope::Window | Scope::Item | Scope::ItemLater | Scope::Done => {
                let code = error.as_api().and_then(|api| api.code());
                if code == Some(ErrorCode::MarketingOptOut) {
                    let change = Change::OptedOut(under.customer.key.clone(), now);
                    if let Err(stop) = self.write(change).await {
                        return stop;
                    }
                }
                let reasons = receipts::reasons_of(error);
                let why = format!("WhatsApp does not take it: {}.", failure.cause);
                let park = Refused::parked(why);
                let refused = self.refuse(&under.hash, under.item, reasons, park);
                Stop(refused.await)
            }
        }
    }

    fn later(&self, under: &Under<'_>, asked: Option<Duration>) -> Stop {
        Stop(outcome::later(under.claimed, asked, self.bridge.now()))
    }
}

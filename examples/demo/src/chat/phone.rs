//! The customers' phones: what stands in their chats with the business.

use std::collections::{BTreeMap, HashMap};

use ccaas_http::test_util::JournalEntry;
use chrono::{DateTime, TimeDelta, Utc};
use meta_whatsapp_client::fake::{FakeMessage, FakeWhatsApp};
use serde_json::{Value, json};

use super::bubble;

/// WhatsApp shows typing for at most so long.
const TYPING: TimeDelta = TimeDelta::seconds(25);

/// How far a message is; the order is that of the ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ticks {
    /// One grey tick.
    Sent,
    /// Two grey ticks.
    Delivered,
    /// Two blue ticks.
    Read,
}

impl Ticks {
    /// Its name in the API, and that of the vendor's status.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}

/// All phones, by WhatsApp id.
#[derive(Default)]
pub(super) struct Phones {
    phones: BTreeMap<String, Phone>,
    /// How far the messages of the business are, by id.
    ticks: HashMap<String, Ticks>,
    /// The last message of the business that was looked at.
    last: Option<String>,
}

#[derive(Default)]
struct Phone {
    name: String,
    written: Vec<Written>,
    typing_until: Option<DateTime<Utc>>,
}

/// A message that the customer wrote.
pub(super) struct Written {
    /// Its id.
    pub(super) id: String,
    /// When it was written, on the fakes' clock.
    pub(super) at: DateTime<Utc>,
    /// What is shown.
    pub(super) content: Value,
    /// How far it is.
    pub(super) ticks: Ticks,
}

/// A status that the phone tells of a message of the business.
pub(super) struct Reported {
    /// The message.
    pub(super) id: String,
    /// How far it is now.
    pub(super) ticks: Ticks,
}

impl Phones {
    /// The customer wrote something.
    pub(super) fn write(&mut self, wa_id: &str, name: &str, written: Written) {
        let phone = self.phones.entry(wa_id.to_owned()).or_default();
        name.clone_into(&mut phone.name);
        phone.written.push(written);
    }

    /// Names a phone that has written nothing yet, or renames one.
    pub(super) fn name(&self, wa_id: &str) -> Option<&str> {
        self.phones.get(wa_id).map(|phone| phone.name.as_str())
    }

    /// The business took a customer's message.
    pub(super) fn taken(&mut self, id: &str) {
        let mut all = self
            .phones
            .values_mut()
            .flat_map(|phone| &mut phone.written);
        if let Some(written) = all.find(|written| written.id == id) {
            written.ticks = written.ticks.max(Ticks::Delivered);
        }
    }

    /// How many of these messages of customers the business has taken.
    pub(super) fn taken_of(&self, ids: &[String]) -> usize {
        let all = self.phones.values().flat_map(|phone| &phone.written);
        all.filter(|written| written.ticks >= Ticks::Delivered && ids.contains(&written.id))
            .count()
    }

    /// Shows what the business sent, and gives the statuses to tell of it.
    pub(super) fn notice(
        &mut self,
        whatsapp: &FakeWhatsApp,
        entry: &JournalEntry,
    ) -> Vec<Reported> {
        if !entry.path.ends_with("/messages") || entry.status != Some(200) {
            return Vec::new();
        }
        let sent = entry.json();
        if let Some(about) = sent["message_id"]
            .as_str()
            .filter(|_| sent["status"] == "read")
        {
            self.seen(about, !sent["typing_indicator"].is_null(), entry.at);
            return Vec::new();
        }
        let news = self.news(whatsapp.messages());
        for message in &news {
            if let Some(phone) = self.phones.get_mut(&message.recipient) {
                phone.typing_until = None;
            }
            self.ticks.insert(message.id.clone(), Ticks::Delivered);
        }
        let told = [Ticks::Sent, Ticks::Delivered];
        let both = |message: &FakeMessage| {
            told.map(|ticks| Reported {
                id: message.id.clone(),
                ticks,
            })
        };
        news.iter().flat_map(both).collect()
    }

    /// The business read a message of the customer, and maybe types.
    fn seen(&mut self, id: &str, types: bool, now: DateTime<Utc>) {
        for phone in self.phones.values_mut() {
            let Some(at) = phone.written.iter().position(|written| written.id == id) else {
                continue;
            };
            // What was written before has been read, too.
            for written in &mut phone.written[..=at] {
                written.ticks = Ticks::Read;
            }
            phone.typing_until = types.then_some(now + TYPING);
        }
    }

    /// The messages of the business that were not looked at so far.
    fn news(&mut self, all: Vec<FakeMessage>) -> Vec<FakeMessage> {
        let known = self.last.as_ref();
        let known = known.and_then(|last| all.iter().rposition(|message| message.id == *last));
        let news: Vec<FakeMessage> = all.into_iter().skip(known.map_or(0, |at| at + 1)).collect();
        if let Some(last) = news.last() {
            self.last = Some(last.id.clone());
        }
        news
    }

    /// The customer looks at the chat: gives what is read by that.
    pub(super) fn read(&mut self, whatsapp: &FakeWhatsApp, wa_id: &str) -> Vec<Reported> {
        let mut read = Vec::new();
        for message in whatsapp.messages() {
            if message.recipient != wa_id {
                continue;
            }
            if let Some(ticks) = self.ticks.get_mut(&message.id)
                && *ticks < Ticks::Read
            {
                *ticks = Ticks::Read;
                read.push(Reported {
                    id: message.id,
                    ticks: Ticks::Read,
                });
            }
        }
        read
    }

    /// The chat of one phone, as the API shows it.
    pub(super) fn view(&self, whatsapp: &FakeWhatsApp, wa_id: &str) -> Value {
        let now = whatsapp.host().now();
        let phone = self.phones.get(wa_id);
        let mut messages: Vec<(DateTime<Utc>, Value)> = Vec::new();
        for written in phone.into_iter().flat_map(|phone| &phone.written) {
            let mut shown = written.content.clone();
            shown["id"] = written.id.clone().into();
            shown["from"] = "customer".into();
            shown["status"] = written.ticks.name().into();
            shown["at"] = json!(written.at);
            messages.push((written.at, shown));
        }
        for message in whatsapp.messages() {
            if message.recipient != wa_id {
                continue;
            }
            let ticks = self.ticks.get(&message.id);
            let mut shown = bubble::of_business(&message);
            shown["id"] = message.id.into();
            shown["from"] = "business".into();
            shown["status"] = ticks.copied().unwrap_or(Ticks::Sent).name().into();
            shown["at"] = json!(message.at);
            messages.push((message.at, shown));
        }
        messages.sort_by_key(|(at, _)| *at);
        let typing_until = phone.and_then(|phone| phone.typing_until);
        json!({
            "waId": wa_id,
            "name": phone.map(|phone| phone.name.as_str()),
            "now": now,
            "typing": typing_until.is_some_and(|until| until > now),
            "messages": messages.into_iter().map(|(_, shown)| shown).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(id: &str, at: DateTime<Utc>) -> Written {
        Written {
            id: id.to_owned(),
            at,
            content: json!({ "kind": "text", "text": id }),
            ticks: Ticks::Sent,
        }
    }

    #[tokio::test]
    async fn a_message_of_the_customer_gets_its_ticks_one_after_the_other() {
        let whatsapp = FakeWhatsApp::start().await;
        let now = Utc::now();
        let mut phones = Phones::default();
        phones.write("12025550147", "Robin Example", written("1", now));
        phones.write("12025550147", "Robin Example", written("2", now));

        phones.taken("1");
        let taken = phones.view(&whatsapp, "12025550147");
        phones.seen("1", true, now);
        phones.taken("1");
        let seen = phones.view(&whatsapp, "12025550147");

        let status = |view: &Value, index: usize| view["messages"][index]["status"].clone();
        assert_eq!(status(&taken, 0), "delivered");
        assert_eq!(status(&taken, 1), "sent");
        assert_eq!(status(&seen, 0), "read", "and it stays so");
        assert_eq!(seen["typing"], true);
    }

    #[tokio::test]
    async fn a_message_of_the_business_is_told_as_sent_then_delivered_then_read() {
        let whatsapp = FakeWhatsApp::start().await;
        let client = whatsapp.client();
        let hello = meta_whatsapp_client::messages::Message::text("+12025550147", "Hello");
        client
            .messages(&whatsapp.phone_number_id())
            .send(&hello)
            .await
            .unwrap();
        let mut phones = Phones::default();

        let entry = &whatsapp.host().journal()[0];
        let first: Vec<_> = phones
            .notice(&whatsapp, entry)
            .iter()
            .map(|it| it.ticks)
            .collect();
        let again = phones.notice(&whatsapp, entry).len();
        let read: Vec<_> = phones
            .read(&whatsapp, "12025550147")
            .iter()
            .map(|it| it.ticks)
            .collect();
        let read_again = phones.read(&whatsapp, "12025550147").len();

        assert_eq!(first, [Ticks::Sent, Ticks::Delivered]);
        assert_eq!(read, [Ticks::Read]);
        assert_eq!((again, read_again), (0, 0));
        let view = phones.view(&whatsapp, "12025550147");
        assert_eq!(view["messages"][0]["text"], "Hello");
        assert_eq!(view["messages"][0]["status"], "read");
    }
}

//! The 24 hours after a customer's message, in which WhatsApp lets a business answer freely.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// How long a window stays open, and how long a text waits for the answer to a template.
const DAY: TimeDelta = TimeDelta::hours(24);

/// What is known of the window between one number and one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// When the customer last wrote, by WhatsApp's clock.
    pub last_inbound: Option<DateTime<Utc>>,
    /// When WhatsApp last refused a text because the window was closed.
    pub refused: Option<DateTime<Utc>>,
    /// When the template that asks for an answer was sent.
    pub reengaged: Option<DateTime<Utc>>,
    /// When the customer first answered that template.
    pub answered: Option<DateTime<Utc>>,
}

/// What becomes of an agent's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be sent.
    Send,
    /// The template goes first; the text waits for the answer until this moment.
    Reengage(DateTime<Utc>),
    /// The template is out; the text waits for the answer until this moment.
    Wait(DateTime<Utc>),
    /// It cannot be sent.
    Fail,
}

impl Window {
    /// Takes in a message of the customer, written at `at` and received at `received`.
    ///
    /// It only moves on, so messages may come in any order. A time that is still to come is
    /// taken for the moment of receipt.
    pub fn wrote(&mut self, at: Option<DateTime<Utc>>, received: DateTime<Utc>) {
        let at = at.unwrap_or(received).min(received);
        if self.reengaged.is_some_and(|sent| at >= sent) && self.is_waiting() {
            self.answered = Some(at);
        }
        self.last_inbound = self.last_inbound.max(Some(at));
    }

    /// Takes in that WhatsApp refused a text which was sent at `sent`: 131047.
    pub fn was_refused(&mut self, sent: DateTime<Utc>) {
        self.refused = self.refused.max(Some(sent));
    }

    /// Takes in that the template was sent.
    pub fn was_reengaged(&mut self, at: DateTime<Utc>) {
        // An answer in the same second must not seem older: WhatsApp tells whole seconds.
        self.reengaged = Some(at.trunc_subsecs(0));
        self.answered = None;
    }

    /// Whether a text may be sent; where nothing is known of the customer, WhatsApp is asked.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        let refused = self.refused > self.last_inbound;
        !refused && self.last_inbound.is_none_or(|last| now < last + DAY)
    }

    /// What becomes of a text at `now`; `template` tells whether there is one to ask with.
    #[must_use]
    pub fn verdict(&self, template: bool, now: DateTime<Utc>) -> Verdict {
        if self.is_open(now) {
            return Verdict::Send;
        }
        match self.reengaged {
            Some(sent) if self.is_waiting() && now < sent + DAY => Verdict::Wait(sent + DAY),
            Some(_) if self.is_waiting() => Verdict::Fail,
            _ if template => Verdict::Reengage(now + DAY),
            _ => Verdict::Fail,
        }
    }

    /// Whether the template is out and not answered: it is sent once per closed window.
    fn is_waiting(&self) -> bool {
        self.reengaged.is_some() && self.answered.is_none()
    }
}

/// Whether a customer takes marketing templates; nothing else depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marketing {
    /// When the customer's wish was told.
    pub told: Option<DateTime<Utc>>,
    /// Whether the customer wants no more of them.
    pub stopped: bool,
}

impl Marketing {
    /// Takes in a wish, or a 131050; an older one changes nothing.
    pub fn told(&mut self, stopped: bool, at: DateTime<Utc>) {
        if self.told.is_none_or(|before| before <= at) {
            *self = Self {
                told: Some(at),
                stopped,
            };
        }
    }

    /// Whether a template may be sent.
    #[must_use]
    pub fn allows(&self, is_marketing: bool) -> bool {
        !(is_marketing && self.stopped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    #[test]
    fn a_text_goes_within_24_hours_and_meets_the_policy_after_them() {
        let closed = Window {
            last_inbound: Some(hour(0)),
            ..Window::default()
        };
        let asked = Window {
            reengaged: Some(hour(30)),
            ..closed
        };
        let answered = Window {
            last_inbound: Some(hour(35)),
            answered: Some(hour(35)),
            ..asked
        };
        let refused = Window {
            refused: Some(hour(1)),
            ..closed
        };
        for (name, window, template, now, expected) in [
            ("nothing known", Window::default(), true, 0, Verdict::Send),
            ("open", closed, true, 23, Verdict::Send),
            ("just closed", closed, false, 24, Verdict::Fail),
            ("asks", closed, true, 24, Verdict::Reengage(hour(48))),
            ("waits", asked, true, 53, Verdict::Wait(hour(54))),
            ("no answer", asked, true, 54, Verdict::Fail),
            ("answered", answered, true, 58, Verdict::Send),
            ("again", answered, true, 60, Verdict::Reengage(hour(84))),
            ("refused", refused, true, 2, Verdict::Reengage(hour(26))),
            ("refused", refused, false, 2, Verdict::Fail),
        ] {
            assert_eq!(window.verdict(template, hour(now)), expected, "{name}");
        }
    }

    #[test]
    fn messages_in_any_order_leave_the_same_window() {
        let mut forward = Window::default();
        let mut backward = Window::default();
        for at in [1, 5, 9] {
            forward.wrote(Some(hour(at)), hour(10));
        }
        for at in [9, 5, 1] {
            backward.wrote(Some(hour(at)), hour(10));
        }

        assert_eq!(forward, backward);
        assert_eq!(forward.last_inbound, Some(hour(9)));
    }

    #[test]
    fn a_time_to_come_counts_as_now() {
        let mut window = Window::default();
        window.wrote(Some(hour(1000)), hour(10));
        assert_eq!(window.last_inbound, Some(hour(10)));
    }

    #[test]
    fn a_message_from_before_the_template_is_no_answer_to_it() {
        let mut window = Window::default();
        window.wrote(Some(hour(0)), hour(0));
        window.was_reengaged(hour(30));

        window.wrote(Some(hour(2)), hour(31));
        assert_eq!(window.verdict(true, hour(31)), Verdict::Wait(hour(54)));

        window.wrote(Some(hour(32)), hour(32));
        assert_eq!(window.answered, Some(hour(32)));
        assert_eq!(window.verdict(true, hour(33)), Verdict::Send);
    }

    #[test]
    fn an_answer_within_the_second_of_the_template_is_one() {
        let mut window = Window::default();
        window.wrote(Some(hour(0)), hour(0));
        let sent = hour(30) + TimeDelta::milliseconds(350);
        window.was_reengaged(sent);

        window.wrote(Some(hour(30)), sent + TimeDelta::milliseconds(400));

        assert_eq!(window.answered, Some(hour(30)));
    }

    #[test]
    fn a_refusal_counts_until_the_customer_writes_again() {
        let mut window = Window::default();
        window.wrote(Some(hour(0)), hour(0));
        window.was_refused(hour(3));
        assert!(!window.is_open(hour(4)));

        window.wrote(Some(hour(5)), hour(5));
        assert!(window.is_open(hour(6)));
    }

    #[test]
    fn a_stop_refuses_marketing_only_and_the_latest_wish_counts() {
        let mut wish = Marketing::default();
        assert!(wish.allows(true));

        wish.told(true, hour(5));
        wish.told(false, hour(4));
        assert!(!wish.allows(true) && wish.allows(false));

        wish.told(false, hour(6));
        assert!(wish.allows(true));
    }
}

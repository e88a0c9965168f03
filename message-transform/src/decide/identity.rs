//! Which customer an update belongs to, and under which id Genesys knows that customer.
//!
//! The id that Genesys knows, `from.id`, is fixed at first contact: there a conversation
//! hangs on it. WhatsApp's ids come, go and change hands, so they are only aliases that point
//! to a customer of one business number.

use meta_whatsapp_client::{UserId, WaId, webhooks::Identity};

/// Which of WhatsApp's ids an alias is. A username is none: customers give them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The business-scoped user id; the strongest.
    UserId,
    /// The `wa_id`: mostly the phone number.
    WaId,
    /// The id across a parent business.
    ParentUserId,
}

/// One of WhatsApp's ids of a customer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Alias {
    /// Which id it is.
    pub part: Part,
    /// The id.
    pub id: String,
}

ccaas_http::debug_allow_list!(Alias { part });

/// The aliases that an update tells, strongest first.
#[must_use]
pub fn aliases(told: &Identity) -> Vec<Alias> {
    let alias = |part, id: Option<&str>| {
        let id = id.filter(|id| !id.is_empty())?.to_owned();
        Some(Alias { part, id })
    };
    let (user_id, wa_id) = (&told.user_id, &told.wa_id);
    let parent = told.parent_user_id.as_ref().map(|id| id.as_str());
    [
        alias(Part::UserId, user_id.as_ref().map(UserId::as_str)),
        alias(Part::WaId, wa_id.as_ref().map(WaId::as_str)),
        alias(Part::ParentUserId, parent),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A customer that an alias points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<C> {
    /// By which alias.
    pub part: Part,
    /// The customer, in the caller's terms.
    pub customer: C,
    /// Whether a user id of this customer is known.
    pub has_user_id: bool,
}

/// Whose update it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose<C> {
    /// A known customer's; from now on every told alias points there.
    Known(C),
    /// A new customer's; every told alias points there.
    New,
    /// Nobody's: it tells no id.
    Nobody,
}

/// Whose update it is that tells `told`, if `found` is what its aliases point to.
///
/// The strongest alias decides. But a phone number can change hands: where a user id is told
/// that points nowhere, a customer with another user id is somebody else.
#[must_use]
pub fn whose<C: Clone>(told: &Identity, found: &[Found<C>]) -> Whose<C> {
    let told = aliases(told);
    let Some(strongest) = told.first() else {
        return Whose::Nobody;
    };
    let of = |part| found.iter().find(|found| found.part == part);
    for alias in &told {
        match of(alias.part) {
            Some(found) if alias.part == Part::UserId => {
                return Whose::Known(found.customer.clone());
            }
            Some(found) if strongest.part == Part::UserId && found.has_user_id => {}
            Some(found) => return Whose::Known(found.customer.clone()),
            None => {}
        }
    }
    Whose::New
}

/// Whose ids changed, by what those before and those after point to.
///
/// The customer of before keeps its `from.id`, and the new aliases point to it, even where
/// they point to another customer by now: their next message continues the old conversation.
/// `None` if neither is known: then there is nothing to move.
#[must_use]
pub fn changed<C: Clone>(before: &[Found<C>], after: &[Found<C>]) -> Option<C> {
    let strongest = |found: &[Found<C>]| {
        let found = found.iter().min_by_key(|found| found.part)?;
        Some(found.customer.clone())
    };
    strongest(before).or_else(|| strongest(after))
}

/// The ids that Genesys may know a new customer by, best first.
///
/// The phone number tells an agent most: its type is `Phone`, that of the others `Opaque`, and
/// it is written with `+`. The next one is for when it belongs to an earlier customer, who had
/// the number before.
#[must_use]
pub fn from_ids(told: &Identity) -> Vec<Alias> {
    let mut ids = aliases(told);
    ids.sort_by_key(|alias| alias.part != Part::WaId);
    for alias in &mut ids {
        if alias.part == Part::WaId && alias.id.bytes().all(|byte| byte.is_ascii_digit()) {
            alias.id.insert(0, '+');
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use meta_whatsapp_client::ParentUserId;

    use super::*;

    const U1: &str = "US.1";
    const N: &str = "12025550147";

    fn told(user: Option<&str>, wa: Option<&str>, parent: Option<&str>) -> Identity {
        Identity {
            user_id: user.map(UserId::new),
            wa_id: wa.map(WaId::new),
            parent_user_id: parent.map(ParentUserId::new),
            username: Some("somebody".to_owned()),
        }
    }

    fn found(part: Part, customer: char, has_user_id: bool) -> Found<char> {
        Found {
            part,
            customer,
            has_user_id,
        }
    }

    #[test]
    fn the_strongest_alias_decides_unless_another_user_has_the_number_now() {
        use Part::{ParentUserId as P, UserId as U, WaId as W};
        for (name, told, found, expected) in [
            ("no id", told(None, None, None), vec![], Whose::Nobody),
            (
                "first contact",
                told(Some(U1), Some(N), None),
                vec![],
                Whose::New,
            ),
            (
                "by user id",
                told(Some(U1), Some(N), None),
                vec![found(U, 'a', true), found(W, 'a', true)],
                Whose::Known('a'),
            ),
            (
                "the user id is learnt",
                told(Some(U1), Some(N), None),
                vec![found(W, 'a', false)],
                Whose::Known('a'),
            ),
            (
                "the number changed hands",
                told(Some(U1), Some(N), None),
                vec![found(W, 'a', true)],
                Whose::New,
            ),
            (
                "the number went to another known customer",
                told(Some(U1), Some(N), None),
                vec![found(U, 'b', true), found(W, 'a', true)],
                Whose::Known('b'),
            ),
            (
                "an old delivery without user id",
                told(None, Some(N), None),
                vec![found(W, 'a', true)],
                Whose::Known('a'),
            ),
            (
                "a user who hides the number",
                told(Some(U1), None, None),
                vec![found(U, 'a', true)],
                Whose::Known('a'),
            ),
            (
                "by the parent's id",
                told(None, None, Some("US.ENT.1")),
                vec![found(P, 'a', false)],
                Whose::Known('a'),
            ),
        ] {
            assert_eq!(whose(&told, &found), expected, "{name}");
        }
    }

    #[test]
    fn a_change_goes_to_who_was_there_before() {
        use Part::{UserId as U, WaId as W};
        for (before, after, expected) in [
            (vec![], vec![], None),
            (vec![found(W, 'a', false)], vec![], Some('a')),
            (
                vec![found(W, 'a', true)],
                vec![found(U, 'b', true)],
                Some('a'),
            ),
            (
                vec![found(W, 'b', true), found(U, 'a', true)],
                vec![],
                Some('a'),
            ),
            (vec![], vec![found(U, 'b', true)], Some('b')),
        ] {
            assert_eq!(changed(&before, &after), expected);
        }
    }

    #[test]
    fn the_number_is_the_first_choice_for_genesys() {
        let ids = from_ids(&told(Some(U1), Some(N), Some("US.ENT.1")));

        let ids: Vec<_> = ids.iter().map(|it| (it.part, it.id.as_str())).collect();
        let expected = [
            (Part::WaId, "+12025550147"),
            (Part::UserId, U1),
            (Part::ParentUserId, "US.ENT.1"),
        ];
        assert_eq!(ids, expected);
    }

    #[test]
    fn debug_does_not_show_an_id() {
        let aliases = aliases(&told(Some(U1), Some(N), None));
        let text = format!("{aliases:?}");
        assert!(!text.contains(U1) && !text.contains(N), "{text}");
    }
}

//! Who a customer is: four parts, each of which may be missing
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)).

use std::fmt;

use crate::{ParentUserId, UserId, WaId};

/// Who a customer is, as far as it is told.
///
/// A customer with a username may have no `wa_id`; deliveries from before April 2026 have
/// no `user_id`. A new phone number is a new `user_id`.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The business-scoped user id (BSUID).
    pub user_id: Option<UserId>,
    /// The id across a parent business.
    pub parent_user_id: Option<ParentUserId>,
    /// The `wa_id`: mostly the phone number without `+`.
    pub wa_id: Option<WaId>,
    /// The username; customers may give it up, and others take it.
    pub username: Option<String>,
}

ccaas_http::debug_allow_list!(Identity {});

/// What to key a conversation by: the strongest part of an [`Identity`].
///
/// It is personal. The text starts with the part's name, so that parts never collide.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdentityKey(String);

impl IdentityKey {
    /// The key as a text, to store it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey([redacted])")
    }
}

/// A customer has new parts, told by a `user_changed_*` system message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdentityChange {
    /// The parts until now, as far as they are told.
    pub before: Identity,
    /// The parts from now on, as far as they are told.
    pub after: Identity,
}

impl Identity {
    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }

    /// The key: `user_id`, else `wa_id`, else `parent_user_id`, else the username.
    ///
    /// It stays the same as long as the strongest known part does. When [`Identity::merge`]
    /// or [`Identity::apply`] learns a stronger part, the key changes: look a conversation up
    /// by each of [`Identity::keys`], and move it to this one.
    #[must_use]
    pub fn key(&self) -> Option<IdentityKey> {
        self.keys().into_iter().next()
    }

    /// The keys of all parts, strongest first.
    #[must_use]
    pub fn keys(&self) -> Vec<IdentityKey> {
        let it = self.clone().normalized();
        let user = it.user_id.map(|id| format!("user_id:{}", id.as_str()));
        let wa = it.wa_id.map(|id| format!("wa_id:{}", id.as_str()));
        let parent = it.parent_user_id;
        let parent = parent.map(|id| format!("parent_user_id:{}", id.as_str()));
        let username = it.username.map(|name| {
            let name = name.trim_start_matches('@').to_lowercase();
            format!("username:{name}")
        });
        let keys = [user, wa, parent, username];
        keys.into_iter().flatten().map(IdentityKey).collect()
    }

    /// Whether both are the same customer, as far as it can be told.
    ///
    /// The strongest part that both have decides. So two different `user_id`s are two
    /// customers even with one `wa_id`: a phone number can change hands.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.ids().is_same(other.ids())
    }

    pub(super) fn ids(&self) -> Ids<'_> {
        Ids::of(&self.user_id, &self.wa_id, &self.parent_user_id)
    }

    /// Takes over what `newer` knows of the same customer; `false` if it is another one.
    ///
    /// A part that `newer` does not have stays.
    pub fn merge(&mut self, newer: &Self) -> bool {
        if !self.is_empty() && !self.is_same(newer) {
            return false;
        }
        self.take_over(newer);
        true
    }

    /// Takes over a change of this customer; `false` if it is about another one.
    ///
    /// A change applied twice is applied once. After it, [`Identity::key`] may differ: a new
    /// number is a new `user_id`, so as long as that one is not told, none is known.
    pub fn apply(&mut self, change: &IdentityChange) -> bool {
        let IdentityChange { before, after } = change;
        // The new number may have come before the new user id.
        let completes = self.user_id.is_none() && after.user_id.is_some() && self.is_same(after);
        if !completes && !self.is_same(before) {
            return false;
        }
        let number = |it: &Self| it.wa_id.clone();
        let old_number = number(self).or_else(|| number(before));
        self.take_over(after);
        if let (Some(old), Some(new)) = (&old_number, &after.wa_id)
            && !super::same_phone(old.as_str(), new.as_str())
        {
            self.user_id.clone_from(&after.user_id);
            self.parent_user_id.clone_from(&after.parent_user_id);
        }
        true
    }

    fn take_over(&mut self, newer: &Self) {
        let newer = newer.clone().normalized();
        self.user_id = newer.user_id.or_else(|| self.user_id.take());
        self.parent_user_id = newer.parent_user_id.or_else(|| self.parent_user_id.take());
        self.wa_id = newer.wa_id.or_else(|| self.wa_id.take());
        self.username = newer.username.or_else(|| self.username.take());
    }

    /// The same, with a user id that was sent in place of a number where it belongs.
    pub(super) fn normalized(mut self) -> Self {
        match self.wa_id.take() {
            Some(id) if id.as_str().is_empty() => {}
            Some(id) if is_user_id(id.as_str()) => {
                self.user_id = self.user_id.or_else(|| Some(UserId::new(id.as_str())));
            }
            other => self.wa_id = other,
        }
        self
    }
}

/// The ids of an [`Identity`], each where it belongs, without a copy.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a> {
    user_id: Option<&'a str>,
    wa_id: Option<&'a str>,
    parent_user_id: Option<&'a str>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(
        user_id: &'a Option<UserId>,
        wa_id: &'a Option<WaId>,
        parent_user_id: &'a Option<ParentUserId>,
    ) -> Self {
        let user_id = user_id.as_ref().map(UserId::as_str);
        let wa_id = wa_id.as_ref().map(WaId::as_str);
        let wa_id = wa_id.filter(|id| !id.is_empty());
        Self {
            user_id: user_id.or(wa_id.filter(|id| is_user_id(id))),
            wa_id: wa_id.filter(|id| !is_user_id(id)),
            parent_user_id: parent_user_id.as_ref().map(ParentUserId::as_str),
        }
    }

    pub(super) fn is_same(self, other: Self) -> bool {
        if let (Some(one), Some(two)) = (self.user_id, other.user_id) {
            return one == two;
        }
        if let (Some(one), Some(two)) = (self.wa_id, other.wa_id) {
            return super::same_phone(one, two);
        }
        self.parent_user_id.is_some() && self.parent_user_id == other.parent_user_id
    }

    /// Whether nothing that both tell says that they are two customers.
    pub(super) fn may_be(self, other: Self) -> bool {
        let user_id = self.user_id.is_none() || other.user_id.is_none();
        let wa_id = self.wa_id.is_none() || other.wa_id.is_none();
        user_id && wa_id
    }
}

/// Whether a text has the form of a business-scoped user id: `US.` and more.
fn is_user_id(id: &str) -> bool {
    matches!(id.as_bytes(), [a, b, b'.', _, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(user_id: &str, wa_id: &str) -> Identity {
        Identity {
            user_id: (!user_id.is_empty()).then(|| UserId::new(user_id)),
            wa_id: (!wa_id.is_empty()).then(|| WaId::new(wa_id)),
            ..Identity::default()
        }
    }

    fn key(identity: &Identity) -> Option<String> {
        identity.key().map(|key| key.as_str().to_owned())
    }

    #[test]
    fn the_key_is_the_strongest_part() {
        let mut all = identity("US.1", "12025550147");
        all.parent_user_id = Some(ParentUserId::new("US.ENT.2"));
        all.username = Some("@Robin.Example".into());

        let keys: Vec<_> = all.keys().iter().map(|it| it.as_str().to_owned()).collect();

        let expected = [
            "user_id:US.1",
            "wa_id:12025550147",
            "parent_user_id:US.ENT.2",
            "username:robin.example",
        ];
        assert_eq!(keys, expected);
        assert_eq!(
            key(&identity("", "12025550147")).as_deref(),
            Some(expected[1])
        );
        assert_eq!(Identity::default().key(), None);
    }

    #[test]
    fn a_user_id_in_place_of_the_number_is_taken_as_one() {
        let written = identity("", "US.00000000000000000001");

        assert_eq!(
            key(&written).as_deref(),
            Some("user_id:US.00000000000000000001")
        );
        assert!(written.is_same(&identity("US.00000000000000000001", "")));
    }

    #[test]
    fn merging_learns_parts_and_forgets_none() {
        let mut known = identity("", "12025550147");

        assert!(known.merge(&identity("US.1", "12025550147")));
        assert!(known.merge(&identity("US.1", "")));

        assert_eq!(known, identity("US.1", "12025550147"));
    }

    #[test]
    fn a_number_that_changed_hands_is_another_customer() {
        let mut known = identity("US.1", "12025550147");

        assert!(!known.merge(&identity("US.2", "12025550147")));
        assert_eq!(known, identity("US.1", "12025550147"));
    }

    #[test]
    fn two_spellings_of_a_number_are_one_customer() {
        assert!(identity("", "5511987654321").is_same(&identity("", "551187654321")));
        assert!(!identity("", "5511987654321").is_same(&identity("", "551187654320")));
    }

    #[test]
    fn a_change_applies_to_its_customer_only_and_once() {
        let change = IdentityChange {
            before: identity("US.1", "12025550147"),
            after: identity("US.2", "12025550148"),
        };
        let mut known = identity("US.1", "12025550147");
        let mut other = identity("US.9", "12025550147");

        assert!(known.apply(&change));
        assert!(!known.apply(&change));
        assert!(!other.apply(&change));

        assert_eq!(known, identity("US.2", "12025550148"));
        assert_eq!(other, identity("US.9", "12025550147"));
    }

    #[test]
    fn a_new_number_without_its_user_id_forgets_the_old_one_until_the_new_is_told() {
        let number = IdentityChange {
            before: identity("", "12025550147"),
            after: identity("", "12025550148"),
        };
        let mut known = identity("US.1", "12025550147");

        assert!(known.apply(&number));
        assert_eq!(known, identity("", "12025550148"));

        let user_id = IdentityChange {
            before: identity("US.1", "12025550147"),
            after: identity("US.2", "12025550148"),
        };
        assert!(known.apply(&user_id));
        assert_eq!(known, identity("US.2", "12025550148"));
        assert!(!known.apply(&number));
    }

    #[test]
    fn the_same_number_in_another_spelling_keeps_the_user_id() {
        let change = IdentityChange {
            before: identity("", "551187654321"),
            after: identity("", "5511987654321"),
        };
        let mut known = identity("BR.1", "551187654321");

        assert!(known.apply(&change));
        assert_eq!(known, identity("BR.1", "5511987654321"));
    }

    #[test]
    fn debug_shows_no_part() {
        let identity = identity("US.1", "12025550147");
        let shown = format!("{identity:?} {:?}", identity.key());
        assert!(
            !shown.contains("US.1") && !shown.contains("2025550147"),
            "{shown}"
        );
    }
}

//! One transaction over the customers of a batch.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use message_transform::decide::identity::{self, Alias, Found, Part, Whose};
use meta_whatsapp_client::{ParentUserId, UserId, WaId, webhooks};
use server_kit::sqlite::Transaction;

use crate::{
    routes_file::RouteName,
    store::{Customer, CustomerKey, Identity, Store, Who},
};

/// The customers that a batch touches, each read once and written once.
#[derive(Debug)]
pub struct Batch {
    store: Store,
    /// The transaction, for what else belongs to the batch.
    pub transaction: Transaction,
    /// When the batch began.
    pub now: DateTime<Utc>,
    /// Customers who answered a template: what waits for that may go, once this is written.
    pub(super) answered: Vec<(RouteName, CustomerKey)>,
    customers: HashMap<CustomerKey, Customer>,
    aliases: HashMap<Vec<u8>, Option<CustomerKey>>,
}

impl Batch {
    /// Begins a batch; nobody else writes until it ends.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub async fn begin(store: &Store, now: DateTime<Utc>) -> Result<Self, sqlx::Error> {
        Ok(Self {
            store: store.clone(),
            transaction: store.begin().await?,
            now,
            answered: Vec::new(),
            customers: HashMap::new(),
            aliases: HashMap::new(),
        })
    }

    /// Writes every customer that was touched, and ends.
    ///
    /// # Errors
    /// If nothing was written.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        for customer in self.customers.values() {
            self.store
                .save_customer(&mut self.transaction, customer)
                .await?;
        }
        self.transaction.commit().await
    }

    /// The customer who wrote to a route, made at first contact; `None` without any id.
    ///
    /// Who it is stays [`Who::Sealed`] only if the key is gone and `told` does not name the id
    /// that Genesys Cloud knows.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    ///
    /// # Panics
    /// Never: the customer was read just before.
    pub async fn writer(
        &mut self,
        route: &RouteName,
        told: &webhooks::Identity,
        name: Option<&str>,
    ) -> Result<Option<&mut Customer>, sqlx::Error> {
        let found = self.found(route, told).await?;
        let key = match identity::whose(told, &found) {
            Whose::Nobody => return Ok(None),
            Whose::Known(key) => key,
            Whose::New => self.first_contact(route, told).await?,
        };
        self.point(route, told, &key).await?;
        self.recover(route, told, &key);
        let now = self.now;
        let customer = self.customers.get_mut(&key).expect("it was just loaded");
        customer.last_message_at = customer.last_message_at.max(now);
        if let Some(identity) = customer.who.known_mut() {
            learn(identity, told);
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                identity.name = Some(name.to_owned());
            }
        }
        Ok(Some(customer))
    }

    /// The customer that an update names, if there is one.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    pub async fn known(
        &mut self,
        route: &RouteName,
        told: &webhooks::Identity,
    ) -> Result<Option<&mut Customer>, sqlx::Error> {
        let found = self.found(route, told).await?;
        match identity::whose(told, &found) {
            Whose::Known(key) => Ok(self.customers.get_mut(&key)),
            Whose::New | Whose::Nobody => Ok(None),
        }
    }

    /// The customer with this key.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    pub async fn customer(
        &mut self,
        key: &CustomerKey,
    ) -> Result<Option<&mut Customer>, sqlx::Error> {
        self.load(key).await?;
        Ok(self.customers.get_mut(key))
    }

    /// Follows a customer whose ids changed.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    ///
    /// # Panics
    /// Never: the customer was read just before.
    pub async fn changed(
        &mut self,
        route: &RouteName,
        change: &webhooks::IdentityChange,
    ) -> Result<(), sqlx::Error> {
        let before = self.found(route, &change.before).await?;
        let after = self.found(route, &change.after).await?;
        let Some(key) = identity::changed(&before, &after) else {
            return Ok(());
        };
        self.point(route, &change.after, &key).await?;
        self.recover(route, &change.before, &key);
        let customer = self.customers.get_mut(&key).expect("it was just loaded");
        let Some(identity) = customer.who.known_mut() else {
            return Ok(());
        };
        let mut address = address(identity);
        if !address.apply(change) {
            address.merge(&change.after);
        }
        identity.wa_id = address.wa_id.map(|id| id.as_str().to_owned());
        identity.user_id = address.user_id.map(|id| id.as_str().to_owned());
        identity.parent_user_id = address.parent_user_id.map(|id| id.as_str().to_owned());
        Ok(())
    }

    async fn first_contact(
        &mut self,
        route: &RouteName,
        told: &webhooks::Identity,
    ) -> Result<CustomerKey, sqlx::Error> {
        let mut taken = None;
        for alias in identity::from_ids(told) {
            let key = self.store.customer_key(route, &alias.id);
            if self.load(&key).await? {
                taken = taken.or(Some(key));
                continue;
            }
            let identity = known_as(alias);
            let customer = Customer::new(key.clone(), route.clone(), identity, self.now);
            self.customers.insert(key.clone(), customer);
            return Ok(key);
        }
        // All ids were given to Genesys Cloud before: the best of them is theirs again.
        Ok(taken.expect("an update without ids is nobody's"))
    }

    /// Who somebody is whose identity cannot be opened: the key of a customer is a hash of the
    /// id that Genesys Cloud knows, so an update that tells this id tells it all.
    fn recover(&mut self, route: &RouteName, told: &webhooks::Identity, key: &CustomerKey) {
        let store = &self.store;
        if let Some(customer) = self.customers.get_mut(key)
            && customer.who.known().is_none()
            && let Some(alias) = identity::from_ids(told)
                .into_iter()
                .find(|alias| store.customer_key(route, &alias.id) == *key)
        {
            customer.who = Who::Known(known_as(alias));
        }
    }

    async fn found(
        &mut self,
        route: &RouteName,
        told: &webhooks::Identity,
    ) -> Result<Vec<Found<CustomerKey>>, sqlx::Error> {
        let mut found = Vec::new();
        for Alias { part, id } in identity::aliases(told) {
            let hash = self.store.alias_hash(route, kind(part), &id);
            if let Some(customer) = self.behind(&hash).await? {
                let known = self.customers[&customer].who.known();
                let has_user_id = known.is_some_and(|known| known.user_id.is_some());
                found.push(Found {
                    part,
                    customer,
                    has_user_id,
                });
            }
        }
        Ok(found)
    }

    async fn behind(&mut self, hash: &[u8]) -> Result<Option<CustomerKey>, sqlx::Error> {
        if let Some(known) = self.aliases.get(hash) {
            return Ok(known.clone());
        }
        let found = self
            .store
            .customer_by_alias(&mut self.transaction, hash)
            .await?;
        let key = found.map(|customer| {
            let key = customer.key.clone();
            self.customers.entry(key.clone()).or_insert(customer);
            key
        });
        self.aliases.insert(hash.to_vec(), key.clone());
        Ok(key)
    }

    async fn point(
        &mut self,
        route: &RouteName,
        told: &webhooks::Identity,
        key: &CustomerKey,
    ) -> Result<(), sqlx::Error> {
        for Alias { part, id } in identity::aliases(told) {
            let hash = self.store.alias_hash(route, kind(part), &id);
            if self.aliases.get(&hash).and_then(Option::as_ref) == Some(key) {
                continue;
            }
            self.store
                .add_alias(&mut self.transaction, &hash, key, self.now)
                .await?;
            self.aliases.insert(hash, Some(key.clone()));
        }
        Ok(())
    }

    /// Whether there is such a customer.
    async fn load(&mut self, key: &CustomerKey) -> Result<bool, sqlx::Error> {
        if self.customers.contains_key(key) {
            return Ok(true);
        }
        let found = self.store.customer(&mut self.transaction, key).await?;
        let is_found = found.is_some();
        self.customers
            .extend(found.map(|customer| (key.clone(), customer)));
        Ok(is_found)
    }
}

/// Somebody whom Genesys Cloud is given this id of.
fn known_as(alias: Alias) -> Identity {
    let id_type = match alias.part {
        Part::WaId => "Phone",
        Part::UserId | Part::ParentUserId => "Opaque",
    };
    Identity::new(alias.id, id_type)
}

fn kind(part: Part) -> &'static str {
    match part {
        Part::UserId => "user_id",
        Part::WaId => "wa_id",
        Part::ParentUserId => "parent_user_id",
    }
}

/// Where messages to a customer go now.
fn address(identity: &Identity) -> webhooks::Identity {
    webhooks::Identity {
        user_id: identity.user_id.as_deref().map(UserId::new),
        parent_user_id: identity.parent_user_id.as_deref().map(ParentUserId::new),
        wa_id: identity.wa_id.as_deref().map(WaId::new),
        username: None,
    }
}

fn learn(identity: &mut Identity, told: &webhooks::Identity) {
    let newer = |known: &mut Option<String>, told: Option<&str>| {
        if let Some(told) = told {
            *known = Some(told.to_owned());
        }
    };
    newer(
        &mut identity.wa_id,
        told.wa_id.as_ref().map(|id| id.as_str()),
    );
    newer(
        &mut identity.user_id,
        told.user_id.as_ref().map(|id| id.as_str()),
    );
    let parent = told.parent_user_id.as_ref().map(|id| id.as_str());
    newer(&mut identity.parent_user_id, parent);
}

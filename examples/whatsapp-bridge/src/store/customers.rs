//! Customers: who they are to both sides, and how they are found.

use chrono::{DateTime, Utc};
use message_transform::decide::window::{Marketing, Window};
use meta_whatsapp_client::messages::Recipient;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{CustomerKey, Identity, Store, Who, millis, time};
use crate::routes_file::RouteName;

const BY_KEY: &str = "SELECT * FROM customers WHERE customer_key = $1";
const BY_ALIAS: &str = "SELECT customers.* FROM aliases JOIN customers USING (customer_key) \
    WHERE alias_hash = $1";
const BY_OURS: &str = "SELECT * FROM customers WHERE conversation_id = $1";
const BY_THEIRS: &str = "SELECT customers.* FROM conversations JOIN customers \
    USING (customer_key) WHERE conversations.genesys_conversation_id = $1";
const SAVE: &str = "INSERT INTO customers (customer_key, route, conversation_id, \
    genesys_conversation_id, identity_sealed, last_wamid_sealed, last_wamid_until, \
    last_inbound_at, refused_at, reengaged_at, answered_at, marketing_told_at, \
    marketing_stopped, created_at, last_message_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
    ON CONFLICT (customer_key) DO UPDATE SET \
    genesys_conversation_id = excluded.genesys_conversation_id, \
    identity_sealed = excluded.identity_sealed, \
    last_wamid_sealed = excluded.last_wamid_sealed, \
    last_wamid_until = excluded.last_wamid_until, \
    last_inbound_at = excluded.last_inbound_at, refused_at = excluded.refused_at, \
    reengaged_at = excluded.reengaged_at, answered_at = excluded.answered_at, \
    marketing_told_at = excluded.marketing_told_at, \
    marketing_stopped = excluded.marketing_stopped, \
    last_message_at = excluded.last_message_at";
const ADD_ALIAS: &str = "INSERT INTO aliases (alias_hash, customer_key, created_at) \
    VALUES ($1, $2, $3) ON CONFLICT (alias_hash) DO UPDATE SET customer_key = excluded.customer_key";
const SAW: &str = "INSERT INTO conversations (genesys_conversation_id, customer_key, seen_at) \
    VALUES ($1, $2, $3) ON CONFLICT (genesys_conversation_id) DO UPDATE \
    SET seen_at = excluded.seen_at";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] =
    &[BY_KEY, BY_ALIAS, BY_OURS, BY_THEIRS, SAVE, ADD_ALIAS, SAW];

const IDENTITY: &str = "identity";
const LAST_WAMID: &str = "last_wamid";

/// One person at one number.
#[derive(Clone)]
pub struct Customer {
    /// Finds it.
    pub key: CustomerKey,
    /// The route that they wrote to.
    pub route: RouteName,
    /// Our conversation: `whatsapp-<uuid>`.
    pub conversation_id: String,
    /// The latest conversation of Genesys Cloud's.
    pub genesys_conversation_id: Option<String>,
    /// Who they are.
    pub who: Who,
    /// Their newest message, and until when it is kept.
    pub last_wamid: Option<(String, DateTime<Utc>)>,
    /// Whether they may be written to freely.
    pub window: Window,
    /// Whether they want marketing.
    pub marketing: Marketing,
    /// When they were first seen.
    pub created_at: DateTime<Utc>,
    /// When anything was last said.
    pub last_message_at: DateTime<Utc>,
}

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Customer")
            .field("route", &self.route)
            .field("conversation_id", &self.conversation_id)
            .finish_non_exhaustive()
    }
}

impl Customer {
    /// Somebody who is seen for the first time.
    #[must_use]
    pub fn new(key: CustomerKey, route: RouteName, identity: Identity, now: DateTime<Utc>) -> Self {
        Self {
            key,
            route,
            conversation_id: format!("whatsapp-{}", uuid::Uuid::new_v4()),
            genesys_conversation_id: None,
            who: Who::Known(identity),
            last_wamid: None,
            window: Window::default(),
            marketing: Marketing::default(),
            created_at: now,
            last_message_at: now,
        }
    }

    /// Where messages to them go now, if that can be read.
    #[must_use]
    pub fn recipient(&self) -> Option<Recipient> {
        self.who.known().map(Identity::recipient)
    }
}

impl Store {
    /// The hash that a number or a business-scoped id is found by; `kind` is `wa_id`,
    /// `user_id` or `parent_user_id`.
    #[must_use]
    pub fn alias_hash(&self, route: &RouteName, kind: &str, value: &str) -> Vec<u8> {
        self.hash("alias", &format!("{route}\0{kind}\0{value}"))
    }

    /// The customer with this key.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn customer(
        &self,
        connection: &mut SqliteConnection,
        key: &CustomerKey,
    ) -> Result<Option<Customer>, sqlx::Error> {
        let row = sqlx::query(BY_KEY).bind(&key.0);
        self.one(row.fetch_optional(connection).await?)
    }

    /// The customer that an alias leads to.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn customer_by_alias(
        &self,
        connection: &mut SqliteConnection,
        alias_hash: &[u8],
    ) -> Result<Option<Customer>, sqlx::Error> {
        let row = sqlx::query(BY_ALIAS).bind(alias_hash);
        self.one(row.fetch_optional(connection).await?)
    }

    /// The customers who have this number, or this business-scoped id, at these routes.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn customers_by_number(
        &self,
        routes: &[RouteName],
        number: &str,
    ) -> Result<Vec<Customer>, sqlx::Error> {
        let mut connection = self.database.reader().acquire().await?;
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let mut found: Vec<Customer> = Vec::new();
        for route in routes {
            // WhatsApp was seen to write a business-scoped id in the place of a number.
            let (digits, told) = (digits.as_str(), number.trim());
            for (kind, id) in [("wa_id", digits), ("user_id", told), ("wa_id", told)] {
                let hash = self.alias_hash(route, kind, id);
                let customer = self.customer_by_alias(&mut connection, &hash).await?;
                let is_new =
                    |customer: &Customer| found.iter().all(|known| known.key != customer.key);
                let customer = customer.filter(is_new);
                found.extend(customer);
            }
        }
        Ok(found)
    }

    /// The customer of a conversation, by our id or by Genesys Cloud's.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn customer_by_conversation(
        &self,
        connection: &mut SqliteConnection,
        conversation_id: &str,
    ) -> Result<Option<Customer>, sqlx::Error> {
        let statement = match conversation_id.starts_with("whatsapp-") {
            true => BY_OURS,
            false => BY_THEIRS,
        };
        let row = sqlx::query(statement).bind(conversation_id);
        self.one(row.fetch_optional(connection).await?)
    }

    /// Writes a customer, new or known.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn save_customer(
        &self,
        connection: &mut SqliteConnection,
        customer: &Customer,
    ) -> Result<(), sqlx::Error> {
        let owner = &customer.conversation_id;
        let identity = match &customer.who {
            Who::Known(identity) => self.sealer.seal(owner, IDENTITY, identity),
            Who::Sealed(sealed) => sealed.clone(),
        };
        let wamid = customer.last_wamid.as_ref();
        sqlx::query(SAVE)
            .bind(&customer.key.0)
            .bind(customer.route.as_str())
            .bind(owner)
            .bind(&customer.genesys_conversation_id)
            .bind(identity)
            .bind(wamid.map(|(id, _)| self.sealer.seal(owner, LAST_WAMID, id)))
            .bind(wamid.map_or(0, |(_, until)| millis(*until)))
            .bind(customer.window.last_inbound.map(millis))
            .bind(customer.window.refused.map(millis))
            .bind(customer.window.reengaged.map(millis))
            .bind(customer.window.answered.map(millis))
            .bind(customer.marketing.told.map(millis))
            .bind(i64::from(customer.marketing.stopped))
            .bind(millis(customer.created_at))
            .bind(millis(customer.last_message_at))
            .execute(connection)
            .await
            .map(drop)
    }

    /// Lets an alias lead to a customer, whoever it led to before: a number can change hands.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn add_alias(
        &self,
        connection: &mut SqliteConnection,
        alias_hash: &[u8],
        key: &CustomerKey,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let alias = sqlx::query(ADD_ALIAS).bind(alias_hash).bind(&key.0);
        alias.bind(millis(now)).execute(connection).await.map(drop)
    }

    /// Notes the conversation of Genesys Cloud's that a customer is in.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn saw_conversation(
        &self,
        connection: &mut SqliteConnection,
        genesys_conversation_id: &str,
        key: &CustomerKey,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let seen = sqlx::query(SAW).bind(genesys_conversation_id).bind(&key.0);
        seen.bind(millis(now)).execute(connection).await.map(drop)
    }

    fn one(&self, row: Option<SqliteRow>) -> Result<Option<Customer>, sqlx::Error> {
        row.map(|row| self.read_customer(&row)).transpose()
    }

    pub(super) fn read_customer(&self, row: &SqliteRow) -> Result<Customer, sqlx::Error> {
        let conversation_id: String = row.try_get("conversation_id")?;
        let sealed: Vec<u8> = row.try_get("identity_sealed")?;
        let identity = self.sealer.open(&conversation_id, IDENTITY, &sealed);
        let wamid: Option<Vec<u8>> = row.try_get("last_wamid_sealed")?;
        let wamid =
            wamid.and_then(|sealed| self.sealer.open(&conversation_id, LAST_WAMID, &sealed));
        let until: i64 = row.try_get("last_wamid_until")?;
        let route: &str = row.try_get("route")?;
        let moment =
            |name: &str| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(name)?.map(time));
        Ok(Customer {
            key: CustomerKey(row.try_get("customer_key")?),
            route: RouteName::parse(route)
                .ok_or_else(|| sqlx::Error::Decode("the route cannot be read".into()))?,
            genesys_conversation_id: row.try_get("genesys_conversation_id")?,
            who: identity.map_or(Who::Sealed(sealed), Who::Known),
            last_wamid: wamid.map(|wamid| (wamid, time(until))),
            window: Window {
                last_inbound: moment("last_inbound_at")?,
                refused: moment("refused_at")?,
                reengaged: moment("reengaged_at")?,
                answered: moment("answered_at")?,
            },
            marketing: Marketing {
                told: moment("marketing_told_at")?,
                stopped: row.try_get::<i64, _>("marketing_stopped")? != 0,
            },
            created_at: time(row.try_get("created_at")?),
            last_message_at: time(row.try_get("last_message_at")?),
            conversation_id,
        })
    }
}

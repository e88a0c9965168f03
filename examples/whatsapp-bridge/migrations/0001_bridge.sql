-- Times are milliseconds since 1970 in UTC. Columns named *_sealed hold ciphertext only;
-- columns named *_hash and customer keys hold keyed SHA-256, never the value.
CREATE TABLE customers (
    -- Keyed hash of route and the Genesys from.id, which never changes.
    customer_key BLOB NOT NULL PRIMARY KEY,
    route TEXT NOT NULL,
    -- Ours: whatsapp-<uuid>.
    conversation_id TEXT NOT NULL UNIQUE,
    -- The latest one that Genesys Cloud named.
    genesys_conversation_id TEXT,
    -- {"fromId", "idType", "waId", "userId", "parentUserId", "name"}: who it is to both sides.
    identity_sealed BLOB NOT NULL,
    -- The newest message of the customer, to mark read and to type at.
    last_wamid_sealed BLOB,
    last_wamid_until BIGINT NOT NULL DEFAULT 0,
    -- Meta's time of the newest message of the customer: the 24 hours run from it.
    last_inbound_at BIGINT,
    -- When a message was refused because the 24 hours were over.
    refused_at BIGINT,
    -- When the template was sent that asks to write again, and when it was answered.
    reengaged_at BIGINT,
    answered_at BIGINT,
    -- Whether the customer wants no marketing, and since when we know.
    marketing_told_at BIGINT,
    marketing_stopped BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    last_message_at BIGINT NOT NULL
);
CREATE INDEX customers_by_time ON customers (last_message_at);
CREATE INDEX customers_by_wamid ON customers (last_wamid_until) WHERE last_wamid_sealed IS NOT NULL;

-- Numbers and business-scoped ids that lead to a customer.
CREATE TABLE aliases (
    alias_hash BLOB NOT NULL PRIMARY KEY,
    customer_key BLOB NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX aliases_by_customer ON aliases (customer_key);

-- Every conversation of Genesys Cloud that a customer was seen in.
CREATE TABLE conversations (
    genesys_conversation_id TEXT NOT NULL PRIMARY KEY,
    customer_key BLOB NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX conversations_by_customer ON conversations (customer_key);

-- What became of each message: no text, no number.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    route TEXT NOT NULL,
    direction TEXT NOT NULL,
    meta_hash BLOB,
    genesys_hash BLOB,
    customer_key BLOB,
    conversation_id TEXT,
    kind TEXT NOT NULL DEFAULT 'text',
    status TEXT NOT NULL,
    reason TEXT,
    parts BIGINT NOT NULL DEFAULT 1,
    maybe_duplicate BIGINT NOT NULL DEFAULT 0,
    -- An agent's message, until it was delivered: it may have to be sent again.
    item_sealed BLOB,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messages_by_meta ON messages (meta_hash) WHERE meta_hash IS NOT NULL;
CREATE UNIQUE INDEX messages_by_genesys ON messages (genesys_hash) WHERE genesys_hash IS NOT NULL;
CREATE INDEX messages_by_customer ON messages (customer_key, created_at) WHERE customer_key IS NOT NULL;
CREATE INDEX messages_by_conversation ON messages (conversation_id, created_at) WHERE conversation_id IS NOT NULL;
CREATE INDEX messages_by_time ON messages (created_at);
CREATE INDEX messages_with_item ON messages (updated_at) WHERE item_sealed IS NOT NULL;

-- The WhatsApp messages that one message of an agent became. A part is known by its place
-- before WhatsApp gave it an id.
CREATE TABLE parts (
    genesys_hash BLOB NOT NULL,
    part BIGINT NOT NULL,
    meta_hash BLOB,
    status TEXT NOT NULL,
    reason TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (genesys_hash, part)
) WITHOUT ROWID;
CREATE INDEX parts_by_meta ON parts (meta_hash) WHERE meta_hash IS NOT NULL;
CREATE INDEX parts_by_time ON parts (updated_at);

CREATE TABLE contexts (
    conversation_id TEXT NOT NULL PRIMARY KEY,
    customer_key BLOB NOT NULL,
    context_sealed BLOB NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX contexts_by_customer ON contexts (customer_key);

-- Settings that were changed while the server ran: they win over the environment.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Routes that are paused, and why.
CREATE TABLE route_states (
    group_name TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Files at our own address.
CREATE TABLE media (
    id TEXT NOT NULL PRIMARY KEY,
    customer_key BLOB NOT NULL,
    media_sealed BLOB NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX media_by_customer ON media (customer_key);
CREATE INDEX media_by_time ON media (expires_at);

-- Times are milliseconds since 1970 in UTC. Columns named *_sealed hold ciphertext only;
-- columns named *_hash hold keyed or plain SHA-256, never the value.
CREATE TABLE bookings (
    id TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    state TEXT NOT NULL,
    customer_id TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    slot_at BIGINT NOT NULL,
    meeting_id TEXT,
    callback_id TEXT,
    linked BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    new_slot_at BIGINT,
    new_callback_id TEXT,
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    note TEXT,
    key_hash BLOB NOT NULL,
    key_until BIGINT NOT NULL,
    body_hash BLOB NOT NULL,
    number_hash BLOB NOT NULL,
    manage_hash BLOB NOT NULL,
    details_sealed BLOB,
    details_until BIGINT NOT NULL,
    number_sealed BLOB,
    number_until BIGINT NOT NULL,
    link_sealed BLOB,
    answer_sealed BLOB,
    answer_until BIGINT NOT NULL
);

CREATE INDEX bookings_by_key ON bookings (key_hash);
CREATE INDEX bookings_by_number ON bookings (number_hash, slot_at);
CREATE INDEX bookings_by_manage ON bookings (manage_hash);
CREATE INDEX bookings_by_state ON bookings (state, next_attempt_at);
CREATE INDEX bookings_by_slot ON bookings (slot_at);

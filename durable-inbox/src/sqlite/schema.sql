-- Deliveries that were accepted and not taken in: appended at one end, deleted at the other.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    payload BLOB NOT NULL
);

-- One row: what must not be used twice, although the rows that used it are gone.
CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    epoch BIGINT NOT NULL,
    last_row BIGINT NOT NULL,
    last_item BIGINT NOT NULL
);
INSERT INTO marks (id, epoch, last_row, last_item) VALUES (1, 0, 0, 0);

CREATE TABLE groups (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    waiting BIGINT NOT NULL DEFAULT 0,
    in_flight BIGINT NOT NULL DEFAULT 0,
    parked BIGINT NOT NULL DEFAULT 0
);

-- Keys with unfinished items. The lane is a hash of group and key.
CREATE TABLE keys (
    lane INTEGER PRIMARY KEY,
    group_id BIGINT NOT NULL,
    -- The oldest unfinished item, what was counted for it, and whether it may have been sent:
    -- 0 no, 1 maybe, 2 a claim marked it and has not ended.
    head BIGINT,
    attempts BIGINT,
    doubt BIGINT,
    -- When it may be claimed: the end of the lease if a worker has it.
    due_at BIGINT NOT NULL,
    worker TEXT,
    fence BIGINT NOT NULL DEFAULT 0,
    -- Whether it was woken since it was claimed.
    woken BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX keys_due ON keys (group_id, due_at);
CREATE INDEX keys_held ON keys (worker) WHERE worker IS NOT NULL;

-- state: 0 waiting, 1 sent, 2 parked.
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    lane BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    at BIGINT NOT NULL,
    done_at BIGINT,
    attempts BIGINT NOT NULL,
    doubt BIGINT NOT NULL,
    reason TEXT,
    key BLOB NOT NULL,
    payload BLOB NOT NULL
);
CREATE INDEX items_waiting ON items (lane, id) WHERE state = 0;
CREATE INDEX items_oldest ON items (group_id, id) WHERE state = 0;
CREATE INDEX items_parked ON items (lane, id) WHERE state = 2;
CREATE INDEX items_done ON items (state, done_at) WHERE done_at IS NOT NULL;

CREATE TABLE dedupe (
    hash BLOB PRIMARY KEY,
    at BIGINT NOT NULL
) WITHOUT ROWID;

-- Deliveries that could not be split.
CREATE TABLE aside (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    payload BLOB NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX aside_received ON aside (received_at);

-- Written to find out whether there is room.
CREATE TABLE probe (
    id INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
);

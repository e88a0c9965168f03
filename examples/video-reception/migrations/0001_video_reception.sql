-- What an account does not know of somebody who can be called. Times are milliseconds since 1970.
CREATE TABLE staff (
    -- The account's id.
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    department TEXT NOT NULL
);

-- A call, after its end.
CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whom it rang at last, and at first if that was somebody else.
    staff TEXT NOT NULL,
    first_staff TEXT,
    -- Sealed: the visitor's name and address, and what it was about.
    visitor BLOB NOT NULL,
    -- A keyed hash of the address: what export and erasure find.
    email_hash BLOB NOT NULL,
    requested_at BIGINT NOT NULL,
    answered_at BIGINT,
    ended_at BIGINT NOT NULL,
    code TEXT NOT NULL,
    ended_by TEXT NOT NULL,
    transfers BIGINT NOT NULL,
    reconnections BIGINT NOT NULL,
    chat_messages BIGINT NOT NULL,
    screen_shared BIGINT NOT NULL,
    recorded BIGINT NOT NULL
);
CREATE INDEX calls_by_staff ON calls (staff, requested_at);
CREATE INDEX calls_by_time ON calls (requested_at);
CREATE INDEX calls_by_email ON calls (email_hash);

-- What a staff member decided; it may be there before its call has ended.
CREATE TABLE decisions (
    call TEXT NOT NULL PRIMARY KEY,
    staff TEXT NOT NULL,
    -- Sealed: the decision, and the notes to it.
    said BLOB NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE INDEX decisions_by_time ON decisions (decided_at);

-- What the pages measured.
CREATE TABLE stats (
    call TEXT NOT NULL,
    -- visitor or staff
    side TEXT NOT NULL,
    -- host, srflx or relay
    path TEXT NOT NULL,
    setup_ms BIGINT NOT NULL,
    loss_percent REAL NOT NULL,
    rtt_ms REAL NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (call, side)
);
CREATE INDEX stats_by_time ON stats (at);

-- Sessions that were signed out before their tokens expire.
CREATE TABLE signed_out (
    session TEXT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
CREATE INDEX signed_out_by_time ON signed_out (until);

-- What goes on after a restart: the reception as it was, sealed.
CREATE TABLE kept (
    name TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
);

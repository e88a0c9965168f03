-- A case, as the document has it. The phone_key columns are what the texts beside them become:
-- computed once, on writing, so that a start only reads.
CREATE TABLE cases (
    -- The name INTEGER makes it the row's own number, without an index beside it.
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    home_phone TEXT NOT NULL,
    cell_phone TEXT NOT NULL,
    email TEXT NOT NULL,
    status TEXT NOT NULL,
    clinic TEXT NOT NULL,
    treatment TEXT NOT NULL,
    disposition TEXT NOT NULL,
    outcome TEXT NOT NULL,
    -- Microseconds since 1970.
    created_at BIGINT NOT NULL,
    follow_up_date BIGINT,
    phone_key BIGINT,
    home_phone_key BIGINT,
    cell_phone_key BIGINT
);

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- server or browser
    kind TEXT NOT NULL,
    origin TEXT,
    environment TEXT,
    -- Separated by spaces.
    scopes TEXT NOT NULL,
    -- NULL is the limit of its kind, 0 is none.
    limit_per_minute BIGINT,
    secret_hash BLOB NOT NULL,
    old_secret_hash BLOB,
    old_secret_until BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT,
    uses BIGINT NOT NULL
);

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    -- running, done or cut
    state TEXT NOT NULL,
    rows_read BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    -- JSON: the first of the rejected lines, with the reasons.
    report TEXT NOT NULL
);
CREATE INDEX imports_by_state ON imports (state);

-- Who changed what; written with the change itself.
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    about TEXT
);

-- What is known of the data as a whole: the rules that phone keys were made by, and a number
-- that grows with every change of an API key.
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Who may sign in. Times are RFC 3339 text.
CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    -- In lower case.
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    -- PHC string of argon2id.
    password_hash TEXT NOT NULL,
    -- The key of the second factor, if there is one, sealed.
    totp_key BLOB,
    -- The time step of the last code that was used: none is good twice.
    totp_step BIGINT NOT NULL DEFAULT 0,
    genesys_user_id TEXT,
    disabled BIGINT NOT NULL DEFAULT 0,
    -- Counts what ends all sessions: another password, being disabled.
    revision BIGINT NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL
);

-- Each statement finds its rows by an index; what the background asks every two seconds has one
-- that holds the rows it looks for and no others, so that settled bookings cost nothing.
DROP INDEX bookings_by_state;
CREATE INDEX bookings_by_state ON bookings (state, created_at);
CREATE INDEX bookings_by_new_slot ON bookings (new_slot_at) WHERE new_slot_at IS NOT NULL;
CREATE INDEX bookings_unfinished ON bookings (next_attempt_at)
    WHERE state NOT IN ('booked', 'unconfirmed', 'needs_review', 'failed', 'cancelled');
CREATE INDEX bookings_to_search ON bookings (state, next_attempt_at)
    WHERE state = 'failed' AND meeting_id IS NULL AND attempts = 1;

-- When the next of a row's values is to be wiped: 9223372036854775807 is never.
ALTER TABLE bookings ADD COLUMN expires_at BIGINT GENERATED ALWAYS AS (MIN(
    CASE WHEN details_sealed IS NULL THEN 9223372036854775807 ELSE details_until END,
    CASE WHEN number_sealed IS NULL THEN 9223372036854775807 ELSE number_until END,
    CASE WHEN answer_sealed IS NULL THEN 9223372036854775807 ELSE answer_until END,
    CASE WHEN link_sealed IS NULL THEN 9223372036854775807 ELSE slot_at + 86400000 END,
    CASE WHEN key_hash = X'' THEN 9223372036854775807 ELSE key_until END,
    CASE WHEN number_hash = X'' THEN 9223372036854775807
        ELSE MAX(slot_at, COALESCE(new_slot_at, 0)) END
)) VIRTUAL;
CREATE INDEX bookings_by_expiry ON bookings (expires_at);

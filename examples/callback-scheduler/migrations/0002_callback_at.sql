-- When the newest callback was made: until ten minutes later a vendor's 404 is no proof.
ALTER TABLE bookings ADD COLUMN callback_at BIGINT NOT NULL DEFAULT 0;
UPDATE bookings SET callback_at = created_at;

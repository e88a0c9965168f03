-- What a receipt names of an agent's message, which may be due long after its text was deleted.
ALTER TABLE messages ADD COLUMN receipt_sealed BLOB;

-- Pauses begin anew with the process, and the address of a file says itself what it is.
DROP TABLE route_states;
DROP TABLE media;

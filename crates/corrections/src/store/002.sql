-- Format 2: whom a case is assigned to, and how often one address may send after a restart.

ALTER TABLE cases ADD COLUMN assignee TEXT NOT NULL DEFAULT '';  -- derived from the log; empty where nobody
CREATE INDEX cases_of_editor ON cases (assignee, status, reports DESC, no) WHERE assignee <> '';

-- The key of each day with which addresses are hashed. A day's row, and its hashes with it, is deleted once no limit
-- reaches back to it; the file is opened with secure_delete, so that the key is overwritten and not only let go.
CREATE TABLE sender_days (
    day INTEGER PRIMARY KEY,                       -- days since 1970
    key BLOB NOT NULL
) STRICT;
CREATE TABLE senders (
    day  INTEGER NOT NULL REFERENCES sender_days (day) ON DELETE CASCADE,
    hash BLOB NOT NULL,                            -- of the address, under the day's key
    at   INTEGER NOT NULL                          -- seconds since 1970
) STRICT;
CREATE INDEX senders_of_day ON senders (day);

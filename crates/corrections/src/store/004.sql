-- Format 4. Cases of the same matter are joined: one is decided, and the others stand as it does.

ALTER TABLE cases ADD COLUMN joined INTEGER REFERENCES cases (no);  -- derived from the log; NULL where it stands by itself
CREATE INDEX cases_joined ON cases (joined) WHERE joined IS NOT NULL;
-- A later report on the words of a joined case goes to the one it was joined with.
CREATE INDEX cases_joined_at ON cases (page, start) WHERE status = 'joined';

-- Format 2. Decisions keep the words they stand on; where they rest after another reading is looked up here.

DROP TABLE orphans;
CREATE TABLE seats (
    operation INTEGER PRIMARY KEY REFERENCES operations (no),  -- a decision that does not rest where it was made
    document  INTEGER NOT NULL REFERENCES documents (no),
    seat      TEXT NOT NULL,                       -- moved, ambiguous, orphaned
    claim     TEXT                                 -- the claim it applies to, where it moved
) STRICT;
CREATE INDEX seats_on_document ON seats (document);
CREATE INDEX seats_on_claim ON seats (claim) WHERE claim IS NOT NULL;

CREATE INDEX operations_on_claim ON operations (claim, no) WHERE claim IS NOT NULL;
CREATE INDEX operations_undoing ON operations (no, undoes) WHERE undoes IS NOT NULL;

-- Format 5. What the claims of a source come to is counted when they are written, so that nobody who asks for a source
-- reads all that it said.

ALTER TABLE facet_values ADD COLUMN documents INTEGER NOT NULL DEFAULT 0;  -- in how many documents those claims are
CREATE TABLE source_words (
    source INTEGER NOT NULL,                       -- facet_values.no
    field  TEXT NOT NULL,                          -- kind, role, mention
    words  TEXT NOT NULL,
    claims INTEGER NOT NULL,                       -- on how many of its claims on record
    PRIMARY KEY (source, field, words)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_of_source_over_days ON claims (source, standing, said_last) WHERE said_first <> said_last;
-- All that sources are counted by, beside the conditions that most filters have.
CREATE INDEX claims_heard ON claims (standing, no, source, kind, role, mention, said_first, said_last, certainty, status);
-- As claims_over_days, for days of which more claims were said before than after.
CREATE INDEX claims_over_late_days ON claims (standing, said_last, said_first) WHERE said_first <> said_last;
-- The decisions about a name.
CREATE INDEX operations_from_name ON operations (payload ->> '$.from', no) WHERE document IS NULL;
CREATE INDEX operations_into_name ON operations (payload ->> '$.into', no) WHERE document IS NULL;

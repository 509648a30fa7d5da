-- Format 7. A source's name, its kind and role, and the words by which it is called are one number in a claim, so that
-- sources are counted by numbers.

DROP TABLE source_words;
CREATE TABLE guises (
    no      INTEGER PRIMARY KEY,                   -- the number of its source * 100000000 + one of its own
    source  TEXT NOT NULL,
    kind    TEXT NOT NULL,
    role    TEXT NOT NULL,                         -- '' where none is given
    mention TEXT NOT NULL,                         -- '' where the report has no words for the source
    claims  INTEGER NOT NULL,                      -- on how many claims on record
    worn    INTEGER NOT NULL,                      -- on how many claims, however they stand
    UNIQUE (source, kind, role, mention)
) STRICT;
ALTER TABLE claims ADD COLUMN guise INTEGER;       -- guises.no; NULL where the claim has no source

-- All that sources are counted by, beside the conditions that most filters have.
DROP INDEX claims_heard;
CREATE INDEX claims_heard ON claims (no, guise, said_first, said_last, certainty, status) WHERE standing = 'on-record';

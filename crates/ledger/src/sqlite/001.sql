-- Format 1. The first two tables are the truth and only grow; the rest is derived from them.

CREATE TABLE operations (
    no       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,                        -- RFC 3339, UTC
    by       TEXT NOT NULL,                        -- person:NAME, rule:NAME or model:NAME@VERSION
    kind     TEXT NOT NULL,                        -- filed, reread, set, rejected, restored, added, merged, undone
    document TEXT,                                 -- SHA-256 of the document's bytes; NULL where it concerns all
    claim    TEXT,
    undoes   INTEGER REFERENCES operations (no),
    payload  TEXT NOT NULL                         -- JSON
) STRICT;
CREATE INDEX operations_on_document ON operations (document, no);

CREATE TABLE claims_as_read (
    no        INTEGER PRIMARY KEY,                 -- operation * 100000000 + position
    operation INTEGER NOT NULL REFERENCES operations (no),
    claim     TEXT NOT NULL                        -- claim/1
) STRICT;

CREATE TRIGGER operations_stay BEFORE UPDATE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are never changed'); END;
CREATE TRIGGER operations_last BEFORE DELETE ON operations
BEGIN SELECT RAISE(ABORT, 'operations are never deleted'); END;
CREATE TRIGGER claims_as_read_stay BEFORE UPDATE ON claims_as_read
BEGIN SELECT RAISE(ABORT, 'claims as read are never changed'); END;
CREATE TRIGGER claims_as_read_last BEFORE DELETE ON claims_as_read
BEGIN SELECT RAISE(ABORT, 'claims as read are never deleted'); END;

CREATE TABLE documents (
    no        INTEGER PRIMARY KEY REFERENCES operations (no),  -- the operation that filed it
    read      INTEGER NOT NULL REFERENCES operations (no),     -- the operation whose reading stands
    id        TEXT NOT NULL UNIQUE,
    extractor TEXT NOT NULL,
    path      TEXT,
    title     TEXT,
    outlet    TEXT,
    published TEXT,
    url       TEXT,
    language  TEXT,
    problems  INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_outlet ON documents (outlet);

CREATE TABLE claims (
    no         INTEGER PRIMARY KEY,                -- document * 100000000 + place in the document
    document   INTEGER NOT NULL,                   -- documents.no, which no / 100000000 is as well
    id         TEXT NOT NULL UNIQUE,
    as_read    INTEGER REFERENCES claims_as_read (no),
    decided    TEXT,                               -- claim/1 where people made it differ from what was read
    standing   TEXT NOT NULL,                      -- on-record, rejected, orphaned
    source     TEXT,
    kind       TEXT,
    role       TEXT,
    mention    TEXT,
    chain      TEXT NOT NULL,                      -- JSON list of names
    certainty  TEXT NOT NULL,
    status     TEXT NOT NULL,
    said_first TEXT,                               -- a day; '' where open, NULL where unknown
    said_last  TEXT,                               -- a day; '~' where open, NULL where unknown
    said_order TEXT NOT NULL                       -- the day it stands under in a timeline; '~' where unknown
) STRICT;
CREATE INDEX claims_by_source ON claims (source);
CREATE INDEX claims_by_said ON claims (said_first, said_last);
CREATE INDEX claims_by_day ON claims (said_order);
CREATE INDEX claims_by_certainty ON claims (certainty);
CREATE INDEX claims_by_status ON claims (status);
CREATE INDEX claims_off_record ON claims (standing) WHERE standing <> 'on-record';

CREATE TABLE about_days (
    claim INTEGER NOT NULL,
    first TEXT NOT NULL,
    last  TEXT NOT NULL,
    PRIMARY KEY (claim, first, last)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_days_by_day ON about_days (first, last);

CREATE TABLE orphans (
    operation INTEGER PRIMARY KEY REFERENCES operations (no),  -- a decision whose claim is not found any more
    document  INTEGER NOT NULL REFERENCES documents (no)
) STRICT;
CREATE INDEX orphans_on_document ON orphans (document);

CREATE VIRTUAL TABLE claims_fts USING fts5 (
    content, source, mention, title,
    content = '', contentless_delete = 1,
    tokenize = "porter unicode61 remove_diacritics 2"
);

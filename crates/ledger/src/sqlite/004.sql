-- Format 4. Each list has an index that holds its order and what it is narrowed down by, so that a page reads its own
-- rows and no others, however many there are.

DROP INDEX claims_by_source;
DROP INDEX claims_by_said;
DROP INDEX claims_by_day;
DROP INDEX claims_by_certainty;
DROP INDEX claims_by_status;
CREATE INDEX claims_in_order ON claims (standing, no, said_first, said_last, certainty, status);
CREATE INDEX claims_by_day ON claims (standing, said_order, no, said_first, said_last, certainty, status);
-- Those whose report leaves open on which of several days they were said; the others have the day as a facet.
CREATE INDEX claims_over_days ON claims (standing, said_first, said_last) WHERE said_first <> said_last;
CREATE INDEX claims_of_source ON claims (source, standing, kind, role, mention, document, said_first, said_last);

DROP TABLE facets;
CREATE TABLE facets (
    value INTEGER NOT NULL,                        -- facet_values.no
    claim INTEGER NOT NULL,                        -- claims.no, of claims on record only
    day   TEXT NOT NULL,                           -- claims.said_order
    PRIMARY KEY (value, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX facets_of_claim ON facets (claim, value);
CREATE INDEX facets_by_day ON facets (value, day, claim);

CREATE INDEX about_stretches ON about_days (last, first, claim) WHERE first <> last;
CREATE INDEX documents_by_address ON documents (url, no) WHERE url IS NOT NULL;
CREATE INDEX operations_undone ON operations (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX seats_in_order ON seats (seat = 'moved', operation);

-- The same, with the beginnings of words by which `begin*` is found.
DROP TABLE claims_fts;
CREATE VIRTUAL TABLE claims_fts USING fts5 (
    content, source, mention, title,
    content = '', contentless_delete = 1, prefix = '1 2 3',
    tokenize = "porter unicode61 remove_diacritics 2"
);

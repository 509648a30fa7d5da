-- Format 3. What claims are counted and narrowed down by, so that no page has to read all claims for it.

CREATE TABLE facet_values (
    no     INTEGER PRIMARY KEY,
    field  TEXT NOT NULL,                          -- source, voice, kind, outlet, day, channel, certainty, status, place
    value  TEXT NOT NULL,
    claims INTEGER NOT NULL,                       -- on how many claims on record it stands
    UNIQUE (field, value)
) STRICT;
CREATE INDEX facet_values_by_count ON facet_values (field, claims DESC, value);

CREATE TABLE facets (
    value INTEGER NOT NULL,                        -- facet_values.no
    claim INTEGER NOT NULL,                        -- claims.no, of claims on record only
    PRIMARY KEY (value, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX facets_of_claim ON facets (claim, value);

CREATE INDEX operations_by_time ON operations (at, no);

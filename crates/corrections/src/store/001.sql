-- Format 1. Reports and log are the truth and only grow; of a case, its words are, and the rest is derived.

CREATE TABLE cases (
    no       INTEGER PRIMARY KEY AUTOINCREMENT,
    page     TEXT NOT NULL,
    exact    TEXT NOT NULL,                        -- the words of the report that opened it
    prefix   TEXT NOT NULL,
    suffix   TEXT NOT NULL,
    start    INTEGER,                              -- code points of the page's text; NULL where not told
    key      INTEGER NOT NULL,                     -- equal for equal words
    trapped  INTEGER NOT NULL,                     -- whether it gathers what fell into the trap
    opened   TEXT NOT NULL,                        -- RFC 3339, UTC
    -- derived:
    latest   TEXT NOT NULL,                        -- when the last report came
    reports  INTEGER NOT NULL,
    answers  INTEGER NOT NULL DEFAULT 0,           -- what its readers answered when asked
    status   TEXT NOT NULL,                        -- open, asked, accepted, rejected, spam
    entry    INTEGER,                              -- the entry of the log by which it stands
    document TEXT                                  -- the document whose words were corrected
) STRICT;
CREATE INDEX cases_at ON cases (page, start) WHERE status IN ('open', 'asked');
CREATE INDEX cases_saying ON cases (page, key, status);
CREATE INDEX cases_queue ON cases (status, reports DESC, no);
CREATE INDEX cases_decided ON cases (entry) WHERE entry IS NOT NULL;
CREATE INDEX cases_of_document ON cases (document) WHERE document IS NOT NULL;

CREATE TABLE reports (
    no         INTEGER PRIMARY KEY AUTOINCREMENT,
    receipt    TEXT NOT NULL UNIQUE,
    at         TEXT NOT NULL,
    case_no    INTEGER NOT NULL REFERENCES cases (no),
    kind       TEXT NOT NULL,
    exact      TEXT NOT NULL,
    prefix     TEXT NOT NULL,
    suffix     TEXT NOT NULL,
    start      INTEGER,
    suggestion TEXT NOT NULL,
    comment    TEXT
) STRICT;
CREATE INDEX reports_of_case ON reports (case_no, no);

-- Apart from the reports, for this is the one thing that must be possible to erase.
CREATE TABLE contacts (
    report  INTEGER PRIMARY KEY REFERENCES reports (no),
    contact TEXT NOT NULL
) STRICT;

-- What readers answered to a question, on their receipt.
CREATE TABLE answers (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    report  INTEGER NOT NULL REFERENCES reports (no),
    at      TEXT NOT NULL,
    words   TEXT NOT NULL
) STRICT;
CREATE INDEX answers_to ON answers (report, no);

CREATE TABLE log (
    no      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    by      TEXT NOT NULL,                         -- person:NAME or rule:NAME
    kind    TEXT NOT NULL,                         -- accepted, rejected, asked, spam, undone
    case_no INTEGER NOT NULL REFERENCES cases (no),
    payload TEXT NOT NULL                          -- JSON
) STRICT;
CREATE INDEX log_of_case ON log (case_no, no);

-- Who may sign in, and the hash of each password in the PHC string format.
CREATE TABLE editors (
    name     TEXT PRIMARY KEY,
    password TEXT NOT NULL
) STRICT;

CREATE TRIGGER reports_stay BEFORE UPDATE ON reports
BEGIN SELECT RAISE(ABORT, 'reports are never changed'); END;
CREATE TRIGGER reports_last BEFORE DELETE ON reports
BEGIN SELECT RAISE(ABORT, 'reports are never deleted'); END;
CREATE TRIGGER answers_stay BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are never changed'); END;
CREATE TRIGGER answers_last BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers are never deleted'); END;
CREATE TRIGGER log_stays BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER log_lasts BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never deleted'); END;
CREATE TRIGGER cases_stay BEFORE UPDATE OF page, exact, prefix, suffix, start, key, trapped, opened ON cases
BEGIN SELECT RAISE(ABORT, 'the words of a case are never changed'); END;
CREATE TRIGGER cases_last BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'cases are never deleted'); END;

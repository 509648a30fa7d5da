-- Format 3. The queue's first page, its tabs and the corrections of some days are read without going through all cases.

CREATE INDEX cases_by_reports ON cases (reports DESC, no);
CREATE INDEX cases_accepted ON cases (entry) WHERE status = 'accepted';
CREATE INDEX log_by_time ON log (at, no);

CREATE TABLE case_counts (
    status TEXT PRIMARY KEY,
    cases  INTEGER NOT NULL                        -- how many stand so
) STRICT, WITHOUT ROWID;
INSERT INTO case_counts SELECT status, count(*) FROM cases GROUP BY status;
CREATE TRIGGER cases_open AFTER INSERT ON cases
BEGIN
    INSERT INTO case_counts (status, cases) VALUES (new.status, 1) ON CONFLICT DO UPDATE SET cases = cases + 1;
END;
CREATE TRIGGER cases_turn AFTER UPDATE OF status ON cases WHEN old.status <> new.status
BEGIN
    UPDATE case_counts SET cases = cases - 1 WHERE status = old.status;
    INSERT INTO case_counts (status, cases) VALUES (new.status, 1) ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

//! What comes in, what is decided, and how it stands.

#![expect(clippy::disallowed_methods, reason = "a test keeps files and looks at the clock")]

use std::time::{Duration, Instant};

use claims::{Decider, DocumentId, Span};
use corrections::{
    Act, Anchor, Answer, CaseFilter, CaseNo, EntryNo, Error, Incoming, Kind, Page, Quote, Rate, Receipt, Refused,
    Report, Stamp, Status, Store,
};
use jiff::Timestamp;

const PAGE: &str = "https://paper.example/bridges";
const TEXT: &str =
    "The mayor said on Monday that two bridges were closed after the storm, and that a third would follow.";

struct Room {
    store: Store,
    sent: u64,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_or_create(&folder.path().join("desk.corrections.db")).expect("a store");
        Self { store, sent: 0, folder }
    }

    fn incoming(&mut self, report: Report) -> Incoming {
        self.sent += 1;
        let mut chance = [0; 16];
        chance[8..].copy_from_slice(&self.sent.to_be_bytes());
        Incoming { report, receipt: Receipt::of(chance), at: at(self.sent) }
    }

    fn send(&mut self, report: Report) -> (CaseNo, Receipt) {
        let incoming = self.incoming(report);
        let cases = self.store.receive(std::slice::from_ref(&incoming)).expect("stored");
        (cases[0], incoming.receipt)
    }

    fn decide(&mut self, case: CaseNo, act: Act) -> EntryNo {
        let seen = self.store.history(case).expect("read").last().map(|entry| entry.no);
        self.store.decide(case, act, seen, &editor()).expect("decided")
    }

    fn status(&self, case: CaseNo) -> Status {
        self.store.case(case).expect("read").expect("a case").status
    }
}

fn at(second: u64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second as i64).expect("a time")
}

fn editor() -> Stamp {
    Stamp { at: at(100_000), by: Decider::person("anna") }
}

fn report(words: &str, suggestion: &str) -> Report {
    let start = TEXT.find(words).expect("in the text");
    let end = start + words.len();
    let quote = Quote::new(words, &TEXT[..start], &TEXT[end..]).expect("words");
    let page = Page::new(PAGE).expect("a page");
    Report::new(page, quote, Kind::Figure, suggestion).expect("a report").at(Some(Span::new(start, end)))
}

fn accepted(words: &str) -> Act {
    Act::Accepted { words: words.to_owned(), note: "We had the number wrong.".to_owned(), anchor: None }
}

#[test]
fn overlapping_reports_make_one_case_and_others_do_not() {
    let mut room = Room::new();
    let (a, _) = room.send(report("two bridges", "three bridges"));
    let (b, _) = room.send(report("bridges were closed", "bridges were shut"));
    let (c, _) = room.send(report("on Monday", "on Tuesday"));
    assert_eq!(a, b);
    assert_ne!(a, c);
    let elsewhere = Report::new(
        Page::new("https://paper.example/other").expect("a page"),
        report("two bridges", "x").quote().clone(),
        Kind::Fact,
        "x",
    );
    assert_ne!(room.send(elsewhere.expect("a report")).0, a, "another page");
    let case = room.store.case(a).expect("read").expect("a case");
    assert_eq!((case.reports, case.place.quote.exact()), (2, "two bridges"));
    assert_eq!(room.store.reports(a, 0, 10).expect("read")[1].suggestion, "bridges were shut");
}

#[test]
fn a_case_that_is_decided_takes_no_more_reports() {
    let mut room = Room::new();
    let (first, _) = room.send(report("two bridges", "three bridges"));
    room.decide(first, Act::Rejected { reason: "It was two.".to_owned() });
    let (second, _) = room.send(report("two bridges", "four bridges"));
    assert_ne!(first, second);
    let case = room.store.case(second).expect("read").expect("a case");
    assert_eq!(room.store.of_the_same_words(&case).expect("read")[0].no, first);
    room.decide(second, Act::Asked { question: "Where did you count?".to_owned() });
    assert_eq!(room.send(report("two bridges", "five bridges")).0, second, "one that asks still does");
}

#[test]
fn decisions_are_logged_shown_and_undone() {
    let mut room = Room::new();
    let (case, receipt) =
        room.send(report("two bridges", "three bridges").with_contact("me@mail.example").expect("short"));
    let (_, other) = room.send(report("two bridges", "3 bridges"));
    let progress = |room: &Room, receipt: &Receipt| room.store.progress(receipt).expect("read").expect("known");
    assert_eq!(progress(&room, &receipt).status, Status::Open);
    let entry = room.decide(case, accepted("three bridges"));
    assert_eq!(progress(&room, &other).status, Status::Accepted);
    assert!(
        matches!(progress(&room, &receipt).decided, Some((Act::Accepted { words, .. }, _)) if words == "three bridges")
    );
    let page = Page::new(PAGE).expect("a page");
    assert_eq!(room.store.corrections(Some(&page), 0, 10).expect("read")[0].after, "three bridges");
    assert_eq!(room.store.statistics().expect("read").median, Some(100_000 - 1));

    let undone = room.store.undo(entry, "too soon", &editor()).expect("undone");
    assert_eq!(room.status(case), Status::Open);
    assert!(room.store.corrections(None, 0, 10).expect("read").is_empty());
    assert!(matches!(room.store.undo(entry, "", &editor()), Err(Error::UndoneAlready(_))));
    room.store.undo(undone, "it was right", &editor()).expect("undone");
    assert_eq!(room.status(case), Status::Accepted);
    let history = room.store.history(case).expect("read");
    assert_eq!(
        history.iter().map(|e| (e.act.name(), e.undone)).collect::<Vec<_>>(),
        [("accepted", false), ("undone", true), ("undone", false)]
    );
    assert!(history.iter().all(|entry| entry.stamp == editor()));
    assert!(matches!(room.store.undo(EntryNo(99), "", &editor()), Err(Error::NoEntry(_))));
}

#[test]
fn a_reader_who_is_asked_answers_and_nobody_else() {
    let mut room = Room::new();
    let (case, receipt) = room.send(report("two bridges", "three bridges"));
    let (_, other) = room.send(report("on Monday", "on Tuesday"));
    let answer = Answer::new(" I stood there. ").expect("an answer");
    assert_eq!(room.store.answer(&receipt, &answer, at(1), None).expect("read"), Err(Refused::NotAsked));
    room.decide(case, Act::Asked { question: "How do you know?".to_owned() });
    room.store.answer(&receipt, &answer, at(2), None).expect("stored").expect("asked");
    assert_eq!(room.store.answer(&other, &answer, at(2), None).expect("read"), Err(Refused::NotAsked));
    assert_eq!(room.store.answer(&Receipt::of([9; 16]), &answer, at(2), None).expect("read"), Err(Refused::NotAsked));
    assert_eq!(room.store.answers(case).expect("read")[0].words, "I stood there.");
    assert_eq!(room.store.progress(&receipt).expect("read").expect("known").answers.len(), 1);
    assert_eq!(room.store.case(case).expect("read").expect("a case").answers, 1);
    for _ in 1..10 {
        room.store.answer(&receipt, &answer, at(3), None).expect("stored").expect("asked");
    }
    assert_eq!(room.store.answer(&receipt, &answer, at(4), None).expect("read"), Err(Refused::NotAsked), "enough");
    assert!(Answer::new(" ").is_err() && Answer::new(&"x".repeat(2_001)).is_err());
}

#[test]
fn two_editors_do_not_decide_over_each_other() {
    let mut room = Room::new();
    let (case, _) = room.send(report("two bridges", "three bridges"));
    room.store.decide(case, accepted("three bridges"), None, &editor()).expect("the first");
    let late = room.store.decide(case, Act::Spam { reason: String::new() }, None, &editor());
    assert!(matches!(late, Err(Error::Overtaken(_))));
    assert_eq!(room.status(case), Status::Accepted);
    assert!(matches!(room.store.decide(CaseNo(99), accepted("x"), None, &editor()), Err(Error::NoCase(_))));
    let wanting = room.store.decide(case, Act::Rejected { reason: " ".to_owned() }, Some(EntryNo(1)), &editor());
    assert!(matches!(wanting, Err(Error::Wants(_))));
}

#[test]
fn the_words_on_record_are_marked_while_the_correction_stands() {
    let mut room = Room::new();
    let document = DocumentId::of(b"bytes");
    let (case, _) = room.send(report("two bridges", "three bridges"));
    let anchor = Anchor { document: document.clone(), span: Span::new(30, 41) };
    let act = Act::Accepted { words: "three bridges".to_owned(), note: String::new(), anchor: Some(anchor.clone()) };
    let entry = room.decide(case, act);
    assert_eq!(room.store.corrected(&document).expect("read")[0].anchor, Some(anchor));
    room.store.undo(entry, "", &editor()).expect("undone");
    assert!(room.store.corrected(&document).expect("read").is_empty());
}

#[test]
fn the_trap_gathers_a_page_in_one_case_and_loses_nothing() {
    let mut room = Room::new();
    let (real, _) = room.send(report("two bridges", "three bridges"));
    let (spam, receipt) = room.send(report("two bridges", "buy this").trapped(true));
    let (more, _) = room.send(report("on Monday", "buy that").trapped(true));
    assert_ne!(real, spam);
    assert_eq!(spam, more);
    assert_eq!(room.status(spam), Status::Spam);
    assert!(room.store.progress(&receipt).expect("read").is_some());
    let entry = room.store.history(spam).expect("read")[0].clone();
    assert_eq!(entry.stamp.by, Decider::rule("trap"));
    room.store.undo(entry.no, "a person after all", &editor()).expect("undone");
    assert_eq!(room.status(spam), Status::Open);
    assert_eq!(room.store.reports(spam, 0, 10).expect("read").len(), 2);
}

#[test]
fn ten_thousand_reports_on_one_article_stay_usable() {
    let mut room = Room::new();
    let page = Page::new(PAGE).expect("a page");
    let long: String = (0..10_000).map(|n| format!("sentence {n:05} of a long article. ")).collect();
    let mut batch = Vec::new();
    for n in 0..10_000 {
        // Half on the same words, half each on words of its own.
        let start = if n % 2 == 0 { 0 } else { n * 34 };
        let quote = Quote::new(&long[start..start + 14], "", &long[start + 14..start + 34]).expect("words");
        let report = Report::new(page.clone(), quote, Kind::Fact, "otherwise").expect("a report");
        let incoming = room.incoming(report.at(Some(Span::new(start, start + 14))));
        batch.push(incoming);
    }
    let started = Instant::now();
    for part in batch.chunks(200) {
        room.store.receive(part).expect("stored");
    }
    let taken = started.elapsed();
    // Generous, for machines that are busy: a scan of all cases for each report would take minutes.
    assert!(taken < Duration::from_secs(60), "{taken:?}");
    let started = Instant::now();
    let filter = CaseFilter { status: Some(Status::Open), limit: 50, ..CaseFilter::default() };
    let first = room.store.cases(&filter).expect("read");
    assert_eq!((first.len(), first[0].reports), (50, 5_000));
    let last = room.store.cases(&CaseFilter { skip: 5_000, ..filter }).expect("read");
    assert_eq!(last.len(), 1);
    assert_eq!(room.store.reports(first[0].no, 4_990, 50).expect("read").len(), 10);
    assert_eq!(room.store.suggestions(first[0].no).expect("read")[0].reports, 5_000);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    eprintln!("10,000 reports in {taken:?}, looked at in {:?}", started.elapsed());
}

#[test]
fn a_flood_of_forged_positions_is_not_compared_with_itself() {
    let mut room = Room::new();
    let page = Page::new(PAGE).expect("a page");
    let batch: Vec<Incoming> = (0..3_000)
        .map(|n| {
            let quote = Quote::new(&format!("words {n:04}"), "", "").expect("words");
            let report = Report::new(page.clone(), quote, Kind::Fact, "x").expect("a report");
            room.incoming(report.at(Some(Span::new(100, 110))))
        })
        .collect();
    let started = Instant::now();
    room.store.receive(&batch).expect("stored");
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    assert_eq!(room.store.counts().expect("read")[0], (Status::Open, 3_000));
}

#[test]
fn what_was_stored_is_there_after_opening_again_and_never_changes() {
    let mut room = Room::new();
    let (case, receipt) = room.send(report("two bridges", "three bridges"));
    room.decide(case, accepted("three bridges"));
    let path = room.folder.path().join("desk.corrections.db");
    let store = Store::open_or_create(&path).expect("opened again");
    assert_eq!(store.progress(&receipt).expect("read").expect("known").status, Status::Accepted);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "contacts are for the owner alone");
    }
    let db = rusqlite::Connection::open(&path).expect("a database");
    for change in
        ["UPDATE reports SET suggestion = ''", "DELETE FROM log", "UPDATE log SET by = ''", "DELETE FROM cases"]
    {
        assert!(db.execute(change, []).is_err(), "{change}");
    }
}

#[test]
fn all_who_count_on_one_file_count_under_one_key_and_nothing_of_it_outlives_its_day() {
    let room = Room::new();
    let path = room.folder.path().join("desk.corrections.db");
    let day = 19_000;
    let (drawn, second): (Vec<[u8; 32]>, i64) = ((1..=8).map(|n| [n; 32]).collect(), day * 86_400 + 43_200);
    // Each has a store of its own, as each process has.
    let keys: Vec<[u8; 32]> = std::thread::scope(|scope| {
        let draw = |key: [u8; 32]| {
            let path = &path;
            scope
                .spawn(move || Store::open_or_create(path).and_then(|mut store| store.key_of(day, key)).expect("a key"))
        };
        let drawing: Vec<_> = drawn.iter().map(|key| draw(*key)).collect();
        drawing.into_iter().map(|one| one.join().expect("drawn")).collect()
    });
    assert!(drawn.contains(&keys[0]) && keys.iter().all(|key| *key == keys[0]), "{keys:?}");

    let address = "192.0.2.1".parse().expect("an address");
    let at = |second| Timestamp::from_second(second).expect("a time");
    let mut stores = [(); 2].map(|()| Store::open_or_create(&path).expect("a store"));
    let mut sent = Vec::new();
    for (store, drawn) in stores.iter_mut().zip([[21; 32], [22; 32]]) {
        let mut limits = store.limits(at(second), Rate::default()).expect("read");
        let one = limits.take(address, at(second), |day| store.key_of(day, drawn)).expect("a key").expect("few");
        store.receive_from(&[], std::slice::from_ref(&one)).expect("stored");
        sent.push(one);
    }
    assert!(sent[0].key == keys[0] && sent[0].hash == sent[1].hash, "one address has one hash");
    // After a restart what went through either counts.
    let mut limits = stores[0].limits(at(second), Rate { five_minutes: 2, ..Rate::default() }).expect("read");
    let third = limits.take(address, at(second), |day| stores[0].key_of(day, [23; 32])).expect("a key");
    assert_eq!(third.err(), Some(300));

    let held = |words: &[u8]| {
        let log = path.with_extension("db-wal");
        let files = [&path, &log].map(|file| std::fs::read(file).unwrap_or_default());
        files.iter().any(|bytes| bytes.windows(words.len()).any(|part| part == words))
    };
    assert!(held(&keys[0]) && held(&sent[0].hash));
    // A report of the next day is enough.
    let next = at(second + 86_400);
    let mut limits = stores[1].limits(at(second), Rate::default()).expect("read");
    let one = limits.take(address, next, |day| stores[1].key_of(day, [24; 32])).expect("a key").expect("few");
    stores[1].receive_from(&[], &[one]).expect("stored");
    assert!(held(&[24; 32]) && !held(&keys[0]) && !held(&sent[0].hash), "neither file holds a past day's key");
}

#[test]
fn limits_outlive_the_process_and_their_key_does_not_outlive_the_day() {
    let mut room = Room::new();
    let path = room.folder.path().join("desk.corrections.db");
    let address = "192.0.2.1".parse().expect("an address");
    let noon = Timestamp::from_second(1_700_000_000 / 86_400 * 86_400 + 43_200).expect("a time");
    let key = |_| Ok::<_, std::convert::Infallible>([7; 32]);
    let mut limits = room.store.limits(noon, Rate::default()).expect("read");
    for _ in 0..5 {
        let Ok(sent) = limits.take(address, noon, key);
        let incoming = room.incoming(report("two bridges", "x"));
        room.store.receive_from(&[incoming], &[sent.expect("few")]).expect("stored");
    }
    let mut again = Store::open_or_create(&path).expect("a store");
    let mut limits = again.limits(noon, Rate::default()).expect("read");
    let Ok(sixth) = limits.take(address, noon, key);
    assert_eq!(sixth.err(), Some(300));
    let keys = |path| -> i64 {
        let db = rusqlite::Connection::open(path).expect("opened");
        let hashes: i64 = db.query_row("SELECT count(*) FROM senders", [], |row| row.get(0)).expect("read");
        let keys: i64 = db.query_row("SELECT count(*) FROM sender_days", [], |row| row.get(0)).expect("read");
        assert_eq!(keys == 0, hashes == 0, "hashes go with their key");
        keys
    };
    assert_eq!(keys(&path), 1);
    let hours = |n: i64| noon.checked_add(jiff::SignedDuration::from_hours(n)).expect("a time");
    again.limits(hours(12), Rate::default()).expect("read");
    assert_eq!(keys(&path), 1, "at midnight what was sent just before still counts");
    again.limits(hours(13), Rate::default()).expect("read");
    assert_eq!(keys(&path), 0, "an hour later nothing of the day is left");
}

#[test]
fn a_case_is_assigned_and_the_log_keeps_it() {
    let mut room = Room::new();
    let (case, _) = room.send(report("two bridges", "three bridges"));
    let mine = |room: &Room| {
        let filter = CaseFilter { assignee: Some("berta".to_owned()), limit: 9, ..CaseFilter::default() };
        room.store.cases(&filter).expect("read").len()
    };
    let entry = room.decide(case, Act::Assigned { to: "berta".to_owned() });
    assert_eq!((room.status(case), mine(&room)), (Status::Open, 1));
    room.decide(case, accepted("three bridges"));
    assert_eq!((room.status(case), mine(&room)), (Status::Accepted, 1));
    room.store.undo(entry, "", &editor()).expect("undone");
    assert_eq!((room.status(case), mine(&room)), (Status::Accepted, 0));
    assert_eq!(room.store.history(case).expect("read").len(), 3);
}

/// Three cases of one page: words, others beside them, and the first again with more around.
fn three() -> (Room, [(CaseNo, Receipt); 3]) {
    let mut room = Room::new();
    let plain = |words: &str, says: &str| {
        let quote = Quote::new(words, "", "").expect("words");
        Report::new(Page::new(PAGE).expect("a page"), quote, Kind::Figure, says).expect("a report")
    };
    let sent = [
        room.send(report("two bridges", "three bridges")),
        room.send(plain("that two bridges were", "that three bridges were")),
        room.send(plain("a third", "a fourth")),
    ];
    (room, sent)
}

#[test]
fn joined_cases_are_one_matter_and_each_receipt_shows_its_answer() {
    let (mut room, [(first, _), (second, receipt), (third, last)]) = three();
    let counts = |room: &Room, case| {
        let case = room.store.case(case).expect("read").expect("a case");
        (case.status, case.reports, case.answers, case.joined)
    };
    room.decide(second, Act::Joined { into: first });
    assert_eq!(counts(&room, first), (Status::Open, 2, 0, None));
    assert_eq!(counts(&room, second), (Status::Joined, 1, 0, Some(first)));
    assert_eq!(room.store.reports(first, 0, 9).expect("read").len(), 2);
    assert_eq!(room.store.suggestions(first).expect("read").len(), 2);
    // Into one that is joined itself is into the one it is joined with.
    room.decide(third, Act::Joined { into: second });
    assert_eq!((counts(&room, third).3, counts(&room, first).1), (Some(first), 3));
    assert_eq!(room.store.joined_with(first, 9).expect("read"), [second, third]);
    let late = room.store.decide(
        second,
        accepted("x"),
        room.store.history(second).expect("read").last().map(|e| e.no),
        &editor(),
    );
    assert!(matches!(late, Err(Error::Joined(case, with)) if (case, with) == (second, first)));

    let progress = |room: &Room, receipt: &Receipt| room.store.progress(receipt).expect("read").expect("known");
    room.decide(first, Act::Asked { question: "How do you know?".to_owned() });
    assert_eq!(progress(&room, &receipt).status, Status::Asked);
    let answer = Answer::new("I counted.").expect("an answer");
    room.store.answer(&receipt, &answer, at(9), None).expect("stored").expect("asked");
    assert_eq!((counts(&room, first).2, counts(&room, second).2), (1, 1));
    assert_eq!(room.store.answers(first).expect("read").len(), 1);
    room.decide(first, accepted("three bridges"));
    for receipt in [&receipt, &last] {
        let progress = progress(&room, receipt);
        assert_eq!((progress.status, progress.joined.expect("another").exact()), (Status::Accepted, "two bridges"));
    }
    assert_eq!(room.store.corrections(None, 0, 9).expect("read").len(), 1, "one correction is made");
}

#[test]
fn what_was_joined_is_parted_by_undoing_and_joined_again_by_undoing_that() {
    let (mut room, [(first, _), (second, receipt), (third, _)]) = three();
    let reports =
        |room: &Room| [first, second, third].map(|no| room.store.case(no).expect("read").expect("a case").reports);
    let one = room.decide(second, Act::Joined { into: first });
    let two = room.decide(first, Act::Joined { into: third });
    assert_eq!(reports(&room), [2, 1, 3]);
    assert_eq!(
        room.store.progress(&receipt).expect("read").expect("known").joined.expect("another").exact(),
        "a third"
    );
    let parted = room.store.undo(one, "another matter", &editor()).expect("undone");
    assert_eq!((reports(&room), room.status(second)), ([1, 1, 2], Status::Open));
    room.store.undo(two, "", &editor()).expect("undone");
    assert_eq!(reports(&room), [1, 1, 1]);
    room.decide(first, Act::Joined { into: second });
    let circle = room.store.undo(parted, "", &editor());
    assert!(matches!(circle, Err(Error::Wants(why)) if why.contains("joined already")));
    assert_eq!(reports(&room), [1, 2, 1], "what is refused changes nothing");
}

#[test]
fn later_reports_on_the_words_of_a_joined_case_go_where_it_is_decided() {
    let (mut room, [(first, _), (second, _), (third, _)]) = three();
    room.decide(first, Act::Joined { into: third });
    assert_eq!(room.send(report("two bridges", "four")).0, third, "by their position");
    room.decide(second, Act::Joined { into: third });
    let quote = Quote::new("that two bridges were", "", "").expect("words");
    let plain = Report::new(Page::new(PAGE).expect("a page"), quote, Kind::Fact, "x").expect("a report");
    assert_eq!(room.send(plain).0, third, "by their words");
    room.decide(third, accepted("x"));
    let (new, _) = room.send(report("two bridges", "five"));
    assert!(![first, second, third].contains(&new), "decided is decided");
}

#[test]
fn what_cannot_be_joined_is_refused() {
    let (mut room, [(first, _), (second, _), _]) = three();
    let other = Page::new("https://paper.example/ferries").expect("a page");
    let quote = report("two bridges", "x").quote().clone();
    let (elsewhere, _) = room.send(Report::new(other, quote, Kind::Fact, "x").expect("a report"));
    let (trap, _) = room.send(report("two bridges", "buy").trapped(true));
    room.decide(second, Act::Rejected { reason: "It was two.".to_owned() });
    let mut refused = |case: CaseNo, into: CaseNo| {
        let seen = room.store.history(case).expect("read").last().map(|entry| entry.no);
        room.store.decide(case, Act::Joined { into }, seen, &editor()).expect_err("refused").to_string()
    };
    assert!(refused(first, first).contains("joined already"));
    assert!(refused(first, elsewhere).contains("two pages"));
    assert!(refused(first, trap).contains("trap"));
    assert!(refused(second, first).contains("not decided"));
    assert_eq!(refused(first, CaseNo(99)), "there is no case 99");
    room.decide(first, Act::Joined { into: second });
    assert_eq!(room.status(first), Status::Joined, "with one that is decided");
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.db");
    rusqlite::Connection::open(&path).and_then(|db| db.execute_batch("CREATE TABLE t (a)")).expect("a database");
    assert!(matches!(Store::open_or_create(&path), Err(Error::NotOurs { .. })));
    let path = folder.path().join("y.db");
    std::fs::write(&path, "no database at all, only words that somebody wrote down ".repeat(30)).expect("written");
    assert!(matches!(Store::open_or_create(&path), Err(Error::Sqlite { .. })));
    drop(Store::open_or_create(&folder.path().join("z.db")).expect("a store"));
    let db = rusqlite::Connection::open(folder.path().join("z.db")).expect("a database");
    db.pragma_update(None, "user_version", 7).expect("set");
    assert!(matches!(Store::open_or_create(&folder.path().join("z.db")), Err(Error::Newer { found: 7, .. })));
}

//! What is no ledger, or not ours to read, is said so; what an older release wrote opens.

mod common;

use std::fs;
use std::path::Path;

use common::{on_record, report, stamp};
use insta::assert_snapshot;
use ledger::{Error, Ledger};

fn refused(path: &Path) -> String {
    let message = |error: Error| {
        assert!(error.is_about_the_file());
        error.to_string().replace(&path.display().to_string(), "X")
    };
    let read = message(Ledger::open(path).expect_err("refused for reading"));
    let write = message(Ledger::open_or_create(path).expect_err("refused for writing"));
    if read == write { read } else { format!("{read}\n{write}") }
}

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);

    fs::write(at("text"), "Dear diary, ".repeat(100)).expect("written");
    assert_snapshot!(refused(&at("text")), @"X is not an Onrecord ledger: it is no SQLite file");
    assert!(fs::read_to_string(at("text")).is_ok_and(|text| text.starts_with("Dear diary")));

    let other = rusqlite::Connection::open(at("other")).expect("SQLite");
    other.execute_batch("CREATE TABLE recipes (name); PRAGMA user_version = 7").expect("made");
    drop(other);
    assert_snapshot!(refused(&at("other")), @"X is not an Onrecord ledger: it is a SQLite file of some other program");

    fs::create_dir(at("folder")).expect("made");
    assert_snapshot!(refused(&at("folder")), @"X is not an Onrecord ledger: it is a folder");
    assert!(matches!(Ledger::open(&at("none")), Err(Error::Missing { .. })));
    assert!(!at("none").exists());
    let nowhere = Ledger::open_or_create(&at("no/such/folder.db"));
    assert!(matches!(nowhere, Err(Error::Inaccessible { .. })), "{nowhere:?}");
}

#[test]
fn a_ledger_of_a_newer_release_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    drop(Ledger::open_or_create(&path).expect("made"));
    let db = rusqlite::Connection::open(&path).expect("SQLite");
    db.pragma_update(None, "user_version", 99).expect("set");
    drop(db);
    assert_snapshot!(refused(&path), @"the ledger X was written by a newer Onrecord (format 99, this one knows up to 7): use that release");
}

#[test]
fn an_empty_file_becomes_a_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    fs::write(&path, "").expect("written");
    assert!(Ledger::open(&path).is_err_and(|e| e.to_string().ends_with("it is empty")));
    let mut ledger = Ledger::open_or_create(&path).expect("made");
    ledger.file(report("Storm", "2025-03-04", &[("Anna Berg", "it rains")]), &stamp("desk")).expect("filed");
}

#[test]
fn a_locked_ledger_can_be_read_and_says_so_when_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open_or_create(&path).expect("made");
    ledger.file(report("Storm", "2025-03-04", &[("Anna Berg", "it rains")]), &stamp("desk")).expect("filed");
    let other = rusqlite::Connection::open(&path).expect("SQLite");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    assert_eq!(on_record(&Ledger::open(&path).expect("opened")), "Anna Berg: it rains\n");
    let refused = ledger.file(report("Calm", "2025-03-05", &[("Anna Berg", "it is dry")]), &stamp("desk"));
    assert!(matches!(refused, Err(Error::Locked { .. })), "{refused:?}");
}

#[test]
fn a_damaged_ledger_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open_or_create(&path).expect("made");
    for i in 0..50 {
        let title = format!("Storm {i}");
        ledger.file(report(&title, "2025-03-04", &[("Anna Berg", "it rains")]), &stamp("desk")).expect("filed");
    }
    drop(ledger);
    let mut bytes = fs::read(&path).expect("bytes");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    fs::write(&path, bytes).expect("written");
    let findings = Ledger::open(&path).and_then(|ledger| ledger.check(|_, _| {}));
    match findings {
        Ok(findings) => assert!(findings.iter().any(|f| !f.mends()), "{findings:?}"),
        Err(error) => assert!(error.is_about_the_file(), "{error}"),
    }
}

/// Every released format has a ledger in `tests/ledgers` that was written by that release.
/// `ONRECORD_WRITE_LEDGER=1` writes that of the present format, once, before its release.
#[test]
fn ledgers_of_every_format_open() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers");
    let newest = kept.join(format!("format-{}.db", ledger::SCHEMA));
    if std::env::var_os("ONRECORD_WRITE_LEDGER").is_some() {
        assert!(!newest.exists(), "a released format is never written again");
        let mut ledger = Ledger::open_or_create(&newest).expect("made");
        let lines = [("Anna Berg", "the harbour is closed"), ("Lee Ito", "two ships ran aground")];
        ledger.file(report("Storm", "2025-03-04", &lines), &stamp("desk")).expect("filed");
        let ships = common::id(&ledger, "two ships ran aground");
        ledger.set(&ships, ledger::Change::Polarity(claims::Polarity::Denied), None, &stamp("ed")).expect("set");
        drop(ledger);
        let db = rusqlite::Connection::open(&newest).expect("SQLite");
        db.execute_batch("PRAGMA journal_mode = DELETE").expect("one file");
    }
    let folder = tempfile::tempdir().expect("a folder");
    for format in 1..=ledger::SCHEMA {
        let name = format!("format-{format}.db");
        let copy = folder.path().join(&name);
        fs::copy(kept.join(&name), &copy).expect("a ledger of every format");
        let ledger = Ledger::open(&copy).expect("opened");
        let picture = "Anna Berg: the harbour is closed\nLee Ito: two ships ran aground (denied) [polarity]\n";
        assert_eq!(on_record(&ledger), picture, "format {format}");
        assert_eq!(ledger.check(|_, _| {}).expect("readable"), []);
    }
}

#[test]
fn bringing_a_ledger_up_to_date_is_done_wholly_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers");
    for format in 1..ledger::SCHEMA {
        let path = at(&format!("{format}.db"));
        fs::copy(kept.join(format!("format-{format}.db")), &path).expect("copied");
        // As a program that is killed leaves it: whatever of its files is on the disk by then.
        let copy = |moment: usize| {
            let killed = at(&format!("{format}-killed-{moment}.db"));
            for end in ["", "-wal"] {
                let with = |path: &Path| format!("{}{end}", path.display());
                if Path::new(&with(&path)).exists() {
                    fs::copy(with(&path), with(&killed)).expect("copied");
                }
            }
            killed
        };
        let mut killed = Vec::new();
        Ledger::migrate(&path, |done, _| killed.push(copy(done))).expect("brought up to date");
        assert_eq!(killed.len(), 2, "before its one document, and after");
        for killed in killed.iter().rev() {
            let version = |path: &Path| -> i64 {
                let db = rusqlite::Connection::open(path).expect("SQLite");
                db.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a format")
            };
            assert_eq!((version(killed), version(&path)), (format, ledger::SCHEMA));
            assert_eq!(Ledger::open(killed).expect("opened").check(|_, _| {}).expect("readable"), []);
            assert_eq!(common::derived(killed), common::derived(&path));
        }
        // Whoever is told may give up, too.
        let path = at(&format!("{format}-given-up.db"));
        fs::copy(kept.join(format!("format-{format}.db")), &path).expect("copied");
        let before = fs::read(&path).expect("bytes");
        let give_up = || Ledger::migrate(&path, |done, all| assert!(done < all, "given up"));
        assert!(std::panic::catch_unwind(give_up).is_err());
        assert_eq!(fs::read(&path).expect("bytes")[100..], before[100..], "but for the header's note of a journal");
    }
    let path = at("text");
    fs::write(&path, "Dear diary, ".repeat(100)).expect("written");
    Ledger::migrate(&path, |_, _| {}).expect("left alone");
    Ledger::migrate(&at("none"), |_, _| {}).expect("left alone");
    assert!(!at("none").exists());
}

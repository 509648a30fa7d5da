//! Nothing is lost: a filing that is killed at any moment leaves every report whole or absent.

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use common::Newsroom;

const REPORTS: usize = 200;

/// What a ledger holds, by report: its text and claims; the order of filing does not matter.
fn held(room: &Newsroom, ledger: &str) -> BTreeMap<String, Vec<String>> {
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for export in [&["export", "--documents"][..], &["export"]] {
        let said = room.run(&[export, &["--ledger", ledger]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        for line in said.out.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let id = record["document"]["id"].as_str().or_else(|| record["id"].as_str()).expect("an id");
            held.entry(id.to_owned()).or_default().push(line.to_owned());
        }
    }
    held
}

/// Files some reports in the ledger `whole.db`.
fn filed(room: &Newsroom) {
    for i in 0..REPORTS {
        let text = format!(
            "Storm {i} reaches the coast\n\nMayor Anna Berg said on Tuesday that {i} ships were lost. “We counted {i},” \
             she said.\n\nAccording to the coast guard, {i} sailors came ashore.\n"
        );
        room.write(&format!("reports/{i:03}.txt"), text);
    }
    let whole = room.run(&file("whole.db"));
    assert_eq!(whole.code, 0, "{}", whole.err);
}

fn file(ledger: &str) -> [&str; 6] {
    ["file", "reports", "--published", "2025-03-04", "--ledger", ledger]
}

#[test]
fn a_killed_filing_is_completed_by_the_next() {
    let room = Newsroom::new();
    filed(&room);
    let whole = held(&room, "whole.db");
    assert_eq!(whole.len(), REPORTS);

    // Moments that differ from run to run only in how fast the machine is: a few from the very start, where the
    // ledger is made, and then ever later ones.
    let mut moments = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89].into_iter().cycle();
    let (mut kills, mut seen) = (0, 0);
    for round in 0..40 {
        let mut child = room
            .command(&file("killed.db"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command runs");
        std::thread::sleep(Duration::from_millis(moments.next().expect("moments") + round));
        child.kill().expect("killed");
        kills += usize::from(!child.wait().expect("ended").success());
        if !room.path("killed.db").exists() {
            continue;
        }
        let check = room.run(&["check", "--ledger", "killed.db"]);
        if check.code != 0 {
            // Killed before the ledger was one: an empty file, which the next filing turns into a ledger.
            assert!(check.err.contains("empty"), "{}", check.err);
            assert_eq!(seen, 0);
            continue;
        }
        let now = held(&room, "killed.db");
        assert!(now.len() >= seen, "what was filed stays");
        seen = now.len();
        for (id, lines) in &now {
            assert_eq!(Some(lines), whole.get(id), "every report is whole");
        }
    }
    assert!(kills > 3, "the filings must be killed for this to test anything");

    let last = room.run(&file("killed.db"));
    assert_eq!(last.code, 0, "{}", last.err);
    assert_eq!(held(&room, "killed.db"), whole);
    assert_eq!(room.run(&["check", "--ledger", "killed.db"]).code, 0);
    let log = room.run(&["log", "--ledger", "killed.db", "--format", "jsonl"]);
    assert_eq!(log.out.lines().count(), REPORTS, "nothing was filed twice");
}

#[test]
fn a_ledger_whose_format_is_being_changed_may_be_killed() {
    let room = Newsroom::new();
    filed(&room);
    // What is true, in a ledger of an older release; the rest is worked out when it is opened.
    let old = room.path("old.db");
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger/tests/ledgers/format-6.db");
    std::fs::copy(kept, &old).expect("copied");
    let db = rusqlite::Connection::open(&old).expect("SQLite");
    db.execute("ATTACH ?1 AS whole", [room.path("whole.db").to_str()]).expect("attached");
    db.execute_batch(
        "INSERT INTO operations SELECT no + 10, at, by, kind, document, claim, undoes, payload FROM whole.operations;
         INSERT INTO claims_as_read SELECT no + 10 * 100000000, operation + 10, claim FROM whole.claims_as_read;",
    )
    .expect("written");
    drop(db);
    let format = || -> i64 {
        let db = rusqlite::Connection::open(&old).expect("SQLite");
        db.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a format")
    };
    let ask = ["sources", "--ledger", "old.db"];
    let mut killed = 0;
    for moment in 0..12 {
        let mut child =
            room.command(&ask).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs");
        std::thread::sleep(Duration::from_millis(10 + 20 * moment));
        child.kill().expect("killed");
        let _ = child.wait();
        if format() != 6 {
            break;
        }
        killed += 1;
    }
    assert!(killed > 1, "it must be killed for this to test anything");
    let sources = room.run(&ask);
    assert_eq!((sources.code, sources.err.as_str()), (0, ""));
    assert_eq!(format(), desk::SCHEMA);
    let check = room.run(&["check", "--ledger", "old.db"]);
    assert_eq!(check.code, 0, "{}", check.err);
    let (mut old, whole) = (held(&room, "old.db"), held(&room, "whole.db"));
    old.retain(|id, _| whole.contains_key(id));
    assert_eq!(old, whole);
}

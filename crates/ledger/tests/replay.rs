//! Whatever is done, in whatever order: the derived tables are what the operations give, and undo restores.

mod common;

use claims::{Decider, Degree, Polarity, Status};
use common::{derived, read_by, stamp};
use ledger::{Change, Error, Filter, Ledger, OperationNo, Standing};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    File { report: usize, extractor: usize, without: usize },
    Set { claim: usize, which: usize },
    Reject(usize),
    Restore(usize),
    Add { report: usize, line: usize },
    Merge(usize, usize),
    Undo(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0usize..3, 0usize..3, 0usize..5).prop_map(|(report, extractor, without)| Step::File { report, extractor, without }),
        2 => (0usize..9, 0usize..4).prop_map(|(claim, which)| Step::Set { claim, which }),
        1 => (0usize..9).prop_map(Step::Reject),
        1 => (0usize..9).prop_map(Step::Restore),
        1 => (0usize..3, 0usize..4).prop_map(|(report, line)| Step::Add { report, line }),
        1 => (0usize..4, 0usize..4).prop_map(|(a, b)| Step::Merge(a, b)),
        2 => (0usize..20).prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 1..14)
}

const NAMES: [&str; 4] = ["Anna Berg", "Lee Ito", "She", "The port"];
const TITLES: [&str; 3] = ["Storm", "Calm", "Flood"];

fn reading(report: usize, extractor: usize, without: usize) -> ledger::Reading {
    let words: Vec<String> = (0..4).map(|i| format!("thing {i} of {} happened", TITLES[report])).collect();
    let lines: Vec<_> = (0..4).map(|i| (NAMES[i], words[i].as_str())).collect();
    let mut reading = read_by(&format!("rules@{extractor}"), TITLES[report], "2025-03-04", &lines);
    if without < 4 {
        reading.claims.remove(without);
    }
    reading
}

/// Does a step; `None` where it makes no sense now.
fn step(ledger: &mut Ledger, step: &Step) -> Option<OperationNo> {
    let by = stamp("ed");
    let claim = |ledger: &Ledger, n: usize| {
        let mut ids = Vec::new();
        for standing in [Standing::OnRecord, Standing::Rejected, Standing::Orphaned] {
            let filter = Filter { standing: Some(standing), ..Filter::default() };
            ledger
                .claims(&filter, |entry| -> Result<(), Error> {
                    ids.push(entry.claim.id);
                    Ok(())
                })
                .expect("readable");
        }
        ids.get(n).cloned()
    };
    let done = match step {
        Step::File { report, extractor, without } => {
            ledger.file(reading(*report, *extractor, *without), &by).expect("filed");
            return None;
        }
        Step::Set { claim: n, which } => {
            let change = match which {
                0 => Change::Polarity(Polarity::Denied),
                1 => Change::Status(Status::Expected),
                2 => Change::Chain(vec!["The port".into(), "Lee Ito".into()]),
                _ => Change::Certainty(claims::Certainty {
                    degree: Degree::Doubted,
                    words: None,
                    span: None,
                    decided_by: Decider::rule("nobody"),
                }),
            };
            ledger.set(&claim(ledger, *n)?, change, None, &by)
        }
        Step::Reject(n) => ledger.reject(&claim(ledger, *n)?, None, &by),
        Step::Restore(n) => ledger.restore(&claim(ledger, *n)?, None, &by),
        Step::Add { report, line } => ledger.add(reading(*report, 0, 4).claims[*line].clone(), None, &by),
        Step::Merge(a, b) => ledger.merge(NAMES[*a], NAMES[*b], None, &by),
        Step::Undo(n) => ledger.undo(OperationNo(*n as i64), None, &by),
    };
    match done {
        Ok(no) => Some(no),
        Err(error) => {
            assert!(!error.is_about_the_file(), "{error}");
            None
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn derived_tables_are_what_the_operations_give_and_undo_restores(steps in steps()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("l.db");
        let mut ledger = Ledger::open_or_create(&path).expect("made");
        for one in &steps {
            let before = derived(&path);
            if let Some(no) = step(&mut ledger, one) {
                let after = derived(&path);
                let undo = ledger.undo(no, None, &stamp("ed")).expect("undone");
                prop_assert_eq!(derived(&path), before);
                ledger.undo(undo, None, &stamp("ed")).expect("redone");
                prop_assert_eq!(derived(&path), after);
            }
        }
        prop_assert_eq!(ledger.check(|_, _| {}).expect("readable"), []);
        let before = derived(&path);
        ledger.rebuild().expect("rebuilt");
        prop_assert_eq!(derived(&path), before);
    }
}

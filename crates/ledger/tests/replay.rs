//! Whatever is done, in whatever order: the derived tables are what the operations give, and undo restores.

mod common;

use claims::{Decider, Degree, Polarity, Status};
use common::{derived, read_by, stamp};
use ledger::{Change, Error, Facet, Filter, Ledger, Lookup, OperationNo, Standing};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    File { report: usize, extractor: usize, without: usize, how: usize },
    Set { claim: usize, which: usize },
    Reject(usize),
    Restore(usize),
    Add { report: usize, line: usize },
    Merge(usize, usize),
    Split { from: usize, into: usize, mention: usize, within: bool },
    Undo(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0usize..3, 0usize..3, 0usize..5, 0usize..4)
            .prop_map(|(report, extractor, without, how)| Step::File { report, extractor, without, how }),
        2 => (0usize..9, 0usize..11).prop_map(|(claim, which)| Step::Set { claim, which }),
        1 => (0usize..9).prop_map(Step::Reject),
        1 => (0usize..9).prop_map(Step::Restore),
        1 => (0usize..3, 0usize..4).prop_map(|(report, line)| Step::Add { report, line }),
        1 => (0usize..4, 0usize..4).prop_map(|(a, b)| Step::Merge(a, b)),
        1 => (0usize..4, 0usize..4, 0usize..4, any::<bool>())
            .prop_map(|(from, into, mention, within)| Step::Split { from, into, mention, within }),
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

/// The same report as other extractors might read it: other sources, other bounds, a line more above the text.
fn otherwise(mut reading: ledger::Reading, how: usize) -> ledger::Reading {
    match how {
        1 => {
            for claim in &mut reading.claims {
                claim.id = claims::ClaimId::of(&claim.document.id, None, None, &claim.content.spans);
            }
        }
        2 => {
            for claim in &mut reading.claims {
                claim.content.spans[0].end -= 2;
                claim.content.text.truncate(claim.content.text.len() - 2);
                claim.id = claims::ClaimId::of(&claim.document.id, None, None, &claim.content.spans);
            }
        }
        3 => {
            let mut lines = vec![("Nobody", "this line was there")];
            let words: Vec<String> = reading.claims.iter().map(|c| c.content.text.clone()).collect();
            let names: Vec<String> = reading.claims.iter().map(|c| c.chain[0].clone()).collect();
            lines.extend(names.iter().map(String::as_str).zip(words.iter().map(String::as_str)));
            let title = reading.document.title.clone().unwrap_or_default();
            reading = read_by(&reading.extractor, &title, "2025-03-04", &lines);
        }
        _ => {}
    }
    reading
}

/// The content of a claim without its first letter.
fn shorter(ledger: &Ledger, claim: &claims::ClaimId) -> claims::Content {
    let Lookup::One(entry) = ledger.claim(claim.as_str()).expect("readable") else { panic!("no claim") };
    let mut content = entry.claim.content;
    content.spans[0].start += 1;
    content.text.remove(0);
    content
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
        Step::File { report, extractor, without, how } => {
            ledger.file(otherwise(reading(*report, *extractor, *without), *how), &by).expect("filed");
            return None;
        }
        Step::Set { claim: n, which } => {
            let change = match which {
                0 => Change::Polarity(Polarity::Denied),
                1 => Change::Status(Status::Expected),
                2 => Change::Chain(vec!["The port".into(), "Lee Ito".into()]),
                3 => Change::Cue(None),
                4 => Change::Content(shorter(ledger, &claim(ledger, *n)?)),
                5 => Change::Source(None),
                6 => Change::Source(Some(claims::Source {
                    name: "Lee Ito".into(),
                    kind: claims::SourceKind::Person,
                    role: None,
                    mention: String::new(),
                    span: claims::Span::default(),
                    decided_by: Decider::rule("nobody"),
                    alternatives: vec![],
                })),
                7..10 => Change::Said(claims::Said {
                    edtf: ["../2025-03", "2025-02/2025-03-09", "2025-03-01/.."]
                        .get(which - 7)
                        .map(|&day| day.to_owned()),
                    ..claims::Said::default()
                }),
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
        Step::Split { from, into, mention, within } => {
            let within = within.then(|| reading(0, 0, 4).document.id);
            ledger.split(NAMES[*from], NAMES[*into], vec![NAMES[*mention].into()], within, None, &by)
        }
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
        // What is counted of each source is what its claims come to.
        let all = ledger.sources(&Filter::default(), 0, usize::MAX).expect("readable");
        for counted in &all {
            let facets = vec![(Facet::Source, counted.name.clone())];
            let claims = ledger.sources(&Filter { facets, ..Filter::default() }, 0, 2).expect("readable");
            prop_assert_eq!(vec![counted.clone()], claims);
        }
        // All claims are one of these, so that all pass and each is counted by itself.
        let passing = Filter { certainty: vec![Degree::Stated, Degree::Doubted], ..Filter::default() };
        prop_assert_eq!(&ledger.sources(&passing, 0, usize::MAX).expect("readable"), &all);
        for skip in 0..all.len() {
            let part = &all[skip..all.len().min(skip + 2)];
            prop_assert_eq!(ledger.sources(&Filter::default(), skip, 2).expect("readable"), part);
            prop_assert_eq!(ledger.sources(&passing, skip, 2).expect("readable"), part);
        }
        let before = derived(&path);
        ledger.rebuild(|_, _| {}).expect("rebuilt");
        prop_assert_eq!(derived(&path), before);
    }
}

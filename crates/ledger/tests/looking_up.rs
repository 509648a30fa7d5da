//! Filters let through what they say, and nothing a user types can break them.

mod common;

use claims::{About, Decider, Degree, Span};
use common::{picture, report, stamp};
use insta::assert_snapshot;
use ledger::{Filter, Ledger, Lookup, Order};
use proptest::prelude::*;

fn ledger() -> Ledger {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    let mut storm = report(
        "Storm over the coast",
        "2025-03-04",
        &[
            ("Volodymyr Öberg", "the ferries stopped"),
            ("Churchill College", "nobody was hurt"),
            ("HUR", "soldiers are expected to help"),
        ],
    );
    storm.claims[2].certainty.degree = Degree::Expected;
    storm.claims[2].about.push(About {
        edtf: "../2025-02-20".into(),
        words: "by 20 February".into(),
        span: Span::new(0, 1),
        decided_by: Decider::rule("by-hand"),
    });
    storm.claims[1].said.edtf = None;
    ledger.file(storm, &stamp("desk")).expect("filed");
    let mut calm = report("Calm", "2025-03-01", &[("He", "the ferries run again"), ("Anna Berg", "a soldier helped")]);
    calm.document.outlet = Some("Kyiv Post".into());
    calm.claims[1].said.edtf = Some("2025-02/..".into());
    ledger.file(calm, &stamp("desk")).expect("filed");
    ledger
}

#[test]
fn a_source_is_found_by_whole_words_of_its_name_in_any_case_and_without_accents() {
    let ledger = ledger();
    let by = |source: &str| picture(&ledger, &Filter { source: Some(source.into()), ..Filter::default() });
    assert_snapshot!(by("oberg"), @"Volodymyr Öberg: the ferries stopped");
    assert_snapshot!(by("hur"), @"HUR: soldiers are expected to help");
    assert_snapshot!(by("he"), @"He: the ferries run again");
    assert_eq!(by("*"), "");
}

#[test]
fn words_are_looked_for_in_content_source_and_title() {
    let ledger = ledger();
    let with = |words: &str| picture(&ledger, &Filter { words: Some(words.into()), ..Filter::default() });
    assert_snapshot!(with("soldier"), @"
    HUR: soldiers are expected to help
    Anna Berg: a soldier helped
    ");
    assert_snapshot!(with("ferr* storm"), @"Volodymyr Öberg: the ferries stopped");
    assert_eq!(with("\"run ferries\""), "");
    assert_eq!(with("\"ferries run\"").lines().count(), 1);
}

#[test]
fn days_are_compared_by_their_bounds_and_unknown_ones_do_not_pass() {
    let ledger = ledger();
    let day = |day: &str| day.parse().ok();
    let said = |from, to| picture(&ledger, &Filter { said_from: from, said_to: to, ..Filter::default() });
    assert_snapshot!(said(day("2025-03-02"), None), @"
    Volodymyr Öberg: the ferries stopped
    HUR: soldiers are expected to help
    Anna Berg: a soldier helped
    ");
    assert_snapshot!(said(None, day("2025-02-10")), @"Anna Berg: a soldier helped");
    let about = |from, to| picture(&ledger, &Filter { about_from: from, about_to: to, ..Filter::default() });
    assert_snapshot!(about(None, day("2020-01-01")), @"HUR: soldiers are expected to help");
    assert_eq!(about(day("2025-02-21"), None), "");
}

#[test]
fn the_timeline_goes_by_the_day_said_with_unknown_days_last() {
    let ledger = ledger();
    assert_snapshot!(picture(&ledger, &Filter { order: Order::Said, ..Filter::default() }), @"
    Anna Berg: a soldier helped
    He: the ferries run again
    Volodymyr Öberg: the ferries stopped
    HUR: soldiers are expected to help
    Churchill College: nobody was hurt
    ");
}

#[test]
fn certainty_outlet_document_and_limit() {
    let ledger = ledger();
    let only = |filter: Filter| picture(&ledger, &filter).lines().count();
    assert_eq!(only(Filter { certainty: vec![Degree::Expected], ..Filter::default() }), 1);
    assert_eq!(only(Filter { outlet: Some("kyiv post".into()), ..Filter::default() }), 2);
    assert_eq!(only(Filter { outlet: Some("kyiv".into()), words: Some("soldier".into()), ..Filter::default() }), 1);
    assert_eq!(only(Filter { outlet: Some("no such".into()), ..Filter::default() }), 0);
    assert_eq!(only(Filter { limit: Some(2), ..Filter::default() }), 2);
    let all = only(Filter::default());
    assert_eq!(only(Filter { skip: 1, ..Filter::default() }), all - 1);
    assert_eq!(only(Filter { skip: all - 1, limit: Some(2), ..Filter::default() }), 1);
    let id = ledger.documents().expect("readable")[1].id.to_string();
    assert_eq!(only(Filter { document: Some(id[..9].to_uppercase()), ..Filter::default() }), 2);
    assert_eq!(only(Filter { document: Some("%' OR 1".into()), ..Filter::default() }), 0);
}

#[test]
fn a_claim_is_found_by_the_beginning_of_its_id() {
    let ledger = ledger();
    let id = common::id(&ledger, "the ferries stopped").to_string();
    assert!(matches!(ledger.claim(&id[..7]), Ok(Lookup::One(entry)) if entry.claim.id.to_string() == id));
    assert!(matches!(ledger.claim(""), Ok(Lookup::None)));
    assert!(matches!(ledger.claim("%"), Ok(Lookup::None)));
    let many = (0..16).filter(|digit| matches!(ledger.claim(&format!("{digit:x}")), Ok(Lookup::Many(_)))).count();
    let one = (0..16).filter(|digit| matches!(ledger.claim(&format!("{digit:x}")), Ok(Lookup::One(_)))).count();
    assert!(one + 2 * many <= 5 && one + many > 0);
}

#[test]
fn sources_are_counted_over_all_documents() {
    let rows: Vec<String> = ledger()
        .sources(&Filter::default())
        .expect("readable")
        .iter()
        .map(|s| format!("{} {} {} {:?} {:?}", s.name, s.kind, s.claims, s.first.as_deref(), s.last.as_deref()))
        .collect();
    assert_snapshot!(rows.join("\n"), @r#"
    Anna Berg person 1 Some("2025-02-01") Some("2025-02-01")
    Churchill College person 1 None None
    HUR person 1 Some("2025-03-04") Some("2025-03-04")
    He person 1 Some("2025-03-01") Some("2025-03-01")
    Volodymyr Öberg person 1 Some("2025-03-04") Some("2025-03-04")
    "#);
}

thread_local! {
    static FULL: Ledger = ledger();
}

proptest! {
    #[test]
    fn whatever_is_typed_is_only_words(
        words in any::<String>(), source in "[\"'*():^{}+\\-A-Z \0“”%_]{0,12}", outlet in any::<String>(),
    ) {
        FULL.with(|ledger| {
            for filter in [
                Filter { words: Some(words.clone()), ..Filter::default() },
                Filter { source: Some(words.clone()), ..Filter::default() },
                Filter { words: Some(source.clone()), source: Some(source.clone()), ..Filter::default() },
                Filter { outlet: Some(outlet.clone()), document: Some(words.clone()), ..Filter::default() },
            ] {
                ledger.claims(&filter, |_| Ok::<(), ledger::Error>(())).expect("no error");
            }
            ledger.claim(&words).expect("no error");
        });
    }
}

#[test]
fn a_document_is_found_by_any_of_its_addresses_the_last_filed_first() {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    let mut ids = Vec::new();
    for (title, url) in
        [("A", "https://paper.example/a"), ("B", "https://paper.example/b"), ("C", "https://paper.example/a")]
    {
        let mut reading = report(title, "2025-03-01", &[("Anna Berg", "a soldier helped")]);
        reading.document.url = Some(url.to_owned());
        ids.push(reading.document.id.clone());
        ledger.file(reading, &stamp("desk")).expect("filed");
    }
    let at = |all: &[&str]| {
        let all: Vec<String> = all.iter().map(|&a| a.to_owned()).collect();
        ledger.document_at(&all).expect("read")
    };
    assert_eq!(at(&["https://paper.example/a"]).as_ref(), Some(&ids[2]));
    assert_eq!(at(&["http://paper.example/b", "https://paper.example/b"]).as_ref(), Some(&ids[1]));
    assert_eq!(at(&["https://paper.example/"]), None);
    assert_eq!(at(&[]), None);
}

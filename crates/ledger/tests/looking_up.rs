//! Filters let through what they say, and nothing a user types can break them.

mod common;

use claims::{About, Decider, Degree, Span};
use common::{picture, report, stamp};
use insta::assert_snapshot;
use ledger::{Facet, FacetOrder, FacetRow, Filter, Ledger, Lookup, Order, Stamp};
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
        .sources(&Filter::default(), 0, usize::MAX)
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

#[test]
fn sources_of_rejected_claims_are_counted_apart() {
    let mut ledger = ledger();
    let names = |ledger: &Ledger, standing| -> Vec<String> {
        let filter = Filter { standing: Some(standing), ..Filter::default() };
        let found = ledger.sources(&filter, 0, usize::MAX).expect("readable");
        found.into_iter().map(|source| source.name).collect()
    };
    let before = names(&ledger, ledger::Standing::OnRecord);
    let ferries = common::id(&ledger, "the ferries stopped");
    ledger.reject(&ferries, None, &stamp("ed")).expect("rejected");
    assert_eq!(names(&ledger, ledger::Standing::Rejected), ["Volodymyr Öberg"]);
    assert!(!names(&ledger, ledger::Standing::OnRecord).contains(&"Volodymyr Öberg".to_owned()));
    ledger.restore(&ferries, None, &stamp("ed")).expect("restored");
    assert_eq!(names(&ledger, ledger::Standing::OnRecord), before);
    assert_eq!(ledger.check(|_, _| {}).expect("readable"), []);
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
    for (title, url) in [
        ("A", "https://paper.example/a"),
        ("B", "https://paper.example/b"),
        ("C", "https://paper.example/a"),
        ("D", "https://paper.example/a"),
    ] {
        let mut reading = report(title, "2025-03-01", &[("Anna Berg", "a soldier helped")]);
        reading.document.url = Some(url.to_owned());
        ids.push(reading.document.id.clone());
        ledger.file(reading, &stamp("desk")).expect("filed");
    }
    let at = |all: &[&str]| {
        let all: Vec<String> = all.iter().map(|&a| a.to_owned()).collect();
        ledger.documents_at(&all, 2).expect("read")
    };
    assert_eq!(at(&["https://paper.example/a"]), [ids[3].clone(), ids[2].clone()]);
    assert_eq!(at(&["http://paper.example/b", "https://paper.example/b"]), [ids[1].clone()]);
    assert_eq!(at(&["https://paper.example/"]), []);
    assert_eq!(at(&[]), []);
}

fn values(ledger: &Ledger, facet: Facet) -> String {
    let rows = ledger.facet(facet, FacetOrder::Count, 0, 10).expect("readable");
    rows.iter().map(|row| format!("{} {}", row.claims, row.value)).collect::<Vec<_>>().join(" · ")
}

#[test]
fn facets_count_what_is_on_record_and_follow_what_people_decide() {
    let mut ledger = ledger();
    assert_snapshot!(values(&ledger, Facet::Outlet), @"3 The Harbour Post · 2 Kyiv Post");
    assert_snapshot!(values(&ledger, Facet::Day), @"2 2025-03-04 · 1 2025-03-01");
    assert_snapshot!(values(&ledger, Facet::Certainty), @"4 stated · 1 expected");
    let ferries = common::id(&ledger, "the ferries stopped");
    assert_snapshot!(values(&ledger, Facet::Polarity), @"");
    let denied =
        ledger.set(&ferries, ledger::Change::Polarity(claims::Polarity::Denied), None, &stamp("ed")).expect("set");
    assert_snapshot!(values(&ledger, Facet::Polarity), @"1 denied");
    let filter = Filter { facets: vec![(Facet::Polarity, "denied".to_owned())], ..Filter::default() };
    assert_eq!(ledger.facets(&filter, 5).expect("readable").claims, 1);
    ledger.undo(denied, None, &stamp("ed")).expect("undone");
    assert_snapshot!(values(&ledger, Facet::Polarity), @"");
    let no = ledger.reject(&ferries, None, &stamp("ed")).expect("rejected");
    assert_snapshot!(values(&ledger, Facet::Day), @"1 2025-03-01 · 1 2025-03-04");
    assert_eq!(ledger.facet_count(Facet::Source, "Volodymyr Öberg").expect("readable"), 0);
    ledger.undo(no, None, &stamp("ed")).expect("undone");
    ledger.merge("HUR", "Anna Berg", None, &stamp("ed")).expect("merged");
    assert_snapshot!(values(&ledger, Facet::Source), @"2 Anna Berg · 1 Churchill College · 1 He · 1 Volodymyr Öberg");
    assert_eq!(ledger.check(|_, _| {}).expect("readable"), []);
}

#[test]
fn facets_narrow_down_exactly_and_are_counted_among_what_is_left() {
    let ledger = ledger();
    let post = (Facet::Outlet, "Kyiv Post".to_owned());
    let only = |facets: &[(Facet, String)]| Filter { facets: facets.to_vec(), ..Filter::default() };
    assert_snapshot!(picture(&ledger, &only(std::slice::from_ref(&post))), @"
    He: the ferries run again
    Anna Berg: a soldier helped
    ");
    let berg = (Facet::Source, "Anna Berg".to_owned());
    assert_eq!(picture(&ledger, &only(&[post.clone(), berg])), "Anna Berg: a soldier helped\n");
    assert_eq!(
        picture(&ledger, &only(&[(Facet::Outlet, "Kyiv".to_owned())])),
        "",
        "a part of a value is another value"
    );
    let filter = Filter { words: Some("ferries".into()), ..Filter::default() };
    let counts = ledger.facets(&filter, 1).expect("readable");
    assert_eq!((counts.claims, counts.more), (2, false));
    assert_eq!(counts.facets[&Facet::Outlet], [FacetRow { value: "Kyiv Post".into(), claims: 1 }]);
    let nothing = ledger.facets(&only(&[(Facet::Place, "Nowhere".to_owned())]), 9).expect("readable");
    assert_eq!(nothing.claims, 0);
    let by_day = Filter { order: Order::Said, ..only(&[(Facet::Outlet, "The Harbour Post".to_owned())]) };
    assert_eq!(picture(&ledger, &by_day).lines().last(), Some("Churchill College: nobody was hurt"));
}

#[test]
fn what_happened_since_a_moment_comes_last_first_and_in_pages() {
    let mut ledger = ledger();
    let later = Stamp { at: "2026-02-01T00:00:00.5Z".parse().expect("a time"), ..stamp("ed") };
    let ferries = common::id(&ledger, "the ferries stopped");
    let no = ledger.reject(&ferries, None, &later).expect("rejected");
    ledger.undo(no, None, &later).expect("undone");
    let kinds = |moment: &str, before| -> Vec<&'static str> {
        let found = ledger.since(moment.parse().expect("a time"), before, 2).expect("readable");
        found.iter().map(|o| o.act.kind().as_str()).collect()
    };
    assert_eq!(kinds("2026-02-01T00:00:00Z", None), ["undone", "rejected"]);
    assert_eq!(kinds("2026-02-01T00:00:00Z", Some(no)), Vec::<&str>::new());
    assert_eq!(kinds("2020-01-01T00:00:00Z", Some(no)), ["filed", "filed"]);
    assert_eq!(kinds("2030-01-01T00:00:00Z", None), Vec::<&str>::new());
    assert_eq!(ledger.read_by(ledger::OperationNo(1)).expect("readable"), 3);
}

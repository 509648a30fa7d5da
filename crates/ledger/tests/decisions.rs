//! What people decide outlives better readings, and everything can be undone.

mod common;

use claims::{Claim, ClaimId, Content, Polarity, Span};
use common::{derived, id, on_record, picture, read_by, report, said, stamp, standing};
use insta::assert_snapshot;
use ledger::{Change, Error, Filed, Filter, Ledger, Lookup, OperationNo, Seat, Standing};

const HARBOUR: &[(&str, &str)] =
    &[("Anna Berg", "the harbour is closed"), ("Lee Ito", "two ships ran aground"), ("She", "nobody was hurt")];

fn ledger() -> Ledger {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    ledger.file(report("Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    ledger
}

fn sound(ledger: &Ledger) {
    assert_eq!(ledger.check(|_, _| {}).expect("readable"), []);
}

#[test]
fn filing_twice_changes_nothing() {
    let mut ledger = ledger();
    let again = ledger.file(report("Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    assert_eq!(again, Filed::Already);
    assert_eq!(ledger.counts().expect("readable"), (1, 3));
    let mut operations = 0;
    ledger
        .operations(|_| -> Result<(), Error> {
            operations += 1;
            Ok(())
        })
        .expect("readable");
    assert_eq!(operations, 1);
}

#[test]
fn a_better_reading_replaces_claims_but_not_what_people_decided() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let harbour = id(&ledger, "the harbour is closed");
    ledger.set(&ships, Change::Polarity(Polarity::Denied), Some("she denied it".into()), &stamp("ed")).expect("set");
    ledger.reject(&harbour, None, &stamp("ed")).expect("rejected");

    let mut better = read_by("rules@2", "Storm", "2025-03-04", HARBOUR);
    better.claims[2].source.as_mut().expect("a source").name = "Lee Ito".to_owned();
    let filed = ledger.file(better, &stamp("desk")).expect("filed");
    assert_eq!(filed, Filed::Reread { claims: 2, orphaned: 0 });
    assert_snapshot!(on_record(&ledger), @"
    Lee Ito: two ships ran aground (denied) [polarity]
    Lee Ito: nobody was hurt
    ");
    assert_snapshot!(standing(&ledger, Standing::Rejected), @"Anna Berg: the harbour is closed");
    sound(&ledger);
}

#[test]
fn a_decision_on_a_claim_not_found_any_more_is_kept_and_never_moved() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let set = ledger.set(&ships, Change::Polarity(Polarity::Denied), None, &stamp("ed")).expect("set");

    let mut other = read_by("rules@2", "Storm", "2025-03-04", HARBOUR);
    other.claims.remove(1);
    let filed = ledger.file(other, &stamp("desk")).expect("filed");
    assert_eq!(filed, Filed::Reread { claims: 2, orphaned: 1 });
    assert_eq!(ledger.orphans().expect("readable"), [set]);
    assert_snapshot!(standing(&ledger, Standing::Orphaned), @"Lee Ito: two ships ran aground (denied) [polarity]");
    assert!(!on_record(&ledger).contains("denied"));
    sound(&ledger);

    // Found again by a third reading, it is as the person left it.
    ledger.file(read_by("rules@3", "Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    assert_eq!(ledger.orphans().expect("readable"), []);
    assert!(on_record(&ledger).contains("two ships ran aground (denied)"));
    sound(&ledger);
}

#[test]
fn a_decision_is_not_laid_over_other_words_at_the_same_place() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    ledger.set(&ships, Change::Polarity(Polarity::Denied), None, &stamp("ed")).expect("set");
    // The text itself was read otherwise: the same spans, hence the same id, hold other words.
    let other: Vec<_> = HARBOUR.iter().map(|(name, words)| (*name, words.replace("two", "ten"))).collect();
    let other: Vec<_> = other.iter().map(|(name, words)| (*name, words.as_str())).collect();
    ledger.file(read_by("rules@2", "Storm", "2025-03-04", &other), &stamp("desk")).expect("filed");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: ten ships ran aground
    She: nobody was hurt
    ");
    assert_eq!(ledger.orphans().expect("readable").len(), 1);
    sound(&ledger);
}

#[test]
fn a_rejected_claim_can_be_restored_and_an_undo_undone() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let all = on_record(&ledger);
    let rejected = ledger.reject(&ships, Some("misread".into()), &stamp("ed")).expect("rejected");
    let without = on_record(&ledger);
    assert_ne!(all, without);

    let undo = ledger.undo(rejected, None, &stamp("ed")).expect("undone");
    assert_eq!(on_record(&ledger), all);
    assert!(matches!(ledger.undo(rejected, None, &stamp("ed")), Err(Error::UndoneAlready(no)) if no == rejected));
    ledger.undo(undo, None, &stamp("ed")).expect("undone");
    assert_eq!(on_record(&ledger), without);
    ledger.restore(&ships, None, &stamp("ed")).expect("restored");
    assert_eq!(on_record(&ledger), all);
    sound(&ledger);
}

#[test]
fn an_added_claim_stands_in_reading_order_and_outlives_a_reading() {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    let mut short = report("Storm", "2025-03-04", HARBOUR);
    let missed = short.claims.remove(1);
    ledger.file(short, &stamp("desk")).expect("filed");
    ledger.add(missed.clone(), Some("overlooked".into()), &stamp("ed")).expect("added");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: two ships ran aground
    She: nobody was hurt
    ");
    assert!(matches!(ledger.add(missed, None, &stamp("ed")), Err(Error::ClaimExists(_))));
    let mut again = read_by("rules@2", "Storm", "2025-03-04", HARBOUR);
    again.claims.truncate(1);
    ledger.file(again, &stamp("desk")).expect("filed");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: two ships ran aground
    ");
    sound(&ledger);
}

#[test]
fn a_claim_is_parted_and_the_parting_undone_wholly_or_not_at_all() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let Lookup::One(entry) = ledger.claim(ships.as_str()).expect("readable") else { panic!("no claim") };
    let before = on_record(&ledger);
    let whole = entry.claim.content.spans[0];
    let (kept, gone) = (Span::new(whole.start, whole.start + 9), Span::new(whole.start + 10, whole.end));
    let content = |text: &str, span| Content { text: text.to_owned(), spans: vec![span] };
    let mut other = Claim { content: content("ran aground", gone), ..entry.claim.clone() };
    let set = || vec![Change::Content(content("two ships", kept)), Change::Polarity(Polarity::Denied)];

    let same = ledger.part(&ships, set(), other.clone(), None, &stamp("ed"));
    assert!(matches!(same, Err(Error::ClaimExists(_))), "{same:?}");
    assert_eq!(on_record(&ledger), before, "nothing of it was written");

    other.id = ClaimId::of(&other.document.id, None, None, &[gone]);
    let nos = ledger.part(&ships, set(), other, Some("two things"), &stamp("ed")).expect("parted");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: two ships (denied) [content, polarity]
    Lee Ito: ran aground
    She: nobody was hurt
    ");
    sound(&ledger);
    ledger.undo(nos[0], None, &stamp("ed")).expect("undone");
    assert!(ledger.undo_all(&nos, None, &stamp("ed")).is_err(), "one of them is undone already");
    assert!(on_record(&ledger).contains("ran aground"), "so none was");
    let undone = ledger.undo_all(&nos[1..], None, &stamp("ed")).expect("undone");
    assert_eq!((undone.len(), on_record(&ledger)), (2, before));
    sound(&ledger);
}

#[test]
fn merged_names_are_one_source_in_documents_on_record_and_to_come() {
    let mut ledger = ledger();
    let before = on_record(&ledger);
    let merge = ledger.merge("She", "Lee Ito", None, &stamp("ed")).expect("merged");
    ledger.file(report("Calm", "2025-03-05", &[("She", "the harbour is open")]), &stamp("desk")).expect("filed");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: two ships ran aground
    Lee Ito: nobody was hurt
    Lee Ito: the harbour is open
    ");
    let filter = Filter { source: Some("lee ito".into()), ..Filter::default() };
    let lee = ledger.sources(&filter, 0, 1).expect("readable");
    assert_eq!((lee[0].claims, lee[0].documents, lee[0].aliases.as_slice()), (3, 2, ["She".to_owned()].as_slice()));
    sound(&ledger);
    ledger.undo(merge, None, &stamp("ed")).expect("undone");
    assert_eq!(on_record(&ledger), before + "She: the harbour is open\n");
    sound(&ledger);
}

#[test]
fn the_latest_of_two_contrary_merges_counts() {
    let mut ledger = ledger();
    ledger.merge("She", "Lee Ito", None, &stamp("ed")).expect("merged");
    ledger.merge("Lee Ito", "She", None, &stamp("ed")).expect("merged");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    She: two ships ran aground
    She: nobody was hurt
    ");
    assert!(matches!(ledger.merge("She", "She", None, &stamp("ed")), Err(Error::SameSource(_))));
    sound(&ledger);
}

#[test]
fn a_filing_can_be_withdrawn_and_the_report_filed_again() {
    let mut ledger = ledger();
    ledger.undo(OperationNo(1), Some("wrong file".into()), &stamp("ed")).expect("undone");
    assert_eq!(ledger.counts().expect("readable"), (0, 0));
    sound(&ledger);
    let filed = ledger.file(report("Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    assert_eq!(filed, Filed::New { claims: 3 });
    sound(&ledger);
}

#[test]
fn what_the_user_says_of_a_document_is_a_reason_to_read_it_again() {
    let mut ledger = ledger();
    let mut told = report("Storm", "2025-03-06", HARBOUR);
    told.document.found.insert("published".into(), "given".into());
    assert!(matches!(ledger.file(told.clone(), &stamp("ed")), Ok(Filed::Reread { .. })));
    assert!(matches!(ledger.file(told, &stamp("ed")), Ok(Filed::Already)));
    let march = Filter { said_from: "2025-03-06".parse().ok(), ..Filter::default() };
    assert_eq!(picture(&ledger, &march).lines().count(), 3);
}

#[test]
fn two_claims_with_one_id_are_one_claim() {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    let mut twice = report("Storm", "2025-03-04", HARBOUR);
    twice.claims.push(said(&twice.document, 0, "Anna Berg", "the harbour is closed"));
    assert_eq!(ledger.file(twice, &stamp("desk")).expect("filed"), Filed::New { claims: 3 });
    sound(&ledger);
}

#[test]
fn operations_cannot_be_changed_behind_the_ledgers_back_and_derived_rows_are_found_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let mut ledger = Ledger::open_or_create(&path).expect("made");
    ledger.file(report("Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    drop(ledger);
    let before = derived(&path);

    let db = rusqlite::Connection::open(&path).expect("SQLite");
    let refused = |sql: &str| db.execute_batch(sql).expect_err("refused").to_string();
    assert!(refused("UPDATE operations SET by = 'person:me'").contains("operations are never changed"));
    assert!(refused("DELETE FROM claims_as_read").contains("claims as read are never deleted"));
    db.execute_batch("UPDATE claims SET source = 'Somebody' WHERE no = (SELECT min(no) FROM claims)").expect("changed");
    drop(db);

    let ledger = Ledger::open(&path).expect("opened");
    let findings = ledger.check(|_, _| {}).expect("readable");
    assert!(findings.iter().all(ledger::Finding::mends));
    assert!(findings[0].to_string().contains("its claims are not what the operations give"));
    assert!(findings[1].to_string().contains("miscounted"), "the claim has the guise of another source");
    drop(ledger);
    let mut ledger = Ledger::open_or_create(&path).expect("opened");
    ledger.rebuild(|_, _| {}).expect("rebuilt");
    sound(&ledger);
    drop(ledger);
    assert_eq!(derived(&path), before);

    for miscount in
        ["guises SET claims = claims + 1", "guises SET no = no + 1", "facet_values SET documents = documents + 1"]
    {
        rusqlite::Connection::open(&path).and_then(|db| db.execute_batch(&format!("UPDATE {miscount}"))).expect("set");
        let findings = Ledger::open(&path).and_then(|ledger| ledger.check(|_, _| {})).expect("readable");
        assert!(findings.len() == 1 && findings[0].mends() && findings[0].to_string().contains("miscounted"));
        Ledger::open_or_create(&path).and_then(|mut ledger| ledger.rebuild(|_, _| {})).expect("rebuilt");
        assert_eq!(derived(&path), before);
    }
}

/// Where each decision rests, one a line.
fn seats(ledger: &Ledger) -> String {
    let seats = ledger.seats(0, 50).expect("readable");
    let line =
        |(o, seat): &(ledger::Operation, Seat)| format!("{} {}: {}\n", o.no, o.act.kind().as_str(), seat.as_str());
    seats.iter().map(line).collect()
}

#[test]
fn a_claim_that_goes_by_another_id_keeps_its_decisions_and_a_note_says_so() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    ledger.set(&ships, Change::Polarity(Polarity::Denied), None, &stamp("ed")).expect("set");
    let mut better = read_by("rules@2", "Storm", "2025-03-04", HARBOUR);
    // The better extractor takes "Lee Ito said" for the cue, so that the claim gets another id.
    better.claims[1].cue = None;
    better.claims[1].id = ClaimId::of(&better.document.id, None, None, &better.claims[1].content.spans);
    ledger.file(better, &stamp("desk")).expect("filed");
    assert!(on_record(&ledger).contains("two ships ran aground (denied) [polarity]"));
    assert_eq!(seats(&ledger), "2 set: moved\n");
    assert_eq!(ledger.orphans().expect("readable"), []);
    assert_eq!(ledger.history(&id(&ledger, "two ships ran aground")).expect("readable").len(), 1);
    sound(&ledger);
}

#[test]
fn words_are_found_again_in_a_text_that_was_read_otherwise() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    ledger.reject(&ships, None, &stamp("ed")).expect("rejected");
    let harbour = id(&ledger, "the harbour is closed");
    let entry = ledger.claim(harbour.as_str()).expect("readable");
    let Lookup::One(entry) = entry else { panic!("no claim") };
    let cut = Content {
        text: "harbour is closed".into(),
        spans: vec![Span::new(entry.claim.content.spans[0].start + 4, entry.claim.content.spans[0].end)],
    };
    ledger.set(&harbour, Change::Content(cut), None, &stamp("ed")).expect("set");
    let lines = [&[("The port", "all is well")], HARBOUR].concat();
    ledger.file(read_by("rules@2", "Storm", "2025-03-04", &lines), &stamp("desk")).expect("filed");
    assert_snapshot!(on_record(&ledger), @"
    The port: all is well
    Anna Berg: harbour is closed [content]
    She: nobody was hurt
    ");
    assert_eq!(seats(&ledger), "2 rejected: moved\n3 set: moved\n");
    let Lookup::One(entry) = ledger.claim(id(&ledger, "harbour is closed").as_str()).expect("readable") else {
        panic!("no claim")
    };
    let document = ledger.document(&entry.claim.document.id).expect("readable").expect("a document");
    assert_eq!(claims::Offsets::new(&document.text).words(entry.claim.content.spans[0]), "harbour is closed");
    sound(&ledger);
}

#[test]
fn words_that_other_claims_share_out_are_ambiguous_and_nothing_moves() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    ledger.set(&ships, Change::Polarity(Polarity::Denied), None, &stamp("ed")).expect("set");
    let mut other = read_by("rules@2", "Storm", "2025-03-04", HARBOUR);
    let content = &mut other.claims[1].content;
    (content.text, content.spans[0].start) = ("ships ran aground".into(), content.spans[0].start + 4);
    other.claims[1].id = ClaimId::of(&other.document.id, None, None, &other.claims[1].content.spans);
    ledger.file(other, &stamp("desk")).expect("filed");
    assert!(on_record(&ledger).contains("Lee Ito: ships ran aground\n"), "nothing moved");
    assert_eq!(seats(&ledger), "2 set: ambiguous\n");
    sound(&ledger);
}

#[test]
fn what_the_machine_had_is_kept_beside_what_a_person_set() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let was = |ledger: &Ledger| {
        let Ok(Lookup::One(entry)) = ledger.claim(ships.as_str()) else { panic!("no claim") };
        let json: serde_json::Value = serde_json::from_str(&entry.json).expect("JSON");
        (entry.claim, json)
    };
    let mut source = was(&ledger).0.source.expect("a source");
    source.name = "The coastguard".into();
    ledger.set(&ships, Change::Source(Some(source.clone())), None, &stamp("ed")).expect("set");
    source.name = "The harbour master".into();
    ledger.set(&ships, Change::Source(Some(source)), None, &stamp("anna")).expect("set");
    let (claim, json) = was(&ledger);
    assert_eq!(claim.chain, ["The harbour master"]);
    assert_eq!(json["source"]["decided_by"], "person:anna");
    assert_eq!(json["decided"]["source"]["by"], "person:anna");
    assert_eq!(json["decided"]["source"]["was"]["value"]["name"], "Lee Ito");
    assert_eq!(json["decided"]["source"]["was"]["by"][0], "rule:by-hand");
    sound(&ledger);
}

#[test]
fn a_value_whose_words_do_not_stand_there_is_refused() {
    let mut ledger = ledger();
    let ships = id(&ledger, "two ships ran aground");
    let elsewhere = Content { text: "ten ships".into(), spans: vec![Span::new(0, 9)] };
    let refused = ledger.set(&ships, Change::Content(elsewhere), None, &stamp("ed"));
    assert!(matches!(refused, Err(Error::NotThere(_))), "{refused:?}");
}

#[test]
fn a_source_is_split_by_what_reports_call_it() {
    let mut ledger = ledger();
    let before = on_record(&ledger);
    ledger.merge("She", "Lee Ito", None, &stamp("ed")).expect("merged");
    let split = ledger.split("Lee Ito", "Ida Holm", vec!["She".into()], None, None, &stamp("ed")).expect("split");
    ledger.file(report("Calm", "2025-03-05", &[("She", "the harbour is open")]), &stamp("desk")).expect("filed");
    assert_snapshot!(on_record(&ledger), @"
    Anna Berg: the harbour is closed
    Lee Ito: two ships ran aground
    Ida Holm: nobody was hurt
    Ida Holm: the harbour is open
    ");
    sound(&ledger);
    ledger.merge("Ida Holm", "Anna Berg", None, &stamp("ed")).expect("merged");
    assert_eq!(on_record(&ledger).matches("Anna Berg").count(), 3);
    ledger.undo(split, None, &stamp("ed")).expect("undone");
    assert_eq!(on_record(&ledger).matches("Lee Ito").count(), 3);
    sound(&ledger);
    assert_eq!(ledger.history_of_name("Lee Ito").expect("readable").len(), 3);
    assert_ne!(on_record(&ledger), before);
    assert!(matches!(
        ledger.split("Lee Ito", "Lee Ito", vec!["She".into()], None, None, &stamp("ed")),
        Err(Error::NothingSplit(_))
    ));
}

#[test]
fn a_split_within_one_document_leaves_the_others_alone() {
    let mut ledger = ledger();
    ledger.file(report("Calm", "2025-03-05", &[("She", "the harbour is open")]), &stamp("desk")).expect("filed");
    let storm = report("Storm", "2025-03-04", HARBOUR).document.id;
    ledger.split("She", "Ida Holm", vec!["She".into()], Some(storm), None, &stamp("ed")).expect("split");
    assert!(on_record(&ledger).ends_with("Ida Holm: nobody was hurt\nShe: the harbour is open\n"));
    sound(&ledger);
}

#[test]
fn a_voice_that_cites_others_is_called_there_as_where_it_speaks() {
    let mut ledger = Ledger::in_memory().expect("SQLite");
    let mut nested = report("Storm", "2025-03-04", HARBOUR);
    nested.claims[1].inside = Some(nested.claims[0].id.clone());
    nested.claims[1].chain = vec!["Anna Berg".into(), "Lee Ito".into()];
    ledger.file(nested, &stamp("desk")).expect("filed");
    let harbour = id(&ledger, "the harbour is closed");
    let Lookup::One(entry) = ledger.claim(harbour.as_str()).expect("readable") else { panic!("no claim") };
    let mut source = entry.claim.source.expect("a source");
    source.name = "Anna Bergström".into();
    ledger.set(&harbour, Change::Source(Some(source)), None, &stamp("ed")).expect("set");
    let ships = id(&ledger, "two ships ran aground");
    let Lookup::One(entry) = ledger.claim(ships.as_str()).expect("readable") else { panic!("no claim") };
    assert_eq!(entry.claim.chain, ["Anna Bergström", "Lee Ito"]);
    sound(&ledger);
}

#[test]
fn what_somebody_decided_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("l.db");
    let mut ours = Ledger::open_or_create(&path).expect("made");
    ours.file(report("Storm", "2025-03-04", HARBOUR), &stamp("desk")).expect("filed");
    let mut theirs = Ledger::open_or_create(&path).expect("opened");
    let ships = id(&ours, "two ships ran aground");
    ours.expect(&ships, None);
    let denied = Change::Polarity(Polarity::Denied);
    let no = theirs.set(&ships, denied.clone(), None, &stamp("they")).expect("set");
    let late = ours.reject(&ships, None, &stamp("we"));
    assert!(matches!(late, Err(Error::Overtaken(_))), "{late:?}");
    assert!(on_record(&ours).contains("two ships ran aground (denied)"));
    // It holds for what is done next, and no longer.
    ours.expect(&ships, Some(no));
    ours.reject(&ships, None, &stamp("we")).expect("rejected");
    ours.restore(&ships, None, &stamp("we")).expect("restored");
    sound(&ours);
}

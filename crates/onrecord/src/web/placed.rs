//! Where the words of a case stand on record, and which cases of its page are therefore about the same words.
//!
//! Reports from the form without scripts carry no position, and the readers' side, which has no ledger, can look for
//! none. Here the document is at hand: words that stand in it once have their place by that.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use claims::{Decider, Document};
use corrections::{Act, Anchoring, CaseNo, CaseRow, EntryNo, Error, Stamp, Status, Store, anchor};
use desk::Ledger;
use jiff::Timestamp;

use super::Desk;
use super::pages::Failure;

/// Filings of one page that are looked through for words, the last ones.
const FILINGS: usize = 20;
/// Cases of a page that are looked through for words that overlap.
const BESIDE: usize = 32;
/// Cases that may wait to be looked at. Any more stay as they are, and an editor can join them.
const WAITING: usize = 1024;

/// Where the words of a case stand, and in which filing of its page.
pub(super) struct Standing {
    pub document: Document,
    pub anchoring: Anchoring,
    /// Whether that document is an earlier filing of the page, whose words the last one has no more.
    pub earlier: bool,
}

/// Where the words of `case` stand in the document of its page that was filed last. A page that was corrected and
/// filed again has them no more; then they are looked for in the filings before, of which the claims still speak.
pub(super) fn standing(ledger: &Ledger, case: &CaseRow) -> Result<Option<Standing>, Failure> {
    let mut last = None;
    for id in ledger.documents_at(&case.page.spellings(), FILINGS)? {
        let Some(document) = ledger.document(&id)? else { continue };
        let anchoring = anchor::find(&document.text, &case.place.quote);
        let earlier = last.is_some();
        if anchoring != Anchoring::Orphaned {
            return Ok(Some(Standing { document, anchoring, earlier }));
        }
        last.get_or_insert(Standing { document, anchoring, earlier });
    }
    Ok(last)
}

/// The open cases of the same page whose words overlap in the document with those of `case`.
pub(super) fn overlapping(store: &Store, case: &CaseRow, stands: Option<&Standing>) -> Result<Vec<CaseRow>, Failure> {
    let Some(Standing { document, anchoring: Anchoring::Found(span), .. }) = stands else { return Ok(Vec::new()) };
    let mut beside = store.beside(case, BESIDE)?;
    beside.retain(|other| match anchor::find(&document.text, &other.place.quote) {
        Anchoring::Found(theirs) => theirs.overlaps(*span),
        // Words that stand in several places are about none of them.
        Anchoring::Ambiguous(_) | Anchoring::Orphaned => false,
    });
    Ok(beside)
}

/// The case of this number, where it was just opened, nobody has decided on it, and a position is missing: its own, or that
/// of another open case of its page. Where both have one, they were compared when the report came.
fn waiting(store: &Store, case: CaseNo) -> Result<Option<CaseRow>, Error> {
    let Some(case) = store.case(case)? else { return Ok(None) };
    if case.status != Status::Open || case.reports > 1 || !store.history(case.no)?.is_empty() {
        return Ok(None);
    }
    // Those without a position come first.
    let missing = store.beside(&case, 1)?.first().is_some_and(|other| !is_placed(&case) || !is_placed(other));
    Ok(missing.then_some(case))
}

fn is_placed(case: &CaseRow) -> bool {
    case.place.position.is_some()
}

/// Joins a case that is [`waiting`] with the first of those before it whose words overlap with its own. An editor can
/// undo it.
fn join(ledger: &Ledger, store: &mut Store, case: &CaseRow, now: Timestamp) -> Result<Option<EntryNo>, Failure> {
    let stands = standing(ledger, case)?;
    let mut beside = overlapping(store, case, stands.as_ref())?;
    beside.retain(|other| other.no < case.no && !(is_placed(case) && is_placed(other)));
    let Some(other) = beside.iter().map(|other| other.no).min() else { return Ok(None) };
    let stamp = Stamp { at: now, by: Decider::rule("overlap") };
    match store.decide(case.no, Act::Joined { into: other }, None, &stamp) {
        Ok(entry) => Ok(Some(entry)),
        // An editor was faster.
        Err(Error::Overtaken(_) | Error::Joined(..) | Error::Wants(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Joins `case` where its words say so; most that come in are not even looked for in the ledger.
pub(super) fn look(ledger: &Path, store: &mut Store, case: CaseNo, now: Timestamp) -> Result<Option<EntryNo>, Failure> {
    match waiting(store, case)? {
        Some(case) => join(&Ledger::open(ledger)?, store, &case, now),
        None => Ok(None),
    }
}

/// Looks at cases as they are opened, on a thread of the desk's: tell it their numbers.
pub(super) fn watch(desk: Arc<Desk>) -> Result<SyncSender<CaseNo>, Error> {
    let mut store = Store::open_or_create(&desk.corrections)?;
    let (sender, opened) = sync_channel::<CaseNo>(WAITING);
    std::thread::spawn(move || {
        while let Ok(case) = opened.recv() {
            // Nobody waits for an answer; the case stays as it is, and an editor can join it.
            match look(&desk.ledger, &mut store, case, Timestamp::now()) {
                Err(Failure::Corrections(error)) => eprintln!("onrecord: {error}"),
                Err(Failure::Ledger(error)) => eprintln!("onrecord: {error}"),
                Ok(_) | Err(_) => {}
            }
        }
    });
    Ok(sender)
}

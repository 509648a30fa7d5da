//! Filing: every input on record once, by whatever extractor is the newest.
//!
//! A document that the ledger holds already, read by this extractor and with nothing new
//! said of it, is not even read. What the user once said of a document (its outlet, its
//! day) still holds when a better extractor reads it again.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use claims::{Document, DocumentId, Given, Problem};
use ledger::{Error, Filed, Ledger, Reading, Stamp};

use crate::{Input, Manner, ReadError, Trouble, in_order, load, settled};

/// What became of one input.
#[derive(Debug)]
pub struct Filing {
    /// The document.
    pub document: DocumentId,
    /// Its headline, where it was read.
    pub title: Option<String>,
    /// What the ledger did; `None` where the document has no text and nothing was filed.
    pub filed: Option<Filed>,
    /// What had to be repaired or left out.
    pub problems: Vec<Problem>,
}

enum Prepared {
    /// On record as it is.
    Held(DocumentId),
    Read(Box<Reading>),
    Failed(Error),
}

/// Files all `inputs`, each in a transaction of its own, and tells `each` what became of them, in their order.
///
/// What `each` is told of is on the disk. `stamp` is asked for the time and the author of every operation.
///
/// # Errors
/// Where the ledger can no longer be used; what `each` was told before is filed all the same.
pub fn file_all(
    ledger: &mut Ledger,
    inputs: &[Input],
    manner: &Manner,
    jobs: NonZero<usize>,
    stamp: impl Fn() -> Stamp,
    mut each: impl FnMut(&Input, Result<Filing, Trouble>),
) -> Result<(), Error> {
    let path = ledger.path().to_owned();
    let mut failed = None;
    let mut unsaid = Unsaid { waiting: Vec::new(), since: Instant::now() };
    let worker = || {
        // Every worker looks for itself whether a document is held; only this thread writes.
        // One that cannot look reads everything, and the writer decides.
        let look = Ledger::open(&path).ok();
        move |input: &Input| prepare(look.as_ref(), input, manner)
    };
    in_order(inputs, jobs, worker, |input, done| {
        let filing = match settled(input, done) {
            Ok(Prepared::Held(document)) => {
                Ok(Ok(Filing { document, title: None, filed: Some(Filed::Already), problems: Vec::new() }))
            }
            Ok(Prepared::Read(reading)) => file(ledger, *reading, &stamp()).map(Ok),
            Ok(Prepared::Failed(error)) => Err(error),
            Err(trouble) => Ok(Err(trouble)),
        };
        match filing.and_then(|filing| {
            unsaid.waiting.push((input.clone(), filing));
            if unsaid.is_due() { unsaid.say(ledger, &mut each) } else { Ok(()) }
        }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    let said = unsaid.say(ledger, &mut each);
    failed.map_or(said, Err)
}

/// What was done and not yet told: it is told when it is on the disk, and the disk takes several at once.
struct Unsaid {
    waiting: Vec<(Input, Result<Filing, Trouble>)>,
    since: Instant,
}

impl Unsaid {
    /// Whether enough is waiting, or it has waited long enough for somebody who looks on.
    fn is_due(&self) -> bool {
        self.waiting.len() >= 64 || self.since.elapsed() >= Duration::from_millis(100)
    }

    fn say(&mut self, ledger: &Ledger, each: &mut impl FnMut(&Input, Result<Filing, Trouble>)) -> Result<(), Error> {
        ledger.sync()?;
        for (input, filing) in self.waiting.drain(..) {
            each(&input, filing);
        }
        self.since = Instant::now();
        Ok(())
    }
}

/// Files what `bytes` hold, as [`file_all`] does with an input; `name` is that of the file they come from.
///
/// # Errors
/// Where the ledger cannot be used; then nothing of the document was filed.
pub fn file_bytes(
    ledger: &mut Ledger,
    bytes: &[u8],
    name: Option<&str>,
    manner: &Manner,
    stamp: &Stamp,
) -> Result<Filing, Error> {
    let filing = match prepared(Some(ledger), bytes, name, manner) {
        Prepared::Held(document) => Filing { document, title: None, filed: Some(Filed::Already), problems: Vec::new() },
        Prepared::Read(reading) => file(ledger, *reading, stamp)?,
        Prepared::Failed(error) => return Err(error),
    };
    ledger.sync()?;
    Ok(filing)
}

/// What `bytes` are found to say, as they would be filed; nothing is kept.
#[must_use]
pub fn read_bytes(bytes: &[u8], name: Option<&str>, manner: &Manner) -> Reading {
    crate::reading(read::document(bytes, name, &manner.given), manner.reader)
}

/// The document that `bytes` hold, without its claims; nothing is kept.
#[must_use]
pub fn document_of_bytes(bytes: &[u8], name: Option<&str>, given: &Given) -> Document {
    read::document(bytes, name, given)
}

fn prepare(look: Option<&Ledger>, input: &Input, manner: &Manner) -> Result<Prepared, ReadError> {
    Ok(prepared(look, &load(input)?, input.path().as_deref(), manner))
}

fn prepared(look: Option<&Ledger>, bytes: &[u8], name: Option<&str>, manner: &Manner) -> Prepared {
    let id = DocumentId::of(bytes);
    let before = match look.map_or(Ok(None), |look| held(look, &id, manner)) {
        Ok(Some(Before::Same)) => return Prepared::Held(id),
        Ok(Some(Before::Other(document))) => Some(document),
        Ok(None) => None,
        Err(error) => return Prepared::Failed(error),
    };
    let given = &manner.given;
    let given = before.map_or_else(|| given.clone(), |before| still_given(given, *before));
    Prepared::Read(Box::new(crate::reading(read::document(bytes, name, &given), manner.reader)))
}

enum Before {
    Same,
    Other(Box<Document>),
}

fn held(look: &Ledger, id: &DocumentId, manner: &Manner) -> Result<Option<Before>, Error> {
    let Some(held) = look.held(id)? else { return Ok(None) };
    if held.extractor == extract::version(manner.reader) && manner.given == Given::default() {
        return Ok(Some(Before::Same));
    }
    Ok(look.document(id)?.map(|document| Before::Other(Box::new(document))))
}

/// What is said of a document now, and what was said of it before and not since.
fn still_given(now: &Given, before: Document) -> Given {
    let was = |field: &str| before.found.get(field).is_some_and(|how| how == "given");
    Given {
        published: now.published.or(before.published.filter(|_| was("published"))),
        outlet: now.outlet.clone().or_else(|| before.outlet.clone().filter(|_| was("outlet"))),
        title: now.title.clone().or_else(|| before.title.clone().filter(|_| was("title"))),
        url: now.url.clone().or_else(|| before.url.clone().filter(|_| was("url"))),
    }
}

fn file(ledger: &mut Ledger, reading: Reading, stamp: &Stamp) -> Result<Filing, Error> {
    let document = reading.document.id.clone();
    let title = reading.document.title.clone();
    let mut problems = reading.document.problems.clone();
    if reading.document.text.trim().is_empty() {
        if problems.is_empty() {
            problems.push(Problem("no text found in it".to_owned()));
        }
        return Ok(Filing { document, title, filed: None, problems });
    }
    let filed = ledger.file_in_batch(reading, stamp)?;
    Ok(Filing { document, title, filed: Some(filed), problems })
}

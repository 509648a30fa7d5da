//! `edit`, `add`, `reject`, `restore`, `merge`, `split` and `undo`: what a person decides, each an operation that can be
//! undone.

use std::io::Write as _;

use claims::{Claim, ClaimId, DocumentId};
use desk::edit::{Amount, Day, Named, Spot, Words, Written};
use desk::{Filter, Ledger, LedgerError, OperationNo, Stamp, edit};

use super::PROBLEM;
use super::args::{
    AddArgs, ByArgs, ClaimDecisionArgs, EditArgs, Format, LedgerArgs, MergeArgs, SplitArgs, UndoArgs, View,
};
use super::look::{self, log_line, log_text};
use crate::out::{self, Out, plain};

pub(super) fn reject(args: &ClaimDecisionArgs, view: &View) -> anyhow::Result<u8> {
    claim(args, "reject", view, |ledger, id, stamp| ledger.reject(id, args.why.reason.clone(), stamp))
}

pub(super) fn restore(args: &ClaimDecisionArgs, view: &View) -> anyhow::Result<u8> {
    claim(args, "restore", view, |ledger, id, stamp| ledger.restore(id, args.why.reason.clone(), stamp))
}

fn claim(
    args: &ClaimDecisionArgs,
    command: &str,
    view: &View,
    act: impl FnOnce(&mut Ledger, &ClaimId, &Stamp) -> Result<OperationNo, LedgerError>,
) -> anyhow::Result<u8> {
    decide(command, &args.ledger, &args.by, view, |ledger, stamp| {
        let Some(entry) = look::claim_named(ledger, &args.id)? else { return Ok(Vec::new()) };
        act(ledger, &entry.claim.id, stamp).map(|no| vec![no])
    })
}

pub(super) fn edit(args: &EditArgs, view: &View) -> anyhow::Result<u8> {
    let written = match written(args) {
        Ok(written) if written.is_empty() => return Err(super::misused("edit", "name a field and what it should be")),
        Ok(written) => written,
        Err(wrong) => return Err(super::misused("edit", wrong)),
    };
    decide("edit", &args.ledger, &args.by, view, |ledger, stamp| {
        let Some(entry) = look::claim_named(ledger, &args.id)? else { return Ok(Vec::new()) };
        let mut claim = entry.claim;
        let id = claim.document.id.clone();
        let document = ledger.document(&id)?.ok_or_else(|| LedgerError::NoDocument(id.to_string()))?;
        let beside = claims_of(ledger, &id)?;
        let mut changes = Vec::new();
        for written in written {
            let written = beside_day(written, args, &claim);
            match edit::change(&document, &claim, &beside, written) {
                Ok(change) => {
                    claim.set(change.clone(), &stamp.by);
                    changes.push((claim.id.clone(), change));
                }
                Err(wrong) => {
                    eprintln!("onrecord: {}", plain(&wrong.to_string()));
                    return Ok(Vec::new());
                }
            }
        }
        ledger.set_all(changes, args.why.reason.as_deref(), stamp)
    })
}

/// What the arguments say of each field, in an order in which later fields may rest on earlier ones.
fn written(args: &EditArgs) -> Result<Vec<Written>, String> {
    let pair = |words: &str| -> (String, String) {
        let (a, b) = words.split_once('=').unwrap_or((words, ""));
        (a.to_owned(), b.to_owned())
    };
    // One that is empty says that there are none.
    let listed = |all: &[String]| all.iter().filter(|one| !one.trim().is_empty()).cloned().collect::<Vec<_>>();
    let mut written = Vec::new();
    written.extend(args.source.clone().map(|name| {
        let mention = Words { words: args.called.clone().unwrap_or_default(), at: None };
        Written::Source(Named { name, kind: args.kind, role: args.role.clone(), mention })
    }));
    if !args.via.is_empty() {
        written.push(Written::Through(listed(&args.via)));
    }
    written.extend(args.form.map(Written::Form));
    written.extend(args.cue.as_deref().map(|cue| Written::Cue(cue.into())));
    if !args.words.is_empty() {
        written.push(Written::Content(args.words.iter().map(|w| w.as_str().into()).collect()));
    }
    if args.said.is_some() || args.channel.is_some() {
        let (day, channel) = (args.said.clone().unwrap_or_default(), args.channel.clone().unwrap_or_default());
        written.push(Written::Said { day, channel });
    }
    if !args.about.is_empty() {
        let day = |one: &String| {
            let (edtf, words) = pair(one);
            Day { edtf, words }
        };
        written.push(Written::About(listed(&args.about).iter().map(day).collect()));
    }
    if !args.place.is_empty() {
        let spot = |one: &String| {
            let (words, name) = pair(one);
            Spot { words, name, ..Spot::default() }
        };
        written.push(Written::Places(listed(&args.place).iter().map(spot).collect()));
    }
    if !args.figure.is_empty() {
        let amount = |one: &String| {
            let (words, range) = pair(one);
            let (low, high) = range.split_once("..").unwrap_or((range.as_str(), range.as_str()));
            Amount { words, low: low.to_owned(), high: high.to_owned(), of: String::new() }
        };
        written.push(Written::Quantities(listed(&args.figure).iter().map(amount).collect()));
    }
    if let Some(certainty) = &args.certainty {
        let (degree, words) = pair(certainty);
        let degree = serde_json::from_value(degree.trim().into())
            .map_err(|_| format!("--certainty is one of {}, and then = and words", super::DEGREES.join(", ")))?;
        written.push(Written::Certainty { degree, words });
    }
    written.extend(args.polarity.map(Written::Polarity));
    written.extend(args.status.map(Written::Status));
    Ok(written)
}

/// Of day and channel, the one that is not named stays as it is.
fn beside_day(written: Written, args: &EditArgs, claim: &Claim) -> Written {
    let Written::Said { day, channel } = written else { return written };
    let kept = |given: &Option<String>, new: String, old: &Option<String>| {
        if given.is_some() { new } else { old.clone().unwrap_or_default() }
    };
    Written::Said {
        day: kept(&args.said, day, &claim.said.edtf),
        channel: kept(&args.channel, channel, &claim.said.channel),
    }
}

pub(super) fn add(args: &AddArgs, view: &View) -> anyhow::Result<u8> {
    decide("add", &args.ledger, &args.by, view, |ledger, stamp| {
        let Some(id) = report_named(ledger, &args.document)? else { return Ok(Vec::new()) };
        let document = ledger.document(&id)?.ok_or_else(|| LedgerError::NoDocument(id.to_string()))?;
        let named = Named {
            name: args.source.clone().unwrap_or_default(),
            kind: args.kind,
            role: None,
            mention: args.called.as_deref().unwrap_or_default().into(),
        };
        let content: Vec<Words> = args.words.iter().map(|words| words.as_str().into()).collect();
        let cue = args.cue.as_deref().unwrap_or_default().into();
        match edit::missed(&document, &claims_of(ledger, &id)?, &content, named, &cue, &stamp.by) {
            Ok(claim) => ledger.add(claim, args.why.reason.clone(), stamp).map(|no| vec![no]),
            Err(wrong) => {
                eprintln!("onrecord: {}", plain(&wrong.to_string()));
                Ok(Vec::new())
            }
        }
    })
}

pub(super) fn split(args: &SplitArgs, view: &View) -> anyhow::Result<u8> {
    decide("split", &args.ledger, &args.by, view, |ledger, stamp| {
        if !is_source(ledger, &args.from)? {
            return Ok(Vec::new());
        }
        let within = match &args.document {
            None => None,
            Some(digits) => match report_named(ledger, digits)? {
                Some(id) => Some(id),
                None => return Ok(Vec::new()),
            },
        };
        // Words that no report uses would be decided about without any effect, as an unknown name would.
        let (all, _) = ledger.called(&args.from, "", 0, usize::MAX)?;
        let said = |words: &str| {
            all.iter().any(|said| said.mention == words && within.as_ref().is_none_or(|id| *id == said.document))
        };
        if let Some(unsaid) = args.called.iter().find(|words| !said(words)) {
            let hint = "`onrecord claims --source NAME --format jsonl` shows the words, as source.mention";
            eprintln!("onrecord: no report there calls “{}” “{}”: {hint}", plain(&args.from), plain(unsaid));
            return Ok(Vec::new());
        }
        let (reason, called) = (args.why.reason.clone(), args.called.clone());
        ledger.split(&args.from, &args.into, called, within, reason, stamp).map(|no| vec![no])
    })
}

fn claims_of(ledger: &Ledger, document: &DocumentId) -> Result<Vec<Claim>, LedgerError> {
    let mut found = Vec::new();
    let filter = Filter { document: Some(document.as_str().to_owned()), ..Filter::default() };
    ledger.claims(&filter, |entry| -> Result<(), LedgerError> {
        found.push(entry.claim);
        Ok(())
    })?;
    Ok(found)
}

/// The one report whose id begins with `digits`; names what is wrong with them otherwise.
fn report_named(ledger: &Ledger, digits: &str) -> Result<Option<DocumentId>, LedgerError> {
    let wanted = digits.trim().to_ascii_lowercase();
    let all = ledger.documents()?;
    let mut begin =
        all.into_iter().map(|row| row.id).filter(|id| !wanted.is_empty() && id.as_str().starts_with(&wanted));
    match (begin.next(), begin.next()) {
        (Some(id), None) => Ok(Some(id)),
        (None, _) => {
            let hint = "ids stand in `onrecord export --documents`, and as document.id in each claim";
            eprintln!("onrecord: no report {} in the ledger: {hint}", plain(digits));
            Ok(None)
        }
        (Some(_), Some(_)) => {
            eprintln!("onrecord: {} begins several ids; give more of one", plain(digits));
            Ok(None)
        }
    }
}

/// Whether somebody on record has this name; says who is near otherwise. A name that nobody has would be decided about
/// without any effect, which is more likely a slip of the pen.
fn is_source(ledger: &Ledger, name: &str) -> Result<bool, LedgerError> {
    let filter = Filter { source: Some(name.to_owned()), ..Filter::default() };
    let near = ledger.sources(&filter, 0, usize::MAX)?;
    if near.iter().any(|source| source.name == name) {
        return Ok(true);
    }
    let near: Vec<String> = near.iter().take(5).map(|s| format!("“{}”", plain(&s.name))).collect();
    let hint = if near.is_empty() { "`onrecord sources` lists all".to_owned() } else { near.join(", ") };
    eprintln!("onrecord: no source on record is called “{}”: {hint}", plain(name));
    Ok(false)
}

pub(super) fn merge(args: &MergeArgs, view: &View) -> anyhow::Result<u8> {
    decide("merge", &args.ledger, &args.by, view, |ledger, stamp| {
        if !is_source(ledger, &args.from)? || !is_source(ledger, &args.into)? {
            return Ok(Vec::new());
        }
        ledger.merge(&args.from, &args.into, args.why.reason.clone(), stamp).map(|no| vec![no])
    })
}

pub(super) fn undo(args: &UndoArgs, view: &View) -> anyhow::Result<u8> {
    decide("undo", &args.ledger, &args.by, view, |ledger, stamp| {
        ledger.undo(OperationNo(args.no), args.why.reason.clone(), stamp).map(|no| vec![no])
    })
}

/// Does `act` on the ledger and shows the operations it became; none where it has said what is wrong.
fn decide(
    command: &str,
    ledger: &LedgerArgs,
    by: &ByArgs,
    view: &View,
    act: impl FnOnce(&mut Ledger, &Stamp) -> Result<Vec<OperationNo>, LedgerError>,
) -> anyhow::Result<u8> {
    let format = out::format(command, view, Format::Text, &[Format::Text, Format::Jsonl])?;
    // There is nothing to decide in a ledger that is not there, so none is made.
    drop(Ledger::open(&ledger.ledger)?);
    let mut ledger = Ledger::open_or_create(&ledger.ledger)?;
    let done = act(&mut ledger, &by.stamp())?;
    let mut out = Out::new(view);
    for no in &done {
        if let Some(operation) = ledger.operation(*no)? {
            match format {
                Format::Jsonl => log_line(&mut out, &operation)?,
                _ => log_text(&mut out, &operation)?,
            }
        }
    }
    out.flush()?;
    let Some(last) = done.last() else { return Ok(PROBLEM) };
    if !view.quiet {
        eprintln!("to take it back: onrecord undo {last}");
    }
    Ok(0)
}

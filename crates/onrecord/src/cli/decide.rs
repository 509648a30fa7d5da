//! `reject`, `restore`, `merge` and `undo`: what a person decides, each an operation that can be undone.

use std::io::Write as _;

use claims::ClaimId;
use desk::{Ledger, LedgerError, Operation, OperationNo, Stamp};

use super::PROBLEM;
use super::args::{ByArgs, ClaimDecisionArgs, Format, LedgerArgs, MergeArgs, UndoArgs, View};
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
        let Some(entry) = look::claim_named(ledger, &args.id)? else { return Ok(None) };
        act(ledger, &entry.claim.id, stamp).map(Some)
    })
}

pub(super) fn merge(args: &MergeArgs, view: &View) -> anyhow::Result<u8> {
    decide("merge", &args.ledger, &args.by, view, |ledger, stamp| {
        // A name that nobody has would be merged without any effect, which is more likely a slip of the pen.
        for name in [&args.from, &args.into] {
            let filter = desk::Filter { source: Some(name.clone()), ..desk::Filter::default() };
            let near = ledger.sources(&filter)?;
            if !near.iter().any(|source| source.name == *name) {
                let near: Vec<String> = near.iter().take(5).map(|s| format!("“{}”", plain(&s.name))).collect();
                let hint = if near.is_empty() { "`onrecord sources` lists all".to_owned() } else { near.join(", ") };
                eprintln!("onrecord: no source on record is called “{}”: {hint}", plain(name));
                return Ok(None);
            }
        }
        ledger.merge(&args.from, &args.into, args.why.reason.clone(), stamp).map(Some)
    })
}

pub(super) fn undo(args: &UndoArgs, view: &View) -> anyhow::Result<u8> {
    decide("undo", &args.ledger, &args.by, view, |ledger, stamp| {
        ledger.undo(OperationNo(args.no), args.why.reason.clone(), stamp).map(Some)
    })
}

/// Does `act` on the ledger and shows the operation it became.
fn decide(
    command: &str,
    ledger: &LedgerArgs,
    by: &ByArgs,
    view: &View,
    act: impl FnOnce(&mut Ledger, &Stamp) -> Result<Option<OperationNo>, LedgerError>,
) -> anyhow::Result<u8> {
    let format = out::format(command, view, Format::Text, &[Format::Text, Format::Jsonl])?;
    // There is nothing to decide in a ledger that is not there, so none is made.
    drop(Ledger::open(&ledger.ledger)?);
    let mut ledger = Ledger::open_or_create(&ledger.ledger)?;
    let Some(no) = act(&mut ledger, &by.stamp())? else { return Ok(PROBLEM) };
    let mut done: Option<Operation> = None;
    ledger.operations(|operation| -> Result<(), LedgerError> {
        if operation.no == no {
            done = Some(operation);
        }
        Ok(())
    })?;
    let mut out = Out::new(view);
    if let Some(operation) = &done {
        match format {
            Format::Jsonl => log_line(&mut out, operation)?,
            _ => log_text(&mut out, operation)?,
        }
    }
    out.flush()?;
    if !view.quiet {
        eprintln!("to take it back: onrecord undo {no}");
    }
    Ok(0)
}

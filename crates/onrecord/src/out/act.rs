//! Operations and changes in a few words, for the log and for the history of a claim.

use desk::{Act, Change, Ledger, LedgerError, Operation};

use super::claim::{self, word};
use super::day;

/// What an operation was about; `None` where its kind says it all.
pub(crate) fn says(act: &Act) -> Option<String> {
    match act {
        Act::Filed(reading) | Act::Reread(reading) => {
            let document = &reading.document;
            let name = document.title.clone().or_else(|| document.path.clone());
            let name = name.unwrap_or_else(|| claim::short(document.id.as_str()).to_owned());
            Some(format!("{name} · {}", reading.extractor))
        }
        Act::Set { change, .. } => Some(format!("{}: {}", field(change), value(change))),
        Act::Merged { from, into, .. } => Some(format!("{from} is {into}")),
        Act::Split { from, into, mentions, within, .. } => {
            let called: Vec<String> = mentions.iter().map(|m| format!("“{m}”")).collect();
            let only = within.as_ref().map_or(String::new(), |id| format!(" in report {}", claim::short(id.as_str())));
            Some(format!("{from}, where called {}{only}, is {into}", called.join(" or ")))
        }
        Act::Undone { operation, .. } => Some(format!("operation {operation}")),
        Act::Added { claim, .. } => Some(claim.content.text.clone()),
        Act::Rejected { words, .. } | Act::Restored { words, .. } => Some(words.clone()),
    }
}

/// What an act is called.
pub(crate) const fn kind(act: &Act) -> &'static str {
    match act {
        Act::Reread(_) => "read again",
        act => act.kind().as_str(),
    }
}

/// So many undoings of undoings are followed to what they are about.
const FOLLOWED: usize = 64;

/// What an operation is called and what it was about, in words. Of an undoing that is what was undone, or brought back by
/// undoing an undoing.
///
/// # Errors
/// Where the ledger cannot be read.
pub(crate) fn told(ledger: &Ledger, operation: &Operation) -> Result<(&'static str, String), LedgerError> {
    let (mut act, mut no, mut undoings) = (operation.act.clone(), operation.no, 0);
    while let Act::Undone { operation: undone, .. } = &act
        && undoings < FOLLOWED
        && let Some(before) = ledger.operation(*undone)?
    {
        (act, no, undoings) = (before.act, before.no, undoings + 1);
    }
    let about = says(&act).unwrap_or_default();
    if undoings == 0 {
        return Ok((kind(&act), about));
    }
    let called = if undoings % 2 == 1 { "undone" } else { "brought back" };
    Ok((called, format!("operation {no}: {} {about}", kind(&act))))
}

/// Who decided, as people are told: a person by name, a rule or a model by what it is.
pub(crate) fn who(by: &claims::Decider) -> &str {
    by.as_str().strip_prefix("person:").unwrap_or(by.as_str())
}

/// The field of a change as people call it.
pub(crate) fn field(change: &Change) -> &'static str {
    match change {
        Change::Chain(_) => "by way of",
        Change::Content(_) => "words",
        Change::Places(_) => "places",
        Change::Quantities(_) => "figures",
        other => other.field(),
    }
}

/// The value of a change.
pub(crate) fn value(change: &Change) -> String {
    let listed = |all: Vec<String>| if all.is_empty() { "none".to_owned() } else { all.join(", ") };
    match change {
        Change::Source(None) => "the outlet's own voice".to_owned(),
        Change::Source(Some(source)) => format!("{} ({})", source.name, word(&source.kind)),
        Change::Chain(chain) => listed(chain.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default()),
        Change::Cue(cue) => cue.as_ref().map_or_else(|| "none".to_owned(), |cue| format!("“{}”", cue.text)),
        Change::Content(content) => format!("“{}”", claim::words(content)),
        Change::Form(form) => word(form),
        Change::Said(said) => {
            let parts = said.edtf.as_deref().map(day::edtf).into_iter().chain(said.channel.clone());
            let parts: Vec<String> = parts.collect();
            if parts.is_empty() { "not known".to_owned() } else { parts.join(" · ") }
        }
        Change::About(about) => listed(about.iter().map(|a| day::edtf(&a.edtf)).collect()),
        Change::Places(places) => listed(places.iter().map(claims::Place::with_country).collect()),
        Change::Quantities(figures) => listed(figures.iter().map(claim::quantity).collect()),
        Change::Certainty(c) => {
            let hedge = c.words.as_deref().map_or(String::new(), |w| format!(": “{w}”"));
            format!("{}{hedge}", word(&c.degree))
        }
        Change::Polarity(polarity) => word(polarity),
        Change::Status(status) => word(status),
    }
}

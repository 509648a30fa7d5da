//! Editing: a form for each field of a claim, claims that were missed, sources merged and split, and the log of it all.
//!
//! Who only reads sees the history and the lists; the forms are an editor's. What is written goes through
//! [`desk::edit`], which looks the words up in the report and says what is wrong with them; then the form stands there
//! again, with what was written, and nothing was changed.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use claims::{Anchoring, Claim, ClaimId, Document, DocumentId};
use desk::edit::{self, Amount, Day, Named, Spot, Words, Written, Wrong};
use desk::{Filter, Ledger, LedgerError, Lookup, Operation, OperationNo, Seat, Standing};
use serde::Deserialize;

use super::Desk;
use super::cases::moment;
use super::fields::Fields;
use super::pages::{self, Failure, Row, encoded};
use super::reading;
use super::session::{Editor, Signed};
use crate::out::claim::word;
use crate::out::{act, claim as said};

/// Operations on one page of the log.
const PAGE: usize = 100;

/// An operation as histories and the log show it.
struct Line {
    no: i64,
    at: String,
    by: String,
    kind: &'static str,
    says: String,
    reason: String,
    undone: bool,
    /// The claim it is about, where one page shows it.
    claim: Option<(String, String)>,
    /// The report it is about.
    report: Option<String>,
}

impl From<&Operation> for Line {
    fn from(operation: &Operation) -> Self {
        let by = operation.stamp.by.as_str();
        let claim = operation.claim.as_ref().map(|id| (id.to_string(), said::short(id.as_str()).to_owned()));
        Self {
            no: operation.no.0,
            at: moment(&operation.stamp.at.to_string()),
            by: by.strip_prefix("person:").unwrap_or(by).to_owned(),
            kind: match operation.act.kind().as_str() {
                "reread" => "read again",
                kind => kind,
            },
            says: act::says(&operation.act).unwrap_or_default(),
            reason: operation.act.reason().unwrap_or_default().to_owned(),
            undone: operation.undone,
            report: operation.document.as_ref().map(|id| id.as_str().to_owned()),
            claim,
        }
    }
}

/// What was just done, with the way back.
struct Done {
    no: i64,
    says: String,
}

impl Done {
    fn of(ledger: &Ledger, no: i64) -> Result<Option<Self>, Failure> {
        let operation = if no > 0 { ledger.operation(OperationNo(no))? } else { None };
        Ok(operation.filter(|o| !o.undone).map(|o| {
            let line = Line::from(&o);
            Self { no, says: format!("{} {}", line.kind, line.says) }
        }))
    }
}

/// What of a page is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The operation that was just done.
    done: i64,
    /// Words that were selected in the report, with those around them.
    words: String,
    before: String,
    after: String,
    /// In the log, only what came before this number.
    until: i64,
}

impl Desk {
    /// Changes the ledger on a thread that may wait for the disk.
    pub(super) async fn change<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&mut Ledger) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let work = move || {
            // There is nothing to change in a ledger that is not there, so none is made.
            drop(Ledger::open(&self.ledger)?);
            work(&mut Ledger::open_or_create(&self.ledger)?)
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Bug)?
    }
}

/// What stands in the forms of a claim.
#[derive(Default)]
struct Now {
    name: String,
    kind: String,
    role: String,
    mention: String,
    through: Vec<String>,
    cue: String,
    parts: Vec<String>,
    form: String,
    day: String,
    channel: String,
    about: Vec<Day>,
    places: Vec<Spot>,
    figures: Vec<Amount>,
    degree: String,
    hedge: String,
    polarity: String,
    status: String,
}

impl Now {
    fn of(claim: &Claim) -> Self {
        let bound = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
        let source = claim.source.as_ref();
        let outer = claim.chain.len() - usize::from(source.is_some()).min(claim.chain.len());
        let mut change = desk::Change::Content(claim.content.clone());
        Self {
            name: source.map_or(String::new(), |s| s.name.clone()),
            kind: source.map_or(String::new(), |s| word(&s.kind)),
            role: source.and_then(|s| s.role.clone()).unwrap_or_default(),
            mention: source.map_or(String::new(), |s| s.mention.clone()),
            through: claim.chain[..outer].to_vec(),
            cue: claim.cue.as_ref().map_or(String::new(), |c| c.text.clone()),
            parts: change.stretches().into_iter().map(|(words, _)| words.to_owned()).collect(),
            form: word(&claim.form),
            day: claim.said.edtf.clone().unwrap_or_default(),
            channel: claim.said.channel.clone().unwrap_or_default(),
            about: claim.about.iter().map(|a| Day { edtf: a.edtf.clone(), words: a.words.clone() }).collect(),
            places: claim
                .places
                .iter()
                .map(|p| Spot {
                    words: p.words.clone(),
                    name: p.name.clone().unwrap_or_default(),
                    country: p.country.clone().unwrap_or_default(),
                    point: p.lat.zip(p.lon).map_or(String::new(), |(lat, lon)| format!("{lat}, {lon}")),
                })
                .collect(),
            figures: claim
                .quantities
                .iter()
                .map(|q| Amount {
                    words: q.words.clone(),
                    low: bound(q.low),
                    high: bound(q.high),
                    of: q.of.clone().unwrap_or_default(),
                })
                .collect(),
            degree: word(&claim.certainty.degree),
            hedge: claim.certainty.words.clone().unwrap_or_default(),
            polarity: word(&claim.polarity),
            status: word(&claim.status),
        }
    }

    /// The same with what was written into the form of `field`, so that nobody has to write it again.
    fn with(mut self, field: &str, fields: &Fields) -> Self {
        let one = |name: &str| fields.one(name).to_owned();
        match field {
            "source" => {
                (self.name, self.kind, self.role) = (one("name"), one("kind"), one("role"));
                self.mention = one("mention");
            }
            "through" => self.through = listed(fields, "voice"),
            "cue" => self.cue = one("words"),
            "words" => self.parts = listed(fields, "words"),
            "form" => self.form = one("form"),
            "said" => (self.day, self.channel) = (one("day"), one("channel")),
            "about" => self.about = days(fields),
            "places" => self.places = spots(fields),
            "figures" => self.figures = amounts(fields),
            "certainty" => (self.degree, self.hedge) = (one("degree"), one("words")),
            "polarity" => self.polarity = one("polarity"),
            "status" => self.status = one("status"),
            _ => {}
        }
        self
    }
}

fn listed(fields: &Fields, name: &str) -> Vec<String> {
    fields.all(name).filter(|v| !v.trim().is_empty()).map(str::to_owned).collect()
}

/// Rows of a list of things; one without words is one that was taken out.
fn rows<const N: usize>(fields: &Fields, names: [&'static str; N]) -> Vec<[String; N]> {
    let columns = names.map(|name| fields.all(name).map(str::to_owned).collect::<Vec<_>>());
    let row = |i: usize| std::array::from_fn(|n| columns[n].get(i).cloned().unwrap_or_default());
    let long = columns[0].len();
    (0..long).map(row).filter(|row: &[String; N]| !row[0].trim().is_empty()).collect()
}

fn days(fields: &Fields) -> Vec<Day> {
    rows(fields, ["words", "day"]).into_iter().map(|[words, edtf]| Day { edtf, words }).collect()
}

fn spots(fields: &Fields) -> Vec<Spot> {
    let spot = |[words, name, country, point]: [String; 4]| Spot { words, name, country, point };
    rows(fields, ["words", "name", "country", "point"]).into_iter().map(spot).collect()
}

fn amounts(fields: &Fields) -> Vec<Amount> {
    let amount = |[words, low, high, of]: [String; 4]| Amount { words, low, high, of };
    rows(fields, ["words", "low", "high", "of"]).into_iter().map(amount).collect()
}

/// Words that may have been selected in the report.
fn selected(document: &Document, words: &str, before: &str, after: &str) -> Words {
    let at = match claims::anchor::find(&document.text, words, before, after) {
        Anchoring::Found(span) => Some(span),
        Anchoring::Ambiguous(_) | Anchoring::Orphaned => None,
    };
    Words { words: words.to_owned(), at }
}

/// What the form of `field` says; the inner error names what cannot be.
fn written(field: &str, fields: &Fields, document: &Document) -> Result<Result<Written, Wrong>, Failure> {
    fn chosen<T: serde::de::DeserializeOwned>(field: &'static str, word: &str) -> Result<T, Wrong> {
        let says = || format!("“{word}” is not among the choices");
        serde_json::from_value(word.into()).map_err(|_| Wrong { field, says: says() })
    }
    let one = |name: &str| fields.one(name).to_owned();
    Ok(match field {
        "source" => {
            let kind = match fields.one("kind") {
                "" => Ok(None),
                kind => chosen("source", kind).map(Some),
            };
            let mention = selected(document, fields.one("mention"), fields.one("before"), fields.one("after"));
            kind.map(|kind| Written::Source(Named { name: one("name"), kind, role: Some(one("role")), mention }))
        }
        "through" => Ok(Written::Through(listed(fields, "voice"))),
        "cue" => Ok(Written::Cue(selected(document, fields.one("words"), fields.one("before"), fields.one("after")))),
        "words" => {
            let parts = rows(fields, ["words", "before", "after"]).into_iter();
            Ok(Written::Content(
                parts.map(|[words, before, after]| selected(document, &words, &before, &after)).collect(),
            ))
        }
        "form" => chosen("form", fields.one("form")).map(Written::Form),
        "said" => Ok(Written::Said { day: one("day"), channel: one("channel") }),
        "about" => Ok(Written::About(days(fields))),
        "places" => Ok(Written::Places(spots(fields))),
        "figures" => Ok(Written::Quantities(amounts(fields))),
        "certainty" => {
            chosen("certainty", fields.one("degree")).map(|degree| Written::Certainty { degree, words: one("words") })
        }
        "polarity" => chosen("polarity", fields.one("polarity")).map(Written::Polarity),
        "status" => chosen("status", fields.one("status")).map(Written::Status),
        _ => return Err(Failure::Missing("A claim has no such field.")),
    })
}

#[derive(Template)]
#[template(path = "edit_claim.html")]
struct ClaimPage {
    editor: Option<Editor>,
    id: String,
    row: Row,
    standing: &'static str,
    /// The last operation on the claim, which a form names as seen; 0 where there is none.
    seen: i64,
    problem: Option<(String, String)>,
    blocks: Vec<Shown>,
    now: Now,
    /// What the machine had: field, value, and what had decided it.
    was: Vec<(String, String, String)>,
    history: Vec<Line>,
    done: Option<Done>,
    voices: Vec<String>,
    back: String,
}

impl ClaimPage {
    fn of(ledger: &Ledger, id: &str, editor: Option<Editor>, done: i64) -> Result<Self, Failure> {
        let (claim, standing) = claim_at(ledger, id)?;
        let document = ledger.document(&claim.document.id)?;
        let was = claim.decided.iter().filter_map(|(field, decision)| {
            let was = decision.was.as_ref()?;
            let by: Vec<&str> = was.by.iter().map(claims::Decider::as_str).collect();
            Some((field.clone(), act::value(&was.change), by.join(", ")))
        });
        let history = ledger.history(&claim.id)?;
        let id = claim.id.to_string();
        Ok(Self {
            editor,
            row: Row::of(&claim, reading::looks(std::slice::from_ref(&claim))[0], 0),
            standing: standing.as_str(),
            seen: history.last().map_or(0, |o| o.no.0),
            problem: None,
            blocks: document.as_ref().map(|d| around(d, &claim)).unwrap_or_default(),
            now: Now::of(&claim),
            was: was.collect(),
            history: history.iter().rev().map(Line::from).collect(),
            done: Done::of(ledger, done)?,
            voices: voices(&claims_in(ledger, &claim.document.id)?),
            back: format!("/claims/{id}/edit"),
            id,
        })
    }
}

/// The claim of exactly this id, or the one whose id begins so.
fn claim_at(ledger: &Ledger, id: &str) -> Result<(Claim, Standing), Failure> {
    match ledger.claim(id)? {
        Lookup::One(entry) => Ok((entry.claim, entry.standing)),
        Lookup::Many(_) | Lookup::None => {
            Err(Failure::Missing("No claim, or more than one, has an id that begins so."))
        }
    }
}

fn claims_in(ledger: &Ledger, document: &DocumentId) -> Result<Vec<Claim>, Failure> {
    pages::claims_of(ledger, &Filter { document: Some(document.as_str().to_owned()), ..Filter::default() })
}

/// The voices of a report, each once.
fn voices(claims: &[Claim]) -> Vec<String> {
    let mut names: Vec<String> = claims.iter().filter_map(|c| c.source.as_ref()).map(|s| s.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A block of a report: the element that holds it, and its words, cut where those of the claim begin or end.
type Shown = (&'static str, Vec<(bool, String)>);

/// The blocks of a report with the words of `claims` marked.
fn text(document: &Document, claims: &[Claim]) -> Vec<Shown> {
    reading::blocks(document, claims, &reading::looks(claims), &[])
        .into_iter()
        .map(|block| {
            let element = block.element();
            (element, block.pieces.into_iter().map(|piece| (!piece.within.is_empty(), piece.words)).collect())
        })
        .collect()
}

/// The blocks in which a claim stands, with one before and one after.
fn around(document: &Document, claim: &Claim) -> Vec<Shown> {
    let touched = |i: &usize| claim.content.spans.iter().any(|s| document.blocks[*i].span.overlaps(*s));
    let mut all = 0..document.blocks.len();
    let (first, last) = (all.clone().find(touched), all.rfind(touched));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let from = first.saturating_sub(1);
    text(document, std::slice::from_ref(claim)).into_iter().skip(from).take(last - from + 2).collect()
}

/// The reason that a form gives.
fn reason(fields: &Fields) -> Option<String> {
    let words: String = fields.one("reason").chars().filter(|c| !c.is_control()).take(2_000).collect();
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// Whether nobody decided on the claim since the form was shown.
fn is_current(ledger: &Ledger, claim: &ClaimId, fields: &Fields) -> Result<(), Failure> {
    let last = ledger.history(claim)?.last().map_or(0, |o| o.no.0);
    if fields.one("seen").parse::<i64>().unwrap_or(-1) == last {
        return Ok(());
    }
    Err(Failure::Conflict("Somebody decided on this claim since this form was shown. Look at it again."))
}

/// One claim with a form for each field, and all that was decided on it.
pub(crate) async fn claim(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| ClaimPage::of(ledger, &id, editor, asked.done)).await
}

/// Sets one field of a claim.
pub(crate) async fn set(
    State(desk): State<Arc<Desk>>,
    Path((id, field)): Path<(String, String)>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let (claim, _) = claim_at(ledger, &id)?;
        is_current(ledger, &claim.id, &signed.fields)?;
        let document = ledger.document(&claim.document.id)?.ok_or(Failure::Missing("The report is not on record."))?;
        let beside = claims_in(ledger, &claim.document.id)?;
        let change = written(&field, &signed.fields, &document)?
            .and_then(|written| edit::change(&document, &claim, &beside, written));
        match change {
            Ok(change) => {
                let no = ledger.set(&claim.id, change, reason(&signed.fields), &signed.editor.stamp())?;
                Ok(Redirect::to(&format!("/claims/{}/edit?done={no}", claim.id)).into_response())
            }
            Err(wrong) => {
                let mut page = ClaimPage::of(ledger, claim.id.as_str(), Some(signed.editor), 0)?;
                page.now = std::mem::take(&mut page.now).with(&field, &signed.fields);
                page.problem = Some((field, wrong.says));
                Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response())
            }
        }
    })
    .await
}

/// Takes a claim off the record, or puts it back.
pub(crate) async fn stand(
    State(desk): State<Arc<Desk>>,
    Path((id, what)): Path<(String, String)>,
    signed: Signed,
) -> Result<Redirect, Failure> {
    desk.change(move |ledger| {
        let (claim, _) = claim_at(ledger, &id)?;
        is_current(ledger, &claim.id, &signed.fields)?;
        let (why, stamp) = (reason(&signed.fields), signed.editor.stamp());
        let no = match what.as_str() {
            "reject" => ledger.reject(&claim.id, why, &stamp)?,
            "restore" => ledger.restore(&claim.id, why, &stamp)?,
            _ => return Err(Failure::Missing("A claim can be rejected or restored.")),
        };
        Ok(Redirect::to(&format!("/claims/{}/edit?done={no}", claim.id)))
    })
    .await
}

/// Undoes an operation and goes back to where that was asked.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Redirect, Failure> {
    desk.change(move |ledger| {
        let no = OperationNo(signed.fields.one("operation").parse().unwrap_or_default());
        let undone = ledger.undo(no, reason(&signed.fields), &signed.editor.stamp())?;
        let back = signed.fields.one("back");
        // Only to a page of this desk, whatever the form says.
        let back = if back.starts_with('/') && !back.starts_with("//") && !back.contains('\\') { back } else { "/log" };
        let joint = if back.contains('?') { '&' } else { '?' };
        Ok(Redirect::to(&format!("{back}{joint}done={undone}")))
    })
    .await
}

#[derive(Template)]
#[template(path = "log.html")]
struct Log {
    editor: Option<Editor>,
    history: Vec<Line>,
    until: Option<i64>,
    done: Option<Done>,
    lost: usize,
    back: String,
}

/// Everything that was done to the record, the last first.
pub(crate) async fn log(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| {
        let before = (asked.until > 0).then_some(OperationNo(asked.until));
        let mut found = ledger.latest(before, PAGE + 1)?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        Ok(Log {
            editor,
            until: found.last().filter(|_| more).map(|o| o.no.0),
            history: found.iter().map(Line::from).collect(),
            done: Done::of(ledger, asked.done)?,
            lost: ledger.orphans()?.len(),
            back: if asked.until > 0 { format!("/log?until={}", asked.until) } else { "/log".to_owned() },
        })
    })
    .await
}

/// A decision that does not rest where it was made.
struct Moved {
    line: Line,
    seat: &'static str,
    /// The claim it applies to now.
    now: Option<String>,
    /// The words it was made on, with those around them.
    before: String,
    words: String,
    after: String,
    /// Claims that stand on some of these words now.
    near: Vec<Row>,
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct Decisions {
    editor: Option<Editor>,
    lost: Vec<Moved>,
    moved: Vec<Moved>,
    done: Option<Done>,
    back: String,
}

/// The decisions that a later reading left without their claim, and those that moved to one with the same words.
pub(crate) async fn decisions(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| {
        let (mut lost, mut moved) = (Vec::new(), Vec::new());
        for (operation, seat) in ledger.seats()? {
            let is_moved = matches!(seat, Seat::Moved(_));
            let found = seated(ledger, &operation, seat)?;
            if is_moved { &mut moved } else { &mut lost }.push(found);
        }
        Ok(Decisions { editor, lost, moved, done: Done::of(ledger, asked.done)?, back: "/decisions".to_owned() })
    })
    .await
}

fn seated(ledger: &Ledger, operation: &Operation, seat: Seat) -> Result<Moved, Failure> {
    let anchors = operation.act.footing().map(|f| f.content.as_slice()).unwrap_or_default();
    let words: Vec<&str> = anchors.iter().map(|a| a.exact.as_str()).collect();
    let mut near = Vec::new();
    if let (Seat::Ambiguous, Some(id)) = (&seat, &operation.document)
        && let Some(document) = ledger.document(id)?
    {
        let mut places = Vec::new();
        for anchor in anchors {
            match anchor.find(&document.text) {
                Anchoring::Found(span) => places.push(span),
                Anchoring::Ambiguous(spans) => places.extend(spans),
                Anchoring::Orphaned => {}
            }
        }
        let mut claims = claims_in(ledger, id)?;
        claims.retain(|c| c.content.spans.iter().any(|s| places.iter().any(|p| p.overlaps(*s))));
        claims.truncate(10);
        near = claims.iter().zip(reading::looks(&claims)).map(|(claim, look)| Row::of(claim, look, 0)).collect();
    }
    Ok(Moved {
        line: Line::from(operation),
        seat: seat.as_str(),
        now: if let Seat::Moved(claim) = &seat { Some(claim.to_string()) } else { None },
        before: anchors.first().map(|a| a.prefix.clone()).unwrap_or_default(),
        words: words.join(" … "),
        after: anchors.last().map(|a| a.suffix.clone()).unwrap_or_default(),
        near,
    })
}

/// What stands in the form for a missed claim.
#[derive(Default)]
struct Missed {
    parts: Vec<[String; 3]>,
    name: String,
    kind: String,
    mention: String,
    cue: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "add_claim.html")]
struct AddPage {
    editor: Editor,
    report: String,
    title: String,
    problem: Option<(String, String)>,
    missed: Missed,
    voices: Vec<String>,
    blocks: Vec<Shown>,
}

impl AddPage {
    fn of(ledger: &Ledger, report: &DocumentId, editor: Editor, missed: Missed) -> Result<Self, Failure> {
        let document = ledger.document(report)?.ok_or(Failure::Missing("No report has this id."))?;
        Ok(Self {
            editor,
            report: report.as_str().to_owned(),
            title: document.title.clone().unwrap_or_else(|| "a report without a title".to_owned()),
            problem: None,
            missed,
            voices: voices(&claims_in(ledger, report)?),
            blocks: text(&document, &[]),
        })
    }
}

/// The form for a claim that was missed, with the words that are selected in the report.
pub(crate) async fn missed(
    State(desk): State<Arc<Desk>>,
    editor: Editor,
    Path(report): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    desk.ask(move |ledger| {
        let parts = if asked.words.is_empty() { Vec::new() } else { vec![[asked.words, asked.before, asked.after]] };
        AddPage::of(ledger, &DocumentId::from(report), editor, Missed { parts, ..Missed::default() })
    })
    .await
}

/// Adds a claim that was missed.
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    Path(report): Path<String>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let fields = &signed.fields;
        let report = DocumentId::from(report);
        let document = ledger.document(&report)?.ok_or(Failure::Missing("No report has this id."))?;
        let stamp = signed.editor.stamp();
        let parts = rows(fields, ["words", "before", "after"]);
        let content: Vec<Words> = parts.iter().map(|[words, b, a]| selected(&document, words, b, a)).collect();
        let named = Named {
            name: fields.one("name").to_owned(),
            kind: serde_json::from_value(fields.one("kind").into()).ok(),
            role: None,
            mention: selected(
                &document,
                fields.one("mention"),
                fields.one("mention-before"),
                fields.one("mention-after"),
            ),
        };
        let cue = selected(&document, fields.one("cue"), fields.one("cue-before"), fields.one("cue-after"));
        let claim = edit::missed(&document, &claims_in(ledger, &report)?, &content, named, &cue, &stamp.by);
        let added = match claim {
            Ok(claim) => {
                let id = claim.id.clone();
                match ledger.add(claim, reason(fields), &stamp) {
                    Ok(no) => Ok((id, no)),
                    Err(error @ LedgerError::ClaimExists(_)) => {
                        Err(Wrong { field: "words", says: format!("{error}; it may have been rejected") })
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            Err(wrong) => Err(wrong),
        };
        match added {
            Ok((id, no)) => Ok(Redirect::to(&format!("/claims/{id}/edit?done={no}")).into_response()),
            Err(wrong) => {
                let one = |name: &str| fields.one(name).to_owned();
                let (name, kind, mention) = (one("name"), one("kind"), one("mention"));
                let missed = Missed { parts, name, kind, mention, cue: one("cue"), reason: one("reason") };
                let mut page = AddPage::of(ledger, &report, signed.editor, missed)?;
                page.problem = Some((wrong.field.to_owned(), wrong.says));
                Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response())
            }
        }
    })
    .await
}

/// What one report calls a source.
struct Called {
    report: String,
    title: String,
    mention: String,
    claims: usize,
}

#[derive(Template)]
#[template(path = "edit_source.html")]
struct SourcePage {
    editor: Option<Editor>,
    name: String,
    address: String,
    problem: Option<String>,
    called: Vec<Called>,
    others: Vec<String>,
    history: Vec<Line>,
    done: Option<Done>,
    back: String,
}

impl SourcePage {
    fn of(ledger: &Ledger, name: &str, editor: Option<Editor>, done: i64) -> Result<Self, Failure> {
        let mut called: Vec<Called> = Vec::new();
        ledger.claims(
            &Filter { source: Some(name.to_owned()), ..Filter::default() },
            |entry| -> Result<(), LedgerError> {
                let claim = entry.claim;
                let Some(source) = claim.source.filter(|s| s.name == name) else { return Ok(()) };
                let report = claim.document.id.as_str();
                match called.iter_mut().find(|c| c.report == report && c.mention == source.mention) {
                    Some(known) => known.claims += 1,
                    None => called.push(Called {
                        report: report.to_owned(),
                        title: claim.document.title.unwrap_or_else(|| "a report without a title".to_owned()),
                        mention: source.mention,
                        claims: 1,
                    }),
                }
                Ok(())
            },
        )?;
        let history = ledger.history_of_name(name)?;
        if called.is_empty() && history.is_empty() {
            return Err(Failure::Missing("Nobody on record has this name."));
        }
        let others = ledger.sources(&Filter::default())?.into_iter().map(|s| s.name).filter(|n| n != name);
        Ok(Self {
            editor,
            address: encoded(name),
            problem: None,
            called,
            others: others.take(1_000).collect(),
            history: history.iter().rev().map(Line::from).collect(),
            done: Done::of(ledger, done)?,
            back: format!("/sources/{}/edit", encoded(name)),
            name: name.to_owned(),
        })
    }
}

/// One source: merged with another, or split, and what was decided about its name.
pub(crate) async fn source(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| SourcePage::of(ledger, &name, editor, asked.done)).await
}

/// Merges a source with another, or splits it.
pub(crate) async fn name(
    State(desk): State<Arc<Desk>>,
    Path((name, what)): Path<(String, String)>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let fields = &signed.fields;
        let into = fields.one("into").trim().to_owned();
        let (why, stamp) = (reason(fields), signed.editor.stamp());
        let done = match what.as_str() {
            "merge" => merge(ledger, &name, &into, why, &stamp)?,
            "split" => split(ledger, &name, &into, fields, why, &stamp)?,
            _ => return Err(Failure::Missing("A source can be merged or split.")),
        };
        match done {
            Ok((shown, no)) => {
                Ok(Redirect::to(&format!("/sources/{}/edit?done={no}", encoded(&shown))).into_response())
            }
            Err(says) => {
                let mut page = SourcePage::of(ledger, &name, Some(signed.editor), 0)?;
                page.problem = Some(says);
                Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response())
            }
        }
    })
    .await
}

/// The name under which to go on and the operation, or what is wrong.
type Settled = Result<(String, OperationNo), String>;

fn merge(
    ledger: &mut Ledger,
    name: &str,
    into: &str,
    why: Option<String>,
    stamp: &desk::Stamp,
) -> Result<Settled, Failure> {
    let near = ledger.sources(&Filter { source: Some(into.to_owned()), ..Filter::default() })?;
    if into == name || !near.iter().any(|s| s.name == into) {
        let near: Vec<String> = near.into_iter().map(|s| s.name).filter(|n| n != name).take(5).collect();
        let hint = if near.is_empty() { String::new() } else { format!(" Near it: {}.", near.join(", ")) };
        return Ok(Err(format!("No other source on record is called “{into}”.{hint}")));
    }
    let no = ledger.merge(name, into, why, stamp)?;
    Ok(Ok((into.to_owned(), no)))
}

fn split(
    ledger: &mut Ledger,
    name: &str,
    into: &str,
    fields: &Fields,
    why: Option<String>,
    stamp: &desk::Stamp,
) -> Result<Settled, Failure> {
    if into.is_empty() || into == name {
        return Ok(Err("Give the other source a name of its own.".to_owned()));
    }
    let mut ticked: Vec<(DocumentId, String)> = fields
        .all("called")
        .filter_map(|tick| tick.split_once('|'))
        .map(|(report, mention)| (DocumentId::from(report.to_owned()), mention.to_owned()))
        .collect();
    if ticked.is_empty() {
        return Ok(Err("Tick what the reports call the other source.".to_owned()));
    }
    let everywhere = fields.one("where") == "everywhere";
    ticked.sort();
    let mut last = None;
    while let Some((report, _)) = ticked.first().cloned() {
        let (these, rest) = ticked.into_iter().partition(|(other, _)| everywhere || *other == report);
        ticked = rest;
        let mut mentions: Vec<String> = Vec::from_iter(these).into_iter().map(|(_, mention)| mention).collect();
        mentions.sort();
        mentions.dedup();
        let within = (!everywhere).then_some(report);
        last = Some(ledger.split(name, into, mentions, within, why.clone(), stamp)?);
    }
    Ok(last.map(|no| (name.to_owned(), no)).ok_or_else(|| "Nothing was ticked.".to_owned()))
}

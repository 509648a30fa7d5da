//! Editing: a form for the fields of a claim, claims that were missed, sources merged and split, and the log of it all.
//!
//! The forms stand on pages of their own and, asked for with `part=rail`, beside the text on the reading page, where
//! `rail.js` puts them. Who only reads sees the history and the lists; the forms are an editor's. What is written goes through
//! [`desk::edit`], which looks the words up in the report and says what is wrong with them; then the form stands there
//! again, with what was written, and nothing was changed.

mod form;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use claims::{Anchoring, Claim, ClaimId, Document, DocumentId};
use desk::edit::{self, Named, Words, Wrong};
use desk::{Called, Facet, FacetOrder, Filter, Ledger, LedgerError, Lookup, Operation, OperationNo, Seat, Standing};
use serde::Deserialize;

use self::form::{Now, Part, Problem};
use super::Desk;
use super::cases::moment;
use super::fields::Fields;
use super::guard::own_path;
use super::pages::{self, At, Failure, Row, encoded};
use super::reading;
use super::session::{self, Editor, Signed};
use crate::out::{act, claim as said};

/// Operations on one page of the log.
const PAGE: usize = 100;
/// Decisions on one page of those that lost their words; the words of each are looked for in its report.
const SEATS: usize = 30;

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

impl Line {
    fn of(ledger: &Ledger, operation: &Operation) -> Result<Self, Failure> {
        let (kind, says) = act::told(ledger, operation)?;
        let claim = operation.claim.as_ref().map(|id| (id.to_string(), said::short(id.as_str()).to_owned()));
        Ok(Self {
            no: operation.no.0,
            at: moment(&operation.stamp.at.to_string()),
            by: act::who(&operation.stamp.by).to_owned(),
            kind,
            says,
            reason: operation.act.reason().unwrap_or_default().to_owned(),
            undone: operation.undone,
            report: operation.document.as_ref().map(|id| id.as_str().to_owned()),
            claim,
        })
    }
}

/// What was just done, with the way back.
pub(super) struct Done {
    /// The operations.
    pub nos: Vec<i64>,
    /// What they did, in words.
    pub says: String,
}

impl Done {
    /// The operations that `asked` lists, with commas between, as far as they stand.
    pub(super) fn of(ledger: &Ledger, asked: &str) -> Result<Option<Self>, Failure> {
        let (mut nos, mut says) = (Vec::new(), Vec::new());
        for no in asked.split(',').filter_map(|no| no.parse().ok()).take(MOST) {
            if let Some(operation) = ledger.operation(OperationNo(no))?.filter(|o| !o.undone) {
                let line = Line::of(ledger, &operation)?;
                nos.push(no);
                says.push(format!("{} {}", line.kind, line.says));
            }
        }
        let more = says.len().saturating_sub(TOLD);
        says.truncate(TOLD);
        if more > 0 {
            says.push(format!("and {more} more"));
        }
        Ok((!nos.is_empty()).then(|| Self { nos, says: says.join("; ") }))
    }
}

/// Operations that are undone at once: a source is split in so many reports with one form.
const MOST: usize = CALLED;
/// Of so many it is said what was done; a claim has not many more fields.
const TOLD: usize = 8;

/// The operations as an address names them.
fn numbered(nos: &[OperationNo]) -> String {
    nos.iter().map(|no| no.0.to_string()).collect::<Vec<_>>().join(",")
}

/// What of a page is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The operations that were just done, with commas between.
    done: String,
    /// `rail` for the form alone, to stand beside the text.
    part: String,
    /// Words that were selected in the report, with those around them.
    words: String,
    before: String,
    after: String,
    /// The source that another is to be merged with.
    into: String,
    /// In the log, only what came before this number.
    until: i64,
    /// In what reports call a source, only what holds these letters.
    of: String,
    /// The page of it, from 0.
    page: usize,
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

/// The form of a claim, alone.
#[derive(Template)]
#[template(path = "edit_form.html")]
struct ClaimForm {
    editor: Editor,
    id: String,
    /// What the rail calls it: whose words they are, and the words.
    row: Row,
    standing: &'static str,
    /// The last operation on the claim, which the form names as seen; 0 where there is none.
    seen: i64,
    problems: Vec<Problem>,
    now: Now,
    /// What stands in the part on splitting.
    split: Part,
    reason: String,
    voices: Vec<String>,
    /// Names on record that may be the same source, with their claims and the way to merge them.
    alike: Vec<(String, usize, String)>,
    /// Whether it stands beside the text of the reading page.
    rail: bool,
}

impl ClaimForm {
    fn of(ledger: &Ledger, claim: &Claim, standing: Standing, editor: Editor, rail: bool) -> Result<Self, Failure> {
        let document = document_of(ledger, claim)?;
        let name = claim.source.as_ref().map_or("", |s| s.name.as_str());
        Ok(Self {
            editor,
            id: claim.id.to_string(),
            row: Row::of(claim, reading::look(claim), 0),
            standing: standing.as_str(),
            seen: last(ledger, &claim.id)?,
            problems: Vec::new(),
            now: Now::of(claim, &document),
            split: Part::default(),
            reason: String::new(),
            voices: voices(&claims_in(ledger, &claim.document.id)?),
            alike: alike(ledger, name)?,
            rail,
        })
    }

    /// The same with what was sent, and what is wrong with it.
    fn refused(mut self, fields: &Fields, problems: Vec<Problem>) -> Self {
        self.now = self.now.with(fields);
        self.reason = reason(fields).unwrap_or_default();
        self.problems = problems;
        self
    }
}

/// Sources on record that have a word of three letters or more in common with `name`, those with most claims first.
fn alike(ledger: &Ledger, name: &str) -> Result<Vec<(String, usize, String)>, Failure> {
    let mut found: Vec<(String, usize)> = Vec::new();
    // Names of people end with what tells them apart, so the last words are asked for first.
    for word in name.split_whitespace().rev().filter(|w| w.chars().count() > 2).take(2) {
        for row in ledger.facet_holding(Facet::Source, word, 50)? {
            let has = row.value.split_whitespace().any(|w| w.eq_ignore_ascii_case(word));
            if has && row.value != name && found.iter().all(|(known, _)| *known != row.value) {
                found.push((row.value, row.claims));
            }
        }
    }
    found.sort_by_key(|(name, claims)| (std::cmp::Reverse(*claims), name.clone()));
    found.truncate(4);
    let merge = |other: &str| format!("/sources/{}/edit?into={}", encoded(name), encoded(other));
    Ok(found.into_iter().map(|(other, claims)| (other.clone(), claims, merge(&other))).collect())
}

#[derive(Template)]
#[template(path = "edit_claim.html")]
struct ClaimPage {
    editor: Option<Editor>,
    id: String,
    row: Row,
    standing: &'static str,
    blocks: Vec<Shown>,
    form: Option<ClaimForm>,
    /// What the machine had: field, value, and what had decided it.
    was: Vec<(String, String, String)>,
    history: Vec<Line>,
    done: Option<Done>,
    back: String,
}

impl ClaimPage {
    fn of(ledger: &Ledger, id: &str, editor: Option<Editor>, done: &str) -> Result<Self, Failure> {
        let (claim, standing) = claim_at(ledger, id)?;
        let document = ledger.document(&claim.document.id)?;
        let was = claim.decided.iter().filter_map(|(field, decision)| {
            let was = decision.was.as_ref()?;
            let by: Vec<&str> = was.by.iter().map(claims::Decider::as_str).collect();
            Some((field.clone(), act::value(&was.change), by.join(", ")))
        });
        let history = ledger.history(&claim.id)?;
        let form = editor.clone().map(|editor| ClaimForm::of(ledger, &claim, standing, editor, false)).transpose()?;
        let id = claim.id.to_string();
        Ok(Self {
            editor,
            row: Row::of(&claim, reading::look(&claim), 0),
            standing: standing.as_str(),
            blocks: document.as_ref().map(|d| around(d, &claim)).unwrap_or_default(),
            form,
            was: was.collect(),
            history: history.iter().rev().map(|o| Line::of(ledger, o)).collect::<Result<_, _>>()?,
            done: Done::of(ledger, done)?,
            back: format!("/claims/{id}/edit"),
            id,
        })
    }
}

/// The last operation on a claim; 0 where there is none.
fn last(ledger: &Ledger, claim: &ClaimId) -> Result<i64, Failure> {
    Ok(ledger.history(claim)?.last().map_or(0, |o| o.no.0))
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

/// The claim that a form is about, where nobody decided on it since the form was shown. What is done with it next fails
/// where somebody did in between.
fn current(ledger: &mut Ledger, id: &str, fields: &Fields) -> Result<Claim, Failure> {
    let (claim, _) = claim_at(ledger, id)?;
    let seen = fields.one("seen").parse::<i64>().unwrap_or(-1);
    if seen != last(ledger, &claim.id)? {
        return Err(Failure::Conflict("Somebody decided on this claim since this form was shown. Look at it again."));
    }
    ledger.expect(&claim.id, (seen > 0).then_some(OperationNo(seen)));
    Ok(claim)
}

/// The report that a claim stands in.
fn document_of(ledger: &Ledger, claim: &Claim) -> Result<Document, Failure> {
    ledger.document(&claim.document.id)?.ok_or(Failure::Missing("The report is not on record."))
}

/// Whether a form was sent from the reading page, where it stands beside the text.
fn in_rail(fields: &Fields) -> bool {
    fields.one("at") == "rail"
}

/// Where to go on after `done` to a claim: where the form stood.
fn onward(fields: &Fields, claim: &Claim, done: &[OperationNo]) -> Redirect {
    let (id, nos) = (&claim.id, numbered(done));
    if in_rail(fields) {
        return Redirect::to(&format!("/reports/{}?claim={id}&done={nos}", claim.document.id));
    }
    Redirect::to(&format!("/claims/{id}/edit?done={nos}"))
}

/// One claim with the form of its fields, and all that was decided on it; or the form alone.
pub(crate) async fn claim(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Failure> {
    let editor = desk.sessions.editor(&headers);
    if asked.part == "rail" {
        let Some(editor) = editor else { return Ok(session::sign_in(uri.path()).into_response()) };
        let form = desk.ask(move |ledger| {
            let (claim, standing) = claim_at(ledger, &id)?;
            ClaimForm::of(ledger, &claim, standing, editor, true)
        });
        return Ok(form.await?.into_response());
    }
    Ok(desk.ask(move |ledger| ClaimPage::of(ledger, &id, editor, &asked.done)).await?.into_response())
}

/// The form once more, where it stood, with what is wrong at each field; nothing was written.
fn refuse(ledger: &Ledger, claim: &Claim, signed: Signed, problems: Vec<Problem>) -> Result<Response, Failure> {
    let (claim, standing) = claim_at(ledger, claim.id.as_str())?;
    let form = ClaimForm::of(ledger, &claim, standing, signed.editor.clone(), in_rail(&signed.fields))?;
    let mut form = form.refused(&signed.fields, problems);
    let split = signed.fields.under("split");
    if let Some(part) = form::parts(&split).into_iter().next() {
        form.split = part;
    }
    let page = if form.rail {
        pages::page(&form)?
    } else {
        let page = ClaimPage::of(ledger, claim.id.as_str(), Some(signed.editor), "")?;
        pages::page(&ClaimPage { form: Some(form), ..page })?
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Sets the fields of a claim that were changed in its form, all or none.
pub(crate) async fn set(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let claim = current(ledger, &id, &signed.fields)?;
        let document = document_of(ledger, &claim)?;
        let beside = claims_in(ledger, &claim.document.id)?;
        let changes = match form::changes(&signed.fields, &claim, &document, &beside) {
            Ok(changes) => changes.into_iter().map(|change| (claim.id.clone(), change)).collect(),
            Err(problems) => return refuse(ledger, &claim, signed, problems),
        };
        let nos = ledger.set_all(changes, reason(&signed.fields).as_deref(), &signed.editor.stamp())?;
        Ok(onward(&signed.fields, &claim, &nos).into_response())
    })
    .await
}

/// Makes some of a claim's words a claim of their own.
pub(crate) async fn part(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let claim = current(ledger, &id, &signed.fields)?;
        let document = document_of(ledger, &claim)?;
        let words = form::parts(&signed.fields.under("split")).into_iter().next().unwrap_or_default();
        let (why, stamp) = (reason(&signed.fields), signed.editor.stamp());
        let parted = match edit::parted(&document, &claim, &words.selected(&document), &stamp.by) {
            Ok((kept, other)) => match ledger.part(&claim.id, kept, other, why.as_deref(), &stamp) {
                Err(error @ LedgerError::ClaimExists(_)) => Err(format!("{error}; it may have been rejected")),
                done => Ok(done?),
            },
            Err(wrong) => Err(wrong.says),
        };
        match parted {
            Ok(nos) => Ok(onward(&signed.fields, &claim, &nos).into_response()),
            Err(says) => refuse(ledger, &claim, signed, vec![("split".to_owned(), says)]),
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
        let claim = current(ledger, &id, &signed.fields)?;
        let (why, stamp) = (reason(&signed.fields), signed.editor.stamp());
        let no = match what.as_str() {
            "reject" => ledger.reject(&claim.id, why, &stamp)?,
            "restore" => ledger.restore(&claim.id, why, &stamp)?,
            _ => return Err(Failure::Missing("A claim can be rejected or restored.")),
        };
        Ok(onward(&signed.fields, &claim, &[no]))
    })
    .await
}

/// Undoes operations, all or none, and goes back to where that was asked.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Redirect, Failure> {
    desk.change(move |ledger| {
        let asked = signed.fields.all("operation").take(MOST);
        let mut nos: Vec<OperationNo> = asked.map(|no| OperationNo(no.parse().unwrap_or_default())).collect();
        nos.sort_unstable();
        nos.dedup();
        let undone = ledger.undo_all(&nos, reason(&signed.fields).as_deref(), &signed.editor.stamp())?;
        let back = own_path(signed.fields.one("back")).unwrap_or("/log");
        let joint = if back.contains('?') { '&' } else { '?' };
        Ok(Redirect::to(&format!("{back}{joint}done={}", numbered(&undone))))
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
            history: found.iter().map(|o| Line::of(ledger, o)).collect::<Result<_, _>>()?,
            done: Done::of(ledger, &asked.done)?,
            lost: ledger.lost()?,
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
    /// Whether every decision applies.
    all: bool,
    lost: Vec<Moved>,
    moved: Vec<Moved>,
    earlier: Option<usize>,
    later: Option<usize>,
    done: Option<Done>,
    back: String,
}

/// The decisions that a later reading left without their claim, and those that moved to one with the same words.
pub(crate) async fn decisions(
    State(desk): State<Arc<Desk>>,
    Query(asked): Query<Asked>,
    Query(at): Query<At>,
    headers: HeaderMap,
) -> Result<Html<String>, Failure> {
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| {
        let (mut lost, mut moved) = (Vec::new(), Vec::new());
        let mut seats = ledger.seats(at.page.saturating_mul(SEATS), SEATS + 1)?;
        let later = (seats.len() > SEATS).then(|| at.page.saturating_add(1));
        seats.truncate(SEATS);
        for (operation, seat) in seats {
            let is_moved = matches!(seat, Seat::Moved(_));
            let found = seated(ledger, &operation, seat)?;
            if is_moved { &mut moved } else { &mut lost }.push(found);
        }
        Ok(Decisions {
            editor,
            all: ledger.lost()? == 0,
            lost,
            moved,
            earlier: at.page.checked_sub(1),
            later,
            done: Done::of(ledger, &asked.done)?,
            back: "/decisions".to_owned(),
        })
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
        line: Line::of(ledger, operation)?,
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
    parts: Vec<Part>,
    name: String,
    kind: String,
    mention: Part,
    cue: Part,
    reason: String,
}

impl Missed {
    fn of(fields: &Fields) -> Self {
        let one = |name: &str| fields.one(name).to_owned();
        let around = |name: &str| Part {
            words: one(name),
            before: one(&format!("{name}-before")),
            after: one(&format!("{name}-after")),
        };
        Self {
            parts: form::parts(fields),
            name: one("name"),
            kind: one("kind"),
            mention: around("mention"),
            cue: around("cue"),
            reason: reason(fields).unwrap_or_default(),
        }
    }

    /// The claim that it describes.
    fn claim(&self, document: &Document, beside: &[Claim], by: &claims::Decider) -> Result<Claim, Wrong> {
        let content: Vec<Words> = self.parts.iter().map(|part| part.selected(document)).collect();
        let named = Named {
            name: self.name.clone(),
            kind: serde_json::from_value(self.kind.as_str().into()).ok(),
            role: None,
            mention: self.mention.selected(document),
        };
        edit::missed(document, beside, &content, named, &self.cue.selected(document), by)
    }
}

/// The form for a missed claim, alone.
#[derive(Template)]
#[template(path = "add_form.html")]
struct AddForm {
    editor: Editor,
    report: String,
    problems: Vec<Problem>,
    missed: Missed,
    voices: Vec<String>,
    rail: bool,
}

#[derive(Template)]
#[template(path = "add_claim.html")]
struct AddPage {
    editor: Editor,
    report: String,
    title: String,
    form: AddForm,
    blocks: Vec<Shown>,
}

impl AddPage {
    fn of(
        ledger: &Ledger,
        report: &DocumentId,
        editor: Editor,
        missed: Missed,
        problems: Vec<Problem>,
    ) -> Result<Self, Failure> {
        let document = ledger.document(report)?.ok_or(Failure::Missing("No report has this id."))?;
        let voices = voices(&claims_in(ledger, report)?);
        let id = report.as_str().to_owned();
        Ok(Self {
            form: AddForm { editor: editor.clone(), report: id.clone(), problems, missed, voices, rail: false },
            editor,
            report: id,
            title: document.title.clone().unwrap_or_else(|| "a report without a title".to_owned()),
            blocks: text(&document, &[]),
        })
    }

    /// The page, or the form alone.
    fn shown(mut self, rail: bool) -> Result<Html<String>, Failure> {
        self.form.rail = rail;
        if rail { pages::page(&self.form) } else { pages::page(&self) }
    }
}

/// The form for a claim that was missed, with the words that are selected in the report.
pub(crate) async fn missed(
    State(desk): State<Arc<Desk>>,
    editor: Editor,
    Path(report): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let work = move || {
        let ledger = Ledger::open(&desk.ledger)?;
        let part = Part { words: asked.words, before: asked.before, after: asked.after };
        let parts = if part.words.is_empty() { Vec::new() } else { vec![part] };
        let missed = Missed { parts, ..Missed::default() };
        AddPage::of(&ledger, &DocumentId::from(report), editor, missed, Vec::new())?.shown(asked.part == "rail")
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Bug)?
}

/// Adds a claim that was missed.
pub(crate) async fn add(
    State(desk): State<Arc<Desk>>,
    Path(report): Path<String>,
    signed: Signed,
) -> Result<Response, Failure> {
    desk.change(move |ledger| {
        let report = DocumentId::from(report);
        let document = ledger.document(&report)?.ok_or(Failure::Missing("No report has this id."))?;
        let stamp = signed.editor.stamp();
        let missed = Missed::of(&signed.fields);
        let claim = missed.claim(&document, &claims_in(ledger, &report)?, &stamp.by);
        let added = claim.map_err(|wrong| (wrong.field, wrong.says)).map(|claim| {
            let done = ledger.add(claim.clone(), reason(&signed.fields), &stamp);
            (claim, done)
        });
        let problem = match added {
            Ok((claim, Ok(no))) => return Ok(onward(&signed.fields, &claim, &[no]).into_response()),
            Ok((_, Err(error @ LedgerError::ClaimExists(_)))) => {
                ("words", format!("{error}; it may have been rejected"))
            }
            Ok((_, Err(error))) => return Err(error.into()),
            Err(problem) => problem,
        };
        let rail = in_rail(&signed.fields);
        let problems = vec![(problem.0.to_owned(), problem.1)];
        let page = AddPage::of(ledger, &report, signed.editor, missed, problems)?.shown(rail)?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    })
    .await
}

/// What reports call a source, on one page of it.
const CALLED: usize = 200;

#[derive(Template)]
#[template(path = "edit_source.html")]
struct SourcePage {
    editor: Option<Editor>,
    name: String,
    address: String,
    problem: Option<String>,
    on_record: bool,
    called: Vec<Called>,
    /// What of it is looked for, how much there is, and what of that is on this page, from 1.
    of: String,
    all: usize,
    first: usize,
    page: usize,
    earlier: Option<String>,
    later: Option<String>,
    others: Vec<String>,
    /// The name that stands in the form.
    into: String,
    history: Vec<Line>,
    done: Option<Done>,
    back: String,
}

impl SourcePage {
    fn of(ledger: &Ledger, name: &str, editor: Option<Editor>, asked: Asked) -> Result<Self, Failure> {
        let (of, skip) = (asked.of.trim().to_owned(), asked.page.saturating_mul(CALLED));
        let (called, all) = ledger.called(name, &of, skip, CALLED)?;
        let history = ledger.history_of_name(name)?;
        let on_record = !called.is_empty() || ledger.facet_count(Facet::Source, name)? > 0;
        if !on_record && history.is_empty() {
            return Err(Failure::Missing("Nobody on record has this name."));
        }
        let others = ledger.facet(Facet::Source, FacetOrder::Count, 0, 1_000)?;
        let others = others.into_iter().map(|row| row.value).filter(|other| other != name);
        let at = |page: usize| format!("/sources/{}/edit?of={}&page={page}", encoded(name), encoded(&of));
        Ok(Self {
            editor,
            address: encoded(name),
            problem: None,
            on_record,
            earlier: (asked.page > 0).then(|| at(asked.page - 1)),
            later: (skip.saturating_add(called.len()) < all).then(|| at(asked.page.saturating_add(1))),
            first: skip.saturating_add(1),
            page: asked.page,
            called,
            all,
            of,
            into: asked.into,
            others: others.collect(),
            history: history.iter().rev().map(|o| Line::of(ledger, o)).collect::<Result<_, _>>()?,
            done: Done::of(ledger, &asked.done)?,
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
    desk.ask(move |ledger| SourcePage::of(ledger, &name, editor, asked)).await
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
            Ok((shown, nos)) => {
                let at = format!("/sources/{}/edit?done={}", encoded(&shown), numbered(&nos));
                Ok(Redirect::to(&at).into_response())
            }
            Err(says) => {
                let page = fields.one("page").parse().unwrap_or(0);
                let asked = Asked { of: fields.one("of").to_owned(), page, into, ..Asked::default() };
                let page =
                    SourcePage { problem: Some(says), ..SourcePage::of(ledger, &name, Some(signed.editor), asked)? };
                Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response())
            }
        }
    })
    .await
}

/// The name under which to go on and the operations, or what is wrong.
type Settled = Result<(String, Vec<OperationNo>), String>;

fn merge(
    ledger: &mut Ledger,
    name: &str,
    into: &str,
    why: Option<String>,
    stamp: &desk::Stamp,
) -> Result<Settled, Failure> {
    if into == name || ledger.facet_count(Facet::Source, into)? == 0 {
        let near = ledger.facet_holding(Facet::Source, into, 6)?;
        let near: Vec<String> = near.into_iter().map(|row| row.value).filter(|n| n != name).take(5).collect();
        let hint = if near.is_empty() { String::new() } else { format!(" Near it: {}.", near.join(", ")) };
        return Ok(Err(format!("No other source on record is called “{into}”.{hint}")));
    }
    let no = ledger.merge(name, into, why, stamp)?;
    Ok(Ok((into.to_owned(), vec![no])))
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
    let mut nos = Vec::new();
    while let Some((report, _)) = ticked.first().cloned() {
        let (these, rest) = ticked.into_iter().partition(|(other, _)| everywhere || *other == report);
        ticked = rest;
        let mut mentions: Vec<String> = Vec::from_iter(these).into_iter().map(|(_, mention)| mention).collect();
        mentions.sort();
        mentions.dedup();
        let within = (!everywhere).then_some(report);
        nos.push(ledger.split(name, into, mentions, within, why.clone(), stamp)?);
    }
    Ok(Ok((name.to_owned(), nos)))
}

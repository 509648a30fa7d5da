//! Triage: the queue of cases, one case beside the claims it touches, and what an editor decides.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use claims::Claim;
use corrections::decision::in_force;
use corrections::{
    Act, Anchor, Anchoring, Answered, CaseFilter, CaseNo, CaseRow, Correction, Entry, EntryNo, Received, Stamp, Status,
    Store, Tally, anchor,
};
use desk::{Filter, Ledger};
use jiff::Timestamp;
use serde::Deserialize;

use super::Desk;
use super::fields::Fields;
use super::guard::own_path;
use super::pages::{self, Failure, Row};
use super::placed::{Standing, overlapping, standing};
use super::reading;
use super::session::{Editor, Signed};
use crate::out::act::who;

/// Cases, or reports, on one page.
const PAGE: usize = 50;
/// Code points of a document around the words that are shown.
const AROUND: usize = 240;
/// Cases that one bulk action may decide.
const BULK: usize = 200;

/// A case as the queue shows it.
struct Line {
    no: i64,
    page: String,
    prefix: String,
    words: String,
    suffix: String,
    reports: usize,
    answers: usize,
    latest: String,
    status: &'static str,
    /// The editor who is to look at it; empty where nobody.
    assignee: String,
    /// The last entry on it, which a decision names as seen; 0 where there is none.
    seen: i64,
    /// The case it is joined with.
    joined: Option<i64>,
    /// The entry by which it is, which is undone to part them.
    by: i64,
}

impl Line {
    fn of(store: &Store, case: CaseRow) -> Result<Self, Failure> {
        let history = store.history(case.no)?;
        let seen = history.last().map_or(0, |entry| entry.no.0);
        let by = case.joined.and_then(|_| in_force(&history)).map_or(0, |entry| entry.no.0);
        Ok(Self {
            no: case.no.0,
            page: case.page.as_str().to_owned(),
            prefix: case.place.quote.prefix().to_owned(),
            words: case.place.quote.exact().to_owned(),
            suffix: case.place.quote.suffix().to_owned(),
            reports: case.reports,
            answers: case.answers,
            latest: moment(&case.latest),
            status: case.status.as_str(),
            assignee: case.assignee,
            joined: case.joined.map(|no| no.0),
            seen,
            by,
        })
    }
}

/// What of the queue is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    status: String,
    /// Whether only those that are the editor's own are asked for: "yes".
    mine: String,
    page: usize,
    /// The entry that was just written.
    done: i64,
    /// The first of the entries that were written with it, where many cases were decided at once.
    from: i64,
    /// How many cases a bulk action left out, because somebody else was faster.
    left: usize,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct Queue {
    editor: Editor,
    counts: Vec<(&'static str, usize)>,
    status: &'static str,
    /// What the addresses of this list end with where only the editor's own are shown.
    mine: &'static str,
    lines: Vec<Line>,
    earlier: Option<usize>,
    later: Option<usize>,
    done: Option<Done>,
    left: usize,
}

/// What was just decided, with the way back.
struct Done {
    entry: i64,
    /// The first entry that is taken back with it.
    from: i64,
    case: i64,
    /// How many cases were decided alike.
    cases: usize,
    what: String,
}

impl Done {
    fn of(store: &Store, asked: &Asked) -> Result<Option<Self>, Failure> {
        let Some(case) = store.case_of_entry(EntryNo(asked.done))? else { return Ok(None) };
        let history = store.history(case)?;
        let Some(entry) = history.iter().find(|e| e.no.0 == asked.done && !e.undone) else { return Ok(None) };
        let what = match followed(&history, entry) {
            (Act::Joined { into }, 0) => format!("joined with case {into}"),
            (act, 0) => act.name().to_owned(),
            (act, undoings) if undoings % 2 == 1 => format!("no longer {}", act.name()),
            (act, _) => format!("{} again", act.name()),
        };
        let together = store.together(first(asked.from, entry.no), entry.no)?;
        let from = together.first().map_or(entry.no.0, |no| no.0);
        Ok(Some(Self { entry: entry.no.0, from, case: case.0, cases: together.len(), what }))
    }
}

/// What `entry` of `history` is about: itself, or what it undoes or brings back, after so many undoings.
fn followed<'h>(history: &'h [Entry], mut entry: &'h Entry) -> (&'h Act, usize) {
    let mut undoings = 0;
    while let Act::Undone { entry: undone, .. } = &entry.act
        && let Some(before) = history.iter().find(|e| e.no == *undone && e.no < entry.no)
    {
        (entry, undoings) = (before, undoings + 1);
    }
    (&entry.act, undoings)
}

/// The cases that stand one way, those with most reports first.
pub(crate) async fn queue(
    State(desk): State<Arc<Desk>>,
    editor: Editor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let status = Status::named(&asked.status).unwrap_or_default();
    let mine = asked.mine == "yes";
    desk.corrections(move |_, store| {
        let filter = CaseFilter {
            status: Some(status),
            assignee: mine.then(|| editor.name.clone()),
            skip: asked.page.saturating_mul(PAGE),
            limit: PAGE + 1,
            ..CaseFilter::default()
        };
        let mut found = store.cases(&filter)?;
        let later = (found.len() > PAGE).then_some(asked.page.saturating_add(1));
        found.truncate(PAGE);
        let page = Queue {
            editor,
            counts: store.counts()?.into_iter().map(|(status, n)| (status.as_str(), n)).collect(),
            status: status.as_str(),
            mine: if mine { "&mine=yes" } else { "" },
            lines: found.into_iter().map(|case| Line::of(store, case)).collect::<Result<_, _>>()?,
            earlier: asked.page.checked_sub(1),
            later,
            done: Done::of(store, &asked)?,
            left: asked.left,
        };
        pages::page(&page)
    })
    .await
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    editor: Editor,
    /// Whom it can be assigned to.
    editors: Vec<String>,
    line: Line,
    found: OnRecord,
    suggestions: Vec<Tally>,
    reports: Vec<Received>,
    more: Option<usize>,
    answers: Vec<Answered>,
    history: Vec<HistoryLine>,
    /// Those that are joined with it.
    joined: Vec<Line>,
    others: Vec<Other>,
    /// Whether any of those can be joined with it.
    others_open: bool,
    left: usize,
    next: Option<i64>,
    done: Option<Done>,
    /// What it stands by, where it is decided or asked about.
    stands: Option<HistoryLine>,
    written: Written,
}

/// What the fields of the decisions begin with: what was decided, so that it can be put better; else the suggestion
/// that most readers make.
#[derive(Default)]
struct Written {
    words: String,
    note: String,
    reason: String,
    question: String,
}

impl Written {
    fn of(stands: Option<&Entry>, suggestions: &[Tally]) -> Self {
        match stands.map(|entry| entry.act.clone()) {
            Some(Act::Accepted { words, note, .. }) => Self { words, note, ..Self::default() },
            other => {
                let words = suggestions.first().map(|tally| tally.suggestion.clone()).unwrap_or_default();
                match other {
                    Some(Act::Rejected { reason }) => Self { words, reason, ..Self::default() },
                    Some(Act::Asked { question }) => Self { words, question, ..Self::default() },
                    _ => Self { words, ..Self::default() },
                }
            }
        }
    }
}

/// A case of the same words, or of some of them.
struct Other {
    line: Line,
    /// Whether it can be joined with the one that is shown.
    open: bool,
    /// Whether its words overlap with those of the one that is shown, so that it likely is the same matter.
    overlaps: bool,
}

/// Where the words are on record.
struct OnRecord {
    /// The document and its title.
    document: Option<(String, String)>,
    anchoring: &'static str,
    /// Whether that document is an earlier filing of the page, whose words the last one has no more.
    earlier: bool,
    places: usize,
    before: String,
    words: String,
    after: String,
    claims: Vec<Row>,
}

struct HistoryLine {
    no: i64,
    at: String,
    by: String,
    what: &'static str,
    words: String,
    says: String,
    undone: bool,
}

impl HistoryLine {
    /// The line of `entry`, which is one of `history`.
    fn of(history: &[Entry], entry: &Entry) -> Self {
        let (act, undoings) = followed(history, entry);
        let what = if undoings > 0 && undoings % 2 == 0 { "brought back" } else { entry.act.name() };
        let (words, says) = match entry.act.clone() {
            Act::Spam { reason } => (String::new(), reason),
            Act::Assigned { to } if to.is_empty() => ("to nobody".to_owned(), String::new()),
            Act::Assigned { to } => (format!("to {to}"), String::new()),
            Act::Joined { into } => (format!("with case {into}"), String::new()),
            Act::Undone { reason, .. } => (act.name().to_owned(), reason),
            told => told.told(),
        };
        let at = moment(&entry.stamp.at.to_string());
        Self { no: entry.no.0, at, by: who(&entry.stamp.by).to_owned(), what, words, says, undone: entry.undone }
    }
}

/// One case.
pub(crate) async fn case(
    State(desk): State<Arc<Desk>>,
    editor: Editor,
    Path(no): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    desk.corrections(move |ledger, store| {
        let case = store.case(CaseNo(no))?.ok_or(Failure::Missing("There is no such case."))?;
        let mut reports = store.reports(case.no, asked.page.saturating_mul(PAGE), PAGE + 1)?;
        let more = (reports.len() > PAGE).then_some(asked.page.saturating_add(1));
        reports.truncate(PAGE);
        for report in &mut reports {
            report.at = moment(&report.at);
        }
        let mut answers = store.answers(case.no)?;
        for answer in &mut answers {
            answer.at = moment(&answer.at);
        }
        let suggestions = store.suggestions(case.no)?;
        let stands = standing(ledger, &case)?;
        let others = others(store, &case, stands.as_ref())?;
        let history = store.history(case.no)?;
        let mut joined = Vec::new();
        for no in store.joined_with(case.no, PAGE)? {
            joined.extend(store.case(no)?.map(|case| Line::of(store, case)).transpose()?);
        }
        let mut editors = store.editor_names()?;
        // Who signed in by the first token has no account yet, and whoever holds the case may have lost theirs.
        for name in [&editor.name, &case.assignee] {
            if !name.is_empty() && !editors.contains(name) {
                editors.push(name.clone());
            }
        }
        let page = CasePage {
            editors,
            editor,
            found: on_record(ledger, stands)?,
            written: Written::of(in_force(&history), &suggestions),
            stands: in_force(&history)
                .filter(|entry| !matches!(entry.act, Act::Joined { .. }))
                .map(|entry| HistoryLine::of(&history, entry)),
            suggestions,
            reports,
            more,
            answers,
            history: history.iter().map(|entry| HistoryLine::of(&history, entry)).collect(),
            joined,
            others_open: others.iter().any(|other| other.open),
            others,
            left: asked.left,
            next: store.next(case.no, Status::Open)?.map(|no| no.0),
            done: Done::of(store, &asked)?,
            line: Line::of(store, case)?,
        };
        pages::page(&page)
    })
    .await
}

/// Other cases of the words of `case`, or of some of them, the last opened first.
fn others(store: &Store, case: &CaseRow, stands: Option<&Standing>) -> Result<Vec<Other>, Failure> {
    let near = overlapping(store, case, stands)?;
    let overlaps: Vec<CaseNo> = near.iter().map(|case| case.no).collect();
    let mut others = store.of_the_same_words(case)?;
    others.extend(near);
    others.sort_by_key(|case| std::cmp::Reverse(case.no.0));
    others.dedup_by_key(|case| case.no);
    let other = |other: CaseRow| {
        let open = matches!(other.status, Status::Open | Status::Asked) && case.joined.is_none();
        Ok(Other { open, overlaps: overlaps.contains(&other.no), line: Line::of(store, other)? })
    };
    others.into_iter().map(other).collect()
}

/// The document in which the words of a case stand, and the claims made with them.
fn on_record(ledger: &Ledger, stands: Option<Standing>) -> Result<OnRecord, Failure> {
    let nowhere = OnRecord {
        document: None,
        anchoring: "no document",
        earlier: false,
        places: 0,
        before: String::new(),
        words: String::new(),
        after: String::new(),
        claims: Vec::new(),
    };
    let Some(Standing { document, anchoring, earlier }) = stands else { return Ok(nowhere) };
    let title = document.title.clone().unwrap_or_else(|| "a report without a title".to_owned());
    let known = OnRecord { document: Some((document.id.as_str().to_owned(), title)), earlier, ..nowhere };
    Ok(match anchoring {
        Anchoring::Orphaned => OnRecord { anchoring: "orphaned", ..known },
        Anchoring::Ambiguous(places) => OnRecord { anchoring: "ambiguous", places: places.len(), ..known },
        Anchoring::Found(span) => {
            let (before, words, after) = anchor::around(&document.text, span, AROUND);
            let (before, after) = (from_a_word(&before), to_a_word(&after));
            let filter = Filter { document: Some(document.id.as_str().to_owned()), ..Filter::default() };
            let mut claims = pages::claims_of(ledger, &filter)?;
            claims.retain(|claim| anchor::touches(claim, span));
            let looks = reading::looks(&claims);
            let claims = claims.iter().zip(looks).map(|(claim, look)| Row::of(claim, look, 0)).collect();
            OnRecord { anchoring: "found", places: 1, before, words, after, claims, ..known }
        }
    })
}

/// What stands before some words, from a whole word on where it was cut.
fn from_a_word(before: &str) -> String {
    if before.chars().count() < AROUND {
        return before.to_owned();
    }
    before.split_once(char::is_whitespace).map_or_else(|| before.to_owned(), |(_, whole)| format!("… {whole}"))
}

/// What stands after some words, up to a whole word where it was cut.
fn to_a_word(after: &str) -> String {
    if after.chars().count() < AROUND {
        return after.to_owned();
    }
    after.rsplit_once(char::is_whitespace).map_or_else(|| after.to_owned(), |(whole, _)| format!("{whole} …"))
}

/// Decides one case, and goes on to the next.
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    Path((no, what)): Path<(i64, String)>,
    signed: Signed,
) -> Result<Redirect, Failure> {
    desk.corrections(move |ledger, store| {
        let fields = &signed.fields;
        let case = store.case(CaseNo(no))?.ok_or(Failure::Missing("There is no such case."))?;
        let act = match what.as_str() {
            "gather" => {
                let act = Act::Joined { into: case.no };
                let Together { from, last, left } = together(store, fields, &act, &signed.editor.stamp())?;
                return Ok(Redirect::to(&format!("/cases/{}?done={last}&from={from}&left={left}", case.no)));
            }
            "join" => Act::Joined { into: numbered(fields.one("into")).ok_or(corrections::Error::Wants(WHICH))? },
            "accept" => {
                let found = match standing(ledger, &case)? {
                    Some(Standing { document, anchoring: Anchoring::Found(span), .. }) => {
                        Some(Anchor { document: document.id, span })
                    }
                    Some(_) | None => None,
                };
                Act::Accepted { words: words(fields.one("words")), note: words(fields.one("note")), anchor: found }
            }
            "assign" => {
                let to = words(fields.one("to"));
                if !(to.is_empty() || to == signed.editor.name || store.editor(&to)?.is_some()) {
                    return Err(corrections::Error::Wants("no editor has this name: onrecord editor add NAME").into());
                }
                Act::Assigned { to }
            }
            _ => act(&what, fields.one("says"))?,
        };
        let assigned = matches!(act, Act::Assigned { .. });
        let joins = matches!(act, Act::Joined { .. });
        let entry = store.decide(case.no, act, seen(fields.one("seen")), &signed.editor.stamp())?;
        if assigned {
            // It is not decided yet, and whoever took it wants to go on with it.
            return Ok(Redirect::to(&format!("/cases/{case}?done={entry}", case = case.no)));
        }
        // Joined, it is decided with the other: that one is looked at next.
        if let (true, Some(with)) = (joins, store.case(case.no)?.and_then(|case| case.joined)) {
            return Ok(Redirect::to(&format!("/cases/{with}?done={entry}")));
        }
        Ok(Redirect::to(&match store.next(case.no, Status::Open)? {
            Some(next) => format!("/cases/{next}?done={entry}"),
            None => format!("/cases?done={entry}"),
        }))
    })
    .await
}

/// Decides all cases that are ticked alike.
pub(crate) async fn bulk(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Redirect, Failure> {
    desk.corrections(move |_, store| {
        let fields = &signed.fields;
        let act = match fields.one("what") {
            "take" => Act::Assigned { to: signed.editor.name.clone() },
            // Each has a field of its own, so that no question is ever sent as a reason.
            "reject" => act("reject", fields.one("reason"))?,
            "ask" => act("ask", fields.one("question"))?,
            // Without a number they are joined with the first of them, which has most reports.
            "join" => match numbered(fields.one("into")).or_else(|| ticks(fields).next().map(|(no, _)| no)) {
                Some(into) => Act::Joined { into },
                None => return Err(corrections::Error::Wants(UNTICKED).into()),
            },
            what => act(what, "")?,
        };
        // One stamp, by which all of it can be taken back at once.
        let stamp = signed.editor.stamp();
        let Together { from, last, left } = together(store, fields, &act, &stamp)?;
        Ok(Redirect::to(&format!("/cases?done={last}&from={from}&left={left}")))
    })
    .await
}

const WHICH: &str = "say which case: its number";
const UNTICKED: &str = "no case is ticked: tick those that are meant";

/// The number of a case, as an editor writes it: "12" or "#12".
fn numbered(field: &str) -> Option<CaseNo> {
    field.trim().trim_start_matches('#').parse().ok().map(CaseNo)
}

/// The cases that are ticked. Each tick carries the case and the last entry that was seen on it.
fn ticks(fields: &Fields) -> impl Iterator<Item = (CaseNo, Option<EntryNo>)> {
    let tick = |tick: &str| {
        let (no, last) = tick.split_once('.')?;
        Some((CaseNo(no.parse().ok()?), seen(last)))
    };
    fields.all("case").filter_map(tick).take(BULK)
}

/// What was written at once: the first and the last entry, 0 where none was, and how many cases were left alone.
struct Together {
    from: i64,
    last: i64,
    left: usize,
}

/// Decides all cases that are ticked alike. Those on which somebody else decided meanwhile are left alone.
fn together(store: &mut Store, fields: &Fields, act: &Act, stamp: &Stamp) -> Result<Together, Failure> {
    let mut ticked: Vec<(CaseNo, Option<EntryNo>)> = ticks(fields).collect();
    if let Act::Joined { into } = act {
        // It may be ticked with those that are joined with it.
        let named = ticked.len();
        ticked.retain(|(no, _)| no != into);
        if ticked.is_empty() && named > 0 {
            return Err(corrections::Error::Wants("tick two cases, or say which case it is the same matter as").into());
        }
        // All or none where that can be known before: cases of another page are a slip of the hand.
        let page = store.case(*into)?.ok_or(corrections::Error::NoCase(*into))?.page;
        for (no, _) in &ticked {
            if store.case(*no)?.is_some_and(|case| case.page != page) {
                return Err(corrections::Error::Wants("these cases are of several pages: none was joined").into());
            }
        }
    }
    if ticked.is_empty() {
        return Err(corrections::Error::Wants(UNTICKED).into());
    }
    let mut done = Together { from: 0, last: 0, left: 0 };
    for (no, seen) in ticked {
        match store.decide(no, act.clone(), seen, stamp) {
            Ok(entry) => {
                done.from = if done.from == 0 { entry.0 } else { done.from };
                done.last = entry.0;
            }
            Err(corrections::Error::Overtaken(_) | corrections::Error::NoCase(_) | corrections::Error::Joined(..)) => {
                done.left += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done)
}

/// The first of the entries that are meant with `entry`: `from` where the address says so, else itself.
fn first(from: i64, entry: EntryNo) -> EntryNo {
    if from > 0 { EntryNo(from) } else { entry }
}

/// Undoes an entry of the log, with those that were written with it where the form says since which.
pub(crate) async fn undo(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Redirect, Failure> {
    desk.corrections(move |_, store| {
        let entry = EntryNo(signed.fields.one("entry").parse().unwrap_or_default());
        let case = store.case_of_entry(entry)?.ok_or(Failure::Missing("There is no such entry in the log."))?;
        let (why, stamp) = (words(signed.fields.one("says")), signed.editor.stamp());
        let from = signed.fields.one("from").parse().unwrap_or_default();
        let mut together = store.together(first(from, entry), entry)?;
        if together.len() < 2 {
            store.undo(entry, &why, &stamp)?;
            return Ok(Redirect::to(&format!("/cases/{case}")));
        }
        together.truncate(BULK);
        let (mut left, mut from, mut last) = (0, 0, 0);
        for entry in together {
            match store.undo(entry, &why, &stamp) {
                Ok(undoing) => {
                    from = if from == 0 { undoing.0 } else { from };
                    last = undoing.0;
                }
                Err(corrections::Error::UndoneAlready(_)) => left += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Redirect::to(&format!("/cases?done={last}&from={from}&left={left}")))
    })
    .await
}

/// What an editor decides with nothing but words; accepting wants more and goes by itself.
fn act(what: &str, says: &str) -> Result<Act, Failure> {
    let says = words(says);
    match what {
        "reject" => Ok(Act::Rejected { reason: says }),
        "ask" => Ok(Act::Asked { question: says }),
        "spam" => Ok(Act::Spam { reason: says }),
        _ => Err(Failure::Missing("Cases can be accepted, rejected, asked about, joined, or taken for spam.")),
    }
}

fn seen(field: &str) -> Option<EntryNo> {
    field.parse().ok().filter(|no| *no > 0).map(EntryNo)
}

/// What was written, without control characters and space around; forms send line ends as two characters.
fn words(field: &str) -> String {
    field.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>().trim().to_owned()
}

/// A time as editors read it.
pub(crate) fn moment(at: &str) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| at.strftime("%-d %b %Y %H:%M UTC").to_string())
}

/// A correction as the pages of the record show it.
pub(crate) struct Corrected {
    /// The case.
    pub case: i64,
    /// When it was decided.
    pub at: String,
    /// The words that stood there.
    pub before: String,
    /// The words that stand there now; empty where they were taken out or only a note was made.
    pub after: String,
    /// What the public is told.
    pub note: String,
}

impl From<&Correction> for Corrected {
    fn from(c: &Correction) -> Self {
        Self {
            case: c.case.0,
            at: moment(&c.at.to_string()),
            before: c.before.exact().to_owned(),
            after: c.after.clone(),
            note: c.note.clone(),
        }
    }
}

/// The corrections of `all` that touch the words of `claim`.
pub(crate) fn of_claim(all: &[Correction], claim: &Claim) -> Vec<Corrected> {
    let touches = |c: &&Correction| c.anchor.as_ref().is_some_and(|a| anchor::touches(claim, a.span));
    all.iter().filter(touches).map(Corrected::from).collect()
}

/// What there is to sign in with.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignIn {
    problem: Option<&'static str>,
    first: bool,
    /// The path to go on to; empty for the queue.
    next: String,
}

/// Where to go on to after signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Onward {
    next: String,
}

/// The page to sign in on.
pub(crate) async fn sign_in_page(
    State(desk): State<Arc<Desk>>,
    Query(Onward { next }): Query<Onward>,
) -> Result<Html<String>, Failure> {
    let next = own_path(&next).unwrap_or_default().to_owned();
    pages::page(&SignIn { problem: None, first: desk.sessions.waits_for_first(), next })
}

/// Signs in with a password, or once with the token that the terminal shows.
pub(crate) async fn sign_in(State(desk): State<Arc<Desk>>, request: axum::extract::Request) -> Response {
    signing_in(desk, request).await.unwrap_or_else(IntoResponse::into_response)
}

async fn signing_in(desk: Arc<Desk>, request: axum::extract::Request) -> Result<Response, Failure> {
    use axum::extract::FromRequest as _;
    let refuse = |desk: &Desk, next: &str, problem: &'static str| {
        let (problem, next) = (Some(problem), next.to_owned());
        let page = pages::page(&SignIn { problem, first: desk.sessions.waits_for_first(), next })?;
        Ok((axum::http::StatusCode::FORBIDDEN, page).into_response())
    };
    if super::session::is_foreign(&request) {
        return Err(Failure::Forbidden("This form did not come from a page of this desk."));
    }
    let Ok(body) = axum::body::Bytes::from_request(request, &()).await else {
        return refuse(&desk, "", "What you sent is too large.");
    };
    let fields = Fields::read(&body);
    let next = own_path(fields.one("next")).unwrap_or_default();
    if desk.sessions.is_closed() {
        return refuse(&desk, next, "Too many attempts failed. Wait five minutes, then try again.");
    }
    let name = words(fields.one("name"));
    if !super::account::is_name(&name) {
        return refuse(&desk, next, "Give a name of at most 60 letters, without control characters.");
    }
    let first = fields.one("first").trim().to_owned();
    let may = if first.is_empty() {
        let (name, password) = (name.clone(), fields.one("password").to_owned());
        Arc::clone(&desk).corrections(move |_, store| Ok(super::account::may(store, &name, &password)?)).await?
    } else {
        desk.sessions.first(&first)
    };
    if !may {
        desk.sessions.count_failure();
        return refuse(&desk, next, "Name and password, or the token, are not right.");
    }
    let cookie = desk.sessions.open(&name)?;
    Ok(([(axum::http::header::SET_COOKIE, cookie)], Redirect::to(if next.is_empty() { "/cases" } else { next }))
        .into_response())
}

/// Signs out.
pub(crate) async fn sign_out(
    State(desk): State<Arc<Desk>>,
    headers: axum::http::HeaderMap,
    _signed: Signed,
) -> impl IntoResponse {
    ([(axum::http::header::SET_COOKIE, desk.sessions.close(&headers))], Redirect::to("/sign-in"))
}

//! The pages: what each looks up, and the template it fills.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use claims::{Claim, Document, DocumentId};
use corrections::{Correction, Store};
use desk::{DocumentRow, Filter, Ledger, LedgerError, Lookup, Part};
use serde::Deserialize;

use super::Desk;
use super::cases::{self, Corrected};
use super::edit::Done;
use super::permalink;
use super::reading::{self, Block, Look};
use super::session::Editor;
use crate::out::claim::word;
use crate::out::{claim as said, day};

/// Claims or reports on one page of a list.
pub(crate) const PAGE: usize = 50;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nothing has that name.
    Missing(&'static str),
    /// It has another name now.
    Elsewhere {
        /// Why.
        says: String,
        /// The path of the page, and what it is called.
        link: String,
        name: String,
    },
    /// The ledger could not be read.
    Ledger(LedgerError),
    /// The corrections could not be read, or a decision made no sense.
    Corrections(corrections::Error),
    /// It did not come from where it must.
    Forbidden(&'static str),
    /// Somebody else was faster.
    Conflict(&'static str),
    /// It cannot be made out.
    Unreadable(&'static str),
    /// It is more than can be taken.
    TooLarge(&'static str),
    /// A template or a task failed.
    Bug,
}

impl From<corrections::Error> for Failure {
    fn from(error: corrections::Error) -> Self {
        Self::Corrections(error)
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Problem {
    title: &'static str,
    says: String,
    /// Where to go on, and what is there.
    link: String,
    name: String,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (mut link, mut name) = ("/".to_owned(), "All claims".to_owned());
        let (status, title, says) = match self {
            Self::Elsewhere { says, link: at, name: of } => {
                (link, name) = (at, of);
                (StatusCode::NOT_FOUND, "Another name now", says)
            }
            Self::Missing(says) => (StatusCode::NOT_FOUND, "Not here", says.to_owned()),
            Self::Ledger(
                error @ (LedgerError::NoClaim(_) | LedgerError::NoOperation(_) | LedgerError::NoDocument(_)),
            ) => (StatusCode::NOT_FOUND, "Not here", error.to_string()),
            Self::Ledger(error) if !error.is_about_the_file() => {
                (StatusCode::CONFLICT, "Not decided", format!("Nothing was changed: {error}."))
            }
            Self::Ledger(error) => {
                // Told once, where whoever started the server sees it; it names the file and no text of reports.
                eprintln!("onrecord: {error}");
                let says = "The ledger cannot be read. The terminal that runs `onrecord serve` says why.";
                (StatusCode::INTERNAL_SERVER_ERROR, "The ledger cannot be read", says.to_owned())
            }
            Self::Corrections(error) => {
                use corrections::Error;
                match error {
                    Error::NoCase(_) | Error::NoEntry(_) => (StatusCode::NOT_FOUND, "Not here", error.to_string()),
                    Error::Overtaken(_) | Error::UndoneAlready(_) | Error::Joined(..) => {
                        (StatusCode::CONFLICT, "Not decided", format!("Nothing was changed: {error}."))
                    }
                    Error::Wants(_) => {
                        (StatusCode::UNPROCESSABLE_ENTITY, "Not decided", format!("Nothing was changed: {error}."))
                    }
                    _ => {
                        eprintln!("onrecord: {error}");
                        let says = "The corrections cannot be read. The terminal that runs `onrecord serve` says why.";
                        (StatusCode::INTERNAL_SERVER_ERROR, "The corrections cannot be read", says.to_owned())
                    }
                }
            }
            Self::Conflict(says) => (StatusCode::CONFLICT, "Not decided", says.to_owned()),
            Self::Forbidden(says) => (StatusCode::FORBIDDEN, "Not allowed", says.to_owned()),
            Self::Unreadable(says) => (StatusCode::BAD_REQUEST, "Not understood", says.to_owned()),
            Self::TooLarge(says) => (StatusCode::PAYLOAD_TOO_LARGE, "Too large", says.to_owned()),
            Self::Bug => {
                let says = "A bug stopped this page; the others go on. Please report what you asked for.";
                (StatusCode::INTERNAL_SERVER_ERROR, "A bug", says.to_owned())
            }
        };
        match (Problem { title, says, link, name }).render() {
            Ok(page) => (status, Html(page)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

impl Desk {
    /// Asks the ledger on a thread that may wait for the disk, and renders what comes of it.
    pub(crate) async fn ask<T: Template>(
        self: Arc<Self>,
        look: impl FnOnce(&Ledger) -> Result<T, Failure> + Send + 'static,
    ) -> Result<Html<String>, Failure> {
        let work = move || page(&look(&Ledger::open(&self.ledger)?)?);
        tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Bug)?
    }

    /// Does the same with the corrections beside the ledger, which may be changed.
    pub(crate) async fn corrections<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Ledger, &mut Store) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let work = move || work(&Ledger::open(&self.ledger)?, &mut Store::open_or_create(&self.corrections)?);
        tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Bug)?
    }
}

/// Fills a template.
pub(crate) fn page<T: Template>(template: &T) -> Result<Html<String>, Failure> {
    template.render().map(Html).map_err(|_| Failure::Bug)
}

/// The claims of `ledger` that pass `filter`, in its order.
pub(crate) fn claims_of(ledger: &Ledger, filter: &Filter) -> Result<Vec<Claim>, Failure> {
    let mut found = Vec::new();
    ledger.claims(filter, |entry| -> Result<(), LedgerError> {
        found.push(entry.claim);
        Ok(())
    })?;
    Ok(found)
}

/// The corrections of a document's words that stand; a ledger whose desk was never opened has none.
fn corrected(path: &std::path::Path, document: &DocumentId) -> Result<Vec<Correction>, Failure> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    Ok(Store::open_or_create(path)?.corrected(document)?)
}

/// `words` as a part of an address.
pub(crate) fn encoded(words: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._~".contains(b);
    words.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A claim as lists show it.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) short: String,
    pub(crate) chain: Vec<String>,
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    pub(crate) own_voice: bool,
    pub(crate) words: String,
    pub(crate) how: String,
    pub(crate) certainty: String,
    /// What keeps it from being plainly stated, beyond what `how` says.
    pub(crate) doubts: Vec<String>,
    pub(crate) is_denied: bool,
    /// Whether `how` says that it is denied.
    pub(crate) cue_denies: bool,
    /// What found it.
    pub(crate) found_by: String,
    pub(crate) about: String,
    pub(crate) report: String,
    pub(crate) title: String,
    pub(crate) outlet: Option<String>,
    pub(crate) look: Look,
    pub(crate) number: usize,
    pub(crate) depth: usize,
    pub(crate) said: Option<String>,
    pub(crate) corrected: Vec<Corrected>,
}

impl Row {
    pub(crate) fn of(claim: &Claim, look: Look, number: usize) -> Self {
        let outlet = claim.document.outlet.clone();
        let name = claim.source.as_ref().map(|s| s.name.clone());
        let nobodys = said::is_nobodys(claim);
        let unnamed = if nobodys { said::NOBODY } else { outlet.as_deref().unwrap_or("The outlet") };
        Self {
            id: claim.id.as_str().to_owned(),
            short: said::short(claim.id.as_str()).to_owned(),
            chain: claim.passed_on_by().to_vec(),
            own_voice: name.is_none() && !nobodys,
            name: name.unwrap_or_else(|| unnamed.to_owned()),
            role: claim.source.as_ref().and_then(|s| s.role.clone()),
            words: said::words(&claim.content),
            how: said::manner(claim).join(" · "),
            certainty: word(&claim.certainty.degree),
            doubts: doubts(claim),
            is_denied: claim.polarity == claims::Polarity::Denied,
            cue_denies: cue_denies(claim),
            found_by: claim.decided.get("attribution").map(|decision| decision.by.to_string()).unwrap_or_default(),
            about: said::speaks_of(claim).join(" · "),
            report: claim.document.id.as_str().to_owned(),
            title: claim.document.title.clone().unwrap_or_else(|| "a report without a title".to_owned()),
            outlet,
            look,
            number,
            depth: 0,
            said: claim.said.edtf.as_deref().map(day::edtf),
            corrected: Vec::new(),
        }
    }
}

/// Whether `claim` denies, and its cue says so.
pub(crate) fn cue_denies(claim: &Claim) -> bool {
    claim.polarity == claims::Polarity::Denied && said::denial(claim).is_none()
}

/// What keeps `claim` from being plainly stated, where its cue stands before it: how sure it is put, that it denies, the
/// course of the event.
pub(crate) fn doubts(claim: &Claim) -> Vec<String> {
    let degree = word(&claim.certainty.degree);
    // "doubted" needs no «doubted: “doubted”» behind it.
    let cue = claim.cue.as_ref().map(|cue| cue.text.as_str()).unwrap_or_default();
    let certainty = match claim.certainty.words.as_ref().filter(|words| !cue.contains(words.as_str())) {
        // "preliminary" needs no «preliminary: “preliminary”» either.
        Some(words) if *words != degree => Some(format!("{degree}: “{words}”")),
        Some(_) => Some(degree),
        None => Some(degree).filter(|degree| degree != "stated" && !cue.contains(degree.as_str())),
    };
    certainty.into_iter().chain(said::denial(claim)).chain(said::course(claim)).collect()
}

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports {
    rows: Vec<ReportLine>,
    earlier: Option<String>,
    later: Option<String>,
}

/// A report as the list shows it.
struct ReportLine {
    id: String,
    title: Option<String>,
    /// How its text begins, where it has no title.
    opening: String,
    outlet: Option<String>,
    published: Option<String>,
    claims: usize,
}

impl ReportLine {
    fn of(ledger: &Ledger, row: DocumentRow) -> Result<Self, Failure> {
        let document = if row.title.is_none() { ledger.document(&row.id)? } else { None };
        Ok(Self {
            id: row.id.as_str().to_owned(),
            opening: document.map_or_else(String::new, |document| opening(&document.text)),
            title: row.title,
            outlet: row.outlet,
            published: row.published.as_deref().map(day::edtf),
            claims: row.claims,
        })
    }
}

/// Code points of a report's first words that stand for its title.
const OPENING: usize = 90;

/// How a text begins: its first line, or the first words of that.
fn opening(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(OPENING) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut = line[..end].rsplit_once(' ').map_or(&line[..end], |(words, _)| words);
            format!("{} …", cut.trim_end_matches([',', ';', ':', ' ']))
        }
    }
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct At {
    pub page: usize,
}

/// The reports on record, the last filed first.
pub(crate) async fn reports(State(desk): State<Arc<Desk>>, Query(at): Query<At>) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let mut rows = ledger.latest_documents(at.page.saturating_mul(PAGE), PAGE + 1)?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        Ok(Reports {
            earlier: (at.page > 0).then(|| format!("/reports?page={}", at.page - 1)),
            later: more.then(|| format!("/reports?page={}", at.page.saturating_add(1))),
            rows: rows.into_iter().map(|row| ReportLine::of(ledger, row)).collect::<Result<_, _>>()?,
        })
    })
    .await
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    editor: Option<Editor>,
    done: Option<Done>,
    /// Where undoing leads back to.
    back: String,
    id: String,
    title: String,
    /// Outlet, day and authors, as far as they are known.
    about: Vec<String>,
    url: Option<String>,
    problems: Vec<String>,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    voices: Vec<(String, Look, usize)>,
    corrections: Vec<Corrected>,
}

/// What of a report's page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    /// The operations that were just done, with commas between.
    done: String,
}

/// One report with its claims marked in place.
pub(crate) async fn report(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(after): Query<After>,
    headers: HeaderMap,
) -> impl IntoResponse {
    let beside = desk.corrections.clone();
    let editor = desk.sessions.editor(&headers);
    desk.ask(move |ledger| {
        let document = ledger.document(&DocumentId::from(id.clone()))?.ok_or(Failure::Missing(
            "No report on record has this id. Where its filing was undone, the log brings it back.",
        ))?;
        let claims = claims_of(ledger, &Filter { document: Some(id), ..Filter::default() })?;
        let looks = reading::looks(&claims);
        let corrections = corrected(&beside, &document.id)?;
        let spans: Vec<_> = corrections.iter().filter_map(|c| c.anchor.as_ref()).map(|a| a.span).collect();
        let blocks = reading::blocks(&document, &claims, &looks, &spans);
        let mut rows: Vec<Row> = Vec::new();
        let mut voices: Vec<(String, Look, usize)> = Vec::new();
        for ((number, claim), look) in (1..).zip(&claims).zip(&looks) {
            let mut row = Row::of(claim, *look, number);
            let holder = claim.inside.as_ref().and_then(|id| rows.iter().find(|r| r.id == id.as_str()));
            row.corrected = cases::of_claim(&corrections, claim);
            row.depth = holder.map_or(0, |r| (r.depth + 1).min(3));
            match voices.iter_mut().find(|(name, ..)| *name == row.name) {
                Some((.., count)) => *count += 1,
                None => voices.push((row.name.clone(), Look { shape: "sure", ..*look }, 1)),
            }
            rows.push(row);
        }
        Ok(Report {
            editor,
            done: Done::of(ledger, &after.done)?,
            back: format!("/reports/{}", document.id),
            id: document.id.as_str().to_owned(),
            title: document.title.clone().unwrap_or_else(|| "A report without a title".to_owned()),
            about: [
                document.outlet.clone(),
                document.published.map(day::date),
                Some(document.authors.join(", ")).filter(|authors| !authors.is_empty()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            url: published_at(&document).map(str::to_owned),
            problems: document.problems.iter().map(ToString::to_string).collect(),
            blocks,
            rows,
            voices,
            corrections: corrections.iter().map(Corrected::from).collect(),
        })
    })
    .await
}

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    row: Row,
    /// Paragraphs of parts: what each is to the claim, and its words.
    paragraphs: Vec<Vec<(&'static str, String)>>,
    /// Addresses of the words, and what each is.
    links: Vec<(&'static str, String)>,
    fields: Vec<(&'static str, String, String)>,
}

/// One claim in its paragraph, with every field and what decided it.
pub(crate) async fn claim(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> impl IntoResponse {
    let beside = desk.corrections.clone();
    desk.ask(move |ledger| {
        let Lookup::One(entry) = ledger.claim(&id)? else {
            return Err(Failure::Missing("No claim, or more than one, has an id that begins so."));
        };
        let document = ledger.document(&entry.claim.document.id)?;
        let context = document.as_ref().and_then(|document| desk::context(document, &entry.claim));
        let part = |part| match part {
            Part::Around => "",
            Part::Source => "source",
            Part::Cue => "cue",
            Part::Content => "content",
        };
        let paragraphs = context.into_iter().flat_map(|c| c.paragraphs);
        let paragraphs = paragraphs.map(|p| p.into_iter().map(|(kind, words)| (part(kind), words)).collect()).collect();
        let mut row = Row::of(&entry.claim, reading::looks(std::slice::from_ref(&entry.claim))[0], 0);
        row.corrected = cases::of_claim(&corrected(&beside, &entry.claim.document.id)?, &entry.claim);
        let links = document.as_ref().map(|document| links(document, &entry.claim)).unwrap_or_default();
        Ok(ClaimPage { row, paragraphs, links, fields: fields(&entry.claim) })
    })
    .await
}

/// Where a browser finds the report, if it is on the web; an address of another scheme could be a script.
fn published_at(document: &Document) -> Option<&str> {
    document.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// The addresses of the words of `claim`: here, here as a browser finds them, and where the report was published.
fn links(document: &Document, claim: &Claim) -> Vec<(&'static str, String)> {
    let report = format!("/reports/{}", document.id.as_str());
    let mut links = vec![("Link to these words", format!("{report}#{}", permalink::anchor(claim.id.as_str())))];
    if let Some(fragment) = permalink::fragment(document, claim) {
        links.push(("The same, marked by the browser", format!("{report}#{fragment}")));
        if let Some(page) = published_at(document).and_then(|page| page.split('#').next()) {
            links.push(("The words where they were published", format!("{page}#{fragment}")));
        }
    }
    links
}

/// Each field of `claim` with its value and what decided it.
fn fields(claim: &Claim) -> Vec<(&'static str, String, String)> {
    let mut fields = Vec::new();
    let decided = |name: &str| claim.decided.get(name).map(|d| d.by.to_string()).unwrap_or_default();
    if let Some(source) = &claim.source {
        fields.push(("source", format!("{} ({})", source.name, word(&source.kind)), source.decided_by.to_string()));
        let others: Vec<&str> = source.alternatives.iter().map(|a| a.name.as_str()).collect();
        if !others.is_empty() {
            fields.push(("could also be", others.join(", "), String::new()));
        }
    }
    fields.push(("attribution", word(&claim.form), decided("attribution")));
    let by = claim.said.decided_by.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if let Some(said) = &claim.said.edtf {
        fields.push(("said", day::edtf(said), by.clone()));
    }
    if let Some(channel) = &claim.said.channel {
        fields.push(("channel", channel.clone(), by));
    }
    for about in &claim.about {
        fields.push(("about", format!("{}: “{}”", day::edtf(&about.edtf), about.words), about.decided_by.to_string()));
    }
    for place in &claim.places {
        fields.push(("place", place.with_country(), place.decided_by.to_string()));
    }
    for figure in &claim.quantities {
        let of = figure.of.as_deref().map_or(String::new(), |of| format!(" {of}"));
        fields.push(("figure", format!("{}{of}", figure.words), figure.decided_by.to_string()));
    }
    let hedge = claim.certainty.words.as_deref().map_or(String::new(), |w| format!(": “{w}”"));
    fields.push((
        "certainty",
        format!("{}{hedge}", word(&claim.certainty.degree)),
        claim.certainty.decided_by.to_string(),
    ));
    fields.push(("polarity", word(&claim.polarity), decided("polarity")));
    fields.push(("status", word(&claim.status), decided("status")));
    fields.push(("our confidence", format!("{:.0} %", claim.confidence * 100.0), String::new()));
    fields
}

/// What is asked for and is not there.
pub(crate) async fn nothing() -> Failure {
    Failure::Missing("There is no such page.")
}

/// The style sheet.
pub(crate) async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("assets/desk.css"))
}

/// The script.
pub(crate) async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("assets/desk.js"))
}

/// The script of the pages on which people edit.
pub(crate) async fn edit_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("assets/edit.js"))
}

/// The script of the reading page, which edits beside the text.
pub(crate) async fn rail_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("assets/rail.js"))
}

/// The script of the page on which people file.
pub(crate) async fn file_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("assets/file.js"))
}

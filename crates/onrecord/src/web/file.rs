//! Filing in the browser: a report is pasted, or files are dropped, looked at, and put on record.
//!
//! Looking at a report keeps nothing. Filing goes the way of `onrecord file`: the bytes of a file are taken as they are, the
//! document is on record wholly or not at all, once, and what is said of it here (day, outlet, title, address) wins over
//! what it says itself. Of several files each is filed by itself, so that one that cannot be read holds up no other.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use claims::{DocumentId, Given};
use desk::{Filed, Filter, Ledger, Manner};
use serde::Deserialize;

use super::Desk;
use super::fields::Fields;
use super::pages::{self, Failure, Row};
use super::reading;
use super::session::Editor;
use super::upload::{Allowance, Upload, Uploaded};
use crate::out::day;

/// Bytes that a pasted report may have; the longest that newspapers print have a tenth of it.
const PASTED: usize = 2 << 20;
/// Claims that a preview shows; the rest is counted.
const SHOWN: usize = 100;

/// What stands in the form, but for files, which browsers choose anew.
#[derive(Clone, Default)]
struct Written {
    text: String,
    published: String,
    outlet: String,
    title: String,
    url: String,
}

/// What is to be looked at or filed: a file of the form, or what was pasted, which has no name.
struct Item {
    name: Option<String>,
    bytes: Result<Vec<u8>, String>,
}

impl Item {
    /// How it is called on the page.
    fn called(&self) -> String {
        self.name.clone().unwrap_or_else(|| "what was pasted".to_owned())
    }
}

/// A line of a form without what cannot be seen.
fn line(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(2_000).collect::<String>().trim().to_owned()
}

/// The files, and what was pasted where something was.
fn items(files: Vec<Upload>, written: &Written) -> Vec<Item> {
    let file = |Upload { name, bytes }| {
        // Only its ending tells how it is read, and nobody's folders belong on record.
        let name = line(&name).rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Item { name: Some(if name.is_empty() { "a file without a name".to_owned() } else { name }), bytes }
    };
    let mut items: Vec<Item> = files.into_iter().map(file).collect();
    if !written.text.trim().is_empty() || items.is_empty() {
        items.push(Item { name: None, bytes: Ok(written.text.clone().into_bytes()) });
    }
    items
}

/// A problem and the field it is about.
type Wrong = (&'static str, String);

impl Written {
    fn of(fields: &Fields) -> Self {
        Self {
            // Forms send line ends as two characters; the same report filed from a file has the same bytes.
            text: fields.one("text").replace("\r\n", "\n"),
            published: line(fields.one("published")),
            outlet: line(fields.one("outlet")),
            title: line(fields.one("title")),
            url: line(fields.one("url")),
        }
    }

    /// How `items` are to be read, or what of the form cannot be.
    fn manner(&self, items: &[Item], reader: desk::Reader) -> Result<Manner, Wrong> {
        // Browsers keep no files from one page to the next.
        let once_more = if items.iter().any(|item| item.name.is_some()) { "; then choose the files again" } else { "" };
        let wrong = |field: &'static str, says: String| Err((field, format!("{says}{once_more}")));
        if items.len() == 1 && items[0].name.is_none() && self.text.trim().is_empty() {
            return wrong("text", "paste the report, or choose its file".to_owned());
        }
        if self.text.len() > PASTED {
            return wrong("text", "what is pasted can have 2 MB; larger reports can be dropped as files".to_owned());
        }
        let published = match self.published.as_str() {
            "" => None,
            day => match day.parse() {
                Ok(day) => Some(day),
                Err(_) => return wrong("published", format!("“{day}” is no day: write 2024-12-14")),
            },
        };
        if !self.url.is_empty() && !self.url.starts_with("https://") && !self.url.starts_with("http://") {
            return wrong("url", "an address begins with https:// or http://".to_owned());
        }
        for (field, words) in [("title", &self.title), ("url", &self.url)] {
            if items.len() > 1 && !words.is_empty() {
                return wrong(field, "it is that of one report, and there are several: leave it out".to_owned());
            }
        }
        let words = |words: &String| (!words.is_empty()).then(|| words.clone());
        let given = Given { published, outlet: words(&self.outlet), title: words(&self.title), url: words(&self.url) };
        Ok(Manner { given, reader })
    }
}

/// What of a report is known, or became of it, in one line.
struct Line {
    name: String,
    title: Option<String>,
    says: String,
    /// The report on record, where it is.
    report: Option<String>,
    problems: Vec<String>,
}

impl Line {
    /// One that is not filed, for this reason.
    fn refused(name: String, why: &str) -> Self {
        Self { name, title: None, says: "cannot be filed".to_owned(), report: None, problems: vec![why.to_owned()] }
    }
}

/// Reports as they would be filed.
#[derive(Default, Template)]
#[template(path = "file_preview.html")]
struct Preview {
    /// What is wrong with the form; then nothing was read.
    problem: Option<Wrong>,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    words: usize,
    problems: Vec<String>,
    claims: usize,
    rows: Vec<Row>,
    /// The report on record, where it is there already.
    held: Option<String>,
    /// What each is, where there are several.
    several: Vec<Line>,
}

impl Preview {
    fn of(ledger: &Ledger, items: &[Item], manner: &Manner) -> Result<Self, Failure> {
        match items {
            [item] => match &item.bytes {
                Ok(bytes) => Self::read(ledger, bytes, item.name.as_deref(), manner),
                Err(says) => Ok(Self { several: vec![Line::refused(item.called(), says)], ..Self::default() }),
            },
            _ => {
                let several = items.iter().map(|item| Self::glance(ledger, item, manner));
                Ok(Self { several: several.collect::<Result<_, _>>()?, ..Self::default() })
            }
        }
    }

    /// One report with its claims.
    fn read(ledger: &Ledger, bytes: &[u8], name: Option<&str>, manner: &Manner) -> Result<Self, Failure> {
        let reading = desk::read_bytes(bytes, name, manner);
        let document = &reading.document;
        let shown = &reading.claims[..reading.claims.len().min(SHOWN)];
        let rows = (1..).zip(shown.iter().zip(reading::looks(shown)));
        Ok(Self {
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            published: document.published.map(day::date),
            words: document.text.split_whitespace().count(),
            problems: document.problems.iter().map(ToString::to_string).collect(),
            claims: reading.claims.len(),
            rows: rows.map(|(number, (claim, look))| Row::of(claim, look, number)).collect(),
            held: ledger.held(&document.id)?.map(|_| document.id.as_str().to_owned()),
            ..Self::default()
        })
    }

    /// What one of several is; who says what in each would take long to read out.
    fn glance(ledger: &Ledger, item: &Item, manner: &Manner) -> Result<Line, Failure> {
        let bytes = match &item.bytes {
            Ok(bytes) => bytes,
            Err(says) => return Ok(Line::refused(item.called(), says)),
        };
        let document = desk::document_of_bytes(bytes, item.name.as_deref(), &manner.given);
        let words = document.text.split_whitespace().count();
        let day = document.published.map_or_else(|| "no day found".to_owned(), day::date);
        let report = ledger.held(&document.id)?.map(|_| document.id.as_str().to_owned());
        let known = if report.is_some() { " · on record already" } else { "" };
        Ok(Line {
            name: item.called(),
            title: document.title,
            says: format!("{words} words · {day}{known}"),
            report,
            problems: document.problems.iter().map(ToString::to_string).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    editor: Editor,
    /// What a file may have.
    megabytes: usize,
    written: Written,
    preview: Option<Preview>,
    problem: Option<Wrong>,
    done: Option<Done>,
    /// What became of each of several reports, and of all.
    lines: Vec<Line>,
    tally: String,
}

impl Page {
    fn new(editor: Editor, allowance: Allowance) -> Self {
        Self {
            editor,
            megabytes: allowance.megabytes,
            written: Written::default(),
            preview: None,
            problem: None,
            done: None,
            lines: Vec::new(),
            tally: String::new(),
        }
    }
}

/// What of the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The report that was just filed.
    done: String,
    /// What became of it.
    what: String,
}

/// What became of a report that was filed.
struct Done {
    report: String,
    title: String,
    what: &'static str,
    claims: usize,
    problems: Vec<String>,
}

impl Done {
    fn of(ledger: &Ledger, asked: &Asked) -> Result<Option<Self>, Failure> {
        let Some(document) = ledger.document(&DocumentId::from(asked.done.clone()))? else { return Ok(None) };
        let filter = Filter { document: Some(document.id.as_str().to_owned()), ..Filter::default() };
        Ok(Some(Self {
            claims: pages::claims_of(ledger, &filter)?.len(),
            title: document.title.clone().unwrap_or_else(|| "A report without a title".to_owned()),
            what: match asked.what.as_str() {
                "already" => "was on record already, just so; nothing was written",
                "again" => "was on record already and was read again, for what you said of it or a better reader",
                _ => "is on record now",
            },
            problems: document.problems.iter().map(ToString::to_string).collect(),
            report: document.id.as_str().to_owned(),
        }))
    }
}

/// The form, with what became of the report before.
pub(crate) async fn form(
    State(desk): State<Arc<Desk>>,
    editor: Editor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Failure> {
    let allowance = desk.allowance;
    desk.ask(move |ledger| Ok(Page { done: Done::of(ledger, &asked)?, ..Page::new(editor, allowance) })).await
}

/// What the reports would come to, as a part of the page for the script that asks while one pastes or drops.
pub(crate) async fn preview(State(desk): State<Arc<Desk>>, sent: Uploaded) -> Result<Html<String>, Failure> {
    let reader = desk.reader;
    desk.ask(move |ledger| {
        let written = Written::of(&sent.fields);
        let items = items(sent.files, &written);
        match written.manner(&items, reader) {
            Ok(manner) => Preview::of(ledger, &items, &manner),
            Err(wrong) => Ok(Preview { problem: Some(wrong), ..Preview::default() }),
        }
    })
    .await
}

/// Shows the reports as they would be filed, or files them, by the button that was pressed.
pub(crate) async fn file(State(desk): State<Arc<Desk>>, sent: Uploaded) -> Result<Response, Failure> {
    let written = Written::of(&sent.fields);
    let items = items(sent.files, &written);
    let mut page = Page { written, ..Page::new(sent.editor, desk.allowance) };
    let manner = match page.written.manner(&items, desk.reader) {
        Ok(manner) => manner,
        Err(wrong) => {
            page.problem = Some(wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response());
        }
    };
    if sent.fields.one("what") == "preview" {
        let look = move |ledger: &Ledger| {
            page.preview = Some(Preview::of(ledger, &items, &manner)?);
            Ok(page)
        };
        return Ok(desk.ask(look).await?.into_response());
    }
    let (one, mut counts, mut lines) = (items.len() == 1, Counts::default(), Vec::new());
    for item in items {
        let pasted = item.name.is_none();
        match filed(&desk, item, &manner, &page.editor).await? {
            Became::Filed(what, line) => {
                if let (true, Some(report)) = (one, &line.report) {
                    return Ok(Redirect::to(&format!("/file?done={report}&what={}", what.word())).into_response());
                }
                counts.add(&what);
                lines.push(line);
            }
            Became::Nothing(line) if one && pasted => {
                page.problem = Some(("text", line.problems.join("; ")));
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, pages::page(&page)?).into_response());
            }
            Became::Nothing(line) => {
                counts.problems += 1;
                lines.push(line);
            }
        }
    }
    let status = if counts.problems == lines.len() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if counts.problems == 0 {
        page.written = Written::default();
    }
    (page.tally, page.lines) = (counts.to_string(), lines);
    Ok((status, pages::page(&page)?).into_response())
}

/// What became of one report.
enum Became {
    Filed(What, Line),
    /// It is not on record, and the line says why.
    Nothing(Line),
}

/// What filing did, without the numbers.
enum What {
    New,
    Again,
    Already,
}

impl What {
    /// As an address says it.
    fn word(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Again => "again",
            Self::Already => "already",
        }
    }
}

/// How many reports came to what.
#[derive(Default)]
struct Counts {
    new: usize,
    again: usize,
    already: usize,
    problems: usize,
}

impl Counts {
    fn add(&mut self, what: &What) {
        *match what {
            What::New => &mut self.new,
            What::Again => &mut self.again,
            What::Already => &mut self.already,
        } += 1;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = [
            (self.new, "filed"),
            (self.again, "read again"),
            (self.already, "known already"),
            (self.problems, "not filed"),
        ];
        let told = told.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        f.write_str(&told.collect::<Vec<_>>().join(", "))
    }
}

/// Files one report. Only its own trouble is told of it; that of the desk itself, such as a full disk, is an error.
async fn filed(desk: &Arc<Desk>, item: Item, manner: &Manner, editor: &Editor) -> Result<Became, Failure> {
    let called = item.called();
    let bytes = match item.bytes {
        Ok(bytes) => bytes,
        Err(says) => return Ok(Became::Nothing(Line::refused(called, &says))),
    };
    let (name, manner, stamp) = (item.name, manner.clone(), editor.stamp());
    let work = move |ledger: &mut Ledger| {
        let mut filing = desk::file_bytes(ledger, &bytes, name.as_deref(), &manner, &stamp)?;
        let filter = Filter { document: Some(filing.document.as_str().to_owned()), ..Filter::default() };
        let known = match filing.filed {
            // It was not read, so the record tells what it is.
            Some(Filed::Already) => {
                filing.title = ledger.document(&filing.document)?.and_then(|document| document.title);
                pages::claims_of(ledger, &filter)?.len()
            }
            _ => 0,
        };
        Ok((filing, known))
    };
    let (filing, known) = match Arc::clone(desk).change(work).await {
        Ok(done) => done,
        // The transaction went with the thread, so nothing of it is on record.
        Err(Failure::Bug) => {
            let says = "a bug in onrecord stopped reading it; nothing of it was filed, and the others are not touched";
            return Ok(Became::Nothing(Line::refused(called, says)));
        }
        Err(failure) => return Err(failure),
    };
    let problems: Vec<String> = filing.problems.iter().map(ToString::to_string).collect();
    let told = |what, says: &str, claims: usize| {
        let claims = if claims == 1 { "1 claim".to_owned() } else { format!("{claims} claims") };
        let report = Some(filing.document.as_str().to_owned());
        let (title, name) = (filing.title.clone(), called.clone());
        Became::Filed(what, Line { name, title, says: format!("{says}: {claims}"), report, problems: problems.clone() })
    };
    Ok(match filing.filed {
        Some(Filed::New { claims }) => told(What::New, "filed", claims),
        Some(Filed::Reread { claims, .. }) => told(What::Again, "known, and read again", claims),
        Some(Filed::Already) => told(What::Already, "known already, just so", known),
        None => Became::Nothing(Line::refused(called, &problems.join("; "))),
    })
}

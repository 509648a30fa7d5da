//! Filing in the browser: a report is pasted or dropped, read while one looks on, and put on record.
//!
//! Looking at a report keeps nothing. Filing goes the way of `onrecord file`: the document is on record wholly or not
//! at all, once, and what is said of it here (day, outlet, title, address) wins over what it says itself.

#[cfg(test)]
mod tests;

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
use super::session::{Editor, Signed};
use crate::out::day;

/// Bytes that a report may have; the longest that newspapers print have a tenth of it.
pub(crate) const MOST: usize = 2 << 20;
/// Bytes that the form may have: every one of the report's may come as three.
pub(crate) const FORM: usize = 3 * MOST + (64 << 10);
/// Claims that a preview shows; the rest is counted.
const SHOWN: usize = 100;

/// What stands in the form.
#[derive(Default)]
struct Written {
    text: String,
    /// The name of the file that was dropped; empty where words were pasted.
    name: String,
    published: String,
    outlet: String,
    title: String,
    url: String,
}

/// A problem and the field it is about.
type Wrong = (&'static str, String);

impl Written {
    fn of(fields: &Fields) -> Self {
        let line = |name: &str| {
            fields.one(name).chars().filter(|c| !c.is_control()).take(2_000).collect::<String>().trim().to_owned()
        };
        // Only its ending tells how it is read, and nobody's folders belong on record.
        let name = line("name").rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Self {
            // Forms send line ends as two characters; the same report filed from a file has the same bytes.
            text: fields.one("text").replace("\r\n", "\n"),
            name,
            published: line("published"),
            outlet: line("outlet"),
            title: line("title"),
            url: line("url"),
        }
    }

    /// How it is to be read, or what of it cannot be.
    fn manner(&self, reader: desk::Reader) -> Result<Manner, Wrong> {
        if self.text.trim().is_empty() {
            return Err(("text", "paste the report, or drop its file".to_owned()));
        }
        if self.text.len() > MOST {
            return Err(("text", "a report can have 2 MB; file larger ones with onrecord file".to_owned()));
        }
        let published = match self.published.as_str() {
            "" => None,
            day => match day.parse() {
                Ok(day) => Some(day),
                Err(_) => return Err(("published", format!("“{day}” is no day: write 2024-12-14"))),
            },
        };
        if !self.url.is_empty() && !self.url.starts_with("https://") && !self.url.starts_with("http://") {
            return Err(("url", "an address begins with https:// or http://".to_owned()));
        }
        let words = |words: &String| (!words.is_empty()).then(|| words.clone());
        let given = Given { published, outlet: words(&self.outlet), title: words(&self.title), url: words(&self.url) };
        Ok(Manner { given, reader })
    }

    fn name(&self) -> Option<&str> {
        (!self.name.is_empty()).then_some(self.name.as_str())
    }
}

/// A report as it would be filed.
#[derive(Template)]
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
}

impl Preview {
    fn none() -> Self {
        Self {
            problem: None,
            title: None,
            outlet: None,
            published: None,
            words: 0,
            problems: Vec::new(),
            claims: 0,
            rows: Vec::new(),
            held: None,
        }
    }

    fn of(ledger: &Ledger, written: &Written, manner: &Manner) -> Result<Self, Failure> {
        let reading = desk::read_bytes(written.text.as_bytes(), written.name(), manner);
        let document = &reading.document;
        let shown = &reading.claims[..reading.claims.len().min(SHOWN)];
        let rows = (1..).zip(shown.iter().zip(reading::looks(shown)));
        Ok(Self {
            problem: None,
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            published: document.published.map(day::date),
            words: document.text.split_whitespace().count(),
            problems: document.problems.iter().map(ToString::to_string).collect(),
            claims: reading.claims.len(),
            rows: rows.map(|(number, (claim, look))| Row::of(claim, look, number)).collect(),
            held: ledger.held(&document.id)?.map(|_| document.id.as_str().to_owned()),
        })
    }
}

#[derive(Template)]
#[template(path = "file.html")]
struct Page {
    editor: Editor,
    written: Written,
    preview: Option<Preview>,
    problem: Option<Wrong>,
    done: Option<Done>,
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
    desk.ask(move |ledger| {
        let done = Done::of(ledger, &asked)?;
        Ok(Page { editor, written: Written::default(), preview: None, problem: None, done })
    })
    .await
}

/// What the report would come to, as a part of the page for the script that asks while one pastes.
pub(crate) async fn preview(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Html<String>, Failure> {
    let reader = desk.reader;
    desk.ask(move |ledger| {
        let written = Written::of(&signed.fields);
        match written.manner(reader) {
            Ok(manner) => Preview::of(ledger, &written, &manner),
            Err(wrong) => Ok(Preview { problem: Some(wrong), ..Preview::none() }),
        }
    })
    .await
}

/// Shows the report as it would be filed, or files it, by the button that was pressed.
pub(crate) async fn file(State(desk): State<Arc<Desk>>, signed: Signed) -> Result<Response, Failure> {
    let reader = desk.reader;
    desk.change(move |ledger| {
        let written = Written::of(&signed.fields);
        let again = |editor, written, preview, problem: Option<Wrong>| -> Result<Response, Failure> {
            let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok((status, pages::page(&Page { editor, written, preview, problem, done: None })?).into_response())
        };
        let manner = match written.manner(reader) {
            Ok(manner) => manner,
            Err(wrong) => return again(signed.editor, written, None, Some(wrong)),
        };
        if signed.fields.one("what") == "preview" {
            let preview = Preview::of(ledger, &written, &manner)?;
            return again(signed.editor, written, Some(preview), None);
        }
        let stamp = signed.editor.stamp();
        let filing = desk::file_bytes(ledger, written.text.as_bytes(), written.name(), &manner, &stamp)?;
        let what = match filing.filed {
            Some(Filed::New { .. }) => "new",
            Some(Filed::Reread { .. }) => "again",
            Some(Filed::Already) => "already",
            None => {
                let says: Vec<String> = filing.problems.iter().map(ToString::to_string).collect();
                return again(signed.editor, written, None, Some(("text", says.join("; "))));
            }
        };
        Ok(Redirect::to(&format!("/file?done={}&what={what}", filing.document)).into_response())
    })
    .await
}

//! Reading: bytes to a [`Document`] with clean text, blocks and metadata.
//!
//! ```
//! let report = b"Bridge closed after flood\n\nThe bridge at Lenk was closed on Monday, the canton said.\n";
//! let document = read::document(report, Some("bridge.txt"), &claims::Given::default());
//! assert_eq!(document.title.as_deref(), Some("Bridge closed after flood"));
//! assert_eq!(document.blocks.len(), 2);
//! ```
//!
//! Bytes become text ([`charset`]), text becomes parts (`plain`, `markdown`,
//! `page`), what is not the report leaves (`furniture`), and what remains is
//! laid out as one immutable text with blocks (`layout`). Reading never fails:
//! what had to be repaired is named in [`Document::problems`].
//!
//! Who said what in the text is not decided here; see the crate `extract`.

pub mod input;
pub mod charset;
mod language;
mod day;
mod layout;
mod furniture;
mod headline;
mod plain;
mod markdown;
mod page;

use claims::{Document, DocumentId, Given, Problem};

pub use input::{Input, ReadError, inputs, load};

/// The longest decoded text that is read, in bytes; what lies beyond is left out and named as a problem.
///
/// It is some two and a half million words. Nothing that one desk publishes as one report comes
/// near; what does is an archive or an accident.
pub const TEXT_LIMIT: usize = 16 << 20;

/// Reads one input, whatever its bytes are.
///
/// `path` is where the bytes came from, as the user named it; its ending helps to tell a page from
/// plain text. `given` is what the user says of the input; it wins over what the bytes say. Gzip is
/// recognised by its first bytes and unpacked.
///
/// The id is the hash of `bytes` as they come, packed or not.
#[must_use]
pub fn document(bytes: &[u8], path: Option<&str>, given: &Given) -> Document {
    let mut found = Found::default();
    let unpacked;
    let content = if input::is_gzip(bytes) {
        unpacked = input::unpack(bytes, &mut found.problems);
        &unpacked[..]
    } else {
        bytes
    };
    let kind = Kind::of(content, path);
    let text = charset::decode(content, kind == Kind::Page, &mut found.problems);
    let text = limited(&text, &mut found.problems);
    match kind {
        Kind::Plain => plain::read(text, &mut found),
        Kind::Markdown => markdown::read(text, &mut found),
        Kind::Page => page::read(text, &mut found),
    }
    found.into_document(DocumentId::of(bytes), path, given)
}

/// What kind of text an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Markdown,
    Page,
}

impl Kind {
    /// The name decides where it has a known ending; otherwise the first bytes do.
    ///
    /// A page saved as `.txt` is still a page, so for that ending too a doctype or `<html` wins.
    fn of(content: &[u8], path: Option<&str>) -> Self {
        let name = path.unwrap_or_default().to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html" | "htm" | "xhtml") => Self::Page,
            _ if looks_like_page(content) => Self::Page,
            Some("md" | "markdown") => Self::Markdown,
            _ => Self::Plain,
        }
    }
}

fn looks_like_page(content: &[u8]) -> bool {
    let head = &content[..content.len().min(1024)];
    // UTF-16 puts a zero beside every ASCII letter.
    let head: Vec<u8> = head.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    let starts = [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<article", b"<!doctype"];
    starts.iter().any(|start| head.starts_with(start))
        || (head.starts_with(b"<") && head.windows(5).any(|w| w == b"<html"))
}

fn limited<'t>(text: &'t str, problems: &mut Vec<Problem>) -> &'t str {
    if text.len() <= TEXT_LIMIT {
        return text;
    }
    problems.push(Problem(format!(
        "text is longer than {} MiB; the rest was left out, split the file to read all of it",
        TEXT_LIMIT >> 20
    )));
    let end = (0..=TEXT_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// What reading has found so far: the parts of the report and what is known of it.
#[derive(Debug, Default)]
struct Found {
    parts: Vec<layout::Part>,
    related: Vec<claims::Related>,
    facts: Facts,
    problems: Vec<Problem>,
}

/// A piece of metadata and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact<T> {
    value: T,
    place: &'static str,
}

/// What is known of a report. The first that sets a field wins, so the best evidence is asked first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts {
    title: Option<Fact<String>>,
    authors: Option<Fact<Vec<String>>>,
    outlet: Option<Fact<String>>,
    published: Option<Fact<jiff::civil::Date>>,
    modified: Option<Fact<jiff::civil::Date>>,
    url: Option<Fact<String>>,
    language: Option<Fact<String>>,
}

/// Keeps `value` as found at `place`, unless better evidence was there before.
fn note<T>(field: &mut Option<Fact<T>>, value: Option<T>, place: &'static str) {
    if field.is_none() {
        *field = value.map(|value| Fact { value, place });
    }
}

impl Found {
    fn into_document(mut self, id: DocumentId, path: Option<&str>, given: &Given) -> Document {
        let mut facts = Facts::default();
        note(&mut facts.title, given.title.clone(), "given");
        note(&mut facts.outlet, given.outlet.clone(), "given");
        note(&mut facts.published, given.published, "given");
        note(&mut facts.url, given.url.clone(), "given");
        if let Some(url) = &given.url {
            note(&mut facts.published, day::in_url(url), "url");
        }
        let Facts { title, authors, outlet, published, modified, url, language } = self.facts;
        // A day that the bytes give outright is better evidence than one in a given address.
        let published = match facts.published {
            Some(fact) if fact.place == "given" => Some(fact),
            guess => published.or(guess),
        };
        let (text, blocks) = layout::lay_out(&self.parts);
        if text.is_empty() && self.problems.is_empty() {
            self.problems.push(Problem("no text to read".to_owned()));
        }
        let language = language::of(&text, language);

        let mut found = std::collections::BTreeMap::new();
        let mut place = |name: &str, place: Option<&'static str>| {
            if let Some(place) = place {
                found.insert(name.to_owned(), place.to_owned());
            }
        };
        let title = facts.title.or(title);
        let outlet = facts.outlet.or(outlet);
        let url = facts.url.or(url);
        place("title", title.as_ref().map(|f| f.place));
        place("authors", authors.as_ref().map(|f| f.place));
        place("outlet", outlet.as_ref().map(|f| f.place));
        place("published", published.as_ref().map(|f| f.place));
        place("modified", modified.as_ref().map(|f| f.place));
        place("url", url.as_ref().map(|f| f.place));
        place("language", language.as_ref().map(|f| f.place));
        Document {
            id,
            path: path.map(str::to_owned),
            title: title.map(|f| f.value),
            authors: authors.map(|f| f.value).unwrap_or_default(),
            outlet: outlet.map(|f| f.value),
            published: published.map(|f| f.value),
            modified: modified.map(|f| f.value),
            url: url.map(|f| f.value),
            language: language.map(|f| f.value),
            text,
            blocks,
            related: self.related,
            found,
            problems: self.problems,
        }
    }
}

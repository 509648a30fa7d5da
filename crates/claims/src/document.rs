//! A report as read: its clean text, what its parts are, and what is known of it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{DocumentId, Span};

/// A report after reading: immutable text and the metadata found beside it.
///
/// Its JSON is `document/1`, described in `docs/formats/document.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename = "document/1")]
pub struct Document {
    /// Hash of the bytes that were read.
    pub id: DocumentId,
    /// Where the bytes came from, as the user named it; `None` for standard input.
    pub path: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The authors named in the byline or metadata.
    pub authors: Vec<String>,
    /// The outlet that published the report.
    pub outlet: Option<String>,
    /// The day the report was published, in the page's own time zone.
    pub published: Option<Date>,
    /// The day the report was last changed.
    pub modified: Option<Date>,
    /// The canonical address.
    pub url: Option<String>,
    /// ISO 639-1 code of the main language.
    pub language: Option<String>,
    /// The clean text: furniture removed, blocks separated by a blank line.
    pub text: String,
    /// The parts of `text`, in order, without overlap.
    pub blocks: Vec<Block>,
    /// Teasers of other stories that stood between the paragraphs.
    pub related: Vec<Related>,
    /// For each metadata field that was found, where: `"published": "json-ld"`.
    pub found: BTreeMap<String, String>,
    /// What could not be read, or had to be repaired.
    pub problems: Vec<Problem>,
}

/// One part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What the part is.
    pub kind: BlockKind,
    /// Where it stands, in code points.
    #[serde(flatten)]
    pub span: Span,
}

/// What a part of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The report's own headline.
    Headline,
    /// A heading between paragraphs.
    Subheading,
    /// Running text.
    Paragraph,
    /// The words below a picture.
    Caption,
    /// An item, or several, of a list.
    List,
    /// A block quotation.
    Quote,
    /// A line that gives place and day of filing, apart from any paragraph.
    Dateline,
}

/// Another story that the page advertised within this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// The other story's headline.
    pub title: String,
    /// Its address, where the page linked it.
    pub url: Option<String>,
}

/// Metadata that the user gives for inputs that do not carry it.
///
/// A given field wins over what the bytes say, and is recorded in
/// [`Document::found`] as `given`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The day of publication.
    pub published: Option<Date>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
}

/// Something about an input that had to be repaired or left out, in words for the user.
///
/// It names what was found, where, and where there is one, the next step;
/// it starts in lower case and has no full stop.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problem(pub String);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

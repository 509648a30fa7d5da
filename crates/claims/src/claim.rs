//! A claim: who said what, when, on which channel, how sure, about what.
//!
//! The JSON of [`Claim`] is `claim/1`, described in `docs/formats/claim.md`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::{ClaimId, Decider, Document, DocumentId, Form, Span, Was};

/// One claim on the record, anchored to its exact words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename = "claim/1")]
pub struct Claim {
    /// Derived from the document and the words the claim stands on.
    pub id: ClaimId,
    /// The report that carries the claim.
    pub document: DocumentRef,
    /// Whose claim it is; `None` for the outlet's own voice.
    pub source: Option<Source>,
    /// Voices from the outermost to the innermost; the last is the source's name.
    pub chain: Vec<String>,
    /// The words that report it.
    pub cue: Option<Cue>,
    /// What is claimed.
    pub content: Content,
    /// How it is put.
    pub form: Form,
    /// The claim within whose content this one stands.
    pub inside: Option<ClaimId>,
    /// When and where it was said.
    pub said: Said,
    /// The days it speaks of.
    pub about: Vec<About>,
    /// The places it speaks of.
    pub places: Vec<Place>,
    /// The figures it gives.
    pub quantities: Vec<Quantity>,
    /// How sure its source, or the one who reports it, puts it.
    pub certainty: Certainty,
    /// Whether it affirms or denies.
    pub polarity: Polarity,
    /// What it says of the event's course.
    pub status: Status,
    /// How sure we are of this reading, from 0 to 1.
    #[serde(serialize_with = "three_digits")]
    pub confidence: f32,
    /// For each field that a rule, model or person set (`attribution`, `polarity`, `status`, any that a person set), who decided
    /// and, where words did, which.
    #[serde(default)]
    pub decided: BTreeMap<String, Decision>,
}

/// Who decided a field, and the words that made them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The rule, model or person.
    pub by: Decider,
    /// The words that the decision rests on.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<Mention>,
    /// What a rule or model had found, where a person decided otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<Was>>,
}

/// What a claim repeats of its document, so that it can be read alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRef {
    /// Hash of the document's bytes.
    pub id: DocumentId,
    /// The headline.
    pub title: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The day of publication.
    pub published: Option<Date>,
    /// The canonical address.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
}

impl Claim {
    /// The voices that pass it on, from the outermost inwards; whose claim it is, is not among them, and nobody may be named.
    #[must_use]
    pub fn passed_on_by(&self) -> &[String] {
        let own = usize::from(self.source.is_some()).min(self.chain.len());
        &self.chain[..self.chain.len() - own]
    }
}

impl From<&Document> for DocumentRef {
    fn from(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            outlet: document.outlet.clone(),
            published: document.published,
            url: document.url.clone(),
            language: document.language.clone(),
        }
    }
}

/// Words of the text and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The words as they stand.
    pub words: String,
    /// Where, in code points.
    #[serde(flatten)]
    pub span: Span,
}

/// Whose claim it is: the mention, who we think that is, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The canonical name, one for all mentions of the same source in the document.
    pub name: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The office or description the text gives it.
    pub role: Option<String>,
    /// The words that stand for the source here; empty where the sentence has none.
    pub mention: String,
    /// Where the mention stands; for a continued report, where the source was last named.
    #[serde(flatten)]
    pub span: Span,
    /// What chose `name`.
    pub decided_by: Decider,
    /// Other sources it could have been, most likely first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// Another reading, and how likely we held it to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The name it would have been.
    pub name: String,
    /// From 0 to 1.
    #[serde(serialize_with = "three_digits")]
    pub confidence: f32,
}

/// What kind of source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A human being.
    Person,
    /// An institution, company, agency, party or unit.
    Organisation,
    /// People spoken of together: "residents", "some servicemembers".
    Group,
    /// A country or its government spoken of by the country's name.
    State,
    /// A news outlet.
    Outlet,
    /// A report, law, poll or letter.
    Document,
    /// A source whose name the text withholds: "officials", "reports".
    Unnamed,
}

/// The words that report a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// The words as they stand.
    pub text: String,
    /// Where, in code points.
    #[serde(flatten)]
    pub span: Span,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The words of all spans, joined by a space.
    pub text: String,
    /// Where they stand, in reading order.
    pub spans: Vec<Span>,
}

/// When and where a claim was said, as far as the report tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The day, as EDTF.
    pub edtf: Option<String>,
    /// The words that give the day.
    pub words: Option<String>,
    /// Where those words stand.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The channel in the report's words: "Telegram", "evening address".
    pub channel: Option<String>,
    /// Where the channel stands in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_span: Option<Span>,
    /// What decided the day and the channel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decided_by: Vec<Decider>,
}

/// A day, or stretch of days, that a claim speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// EDTF; open bounds as intervals.
    pub edtf: String,
    /// The words that give it.
    pub words: String,
    /// Where they stand.
    #[serde(flatten)]
    pub span: Span,
    /// What decided it.
    pub decided_by: Decider,
}

/// A place that a claim speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The words that name it.
    pub words: String,
    /// Its name in the gazetteer; `None` where we do not know it.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
    /// What decided it.
    pub decided_by: Decider,
    /// Other places of that name, most likely first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

impl Place {
    /// Its name, or the words where we do not know it, with its country: "Kursk Oblast, RU".
    #[must_use]
    pub fn with_country(&self) -> String {
        let name = self.name.as_ref().unwrap_or(&self.words);
        self.country.as_ref().map_or_else(|| name.clone(), |code| format!("{name}, {code}"))
    }
}

/// A figure, never collapsed to one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The words that give it, with the approximator.
    pub words: String,
    /// The least it can be; `None` where the words set no lower bound.
    #[serde(serialize_with = "plain_number")]
    pub low: Option<f64>,
    /// Whether it is more than `low`, as in "over 11,000".
    #[serde(default)]
    pub low_open: bool,
    /// The most it can be; `None` where the words set no upper bound.
    #[serde(serialize_with = "plain_number")]
    pub high: Option<f64>,
    /// Whether it is less than `high`, as in "under 100".
    #[serde(default)]
    pub high_open: bool,
    /// Whether the words say that the figure is rough: "about", "some".
    #[serde(default)]
    pub approximate: bool,
    /// What is counted or measured, in the text's words.
    pub of: Option<String>,
    /// The unit, where the figure measures: "percent", "USD", "km".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where the words stand.
    #[serde(flatten)]
    pub span: Span,
    /// What decided it.
    pub decided_by: Decider,
}

/// How a claim is put by its source or by the one who reports it; never how sure we are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certainty {
    /// The degree.
    pub degree: Degree,
    /// The words that gave it; `None` where the plain form of reporting did.
    pub words: Option<String>,
    /// Where those words stand.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What decided it.
    pub decided_by: Decider,
}

/// Degrees of a source's certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Degree {
    /// Put as checked or confirmed.
    Confirmed,
    /// Put as plain fact.
    Stated,
    /// Put as likely.
    Probable,
    /// Put as possible.
    Possible,
    /// Put as a first account that may change.
    Preliminary,
    /// Put as expected to come.
    Expected,
    /// Put as somebody's allegation.
    Alleged,
    /// Put as a rumour.
    Rumoured,
    /// Put in doubt.
    Doubted,
    /// Put as not known.
    Unknown,
}

/// Whether a claim affirms or denies what its words describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It says so.
    Affirmed,
    /// It says not so.
    Denied,
}

/// What a claim says of the course of its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It took place.
    Happened,
    /// It is going on.
    Ongoing,
    /// Somebody intends it.
    Planned,
    /// It is foreseen.
    Expected,
    /// It could be.
    Possible,
    /// Nobody has seen it yet.
    NotObserved,
    /// It did not take place.
    NotHappened,
    /// It is a view, a rule or a state of affairs rather than an event.
    General,
}

/// Writes 11000 rather than 11000.0, as a reader would.
fn plain_number<S: Serializer>(number: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(n) if n.fract() == 0.0 && n.abs() < 9e15 =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
            to.serialize_some(&(*n as i64))
        }
        other => other.serialize(to),
    }
}

/// A confidence is not known to more than three digits; more would only make diffs noisy.
fn three_digits<S: Serializer>(confidence: &f32, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64((f64::from(*confidence) * 1000.0).round() / 1000.0)
}

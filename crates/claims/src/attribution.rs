//! An attribution: which words are whose, before anybody asks who that is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Span;

/// One report of somebody's words, thought or decision, as spans of the text.
///
/// The parts follow PolNeAR's conventions: the *source* is the full noun
/// phrase with title and apposition, the *cue* the whole verb group, the
/// *content* what is reported, with its "that" and its quotation marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words that name whose content it is; `None` where the text names nobody here.
    pub source: Option<Span>,
    /// The words that report; `None` where a sentence goes on reporting without any.
    pub cue: Option<Span>,
    /// What is reported, in reading order; more than one span where the cue stands between.
    pub content: Vec<Span>,
    /// How the content is put.
    pub form: Form,
    /// Index, in the same list, of the attribution whose content holds this one.
    pub parent: Option<usize>,
    /// What found it.
    pub decided_by: Decider,
    /// How sure we are, from 0 to 1.
    pub confidence: f32,
}

/// How a content is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Wholly inside quotation marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// In the reporter's words with quoted parts.
    Mixed,
    /// A sentence that goes on reporting with no cue of its own.
    Continued,
    /// The outlet speaks for itself.
    OwnVoice,
}

/// What made a decision: `rule:NAME`, `model:NAME@VERSION` or `person:NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decider(String);

impl Decider {
    /// A rule, by its stable id.
    #[must_use]
    pub fn rule(id: &str) -> Self {
        Self(format!("rule:{id}"))
    }

    /// A trained model, by name and version.
    #[must_use]
    pub fn model(name: &str, version: &str) -> Self {
        Self(format!("model:{name}@{version}"))
    }

    /// A person, by the name they work under.
    #[must_use]
    pub fn person(name: &str) -> Self {
        Self(format!("person:{name}"))
    }

    /// Whether a person decided; what people decide outlives re-extraction.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.0.starts_with("person:")
    }

    /// The decider as it is written in the record.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Decider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

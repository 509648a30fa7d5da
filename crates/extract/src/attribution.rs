//! Attributions: whose words are whose, found by rules over tags.
//!
//! ```text
//! “We left,” said the mayor, adding that two bridges were closed.
//! source  the mayor   cue said     content “We left,”
//! source  the mayor   cue adding   content that two bridges were closed
//! ```
//!
//! The span conventions are PolNeAR's. A trained reader takes its place beside
//! [`rules`]: both give [`Found`]s over the same [`Text`], and everything after
//! (nesting, resolution, claims) does not ask which of them it was. Who "the mayor"
//! is, `resolve` decides.

mod lexicon;
mod phrase;
mod quote;
mod relayed;
mod rules;
mod scope;

use std::ops::Range;

use claims::{Attribution, Decider, Degree, Form};

pub use lexicon::{CueKind, Entry, Frames, Lexicon, VerbForm};
pub use phrase::{is_medium, is_time_word, phrase_forward, subject_before};
pub use scope::body as sentence_body;

use crate::text::Text;

/// An attribution as token ranges of one [`Text`].
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The words that name the source.
    pub source: Option<Range<usize>>,
    /// The words that report.
    pub cue: Option<Range<usize>>,
    /// The main verb or noun of the cue.
    pub head: Option<usize>,
    /// What is reported, in reading order.
    pub content: Vec<Range<usize>>,
    /// How it is put.
    pub form: Form,
    /// The person addressed, as in "told reporters".
    pub addressee: Option<Range<usize>>,
    /// Index of the attribution whose content holds this one.
    pub parent: Option<usize>,
    /// The stable id of the rule.
    pub rule: &'static str,
    /// The certainty that the cue alone gives.
    pub certainty: Degree,
    /// What sort of reporting it is.
    pub kind: CueKind,
    /// Whether the source stands with another cue and is shared with this one.
    pub shared: bool,
    /// How often this rule is right on the measuring data, from 0 to 1.
    pub confidence: f32,
}

/// The attributions of `text`, in reading order, with parents set.
#[must_use]
pub fn attributions(text: &Text) -> Vec<Found> {
    let mut found = rules::found(text);
    relayed::relay(text, &mut found);
    quote::extend(text, &mut found);
    for f in &mut found {
        f.form = form(text, f);
    }
    nest(&mut found);
    found
}

/// The same attributions as spans of code points, as they leave the crate.
#[must_use]
pub fn spans(text: &Text, found: &[Found]) -> Vec<Attribution> {
    let span = |r: &Range<usize>| text.span(r.clone());
    found
        .iter()
        .map(|f| Attribution {
            source: f.source.as_ref().map(span),
            cue: f.cue.as_ref().map(span),
            content: f.content.iter().map(span).collect(),
            form: f.form,
            parent: f.parent,
            decided_by: Decider::rule(f.rule),
            confidence: f.confidence,
        })
        .collect()
}

/// How a content is put, by how much of it stands in quotation marks.
fn form(text: &Text, found: &Found) -> Form {
    let is_word = |i: &usize| text.word(*i).chars().next().is_some_and(char::is_alphanumeric);
    let (mut inside, mut outside) = (0, 0);
    for range in &found.content {
        for i in range.clone().filter(is_word) {
            if text.quoted(i) { inside += 1 } else { outside += 1 }
        }
    }
    match (inside, outside) {
        (0, _) => Form::Indirect,
        (_, 0) => Form::Direct,
        _ => Form::Mixed,
    }
}

/// Sorts by place and sets each parent to the smallest attribution whose content holds the cue.
fn nest(found: &mut Vec<Found>) {
    found.retain(|f| !f.content.is_empty());
    found.sort_by_key(|f| (first_token(f), f.cue.as_ref().map_or(0, |c| c.start)));
    found.dedup_by(|b, a| a.cue == b.cue && a.content == b.content);
    // Contents are short beside the text: looking back stops where no earlier content can reach.
    let mut reach = 0;
    let mut open: Vec<usize> = Vec::new();
    for i in 0..found.len() {
        let (head, tail) = found.split_at_mut(i);
        let Some(this) = tail.first_mut() else { break };
        let start = first_token(this);
        if start >= reach {
            open.clear();
        }
        let anchor = this.head.or(this.cue.as_ref().map(|c| c.start)).unwrap_or(start);
        this.parent = None;
        let mut best = usize::MAX;
        for j in &open {
            let holds = head[*j].content.iter().any(|c| {
                c.contains(&anchor)
                    && this
                        .content
                        .iter()
                        .all(|own| c.start <= own.start && own.end <= c.end || !c.contains(&own.start))
            });
            let size: usize = head[*j].content.iter().map(ExactSizeIterator::len).sum();
            let own: usize = this.content.iter().map(ExactSizeIterator::len).sum();
            if holds && size < best && size > own {
                best = size;
                this.parent = Some(*j);
            }
        }
        // Who is cited or quoted stands inside the one who cites, though the words are the same.
        if matches!(this.rule, "citing" | "quoted")
            && let Some(outer) =
                open.iter().rev().find(|j| head[**j].content == this.content && head[**j].parent != Some(i))
        {
            this.parent = Some(*outer);
        }
        reach = reach.max(this.content.iter().map(|c| c.end).max().unwrap_or(0));
        open.push(i);
    }
}

fn first_token(found: &Found) -> usize {
    let ends = [found.source.as_ref().filter(|_| !found.shared), found.cue.as_ref(), found.content.first()];
    ends.into_iter().flatten().map(|r| r.start).min().unwrap_or(0)
}

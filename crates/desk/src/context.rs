//! Where a claim stands in its report: the paragraphs that hold its words, cut at those words.

use claims::{Claim, Document, Offsets, Span};

/// The words of a report around a claim, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The paragraphs that hold the claim's words; each is a list of parts.
    pub paragraphs: Vec<Vec<(Part, String)>>,
}

/// What a stretch of words is to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words around it.
    Around,
    /// Its source.
    Source,
    /// Its cue.
    Cue,
    /// Its content.
    Content,
}

/// The paragraphs of `document` in which `claim` stands; `None` where its spans lie outside the text.
#[must_use]
pub fn context(document: &Document, claim: &Claim) -> Option<Context> {
    let mut marks: Vec<(Span, Part)> = claim.content.spans.iter().map(|span| (*span, Part::Content)).collect();
    marks.extend(claim.cue.as_ref().map(|cue| (cue.span, Part::Cue)));
    let core = marks.iter().map(|(span, _)| *span).reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))?;
    let within = |span: Span| document.blocks.iter().map(|b| b.span).filter(move |block| block.overlaps(span));
    // A source named paragraphs earlier is told by the record's fields; the text shown stays short.
    marks.extend(
        claim
            .source
            .as_ref()
            .filter(|s| within(core).any(|block| block.contains(s.span)))
            .map(|s| (s.span, Part::Source)),
    );
    let offsets = Offsets::new(&document.text);
    let paragraphs: Vec<Vec<(Part, String)>> = within(core).map(|block| cut(block, &marks, &offsets)).collect();
    (!paragraphs.is_empty()).then_some(Context { paragraphs })
}

/// The words of `block`, cut where a mark begins or ends; cue and source win where marks overlap.
fn cut(block: Span, marks: &[(Span, Part)], offsets: &Offsets<'_>) -> Vec<(Part, String)> {
    let mut edges = vec![block.start, block.end];
    edges.extend(
        marks.iter().flat_map(|(span, _)| [span.start, span.end]).filter(|at| block.start < *at && *at < block.end),
    );
    edges.sort_unstable();
    edges.dedup();
    let mut parts: Vec<(Part, String)> = Vec::new();
    for edge in edges.windows(2) {
        let span = Span::new(edge[0], edge[1]);
        let part = marks.iter().filter(|(mark, _)| mark.contains(span)).map(|(_, part)| *part);
        let part = part.max_by_key(|part| match part {
            Part::Around => 0,
            Part::Content => 1,
            Part::Source => 2,
            Part::Cue => 3,
        });
        let part = part.unwrap_or(Part::Around);
        match parts.last_mut() {
            Some((last, words)) if *last == part => words.push_str(offsets.words(span)),
            _ => parts.push((part, offsets.words(span).to_owned())),
        }
    }
    parts
}

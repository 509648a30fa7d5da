//! The report as a page shows it: its words, cut wherever a claim begins or ends.
//!
//! Claims may stand within each other and, rarely, across each other, so a page cannot nest one element a claim;
//! each piece of text names all claims it belongs to instead, the innermost last.

use std::collections::HashMap;

use claims::{BlockKind, Claim, Degree, Document, Offsets, Span};

/// A paragraph, heading or list item of the report.
#[derive(Debug)]
pub(crate) struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words, cut.
    pub pieces: Vec<Piece>,
}

impl Block {
    /// The element that holds it.
    pub(crate) fn element(&self) -> &'static str {
        match self.kind {
            BlockKind::Headline => "h2",
            BlockKind::Subheading => "h3",
            BlockKind::Quote => "blockquote",
            _ => "p",
        }
    }
}

impl Block {
    /// Whether it says again what stands above it as the `title`, and nothing is claimed in it.
    pub(crate) fn is_only(&self, title: &str) -> bool {
        let words: String = self.pieces.iter().map(|piece| piece.words.as_str()).collect();
        self.kind == BlockKind::Headline
            && words.trim() == title.trim()
            && self.pieces.iter().all(|piece| piece.look.is_none() && !piece.corrected)
    }
}

/// Words that belong to the same claims.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The words.
    pub words: String,
    /// Numbers of the claims that begin with it.
    pub begins: Vec<usize>,
    /// Numbers of the claims whose content it is part of, the outermost first.
    pub within: Vec<usize>,
    /// Look of the innermost of these claims.
    pub look: Option<Look>,
    /// Whether an editor corrected it.
    pub corrected: bool,
}

/// How words show whose they are and how sure they are put: never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// 0 for the outlet's own voice, then one number a voice in order of appearance, from 1 to 8 and again.
    pub voice: usize,
    /// `sure`, `soft` or `far`, which set the line under the words.
    pub shape: &'static str,
}

/// The look of each claim, in the order of `claims`.
pub(crate) fn looks(claims: &[Claim]) -> Vec<Look> {
    let mut voices: HashMap<&str, usize> = HashMap::new();
    let look = |claim: &'_ Claim, voices: usize| Look { voice: voices, shape: shape(claim.certainty.degree) };
    claims
        .iter()
        .map(|claim| {
            let Some(source) = &claim.source else { return look(claim, 0) };
            let next = voices.len() % VOICES + 1;
            look(claim, *voices.entry(&source.name).or_insert(next))
        })
        .collect()
}

/// How many voices differ in colour.
const VOICES: usize = 8;

/// The look of one claim alone.
pub(crate) fn look(claim: &Claim) -> Look {
    Look { voice: usize::from(claim.source.is_some()), shape: shape(claim.certainty.degree) }
}

fn shape(degree: Degree) -> &'static str {
    match degree {
        Degree::Confirmed | Degree::Stated => "sure",
        Degree::Probable | Degree::Possible | Degree::Preliminary | Degree::Expected => "soft",
        Degree::Alleged | Degree::Rumoured | Degree::Doubted | Degree::Unknown => "far",
    }
}

/// The blocks of `document`, cut at the contents of `claims` and at `corrected` words; claims are numbered from 1 in
/// their order.
pub(crate) fn blocks(document: &Document, claims: &[Claim], looks: &[Look], corrected: &[Span]) -> Vec<Block> {
    let offsets = Offsets::new(&document.text);
    let mut spans: Vec<(Span, usize)> = Vec::new();
    for (number, claim) in (1..).zip(claims) {
        spans.extend(claim.content.spans.iter().map(|span| (*span, number)));
    }
    // Longer ones first where they begin together, so that an inner claim comes last.
    spans.sort_by_key(|(span, number)| (span.start, std::cmp::Reverse(span.end), *number));
    let first: HashMap<usize, usize> =
        (1..).zip(claims).filter_map(|(n, claim)| Some((n, claim.content.spans.first()?.start))).collect();
    let mut next = 0;
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut blocks = Vec::new();
    for block in &document.blocks {
        let Span { mut start, end } = block.span;
        let mut pieces = Vec::new();
        while start < end {
            let mut begins = Vec::new();
            while let Some((span, number)) = spans.get(next).filter(|(span, _)| span.start <= start) {
                if first.get(number) == Some(&span.start) {
                    begins.push(*number);
                }
                open.push((*span, *number));
                next += 1;
            }
            open.retain(|(span, _)| span.end > start);
            let ends = open.iter().map(|(span, _)| span.end);
            let starts = spans.get(next).map(|(span, _)| span.start);
            let edges = corrected.iter().flat_map(|c| [c.start, c.end]).filter(|edge| *edge > start);
            let to = ends.chain(starts).chain(edges).chain([end]).min().unwrap_or(end).clamp(start + 1, end);
            let within: Vec<usize> = open.iter().map(|(_, number)| *number).collect();
            let look = within.last().and_then(|number| looks.get(number - 1)).copied();
            let words = offsets.words(Span::new(start, to)).to_owned();
            let corrected = corrected.iter().any(|c| c.overlaps(Span::new(start, to)));
            pieces.push(Piece { words, begins, within, look, corrected });
            start = to;
        }
        blocks.push(Block { kind: block.kind, pieces });
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.txt");
        std::fs::write(&path, text).expect("a file");
        let (inputs, _) = desk::inputs(&[path]);
        desk::document(&inputs[0], &claims::Given::default()).expect("read")
    }

    fn picture(text: &str) -> String {
        let document = document(text);
        let reading = desk::reading(document, desk::Reader::Rules);
        let looks = looks(&reading.claims);
        let mut out = String::new();
        for block in blocks(&reading.document, &reading.claims, &looks, &[]) {
            for piece in block.pieces {
                let look = piece.look.map(|l| (l.voice, l.shape));
                out += &format!("{:?} {look:?} {}\n", piece.within, piece.words.trim());
            }
        }
        out
    }

    #[test]
    fn every_letter_of_the_text_is_in_one_piece() {
        let text = "The mayor said on Tuesday that police believed two bridges were closed. “They may open soon,” he added.\n\nIt rained.";
        let document = document(text);
        let reading = desk::reading(document, desk::Reader::Rules);
        let blocks =
            blocks(&reading.document, &reading.claims, &looks(&reading.claims), &[Span::new(4, 9), Span::new(7, 40)]);
        let words: Vec<String> = blocks.iter().map(|b| b.pieces.iter().map(|p| p.words.as_str()).collect()).collect();
        assert_eq!(words.join("\n\n"), text);
        let begun: Vec<usize> = blocks.iter().flat_map(|b| b.pieces.iter().flat_map(|p| p.begins.clone())).collect();
        assert_eq!(begun, (1..=reading.claims.len()).collect::<Vec<_>>());
    }

    #[test]
    fn inner_words_look_like_the_inner_voice() {
        insta::assert_snapshot!(picture("The mayor said that police believed two bridges might be closed."), @r#"
        [] None The mayor said
        [1] Some((1, "sure")) that police believed
        [1, 2] Some((2, "soft")) two bridges might be closed
        [] None .
        "#);
    }
}

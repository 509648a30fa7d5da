//! Layout: parts of a report, in order, to one text with blocks.
//!
//! The parts "Flood" (headline) and "Two bridges closed." (paragraph) become
//! the text `Flood\n\nTwo bridges closed.` with the blocks 0..5 and 7..26.
//!
//! What the parts are is decided before, in `plain`, `markdown` and `page`.

use claims::{Block, BlockKind, Span};

/// One part of a report before it has a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
}

impl Part {
    pub(crate) fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

/// Joins the parts by a blank line and says where each stands. Parts without words are left out.
pub(crate) fn lay_out(parts: &[Part]) -> (String, Vec<Block>) {
    let mut text = String::with_capacity(parts.iter().map(|part| part.text.len() + 2).sum());
    let mut blocks = Vec::with_capacity(parts.len());
    let mut at = 0;
    for part in parts {
        let words = spaced(&part.text);
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str("\n\n");
            at += 2;
        }
        let end = at + words.chars().count();
        blocks.push(Block { kind: part.kind, span: Span::new(at, end) });
        text.push_str(&words);
        at = end;
    }
    (text, blocks)
}

/// The words of `text` with one space between them: line breaks, tabs and no-break spaces become
/// spaces, invisible characters (byte-order marks, zero-width spaces, soft hyphens, controls) leave.
pub(crate) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(c);
    }
    out
}

/// Characters that nobody sees and no word needs. Joiners stay: several scripts spell with them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'
            ..='\u{202e}' | '\u{fffc}'
    ) || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_single_and_letters_stay_as_they_are() {
        assert_eq!(spaced("\u{feff} “Нет”,\u{a0}he\r\n\tsaid — at\u{ad}last "), "“Нет”, he said — atlast");
    }

    #[test]
    fn blocks_count_code_points() {
        let (text, blocks) = lay_out(&[
            Part::new(BlockKind::Headline, "Повінь"),
            Part::new(BlockKind::Paragraph, " \n "),
            Part::new(BlockKind::Paragraph, "Two  bridges closed."),
        ]);
        assert_eq!(text, "Повінь\n\nTwo bridges closed.");
        assert_eq!(blocks[1], Block { kind: BlockKind::Paragraph, span: Span::new(8, 27) });
    }
}

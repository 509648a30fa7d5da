//! Spans of a document's text, and the one place where bytes become code points.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open stretch of a document's text, counted in Unicode code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first code point inside the span.
    pub start: usize,
    /// The first code point after the span.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`; both in code points.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether `other` lies wholly within this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one code point.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The number of code points inside the span.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// Translates between byte offsets and code points of one text.
///
/// ASCII text needs no table. Otherwise one entry is kept per [`STRIDE`]
/// bytes, so a look-up scans at most that many bytes.
#[derive(Clone, Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points before byte `i * STRIDE`; empty where the text is ASCII.
    before: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'t> Offsets<'t> {
    /// Indexes `text`, in time linear in its length.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for (i, byte) in text.bytes().enumerate() {
                if i % STRIDE == 0 {
                    before.push(seen);
                }
                seen += usize::from(starts_code_point(byte));
            }
        }
        Self { text, before }
    }

    /// The number of code points before byte `byte`. A byte inside a code point counts as its end.
    #[must_use]
    pub fn code_point(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return byte;
        }
        let block = (byte / STRIDE).min(self.before.len() - 1);
        let rest = &self.text.as_bytes()[block * STRIDE..byte];
        self.before[block] + rest.iter().filter(|b| starts_code_point(**b)).count()
    }

    /// The byte at which code point `point` starts; the text's length for any point past its end.
    #[must_use]
    pub fn byte(&self, point: usize) -> usize {
        if self.before.is_empty() {
            return point.min(self.text.len());
        }
        let block = self.before.partition_point(|seen| *seen <= point).saturating_sub(1);
        let mut seen = self.before[block];
        for (i, byte) in self.text.as_bytes()[block * STRIDE..].iter().enumerate() {
            if starts_code_point(*byte) {
                if seen == point {
                    return block * STRIDE + i;
                }
                seen += 1;
            }
        }
        self.text.len()
    }

    /// The span of code points that covers the bytes `range`.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.code_point(range.start), self.code_point(range.end))
    }

    /// The bytes that `span` covers.
    #[must_use]
    pub fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }

    /// The words inside `span`; what lies outside the text is left out.
    #[must_use]
    pub fn words(&self, span: Span) -> &'t str {
        &self.text[self.bytes(span)]
    }
}

const fn starts_code_point(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn offsets_agree_with_char_indices(text in "\\PC{0,300}") {
            let offsets = Offsets::new(&text);
            for (point, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.code_point(byte), point);
                prop_assert_eq!(offsets.byte(point), byte);
            }
            let points = text.chars().count();
            prop_assert_eq!(offsets.code_point(text.len()), points);
            prop_assert_eq!(offsets.byte(points), text.len());
            prop_assert_eq!(offsets.byte(points + 7), text.len());
        }
    }

    #[test]
    fn words_of_a_span_behind_a_curly_quote() {
        let offsets = Offsets::new("“Нет,” he said");
        assert_eq!(offsets.words(Span::new(1, 4)), "Нет");
        assert_eq!(offsets.span("“Нет,” ".len().."“Нет,” he".len()), Span::new(7, 9));
    }
}

//! A text as the extractor sees it: blocks, sentences, tagged tokens, quotations.
//!
//! ```text
//! “We left,” she said.   →   “|We|left|,|”|she|said|.   one sentence, one quotation
//! ```
//!
//! Everything after this works on token indices of one [`Text`]; bytes come back
//! only when a result leaves the crate. Who speaks is none of this module's business.

mod classes;
mod quotation;
mod sentence;
mod tag;
mod tagger;
mod token;

use std::ops::Range;

use claims::{BlockKind, Document, Offsets, Span};

pub use classes::table as class_table;
pub use quotation::Quotation;
pub use tag::Tag;
pub use tagger::{FeatureBuffer, Tagger, features, fixed};
pub use token::{Piece, pieces};

/// One token: a word, a clitic, a figure or a mark of punctuation.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// First byte after the token.
    pub end: usize,
    /// Part of speech.
    pub tag: Tag,
    /// What the word can be, by [`classes::code`].
    class: u16,
    lower: (u32, u32),
}

/// A sentence, as a range of tokens, within one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, with the final stop and any closing mark.
    pub tokens: Range<usize>,
    /// Index of its block.
    pub block: usize,
}

/// A part of the text that sentences do not cross.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBlock {
    /// What the part is.
    pub kind: BlockKind,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// A text, split and tagged once; immutable from then on.
#[derive(Debug)]
pub struct Text<'t> {
    words: &'t str,
    lower: String,
    offsets: Offsets<'t>,
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// All sentences, in order; every token is in one.
    pub sentences: Vec<Sentence>,
    /// All blocks, in order.
    pub blocks: Vec<TextBlock>,
    /// Quotations, in order of their opening mark.
    pub quotations: Vec<Quotation>,
    sentence_of: Vec<u32>,
    /// For each token, 1 + the index of the outermost quotation that holds it, 0 where none does.
    quotation_of: Vec<u32>,
}

impl<'t> Text<'t> {
    /// Splits and tags a document's text along its blocks.
    #[must_use]
    pub fn of(document: &'t Document) -> Self {
        let offsets = Offsets::new(&document.text);
        let blocks = document.blocks.iter().map(|b| (b.kind, offsets.bytes(b.span))).collect::<Vec<_>>();
        Self::new(&document.text, offsets, &blocks)
    }

    /// Splits and tags plain text, in which every line is a block.
    #[must_use]
    pub fn plain(words: &'t str) -> Self {
        let mut blocks = Vec::new();
        let mut start = 0;
        for line in words.split_inclusive('\n') {
            if !line.trim().is_empty() {
                blocks.push((BlockKind::Paragraph, start..start + line.len()));
            }
            start += line.len();
        }
        Self::new(words, Offsets::new(words), &blocks)
    }

    fn new(words: &'t str, offsets: Offsets<'t>, parts: &[(BlockKind, Range<usize>)]) -> Self {
        let mut text = Self {
            words,
            lower: String::with_capacity(words.len()),
            offsets,
            tokens: Vec::with_capacity(words.len() / 5),
            sentences: Vec::new(),
            blocks: Vec::with_capacity(parts.len()),
            quotations: Vec::new(),
            sentence_of: Vec::new(),
            quotation_of: Vec::new(),
        };
        for (kind, bytes) in parts {
            let first = text.tokens.len();
            for Piece { start, end } in pieces(&words[bytes.clone()]) {
                text.push(bytes.start + start, bytes.start + end);
            }
            if text.tokens.len() > first {
                text.blocks.push(TextBlock { kind: *kind, tokens: first..text.tokens.len() });
            }
        }
        text.sentences = sentence::sentences(&text);
        text.sentence_of = vec![0; text.tokens.len()];
        for (i, sentence) in text.sentences.iter().enumerate() {
            text.sentence_of[sentence.tokens.clone()].fill(u32::try_from(i).unwrap_or(u32::MAX));
        }
        Tagger::shipped().tag(&mut text);
        text.quotations = quotation::quotations(&text);
        text.quotation_of = vec![0; text.tokens.len()];
        for (n, q) in text.quotations.iter().enumerate().filter(|(_, q)| !q.nested) {
            text.quotation_of[q.tokens.clone()].fill(u32::try_from(n + 1).unwrap_or(0));
        }
        text
    }

    fn push(&mut self, start: usize, end: usize) {
        let low = self.lower.len();
        for c in self.words[start..end].chars() {
            match c {
                '’' | '‘' | 'ʼ' => self.lower.push('\''),
                c if c.is_ascii() => self.lower.push(c.to_ascii_lowercase()),
                c => self.lower.extend(c.to_lowercase()),
            }
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let class = classes::code(&self.lower[low..]);
        self.tokens.push(Token { start, end, tag: Tag::Other, class, lower: (narrow(low), narrow(self.lower.len())) });
    }

    /// The number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The words as they stand from token `range.start` to token `range.end - 1`; nothing for an empty range.
    #[must_use]
    pub fn words(&self, range: Range<usize>) -> &'t str {
        if range.is_empty() { "" } else { &self.words[self.bytes(range)] }
    }

    /// Token `i` as it stands; nothing past the end.
    #[must_use]
    pub fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |t| &self.words[t.start..t.end])
    }

    /// Token `i` in lower case with straight apostrophes; nothing past the end.
    #[must_use]
    pub fn low(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &self.lower[t.lower.0 as usize..t.lower.1 as usize])
    }

    /// The tag of token `i`; [`Tag::Other`] past the end.
    #[must_use]
    pub fn tag(&self, i: usize) -> Tag {
        self.tokens.get(i).map_or(Tag::Other, |t| t.tag)
    }

    /// The index of the sentence that token `i` stands in.
    #[must_use]
    pub fn sentence_at(&self, i: usize) -> usize {
        self.sentence_of.get(i).map_or(self.sentences.len(), |s| *s as usize)
    }

    /// The tokens of the sentence that token `i` stands in.
    #[must_use]
    pub fn sentence(&self, i: usize) -> Range<usize> {
        self.sentences.get(self.sentence_at(i)).map_or(i..i, |s| s.tokens.clone())
    }

    /// The outermost quotation that holds token `i`, marks included.
    #[must_use]
    pub fn quotation_from(&self, i: usize) -> Option<&Quotation> {
        let n = *self.quotation_of.get(i)? as usize;
        self.quotations.get(n.checked_sub(1)?)
    }

    /// Whether WordNet has token `i` as a common noun, singular or plural.
    #[must_use]
    pub fn is_common(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| classes::is_noun(t.class) || classes::is_plural(t.class))
    }

    /// The index of the block that token `i` stands in; 0 where the text has no sentences.
    #[must_use]
    pub fn block_of(&self, i: usize) -> usize {
        self.sentences.get(self.sentence_at(i)).map_or(0, |s| s.block)
    }

    /// Whether token `i` is the first of its block.
    #[must_use]
    pub fn opens_block(&self, i: usize) -> bool {
        self.blocks.get(self.block_of(i)).is_some_and(|b| b.tokens.start == i)
    }

    /// Whether token `i` stands in quotation marks, or is one.
    #[must_use]
    pub fn quoted(&self, i: usize) -> bool {
        self.quotation_from(i).is_some()
    }

    /// The bytes from the first to the last token of a range that is not empty.
    #[must_use]
    pub fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.tokens[range.start].start..self.tokens[range.end - 1].end
    }

    /// The code points from the first to the last token of a range that is not empty.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        self.offsets.span(self.bytes(range))
    }

    /// The code points that `bytes` cover.
    #[must_use]
    pub fn span_of_bytes(&self, bytes: Range<usize>) -> Span {
        self.offsets.span(bytes)
    }

    /// The tokens that lie wholly inside `bytes`.
    #[must_use]
    pub fn tokens_in(&self, bytes: Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.start < bytes.start);
        let end = self.tokens.partition_point(|t| t.end <= bytes.end);
        start..end.max(start)
    }

    /// The whole text.
    #[must_use]
    pub fn all(&self) -> &'t str {
        self.words
    }
}

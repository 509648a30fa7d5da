//! Wordpieces of single tokens, as BERT's uncased vocabulary has them.
//!
//! A token is lower-cased, loses its accents, is cut at marks of punctuation, and each part is taken for the longest
//! pieces that the vocabulary holds, from the left (Devlin et al. 2019; Wu et al. 2016).

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Pieces of one token that are kept; what is longer says nothing more.
const MOST: usize = 8;
/// Longer parts are unknown words.
const LONGEST: usize = 100;

/// A vocabulary: one piece a line, its number the line's.
#[derive(Debug)]
pub struct Vocabulary {
    pieces: HashMap<&'static str, u32>,
    unknown: u32,
    /// What stands before a window.
    pub first: u32,
    /// What stands behind it.
    pub last: u32,
}

impl Vocabulary {
    pub fn new(lines: &'static str) -> Self {
        let pieces: HashMap<&str, u32> = lines.lines().zip(0..).collect();
        let of = |name: &str| pieces.get(name).copied().unwrap_or(0);
        Self { unknown: of("[UNK]"), first: of("[CLS]"), last: of("[SEP]"), pieces }
    }

    /// Appends the pieces of `word` to `out`, one at least.
    pub fn pieces(&self, word: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let plain: String = word
            .chars()
            .filter(|c| !matches!(c, '\0' | '\u{fffd}') && !is_format(*c) && (!c.is_control() || c.is_whitespace()))
            .nfd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .collect();
        for part in parts(&plain) {
            self.longest(part, out);
        }
        out.truncate(before + MOST);
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    fn longest(&self, part: &str, out: &mut Vec<u32>) {
        let before = out.len();
        if part.chars().count() > LONGEST {
            out.push(self.unknown);
            return;
        }
        let mut rest = part;
        let mut buffer = String::with_capacity(part.len() + 2);
        while !rest.is_empty() {
            let mut end = rest.len();
            let found = loop {
                let piece = if rest.len() == part.len() {
                    self.pieces.get(&rest[..end])
                } else {
                    buffer.clear();
                    buffer.push_str("##");
                    buffer.push_str(&rest[..end]);
                    self.pieces.get(buffer.as_str())
                };
                match (piece, rest[..end].char_indices().next_back()) {
                    (Some(id), _) => break Some(*id),
                    (None, Some((shorter, _))) if shorter > 0 => end = shorter,
                    _ => break None,
                }
            };
            let Some(id) = found else {
                // A word with one part unknown is unknown altogether.
                out.truncate(before);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            rest = &rest[end..];
        }
    }
}

/// The parts of a token between blanks, marks and ideographs; each mark and ideograph is a part.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (i, c) in word.char_indices() {
        let alone = is_mark(c) || is_ideograph(c);
        if alone || c.is_whitespace() {
            if start < i {
                parts.push(&word[start..i]);
            }
            start = i + c.len_utf8();
            if alone {
                parts.push(&word[i..start]);
            }
        }
    }
    if start < word.len() {
        parts.push(&word[start..]);
    }
    parts
}

fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}'
            | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}' | '\u{5f3}' | '\u{5f4}'
            | '\u{609}' | '\u{60a}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61d}'..='\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}'
            | '\u{964}' | '\u{965}' | '\u{970}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}'
            | '\u{2053}'..='\u{205e}' | '\u{207d}' | '\u{207e}' | '\u{208d}' | '\u{208e}' | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}'
            | '\u{2e00}'..='\u{2e2e}' | '\u{2e30}'..='\u{2e4f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
            | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}' | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}'
            | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2b73f}'
        | '\u{2b740}'..='\u{2b81f}' | '\u{2b820}'..='\u{2ceaf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}
/// Characters that only steer others (Unicode's category Cf, of the planes that text is written in); BERT drops them.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

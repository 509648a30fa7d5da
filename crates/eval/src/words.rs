//! Words as the scorers count them: runs of letters and digits, and single marks.
//!
//! `“Don't,” he said.` is seven words: `“`, `Don't`, `,`, `”`, `he`, `said`, `.`.
//! This is the tokenisation of the published scorers, kept apart from the
//! product's own so that no change there can move a score.

use std::ops::Range;
use std::sync::LazyLock;

use claims::Offsets;
use regex::Regex;

/// Python's `\w+(?:['’]\w+)?|[^\w\s]`; its `\w` knows no combining marks and its `\s` some control characters.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}_]+(?:['’][\p{L}\p{N}_]+)?|[^\p{L}\p{N}_\s\x1c-\x1f]").expect("a fixed pattern")
});

static RUN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a fixed pattern"));

/// One word or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its first code point.
    pub start: usize,
    /// The code point after it.
    pub end: usize,
    /// Whether it holds a letter or digit; otherwise it is a mark.
    pub lettered: bool,
}

/// The words and marks of `text`, in order.
pub fn words(text: &str) -> Vec<Word> {
    let offsets = Offsets::new(text);
    WORD.find_iter(text)
        .map(|found| {
            let span = offsets.span(found.range());
            Word { start: span.start, end: span.end, lettered: RUN.is_match(found.as_str()) }
        })
        .collect()
}

/// The runs of letters and digits in `text`, Python's `\w+`.
pub fn runs(text: &str) -> impl Iterator<Item = &str> {
    RUN.find_iter(text).map(|found| found.as_str())
}

/// Where the runs of letters and digits stand in `text`, in bytes.
pub fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    RUN.find_iter(text).map(|found| found.range())
}

/// Whether Python's `str.isspace` holds; Rust leaves out four separators of ASCII.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_alone_and_an_apostrophe_joins_once() {
        let text = "“Don’t rock'n'roll,” he said… ½ é";
        let seen: Vec<String> =
            words(text).iter().map(|w| text.chars().skip(w.start).take(w.end - w.start).collect::<String>()).collect();
        assert_eq!(seen.join("|"), "“|Don’t|rock'n|'|roll|,|”|he|said|…|½|é");
    }
}

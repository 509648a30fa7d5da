//! The words of a text as the search for places sees them.

use std::ops::Range;

/// A word, and what stands between it and the word before.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Bytes of the text, without a possessive ending.
    pub range: Range<usize>,
    /// What parts it from the word before.
    pub gap: Gap,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it has at least two letters and all are capitals.
    pub capitals: bool,
    /// Whether a possessive ending follows.
    pub possessive: bool,
    /// Whether a sentence, a line or a quotation begins here.
    pub first: bool,
    /// Whether a line begins here.
    pub line: bool,
    /// Whether the line is a headline, where most words have capitals.
    pub headline: bool,
}

impl Token {
    /// The word itself.
    pub fn word<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range.clone()]
    }
}

/// What parts two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space.
    Space,
    /// A hyphen or a slash with no space.
    Hyphen,
    /// A comma and a space, or a full stop, comma and space.
    Comma,
    /// Anything else.
    Other,
}

/// Cuts `text` into words.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut stop = start + first.len_utf8();
        let mut letters = 1;
        while let Some(&(at, c)) = chars.peek() {
            let inside = c.is_alphanumeric()
                || is_mark(c)
                || (is_apostrophe(c) && text[at + c.len_utf8()..].starts_with(char::is_alphabetic))
                || (c == '.' && letters == 1 && text[at + 1..].starts_with(char::is_uppercase));
            if !inside {
                break;
            }
            letters = if c == '.' { 0 } else { letters + 1 };
            stop = at + c.len_utf8();
            chars.next();
        }
        let word = &text[start..stop];
        // "U.S." and "St. Louis": the full stop belongs to the word.
        let dotted =
            word.contains('.') || (matches!(word, "St" | "Ste" | "Mt" | "Ft") && text[stop..].starts_with(". "));
        if dotted && text[stop..].starts_with('.') {
            stop += 1;
            chars.next();
        }
        let (word_end, possessive) = without_possessive(&text[start..stop]);
        let between = &text[end..start];
        let capital = first.is_uppercase();
        let word = &text[start..start + word_end];
        found.push(Token {
            range: start..start + word_end,
            gap: if found.is_empty() { Gap::Other } else { gap(between) },
            capital,
            capitals: capital
                && word.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !word.chars().any(char::is_lowercase),
            possessive: possessive || text[stop..].starts_with("' ") || text[stop..].starts_with("’ "),
            first: found.is_empty() || begins_sentence(between),
            line: found.is_empty() || between.contains('\n'),
            headline: false,
        });
        end = stop;
    }
    mark_headlines(&mut found);
    found
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`')
}

/// Combining marks and modifier apostrophes that stand within a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | 'ʻ' | 'ʹ')
}

/// How long the word is without "'s", and whether that was there.
fn without_possessive(word: &str) -> (usize, bool) {
    let mut ends = word.char_indices().rev();
    if let (Some((_, 's' | 'S')), Some((at, mark))) = (ends.next(), ends.next())
        && is_apostrophe(mark)
    {
        return (at, true);
    }
    (word.len(), false)
}

fn gap(between: &str) -> Gap {
    match between {
        " " | "\u{A0}" => Gap::Space,
        "-" | "–" | "/" | "‑" | "‐" => Gap::Hyphen,
        ", " | "., " => Gap::Comma,
        _ if !between.contains('\n') && between.chars().all(|c| c == ' ' || c == '\u{A0}') => Gap::Space,
        _ => Gap::Other,
    }
}

fn begins_sentence(between: &str) -> bool {
    between.contains(['.', '!', '?', '…', '\n', '“', '"', '«', '„', '‘', ':', '•', '(', '—'])
}

/// Marks the lines in which at least four words are long enough to tell and most of those have capitals.
fn mark_headlines(tokens: &mut [Token]) {
    let mut start = 0;
    while start < tokens.len() {
        let mut end = start + 1;
        while end < tokens.len() && !tokens[end].line {
            end += 1;
        }
        let long = tokens[start..end].iter().filter(|t| t.range.len() > 3).count();
        let capital = tokens[start..end].iter().filter(|t| t.range.len() > 3 && t.capital).count();
        if long > 3 && capital * 10 >= long * 8 {
            tokens[start..end].iter_mut().for_each(|t| t.headline = true);
        }
        start = end;
    }
}

//! Words, clitics, figures and marks of punctuation.
//!
//! Clitics stand alone as in the Penn Treebank (`Clinton|'s`, `do|n't`), hyphenated
//! words stay whole, and an abbreviation keeps its stop (`U.S.`, `Dec.`).

/// A token's bytes within the string that was split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// Abbreviations that keep their stop; `sentence` decides whether it also ends a sentence.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "amb", "apr", "assn", "aug", "ave", "bldg", "blvd", "brig", "bros", "capt", "cdr", "cf", "cmdr", "co",
    "col", "corp", "cpl", "cpt", "dec", "dept", "dist", "dr", "ed", "est", "etc", "feb", "fig", "fr", "ft", "gen",
    "gov", "govt", "hon", "hr", "hwy", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "mfg", "mr", "mrs",
    "ms", "msgr", "mt", "no", "nos", "nov", "oct", "op", "pfc", "plc", "pres", "prof", "pte", "pvt", "rep", "reps",
    "rev", "sec", "sen", "sens", "sept", "sep", "sgt", "sq", "sr", "st", "supt", "treas", "univ", "vol", "vs", "gens",
    "messrs", "approx", "a.m", "p.m", "e.g", "i.e", "ph.d",
];

/// Whether `word`, given without its last stop and in any case, is an abbreviation.
pub fn abbreviation(word: &str) -> bool {
    let initials = !word.is_empty()
        && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
    initials || {
        let low = word.to_lowercase();
        ABBREVIATIONS.contains(&low.as_str())
    }
}

/// Splits `text` into tokens; white space is between them and nothing else is lost.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    for (i, c) in text.char_indices() {
        if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
            if let Some(s) = start.take() {
                chunk(text, s, i, &mut out);
            }
        } else if start.is_none() {
            start = Some(i);
        }
    }
    if let Some(s) = start {
        chunk(text, s, text.len(), &mut out);
    }
    out
}

/// Splits one stretch without white space.
fn chunk(text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
    if is_address(&text[start..end]) {
        let bare = text[start..end].trim_end_matches(['.', ',', ')', ';', '!', '?', '"', '”', '\'']).len();
        out.push(Piece { start, end: start + bare });
        for (i, c) in text[start + bare..end].char_indices() {
            out.push(Piece { start: start + bare + i, end: start + bare + i + c.len_utf8() });
        }
        return;
    }
    let mut at = start;
    // "announced on X.": that stop ends a sentence, and no initial.
    let before = out.last().map_or("", |p| &text[p.start..p.end]);
    if matches!(before, "on" | "via") && text[start..end].strip_prefix("X.").is_some_and(|t| !t.starts_with(is_word)) {
        out.push(Piece { start, end: start + 1 });
        at += 1;
    }
    while at < end {
        let rest = &text[at..end];
        let length = word_length(rest, &text[end..]);
        if length > 0 {
            clitics(text, at, at + length, out);
            at += length;
        } else {
            let length = mark_length(rest);
            out.push(Piece { start: at, end: at + length });
            at += length;
        }
    }
}

fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.starts_with("www.") || (chunk.contains('@') && chunk.len() > 1)
}

/// Bytes of the mark that `rest` starts with; runs of dots and dashes and doubled quotes are one mark.
fn mark_length(rest: &str) -> usize {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return 0 };
    let run = rest.chars().take_while(|c| *c == first).count();
    match first {
        '.' | '-' if run > 1 => run,
        '\'' | '`' if run > 1 => 2,
        _ => first.len_utf8(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '\u{ad}' || is_combining(c)
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Bytes of the word that `rest` starts with, 0 where it starts with a mark; `tail` follows `rest` behind white space.
fn word_length(rest: &str, tail: &str) -> usize {
    let mut length = 0;
    let mut previous = ' ';
    let mut chars = rest.char_indices().peekable();
    if let Some((_, c @ ('@' | '#'))) = chars.peek().copied() {
        if rest[1..].chars().next().is_some_and(is_word) {
            chars.next();
            length = 1;
            previous = c;
        } else {
            return 0;
        }
    }
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let joins = match c {
            c if is_word(c) => true,
            // `so-called`, `al-Assad`, `5-10-15`, `and/or`: a joint between two word characters.
            '-' | '‐' | '‑' | '/' | '&' | '\'' | '’' | 'ʼ' => {
                length > 0 && (is_word(previous) || previous == '.') && next.is_some_and(is_word)
            }
            // `11,000`, `6.7`, `06:40`; but `(2014),the` splits.
            ',' | '.' | ':' => {
                let digits = previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
                let dotted = c == '.'
                    && length > 0
                    && previous.is_alphabetic()
                    && (next.is_some_and(char::is_alphabetic) || ends_abbreviation(rest, i, tail));
                digits || dotted
            }
            _ => false,
        };
        if !joins {
            break;
        }
        length = i + c.len_utf8();
        previous = c;
    }
    length
}

/// Whether the stop at byte `at` of `rest` belongs to the word before it.
fn ends_abbreviation(rest: &str, at: usize, tail: &str) -> bool {
    let word = &rest[..at];
    // "No." is a number only before one.
    if word.eq_ignore_ascii_case("no") || word.eq_ignore_ascii_case("nos") {
        return at + 1 == rest.len() && tail.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    // Only the last element of `ex-Gen.` or `D-Pa.` decides.
    let last = word.rsplit(['-', '/']).next().unwrap_or(word);
    abbreviation(last)
}

const CLITICS: &[&str] = &["'s", "'re", "'ve", "'ll", "'d", "'m", "n't"];

/// Pushes the word, with its clitic apart.
fn clitics(text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
    let word = &text[start..end];
    if word.contains(['\'', '’', 'ʼ']) {
        let plain = word.replace(['’', 'ʼ'], "'").to_lowercase();
        if let Some(clitic) = CLITICS.iter().find(|c| plain.len() > c.len() && plain.ends_with(**c)) {
            let mut cut = end;
            for c in word.chars().rev().take(clitic.len()) {
                cut -= c.len_utf8();
            }
            out.push(Piece { start, end: cut });
            out.push(Piece { start: cut, end });
            return;
        }
    }
    out.push(Piece { start, end });
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> String {
        pieces(text).iter().map(|p| &text[p.start..p.end]).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_clitics_and_figures() {
        assert_snapshot!(split("“We’ll go,” Clinton’s aide didn't say."), @"“|We|’ll|go|,|”|Clinton|’s|aide|did|n't|say|.");
        assert_snapshot!(split("over 11,000 men (6.7%) at 06:40 a.m. on Dec. 14."), @"over|11,000|men|(|6.7|%|)|at|06:40|a.m.|on|Dec.|14|.");
        assert_snapshot!(split("The U.S.-led force… said: ''No.''"), @"The|U.S.-led|force|…|said|:|''|No|.|''");
        assert_snapshot!(split("Koreans—who served 5-10-15 years—are so-called volunteers"), @"Koreans|—|who|served|5-10-15|years|—|are|so-called|volunteers");
        assert_snapshot!(split("See https://example.org/a,b. Mail desk@example.org, or @desk."), @"See|https://example.org/a,b|.|Mail|desk@example.org|,|or|@desk|.");
    }

    #[test]
    fn a_platform_is_no_initial() {
        assert_snapshot!(split("Ruiz wrote on X. It fell."), @"Ruiz|wrote|on|X|.|It|fell|.");
        assert_snapshot!(split("She met Malcolm X. Falk there."), @"She|met|Malcolm|X.|Falk|there|.");
    }

    proptest! {
        #[test]
        fn only_white_space_is_between_tokens(text in "\\PC{0,200}") {
            let mut at = 0;
            for piece in pieces(&text) {
                prop_assert!(piece.start >= at && piece.end > piece.start);
                let blank = |c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}';
                prop_assert!(text[at..piece.start].chars().all(blank));
                at = piece.end;
            }
        }
    }
}

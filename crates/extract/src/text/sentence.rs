//! Sentences, by their final marks.
//!
//! A stop after an abbreviation ends a sentence only where the next word plainly starts
//! one. A closing quotation mark or bracket belongs to the sentence it closes.

use std::ops::Range;

use super::{Sentence, Text, token::abbreviation};

/// Words after which a name or figure follows, so that their stop never ends a sentence.
const BEFORE_NAMES: &[&str] = &[
    "adm.", "amb.", "brig.", "capt.", "cmdr.", "col.", "cpl.", "dr.", "fr.", "gen.", "gens.", "gov.", "hon.", "lt.",
    "maj.", "messrs.", "mr.", "mrs.", "ms.", "msgr.", "mt.", "no.", "nos.", "pfc.", "pres.", "prof.", "pvt.", "rep.",
    "reps.", "rev.", "sen.", "sens.", "sgt.", "st.", "supt.", "vs.", "e.g.", "i.e.", "jan.", "feb.", "mar.", "apr.",
    "jun.", "jul.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec.", "fig.", "vol.", "approx.",
];

/// Words that, with a capital, open a sentence rather than continue a name.
const OPENERS: &[&str] = &[
    "the",
    "a",
    "an",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "this",
    "that",
    "these",
    "those",
    "in",
    "on",
    "at",
    "but",
    "and",
    "however",
    "meanwhile",
    "when",
    "while",
    "after",
    "before",
    "as",
    "if",
    "there",
    "his",
    "her",
    "their",
    "its",
    "according",
    "for",
    "with",
    "so",
    "some",
    "many",
    "most",
    "all",
    "no",
    "not",
    "what",
    "who",
    "how",
    "why",
    "by",
    "from",
    "since",
    "although",
    "though",
    "both",
    "one",
    "two",
    "three",
    "several",
    "officials",
    "our",
    "my",
    "also",
    "still",
    "now",
    "then",
    "earlier",
    "later",
    "yesterday",
    "today",
];

/// The sentences of `text`, whose tokens and blocks are there already.
pub fn sentences(text: &Text) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (block, part) in text.blocks.iter().enumerate() {
        let mut start = part.tokens.start;
        let mut i = start;
        let dateline = dateline_end(text, &part.tokens);
        while i < part.tokens.end {
            let stop = ends_sentence(text, i, part.tokens.end);
            i += 1;
            if i == dateline {
                out.push(Sentence { tokens: start..i, block });
                start = i;
                continue;
            }
            // No reader of ours looks further than a sentence; one without end would make that quadratic.
            if i - start >= LONGEST && (i - start >= LONGEST * 2 || matches!(text.word(i - 1), "," | ";" | ":")) {
                out.push(Sentence { tokens: start..i, block });
                start = i;
                continue;
            }
            if stop {
                while i < part.tokens.end && is_closing(text, i) {
                    i += 1;
                }
                if i == part.tokens.end || starts_sentence(text, i) && !speaker_follows(text, i, part.tokens.end) {
                    out.push(Sentence { tokens: start..i, block });
                    start = i;
                }
            }
        }
        if start < part.tokens.end {
            out.push(Sentence { tokens: start..part.tokens.end, block });
        }
    }
    out
}

/// Tokens after which a sentence is cut at the next comma, and at twice as many anywhere.
const LONGEST: usize = 250;

/// The token after an inline dateline, "SPLIT, Croatia, Oct 15 (Meridian) - "; 0 where the block has none.
///
/// A dateline opens its block with a place in capitals, or ends in an agency in brackets, and closes with a dash.
fn dateline_end(text: &Text, block: &Range<usize>) -> usize {
    let head = block.start..block.end.min(block.start + 16);
    let Some(dash) = head.clone().find(|i| matches!(text.word(*i), "—" | "–" | "-" | "--")) else { return 0 };
    let before = head.start..dash;
    if before.is_empty() || before.len() > 14 || dash + 3 > block.end {
        return 0;
    }
    let first = text.word(before.start);
    let shouted = first.chars().filter(|c| c.is_alphabetic()).count() > 2 && first.chars().all(|c| !c.is_lowercase());
    let agency = text.word(dash - 1) == ")";
    let tidy = before.clone().all(|i| {
        let word = text.word(i);
        matches!(word, "," | "." | "(" | ")" | "/")
            || word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
    });
    let places = before.clone().filter(|i| text.word(*i).chars().any(char::is_alphabetic)).count();
    if tidy && (agency || shouted && (places > 1 || before.len() == 1)) && capital(text.word(dash + 1))
        || tidy && agency && shouted
    {
        dash + 1
    } else {
        0
    }
}

fn ends_sentence(text: &Text, i: usize, end: usize) -> bool {
    match text.word(i) {
        "." | "!" | "?" | "…" => true,
        dots if dots.len() > 1 && dots.bytes().all(|b| b == b'.') => true,
        word if word.ends_with('.') && abbreviation(&word[..word.len() - 1]) => {
            let low = text.low(i);
            if BEFORE_NAMES.contains(&low) {
                return false;
            }
            let mut next = i + 1;
            while next < end && is_closing(text, next) {
                next += 1;
            }
            // "J. Smith" goes on; "she posted on X." and "Gate B." end.
            let initial =
                !(i > 0 && matches!(text.low(i - 1), "on" | "to" | "via" | "gate" | "block" | "plan" | "vitamin"));
            let single = low.len() == 2 && initial;
            if low.len() == 2 && !initial {
                return true;
            }
            !single && (is_opening(text.word(next)) || OPENERS.contains(&text.low(next)) && capital(text.word(next)))
        }
        // `said No.` at the end of a line keeps its stop in the word.
        _ => false,
    }
}

/// Marks that close what the sentence opened, standing right behind its stop.
fn is_closing(text: &Text, i: usize) -> bool {
    match text.word(i) {
        "”" | "»" | ")" | "]" | "’" => true,
        // A straight, doubled or German mark closes only where it is glued to the stop.
        "\"" | "'" | "''" | "“" => i > 0 && text.tokens[i - 1].end == text.tokens[i].start,
        "." | "!" | "?" | "…" => true,
        _ => false,
    }
}

fn is_opening(word: &str) -> bool {
    matches!(word, "“" | "\"" | "«" | "„" | "‘" | "``" | "''")
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

fn starts_sentence(text: &Text, i: usize) -> bool {
    let word = text.word(i);
    word.chars().next().is_some_and(|c| !c.is_lowercase() && !matches!(c, ',' | ';' | ':' | ')' | '%'))
}

/// Whether "Ruiz asked" stands behind a closed quotation that ends in its own mark: `“Why?” Ruiz asked.`
fn speaker_follows(text: &Text, i: usize, end: usize) -> bool {
    let closed = i > 1 && matches!(text.word(i - 1), "”" | "\"" | "''" | "»" | "’" | "'");
    if !closed {
        return false;
    }
    let mut verb = i;
    while verb < end
        && verb < i + 9
        && (capital(text.word(verb)) || matches!(text.low(verb), "of" | "'s" | "'" | "the"))
    {
        verb += 1;
    }
    let says = verb > i
        && matches!(
            text.low(verb),
            "said"
                | "says"
                | "asked"
                | "asks"
                | "added"
                | "wrote"
                | "writes"
                | "replied"
                | "answered"
                | "tweeted"
                | "shouted"
                | "cried"
                | "yelled"
                | "exclaimed"
                | "demanded"
                | "wondered"
                | "joked"
                | "quipped"
                | "told"
                | "continued"
                | "posted"
                | "concluded"
        );
    // Behind a full stop only a bare "Ruiz said." can belong to the quotation.
    let asks = matches!(text.word(i - 2), "!" | "?") && text.low(verb + 1) != "that";
    says && (asks || verb + 1 >= end || matches!(text.word(verb + 1), "." | ","))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::text::Text;

    fn split(words: &str) -> String {
        let text = Text::plain(words);
        text.sentences.iter().map(|s| text.words(s.tokens.clone())).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn stops_of_abbreviations_do_not_end_sentences() {
        assert_snapshot!(split("Gen. Clark left on Dec. 14. He met U.S. officials. In the U.S. The rest stayed."), @"Gen. Clark left on Dec. 14. | He met U.S. officials. | In the U.S. | The rest stayed.");
        assert_snapshot!(split("Gowdy (R-S.C.) spoke at 6 p.m. on Friday. J. Smith agreed."), @"Gowdy (R-S.C.) spoke at 6 p.m. on Friday. | J. Smith agreed.");
    }

    #[test]
    fn a_speaker_behind_a_question_stays_with_it() {
        assert_snapshot!(split("“Why?” Ana Ruiz asked. “We left.” Ruiz said.  “We left.” Ruiz said the bridge was closed."), @"“Why?” Ana Ruiz asked. | “We left.” Ruiz said. | “We left.” | Ruiz said the bridge was closed.");
    }

    #[test]
    fn a_dateline_is_no_part_of_the_first_sentence() {
        assert_snapshot!(split("SPLIT, Croatia, Oct 15 (Meridian) - A fire broke out. It rained."), @"SPLIT, Croatia, Oct 15 (Meridian) - | A fire broke out. | It rained.");
        assert_snapshot!(split("GENEVA — Talks go on."), @"GENEVA — | Talks go on.");
        assert_snapshot!(split("Ana Ruiz — the mayor — left."), @"Ana Ruiz — the mayor — left.");
        assert_snapshot!(split("NATO and the EU — both — agreed."), @"NATO and the EU — both — agreed.");
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let words = "so it went, ".repeat(2_000);
        let longest = Text::plain(&words).sentences.iter().map(|s| s.tokens.len()).max();
        assert!(longest.is_some_and(|n| n <= 2 * super::LONGEST), "{longest:?}");
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_snapshot!(split("He left. ''It was late.'' Nobody came."), @"He left. | ''It was late.'' | Nobody came.");
        assert_snapshot!(split("“It is over.” She left. “Why?” he asked. \"No.\" \"Yes.\""), @r#"“It is over.” | She left. | “Why?” he asked. | "No." | "Yes.""#);
    }
}

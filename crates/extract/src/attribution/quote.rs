//! Quotations that no cue stands beside: the rest of a speech.
//!
//! `“We left,” she said. “It was raining.”` is one attribution: the second quotation
//! joins the content of the first, over the sentences of a paragraph and, where the
//! marks carry over, into the next.

use claims::Form;

use super::Found;
use super::scope::body;
use crate::text::Text;

/// Joins quotations that no attribution holds to the one that is speaking.
pub fn extend(text: &Text, found: &mut [Found]) {
    let mut held = vec![false; text.len()];
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|n| found[*n].content.first().map_or(0, |c| c.start));
    // For each block, the quoted attribution that ends last before a token.
    let mut speaker: Vec<(usize, usize)> = Vec::new();
    for n in &order {
        let f = &found[*n];
        for c in &f.content {
            held[c.clone()].fill(true);
        }
        let quoted = f.content.iter().any(|c| text.quoted(c.start) || text.quoted(c.end - 1));
        if quoted && let Some(last) = f.content.last() {
            let end = last.end.max(f.cue.as_ref().map_or(0, |c| c.end)).max(f.source.as_ref().map_or(0, |s| s.end));
            let inside = f.cue.as_ref().is_some_and(|c| text.quoted(c.start));
            if !inside {
                speaker.push((end, *n));
            }
        }
    }
    speaker.sort_unstable();
    for q in text.quotations.iter().filter(|q| !q.nested) {
        if held[q.tokens.clone()].iter().filter(|h| **h).count() * 2 > q.tokens.len() {
            continue;
        }
        let sentence = text.sentence(q.tokens.start);
        let opens_sentence = q.tokens.start == sentence.start;
        let last = text.sentence(q.tokens.end - 1);
        let fills = opens_sentence && body(text, &last).end <= q.tokens.end;
        let at = speaker.partition_point(|s| s.0 <= q.tokens.start);
        let Some((_, n)) = at.checked_sub(1).map(|a| speaker[a]) else { continue };
        let from = found[n].content.last().map_or(0, |c| c.end.saturating_sub(1));
        let same_block = block_of(text, from) == block_of(text, q.tokens.start);
        let next_block = block_of(text, from) + 1 == block_of(text, q.tokens.start);
        if fills && same_block && q.tokens.len() > 2 || q.continues && (same_block || next_block) && opens_sentence {
            held[q.tokens.clone()].fill(true);
            found[n].content.push(q.tokens.clone());
            if found[n].form == Form::Indirect {
                found[n].form = Form::Direct;
            }
            speaker.push((q.tokens.end, n));
            speaker.sort_unstable();
        }
    }
}

fn block_of(text: &Text, i: usize) -> usize {
    text.sentences.get(text.sentence_at(i)).map_or(0, |s| s.block)
}

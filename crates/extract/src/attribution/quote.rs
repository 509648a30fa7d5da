//! Quotations that no cue stands beside: the rest of a speech.
//!
//! `“We left,” she said. “It was raining.”` is one attribution: the second quotation
//! joins the content of the first, over the sentences of a paragraph, into the next where the
//! marks carry over, and over whole paragraphs of quotation behind one that ends in it.

use std::ops::Range;

use claims::{BlockKind, Form};

use super::lexicon::CueKind;
use super::rules::{found_by, is_own};
use super::scope::body;
use super::{Found, place_of, weave};
use crate::text::{Quotation, Text};

/// Joins quotations that no attribution holds to the one that is speaking.
///
/// One pass over quotations and speakers in reading order: linear in both.
pub fn extend(text: &Text, found: &mut Vec<Found>) {
    let mut held = vec![false; text.len()];
    // Where somebody's quotation, or its cue, ends, and whose it is.
    let mut speakers: Vec<(usize, usize)> = Vec::new();
    // The same for all who report in words outside of quotation marks.
    let mut reporters: Vec<(usize, usize)> = Vec::new();
    for (n, f) in found.iter().enumerate() {
        // A voice inside a quotation neither speaks for the quotation nor holds it.
        if f.cue.as_ref().is_some_and(|c| text.quoted(c.start)) {
            continue;
        }
        for c in &f.content {
            held[c.clone()].fill(true);
        }
        let quoted = f.content.iter().any(|c| text.quoted(c.start) || text.quoted(c.end - 1));
        if let Some(last) = f.content.last() {
            let ends = [Some(last), f.cue.as_ref(), f.source.as_ref()];
            let end = ends.into_iter().flatten().map(|r| r.end).max().unwrap_or(last.end);
            if quoted {
                speakers.push((end, n));
            }
            if f.cue.is_some() && f.source.is_some() && matches!(f.kind, CueKind::Speech | CueKind::Writing) {
                reporters.push((end, n));
            }
        }
    }
    speakers.sort_unstable();
    reporters.sort_unstable();
    let mut ahead = speakers.into_iter().peekable();
    let mut speaking: Option<usize> = None;
    let mut alone: Vec<Found> = Vec::new();
    for q in text.quotations.iter().filter(|q| !q.nested) {
        while let Some((_, n)) = ahead.next_if(|s| s.0 <= q.tokens.start) {
            speaking = Some(n);
        }
        let taken = held[q.tokens.clone()].iter().filter(|h| **h).count();
        if taken * 2 > q.tokens.len() {
            continue;
        }
        if let Some(n) = speaking.filter(|n| goes_on(text, &found[*n], q)) {
            held[q.tokens.clone()].fill(true);
            found[n].content.push(q.tokens.clone());
        } else if let Some(reporter) = reporter(text, found, &reporters, q) {
            held[q.tokens.clone()].fill(true);
            alone.push(Found {
                source: found[reporter].source.clone(),
                cue: None,
                head: None,
                shared: true,
                form: Form::Direct,
                ..found_by("quote-alone", q.tokens.start, None, 0..0, vec![q.tokens.clone()])
            });
        }
    }
    let alone = alone.into_iter().map(|f| (place_of(found, &f), f)).collect();
    weave(found, alone);
    // "I think" in a quotation that nobody speaks has no source; without content it is dropped.
    for f in found.iter_mut().filter(|f| f.kind == CueKind::Thought && is_own(text, f)) {
        if f.cue.as_ref().is_some_and(|c| text.quoted(c.start) && !held[c.start]) {
            f.content.clear();
        }
    }
}

/// Gives who speaks one paragraph of a speech that marks carry over paragraphs the others too, where nobody else speaks in it.
///
/// Each cue, source and content is looked up by place: linear in all of them but for that.
pub fn carried(text: &Text, found: &mut [Found]) {
    // The speech that each quotation is a part of, for those of more than one paragraph.
    let mut speeches: Vec<Vec<Range<usize>>> = Vec::new();
    for q in text.quotations.iter().filter(|q| !q.nested) {
        match speeches.last_mut() {
            Some(speech) if q.continues => speech.push(q.tokens.clone()),
            _ => speeches.push(vec![q.tokens.clone()]),
        }
    }
    speeches.retain(|s| s.len() > 1);
    let whole = |s: &[Range<usize>]| s[0].start..s[s.len() - 1].end;
    // The speech around a token, and the paragraph of it.
    let around = |at: usize| {
        let n = speeches.partition_point(|s| s[0].start <= at).checked_sub(1)?;
        let piece = speeches[n].get(speeches[n].partition_point(|p| p.start <= at).checked_sub(1)?)?;
        (at < whole(&speeches[n]).end).then(|| (n, piece.clone()))
    };
    // Whose each is; two of them, or somebody inside who speaks most of a paragraph, leave it to what the marks say.
    let mut whose: Vec<Option<usize>> = vec![None; speeches.len()];
    let mut doubted = vec![false; speeches.len()];
    for (n, f) in found.iter().enumerate() {
        let held = |piece: &Range<usize>| {
            let shared = |c: &Range<usize>| c.end.min(piece.end).saturating_sub(c.start.max(piece.start));
            f.content.iter().map(shared).sum::<usize>() * 2 > piece.len()
        };
        let inside = f.cue.iter().chain(&f.source).find_map(|r| around(r.start));
        if let Some((speech, piece)) = inside {
            doubted[speech] |= held(&piece);
            continue;
        }
        let told = f.cue.is_some() || f.source.is_some() || f.form == Form::Direct;
        if !told || matches!(f.form, Form::Continued | Form::OwnVoice) {
            continue;
        }
        if let Some((speech, _)) = f.content.iter().filter_map(|c| around(c.start)).find(|(_, piece)| held(piece)) {
            doubted[speech] |= whose[speech].is_some();
            whose[speech] = Some(n);
        }
    }
    for ((speech, n), doubted) in speeches.iter().zip(whose).zip(doubted) {
        let Some(n) = n.filter(|_| !doubted) else { continue };
        let Range { start, end } = whole(speech);
        let outside = found[n].content.iter().flat_map(|c| [c.start..c.end.min(start), c.start.max(end)..c.end]);
        let mut content: Vec<Range<usize>> = outside.filter(|c| !c.is_empty()).chain(speech.iter().cloned()).collect();
        content.sort_by_key(|c| c.start);
        found[n].content = content;
    }
}

/// Lets a content that holds a part of a quotation hold it whole, where its cue stands outside of it.
///
/// Who speaks outside the marks speaks all of what stands inside, whatever voices are heard in it.
pub fn whole(text: &Text, found: &mut [Found]) {
    for f in found {
        let outside = |q: &Quotation| {
            let apart = |r: &Range<usize>| r.end <= q.tokens.start || r.start >= q.tokens.end;
            q.closed && f.cue.iter().chain(&f.source).all(apart)
        };
        let mut n = 0;
        while n < f.content.len() {
            let c = f.content[n].clone();
            let first = text.quotation_from(c.start).filter(|q| outside(q) && q.tokens.start < c.start);
            let last = text.quotation_from(c.end - 1).filter(|q| outside(q) && q.tokens.end > c.end);
            let start = first.map_or(c.start, |q| q.tokens.start);
            let end = last.map_or(c.end, |q| q.tokens.end);
            f.content[n] = start..end;
            // Pieces of one quotation are one.
            while f.content.get(n + 1).is_some_and(|next| next.start < end) {
                let next = f.content.remove(n + 1);
                f.content[n].end = end.max(next.end);
            }
            n += 1;
        }
    }
}

/// Who reports in the sentence right before the whole sentences of quotation `q`, in the same block: `He alleged that …. “It rained.”`
fn reporter(text: &Text, found: &[Found], reporters: &[(usize, usize)], q: &Quotation) -> Option<usize> {
    let start = q.tokens.start;
    let whole = q.closed
        && q.tokens.len() > 6
        && text.sentence(start).start == start
        && body(text, &text.sentence(q.tokens.end - 1)).end <= q.tokens.end;
    let before = start.checked_sub(1).filter(|b| whole && text.block_of(*b) == text.block_of(start))?;
    let (end, n) = reporters[..reporters.partition_point(|r| r.0 <= start)].last()?;
    let near = text.sentence_at(end - 1) == text.sentence_at(before);
    (near && found[*n].parent.is_none()).then_some(*n)
}

/// Whether quotation `q`, which has no cue of its own, is more of what `speaker` says.
fn goes_on(text: &Text, speaker: &Found, q: &Quotation) -> bool {
    let Some(last) = speaker.content.last() else { return false };
    if text.sentence(q.tokens.start).start != q.tokens.start {
        return takes_up(text, last, q);
    }
    let gap = text.block_of(q.tokens.start) - text.block_of(last.end - 1).min(text.block_of(q.tokens.start));
    let fills = body(text, &text.sentence(q.tokens.end - 1)).end <= q.tokens.end;
    match gap {
        0 => q.continues || fills && q.tokens.len() > 2,
        1 => {
            q.continues
                || fills
                    && fills_block(text, q)
                    && ends_block(text, speaker)
                    && prose(text, last.end - 1)
                    && prose(text, q.tokens.start)
        }
        _ => false,
    }
}

/// Whether `q` goes on with the sentence that was broken off at a comma at the end of the quotation `last`: `“It held,” she said, “but it moved.”`
fn takes_up(text: &Text, last: &Range<usize>, q: &Quotation) -> bool {
    let broken = last.len() > 2 && text.quoted(last.end - 1) && text.word(last.end - 2) == ",";
    let small = text.word(q.tokens.start + 1).starts_with(char::is_lowercase);
    let behind = q.tokens.start.checked_sub(1).is_some_and(|i| text.word(i) == ",");
    broken && small && behind && q.closed && text.sentence_at(last.end - 1) == text.sentence_at(q.tokens.start)
}

/// Whether token `i` stands in a paragraph, and not in a caption or heading.
fn prose(text: &Text, i: usize) -> bool {
    text.blocks[text.block_of(i)].kind == BlockKind::Paragraph
}

/// Whether nothing but `q` stands in its block.
fn fills_block(text: &Text, q: &Quotation) -> bool {
    let block = &text.blocks[text.block_of(q.tokens.start)].tokens;
    block.start == q.tokens.start && block.end <= q.tokens.end + 1 && q.tokens.len() > 8
}

/// Whether a quotation of `speaker`, or who speaks it, is the last thing in its block, and no question that another may answer.
fn ends_block(text: &Text, speaker: &Found) -> bool {
    speaker.content.last().is_some_and(|last| {
        let block = &text.blocks[text.block_of(last.end - 1)].tokens;
        let behind = speaker.cue.iter().chain(&speaker.source).map(|r| r.end).filter(|end| *end <= block.end);
        let verb = speaker.head.map_or("", |h| text.low(h));
        let asks =
            last.len() > 1 && text.word(last.end - 2) == "?" || matches!(verb, "asked" | "asks" | "put" | "suggested");
        behind.fold(last.end, usize::max) + 1 >= block.end && text.quoted(last.end - 1) && !asks
    })
}

#[cfg(test)]
mod tests {
    use crate::attribution::{Found, attributions};
    use crate::text::Text;

    fn contents<'t>(text: &'t Text, f: &Found) -> Vec<&'t str> {
        f.content.iter().map(|c| text.words(c.clone())).collect()
    }

    /// The contents of the attribution whose main verb is `verb`.
    fn said<'t>(text: &'t Text, verb: &str) -> Vec<&'t str> {
        let found = attributions(text);
        let f = found.iter().find(|f| f.head.is_some_and(|h| text.low(h) == verb)).expect("it is there");
        contents(text, f)
    }

    #[test]
    fn a_speech_goes_on_over_paragraphs() {
        let text = Text::plain("‘It is ours,’ she said. ‘We came from there.\n‘We saw it all night.’");
        assert_eq!(said(&text, "said"), ["‘It is ours,’", "‘We came from there.", "‘We saw it all night.’"]);
        let text =
            Text::plain("“It is ours,” said the clerk, a tall man.\n“We came from there and we saw it all night.”");
        assert_eq!(said(&text, "said"), ["“It is ours,”", "“We came from there and we saw it all night.”"]);
        // A question may be answered by another.
        let text =
            Text::plain("“Is it yours?” said the clerk, a tall man.\n“We came from there and we saw it all night.”");
        assert_eq!(said(&text, "said"), ["“Is it yours?”"]);
    }

    #[test]
    fn a_forgotten_mark_gives_nobody_anothers_words() {
        let text =
            Text::plain("The mayor said: “We are ready and waiting.\n“No comment for now,” replied the police chief.");
        assert_eq!(said(&text, "replied"), ["“No comment for now,”"]);
    }

    #[test]
    fn a_broken_sentence_goes_on_behind_who_speaks() {
        let text = Text::plain("‘It held,’ she said, pointing to the bridge, ‘but it moved.’");
        assert_eq!(said(&text, "said"), ["‘It held,’", "‘but it moved.’"]);
    }

    #[test]
    fn a_quotation_alone_is_the_reporters() {
        let text = Text::plain("The guard said that nobody came. “I stood there all night and I saw it.” It rained.");
        let found = attributions(&text);
        let alone = found.iter().find(|f| f.rule == "quote-alone").expect("it is there");
        assert_eq!(alone.source.clone().map(|s| text.words(s)), Some("The guard"));
        assert_eq!(contents(&text, alone), ["“I stood there all night and I saw it.”"]);
        // Behind a sentence of the outlet's own it is nobody's.
        let text = Text::plain("The guard said that nobody came. It rained. “I stood there all night and I saw it.”");
        assert!(attributions(&text).iter().all(|f| f.rule != "quote-alone"));
    }

    #[test]
    fn a_quotation_is_held_whole() {
        let text = Text::plain("“It rained, and the roads, we think, were closed,” said the mayor.");
        let mut found = attributions(&text);
        let said = found.iter_mut().find(|f| f.head.is_some_and(|h| text.low(h) == "said")).expect("it is there");
        said.content = std::iter::once(3..6).collect();
        super::whole(&text, &mut found);
        let said = found.iter().find(|f| f.head.is_some_and(|h| text.low(h) == "said")).expect("it is there");
        assert_eq!(contents(&text, said), ["“It rained, and the roads, we think, were closed,”"]);
    }
}

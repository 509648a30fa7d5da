//! Quotations that no cue stands beside: the rest of a speech.
//!
//! `“We left,” she said. “It was raining.”` is one attribution: the second quotation
//! joins the content of the first, over the sentences of a paragraph, into the next where the
//! marks carry over, and over whole paragraphs of quotation behind one that ends in it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use claims::{BlockKind, Form};

use super::lexicon::CueKind;
use super::phrase::subject_before;
use super::rules::{found_by, is_own};
use super::scope::body;
use super::words::is_dash;
use super::{Found, form, insert};
use crate::text::{Quotation, Tag, Text};

/// Joins quotations that no attribution holds, or one without a cue, to the one that is speaking.
///
/// `Ruiz said that it helped. “It would save the quays.”` is one attribution as well: so newspapers write, and so PolNeAR marks it.
/// One pass over quotations and speakers in reading order: linear in both.
pub fn extend(text: &Text, found: &mut Vec<Found>) {
    let mut held = vec![false; text.len()];
    // Where somebody's quotation, or its cue, ends, and whose it is.
    let mut speakers: Vec<(usize, usize)> = Vec::new();
    // The same for all who report in words outside of quotation marks.
    let mut reporters: Vec<(usize, usize)> = Vec::new();
    // And for all who have words of any kind.
    let mut voices: Vec<(usize, usize)> = Vec::new();
    // The sentences that go on with what somebody says.
    let mut going_on = vec![false; text.sentences.len()];
    for c in found.iter().filter(|f| f.form == Form::Continued).flat_map(|f| &f.content) {
        going_on[text.sentence_at(c.start)] |= !text.quoted(c.start);
    }
    // What has no cue and is one quotation, by its first token.
    let mut alone: HashMap<usize, usize> = HashMap::new();
    for (n, f) in found.iter().enumerate() {
        // A voice inside a quotation neither speaks for the quotation nor holds it.
        if f.cue.as_ref().is_some_and(|c| text.quoted(c.start)) {
            continue;
        }
        if let Some(q) = is_alone(text, f) {
            alone.insert(q.tokens.start, n);
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
            if f.cue.is_some() && f.source.is_some() && f.parent.is_none() {
                voices.push((end, n));
                if matches!(f.kind, CueKind::Speech | CueKind::Writing) {
                    reporters.push((end, n));
                }
            }
        }
    }
    speakers.sort_unstable();
    reporters.sort_unstable();
    voices.sort_unstable();
    let mut ahead = speakers.into_iter().peekable();
    let mut speaking: Option<usize> = None;
    let mut more: Vec<Found> = Vec::new();
    // Who has got more words, and who took in what stood alone.
    let mut changed = vec![false; found.len()];
    let mut absorbed: HashMap<usize, usize> = HashMap::new();
    // Whether somebody says more than is quoted, which is looked at once.
    let mut plain: HashMap<usize, bool> = HashMap::new();
    for q in text.quotations.iter().filter(|q| !q.nested) {
        while let Some((_, n)) = ahead.next_if(|s| s.0 <= q.tokens.start) {
            speaking = Some(n);
        }
        let taken = held[q.tokens.clone()].iter().filter(|h| **h).count();
        let lone = alone.get(&q.tokens.start).copied();
        if taken * 2 > q.tokens.len() {
            // It is somebody's already.
            if let Some(lone) = lone.filter(|l| found[*l].source.is_none()) {
                found[lone].content.clear();
            }
            continue;
        }
        // Somebody else may be named for it.
        let own = |n: &usize| lone.is_none_or(|l| found[l].source.is_none() || found[l].source == found[*n].source);
        // “It is late,” wrote Staal. Raunio points to the past. “They cut then.” is hers.
        let other = reporter(text, &voices, &[], q).filter(|n| {
            let source = found[*n].source.clone().unwrap_or_default();
            let spoken = speaking
                .map(|s| &found[s])
                .and_then(|f| f.content.last().map(|c| c.end).max(f.cue.as_ref().map(|c| c.end)));
            let later = spoken.is_some_and(|end| text.sentence_at(end - 1) < text.sentence_at(source.start));
            // "The ministry called it “hysteria”. Its spokesman, Ruiz, said so. He demanded the samples. “There is none.”"
            let named = |v: &(usize, usize)| {
                Some(v.1) != speaking
                    && found[v.1].source.as_ref().is_some_and(|s| !s.clone().all(|i| text.tag(i) == Tag::Prp))
            };
            let from = voices.partition_point(|v| spoken.is_some_and(|end| v.0 <= end));
            let to = voices.partition_point(|v| v.0 <= source.start);
            let told = voices[from.min(to)..to].iter().any(named);
            later && speaking != Some(*n) && (told || !source.clone().all(|i| text.tag(i) == Tag::Prp))
        });
        let goes_on = speaking.filter(|n| other.is_none() && goes_on(text, &found[*n], q)).filter(own);
        let mut by_itself = |n: &usize| {
            opens(text, &q.tokens) && *plain.entry(*n).or_insert_with(|| tells_more(text, &found[*n].content))
        };
        if let Some(n) = goes_on.filter(|n| !by_itself(n)) {
            if let Some(lone) = lone {
                found[lone].content.clear();
                absorbed.insert(lone, n);
            }
            let last = found[n].content.last().cloned();
            let taken_up = last.and_then(|last| takes_up(text, &found[n], &last, q));
            found[n].content.push(taken_up.unwrap_or_else(|| q.tokens.clone()));
            changed[n] = true;
        } else if let Some(n) = goes_on.or_else(|| reporter(text, &reporters, &going_on, q).or(other).filter(own)) {
            let source = found[n].source.clone();
            if let Some(lone) = lone {
                found[lone] =
                    Found { source, shared: true, more: true, form: Form::Direct, parent: None, ..found[lone].clone() };
                speaking = Some(lone);
            } else {
                more.push(more_of(source, None, q.tokens.clone()));
            }
        } else if lone.is_some() {
            speaking = lone;
        } else {
            continue;
        }
        held[q.tokens.clone()].fill(true);
    }
    for n in 0..found.len() {
        if changed[n] {
            found[n].form = form(text, &found[n]);
        }
        found[n].parent = found[n].parent.map(|p| absorbed.get(&p).copied().unwrap_or(p));
    }
    insert(found, more);
    // "I think" in a quotation that nobody speaks has no source; without content it is dropped.
    for f in found.iter_mut().filter(|f| f.kind == CueKind::Thought && is_own(text, f)) {
        if f.cue.as_ref().is_some_and(|c| text.quoted(c.start) && !held[c.start]) {
            f.content.clear();
        }
    }
    drop_empty(found);
}

/// A quotation by itself that is more of what `source` says.
fn more_of(source: Option<Range<usize>>, parent: Option<usize>, quotation: Range<usize>) -> Found {
    let alone = found_by("quote-alone", quotation.start, source, 0..0, vec![quotation]);
    Found { parent, cue: None, head: None, shared: true, more: true, form: Form::Direct, ..alone }
}

/// Whether a quotation begins where a sentence does, or behind a colon.
fn opens(text: &Text, quotation: &Range<usize>) -> bool {
    let start = quotation.start;
    quotation.len() > 4 && (text.sentence(start).start == start || text.word(start - 1) == ":")
}

/// Whether not all of what is said is quoted, so that a quotation behind it says something of its own: `He said that it was late. “We are
/// tired.”`
fn tells_more(text: &Text, said: &[Range<usize>]) -> bool {
    said.iter().cloned().flatten().any(|i| !text.quoted(i) && (text.tag(i).is_verb() || text.tag(i) == Tag::Md))
}

/// Makes what is one attribution two claims where a quotation by itself stands behind other words:
/// `He denied that it was late: “We have time.”`, `He said that it was late. “We have time.”`, and where something else is said
/// between two of his.
pub fn split(text: &Text, found: &mut Vec<Found>) {
    let mut more: Vec<Found> = Vec::new();
    let mut heard = vec![false; text.sentences.len()];
    for cue in found.iter().filter_map(|f| f.cue.as_ref()) {
        heard[text.sentence_at(cue.start)] = true;
    }
    // “I have walked that crest,” she says. Radkov concedes that. She smiles. “It has numbers in it.”
    let far = |from: usize, to: usize| {
        let (from, to) = (text.sentence_at(from), text.sentence_at(to));
        heard.get(from + 1..to.max(from + 1)).is_some_and(|between| between.contains(&true))
    };
    // What is somebody's by itself already.
    let alone: HashSet<usize> =
        found.iter().filter(|f| f.cue.is_none()).filter_map(|f| f.content.first()).map(|c| c.start).collect();
    for (n, f) in found.iter_mut().enumerate().filter(|(_, f)| f.cue.is_some() && f.source.is_some()) {
        let cue = f.cue.as_ref().map_or(0, |c| c.end);
        let mut kept: Vec<Range<usize>> = Vec::with_capacity(f.content.len());
        for c in std::mem::take(&mut f.content) {
            let quotation = c.clone().skip(2).find(|i| {
                let q = text.quotation_from(*i).filter(|q| q.tokens.start == *i && q.closed && q.tokens.end >= c.end);
                text.word(i - 1) == ":" && q.is_some()
            });
            match quotation {
                Some(i) => kept.extend([c.start..i - 1, i..c.end]),
                None => kept.push(c),
            }
        }
        let whole = |c: &Range<usize>| {
            text.quotation_from(c.start).is_some_and(|q| q.tokens.start == c.start && q.tokens.end >= c.end)
        };
        let words: Vec<Range<usize>> = kept.iter().filter(|c| !whole(c)).cloned().collect();
        let plain = tells_more(text, &words);
        // "Nonsense, replied Ana Ruiz. She had been there. “I saw it.”"
        let gap = |from: usize, to: usize| {
            let between = text.sentence_at(from) + 1..text.sentence_at(to).max(text.sentence_at(from) + 1);
            let told = |s: &Range<usize>| s.clone().any(|i| text.tag(i).is_verb() && !text.quoted(i));
            !words.is_empty() && text.sentences[between].iter().any(|s| told(&s.tokens))
        };
        for c in kept {
            let after = |last: &Range<usize>| last.end.max(cue) - 1;
            let apart = f.content.last().map(after).is_some_and(|last| far(last, c.start) || gap(last, c.start));
            if apart && alone.contains(&c.start) {
                continue;
            }
            if (plain || apart) && c.start > cue && whole(&c) && opens(text, &c) {
                // Its parent is that of `f`, which is known again behind the weaving.
                more.push(more_of(f.source.clone(), Some(n), c));
            } else {
                f.content.push(c);
            }
        }
        f.form = if f.form == Form::Mixed { form(text, f) } else { f.form };
    }
    if more.is_empty() {
        return;
    }
    let starts: HashSet<usize> = more.iter().map(|f| f.content[0].start).collect();
    insert(found, more);
    // Voices within such a quotation stand within its claim, and no longer within that of the words before.
    let mut holder: HashMap<usize, (usize, usize)> = HashMap::new();
    for n in 0..found.len() {
        let f = &found[n];
        if let Some(host) = f.parent.filter(|_| f.more && starts.contains(&f.content[0].start)) {
            holder.extend(f.content.iter().cloned().flatten().map(|i| (i, (n, host))));
            found[n].parent = found[host].parent;
        }
    }
    for f in found.iter_mut().filter(|f| !f.more) {
        let own =
            f.cue.as_ref().and_then(|c| holder.get(&c.start)).filter(|(_, host)| f.parent.is_none_or(|p| p == *host));
        f.parent = own.map(|(n, _)| *n).or(f.parent);
    }
}

/// The quotation that `f`, which has no cue, is all of.
fn is_alone<'t>(text: &'t Text, f: &Found) -> Option<&'t Quotation> {
    let [content] = f.content.as_slice() else { return None };
    let told = f.cue.is_none() && matches!(f.form, Form::Direct | Form::Mixed | Form::Continued);
    let q = text.quotation_from(content.start).filter(|q| told && q.tokens.start == content.start)?;
    (content.end <= q.tokens.end + 1 && content.len() * 2 > q.tokens.len()).then_some(q)
}

/// Takes out what has no content, with the parents of the others put right.
pub fn drop_empty(found: &mut Vec<Found>) {
    let mut place = Vec::with_capacity(found.len());
    let mut count = 0;
    for f in found.iter() {
        place.push((!f.content.is_empty()).then_some(count));
        count += usize::from(!f.content.is_empty());
    }
    found.retain(|f| !f.content.is_empty());
    found.iter_mut().for_each(|f| f.parent = f.parent.and_then(|p| place[p]));
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

/// Gives who announces a block quotation, or a paragraph without quotation marks, all of it: `She added:`, and below it her words.
///
/// What has no cue within such a block, or would be the outlet's own, is taken out.
pub fn announced(text: &Text, found: &mut Vec<Found>) {
    let block = |n: usize| text.blocks.get(n).filter(|b| !b.tokens.is_empty());
    // The block behind the one of a cue that ends in a colon.
    let below = |f: &Found| {
        let own = text.block_of(f.cue.as_ref().filter(|c| !text.quoted(c.start))?.start);
        let announces = text.word(block(own)?.tokens.end - 1) == ":";
        let next = block(own + 1).filter(|b| announces && matches!(b.kind, BlockKind::Paragraph | BlockKind::Quote))?;
        let first = next.tokens.start;
        let begins = f.content.iter().any(|c| c.start == first) && text.quotation_from(first).is_none();
        begins.then_some(own + 1)
    };
    // Where somebody else speaks in a paragraph, it is no quotation as a whole.
    let mut spoken = vec![false; text.blocks.len()];
    for f in found.iter().filter(|f| f.parent.is_none() && !is_own(text, f)) {
        if let Some((cue, source)) = f.cue.as_ref().zip(f.source.as_ref()).filter(|(c, _)| !text.quoted(c.start)) {
            spoken[text.block_of(cue.start)] |= text.block_of(cue.start) == text.block_of(source.start);
        }
    }
    let mut given = vec![false; text.len()];
    let credits = credits(found);
    // "The opposition wants the following:", and below it a list.
    let listed = |f: &Found| {
        let cue = f.cue.as_ref().filter(|c| !text.quoted(c.start) && f.parent.is_none())?;
        let own = text.block_of(cue.start);
        let end = block(own)?.tokens.end;
        let last = f.content.iter().chain(&f.cue).map(|r| r.end).filter(|e| *e <= end).max()?;
        let list = block(own + 1).is_some_and(|b| b.kind == BlockKind::List);
        (list && text.word(end - 1) == ":" && last + 2 > end).then_some(own + 1)
    };
    for f in found.iter_mut() {
        if let Some(first) = listed(f) {
            let items = text.blocks[first..].iter().take_while(|b| b.kind == BlockKind::List);
            let items: Vec<Range<usize>> = items.map(|b| b.tokens.clone()).filter(|t| !t.is_empty()).collect();
            f.content.retain(|c| text.block_of(c.start) < first);
            items.iter().for_each(|c| given[c.clone()].fill(true));
            f.content.extend(items);
            continue;
        }
        let Some(next) = below(f) else { continue };
        let quoted = |n: &usize| block(*n).is_some_and(|b| b.kind == BlockKind::Quote);
        if !quoted(&next) && spoken[next] {
            continue;
        }
        let more = (next + 1..).take_while(|n| quoted(&next) && quoted(n));
        let words = std::iter::once(next).chain(more).map(|n| text.blocks[n].tokens.clone());
        f.content.retain(|c| text.block_of(c.start) < next);
        f.content.extend(words.take_while(|w| !signs(text, &credits, w.start)));
        f.content.iter().filter(|c| text.block_of(c.start) >= next).for_each(|c| given[c.clone()].fill(true));
        f.form = Form::Direct;
    }
    let posts = unheard_posts(text, found, &credits, given.clone());
    posts.iter().flat_map(|f| &f.content).for_each(|c| given[c.clone()].fill(true));
    for f in found.iter_mut().filter(|f| f.cue.is_none() && f.rule != "signature") {
        if f.content.first().is_some_and(|c| given[c.start]) {
            f.content.clear();
        }
    }
    found.extend(posts);
    drop_empty(found);
}

/// Where lines that sign a quotation begin, at the name or the dash before it.
fn credits(found: &[Found]) -> HashSet<usize> {
    let signed = found.iter().filter(|f| f.rule == "signature");
    let starts = signed.filter_map(|f| f.source.as_ref()).map(|s| s.start);
    starts.flat_map(|start| [start, start.saturating_sub(1)]).collect()
}

/// Whether a paragraph that begins with token `first` says whose the quotation above is.
fn signs(text: &Text, credits: &HashSet<usize>, first: usize) -> bool {
    credits.contains(&first) || is_dash(text.word(first))
}

/// Who announces a block quotation where nobody was heard: `Hal Dean posted on Facebook:`.
///
/// `held` are the tokens that somebody has announced already; what is signed or said from above is left alone.
fn unheard_posts(text: &Text, found: &[Found], credits: &HashSet<usize>, mut held: Vec<bool>) -> Vec<Found> {
    for f in found {
        let above = f.cue.as_ref().map(|c| text.block_of(c.start));
        let below = |c: &&Range<usize>| f.rule == "signature" || above.is_some_and(|b| b < text.block_of(c.start));
        f.content.iter().filter(below).for_each(|c| held[c.clone()].fill(true));
    }
    let mut out = Vec::new();
    for (n, block) in text.blocks.iter().enumerate() {
        let quoted = |b: usize| text.blocks[b].kind == BlockKind::Quote && !text.blocks[b].tokens.is_empty();
        let announces = n + 1 < text.blocks.len() && !block.tokens.is_empty() && !quoted(n) && quoted(n + 1);
        if !announces || text.word(block.tokens.end - 1) != ":" || held[text.blocks[n + 1].tokens.start] {
            continue;
        }
        let sentence = text.sentence(block.tokens.end - 1);
        let verb = sentence.clone().rev().find(|i| text.tag(*i).is_finite());
        let Some((verb, source)) = verb.and_then(|v| Some((v, subject_before(text, sentence.start, v)?))) else {
            continue;
        };
        let words = (n + 1..text.blocks.len()).take_while(|b| quoted(*b)).map(|b| text.blocks[b].tokens.clone());
        let content = words.take_while(|w| !signs(text, credits, w.start)).collect();
        out.push(Found {
            form: Form::Direct,
            ..found_by("sentence-colon", verb, Some(source), verb..verb + 1, content)
        });
    }
    out
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

/// Who reports in the sentence right before the whole sentences of quotation `q`, in the same block or announcing the next:
/// `He alleged that …. “It rained.”`; what is `going_on` in between, by sentence, is his as well.
fn reporter(text: &Text, reporters: &[(usize, usize)], going_on: &[bool], q: &Quotation) -> Option<usize> {
    let start = q.tokens.start;
    let colon = start > 0 && text.word(start - 1) == ":";
    let whole = q.closed
        && q.tokens.len() > 6
        && (text.sentence(start).start == start || colon)
        && body(text, &text.sentence(q.tokens.end - 1)).end <= q.tokens.end;
    let before = start.checked_sub(1).filter(|_| whole)?;
    let gap = text.block_of(start) - text.block_of(before);
    // "…:" at the end of a paragraph announces the next.
    if gap > usize::from(text.word(before) == ":") {
        return None;
    }
    let (end, n) = reporters[..reporters.partition_point(|r| r.0 <= start)].last()?;
    let (said, last) = (text.sentence_at(end - 1), text.sentence_at(before));
    let his = |s: usize| going_on.get(s) == Some(&true) && text.sentences[s].block == text.sentences[said].block;
    (said == last || gap == 0 && said < last && (said + 1..=last).all(his)).then_some(*n)
}

/// Whether quotation `q`, which has no cue of its own, is more of what `speaker` says.
fn goes_on(text: &Text, speaker: &Found, q: &Quotation) -> bool {
    let Some(last) = speaker.content.last() else { return false };
    if text.sentence(q.tokens.start).start != q.tokens.start {
        return takes_up(text, speaker, last, q).is_some();
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

/// The words with which `q` goes on with the sentence that was broken off at a comma at the end of the quotation `last`:
/// `“It held,” she said, “but it moved.”`, `“It held,” she said, but “it moved.”`
fn takes_up(text: &Text, speaker: &Found, last: &Range<usize>, q: &Quotation) -> Option<Range<usize>> {
    let broken = last.len() > 2 && text.quoted(last.end - 1) && text.word(last.end - 2) == ",";
    let one = text.sentence_at(last.end - 1) == text.sentence_at(q.tokens.start);
    let said = speaker.cue.iter().chain(&speaker.source).map(|r| r.end).max()?;
    if !broken || !one || !q.closed {
        return None;
    }
    if text.word(q.tokens.start - 1) == "," {
        return text.word(q.tokens.start + 1).starts_with(char::is_lowercase).then(|| q.tokens.clone());
    }
    let first = said + 1;
    let joins = |i: usize| text.tag(i) == Tag::Cc || i > first && text.tag(i).is_adverb();
    let ends = first < q.tokens.start && q.tokens.end + 1 >= text.sentence(first).end;
    (ends && text.word(said) == "," && (first..q.tokens.start).all(joins)).then_some(first..q.tokens.end)
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
    use claims::Form;

    use crate::attribution::{Found, attributions, spans};
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
    fn a_quotation_behind_another_sentence_is_apart_from_a_word_without_marks() {
        let parts = |words: &str, first: &str| {
            let text = Text::plain(words);
            let place =
                |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
            let content = vec![place(first), place("“I saw it and I know it.”")];
            let cue = place("replied");
            let said = crate::attribution::found_by("reader", cue.start, Some(place("Ana Ruiz")), cue, content);
            let mut found = vec![said];
            super::split(&text, &mut found);
            found.len()
        };
        let words = "Nonsense, replied Ana Ruiz. She had been there all day. “I saw it and I know it.”";
        assert_eq!(parts(words, "Nonsense"), 2);
        assert_eq!(parts("Nonsense, replied Ana Ruiz. “I saw it and I know it.”", "Nonsense"), 1);
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
    fn a_broken_sentence_goes_on_behind_a_conjunction() {
        let text = Text::plain("“The bridge is fine,” he said, but “whoever drives over it pays for the rust.”");
        assert_eq!(said(&text, "said"), ["“The bridge is fine,”", "but “whoever drives over it pays for the rust.”"]);
        let text = Text::plain("“The bridge is fine,” he said, but nobody heard of “the rust.”");
        assert_eq!(said(&text, "said"), ["“The bridge is fine,”"]);
    }

    #[test]
    fn a_paragraph_without_marks_is_who_announces_it() {
        let text = Text::plain(
            "The governor said it would close. The governor added:\nIt is late. She has no plan.\nIt rained.",
        );
        assert_eq!(said(&text, "added"), ["It is late. She has no plan."]);
    }

    #[test]
    fn a_quotation_alone_is_the_reporters() {
        let text = Text::plain("The guard said that nobody came. “I stood there all night and I saw it.” It rained.");
        let found = attributions(&text);
        let alone = found.iter().find(|f| f.rule == "quote-alone").expect("it is there");
        assert_eq!(alone.source.clone().map(|s| text.words(s)), Some("The guard"));
        assert_eq!(contents(&text, alone), ["“I stood there all night and I saw it.”"]);
        // A claim by itself, and one attribution.
        let whole = &spans(&text, &found)[0];
        assert_eq!((whole.content.len(), whole.form), (2, Form::Mixed));
        // Behind a sentence of the outlet's own it is nobody's.
        let text = Text::plain("The guard said that nobody came. It rained. “I stood there all night and I saw it.”");
        assert!(attributions(&text).iter().all(|f| f.rule != "quote-alone"));
    }

    #[test]
    fn a_quotation_far_from_the_first_is_a_claim_by_itself() {
        let text = Text::plain(
            "“I walked that crest for years,” said Kanchina. Radkov said that he never read it. She smiled. “It has numbers in it.”",
        );
        let mut found = attributions(&text);
        super::split(&text, &mut found);
        let first = found.iter().find(|f| f.source.clone().is_some_and(|s| text.words(s) == "Kanchina"));
        assert_eq!(contents(&text, first.expect("she speaks")), ["“I walked that crest for years,”"]);
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

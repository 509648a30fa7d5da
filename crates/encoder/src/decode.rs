//! From scores to readings.

use std::ops::Range;

use crate::lanes::exp;
use crate::{Anchor, Card, Input, Reading};

/// From which likelihood on the first pass's guess is read out.
const LOW: f32 = 0.2;
/// Tags of the second pass: outside, first and further token of the source, of a content.
const TAGS: usize = 5;
const NEVER: f32 = -1e4;

/// An anchor as the first pass found it; its tokens count from the beginning of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub anchor: Anchor,
    pub at: Range<usize>,
    pub score: f32,
}

/// What the second pass read out from an anchor; its tokens count from the beginning of the text.
#[derive(Clone, Debug)]
pub struct Guess {
    first: f32,
    reading: Reading,
}

/// Everything that an attribution may hang on; `rows` holds the scores of each token as a cue, and as the first of what has none.
pub fn anchors(rows: impl Iterator<Item = ([f32; 3], [f32; 4])>) -> Vec<Found> {
    let likely: Vec<([f32; 3], [f32; 4])> = rows.map(|(cue, start)| (softmax(cue), softmax(start))).collect();
    let mut found = Vec::new();
    for (i, (own, _)) in likely.iter().enumerate().filter(|(_, (own, _))| own[1] >= LOW) {
        let more = likely[i + 1..].iter().take_while(|(c, _)| c[2] > c[0] && c[2] >= c[1]).count();
        found.push(Found { anchor: Anchor::Cue, at: i..i + 1 + more, score: own[1] });
    }
    for (i, (_, likely)) in likely.iter().enumerate() {
        for (kind, score) in [Anchor::Continued, Anchor::Bare, Anchor::OwnVoice].into_iter().zip(&likely[1..]) {
            if *score >= LOW {
                found.push(Found { anchor: kind, at: i..i + 1, score: *score });
            }
        }
    }
    found
}

/// What `scores` of the tokens in sight of `anchor` say, of which `from` is the first, counted from the beginning of the text.
///
/// The window begins at token `start`; `row` holds how likely it is an attribution at all, then the scores of all fields.
pub fn guess(card: &Card, start: usize, anchor: &Found, from: usize, scores: &[[f32; TAGS]], row: &[f32]) -> Guess {
    let tags = best(scores, card);
    let (mut sources, mut content) = (Vec::new(), Vec::new());
    let mut k = 0;
    while k < tags.len() {
        let end = match tags[k] {
            0 => k + 1,
            tag => {
                let further = if tag <= 2 { 2 } else { 4 };
                k + 1 + tags[k + 1..].iter().take_while(|t| **t == further).count()
            }
        };
        match tags[k] {
            0 => {}
            1 | 2 => sources.push((softmax(scores[k])[1], from + k..from + end)),
            _ => content.push(from + k..from + end),
        }
        k = end;
    }
    let (real, mut rest) = row.split_first().map_or((0.0, row), |(real, rest)| (1.0 / (1.0 + exp(-real)), rest));
    let fields = card.fields.iter().map(|(_, values)| {
        let (own, others) = rest.split_at(values.len().min(rest.len()));
        rest = others;
        softmax(own.to_vec())
    });
    let fields = fields.collect();
    let source = sources.into_iter().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.start.cmp(&a.1.start))).map(|s| s.1);
    Guess {
        first: anchor.score,
        reading: Reading {
            anchor: anchor.anchor,
            at: start + anchor.at.start..start + anchor.at.end,
            source,
            content,
            sure: real,
            parent: None,
            fields,
        },
    }
}

/// The best sequence of tags in a linear chain (Viterbi 1967): a further token stands behind its own kind only.
fn best(scores: &[[f32; TAGS]], card: &Card) -> Vec<usize> {
    let may_follow = |before: usize, tag: usize| match tag {
        2 => matches!(before, 1 | 2),
        4 => matches!(before, 3 | 4),
        _ => true,
    };
    let step = |before: usize, tag: usize| if may_follow(before, tag) { card.steps[before][tag] } else { NEVER };
    let Some(first) = scores.first() else { return Vec::new() };
    let start = |tag: usize| if matches!(tag, 2 | 4) { NEVER } else { card.starts[tag] };
    let mut sums: [f32; TAGS] = std::array::from_fn(|t| first[t] + start(t));
    let mut back: Vec<[usize; TAGS]> = Vec::with_capacity(scores.len());
    for own in &scores[1..] {
        let mut from = [0; TAGS];
        let next = std::array::from_fn(|tag| {
            let sum = |before: usize| sums[before] + step(before, tag);
            let before = (1..TAGS).fold(0, |best, b| if sum(b) > sum(best) { b } else { best });
            from[tag] = before;
            sum(before) + own[tag]
        });
        sums = next;
        back.push(from);
    }
    let mut tag = (1..TAGS).fold(0, |best, t| if sums[t] > sums[best] { t } else { best });
    let mut tags = vec![tag];
    for from in back.iter().rev() {
        tag = from[tag];
        tags.push(tag);
    }
    tags.reverse();
    tags
}

/// The guesses that are sure enough, each once, in reading order, with parents.
///
/// The likelihood that is asked is [`Card::least`].
pub fn settle(input: &Input, mut guesses: Vec<Guess>, card: &Card) -> Vec<Reading> {
    guesses.sort_by_key(|g| (g.reading.at.start, g.reading.anchor as usize));
    let said = |r: &Range<usize>| r.clone().any(|i| input.words[i].chars().any(char::is_alphanumeric));
    for g in &mut guesses {
        g.reading.content.retain(said);
        join(input, &mut g.reading);
    }
    guesses.retain(|g| {
        let by_rule = g.reading.at.clone().any(|i| matches!(input.rules[i] / 3 % 3, 1 | 2));
        let least = match g.reading.anchor {
            Anchor::Cue if by_rule => card.least[0],
            Anchor::Cue => card.least[1],
            Anchor::Continued | Anchor::Bare => card.least[2],
            Anchor::OwnVoice => card.least[3],
        };
        g.reading.sure >= least && !g.reading.content.is_empty()
    });
    let weight = |g: &Guess| g.reading.sure * g.first.sqrt().sqrt();
    guesses.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    // Which token a kept cue, or a kept content without one, already stands on.
    let mut cues = vec![false; input.words.len()];
    let mut contents = vec![false; input.words.len()];
    let mut kept: Vec<Reading> = Vec::new();
    for Guess { reading, .. } in guesses {
        let (taken, own) = match reading.anchor {
            Anchor::Cue => (&mut cues, vec![reading.at.clone()]),
            _ => (&mut contents, reading.content.clone()),
        };
        if own.iter().cloned().flatten().any(|i| taken[i]) {
            continue;
        }
        own.into_iter().flatten().for_each(|i| taken[i] = true);
        kept.push(reading);
    }
    not_told(input, &mut kept);
    kept.sort_by_key(|r| (r.at.start.min(r.content[0].start), r.at.start));
    nest(&mut kept);
    kept
}

/// Leaves out what is taken for the outlet's own voice and is what somebody else is reported to say, or stands in quotation marks.
fn not_told(input: &Input, kept: &mut Vec<Reading>) {
    let mut told = input.quoted.clone();
    for r in kept.iter().filter(|r| r.anchor != Anchor::OwnVoice) {
        r.content.iter().cloned().flatten().for_each(|i| told[i] = true);
    }
    kept.retain(|r| r.anchor != Anchor::OwnVoice || r.content.iter().cloned().flatten().any(|i| !told[i]));
}

/// Segments of one sentence with nothing of their own attribution between them are one: a content is cut by its cue or source.
fn join(input: &Input, reading: &mut Reading) {
    let own = reading.source.iter().chain(Some(&reading.at).filter(|_| reading.anchor == Anchor::Cue));
    let own: Vec<usize> = own.map(|r| r.start).collect();
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(reading.content.len());
    for c in reading.content.drain(..) {
        match joined.last_mut() {
            Some(last)
                if input.sentences[last.end - 1] == input.sentences[c.start]
                    && !own.iter().any(|o| (last.end..c.start).contains(o)) =>
            {
                last.end = c.end;
            }
            _ => joined.push(c),
        }
    }
    reading.content = joined;
}

/// Sets each parent to the reading with the smallest content that holds the anchor.
fn nest(kept: &mut [Reading]) {
    let size = |r: &Reading| r.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    // Those whose content may still hold what comes, with where it ends.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut order: Vec<(usize, bool, usize)> = Vec::new();
    for (i, r) in kept.iter().enumerate() {
        order.push((r.at.start, true, i));
        if r.anchor != Anchor::OwnVoice {
            order.extend(r.content.iter().map(|c| (c.start, false, i)));
        }
    }
    order.sort_unstable();
    for (at, is_anchor, i) in order {
        open.retain(|(_, end)| *end > at);
        if is_anchor {
            let holds = |j: usize| {
                j != i
                    && kept[j]
                        .content
                        .iter()
                        .any(|c| c.contains(&at) && !(kept[i].anchor != Anchor::Cue && c.start == at))
            };
            kept[i].parent = open.iter().map(|o| o.0).filter(|j| holds(*j)).min_by_key(|j| (size(&kept[*j]), *j));
        } else if let Some(c) = kept[i].content.iter().find(|c| c.start == at) {
            open.push((i, c.end));
        }
    }
}

fn softmax<S: AsMut<[f32]>>(mut scores: S) -> S {
    let own = scores.as_mut();
    let most = own.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    own.iter_mut().for_each(|s| *s = exp(*s - most));
    let sum: f32 = own.iter().sum();
    own.iter_mut().for_each(|s| *s /= sum);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(anchor: Anchor, at: usize, content: Range<usize>) -> Reading {
        Reading {
            anchor,
            at: at..at + 1,
            source: None,
            content: vec![content],
            sure: 0.9,
            parent: None,
            fields: Vec::new(),
        }
    }

    #[test]
    fn what_somebody_is_reported_to_say_is_not_the_outlets_own_voice() {
        let input = Input { quoted: (0..30).map(|i| (20..25).contains(&i)).collect(), ..Input::default() };
        let mut kept = vec![
            reading(Anchor::Cue, 1, 2..10),
            reading(Anchor::OwnVoice, 4, 4..9),
            reading(Anchor::OwnVoice, 20, 20..25),
            reading(Anchor::OwnVoice, 12, 12..18),
            reading(Anchor::OwnVoice, 8, 8..12),
        ];
        not_told(&input, &mut kept);
        assert_eq!(kept.iter().map(|r| r.at.start).collect::<Vec<_>>(), [1, 12, 8]);
    }
}

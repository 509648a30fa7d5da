//! Sentences without a cue: reports that go on, and the outlet's own voice.
//!
//! ```text
//! HUR reported that soldiers received food. On Dec. 13, the troops were placed on alert.
//!                                           └─ continued: HUR is still speaking ───────┘
//! ```
//!
//! A sentence right behind an indirect report in the same paragraph goes on reporting,
//! unless it turns to what the reporter could see or look up. A sentence of its own that
//! says what happened, how many, or how sure is the outlet's own claim.

use std::ops::Range;

use claims::{BlockKind, Form};

use crate::attribution::{CueKind, Found, Readout};
use crate::certainty;
use crate::clause::{MainVerb, Tense, main_verb};
use crate::text::{Tag, Text};
use crate::when::Time;

/// A sentence without a cue and how it is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Onward {
    /// The sentence, without its final stop.
    pub content: Range<usize>,
    /// Index of the attribution that goes on, for a continued report.
    pub of: Option<usize>,
    /// The id of what decided.
    pub rule: &'static str,
    /// What the trained reader makes of it, and how sure it is; none where a rule decided.
    pub readout: Option<(Readout, f32)>,
}

/// Takes what hangs on no cue out of what the trained reader found, each with the attribution that it goes on from.
pub fn apart(text: &Text, found: Vec<Found>) -> (Vec<Found>, Vec<Onward>) {
    let is_onward = |f: &Found| matches!(f.form, Form::Continued | Form::OwnVoice);
    let mut place = Vec::with_capacity(found.len());
    let mut count = 0;
    for f in &found {
        place.push((!is_onward(f)).then_some(count));
        count += usize::from(!is_onward(f));
    }
    let (mut kept, mut onwards) = (Vec::with_capacity(count), Vec::new());
    let told = Told::of(text, found.iter().filter(|f| !is_onward(f)));
    let block = |i: usize| text.sentences[text.sentence_at(i)].block;
    // The last voice that is nobody's content, and the block in which it stopped.
    let mut speaking: Option<(usize, usize)> = None;
    for mut f in found {
        let Some((first, last)) = f.content.first().zip(f.content.last()).map(|(a, b)| (a.start, b.end)) else {
            continue;
        };
        if is_onward(&f) {
            let of = speaking.filter(|(b, _)| f.form == Form::Continued && block(first) <= b + 1);
            speaking = of.map(|(_, n)| (block(last - 1), n));
            let content = f.content[0].clone();
            if told.again(&content) {
                continue;
            }
            let readout = f.readout.map(|r| (r, f.confidence));
            onwards.push(Onward { content, of: of.map(|o| o.1), rule: f.decided_by(), readout });
        } else {
            f.parent = f.parent.and_then(|p| place[p]);
            if f.parent.is_none() {
                let end = f.cue.as_ref().map_or(last, |c| c.end.max(last));
                speaking = Some((block(end - 1), kept.len()));
            }
            kept.push(f);
        }
    }
    (kept, onwards)
}

/// What is told already: by token, whether somebody's words hold it, and which voice with a name has it as source, cue or content.
struct Told {
    held: Vec<bool>,
    voice: Vec<Option<usize>>,
}

impl Told {
    fn of<'f>(text: &Text, cued: impl Iterator<Item = &'f Found>) -> Self {
        let mut told = Self { held: vec![false; text.len()], voice: vec![None; text.len()] };
        for (n, f) in cued.enumerate() {
            f.content.iter().for_each(|c| told.held[c.clone()].fill(true));
            // The outermost, which comes first, has the most of it.
            let parts = f.content.iter().chain(&f.cue).chain(&f.source).filter(|_| f.source.is_some());
            parts.cloned().flatten().for_each(|i| {
                told.voice[i].get_or_insert(n);
            });
        }
        told
    }

    /// Whether nine tenths of `range` are somebody's words, or one attribution with all its parts.
    fn again(&self, range: &Range<usize>) -> bool {
        let most = |count: usize| count * 10 >= range.len() * 9;
        let voice = range.clone().find_map(|i| self.voice[i]);
        most(range.clone().filter(|i| self.held[*i]).count())
            || voice.is_some() && most(range.clone().filter(|i| self.voice[*i] == voice).count())
    }
}

/// The sentences of `text` that no attribution holds and that are claims all the same.
pub fn onward(text: &Text, found: &[Found], times: &[Time]) -> Vec<Onward> {
    // For each sentence, the outermost attribution whose cue or content fills it.
    let mut holder: Vec<Option<usize>> = vec![None; text.sentences.len()];
    let mut touched = vec![false; text.sentences.len()];
    for (n, f) in found.iter().enumerate() {
        for range in f.content.iter().chain(&f.cue) {
            let sentences = text.sentence_at(range.start)..text.sentence_at(range.end - 1) + 1;
            touched[sentences.clone()].fill(true);
            if f.parent.is_none() {
                holder[sentences].fill(Some(n));
            }
        }
    }
    let mut out = Vec::new();
    // What is speaking, and in which block; dropped where the paragraph ends.
    let mut speaking: Option<(usize, usize)> = None;
    for (s, sentence) in text.sentences.iter().enumerate() {
        let block = &text.blocks[sentence.block];
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Quote) {
            speaking = None;
            continue;
        }
        if speaking.is_some_and(|(b, _)| b != sentence.block) {
            speaking = None;
        }
        if touched[s] {
            speaking = holder[s].filter(|n| can_go_on(text, &found[*n])).map(|n| (sentence.block, n));
            continue;
        }
        let content = crate::attribution::sentence_body(text, &sentence.tokens);
        if content.len() < 4 || is_question(text, &sentence.tokens) {
            continue;
        }
        let Some(verb) = main_verb(text, content.clone()) else { continue };
        let quoted = content.clone().all(|i| text.quoted(i));
        if let Some((_, n)) = speaking
            && !turns_away(text, &content, verb.tense, &found[n])
        {
            out.push(Onward { content, of: Some(n), rule: "continued", readout: None });
        } else if !quoted && matters(text, &content, &verb, times) {
            speaking = None;
            out.push(Onward { content, of: None, rule: "own-voice", readout: None });
        } else {
            speaking = None;
        }
    }
    out
}

/// Whether a report of this kind can go on into the next sentence.
fn can_go_on(text: &Text, found: &Found) -> bool {
    let speech = matches!(found.kind, CueKind::Speech | CueKind::Finding | CueKind::Writing);
    // Behind a quotation the reporter usually takes over again.
    speech
        && found.source.is_some()
        && found.form != Form::Direct
        && matches!(
            found.rule,
            "cue-clause"
                | "clause-cue"
                | "according-to"
                | "split-cue"
                | "participle"
                | "noun-cue"
                | "surfaced"
                | "citing"
                | "cue-quote"
                | "quote-cue"
        )
        && {
            let last = found.content.iter().map(|c| c.end).max().unwrap_or(0);
            last == 0 || !text.quoted(last - 1) || found.form == Form::Indirect
        }
}

/// Signs that the reporter speaks again: background, dates long past, the source itself as topic.
fn turns_away(text: &Text, content: &Range<usize>, tense: Tense, found: &Found) -> bool {
    let first = text.low(content.start);
    let background = matches!(
        first,
        "meanwhile" | "earlier" | "previously" | "separately" | "last" | "since" | "historically" | "it"
    );
    let announced = content.clone().take(4).any(|i| matches!(text.low(i), "comes" | "came" | "follows" | "followed"));
    // "He was speaking in Geneva": about the saying itself.
    let of_source = matches!(first, "he" | "she")
        && content.clone().take(4).any(|i| {
            matches!(text.low(i), "speaking" | "did" | "declined" | "gave" | "was") && text.low(i + 1) != "told"
        })
        && found.form != Form::Mixed
        && content
            .clone()
            .any(|i| matches!(text.low(i), "speaking" | "comment" | "reporters" | "elaborate" | "details"));
    // "When I walked along the quay": the reporter, who is nobody's source.
    let reporter = content.clone().any(|i| matches!(text.low(i), "i" | "we" | "our" | "my") && !text.quoted(i));
    reporter || background && tense != Tense::Progressive || announced || of_source
}

/// Whether a sentence of the outlet's own is a claim that matters: an event, a figure, a hedge.
fn matters(text: &Text, content: &Range<usize>, verb: &MainVerb, times: &[Time]) -> bool {
    let hedged = certainty::of_content(text, std::slice::from_ref(content), Some(verb)).is_some();
    let figure = content.clone().any(|i| text.tag(i) == Tag::Cd);
    let name = content.clone().skip(1).any(|i| text.tag(i).is_name());
    let event = matches!(verb.tense, Tense::Past | Tense::Perfect | Tense::Progressive | Tense::Future);
    let personal = content.clone().any(|i| matches!(text.low(i), "i" | "we" | "you" | "our" | "my" | "your"));
    let bytes = text.bytes(content.clone());
    let first = times.partition_point(|t| t.range.start < bytes.start);
    let dated = times.get(first).is_some_and(|t| t.range.end <= bytes.end && !t.value.ends_with("_REF"));
    !personal && (hedged || event && (figure || name || dated))
}

fn is_question(text: &Text, sentence: &Range<usize>) -> bool {
    (sentence.start..sentence.end).rev().take(2).any(|i| text.word(i) == "?")
}

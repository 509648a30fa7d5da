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
use std::sync::OnceLock;

use claims::{BlockKind, Form};
use encoder::Links;

use crate::attribution::{CueKind, Found, Readout, drop_empty};
use crate::certainty;
use crate::clause::{MainVerb, Tense, main_verb};
use crate::learnt::{CONTINUED, Choice, Choosable, Weights, features, flag};
use crate::quantity::Figure;
use crate::resolve::opens_clause;
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

/// Takes what hangs on no cue out of what the trained reader found, each with the attribution that it goes on from; every choice of
/// one goes to `choices`.
pub fn apart(
    text: &Text,
    found: Vec<Found>,
    links: Option<&Links>,
    mut choices: Option<&mut Vec<Choice>>,
) -> (Vec<Found>, Vec<Onward>) {
    let is_onward = |f: &Found| matches!(f.form, Form::Continued | Form::OwnVoice);
    let mut place = Vec::with_capacity(found.len());
    let mut count = 0;
    for f in &found {
        place.push((!is_onward(f)).then_some(count));
        count += usize::from(!is_onward(f));
    }
    let mut found = found;
    told_twice(text, &mut found);
    let (mut kept, mut onwards) = (Vec::with_capacity(count), Vec::new());
    let told = Told::of(text, found.iter().filter(|f| !is_onward(f)));
    // Who goes on speaking, and the block in which they stopped.
    let mut speaking: Option<(usize, usize)> = None;
    for mut f in found {
        let Some((first, last)) = f.content.first().zip(f.content.last()).map(|(a, b)| (a.start, b.end)) else {
            continue;
        };
        if is_onward(&f) {
            let goes_on = speaking.filter(|(b, _)| text.block_of(first) <= b + 1).map(|(_, n)| n);
            let mut of = None;
            if f.form == Form::Continued || f.form == Form::OwnVoice && told_back(text, &kept, &f.content[0]).is_some()
            {
                let candidates = speakers(text, &kept, first, goes_on, links);
                if let Some(choices) = choices.as_deref_mut() {
                    choices.push(choice(text, &kept, first, &candidates));
                }
                of = likeliest(&candidates);
            }
            speaking = of.map(|n| (text.block_of(last - 1), n));
            let content = f.content[0].clone();
            if told.again(&content) {
                continue;
            }
            let readout = f.readout.map(|r| (r, f.confidence));
            onwards.push(Onward { content, of, rule: f.decided_by(), readout });
        } else {
            f.parent = f.parent.and_then(|p| place[p]);
            speaking = None;
            kept.push(f);
        }
    }
    (kept, onwards)
}

/// Empties what nobody says with a cue, where all of it stands in what the outlet says itself: "talks are due to resume" is one claim.
fn told_twice(text: &Text, found: &mut Vec<Found>) {
    let mut own = vec![false; text.len()];
    let told = |f: &Found| f.form == Form::OwnVoice && f.source.is_none() && f.cue.is_none();
    found.iter().filter(|f| told(f)).flat_map(|f| &f.content).for_each(|c| own[c.clone()].fill(true));
    for f in found.iter_mut().filter(|f| f.cue.is_some() && f.source.is_none() && f.addressee.is_none()) {
        if f.content.iter().chain(&f.cue).cloned().flatten().all(|i| own[i]) {
            f.content.clear();
        }
    }
    drop_empty(found);
}

/// Whether a sentence is one tense back behind one in which somebody speaks: "There were 17 breaches, she told the council. Two herders
/// had been killed on Sunday." is still what she told.
pub fn told_back(text: &Text, found: &[Found], content: &Range<usize>) -> Option<usize> {
    const BACK: usize = 6;
    let here = text.sentence_at(content.start);
    let before = here.checked_sub(1).filter(|b| text.sentences[*b].block == text.sentences[here].block)?;
    let to = found.partition_point(|f| f.cue.as_ref().or(f.content.first()).is_none_or(|c| c.start < content.start));
    let spoke = (to.saturating_sub(BACK)..to).rev().find(|n| {
        let f = &found[*n];
        f.cue.as_ref().is_some_and(|c| text.sentence_at(c.start) == before && !text.quoted(c.start))
            && f.head.is_some_and(|h| text.tag(h) == Tag::Vbd)
            && f.source.is_some()
            && f.parent.is_none()
            && f.form == Form::Indirect
            && f.kind == CueKind::Speech
    });
    let spoke = spoke?;
    let verb = main_verb(text, content.clone())?;
    let of_source = matches!(text.low(content.start), "he" | "she" | "they");
    let first = text.low(verb.tokens.start);
    let back = first == "had" && verb.tokens.len() > 1 || first == "would";
    (back && !of_source && !content.clone().any(|i| text.quoted(i))).then_some(spoke)
}

/// Whether a sentence only leads to what somebody says next: "The reply came within the hour", "Her deputy went further on Thursday".
pub fn leads_in(text: &Text, content: &Range<usize>) -> bool {
    const FAR: usize = 14;
    // "Our morning letter goes out on Mondays": of the page, and not of the world.
    let own = content
        .clone()
        .take(5)
        .any(|i| matches!(text.low(i), "letter" | "newsletter" | "podcast" | "briefing" | "app"));
    if text.low(content.start) == "our" && own {
        return true;
    }
    let Some(verb) = main_verb(text, content.clone()).map(|v| v.verb) else { return false };
    let next = text.low(verb + 1);
    let answer = (content.start..verb).any(|i| {
        text.tag(i).is_noun()
            && matches!(text.low(i), "reply" | "answer" | "response" | "reaction" | "retort" | "rebuttal" | "tone")
    });
    let short = content.end - verb < FAR;
    short
        && match text.low(verb) {
            "came" | "comes" | "followed" | "changed" | "shifted" | "hardened" | "softened" => answer,
            "went" | "goes" | "gone" => next == "further" || text.low(verb + 2) == "further",
            // "was the first to answer", "Diplomats are divided".
            "is" | "are" | "was" | "were" => {
                let apart = matches!(next, "divided" | "split") && verb + 2 == content.end;
                let answers = |i: usize| matches!(text.low(i), "answer" | "react" | "respond" | "reply");
                apart || (verb + 1..content.end).any(|i| answers(i) && text.tag(i - 1) == Tag::To)
            }
            "divided" | "split" => verb + 1 == content.end || text.word(verb + 1) == ",",
            _ => false,
        }
}

const WEIGHTS: &str = include_str!("../data/onward.txt");

features! {
    /// What is known of an attribution whose source may go on speaking.
    Speaker {
        /// It is nobody's content.
        outer,
        /// Of those that are nobody's content, the last one and the one before.
        last_outer,
        second_outer,
        /// Of all, the last one and the one before.
        last,
        second,
        /// It went on speaking in the sentence before.
        goes_on,
        same_block,
        same_sentence,
        one_back,
        two_back,
        /// The first of its sentence.
        leads,
        /// Its source stands where subjects do.
        subject,
        /// Others speak within its content.
        holds_others,
        speech,
        writing,
        finding,
        direct,
        mixed,
        noun,
        pronoun,
        relative,
        named,
        indefinite,
        /// Source or cue are quoted.
        quoted,
        /// The rule's or the reader's confidence.
        surely,
        /// How likely the trained reader links its source with the sentence.
        link,
    }
}

/// The attributions of `kept` whose source may speak on at token `first`, by their index; `goes_on` is the one that did just before.
fn speakers(
    text: &Text,
    kept: &[Found],
    first: usize,
    goes_on: Option<usize>,
    links: Option<&Links>,
) -> Vec<(usize, Speaker)> {
    const BACK: usize = 8;
    let start = |f: &Found| f.cue.as_ref().or(f.content.first()).map_or(0, |c| c.start);
    let end = |f: &Found| f.cue.iter().chain(&f.content).map(|c| c.end).max().unwrap_or(1) - 1;
    let near = |n: &usize| {
        let f = &kept[*n];
        f.source.is_some()
            && start(f) < first
            && (text.block_of(end(f)) + 1 >= text.block_of(first) || goes_on == Some(*n))
    };
    let from = kept.len().saturating_sub(BACK).min(goes_on.unwrap_or(usize::MAX));
    let few: Vec<usize> = (from..kept.len()).filter(near).collect();
    let outer: Vec<usize> = few.iter().rev().copied().filter(|n| kept[*n].parent.is_none()).collect();
    let places: Vec<(usize, usize)> =
        few.iter().filter_map(|n| kept[*n].source.as_ref()).map(|s| (s.start, s.start)).collect();
    let linked = links.map_or_else(|| vec![0.0; few.len()], |links| links.likely((first, first), &places));
    let here = text.sentence_at(first);
    let told = few.iter().zip(linked).enumerate().map(|(rank, (n, link))| {
        let f = &kept[*n];
        let source = f.source.clone().unwrap_or_default();
        let apart = here - text.sentence_at(end(f)).min(here);
        let sentence = text.sentence_at(start(f));
        let low = text.low(source.start);
        let speaker = Speaker {
            outer: flag(f.parent.is_none()),
            last_outer: flag(outer.first() == Some(n)),
            second_outer: flag(outer.get(1) == Some(n)),
            last: flag(rank + 1 == few.len()),
            second: flag(rank + 2 == few.len()),
            goes_on: flag(goes_on == Some(*n)),
            same_block: flag(text.block_of(end(f)) == text.block_of(first)),
            same_sentence: flag(apart == 0),
            one_back: flag(apart == 1),
            two_back: flag(apart == 2),
            leads: flag(
                few.iter().all(|o| text.sentence_at(start(&kept[*o])) != sentence || start(&kept[*o]) >= start(f)),
            ),
            subject: flag(opens_clause(text, source.start)),
            holds_others: flag(few.iter().any(|o| kept[*o].parent == Some(*n))),
            speech: flag(f.kind == CueKind::Speech),
            writing: flag(f.kind == CueKind::Writing),
            finding: flag(f.kind == CueKind::Finding),
            direct: flag(f.form == Form::Direct),
            mixed: flag(f.form == Form::Mixed),
            noun: flag(f.head.is_some_and(|h| text.tag(h).is_noun())),
            pronoun: flag(matches!(low, "he" | "she" | "they" | "it" | "i" | "we")),
            relative: flag(matches!(low, "who" | "which" | "that")),
            named: flag(source.clone().any(|i| text.tag(i).is_name())),
            indefinite: flag(matches!(low, "a" | "an" | "one" | "some" | "another" | "several")),
            quoted: flag(text.quoted(source.start) || f.cue.as_ref().is_some_and(|c| text.quoted(c.start))),
            surely: f.confidence,
            link,
        };
        (*n, speaker)
    });
    told.collect()
}

fn likeliest(candidates: &[(usize, Speaker)]) -> Option<usize> {
    static SHIPPED: OnceLock<Weights> = OnceLock::new();
    let weights = SHIPPED.get_or_init(|| Weights::read(WEIGHTS, Speaker::NAMES, 1));
    let scored = candidates.iter().map(|(n, speaker)| (*n, weights.score(0, &speaker.values())));
    scored.reduce(|best, own| if own.1 >= best.1 { own } else { best }).map(|(n, _)| n)
}

fn choice(text: &Text, kept: &[Found], first: usize, candidates: &[(usize, Speaker)]) -> Choice {
    let told = |(n, speaker): &(usize, Speaker)| Choosable {
        name: String::new(),
        mentions: kept[*n].source.iter().map(|s| text.tokens[s.start].start).collect(),
        features: speaker.values(),
    };
    Choice { at: text.bytes(first..first + 1), class: CONTINUED, candidates: candidates.iter().map(told).collect() }
}

/// What is told already: by token, whether somebody's words hold it, and which voice with a name has it as source, cue, addressee or content.
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
            let parts = f.content.iter().chain(&f.cue).chain(&f.source).chain(&f.addressee);
            let parts = parts.filter(|_| f.source.is_some() || f.addressee.is_some());
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

/// Sentences of which `told` holds nothing, by token, that tell an event with a figure of something or a day: the outlet's own news, whatever
/// else was read.
pub fn untold(text: &Text, told: &[bool], times: &[Time], figures: &[Figure]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for sentence in &text.sentences {
        if !matches!(text.blocks[sentence.block].kind, BlockKind::Paragraph | BlockKind::List) {
            continue;
        }
        let content = crate::attribution::sentence_body(text, &sentence.tokens);
        let free = content.len() > 4 && content.clone().all(|i| !told[i] && !text.quoted(i));
        if !free || is_question(text, &sentence.tokens) {
            continue;
        }
        let Some(verb) = main_verb(text, content.clone()) else { continue };
        // "This article was updated on May 3": of the page, and not of the world.
        let page = content.clone().take(5).any(|i| {
            matches!(
                text.low(i),
                "article" | "story" | "page" | "newsletter" | "photo" | "picture" | "image" | "post" | "version"
            )
        });
        if page {
            continue;
        }
        let event = matches!(verb.tense, Tense::Past | Tense::Perfect | Tense::Progressive | Tense::Future);
        let bytes = text.bytes(content.clone());
        let counted = |f: &Figure| f.of.is_some() && f.range.start >= bytes.start && f.range.end <= bytes.end;
        let first = figures.partition_point(|f| f.range.start < bytes.start);
        let figure = figures[first..].iter().take_while(|f| f.range.start < bytes.end).any(counted);
        let first = times.partition_point(|t| t.range.start < bytes.start);
        let mut inside = times[first..].iter().take_while(|t| t.range.end <= bytes.end);
        if event && (figure || inside.any(|t| !t.value.ends_with("_REF"))) {
            out.push(content);
        }
    }
    out
}

fn is_question(text: &Text, sentence: &Range<usize>) -> bool {
    (sentence.start..sentence.end).rev().take(2).any(|i| text.word(i) == "?")
}

#[cfg(test)]
mod tests {
    use claims::{Degree, Polarity, Status};

    use super::*;

    /// Whose words go on in the last sentence of `words`, where the trained reader finds `cued` and that it goes on; each of `cued` is a
    /// source, a cue and a content as they stand in `words`.
    fn goes_on(words: &str, cued: &[(&str, &str, &str)]) -> String {
        let text = Text::plain(words);
        let range = |part: &str| {
            let start = words.find(part).expect("it stands in the words");
            text.tokens_in(start..start + part.len())
        };
        let mut found: Vec<Found> = crate::attribution::attributions(&text);
        let some = found.pop().expect("the rules find something");
        let readout = Readout {
            certainty: (Degree::Stated, 1.0),
            polarity: (Polarity::Affirmed, 1.0),
            status: (Status::Happened, 1.0),
        };
        let told = |(source, cue, content): &(&str, &str, &str)| Found {
            source: Some(range(source)),
            cue: Some(range(cue)),
            head: Some(range(cue).start),
            content: vec![range(content)],
            parent: None,
            readout: Some(readout),
            ..some.clone()
        };
        let mut found: Vec<Found> = cued.iter().map(told).collect();
        let last = text.sentences.last().expect("there is a sentence").tokens.clone();
        found.push(Found {
            source: None,
            cue: None,
            head: None,
            content: vec![last],
            form: Form::Continued,
            parent: None,
            readout: Some(readout),
            ..some
        });
        let (kept, onwards) = apart(&text, found, None, None);
        let of = onwards[0].of.expect("somebody goes on");
        text.words(kept[of].source.clone().expect("who has a name")).to_owned()
    }

    #[test]
    fn what_nothing_tells_is_the_outlets_own_where_it_counts_or_dates() {
        let words = "Some 40 schools have closed. It was a mild evening. The bridge fell on May 3. Who closed 2 schools? “Two roads have closed.”";
        let text = Text::plain(words);
        let times = crate::when::times(words, None);
        let figures = crate::quantity::figures(words, &times);
        let own = |told: &[bool]| {
            untold(&text, told, &times, &figures).into_iter().map(|c| text.words(c)).collect::<Vec<_>>()
        };
        assert_eq!(own(&vec![false; text.len()]), ["Some 40 schools have closed", "The bridge fell on May 3"]);
        assert!(own(&vec![true; text.len()]).is_empty());
    }

    #[test]
    fn the_one_the_sentence_is_about_goes_on() {
        let words = "Ludmila Tesárková said the bones might be old, although her team had not verified a date. A trench would be needed.";
        let cued =
            [("Ludmila Tesárková", "said", "the bones might be old"), ("her team", "had not verified", "a date")];
        assert_eq!(goes_on(words, &cued), "Ludmila Tesárková");
    }

    #[test]
    fn the_last_to_speak_goes_on() {
        let words = "The mayor said it rained. Ana Ruiz replied that it did not. The gauge was empty.";
        let cued = [("The mayor", "said", "it rained"), ("Ana Ruiz", "replied", "that it did not")];
        assert_eq!(goes_on(words, &cued), "Ana Ruiz");
    }

    #[test]
    fn one_tense_back_it_is_still_told() {
        let of = |words: &str| {
            let text = Text::plain(words);
            let mut found = crate::attribution::attributions(&text);
            found.retain(|f| f.cue.is_some());
            let last = text.sentences.last().expect("there is a sentence").tokens.clone();
            told_back(&text, &found, &last).is_some()
        };
        assert!(of("The envoy told the council that it rained. Two herders had been killed near Dessa on Sunday."));
        assert!(of("The grocer said that he took 140 dollars. On a good day it would be 600."));
        // What is told in the present, in another paragraph, or of who speaks, is the outlet's.
        assert!(!of("The envoy says that it rained. Two herders had been killed near Dessa on Sunday."));
        assert!(!of("The envoy told the council that it rained.\nTwo herders had been killed near Dessa on Sunday."));
        assert!(!of("The envoy told the council that it rained. She had been appointed on Sunday."));
        assert!(!of("The envoy told the council that it rained. Two herders were killed near Dessa on Sunday."));
    }

    #[test]
    fn what_leads_to_words_is_no_news() {
        let leads = |words: &str| {
            let text = Text::plain(words);
            leads_in(&text, &(0..text.len() - 1))
        };
        assert!(leads("The reply came within the hour."));
        assert!(leads("By sunrise the tone had changed."));
        assert!(leads("Her deputy, Luka Horvat, went further on the radio on Thursday."));
        assert!(leads("Lima was the first to answer."));
        assert!(leads("Diplomats in Oslo are divided."));
        assert!(leads("Our letter from the coast goes out on Mondays."));
        assert!(!leads("The ferry came within the hour."));
        assert!(!leads("The river went down on Thursday."));
        assert!(!leads("Our correspondent saw nine boats."));
        assert!(!leads("The country is divided into nine provinces."));
    }
}

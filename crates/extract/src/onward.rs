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

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use claims::{BlockKind, Form};
use encoder::Links;

use crate::attribution::{CueKind, Found, Lexicon, Readout, drop_empty, sentence_body};
use crate::certainty;
use crate::clause::{MainVerb, Tense, main_verb};
use crate::learnt::{CONTINUED, Choice, Choosable, Weights, features, flag};
use crate::quantity::Figure;
use crate::resolve::opens_clause;
use crate::text::{Tag, Text};
use crate::when::{Time, TimexType};

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
    mut found: Vec<Found>,
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
    told_twice(text, &mut found);
    let (mut kept, mut onwards) = (Vec::with_capacity(count), Vec::new());
    let told = Told::of(text, found.iter().filter(|f| !is_onward(f)));
    let whole = whole_sentences(text, &found, &told);
    // Who goes on speaking, and the block in which they stopped.
    let mut speaking: Option<(usize, usize)> = None;
    // Who goes on, by the number of what goes on; who speaks within such, and within which.
    let (mut going_on, mut within) = (vec![None; place.len()], Vec::new());
    for (number, mut f) in found.into_iter().enumerate() {
        let Some((first, last)) = f.content.first().zip(f.content.last()).map(|(a, b)| (a.start, b.end)) else {
            continue;
        };
        if is_onward(&f) {
            let goes_on = speaking.filter(|(b, _)| text.block_of(first) <= b + 1).map(|(_, n)| n);
            let mut of = None;
            if f.form == Form::OwnVoice && is_theirs(text, &f.content[0], kept.last()) {
                f.form = Form::Continued;
                (f.rule, f.readout) = ("continued", None);
            }
            if f.form == Form::Continued {
                let candidates = speakers(text, &kept, first, goes_on, links);
                if let Some(choices) = choices.as_deref_mut() {
                    choices.push(choice(text, &kept, first, &candidates));
                }
                of = likeliest(&candidates);
            }
            speaking = of.map(|n| (text.block_of(last - 1), n));
            going_on[number] = of;
            let mut content = f.content[0].clone();
            if told.again(&content) {
                continue;
            }
            match whole.get(&text.sentence_at(content.start)) {
                Some((body, first)) if of.is_none() && *first == content.start => content = body.clone(),
                Some(_) if of.is_none() => continue,
                _ => {}
            }
            let readout = f.readout.map(|r| (r, f.confidence));
            onwards.push(Onward { content, of, rule: f.decided_by(), readout });
        } else {
            let host = f.parent.filter(|p| place[*p].is_none() && f.source.is_some());
            within.extend(host.map(|p| (kept.len(), p)));
            f.parent = f.parent.and_then(|p| place[p]);
            speaking = None;
            kept.push(f);
        }
    }
    // "The mayor said it rained. Residents had told her that it flooded": theirs are her words.
    for (n, host) in within {
        kept[n].parent = going_on[host].filter(|of| *of < n);
    }
    (kept, onwards)
}

/// Sentences that nobody's words are, right behind somebody's and in their tense: "He said it was late. A bus would come."
pub fn backshifted(text: &Text, kept: &[Found], onwards: &[Onward]) -> Vec<Onward> {
    let mut touched = vec![false; text.sentences.len()];
    // Who speaks in each sentence without marks, as the number of an attribution.
    let mut holder: Vec<Option<usize>> = vec![None; text.sentences.len()];
    // "would vouch for him" tells nothing that is a claim.
    let tells = |f: &Found| f.content.iter().map(ExactSizeIterator::len).sum::<usize>() > 1;
    for (n, f) in kept.iter().enumerate().filter(|(_, f)| tells(f)) {
        for r in f.content.iter().chain(&f.cue).chain(&f.source).filter(|r| !r.is_empty()) {
            touched[text.sentence_at(r.start)..=text.sentence_at(r.end - 1)].fill(true);
        }
        let Some(cue) = f.cue.as_ref().filter(|_| f.parent.is_none() && f.source.is_some()) else { continue };
        let speech = tells_in_a_clause(text, f) && text.tag(cue.start) != Tag::Vbz;
        holder[text.sentence_at(cue.start)] = Some(n).filter(|_| speech);
    }
    for o in onwards {
        touched[text.sentence_at(o.content.start)..=text.sentence_at(o.content.end - 1)].fill(true);
        holder[text.sentence_at(o.content.start)] = o.of;
    }
    let mut out = Vec::new();
    for s in 1..text.sentences.len() {
        let sentence = &text.sentences[s];
        let Some(of) = holder[s - 1].filter(|_| text.sentences[s - 1].block == sentence.block) else { continue };
        if touched[s] || text.blocks[sentence.block].kind != BlockKind::Paragraph || is_question(text, &sentence.tokens)
        {
            continue;
        }
        let content = sentence_body(text, &sentence.tokens);
        let Some(verb) = content.clone().find(|i| text.tag(*i).is_finite() || text.tag(*i) == Tag::Md) else {
            continue;
        };
        let perfect =
            text.low(verb) == "had" && (verb + 1..verb + 3).any(|i| matches!(text.tag(i), Tag::Vbn | Tag::Vbd));
        let shifted = is_among(text, content.start)
            || argues(text, &content)
            || perfect
            || matches!(text.low(verb), "would" | "could" | "might");
        // "The force would not comment", "That could not be verified": what the outlet asked.
        let refused = (verb + 1..verb + 4).any(|i| matches!(text.low(i), "not" | "n't" | "neither" | "never"))
            || matches!(text.low(content.start), "neither" | "nobody" | "none" | "no");
        if content.len() > 4 && shifted && !refused && !content.clone().any(|i| text.quoted(i)) {
            holder[s] = Some(of);
            out.push(Onward { content, of: Some(of), rule: "continued", readout: None });
        }
    }
    out
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

/// Whether a sentence only leads to what somebody says next: "The reply came within the hour", "Her deputy went further on Thursday".
pub fn leads_in(text: &Text, content: &Range<usize>) -> bool {
    const FAR: usize = 14;
    // "Our morning letter goes out on Mondays": of the page, and not of the world.
    let own = content
        .clone()
        .take(5)
        .any(|i| matches!(text.low(i), "letter" | "newsletter" | "podcast" | "briefing" | "app"));
    let Some(verb) = main_verb(text, content.clone()).map(|v| v.verb) else { return false };
    let goes_out = matches!(text.low(verb), "goes" | "comes" | "lands" | "arrives" | "brings" | "covers" | "looks");
    if text.low(content.start) == "our" && own && goes_out {
        return true;
    }
    let next = text.low(verb + 1);
    let answer = (content.start..verb).any(|i| {
        text.tag(i).is_noun()
            && matches!(
                text.low(i),
                "reply"
                    | "answer"
                    | "response"
                    | "retort"
                    | "rebuttal"
                    | "tone"
                    | "admission"
                    | "denial"
                    | "confirmation"
                    | "apology"
                    | "clarification"
                    | "comments"
                    | "remarks"
            )
    });
    // "The army went further and closed the border" is news.
    let alone = !(verb + 1..content.end).any(|i| text.tag(i).is_finite() || matches!(text.low(i), "and" | "which"));
    let short = content.end - verb < FAR;
    short
        && alone
        && match text.low(verb) {
            "came" | "comes" | "followed" | "changed" | "shifted" | "hardened" | "softened" => answer,
            "went" | "goes" | "gone" => next == "further" || text.low(verb + 2) == "further",
            // "was the first to answer", "Diplomats are divided".
            "is" | "are" | "was" | "were" => {
                let apart = matches!(next, "divided" | "split") && verb + 2 == content.end;
                let answers = |i: usize| matches!(text.low(i), "answer" | "react" | "respond" | "reply");
                let last = content.end - 1;
                apart || text.low(verb + 2) == "first" && answers(last) && text.tag(last - 1) == Tag::To
            }
            // "The brother took a different line on Thursday".
            "took" | "takes" | "struck" | "strikes" => {
                let how = |i: usize| {
                    matches!(
                        text.low(i),
                        "different" | "another" | "softer" | "harder" | "other" | "similar" | "opposite" | "milder"
                    )
                };
                let manner =
                    |i: usize| matches!(text.low(i), "line" | "view" | "tone" | "note" | "stance" | "position");
                (verb + 1..content.end.min(verb + 3)).any(how) && (verb + 2..content.end.min(verb + 5)).any(manner)
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

/// The sentences in which nobody is heard and that the outlet tells in one, though the reader took less of them, or a relative clause by
/// itself: the body of each and where what is told first begins.
fn whole_sentences(text: &Text, found: &[Found], told: &Told) -> HashMap<usize, (Range<usize>, usize)> {
    let mut own: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let mut others: HashSet<usize> = HashSet::new();
    for f in found.iter().filter(|f| f.cue.is_none()) {
        let Some(content) = f.content.first() else { continue };
        let here = text.sentence_at(content.start);
        if f.form == Form::OwnVoice && text.sentence_at(content.end - 1) == here {
            own.entry(here).or_default().push(content.clone());
        } else {
            others.insert(here);
        }
    }
    let mut out = HashMap::new();
    for (here, parts) in own {
        let body = sentence_body(text, &text.sentences[here].tokens);
        let silent = body.clone().all(|i| told.voice[i].is_none() && !told.held[i] && !text.quoted(i));
        let relative = |c: &Range<usize>| {
            c.start > 0 && matches!(text.tag(c.start - 1), Tag::Wdt | Tag::Wp | Tag::Wrb)
                || matches!(text.tag(c.start), Tag::Wdt | Tag::Wp | Tag::Wrb)
        };
        let marked = body.clone().any(|i| matches!(text.word(i), ";" | ":" | "[" | "|"));
        // "The driver was heard, Ilie also transmitted": somebody whom the reader did not hear.
        let rest = (body.start..parts[0].start).chain(parts[parts.len() - 1].end..body.end);
        let says = |i: usize| {
            let kind = Lexicon::shipped().readings(text.low(i)).next().map(|(entry, _)| entry.kind);
            matches!(kind, Some(CueKind::Speech | CueKind::Writing | CueKind::Finding))
        };
        let reports = |i: usize| text.tag(i).is_finite() && says(i);
        let marked = marked || rest.clone().any(|i| reports(i) || text.low(i) == "that" && text.tag(i) == Tag::In);
        if silent && !marked && !others.contains(&here) && parts[1..].iter().all(relative) {
            out.insert(here, (body, parts[0].start));
        }
    }
    out
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
            // "The ship, the officer was told by a pilot, has left": who is told stands between.
            if let [first, .., last] = f.content.as_slice()
                && f.source.is_some()
                && text.sentence_at(first.start) == text.sentence_at(last.start)
            {
                (first.start..last.end).for_each(|i| {
                    told.voice[i].get_or_insert(n);
                });
            }
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
        let content = sentence_body(text, &sentence.tokens);
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

/// Whether a sentence that the reader takes for the outlet's own goes on from the one before, in which `last` is heard.
///
/// "The driver had been asleep": what had happened before somebody spoke is what he tells, but "by Thursday the word had gone" is what the
/// outlet saw, and "she had been appointed in May" is of who speaks.
fn is_theirs(text: &Text, content: &Range<usize>, last: Option<&Found>) -> bool {
    let tells = |f: &&Found| f.source.is_some() && tells_in_a_clause(text, f) && is_next(text, content, f);
    let Some(last) = last.filter(tells) else { return false };
    if counts_on(text, content, last) {
        return true;
    }
    if last.head.is_some_and(|h| ["den", "refus", "reject", "urg"].iter().any(|s| text.low(h).starts_with(s))) {
        return false;
    }
    let seen = matches!(text.low(content.start), "by" | "until" | "since" | "before" | "he" | "she" | "they" | "its");
    let before = |verb: MainVerb| text.low(verb.tokens.start) == "had" && text.tag(verb.verb) == Tag::Vbn;
    !seen && main_verb(text, content.clone()).is_some_and(before)
}

/// Whether a sentence tells more of those whom the one before has just counted, in somebody's words: "Among the dead are two children",
/// "The third was sent by courier".
fn counts_on(text: &Text, content: &Range<usize>, last: &Found) -> bool {
    let first = content.start;
    let counted = || last.content.iter().cloned().flatten().any(|i| text.tag(i) == Tag::Cd);
    let one_of = text.low(first) == "the"
        && matches!(text.low(first + 1), "first" | "second" | "third" | "fourth" | "fifth")
        && text.tag(first + 2).is_finite();
    last.parent.is_none() && (is_among(text, first) || one_of && counted())
}

/// Whether a sentence outside marks is the next one, in its paragraph, behind all that is of `last`.
fn is_next(text: &Text, content: &Range<usize>, last: &Found) -> bool {
    let end = last.content.iter().chain(&last.cue).chain(&last.source).map(|r| r.end).max().unwrap_or(0);
    end > 0
        && text.sentence_at(content.start) == text.sentence_at(end - 1) + 1
        && text.block_of(content.start) == text.block_of(end - 1)
        && !text.quoted(content.start)
}

/// Whether a sentence weighs something, which the outlet leaves to those who speak: "It was in any case no business of the club".
fn argues(text: &Text, content: &Range<usize>) -> bool {
    let words = |i: usize, words: &[&str]| words.iter().enumerate().all(|(n, w)| text.low(i + n) == *w);
    content.clone().any(|i| {
        words(i, &["in", "any", "case"])
            || words(i, &["at", "any", "rate"])
            || words(i, &["on", "the", "other", "hand"])
            || words(i, &["after", "all"]) && (text.word(i + 2) == "," || i + 2 >= content.end || i == content.start)
    })
}

/// Whether a sentence opens with "Among the dead" at token `first`.
fn is_among(text: &Text, first: usize) -> bool {
    text.low(first) == "among"
        && (first + 1..first + 3).any(|i| {
            matches!(
                text.low(i),
                "dead"
                    | "wounded"
                    | "injured"
                    | "killed"
                    | "victims"
                    | "missing"
                    | "arrested"
                    | "detained"
                    | "hurt"
                    | "them"
            )
        })
}

/// Whether somebody says something in a clause, without marks.
fn tells_in_a_clause(text: &Text, found: &Found) -> bool {
    found.kind == CueKind::Speech
        && found.form == Form::Indirect
        && found.content.iter().cloned().flatten().any(|i| text.tag(i).is_finite())
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
    let dated = times_in(&bytes, times).next().is_some_and(|t| !t.value.ends_with("_REF"));
    !personal && (hedged || event && (figure || name || dated))
}

/// Sentences of which `told` holds nothing, by token, that tell an event with a figure of something or a day: the outlet's own news, whatever
/// else was read.
pub fn untold(text: &Text, told: &[bool], times: &[Time], figures: &[Figure]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut paragraphs = text.sentences.iter().filter(|s| text.blocks[s.block].kind == BlockKind::Paragraph);
    // Behind a dateline that is a sentence by itself.
    let lede = paragraphs.find(|s| s.tokens.len() > 12).map(|s| s.tokens.start);
    for sentence in &text.sentences {
        if !matches!(text.blocks[sentence.block].kind, BlockKind::Paragraph | BlockKind::List) {
            continue;
        }
        let content = sentence_body(text, &sentence.tokens);
        // The first sentence of all is what is new.
        let content =
            before_voices(text, &content, told).filter(|_| lede == Some(sentence.tokens.start)).unwrap_or(content);
        let free = content.len() > 4 && content.clone().all(|i| !told[i] && !text.quoted(i));
        if !free || is_question(text, &sentence.tokens) {
            continue;
        }
        if is_timetable(text, &content, times) {
            out.push(content);
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
        // "Nine villages remain without electricity".
        let stays = figure && matches!(text.low(verb.verb), "remain" | "remains");
        if stays || event && (figure || times_in(&bytes, times).any(|t| !t.value.ends_with("_REF"))) {
            out.push(content);
        }
    }
    out
}

/// The times that stand in `bytes` of the text.
fn times_in<'t>(bytes: &Range<usize>, times: &'t [Time]) -> impl Iterator<Item = &'t Time> + use<'t> {
    let (first, end) = (times.partition_point(|t| t.range.start < bytes.start), bytes.end);
    times[first..].iter().take_while(move |t| t.range.end <= end)
}

/// Whether a sentence says what is to come on a day, as a timetable does: "The committee meets again on 24 July".
fn is_timetable(text: &Text, content: &Range<usize>, times: &[Time]) -> bool {
    const NEAR: usize = 8;
    let day = |t: &Time| t.kind == TimexType::Date && t.value.len() >= "2025-07".len() && !t.value.ends_with("_REF");
    if !times_in(&text.bytes(content.clone()), times).any(day) {
        return false;
    }
    let finite = content.clone().find(|i| text.tag(*i).is_finite());
    // The tagger may know "opens" for a noun.
    let verb = finite.or_else(|| content.clone().find(|i| text.tag(*i) == Tag::Nns && is_scheduled(text, *i)));
    verb.is_some_and(|i| {
        let subject = i > content.start && i < content.start + NEAR && text.tag(content.start) != Tag::Prp;
        let next = text.tag(i + 1);
        let goes_on = next.is_adverb() || matches!(next, Tag::In | Tag::To) || text.low(i).starts_with("take");
        subject && goes_on && is_scheduled(text, i)
    })
}

/// Whether the present of the verb at token `i` is of what is to come: "meets", "opens", "goes on trial", "takes effect".
fn is_scheduled(text: &Text, i: usize) -> bool {
    match text.low(i) {
        "meets" | "reconvenes" | "convenes" | "opens" | "reopens" | "begins" | "starts" | "resumes" | "ends"
        | "expires" | "closes" => true,
        "takes" | "take" => matches!(text.low(i + 1), "effect" | "place" | "office" | "over"),
        "goes" | "go" => {
            matches!(text.low(i + 1), "on" | "to" | "into")
                && matches!(text.low(i + 2), "trial" | "sale" | "display" | "the" | "force")
        }
        "comes" | "come" => text.low(i + 1) == "into" && text.low(i + 2) == "force",
        _ => false,
    }
}

/// What stands in a sentence before the words of others that only add to it: "Britain has frozen nine tankers | which, the Treasury
/// claims, carried fuel", "The firm raised its bid on Tuesday | and said there would be no other".
fn before_voices(text: &Text, body: &Range<usize>, told: &[bool]) -> Option<Range<usize>> {
    const SHORT: usize = 6;
    let first = body.clone().find(|i| told[*i])?;
    let mut end = first;
    if matches!(text.tag(first), Tag::Wdt | Tag::Wp) {
        // The relative pronoun is the first word of what is told.
    } else if first > body.start && matches!(text.low(first - 1), "and" | "but") {
        end -= 1;
    } else {
        return None;
    }
    end -= usize::from(end > body.start && text.word(end - 1) == ",");
    let clause = body.start..end;
    let one = !clause.clone().any(|i| matches!(text.word(i), ":" | ";"));
    (one && clause.len() > SHORT && !clause.clone().any(|i| text.quoted(i))).then_some(clause)
}

fn is_question(text: &Text, sentence: &Range<usize>) -> bool {
    (sentence.start..sentence.end).rev().take(2).any(|i| text.word(i) == "?")
}

#[cfg(test)]
mod tests {
    use claims::{Degree, Polarity, Status};

    use super::*;
    use crate::attribution::attributions;

    /// Whose words go on in the last sentence of `words`, where the trained reader finds `cued` and that it goes on; each of `cued` is a
    /// source, a cue and a content as they stand in `words`.
    fn goes_on(words: &str, cued: &[(&str, &str, &str)]) -> String {
        let text = Text::plain(words);
        let range = |part: &str| {
            let start = words.find(part).expect("it stands in the words");
            text.tokens_in(start..start + part.len())
        };
        let mut found: Vec<Found> = attributions(&text);
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
    fn a_timetable_is_the_outlets_own() {
        let words = "The committee meets again on 24 July. His trial opens on March 30. The museum opens at nine. She meets him on March 3. The law failed.";
        let text = Text::plain(words);
        let times = crate::when::times(words, None);
        let own = untold(&text, &vec![false; text.len()], &times, &[]);
        let own: Vec<&str> = own.into_iter().map(|c| text.words(c)).collect();
        assert_eq!(own, ["The committee meets again on 24 July", "His trial opens on March 30"]);
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
        let words = "Some 14 villages remain without power. Some 14 villages like music.";
        let text = Text::plain(words);
        let times = crate::when::times(words, None);
        let figures = crate::quantity::figures(words, &times);
        let own = untold(&text, &vec![false; text.len()], &times, &figures);
        assert_eq!(
            own.into_iter().map(|c| text.words(c)).collect::<Vec<_>>(),
            ["Some 14 villages remain without power"]
        );
    }

    #[test]
    fn the_lede_tells_its_news_before_others_speak() {
        let own = |words: &str, from: &str| {
            let text = Text::plain(words);
            let times = crate::when::times(words, None);
            let figures = crate::quantity::figures(words, &times);
            let at = words.find(from).map_or(words.len(), |at| at);
            let told: Vec<bool> = (0..text.len()).map(|i| text.tokens[i].start >= at).collect();
            untold(&text, &told, &times, &figures).into_iter().map(|c| text.words(c).to_owned()).collect::<Vec<_>>()
        };
        let lede = "Lindau has frozen the assets of nine tankers which have for years carried fuel to the north.";
        assert_eq!(own(lede, "which"), ["Lindau has frozen the assets of nine tankers"]);
        let lede = "The firm raised its bid for nine tankers on Tuesday, and said there would be no other.";
        assert_eq!(own(lede, "said"), ["The firm raised its bid for nine tankers on Tuesday"]);
        // "… nine tankers because": what is told is why.
        assert!(own("The firm raised its bid for nine tankers on Tuesday because it could.", "it could").is_empty());
        // Below the lede a clause is no news by itself.
        let words =
            format!("{lede} Lindau has frozen the assets of nine tankers which have carried fuel to the north.");
        assert_eq!(own(&words, "which"), [lede.trim_end_matches('.')]);
    }

    #[test]
    fn what_the_outlet_tells_is_a_whole_sentence() {
        let whole = |words: &str, own: &[&str]| {
            let text = Text::plain(words);
            let part = |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len()));
            let some = attributions(&Text::plain("Ana said it rained.")).pop().expect("one");
            let part = |p: &str| part(p).expect("it is there");
            let one = |p: &&str| Found {
                source: None,
                cue: None,
                head: None,
                content: vec![part(p)],
                form: Form::OwnVoice,
                ..some.clone()
            };
            let found: Vec<Found> = own.iter().map(one).collect();
            let (_, onwards) = apart(&text, found, None, None);
            onwards.into_iter().map(|o| text.words(o.content).to_owned()).collect::<Vec<_>>()
        };
        let words = "Some 300 people sleep in the school, where the club has put up beds.";
        let both = ["Some 300 people sleep in the school", "the club has put up beds"];
        assert_eq!(whole(words, &both), [words.trim_end_matches('.')]);
        // Somebody says so whom the reader did not hear.
        let words = "Some 300 people slept in the school, Ana Ruiz also said.";
        assert_eq!(whole(words, &both[..0]), Vec::<String>::new());
        let part = ["Some 300 people slept in the school"];
        assert_eq!(whole(words, &part), part);
    }

    #[test]
    fn a_tense_back_goes_on_where_nothing_else_tells() {
        let more = |words: &str| {
            let text = Text::plain(words);
            let kept = attributions(&text);
            backshifted(&text, &kept, &[]).into_iter().map(|o| text.words(o.content).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(more("The mayor said that it rained. A bus would come at nine."), ["A bus would come at nine"]);
        assert!(more("The mayor said that it rained. A bus came at nine.").is_empty());
        let case = "The mayor said that it rained. What a firm wrote was in any case no business of the club.";
        assert_eq!(more(case), ["What a firm wrote was in any case no business of the club"]);
        let among = "The mayor said that nine people had died. Among the dead is a girl of 11 years.";
        assert_eq!(more(among), ["Among the dead is a girl of 11 years"]);
        assert!(more("The mayor said that it rained. The police would not comment on the bus.").is_empty());
        assert!(more("The mayor said that it rained.\nA bus would come at nine.").is_empty());
    }

    #[test]
    fn the_one_the_sentence_is_about_goes_on() {
        let words = "Ludmila Tesárková said the bones might be old, although her team had not verified a date. A trench would be needed.";
        let cued =
            [("Ludmila Tesárková", "said", "the bones might be old"), ("her team", "had not verified", "a date")];
        assert_eq!(goes_on(words, &cued), "Ludmila Tesárková");
    }

    #[test]
    fn what_had_happened_is_told_by_who_spoke() {
        let goes_on = |words: &str| {
            let text = Text::plain(words);
            let found = attributions(&text);
            let next = text.sentences[1].tokens.clone();
            is_theirs(&text, &sentence_body(&text, &next), found.first())
        };
        assert!(goes_on("The mayor said that it rained. Three pistols had been found on Monday in a lorry."));
        // More of what was counted.
        assert!(goes_on("The mayor said that there were three pistols. The third was found on Monday in a lorry."));
        assert!(!goes_on("The mayor said that there were pistols. The third man was sent home on Monday."));
        // The outlet saw it, and somebody had to.
        assert!(!goes_on("The mayor said that it rained. By Thursday the word had gone from the page."));
        assert!(!goes_on("The mayor said that it rained. The buses had to stop."));
        // The mayor herself, and another paragraph.
        assert!(!goes_on("The mayor said that it rained. She had been appointed on Sunday."));
        assert!(!goes_on("The mayor said that it rained.\nTwo herders had been killed on Sunday."));
    }

    #[test]
    fn the_last_to_speak_goes_on() {
        let words = "The mayor said it rained. Ana Ruiz replied that it did not. The gauge was empty.";
        let cued = [("The mayor", "said", "it rained"), ("Ana Ruiz", "replied", "that it did not")];
        assert_eq!(goes_on(words, &cued), "Ana Ruiz");
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
        assert!(leads("The admission came in a letter to the staff."));
        assert!(leads("Diplomats in Oslo are divided."));
        assert!(leads("Our letter from the coast goes out on Mondays."));
        assert!(leads("Her brother, Luka Horvat, took a different line on Thursday."));
        assert!(!leads("The ferry took a different route on Thursday."));
        assert!(!leads("The union took a harder line and closed the port."));
        assert!(!leads("The ferry came within the hour."));
        assert!(!leads("The river went down on Thursday."));
        assert!(!leads("Our correspondent saw nine boats."));
        assert!(!leads("The country is divided into nine provinces."));
    }
}

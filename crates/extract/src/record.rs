//! Claims from attributions: every field of the record, by rules, each with its words.
//!
//! ```text
//! Found (token ranges) + Voice (who) + Time (when) + …  →  claims::Claim
//! ```
//!
//! This is the one place where tokens become the record. It decides which attributions
//! are claims at all, and leaves what each field means to the module of that name.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use claims::{
    About, Alternative, Certainty, Claim, ClaimId, Content, Cue, Decider, Decision, Degree, Document, DocumentRef,
    Form, Mention, Place, Polarity, Quantity, Said, Source, SourceKind, Span, Status,
};

use encoder::{Links, Model};
use jiff::civil::Date;

use crate::anaphora;
use crate::attribution::{
    CueKind, Found, READER, Read, Reader, Readout, decider, head_noun, points_ahead, split_quotations, tells_how,
};
use crate::certainty::{self, Sounded};
use crate::clause::main_verb;
use crate::learnt::Choice;
use crate::listeners;
use crate::onward::{self, Onward};
use crate::place::{PlaceMention, places};
use crate::quantity::{Figure, figures};
use crate::resolve::{self, Around, Voice, voices};
use crate::said;
use crate::status::{self, Course};
use crate::text::{Tag, Text};
use crate::unlearnt::{self, Unlearnt};
use crate::when::{Time, TimexType, times};

/// The claims that `document` makes, in reading order.
#[must_use]
pub fn claims(document: &Document, reader: Reader) -> Vec<Claim> {
    let text = Text::of(document);
    let places = places(&document.text);
    let Heard { found, onwards, links } = hear(&text, reader, None);
    let around = Around { outlet: document.outlet.as_deref(), links: links.as_ref(), places: &places };
    let voices = voices(&text, &found, around);
    let times = times(&document.text, document.published);
    let figures = figures(&document.text, &times);
    // Full names and each of their words: "told Smith" is no channel where Smith is a person who speaks.
    let persons = voices.iter().flatten().filter(|v| v.kind == SourceKind::Person).map(|v| v.name.as_str());
    let persons = persons.flat_map(|name| std::iter::once(name).chain(name.split(' '))).collect();
    let onwards = onwards.unwrap_or_else(|| onward::onward(&text, &found, &times));
    let record = Record { document, text: &text, times: &times, figures: &figures, places: &places, persons };
    record.claims(&found, &voices, &onwards)
}

/// Every choice that the claims of `document` take of whom a pronoun means and whose words go on; for learning to choose.
#[must_use]
pub fn choices(document: &Document, reader: Reader) -> Vec<Choice> {
    let text = Text::of(document);
    let places = places(&document.text);
    let mut choices = Vec::new();
    let Heard { found, links, .. } = hear(&text, reader, Some(&mut choices));
    let around = Around { outlet: document.outlet.as_deref(), links: links.as_ref(), places: &places };
    choices.extend(resolve::choices(&text, &found, around));
    choices.sort_by_key(|c| c.at.start);
    choices.dedup_by(|a, b| a.at == b.at && a.class == b.class);
    choices
}

/// How it sounds that somebody would not answer, and what became of the answer.
fn silence(words: Option<&Range<usize>>) -> (Sounded, Course) {
    let course = Course {
        polarity: Polarity::Denied,
        polarity_words: words.cloned(),
        polarity_rule: UNANSWERED,
        status: Status::NotHappened,
        status_words: words.cloned(),
        rule: UNANSWERED,
    };
    (Sounded { degree: Degree::Stated, words: None, rule: UNANSWERED }, course)
}

/// What is heard in a text, before anybody asks who speaks.
struct Heard {
    found: Vec<Found>,
    /// What hangs on no cue; none where rules alone read, who ask later.
    onwards: Option<Vec<Onward>>,
    links: Option<Links>,
}

fn hear(text: &Text, reader: Reader, choices: Option<&mut Vec<Choice>>) -> Heard {
    let Read { mut found, links } = crate::attribution::read(text, reader);
    unlearnt::settle(text, &mut found);
    anaphora::point_back(text, &mut found);
    listeners::settle(text, &mut found);
    listeners::said_to_have_said(text, &mut found);
    split_quotations(text, &mut found);
    let mut onwards = None;
    if found.iter().any(|f| f.readout.is_some()) {
        let (cued, cueless) = onward::apart(text, found, links.as_ref(), choices);
        found = cued;
        let more = onward::backshifted(text, &found, &cueless);
        onwards = Some(cueless.into_iter().chain(more).collect());
    } else {
        read_through(text, &mut found);
    }
    part(text, &mut found);
    Heard { found, onwards, links }
}

/// The claim that a person points at in `document`: whose it is and its words are the person's, everything else is
/// read by rules as in any other claim. It stands in no other claim, and its day is not known.
#[must_use]
pub fn pointed_at(
    document: &Document,
    source: Option<Source>,
    cue: Option<Span>,
    content: &Content,
    by: &Decider,
) -> Claim {
    let text = Text::of(document);
    let times = times(&document.text, document.published);
    let figures = figures(&document.text, &times);
    let places = places(&document.text);
    let record =
        Record { document, text: &text, times: &times, figures: &figures, places: &places, persons: HashSet::new() };
    let offsets = claims::Offsets::new(&document.text);
    let tokens: Vec<Range<usize>> = content.spans.iter().map(|span| text.tokens_in(offsets.bytes(*span))).collect();
    let verb = tokens.iter().find_map(|c| main_verb(&text, c.clone()));
    let plain = Sounded { degree: Degree::Stated, words: None, rule: "certainty-plain" };
    let sounded = certainty::of_content(&text, &tokens, verb.as_ref()).unwrap_or(plain);
    let course = status::of_content(&text, &tokens, verb.as_ref());
    let (quoted, all) =
        tokens.iter().flat_map(Clone::clone).fold((0, 0), |(q, n), t| (q + usize::from(text.quoted(t)), n + 1));
    let form = match &source {
        None => Form::OwnVoice,
        Some(_) if quoted > 0 && quoted == all => Form::Direct,
        Some(_) if quoted > 0 => Form::Mixed,
        Some(_) => Form::Indirect,
    };
    let mention = source.as_ref().filter(|s| !s.mention.is_empty()).map(|s| s.span);
    let id = ClaimId::of(&document.id, mention, cue, &content.spans);
    let parts = Parts {
        chain: source.iter().map(|s| s.name.clone()).collect(),
        source,
        cue: cue.map(|span| Cue { text: offsets.words(span).to_owned(), span }),
        content: tokens,
        form,
        said: Said::default(),
        sounded,
        course,
        rule: "pointed-at",
        confidence: 1.0,
    };
    let mut claim = record.build(&DocumentRef::from(document), id, parts);
    // The person's words, not the whole tokens they touch.
    claim.content = content.clone();
    claim.decided.insert("attribution".to_owned(), Decision { by: by.clone(), mention: None, was: None });
    claim
}

struct Record<'d> {
    document: &'d Document,
    text: &'d Text<'d>,
    times: &'d [Time],
    figures: &'d [Figure],
    places: &'d [PlaceMention],
    persons: HashSet<&'d str>,
}

/// What decides where somebody would not answer.
const UNANSWERED: &str = "unanswered";

/// What decides where something could not be checked.
const UNCHECKED: &str = "unchecked";

/// When and where a source last spoke, for sentences that give neither.
#[derive(Clone)]
struct Occasion {
    name: String,
    block: usize,
    said: Said,
}

impl Record<'_> {
    fn claims(&self, found: &[Found], voices: &[Option<Voice>], onwards: &[Onward]) -> Vec<Claim> {
        let reference = DocumentRef::from(self.document);
        let kept: Vec<bool> = (0..found.len())
            .map(|n| {
                self.is_claim(&found[n], near(found, n))
                    && !said_again(found, voices, n)
                    && !self.own(found, n)
                    && !self.counted_within(found, n)
                    && !self.does(found, voices, n)
            })
            .collect();
        let mut out: Vec<(usize, Claim)> = Vec::new();
        let mut ids: Vec<Option<ClaimId>> = vec![None; found.len()];
        let mut occasions: Vec<Occasion> = Vec::new();
        let mut order: Vec<usize> = (0..found.len()).filter(|n| kept[*n]).collect();
        // By where the source speaks, so that a day given once is there for what follows.
        order.sort_by_key(|n| (self.place_of(&found[*n]), enclosing(found, *n).count()));
        let parent = |n: usize| enclosing(found, n).find(|p| kept[*p]);
        let mut saids: Vec<Said> = vec![Said::default(); found.len()];
        for n in &order {
            let f = &found[*n];
            let span_of = |r: &Range<usize>| self.text.span(r.clone());
            let content: Vec<Span> = f.content.iter().map(span_of).collect();
            let id =
                ClaimId::of(&self.document.id, f.source.as_ref().map(span_of), f.cue.as_ref().map(span_of), &content);
            let voice = voices[*n].as_ref();
            let said = self.said(f, voice, near(found, *n), &mut occasions, parent(*n).map(|p| &saids[p]));
            saids[*n] = said.clone();
            ids[*n] = Some(id.clone());
            let claim = self.claim(&reference, id, f, voice, chain(found, voices, |n| kept[n], *n), said);
            out.push((self.place_of(f), claim));
        }
        for (k, n) in order.iter().enumerate() {
            if let Some(parent) = parent(*n) {
                // What goes on from somebody's words holds none of them.
                let holds = found[*n].content.iter().chain(&found[*n].cue).any(|r| {
                    let cite = found[parent].content == found[*n].content;
                    cite || found[parent].content.iter().any(|c| c.contains(&r.start))
                });
                let other = out[k].1.chain.len() > 1;
                out[k].1.inside = ids[parent].clone().filter(|_| holds || other);
            }
        }
        // "A vote is scheduled for 9 October": once by its cue, and once as the outlet's own.
        let timed = found.iter().zip(&kept).filter(|(f, kept)| **kept && is_timetabled(self.text, f));
        let mut timed: Vec<Range<usize>> = timed.flat_map(|(f, _)| self.whole(f)).collect();
        timed.sort_by_key(|t| t.start);
        // How far those reach that start there or before.
        let reach: Vec<usize> = timed
            .iter()
            .scan(0, |far, t| {
                *far = t.end.max(*far);
                Some(*far)
            })
            .collect();
        let once = |o: &Range<usize>| {
            let before = timed.partition_point(|t| t.start <= o.start);
            before.checked_sub(1).is_none_or(|n| reach[n] < o.end)
        };
        // "DUSHANBE, 19 May", "The Harbour Files": nothing is told without a verb.
        let tells = |m: &&Onward| {
            let leads = m.of.is_none() && (onward::leads_in(self.text, &m.content) || self.asks_around(&m.content));
            !leads
                && !self.heads(m.content.start)
                && (m.of.is_some() || once(&m.content))
                && (m.of.is_some() || m.content.clone().any(|i| self.text.tag(i).is_verb()))
        };
        let onwards: Vec<&Onward> = onwards.iter().filter(tells).collect();
        let untold = self.untold(found, &kept, &onwards);
        for more in onwards.into_iter().chain(&untold) {
            let claim = self.onward_claim(&reference, more, found, voices, &saids);
            out.push((more.content.start, claim));
        }
        out.sort_by_key(|c| c.0);
        let mut claims: Vec<Claim> = out.into_iter().map(|c| c.1).collect();
        claims.dedup_by(|b, a| a.id == b.id);
        claims
    }

    /// Whether an attribution is "I think" within somebody's own words, with marks or, as in a block quotation, without.
    fn own(&self, found: &[Found], n: usize) -> bool {
        let f = &found[n];
        let direct = f.parent.is_some_and(|p| found[p].form == Form::Direct);
        direct && f.source.as_ref().is_some_and(|s| s.len() == 1 && matches!(self.text.low(s.start), "i" | "we"))
    }

    /// Whether an attribution is of a share of those whom somebody asked or looked at, and who tells of the share has said so: "The survey
    /// found that 57 per cent of Danes back the bill".
    fn counted_within(&self, found: &[Found], n: usize) -> bool {
        const PAPERS: [&str; 8] = ["survey", "poll", "study", "census", "audit", "report", "figures", "data"];
        let text = self.text;
        let Some(source) = found[n].source.as_ref().filter(|_| found[n].parent.is_some()) else { return false };
        let number = |i: usize| text.tag(i) == Tag::Cd;
        let share = source.clone().take(6).any(|i| {
            matches!(text.low(i), "percent" | "%")
                || text.low(i) == "per" && matches!(text.low(i + 1), "cent" | "cents")
                || number(i) && matches!(text.low(i + 1), "in" | "of") && number(i + 2)
        });
        let papers = |p: usize| {
            let head = found[p].source.clone().and_then(|s| head_noun(text, s));
            head.is_some_and(|h| PAPERS.contains(&text.low(h)))
        };
        share && enclosing(found, n).any(papers)
    }

    /// Whether somebody tells what he respects, has found or seen: "said that it respected the independence of the bank".
    fn does(&self, found: &[Found], voices: &[Option<Voice>], n: usize) -> bool {
        let text = self.text;
        let f = &found[n];
        let head = f.head.map_or("", |h| text.low(h));
        let act = matches!(
            head,
            "respect" | "respects" | "respected" | "found" | "find" | "saw" | "seen" | "see" | "met" | "read" | "heard"
        );
        let thing = f.content.iter().cloned().flatten().all(|i| !text.tag(i).is_finite() && text.tag(i) != Tag::To);
        let determined =
            f.content.first().is_some_and(|c| matches!(text.tag(c.start), Tag::Dt | Tag::PrpS | Tag::Nn | Tag::Punct));
        let name = |n: usize| voices[n].as_ref().map(|v| &v.name);
        // "saw “no basis” for a recall" is what somebody thinks.
        let none = f.content.iter().cloned().flatten().take(3).any(|i| text.low(i) == "no");
        act && thing && determined && !none && f.parent.is_some_and(|p| name(p).is_some() && name(p) == name(n))
    }

    /// What the outlet tells itself and none of these does: what it could not learn, and events with a figure or a day.
    fn untold(&self, found: &[Found], kept: &[bool], onwards: &[&Onward]) -> Vec<Onward> {
        let mut told = vec![false; self.text.len()];
        let claimed = found.iter().zip(kept).filter(|(_, kept)| **kept);
        let parts = claimed.flat_map(|(f, _)| f.content.iter().chain(&f.cue));
        parts.chain(onwards.iter().map(|o| &o.content)).for_each(|r| told[r.clone()].fill(true));
        let rule = |what| if what == Unlearnt::Silent { UNANSWERED } else { UNCHECKED };
        let one = |(content, what)| Onward { content, of: None, rule: rule(what), readout: None };
        let mut out: Vec<Onward> = unlearnt::unlearnt(self.text, &told).into_iter().map(one).collect();
        out.iter().for_each(|o| told[o.content.clone()].fill(true));
        // What was left off the record on purpose is not told by another way.
        found.iter().flat_map(|f| f.content.iter().chain(&f.cue)).for_each(|r| told[r.clone()].fill(true));
        let own = onward::untold(self.text, &told, self.times, self.figures).into_iter();
        let own = own.filter(|content| !onward::leads_in(self.text, content));
        out.extend(own.map(|content| Onward { content, of: None, rule: "own-voice", readout: None }));
        out
    }

    fn place_of(&self, f: &Found) -> usize {
        f.content.first().map_or(0, |c| c.start).min(f.cue.as_ref().map_or(usize::MAX, |c| c.start))
    }

    /// Whether the outlet tells whom it asked: "The Herald spoke to two former employees".
    fn asks_around(&self, content: &Range<usize>) -> bool {
        let text = self.text;
        let Some(outlet) = self.document.outlet.as_deref().and_then(|o| o.split(' ').next_back()) else { return false };
        let verb = content.clone().take(6).find(|i| text.tag(*i).is_finite());
        verb.is_some_and(|v| {
            let this = v > content.start + 1
                && text.low(content.start) == "this"
                && matches!(text.low(v - 1), "newspaper" | "paper" | "magazine");
            let own = v > content.start && text.word(v - 1).eq_ignore_ascii_case(outlet);
            (own || this)
                && matches!(
                    text.low(v),
                    "spoke" | "talked" | "visited" | "interviewed" | "contacted" | "approached" | "met"
                )
        })
    }

    /// Whether the outlet itself is told: "told us", "told this newspaper".
    fn asked_by_outlet(&self, f: &Found) -> bool {
        let text = self.text;
        let Some(cue) = f.cue.as_ref().filter(|c| !text.quoted(c.start)) else { return false };
        let told = (cue.start..cue.end + 1).find(|i| matches!(text.low(*i), "told" | "tells")).map(|i| i + 1);
        told.is_some_and(|i| {
            text.low(i) == "us"
                || text.low(i) == "this"
                    && matches!(text.low(i + 1), "newspaper" | "paper" | "magazine" | "website" | "agency")
        })
    }

    /// Whether token `i` stands in a headline or subheading.
    fn heads(&self, i: usize) -> bool {
        let block = self.text.sentences.get(self.text.sentence_at(i)).map(|s| self.text.blocks[s.block].kind);
        matches!(block, Some(claims::BlockKind::Headline | claims::BlockKind::Subheading))
    }

    /// Whether an attribution belongs on the record: what somebody says, finds, decides, thinks or wants of something
    /// that is told. Headlines say again what stands below them.
    fn is_claim(&self, f: &Found, near: &[Found]) -> bool {
        let text = self.text;
        let Some(first) = f.content.first() else { return false };
        if self.heads(first.start) {
            return false;
        }
        let words: usize = f.content.iter().map(ExactSizeIterator::len).sum();
        let head = f.head.map_or("", |h| text.low(h));
        let stem = |stems: &[&str]| stems.iter().any(|s| head.starts_with(s));
        // "The department disputes this" is news, "The mayor said this" is none.
        let denied = f.parent.is_none()
            && matches!(text.low(first.start), "this" | "that")
            && stem(&["den", "disput", "reject", "refut", "contest"]);
        let pronoun = words == 1
            && (matches!(text.tag(first.start), Tag::Prp | Tag::Dt | Tag::Wp | Tag::Wdt)
                || matches!(text.low(first.start), "neither" | "none"));
        // "denied having threatened anybody" tells of no threat.
        let anybody =
            |i: usize| matches!(text.low(i), "anybody" | "anyone" | "nobody" | "somebody" | "someone" | "anything");
        if f.parent.is_some() && f.content.iter().cloned().flatten().all(anybody) {
            return false;
        }
        // "without saying by whom", "for which nobody has been blamed".
        let whom =
            words == 2 && text.tag(first.start) == Tag::In && matches!(text.tag(first.end - 1), Tag::Wp | Tag::Wdt);
        if pronoun && !denied || whom || words == 0 {
            return false;
        }
        if words == first.len() && tells_how(text, first) {
            return false;
        }
        // "He has no plans to", "He knows where to find me": what he would do, and what he is able to.
        let able = stem(&["know", "knew"]) && matches!(text.tag(first.start), Tag::Wrb | Tag::Wp);
        // "It had promised not to", "a curfew, which he had refused to impose".
        let gone = words == 2 && text.low(first.start) == "not" && text.tag(first.start + 1) == Tag::To
            || words == 3
                && matches!(text.tag(first.start), Tag::Wdt | Tag::Wp)
                && f.content.iter().any(|c| text.tag(c.start) == Tag::To || text.tag(c.start + 1) == Tag::To);
        if gone || words == 1 && text.tag(first.start) == Tag::To || able && text.tag(first.start + 1) == Tag::To {
            return false;
        }
        // "are having doubts", "put it more bluntly in Geneva": something, and no word of what.
        let having =
            words == 1 && matches!(head, "have" | "has" | "having" | "had") && text.tag(first.start) == Tag::Nns;
        let how =
            f.cue.as_ref().is_some_and(|c| text.low(c.end - 1) == "it" && c.clone().any(|i| text.low(i) == "put"))
                && text.tag(first.start).is_adverb()
                && f.content.iter().cloned().flatten().all(|i| !text.tag(i).is_finite() && !text.quoted(i));
        if having || how {
            return false;
        }
        // "without giving a reason": what is not said.
        let cue = f.cue.as_ref().map_or(0..0, Clone::clone);
        let unsaid = cue.start > 0 && (text.low(cue.start - 1) == "without" || text.low(cue.start) == "without");
        let thing =
            first.clone().all(|i| !text.tag(i).is_finite() && !matches!(text.tag(i), Tag::Wp | Tag::Wrb | Tag::To));
        if unsaid && thing && f.head.is_some_and(|h| text.tag(h) == Tag::Vbg) && !text.quoted(first.start) {
            return false;
        }
        // "she said nobody wanted to hold the paper": what nobody says stands in what somebody does.
        let nobody = |s: &Range<usize>| s.len() == 1 && matches!(text.low(s.start), "nobody" | "no-one");
        if f.parent.is_some() && f.source.as_ref().is_some_and(nobody) {
            return false;
        }
        // "Asked whether it was late, she said": a question tells nothing.
        let question = matches!(text.tag(first.start), Tag::Wp | Tag::Wdt | Tag::Wrb)
            || matches!(text.low(first.start), "if" | "whether" | "why" | "how" | "about");
        if f.source.is_none() && question && stem(&["ask", "quizz", "press", "question"]) {
            return false;
        }
        // "That said, we are cautious": nobody said that. "They were denied a penalty": they denied nothing.
        let said = cue.len() == 1 && head == "said" && cue.start > 0;
        if said && text.low(cue.start - 1) == "that" && text.sentence(cue.start).start + 1 == cue.start {
            return false;
        }
        // "Questioned by the counsel, he conceded": what was asked is not told.
        let asked = stem(&["ask", "question", "press", "cross-examin", "quizz", "challeng", "grill"]);
        if asked && !cue.is_empty() && cue.start == text.sentence(cue.start).start && text.low(cue.end - 1) == "by" {
            return false;
        }
        // "Asked for the list, she said": nor is it where nobody is told to have asked.
        let asks = head == "asked" && cue.start == text.sentence(cue.start).start && f.source.is_none();
        if asks && cue.end <= first.start {
            return false;
        }
        let refused = head == "denied" && cue.clone().any(|i| matches!(text.low(i), "was" | "were" | "been" | "being"));
        if refused && !f.content.iter().cloned().flatten().any(|i| text.tag(i).is_verb() || text.tag(i) == Tag::To) {
            return false;
        }
        // "is expected to" inside somebody's words is that claim's certainty, not another voice.
        let held = |o: &Found| o.source.is_some() && f.head.is_some_and(|h| o.content.iter().any(|c| c.contains(&h)));
        if f.source.is_none() && (f.rule == "passive" || is_timetabled(text, f)) && near.iter().any(held) {
            return false;
        }
        // "It was not known how many there were" inside somebody's words is what they say.
        let passed_on = stem(&[
            "expect",
            "believ",
            "thought",
            "fear",
            "rumo",
            "understood",
            "alleg",
            "said",
            "report",
            "estimat",
            "forecast",
            "confirm",
            "verif",
        ]);
        if f.source.is_none() && f.parent.is_some() && !passed_on {
            return false;
        }
        // "A report meant to calm both sides": what a thing is for, nobody says.
        if f.source.is_none() && matches!(head, "meant" | "intended" | "designed") {
            return false;
        }
        // "He has offered his resignation", "The firm had offered nine" inside somebody's words: what he does, as they tell it.
        if f.parent.is_some()
            && head.starts_with("offer")
            && f.content
                .iter()
                .cloned()
                .flatten()
                .all(|i| !text.tag(i).is_finite() && !text.quoted(i) && text.tag(i) != Tag::To && text.low(i) != "that")
        {
            return false;
        }
        // "Its size suggests a second blast" inside somebody's words: what they make of it.
        let sign = |s: &Range<usize>| head_noun(text, s.clone()).is_some_and(|i| is_sign(text.low(i)));
        if f.parent.is_some()
            && stem(&["suggest", "indicat", "point", "impl", "show", "mean"])
            && f.source.as_ref().is_some_and(sign)
        {
            return false;
        }
        // "the family learned of his release" inside somebody's words: how they came to know.
        let thing = f.content.iter().cloned().flatten().all(|i| !text.tag(i).is_finite() && text.tag(i) != Tag::To);
        if f.parent.is_some()
            && thing
            && stem(&["learn", "heard", "hear", "knew", "know"])
            && first.start > 0
            && text.low(first.start - 1) == "of"
        {
            return false;
        }
        // "The price tells you that it is over" inside somebody's words: what they read in it.
        let reads = |s: &Range<usize>| head_noun(text, s.clone()).is_some_and(|i| is_read_in(text.low(i)));
        if f.parent.is_some()
            && stem(&["tell", "told"])
            && f.head.is_some_and(|h| matches!(text.low(h + 1), "you" | "us" | "me" | "one" | "everyone" | "anyone"))
            && f.source.as_ref().is_some_and(reads)
        {
            return false;
        }
        // "who has advised four prime ministers": whom, not what.
        if head.starts_with("advis")
            && f.content
                .iter()
                .cloned()
                .flatten()
                .all(|i| matches!(text.tag(i), Tag::Cd | Tag::Jj | Tag::Nns | Tag::Dt | Tag::Nnps))
        {
            return false;
        }
        // "has so far": nobody, and no word that reports.
        let wordless = |c: &Range<usize>| {
            c.clone().all(|i| {
                text.tag(i).is_adverb()
                    || matches!(
                        text.low(i),
                        "has" | "have" | "had" | "is" | "are" | "was" | "were" | "be" | "been" | "so" | "far"
                    )
            })
        };
        if f.source.is_none() && f.rule == READER && f.cue.as_ref().is_some_and(wordless) {
            return false;
        }
        // "I think" and "we hope" inside a quotation are the speaker's own.
        if let Some(source) = &f.source
            && f.parent.is_some()
            && text.quoted(source.start)
            && matches!(text.low(source.start), "i" | "we" | "you" | "let")
            && source.len() == 1
        {
            return false;
        }
        // "has been ordered to coordinate", "was told to report", "unaware of": what befell somebody, told by whoever speaks.
        let ordered = [
            "order", "instruct", "ask", "told", "promis", "command", "advis", "urg", "request", "direct", "task",
            "encourag",
        ]
        .iter()
        .any(|s| head.starts_with(s));
        let infinitive = f.content.last().is_some_and(|c| c.clone().take(12).any(|i| text.tag(i) == Tag::To));
        if f.source.is_none() && f.cue.is_some() && (ordered && infinitive || matches!(head, "unaware" | "aware")) {
            return false;
        }
        // "who asked not to be named": how a source is called, not what it says of the world.
        let first_words = |words: &[&str]| first.clone().take(6).any(|i| words.contains(&text.low(i)));
        let hidden = ["named", "identified", "withheld", "anonymous", "anonymity", "unnamed"];
        let nameless = stem(&["ask", "request", "insist", "prefer", "declin", "want", "wish", "did", "spoke", "speak"])
            && first_words(&hidden)
            || stem(&["gave", "giv"])
                && first_words(&["name", "surname"])
                && !first.clone().any(|i| text.tag(i).is_finite());
        if nameless {
            return false;
        }
        // "whom it identified only as Pavel": what somebody goes by.
        let only = cue.end > cue.start && text.low(cue.end - 1) == "only" || text.low(first.start) == "only";
        let called = only && matches!(head, "identified" | "named" | "described" | "known");
        if called
            && first.clone().take(3).any(|i| text.low(i) == "as")
            && first.clone().take(4).any(|i| text.tag(i).is_name())
        {
            return false;
        }
        // "We remind that": the outlet brings back what others said.
        if matches!(head, "remind" | "recall")
            && f.source.as_ref().is_none_or(|s| s.len() == 1 && text.low(s.start) == "we")
        {
            return false;
        }
        // "the evacuation planned for Wednesday", "all the payments": a thing without a word on it.
        let bare = |c: &Range<usize>| {
            c.clone().all(|i| !text.tag(i).is_verb() && text.tag(i) != Tag::Cd && !text.quoted(i)) && c.len() < 4
        };
        // "summoned the ambassador", "last published figures in May": what they did, and no word of what.
        let plain = |i: usize| !text.tag(i).is_finite() && text.tag(i) != Tag::Cd && !text.quoted(i);
        if (head.starts_with("summon") || matches!(head, "published" | "publishes" | "publish"))
            && f.content.iter().cloned().flatten().all(plain)
        {
            return false;
        }
        // "more men than it has admitted": what somebody has not.
        let than = f.source.as_ref().is_some_and(|s| s.start > 0 && text.low(s.start - 1) == "than");
        if than && !f.content.iter().cloned().flatten().any(|i| text.tag(i).is_finite() || text.quoted(i)) {
            return false;
        }
        // "fears of a coup": a thing that nobody in particular has in mind, and nothing told of it.
        if f.source.is_none() && f.cue.is_some() && f.rule != "passive" && f.content.iter().all(bare) {
            return false;
        }
        let named_after =
            f.source.is_none() && f.cue.as_ref().is_some_and(|c| c.start == first.end && text.tag(c.start) == Tag::Vbn);
        if named_after && f.content.iter().all(bare) {
            return false;
        }
        // "declined to say what": the longer cue of the two reports the same.
        let longer = |o: &Found| {
            let cues = o.cue.as_ref().zip(f.cue.as_ref());
            cues.is_some_and(|(o, c)| o.start <= c.start && c.end <= o.end && o.len() > c.len())
        };
        if f.rule == "cue-infinitive" && near.iter().any(longer) {
            return false;
        }
        // "He says he was told by two officers that the bridge was safe": theirs within his.
        let told = stem(&["told", "inform", "assur", "reassur", "warn", "advis", "notif", "alert"])
            && matches!(text.low(first.start), "that" | "whether" | "how" | "why" | "not");
        // "is commanded by three generals" inside somebody's words tells an event, not a voice.
        f.rule != "passive-by" || told || f.parent.is_none() && f.kind != CueKind::Plan
    }

    fn claim(
        &self,
        reference: &DocumentRef,
        id: ClaimId,
        f: &Found,
        voice: Option<&Voice>,
        chain: Vec<String>,
        said: Said,
    ) -> Claim {
        let text = self.text;
        let verb = f.content.iter().find_map(|c| main_verb(text, c.clone()));
        let mut sounded = certainty::certainty(text, f, verb.as_ref());
        let mut course = status::course(text, f, verb.as_ref());
        if let Some(readout) = &f.readout {
            weigh(readout, &mut sounded, &mut course);
        }
        let unanswered = self.unanswered(f, voice, &chain);
        let (voice, chain, said) =
            if unanswered.is_some() { (None, Vec::new(), Said::default()) } else { (voice, chain, said) };
        let passive = f.rule == "passive" || is_timetabled(text, f);
        let told = unanswered.is_some() || voice.is_none() && f.source.is_none() && passive;
        let form = if told { Form::OwnVoice } else { f.form };
        let content: Vec<Range<usize>> = if form == Form::OwnVoice { self.whole(f) } else { f.content.clone() };
        if unanswered == Some(Unlearnt::Silent) {
            (sounded, course) = silence(f.cue.as_ref());
        }
        let cue = f.cue.as_ref().map(|c| Cue { text: text.words(c.clone()).to_owned(), span: text.span(c.clone()) });
        let source = voice.map(|v| self.source(f, v));
        let raw = f.confidence * voice.map_or(UNVOICED, |v| v.confidence);
        let confidence = if f.readout.is_some() { calibrated(raw) } else { raw };
        self.build(
            reference,
            id,
            Parts { source, chain, cue, content, form, said, sounded, course, rule: f.decided_by(), confidence },
        )
    }

    /// What the outlet tells of its own asking: nobody's words, whoever would not answer or could not be checked.
    fn unanswered(&self, f: &Found, voice: Option<&Voice>, chain: &[String]) -> Option<Unlearnt> {
        let text = self.text;
        let cue = f.cue.clone().filter(|c| chain.len() < 2 && !text.quoted(c.start))?;
        let starts = |i: usize, stems: &[&str]| stems.iter().any(|s| text.low(i).starts_with(s));
        let refused = || {
            (cue.start.saturating_sub(3).max(text.sentence(cue.start).start)..cue.end)
                .any(|i| unlearnt::declines(text, i))
        };
        let outlet =
            |v: &Voice| v.kind == SourceKind::Outlet && Some(v.name.as_str()) == self.document.outlet.as_deref();
        if voice.is_none_or(outlet)
            && cue.clone().any(|i| {
                starts(
                    i,
                    &["verif", "confirm", "establish", "reconcil", "authentic", "corrobor", "ascertain", "determin"],
                )
            })
            && refused()
        {
            return Some(Unlearnt::Unchecked);
        }
        // "Neither side has given a toll": nobody tells it.
        let nobody = |s: &Range<usize>| {
            let noun = s.start + 1 < s.end && matches!(text.tag(s.start + 1), Tag::Nn | Tag::Nns);
            matches!(text.low(s.start), "neither" | "none" | "nobody")
                || text.low(s.start) == "no" && noun
                // "have not been confirmed by anyone so far"
                || matches!(text.low(s.start), "anyone" | "anybody") && refused()
        };
        if f.parent.is_none() && f.source.as_ref().is_some_and(nobody) {
            return Some(Unlearnt::Unchecked);
        }
        // "To verify the recording is not possible".
        let whole = &self.whole(f)[0];
        let one = text.sentence_at(whole.start) == text.sentence_at(whole.end - 1);
        if one && voice.is_none() && f.source.is_none() && unlearnt::of_clause(text, whole).is_some() {
            return Some(Unlearnt::Unchecked);
        }
        let first = f.content.first()?;
        // "Whether any reply had come he would not say": there somebody else has to answer.
        let question =
            matches!(text.tag(first.start), Tag::Wp | Tag::Wrb) || matches!(text.low(first.start), "whether" | "if");
        let asked = |i: usize| !question && starts(i, &["comment", "answer", "respond", "repl"]);
        let nothing = first.len() == 1 && text.low(first.start) == "nothing";
        (nothing || (cue.clone().any(asked) || first.clone().take(4).any(asked)) && refused())
            .then_some(Unlearnt::Silent)
    }

    /// A claim without a voice is read as the whole stretch from its first to its last word.
    fn whole(&self, f: &Found) -> Vec<Range<usize>> {
        let ranges = f.content.iter().chain(&f.cue).chain(&f.source);
        let start = ranges.clone().map(|r| r.start).min().unwrap_or(0);
        let end = ranges.map(|r| r.end).max().unwrap_or(0);
        // "It was not clear how many were hurt".
        let empty = start > self.text.sentence(start).start && matches!(self.text.low(start - 1), "it" | "there");
        std::iter::once(start - usize::from(empty)..end).collect()
    }

    fn source(&self, f: &Found, v: &Voice) -> Source {
        let mention = v.mention.clone().or_else(|| f.source.clone()).filter(|m| !m.is_empty());
        Source {
            name: v.name.clone(),
            kind: v.kind,
            role: v.role.clone(),
            mention: mention.as_ref().map_or("", |m| self.text.words(m.clone())).to_owned(),
            span: mention.map_or_else(Span::default, |m| self.text.span(m)),
            decided_by: Decider::rule(v.rule),
            alternatives: v.alternatives.clone(),
        }
    }

    fn onward_claim(
        &self,
        reference: &DocumentRef,
        more: &Onward,
        found: &[Found],
        voices: &[Option<Voice>],
        saids: &[Said],
    ) -> Claim {
        let text = self.text;
        let verb = main_verb(text, more.content.clone());
        let content = vec![more.content.clone()];
        let plain = Sounded { degree: Degree::Stated, words: None, rule: "certainty-plain" };
        let mut sounded = certainty::of_content(text, &content, verb.as_ref()).unwrap_or(plain);
        let mut course = status::of_content(text, &content, verb.as_ref());
        if let Some((readout, _)) = &more.readout {
            weigh(readout, &mut sounded, &mut course);
        }
        match more.rule {
            UNANSWERED => (sounded, course) = silence(None),
            UNCHECKED => {
                sounded = Sounded { degree: Degree::Unknown, words: None, rule: UNCHECKED };
                course.polarity = Polarity::Affirmed;
                course.status = Status::General;
                course.rule = UNCHECKED;
            }
            _ => {}
        }
        let spans: Vec<Span> = content.iter().map(|c| text.span(c.clone())).collect();
        let voice = more.of.and_then(|n| voices[n].as_ref().map(|v| (n, v)));
        let (source, chain, said, form) = match voice {
            Some((n, v)) => {
                let f = &found[n];
                // What goes on behind an allegation is no surer than it.
                if sounded.degree == Degree::Stated && matches!(f.certainty, Degree::Alleged | Degree::Rumoured) {
                    sounded = Sounded { degree: f.certainty, words: f.cue.clone(), rule: "certainty-continued" };
                }
                let mut source = self.source(f, v);
                source.decided_by = Decider::rule("continued");
                (Some(source), chain(found, voices, |_| true, n), saids[n].clone(), Form::Continued)
            }
            None => (None, Vec::new(), Said::default(), Form::OwnVoice),
        };
        let span = source.as_ref().map(|s| s.span);
        let id = ClaimId::of(&self.document.id, span, None, &spans);
        let by_rule = if form == Form::Continued { 0.7 } else { 0.6 };
        let weight = if form == Form::OwnVoice { UNVOICED } else { 1.0 };
        let confidence = more.readout.map_or(by_rule, |r| calibrated(r.1 * weight));
        self.build(
            reference,
            id,
            Parts { source, chain, cue: None, content, form, said, sounded, course, rule: more.rule, confidence },
        )
    }

    fn build(&self, reference: &DocumentRef, id: ClaimId, parts: Parts) -> Claim {
        let text = self.text;
        let Parts { source, chain, cue, content, form, said, sounded, course, rule, confidence } = parts;
        let spans: Vec<Span> = content.iter().map(|c| text.span(c.clone())).collect();
        let said_day = said.edtf.as_deref().and_then(|e| e.parse::<Date>().ok());
        let mut decided = BTreeMap::new();
        decided.insert("attribution".to_owned(), Decision { by: decider(rule), mention: None, was: None });
        decided.insert("status".to_owned(), self.decision(course.rule, course.status_words));
        decided.insert("polarity".to_owned(), self.decision(course.polarity_rule, course.polarity_words));
        Claim {
            id,
            document: reference.clone(),
            source,
            chain,
            cue,
            content: Content {
                text: content.iter().map(|c| text.words(c.clone())).collect::<Vec<_>>().join(" "),
                spans,
            },
            form,
            inside: None,
            said,
            about: self.about(&content, said_day),
            places: self.places(&content),
            quantities: self.quantities(&content),
            certainty: Certainty {
                degree: sounded.degree,
                words: sounded.words.clone().map(|w| text.words(w).to_owned()),
                span: sounded.words.map(|w| text.span(w)),
                decided_by: decider(sounded.rule),
            },
            polarity: course.polarity,
            status: course.status,
            confidence,
            decided,
        }
    }

    fn decision(&self, rule: &str, words: Option<Range<usize>>) -> Decision {
        let mention = words.map(|w| Mention { words: self.text.words(w.clone()).to_owned(), span: self.text.span(w) });
        Decision { by: decider(rule), mention, was: None }
    }

    /// The items of a list sorted by place that lie inside a content.
    fn inside<'a, T>(
        &self,
        items: &'a [T],
        range: impl Fn(&T) -> Range<usize>,
        content: &[Range<usize>],
    ) -> Vec<&'a T> {
        let mut out = Vec::new();
        for c in content {
            let bytes = self.text.bytes(c.clone());
            let first = items.partition_point(|t| range(t).start < bytes.start);
            out.extend(items[first..].iter().take_while(|t| range(t).end <= bytes.end));
        }
        out
    }

    /// The days a content speaks of; relative ones count from the day it was said, where that is known.
    fn about(&self, content: &[Range<usize>], said: Option<Date>) -> Vec<About> {
        let mut out: Vec<About> = Vec::new();
        let again = said.filter(|day| self.document.published.is_some_and(|p| p != *day));
        for time in self.inside(self.times, |t| t.range.clone(), content) {
            let words = &self.document.text[time.range.clone()];
            let recounted =
                again.and_then(|day| times(words, Some(day)).into_iter().find(|t| t.range.len() == words.len()));
            let Some(edtf) = recounted.as_ref().map_or(&time.edtf, |t| &t.edtf) else { continue };
            // "now", "soon" and "recently" name no day that two accounts could be compared by.
            if !matches!(time.kind, TimexType::Date | TimexType::Time) || time.value.ends_with("_REF") {
                continue;
            }
            out.push(About {
                edtf: edtf.clone(),
                words: self.document.text[time.range.clone()].to_owned(),
                span: self.text.span_of_bytes(time.range.clone()),
                decided_by: Decider::rule(time.rule),
            });
        }
        out
    }

    fn quantities(&self, content: &[Range<usize>]) -> Vec<Quantity> {
        let figures = self.inside(self.figures, |f| f.range.clone(), content).into_iter();
        let of = |f: &Figure| f.of.clone().map(|r| self.document.text[r].to_owned());
        figures
            .map(|f| Quantity {
                words: self.document.text[f.range.clone()].to_owned(),
                low: f.low,
                low_open: f.low_open,
                high: f.high,
                high_open: f.high_open,
                approximate: f.approximate,
                of: of(f),
                unit: f.unit.clone(),
                span: self.text.span_of_bytes(f.range.clone()),
                decided_by: Decider::rule(f.rule),
            })
            .collect()
    }

    fn places(&self, content: &[Range<usize>]) -> Vec<Place> {
        let mentions = self.inside(self.places, |p| p.range.clone(), content).into_iter();
        mentions
            .filter(|p| !p.actor)
            .map(|p| {
                let resolved = p.resolved.as_ref();
                Place {
                    words: self.document.text[p.range.clone()].to_owned(),
                    name: resolved.map(|r| r.name.clone()),
                    country: resolved.and_then(|r| r.country).map(str::to_owned),
                    lat: resolved.map(|r| r.lat),
                    lon: resolved.map(|r| r.lon),
                    span: self.text.span_of_bytes(p.range.clone()),
                    decided_by: Decider::rule(p.rule),
                    alternatives: p
                        .alternatives
                        .iter()
                        .map(|(r, c)| Alternative { name: r.name.clone(), confidence: *c })
                        .collect(),
                }
            })
            .collect()
    }

    /// When and where it was said: beside the cue, else as its enclosing claim, else as the same source just before.
    fn said(
        &self,
        f: &Found,
        voice: Option<&Voice>,
        near: &[Found],
        occasions: &mut Vec<Occasion>,
        parent: Option<&Said>,
    ) -> Said {
        let text = self.text;
        let persons = |name: &str| self.persons.contains(name);
        let mut said = Said::default();
        if let Some(n) = said::day(text, f, near, self.times) {
            let time = &self.times[n];
            said.edtf = time.edtf.clone();
            said.words = Some(self.document.text[time.range.clone()].to_owned());
            said.span = Some(text.span_of_bytes(time.range.clone()));
            said.decided_by.push(Decider::rule("said-beside-cue"));
        }
        let outlet = self.document.outlet.as_deref();
        // "told the Herald" in the Lindau Herald: as good as "told us".
        let ours = |c: &Range<usize>| outlet.is_some_and(|o| resolve::calls(text, c, o));
        let channel = said::channel(text, f, self.times, &persons);
        let told_us = channel.as_ref().is_some_and(|(c, _)| ours(c)) || self.asked_by_outlet(f);
        if let Some((channel, rule)) = channel.filter(|(c, _)| !ours(c)) {
            said.channel = Some(text.words(channel.clone()).to_owned());
            said.channel_span = Some(text.span(channel));
            said.decided_by.push(Decider::rule(rule));
        }
        let block = f.cue.as_ref().or(f.content.first()).map_or(0, |r| text.sentences[text.sentence_at(r.start)].block);
        let Some(voice) = voice else { return said };
        // "she told us": on no occasion that was told before.
        if said.channel.is_none() && f.parent.is_none() && told_us {
            occasions.push(Occasion { name: voice.name.clone(), block, said: said.clone() });
            return said;
        }
        let before = occasions.iter().rev().find(|o| o.name == voice.name && block - o.block.min(block) <= 2);
        let carried = parent.or(before.map(|o| &o.said));
        if let Some(from) = carried {
            let other_day = said.edtf.is_some() && from.edtf.is_some() && said.edtf != from.edtf;
            let other_channel = said.channel.is_some() && from.channel.is_some() && said.channel != from.channel;
            if said.edtf.is_none() && from.edtf.is_some() && !other_channel {
                said.edtf = from.edtf.clone();
                said.words = from.words.clone();
                said.span = from.span;
                said.decided_by.push(Decider::rule("said-carried"));
            }
            if said.channel.is_none() && from.channel.is_some() && !other_day {
                said.channel = from.channel.clone();
                said.channel_span = from.channel_span;
                said.decided_by.push(Decider::rule("channel-carried"));
            }
        }
        if said.edtf.is_some() || said.channel.is_some() {
            occasions.push(Occasion { name: voice.name.clone(), block, said: said.clone() });
            if occasions.len() > 64 {
                occasions.remove(0);
            }
        }
        said
    }
}

/// What `build` needs beside the document.
struct Parts {
    source: Option<Source>,
    chain: Vec<String>,
    cue: Option<Cue>,
    content: Vec<Range<usize>>,
    form: Form,
    said: Said,
    sounded: Sounded,
    course: Course,
    rule: &'static str,
    confidence: f32,
}

/// From which likelihood on the trained reader's value of a field counts more than the rules'; measured on our dev part.
const SURE: Sure = Sure { certainty: 0.5, polarity: 0.5, status: 0.7 };

struct Sure {
    certainty: f32,
    polarity: f32,
    status: f32,
}

/// What the likelihood of a claim in nobody's voice counts for: whether a sentence is news of the outlet's own is less sure than the reader
/// thinks (chosen on our dev part, `docs/quality.md`).
const UNVOICED: f32 = 0.75;

/// How often a claim is right of which the trained reader and the rules together are as sure as `raw`.
fn calibrated(raw: f32) -> f32 {
    Model::shipped_card().map_or(raw, |card| card.calibrated(raw))
}

/// Puts the trained reader's fields in the place of the rules' where it is sure enough and they differ.
fn weigh(readout: &Readout, sounded: &mut Sounded, course: &mut Course) {
    let (degree, sure) = readout.certainty;
    // A hedge that a rule can point at stands; what only the cue or the tense gave does not.
    let hedged = matches!(sounded.rule, "certainty-hedge" | "certainty-lead");
    if degree != sounded.degree && !hedged && sure >= SURE.certainty {
        *sounded = Sounded { degree, words: None, rule: READER };
    }
    let (polarity, sure) = readout.polarity;
    if polarity != course.polarity && sure >= SURE.polarity {
        course.polarity = polarity;
        course.polarity_words = None;
        course.polarity_rule = READER;
    }
    let (status, sure) = readout.status;
    if status != course.status && sure >= SURE.status {
        course.status = status;
        course.status_words = None;
        course.rule = READER;
    }
}

/// Reads through the thing that carries a statement: in "revealed data indicating that it rained" the source of the
/// data claims that it rained, and the data are no voice of their own.
fn read_through(text: &Text, found: &mut Vec<Found>) {
    let mut dropped = vec![false; found.len()];
    for n in 0..found.len() {
        let Some(outer) = found[n].parent else { continue };
        let (Some(source), Some(cue)) = (found[n].source.clone(), found[n].cue.clone()) else { continue };
        let carried = matches!(found[outer].rule, "cue-object" | "cue-clause")
            && found[outer].content.len() == 1
            && found[n].rule == "participle"
            && source.end == cue.start
            && found[outer].content[0].start == source.start
            && found[n].content.last().is_some_and(|c| c.end >= found[outer].content[0].end)
            && !text.tag(source.end - 1).is_name();
        if carried {
            found[outer].content = found[n].content.clone();
            found[outer].rule = "cue-clause";
            found[outer].form = found[n].form;
            dropped[n] = true;
        }
    }
    if !dropped.contains(&true) {
        return;
    }
    // Indices move as the carried ones go; their children go to the one that took them in.
    let parents: Vec<Option<usize>> = found.iter().map(|f| f.parent).collect();
    let mut moved = vec![0; found.len()];
    let mut next = 0;
    for (n, gone) in dropped.iter().enumerate() {
        moved[n] = next;
        next += usize::from(!gone);
    }
    for f in found.iter_mut() {
        f.parent = f.parent.map(|p| if dropped[p] { parents[p].unwrap_or(p) } else { p }).map(|p| moved[p]);
    }
    let mut n = 0;
    found.retain(|_| {
        n += 1;
        !dropped[n - 1]
    });
}

/// Parts a content whose halves say different things of the world: "six died, and 18 allegedly deserted",
/// "that two ships had arrived and that there was no evidence of a third", "nothing was hidden, he said, and the vaccine would arrive".
///
/// One claim has one certainty, polarity and course; halves that differ in them are two claims of the same voice.
fn part(text: &Text, found: &mut Vec<Found>) {
    let mut parted = Vec::new();
    for f in found.iter_mut().filter(|f| f.form != Form::Direct) {
        let sounds = |half: &Range<usize>| {
            let verb = main_verb(text, half.clone())?;
            let sounded = certainty::of_content(text, std::slice::from_ref(half), Some(&verb));
            let course = status::of_content(text, std::slice::from_ref(half), Some(&verb));
            let ahead = matches!(course.status, Status::Planned | Status::Expected);
            Some((sounded.map(|s| s.degree), course.polarity, ahead))
        };
        let halves = match f.content.as_slice() {
            [whole] => joints(text, whole).map(|(end, second)| (whole.start..end, second..whole.end)).find(|(a, b)| {
                let [Some(first), Some(last)] = [a, b].map(&sounds) else { return false };
                if text.word(a.end) == ";" {
                    return true;
                }
                // With no second "that" only a plain hedge behind a plain clause is sure to be a claim of its own.
                let repeated = text.low(b.start) == "that";
                if repeated { first != last } else { first.0.is_none() && last.0.is_some_and(is_adverbial) }
            }),
            // What goes on behind the cue with a subject of its own.
            [first, second] if is_half(text, f, first, second) => Some((first.clone(), second.clone())),
            [first, second]
                if matches!(text.low(second.start), "and" | "but")
                // "would be exchanged, he said, but not before the rains end": no statement of its own.
                && !matches!(text.low(second.start + 1), "not" | "only" | "never" | "rarely")
                && second.len() > 3 =>
            {
                let second = second.start + 1..second.end;
                let apart = !first.clone().chain(second.clone()).all(|i| text.quoted(i))
                    && f.cue.as_ref().is_some_and(|c| first.end <= c.start && c.end <= second.start)
                    && sounds(first).is_some_and(|a| sounds(&second).is_some_and(|b| a != b));
                apart.then(|| (first.clone(), second))
            }
            _ => None,
        };
        let Some((first, second)) = halves else { continue };
        f.content = std::iter::once(first).collect();
        let mut half = Found { content: std::iter::once(second.clone()).collect(), ..f.clone() };
        // "denies carelessness: the trays are covered": the verb is not that of the reason.
        if second.start > 0 && text.word(second.start - 1) == ":" {
            half = Found { cue: None, head: None, form: Form::Indirect, ..half };
        }
        parted.push(half);
    }
    found.extend(parted);
}

/// Whether a content goes on behind who says it with another statement: "it said; the talks go on", "he says, while others stay",
/// "disputes the figure: six went home".
fn is_half(text: &Text, found: &Found, first: &Range<usize>, second: &Range<usize>) -> bool {
    let between = found.cue.as_ref().is_some_and(|c| first.end <= c.start && c.end <= second.start);
    // "The bank is sound, he said, while customers queued": what happens meanwhile is no statement of his.
    let tense = |half: &Range<usize>| half.clone().find(|i| text.tag(*i).is_finite()).map(|i| text.tag(i) == Tag::Vbd);
    let contrast = match text.low(second.start) {
        "whereas" => true,
        "while" => tense(first) != Some(false) || tense(second) != Some(true),
        _ => false,
    };
    let before = second.start.checked_sub(1).map_or("", |i| text.word(i));
    // "They will not go, he said on Monday: his men had been told so".
    let other = matches!(before, ";" | ":") || contrast;
    // "says this is just what happened: a pump broke" says one thing.
    let reason =
        before == ":" && found.cue.as_ref().is_some_and(|c| c.end <= first.start) && !points_ahead(text, first);
    (between && other || reason) && second.len() > 3 && second.clone().any(|i| text.tag(i).is_finite())
}

/// Where a content may part: the end of its first half and the start of its second.
fn joints<'t>(text: &'t Text, whole: &Range<usize>) -> impl Iterator<Item = (usize, usize)> + 't {
    let (start, end) = (whole.start, whole.end);
    (start + 4..end.saturating_sub(3)).filter_map(move |i| {
        if text.word(i) == ";" && !text.quoted(i) {
            let second = i + 1 + usize::from(matches!(text.low(i + 1), "and" | "but"));
            return (second + 2 < end).then_some((i, second));
        }
        let comma = usize::from(text.word(i) == ",");
        let links = matches!(text.low(i + comma), "and" | "but") || comma > 0 && text.low(i + comma) == "while";
        let second = i + comma + 1;
        (links && second + 2 < end && !text.quoted(i) && (comma > 0 || text.low(second) == "that"))
            .then_some((i, second))
    })
}

/// Things that are a sign of something and no voice: "the number of graves suggests that".
fn is_sign(low: &str) -> bool {
    matches!(
        low,
        "size"
            | "number"
            | "timing"
            | "scale"
            | "shape"
            | "pattern"
            | "speed"
            | "extent"
            | "fact"
            | "presence"
            | "absence"
            | "lack"
            | "depth"
            | "height"
            | "length"
            | "colour"
            | "color"
            | "location"
            | "position"
            | "nature"
            | "angle"
    )
}

/// Things in which people read what they say themselves: "history tells us that", "my gut tells me that".
fn is_read_in(low: &str) -> bool {
    is_sign(low)
        || matches!(
            low,
            "price"
                | "prices"
                | "market"
                | "markets"
                | "weather"
                | "wind"
                | "sky"
                | "history"
                | "experience"
                | "silence"
                | "instinct"
                | "instincts"
                | "gut"
                | "heart"
                | "conscience"
                | "knee"
                | "bones"
                | "logic"
                | "sense"
                | "arithmetic"
                | "maths"
                | "math"
                | "numbers"
                | "score"
                | "scoreline"
                | "scoreboard"
                | "table"
                | "result"
                | "results"
                | "smell"
                | "sound"
                | "noise"
                | "look"
                | "crack"
                | "cracks"
                | "wreck"
                | "wreckage"
                | "damage"
                | "ground"
                | "soil"
                | "river"
                | "sea"
                | "calendar"
                | "clock"
                | "everything"
                | "nothing"
                | "something"
        )
}

/// Degrees that a word beside the verb gives, rather than its tense.
fn is_adverbial(degree: Degree) -> bool {
    matches!(degree, Degree::Alleged | Degree::Rumoured | Degree::Preliminary | Degree::Unknown | Degree::Probable)
}

/// An attribution's neighbours in reading order: all that can share its sentence.
fn near(found: &[Found], n: usize) -> &[Found] {
    &found[n.saturating_sub(12)..(n + 13).min(found.len())]
}

/// Whether the next attribution has the same words of the same voice, and nearer to them: "commented on the report, posting: “…”".
fn said_again(found: &[Found], voices: &[Option<Voice>], n: usize) -> bool {
    let name = |n: usize| voices[n].as_ref().map(|v| &v.name);
    found.get(n + 1).is_some_and(|next| {
        let denies = next.rule == "denied-behind";
        next.cue.is_some() && !denies && next.content == found[n].content && name(n).is_some() && name(n) == name(n + 1)
    })
}

/// Whether nobody says it and the cue is that of a timetable: "is scheduled", "is due".
fn is_timetabled(text: &Text, f: &Found) -> bool {
    f.source.is_none()
        && f.cue.as_ref().is_some_and(|c| {
            matches!(text.low(c.start), "is" | "are" | "was" | "were")
                && matches!(text.low(c.end - 1), "scheduled" | "due" | "slated")
        })
}

/// The attributions that hold this one, from the innermost outwards.
fn enclosing(found: &[Found], n: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(found[n].parent, |p| found[*p].parent).take(found.len())
}

/// The voices from the outermost to the innermost; a voice that only goes on speaking is named once.
fn chain(found: &[Found], voices: &[Option<Voice>], kept: impl Fn(usize) -> bool, n: usize) -> Vec<String> {
    let mut out = Vec::new();
    for i in std::iter::once(n).chain(enclosing(found, n)) {
        if (kept(i) || i == n)
            && let Some(voice) = &voices[i]
            && out.last() != Some(&voice.name)
        {
            out.push(voice.name.clone());
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::attributions;

    /// The contents that `cue` brings in `words` once they are parted, where all of `content` was one.
    fn parted(words: &str, cue: &str, content: &[&str]) -> Vec<(String, bool)> {
        let text = Text::plain(words);
        let place = |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
        let mut found = attributions(&text);
        found.retain(|f| f.cue.as_ref().is_some_and(|c| text.words(c.clone()).ends_with(cue)));
        found.truncate(1);
        found[0].content = content.iter().map(|c| place(c)).collect();
        part(&text, &mut found);
        let whole = |f: &Found| f.content.iter().map(|c| text.words(c.clone())).collect::<Vec<_>>().join(" … ");
        found.iter().map(|f| (whole(f), f.cue.is_some())).collect()
    }

    #[test]
    fn statements_around_a_mark_are_two_claims() {
        let one = |words: &str, cued| (words.to_owned(), cued);
        let money = "He was short of money, his sister said; he owed her 4,000 euros.";
        let told = ["He was short of money", "he owed her 4,000 euros"];
        assert_eq!(parted(money, "said", &told), [one(told[0], true), one(told[1], true)]);
        let stay = "Some had come back, the army said, while others are still being sought.";
        let told = ["Some had come back", "while others are still being sought"];
        assert_eq!(parted(stay, "said", &told), [one(told[0], true), one(told[1], true)]);
        let told = ["They will not go", "their men had been told so"];
        let go = "They will not go, the mayor said on Monday: their men had been told so.";
        assert_eq!(parted(go, "said", &told), [one(told[0], true), one(told[1], false)]);
        // What "but not" adds has no verb of its own.
        let rains = "The men would be exchanged, the mayor said, but not before the rains end.";
        let told = ["The men would be exchanged", "but not before the rains end"];
        assert_eq!(parted(rains, "said", &told).len(), 1);
        // The reason is not what is denied.
        let trays = "Kopriva denied that he was careless: the trays are covered at night.";
        let told = ["that he was careless", "the trays are covered at night"];
        assert_eq!(parted(trays, "denied", &told), [one(told[0], true), one(told[1], false)]);
    }
}

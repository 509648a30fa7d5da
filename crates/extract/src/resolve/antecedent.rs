//! Whom a pronoun can mean.

use std::ops::Range;

use claims::SourceKind;

use super::cast::Member;
use super::choice::{Class, Features, score};
use super::names::all_caps;
use super::unnamed::is_relative;
use super::{Gender, Reader, Reading};
use crate::attribution::{Found, is_medium, phrase_forward};
use crate::learnt::{Choice, Choosable, flag};
use crate::said::is_platform_word;
use crate::text::{Tag, Text};

/// How many names, sources and asides before a pronoun are looked at, of each.
const BACK: usize = 30;
/// How many sentences back anybody can be meant.
const SENTENCES: usize = 12;
/// How many names behind a pronoun are looked at for somebody named only there.
const BELOW: usize = 12;
/// From when on a member's gender is sure: by a title, or a given name and a pronoun.
const SURE: f32 = 2.5;

/// One of those whom a pronoun can mean, and how much speaks for it.
pub struct Candidate {
    /// Its number in the cast; none for nobody that the text speaks of.
    pub member: Option<usize>,
    pub features: Features,
}

/// What a pronoun asks of who it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    One(Gender),
    Thing,
    Many,
}

impl Wanted {
    pub fn of(low: &str) -> Option<Self> {
        match low {
            "he" | "his" | "him" | "himself" => Some(Self::One(Gender::He)),
            "she" | "her" | "hers" | "herself" => Some(Self::One(Gender::She)),
            "it" | "its" | "itself" => Some(Self::Thing),
            "they" | "their" | "them" | "theirs" | "themselves" => Some(Self::Many),
            _ => None,
        }
    }

    const fn class(self) -> Class {
        match self {
            Self::One(_) => Class::Person,
            Self::Thing => Class::Thing,
            Self::Many => Class::Many,
        }
    }

    /// Whether `member` can be meant although something speaks against it: its given name goes with the other pronoun, or it is
    /// a contractor or an operator, whom the list takes for a company.
    fn misfits(self, member: &Member) -> bool {
        let named = member.is_person() && member.named && member.she.abs() < SURE;
        matches!(self, Self::One(_))
            && !member.plural
            && !member.are_a_people()
            && (named || member.human && member.gender().is_none())
    }

    /// How well `member` fits; `None` where it cannot.
    pub fn fit(self, member: &Member) -> Option<f32> {
        let kind = member.kind();
        match self {
            Self::One(wanted) => {
                if !member.is_person() || member.plural || member.are_a_people() {
                    return None;
                }
                match member.gender() {
                    Some(own) if own == wanted => Some(1.0),
                    Some(_) => None,
                    // A name that only a guess makes a person's.
                    None if member.named && member.looks.person < 1.0 => Some(0.3),
                    None => Some(0.6),
                }
            }
            Self::Thing => match kind {
                _ if member.plural => None,
                SourceKind::Organisation | SourceKind::Outlet | SourceKind::Document => Some(1.0),
                SourceKind::State => Some(0.5),
                SourceKind::Unnamed if !member.human => Some(0.3),
                SourceKind::Person if member.named && member.looks.person < 1.0 && member.gender().is_none() => {
                    Some(0.0)
                }
                _ => None,
            },
            Self::Many => match kind {
                _ if member.plural || member.are_a_people() => Some(1.0),
                SourceKind::Group => Some(1.0),
                SourceKind::Organisation => Some(0.2),
                _ => None,
            },
        }
    }
}

/// Who spoke last to somebody whom a pronoun stands for: behind "The presenter put it to her that", "she" is not the presenter.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    pub member: usize,
    /// Whom the pronoun stands for, if anybody.
    pub whom: Option<usize>,
    pub wanted: Wanted,
    /// Where the source stands.
    pub at: usize,
}

/// How many sentences lie between tokens `a` and `b`.
fn text_apart(text: &Text, a: usize, b: usize) -> usize {
    text.sentence_at(a).abs_diff(text.sentence_at(b))
}

impl Reader<'_, '_> {
    /// Keeps who says something to somebody whom a pronoun stands for.
    pub(super) fn keep_asking(&mut self, found: &Found, member: usize) {
        let text = self.text;
        let (Some(source), Some(cue)) = (&found.source, &found.cue) else { return };
        let end = found.content.first().map_or(cue.end, |c| c.start.max(cue.end)).min(cue.end + 3);
        let object = |i: &usize| {
            matches!(text.low(*i), "him" | "her") && !text.tag(*i + 1).is_noun() && !text.tag(*i + 1).is_adjective()
        };
        let unsure = self.cast.members[member].gender().is_none();
        let whom = (cue.start..end).find(object).filter(|_| unsure && source.start < cue.start);
        let Some((whom, wanted)) = whom.and_then(|i| Some((i, Wanted::of(text.low(i))?))) else { return };
        let whom = self.likeliest(whom, wanted, member, found);
        self.asks = Some(Asks { member, whom, wanted, at: source.start });
    }

    /// Lets the text tell the gender of somebody whose given name does not: by the pronoun that surely meant him, and by that of a clause
    /// of time behind his name, as in "said Esi Boadu as she left".
    pub(super) fn learn_gender(&mut self, found: &Found, reading: &Reading) {
        const SURELY: f32 = 0.6;
        let text = self.text;
        let member = &self.cast.members[reading.member];
        let Some(source) = found.source.clone().filter(|s| !text.quoted(s.start)) else { return };
        if !member.named || !member.is_person() || member.plural || member.gender().is_some() {
            return;
        }
        let lean = |i: usize| match text.low(i) {
            "he" => -1.0,
            "she" => 1.0,
            _ => 0.0,
        };
        let told = if reading.rule == "pronoun" {
            if source.len() == 1 && reading.confidence > SURELY { lean(source.start) } else { 0.0 }
        } else {
            let end = text.sentence(source.start).end;
            let timed = |i: &usize| {
                matches!(text.low(*i), "as" | "while" | "when" | "before" | "after" | "until")
                    && lean(*i + 1) != 0.0
                    && !text.quoted(*i)
            };
            let clause = (source.end..end).find(timed).filter(|i| {
                let people = self.names_in(&(text.sentence(*i).start..*i)).filter_map(|n| self.bearer[n]);
                people.filter(|m| self.cast.members[*m].is_person()).all(|m| m == reading.member)
            });
            clause.map_or(0.0, |i| lean(i + 1))
        };
        self.cast.members[reading.member].she += told;
    }

    /// Whether whom the possessive at token `at` means can have such a one: no department has a son, and "her captain" is rather a ship's.
    pub(super) fn can_have(&self, owner: usize, at: usize, noun: &str) -> bool {
        const BACK: usize = 60;
        let member = &self.cast.members[owner];
        // The town that "BRNO – A man shot by police" opens with has no family.
        let town = member.is_place() || all_caps(self.text.word(member.first)) && member.looks.person < 1.0;
        if member.named
            && town
            && self.opens_report(member.first)
            && !matches!(noun, "mayor" | "council" | "university")
        {
            return false;
        }
        if is_relative(noun) {
            // "My father called. He said" of a son: nobody is known as a son's father.
            if !member.named && member.words.last().is_some_and(|w| is_relative(w)) {
                return false;
            }
            let (org, outlet) = (SourceKind::Organisation, SourceKind::Outlet);
            return ![org, outlet, SourceKind::Document, SourceKind::State].contains(&member.kind());
        }
        let aboard = matches!(noun, "captain" | "skipper" | "crew" | "helmsman" | "owner" | "owners");
        if !aboard || self.text.low(at) != "her" || member.gender().is_some() {
            return true;
        }
        let afloat = |i: usize| {
            matches!(
                self.text.low(i),
                "ship" | "vessel" | "tanker" | "ferry" | "trawler" | "freighter" | "boat" | "yacht" | "barge" | "tug"
            )
        };
        !(at.saturating_sub(BACK)..at).any(afloat)
    }

    /// Whether token `i` is the town that a paragraph opens with in front of a dash: "BRNO – ", "LYON, France – ", "CARACAS (AP) – ".
    fn opens_report(&self, i: usize) -> bool {
        const FAR: usize = 6;
        let text = self.text;
        let dash = (i + 1..i + FAR).find(|t| matches!(text.word(*t), "–" | "—" | "--" | "-"));
        let small = |t: usize| text.word(t).starts_with(char::is_lowercase);
        text.opens_block(i) && dash.is_some_and(|d| !(i..d).any(small))
    }

    /// Whom the pronoun at token `at` most likely stands for, if anybody who is no mere aside; not for `speaker`.
    pub(super) fn likeliest(&self, at: usize, wanted: Wanted, speaker: usize, found: &Found) -> Option<usize> {
        let scored = self.candidates(at, wanted, Some(speaker), found);
        let likely = |c: &Candidate| score(wanted.class(), &c.features);
        let best = scored.iter().max_by(|a, b| likely(a).total_cmp(&likely(b))).and_then(|c| c.member);
        best.filter(|m| !self.passing.contains_key(m))
    }

    /// Whom a pronoun at token `at` that opens the next sentence stands for, behind "The presenter put it to her that".
    pub(super) fn answers_whom(&self, at: usize, wanted: Wanted) -> Option<usize> {
        let text = self.text;
        let asks = self.asks.filter(|asks| asks.wanted == wanted && text_apart(text, asks.at, at) == 1)?;
        asks.whom.filter(|_| at == text.sentence(at).start)
    }

    /// Who has spoken before the semicolon in the sentence of the pronoun at token `at`, where nobody else is spoken of behind it: "Her
    /// lawyer called that a guess; the figure, according to him, is lower".
    pub(super) fn of_the_half_before(&self, at: usize, wanted: Wanted) -> Option<usize> {
        let text = self.text;
        let (member, place) = self.last.filter(|_| matches!(wanted, Wanted::One(_)) && !text.quoted(at))?;
        let sentence = text.sentence(at);
        let mark = (place.max(sentence.start)..at).rev().find(|i| text.word(*i) == ";" && !text.quoted(*i))?;
        let someone = |(t, m): &(usize, usize)| *t > mark && *m != member && self.cast.members[*m].is_person();
        let alone = !self.cast.before(at, 6).iter().any(someone) && !self.cast.passed(at, 4).iter().any(someone);
        let fits = wanted.fit(&self.cast.members[member]).is_some_and(|fit| fit >= 0.6);
        (sentence.contains(&place) && alone && fits).then_some(member)
    }

    /// Who has just spoken, where nobody else was spoken of in that sentence and the next opens with "But he": "Nobody will come, said an
    /// aide. But he could not rule it out".
    pub(super) fn takes_it_back(&self, at: usize, wanted: Wanted) -> Option<usize> {
        let text = self.text;
        let (member, place) = self.last.filter(|_| matches!(wanted, Wanted::One(_)) && !text.quoted(at))?;
        let first = text.sentence(at).start;
        let here = text.sentence_at(at);
        let but = at == first + 1 && matches!(text.low(first), "but" | "yet" | "still");
        if !but || text.sentence_at(place) + 1 != here || text.block_of(place) != text.block_of(at) {
            return None;
        }
        let floor = text.sentence(place).start;
        let someone = |(t, m): &(usize, usize)| *t >= floor && *m != member && self.cast.members[*m].is_person();
        let alone = !self.cast.before(at, 8).iter().any(someone) && !self.cast.passed(at, 4).iter().any(someone);
        let m = &self.cast.members[member];
        (alone && m.is_person() && wanted.fit(m).is_some()).then_some(member)
    }

    /// The one person of whom the words in marks speak before the pronoun at token `at`, in its paragraph: “I saw the captain,” she said.
    /// “He told me so.”
    pub(super) fn in_the_same_words(&self, at: usize, wanted: Wanted) -> Option<usize> {
        let text = self.text;
        if !text.quoted(at) || !matches!(wanted, Wanted::One(_)) {
            return None;
        }
        let block = text.block_of(at);
        let here = |t: usize| t < at && text.quoted(t) && text.block_of(t) == block;
        let mut met = self.cast.before(at, 10);
        met.extend(self.cast.passed(at, 6));
        let mut one = None;
        for (_, m) in met.into_iter().filter(|(t, _)| here(*t)) {
            let m = self.aliases.get(&m).copied().unwrap_or(m);
            let member = &self.cast.members[m];
            if member.plural || !(member.is_person() || member.human) || member.is_place() {
                continue;
            }
            if one.is_some_and(|other| other != m) {
                return None;
            }
            one = Some(m);
        }
        one.filter(|m| {
            let member = &self.cast.members[*m];
            let human = member.human && member.gender().is_none();
            (human || wanted.fit(member).is_some_and(|fit| fit >= 0.6)) && self.last.is_none_or(|(last, _)| last != *m)
        })
    }

    /// The body that is the subject of a sentence in which it alone can be "it", behind "when" and the like: "The council gave figures in
    /// May, when it admitted 41 cases".
    pub(super) fn of_the_main_clause(&self, at: usize, wanted: Wanted, found: &Found) -> Option<usize> {
        let text = self.text;
        let sentence = text.sentence(at);
        let links = at > sentence.start
            && matches!(
                text.low(at - 1),
                "when" | "where" | "after" | "before" | "because" | "although" | "though" | "once"
            );
        let speaks = found.source.as_ref().is_some_and(|s| *s == (at..at + 1));
        if wanted != Wanted::Thing || !links || !speaks || text.quoted(at) {
            return None;
        }
        let mut one = None;
        for (t, m) in self.cast.before(at, 12).into_iter().filter(|(t, _)| *t >= sentence.start) {
            // Who has spoken there is who was read there.
            let m = self.heard_at.get(&t).and_then(|n| self.readings[*n].as_ref()).map_or(m, |r| r.member);
            if wanted.fit(&self.cast.members[m]).is_none_or(|fit| fit < 0.3) {
                continue;
            }
            if one.is_some_and(|(_, other)| other != m) {
                return None;
            }
            one = Some((t, m));
        }
        one.filter(|(t, _)| opens_clause(text, *t)).map(|(_, m)| m)
    }

    /// Who a pronoun at token `at` can mean, most likely first, each with how much speaks for it; `speaker` cannot be meant.
    pub(super) fn antecedents(
        &mut self,
        at: usize,
        wanted: Wanted,
        speaker: Option<usize>,
        found: &Found,
    ) -> Vec<(Option<usize>, f32)> {
        let candidates = self.candidates(at, wanted, speaker, found);
        self.keep_choice(at, wanted, &candidates);
        let score = |c: &Candidate| (c.member, score(wanted.class(), &c.features));
        // Who is told or asks is not who speaks.
        let told = found.addressee.as_ref().map_or(0..0, |a| self.names_in(a));
        let mut told: Vec<usize> = self.bearer[told].iter().copied().flatten().collect();
        // “Ana is a grieving woman,” she said: nobody calls herself by her name.
        let source = found.source.as_ref().is_some_and(|s| s.start == at) && matches!(wanted, Wanted::One(_));
        let quoted = |c: &&Range<usize>| source && c.len() > 2 && self.text.quoted(c.start + 1);
        for c in found.content.iter().filter(quoted) {
            told.extend(self.bearer[self.names_in(c)].iter().copied().flatten());
        }
        // "A sergeant told us to run, he recalled": whom the words bring in does not say them.
        let trails = found.source.as_ref().is_some_and(|s| s.start == at) && matches!(wanted, Wanted::One(_));
        for c in found.content.iter().filter(|c| trails && c.end <= at) {
            let indefinite = |i: usize| matches!(self.text.low(i), "a" | "an");
            told.extend(c.clone().filter(|i| indefinite(*i)).filter_map(|i| self.introduced.get(&i).copied()));
        }
        // "Ana Ruiz recalls him saying": who recalls it is not him.
        let verb = at.saturating_sub(1);
        let object = matches!(self.text.low(at), "him" | "her" | "them")
            && self.text.tag(at) == Tag::Prp
            && self.text.tag(verb).is_finite();
        let n = self.names.partition_point(|n| n.tokens.end < verb);
        if object && self.names.get(n).is_some_and(|n| n.tokens.end == verb) {
            told.extend(self.bearer[n]);
        }
        let asks = self
            .asks
            .filter(|asks| asks.wanted == wanted && text_apart(self.text, asks.at, at) < 2)
            .map(|asks| asks.member);
        let other = |c: &&Candidate| c.member.is_none_or(|m| !told.contains(&m) && asks != Some(m));
        let mut out: Vec<(Option<usize>, f32)> = candidates.iter().filter(other).map(score).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1));
        out
    }

    /// Whether what is named at token `t` is what the sentence of the pronoun at token `at` opens with: "On Ana Ruiz, she said" tells of
    /// another woman, "in Ruiz's view she" need not.
    fn is_topic(&self, t: usize, at: usize) -> bool {
        let text = self.text;
        let start = text.sentence(at).start;
        let fronted =
            matches!(text.low(start), "on" | "about" | "regarding" | "concerning" | "of" | "to" | "in" | "at" | "from");
        let subject = text.tag(at) == Tag::Prp && (text.tag(at + 1).is_finite() || text.tag(at + 1).is_adverb());
        fronted
            && subject
            && (start..at).contains(&t)
            && !(start + 1..at).any(|i| text.tag(i).is_verb() || text.tag(i) == Tag::Pos || text.quoted(i))
    }

    /// The body that the words of "it" at token `at` begin with, where it announces what that will do: "Kallis Shipping will sell two
    /// ferries, it announced".
    pub(super) fn plans_itself(&self, at: usize, found: &Found) -> Option<usize> {
        let text = self.text;
        let cue = found.cue.as_ref().filter(|c| c.start == at + 1)?;
        let plan =
            found.content.first().filter(|c| c.end <= at && text.sentence_at(c.start) == text.sentence_at(at))?;
        let announces =
            cue.clone().any(|i| ["announc", "promis", "pledg", "vow"].iter().any(|stem| text.low(i).starts_with(stem)));
        let verb = plan.clone().find(|i| text.tag(*i).is_finite() || text.tag(*i) == Tag::Md)?;
        let will = matches!(text.low(verb), "will" | "would") && text.low(verb + 1) != "be";
        if !announces || !will {
            return None;
        }
        let mut named: Vec<usize> = self.bearer[self.names_in(&(plan.start..verb))].iter().copied().flatten().collect();
        named.dedup();
        let [member] = named.as_slice() else { return None };
        (self.cast.members[*member].kind() == SourceKind::Organisation).then_some(*member)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of one text")]
    fn candidates(&self, at: usize, wanted: Wanted, speaker: Option<usize>, found: &Found) -> Vec<Candidate> {
        let text = self.text;
        let here = text.sentence_at(at);
        let quoted = text.quoted(at);
        let fronted = matches!(text.tag(text.sentence(at).start), Tag::Vbn | Tag::Vbd);
        let recent: Vec<usize> = self.readings.iter().rev().flatten().take(4).map(|r| r.member).collect();
        let named = self.cast.before(at, BACK).into_iter().map(|(t, member)| (t, member, false));
        let passed = self.cast.passed(at, BACK).iter().map(|(t, member)| (*t, *member, true));
        let mut before: Vec<(usize, usize, bool)> = named.chain(passed).collect();
        before.sort_unstable_by_key(|(t, member, in_passing)| (std::cmp::Reverse((*t, *member)), *in_passing));
        before.dedup_by_key(|(t, member, _)| (*t, *member));
        let linked = self.linked(at, &before);
        let topics: Vec<usize> = before.iter().filter(|(t, ..)| self.is_topic(*t, at)).map(|(_, m, _)| *m).collect();
        let mut out: Vec<Candidate> = Vec::new();
        for ((t, member, in_passing), linked) in before.into_iter().zip(linked) {
            if topics.contains(&member) || self.is_posted_on(t) {
                continue;
            }
            let apart = here.saturating_sub(text.sentence_at(t));
            let member = self.aliases.get(&member).copied().unwrap_or(member);
            let m = &self.cast.members[member];
            let fit = wanted.fit(m);
            // "wrote on Telegram. He posted": what it is written on is nobody.
            let platform = m.named && m.words.len() == 1 && is_medium(&m.words[0]);
            if platform && wanted != Wanted::Thing {
                continue;
            }
            // "Born in 1932, the daughter of a herring fisherman, she said": what she is is nobody else.
            let opens = text.word(t.wrapping_sub(1)) == "," || t == text.sentence(t).start;
            let told = in_passing && apart == 0 && opens && at > 0 && text.word(at - 1) == ",";
            if told && phrase_forward(text, t, at) == Some(at - 1) {
                continue;
            }
            if apart > SENTENCES || Some(member) == speaker || fit.is_none() && !wanted.misfits(m) {
                continue;
            }
            let subject = opens_clause(text, t);
            let same_quotation = match (text.quotation_from(at), text.quotation_from(t)) {
                (Some(q), Some(r)) => q.tokens == r.tokens,
                _ => false,
            };
            let near = apart < 4;
            if let Some(known) = out.iter_mut().find(|c| c.member == Some(member)) {
                let f = &mut known.features;
                f.mentions += 1.0;
                f.mentions_near += flag(near);
                f.link += linked;
                f.link_most = f.link_most.max(linked);
                f.subject_near = f.subject_near.max(flag(subject && near));
                f.same_quotation = f.same_quotation.max(flag(same_quotation));
                f.only_quoted *= flag(text.quoted(t) && !quoted);
                continue;
            }
            let last = self
                .last
                .filter(|(last, _)| *last == member)
                .map(|(_, place)| text.block_of(at).saturating_sub(text.block_of(place)));
            let read = recent.iter().position(|r| *r == member);
            let by = t.checked_sub(1).map(|b| if text.tag(b) == Tag::Dt && b > 0 { b - 1 } else { b });
            let kind = m.kind();
            let behind = (t..text.len()).find(|i| !text.tag(*i).is_noun());
            let qualifies = |i: &usize| {
                text.tag(*i).is_noun()
                    || text.tag(*i).is_adjective()
                    || matches!(text.tag(*i), Tag::Dt | Tag::PrpS | Tag::Cd)
            };
            let ahead = (text.sentence(t).start..t).rev().find(|i| !qualifies(i)).map(|i| text.tag(i));
            let passing = self.passing.get(&member).map(|words| words.start);
            let rank = out.len();
            let features = Features {
                fits: flag(fit.is_some_and(|f| f >= 1.0)),
                fits_barely: flag(fit.is_some_and(|f| f < 0.6) && matches!(wanted, Wanted::One(_))),
                misfits: flag(fit.is_none()),
                misfits_by: if fit.is_none() { m.she.abs() } else { 0.0 },
                gendered: flag(m.gender().is_some()),
                same_sentence: flag(apart == 0),
                one_back: flag(apart == 1),
                two_back: flag(apart == 2),
                few_back: flag((3..6).contains(&apart)),
                far_back: flag(apart > 5),
                subject: flag(subject),
                subject_here: flag(subject && apart == 0),
                subject_one_back: flag(subject && apart == 1),
                subject_near: flag(subject && near),
                same_block: flag(text.block_of(t) == text.block_of(at)),
                same_quotation: flag(same_quotation),
                quoted: flag(text.quoted(t)),
                only_quoted: flag(text.quoted(t) && !quoted),
                spoke_here: flag(last == Some(0)),
                spoke_before: flag(last == Some(1)),
                spoke_earlier: flag(last.is_some_and(|l| l > 1)),
                read_last: flag(read == Some(0)),
                read_second: flag(read == Some(1)),
                read_lately: flag(read.is_some_and(|r| r > 1)),
                is_source: flag(self.cast.spoke_at(t)),
                nearest: flag(rank == 0),
                second: flag(rank == 1),
                third: flag(rank == 2),
                distant: flag(rank > 4),
                named: flag(m.named),
                place: flag(m.is_place()),
                scene: flag(self.is_scene(t)),
                addressed: flag(found.addressee.as_ref().is_some_and(|a| a.contains(&t))),
                asks: flag(
                    fronted
                        && apart == 0
                        && by.is_some_and(|by| text.low(by) == "by")
                        && (t..at).any(|i| text.word(i) == ","),
                ),
                mentions: 1.0,
                mentions_near: flag(near),
                mentions_named: m.mentions as f32,
                opens_text: flag(text.sentence_at(m.first) < 3),
                possesses: flag(behind.is_some_and(|i| text.tag(i) == Tag::Pos)),
                governed: flag(ahead.is_some_and(|tag| matches!(tag, Tag::In | Tag::To))),
                object: flag(ahead.is_some_and(Tag::is_verb)),
                in_passing: flag(in_passing),
                organisation: flag(kind == SourceKind::Organisation),
                company: flag(m.looks.company > 0.5),
                outlet: flag(kind == SourceKind::Outlet),
                document: flag(kind == SourceKind::Document),
                state: flag(kind == SourceKind::State),
                group: flag(kind == SourceKind::Group),
                unnamed: flag(kind == SourceKind::Unnamed),
                plural: flag(m.plural),
                land: flag(m.is_land()),
                owned: flag(!m.named && (m.name.contains("'s ") || m.name.contains("’s "))),
                passing: flag(passing.is_some()),
                passing_owned: flag(passing.is_some_and(|p| text.tag(p) == Tag::PrpS)),
                passing_the: flag(passing.is_some_and(|p| text.low(p) == "the")),
                passing_many: flag(passing.is_some_and(|p| text.tag(p) == Tag::Nns)),
                link_most: linked,
                link: linked,
                ..Features::default()
            };
            out.push(Candidate { member: Some(member), features });
        }
        // "He complained twice, he said; the second time Ana told him": who says so himself is not brought in by what he says.
        let tells = !quoted
            && found.source.as_ref().is_some_and(|s| *s == (at..at + 1))
            && found.cue.as_ref().is_some_and(|c| c.start == at + 1);
        let below = self.named_below(at, wanted).filter(|_| !tells);
        out.extend(below.filter(|b| b.member != speaker && out.iter().all(|c| c.member != b.member)));
        // "They told me not to look": nobody has to be meant.
        out.push(Candidate { member: None, features: Features { nobody: 1.0, ..Features::default() } });
        let (opening, possessive) = (opens_clause(text, at), text.tag(at) == Tag::PrpS);
        for c in &mut out {
            c.features.finish(quoted, opening, possessive);
        }
        out
    }

    /// The first person behind token `at` who is brought in there: "He never taught anybody to load a rifle, Fergus Sweeney said".
    #[expect(clippy::cast_precision_loss, reason = "counts of one text")]
    fn named_below(&self, at: usize, wanted: Wanted) -> Option<Candidate> {
        let text = self.text;
        let here = text.sentence_at(at);
        let first = self.names.partition_point(|n| n.tokens.start <= at);
        let names = self.names.iter().enumerate().skip(first).take(BELOW);
        let mut names = names.filter_map(|(n, name)| Some((self.bearer[n]?, name.tokens.start)));
        let (member, t) = names.find(|(member, t)| {
            let m = &self.cast.members[*member];
            matches!(wanted, Wanted::One(_)) && m.first == *t && wanted.fit(m).is_some_and(|f| f >= 0.6)
        })?;
        if text.sentence_at(t) > here + 1 {
            return None;
        }
        let m = &self.cast.members[member];
        let features = Features {
            below: 1.0,
            fits: flag(wanted.fit(m).is_some_and(|f| f >= 1.0)),
            gendered: flag(m.gender().is_some()),
            same_sentence: flag(text.sentence_at(t) == here),
            same_block: flag(text.block_of(t) == text.block_of(at)),
            named: 1.0,
            mentions_named: m.mentions as f32,
            ..Features::default()
        };
        Some(Candidate { member: Some(member), features })
    }

    /// Whether what is named at token `t` is what something is published on: "The bulletin appeared on Telegram. It said that".
    fn is_posted_on(&self, t: usize) -> bool {
        let text = self.text;
        let alone = !text.tag(t + 1).is_name() && text.word(t).starts_with(char::is_uppercase);
        let on = matches!(text.low(t.wrapping_sub(1)), "on" | "via" | "over" | "through");
        t > 0 && alone && on && is_platform_word(text.low(t))
    }

    /// Whether the name at token `t` says where something is.
    fn is_scene(&self, t: usize) -> bool {
        let n = self.names.partition_point(|n| n.tokens.start < t);
        let lies =
            matches!(self.text.low(t.wrapping_sub(1)), "in" | "near" | "at" | "off" | "around" | "outside" | "across");
        lies && self.names.get(n).is_some_and(|n| n.tokens.start == t && n.looks.place >= 1.0)
    }

    /// How likely the trained reader takes the pronoun at token `at` and each mention in `before` for one source; noughts without it.
    fn linked(&self, at: usize, before: &[(usize, usize, bool)]) -> Vec<f32> {
        let Some(links) = self.links else { return vec![0.0; before.len()] };
        let tokens: Vec<(usize, usize)> = before.iter().map(|(t, ..)| (*t, *t)).collect();
        links.likely((at, at), &tokens)
    }

    /// Keeps a choice for those who learn from it.
    fn keep_choice(&mut self, at: usize, wanted: Wanted, candidates: &[Candidate]) {
        let Some(choices) = &mut self.choices else { return };
        let text = self.text;
        // Whom an earlier pronoun meant was a choice itself.
        let noun = |t: &usize| !matches!(text.tag(*t), Tag::Prp | Tag::PrpS);
        let start = |t: usize| text.tokens[t].start;
        let told = |c: &Candidate| Choosable {
            name: c.member.map_or_else(|| text.low(at).to_owned(), |m| self.cast.full_name(m)),
            mentions: c
                .member
                .map_or_else(Vec::new, |m| self.cast.mentions(m, at))
                .into_iter()
                .filter(noun)
                .map(start)
                .collect(),
            features: c.features.values(),
        };
        choices.push(Choice {
            at: text.bytes(at..at + 1),
            class: Class::NAMES[wanted.class() as usize],
            candidates: candidates.iter().map(told).collect(),
        });
    }

    /// Who a chosen candidate is: somebody spoken of in passing is named as if he were a source, once.
    pub(super) fn take(&mut self, member: usize, found: &Found) -> usize {
        // Naming one may choose another, "his brother's"; that one goes by its words alone.
        let Some(words) = self.passing.remove(&member).filter(|_| !self.naming) else { return member };
        // "the head of the locality" is not whom "the head" of something else would mean.
        let charge = self.text.low(words.end) == "in" && self.text.low(words.end + 1) == "charge";
        let of = charge || matches!(self.text.low(words.end), "of" | "for");
        let end = phrase_forward(self.text, words.start, self.text.sentence(words.start).end);
        let words = words.start..end.filter(|end| of && *end > words.end).unwrap_or(words.end);
        self.naming = true;
        self.introduced.insert(words.start, member);
        let named = self.description(words, found).member;
        self.naming = false;
        if named == member {
            self.cast.index(member);
        } else {
            self.aliases.insert(member, named);
        }
        named
    }
}

/// Whether token `t` is near the start of its clause, where subjects stand: "At the market, Ana Ruiz had heard".
pub(crate) fn opens_clause(text: &Text, t: usize) -> bool {
    let sentence = text.sentence(t);
    let fronted = matches!(text.tag(sentence.start), Tag::In | Tag::Rb | Tag::To);
    let stops = |i: &usize| text.tag(*i).is_verb() || text.tag(*i) == Tag::In;
    (sentence.start..t).rev().take(8).take_while(|i| !(fronted && text.word(*i) == ",")).find(stops).is_none()
}

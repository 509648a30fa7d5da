//! Who the sources are: from "he", "the ministry" or "HUR" to one name per source of the document.
//!
//! ```text
//! Ana Ruiz, mayor of Lindau, resigned. “I am tired,” the mayor said.
//! the mayor → Ana Ruiz (person, mayor of Lindau)
//! ```
//!
//! Each choice carries the stable id of its rule:
//!
//! | id | catches |
//! | --- | --- |
//! | `name` | Andrey Kovalenko said; Kovalenko said |
//! | `apposition` | the finance minister, Michal Orlik, said |
//! | `office` | the mayor said, where an earlier or later line names the mayor |
//! | `body` | the ministry said, the company said |
//! | `pronoun` | he said, its claim that |
//! | `relative` | the mayor, who said |
//! | `quoted-self` | I said, inside a quotation of somebody known |
//! | `outlet-self` | we have learned, this newspaper reported |
//! | `joint` | Ukraine and South Korea said |
//! | `description` | a crewman said, some residents said |
//! | `goes-on` | a sentence that goes on reporting with neither source nor cue |
//!
//! Names and their words are `names`', who bears them `cast`'s. When and where it was
//! said is none of this module's business.

mod again;
mod antecedent;
mod cast;
mod choice;
mod lexicon;
mod names;
#[cfg(test)]
mod tests;
mod unnamed;
mod whose;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use claims::{Alternative, Form, SourceKind};
use encoder::Links;

use self::again::ranks_apart;
pub(crate) use self::antecedent::opens_clause;
use self::antecedent::{Asks, Wanted};
use self::cast::{Cast, Member, Role, leaning, low_words};
pub(crate) use self::choice::{Class, Features};
use self::lexicon::{Sort, Sources, office};
use self::names::{Named, all_caps, head_of};
use self::unnamed::{asides, called_in_marks, is_thing, nameless, offices, opens_quality};
use self::whose::{named_for, sent_by, who_is_close};
use crate::attribution::{Found, is_medium, is_quoted_by, is_time_word, phrase_forward, subject_before};
use crate::learnt::Choice;
use crate::place::{Kind, PlaceMention};
use crate::text::{Tag, Text};

/// Who speaks, for one attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// The fullest name the document gives, without title or role; one for all mentions of the same source.
    pub name: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// The office, title or description the text gives it.
    pub role: Option<String>,
    /// The tokens that stand for the source here; `None` where no word does.
    pub mention: Option<Range<usize>>,
    /// The stable id of the rule that chose the name.
    pub rule: &'static str,
    /// Other sources it could have been, most likely first.
    pub alternatives: Vec<Alternative>,
    /// How often such a choice is right on the measuring data, from 0 to 1.
    pub confidence: f32,
}

/// Whether `range` calls an outlet by its name, a part of it or its letters: "The Herald", "HCD".
pub(crate) fn calls(text: &Text, range: &Range<usize>, outlet: &str) -> bool {
    let words: Vec<String> =
        outlet.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let named = range.start + usize::from(text.low(range.start) == "the")..range.end;
    if named.len() == 1 && all_caps(text.word(named.start)) && words.len() > 1 {
        let letters: String = words.iter().filter(|w| *w != "the").filter_map(|w| w.chars().next()).collect();
        return text.low(named.start) == letters;
    }
    let capital = |i: usize| text.word(i).starts_with(char::is_uppercase);
    !named.is_empty()
        && named.clone().all(|i| capital(i) && words.iter().any(|w| w == text.low(i)))
        && (words.last().is_some_and(|w| *w == text.low(named.end - 1))
            // "Meridian" of Meridian Wire, but "Kyiv" is a town before it is the Kyiv Post.
            || words.first().is_some_and(|w| *w == text.low(named.start))
                && !Sources::shipped().sort(text.low(named.start)).any(Sort::STATE))
}

/// Whether an attribution is a turn of a conversation: a name that opens a paragraph, a colon and what is said.
fn answers(text: &Text, found: &Found) -> bool {
    let (Some(source), Some(cue)) = (&found.source, &found.cue) else { return false };
    text.word(cue.end - 1) == ":" && cue.len() == 1 && text.opens_block(source.start)
}

/// How much less than a pronoun "the man" means somebody with a name, in scores that differ by some 2 (by hand: there are few to learn from).
const NAMELESS: f32 = 2.0;

/// How often anybody whom the text speaks of is meant by a pronoun: 95 of 100 sources are among the candidates.
const SOUND: f32 = 0.95;

/// The pronoun that a person goes with in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    She,
    He,
}

/// What sources are told by.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The document's outlet, who speaks where it says "we" or "this newspaper".
    pub outlet: Option<&'a str>,
    /// What the trained reader takes for mentions of one source.
    pub links: Option<&'a Links>,
    /// The places that the text names, in order.
    pub places: &'a [PlaceMention],
}

/// Who speaks in each of `found`; `None` where nobody is named or implied.
#[must_use]
pub fn voices(text: &Text, found: &[Found], around: Around) -> Vec<Option<Voice>> {
    let reader = read(text, found, around, None);
    (0..found.len()).map(|n| reader.voice(n)).collect()
}

/// Every choice of whom a pronoun means that telling the sources of `found` takes, in reading order.
#[must_use]
pub fn choices(text: &Text, found: &[Found], around: Around) -> Vec<Choice> {
    read(text, found, around, Some(Vec::new())).choices.unwrap_or_default()
}

fn read<'a, 't>(
    text: &'a Text<'t>,
    found: &[Found],
    around: Around<'a>,
    choices: Option<Vec<Choice>>,
) -> Reader<'a, 't> {
    let Around { outlet, links, places } = around;
    let mut names = names::names(text);
    lie_somewhere(text, &mut names, places);
    // "the Record" in the Harbour Record is no body that "the authority" may mean.
    if let Some(outlet) = outlet {
        let last = outlet.split(' ').next_back().unwrap_or_default().to_lowercase();
        let own = |name: &&mut Named| text.low(name.tokens.end - 1) == last && calls(text, &name.tokens, outlet);
        names.iter_mut().filter(own).for_each(|name| name.looks.outlet += 3.0);
    }
    let (mut cast, bearer) = Cast::of(text, &names);
    let nameless = nameless(text, &names);
    let spoken: HashSet<usize> = found.iter().filter_map(|f| f.source.as_ref()).map(|s| s.start).collect();
    let asides = asides(text, &names, &nameless, &spoken);
    let introduced = cast.introduce(nameless);
    cast.meet(offices(text, &names));
    let passing = cast.pass(asides);
    let mut reader = Reader {
        text,
        names,
        bearer,
        cast,
        introduced,
        passing,
        aliases: HashMap::new(),
        named_below: HashMap::new(),
        naming: false,
        answering: None,
        outlet,
        links,
        lands: lands(text, places),
        readings: Vec::with_capacity(found.len()),
        heard_at: HashMap::new(),
        relays: found
            .iter()
            .map(|f| f.rule == "quoted" || f.cue.as_ref().is_some_and(|c| text.low(c.start) == "according"))
            .collect(),
        answers: found.iter().map(|f| answers(text, f)).collect(),
        quoting: found.iter().map(|f| f.cue.as_ref().is_some_and(|cue| is_quoted_by(text, cue))).collect(),
        last: None,
        asks: None,
        choices,
    };
    reader.look_below(found);
    for f in found {
        let reading = reader.read(f);
        reader.keep(f, reading);
    }
    reader.link_bare();
    reader.link_named();
    reader
}

/// The country of each country and capital, by its first token: from elsewhere anybody may speak.
fn lands(text: &Text, places: &[PlaceMention]) -> HashMap<usize, (&'static str, bool)> {
    let land = |p: &PlaceMention| {
        let place = p.resolved.as_ref().filter(|r| matches!(r.kind, Kind::Country | Kind::Capital))?;
        Some((text.tokens_in(p.range.clone()).start, (place.country?, place.kind == Kind::Country)))
    };
    places.iter().filter_map(land).collect()
}

/// Lets names that are those of places look like it, unless they look like somebody.
fn lie_somewhere(text: &Text, names: &mut [Named], places: &[PlaceMention]) {
    let mut places = places.iter().filter(|p| !p.actor).peekable();
    for name in names {
        let own = text.bytes(name.tokens.clone());
        while places.next_if(|p| p.range.start < own.start).is_some() {}
        let l = &mut name.looks;
        if places.peek().is_some_and(|p| p.range == own) && l.person < 1.0 && l.organisation < 1.5 && l.outlet < 1.0 {
            l.place += 1.0;
        }
    }
}

/// A choice of who is meant by a mention.
#[derive(Clone, Debug)]
struct Reading {
    member: usize,
    mention: Range<usize>,
    rule: &'static str,
    /// Others it could have been, with how likely each was held.
    others: Vec<(usize, f32)>,
    confidence: f32,
}

struct Reader<'a, 't> {
    text: &'a Text<'t>,
    names: Vec<Named>,
    bearer: Vec<Option<usize>>,
    cast: Cast,
    /// Whom a description brings in without a name, by its first token: "a soldier".
    introduced: HashMap<usize, usize>,
    /// Those spoken of in passing, by their number, with the words that do; no source yet.
    passing: HashMap<usize, Range<usize>>,
    /// Those described or spoken of in passing who were somebody else of the cast.
    aliases: HashMap<usize, usize>,
    /// Those described first and named below, by the first token of the description.
    named_below: HashMap<usize, usize>,
    /// Whether one of them is being named.
    naming: bool,
    /// Who answers under "A:", once somebody has.
    answering: Option<usize>,
    outlet: Option<&'a str>,
    links: Option<&'a Links>,
    /// The country of each country and capital that the text names, by its first token, and whether it is the country itself.
    lands: HashMap<usize, (&'static str, bool)>,
    /// One for each attribution read so far.
    readings: Vec<Option<Reading>>,
    /// The last of them at each first token of who speaks.
    heard_at: HashMap<usize, usize>,
    /// Whether each attribution passes on another's words: "according to", "quoted it as saying".
    relays: Vec<bool>,
    /// Whether each is what stands behind a name line: "RUIZ: I do not know."
    answers: Vec<bool>,
    /// Whether each is an outlet's in which somebody "was quoted by" it.
    quoting: Vec<bool>,
    /// The last voice that was no voice within another, and where it spoke.
    last: Option<(usize, usize)>,
    /// Who spoke last to somebody whom a pronoun stands for.
    asks: Option<Asks>,
    /// Every choice of whom a pronoun means, where somebody asks for them.
    choices: Option<Vec<Choice>>,
}

impl Reader<'_, '_> {
    fn read(&mut self, found: &Found) -> Option<Reading> {
        let Some(source) = found.source.clone().filter(|s| !s.is_empty()) else {
            let goes_on = found.cue.is_none() || found.form == Form::Continued;
            let (member, at) = self.last.filter(|_| goes_on)?;
            return Some(Reading { member, mention: at..at + 1, rule: "goes-on", others: Vec::new(), confidence: 0.6 });
        };
        // A source shared with an earlier cue is whoever it was there, and so is that of a half, which comes behind all others.
        if let Some(same) = self.heard_at.get(&source.start).and_then(|n| self.readings[*n].as_ref())
            && same.mention == source
        {
            return Some(same.clone());
        }
        if found.shared
            && let Some(Some(same)) = self
                .readings
                .iter()
                .rev()
                .take(12)
                .find(|r| r.as_ref().is_some_and(|r| r.mention.start == source.start || r.mention == source))
        {
            return Some(same.clone());
        }
        let whole = self.with_apposition(&source, found);
        let mut reading = self.mention(whole, found, 3)?;
        reading.mention = source;
        Some(reading)
    }

    /// "The chairman" of "The chairman, retired judge Sir Peter Hallam, said": with the name that stands before the cue.
    fn with_apposition(&self, source: &Range<usize>, found: &Found) -> Range<usize> {
        let text = self.text;
        if let Some(end) = self.named_behind(source).or_else(|| self.called_behind(source)) {
            return source.start..end;
        }
        let cue = found.cue.as_ref().filter(|c| c.start > source.end + 1 && text.word(source.end) == ",");
        let pronoun = source.len() == 1 && matches!(text.low(source.start), "he" | "she");
        if let Some(cue) = cue.filter(|_| pronoun)
            && let Some(n) = self.brought_by(source.end)
            && self.names[n].tokens.end <= cue.start
            && text.word(self.names[n].tokens.end) == ","
        {
            return source.start..self.names[n].tokens.end;
        }
        let Some(cue) = cue.filter(|_| tells_office(text, source.clone())) else { return source.clone() };
        let start = text.sentence(source.start).start;
        if let Some(whole) =
            subject_before(text, start, cue.start).filter(|w| w.start == source.start && w.end > source.end)
        {
            return whole;
        }
        // "The governor of Nampula, Estêvão Machava – no relation to the agency chief – thinks".
        let n = self.names.partition_point(|n| n.first() <= source.end);
        let next = self.names.get(n).filter(|n| {
            let first = if n.title.is_empty() { n.tokens.start } else { n.title.start };
            // "the only survivor, deckhand Ewan Gillies,".
            let first = n.role.as_ref().filter(|r| r.end == first && r.start > source.end).map_or(first, |r| r.start);
            let closes = matches!(text.word(n.tokens.end), "," | "–" | "—" | "(");
            first == source.end + 1 && n.tokens.end < cue.start && closes && n.looks.state < 1.0 && n.looks.place < 1.0
        });
        next.map_or_else(|| source.clone(), |n| source.start..n.tokens.end)
    }

    /// The name that begins, with its title, right behind token `comma`.
    fn brought_by(&self, comma: usize) -> Option<usize> {
        let n = self.names.partition_point(|n| n.first() <= comma);
        self.names.get(n).filter(|n| n.first() == comma + 1).map(|_| n)
    }

    /// Where the name ends whose role the source is, behind a comma: "said the rabbi, David Altaras."
    fn called_behind(&self, source: &Range<usize>) -> Option<usize> {
        let text = self.text;
        if text.word(source.end) != "," || !self.names_in(source).is_empty() {
            return None;
        }
        let name = &self.names[self.brought_by(source.end)?];
        let body = source.start + usize::from(matches!(text.tag(source.start), Tag::Dt | Tag::PrpS));
        let closes = matches!(text.word(name.tokens.end), "," | "." | "(" | ";" | ":" | "–" | "—");
        let told = name.role.as_ref().is_some_and(|r| r.start >= body && r.end == source.end);
        (told && closes && name.looks.person > 1.0).then_some(name.tokens.end)
    }

    /// Where the name ends that a comma brings behind "one of them", "the other" or "one who voted against": "said one of them, Ana
    /// Ruiz, a locksmith", "the other, a student who gave only her first name, Ana,".
    fn named_behind(&self, source: &Range<usize>) -> Option<usize> {
        const FAR: usize = 12;
        let text = self.text;
        let one = matches!(text.low(source.start), "one" | "another")
            || text.low(source.start) == "the" && matches!(text.low(source.start + 1), "other" | "first" | "second");
        let sentence = text.sentence(source.start);
        let comma = match text.low(source.end) {
            "," => source.end,
            // "one who voted against, Ana Ruiz,".
            "who" | "of" | "in" => (source.end..sentence.end.min(source.end + FAR)).find(|i| text.word(*i) == ",")?,
            _ => return None,
        };
        if !one || !self.names_in(source).is_empty() {
            return None;
        }
        let n = self.names.partition_point(|n| n.first() <= comma);
        let name = self.names.get(n).filter(|n| n.tokens.end <= sentence.end && n.tokens.start < comma + FAR)?;
        let first = if name.title.is_empty() { name.tokens.start } else { name.title.start };
        let closes =
            matches!(text.word(name.tokens.end), "," | "." | "(" | "–" | "—") || name.tokens.end == sentence.end;
        let near = first == comma + 1 && name.looks.state < 1.0 && name.looks.place < 1.0;
        let given = text.word(first - 1) == "," && text.low(first.wrapping_sub(2)) == "name";
        (closes && (near || given)).then_some(name.tokens.end)
    }

    fn keep(&mut self, found: &Found, reading: Option<Reading>) {
        if let Some(r) = &reading {
            let at = r.mention.start;
            self.cast.note(at, r.member);
            if found.parent.is_none() || self.is_quoted_by(found) {
                self.last = Some((r.member, at));
            }
            self.own_pronoun(found, r.member);
            self.learn_gender(found, r);
            self.keep_asking(found, r.member);
        }
        if let Some(r) = &reading {
            self.heard_at.insert(r.mention.start, self.readings.len());
        }
        self.readings.push(reading);
    }

    /// Whether somebody "was quoted by the Chronicle as saying" it: what follows is still theirs.
    fn is_quoted_by(&self, found: &Found) -> bool {
        found.parent.is_some_and(|p| self.quoting.get(p).is_some_and(|quoting| *quoting))
    }

    /// "wrote on his Telegram": a possessive in the cue tells how the speaker is spoken of.
    fn own_pronoun(&mut self, found: &Found, member: usize) {
        let Some(cue) = &found.cue else { return };
        // "complains a soldier to his wife".
        let told =
            found.addressee.as_ref().filter(|a| a.len() > 1 && self.text.tag(a.start + 1).is_noun()).map(|a| a.start);
        for i in cue.clone().chain(told) {
            let lean = match self.text.low(i) {
                "his" => -1.0,
                "her" => 1.0,
                _ => continue,
            };
            let member = &mut self.cast.members[member];
            if member.gender().is_none() && member.is_person() {
                member.she += lean;
            }
        }
    }

    /// Who is meant by the noun phrase or pronoun in `range`.
    fn mention(&mut self, range: Range<usize>, found: &Found, depth: usize) -> Option<Reading> {
        let text = self.text;
        let mut range = trim(text, range);
        // "posted in the name of the Red Ledger".
        let name_of = |i: usize| text.low(i) == "name" && text.low(i + 1) == "of" && i + 2 < range.end;
        if let Some(of) = (range.start..range.end.min(range.start + 2)).find(|i| name_of(*i)) {
            range.start = of + 2;
        }
        if range.is_empty() || depth == 0 {
            return None;
        }
        // "has collected 31,000 signatures under a petition demanding that": it is the petition that demands it.
        let signed = |i: &usize| text.low(*i) == "petition" && *i > range.start;
        if head_of(text, range.clone()).is_some_and(|h| matches!(text.low(h), "signatures" | "names"))
            && let Some(petition) = range.clone().find(signed)
        {
            range.start = petition - usize::from(text.tag(petition - 1) == Tag::Dt);
        }
        // The reader may have cut the name's beginning off: "Banian of Port Louis" of Assurances Banian.
        if let Some(name) = self.name_across(range.start) {
            range.start = name;
        }
        let first = range.start;
        let low = text.low(first);
        let pronoun =
            matches!(low, "he" | "she" | "it" | "they" | "we" | "i" | "you" | "him" | "her" | "them" | "us" | "me")
                && !(low != "i" && all_caps(text.word(first)));
        // "He, Vikram Sethi, denies it".
        if matches!(low, "he" | "she")
            && text.word(first + 1) == ","
            && let Some(n) = self.brought_by(first + 1)
            && (self.names[n].tokens.end == range.end
                || self.names[n].tokens.end < range.end && text.word(self.names[n].tokens.end) == ",")
            && let Some(member) = self.bearer[n]
        {
            return Some(Reading { member, mention: range, rule: "apposition", others: Vec::new(), confidence: 0.8 });
        }
        // "Her late husband" is not she.
        let owns = low == "her" && range.len() > 1 && text.tag(first) == Tag::PrpS;
        if pronoun && !owns && (range.len() == 1 || !text.tag(first + 1).is_noun()) {
            return self.pronoun(range, found);
        }
        if text.tag(first) == Tag::PrpS && range.len() == 1 {
            return self.pronoun(range, found);
        }
        if range.len() == 1 && matches!(low, "who" | "which" | "that" | "whose") {
            return self.relative(range, found, depth);
        }
        if range.len() == 1
            && text.word(range.end) == ":"
            && text.opens_block(first)
            && let Some(turn) = self.turn(&range)
        {
            return Some(turn);
        }
        if range.len() < 3
            && matches!(text.low(range.end - 1), "former" | "latter")
            && let Some(member) = self.one_of_two(&range, found)
        {
            return Some(Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.6 });
        }
        if self.is_outlet_self(&range) {
            let member = self.outlet_member(first)?;
            return Some(Reading { member, mention: range, rule: "outlet-self", others: Vec::new(), confidence: 0.8 });
        }
        // "…, specified there": those just heard, in translated English.
        if low == "there" && range.len() == 1 {
            let (member, _) = self.last?;
            return Some(Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.4 });
        }
        if low == "the"
            && range.len() == 2
            && text.low(first + 1) == "other"
            && let Some(other) = self.one_of_them(&range)
        {
            return Some(other);
        }
        // "A fourth doubts it".
        if low == "a"
            && unnamed::is_another(text, range.clone())
            && let Some(member) = self.introduced.get(&first).copied()
        {
            return Some(Reading { member, mention: range, rule: "description", others: Vec::new(), confidence: 0.6 });
        }
        if matches!(low, "one" | "another")
            && (range.len() == 1 || matches!(text.low(first + 1), "," | "who"))
            && self.names_in(&range).is_empty()
            && let Some(one) = self.one_of_them(&range)
        {
            return Some(one);
        }
        if range.len() < 3 && matches!(low, "nobody" | "none" | "no-one" | "no" | "nothing") {
            return None;
        }
        // The age behind a name without the name: "Sutarno, 54, a fisherman".
        if text.tag(first) == Tag::Cd && first > 1 && text.low(first - 1) == "," && text.word(first + 1) == "," {
            let n = self.names.partition_point(|n| n.tokens.end < first - 1);
            if let Some(member) =
                self.names.get(n).filter(|n| n.tokens.end == first - 1).and(self.bearer.get(n).copied().flatten())
                && self.cast.members[member].is_person()
            {
                return Some(Reading {
                    member,
                    mention: range,
                    rule: "apposition",
                    others: Vec::new(),
                    confidence: 0.8,
                });
            }
        }
        if let Some(joint) = self.joint(&range, found, depth) {
            return Some(joint);
        }
        // "one of them, a teacher": that is what he goes by.
        let them = range.len() > 5
            && low == "one"
            && text.low(first + 1) == "of"
            && matches!(text.low(first + 2), "them" | "these" | "those" | "us")
            && text.word(first + 3) == ","
            && matches!(text.low(first + 4), "a" | "an");
        let lies = |n: usize| matches!(text.low(self.names[n].first() - 1), "from" | "in" | "near" | "at" | "of");
        if them && self.names_in(&range).all(lies) {
            return Some(self.description(first + 4..range.end, found));
        }
        // "the 22-year-old from Freetown": a town is nobody.
        let aged = low == "the"
            && text.low(first + 1).ends_with("-year-old")
            && !matches!(text.word(base_end(text, &range)), ",");
        if let Some(named) = if aged { None } else { self.named(&range) } {
            // "An engineer called by the defence, Hillary Mutai,": he is no other engineer.
            if let Some(id) = self.introduced.get(&range.start).copied().filter(|id| *id != named.member) {
                self.aliases.insert(id, named.member);
            }
            return Some(named);
        }
        Some(self.description(range, found))
    }

    /// Who asks and who answers under "Q:" and "A:": the outlet, and whom the text names most.
    fn turn(&mut self, range: &Range<usize>) -> Option<Reading> {
        let text = self.text;
        let at = range.start;
        let reading =
            |member| Reading { member, mention: at..at + 1, rule: "office", others: Vec::new(), confidence: 0.5 };
        match text.word(at) {
            "Q" | "Question" => self.outlet_member(at).map(reading),
            "A" | "Answer" => {
                let asks = |first: usize| matches!(text.word(first), "Q" | "Question") && text.word(first + 1) == ":";
                if self.answering.is_none() && text.sentences.iter().any(|s| asks(s.tokens.start)) {
                    self.answering = Some(self.interviewee(at));
                }
                self.answering.map(reading)
            }
            _ => None,
        }
    }

    /// The person whom a conversation is held with: whom the text names most before token `at`, if anybody.
    fn interviewee(&mut self, at: usize) -> usize {
        let persons = (0..self.cast.members.len()).filter(|m| {
            let member = &self.cast.members[*m];
            member.named && member.is_person() && member.looks.person > 1.0 && member.first < at
        });
        let most = persons.max_by_key(|m| (self.cast.members[*m].mentions, std::cmp::Reverse(*m)));
        most.unwrap_or_else(|| {
            let member = Member {
                name: "interviewee".to_owned(),
                words: vec!["interviewee".to_owned()],
                kind: Some(SourceKind::Unnamed),
                human: true,
                first: at,
                mentions: 1,
                ..Member::default()
            };
            self.cast.describe(member, "interviewee")
        })
    }

    /// "said one" behind "the drivers": a driver; "the other", "another" behind "a driver": one more of them.
    fn one_of_them(&mut self, range: &Range<usize>) -> Option<Reading> {
        const BACK: usize = 60;
        let text = self.text;
        let at = range.start;
        let another = text.low(at) == "another";
        let some = |i: &usize| {
            let low = text.low(*i);
            let human = is_human(low) || matches!(low, "officials" | "sources" | "residents" | "diplomats" | "aides");
            let single =
                another && text.tag(*i) == Tag::Nn && matches!(text.low(i.wrapping_sub(1)), "a" | "an" | "one");
            (text.tag(*i) == Tag::Nns || single) && !text.quoted(*i) && human
        };
        let of = (at.saturating_sub(BACK)..at).rev().find(some)?;
        // "reads one entry. Another notes": no colleague of those named before.
        let thing = |i: usize| text.low(i) == "one" && text.tag(i + 1) == Tag::Nn && !is_human(text.low(i + 1));
        if another && (of..at).any(thing) {
            return None;
        }
        let low = text.low(of);
        let one = match low.strip_suffix("men") {
            _ if text.tag(of) == Tag::Nn => low.to_owned(),
            Some(stem) => format!("{stem}man"),
            None => low.strip_suffix('s')?.to_owned(),
        };
        // "two former employees", "one": a former employee.
        let one_so = match of.checked_sub(1).map(|i| text.low(i)) {
            Some(how @ ("former" | "retired" | "local" | "senior")) => format!("{how} {one}"),
            _ => one.clone(),
        };
        let name = match text.low(range.end - 1) {
            _ if another => format!("another {one_so}"),
            "other" if range.len() > 1 => format!("other {one_so}"),
            _ => one_so,
        };
        let member = Member {
            name,
            words: vec![one.clone()],
            kind: Some(SourceKind::Unnamed),
            she: leaning(Sources::shipped().noun(&one), 2.0),
            human: true,
            first: at,
            mentions: 1,
            ..Member::default()
        };
        let member = self.cast.describe(member, &one);
        Some(Reading { member, mention: range.clone(), rule: "description", others: Vec::new(), confidence: 0.6 })
    }

    /// "this newspaper", "The Skeleton Coast Times has learned".
    fn is_outlet_self(&self, range: &Range<usize>) -> bool {
        let text = self.text;
        let sort = Sources::shipped().sort(text.low(range.end - 1));
        range.len() == 2 && text.low(range.start) == "this" && sort.any(Sort::OUTLET_NOUN)
            || range.len() == 2
                && text.low(range.start) == "our"
                && matches!(text.low(range.start + 1), "newsroom" | "correspondent")
            || self.outlet.is_some_and(|outlet| calls(text, range, outlet))
    }

    /// The document's outlet as a member of the cast.
    fn outlet_member(&mut self, at: usize) -> Option<usize> {
        let outlet = self.outlet?;
        if let Some(id) = self.cast.described(outlet) {
            return Some(id);
        }
        let member = Member {
            name: outlet.to_owned(),
            words: vec![outlet.to_owned()],
            kind: Some(SourceKind::Outlet),
            first: at,
            ..Member::default()
        };
        Some(self.cast.describe(member, "@outlet"))
    }

    /// The names that stand wholly within `range`.
    fn names_in(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.names.partition_point(|n| n.tokens.start < range.start);
        let end = self.names.partition_point(|n| n.tokens.end <= range.end);
        start..end.max(start)
    }

    /// "Ukraine and South Korea": two that speak as one.
    fn joint(&mut self, range: &Range<usize>, found: &Found, depth: usize) -> Option<Reading> {
        let text = self.text;
        let inside: Vec<Range<usize>> = self.names_in(range).map(|n| self.names[n].tokens.clone()).collect();
        let and = range.clone().find(|i| {
            matches!(text.low(*i), "and" | "&") && !inside.iter().any(|n| n.contains(i)) && *i > range.start
        })?;
        let (mut left, right) = (range.start..and, and + 1..range.end);
        if left.len() > 1 && text.low(left.end - 1) == "," {
            left.end -= 1;
        }
        // A coordination below a preposition or inside an apposition joins no speakers.
        if left.clone().any(|i| {
            matches!(text.tag(i), Tag::In | Tag::To | Tag::Wp | Tag::Wdt) && !inside.iter().any(|n| n.contains(&i))
        }) || text.low(range.start) == "both" && left.len() == 1
        {
            return None;
        }
        let speaks = |r: &Range<usize>| {
            let head = head_of(text, r.clone());
            head.is_some_and(|h| {
                text.tag(h).is_name()
                    || Sources::shipped().noun(text.low(h)) != Sort::default()
                    || text.tag(h) == Tag::Nns
            })
        };
        let commas = left.clone().filter(|i| text.low(*i) == ",").count();
        if !speaks(&left) || !speaks(&right) || commas > 0 && !inside.iter().any(|n| n.start == left.start) {
            return None;
        }
        // "Ana Ruiz, a lawmaker and a cousin of the mayor": what stands behind the comma is all of one apposition.
        let comma = left.clone().find(|i| text.low(*i) == ",");
        if comma.is_some_and(|c| {
            c + 1 < left.end
                && c > left.start
                && inside.iter().any(|n| n.end == c)
                && matches!(text.tag(c + 1), Tag::Dt | Tag::PrpS)
                && text.low(left.end) != ","
                && !inside.iter().any(|n| right.contains(&n.start))
        }) {
            return None;
        }
        // "Mayor and river agency at odds": one of them is a body.
        let body = |r: &Range<usize>| {
            let sort = head_of(text, r.clone()).map_or_else(Sort::default, |h| Sources::shipped().noun(text.low(h)));
            sort.any(Sort::ORGANISATION) && !sort.any(Sort::OFFICE.or(Sort::ROLE))
        };
        let two = body(&left) != body(&right);
        // "the mayor and chief of police": one person with two offices.
        let named = |r: &Range<usize>| inside.iter().any(|n| n.start >= r.start && n.end <= r.end);
        let plural =
            |r: &Range<usize>| head_of(text, r.clone()).is_some_and(|h| matches!(text.tag(h), Tag::Nns | Tag::Nnps));
        if !two
            && !named(&left)
            && !plural(&left)
            && !matches!(text.tag(right.start), Tag::Dt | Tag::PrpS)
            && !named(&right)
        {
            return None;
        }
        let a = self.mention(left, found, depth - 1)?;
        let b = self.mention(right, found, depth - 1)?;
        if a.member == b.member {
            return Some(a);
        }
        let (x, y) = (&self.cast.members[a.member], &self.cast.members[b.member]);
        let kind = match (x.kind(), y.kind()) {
            (p, q) if p == q && p != SourceKind::Person => p,
            _ => SourceKind::Group,
        };
        let name = format!("{} and {}", self.cast.full_name(a.member), self.cast.full_name(b.member));
        let key = name.to_lowercase();
        let member = self.cast.described(&key).unwrap_or_else(|| {
            let member = Member {
                name,
                words: vec![key],
                kind: Some(kind),
                plural: true,
                first: range.start,
                mentions: 1,
                ..Member::default()
            };
            self.cast.describe(member, "@joint")
        });
        Some(Reading {
            member,
            mention: range.clone(),
            rule: "joint",
            others: Vec::new(),
            confidence: a.confidence.min(b.confidence),
        })
    }

    /// A name that is the head of the phrase, or stands for it in an apposition.
    fn named(&mut self, range: &Range<usize>) -> Option<Reading> {
        let text = self.text;
        let base = base_end(text, range);
        // "The ministry, through its spokeswoman, Hassina Ouali,", "The council, whose chairman, Detlef Jahnke, learned": those of
        // whom it is said that they are its own are not who speaks.
        let through =
            (base..range.end).find(|i| text.word(i - 1) == "," && matches!(text.low(*i), "whose" | "through"));
        let range = &(range.start..through.unwrap_or(range.end));
        let inside = self.names_in(range);
        if inside.is_empty() {
            // The source may hold only the end of a longer name.
            let n = self.names.partition_point(|n| n.tokens.start < range.start).checked_sub(1)?;
            let name = &self.names[n];
            let member = self.bearer[n].filter(|_| name.tokens.end == range.end && name.tokens.start < range.start)?;
            return Some(Reading { member, mention: range.clone(), rule: "name", others: Vec::new(), confidence: 0.7 });
        }
        let reading =
            |member, rule, confidence| Reading { member, mention: range.clone(), rule, others: Vec::new(), confidence };
        // "a person close to the president, Ana Ruiz": it is the president who has the name.
        if is_withheld(text, range.start..base) && matches!(text.low(base), "close" | "familiar" | "near" | "briefed") {
            return None;
        }
        let (mut behind, mut apposition) = (None, None);
        for n in inside {
            let name = &self.names[n];
            let Some(member) = self.bearer[n] else { continue };
            let (start, end) = (name.tokens.start, name.tokens.end);
            let possessive = text.tag(end) == Tag::Pos && end + 1 < range.end;
            let covers = end == base || end > base && start < base;
            if covers && let Some(holder) = self.holder_behind(n, range) {
                if let Some(head) = head_of(text, range.start..end) {
                    self.take_role(holder, range.start..end, head);
                }
                return Some(reading(holder, "apposition", 0.9));
            }
            // "while doctor Manta counts 31": what stands behind the source is its cue, and no noun.
            if covers && !possessive && (!name.qualifies || end == range.end) {
                let certain = if name.tokens.len() > 1 { 0.95 } else { 0.9 };
                let rule = if name.role.as_ref().is_some_and(|r| r.end < start && r.start >= range.start) {
                    "apposition"
                } else {
                    "name"
                };
                return Some(reading(member, rule, certain));
            }
            if start > base && behind.is_none() && !possessive {
                behind = Some((n, member));
            }
            // "One of the passengers, nursing student Heidy Orozco,": a name behind a comma and what its bearer is.
            if start > base && apposition.is_none() && !possessive && !name.qualifies && self.apposed(n, range, base) {
                apposition = Some((n, member));
            }
        }
        // "A pilot who keeps the blog Night Shift under the call sign Hoopoe".
        let called = |n: usize| {
            let start = self.names[n].first();
            self.bearer[n].filter(|_| self.names[n].tokens.start > base && self.goes_by(range.start, start))
        };
        if apposition.is_none()
            && let Some(member) = self.names_in(range).find_map(called)
        {
            let head = head_of(text, range.start..base).filter(|h| is_human(text.low(*h)) && !is_plural(text, *h));
            let verb = (base..range.end).find(|i| text.tag(*i).is_finite()).map_or("", |i| text.low(i));
            // "a pilot who keeps the blog Night Shift" is a blogger as well.
            let plain =
                matches!(verb, "" | "known" | "gave" | "gives" | "goes" | "went" | "asked" | "calls" | "called");
            if let Some(head) = head.filter(|_| plain) {
                self.take_role(member, range.start..base, head);
            }
            return Some(reading(member, "apposition", 0.9));
        }
        // "in his address, the president of the club, Ana Ruiz": what a comma brings last is who speaks.
        let said_so = apposition.is_some();
        let (n, member) = apposition
            .or_else(|| behind.filter(|(n, _)| text.low(self.names[*n].first().wrapping_sub(1)) == ","))
            .or_else(|| {
                let n = self.names_in(range).end.checked_sub(1)?;
                Some((n, self.bearer[n]?)).filter(|(n, _)| self.closes_description(*n, range, base))
            })
            .or_else(|| {
                // "the mayor of Lymany Vitalii Bondar": of two names behind a description, the last is whose it is.
                let n = self.names_in(range).end.checked_sub(1)?;
                let last = &self.names[n];
                let heads = tells_office(text, range.start..base);
                Some((n, self.bearer[n]?)).filter(|_| heads && last.looks.person > 1.0 && last.tokens.end == range.end)
            })
            .or(behind)?;
        let name = &self.names[n];
        let start = name.first();
        let head = head_of(text, range.start..base).or(said_so.then(|| base - 1))?;
        let sort = Sources::shipped().noun(text.low(head));
        let apposed = said_so
            || text.low(base) == "," && start == base + 1
            || name.role.as_ref().is_some_and(|r| r.contains(&head))
            || self.closes_description(n, range, base);
        // "the spokesperson for the ministry Sabrina Singh".
        let closing = name.tokens.end == range.end
            && (name.looks.person > 1.0 || name.tokens.len() > 1 && text.tag(start - 1) == Tag::Nn)
            && sort.any(Sort::OFFICE.or(Sort::ROLE))
            && !range.clone().any(|i| text.low(i) == ",")
            && text.tag(start - 1) != Tag::In
            && text.tag(start - 1) != Tag::Dt
            && !named_for(text, start - 1, name);
        let says_who =
            sort.any(Sort::OFFICE.or(Sort::ROLE).or(Sort::ORGANISATION).or(Sort::COMPANY).or(Sort::OUTLET_NOUN));
        (apposed || closing).then(|| reading(member, "apposition", 0.9)).inspect(|_| {
            if says_who || text.low(head) == "counterpart" {
                self.take_role(member, range.start..base, head);
            }
        })
    }

    /// Whether the name at token `start` is what somebody described from `first` on goes by: "one of them, who gave his name only as
    /// Lassina", "an Afghan who asked to be called Farid".
    fn goes_by(&self, first: usize, start: usize) -> bool {
        const BACK: usize = 6;
        let text = self.text;
        let quote = |i: &usize| matches!(text.word(*i), "“" | "\"" | "«" | "‘" | "'") || text.low(*i) == "the";
        let Some(i) = (first..start).rev().find(|i| !quote(i)) else { return false };
        match text.low(i) {
            "called" | "named" | "dubbed" | "nicknamed" | "callsign" | "sign" | "pseudonym" => i > first,
            "himself" | "herself" | "itself" | "themselves" => i > first && text.low(i - 1).starts_with("call"),
            // "who gave only her first name, Mira".
            "," | "of" => i > first + 1 && text.low(i - 1) == "name",
            "as" => (first.max(i.saturating_sub(BACK))..i).any(|i| {
                matches!(
                    text.low(i),
                    "known"
                        | "saved"
                        | "identified"
                        | "identifies"
                        | "introduced"
                        | "name"
                        | "names"
                        | "himself"
                        | "herself"
                        | "themselves"
                )
            }),
            _ => false,
        }
    }

    /// Whom the comma behind an office written like a name brings: "The Harbour Master, Mrs. Annette Gaudet,".
    fn holder_behind(&self, n: usize, range: &Range<usize>) -> Option<usize> {
        let text = self.text;
        let comma = self.names[n].tokens.end;
        let office = |i: usize| Sources::shipped().noun(text.low(i)).any(Sort::OFFICE.or(Sort::ROLE));
        let name = self.names.get(n + 1).filter(|name| name.tokens.end <= range.end && !name.qualifies)?;
        let start = name.first();
        // "Honourable", "Barrister" and the like may stand between.
        let titles = (comma + 1..start).all(|i| text.word(i).starts_with(char::is_uppercase));
        let closes = name.tokens.end == range.end || matches!(text.word(name.tokens.end), "," | "(" | "–" | "—");
        let brings = text.word(comma) == "," && start > comma && start - comma < 4 && titles && closes;
        let holder = self.bearer[n + 1].filter(|_| brings && self.names[n].tokens.clone().any(office))?;
        let member = &self.cast.members[holder];
        (member.is_person() && !member.is_place()).then_some(holder)
    }

    /// Where the titles, trades and qualities before a name begin, at `floor` or behind it: "retired judge Sir" Peter Hallam.
    fn opening(&self, name: &Named, floor: usize) -> usize {
        let text = self.text;
        let mut start = name.first();
        while start > floor
            && (text.tag(start - 1).is_adjective()
                || matches!(text.tag(start - 1), Tag::Nn | Tag::Dt | Tag::Vbn)
                || text.low(start - 1) == "retired"
                || self.names_in(&(start - 1..start)).next().is_some_and(|n| self.names[n].qualifies))
        {
            start -= 1;
        }
        start
    }

    /// Whether nothing but titles, trades and qualities stands between a comma of `range` and name `n`, and nothing but commas, ages and
    /// prepositions behind it; a place says where something is, not who it is.
    fn apposed(&self, n: usize, range: &Range<usize>, base: usize) -> bool {
        let text = self.text;
        let name = &self.names[n];
        let counted = matches!(text.low(range.start), "one" | "another")
            || text.tag(range.start) == Tag::Cd
            || range.start + 2 == base
                && matches!(
                    text.low(range.start + 1),
                    "first"
                        | "second"
                        | "third"
                        | "fourth"
                        | "elder"
                        | "younger"
                        | "older"
                        | "other"
                        | "former"
                        | "latter"
                );
        let head = head_of(text, range.start..base);
        let Some(head) = head.or(counted.then_some(base - 1)) else { return false };
        let sort = Sources::shipped().noun(text.low(head));
        let body = sort.any(Sort::ORGANISATION.or(Sort::COMPANY).or(Sort::OUTLET_NOUN));
        // "A memo prepared by the pollster, Hal Strickland": a memo has no such name.
        if !(body || counted || is_human(text.low(head))) {
            return false;
        }
        let start = self.opening(name, range.start);
        let l = name.looks;
        let closes = name.tokens.end >= range.end
            || matches!(text.word(name.tokens.end), "," | "(" | "–" | "—")
            || l.person > 1.0 && text.tag(name.tokens.end) == Tag::In;
        // "the mayor of Lima, Peru": no noun stands before it, and it looks like no person.
        let someone = l.person > 1.0 || l.organisation > 1.0 || l.outlet > 1.0 || name.tokens.len() > 1;
        start > range.start && text.word(start - 1) == "," && closes && someone && l.state < 1.0 && l.place < 1.0
    }

    /// Whether name `n` ends a source that a human description opens: "Its coordinator in Beira, Joris van Aalten",
    /// "the author, the retired auditor T. K. Nair".
    fn closes_description(&self, n: usize, range: &Range<usize>, base: usize) -> bool {
        let text = self.text;
        let name = &self.names[n];
        if name.tokens.end != range.end || name.first() <= base {
            return false;
        }
        let start = self.opening(name, base);
        let head = head_of(text, range.start..base);
        let sort = head.map_or_else(Sort::default, |head| Sources::shipped().noun(text.low(head)));
        // "A memo prepared by the pollster, Hal Strickland": the memo speaks.
        if sort.any(Sort::DOCUMENT) && name.looks.person > 1.0 {
            return false;
        }
        let human = head.is_some_and(|head| sort.any(Sort::OFFICE.or(Sort::ROLE)) || is_human(text.low(head)));
        start > base
            && text.low(start - 1) == ","
            && (name.looks.person > 1.0 || human && name.looks.organisation <= 1.0)
            || start == base && text.low(base) == ","
    }

    /// Lets a name of which nothing else is known be that of a body, where "the firm" means it; whether it does.
    fn take_body(&mut self, member: usize, noun: Sort) -> bool {
        let m = &mut self.cast.members[member];
        let body = noun.any(Sort::ORGANISATION.or(Sort::COMPANY)) && !noun.any(Sort::OFFICE.or(Sort::ROLE));
        // "Musk bought the firm": a surname alone may be a person's.
        let words = m.words.len() > 1 || m.looks.organisation + m.looks.company > 0.0;
        let unknown =
            m.named && words && m.kind.is_none() && m.looks.person < 0.7 && m.she.abs() < 0.5 && m.roles.is_empty();
        let taken = body && unknown && m.kind() == SourceKind::Person;
        m.looks.organisation += f32::from(u8::from(taken));
        taken
    }

    /// Keeps what a description beside a name says of its bearer.
    fn take_role(&mut self, member: usize, range: Range<usize>, head: usize) {
        let text = self.text;
        let low = text.low(head).to_owned();
        let sort = Sources::shipped().noun(&low);
        let m = &mut self.cast.members[member];
        if sort.any(Sort::OFFICE.or(Sort::ROLE)) && (sort.any(Sort::OFFICE) || !sort.any(Sort::COMPANY)) {
            m.looks.person += 1.0;
        } else if sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) {
            m.looks.organisation += 2.0;
        }
        if low == "counterpart"
            && matches!(text.low(range.start), "his" | "her")
            && let Some(role) = self.cast.opposite(text, member, &range)
        {
            return self.cast.add_role(member, role);
        }
        let m = &self.cast.members[member];
        let start = range.start + usize::from(matches!(text.tag(range.start), Tag::Dt | Tag::PrpS));
        let words =
            if m.is_person() && start < range.end { text.words(start..range.end).to_owned() } else { String::new() };
        let whose = (text.tag(range.start) == Tag::PrpS).then(|| text.low(range.start).to_owned());
        let told = text.words(range).to_lowercase();
        self.cast.add_role(member, Role { words, told, head: low, whose });
    }

    /// A pronoun, by number, person, gender and who was spoken of last.
    fn pronoun(&mut self, range: Range<usize>, found: &Found) -> Option<Reading> {
        let text = self.text;
        let at = range.start;
        let low = text.low(at);
        let parent = found.parent.and_then(|p| self.readings.get(p).cloned().flatten());
        // Under a name line, "VALCÁRCEL: I do not know", there need be no marks.
        let answers = found.parent.is_some_and(|p| self.answers.get(p).is_some_and(|answers| *answers));
        let speaker = parent.filter(|_| text.quoted(at) || answers).map(|p| p.member);
        if matches!(low, "we" | "i" | "our" | "my" | "us" | "me") {
            if let Some(member) = speaker {
                return Some(Reading {
                    member,
                    mention: range,
                    rule: "quoted-self",
                    others: Vec::new(),
                    confidence: 0.85,
                });
            }
            if text.quoted(at) {
                let (member, _) = self.last?;
                return Some(Reading {
                    member,
                    mention: range,
                    rule: "quoted-self",
                    others: Vec::new(),
                    confidence: 0.5,
                });
            }
            let member = self.outlet_member(at)?;
            return Some(Reading { member, mention: range, rule: "outlet-self", others: Vec::new(), confidence: 0.7 });
        }
        if low == "they"
            && let Some(there) = self.where_they_are(at)
        {
            let mut reading = self.mention(there, found, 2)?;
            reading.mention = range;
            reading.rule = "body";
            return Some(reading);
        }
        if low == "it"
            && let Some(member) = self.writer(at, found)
        {
            return Some(Reading { member, mention: range, rule: "pronoun", others: Vec::new(), confidence: 0.6 });
        }
        let wanted = Wanted::of(low)?;
        if let Some(member) = self.answers_whom(at, wanted) {
            return Some(Reading { member, mention: range, rule: "pronoun", others: Vec::new(), confidence: 0.6 });
        }
        if let Some(member) = self.plans_itself(at, found).filter(|_| low == "it") {
            return Some(Reading { member, mention: range, rule: "pronoun", others: Vec::new(), confidence: 0.7 });
        }
        if let Some(member) = self.takes_side(at, wanted) {
            let member = self.take(member, found);
            return Some(Reading { member, mention: range, rule: "pronoun", others: Vec::new(), confidence: 0.7 });
        }
        let own = self
            .of_the_half_before(at, wanted)
            .or_else(|| self.of_the_main_clause(at, wanted, found))
            .or_else(|| self.takes_it_back(at, wanted))
            .or_else(|| self.in_the_same_words(at, wanted));
        if let Some(member) = own {
            return Some(Reading { member, mention: range, rule: "pronoun", others: Vec::new(), confidence: 0.7 });
        }
        // "According to the Post, it said that": the paper speaks of something else.
        let told = found.parent.filter(|p| self.relays.get(*p).is_some_and(|relays| *relays));
        let speaker = speaker.or_else(|| told.and_then(|p| self.readings.get(p)?.as_ref()).map(|r| r.member));
        // "The prosecutor said he had taken bribes, which he denies": who says it does not deny it.
        let denied = self
            .last
            .filter(|(_, place)| found.rule == "denied-behind" && text.sentence_at(*place) == text.sentence_at(at));
        let speaker = speaker.or(denied.map(|(member, _)| member));
        let scored = self.antecedents(at, wanted, speaker, found);
        let (total, mut others) = rivals(&scored);
        let (member, best) = scored[0];
        let member = match member {
            Some(member) => {
                // "It denies wrongdoing": nobody is "it".
                if wanted == Wanted::Thing {
                    self.take_body(member, Sort::ORGANISATION);
                }
                self.take(member, found)
            }
            None => {
                let kind = if wanted == Wanted::Many { SourceKind::Group } else { SourceKind::Unnamed };
                let member = Member {
                    name: low.to_owned(),
                    words: vec![low.to_owned()],
                    kind: Some(kind),
                    first: at,
                    ..Member::default()
                };
                self.cast.describe(member, "@pronoun")
            }
        };
        others.retain(|(m, _)| *m != member && !self.passing.contains_key(m));
        // Where nobody at all was spoken of, there was nothing to choose from.
        let confidence = if scored.len() == 1 { 0.1 } else { SOUND * best.exp() / total };
        Some(Reading { member, mention: range, rule: "pronoun", others, confidence })
    }

    /// The body of "In the police they confirmed", "At the ministry they said", in translated English; `at` is where "they" stands.
    fn where_they_are(&self, at: usize) -> Option<Range<usize>> {
        let text = self.text;
        let first = text.sentence(at).start;
        let end = at - usize::from(at > first && text.word(at - 1) == ",");
        if !matches!(text.low(first), "in" | "at") || phrase_forward(text, first + 1, at) != Some(end) {
            return None;
        }
        let body = first + 1..end;
        let sort = Sources::shipped().noun(text.low(head_of(text, body.clone())?));
        let bodied = |n: usize| {
            let named = self.bearer[n].map(|m| &self.cast.members[m]);
            let whole = self.names[n].tokens.end == body.end && self.names[n].tokens.start <= body.start + 1;
            whole && named.is_some_and(|m| m.kind() == SourceKind::Organisation && !m.is_place())
        };
        let body_of = sort.any(Sort::ORGANISATION.or(Sort::COMPANY).or(Sort::OUTLET_NOUN));
        (body_of || self.names_in(&body).any(bodied)).then_some(body)
    }

    /// Whose words "it reads" and "it ends" are: theirs who sent the letter or post that the sentence before speaks of.
    fn writer(&self, at: usize, found: &Found) -> Option<usize> {
        let text = self.text;
        let cue = found.cue.as_ref()?;
        // "it now reads"
        let verb = cue.clone().find(|i| text.tag(*i).is_verb()).unwrap_or(cue.start);
        if !matches!(
            text.low(verb),
            "reads" | "read" | "ends" | "ended" | "begins" | "began" | "concludes" | "concluded" | "runs" | "ran"
        ) && !gives_terms(text.low(cue.start))
        {
            return None;
        }
        let here = text.sentence_at(at);
        let before = text.sentences.get(here.checked_sub(1)?)?.tokens.clone();
        if gives_terms(text.low(cue.start)) {
            let paper = |i: usize| {
                self.introduced.get(&i).copied().filter(|m| self.cast.members[*m].kind() == SourceKind::Document)
            };
            return before.rev().find_map(paper);
        }
        let sent = |i: usize| {
            text.tag(i).is_noun()
                && (is_medium(text.low(i)) || Sources::shipped().noun(text.low(i)).any(Sort::DOCUMENT))
        };
        if !before.clone().any(sent) {
            // “Ruiz left at nine,” it runs: a paper of whoever has just spoken in one.
            let (member, place) = self.last.filter(|_| found.form == Form::Direct)?;
            let near = text.block_of(at) <= text.block_of(place) + 1;
            return Some(member).filter(|m| near && self.cast.members[*m].is_person());
        }
        let last = self.last.filter(|(_, place)| before.contains(place)).map(|(member, _)| member);
        // "The post was gone", of which no more is said: his who has written last.
        let posted = before.clone().find(|i| sent(*i) && text.low(i.wrapping_sub(1)) == "the");
        let wrote = self.last.filter(|(_, place)| posted.is_some() && text.block_of(at) <= text.block_of(*place) + 1);
        let wrote = wrote.map(|(member, _)| member).filter(|m| self.cast.members[*m].is_person());
        last.or_else(|| self.author(at)).or(wrote)
    }

    /// Whose "the post" and "the statement" are, of which nothing more is said: theirs who have just spoken, or are the subject of the
    /// sentence before.
    fn author(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let here = text.sentence_at(at);
        if let Some((member, place)) = self.last
            && here - text.sentence_at(place).min(here) < 2
        {
            // Who is not named signs nothing.
            let signs = !matches!(self.cast.members[member].kind(), SourceKind::Unnamed | SourceKind::Group);
            return Some(member).filter(|_| signs);
        }
        // The first of them stands where subjects do.
        let mut near = self.cast.before(at, 8).into_iter().filter(|(t, _)| text.sentence_at(*t) + 1 == here);
        let subject = near.rfind(|(t, m)| {
            let m = &self.cast.members[*m];
            opens_clause(text, *t) && m.named && !m.is_place()
        });
        subject.map(|(_, m)| m)
    }

    /// "the mayor, who said": the noun phrase before.
    fn relative(&mut self, range: Range<usize>, found: &Found, depth: usize) -> Option<Reading> {
        let text = self.text;
        let sentence = text.sentence(range.start);
        let mut end = range.start;
        // "a source who was not authorised to speak and who believes": both are the source.
        if end > sentence.start && matches!(text.low(end - 1), "and" | "but") {
            let low = text.low(range.start);
            end = (sentence.start..end - 1).rev().find(|i| text.low(*i) == low).unwrap_or(end);
        }
        if end > sentence.start && text.low(end - 1) == "," {
            end -= 1;
        }
        let mut before = subject_before(text, sentence.start, end)?;
        // "Ximena Rocha, in charge of the pumping, who": what is between the commas is said of the one before them.
        // "sent by courier on Monday, with a letter that": there no comma closes what is between.
        let closed = text.word(range.start - 1) == ",";
        let preposed = before.start.checked_sub(2).filter(|c| {
            closed
                && *c > sentence.start
                && text.tag(*c + 1) == Tag::In
                && text.word(*c) == ","
                && text.tag(*c - 1).is_name()
        });
        if let Some(comma) = preposed {
            before = subject_before(text, sentence.start, comma)?;
        }
        // "The county’s farmers’ association, which": whose it is belongs to its name.
        while before.start > sentence.start + 1
            && matches!(text.word(before.start - 1), "’" | "'")
            && text.low(before.start - 2).ends_with('s')
            && text.tag(before.start - 2).is_noun()
        {
            match subject_before(text, sentence.start, before.start - 1) {
                Some(owner) if owner.end == before.start - 1 => before.start = owner.start,
                _ => break,
            }
        }
        // "Ana Ruiz, an opposition senator, who": what somebody is has no voice beside his name.
        if text.low(range.start) == "who"
            && matches!(text.low(before.start), "a" | "an")
            && let Some(comma) = before.start.checked_sub(1).filter(|i| text.word(*i) == ",")
            && let Some(n) = self.name_before(comma)
            && (text.word(range.start - 1) == ","
                || !(before.start..range.start).any(|i| text.tag(i) == Tag::In && text.tag(i + 1) == Tag::Dt))
        {
            before = self.names[n].tokens.clone();
        }
        // "said Ana Ruiz of the Tenants’ Assembly, who wants": nobody but people is "who".
        if text.low(range.start) == "who"
            && let Some(n) = self.person_of(self.name_across(before.start).unwrap_or(before.start))
        {
            before = self.names[n].tokens.clone();
        }
        // "a note, handed over late on Tuesday, which says": no day says anything.
        if text.tag(before.end - 1).is_name() && is_time_word(text.low(before.end - 1)) {
            let comma = (sentence.start + 1..before.start).rev().find(|i| text.word(*i) == ",")?;
            before = subject_before(text, sentence.start, comma)?;
        }
        // "insured until last week by the club Fjordvern, which": nor does a week.
        let last = |i: usize| matches!(text.low(i), "week" | "month" | "year" | "night") || is_time_word(text.low(i));
        if let Some(by) = before.clone().find(|i| text.low(*i) == "by").filter(|by| by + 1 < before.end)
            && (before.start..by).any(last)
            && (before.start..by).all(|i| last(i) || matches!(text.tag(i), Tag::Dt | Tag::Jj | Tag::Rb | Tag::Cd))
        {
            before.start = by + 1;
        }
        if before.end > range.start || before.is_empty() {
            return None;
        }
        // "no immediate comment from Moscow, which denies": an answer that is not there says nothing.
        let answer = before.clone().find(|i| {
            matches!(text.low(*i), "comment" | "response" | "reply" | "reaction" | "answer" | "word")
                && matches!(text.low(i + 1), "from" | "by")
        });
        if let Some(from) = answer.filter(|i| i + 2 < before.end) {
            before.start = from + 2;
        }
        // "took the story from the agency Horn, which corrected it": the agency.
        if text.low(range.start) == "which"
            && let Some(from) = sent_by(text, &before)
        {
            before = from;
        }
        // "two officials close to the minister, who said": the officials.
        if text.low(range.start) == "who"
            && let Some(close) = who_is_close(text, sentence.start, &before)
        {
            before = close;
        }
        // "an interview with a prisoner who": nobody but people is "who".
        let human = |head: usize| !text.tag(head).is_name() && is_human(text.low(head));
        if text.low(range.start) == "who"
            && head_of(text, before.clone()).is_some_and(|head| {
                is_medium(text.low(head)) || Sources::shipped().noun(text.low(head)).any(Sort::DOCUMENT)
            })
            && let Some(of) =
                before.clone().find(|i| text.tag(*i) == Tag::In && head_of(text, i + 1..before.end).is_some_and(human))
        {
            before.start = of + 1;
        }
        // "a person close to the inquiry, who": an inquiry is nobody.
        if text.low(range.start) == "who"
            && head_of(text, before.clone())
                .is_some_and(|h| text.tag(h) == Tag::Nn && !is_human(text.low(h)) && !is_plural(text, h))
            && let Some(someone) = (before.start.saturating_sub(4).max(sentence.start)..before.start)
                .rev()
                .find(|i| human(*i) && text.tag(*i) == Tag::Nn)
            && let Some(whole) = subject_before(text, sentence.start, someone + 1)
        {
            before = whole;
        }
        let mut reading = self.mention(before, found, depth - 1)?;
        reading.mention = range;
        reading.rule = "relative";
        reading.confidence *= 0.85;
        Some(reading)
    }

    /// The person whose name ends before the comma at `comma`: not the last of several, of whom each may be described.
    fn name_before(&self, comma: usize) -> Option<usize> {
        let n = self.names.partition_point(|n| n.tokens.end < comma);
        let name = self.names.get(n).filter(|n| n.tokens.end == comma && !n.qualifies)?;
        let listed = name.first() > 0 && matches!(self.text.word(name.first() - 1), "," | "and" | "&");
        let person = name.looks.person > 1.0 || self.bearer[n].is_some_and(|m| self.cast.members[m].is_person());
        (person && !listed).then_some(n)
    }

    /// The first token of the name that begins before token `at` and goes on in it.
    fn name_across(&self, at: usize) -> Option<usize> {
        let n = self.names.partition_point(|n| n.tokens.end <= at);
        self.names.get(n).map(|n| n.tokens.start).filter(|start| *start < at)
    }

    /// The person whose name stands before the preposition that governs what starts at token `at`: "Ana Ruiz of the Assembly".
    fn person_of(&self, at: usize) -> Option<usize> {
        let of = at.checked_sub(1)?;
        let of = of - usize::from(self.text.tag(of) == Tag::Dt && of > 0);
        let n = self.names.partition_point(|n| n.tokens.end < of);
        let name =
            self.names.get(n).filter(|n| n.tokens.end == of && matches!(self.text.low(of), "of" | "from" | "at"))?;
        let person = name.looks.person > 1.0 || self.bearer[n].is_some_and(|m| self.cast.members[m].is_person());
        // "the shooting of Ana Ruiz at the hands of police, who": what stands behind is a body with a name.
        let first = at + usize::from(self.text.tag(at) == Tag::Dt);
        let body = self.text.word(first).starts_with(char::is_uppercase);
        Some(n).filter(|_| person && body && !name.qualifies)
    }

    /// A phrase without a name: somebody met before, or somebody new.
    fn description(&mut self, range: Range<usize>, found: &Found) -> Reading {
        let text = self.text;
        let sources = Sources::shipped();
        let first = range.start;
        let definite =
            matches!(text.low(first), "the" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their");
        // "Company says no danger": a bare singular is headline talk for "the company".
        let bare = {
            let sort = sources.noun(text.low(head_of(text, range.clone()).unwrap_or(first)));
            let singular = |i: usize| text.tag(i) == Tag::Nn;
            head_of(text, range.clone()).is_some_and(singular)
                && !matches!(text.tag(first), Tag::Dt | Tag::Cd | Tag::PrpS)
                && (sort.any(Sort::OFFICE.or(Sort::COMPANY).or(Sort::ORGANISATION))
                    || text.low(range.end - 1) == "counsel")
                && !sort.any(Sort::WITHHELD)
        };
        let definite = definite || bare;
        let indefinite = matches!(text.low(first), "a" | "an" | "another" | "one" | "some" | "several" | "many");
        let kin = text.low(first) == "their" && range.len() == 2 && unnamed::is_relative(text.low(first + 1));
        let possessor = match kin.then(|| self.sibling(first)).flatten() {
            Some(member) => Some(Reading {
                member,
                mention: first..first + 1,
                rule: "pronoun",
                others: Vec::new(),
                confidence: 0.6,
            }),
            None if text.tag(first) == Tag::PrpS && range.len() > 1 => self.pronoun(first..first + 1, found),
            None => None,
        };
        // "according to his words", "in her estimate", "its statement on X": nobody but who says them.
        let uttered = head_of(text, first..range.end).unwrap_or(first);
        if let Some(owner) = &possessor
            && (first + 1..uttered).all(|i| text.tag(i).is_adjective() || text.low(i) == "own")
            && (uttered + 1 == range.end || text.low(uttered + 1) == "on")
            && matches!(
                text.low(uttered),
                "words"
                    | "statement"
                    | "post"
                    | "message"
                    | "tweet"
                    | "account"
                    | "estimate"
                    | "estimates"
                    | "estimation"
                    | "calculations"
                    | "reckoning"
                    | "count"
                    | "tally"
                    | "figures"
                    | "data"
                    | "opinion"
                    | "view"
                    | "information"
                    | "version"
            )
        {
            let mut own = owner.clone();
            own.mention = range;
            return own;
        }
        let body = first
            + usize::from(
                matches!(text.tag(first), Tag::PrpS) || matches!(text.low(first), "the" | "a" | "an" | "this" | "that"),
            );
        let body = body.min(range.end - 1);
        let base = base_end(text, &(body..range.end));
        let head = head_of(text, body..base).unwrap_or(base.max(body + 1) - 1);
        let head_low = text.low(head).to_owned();
        let plural = is_plural(text, head);
        if definite
            && possessor.is_none()
            && head_low == "ministry"
            && body == head
            && range.end == head + 1
            && let Some(own) = self.ministry_of_the_minister(&range)
        {
            return own;
        }
        if definite
            && body == head
            && range.end == head + 1
            && matches!(head_low.as_str(), "post" | "message" | "statement" | "communiqué" | "communique")
            && let Some(member) = self.author(first)
        {
            return Reading { member, mention: range, rule: "body", others: Vec::new(), confidence: 0.6 };
        }
        if let Some(member) = self.named_below.get(&first).copied() {
            return Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.6 };
        }
        // "the man", "the old woman": as far away as a pronoun would be.
        if definite
            && (body..head).all(|i| matches!(text.low(i), "old" | "young" | "elderly" | "older" | "younger"))
            && range.end == head + 1
            && let Some(one) = self.the_man(&range, &head_low, found)
        {
            return one;
        }
        // "The man, a Swiss captain who may not speak to the press": what he is says more than that he is a man.
        if definite && let Some(told) = self.told_as(head, &head_low) {
            return self.description(told, found);
        }
        if definite
            && possessor.is_none()
            && let Some(member) = self.on_trial(body)
        {
            return Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.6 };
        }
        // "according to this official": whoever has just spoken.
        if text.low(first) == "this"
            && !plural
            && is_human(&head_low)
            && range.end == head + 1
            && let Some((member, place)) = self.last
            && text.sentence_at(first) - text.sentence_at(place).min(text.sentence_at(first)) < 2
            && self.cast.members[member].is_person()
            && !self.cast.members[member].plural
        {
            return Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.6 };
        }
        let alone = definite && possessor.is_none() && body == head && range.end == head + 1;
        let another = alone && self.another_just_told(first, head);
        if !(indefinite || another)
            && let Some(mut known) = self.known(&range, body..base, head, definite, possessor.as_ref())
        {
            if self.take_body(known.member, sources.noun(&head_low)) {
                known.rule = "body";
            }
            let passed = alone.then(|| self.passed_by_noun(first, &head_low, known.member)).flatten();
            let Some(member) = passed else { return known };
            let member = self.take(member, found);
            return Reading { member, mention: range, rule: "description", others: Vec::new(), confidence: 0.6 };
        }
        if definite
            && !plural
            && let Some(known) = self.one_who_was(&range, body, head).or_else(|| self.told_again(&range, body, head))
        {
            return known;
        }
        if definite
            && possessor.is_none()
            && body == head
            && range.end == head + 1
            && let Some(member) = self.passed_by(first, head)
        {
            let member = self.take(member, found);
            return Reading { member, mention: range, rule: "description", others: Vec::new(), confidence: 0.6 };
        }
        if let Some(owner) = self.who_counts(&range, head, found) {
            return owner;
        }
        if let Some(member) =
            possessor.as_ref().filter(|_| head_low == "client").and_then(|p| self.client_of(p.member, found))
        {
            return Reading { member, mention: range, rule: "office", others: Vec::new(), confidence: 0.6 };
        }
        if definite && let Some(leader) = self.leader_of(&range, body..head) {
            return leader;
        }
        let mut end = describing_end(text, base, range.end);
        // "a note circulated to members", "a letter dated 14 November": what became of a document is not its name.
        if (sources.noun(&head_low).any(Sort::DOCUMENT) || is_medium(&head_low))
            && let Some(became) = (base..end).find(|i| {
                *i == base && matches!(text.tag(*i), Tag::Vbn | Tag::Vbd | Tag::Vbg)
                    || matches!(text.low(*i), "that" | "which")
            })
        {
            end = became;
        }
        // "a colonel who knows the quarry" is a colonel; "a woman who answered the telephone" is no more than that.
        let anyone = matches!(head_low.as_str(), "man" | "woman" | "person" | "people" | "men" | "women" | "one");
        if (indefinite || text.tag(first) == Tag::Cd)
            && !anyone
            && is_human(&head_low)
            && let Some(who) = (base..end).find(|i| text.low(*i) == "who")
        {
            end = who;
        }
        let own = usize::from(text.low(body) == "own" && body < head);
        let mut words = text.words(body + own..end).to_owned();
        // "our source in the police" is the outlet's in no other sense than that it asked.
        // Where nobody is known whom "its" may mean, its organizers are the organizers.
        let known = |o: &&Reading| {
            let own = o.rule != "outlet-self" && self.cast.members[o.member].name != text.low(first);
            own && self.can_have(o.member, first, &head_low)
        };
        if let Some(owner) = possessor.as_ref().filter(known) {
            if text.tag(body + 1) == Tag::Pos
                && let Some(name) = self.ministry_of(owner.member, text.low(body))
            {
                words =
                    format!("{name}{}", text.all().get(text.tokens[body].end..text.bytes(body..end).end).unwrap_or(""));
            } else {
                let owner_name = match self.ministry_of(owner.member, &head_low) {
                    Some(name) if end == head + 1 => {
                        words = name;
                        None
                    }
                    Some(name) => Some(name),
                    None => Some(self.cast.full_name(owner.member)),
                };
                if let Some(name) = owner_name {
                    let own = &self.cast.members[owner.member];
                    let many = (own.plural || !own.named) && name.ends_with('s');
                    words = format!("{name}{} {words}", if many { "'" } else { "'s" });
                }
            }
        } else if definite
            && possessor.is_none()
            && end == head + 1
            && let Some(fuller) = self.of_other_land(first, &head_low, &words)
        {
            words = fuller;
        } else if let Some(rest) = self.belongs(body..head) {
            words = format!("{}'s {}", self.cast.full_name(rest.0), text.words(rest.1..end));
        } else if self.opened_by_position(body) {
            words = lower_first(&words);
        }
        if possessor.is_none()
            && definite
            && head == body
            && end == head + 1
            && sources.noun(&head_low).any(Sort::ORGANISATION)
            && let Some(fuller) = self.fuller(head)
        {
            words = fuller;
        }
        let key = words.to_lowercase();
        if !indefinite && let Some(member) = self.cast.described(&key) {
            return Reading { member, mention: range, rule: "description", others: Vec::new(), confidence: 0.85 };
        }
        let counted = text.tag(body) == Tag::Cd || matches!(text.low(body), "several" | "some" | "many" | "few");
        let kind = kind_of(
            text,
            head,
            plural,
            counted && text.tag(body) == Tag::Cd,
            definite || possessor.is_some() || (body..head).any(|i| text.tag(i) == Tag::Pos),
        );
        let member = Member {
            name: words,
            words: low_words(text, body..base),
            kind: Some(kind),
            she: leaning(sources.noun(&head_low), 2.0)
                + (body..head).rev().take_while(|i| text.tag(*i) != Tag::Pos).map(|i| sexed(text.low(i))).sum::<f32>(),
            plural,
            human: is_human(&head_low),
            first,
            mentions: 1,
            ..Member::default()
        };
        let member = match self.introduced.get(&first) {
            Some(id) => {
                self.cast.members[*id] = member;
                *id
            }
            None => self.cast.describe(member, &head_low),
        };
        Reading { member, mention: range, rule: "description", others: Vec::new(), confidence: 0.8 }
    }

    /// What the comma behind "the man" or "the woman", whose noun is token `head`, says of them.
    fn told_as(&self, head: usize, low: &str) -> Option<Range<usize>> {
        let text = self.text;
        let start = head + 2;
        let vague = matches!(low, "man" | "woman" | "boy" | "girl" | "person" | "stranger" | "visitor");
        if !vague || text.word(head + 1) != "," || !matches!(text.low(start), "a" | "an") {
            return None;
        }
        let end = phrase_forward(text, start, text.sentence(head).end)?;
        let told = head_of(text, start..end)?;
        is_human(text.low(told)).then_some(start..end)
    }

    /// Who "the accused" or "the defendant" at token `body` is: the one person of whom it was told that they are charged with something.
    fn on_trial(&self, body: usize) -> Option<usize> {
        const REACH: usize = 60;
        const FAR: usize = 14;
        let text = self.text;
        if !matches!(text.low(body), "accused" | "defendant") || text.tag(body + 1).is_noun() {
            return None;
        }
        let charged = |t: usize| {
            let end = text.sentence(t).end.min(t + FAR);
            // "The prosecutor said a man was charged": the first verb behind the name is what befalls its bearer.
            let Some(verb) = (t + 1..end).find(|i| text.tag(*i).is_finite()) else { return false };
            let next = verb + 1 + usize::from(text.tag(verb + 1).is_adverb() || text.low(verb + 1) == "been");
            let befalls = matches!(text.low(verb), "is" | "was" | "has" | "had")
                && (matches!(text.low(next), "charged" | "accused" | "indicted")
                    || text.low(next) == "on" && text.low(next + 1) == "trial");
            let stands = matches!(text.low(verb), "stands" | "stood") && text.low(verb + 1) == "trial";
            opens_clause(text, t) && (befalls || stands || matches!(text.low(verb), "pleaded" | "pleads"))
        };
        let of_court = |m: &Member| {
            m.roles
                .iter()
                .any(|r| matches!(office(&r.head), "prosecutor" | "judge" | "lawyer" | "attorney" | "solicitor"))
        };
        let mut theirs = None;
        for (t, m) in self.cast.before(body, REACH) {
            let member = &self.cast.members[m];
            if !(member.named && member.is_person() && !member.plural && !of_court(member) && charged(t)) {
                continue;
            }
            if theirs.is_some_and(|other| other != m) {
                return None;
            }
            theirs = Some(m);
        }
        theirs
    }

    /// Who "the mayor" or "the company" is, by office or kind of body.
    fn known(
        &self,
        range: &Range<usize>,
        body: Range<usize>,
        head: usize,
        definite: bool,
        possessor: Option<&Reading>,
    ) -> Option<Reading> {
        let text = self.text;
        let sources = Sources::shipped();
        let at = range.start;
        let of_state = text.low(head) == "head" && text.low(head + 1) == "of" && text.low(head + 2) == "state";
        let low = if of_state { "president" } else { text.low(head) };
        let sort = sources.noun(low);
        let qualifiers: Vec<&str> = (body.start..head)
            .filter(|i| text.tag(*i).is_noun() || text.tag(*i).is_adjective())
            .map(|i| text.low(i))
            .filter(|w| {
                !matches!(
                    *w,
                    "deputy"
                        | "same"
                        | "former"
                        | "own"
                        | "senior"
                        | "young"
                        | "old"
                        | "late"
                        | "new"
                        | "dismissed"
                        | "sacked"
                        | "fired"
                        | "ousted"
                        | "suspended"
                        | "outgoing"
                        | "retired"
                        | "acting"
                        | "embattled"
                )
            })
            .collect();
        let aged = low.ends_with("-year-old");
        let behind: Vec<&str> = (head + 1 + 2 * usize::from(of_state)..describing_end(text, head + 1, range.end))
            .filter(|i| text.tag(*i).is_noun() && !aged)
            .map(|i| text.low(i))
            .collect();
        let owned = (body.start..head).find(|i| text.tag(*i) == Tag::Pos);
        if let Some(body) = self.its_people(range, &body, head) {
            return Some(body);
        }
        if !definite && (qualifiers.is_empty() && sort.any(Sort::WITHHELD.or(Sort::GROUP)) || is_plural(text, head)) {
            return None;
        }
        // "My colonel used to tell us": nobody whom the text has named without saying that he is the speaker's.
        if text.low(range.start) == "my" && calling(low).is_some() {
            return None;
        }
        let mut pool: Vec<usize> = self.cast.with_head(low).to_vec();
        // "In Dushanbe, the foreign ministry said" is no other country's.
        if definite && owned.is_none() && sort.any(Sort::ORGANISATION) {
            let seat = self.seat(at);
            pool.retain(|m| seat.is_none() || self.land_of(*m).is_none_or(|land| Some(land) == seat));
        }
        if definite && low == "ministry" && body.len() < 2 && qualifiers.is_empty() {
            self.keep_the_ministers(at, &mut pool);
        }
        // "The same officer had said": he was spoken of before.
        if (body.start..head).any(|i| text.low(i) == "same") {
            pool.retain(|m| self.cast.members[*m].first < at);
        }
        // "The minister" is no prime minister where another one was spoken of.
        if low == "minister" && qualifiers.is_empty() {
            let prime = |m: &usize| {
                let mut held = self.cast.members[*m].roles.iter().filter(|r| office(&r.head) == "minister").peekable();
                held.peek().is_some() && held.all(|r| r.told.split(' ').any(|w| w == "prime"))
            };
            if pool.iter().any(|m| !prime(m) && self.cast.members[*m].first < at && self.cast.members[*m].is_person()) {
                pool.retain(|m| !prime(m));
            }
        }
        // "The mission said" of peacekeepers is no embassy that is named below.
        if low == "mission" {
            pool.retain(|m| self.cast.members[*m].first < at);
        }
        let of_country = |w: &&str| sources.sort(w).any(Sort::DEMONYM);
        let generic_body = sort.any(Sort::COMPANY) && !sort.any(Sort::OFFICE) || any_body(low) || trade_body(low);
        if definite && qualifiers.iter().all(of_country) && behind.is_empty() && generic_body {
            let class = if sort.any(Sort::COMPANY) && low != "group" { "@company" } else { "@body" };
            if any_body(low) {
                pool.extend(self.cast.with_head(class));
                if pool.is_empty() {
                    pool.extend(self.cast.with_head("@body"));
                }
            } else {
                // "the insurer" is somebody new where several are named, unless one of them is called like an insurer.
                let named = self.cast.named_with_head(class);
                let like = |m: &usize| self.cast.members[*m].words.iter().any(|w| is_of_trade(low, w));
                let met = self.cast.before(at, 40).into_iter().map(|(_, m)| m).filter(|m| {
                    let m = &self.cast.members[*m];
                    m.named && m.looks.person < 1.0 && !m.is_place()
                });
                let mut suited: Vec<usize> = named.iter().copied().chain(met).filter(like).collect();
                if suited.is_empty() && named.len() == 1 {
                    suited = named;
                }
                pool.extend(suited);
            }
            let public = |w: &String| {
                let own = sources.noun(w);
                own.any(Sort::ORGANISATION) && !own.any(Sort::COMPANY)
            };
            // "Lakeview Sugar's compound", then "the company": a name that nothing else explains.
            if class == "@company"
                && matches!(low, "company" | "firm" | "business" | "corporation" | "maker" | "manufacturer")
            {
                let vague = |m: &Member| {
                    let l = m.looks;
                    m.named
                        && m.kind.is_none()
                        && m.roles.is_empty()
                        && text.tag(m.first).is_name()
                        && text.low(m.first.wrapping_sub(1)) != "the"
                        && !m.words.iter().any(|w| is_time_word(w))
                        && l.person.max(l.outlet).max(l.state).max(l.place) < 1.0
                        && !m.words.iter().any(public)
                };
                pool.extend(self.cast.before(at, 12).iter().map(|(_, m)| *m).filter(|m| vague(&self.cast.members[*m])));
            }
            let outlet = sort.any(Sort::OUTLET_NOUN) || low == "network";
            // Who is named only below by no such word is not meant.
            let met = |m: &Member| m.first < at || !m.words.iter().any(public) || m.words.iter().any(|w| w == low);
            pool.retain(|m| met(&self.cast.members[*m]));
            // "The company" is rather a firm of unknown trade than the union.
            let firm = |m: &usize| !self.cast.members[*m].words.iter().any(public);
            if matches!(low, "company" | "firm") && pool.iter().any(firm) {
                pool.retain(firm);
            }
            // Who watches over broadcasters is none.
            if matches!(low, "broadcaster" | "network") {
                let watches =
                    |w: &String| matches!(w.as_str(), "authority" | "council" | "commission" | "board" | "regulator");
                pool.retain(|m| !self.cast.members[*m].words.iter().any(watches));
            }
            pool.retain(|m| {
                let m = &self.cast.members[*m];
                (outlet || m.kind() != SourceKind::Outlet) && !m.is_place() && !m.is_land()
            });
        }
        if definite
            && behind.is_empty()
            && pool.is_empty()
            && let Some(called) = calling(low)
        {
            // "the police chief" of the head of the border police.
            let whole = qualifiers.join(" ");
            let more = |r: &Role| r.told.ends_with(&whole) && !qualifiers.contains(&"chief");
            pool.extend(self.cast.before(at, 12).iter().map(|(_, m)| *m).filter(|m| {
                let m = &self.cast.members[*m];
                m.is_person()
                    && m.roles.iter().any(|r| calling(&r.head) == Some(called) && more(r) && !ranks_apart(low, r))
            }));
        }
        // "the chairman" of somebody "who chairs the inquiry".
        if definite
            && qualifiers.is_empty()
            && behind.is_empty()
            && pool.is_empty()
            && sort.any(Sort::OFFICE.or(Sort::ROLE))
        {
            let does =
                |m: &Member| low.get(..4).is_some_and(|stem| m.is_person() && m.named && does(text, m.first, stem));
            pool.extend(self.cast.before(at, 30).iter().map(|(_, m)| *m).filter(|m| does(&self.cast.members[*m])));
        }
        // "the deputy minister" of "his deputy, Efua Mensah".
        let superior = |m: &usize| self.cast.members[*m].named && self.cast.members[*m].is_person();
        if definite
            && (body.start..head).any(|i| is_second(text.low(i)))
            && self.cast.with_head(low).iter().any(superior)
        {
            pool.extend(self.cast.with_head("deputy").iter().filter(|m| self.cast.members[**m].is_person()));
        }
        // "the 34-year-old".
        if low.ends_with("-year-old") && definite {
            pool.extend(self.cast.before(at, 12).iter().map(|(_, m)| *m).filter(|m| {
                let m = &self.cast.members[*m];
                m.is_person() && !m.is_place()
            }));
        }
        if definite
            && matches!(low, "official" | "politician" | "leader" | "boss" | "officeholder" | "chief" | "man" | "woman")
            && body.start == head
            && range.end == head + 1
            && pool.is_empty()
        {
            pool.extend(self.cast.before(at, 8).iter().map(|(_, m)| *m).filter(|m| {
                let m = &self.cast.members[*m];
                m.is_person() && suits(sort, m)
            }));
        }
        let recent = self.cast.before(at, 40);
        let field = possessor.map(|p| self.field_of(p.member, low)).unwrap_or_default();
        let mut scored: Vec<(usize, f32)> = Vec::new();
        for id in pool {
            if scored.iter().any(|(m, _)| *m == id) {
                continue;
            }
            let member = &self.cast.members[id];
            let later = member.first >= at;
            if !definite
                && !member.named
                && !qualifiers.is_empty()
                && !qualifiers.iter().all(|q| member.words.iter().any(|w| w == q))
            {
                continue;
            }
            if let Some(g) = wanted_by_noun(sort)
                && member.is_person()
                && member.gender().is_some_and(|own| own != g)
            {
                continue;
            }
            if is_plural(text, head) && !member.plural && !sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) {
                continue;
            }
            // "the teachers' union" is not the teachers.
            if owned.is_some() && member.plural && !member.named && !is_plural(text, head) {
                continue;
            }
            let says = |w: &str| {
                member.words.iter().any(|own| own == w)
                    || member.roles.iter().any(|r| r.told.split(|c: char| !c.is_alphanumeric()).any(|own| own == w))
                    || member.owner.as_ref().is_some_and(|o| o.to_lowercase() == w)
            };
            let told_apart = member.roles.iter().any(|r| office(&r.head) == office(low) && r.words.contains(' '));
            // "the Palauan minister" is Palau's fisheries minister.
            let lives = |q: &str| {
                let land = |w: &str| sources.sort(w).any(Sort::STATE) && is_of_land(q, w);
                let told = |w: &str| land(w.trim_end_matches("'s").trim_end_matches("’s"));
                member.is_person()
                    && (member.roles.iter().any(|r| r.told.split(' ').any(told))
                        || member.owner.as_ref().is_some_and(|o| land(&o.to_lowercase())))
            };
            let missing = qualifiers
                .iter()
                .chain(&behind)
                .filter(|q| !(says(q) || lives(q) || is_time_word(q) || generic_body && member.named && of_country(q)))
                .count();
            // "the foreign minister" is not the finance minister; a bare minister may be either.
            if missing > 0
                && (member.words.len() > 1 && !member.is_person()
                    || told_apart
                    || !member.named
                    || owned.is_some()
                    || missing > 1
                    || member.is_person())
            {
                continue;
            }
            if field.iter().any(|w| !member.words.contains(w)) {
                continue;
            }
            // "its deputy governor" is not the governor.
            let holds = |r: &&Role| office(&r.head) == office(low);
            let second = |words: &str| words.split(' ').any(is_second);
            if (body.start..head).any(|i| is_second(text.low(i)))
                && member.is_person()
                && member.roles.iter().any(|r| holds(&r))
                && !member.roles.iter().filter(holds).any(|r| second(&r.words.to_lowercase()))
            {
                continue;
            }
            // "Her lawyer" is not "his lawyer, Ana Ruiz".
            let another = |r: &&Role| {
                r.whose.as_ref().is_some_and(|whose| {
                    whose != text.low(range.start) && !(is_many(whose) && is_many(text.low(range.start)))
                })
            };
            if text.tag(range.start) == Tag::PrpS
                && member.roles.iter().any(|r| holds(&r))
                && member.roles.iter().filter(holds).all(|r| another(&r))
            {
                continue;
            }
            if let Some(owner) = possessor
                && (owner.member == id || !member.is_person() && !member.roles.is_empty() && member.named)
            {
                continue;
            }
            let last = recent.iter().find(|(_, m)| *m == id).map(|(t, _)| *t);
            let mut score = match last {
                Some(t) => {
                    #[expect(clippy::cast_precision_loss, reason = "a handful of sentences")]
                    let apart = text.sentence_at(at).saturating_sub(text.sentence_at(t)) as f32;
                    2.0 / (1.0 + apart * 0.5) + if apart < 0.5 { 0.5 } else { 0.0 }
                }
                // Of those named only below, the first is meant.
                #[expect(clippy::cast_precision_loss, reason = "sentences of one text")]
                None if later => -1.5 - (text.sentence_at(member.first) - text.sentence_at(at)) as f32 * 0.1,
                None => 0.0,
            };
            if self.last.is_some_and(|(m, _)| m == id) {
                score += 0.7;
            }
            let says_head = member
                .roles
                .iter()
                .any(|r| office(&r.head) == office(low) || r.words.split(' ').any(|w| w.eq_ignore_ascii_case(low)))
                || member.words.iter().any(|w| w == low);
            if says_head {
                score += 1.5;
            }
            if member.named {
                score += 1.2;
            }
            scored.push((id, score));
        }
        if scored.is_empty() && definite && possessor.is_none() && owned.is_none() && behind.is_empty() {
            let loose =
                matches!(low, "group" | "company" | "firm" | "utility" | "maker" | "giant" | "chain" | "operator");
            let only =
                if qualifiers.is_empty() || loose { self.only_body(at, low, !qualifiers.is_empty()) } else { None };
            return match only.filter(|_| !is_plural(text, head)) {
                Some(member) => {
                    let rule = if self.cast.members[member].is_person() { "office" } else { "body" };
                    Some(Reading { member, mention: range.clone(), rule, others: Vec::new(), confidence: 0.5 })
                }
                None if qualifiers.is_empty() => self.kin(range, head),
                None => None,
            };
        }
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (member, best) = scored.first().copied()?;
        let (total, others) = rivals(&scored.into_iter().map(|(m, score)| (Some(m), score)).collect::<Vec<_>>());
        let rule = if self.cast.members[member].is_person() { "office" } else { "body" };
        let confidence = (0.45 + 0.45 * best.exp() / total).min(0.9);
        Some(Reading { member, mention: range.clone(), rule, others, confidence })
    }

    /// "Navy denies firing": a bare noun of a headline is whoever the text below describes by it first.
    fn link_bare(&mut self) {
        let text = self.text;
        for n in 0..self.readings.len() {
            let Some(r) = self.readings[n].as_ref().filter(|r| r.rule == "description" && r.mention.len() == 1) else {
                continue;
            };
            let own = &self.cast.members[r.member];
            if own.plural || text.tag(r.mention.start) != Tag::Nn || own.kind() == SourceKind::Document {
                continue;
            }
            let heads = self.cast.with_head(text.low(r.mention.start));
            let below =
                |m: &usize| self.cast.members[*m].first > own.first && self.cast.members[*m].kind() == own.kind();
            let Some(member) = heads.iter().copied().filter(below).min_by_key(|m| self.cast.members[*m].first) else {
                continue;
            };
            if let Some(reading) = &mut self.readings[n] {
                reading.member = member;
                reading.rule = "body";
                reading.confidence = 0.7;
            }
        }
    }

    fn voice(&self, n: usize) -> Option<Voice> {
        let reading = self.readings[n].as_ref()?;
        let member = &self.cast.members[reading.member];
        let kind = member.kind();
        Some(Voice {
            name: self.cast.full_name(reading.member),
            kind,
            role: member.role().map(str::to_owned),
            mention: Some(reading.mention.clone()),
            rule: reading.rule,
            alternatives: reading
                .others
                .iter()
                .map(|(m, confidence)| Alternative { name: self.cast.full_name(*m), confidence: *confidence })
                .collect(),
            confidence: reading.confidence,
        })
    }
}

/// Whether a verb is what papers do, and not those who publish them: "it provides for a buffer zone".
fn gives_terms(low: &str) -> bool {
    matches!(
        low,
        "provides"
            | "provided"
            | "stipulates"
            | "stipulated"
            | "envisages"
            | "envisaged"
            | "foresees"
            | "foresaw"
            | "lists"
            | "listed"
    )
}

/// Whether a possessive may be a body's as well as its people's.
fn is_many(low: &str) -> bool {
    matches!(low, "its" | "their")
}

/// Whether `low` ranks an office behind another: "deputy governor".
fn is_second(low: &str) -> bool {
    matches!(low, "deputy" | "vice" | "assistant" | "junior")
}

/// Offices that go by each other's names: a cabinet secretary is "the minister", a cooperative's president "the leader".
fn calling(head: &str) -> Option<u8> {
    Some(match office(head) {
        "minister" | "secretary" => 0,
        "leader" | "president" | "chief" | "head" | "director" | "chair" | "boss" | "manager" | "executive" => 1,
        "lawmaker" | "senator" | "mp" | "legislator" | "parliamentarian" | "representative" | "politician" => 2,
        "officer" | "colonel" | "major" | "captain" | "lieutenant" | "general" | "sergeant" | "commander"
        | "serviceman" | "soldier" | "brigadier" | "commandant" => 3,
        "doctor" | "physician" | "surgeon" | "medic" | "gp" => 4,
        "analyst" | "economist" | "strategist" | "expert" | "researcher" | "scientist" | "professor" => 5,
        "lawyer" | "solicitor" | "attorney" | "barrister" | "advocate" | "counsel" => 6,
        "judge" | "justice" | "magistrate" => 7,
        "diplomat" | "ambassador" | "ambassador-at-large" | "envoy" | "attaché" | "consul" => 8,
        "reporter" | "journalist" | "correspondent" | "columnist" | "editor" => 9,
        "worker" | "employee" | "staffer" => 10,
        "inspector" | "detective" | "investigator" => 12,
        "striker" | "forward" | "player" | "footballer" => 11,
        _ => return None,
    })
}

/// Whether a noun says no more than that it is a body, so that any named one may be meant.
fn any_body(low: &str) -> bool {
    matches!(
        low,
        "company"
            | "firm"
            | "group"
            | "organisation"
            | "organization"
            | "agency"
            | "organism"
            | "entity"
            | "body"
            | "institution"
            | "business"
            | "corporation"
            | "force"
    )
}

/// Whether a noun says what a body does, and no more.
fn trade_body(low: &str) -> bool {
    matches!(
        low,
        "operator"
            | "manufacturer"
            | "maker"
            | "regulator"
            | "watchdog"
            | "lender"
            | "insurer"
            | "supplier"
            | "carrier"
            | "airline"
            | "retailer"
            | "utility"
            | "charity"
            | "cooperative"
            | "authority"
            | "broadcaster"
            | "network"
            | "bloc"
            | "movement"
            | "militia"
    )
}

/// Whether a body whose name has `word` is likely to be what `trade` says: "Kalder Freight" a haulier.
fn is_of_trade(trade: &str, word: &str) -> bool {
    match trade {
        "regulator" | "watchdog" => matches!(
            word,
            "central"
                | "commission"
                | "authority"
                | "office"
                | "inspectorate"
                | "administration"
                | "agency"
                | "ombudsman"
                | "board"
                | "conduct"
        ),
        "broadcaster" | "network" => matches!(
            word,
            "tv" | "television"
                | "radio"
                | "kanal"
                | "kanał"
                | "canal"
                | "channel"
                | "broadcasting"
                | "news"
                | "media"
                | "télévision"
                | "televisión"
                | "rádio"
        ),
        "movement" | "militia" => matches!(
            word,
            "hezbollah" | "hamas" | "taliban" | "houthis" | "front" | "brigades" | "jihad" | "resistance" | "militia"
        ),
        "bloc" => {
            matches!(word, "european" | "african" | "eurasian" | "asean" | "mercosur" | "ecowas" | "eu")
        }
        "authority" => matches!(word, "authority" | "administration" | "agency" | "commission"),
        "airline" | "carrier" => {
            word.contains("air") || word.contains("jet") || matches!(word, "aviation" | "lines" | "lufthansa")
        }
        "insurer" => matches!(
            word,
            "insurance"
                | "assurance"
                | "assurances"
                | "assicurazioni"
                | "seguros"
                | "mutual"
                | "insurers"
                | "reinsurance"
        ),
        "lender" | "bank" => matches!(word, "bank" | "banc" | "banco" | "credit" | "savings" | "trust" | "finance"),
        "haulier" | "shipper" => {
            matches!(word, "freight" | "haulage" | "logistics" | "transport" | "trucking" | "cargo")
        }
        "utility" => matches!(word, "power" | "electric" | "electricity" | "energy" | "water" | "gas" | "grid"),
        "operator" => matches!(
            word,
            "lines" | "line" | "ferries" | "railways" | "railway" | "rail" | "bus" | "buses" | "transit" | "operations"
        ),
        "retailer" | "grocer" => {
            matches!(word, "stores" | "store" | "foods" | "mart" | "market" | "markets" | "supermarkets")
        }
        "brewer" | "brewery" => matches!(word, "brewery" | "breweries" | "brewing" | "beverages"),
        "miner" | "mine" => matches!(word, "mining" | "mines" | "minerals" | "metals" | "gold" | "copper" | "coal"),
        "drugmaker" => matches!(
            word,
            "pharma" | "pharmaceuticals" | "therapeutics" | "biotech" | "laboratories" | "labs" | "biosciences"
        ),
        "carmaker" => matches!(word, "motors" | "motor" | "auto" | "automobile" | "automotive" | "cars"),
        "club" => matches!(word, "fc" | "ac" | "sc" | "cf" | "united" | "rovers" | "athletic" | "racing" | "sporting"),
        "paper" | "newspaper" => matches!(
            word,
            "tribune" | "times" | "herald" | "telegraph" | "mercury" | "post" | "gazette" | "chronicle" | "courier"
        ),
        "yard" | "shipyard" => matches!(word, "marine" | "shipyard" | "shipbuilding" | "naval" | "docks"),
        "builder" | "contractor" => matches!(word, "engineering" | "construction" | "builders" | "constructora"),
        "charity" => matches!(word, "trust" | "foundation" | "fund" | "relief" | "aid" | "charity"),
        _ => false,
    }
}

/// Whether an adjective is that of a country by its first letters: "Palauan" of Palau.
fn is_of_land(adjective: &str, land: &str) -> bool {
    let shared = adjective.chars().zip(land.chars()).take_while(|(a, b)| a == b).count();
    shared > 3 && ["an", "ian", "ese", "ish", "i", "ic"].iter().any(|e| adjective.ends_with(e))
}

/// Whether the head of `range` is nobody in particular: "a person", "two officials".
fn is_withheld(text: &Text, range: Range<usize>) -> bool {
    head_of(text, range).is_some_and(|head| {
        let low = text.low(head);
        Sources::shipped().noun(low).any(Sort::WITHHELD) || matches!(low, "person" | "people")
    })
}

/// Whether the head of `range` is an office or a role.
fn tells_office(text: &Text, range: Range<usize>) -> bool {
    head_of(text, range).is_some_and(|head| Sources::shipped().noun(text.low(head)).any(Sort::OFFICE.or(Sort::ROLE)))
}

/// Whether the sentence of token `at` goes on from there with "who" and a verb of this stem.
fn does(text: &Text, at: usize, stem: &str) -> bool {
    let rest = at..text.sentence(at).end;
    rest.clone().any(|i| {
        text.low(i) == "who"
            && (i + 1..rest.end.min(i + 4)).any(|i| text.tag(i).is_verb() && text.low(i).starts_with(stem))
    })
}

/// How "a male voice" leans, as [`Member::she`] counts it.
fn sexed(low: &str) -> f32 {
    match low {
        "female" | "woman" => 2.0,
        "male" | "man" => -2.0,
        _ => 0.0,
    }
}

/// Whether a noun of such a sort may mean `member`, by the gender of both.
fn suits(noun: Sort, member: &Member) -> bool {
    wanted_by_noun(noun).is_none_or(|wanted| member.gender().is_none_or(|own| own == wanted))
}

fn wanted_by_noun(sort: Sort) -> Option<Gender> {
    match (sort.any(Sort::FEMALE), sort.any(Sort::MALE)) {
        (true, false) => Some(Gender::She),
        (false, true) => Some(Gender::He),
        _ => None,
    }
}

/// The weight of all of `scored`, who come most likely first, and those next to the first with their shares of it.
fn rivals(scored: &[(Option<usize>, f32)]) -> (f32, Vec<(usize, f32)>) {
    let total: f32 = scored.iter().map(|(_, s)| s.exp()).sum();
    let next = scored.iter().skip(1).take(3).filter_map(|(m, s)| Some(((*m)?, s.exp() / total)));
    (total, next.filter(|(_, share)| *share > 0.02).collect())
}

/// Drops marks, a possessive ending and words of emphasis at the ends of a source.
fn trim(text: &Text, mut range: Range<usize>) -> Range<usize> {
    let edge = |i: usize| !text.word(i).chars().any(char::is_alphanumeric);
    while !range.is_empty()
        && (edge(range.start) || matches!(text.low(range.start), "even" | "only" | "but" | "and" | "by"))
    {
        range.start += 1;
    }
    while range.len() > 1
        && (edge(range.end - 1) && text.word(range.end - 1) != ")" || text.tag(range.end - 1) == Tag::Pos)
    {
        range.end -= 1;
    }
    // "Mensah allegedly", "the Afghan side for its part": how it speaks is no part of who does.
    loop {
        let last = range.end - 1;
        let manner = matches!(text.low(last), "himself" | "herself" | "itself" | "themselves" | "also")
            || text.tag(last).is_adverb() && text.low(last).ends_with("ly") && range.start < last;
        let part = range.len() > 3
            && matches!(text.low(last), "part" | "turn")
            && matches!(text.low(last - 2), "for" | "in" | "on")
            && text.tag(last - 1) == Tag::PrpS;
        let award =
            range.len() > 2 && names::is_award(text.word(last)) && text.word(last - 1).starts_with(char::is_uppercase);
        let fewer = if part { 3 } else { usize::from(manner || award) };
        if fewer == 0 || range.len() <= fewer {
            return range;
        }
        range.end -= fewer;
    }
}

/// The end of the phrase proper: before a comma, a bracket, a relative clause, a preposition behind its head.
fn base_end(text: &Text, range: &Range<usize>) -> usize {
    let mut noun = false;
    for i in range.clone() {
        let tag = text.tag(i);
        if noun && opens_quality(text, i) {
            return i;
        }
        if tag.is_noun() || tag == Tag::Other || Sources::shipped().noun(text.low(i)).any(Sort::DOCUMENT) && !noun {
            noun = true;
        } else if noun
            && (matches!(tag, Tag::In | Tag::To | Tag::Wp | Tag::Wdt | Tag::Vbn | Tag::Vbg | Tag::Rb | Tag::Rp)
                || text.low(i) == "whose"
                || opens_another(text, i)
                || tag.is_finite()
                || matches!(text.word(i), "," | "(" | "—" | "–" | ":" | ";")
                || matches!(text.low(i), "himself" | "herself" | "itself" | "themselves"))
            || i > range.start && text.word(i) == "," && matches!(text.low(i + 1), "who" | "which" | "whose")
        {
            return i;
        }
    }
    range.end
}

/// Whether another phrase begins at token `i`, behind a noun: "a letter | the company sent", "a report | she wrote".
fn opens_another(text: &Text, i: usize) -> bool {
    let small = |i: usize| text.word(i).starts_with(char::is_lowercase);
    let opens = matches!(
        text.word(i),
        "the" | "he" | "she" | "it" | "they" | "we" | "I" | "you" | "his" | "her" | "its" | "their" | "this"
    );
    // "the group Stop the War" is a name.
    opens && i > 0 && text.tag(i - 1).is_noun() && small(i - 1)
}

/// Whether a noun means a human being, by the list or by its ending.
fn is_human(low: &str) -> bool {
    let sort = Sources::shipped().noun(low);
    if sort != Sort::default() {
        return sort.any(Sort::OFFICE.or(Sort::ROLE).or(Sort::MALE).or(Sort::FEMALE));
    }
    Sources::shipped().sort(low).any(Sort::DEMONYM)
        || low.ends_with("-year-old")
        || low == "voice"
        || low.len() > 5
            && !is_thing(low)
            && ["er", "or", "ist", "man", "ian", "eer", "ee", "ant"].iter().any(|e| low.ends_with(e))
}

/// How far a description goes on behind its base: prepositions and close relative clauses, no apposition.
fn describing_end(text: &Text, base: usize, ceiling: usize) -> usize {
    // "the ministry on Wednesday": the day is that of its words.
    let day = |i: usize| text.tag(i) == Tag::In && is_time_word(text.low(i + 1));
    let adjunct =
        |i: usize| day(i) || text.tag(i) == Tag::In && matches!(text.low(i + 1), "easter" | "christmas" | "ramadan");
    // "an officer who asked not to be named": why nobody is named is no name.
    let withheld = |i: usize| {
        matches!(text.low(i), "who" | "whose")
            && (i + 1..ceiling.min(i + 9)).any(|i| {
                matches!(
                    text.low(i),
                    "named" | "identified" | "anonymity" | "anonymous" | "authorised" | "authorized" | "name" | "names"
                )
            })
    };
    // "teacher who left" is cut short of when.
    let short =
        |i: usize| matches!(text.low(i), "who" | "that") && i + 2 <= ceiling && (i + 2 == ceiling || adjunct(i + 2));
    let stops = |i: &usize| matches!(text.word(*i), "," | "(" | "—" | "–" | ";" | ":" | "“" | "\"");
    // "a customs officer there": where it is told says so.
    let here = |i: usize| matches!(text.low(i), "there" | "here") && (i + 1 == ceiling || !text.tag(i + 1).is_verb());
    // `a man addressed as “Major”`: what he is called in marks belongs to it.
    if let Some(close) = called_in_marks(text, base, ceiling) {
        return close;
    }
    (base..ceiling)
        .find(|i| stops(i) || day(*i) || withheld(*i) || short(*i) || here(*i) || opens_another(text, *i))
        .unwrap_or(ceiling)
}

fn is_plural(text: &Text, head: usize) -> bool {
    let low = text.low(head);
    let sort = Sources::shipped().sort(low);
    matches!(text.tag(head), Tag::Nns | Tag::Nnps) && low != "police"
        || sort.any(Sort::GROUP) && !sort.any(Sort::ORGANISATION)
}

/// The kind of a source that is described, not named.
fn kind_of(text: &Text, head: usize, plural: bool, counted: bool, definite: bool) -> SourceKind {
    let low = text.low(head);
    let sources = Sources::shipped();
    let sort = sources.noun(low);
    let person = sort.any(Sort::OFFICE.or(Sort::ROLE));
    if matches!(low, "country" | "countries" | "nation" | "nations" | "states" | "governments") {
        return SourceKind::State;
    }
    if sort.any(Sort::WITHHELD) && (plural || !sort.any(Sort::DOCUMENT)) {
        return SourceKind::Unnamed;
    }
    if person && plural {
        return if counted { SourceKind::Unnamed } else { SourceKind::Group };
    }
    // "operator" can be a person or a company; alone it is the company.
    if person && !(sort.any(Sort::COMPANY.or(Sort::ORGANISATION)) && definite && !sort.any(Sort::OFFICE)) {
        let holder = definite;
        return if holder { SourceKind::Person } else { SourceKind::Unnamed };
    }
    if sort.any(Sort::OUTLET_NOUN) && !sort.any(Sort::DOCUMENT) {
        return SourceKind::Outlet;
    }
    if sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) && !sort.any(Sort::DOCUMENT) {
        return SourceKind::Organisation;
    }
    if plural && counted && sort.any(Sort::GROUP) {
        return SourceKind::Unnamed;
    }
    if sort.any(Sort::DOCUMENT) {
        return SourceKind::Document;
    }
    if plural || sort.any(Sort::GROUP) {
        return SourceKind::Group;
    }
    if sort.any(Sort::OUTLET_SHAPE) && low != "post" {
        return SourceKind::Outlet;
    }
    SourceKind::Unnamed
}

fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    // "EU officials" keeps its capitals.
    if rest.chars().next().is_some_and(char::is_uppercase) {
        return words.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}

//! The cast of a document: everybody it names or describes, each once.
//!
//! Names come first, the longer forms before the single words, so that "Kovalenko"
//! finds "Andrey Kovalenko" even where the full name stands below. Descriptions join
//! as they are met as sources.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use claims::SourceKind;

use super::lexicon::{Sort, Sources, office};
use super::names::{Looks, Named, all_caps, head_of};
use super::unnamed::{Aside, is_relative};
use super::{Gender, is_human};
use crate::text::{Tag, Text};

/// How many earlier bearers of a word are looked at; keeps long documents linear.
const LOOK_BACK: usize = 24;

/// Words that tell bodies apart only together with others.
const JOINTS: &[&str] = &["of", "the", "for", "and", "&", "on", "'s", "in", ",", "against"];

/// Somebody or something that can speak.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// The fullest form of the name.
    pub name: String,
    /// Its words, in lower case.
    pub words: Vec<String>,
    /// Whether it is a proper name.
    pub named: bool,
    /// What kind it is, where a description or a list says so outright.
    pub kind: Option<SourceKind>,
    pub looks: Looks,
    /// Above zero for she, below for he.
    pub she: f32,
    pub plural: bool,
    /// Whether a description without a name is of a human being.
    pub human: bool,
    /// Offices and descriptions, with their head noun, in reading order.
    pub roles: Vec<Role>,
    /// The owner in front of the name: "Ukraine's".
    pub owner: Option<String>,
    pub mentions: usize,
    /// Where it is first met.
    pub first: usize,
}

/// What the text says somebody is.
#[derive(Clone, Debug)]
pub struct Role {
    pub words: String,
    /// All that is told, a body's too, in lower case: "train operator".
    pub told: String,
    pub head: String,
    /// The pronoun that says whose: "his" of "his lawyer, Ana Ruiz".
    pub whose: Option<String>,
}

impl Member {
    /// The kind that the evidence speaks for.
    pub fn kind(&self) -> SourceKind {
        if let Some(kind) = self.kind {
            return kind;
        }
        let l = self.looks;
        let top = l.person.max(l.organisation).max(l.outlet).max(l.state);
        if top < 0.7 {
            SourceKind::Person
        } else if l.outlet >= top {
            SourceKind::Outlet
        } else if l.state >= top {
            SourceKind::State
        } else if l.organisation >= top {
            SourceKind::Organisation
        } else {
            SourceKind::Person
        }
    }

    pub fn is_person(&self) -> bool {
        matches!(self.kind(), SourceKind::Person) || self.kind() == SourceKind::Unnamed && self.human && !self.plural
    }

    /// Whether all that is known of it is that it lies somewhere.
    pub fn is_place(&self) -> bool {
        let l = self.looks;
        self.named && self.kind.is_none() && l.place > l.person.max(l.organisation).max(l.outlet).max(l.state)
    }

    /// Whether its name is that of land, water or its people: "Muskoday First Nation", "Kaluga Region".
    pub fn is_land(&self) -> bool {
        self.words.last().is_some_and(|w| {
            matches!(
                w.as_str(),
                "nation"
                    | "region"
                    | "district"
                    | "province"
                    | "county"
                    | "river"
                    | "island"
                    | "islands"
                    | "valley"
                    | "lake"
                    | "bay"
                    | "sea"
                    | "oblast"
                    | "prefecture"
                    | "governorate"
                    | "parish"
            )
        })
    }

    /// Whether its name is that of many: "Lithuanians".
    pub fn are_a_people(&self) -> bool {
        let [word] = self.words.as_slice() else { return false };
        self.named && word.ends_with('s') && Sources::shipped().noun(word.trim_end_matches('s')).any(Sort::DEMONYM)
    }

    pub fn gender(&self) -> Option<Gender> {
        if self.she > 0.5 {
            Some(Gender::She)
        } else if self.she < -0.5 {
            Some(Gender::He)
        } else {
            None
        }
    }

    /// Whether the text gives somebody an office, which relatives and neighbours lack.
    fn in_office(&self) -> bool {
        self.roles.iter().any(|r| Sources::shipped().noun(&r.head).any(Sort::OFFICE))
    }

    /// The office or description to show, titles of address left out.
    pub fn role(&self) -> Option<&str> {
        self.roles.iter().map(|r| r.words.as_str()).find(|w| !w.is_empty())
    }
}

/// All members, and the words that lead to them.
#[derive(Debug, Default)]
pub struct Cast {
    pub members: Vec<Member>,
    by_word: HashMap<String, Vec<usize>>,
    by_head: HashMap<String, Vec<usize>>,
    by_short: HashMap<String, usize>,
    /// Every name: token and member, in order of tokens.
    log: Vec<(usize, usize)>,
    /// Those spoken of in passing: token and member, in order of tokens.
    aside: Vec<(usize, usize)>,
    /// Every source read so far: token and member, in reading order.
    said: Vec<(usize, usize)>,
    /// Short forms that are written like names: "Indeci".
    word_like: HashSet<String>,
    /// Surnames that the text puts a "Mr" or "Ms" before.
    addressed: HashSet<String>,
}

impl Cast {
    /// The members that `names` bear; the second list gives each name's member.
    pub fn of(text: &Text, names: &[Named]) -> (Self, Vec<Option<usize>>) {
        let courteous = |name: &&Named| {
            let title = text.low(name.title.start).trim_end_matches('.');
            name.tokens.len() == 1 && !name.title.is_empty() && matches!(title, "mr" | "ms" | "mrs" | "miss")
        };
        let addressed = names.iter().filter(courteous).map(|n| text.low(n.tokens.start).to_owned()).collect();
        let mut cast = Self { addressed, ..Self::default() };
        let mut bearer = vec![None; names.len()];
        for pass in 0..3 {
            for (n, name) in names.iter().enumerate() {
                let long = name.tokens.len() > 1 || name.looks.state > 2.0 || name.looks.outlet > 2.0;
                let wanted = match pass {
                    0 => long && !name.qualifies && !name.shouted,
                    1 => !long && !name.qualifies && !name.shouted,
                    _ => name.qualifies || name.shouted,
                };
                if !wanted {
                    continue;
                }
                let nicknamed = nicknamed(text, name, names).and_then(|n| bearer[n]);
                if let Some(id) = nicknamed.filter(|_| name.tokens.len() == 1) {
                    // "the Duchess" from here on.
                    let low = text.low(name.tokens.start).to_owned();
                    cast.word_like.insert(low.clone());
                    cast.by_short.insert(low, id);
                }
                let known = nicknamed.or_else(|| cast.find_name(text, name, names, &bearer));
                bearer[n] = if pass == 2 { known } else { Some(known.unwrap_or_else(|| cast.add(text, name))) };
                if let Some(member) = bearer[n].filter(|_| pass < 2) {
                    let owner = name.owner.map(|o| text.words(names[o].tokens.clone()).to_owned());
                    cast.learn(text, member, name, owner);
                    if cast.members[member].is_person() && cast.members[member].gender().is_none() {
                        cast.members[member].she += gone_on_with(text, n, names);
                    }
                }
            }
        }
        cast.join_letters(text, names, &mut bearer);
        for (n, name) in names.iter().enumerate() {
            if let Some(member) = bearer[n].filter(|_| !name.qualifies) {
                cast.log.push((name.tokens.start, member));
            }
        }
        (cast, bearer)
    }

    /// "The SBU assumes" behind "The Security Service of Ukraine has opened a case": letters that nothing explains are those of the name
    /// in its own language, where one public body of some country alone has been spoken of and its words begin with all of them but one.
    fn join_letters(&mut self, text: &Text, names: &[Named], bearer: &mut [Option<usize>]) {
        const SENTENCES: usize = 2;
        const BACK: usize = 8;
        let sources = Sources::shipped();
        let public = |w: &String| {
            matches!(
                w.as_str(),
                "service"
                    | "agency"
                    | "staff"
                    | "authority"
                    | "directorate"
                    | "office"
                    | "board"
                    | "bureau"
                    | "centre"
                    | "center"
                    | "police"
                    | "command"
                    | "administration"
                    | "council"
                    | "commission"
            )
        };
        let mut same: HashMap<usize, usize> = HashMap::new();
        for (n, name) in names.iter().enumerate() {
            let Some(id) = bearer[n] else { continue };
            let word = text.word(name.tokens.start);
            let the = name.tokens.start > 0 && text.low(name.tokens.start - 1) == "the";
            let unexplained = name.tokens.len() == 1
                && the
                && all_caps(word)
                && (3..7).contains(&word.chars().count())
                && self.members[id].first == name.tokens.start
                && self.members[id].words.len() == 1
                && name.short.is_none()
                && name.role.is_none()
                && name.title.is_empty()
                && !name.qualifies
                && !name.shouted
                && sources.noun(text.low(name.tokens.start)) == Sort::default();
            let bracketed = name.tokens.start > 0 && text.word(name.tokens.start - 1) == "(";
            if !unexplained || bracketed || matches!(text.word(name.tokens.end), "," | "(" | "–" | "—") {
                continue;
            }
            let here = text.sentence_at(name.tokens.start);
            let mut only = None;
            let mut several = false;
            for p in (n.saturating_sub(BACK)..n).rev() {
                let Some(body) = bearer[p].filter(|b| *b != id) else { continue };
                let m = &self.members[body];
                let at = text.sentence_at(names[p].tokens.start);
                let of_land = |w: &str| sources.sort(w).any(Sort::STATE.or(Sort::DEMONYM));
                let land =
                    m.words.iter().any(|w| of_land(w)) || m.owner.as_ref().is_some_and(|o| of_land(&o.to_lowercase()));
                let mut letters: Vec<char> = m.words.iter().filter_map(|w| w.chars().next()).collect();
                let short = word.to_lowercase();
                let strange = short.chars().filter(|c| {
                    let found = letters.iter().position(|l| l == c);
                    found.map(|i| letters.swap_remove(i)).is_none()
                });
                let fits = here > at
                    && here - at <= SENTENCES
                    && land
                    && strange.count() < 2
                    && m.words.len() > 2
                    && m.kind() == SourceKind::Organisation
                    && m.words.iter().any(public)
                    && names[p].short.is_none();
                if fits && only != Some(body) {
                    several |= only.is_some();
                    only = Some(body);
                }
            }
            if let Some(body) = only.filter(|_| !several) {
                same.insert(id, body);
                self.by_short.insert(text.low(name.tokens.start).to_owned(), body);
            }
        }
        for own in bearer.iter_mut().flatten() {
            *own = same.get(own).copied().unwrap_or(*own);
        }
    }

    fn add(&mut self, text: &Text, name: &Named) -> usize {
        let id = self.members.len();
        let words: Vec<String> = name.tokens.clone().map(|i| text.low(i).to_owned()).collect();
        self.members.push(Member { named: true, words: Vec::new(), first: name.tokens.start, ..Member::default() });
        self.rename(id, text.words(name.tokens.clone()).to_owned(), words);
        id
    }

    /// Gives a member a fuller name.
    fn rename(&mut self, id: usize, name: String, words: Vec<String>) {
        for word in &words {
            if JOINTS.contains(&word.as_str()) || !word.contains(char::is_alphanumeric) {
                continue;
            }
            push_once(&mut self.by_word, word, id);
            if let Some(bare) = word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")) {
                push_once(&mut self.by_word, bare, id);
            }
        }
        let plain = |w: &&str| !JOINTS.contains(w);
        let letters = initials(words.iter().map(String::as_str).filter(plain).flat_map(|w| w.split('-')));
        if letters.chars().count() > 1 && words.len() > 1 {
            self.by_short.entry(letters).or_insert(id);
        }
        // "the WSB" is the Workers' Savings Bank of Trebinac.
        let of = words.iter().position(|w| w == "of").unwrap_or(words.len());
        let short = initials(words[..of].iter().map(String::as_str).filter(plain));
        if of < words.len() && short.chars().count() > 2 {
            self.by_short.entry(short).or_insert(id);
        }
        let member = &mut self.members[id];
        member.name = name;
        member.words = words;
    }

    /// Takes up what one mention of a name tells of its bearer.
    fn learn(&mut self, text: &Text, id: usize, name: &Named, owner: Option<String>) {
        let sources = Sources::shipped();
        let words: Vec<String> = name.tokens.clone().map(|i| text.low(i).to_owned()).collect();
        // "KYIV" of the dateline is Kyiv.
        let shouts = |name: &str| name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let called = text.words(name.tokens.clone());
        let place = sources.sort(&words.join(" ")).any(Sort::STATE);
        if place && words == self.members[id].words && shouts(&self.members[id].name) && !shouts(called) {
            called.clone_into(&mut self.members[id].name);
        }
        let longer = words.len() > self.members[id].words.len();
        if longer && self.members[id].words.iter().all(|w| words.contains(w)) {
            self.rename(id, text.words(name.tokens.clone()).to_owned(), words);
        }
        if let Some(short) = &name.short {
            let low = text.low(short.start).to_owned();
            self.by_short.insert(low.clone(), id);
            if !all_caps(text.word(short.start)) {
                self.word_like.insert(low.clone());
            }
            push_once(&mut self.by_word, &low, id);
        }
        let member = &mut self.members[id];
        member.mentions += 1;
        let l = &mut member.looks;
        l.person += name.looks.person;
        l.organisation += name.looks.organisation;
        l.company += name.looks.company;
        l.outlet += name.looks.outlet;
        l.state += name.looks.state;
        l.place += name.looks.place;
        if member.owner.is_none() && name.looks.organisation > 1.0 {
            member.owner = owner.clone();
        }
        for i in name.title.clone() {
            member.she += leaning(sources.sort(text.low(i)), 3.0);
        }
        if member.mentions == 1 && name.tokens.len() > 1 {
            member.she += match sources.given(text.low(name.tokens.start)) {
                Some(Gender::She) => 2.0,
                Some(Gender::He) => -2.0,
                None => 0.0,
            };
        }
        let title = name.title.clone();
        for (range, prefixed) in [(Some(title), true), (name.role.clone(), false), (name.other.clone(), false)] {
            let Some(range) = range.filter(|r| !r.is_empty()) else { continue };
            // What stands right before a name ends in its head; tags mislead there.
            let adjoins = range.end == name.first() && sources.noun(text.low(range.end - 1)) != Sort::default();
            let head = if adjoins {
                Some(range.end - 1)
            } else if prefixed {
                range.clone().rfind(|i| text.tag(*i).is_noun())
            } else {
                head_of(text, range.clone())
            };
            let of = range.clone().find(|i| matches!(text.low(*i), "of" | "for"));
            let head = of.filter(|o| *o > range.start).map(|o| o - 1).or(head).unwrap_or(range.end - 1);
            let low = text.low(head).to_owned();
            self.members[id].she += leaning(sources.noun(&low), 3.0);
            let pure = range.clone().all(|i| {
                let sort = sources.sort(text.low(i));
                let low = text.low(i).trim_end_matches('.');
                let courtesy = low.len() < 5 || matches!(low, "mister" | "madame" | "honourable" | "honorable");
                sort.any(Sort::TITLE) && !sort.any(Sort::OFFICE.or(Sort::ROLE)) && courtesy
            });
            let sort = sources.noun(&low);
            let company = sort.any(Sort::COMPANY) && !sort.any(Sort::OFFICE);
            let person = sort.any(Sort::OFFICE.or(Sort::ROLE).or(Sort::TITLE)) && !company;
            let whose =
                range.start.checked_sub(1).filter(|i| text.tag(*i) == Tag::PrpS).map(|i| text.low(i).to_owned());
            // "the brigadier" is Brigadier General Ana Ruiz.
            // "the fire chief" is chief fire officer Ana Ruiz.
            let ranks = |i: &usize| {
                let sort = sources.sort(text.low(*i));
                prefixed && (sort.any(Sort::TITLE.or(Sort::OFFICE)) || text.low(*i) == "detective")
                    || adjoins && text.low(*i) == "chief"
            };
            for i in range.clone().filter(ranks) {
                let doctor = matches!(text.low(i), "dr" | "dr.");
                push_once(&mut self.by_head, if doctor { "doctor" } else { office(text.low(i)) }, id);
            }
            let told = text.words(range.clone()).to_lowercase();
            let words = if pure || !person { String::new() } else { text.words(range).to_owned() };
            self.add_role(id, Role { words, told, head: low, whose });
        }
        self.index_heads(id);
    }

    /// The office of "his Kazakh counterpart" behind "the Kyrgyz interior minister": a Kazakh interior minister.
    pub fn opposite(&self, text: &Text, id: usize, range: &Range<usize>) -> Option<Role> {
        const FAR: usize = 150;
        let sources = Sources::shipped();
        let of_land = |w: &str| sources.sort(w).any(Sort::DEMONYM.or(Sort::STATE));
        let held = |r: &&Role| sources.noun(&r.head).any(Sort::OFFICE) && !r.told.is_empty();
        let near = |m: &usize| {
            let first = self.members[*m].first;
            *m != id && first < range.start && first + FAR > range.start
        };
        let latest = (0..self.members.len()).filter(near).filter(|m| self.members[*m].roles.iter().any(|r| held(&r)));
        let other = latest.max_by_key(|m| self.members[*m].first)?;
        let role = self.members[other].roles.iter().find(held)?;
        let land: Vec<&str> = range.clone().map(|i| text.word(i)).filter(|w| of_land(&w.to_lowercase())).collect();
        let own = role.told.split(' ').filter(|w| !of_land(w.trim_end_matches("'s").trim_end_matches("’s")));
        let words = land.into_iter().chain(own).collect::<Vec<_>>().join(" ");
        Some(Role { told: words.to_lowercase(), words, head: role.head.clone(), whose: None })
    }

    /// Gives a member an office or description to be found by.
    pub fn add_role(&mut self, id: usize, mut role: Role) {
        if role.head == "member" && role.words.to_lowercase().contains("of parliament") {
            "mp".clone_into(&mut role.head);
        }
        push_once(&mut self.by_head, office(&role.head), id);
        let roles = &mut self.members[id].roles;
        if roles.len() < 12 && !roles.iter().any(|r| r.words == role.words && r.head == role.head) {
            roles.push(role);
        }
    }

    /// Lets "the ministry" and "the company" lead to a body by its name's words.
    fn index_heads(&mut self, id: usize) {
        if self.members[id].kind() != SourceKind::Organisation && self.members[id].kind() != SourceKind::Outlet {
            return;
        }
        let sources = Sources::shipped();
        let words = self.members[id].words.clone();
        for word in words {
            if sources.noun(&word).any(Sort::ORGANISATION.or(Sort::COMPANY)) {
                push_once(&mut self.by_head, &word, id);
            }
            // "the mission" of a state is its embassy.
            if matches!(word.as_str(), "embassy" | "consulate") {
                push_once(&mut self.by_head, "mission", id);
            }
            // "the military" of the Armed Forces.
            if matches!(word.as_str(), "army" | "forces" | "military" | "idf") {
                ["army", "forces", "military"].into_iter().for_each(|head| push_once(&mut self.by_head, head, id));
            }
        }
        push_once(&mut self.by_head, "@body", id);
        if self.members[id].looks.company > 0.5 {
            push_once(&mut self.by_head, "@company", id);
        }
    }

    /// Adds somebody the text describes without a name.
    pub fn describe(&mut self, member: Member, head: &str) -> usize {
        let id = self.members.len();
        let words = member.words.clone();
        let body = member.kind == Some(SourceKind::Organisation);
        self.members.push(member);
        push_once(&mut self.by_head, office(head), id);
        if body {
            push_once(&mut self.by_head, "@body", id);
            if Sources::shipped().noun(head).any(Sort::COMPANY) {
                push_once(&mut self.by_head, "@company", id);
            }
        }
        self.by_short.entry(format!("={}", words.join(" "))).or_insert(id);
        id
    }

    /// Adds those whom the text describes without a name, each with its head noun, to be met again from where they first stand;
    /// gives each one's first token with its number.
    pub fn introduce(&mut self, some: Vec<(Member, String)>) -> HashMap<usize, usize> {
        let mut introduced = HashMap::new();
        for (member, head) in some {
            let id = self.members.len();
            push_once(&mut self.by_head, office(&head), id);
            self.log.push((member.first, id));
            introduced.insert(member.first, id);
            self.members.push(member);
        }
        self.log.sort_unstable();
        introduced
    }

    /// Adds those spoken of in passing, whom no noun leads to; gives each new one's number with the words that bring it in.
    pub fn pass(&mut self, asides: Vec<Aside>) -> HashMap<usize, Range<usize>> {
        let mut passing = HashMap::new();
        for Aside { member, head, words, definite, named } in asides {
            // "The president is safe", whose holder is met there.
            if !named && self.log.binary_search_by_key(&words.start, |(t, _)| *t).is_ok() {
                continue;
            }
            // "the foreman", who was "a foreman of the port" before.
            let says = |m: &Member, w: &String| {
                m.words.contains(w) || m.roles.iter().any(|r| r.head == *w || r.words.contains(w.as_str()))
            };
            let same = |m: &Member| {
                m.first < member.first && m.plural == member.plural && member.words.iter().all(|w| says(m, w))
            };
            let known = self.with_head(&head).iter().rev().copied().find(|m| same(&self.members[*m]));
            let id = known.filter(|_| definite).unwrap_or_else(|| {
                let id = self.members.len();
                passing.insert(id, words.clone());
                self.members.push(member);
                id
            });
            self.aside.push((words.start, id));
        }
        passing
    }

    /// Lets the last word of its name lead to somebody who was only spoken of in passing, and the whole name.
    pub fn index(&mut self, id: usize) {
        let name = self.members[id].name.to_lowercase();
        if let Some(head) = self.members[id].words.last().cloned() {
            push_once(&mut self.by_head, office(&head), id);
        }
        self.by_short.entry(format!("={name}")).or_insert(id);
    }

    /// Those spoken of in passing before token `at`, the `reach` latest.
    pub fn passed(&self, at: usize, reach: usize) -> &[(usize, usize)] {
        let end = self.aside.partition_point(|(t, _)| *t < at);
        &self.aside[end.saturating_sub(reach)..end]
    }

    /// Where a member is mentioned before token `at`, in no order.
    pub fn mentions(&self, id: usize, at: usize) -> Vec<usize> {
        let all = self.log.iter().chain(&self.said).chain(&self.aside);
        all.filter(|(t, m)| *m == id && *t < at).map(|(t, _)| *t).collect()
    }

    /// Whether one of the last sources read stands at token `t`.
    pub fn spoke_at(&self, t: usize) -> bool {
        const BACK: usize = 60;
        self.said.iter().rev().take(BACK).any(|(s, _)| *s == t)
    }

    /// Notes where an office stands for the one person of the text who holds it, or "the company" for the only one, so that a pronoun
    /// behind it finds them.
    pub fn meet(&mut self, offices: Vec<(usize, &str)>) {
        for (at, head) in offices {
            let company = Sources::shipped().noun(head).any(Sort::COMPANY);
            let body = company || Sources::shipped().noun(head).any(Sort::ORGANISATION);
            let holds = |m: &&usize| {
                let member = &self.members[**m];
                member.named
                    && if body {
                        !member.is_person() && !member.is_place() && member.first < at
                    } else {
                        member.is_person()
                    }
            };
            let class = if company { "@company" } else { head };
            let mut holders = self.with_head(class).iter().filter(holds);
            if let (Some(holder), None) = (holders.next().copied(), holders.next()) {
                self.log.push((at, holder));
            }
        }
        self.log.sort_unstable();
    }

    /// The member described in exactly these words before.
    pub fn described(&self, words: &str) -> Option<usize> {
        self.by_short.get(&format!("={words}")).copied()
    }

    /// The members that a head noun leads to, the latest last.
    pub fn with_head(&self, head: &str) -> &[usize] {
        let all = self.by_head.get(office(head)).map_or(&[][..], Vec::as_slice);
        &all[all.len().saturating_sub(LOOK_BACK)..]
    }

    /// Those of them who are called by a name.
    pub fn named_with_head(&self, head: &str) -> Vec<usize> {
        self.with_head(head).iter().copied().filter(|m| self.members[*m].named).collect()
    }

    /// The member that already bears `name`.
    fn find_name(&self, text: &Text, name: &Named, names: &[Named], bearer: &[Option<usize>]) -> Option<usize> {
        let sources = Sources::shipped();
        let words: Vec<&str> = name.tokens.clone().map(|i| text.low(i)).collect();
        let last = *words.last()?;
        if words.len() == 1 {
            let shortens = all_caps(text.word(name.tokens.start)) || self.word_like.contains(last);
            if let Some(id) = self.by_short.get(last).filter(|_| shortens)
                && (self.by_word.get(last).is_none_or(|w| w.contains(id)))
            {
                return Some(*id);
            }
            if let Some(full) = sources.alias(last).filter(|_| all_caps(text.word(name.tokens.start))) {
                let full: Vec<String> = full.to_lowercase().split(' ').map(str::to_owned).collect();
                if let Some(id) = self.latest(full.last()?).find(|id| self.members[*id].words == full) {
                    return Some(id);
                }
            }
        }
        let owner = name.owner.and_then(|o| bearer.get(o).copied().flatten()).map(|o| self.members[o].name.clone());
        let titled = name.looks.person > 2.0;
        let called = if words.len() == 1 { called(text, name, names, bearer) } else { None };
        let mut best: Option<(i32, usize)> = None;
        for word in if words.len() == 1 { vec![last] } else { vec![last, words[0]] } {
            for id in self.latest(word) {
                let member = &self.members[id];
                let score = fits(member, &words, titled, name);
                let Some(mut score) = score else { continue };
                if let (Some(a), Some(b)) = (&owner, &member.owner)
                    && a != b
                {
                    continue;
                }
                if owner.is_some() && owner == member.owner {
                    score += 4;
                }
                if member.first <= name.tokens.start {
                    score += 1;
                }
                score += self.gender_fit(text, member, name);
                // Where people are "Ms Kalder", "Kalder" is the firm, if one is called so.
                if words.len() == 1 && name.title.is_empty() && member.is_person() && self.addressed.contains(last) {
                    score -= 8;
                }
                // Whose first surname it is, a person of some office is likelier to be called by it.
                score += match called {
                    Some(called) => 2 * i32::from(called == id),
                    None => i32::from(words.len() == 1 && member.in_office()),
                };
                if best.is_none_or(|(s, _)| score > s) {
                    best = Some((score, id));
                }
            }
        }
        best.map(|(_, id)| id)
    }

    /// "Ms Koval" is rather Halyna than Petro.
    fn gender_fit(&self, text: &Text, member: &Member, name: &Named) -> i32 {
        let lean: f32 = name.title.clone().map(|i| leaning(Sources::shipped().sort(text.low(i)), 1.0)).sum();
        match member.gender() {
            Some(Gender::She) if lean > 0.0 => 2,
            Some(Gender::He) if lean < 0.0 => 2,
            Some(_) if lean != 0.0 => -3,
            _ => 0,
        }
    }

    fn latest(&self, word: &str) -> impl Iterator<Item = usize> {
        let all = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
        all.iter().rev().take(LOOK_BACK).copied()
    }

    /// The name to show: with the owner, where the name alone could be anybody's.
    ///
    /// "Russia's Defence Ministry" needs its country; "Main Intelligence Directorate" and the
    /// like are called by three words or more, and keep one name with and without.
    pub fn full_name(&self, id: usize) -> String {
        let member = &self.members[id];
        if member.words.len() == 1
            && let Some(full) = Sources::shipped().alias(&member.words[0]).filter(|_| all_caps(&member.name))
        {
            return full.to_owned();
        }
        // "Ukraine's General Staff", but "Norway's Nordhav Energi" has a name of its own.
        let common = |w: &String| Sources::shipped().noun(w).any(Sort::ORGANISATION);
        match &member.owner {
            Some(owner)
                if member.kind() == SourceKind::Organisation
                    && member.name.split(' ').count() < 3
                    && member.words.iter().any(common) =>
            {
                format!("{owner}'s {}", member.name)
            }
            _ => member.name.clone(),
        }
    }

    /// The latest mentions before token `at`, the nearest first; at most `reach` names and as many descriptions and pronouns.
    pub fn before(&self, at: usize, reach: usize) -> Vec<(usize, usize)> {
        let end = self.log.partition_point(|(t, _)| *t < at);
        let mut out = self.log[end.saturating_sub(reach)..end].to_vec();
        out.extend(self.said.iter().rev().take(reach).filter(|(t, _)| *t < at));
        out.sort_unstable_by(|a, b| b.cmp(a));
        out.dedup();
        out
    }

    /// Notes that `member` is meant at token `at`; to be called in reading order.
    pub fn note(&mut self, at: usize, member: usize) {
        self.said.push((at, member));
    }
}

/// The name whose bearer goes by `name` as well: `Ana Ruiz, nicknamed “the Duchess”,`, "Ana Ruiz, better known as the Duchess",
/// `Sergeant Ruiz, call sign “Moth”,`, `Ana Ruiz, whom everybody calls “Needle”`.
fn nicknamed(text: &Text, name: &Named, names: &[Named]) -> Option<usize> {
    const FAR: usize = 12;
    let mark = |i: usize| matches!(text.word(i), "“" | "\"" | "‘" | "'" | "«");
    let small = |i: usize| mark(i) || text.low(i) == "the";
    let mut at = name.tokens.start.checked_sub(1)?;
    while at > 0 && small(at) {
        at -= 1;
    }
    let marked = mark(name.tokens.start - 1);
    let sentence = text.sentence(at);
    let before = |low: &str| (at.saturating_sub(FAR).max(sentence.start)..at).rev().find(|i| text.low(*i) == low);
    let (called, far) = match text.low(at) {
        "nicknamed" | "dubbed" | "alias" => (at, false),
        "as" if text.low(at.checked_sub(1)?) == "known" => (at - 1, false),
        "callsign" | "call-sign" | "codename" => (at, false),
        "sign" | "name" if matches!(text.low(at.checked_sub(1)?), "call" | "code") => (at - 1, false),
        "by" if marked && matches!(text.low(at.checked_sub(1)?), "goes" | "went" | "go") => (at - 1, true),
        "call" | "calls" | "called" if marked => (before("whom")?, false),
        _ => return None,
    };
    // "better known as", "also known as", "who is known as".
    let plain = |i: usize| text.tag(i).is_adverb() || matches!(text.low(i), "better" | "is" | "was" | "who" | ",");
    let end = if far {
        // "Ihor, a tank driver who goes by “Granddad”".
        let n = names.partition_point(|n| n.tokens.start < called);
        let here = names[..n].iter().rev().take_while(|n| n.tokens.start >= sentence.start);
        let end = here.filter(|n| n.tokens.end <= called && n.looks.person > 0.0).map(|n| n.tokens.end).next()?;
        // "shot a man who goes by “Bear”".
        (end..called).all(|i| !text.tag(i).is_finite()).then_some(end)?
    } else {
        (called.saturating_sub(5)..called).rev().find(|i| !plain(*i))? + 1
    };
    // "Ana Ruiz nicknamed Bell": that is what she did.
    if end == called {
        return None;
    }
    let n = names.partition_point(|n| n.tokens.end < end);
    names.get(n).filter(|n| n.tokens.end == end && n.looks.person > 0.0).map(|_| n)
}

/// Whom a surname alone means among its bearers: the one named in full in this paragraph or the one before, else the one it meant last;
/// a relative of somebody only where nobody else bears it.
fn called(text: &Text, name: &Named, names: &[Named], bearer: &[Option<usize>]) -> Option<usize> {
    const BACK: usize = 60;
    let low = text.low(name.tokens.start);
    let block = |t: usize| text.sentences[text.sentence_at(t)].block;
    let here = block(name.tokens.start);
    let n = names.partition_point(|other| other.tokens.start < name.tokens.start);
    let before = (n.saturating_sub(BACK)..n).rev().filter(|o| text.low(names[*o].tokens.end - 1) == low);
    let (mut alone, mut related, mut others) = (None, false, None);
    for other in before {
        let full = names[other].tokens.len() > 1;
        // "Her daughter, Defne Aksoylu,": somebody's relative of the same name is not who the text goes on about.
        let kin = names[other].role.as_ref().is_some_and(|role| {
            let owned = |i: usize| matches!(text.tag(i), Tag::PrpS | Tag::Pos);
            (owned(role.start) || role.start > 0 && owned(role.start - 1)) && is_relative(text.low(role.end - 1))
        });
        if full && kin {
            related = true;
            continue;
        }
        if full && block(names[other].tokens.start) + 1 >= here {
            return bearer[other];
        }
        if full && others.is_none() {
            others = bearer[other];
        }
        if !full && alone.is_none() {
            alone = bearer[other];
        }
    }
    alone.or_else(|| others.filter(|_| related))
}

/// How much the sentence behind that of name `n` tells he from she, as in "Komla Badu has died in jail. He was 58.": where the name opens its
/// sentence and nobody else is spoken of there.
fn gone_on_with(text: &Text, n: usize, names: &[Named]) -> f32 {
    let name = &names[n];
    let here = text.sentence_at(name.tokens.start);
    let sentence = text.sentences[here].tokens.clone();
    let Some(next) = text.sentences.get(here + 1).filter(|next| next.block == text.sentences[here].block) else {
        return 0.0;
    };
    let lean = match text.low(next.tokens.start) {
        "he" => -1.0,
        "she" => 1.0,
        _ => return 0.0,
    };
    // Behind another sentence the pronoun may be of whom that was.
    let first = here == 0 || text.sentences[here - 1].block != text.sentences[here].block;
    let opens = first && name.title.start.min(name.tokens.start) == sentence.start;
    let others = names[n + 1..].iter().take_while(|o| o.tokens.start < sentence.end).any(|o| o.looks.person > 0.0);
    // "Komla Badu was shot by a guard. He fled", "Komla Badu met the mayor. He said".
    let apart = |i: usize| matches!(text.tag(i), Tag::Dt | Tag::PrpS | Tag::Pos) && !(i > 0 && text.word(i - 1) == ",");
    let another = (name.tokens.end..sentence.end).any(|i| {
        text.tag(i).is_noun() && is_human(text.low(i)) && (i.saturating_sub(3).max(name.tokens.end)..i).any(apart)
            || is_other(text.low(i), lean)
    });
    let quoted = (sentence.start..next.tokens.start + 1).any(|i| text.quoted(i));
    if opens && !others && !another && !quoted { lean } else { 0.0 }
}

/// Whether a pronoun is the other sex's than `lean` says.
fn is_other(low: &str, lean: f32) -> bool {
    if lean > 0.0 { matches!(low, "he" | "him" | "his") } else { matches!(low, "she" | "her") }
}

/// How well a mention's words fit a member's name; `None` where they do not.
fn fits(member: &Member, words: &[&str], titled: bool, name: &Named) -> Option<i32> {
    if !member.named {
        return None;
    }
    let own: Vec<&str> = member.words.iter().map(String::as_str).collect();
    if own == words {
        return Some(20);
    }
    let kind = member.kind();
    let last = words.last()?;
    if words.len() == 1 {
        if own.len() == 1 {
            return None;
        }
        // A country or outlet is not a bit of a longer name: "Ukraine" is no short form of "Bank of Ukraine".
        if name.looks.state > 1.0 || name.looks.outlet > 1.0 || kind == SourceKind::State {
            return None;
        }
        let bare = |w: &str| w.trim_start_matches("al-").trim_start_matches("el-").to_owned();
        return match kind {
            SourceKind::Person => {
                if bare(own.last()?) == bare(last) {
                    // "Playa de Muro" is rather not called "Muro", and may be no person at all.
                    let joined = Sources::shipped().sort(own[own.len() - 2]).any(Sort::PARTICLE);
                    Some(10 - if joined { 3 } else { 0 } - i32::from(member.looks.person < 1.0))
                } else if own[0] == *last {
                    Some(if titled { 4 } else { 6 })
                } else {
                    own.contains(last).then_some(5)
                }
            }
            // "the Ledger" is the newspaper Harbour Ledger.
            SourceKind::Outlet => {
                let the = name.looks.organisation >= 0.8 && name.looks.person < 1.0;
                // There are many Times, and one that is called nothing else.
                (own.last() == Some(last) && the && *last != "times").then_some(8)
            }
            _ => {
                if name.looks.person > 1.0 {
                    return None;
                }
                let generic = Sources::shipped().noun(last).any(Sort::ORGANISATION.or(Sort::COMPANY));
                let place = own.iter().position(|w| w == last)?;
                // Behind "of" a word names what the body is for, not the body.
                let behind_of = own[..place].contains(&"of") || own[..place].contains(&"for");
                let closing = place + 1 == own.len() && !behind_of;
                (generic || !behind_of).then_some(match (generic, closing) {
                    (true, _) => 4,
                    (false, true) if Sources::shipped().sort(own[place - 1]).any(Sort::PARTICLE) => 6,
                    (false, true) => 8,
                    (false, false) => 5,
                })
            }
        };
    }
    let inside = |short: &[&str], long: &[&str]| {
        let mut at = 0;
        short.iter().all(|w| {
            let found = long[at..].iter().position(|l| l == w || initial_of(w, l) || initial_of(l, w));
            at += found.map_or(0, |f| f + 1);
            found.is_some()
        })
    };
    let (short, long) = if own.len() < words.len() { (&own[..], words) } else { (words, &own[..]) };
    let person = kind == SourceKind::Person && name.looks.organisation < 1.5;
    if person {
        // "Gabriel García" and "García Márquez" are both Gabriel García Márquez; one word alone joined earlier.
        if short.len() > 1 && inside(short, long) {
            return Some(12);
        }
        return (short.len() == 1 && titled && long.last() == short.last()).then_some(9);
    }
    if name.looks.person > 1.0 || name.looks.state > 1.0 || kind == SourceKind::State || kind == SourceKind::Outlet {
        return None;
    }
    let bag = |w: &[&str]| w.iter().filter(|w| !JOINTS.contains(w)).map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let (short, long) = (bag(short), bag(long));
    let headed = short.iter().any(|w| Sources::shipped().noun(w).any(Sort::ORGANISATION.or(Sort::COMPANY)));
    (headed && short.len() > 1 && short.iter().all(|w| long.contains(w))).then_some(8)
}

/// The letters that words begin with.
fn initials<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.filter_map(|w| w.chars().next().filter(|c| c.is_alphanumeric())).collect()
}

/// "J." stands for "Jane".
fn initial_of(short: &str, long: &str) -> bool {
    short.len() == 2 && short.ends_with('.') && long.starts_with(&short[..1])
}

/// What a noun or title says of the pronoun its bearer goes with, as [`Member::she`] counts it.
pub fn leaning(sort: Sort, weight: f32) -> f32 {
    match (sort.any(Sort::FEMALE), sort.any(Sort::MALE)) {
        (true, false) => weight,
        (false, true) => -weight,
        _ => 0.0,
    }
}

fn push_once(index: &mut HashMap<String, Vec<usize>>, word: &str, id: usize) {
    if let Some(ids) = index.get_mut(word) {
        if !ids.iter().rev().take(LOOK_BACK).any(|i| *i == id) {
            ids.push(id);
        }
    } else {
        index.insert(word.to_owned(), vec![id]);
    }
}

/// Words of a range in lower case, without joints at either end.
pub fn low_words(text: &Text, range: Range<usize>) -> Vec<String> {
    range.map(|i| text.low(i).to_owned()).collect()
}

//! Whom a description means who is named elsewhere: "the Dane", "the drugmaker", and the ambassador whose name comes below.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use claims::SourceKind;

use super::antecedent::{Wanted, opens_clause};
use super::cast::{Member, Role};
use super::lexicon::{Sort, Sources, office};
use super::names::{Named, head_of};
use super::{
    Gender, NAMELESS, Reader, Reading, SOUND, any_body, calling, is_human, is_of_trade, is_plural, rivals, suits,
    trade_body, unnamed,
};
use crate::attribution::{Found, is_being, is_mind, is_reaction, is_time_word, phrase_forward};
use crate::text::Tag;

impl Reader<'_, '_> {
    /// "the former judge", "the 34-year-old nurse", "the Swedish engineer": somebody named a little before, of whom the text tells more;
    /// "the witness" is whoever has just spoken and is of no court.
    pub(super) fn one_who_was(&self, range: &Range<usize>, body: usize, head: usize) -> Option<Reading> {
        const SENTENCES: usize = 3;
        let text = self.text;
        let sort = Sources::shipped().noun(text.low(head));
        let was = matches!(
            text.low(body),
            "former" | "retired" | "veteran" | "outgoing" | "ousted" | "deposed" | "ex-president" | "ex-minister"
        );
        let of_land = |i: usize| Sources::shipped().sort(text.low(i)).any(Sort::DEMONYM);
        // "The whistleblower, 34, said" is somebody of whom the text tells more, too.
        let aged = text.word(head + 1) == "," && text.tag(head + 2) == Tag::Cd && text.word(head + 3) == ",";
        let more = aged || (body..head).any(|i| text.low(i).ends_with("-year-old") || of_land(i));
        let testifies = text.low(head) == "witness" && body == head;
        let closes = head + 1 == range.end || text.word(head + 1) == ",";
        // A president is not told of in passing as "the Turkish president".
        let body_of = sort
            .any(Sort::ORGANISATION.or(Sort::COMPANY).or(Sort::GROUP).or(Sort::OUTLET_NOUN).or(Sort::OFFICE))
            || text.low(head) == "guard";
        let human =
            (sort.any(Sort::OFFICE.or(Sort::ROLE)) || (more || was) && is_human(text.low(head))) && !(more && body_of);
        if !(was || more || testifies) || !closes || !human || text.low(range.start) != "the" {
            return None;
        }
        let of_court = |m: &Member| {
            m.roles.iter().any(|r| {
                matches!(calling(&r.head), Some(6 | 7))
                    || matches!(office(&r.head), "prosecutor" | "officer" | "detective")
            })
        };
        let here = text.sentence_at(range.start);
        let (t, member) = self.cast.before(range.start, 8).into_iter().find(|(t, m)| {
            let member = &self.cast.members[*m];
            let fits = suits(sort, member);
            let near =
                here - text.sentence_at(*t).min(here) < SENTENCES * (1 + usize::from(testifies)) + usize::from(was);
            let spoke = !testifies || self.cast.spoke_at(*t) && !of_court(member);
            let person = was || member.looks.person > 1.0 || member.gender().is_some();
            let opens = !aged || opens_clause(text, *t);
            near && fits && spoke && person && member.named && member.is_person() && !member.is_place() && opens
        })?;
        // "Ana Ruiz criticised Karim Nasser. The former judge": either may be meant.
        let spoke = self.last.is_some_and(|(m, _)| m == member) || was && self.cast.spoke_at(t);
        // A person who is a minister is not told of as "the French diplomat"; a captain may be a pilot.
        let serves = calling(text.low(head)) == Some(3)
            || matches!(text.low(head), "pilot" | "sailor" | "medic" | "gunner" | "sniper" | "navigator" | "aviator");
        let ranked = |r: &Role| serves && calling(&r.head) == Some(3);
        let holds = |r: &Role| Sources::shipped().noun(&r.head).any(Sort::OFFICE) && !ranked(r);
        let held = more && self.cast.members[member].roles.iter().any(holds);
        if held || !(spoke || opens_clause(text, t) || testifies) {
            return None;
        }
        Some(Reading { member, mention: range.clone(), rule: "office", others: Vec::new(), confidence: 0.6 })
    }

    /// "the man", "the woman": like "he" and "she", but rather of those without a name.
    pub(super) fn the_man(&mut self, range: &Range<usize>, low: &str, found: &Found) -> Option<Reading> {
        let wanted = match low {
            "man" | "boy" => Wanted::One(Gender::He),
            "woman" | "girl" => Wanted::One(Gender::She),
            _ => return None,
        };
        let mut scored = self.antecedents(range.start, wanted, None, found);
        // "Ruiz said that the man had admitted": nobody calls himself so.
        let outer = found.parent.and_then(|p| self.readings.get(p)?.as_ref()).map(|r| r.member);
        scored.retain(|(member, _)| outer.is_none() || *member != outer);
        for (member, score) in &mut scored {
            let Some(m) = member.map(|m| &self.cast.members[m]) else { continue };
            if m.named {
                *score -= NAMELESS;
            } else if m.words.last().is_some_and(|w| w == low) {
                *score += NAMELESS;
            }
        }
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (total, others) = rivals(&scored);
        let (member, best) = scored.first().and_then(|(m, score)| Some(((*m)?, *score)))?;
        let member = self.take(member, found);
        Some(Reading { member, mention: range.clone(), rule: "office", others, confidence: SOUND * best.exp() / total })
    }

    /// "the drugmaker", "the paper", "the channel": the one body with a name that the last sentences speak of, where nothing says what else
    /// it is.
    ///
    /// Where `more` is said of it, "the power company", it is one that is a subject or a firm.
    pub(super) fn only_body(&self, at: usize, low: &str, more: bool) -> Option<usize> {
        const SENTENCES: usize = 4;
        const FAR: usize = 150;
        let text = self.text;
        let sources = Sources::shipped();
        let sort = sources.noun(low);
        let body = sort.any(Sort::COMPANY.or(Sort::OUTLET_NOUN)) && !sort.any(Sort::OFFICE)
            || any_body(low)
            || trade_body(low)
            || ["maker", "builder", "grower", "seller"].iter().any(|e| low.len() > 7 && low.ends_with(e))
            || matches!(
                low,
                "store"
                    | "theatre"
                    | "theater"
                    | "yard"
                    | "chain"
                    | "channel"
                    | "station"
                    | "title"
                    | "brand"
                    | "importer"
                    | "exporter"
                    | "brewer"
                    | "grocer"
                    | "bookmaker"
                    | "organiser"
                    | "organizer"
                    | "developer"
            );
        if !body || low == "force" {
            return None;
        }
        // "the hospital" is no Forest Fire Corporation.
        let general = sort.any(Sort::COMPANY) || any_body(low);
        let here = text.sentence_at(at);
        // Each of them, and whether it was a subject or called like a body of that trade.
        let mut met: Vec<(usize, bool, bool)> = Vec::new();
        for (t, m) in self.cast.before(at, 12) {
            let member = &self.cast.members[m];
            let near = here - text.sentence_at(t).min(here) < SENTENCES;
            // A ministry or a bank is called what it is.
            let bodied = |w: &str| {
                let own = sources.noun(w);
                own.any(Sort::ORGANISATION) && !own.any(Sort::COMPANY) || !general && own.any(Sort::COMPANY)
            };
            let told =
                member.words.iter().any(|w| bodied(w)) || member.roles.iter().any(|r| r.head != low && bodied(&r.head));
            let outlet = member.looks.outlet > 1.0 && !sort.any(Sort::OUTLET_NOUN);
            let body = member.looks.person < 1.0 && member.looks.state < 1.0 && !member.is_place() && !member.is_land();
            let subject = opens_clause(text, t);
            let speaks = subject || member.looks.company > 0.0;
            let fits = body && !told && !outlet && (speaks || !more) && !member.words.iter().any(|w| is_time_word(w));
            // “God told them so” names no operator.
            let voiced = text.quoted(t) && !text.quoted(at);
            if !near || !fits || !member.named || voiced {
                continue;
            }
            let press = sort.any(Sort::OUTLET_NOUN) && member.looks.outlet > 1.0;
            let like = press || member.words.iter().any(|w| is_of_trade(low, w));
            match met.iter_mut().find(|(own, ..)| *own == m) {
                Some((_, subjects, _)) => *subjects |= subject,
                None => met.push((m, subject, like)),
            }
        }
        // "Nordhavn Pharma is withdrawing its pill Somnarel": of several, the one called so, or the subject.
        let one = |of: &dyn Fn(&(usize, bool, bool)) -> bool| {
            let mut those = met.iter().filter(|m| of(m));
            those.next().filter(|_| those.next().is_none()).map(|(m, ..)| *m)
        };
        // "the operator" of talks with the port operator is whom they were held with; a slug in capitals is nobody.
        let told_before = (at.saturating_sub(FAR)..at).any(|i| text.low(i) == low);
        let called = |m: usize| {
            let member = &self.cast.members[m];
            let slug = member.words.len() > 1 && member.name.chars().all(|c| !c.is_lowercase());
            !told_before && !slug && (member.words.len() > 1 || member.looks.organisation >= 1.0)
        };
        one(&|_| true).or_else(|| one(&|m| m.2)).or_else(|| one(&|m| m.1 && called(m.0)))
    }

    /// "the minister" behind Cabinet Secretary Josphat Mwangi, "the blogger" behind a serviceman who blogs: the one who
    /// has just spoken, called by another word for what he is.
    pub(super) fn kin(&self, range: &Range<usize>, head: usize) -> Option<Reading> {
        let text = self.text;
        let low = text.low(head);
        let sort = Sources::shipped().noun(low);
        let (member, place) = self.last?;
        let last = &self.cast.members[member];
        let near = text.block_of(range.start) <= text.block_of(place) + 1;
        let fits = suits(sort, last);
        let called = calling(low)
            .is_some_and(|c| last.roles.iter().any(|r| calling(&r.head) == Some(c) && !ranks_apart(low, r)));
        // What somebody without a name does stands where he is brought in.
        let stem = low.get(..4).filter(|_| last.human && !last.named && sort.any(Sort::ROLE));
        let does = !unnamed::is_relative(low)
            && stem.is_some_and(|stem| text.sentence(last.first).any(|i| text.low(i).starts_with(stem)));
        // "Ana Ruiz, who runs the Institute of Border Problems, …", then "the expert".
        let knows = matches!(low, "expert" | "analyst" | "specialist" | "observer" | "commentator");
        let knows = knows && last.named && last.roles.is_empty();
        let told = near && fits && (called || does || knows) && last.is_person() && !is_plural(text, head);
        told.then(|| Reading { member, mention: range.clone(), rule: "office", others: Vec::new(), confidence: 0.5 })
    }

    /// "its fisheries minister said" in the first paragraph: whoever speaks next, in one of the next two, named for the first time and
    /// without a word of who that is; "their commander" anywhere: the colonel who speaks next.
    pub(super) fn link_named(&mut self) {
        const SENTENCES: usize = 4;
        const NEXT: usize = 4;
        let text = self.text;
        let order: Vec<Reading> = self.readings.iter().flatten().cloned().collect();
        let block = |r: &Reading| text.block_of(r.mention.start);
        let Some(lede) = order.first().map(block) else { return };
        let mut same: HashMap<usize, usize> = HashMap::new();
        for (n, r) in order.iter().enumerate() {
            let m = &self.cast.members[r.member];
            let definite = text.low(r.mention.start) == "the"
                || text.tag(r.mention.start) == Tag::PrpS
                || !matches!(text.tag(r.mention.start), Tag::Dt | Tag::Cd)
                    && r.mention.clone().any(|i| text.tag(i) == Tag::Pos);
            if r.rule != "description" || !definite || m.named || m.plural || m.first != r.mention.start {
                continue;
            }
            let Some(head) = head_of(text, r.mention.clone()).map(|h| text.low(h)) else { continue };
            let sort = Sources::shipped().noun(head);
            if let Some(next) = order.get(n + 1).filter(|next| self.is_union_named(r, head, next)) {
                same.insert(r.member, next.member);
                continue;
            }
            let held = sort.any(Sort::OFFICE.or(Sort::ROLE)) || is_relation(head);
            if !held || sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) {
                continue;
            }
            let next = order[n + 1..]
                .iter()
                .take(NEXT)
                .find(|o| o.member != r.member && (o.rule == "name" || self.cast.members[o.member].is_person()));
            let Some(next) = next.filter(|o| {
                o.rule == "name" && text.sentence_at(o.mention.start) < text.sentence_at(r.mention.start) + SENTENCES
            }) else {
                continue;
            };
            let below = block(r) == lede && (lede + 1..lede + 3).contains(&block(next));
            // "Her superior sees no fault. “…,” Police Chief Ana Ruiz said."
            let titled = self.names_in(&next.mention).next().is_some_and(|n| !self.names[n].title.is_empty());
            let related = text.tag(r.mention.start) == Tag::PrpS
                && is_relation(head)
                && titled
                && text.sentence_at(next.mention.start) == text.sentence_at(r.mention.start) + 1;
            if related && self.is_new(next) {
                same.insert(r.member, next.member);
                continue;
            }
            if self.is_told_below(next, head, below) {
                same.insert(r.member, next.member);
            }
        }
        for r in self.readings.iter_mut().flatten() {
            if let Some(member) = same.get(&r.member) {
                (r.member, r.rule, r.confidence) = (*member, "office", 0.6);
                r.others.retain(|(m, _)| m != member);
            }
        }
    }

    /// Whether `named` is the union of the sentence before, which no name had: "their union said", then "the Federation of Ferry Staff".
    fn is_union_named(&self, union: &Reading, head: &str, named: &Reading) -> bool {
        let text = self.text;
        let own = &self.cast.members[named.member];
        let (first, second) = (union.mention.start, named.mention.start);
        let next = text.sentence_at(second) <= text.sentence_at(first) + 1
            && text.block_of(second) <= text.block_of(first) + 1;
        let called = own.words.iter().any(|w| {
            matches!(w.as_str(), "union" | "federation" | "confederation" | "syndicate" | "guild" | "brotherhood")
        });
        head == "union"
            && named.rule == "name"
            && next
            && called
            && own.kind() == SourceKind::Organisation
            && named.mention.contains(&own.first)
    }

    /// Whether a person is met for the first time in `named`, and no comma says who that is.
    fn is_new(&self, named: &Reading) -> bool {
        let mention = &named.mention;
        let own = &self.cast.members[named.member];
        let name = self.names_in(mention).next().map(|n| self.names[n].tokens.end);
        let plain = name.is_some_and(|end| self.text.word(end) != ",");
        plain && own.is_person() && !own.plural && !own.is_place() && mention.contains(&own.first)
    }

    /// Whether `named` brings in a person of a rank like that of `head`, or where it stands `below` one of whom nothing more is said.
    fn is_told_below(&self, named: &Reading, head: &str, below: bool) -> bool {
        let text = self.text;
        let mention = &named.mention;
        let own = &self.cast.members[named.member];
        let n = self.names.partition_point(|n| n.tokens.start < mention.start);
        let Some(name) = self.names.get(n).filter(|n| n.tokens.end <= mention.end) else { return false };
        let ranked = calling(head).is_some_and(|c| name.title.clone().any(|i| calling(text.low(i)) == Some(c)));
        // Another office, told of later, is another person's.
        let other = |r: &Role| Sources::shipped().noun(&r.head).any(Sort::OFFICE) && office(&r.head) != office(head);
        let plain = name.title.is_empty()
            || name.title.clone().all(|i| matches!(text.low(i).trim_end_matches('.'), "dr" | "mr" | "ms" | "mrs"));
        let alone = mention.end == name.tokens.end && text.word(mention.end) != ",";
        let bare = name.role.is_none() && !own.roles.iter().any(other) && plain && alone && name.tokens.len() > 1;
        let fits = suits(Sources::shipped().noun(head), own);
        let brought_in = own.first == name.tokens.start || own.first == name.title.start;
        let person = own.looks.person > 1.0 || own.gender().is_some();
        // Names of which nothing is known are persons where no other word speaks against it.
        let unknown = own.kind.is_none() && own.looks.organisation.max(own.looks.outlet).max(own.looks.place) < 0.5;
        brought_in && (person || unknown) && own.is_person() && !own.plural && fits && (bare && below || ranked)
    }

    /// "the Dane", "the pensioner", "the 61-year-old", "the historian": what somebody is whom the last sentences spoke of by name, and who
    /// was their subject or spoke.
    pub(super) fn told_again(&self, range: &Range<usize>, body: usize, head: usize) -> Option<Reading> {
        const SENTENCES: usize = 3;
        const FAR: usize = 150;
        let text = self.text;
        let sources = Sources::shipped();
        let (low, sort) = (text.low(head), sources.noun(text.low(head)));
        let of_land = |i: usize| sources.sort(text.low(i)).any(Sort::DEMONYM);
        let trait_of = sort.any(Sort::TRAIT) || of_land(head) || low.ends_with("-year-old");
        // "the mother of four", "the author of three books".
        let counted = text.low(head + 1) == "of" && text.tag(head + 2) == Tag::Cd && is_human(low);
        // "The army spokesman said" of the lieutenant colonel who has just spoken, "the general" of the chief of staff.
        let spoken = office(low) == "spokesperson" || calling(low) == Some(3) && low != "captain" && low != "officer";
        // "The publisher" is a firm.
        let told = (trait_of || counted || spoken || sort.any(Sort::TRADE)) && !sort.any(Sort::COMPANY);
        let closes = head + 1 == range.end || text.word(head + 1) == "," || text.low(head + 1) == "from" || counted;
        if !told || !closes || text.tag(head + 1) == Tag::Pos || text.low(range.start) != "the" {
            return None;
        }
        let party = matches!(low, "democrat" | "republican" | "conservative" | "liberal" | "socialist");
        let more = |i: usize| {
            let tag = text.tag(i);
            tag.is_adjective() || matches!(tag, Tag::Vbn | Tag::Rb) || of_land(i) || party && tag.is_name()
        };
        // "the opposition politician" of opposition leader Ana Ruiz.
        let others: Vec<&str> = (body..head).filter(|i| !more(*i)).map(|i| text.low(i)).collect();
        let named_so =
            |m: &Member| others.iter().all(|w| m.roles.iter().any(|r| r.told.split(' ').any(|own| own == *w)));
        let person = |m: &Member| {
            let other = m.looks.organisation.max(m.looks.outlet).max(m.looks.place).max(m.looks.state);
            m.named
                && m.is_person()
                && !m.plural
                && !m.is_place()
                && (m.looks.person > 0.9 || m.gender().is_some() || other < 0.5)
        };
        let here = text.sentence_at(range.start);
        let met = self.cast.before(range.start, 12);
        let near = |t: usize, sentences: usize| here - text.sentence_at(t).min(here) < sentences;
        let reading =
            |member| Reading { member, mention: range.clone(), rule: "office", others: Vec::new(), confidence: 0.6 };
        // "the Australian" of the Australian paramedic, "the forward" of the striker.
        let says = |m: &Member| {
            m.roles.iter().any(|r| {
                r.told.split(' ').any(|w| w == low) || calling(low).is_some_and(|c| calling(&r.head) == Some(c))
            }) && named_so(m)
        };
        let told_so = met.iter().find(|(t, m)| {
            let m = &self.cast.members[*m];
            near(*t, 2 * SENTENCES) && person(m) && suits(sort, m) && says(m)
        });
        if let Some((_, member)) = told_so {
            return Some(reading(*member));
        }
        // A noun that stood before is somebody else's.
        if (range.start.saturating_sub(FAR)..range.start).any(|i| text.low(i) == low) {
            return None;
        }
        let fits = |t: usize, m: usize| {
            let member = &self.cast.members[m];
            let spoke = self.last.is_some_and(|(last, _)| last == m);
            // Who has an office is no farmer, and no teenager.
            let minor = matches!(low, "teenager" | "youngster" | "pensioner" | "retiree");
            let holds = |r: &Role| sources.noun(&r.head).any(Sort::OFFICE);
            let held =
                !trait_of && !counted && !spoken && member.role().is_some() || minor && member.roles.iter().any(holds);
            // A lieutenant may be the army's spokesman, whoever is in command a general.
            let soldier = |r: &Role| calling(&r.head) == Some(3);
            let ranked = calling(low) == Some(3);
            let serves = |r: &Role| soldier(r) || ranked && r.told.split(' ').any(is_of_army);
            let speaks = !spoken || spoke && member.roles.iter().any(serves);
            // "The council spokeswoman" is not Ana Ruiz who complained, "the rebel commander" no army chief.
            let own = |i: usize| member.roles.iter().any(|r| r.told.split(' ').any(|w| w == text.low(i)));
            let plain = named_so(member) && (!spoken || (body..head).all(own))
                || office(low) == "spokesperson" && (body..head).all(|i| is_of_army(text.low(i)));
            near(t, SENTENCES)
                && person(member)
                && (spoke || opens_clause(text, t))
                && !held
                && plain
                && speaks
                && suits(sort, member)
                && (trait_of && !sort.any(Sort::TRADE) || !self.befalls(t))
        };
        let (at, member) = met.iter().find(|(t, m)| fits(*t, *m))?;
        // "Ruiz lost to Madsen. The Dane": either may be meant.
        let sentence = text.sentence_at(*at);
        let rival = |(t, m): &&(usize, usize)| {
            let other = &self.cast.members[*m];
            m != member
                && text.sentence_at(*t) == sentence
                && person(other)
                && other.roles.is_empty()
                && suits(sort, other)
        };
        let spoke = self.last.is_some_and(|(last, _)| last == *member) && !sort.any(Sort::DEMONYM);
        (spoke || !met.iter().any(|o| rival(&o))).then(|| reading(*member))
    }

    /// Whether the sentence of token `t` tells of a death, a crime or a trial, which brings in surgeons, priests and lawyers of its own.
    fn befalls(&self, t: usize) -> bool {
        self.text.sentence(t).any(|i| {
            matches!(
                self.text.low(i),
                "died"
                    | "dead"
                    | "dies"
                    | "killed"
                    | "shot"
                    | "stabbed"
                    | "accused"
                    | "charged"
                    | "arrested"
                    | "trial"
                    | "sentenced"
                    | "convicted"
                    | "injured"
                    | "wounded"
                    | "bitten"
                    | "ambulance"
                    | "hospital"
                    | "murder"
                    | "buried"
                    | "drowned"
                    | "operated"
                    | "sued"
                    | "fined"
                    | "beaten"
                    | "attacked"
                    | "care"
                    | "found"
            )
        })
    }

    /// "the auditors" of the Court of Auditors, "the insurgents" of the Red Brigades, an insurgent group: the body of the last sentences
    /// that is called so.
    pub(super) fn its_people(&self, range: &Range<usize>, body: &Range<usize>, head: usize) -> Option<Reading> {
        const SENTENCES: usize = 4;
        let text = self.text;
        let low = text.low(head);
        let bare = body.start == head && range.end == head + 1 && text.low(range.start) == "the";
        let one = low.strip_suffix('s').filter(|one| bare && is_plural(text, head) && is_human(one))?;
        // "the judges" of a court, "the rebels" of a liberation front.
        let of_body = |w: &str| match low {
            "judges" | "justices" => matches!(w, "court" | "tribunal"),
            "rebels" | "insurgents" | "guerrillas" | "fighters" | "militants" | "separatists" => {
                matches!(w, "front" | "liberation" | "movement" | "brigades" | "brigade" | "resistance" | "rebel")
            }
            _ => false,
        };
        let here = text.sentence_at(range.start);
        let called = |w: &str| w == low || w == one;
        // "the Court of Auditors", but not the Farmers Bank.
        let made_of = |m: &Member| {
            let of = m.words.iter().position(|w| w == "of").unwrap_or(m.words.len());
            m.words[of..].iter().any(|w| called(w))
        };
        let fits = |t: usize, m: usize| {
            let member = &self.cast.members[m];
            let told = |i: usize| called(text.low(i)) && !text.tag(i).is_verb() && text.tag(i + 1) == Tag::Nn;
            let apposed = text.sentence(member.first).skip_while(|i| *i < member.first).take(14).any(told);
            here - text.sentence_at(t).min(here) < SENTENCES
                && member.named
                && member.kind() == SourceKind::Organisation
                && (made_of(member) || apposed || member.words.iter().any(|w| of_body(w)))
        };
        let (_, member) = self.cast.before(range.start, 8).into_iter().find(|(t, m)| fits(*t, *m))?;
        Some(Reading { member, mention: range.clone(), rule: "body", others: Vec::new(), confidence: 0.6 })
    }

    /// Whom a pronoun at token `at` means behind "A former inspector disagrees." or "A third, a negotiator, was less sure:": the one who
    /// takes a side there.
    pub(super) fn takes_side(&self, at: usize, wanted: Wanted) -> Option<usize> {
        const SHORT: usize = 6;
        let text = self.text;
        let sentence = text.sentence(at);
        let colon = (sentence.start..at).rev().find(|i| text.word(*i) == ":" && !text.quoted(*i));
        let clause = match colon {
            Some(colon) => sentence.start..colon,
            None => {
                let before = text.sentence_at(at).checked_sub(1)?;
                let tokens = text.sentences[before].tokens.clone();
                if text.block_of(at) > text.sentences[before].block + 1 {
                    return None;
                }
                tokens.start..tokens.end.saturating_sub(1)
            }
        };
        if clause.clone().any(|i| text.quoted(i)) {
            return None;
        }
        let first = clause.clone().find(|i| text.tag(*i).is_finite())?;
        // "Ana Ruiz, a diver who found it in May, is less sure": who is told of in the relative clause takes no side.
        let relative = (clause.start..first).find(|i| text.low(*i) == "who" && *i > clause.start);
        let last =
            || clause.clone().rev().take(SHORT).find(|i| *i > 0 && text.tag(*i).is_finite() && text.word(i - 1) == ",");
        let verb = relative.and_then(|_| last()).unwrap_or(first);
        let tells = |i: usize| clause.contains(&i) && is_stance(text.low(i));
        let opines = is_being(text.low(verb)) && (verb + 1..verb + 4).any(tells)
            || is_reaction(text.low(verb))
            || matches!(text.low(verb), "sees" | "saw" | "thinks" | "thought")
                && (verb + 1..clause.end).any(|i| matches!(text.low(i), "differently" | "otherwise"));
        if !opines || clause.end - verb > SHORT {
            return None;
        }
        let fits = |m: usize| wanted.fit(&self.cast.members[m]).is_some();
        let subject = relative.filter(|who| *who < verb).unwrap_or(verb);
        let reach = subject - clause.start + 2;
        let met = self.cast.before(subject, reach);
        let met = met.iter().chain(self.cast.passed(subject, reach)).filter(|(t, m)| *t >= clause.start && fits(*m));
        let mut those: Vec<usize> = met.map(|(_, m)| self.aliases.get(m).copied().unwrap_or(*m)).collect();
        those.sort_unstable();
        those.dedup();
        let [one] = those.as_slice() else { return None };
        Some(*one)
    }

    /// Whose "their mother" is where "his sister Ana Ruiz" has just been spoken of: hers as much as his.
    pub(super) fn sibling(&self, at: usize) -> Option<usize> {
        const SENTENCES: usize = 3;
        const BACK: usize = 40;
        let text = self.text;
        let (t, member) = self.cast.before(at, 2).into_iter().next()?;
        let own = |r: &Role| {
            matches!(r.whose.as_deref(), Some("his" | "her")) && matches!(r.head.as_str(), "brother" | "sister")
        };
        let near = text.sentence_at(at) - text.sentence_at(t).min(text.sentence_at(at)) < SENTENCES;
        // "Two boys drowned. Their father": they may be meant.
        let many = |i: usize| text.tag(i) == Tag::Nns && is_human(text.low(i).trim_end_matches('s'));
        let alone = !(at.saturating_sub(BACK)..at).any(many);
        (near && alone && self.cast.members[member].roles.iter().any(own)).then_some(member)
    }

    /// The one body that was spoken of in passing by more words than "the embassy" in the last sentences: "China's embassy".
    pub(super) fn passed_by(&self, at: usize, head: usize) -> Option<usize> {
        const BACK: usize = 12;
        const SENTENCES: usize = 3;
        let text = self.text;
        let low = text.low(head);
        // "In Copenhagen the government said" of another country.
        let opening = text.sentence(at).start;
        if matches!(text.low(opening), "in" | "at") && at > opening {
            return None;
        }
        let fuller = |(t, m): &&(usize, usize)| {
            let member = &self.cast.members[*m];
            let near = text.sentence_at(at) - text.sentence_at(*t) < SENTENCES;
            let body = member.kind() == SourceKind::Organisation;
            let named = |w: Option<&String>| w.is_some_and(|w| w == low);
            near && body && member.words.len() > 1 && (named(member.words.last()) || named(member.words.first()))
        };
        let passed = self.cast.passed(at, BACK).iter().filter(fuller).map(|(_, m)| *m);
        let mut those: Vec<usize> = passed.filter(|m| self.passing.contains_key(m)).collect();
        those.dedup();
        let [one] = those.as_slice() else { return None };
        Some(*one)
    }

    /// The country of the place that the sentence of token `at` opens with: "In Dushanbe, the ministry said", "In Dushanbe the ministry said".
    pub(super) fn seat(&self, at: usize) -> Option<&'static str> {
        let first = self.text.sentence(at).start;
        // Where many governments meet, it is not theirs who have their seat there.
        let shared = matches!(self.text.low(first + 1), "brussels" | "geneva" | "strasbourg" | "davos" | "new");
        let opens = self.text.low(first) == "in" && first < at && !shared;
        let comma = |i: &usize| self.text.word(*i) == ",";
        // Nothing but the place, its country and commas before who speaks.
        let alone = (first + 1..at).all(|i| self.text.word(i).starts_with(char::is_uppercase));
        let near = opens && at - first < 7 && (alone || (first + 2..at).find(comma).is_some());
        // "In Beirut, the army said, two buildings fell": there, and not by whom.
        let aside = (at..at + 4).any(|i| comma(&i));
        self.lands.get(&(first + 1)).filter(|_| near && !aside).map(|(land, _)| *land)
    }

    /// The country whose a body is by its own words, or by where it was first heard: "Tajikistan's defence ministry", "the defence ministry in
    /// Dushanbe", "In Dushanbe, the defence ministry".
    pub(super) fn land_of(&self, member: usize) -> Option<&'static str> {
        const NEAR: usize = 5;
        let text = self.text;
        let first = self.cast.members[member].first;
        let behind = (first + 1..first + NEAR)
            .take_while(|i| text.tag(*i).is_noun() || text.tag(*i).is_adjective() || text.low(*i) == "in");
        let there = behind.filter(|i| text.low(*i) == "in").find_map(|i| self.lands.get(&(i + 1)));
        let whole = self.lands.get(&first).filter(|(_, whole)| *whole).or(there);
        let of_state = self.cast.members[member].words.last().is_some_and(|w| is_of_state(w));
        whole.map(|(land, _)| *land).or_else(|| self.seat(first).filter(|_| of_state))
    }

    /// `words` for a body, its noun `low`, with the country or the place in which the sentence of token `at` opens, where such a body of
    /// another country is known: "Sudan's defence ministry", "defence ministry in Khartoum" where the text names no Sudan.
    pub(super) fn of_other_land(&self, at: usize, low: &str, words: &str) -> Option<String> {
        let text = self.text;
        let seat = self.seat(at)?;
        let other = |m: &usize| self.land_of(*m).is_some_and(|land| land != seat);
        if !self.cast.with_head(low).iter().any(other) {
            return None;
        }
        let named = self.lands.iter().filter(|(_, (land, whole))| *whole && *land == seat).map(|(i, _)| *i).min();
        let first = text.sentence(at).start + 1;
        let upper = |i: &usize| text.word(*i).starts_with(char::is_uppercase);
        let place = first..(first..at).find(|i| !upper(i)).unwrap_or(at);
        Some(named.map_or_else(
            || format!("{words} in {}", text.words(place)),
            |named| format!("{}'s {words}", text.word(named)),
        ))
    }

    /// Whether the sentence before, or this one up to token `at`, speaks of the culture ministry where "the ministry" stands with its
    /// head at token `head`, and no other ministry has been heard there.
    pub(super) fn another_just_told(&self, at: usize, head: usize) -> bool {
        let text = self.text;
        let low = text.low(head);
        if !Sources::shipped().noun(low).any(Sort::ORGANISATION) {
            return false;
        }
        let here = text.sentence_at(at);
        let floor = text.sentences[here.saturating_sub(1)].tokens.start;
        let same = |m: usize| self.cast.members[m].words.iter().any(|w| w == low);
        let body = |m: usize| self.cast.members[m].kind() == SourceKind::Organisation;
        if self.last.is_some_and(|(m, place)| place >= floor && (same(m) || body(m))) {
            return false;
        }
        let Some(told) = (floor + 2..at).rev().find(|i| text.low(*i) == low && !text.quoted(*i)) else { return false };
        let small = |i: usize| text.word(i).starts_with(char::is_lowercase);
        let field = text.tag(told - 1) == Tag::Nn || text.tag(told - 1).is_adjective();
        // "a letter from the ministry of defence".
        if unnamed::field_behind(text, told).is_some() && text.low(told - 1) == "the" {
            return true;
        }
        // Whose it is would be named.
        let open = matches!(text.tag(told - 2), Tag::Dt | Tag::In);
        // "the Islamist group JNIM", "the federation, FIMAP," have a name.
        let next = told + 1 + usize::from(text.word(told + 1) == ",");
        let named = text.word(next).starts_with(char::is_uppercase);
        let rival = matches!(text.low(told - 1), "rival" | "other" | "own" | "new" | "old" | "second");
        field && open && !rival && !named && small(told - 1) && small(told) && text.block_of(told) == text.block_of(at)
    }

    /// Who was spoken of in passing by the very noun that now stands alone, in the last two sentences, where `known` is called by
    /// another: "the officer" behind "who knows the officer in charge of the log" is no sergeant.
    pub(super) fn passed_by_noun(&self, at: usize, low: &str, known: usize) -> Option<usize> {
        const BACK: usize = 8;
        let text = self.text;
        let known = &self.cast.members[known];
        let called = |m: &Member| m.words.iter().any(|w| w == low);
        if called(known) || !known.is_person() || known.roles.iter().any(|r| r.told.split(' ').any(|w| w == low)) {
            return None;
        }
        let near = |t: usize| text.sentence_at(at) - text.sentence_at(t) < 2;
        let fits = |(t, m): &&(usize, usize)| {
            let m = &self.cast.members[*m];
            near(*t) && m.human && !m.plural && called(m)
        };
        let passed = self.cast.passed(at, BACK).iter().rev().find(fits).map(|(_, m)| *m);
        passed.filter(|m| self.passing.contains_key(m))
    }

    /// "the former", "the latter": one of the two whom "and" joined last; else whoever was named last is the latter.
    pub(super) fn one_of_two(&mut self, range: &Range<usize>, found: &Found) -> Option<usize> {
        const SENTENCES: usize = 3;
        const APART: usize = 12;
        let text = self.text;
        let at = range.start;
        let former = text.low(range.end - 1) == "former";
        let first = text.sentences[text.sentence_at(at).saturating_sub(SENTENCES)].tokens.start;
        let named = self.cast.before(at, 16);
        let mut met = named.clone();
        met.extend(self.cast.passed(at, 16).iter().filter(|(_, m)| {
            let m = &self.cast.members[*m];
            m.human || m.kind() == SourceKind::Organisation
        }));
        met.retain(|(t, m)| *t >= first && !self.cast.members[*m].is_place());
        met.sort_unstable();
        let joined = |a: usize, b: usize| {
            b - a < APART
                && text.sentence_at(a) == text.sentence_at(b)
                && (a..b).any(|i| text.low(i) == "and")
                && !(a..b).any(|i| text.tag(i).is_finite())
        };
        let pair = met.windows(2).rev().find(|w| w[0].1 != w[1].1 && joined(w[0].0, w[1].0));
        let chosen = match pair {
            Some(two) => two[usize::from(!former)].1,
            // No pronoun, which stands for whoever was spoken of before.
            None => {
                // "Asked by Ana Ruiz, the latter": nor who asks.
                let asks = |t: usize| text.sentence_at(t) == text.sentence_at(at) && t > 0 && text.low(t - 1) == "by";
                let latest = met.iter().rev().find(|(t, _)| text.tag(*t) != Tag::Prp && !asks(*t)).or(met.last());
                latest.filter(|_| !former)?.1
            }
        };
        Some(self.take(chosen, found))
    }

    /// Finds who is described first and named below: "the stationmaster told the commission", then "Ana Ruiz, who has run the station for
    /// years, blamed". A name of which nothing is said says who that was.
    pub(super) fn look_below(&mut self, found: &[Found]) {
        const BACK: usize = 2;
        let text = self.text;
        let mut described: Vec<(usize, usize, bool)> = Vec::new();
        // Where single human beings are spoken of in passing.
        let mut passed: Vec<(usize, usize)> = self
            .passing
            .iter()
            .filter(|(m, _)| self.cast.members[**m].human && !self.cast.members[**m].plural)
            .map(|(m, words)| (words.start, *m))
            .collect();
        passed.sort_unstable();
        for source in found.iter().filter_map(|f| f.source.clone()) {
            let opens = matches!(text.tag(source.start), Tag::Dt | Tag::PrpS)
                || source.clone().any(|i| text.tag(i) == Tag::Pos);
            let opens = opens && self.may_be_named(source.start);
            let head = head_of(text, source.clone());
            if let Some(head) = head.filter(|h| opens && self.is_somebody(source.start, *h)) {
                // "the inventor, a man from Tartu": a name that a preposition governs is not the inventor's.
                let own = |n: usize| {
                    let first = self.names[n].first();
                    let article = first > 1 && text.tag(first - 1) == Tag::Dt;
                    let before = first.saturating_sub(1 + usize::from(article));
                    !matches!(text.tag(before), Tag::In | Tag::To) && text.tag(self.names[n].tokens.end) != Tag::Pos
                };
                let named = self.names_in(&(head..source.end.max(head))).any(own);
                if !named {
                    described.push((source.start, head, true));
                }
            }
        }
        let brought: Vec<usize> =
            self.introduced.keys().copied().chain(self.passing.values().map(|w| w.start)).collect();
        for start in brought {
            let end = phrase_forward(text, start, text.sentence(start).end).unwrap_or(start + 1);
            let verb = text.tag(end).is_finite() || text.low(end) == "who";
            // "A fishmonger and a priest are running".
            let joined = start > text.sentence(start).start && matches!(text.low(start - 1), "and" | "or");
            let subject = opens_clause(text, start) && verb && !joined && self.may_be_named(start);
            if let Some(head) = head_of(text, start..end).filter(|h| subject && self.is_somebody(start, *h)) {
                described.push((start, head, false));
            }
        }
        // Where both lists have somebody, it is as a source.
        described.sort_unstable_by_key(|(start, head, source)| (*start, !source, *head));
        described.dedup_by_key(|(start, ..)| *start);
        // Names that open a sentence say it too: "Rein Kask has sold 12,000 of them".
        let opening = |n: &Named| {
            let first = text.sentence(n.tokens.start).start;
            let end = n.tokens.end;
            let goes_on = text.tag(end).is_finite() || text.word(end) == "," && text.tag(end + 1) == Tag::Cd;
            (n.tokens.start == first && goes_on).then(|| n.tokens.clone())
        };
        let mut sources: Vec<Range<usize>> = found.iter().filter_map(|f| f.source.clone()).collect();
        let starts: HashSet<usize> = sources.iter().map(|s| s.start).collect();
        let opening: Vec<Range<usize>> =
            self.names.iter().filter_map(opening).filter(|n| !starts.contains(&n.start)).collect();
        let silent: HashSet<usize> = opening.iter().map(|n| n.start).collect();
        sources.extend(opening);
        sources.sort_unstable_by_key(|s| s.start);
        for source in sources {
            let Some(n) = self.bare_name(&source) else { continue };
            let Some(member) = self.bearer[n] else { continue };
            let here = text.sentence_at(source.start);
            let back = if silent.contains(&source.start) { 1 } else { BACK };
            let from = text.sentences[here.saturating_sub(back)].tokens.start;
            let to = text.sentences[here].tokens.start;
            let who = text.low(self.names[n].tokens.end + 1) == "who";
            let own = &self.cast.members[member];
            let window = described.partition_point(|d| d.0 < from)..described.partition_point(|d| d.0 < to);
            let mut near: Vec<&(usize, usize, bool)> = described[window]
                .iter()
                .filter(|(start, head, _)| {
                    suits(Sources::shipped().noun(text.low(*head)), own) && !self.named_below.contains_key(start)
                })
                .collect();
            if near.iter().any(|d| d.2) {
                near.retain(|d| d.2);
            }
            let [(start, head, _)] = near.as_slice() else { continue };
            // "Between them stands the sculptor's granddaughter": she may be meant.
            let between = passed.partition_point(|p| p.0 <= *start)..passed.partition_point(|p| p.0 < source.start);
            let other = passed[between].iter().any(|(_, m)| suits_both(&self.cast.members[*m], own));
            if other {
                continue;
            }
            // "Ana Ruiz, who lost her house, said" is somebody else than the mayor of the sentence before.
            let lede = text.sentence_at(*start) < 3;
            if who && !lede {
                continue;
            }
            // "The teacher said … Ana Ruiz said …": two who speak in turn are two, where nothing more is said of either.
            let alone =
                start + 1 == *head && !text.tag(head + 1).is_noun() && !matches!(text.low(head + 1), "of" | "who");
            let silent = silent.contains(&source.start);
            let office = Sources::shipped().noun(text.low(*head)).any(Sort::OFFICE);
            let aged = text.word(self.names[n].tokens.end) == "," && !who && !office;
            let far = silent && text.block_of(*start) != text.block_of(source.start);
            if alone && !(who || silent || aged) || far || self.befalls(*start) {
                continue;
            }
            let (start, head) = (*start, *head);
            let end = phrase_forward(text, start, text.sentence(start).end).unwrap_or(head + 1);
            self.take_role(member, start..end.max(head + 1), head);
            if let Some(id) = self.introduced.get(&start) {
                self.aliases.insert(*id, member);
            }
            self.named_below.insert(start, member);
        }
    }

    /// Whether a description at token `start` takes somebody for known, or opens the text: "An interpreter has lost his appeal".
    fn may_be_named(&self, start: usize) -> bool {
        let indefinite = matches!(self.text.low(start), "a" | "an" | "some" | "one" | "another");
        !indefinite || self.text.sentence_at(start) < 2
    }

    /// Whether a description of one human being, whom no name explains yet, starts at token `start` and has its head at `head`.
    fn is_somebody(&self, start: usize, head: usize) -> bool {
        let text = self.text;
        let low = text.low(head);
        let one = text.tag(head) == Tag::Nn && is_human(low) && !is_plural(text, head);
        let sort = Sources::shipped().noun(low);
        let body = sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) && !sort.any(Sort::OFFICE);
        let other = matches!(text.low(start), "one" | "another" | "no" | "this" | "that" | "any")
            || matches!(text.low(start + 1), "other" | "first" | "second" | "third");
        let before = |m: &Member| m.named && m.is_person() && m.first < start;
        let called = calling(low);
        let like = |m: &Member| called.is_some() && m.roles.iter().any(|r| calling(&r.head) == called);
        let named = self.cast.with_head(low).iter().any(|m| before(&self.cast.members[*m]))
            || self
                .cast
                .before(start, 12)
                .iter()
                .any(|(_, m)| before(&self.cast.members[*m]) && like(&self.cast.members[*m]));
        // "The prosecutor said …" and then Ana Ruiz, who is the defendant's mother.
        let owned = text.tag(start) == Tag::PrpS || (start..head).any(|i| text.tag(i) == Tag::Pos);
        let party = is_party(low) && !owned || is_relation(low) || unnamed::is_relative(low);
        one && !body && !other && !named && !text.quoted(start) && !party
    }

    /// The name that `source` is and nothing more, where it is met for the first time and nobody has said who that is.
    fn bare_name(&self, source: &Range<usize>) -> Option<usize> {
        let text = self.text;
        let n = self.names_in(source).next()?;
        let name = &self.names[n];
        let member = &self.cast.members[self.bearer[n]?];
        let first = name.first();
        let plain = name
            .title
            .clone()
            .all(|i| matches!(text.low(i).trim_end_matches('.'), "dr" | "mr" | "ms" | "mrs" | "father" | "sister"));
        let end = name.tokens.end;
        let comma = text.word(end) == ",";
        let told = comma && matches!(text.tag(end + 1), Tag::Dt | Tag::PrpS | Tag::Nn);
        let alone = end == source.end && !told || comma && (text.tag(end + 1) == Tag::Cd || text.low(end + 1) == "who");
        let unknown =
            member.kind.is_none() && member.looks.organisation.max(member.looks.outlet).max(member.looks.place) < 0.5;
        let person = member.looks.person > 0.9 || member.gender().is_some() || unknown;
        (first == source.start
            && plain
            && alone
            && person
            && member.is_person()
            && !member.plural
            && name.role.is_none()
            && name.tokens.len() > 1
            && (member.first == name.tokens.start || member.first == first))
            .then_some(n)
    }
}

/// Whether a noun and what somebody is are two ranks among soldiers: "the captain" is no general.
pub fn ranks_apart(low: &str, role: &Role) -> bool {
    let rank = |low: &str| {
        matches!(
            low,
            "captain" | "major" | "colonel" | "lieutenant" | "general" | "sergeant" | "brigadier" | "corporal"
        )
    };
    let held = |w: &str| rank(office(w.trim_end_matches('.')));
    rank(low) && held(&role.head) && !role.told.split(' ').any(|w| office(w) == low)
}

/// Whether two may be one by their gender.
fn suits_both(a: &Member, b: &Member) -> bool {
    a.gender().is_none() || b.gender().is_none() || a.gender() == b.gender()
}

/// Whether each country has one of these: a firm that speaks in two capitals is the same firm.
fn is_of_state(low: &str) -> bool {
    matches!(low, "ministry" | "government" | "police" | "parliament" | "presidency" | "treasury")
}

/// Whether a noun says only how somebody stands to another: "her superior".
fn is_relation(low: &str) -> bool {
    matches!(low, "superior" | "boss")
}

/// Whether a noun is what a trial or an accident has one of, so that it needs no name.
fn is_party(low: &str) -> bool {
    matches!(
        low,
        "prosecutor"
            | "judge"
            | "magistrate"
            | "coroner"
            | "lawyer"
            | "attorney"
            | "defendant"
            | "suspect"
            | "victim"
            | "witness"
            | "driver"
            | "attacker"
            | "gunman"
            | "officer"
            | "referee"
            | "president"
            | "speaker"
            | "killer"
            | "rapist"
            | "arsonist"
            | "thief"
            | "robber"
            | "burglar"
            | "kidnapper"
            | "hijacker"
            | "bomber"
            | "shooter"
            | "assailant"
            | "intruder"
            | "culprit"
            | "perpetrator"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
    )
}

/// Whether a word tells of an army.
fn is_of_army(low: &str) -> bool {
    matches!(
        low,
        "army"
            | "staff"
            | "defence"
            | "defense"
            | "forces"
            | "military"
            | "troops"
            | "brigade"
            | "battalion"
            | "division"
    )
}

/// Whether a word behind "is" or "was less" says what somebody thinks of what another has said.
fn is_stance(low: &str) -> bool {
    is_mind(low)
        || matches!(
            low,
            "sure"
                | "certain"
                | "confident"
                | "cautious"
                | "guarded"
                | "reserved"
                | "critical"
                | "direct"
                | "hopeful"
                | "doubtful"
                | "charitable"
                | "generous"
                | "forgiving"
                | "scathing"
                | "scornful"
                | "enthusiastic"
                | "impressed"
                | "harsher"
                | "sharper"
                | "kinder"
                | "gloomier"
                | "warier"
                | "plainer"
                | "clearer"
        )
}

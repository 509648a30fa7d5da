//! Whose a description is: the ministry of a minister, the lawyer's client, a party's leader, and whose figures are told.

use std::ops::Range;

use claims::SourceKind;

use super::antecedent::Wanted;
use super::cast::Member;
use super::lexicon::{Sort, Sources};
use super::names::{Named, all_caps, head_of};
use super::{Reader, Reading, calling, is_human, lower_first};
use crate::attribution::{Found, is_time_word, subject_before};
use crate::text::{Tag, Text};

impl Reader<'_, '_> {
    /// Whose "Gov. Lyle Brannigan's aides" are, and where the noun behind the name starts.
    pub(super) fn belongs(&self, range: Range<usize>) -> Option<(usize, usize)> {
        let mark = range.clone().find(|i| self.text.tag(*i) == Tag::Pos)?;
        let n = self.names_in(&(range.start..mark)).last()?;
        let name = &self.names[n];
        let addressed = matches!(self.text.low(name.title.start), "mr" | "mr." | "mrs" | "mrs." | "ms" | "ms.");
        let titled = name.title.start == range.start && !name.title.is_empty() && name.tokens.end == mark && !addressed;
        // "Hermans's lawyer" is Wout Hermans's.
        let surname = name.tokens == (range.start..mark) && name.tokens.len() == 1;
        let person = |m: &usize| self.cast.members[*m].is_person() && self.cast.members[*m].words.len() > 1;
        self.bearer[n].filter(|m| titled || surname && person(m)).map(|member| (member, mark + 1))
    }

    /// "the ministry", where an earlier line has "the health ministry" without a capital.
    pub(super) fn fuller(&self, head: usize) -> Option<String> {
        const BACK: usize = 400;
        let text = self.text;
        let low = text.low(head);
        let qualifies = |i: usize| {
            matches!(text.tag(i), Tag::Nn) && text.word(i).starts_with(char::is_lowercase) && !is_time_word(text.low(i))
        };
        let at = (head.saturating_sub(BACK) + 1..head).rev().find(|i| text.low(*i) == low && qualifies(i - 1))?;
        let start = if at > 1 && qualifies(at - 2) { at - 2 } else { at - 1 };
        matches!(text.tag(start.checked_sub(1)?), Tag::Dt | Tag::PrpS | Tag::Pos | Tag::In)
            .then(|| text.words(start..at + 1).to_owned())
    }

    /// Whether the capital of token `i` is only that of its sentence.
    pub(super) fn opened_by_position(&self, i: usize) -> bool {
        let text = self.text;
        let start = text.sentence(i).start;
        let opens =
            i <= start + 1 || !text.word(i - 1).chars().any(char::is_alphanumeric) || text.tag(i - 1) == Tag::Dt;
        let named = self.names.binary_search_by_key(&i, |n| n.tokens.start).is_ok();
        opens
            && !named
            && !Sources::shipped().sort(text.low(i)).any(Sort::DEMONYM)
            && !text.tag(i).is_name()
            && !all_caps(text.word(i))
    }

    /// "his ministry", where he is the finance minister: the finance ministry.
    pub(super) fn ministry_of(&self, owner: usize, head: &str) -> Option<String> {
        let office = match head.split(' ').next()? {
            "ministry" | "ministry's" => "minister",
            "governorate" => "governor",
            _ => return None,
        };
        let role = self.cast.members[owner].roles.iter().find(|r| r.head == office && !r.words.is_empty())?;
        // A deputy's ministry is the minister's.
        let rank = ["deputy ", "first ", "former ", "acting ", "junior ", "vice "];
        let mut words = role.words.as_str();
        while let Some(rest) = rank
            .iter()
            .find_map(|r| words.get(..r.len()).filter(|w| w.eq_ignore_ascii_case(r)).map(|w| &words[w.len()..]))
        {
            words = rest;
        }
        if let Some(of) = words.get(office.len()..).filter(|rest| rest.starts_with(" of ") && office == "minister") {
            return Some(format!("Ministry{of}"));
        }
        let stem = words.strip_suffix(office).or_else(|| words.strip_suffix("Minister"))?;
        // "Mali's energy ministry" keeps its capital.
        let owned = stem.contains('\'') || stem.contains('’');
        (!stem.trim().is_empty())
            .then(|| format!("{}ministry", if owned { stem.to_owned() } else { lower_first(stem) }))
    }

    /// Leaves of the ministries those of the minister just spoken of: "accused the minister of a lie. The ministry said". Of two that are
    /// called alike, the first is the one at home.
    pub(super) fn keep_the_ministers(&self, at: usize, pool: &mut Vec<usize>) {
        const NEAR: usize = 40;
        let text = self.text;
        let floor = text.sentences[text.sentence_at(at).saturating_sub(1)].tokens.start.max(at.saturating_sub(NEAR));
        let told = (floor..at).rev().find(|i| matches!(text.low(*i), "minister" | "ministry") && !text.quoted(*i));
        // "the minister" alone: a name would have been heard, and a ministry spoken of since is nearer.
        let Some(told) =
            told.filter(|i| text.low(*i) == "minister" && !text.word(i + 1).starts_with(char::is_uppercase))
        else {
            return;
        };
        let before = |m: &usize| self.cast.members[*m].first < at && self.cast.members[*m].is_person();
        let mut held: Vec<usize> = self.cast.with_head("minister").iter().copied().filter(before).collect();
        let field = told.checked_sub(1).map_or("", |i| text.low(i));
        if field != "the" {
            held.retain(|m| self.field_of(*m, "ministry").iter().any(|w| w == field));
        }
        let mut fields: Vec<Vec<String>> = held.iter().map(|m| self.field_of(*m, "ministry")).collect();
        fields.dedup();
        let [field] = fields.as_slice() else { return };
        let theirs = |m: &usize| !field.is_empty() && field.iter().all(|w| self.cast.members[*m].words.contains(w));
        let first = pool.iter().copied().filter(theirs).min_by_key(|m| self.cast.members[*m].first);
        if let Some(first) = first.filter(|m| self.cast.members[*m].first < at) {
            *pool = vec![first];
        }
    }

    /// What "her ministry" is a ministry of, where she is the energy minister: no other is meant. Whose ministry it is does not count.
    pub(super) fn field_of(&self, owner: usize, head: &str) -> Vec<String> {
        let name = self.ministry_of(owner, head).unwrap_or_default().to_lowercase();
        let own = name.rsplit(['\'', '’']).next().unwrap_or_default().trim_start_matches("s ").to_owned();
        let of_land = |w: &str| Sources::shipped().sort(w).any(Sort::DEMONYM.or(Sort::STATE));
        own.split(' ')
            .filter(|w| !w.is_empty() && !matches!(*w, "ministry" | "of" | "the" | "and") && !of_land(w))
            .map(str::to_owned)
            .collect()
    }

    /// "preliminary data of the emergency service", "the insurers' own estimate": those whose figures they are.
    pub(super) fn who_counts(&mut self, range: &Range<usize>, head: usize, found: &Found) -> Option<Reading> {
        let text = self.text;
        if !matches!(
            text.low(head),
            "data"
                | "figures"
                | "estimate"
                | "estimates"
                | "count"
                | "tally"
                | "calculations"
                | "statistics"
                | "numbers"
                | "information"
                | "statement"
                | "post"
                | "message"
                | "tweet"
                | "communiqué"
                | "communique"
        ) {
            return None;
        }
        let owned = (range.start + 1..head).rev().find(|i| text.tag(*i) == Tag::Pos);
        let of = matches!(text.low(head + 1), "of" | "from" | "by");
        let owner = match owned {
            Some(mark) => range.start..mark,
            None if of && head + 2 < range.end => head + 2..range.end,
            None => return None,
        };
        // "data from satellites" are nobody's.
        let sort = Sources::shipped().noun(text.low(head_of(text, owner.clone())?));
        let body = sort.any(Sort::ORGANISATION.or(Sort::COMPANY).or(Sort::OFFICE).or(Sort::OUTLET_NOUN));
        let reading = if self.names_in(&owner).is_empty() && !body { None } else { self.mention(owner, found, 2) };
        reading.map(|r| Reading { mention: range.clone(), confidence: r.confidence * 0.9, ..r })
    }

    /// Whose lawyer `lawyer` was said to be: "her lawyer, Desmond Lind, said", then "his client".
    pub(super) fn client_of(&self, lawyer: usize, found: &Found) -> Option<usize> {
        let text = self.text;
        let n = self.names.partition_point(|n| n.tokens.start < self.cast.members[lawyer].first);
        let role = self.names.get(n)?.role.clone().filter(|_| self.bearer[n] == Some(lawyer))?;
        let whose = role.start.checked_sub(1).filter(|i| text.tag(*i) == Tag::PrpS)?;
        self.likeliest(whose, Wanted::of(text.low(whose))?, lawyer, found)
    }

    /// "the PRP leader", where somebody was brought in as "opposition candidate Ibrahim Kamara of the PRP" and nobody else was.
    pub(super) fn leader_of(&self, range: &Range<usize>, before: Range<usize>) -> Option<Reading> {
        const BACK: usize = 60;
        let text = self.text;
        if !matches!(text.low(before.end), "leader" | "candidate" | "contender" | "nominee" | "flagbearer") {
            return None;
        }
        let body = self.bearer[self.names_in(&before).next()?]?;
        if self.cast.members[body].kind() == SourceKind::State {
            return None;
        }
        let end = self.names.partition_point(|n| n.tokens.start < range.start);
        let mut theirs = None;
        for n in end.saturating_sub(BACK)..end {
            let after = self.names[n].tokens.end;
            let of = matches!(text.low(after), "of" | "from");
            // "of the People's Renewal Party": the party's name may be in two parts.
            let theirs_is = |p: usize| self.names[p].tokens.start <= after + 5 && self.bearer[p] == Some(body);
            let party = of && (n + 1..end.min(n + 3)).any(theirs_is);
            let leads = |m: &Member| {
                m.roles.iter().all(|r| calling(&r.head) == Some(1) || r.head == "candidate" || r.words.is_empty())
            };
            let fits = |m: &usize| party && self.cast.members[*m].is_person() && leads(&self.cast.members[*m]);
            let Some(member) = self.bearer[n].filter(fits) else { continue };
            if theirs.is_some_and(|other| other != member) {
                return None;
            }
            theirs = Some(member);
        }
        theirs.map(|member| Reading {
            member,
            mention: range.clone(),
            rule: "office",
            others: Vec::new(),
            confidence: 0.6,
        })
    }

    /// "the ministry" behind words of the minister of mining, where no ministry has been named since.
    pub(super) fn ministry_of_the_minister(&mut self, range: &Range<usize>) -> Option<Reading> {
        let text = self.text;
        let minister = self.cast.before(range.start, 12).into_iter().find_map(|(t, m)| {
            let member = &self.cast.members[m];
            let ministry = member.words.iter().any(|w| w == "ministry");
            let minister = member.is_person() && text.block_of(range.start) <= text.block_of(t) + 1;
            (ministry || minister && self.ministry_of(m, "ministry").is_some()).then_some((m, ministry))
        });
        let (owner, _) = minister.filter(|(_, ministry)| !ministry)?;
        let name = self.ministry_of(owner, "ministry")?;
        let key = name.to_lowercase();
        let words: Vec<String> = key.split(' ').map(str::to_owned).collect();
        let named = self.cast.with_head("ministry").iter().rev().copied().find(|m| {
            let bag = |w: &&String| !matches!(w.as_str(), "of" | "the");
            let own = &self.cast.members[*m].words;
            words.iter().filter(bag).all(|w| own.contains(w)) && own.iter().filter(bag).all(|w| words.contains(w))
        });
        let member = named.or_else(|| self.cast.described(&key)).unwrap_or_else(|| {
            let member = Member {
                name,
                words: vec![key],
                kind: Some(SourceKind::Organisation),
                first: range.start,
                mentions: 1,
                ..Member::default()
            };
            self.cast.describe(member, "ministry")
        });
        Some(Reading { member, mention: range.clone(), rule: "body", others: Vec::new(), confidence: 0.6 })
    }
}

/// Whether the noun at token `noun`, right before `name`, is of what the name is that of: "the owner of the freighter Tamar", "the head of the
/// charity Open Hands"; "the spokesman for the ministry Ana Ruiz" bears his name himself.
pub(super) fn named_for(text: &Text, noun: usize, name: &Named) -> bool {
    let afloat = matches!(
        text.low(noun),
        "ship"
            | "vessel"
            | "tanker"
            | "ferry"
            | "trawler"
            | "freighter"
            | "boat"
            | "yacht"
            | "barge"
            | "tug"
            | "frigate"
            | "corvette"
            | "schooner"
            | "sailboat"
            | "cutter"
            | "liner"
            | "hotel"
    );
    let thing = matches!(
        text.low(noun),
        "restaurant"
            | "bar"
            | "café"
            | "cafe"
            | "pub"
            | "nightclub"
            | "cinema"
            | "theatre"
            | "theater"
            | "museum"
            | "gallery"
            | "charity"
            | "foundation"
            | "club"
            | "band"
            | "orchestra"
            | "circus"
            | "festival"
            | "magazine"
            | "weekly"
            | "daily"
            | "newspaper"
            | "blog"
            | "website"
            | "portal"
            | "channel"
            | "station"
            | "mine"
            | "farm"
            | "brewery"
            | "winery"
            | "bakery"
            | "clinic"
            | "chain"
            | "brand"
            | "label"
            | "startup"
            | "start-up"
            | "app"
            | "cooperative"
            | "company"
            | "firm"
            | "carrier"
            | "airline"
    );
    (afloat || thing) && name.looks.person <= 1.0
}

/// The "two officials close to the minister" that ends before a comma and "who", of whom `before` is the end: they are brought in, and not the
/// minister.
pub(super) fn who_is_close(text: &Text, floor: usize, before: &Range<usize>) -> Option<Range<usize>> {
    let link = before.start.checked_sub(2).filter(|i| *i > floor)?;
    let close = matches!(text.low(link), "familiar" | "briefed" | "privy" | "acquainted" | "involved")
        && matches!(text.low(link + 1), "to" | "with" | "on" | "in");
    let role = |i: usize| Sources::shipped().noun(text.low(i)).any(Sort::OFFICE.or(Sort::ROLE));
    let human = |i: usize| {
        let one = text.low(i).trim_end_matches('s');
        !text.tag(i).is_name()
            && (is_human(one) || role(i) || matches!(one, "official" | "diplomat" | "aide" | "insider"))
    };
    // "officials close to Ana Ruiz, who said": she may be who says it.
    let named = text.tag(before.end - 1).is_name();
    let whole = subject_before(text, floor, link).filter(|whole| whole.end == link)?;
    let speaks = human(link - 1) || matches!(text.low(link - 1), "people" | "sources" | "source");
    (close && speaks && !named).then_some(whole.start..before.end)
}

/// The outlet of "the story from the agency Horn Wire", where it is named: it is what goes on before a story does.
pub(super) fn sent_by(text: &Text, phrase: &Range<usize>) -> Option<Range<usize>> {
    let told = |i: usize| {
        matches!(
            text.low(i),
            "story"
                | "stories"
                | "report"
                | "reports"
                | "news"
                | "footage"
                | "photo"
                | "photos"
                | "photographs"
                | "picture"
                | "pictures"
                | "images"
                | "video"
                | "figures"
                | "account"
                | "rumour"
                | "quote"
                | "quotes"
        )
    };
    let from = (phrase.start + 1..phrase.end).find(|i| text.low(*i) == "from").filter(|i| told(*i - 1))?;
    let outlet = (from + 1..phrase.end).find(|i| text.tag(*i).is_name())?;
    let noun = Sources::shipped().noun(text.low(outlet - 1));
    let sends = noun.any(Sort::OUTLET_NOUN) || matches!(text.low(outlet - 1), "agency" | "site" | "channel" | "blog");
    (sends && text.tag(phrase.end - 1).is_name()).then_some(from + 1..phrase.end)
}

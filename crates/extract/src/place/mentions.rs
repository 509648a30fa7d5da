//! Which words of a text name places.
//!
//! "Kharkiv" in "shells fell on Kharkiv" does; in "the Kharkiv Times" or "Paris Hilton" it is part of another name.
//! A name that is also a word or a person's name ("Reading", "Lincoln") needs words beside it that speak for a place.
//! Which of several places is meant is left to [`super::resolution`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::gazetteer::{self, Kind, Row, Sense};
use super::tokens::{Gap, Token};
use super::words::{List, is, is_any};

/// What the text holds for the resolution to weigh.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The names taken for places, in order.
    pub found: Vec<Found>,
    /// How often the people of each country are named.
    pub peoples: HashMap<&'static str, u32>,
}

/// Words taken for a place.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The places of that name, heaviest first; none where the gazetteer lacks it.
    pub rows: Vec<Row>,
    /// The kind that a word beside the name asks for.
    pub wanted: Option<Wanted>,
    /// The names that follow behind a comma and may hold the place: "Springfield, Illinois".
    pub holders: Vec<Row>,
    /// Whether it is taken for a place only if the text also names its country or people.
    doubtful: bool,
    /// See [`super::PlaceMention::actor`].
    pub actor: bool,
    /// See [`super::PlaceMention::rule`].
    pub rule: &'static str,
}

/// The kind of place that a word beside a name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// "region", "oblast", "state of".
    Region,
    /// "district", "county".
    District,
    /// "city of", "village of".
    Town,
}

/// How strongly the words before a name speak for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    None,
    /// Words that also lead to people: "from", "to", "of".
    Some,
    /// Words that lead to places: "in", "near", "northern".
    Strong,
}

/// The rule for small towns with no word beside them: they count where the text names their country.
const STRAY: &str = "small";

/// No name of the gazetteer that reports use has more words.
const LONGEST: usize = 6;

/// Finds the names in `text` that stand for places.
pub(super) fn seen(text: &str, tokens: &[Token]) -> Seen {
    let page = Page { text, tokens, people: people(text, tokens) };
    let mut seen = Seen::default();
    // Where the last name taken for a place ended, and how well it stood: "in Sylhet and Dhaka".
    let mut last: Option<(usize, Lead)> = None;
    let mut i = 0;
    while i < tokens.len() {
        let Some((end, rows)) = page.longest(i) else {
            if let Some((found, end)) = page.named_by_kind(i) {
                seen.found.push(found);
                i = end;
                continue;
            }
            i += 1;
            continue;
        };
        if let Some(people) = rows.iter().find(|row| row.sense == Sense::People) {
            *seen.peoples.entry(people.within).or_default() += 1;
            i = end;
            continue;
        }
        match page.found(i, end, rows, last) {
            Some((found, lead, next)) => {
                last = Some((next, lead));
                seen.found.push(found);
                i = next;
            }
            None => i = end,
        }
    }
    drop_strays(&mut seen);
    seen
}

/// Drops the doubtful names of whose country the text says nothing.
fn drop_strays(seen: &mut Seen) {
    let sure = seen.found.iter().filter(|found| !found.doubtful);
    let named: HashSet<&str> = sure.filter_map(|found| found.rows.first()?.country()).collect();
    let peoples = &seen.peoples;
    seen.found.retain(|found| {
        let country = found.rows.first().and_then(Row::country);
        !found.doubtful || country.is_some_and(|c| named.contains(c) || peoples.contains_key(c))
    });
}

/// Reads the words at `range` as a place, with no doubt that they are one.
pub(super) fn given(text: &str, tokens: &[Token], range: &Range<usize>) -> Found {
    let page = Page { text, tokens, people: HashMap::new() };
    let from = tokens.partition_point(|t| t.range.end <= range.start);
    let to = tokens.partition_point(|t| t.range.start < range.end).max(from);
    let mut found = Found {
        range: range.clone(),
        rows: Vec::new(),
        wanted: None,
        holders: Vec::new(),
        doubtful: false,
        actor: false,
        rule: "given",
    };
    for word in &tokens[from..to] {
        found.wanted = found.wanted.or(wanted(&page.key(word)));
    }
    // The longest name within the words; "northern Syria" and "Kursk region" hold one each.
    let mut best: Option<(usize, usize, Vec<Row>)> = None;
    for i in from..to {
        for end in (i + 1..=to.min(i + LONGEST)).rev() {
            if best.as_ref().is_some_and(|(a, b, _)| b - a >= end - i) {
                break;
            }
            let rows: Vec<Row> = gazetteer::rows(&page.key_of(i..end)).collect();
            if !rows.is_empty() {
                best = Some((i, end, rows));
                break;
            }
        }
    }
    if let Some((_, end, rows)) = best {
        found.rows = rows;
        let behind = if found.wanted.is_some() { to } else { end };
        if let Some(kind) = tokens.get(to).filter(|t| t.gap == Gap::Space).map(|t| page.key(t)) {
            found.wanted = found.wanted.or(wanted(&kind));
        }
        found.holders = page.holders(behind.max(end));
    }
    found
}

/// The kind of place that `word` names.
fn wanted(word: &str) -> Option<Wanted> {
    if is(word, List::Region) {
        Some(Wanted::Region)
    } else if is(word, List::District) {
        Some(Wanted::District)
    } else if is(word, List::Town) {
        Some(Wanted::Town)
    } else {
        None
    }
}

/// The folded names of the people in the text who are named with a given name or a title; `true` for family names,
/// by which reports go on to call them.
fn people(text: &str, tokens: &[Token]) -> HashMap<String, bool> {
    let mut people = HashMap::new();
    for pair in tokens.windows(2) {
        let [first, second] = pair else { continue };
        let spaced = second.gap == Gap::Space || text[first.range.end..second.range.start] == *". ";
        if !(first.capital && second.capital && spaced) || first.possessive || first.headline {
            continue;
        }
        let (mut a, mut b) = (String::new(), String::new());
        gazetteer::fold(first.word(text), &mut a);
        gazetteer::fold(second.word(text), &mut b);
        if is(&b, List::Titles) || is(&b, List::MakesName) || is(&b, List::Sites) {
            continue;
        }
        if is(&a, List::Titles) {
            people.insert(b, true);
        } else if second.gap == Gap::Space && gazetteer::is_given_name(&a) && !is(&a, List::Function) {
            people.entry(a).or_insert(false);
            people.insert(b, true);
        }
    }
    people
}

/// A text under search.
struct Page<'t> {
    text: &'t str,
    tokens: &'t [Token],
    people: HashMap<String, bool>,
}

impl Page<'_> {
    fn key(&self, token: &Token) -> String {
        let mut key = String::new();
        gazetteer::fold(token.word(self.text), &mut key);
        key
    }

    /// The key of the words in `range` of the tokens.
    fn key_of(&self, range: Range<usize>) -> String {
        let mut key = String::new();
        for token in &self.tokens[range] {
            if !key.is_empty() {
                key.push(' ');
            }
            gazetteer::fold(token.word(self.text), &mut key);
        }
        key
    }

    /// The token before `i`, where nothing but a space parts them.
    fn before(&self, i: usize) -> Option<&Token> {
        (self.tokens.get(i)?.gap == Gap::Space).then(|| &self.tokens[i - 1])
    }

    /// The token at `i`, where nothing but a space parts it from the one before.
    fn behind(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i).filter(|t| t.gap == Gap::Space && !self.tokens[i - 1].possessive)
    }

    /// The longest name of the gazetteer that begins at token `i`, and the token behind it.
    fn longest(&self, i: usize) -> Option<(usize, Vec<Row>)> {
        let first = self.tokens.get(i)?;
        // "al-Bab": the article is part of the name, and has no capital.
        let article = !first.capital
            && matches!(first.word(self.text), "al" | "el" | "as" | "ar" | "ad" | "at" | "an" | "az" | "ash")
            && self.tokens.get(i + 1).is_some_and(|t| t.gap == Gap::Hyphen && t.capital);
        if !first.capital && !article {
            return None;
        }
        let mut key = String::new();
        let mut best = None;
        for end in i + 1..=(i + LONGEST).min(self.tokens.len()) {
            let word = &self.tokens[end - 1];
            if end > i + 1 {
                if self.tokens[end - 2].possessive {
                    // "Cox's Bazar".
                    key.push('s');
                }
                let joined = match word.gap {
                    Gap::Space | Gap::Hyphen => true,
                    Gap::Comma => matches!(word.word(self.text), "D.C." | "DC" | "D.C"),
                    Gap::Other => false,
                };
                if !joined {
                    break;
                }
                key.push(' ');
            }
            gazetteer::fold(word.word(self.text), &mut key);
            let (mut rows, longer) = gazetteer::look_up(&key);
            if end == i + 1 {
                let initials = first.word(self.text).trim_end_matches('.').contains('.');
                rows.retain(|row| !row.in_capitals_only() || first.capitals || initials);
                // "WHO" and "U.N." are no towns; "GENEVA, 3 May" and a line all in capitals name towns as well.
                if initials || (first.capitals && !self.in_capital_line(i)) {
                    rows.retain(|row| row.in_capitals_only() || row.sense == Sense::Short);
                }
            }
            if !rows.is_empty() {
                best = Some((end, rows));
            }
            if !longer && !word.possessive {
                break;
            }
        }
        best
    }

    /// Whether the words from the head of the line to token `i` are all in capitals.
    fn in_capital_line(&self, i: usize) -> bool {
        let near = &self.tokens[i.saturating_sub(8)..=i];
        near.iter().rev().take_while(|t| t.capitals).any(|t| t.line)
    }

    /// What the words before the name at token `i` say of it, and the kind they ask for.
    fn lead(&self, i: usize, last: Option<(usize, Lead)>) -> (Lead, Option<Wanted>) {
        let mut at = i;
        let mut direction = false;
        while let Some(word) = self.before(at) {
            let key = self.key(word);
            let key = key.as_str();
            if is(key, List::Directions) {
                direction = true;
            } else if key == "of"
                && let Some(kind) = self.before(at - 1).filter(|t| !t.capital)
                && let Some(kind) = wanted(&self.key(kind))
            {
                return (Lead::Strong, Some(kind));
            } else if is(key, List::Strong) {
                return (Lead::Strong, None);
            } else if key != "the" {
                let joined = matches!(key, "and" | "or") && last.is_some_and(|(end, _)| end == at - 1);
                let carried = last.filter(|_| joined).map_or(Lead::None, |(_, lead)| lead);
                let own = if is(key, List::Some) { Lead::Some } else { Lead::None };
                return (if direction { Lead::Strong } else { own.max(carried) }, None);
            }
            at -= 1;
            if i - at > 4 {
                break;
            }
        }
        if direction {
            return (Lead::Strong, None);
        }
        let listed = self.tokens[i].gap == Gap::Comma && last.is_some_and(|(end, _)| end == i);
        (last.filter(|_| listed).map_or(Lead::None, |(_, lead)| lead), None)
    }

    /// The names behind a comma after token `end - 1` that can hold a place.
    fn holders(&self, end: usize) -> Vec<Row> {
        if self.tokens.get(end).is_none_or(|t| t.gap != Gap::Comma) {
            return Vec::new();
        }
        let Some((_, mut rows)) = self.longest(end) else { return Vec::new() };
        rows.retain(|row| {
            matches!(row.sense, Sense::Short | Sense::Place(Kind::Country | Kind::Region | Kind::District | Kind::Area))
        });
        rows
    }

    /// Whether the capitalised words beside the name make it a part of another name.
    fn part_of_name(&self, i: usize, end: usize, rows: &[Row]) -> bool {
        let headline = self.tokens[i].headline;
        let country = rows.iter().any(|row| row.kind() == Some(Kind::Country));
        if let Some(word) = self.before(i).or_else(|| self.before_full_stop(i)).filter(|t| t.capital && !t.possessive) {
            let key = self.key(word);
            let key = key.as_str();
            let known = is_any(key, &[List::Function, List::Calendar])
                || is(key, List::Directions)
                || wanted(key).is_some()
                || key == "gulf";
            if !known {
                if is(key, List::Titles) || gazetteer::is_given_name(key) || key.len() == 1 {
                    return true;
                }
                let place = gazetteer::rows(key).any(|row| {
                    row.sense == Sense::People
                        || (row.kind() == Some(Kind::Country) && (!row.in_capitals_only() || word.capitals))
                });
                if !headline && !place {
                    return true;
                }
            }
        }
        if self.tokens[i].gap == Gap::Hyphen
            && self.tokens[i - 1].capital
            && gazetteer::rows(&self.key(&self.tokens[i - 1])).next().is_none()
        {
            return true;
        }
        if self.before(i).is_some_and(|of| of.word(self.text) == "of")
            || self.before(i).is_some_and(|the| the.word(self.text) == "the")
                && i >= 2
                && self.before(i - 1).is_some_and(|of| of.word(self.text) == "of")
        {
            let of = if self.tokens[i - 1].word(self.text) == "the" { i - 2 } else { i - 1 };
            if let Some(head) = self.before(of).filter(|t| t.capital && !t.possessive) {
                let key = self.key(head);
                let key = key.as_str();
                let plain = wanted(key).is_some()
                    || is(key, List::Titles)
                    || is(key, List::Directions)
                    || is(key, List::Function);
                if is(key, List::Bodies) || (!plain && !head.first && !headline) {
                    return true;
                }
            }
        }
        let Some(word) = self.tokens.get(end).filter(|_| !self.tokens[end - 1].possessive) else { return false };
        if word.gap == Gap::Hyphen && word.capital {
            return self.longest(end).is_none();
        }
        if word.gap != Gap::Space || !word.capital {
            return false;
        }
        let key = self.key(word);
        let key = key.as_str();
        if is(key, List::MakesName) {
            return true;
        }
        let plain = headline
            || is_any(key, &[List::Function, List::Calendar, List::Sites])
            || is(key, List::Titles)
            || (country && is(key, List::Actors))
            || (country && rows.iter().any(Row::in_capitals_only))
            || wanted(key).is_some()
            || is(key, List::Around);
        !plain
    }

    /// The token before `i`, where a full stop and a space part them, as in "Gen. Lincoln".
    fn before_full_stop(&self, i: usize) -> Option<&Token> {
        let (before, here) = (self.tokens.get(i.checked_sub(1)?)?, self.tokens.get(i)?);
        (self.text[before.range.end..here.range.start] == *". " && is(&self.key(before), List::Titles))
            .then_some(before)
    }

    /// Whether the name from `i` to `end` stands for somebody who acts.
    fn acts(&self, i: usize, end: usize, lead: Lead, rows: &[Row]) -> bool {
        let state = rows.iter().any(|row| matches!(row.kind(), Some(Kind::Country | Kind::Capital)));
        if self.tokens[i].gap == Gap::Hyphen && !self.tokens[i - 1].capital {
            return true;
        }
        if let Some(word) = self.tokens.get(end) {
            let key = self.key(word);
            let behind = word.gap == Gap::Space && !self.tokens[end - 1].possessive;
            if word.gap == Gap::Hyphen && !word.capital && is(&key, List::Acts) {
                return true;
            }
            if behind && self.before_actors(end) && rows.first().is_some_and(|row| row.kind() != Some(Kind::City)) {
                return true;
            }
        }
        if !state || lead == Lead::Strong {
            return false;
        }
        if self.tokens[end - 1].possessive {
            return true;
        }
        let before = self.before(i).map(|t| self.key(t));
        if before.as_deref().is_some_and(|b| is(b, List::Addressed)) {
            return true;
        }
        if before.as_deref().is_some_and(|b| is(b, List::Some) && !matches!(b, "and" | "or" | "than" | "like")) {
            return false;
        }
        let Some(next) = self.behind(end).filter(|t| !t.capital || t.headline) else {
            return self.joined_subject(end);
        };
        let key = self.key(next);
        let verb = |word: &str| {
            is(word, List::Verbs)
                || (word.len() > 4 && (word.ends_with("ed") || (word.ends_with('s') && !word.ends_with("ss"))))
        };
        if is(&key, List::NotVerbs) {
            let is = matches!(key.as_str(), "is" | "was" | "are" | "were");
            let then = self.behind(end + 1).map(|t| self.key(t));
            return (is && then.is_some_and(|t| t.ends_with("ing"))) || self.joined_subject(end);
        }
        verb(&key)
    }

    /// Whether a word like "area" or "airport" follows at once.
    fn before_around(&self, end: usize) -> bool {
        self.behind(end).is_some_and(|t| is_any(&self.key(t), &[List::Around, List::Town]))
    }

    /// Whether those who act for a place follow at once: "officials".
    fn before_actors(&self, end: usize) -> bool {
        self.behind(end).is_some_and(|t| is(&self.key(t), List::Actors))
    }

    /// Whether "and", another state and a verb follow: "Ukraine and South Korea accused".
    fn joined_subject(&self, end: usize) -> bool {
        let and = self.behind(end).is_some_and(|t| t.word(self.text) == "and");
        if !and {
            return false;
        }
        let Some((stop, rows)) = self.longest(end + 1) else { return false };
        let state = rows.iter().any(|row| matches!(row.kind(), Some(Kind::Country | Kind::Capital)));
        let verb = self.behind(stop).map(|t| self.key(t));
        state && verb.is_some_and(|v| is(&v, List::Verbs) || (v.len() > 4 && v.ends_with("ed")))
    }

    /// Judges the name from token `i` to `end`; gives it with its lead and the token to go on from.
    fn found(
        &self,
        i: usize,
        end: usize,
        mut rows: Vec<Row>,
        last: Option<(usize, Lead)>,
    ) -> Option<(Found, Lead, usize)> {
        let behind_comma = self.tokens[i].gap == Gap::Comma && last.is_some_and(|(stop, _)| stop == i);
        rows.retain(|row| row.weight > 0 && (row.sense != Sense::Short || behind_comma));
        if rows.is_empty() || self.part_of_name(i, end, &rows) {
            return None;
        }
        let (mut lead, mut want) = self.lead(i, last);
        let (mut start, mut stop) = (i, end);
        // "Kursk region", "Enga Province"; in "Ohio State" the State is a university.
        let word = self.behind(end).map(|t| (self.key(t), t.capital));
        let mut named = false;
        if let Some((key, capital)) = &word
            && let Some(kind) = wanted(key)
            && matches!(kind, Wanted::Region | Wanted::District)
            && rows.iter().any(|row| row.kind() != Some(Kind::Country))
        {
            let american = rows.iter().any(|row| row.kind() == Some(Kind::Region) && row.within.starts_with("US."));
            let school = *capital
                && key == "state"
                && american
                && !matches!(self.key_of(i..end).as_str(), "washington" | "new york");
            let act = key == "state" && self.behind(end + 1).is_some_and(|t| is(&self.key(t), List::Actors));
            // "Justice Department", "the Sunshine state": only what is a region itself has such a word behind it.
            let own = matches!(key.as_str(), "state" | "department" | "republic" | "territory");
            let region = rows.iter().any(|row| matches!(row.kind(), Some(Kind::Region | Kind::Area)));
            if school || (own && *capital && !region) {
                return None;
            }
            if !act && (region || !own) {
                (want, named, stop) = (Some(kind), true, end + 1);
            }
        }
        if self.before_around(end) {
            lead = Lead::Strong;
        }
        if self.before_actors(end) && !self.tokens[i].headline && rows.iter().any(|row| row.weight >= 50) {
            lead = lead.max(Lead::Some);
        }
        // "County Cork", "Republic of Korea".
        let free = last.is_none_or(|(end, _)| end < i);
        if free && self.before(i).is_some_and(|t| t.capital && self.key(t) == "county") {
            (want, named, start) = (Some(Wanted::District), true, i - 1);
        }
        // An American county is named as one.
        if want != Some(Wanted::District) {
            rows.retain(|row| {
                row.kind() != Some(Kind::District) || !matches!(row.country(), Some("US" | "UA" | "NG" | "PH"))
            });
        }
        let heaviest = rows.iter().map(|row| row.weight).max()?;
        let holders = self.holders(stop);
        let held = rows.iter().any(|row| {
            holders.iter().any(|holder| {
                row.within == holder.within
                    || (row.country() == holder.country() && holder.kind() == Some(Kind::Country))
            })
        });
        let rule = if named {
            "named-kind"
        } else if held
            || behind_comma && rows.iter().any(|row| matches!(row.kind(), Some(Kind::Region | Kind::Country)))
        {
            "comma-pair"
        } else if self.tokens[i].line
            && self.tokens[i].capitals
            && self.tokens.get(end).is_none_or(|t| t.gap != Gap::Space)
        {
            "dateline"
        } else {
            self.plain(i, end, &rows, heaviest, lead)?
        };
        let mut range = self.tokens[start].range.start..self.tokens[stop - 1].range.end;
        // "Mass." is written with its full stop.
        let short = rows.iter().all(|row| row.sense == Sense::Short && !row.in_capitals_only());
        if short && self.text[range.end..].starts_with('.') {
            range.end += 1;
        }
        let actor = if named { self.before_actors(stop) } else { self.acts(i, end, lead, &rows) };
        let lead = if matches!(rule, "comma-pair" | "dateline" | "named-kind") { lead.max(Lead::Some) } else { lead };
        let doubtful = rule == STRAY;
        Some((Found { range, rows, wanted: want, holders, doubtful, actor, rule }, lead, stop))
    }

    /// Whether a name with nothing but its lead to speak for it is a place, and by which rule.
    fn plain(&self, i: usize, end: usize, rows: &[Row], heaviest: u8, lead: Lead) -> Option<&'static str> {
        let first = &self.tokens[i];
        let state = rows.iter().any(|row| row.kind() == Some(Kind::Country) && row.weight >= 60);
        let capital = rows.iter().any(|row| row.kind() == Some(Kind::Capital) && row.weight >= 52);
        let (word, person) = (rows.iter().any(Row::is_word), rows.iter().any(Row::is_person));
        let key = self.key_of(i..end);
        let no_name = is_any(
            &key,
            &[List::Bodies, List::MakesName, List::Titles, List::Region, List::District, List::Town, List::Calendar],
        );
        if no_name || (is(&key, List::Function) && (lead < Lead::Strong || first.first)) {
            return None;
        }
        let the = self.before(i).is_some_and(|t| self.key(t) == "the");
        let person_here = match self.people.get(&key) {
            Some(true) => lead < Lead::Strong || the || self.tokens[end - 1].possessive,
            Some(false) => lead < Lead::Some,
            None => false,
        };
        if person_here {
            return None;
        }
        if state {
            return Some("country");
        }
        // "the Kennedy clan": towns have no article.
        let town = rows.iter().all(|row| matches!(row.kind(), Some(Kind::City | Kind::Capital)));
        if the && town && (word || person || heaviest < 50) && !self.before_around(end) {
            return None;
        }
        if word {
            let enough = lead == Lead::Strong || (lead == Lead::Some && heaviest >= 55);
            return (enough && !first.first && !first.headline).then_some("led");
        }
        if lead == Lead::Strong {
            return Some("led");
        }
        if capital {
            return Some("capital");
        }
        if person {
            return (heaviest >= 62 || (lead == Lead::Some && heaviest >= 52)).then_some("large");
        }
        match lead {
            Lead::Some if heaviest >= 37 => Some("led"),
            _ if heaviest >= 47 => Some("large"),
            // Towns of English-speaking countries bear the names of families, with which reports are full.
            _ if rows
                .iter()
                .all(|row| !matches!(row.country(), Some("US" | "GB" | "CA" | "AU" | "NZ" | "IE" | "ZA"))) =>
            {
                Some(STRAY)
            }
            _ => None,
        }
    }

    /// A place known by its kind only: "the village of Ballyhea", "the Sudzhansky district".
    fn named_by_kind(&self, i: usize) -> Option<(Found, usize)> {
        let first = self.tokens.get(i).filter(|t| t.capital && !t.headline && !t.capitals)?;
        let mut end = i + 1;
        while end < i + 3 && self.behind(end).is_some_and(|t| t.capital) {
            end += 1;
        }
        let (lead, kind) = self.lead(i, None);
        let behind = self.behind(end).filter(|t| !t.capital).and_then(|t| match self.key(t).as_str() {
            "state" | "department" | "republic" | "territory" => None,
            key => wanted(key).map(|kind| (kind, t)),
        });
        let (range, want, stop) = match (kind, behind) {
            (Some(kind), _) if lead == Lead::Strong => (first.range.start..self.tokens[end - 1].range.end, kind, end),
            (None, Some((kind, word))) if lead == Lead::Strong && end == i + 1 && kind != Wanted::Town => {
                (first.range.start..word.range.end, kind, end + 1)
            }
            _ => return None,
        };
        let found = Found {
            range,
            rows: Vec::new(),
            wanted: Some(want),
            holders: Vec::new(),
            doubtful: false,
            actor: false,
            rule: "named-kind",
        };
        Some((found, stop))
    }
}

//! Which words of a text name places.
//!
//! "Kharkiv" in "shells fell on Kharkiv" does; in "the Kharkiv Times" or "Paris Hilton" it is part of another name.
//! A name that is also a word or a person's name ("Reading", "Lincoln") needs words beside it that speak for a place.
//! Which of several places is meant is left to [`super::resolution`].

use std::collections::HashMap;
use std::ops::Range;

use super::gazetteer::{self, Kind, Row, Sense};
use super::tokens::{Gap, Token};

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

/// No name of the gazetteer that reports use has more words.
const LONGEST: usize = 6;

const REGION: &[&str] = &[
    "region",
    "oblast",
    "province",
    "governorate",
    "prefecture",
    "krai",
    "voivodeship",
    "state",
    "department",
    "emirate",
    "territory",
    "republic",
];
const DISTRICT: &[&str] = &["district", "raion", "rayon", "county", "parish", "borough"];
const TOWN: &[&str] = &["city", "town", "village", "settlement", "suburb", "port", "hamlet", "township"];
/// Nouns that follow the name of a place and leave it one.
const AROUND: &[&str] = &[
    "area",
    "front",
    "direction",
    "sector",
    "border",
    "suburb",
    "suburbs",
    "outskirts",
    "airport",
    "peninsula",
    "coast",
    "valley",
    "countryside",
    "neighbourhood",
    "neighborhood",
    "crossing",
    "corridor",
    "axis",
    "metro",
    "island",
    "port",
];
/// Names of buildings and the like that carry the place they stand in.
const SITES: &[&str] =
    &["airport", "station", "port", "harbour", "harbor", "airbase", "international", "area", "region"];
const DIRECTIONS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "upper",
    "lower",
    "downtown",
    "greater",
    "inner",
    "outer",
    "mainland",
    "rural",
    "occupied",
    "nearby",
    "neighbouring",
    "neighboring",
    "besieged",
    "war-torn",
    "modern",
    "ancient",
    "old",
    "coastal",
];
const STRONG: &[&str] = &[
    "in",
    "near",
    "at",
    "into",
    "inside",
    "outside",
    "around",
    "across",
    "throughout",
    "toward",
    "towards",
    "via",
    "within",
    "bordering",
    "beyond",
];
const SOME: &[&str] = &[
    "from",
    "to",
    "of",
    "for",
    "between",
    "over",
    "on",
    "through",
    "reached",
    "left",
    "off",
    "visited",
    "struck",
    "hit",
    "entered",
    "captured",
    "seized",
    "leaving",
    "reaching",
    "entering",
    "shelled",
    "bombed",
    "attacked",
    "invaded",
    "along",
    "against",
    "and",
    "or",
    "than",
    "like",
    "including",
    "by",
    "under",
    "crossing",
    "retook",
    "recaptured",
];
/// Words with a capital at the head of a sentence, or in a headline, that are no names.
const FUNCTION: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "of",
    "to",
    "from",
    "near",
    "for",
    "with",
    "by",
    "and",
    "or",
    "but",
    "as",
    "if",
    "when",
    "while",
    "after",
    "before",
    "since",
    "until",
    "because",
    "although",
    "though",
    "that",
    "this",
    "these",
    "those",
    "its",
    "his",
    "her",
    "their",
    "our",
    "inside",
    "outside",
    "across",
    "around",
    "over",
    "under",
    "between",
    "into",
    "through",
    "throughout",
    "against",
    "both",
    "all",
    "most",
    "some",
    "many",
    "no",
    "only",
    "even",
    "now",
    "then",
    "there",
    "here",
    "where",
    "whether",
    "why",
    "how",
    "what",
    "who",
    "which",
    "is",
    "was",
    "are",
    "were",
    "will",
    "would",
    "has",
    "have",
    "had",
    "not",
    "like",
    "unlike",
    "despite",
    "during",
    "about",
    "above",
    "along",
    "beyond",
    "toward",
    "towards",
    "via",
    "within",
    "without",
    "than",
    "so",
    "yet",
    "also",
    "today",
    "yesterday",
    "meanwhile",
    "earlier",
    "later",
    "once",
    "still",
    "just",
    "every",
    "each",
    "other",
    "more",
    "much",
    "amid",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "part",
    "parts",
    "should",
    "could",
    "can",
    "does",
    "did",
];
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "dame",
    "prof",
    "professor",
    "rev",
    "father",
    "sister",
    "brother",
    "president",
    "chancellor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "archbishop",
    "general",
    "gen",
    "colonel",
    "col",
    "major",
    "maj",
    "captain",
    "capt",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "private",
    "admiral",
    "adm",
    "senator",
    "sen",
    "congressman",
    "congresswoman",
    "representative",
    "rep",
    "governor",
    "gov",
    "mayor",
    "minister",
    "secretary",
    "judge",
    "justice",
    "ambassador",
    "detective",
    "inspector",
    "officer",
    "sheriff",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "coach",
    "chief",
    "director",
    "chairman",
    "attorney",
    "prosecutor",
    "commander",
    "envoy",
    "premier",
    "sheikh",
    "ayatollah",
    "imam",
    "rabbi",
    "saint",
    "aunt",
    "uncle",
];
/// Heads of the names of organisations, before "of": "Bank of England".
const BODIES: &[&str] = &[
    "bank",
    "university",
    "institute",
    "college",
    "school",
    "church",
    "museum",
    "archbishop",
    "bishop",
    "duke",
    "duchess",
    "prince",
    "princess",
    "earl",
    "battle",
    "treaty",
    "siege",
    "house",
    "tower",
    "academy",
    "association",
    "federation",
    "chamber",
    "voice",
    "times",
    "order",
    "knights",
    "society",
    "library",
    "archdiocese",
    "diocese",
    "council",
    "union",
    "congress",
    "party",
    "royal",
    "radio",
    "government",
    "ministry",
    "department",
    "office",
    "merchant",
];
/// Words behind a place's name that make it the name of something else, even in a headline.
const MAKES_NAME: &[&str] = &[
    "times",
    "post",
    "globe",
    "herald",
    "tribune",
    "chronicle",
    "news",
    "daily",
    "gazette",
    "journal",
    "guardian",
    "independent",
    "press",
    "radio",
    "tv",
    "television",
    "university",
    "college",
    "institute",
    "school",
    "academy",
    "bank",
    "airlines",
    "airways",
    "marathon",
    "united",
    "rovers",
    "fc",
    "cup",
    "festival",
    "agreement",
    "accord",
    "accords",
    "treaty",
    "protocol",
    "declaration",
    "convention",
    "hilton",
    "review",
    "observer",
    "mirror",
    "star",
    "broadcasting",
    "church",
    "museum",
    "orchestra",
    "opera",
    "symphony",
    "exchange",
    "stock",
    "club",
    "league",
    "championship",
    "open",
    "games",
    "olympics",
    "hospital",
    "motors",
    "steel",
    "group",
    "inc",
    "ltd",
    "corp",
    "street",
    "road",
    "avenue",
    "square",
    "bridge",
    "park",
    "house",
    "hall",
    "theatre",
    "theater",
    "hotel",
    "stadium",
    "tower",
    "today",
    "times-picayune",
    "telegraph",
    "examiner",
    "inquirer",
    "dispatch",
    "sun",
    "standard",
    "bulletin",
];
/// Nouns for people and bodies that act; a place's name before them says whose they are.
const ACTORS: &[&str] = &[
    "official",
    "officials",
    "force",
    "forces",
    "troops",
    "soldiers",
    "government",
    "military",
    "army",
    "president",
    "prime",
    "minister",
    "ministry",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "diplomat",
    "diplomats",
    "intelligence",
    "authorities",
    "lawmakers",
    "senator",
    "senators",
    "envoy",
    "ambassador",
    "police",
    "sanctions",
    "administration",
    "leader",
    "leaders",
    "delegation",
    "negotiators",
    "judge",
    "court",
    "prosecutors",
    "parliament",
    "congress",
    "secretary",
    "embassy",
    "citizens",
    "citizen",
    "allies",
    "ally",
    "policy",
    "aid",
    "dollars",
    "dollar",
    "mayor",
    "governor",
    "defence",
    "defense",
    "foreign",
    "state",
    "treasury",
    "navy",
    "air",
    "marine",
    "marines",
    "supreme",
    "house",
    "senate",
    "deputy",
    "special",
    "national",
    "central",
    "federal",
    "commander",
    "command",
    "representative",
];
/// Behind a hyphen: what somebody does from there.
const ACTS: &[&str] = &[
    "led",
    "backed",
    "controlled",
    "occupied",
    "held",
    "run",
    "made",
    "supplied",
    "funded",
    "brokered",
    "allied",
    "aligned",
];
/// Verbs whose object is a government: "accused Pyongyang of".
const ADDRESSED: &[&str] = &[
    "accused",
    "accuse",
    "accuses",
    "accusing",
    "criticized",
    "criticised",
    "blamed",
    "blames",
    "urged",
    "urges",
    "warned",
    "warns",
    "condemned",
    "told",
    "asked",
    "thanked",
    "pressed",
    "praised",
    "pressured",
    "sanctioned",
    "supported",
    "supports",
    "supporting",
    "persuaded",
    "helped",
    "assured",
    "notified",
    "informed",
    "allowed",
    "allow",
    "forced",
    "force",
    "summoned",
    "joined",
];
/// After these a name is not the subject of a verb that follows.
const NOT_VERBS: &[&str] = &[
    "and", "or", "in", "at", "on", "to", "for", "of", "with", "but", "as", "from", "by", "where", "which", "who",
    "after", "before", "since", "during", "until", "while", "when", "is", "was", "are", "were", "be", "been", "that",
    "because", "if", "last", "this", "next", "early", "late", "on", "over", "under", "into", "near", "amid", "against",
    "about", "via", "through", "then", "than", "towards", "toward", "between", "across", "around", "within", "without",
    "per",
];
const VERBS: &[&str] = &[
    "has", "have", "had", "will", "would", "said", "says", "did", "does", "could", "should", "may", "might", "must",
    "can", "cannot", "began", "sent", "told", "made", "took", "went", "gave", "held", "won", "lost", "fought",
    "withdrew", "struck", "hit", "built", "bought", "sold", "spent", "became", "came", "knew", "saw", "thought",
    "want", "wanted", "never", "also", "already", "now", "again", "still", "not", "agree", "need", "say", "launch",
    "strike", "vow", "plan",
];

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
    seen
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
    if REGION.contains(&word) {
        Some(Wanted::Region)
    } else if DISTRICT.contains(&word) {
        Some(Wanted::District)
    } else if TOWN.contains(&word) {
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
        if TITLES.contains(&b.as_str()) || MAKES_NAME.contains(&b.as_str()) || SITES.contains(&b.as_str()) {
            continue;
        }
        if TITLES.contains(&a.as_str()) {
            people.insert(b, true);
        } else if second.gap == Gap::Space && gazetteer::is_given_name(&a) && !FUNCTION.contains(&a.as_str()) {
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
                let joined = match word.gap {
                    Gap::Space | Gap::Hyphen => !self.tokens[end - 2].possessive,
                    Gap::Comma => matches!(word.word(self.text), "D.C." | "DC" | "D.C"),
                    Gap::Other => false,
                };
                if !joined {
                    break;
                }
                key.push(' ');
            }
            gazetteer::fold(word.word(self.text), &mut key);
            let mut rows: Vec<Row> = gazetteer::rows(&key).collect();
            if end == i + 1 {
                let dotted = first.word(self.text).contains('.');
                rows.retain(|row| !row.in_capitals_only() || first.capitals || dotted);
                // "WHO" is no town; "GENEVA, 3 May" and a line all in capitals name towns as well.
                if first.capitals && !dotted && !self.in_capital_line(i) {
                    rows.retain(|row| row.in_capitals_only() || row.sense == Sense::Short);
                }
            }
            if !rows.is_empty() {
                best = Some((end, rows));
            }
            let length = key.len();
            key.push(' ');
            if !gazetteer::any_begins(&key) {
                break;
            }
            key.truncate(length);
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
            if DIRECTIONS.contains(&key) {
                direction = true;
            } else if key == "of"
                && let Some(kind) = self.before(at - 1)
                && let Some(kind) = wanted(&self.key(kind))
            {
                return (Lead::Strong, Some(kind));
            } else if STRONG.contains(&key) {
                return (Lead::Strong, None);
            } else if key != "the" {
                let joined = matches!(key, "and" | "or") && last.is_some_and(|(end, _)| end == at - 1);
                let carried = last.filter(|_| joined).map_or(Lead::None, |(_, lead)| lead);
                let own = if SOME.contains(&key) { Lead::Some } else { Lead::None };
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
            let known = FUNCTION.contains(&key) || DIRECTIONS.contains(&key) || wanted(key).is_some() || key == "gulf";
            if !known {
                if TITLES.contains(&key) || gazetteer::is_given_name(key) || key.len() == 1 {
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
                    || TITLES.contains(&key)
                    || DIRECTIONS.contains(&key)
                    || FUNCTION.contains(&key);
                if BODIES.contains(&key) || (!plain && !head.first && !headline) {
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
        if MAKES_NAME.contains(&key) {
            return true;
        }
        let plain = headline
            || FUNCTION.contains(&key)
            || SITES.contains(&key)
            || TITLES.contains(&key)
            || (country && ACTORS.contains(&key))
            || (country && rows.iter().any(Row::in_capitals_only))
            || wanted(key).is_some()
            || AROUND.contains(&key);
        !plain
    }

    /// The token before `i`, where a full stop and a space part them, as in "Gen. Lincoln".
    fn before_full_stop(&self, i: usize) -> Option<&Token> {
        let (before, here) = (self.tokens.get(i.checked_sub(1)?)?, self.tokens.get(i)?);
        (self.text[before.range.end..here.range.start] == *". " && TITLES.contains(&self.key(before).as_str()))
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
            if word.gap == Gap::Hyphen && !word.capital && ACTS.contains(&key.as_str()) {
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
        if before.as_deref().is_some_and(|b| ADDRESSED.contains(&b)) {
            return true;
        }
        if before.as_deref().is_some_and(|b| SOME.contains(&b) && !matches!(b, "and" | "or" | "than" | "like")) {
            return false;
        }
        let Some(next) = self.behind(end).filter(|t| !t.capital || t.headline) else {
            return self.joined_subject(end);
        };
        let key = self.key(next);
        let verb = |word: &str| {
            VERBS.contains(&word)
                || (word.len() > 4 && (word.ends_with("ed") || (word.ends_with('s') && !word.ends_with("ss"))))
        };
        if NOT_VERBS.contains(&key.as_str()) {
            let is = matches!(key.as_str(), "is" | "was" | "are" | "were");
            let then = self.behind(end + 1).map(|t| self.key(t));
            return (is && then.is_some_and(|t| t.ends_with("ing"))) || self.joined_subject(end);
        }
        verb(&key)
    }

    /// Whether those who act for a place follow at once: "officials".
    fn before_actors(&self, end: usize) -> bool {
        self.behind(end).is_some_and(|t| ACTORS.contains(&self.key(t).as_str()))
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
        state && verb.is_some_and(|v| VERBS.contains(&v.as_str()) || (v.len() > 4 && v.ends_with("ed")))
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
        rows.retain(|row| row.sense != Sense::Short || behind_comma);
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
            let act = key == "state" && self.behind(end + 1).is_some_and(|t| ACTORS.contains(&self.key(t).as_str()));
            if school {
                return None;
            }
            if !act {
                (want, named, stop) = (Some(kind), true, end + 1);
            }
        }
        if word.as_ref().is_some_and(|(key, _)| AROUND.contains(&key.as_str()) || TOWN.contains(&key.as_str())) {
            lead = Lead::Strong;
        }
        if self.before_actors(end) && !self.tokens[i].headline {
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
        Some((Found { range, rows, wanted: want, holders, actor, rule }, lead, stop))
    }

    /// Whether a name with nothing but its lead to speak for it is a place, and by which rule.
    fn plain(&self, i: usize, end: usize, rows: &[Row], heaviest: u8, lead: Lead) -> Option<&'static str> {
        let first = &self.tokens[i];
        let state = rows.iter().any(|row| row.kind() == Some(Kind::Country) && row.weight >= 60);
        let capital = rows.iter().any(|row| row.kind() == Some(Kind::Capital) && row.weight >= 52);
        let (word, person) = (rows.iter().any(Row::is_word), rows.iter().any(Row::is_person));
        let key = self.key_of(i..end);
        let no_name =
            [BODIES, MAKES_NAME, TITLES, REGION, DISTRICT, TOWN].iter().any(|list| list.contains(&key.as_str()));
        if no_name || (FUNCTION.contains(&key.as_str()) && (lead < Lead::Strong || first.first)) {
            return None;
        }
        let least = match self.people.get(&key) {
            Some(true) => Lead::Strong,
            Some(false) => Lead::Some,
            None => Lead::None,
        };
        if lead < least {
            return None;
        }
        if state {
            return Some("country");
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
        let least = if lead == Lead::Some { 37 } else { 47 };
        (heaviest >= least).then_some(if lead == Lead::Some { "led" } else { "large" })
    }

    /// A place known by its kind only: "the village of Ballyhea", "the Sudzhansky district".
    fn named_by_kind(&self, i: usize) -> Option<(Found, usize)> {
        let first = self.tokens.get(i).filter(|t| t.capital && !t.headline && !t.capitals)?;
        let mut end = i + 1;
        while end < i + 3 && self.behind(end).is_some_and(|t| t.capital) {
            end += 1;
        }
        let (lead, kind) = self.lead(i, None);
        let behind = self.behind(end).filter(|t| !t.capital).and_then(|t| wanted(&self.key(t)).map(|k| (k, t)));
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
            actor: false,
            rule: "named-kind",
        };
        Some((found, stop))
    }
}

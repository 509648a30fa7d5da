//! The gazetteer: which places bear a name.
//!
//! The data are lines of text, sorted by a folded form of the name ([`fold`]), and are searched as they lie in the
//! binary: nothing is parsed before the first look-up, and then only the lines near the one that is asked for. Where
//! they come from is told in `data/places/README.md`.
//!
//! ```text
//! kursk →  Kursk Oblast, a region of RU, 51.68 36.10
//!          Kursk, a town in RU.41, 51.73 36.18
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

/// Lines `key, name, kind and flags, country.region, latitude, longitude, weight`, sorted by key, heaviest first.
static PLACES: &str = include_str!("../../data/places/places.tsv");
/// Given names, folded, sorted.
static GIVEN: &str = include_str!("../../data/places/given.txt");
/// Lines `ascii marked-letters`: how letters with marks are folded.
static FOLDS: &str = include_str!("../../data/places/fold.txt");

static FOLDED: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let pairs = FOLDS.lines().filter_map(|line| line.split_once(' '));
    pairs.flat_map(|(ascii, marked)| marked.chars().map(move |c| (c, ascii))).collect()
});

/// What sort of place a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A country or a territory with a code of its own.
    Country,
    /// The capital of a country.
    Capital,
    /// A first-level region of a country: a state, province, oblast.
    Region,
    /// A district within a region: a county, raion, department.
    District,
    /// A town or village.
    City,
    /// Any other stretch of land or water: the Donbas, the Black Sea, Europe.
    Area,
}

/// What a line of the gazetteer tells of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// The name of a place.
    Place(Kind),
    /// A short form of a region that is read after a comma only: "Ill."
    Short,
    /// The people of a country, or what is theirs: "Ukrainian".
    People,
}

/// One line of the gazetteer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    key: &'static str,
    name: &'static str,
    /// What the name stands for.
    pub sense: Sense,
    flags: &'static str,
    /// `UA`, or `UA.12` where the region within the country is known; empty where no country holds the place.
    pub within: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Ten times the decimal logarithm of the number of people; 0 for the seat of an institution.
    pub weight: u8,
}

impl Row {
    fn parse(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (key, name, kind) = (cells.next()?, cells.next()?, cells.next()?);
        let (sense, flags) = (kind.get(..1)?, kind.get(1..)?);
        let sense = match sense {
            "n" => Sense::Place(Kind::Country),
            "k" => Sense::Place(Kind::Capital),
            "r" => Sense::Place(Kind::Region),
            "d" => Sense::Place(Kind::District),
            "c" => Sense::Place(Kind::City),
            "a" => Sense::Place(Kind::Area),
            "s" => Sense::Short,
            _ => Sense::People,
        };
        Some(Self {
            key,
            name,
            sense,
            flags,
            within: cells.next()?,
            lat: cells.next()?.parse().ok()?,
            lon: cells.next()?.parse().ok()?,
            weight: cells.next()?.parse().ok()?,
        })
    }

    /// The name as it is written: the data leave it out where capitals make it from the key.
    pub fn name(&self) -> String {
        if !self.name.is_empty() {
            return self.name.to_owned();
        }
        let words = self.key.split(' ').map(|word| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        });
        words.collect::<Vec<String>>().join(" ")
    }

    /// The folded name that leads here.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// ISO 3166-1 alpha-2 code of the country; `None` for seas, continents and the like.
    pub fn country(&self) -> Option<&'static str> {
        self.within.get(..2)
    }

    /// The sort of place; `None` for a people.
    pub fn kind(&self) -> Option<Kind> {
        match self.sense {
            Sense::Place(kind) => Some(kind),
            Sense::Short => Some(Kind::Region),
            Sense::People => None,
        }
    }

    /// Whether the name is a name only in capitals, as "US" is.
    pub fn in_capitals_only(&self) -> bool {
        self.flags.contains('A')
    }

    /// Whether the name is also an English word, as "Reading" is.
    pub fn is_word(&self) -> bool {
        self.flags.contains('w')
    }

    /// Whether the name is also a given name or a family name, as "Lincoln" is.
    pub fn is_person(&self) -> bool {
        self.flags.contains('g') || self.flags.contains('s')
    }
}

/// The lines for exactly `key`, heaviest first, and whether longer names begin with the same words.
pub(super) fn look_up(key: &str) -> (Vec<Row>, bool) {
    let mut rows = Vec::new();
    for line in PLACES_INDEX.from(key) {
        let here = key_of(line);
        if here != key {
            // A space sorts before every letter, so a longer name would stand here.
            return (rows, here.strip_prefix(key).is_some_and(|rest| rest.starts_with(' ')));
        }
        rows.extend(Row::parse(line));
    }
    (rows, false)
}

/// The lines for exactly `key`, heaviest first.
pub(super) fn rows(key: &str) -> impl Iterator<Item = Row> {
    look_up(key).0.into_iter()
}

/// Whether `key` is a given name.
pub(super) fn is_given_name(key: &str) -> bool {
    GIVEN_INDEX.from(key).next() == Some(key)
}

fn key_of(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(key, _)| key)
}

static PLACES_INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(PLACES));
static GIVEN_INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(GIVEN));

/// Sorted lines, and the first line of each block of them: a search that stays in the cache until the last step.
struct Index {
    data: &'static str,
    /// Where a line begins, and its key, about once in [`BLOCK`] bytes.
    heads: Vec<(usize, &'static str)>,
}

const BLOCK: usize = 2048;

impl Index {
    /// Looks at the heads of the blocks only, not at every line.
    fn new(data: &'static str) -> Self {
        let bytes = data.as_bytes();
        let starts = (0..bytes.len()).step_by(BLOCK).filter_map(|at| {
            let line = bytes[at..].iter().position(|b| *b == b'\n')? + at + 1;
            let head = data.get(line..)?.lines().next()?;
            Some((line, key_of(head)))
        });
        Self { data, heads: starts.collect() }
    }

    /// The lines from the first whose key is not less than `key`.
    fn from(&self, key: &str) -> impl Iterator<Item = &'static str> + use<> {
        let block = self.heads.partition_point(|(_, head)| *head < key);
        let mut low = block.checked_sub(1).map_or(0, |before| self.heads[before].0);
        let mut high = self.heads.get(block).map_or(self.data.len(), |(at, _)| *at);
        let bytes = self.data.as_bytes();
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let rest = &bytes[start..];
            let end = rest.iter().position(|b| matches!(b, b'\t' | b'\n')).unwrap_or(rest.len());
            if rest[..end] < *key.as_bytes() {
                low = rest.iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| start + at + 1);
            } else {
                high = start;
            }
        }
        self.data.get(low..).unwrap_or_default().lines()
    }
}

/// Appends the key of `word` to `key`: lower case, no marks, no apostrophes and dots, hyphens as spaces.
pub(super) fn fold(word: &str, key: &mut String) {
    let from = key.len();
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' | ' ' => key.push(c),
            'A'..='Z' => key.push(c.to_ascii_lowercase()),
            '-' | '‐' | '‑' | '–' => key.push(' '),
            '.' | '\'' | '’' | '‘' | '`' | ',' | '(' | ')' => {}
            _ => {
                let lower = c.to_lowercase().next().unwrap_or(c);
                match FOLDED.get(&lower) {
                    Some(ascii) => key.push_str(ascii),
                    None => key.push(lower),
                }
            }
        }
    }
    let whole = match key.get(from..) {
        Some("st") => "saint",
        Some("ste") => "sainte",
        Some("mt") => "mount",
        Some("ft") => "fort",
        Some("&") => "and",
        _ => return,
    };
    key.truncate(from);
    key.push_str(whole);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> String {
        let mut key = String::new();
        for word in name.split([' ', '-']) {
            if !key.is_empty() {
                key.push(' ');
            }
            fold(word, &mut key);
        }
        key
    }

    #[test]
    fn every_line_is_whole_and_in_order() {
        let mut last = "";
        for line in PLACES.lines() {
            let row = Row::parse(line);
            assert!(row.is_some(), "cannot read {line}");
            assert!(last <= key_of(line), "{line} stands behind {last}");
            assert!(line.is_ascii() || line.contains('\t'));
            last = key_of(line);
        }
    }

    #[test]
    fn every_key_is_its_own_key() {
        for line in PLACES.lines() {
            assert_eq!(key(key_of(line)), key_of(line));
        }
        for name in GIVEN.lines() {
            assert!(is_given_name(name), "{name}");
        }
    }

    #[test]
    fn the_name_of_a_town_leads_to_the_town() {
        for line in PLACES.lines().take(200).chain(PLACES.lines().step_by(97)) {
            let row = Row::parse(line).expect("every line is whole");
            assert!(rows(row.key).any(|r| r.within == row.within && r.sense == row.sense), "{line}");
        }
    }

    #[test]
    fn marks_hyphens_and_saints_do_not_matter() {
        assert_eq!(key("Saint-Étienne"), "saint etienne");
        assert_eq!(key("St. Petersburg"), "saint petersburg");
        assert_eq!(key("Łódź"), "lodz");
        assert_eq!(key("N’Djamena"), "ndjamena");
        assert_eq!(key("U.S."), "us");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(rows("nosuchplaceatall").count(), 0);
        assert_eq!(rows("").count(), 0);
        assert_eq!(rows("\u{10FFFF}").count(), 0);
        assert!(!look_up("zzzzzzzz").1);
        assert!(look_up("black").1);
    }
}

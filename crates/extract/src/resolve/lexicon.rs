//! Words that tell what kind of source speaks, from `data/sources.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Gender;

const SOURCES: &str = include_str!("../../data/sources.txt");

macro_rules! flags {
    ($($name:ident $section:literal $bit:literal),+ $(,)?) => {
        /// What a word can be.
        #[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
        pub struct Sort(u32);

        impl Sort {
            $(pub const $name: Self = Self(1 << $bit);)+

            fn section(name: &str) -> Option<Self> {
                match name { $($section => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

flags! {
    OFFICE "office" 0,
    ROLE "role" 1,
    TITLE "title" 2,
    FEMALE "female" 3,
    MALE "male" 4,
    WITHHELD "withheld" 5,
    ORGANISATION "organisation" 6,
    COMPANY "company" 7,
    OUTLET_NOUN "outlet-noun" 8,
    OUTLET_SHAPE "outlet-shape" 9,
    OUTLET "outlet" 10,
    DOCUMENT "document" 11,
    GROUP "group" 12,
    STATE "state" 13,
    PARTICLE "particle" 14,
    GIVEN_F "given-f" 15,
    GIVEN_M "given-m" 16,
    DEMONYM "demonym" 17,
    COMPANY_SHAPE "company-shape" 18,
    TRAIT "trait" 19,
    TRADE "trade" 20,
}

impl Sort {
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// All the words, by their lower-case form.
pub struct Sources {
    sorts: HashMap<&'static str, Sort>,
    aliases: HashMap<&'static str, &'static str>,
}

impl Sources {
    /// The words that ship with the program.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Sources> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::read(SOURCES))
    }

    fn read(data: &'static str) -> Self {
        let (mut sorts, mut aliases) = (HashMap::<_, Sort>::new(), HashMap::new());
        let mut section = "";
        for line in data.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
                continue;
            }
            for word in line.split(',').map(str::trim).filter(|w| !w.is_empty()) {
                if let Some((short, full)) = word.split_once(" = ") {
                    aliases.insert(short, full);
                } else if let Some(sort) = Sort::section(section) {
                    let entry = sorts.entry(word).or_default();
                    *entry = entry.or(sort);
                    // What somebody is or lives by is a role as well.
                    if sort.any(Sort::TRAIT.or(Sort::TRADE)) {
                        *entry = entry.or(Sort::ROLE);
                    }
                }
            }
        }
        Self { sorts, aliases }
    }

    /// What `word`, in lower case, can be.
    pub fn sort(&self, word: &str) -> Sort {
        self.sorts.get(word).copied().unwrap_or_default()
    }

    /// What a noun can be, taken in the singular where only that is listed.
    pub fn noun(&self, word: &str) -> Sort {
        let own = self.sort(word);
        if own != Sort::default() {
            return own;
        }
        singular(word).into_iter().map(|s| self.sort(&s)).find(|s| *s != Sort::default()).unwrap_or_else(|| {
            // "vice-president", "ex-minister", "co-owner".
            word.rsplit_once('-').map_or_else(Sort::default, |(_, last)| {
                let sort = self.sort(last);
                if sort.any(Sort::OFFICE.or(Sort::ROLE)) { sort } else { Sort::default() }
            })
        })
    }

    /// The full name behind a well-known abbreviation.
    pub fn alias(&self, low: &str) -> Option<&'static str> {
        self.aliases.get(low).copied()
    }

    /// The pronoun a given name goes with, where it goes with one only.
    pub fn given(&self, low: &str) -> Option<Gender> {
        // "Anne-Marie" is told by "Anne".
        let first = low.split_once('-').map(|(first, _)| first).filter(|_| !self.is_given(low));
        let sort = self.sort(first.unwrap_or(low));
        match (sort.any(Sort::GIVEN_F), sort.any(Sort::GIVEN_M)) {
            (true, false) => Some(Gender::She),
            (false, true) => Some(Gender::He),
            _ => None,
        }
    }

    /// Whether `low` is known as a given name.
    pub fn is_given(&self, low: &str) -> bool {
        self.sort(low).any(Sort::GIVEN_F.or(Sort::GIVEN_M))
    }
}

/// What the singular of a plural noun can be.
fn singular(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(stem) = word.strip_suffix("ies") {
        out.push(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("men") {
        out.push(format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s')) {
        out.push(stem.to_owned());
        if let Some(stem) = stem.strip_suffix('e') {
            out.push(stem.to_owned());
        }
    }
    out
}

/// One word for all of spokesman, spokeswoman and spokesperson, so that they find each other.
pub fn office(low: &str) -> &str {
    match low {
        "spokesman" | "spokeswoman" | "spokesperson" => "spokesperson",
        "chairman" | "chairwoman" | "chairperson" | "chair" => "chair",
        "policeman" | "policewoman" => "police officer",
        "congressman" | "congresswoman" | "lawmaker" => "lawmaker",
        "adviser" | "advisor" => "adviser",
        "ceo" | "executive" => "executive",
        "prof" | "prof." => "professor",
        "gen" | "gen." => "general",
        "col" | "col." => "colonel",
        "maj" | "maj." => "major",
        "capt" | "capt." => "captain",
        "lt" | "lt." => "lieutenant",
        "sgt" | "sgt." => "sergeant",
        "adm" | "adm." => "admiral",
        "insp" | "insp." => "inspector",
        "supt" | "supt." => "superintendent",
        "det" | "det." => "detective",
        "gov" | "gov." => "governor",
        "sen" | "sen." => "senator",
        "rev" | "rev." => "reverend",
        "amb" | "amb." => "ambassador",
        "pres" | "pres." => "president",
        // "Philippa Orme, prosecuting, said".
        "prosecuting" => "prosecutor",
        "defending" => "lawyer",
        _ => low,
    }
}

//! The lists of words that the search for places goes by: `data/places/words.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

static TEXT: &str = include_str!("../../data/places/words.txt");

/// For each word the lists that hold it, a bit for each [`List`].
static WORDS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut list = 0;
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.strip_prefix('[').and_then(|head| head.split_once(']')) {
            list = NAMES.iter().filter(|(of, _)| *of == name).map(|(_, list)| list.bit()).sum();
        } else {
            line.split_whitespace().for_each(|word| *words.entry(word).or_default() |= list);
        }
    }
    words
});

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Words for first-level regions, beside their names.
    Region,
    /// Words for districts, beside their names.
    District,
    /// Words for towns, beside their names.
    Town,
    /// Nouns that follow the name of a place and leave it one.
    Around,
    /// Names of buildings and the like that carry the place they stand in.
    Sites,
    /// Words between a lead and a name: "in northern Syria".
    Directions,
    /// Words that lead to places.
    Strong,
    /// Words that lead to places, and to people as well.
    Some,
    /// Words with a capital at the head of a sentence, or in a headline, that are no names.
    Function,
    /// Words before the name of a person.
    Titles,
    /// Heads of the names of organisations, before "of": "Bank of England".
    Bodies,
    /// Words behind a place's name that make it the name of something else, even in a headline.
    MakesName,
    /// Nouns for people and bodies that act; a place's name before them says whose they are.
    Actors,
    /// Behind a hyphen: what somebody does from there.
    Acts,
    /// Verbs whose object is a government: "accused Pyongyang of".
    Addressed,
    /// After these a name is not the subject of a verb that follows.
    NotVerbs,
    /// Verbs that no ending gives away, and adverbs before verbs.
    Verbs,
    /// Days and months, which stand behind the same words as places.
    Calendar,
}

impl List {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

const NAMES: [(&str, List); 18] = [
    ("region", List::Region),
    ("district", List::District),
    ("town", List::Town),
    ("around", List::Around),
    ("sites", List::Sites),
    ("directions", List::Directions),
    ("strong", List::Strong),
    ("some", List::Some),
    ("function", List::Function),
    ("titles", List::Titles),
    ("bodies", List::Bodies),
    ("makes-name", List::MakesName),
    ("actors", List::Actors),
    ("acts", List::Acts),
    ("addressed", List::Addressed),
    ("not-verbs", List::NotVerbs),
    ("verbs", List::Verbs),
    ("calendar", List::Calendar),
];

/// Whether `word`, folded, stands in `list`.
pub(super) fn is(word: &str, list: List) -> bool {
    is_any(word, &[list])
}

/// Whether `word`, folded, stands in one of `lists`.
pub(super) fn is_any(word: &str, lists: &[List]) -> bool {
    WORDS.get(word).is_some_and(|held| lists.iter().any(|list| held & list.bit() != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words_and_every_word_a_list() {
        for (name, list) in NAMES {
            assert!(WORDS.values().any(|held| held & list.bit() != 0), "{name} is empty");
        }
        assert!(WORDS.values().all(|held| *held != 0));
        assert!(is("near", List::Strong) && !is("near", List::Titles));
    }
}

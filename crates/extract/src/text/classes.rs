//! Word classes: which parts of speech a word can be, and how commonly, by WordNet.
//!
//! "official" is a noun and an adjective, "analysts" the plural of a noun that is no
//! verb; a tagger that has never met the word still gets it right. What a word is in
//! its sentence is the tagger's business.
//!
//! The table is built by the example `word_classes` and described in `data/tagger.md`:
//!
//! ```text
//! 2^17 × slot:u32 — upper 24 bits a part of the word's hash, lower 8 bits two for each class; 0 is empty
//! ```

const SHIPPED: &[u8] = include_bytes!("../../data/classes.bin");
const BITS: u32 = 17;

/// Two bits for each of noun, verb, adjective and adverb: 0 not at all, 1 rarely, 2 commonly.
type Classes = u8;

const NOUN: u32 = 0;
const VERB: u32 = 2;

/// The class of `low` by itself and of what it may be an inflected form of, as one number for the tagger.
#[must_use]
pub fn code(low: &str) -> u16 {
    if low.len() < 2 || !low.bytes().all(|b| b.is_ascii_lowercase()) {
        return 0;
    }
    let own = u16::from(lookup(SHIPPED, low));
    let (ending, stem) = stem(low);
    let kept = u16::from(stem >> NOUN & 3) | u16::from(stem >> VERB & 3) << 2;
    own | ending << 8 | kept << 10
}

/// Whether the word of that code can be a singular noun.
#[must_use]
pub const fn is_noun(code: u16) -> bool {
    code >> NOUN & 3 != 0
}

/// Whether the word of that code ends like the past tense of a verb.
#[must_use]
pub const fn is_past(code: u16) -> bool {
    code >> 8 & 3 == 2 && code >> 12 & 3 != 0
}

/// Whether the word of that code can be a plural noun.
#[must_use]
pub const fn is_plural(code: u16) -> bool {
    code >> 8 & 3 == 1 && code >> 10 & 3 != 0
}

/// The inflection that `low` may show, and the classes of its stem: 1 for -s, 2 for -ed, 3 for -ing.
fn stem(low: &str) -> (u16, Classes) {
    let known = |stem: &str| Some(lookup(SHIPPED, stem)).filter(|c| *c != 0);
    let with_y = |stem: &str| known(&[stem, "y"].concat());
    let with_e = |stem: &str| known(&[stem, "e"].concat());
    let single = |stem: &str| {
        let bytes = stem.as_bytes();
        let n = bytes.len();
        (n > 2 && bytes[n - 1] == bytes[n - 2]).then(|| known(&stem[..n - 1])).flatten()
    };
    let found = if let Some(bare) = low.strip_suffix("ies") {
        with_y(bare).or_else(|| known(&low[..low.len() - 1])).map(|c| (1, c))
    } else if low.ends_with('s') && !low.ends_with("ss") {
        let bare = &low[..low.len() - 1];
        known(bare).or_else(|| bare.strip_suffix('e').and_then(known)).map(|c| (1, c))
    } else if let Some(bare) = low.strip_suffix("ied") {
        with_y(bare).map(|c| (2, c))
    } else if let Some(bare) = low.strip_suffix("ed") {
        with_e(bare).or_else(|| known(bare)).or_else(|| single(bare)).map(|c| (2, c))
    } else if let Some(bare) = low.strip_suffix("ing") {
        known(bare).or_else(|| with_e(bare)).or_else(|| single(bare)).map(|c| (3, c))
    } else {
        None
    };
    found.unwrap_or((0, 0))
}

fn lookup(table: &[u8], word: &str) -> Classes {
    let hash = hash(word);
    let mask = (1usize << BITS) - 1;
    let mut at = hash as usize & mask;
    loop {
        let Some(slot) = table.get(at * 4..at * 4 + 4) else { return 0 };
        let slot = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
        if slot == 0 {
            return 0;
        }
        if u64::from(slot >> 8) == hash >> 40 {
            return slot.to_le_bytes()[0];
        }
        at = (at + 1) & mask;
    }
}

/// FNV-1a, stirred once more so that its upper and lower bits can be used apart.
fn hash(word: &str) -> u64 {
    let h = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (h ^ h >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Lays out words and their classes as a table; `None` where they are too many for it.
#[must_use]
pub fn table(words: &[(String, u8)]) -> Option<Vec<u8>> {
    let size = 1usize << BITS;
    if words.len() * 5 > size * 4 {
        return None;
    }
    let mut slots = vec![0u32; size];
    for (word, classes) in words.iter().filter(|w| w.1 != 0) {
        let hash = hash(word);
        let mut at = hash as usize & (size - 1);
        while slots[at] != 0 {
            at = (at + 1) & (size - 1);
        }
        slots[at] = u32::try_from(hash >> 40).unwrap_or(0) << 8 | u32::from(*classes);
    }
    Some(slots.into_iter().flat_map(u32::to_le_bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_inflected_forms_have_classes() {
        let shown = ["official", "analysts", "police", "said", "aides", "denied", "shelling", "qwrtz"].map(|word| {
            let own = lookup(SHIPPED, word);
            let classes = ["noun", "verb", "adjective", "adverb"].iter().enumerate();
            let classes = classes.filter(|(n, _)| own >> (2 * n) & 3 != 0).map(|c| *c.1).collect::<Vec<_>>().join(" ");
            let (ending, stem) = stem(word);
            format!("{word}: {classes}; ending {ending}, noun {}, verb {}", stem >> NOUN & 3, stem >> VERB & 3)
        });
        insta::assert_snapshot!(shown.join("\n"), @"
        official: noun adjective; ending 0, noun 0, verb 0
        analysts: ; ending 1, noun 2, verb 0
        police: noun verb; ending 0, noun 0, verb 0
        said: verb adjective; ending 0, noun 0, verb 0
        aides: noun; ending 1, noun 2, verb 0
        denied: verb; ending 2, noun 0, verb 2
        shelling: noun; ending 3, noun 2, verb 2
        qwrtz: ; ending 0, noun 0, verb 0
        ");
    }
}

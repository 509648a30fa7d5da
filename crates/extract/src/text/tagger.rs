//! The part-of-speech tagger: an averaged perceptron, greedy from left to right.
//!
//! Features and training follow Collins (2002), "Discriminative training methods for
//! hidden Markov models"; words that the training text always tags alike are looked up.
//! The weights are trained on GUM by `examples/train_tagger.rs`; data, scores and
//! seed are in `data/tagger.md`. The file is a table that is read where it lies, so
//! starting costs nothing:
//!
//! ```text
//! "ORTG" version:u32 bits:u32 rows:u32 | 2^bits × (key:u32, first:u32) | rows × (tag:u8, weight:i8) …
//! ```

use std::ops::Range;

use super::{Tag, Text, classes};

/// A feature vector of one token: hashes, as many as the templates give.
pub type FeatureBuffer = Vec<u32>;

/// A tagger over a table of weights.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'d> {
    mask: usize,
    slots: &'d [u8],
    rows: &'d [u8],
}

const SHIPPED: &[u8] = include_bytes!("../../data/tagger.bin");

impl Tagger<'static> {
    /// The tagger that ships with the crate.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_bytes(SHIPPED).unwrap_or(Self { mask: 0, slots: &[], rows: &[] })
    }
}

impl<'d> Tagger<'d> {
    /// Reads a table of weights; `None` where the bytes are no such table.
    #[must_use]
    pub fn from_bytes(bytes: &'d [u8]) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        if bytes.get(..4)? != b"ORTG" || number(4)? != 1 {
            return None;
        }
        let slots = 1usize.checked_shl(u32::try_from(number(8)?).ok()?)?;
        let (table, rows) = bytes.get(16..)?.split_at_checked(slots.checked_mul(8)?)?;
        (rows.len() == number(12)? * 2).then_some(Self { mask: slots - 1, slots: table, rows })
    }

    /// Lays out weights as a table: for each feature its tags and weights.
    #[must_use]
    pub fn to_bytes(weights: &[(u32, Vec<(Tag, i8)>)]) -> Vec<u8> {
        let bits = (weights.len() * 3 / 2).next_power_of_two().trailing_zeros().max(4);
        let size = 1usize << bits;
        let mut slots = vec![(0u32, 0u32); size];
        let mut rows: Vec<u8> = Vec::new();
        for (key, row) in weights {
            let mut at = *key as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (*key, u32::try_from(rows.len() / 2).unwrap_or(0));
            for (tag, weight) in row {
                rows.extend([*tag as u8, weight.to_le_bytes()[0]]);
            }
            rows.extend([u8::MAX, 0]);
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(0).to_le_bytes();
        let mut out = b"ORTG".to_vec();
        out.extend([narrow(1), narrow(bits as usize), narrow(rows.len() / 2)].concat());
        for (key, first) in slots {
            out.extend([key.to_le_bytes(), first.to_le_bytes()].concat());
        }
        out.extend(rows);
        out
    }

    /// Tags all tokens of `text`, sentence by sentence.
    pub fn tag(&self, text: &mut Text) {
        let mut buffer = FeatureBuffer::new();
        for s in 0..text.sentences.len() {
            let tokens = text.sentences[s].tokens.clone();
            for i in tokens.clone() {
                text.tokens[i].tag = match fixed(text.word(i), text.low(i)) {
                    Some(tag) => tag,
                    None => {
                        features(text, tokens.start, tokens.end, i, &mut buffer);
                        self.best(&buffer)
                    }
                };
            }
            repair(text, tokens.clone());
            find_past(text, tokens.clone());
            nominal(text, tokens);
        }
    }

    /// The tag whose weights over `features` add up highest.
    #[must_use]
    pub fn best(&self, features: &[u32]) -> Tag {
        let mut scores = [0i32; Tag::ALL.len()];
        if !self.slots.is_empty() {
            for feature in features {
                self.add(*feature, &mut scores);
            }
        }
        let best = (0..scores.len()).max_by_key(|t| (scores[*t], usize::MAX - t)).unwrap_or(0);
        Tag::ALL[best]
    }

    fn add(&self, feature: u32, scores: &mut [i32]) {
        let mut at = feature as usize & self.mask;
        loop {
            let slot = &self.slots[at * 8..at * 8 + 8];
            let key = u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
            if key == 0 {
                return;
            }
            if key == feature {
                let first = u32::from_le_bytes([slot[4], slot[5], slot[6], slot[7]]) as usize;
                for pair in self.rows[(first * 2).min(self.rows.len())..].chunks_exact(2) {
                    let Some(score) = scores.get_mut(usize::from(pair[0])) else { return };
                    *score += i32::from(pair[1].cast_signed());
                }
                return;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// Corrects what reading from left to right gets wrong: a word right before a finite verb is its subject.
///
/// "Aides said", "the official said": where the word can be a noun, it is one.
fn repair(text: &mut Text, tokens: Range<usize>) {
    for i in tokens.clone() {
        let class = text.tokens[i].class;
        let before = if i > tokens.start { text.tag(i - 1) } else { Tag::Punct };
        let opens = i == tokens.start || before == Tag::Punct && i == tokens.start + 1;
        let next = if i + 1 < tokens.end { text.tag(i + 1) } else { Tag::Punct };
        let clitic = matches!(text.low(i + 1), "'s" | "'d" | "'ll");
        let before_verb = matches!(next, Tag::Vbd | Tag::Vbz | Tag::Md) && !clitic;
        let tag = match text.tag(i) {
            // "its fisheries minister": nobody ministers to anything in the news.
            tag if !tag.is_noun() && text.low(i) == "minister" && next != Tag::To => Tag::Nn,
            // "It is understood that", "is understood to": books have no such news in them.
            Tag::Jj | Tag::Vbd if text.low(i) == "understood" && matches!(before, Tag::Vbz | Tag::Vbp | Tag::Vb) => {
                Tag::Vbn
            }
            Tag::Jj | Tag::Vb
                if before_verb
                    && classes::is_noun(class)
                    && matches!(before, Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Pos | Tag::Nnp) =>
            {
                Tag::Nn
            }
            // "expressed concern that": a base form has no place behind a finite verb.
            Tag::Vb if classes::is_noun(class) && before == Tag::Vbd && !text.low(i - 1).starts_with("did") => Tag::Nn,
            Tag::Vbz | Tag::Rb | Tag::Jj
                if (before_verb || opens && next == Tag::Vbn)
                    && classes::is_plural(class)
                    && !text.low(i).ends_with("ly") =>
            {
                if next == Tag::Vbn {
                    text.tokens[i + 1].tag = Tag::Vbd;
                }
                Tag::Nns
            }
            // "Bob said", "Mark will": no order is followed by a finite verb.
            Tag::Vb | Tag::Vbp if opens && before_verb && text.word(i).starts_with(char::is_uppercase) => Tag::Nnp,
            // ", say analysts": a base form without "to" is present tense.
            Tag::Vb if text.low(i) == "say" && before == Tag::Punct && !opens && text.word(i + 1) != "," => Tag::Vbp,
            // A name that nobody has met opens the sentence.
            Tag::Uh
            | Tag::Rb
            | Tag::Vb
            | Tag::Vbz
            | Tag::Vbp
            | Tag::Vbn
            | Tag::Jj
            | Tag::Nn
            | Tag::Nns
            | Tag::Other
                if opens && class == 0 && is_unknown_name(text.word(i)) =>
            {
                Tag::Nnp
            }
            _ => continue,
        };
        text.tokens[i].tag = tag;
    }
}

/// Pasts of common verbs that look like a noun, an adjective or a base form.
const IRREGULAR: &[&str] = &[
    "bet", "broke", "cast", "cut", "drew", "felt", "forecast", "found", "gave", "held", "led", "left", "let", "lost",
    "met", "put", "read", "saw", "set", "shot", "spoke", "struck", "swore", "thought", "tore", "won", "wrote",
];

/// Reads a participle, or what was taken for an adjective, as the past tense where the clause has no other verb.
///
/// "The mayor called for an inquiry", "“…,” the mayor stressed.": a subject that opens its clause, and the word
/// right behind it. "Officers deployed to the town were attacked" has another verb and stays as it is.
fn find_past(text: &mut Text, tokens: Range<usize>) {
    for i in tokens.start + 1..tokens.end {
        let past = match text.tag(i) {
            Tag::Vbn => true,
            Tag::Vb | Tag::Vbp => {
                IRREGULAR.contains(&text.low(i)) && matches!(text.tag(i - 1), Tag::Nn | Tag::Nnp | Tag::Jj)
            }
            Tag::Jj | Tag::Nn | Tag::Nnp | Tag::In => {
                classes::is_past(text.tokens[i].class) || IRREGULAR.contains(&text.low(i))
            }
            _ => false,
        };
        if past
            && text.word(i).starts_with(char::is_lowercase)
            && opens_clause(text, &tokens, i)
            && lacks_verb(text, &tokens, i)
        {
            if text.tag(i - 1) == Tag::Jj {
                text.tokens[i - 1].tag = Tag::Nn;
            }
            text.tokens[i].tag = Tag::Vbd;
        }
    }
}

/// Whether what stands right before token `i` is a noun phrase that opens its clause.
fn opens_clause(text: &Text, tokens: &Range<usize>, i: usize) -> bool {
    // "The general told": an adjective behind a determiner that can be a noun is one.
    let noun = text.tag(i - 1) == Tag::Jj
        && i > tokens.start + 1
        && text.tag(i - 2) == Tag::Dt
        && classes::is_noun(text.tokens[i - 1].class);
    if !(text.tag(i - 1).is_noun() || text.tag(i - 1) == Tag::Prp || noun) {
        return false;
    }
    let mut start = i;
    while start > tokens.start && i - start < 12 {
        let inside = match text.tag(start - 1) {
            Tag::Nn
            | Tag::Nns
            | Tag::Nnp
            | Tag::Nnps
            | Tag::Dt
            | Tag::Jj
            | Tag::PrpS
            | Tag::Pos
            | Tag::Cd
            | Tag::Prp => true,
            Tag::In | Tag::Cc => matches!(text.low(start - 1), "of" | "for" | "in" | "and" | "at"),
            _ => false,
        };
        if !inside {
            break;
        }
        start -= 1;
    }
    start == tokens.start
        || text.tag(start - 1) == Tag::Punct
        || matches!(text.low(start - 1), "as" | "that" | "while" | "when" | "because" | "but" | "if")
}

/// Whether the clause of token `i` has no finite verb behind it, unless in a clause of its own that `i` governs.
fn lacks_verb(text: &Text, tokens: &Range<usize>, i: usize) -> bool {
    let mut governs = matches!(text.word(i + 1), ":");
    let subordinate =
        matches!(text.low(tokens.start), "as" | "when" | "while" | "if" | "because" | "after" | "although");
    for j in i + 1..tokens.end {
        if matches!(text.word(j), ";" | "“" | "”" | "\"" | "''" | "``" | "«") {
            return true;
        }
        if subordinate && text.word(j) == "," {
            return true;
        }
        if j < i + 9 && matches!(text.low(j), "that" | "whether" | "how" | "why" | "who" | "which" | "what" | "where") {
            governs = true;
        }
        if text.tag(j).is_finite() {
            let subject = matches!(text.low(j - 1), "he" | "she" | "they" | "it" | "we" | "i" | "you" | "there");
            return governs || subject && j > i + 1;
        }
    }
    true
}

/// A capital and small letters, more than three: a word that no list of English words has.
/// "A Western official said": what closes a phrase that a determiner opened is its noun, whatever the weights hold.
fn nominal(text: &mut Text, tokens: Range<usize>) {
    for i in tokens.clone().skip(1) {
        if text.tag(i) != Tag::Jj || !text.word(i).chars().all(char::is_alphabetic) {
            continue;
        }
        let next = text.tag(i + 1);
        let comma_list = matches!(text.word(i + 1), "," | "-") && text.tag(i + 2).is_adjective();
        let ends = i + 1 >= tokens.end
            || next.is_finite()
            || matches!(next, Tag::In | Tag::Wp | Tag::Wdt | Tag::To | Tag::Pos)
            || matches!(text.word(i + 1), "," | "." | ";" | ":" | "(" | "”" | "\"" | "!" | "?") && !comma_list;
        let mut start = i - 1;
        while start > tokens.start && (text.tag(start).is_adjective() || text.tag(start).is_noun()) && i - start < 5 {
            start -= 1;
        }
        if ends
            && matches!(text.tag(start), Tag::Dt | Tag::PrpS | Tag::Pos)
            && !matches!(text.low(start), "all" | "both" | "that" | "this")
        {
            text.tokens[i].tag =
                if text.word(i).chars().next().is_some_and(char::is_uppercase) { Tag::Nnp } else { Tag::Nn };
        }
    }
}

fn is_unknown_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase)
        && word.chars().count() > 3
        && chars.all(|c| c.is_lowercase() || c == '-')
        && !matches!(
            word,
            "Okay"
                | "Thanks"
                | "Anyone"
                | "Everyone"
                | "Everything"
                | "Something"
                | "Nothing"
                | "Someone"
                | "Others"
                | "Such"
                | "Another"
                | "Each"
                | "Yeah"
                | "Wow"
                | "Hello"
                | "Please"
                | "Amid"
                | "Among"
        )
}

/// Tags that need no weights: marks, figures and a few words with one reading.
#[must_use]
pub fn fixed(word: &str, low: &str) -> Option<Tag> {
    if matches!(word, "US" | "IT") {
        return Some(Tag::Nnp);
    }
    let first = low.chars().next()?;
    if !first.is_alphanumeric() && !matches!(first, '\'' | '#' | '@') && !low.chars().any(char::is_alphanumeric) {
        return Some(Tag::Punct);
    }
    if first.is_ascii_digit() && low.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b':')) {
        return Some(Tag::Cd);
    }
    Some(match low {
        "'" | "''" => Tag::Punct,
        "the" | "a" | "an" => Tag::Dt,
        "to" => Tag::To,
        "and" | "or" | "but" | "nor" => Tag::Cc,
        "of" | "from" | "into" | "with" | "during" | "among" | "although" | "because" | "whereas" | "despite" => {
            Tag::In
        }
        "he" | "she" | "it" | "they" | "we" | "i" | "you" | "him" | "them" | "us" | "me" | "himself" | "herself"
        | "themselves" | "itself" => Tag::Prp,
        "his" | "its" | "their" | "our" | "my" | "your" => Tag::PrpS,
        "will" | "would" | "could" | "should" | "'ll" | "must" | "might" | "cannot" => Tag::Md,
        "n't" | "not" => Tag::Rb,
        "'ve" => Tag::Vbp,
        "'re" | "'m" => Tag::Vbp,
        "is" | "has" => Tag::Vbz,
        "was" | "were" => Tag::Vbd,
        "been" => Tag::Vbn,
        "be" => Tag::Vb,
        "are" => Tag::Vbp,
        "who" | "whom" => Tag::Wp,
        "whose" => Tag::WpS,
        "when" | "where" | "why" | "how" => Tag::Wrb,
        _ => return None,
    })
}

/// Fills `out` with the features of token `i` in the sentence `start..end`, whose tokens before `i` are tagged.
pub fn features(text: &Text, start: usize, end: usize, i: usize, out: &mut FeatureBuffer) {
    out.clear();
    let word = text.word(i);
    let low = text.low(i);
    let back = |n: usize| if i >= start + n { text.low(i - n) } else { "<s>" };
    let ahead = |n: usize| if i + n < end { text.low(i + n) } else { "</s>" };
    let tag_back = |n: usize| if i >= start + n { text.tag(i - n) as u8 } else { u8::MAX };
    let (t1, t2) = (tag_back(1), tag_back(2));
    let shape = shape(word, i == start || i == start + 1 && text.tag(start) == Tag::Punct);
    let mut put = |template: u8, parts: &[&[u8]]| out.push(hash(template, parts));
    put(0, &[]);
    put(1, &[low.as_bytes()]);
    for n in 1..=4 {
        put(1 + n, &[suffix(low, n as usize).as_bytes()]);
    }
    put(6, &[prefix(low, 1).as_bytes()]);
    put(22, &[prefix(low, 3).as_bytes()]);
    put(7, &[&[t1]]);
    put(8, &[&[t1, t2]]);
    put(9, &[&[t1], low.as_bytes()]);
    put(10, &[back(1).as_bytes()]);
    put(11, &[suffix(back(1), 3).as_bytes()]);
    put(12, &[back(2).as_bytes()]);
    put(13, &[ahead(1).as_bytes()]);
    put(14, &[suffix(ahead(1), 3).as_bytes()]);
    put(15, &[ahead(2).as_bytes()]);
    put(16, &[&[shape]]);
    put(17, &[&[shape], suffix(low, 3).as_bytes()]);
    put(18, &[&[shape, t1]]);
    put(19, &[back(1).as_bytes(), ahead(1).as_bytes()]);
    let next_shape = if i + 1 < end { self::shape(text.word(i + 1), false) } else { 0 };
    put(20, &[&[shape, next_shape, t1]]);
    put(21, &[&[t1], suffix(low, 3).as_bytes()]);
    put(23, &[&[t1], suffix(ahead(1), 3).as_bytes()]);
    put(24, &[low.as_bytes(), ahead(1).as_bytes()]);
    let class = |at: usize| if (start..end).contains(&at) { text.tokens[at].class.to_le_bytes() } else { [u8::MAX; 2] };
    let (own, next) = (class(i), class(i + 1));
    put(25, &[&own, &[shape]]);
    put(26, &[&own, &[t1]]);
    put(27, &[&own, &next]);
    put(28, &[&own, &[t1, t2]]);
    put(29, &[&own, ahead(1).as_bytes()]);
    put(30, &[&own, back(1).as_bytes()]);
    put(31, &[&next, &[t1], suffix(low, 3).as_bytes()]);
}

/// FNV-1a over the template's number and its parts; never 0, which marks an empty slot.
fn hash(template: u8, parts: &[&[u8]]) -> u32 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(template);
    h = h.wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        for byte in *part {
            h = (h ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        h = (h ^ 0xff).wrapping_mul(0x0100_0000_01b3);
    }
    #[expect(clippy::cast_possible_truncation, reason = "both halves are folded into the result")]
    let folded = (h >> 32) as u32 ^ h as u32;
    folded.max(1)
}

fn suffix(word: &str, n: usize) -> &str {
    word.char_indices().rev().nth(n - 1).map_or(word, |(at, _)| &word[at..])
}

fn prefix(word: &str, n: usize) -> &str {
    word.char_indices().nth(n).map_or(word, |(at, _)| &word[..at])
}

/// A word's look: case, figures, hyphens; a capital at the start of a sentence tells less.
fn shape(word: &str, initial: bool) -> u8 {
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let all_upper = letters > 1 && word.chars().all(|c| !c.is_lowercase());
    let digit = word.bytes().any(|b| b.is_ascii_digit());
    let hyphen = word.contains('-');
    let stop = word.ends_with('.');
    let inner = word.chars().skip(1).any(char::is_uppercase);
    1 | u8::from(first_upper) << 1
        | u8::from(all_upper) << 2
        | u8::from(digit) << 3
        | u8::from(hyphen) << 4
        | u8::from(initial) << 5
        | u8::from(stop) << 6
        | u8::from(inner) << 7
}

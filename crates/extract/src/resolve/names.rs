//! Names as they stand in the text, each with its title, its role and what it looks like.
//!
//! ```text
//! coast guard spokesman Ante Barisin   name Ante Barisin   role coast guard spokesman   a person
//! Ukraine's Main Intelligence Directorate (HUR)   owner Ukraine   short HUR   an organisation
//! ```

use std::collections::HashSet;
use std::ops::Range;

use claims::BlockKind;

use super::lexicon::{Sort, Sources};
use super::{calling, is_human};
use crate::attribution::{Lexicon, is_time_word};
use crate::text::{Tag, Text};

/// What a name looks like where it stands; votes that are summed over a document.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looks {
    pub person: f32,
    pub organisation: f32,
    pub company: f32,
    pub outlet: f32,
    pub state: f32,
    /// Stands where places do, behind "in" or "near".
    pub place: f32,
}

/// One name, where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name alone.
    pub tokens: Range<usize>,
    /// The tokens just before the name that give a title or an office; may be empty.
    pub title: Range<usize>,
    /// A role in an apposition or in common nouns before the name.
    pub role: Option<Range<usize>>,
    /// Another, in an apposition behind it: "his brother Kofi, a pastor".
    pub other: Option<Range<usize>>,
    /// The name before a possessive ending before this name, as an index of the list of names.
    pub owner: Option<usize>,
    /// The abbreviation that the text gives behind it.
    pub short: Option<Range<usize>>,
    pub looks: Looks,
    /// Whether it only qualifies a common noun: "the Kursk region".
    pub qualifies: bool,
    /// Whether it stands in a headline, where capitals tell nothing.
    pub shouted: bool,
}

impl Named {
    /// The first token of its title, or of the name where it has none.
    pub const fn first(&self) -> usize {
        if self.title.start < self.tokens.start { self.title.start } else { self.tokens.start }
    }
}

/// All names of `text`, in order.
pub fn names(text: &Text) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    let known = Known::of(text);
    for sentence in &text.sentences {
        let block = text.blocks.get(sentence.block).map(|b| b.kind);
        let shouted =
            matches!(block, Some(BlockKind::Headline | BlockKind::Subheading)) || title_case(text, &sentence.tokens);
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            if let Some(end) = called_in_marks(text, i, &sentence.tokens) {
                push(text, i..end, None, &sentence.tokens, shouted, &mut out);
                out.last_mut().filter(|n| n.tokens.start == i).into_iter().for_each(|n| n.looks.person += 2.0);
                i = end;
                continue;
            }
            if !known.capital(text, i, sentence.tokens.start) {
                i += 1;
                continue;
            }
            let end = run_end(text, &known, i, &sentence.tokens);
            // "the President's Office": an office that has an office.
            if end == i + 1
                && i > sentence.tokens.start + 1
                && text.tag(i - 1) == Tag::Pos
                && is_org_word(text, i)
                && upper(text.word(i - 2))
                && is_office_word(text, i - 2)
                && !text.tag(end).is_noun()
            {
                // "Prosecutor General" before the mark is nobody called General.
                out.pop_if(|o| o.tokens.end == i - 1 && o.tokens.start > sentence.tokens.start);
                let floor = out.last().map_or(sentence.tokens.start, |o| o.tokens.end.max(sentence.tokens.start));
                push(text, office_start(text, floor, i - 2)..end, None, &sentence.tokens, shouted, &mut out);
                i = end;
                continue;
            }
            let owner = out
                .last()
                .and_then(|o| (o.tokens.end + 1 == i && text.tag(o.tokens.end) == Tag::Pos).then_some(out.len() - 1));
            if let Some(person) = person_behind(text, &(i..end), sentence.tokens.start) {
                push(text, i..person, owner, &sentence.tokens, shouted, &mut out);
                let body = (i..person).any(|i| is_org_word(text, i));
                out.last_mut().filter(|n| !body && n.tokens.start == i).into_iter().for_each(|n| n.looks.place += 1.0);
                push(text, person..end, None, &sentence.tokens, shouted, &mut out);
            } else {
                push(text, i..end, owner, &sentence.tokens, shouted, &mut out);
            }
            i = end.max(i + 1);
        }
    }
    out
}

/// Where an office begins whose last word is token `last`: "Prime Minister", "Prosecutor General".
fn office_start(text: &Text, floor: usize, last: usize) -> usize {
    let goes_before = |i: &usize| {
        let rank = matches!(
            text.low(*i),
            "prime"
                | "chief"
                | "vice"
                | "deputy"
                | "first"
                | "foreign"
                | "defence"
                | "defense"
                | "home"
                | "lord"
                | "grand"
        );
        upper(text.word(*i)) && (rank || is_office_word(text, *i))
    };
    (floor..last).rev().take_while(goes_before).last().unwrap_or(last)
}

/// Where a name in marks ends that starts at token `first` and stands for somebody: "“Granite”, a machine gunner,", "the blogger “Night Owl”".
fn called_in_marks(text: &Text, first: usize, sentence: &Range<usize>) -> Option<usize> {
    const MOST: usize = 3;
    let open = |i: usize| matches!(text.word(i), "“" | "\"" | "«" | "„" | "‘");
    let close = |i: usize| matches!(text.word(i), "”" | "\"" | "»" | "“" | "’");
    if first == sentence.start || !open(first - 1) || !upper(text.word(first)) {
        return None;
    }
    let end = (first + 1..sentence.end.min(first + MOST + 1)).find(|i| !upper(text.word(*i)))?;
    if !close(end) || (first..end).any(|i| is_org_word(text, i)) {
        return None;
    }
    // "pilot “Pixel” is 22", "a man nicknamed “Professor”, remarked".
    let trade = first > sentence.start + 1 && {
        let sort = Sources::shipped().noun(text.low(first - 2));
        text.tag(first - 2) == Tag::Nn && sort.any(Sort::ROLE.or(Sort::TRADE)) && is_human(text.low(first - 2))
    };
    let human = |from: usize| {
        let head = head_of(text, from..sentence.end.min(from + 8));
        head.is_some_and(|h| text.tag(h) == Tag::Nn && is_human(text.low(h)))
    };
    let opens = first == sentence.start + 1;
    let apposed = opens
        && text.word(end + 1) == ","
        && (text.low(end + 2) == "who"
            || matches!(text.low(end + 2), "a" | "an" | "the") && human(end + 3)
            || human(end + 2));
    (trade || apposed).then_some(end)
}

/// Where a person's name starts behind that of what he heads: "mayor of Lymany | Vitalii Bondar".
fn person_behind(text: &Text, run: &Range<usize>, first: usize) -> Option<usize> {
    const BACK: usize = 9;
    let sources = Sources::shipped();
    if run.len() < 3 || sources.is_given(text.low(run.start)) || is_office_word(text, run.start) {
        return None;
    }
    let at = (run.start + 1..run.end - 1).find(|i| sources.is_given(text.low(*i)) && !is_org_word(text, *i + 1))?;
    if run.end - at > 4 || is_org_word(text, run.end - 1) || matches!(text.low(at - 1), "of" | "for" | "the" | "and") {
        return None;
    }
    // The noun in front says that somebody heads it: "mayor of", "representative of the Taliban's".
    let mut of = false;
    for i in (first.max(run.start.saturating_sub(BACK))..run.start).rev() {
        let tag = text.tag(i);
        if of && is_office_word(text, i) && text.word(i).chars().all(|c| !c.is_uppercase() || i == first) {
            return Some(at);
        }
        if matches!(text.low(i), "of" | "for" | "at" | "in") {
            of = true;
        } else if !(tag.is_noun() || tag.is_adjective() || tag == Tag::Dt || tag == Tag::Pos) {
            return None;
        }
    }
    None
}

/// Whether most words of a sentence are capitalised, as in a headline.
fn title_case(text: &Text, sentence: &Range<usize>) -> bool {
    let (mut upper, mut all) = (0, 0);
    for i in sentence.clone() {
        let Some(c) = text.word(i).chars().next().filter(|c| c.is_alphabetic()) else { continue };
        if text.word(i).chars().count() > 3 {
            all += 1;
            upper += usize::from(c.is_uppercase());
        }
    }
    // "on X.": an initial holds the full stop.
    let stops = sentence.end > sentence.start
        && (matches!(text.word(sentence.end - 1), "”" | "\"") || text.word(sentence.end - 1).ends_with('.'));
    !stops && all > 3 && upper * 4 > all * 3
}

fn upper(word: &str) -> bool {
    let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    // "al-Khatib" and "d’Alva" are names; "pro-Kremlin" and "mid-October" are none.
    capital(word)
        || ["d’", "d'", "l’", "l'"].iter().any(|article| word.strip_prefix(article).is_some_and(capital))
        || word.split_once('-').is_some_and(|(article, rest)| {
            matches!(article, "al" | "el" | "ar" | "as" | "ash" | "ad" | "an" | "at" | "az" | "ul" | "ur")
                && capital(rest)
        })
}

/// Whether every letter is a capital and there are at least two: "HUR", "U.S.".
pub fn all_caps(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase)
}

/// Words that bear a capital within some sentence, where that means a name.
struct Known(HashSet<String>);

impl Known {
    fn of(text: &Text) -> Self {
        let mut known = HashSet::new();
        for sentence in text.sentences.iter().filter(|s| !title_case(text, &s.tokens)) {
            for i in sentence.tokens.start + 1..sentence.tokens.end {
                let opens = opens(text, i, sentence.tokens.start);
                let goes_on = text.tag(i - 1).is_name() && upper(text.word(i - 1));
                if upper(text.word(i)) && !opens && (text.tag(i).is_noun() || text.tag(i) == Tag::Other || goes_on) {
                    known.insert(text.low(i).to_owned());
                }
            }
        }
        Self(known)
    }

    /// Whether token `i` can be part of a name by its capital.
    fn capital(&self, text: &Text, i: usize, first: usize) -> bool {
        let word = text.word(i);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let ordinal = ["th", "st", "nd", "rd"].iter().any(|e| word.ends_with(e));
            return ordinal && upper(text.word(i + 1)) && !is_time_word(text.low(i + 1));
        }
        if !upper(word) || is_time_word(text.low(i)) || is_month_of_date(text, i) {
            return false;
        }
        let tag = text.tag(i);
        let function = matches!(
            text.low(i),
            "i" | "he"
                | "she"
                | "it"
                | "we"
                | "they"
                | "you"
                | "the"
                | "a"
                | "an"
                | "this"
                | "that"
                | "these"
                | "those"
                | "his"
                | "her"
                | "its"
                | "their"
                | "our"
                | "my"
                | "your"
                | "and"
                | "but"
                | "or"
                | "who"
                | "what"
                | "nobody"
                | "somebody"
                | "everybody"
                | "anybody"
                | "someone"
                | "everyone"
                | "anyone"
                | "none"
                | "nothing"
                | "something"
                | "everything"
        );
        if function && !(all_caps(word) && word.len() > 1 && tag != Tag::Dt) {
            return false;
        }
        // "Areias do Índico denies it": the tagger knows "do" behind "who" and "why".
        // "Carbones del Norte": in a sentence's first word a capital says nothing.
        let bears =
            matches!(text.low(i + 1), "do" | "da" | "dos" | "das" | "de" | "del" | "di" | "du" | "des" | "della")
                && upper(text.word(i + 2));
        let common = text.low(i + 1) == "do" && text.is_common(i);
        if bears && !common && !tag.is_adverb() && !is_closed(text.low(i)) {
            return true;
        }
        let closed = matches!(tag, Tag::Dt | Tag::In | Tag::Cc | Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::Md | Tag::To);
        // A rare name may be taken for anything; one that stands elsewhere is a name, unless it is such a word itself.
        // "suspended Viktor Lazar": the tagger may not know a given name.
        let given = Sources::shipped().is_given(text.low(i)) && upper(text.word(i + 1)) && !opens(text, i, first);
        if closed && !given && !all_caps(word) && (is_closed(text.low(i)) || !self.0.contains(text.low(i))) {
            return false;
        }
        if !opens(text, i, first) {
            // "Air Command South".
            let side = matches!(text.low(i), "north" | "south" | "east" | "west") && upper(text.word(i - 1));
            return tag.is_noun()
                || side
                || tag.is_adjective()
                || tag == Tag::Other
                || all_caps(word)
                || upper(text.word(i + 1))
                || self.0.contains(text.low(i));
        }
        if text.low(i) == "cross-examined" {
            return false;
        }
        // "Saw Ler Htoo, who commands": nobody opens a sentence with such a verb.
        if text.word(i) == "Saw" && upper(text.word(i + 1)) && upper(text.word(i + 2)) && !text.quoted(i) {
            return true;
        }
        let aged = text.low(i + 1) == "," && text.tag(i + 2) == Tag::Cd && text.low(i + 3) == ",";
        if tag.is_name() || aged || all_caps(word) && word.chars().count() > 1 || self.0.contains(text.low(i)) {
            return true;
        }
        let sources = Sources::shipped();
        let listed = Sort::TITLE.or(Sort::STATE).or(Sort::GIVEN_F).or(Sort::GIVEN_M);
        // "Great Peak Engineering": of three words the tagger knows the last for a name.
        let next = upper(text.word(i + 1)) && (text.tag(i + 1).is_name() || upper(text.word(i + 2)));
        // "Downing Street": a listed name, whatever its first word is elsewhere.
        if next && sources.sort(&lows(text, i..i + 2)).any(Sort::ORGANISATION) {
            return true;
        }
        // "Abu Bakr Touré", "Van Dijk".
        let particle = matches!(
            text.low(i),
            "abu" | "al" | "el" | "van" | "von" | "de" | "del" | "di" | "ben" | "bin" | "ibn" | "ag" | "ould" | "ter"
        );
        if particle && upper(text.word(i + 1)) && !is_time_word(text.low(i + 1)) {
            return true;
        }
        let office = sources.sort(text.low(i)).any(Sort::OFFICE)
            && (next || matches!(text.low(i + 1), "of" | "for") && upper(text.word(i + 2)));
        office
            || sources.sort(text.low(i)).any(Sort::OUTLET) && (text.tag(i).is_noun() || text.tag(i + 1).is_finite())
            || sources.sort(text.low(i)).any(listed) && (next || text.tag(i).is_noun())
            || next && (tag.is_noun() || tag.is_adjective() || tag == Tag::Other)
    }
}

/// "11 May 2023", "May 2023": the months that are names as well.
fn is_month_of_date(text: &Text, i: usize) -> bool {
    let number = |i: usize| text.word(i).bytes().next().is_some_and(|b| b.is_ascii_digit());
    let year = |i: usize| text.word(i).len() == 4 && text.word(i).bytes().all(|b| b.is_ascii_digit());
    matches!(text.low(i), "may" | "march" | "august" | "april" | "june")
        && (year(i + 1) || i > 0 && number(i - 1) && !year(i - 1) || number(i + 1) && text.word(i + 1).len() < 3)
}

/// Whether `low` is a determiner, preposition, conjunction, modal or question word.
fn is_closed(low: &str) -> bool {
    low.len() < 4
        || matches!(
            low,
            "some"
                | "each"
                | "every"
                | "both"
                | "another"
                | "either"
                | "neither"
                | "such"
                | "these"
                | "those"
                | "this"
                | "that"
                | "with"
                | "from"
                | "into"
                | "after"
                | "before"
                | "since"
                | "while"
                | "until"
                | "till"
                | "under"
                | "over"
                | "about"
                | "above"
                | "across"
                | "against"
                | "along"
                | "around"
                | "behind"
                | "below"
                | "beside"
                | "besides"
                | "between"
                | "beyond"
                | "despite"
                | "during"
                | "except"
                | "inside"
                | "like"
                | "near"
                | "outside"
                | "through"
                | "throughout"
                | "toward"
                | "towards"
                | "unlike"
                | "upon"
                | "within"
                | "without"
                | "among"
                | "because"
                | "although"
                | "though"
                | "unless"
                | "whether"
                | "than"
                | "once"
                | "would"
                | "could"
                | "should"
                | "might"
                | "must"
                | "will"
                | "shall"
                | "when"
                | "where"
                | "what"
                | "which"
                | "whose"
                | "whom"
                | "there"
                | "their"
                | "plus"
                | "minus"
                | "following"
                | "including"
        )
}

/// Whether a capital at token `i` may be there only because something starts.
fn opens(text: &Text, i: usize, first: usize) -> bool {
    i == first || matches!(text.word(i.wrapping_sub(1)), "“" | "\"" | "«" | "„" | "‘" | ":" | "—" | "–")
}

/// Whether a number behind token `i` makes it a station's name: "Kanal 5".
fn opens_station(text: &Text, i: usize) -> bool {
    matches!(text.low(i), "channel" | "kanal" | "kanał" | "canal" | "radio" | "tv")
}

fn is_org_word(text: &Text, i: usize) -> bool {
    let low = text.low(i);
    // "Who" and "It" are words before they are bodies.
    if matches!(low, "who" | "un" | "us" | "it") && !all_caps(text.word(i)) {
        return false;
    }
    // "Ghali ag Mossa" is no firm.
    if text.word(i).starts_with(char::is_lowercase) && Sources::shipped().sort(low).any(Sort::PARTICLE) {
        return false;
    }
    // Those that meet somewhere are bodies by name only.
    let meets = matches!(low, "gathering" | "rally" | "collective" | "congregation") && upper(text.word(i));
    meets || Sources::shipped().noun(low).any(Sort::ORGANISATION.or(Sort::COMPANY))
}

/// Letters behind a name for an office, honour or degree.
pub fn is_award(word: &str) -> bool {
    matches!(
        word,
        "KC" | "QC" | "MP" | "MEP" | "MSP" | "MLA" | "TD" | "OBE" | "MBE" | "CBE" | "DBE" | "KBE" | "PhD" | "MD"
    )
}

fn is_office_word(text: &Text, i: usize) -> bool {
    Sources::shipped().noun(text.low(i)).any(Sort::OFFICE.or(Sort::ROLE).or(Sort::TITLE))
}

/// The end of the run of name words that starts with token `first`.
fn run_end(text: &Text, known: &Known, first: usize, sentence: &Range<usize>) -> usize {
    let sources = Sources::shipped();
    let cap = |i: usize| i < sentence.end && known.capital(text, i, sentence.start);
    if let Some(end) = ministry_list(text, first, sentence) {
        return end;
    }
    // "In Brussels NATO confirmed": where it is no part of the name of letters behind it.
    let letters = |i: usize| all_caps(text.word(i)) && text.word(i).chars().count() > 2;
    if first == sentence.start + 1
        && text.low(sentence.start) == "in"
        && text.word(first + 1).chars().all(char::is_alphabetic)
        && text.word(first + 1) != "WHO"
        && cap(first + 1)
        && letters(first + 1)
        && !letters(first)
        && (text.tag(first + 2).is_finite() || text.tag(first + 2) == Tag::Pos)
    {
        return first + 1;
    }
    let mut end = first + 1;
    let mut links = false;
    let limit = sentence.end.min(first + 24);
    while end < limit {
        let low = text.low(end);
        let bodied = || (first..end).any(|i| is_org_word(text, i));
        let officed = || (first..end).any(|i| is_office_word(text, i));
        // "the Sons of the Two Springs": a common noun with a capital that nothing else gives it.
        let common = || {
            let body = matches!(
                text.word(first.saturating_sub(1)),
                "group" | "movement" | "organisation" | "organization" | "charity" | "party" | "collective" | "militia"
            );
            let the = end == first + 1 && first > sentence.start && (text.low(first - 1) == "the" || body);
            let side = matches!(text.low(first), "north" | "south" | "east" | "west" | "centre" | "center");
            the && !side && !opens(text, first, sentence.start) && text.is_common(first)
        };
        // "In Gaza 45 were killed".
        let lies = |first: usize| {
            let before = first.saturating_sub(1 + usize::from(first > 1 && text.low(first - 1) == "the"));
            first > sentence.start && matches!(text.tag(before), Tag::In | Tag::To)
        };
        let numbered = low.bytes().all(|b| b.is_ascii_digit())
            && match text.low(end - 1) {
                "local" | "lodge" | "chapter" => end > first + 1,
                _ if low.len() < 3 && end == first + 1 && opens_station(text, first) => true,
                "forum" | "project" | "initiative" | "alliance" => end == first + 1 && low.len() == 4,
                // "Dock Sramik 71 says", "Lucky 13 in Valletta".
                before => {
                    let next = text.tag(end + 1);
                    low.len() == 2
                        && upper(text.word(end - 1))
                        && !is_time_word(before)
                        && !is_month_of_date(text, end - 1)
                        && !lies(first)
                        && (next.is_finite()
                            || matches!(text.word(end + 1), "." | ",") && end > first + 1
                            || matches!(text.low(end + 1), "in" | "at"))
                        && text.low(end + 1) != "per"
                }
            };
        if numbered && low.len() == 4 {
            return end + 1;
        }
        if cap(end) || numbered {
            // "UFCW Local 1188", "Kanal 5"; "Meanwhile HUR", "President Zelensky": one run; a second all-caps word after a name is its own.
            end += 1;
        } else if sources.sort(low).any(Sort::PARTICLE)
            && (!text.tag(end).is_verb()
                || matches!(low, "dos" | "das" | "der" | "wa" | "ag")
                || low == "do" && !text.is_common(end - 1) && cap(end + 1))
            && (cap(end + 1) || sources.sort(text.low(end + 1)).any(Sort::PARTICLE) && cap(end + 2))
            && (!is_org_word(text, end - 1)
                || matches!(low, "do" | "da" | "de" | "del" | "di" | "du" | "des" | "dos" | "das"))
        {
            end += 1;
        } else if matches!(low, "of" | "for" | "on" | "against")
            && (bodied() || officed() && matches!(low, "of" | "for") || low == "of" && common())
        {
            let next = end + 1 + usize::from(text.low(end + 1) == "the");
            // "the Ministry of Defence on Monday": time words are no capitals here.
            if !cap(next) {
                break;
            }
            // A person's name is complete: "Ana Ruiz of the Labour Party".
            let complete = !is_org_word(text, end - 1) && !is_office_word(text, end - 1) && !common();
            if complete && !(links && low == "of") {
                break;
            }
            links = true;
            end = next + 1;
        } else if let Some(next) = nickname(text, first, end, cap) {
            // "Serhii “Baker” Kovalenko".
            end = next;
        } else if let Some(next) = called_after(text, first, end, cap) {
            // "the Kordofan Doctors' Committee", "the Mineworkers' Solidarity Union".
            end = next;
        } else if matches!(low, "and" | "&") && joins_names(text, first, end, cap) {
            // "The Ngara Small Traders and Hawkers Alliance".
            end += 2;
        } else if cap(end + 1) && links && bodied() && joins_fields(text, first, end, limit)
            || cap(end + 1) && (low == "&" || text.tag(end) == Tag::Pos && links)
            || low == "," && matches!(text.low(end + 1), "jr." | "jr" | "sr." | "sr" | "inc." | "inc" | "ltd" | "ltd.")
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// How many names back it is looked for who bears a word that may be an office as well.
const NICKNAMES: usize = 200;

/// Whether a name has `low` for its surname or for a nickname within it: "Sabrina Carpenter", "Serhii “Baker” Kovalenko".
fn bears(text: &Text, name: &Named, low: &str) -> bool {
    if name.looks.person > 1.0 && name.tokens.len() > 1 && name.tokens.clone().any(|i| text.low(i) == low) {
        return true;
    }
    let marked = |i: usize| i > name.tokens.start && is_mark(text.word(i - 1));
    name.tokens.len() > 3 && name.tokens.clone().any(|i| text.low(i) == low && marked(i))
}

/// Where the name of a person goes on behind the nickname that opens at the mark `at`: "Serhii “Baker” Kovalenko".
fn nickname(text: &Text, first: usize, at: usize, cap: impl Fn(usize) -> bool) -> Option<usize> {
    const MOST: usize = 3;
    let given = (first..at).any(|i| Sources::shipped().is_given(text.low(i)));
    let person = given && (first..at).all(|i| !is_org_word(text, i)) && at - first < 4;
    let close =
        (at + 1..at + 2 + MOST).find(|i| is_mark(text.word(*i))).filter(|c| is_mark(text.word(at)) && *c > at + 1)?;
    let called = (at + 1..close).all(|i| upper(text.word(i)));
    let rest = close + 1;
    (person && called && cap(rest) && !is_org_word(text, rest) && !is_office_word(text, rest)).then_some(rest + 1)
}

fn is_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "‘" | "’" | "'" | "«" | "»" | "„")
}

/// Whether one name goes on behind the "and" at `at`, whose first word is token `first`: the words behind it end in what kind of body it
/// is, those before do not, and one article stands before all.
fn joins_names(text: &Text, first: usize, at: usize, cap: impl Fn(usize) -> bool) -> bool {
    const MOST: usize = 4;
    let the = first > 0 && (text.low(first - 1) == "the" || is_org_word(text, first - 1));
    let plain = |i: usize| {
        let sort = Sources::shipped().sort(text.low(i));
        !sort.any(Sort::STATE.or(Sort::TITLE).or(Sort::DEMONYM))
            && !Sources::shipped().is_given(text.low(i))
            && (!is_org_word(text, i) || text.low(i) == "staff")
    };
    // "Metal and Engineering Workers’ Federation".
    let goes_on = |i: &usize| cap(*i) || is_apostrophe(text, *i);
    let end = (at + 1..at + 1 + MOST).find(|i| !goes_on(i)).unwrap_or(at + 1 + MOST);
    let body = end > at + 1
        && is_org_word(text, end - 1)
        && Sources::shipped().noun(text.low(end - 1)).any(Sort::ORGANISATION);
    the && body
        && end > at + 2
        && (first..at).all(plain)
        && !all_caps(text.word(at - 1))
        && (at + 1..end - 1).all(plain)
}

fn is_apostrophe(text: &Text, i: usize) -> bool {
    matches!(text.low(i), "'" | "’")
}

/// Where the body's own words go on that is called after those before the apostrophe at `mark`: "the Farmers’ and Rural Party".
fn called_after(text: &Text, run: usize, mark: usize, cap: impl Fn(usize) -> bool) -> Option<usize> {
    const MOST: usize = 4;
    let low = text.low(mark - 1);
    // "People’s Defence Force".
    let irregular = matches!(low, "people" | "women" | "men" | "children") && text.tag(mark) == Tag::Pos;
    if !(irregular || is_apostrophe(text, mark) && low.ends_with('s')) {
        return None;
    }
    let and = matches!(text.low(mark + 1), "and" | "&");
    let first = mark + 1 + usize::from(and);
    // "the Farmers' and Workers' Bloc".
    let goes_on = |i: &usize| cap(*i) || is_apostrophe(text, *i);
    let bodied = (first..first + MOST).take_while(goes_on).any(|i| is_org_word(text, i));
    // "the Sanders' Senate Office" is an office of theirs.
    let people = irregular
        || low.strip_suffix('s').is_some_and(|one| is_human(one) || one.ends_with("er") && text.is_common(mark - 1));
    // "Highland Consumers' Voice".
    let longer = mark > run + 1 && cap(first) && !and && !Sources::shipped().is_given(text.low(first));
    (cap(first) && is_org_word(text, first) && !and || people && (bodied || longer)).then_some(first + 1)
}

/// "and Tourism", ", Infrastructure" within "Ministry of Land, Infrastructure, Transport and Tourism".
fn joins_fields(text: &Text, first: usize, at: usize, limit: usize) -> bool {
    match text.low(at) {
        // "the Ministry of Health and Welfare", but "the Bank of Ghana and Ama Owusu".
        "and" | "&" => {
            let sort = Sources::shipped().sort(text.low(at + 1));
            let other = Sort::STATE.or(Sort::GIVEN_F).or(Sort::GIVEN_M).or(Sort::TITLE).or(Sort::OFFICE);
            // "the State Commission on Prisoners and Hostages (SCPH)".
            let closes = text.word(at + 2) == "(" && all_caps(text.word(at + 3)) && text.word(at + 4) == ")";
            !sort.any(other) && !all_caps(text.word(at + 1)) && (takes_fields(text.low(first)) || closes)
        }
        "," => list_goes_on(text, at + 1, limit),
        _ => false,
    }
}

/// Whether a body is called after several fields joined by "and".
fn takes_fields(low: &str) -> bool {
    matches!(
        low,
        "ministry"
            | "department"
            | "committee"
            | "institute"
            | "office"
            | "bureau"
            | "agency"
            | "centre"
            | "center"
            | "council"
            | "commission"
            | "school"
            | "faculty"
            | "academy"
            | "directorate"
            | "federal"
            | "national"
    )
}

/// "Transport and Tourism" behind "Ministry of Land, Infrastructure,": whether an "and" with a capital follows.
fn list_goes_on(text: &Text, from: usize, limit: usize) -> bool {
    let mut i = from;
    while i < limit {
        match text.low(i) {
            "and" | "&" => return upper(text.word(i + 1)) && !Sources::shipped().is_given(text.low(i + 1)),
            "," => {}
            _ if upper(text.word(i)) => {}
            _ => return false,
        }
        i += 1;
    }
    false
}

/// "Sea, Transport and Infrastructure Ministry", "the Food and Drugs Authority".
fn ministry_list(text: &Text, first: usize, sentence: &Range<usize>) -> Option<usize> {
    let mut i = first;
    let mut joined = false;
    let limit = sentence.end.min(first + 12);
    while i < limit {
        let low = text.low(i);
        let bare =
            matches!(low, "ministry" | "department" | "committee" | "agency" | "council" | "commission" | "office");
        // These end names of firms as well.
        let with_the = matches!(low, "authority" | "administration" | "board" | "service" | "inspectorate" | "bureau");
        let the = first > sentence.start && text.low(first - 1) == "the";
        if (bare || with_the && the) && upper(text.word(i)) {
            return joined.then_some(i + 1);
        }
        if matches!(low, "," | "and" | "&") {
            joined |= low != ",";
            if !upper(text.word(i + 1)) {
                return None;
            }
        } else if !upper(text.word(i))
            || Sources::shipped().is_given(low)
            || Sources::shipped().sort(low).any(Sort::STATE)
        {
            return None;
        }
        i += 1;
    }
    None
}

fn lows(text: &Text, range: Range<usize>) -> String {
    range.map(|i| text.low(i)).collect::<Vec<_>>().join(" ")
}

/// Splits a run into title and name, looks around it, and keeps it.
fn push(
    text: &Text,
    run: Range<usize>,
    owner: Option<usize>,
    sentence: &Range<usize>,
    shouted: bool,
    out: &mut Vec<Named>,
) {
    if is_slug(text, &run) {
        return;
    }
    let sources = Sources::shipped();
    let mut looks = Looks::default();
    // "Athens-based Kallis Shipping", "Drugmaker Velora Pharma": where it sits and what it does is no part of its name.
    let low = text.low(run.start);
    let based = ["-based", "-owned", "-born", "-listed"].iter().any(|e| low.ends_with(e))
        // "the Jordanian Faisal Haddadin".
        || run.len() > 2
            && sources.sort(low).any(Sort::DEMONYM)
            && !matches!(low, "north" | "south" | "western")
            && sources.is_given(text.low(run.start + 1))
            && run.clone().skip(1).all(|i| !is_office_word(text, i) && !is_org_word(text, i))
        || is_trade(low) && opens(text, run.start, sentence.start);
    if is_trade(low) && based && run.len() > 1 {
        let outlet = sources.noun(low).any(Sort::OUTLET_NOUN);
        let look = if outlet { &mut looks.outlet } else { &mut looks.organisation };
        *look += 2.0;
    }
    let run = run.start + usize::from(based && run.len() > 1)..run.end;
    let mut name = run.clone();
    let mut title = run.start..run.start;
    let whole = lows(text, run.clone());
    let with_the = format!("the {whole}");
    let sort = {
        let own = sources.sort(&whole);
        if own == Sort::default() || run.len() == 1 && !all_caps(text.word(run.start)) && own.any(Sort::PARTICLE) {
            sources.sort(&with_the)
        } else {
            own
        }
    };
    // "Fiona Lyle KC": what was awarded is no part of the name.
    if run.len() > 2 && sources.is_given(text.low(run.start)) && is_award(text.word(run.end - 1)) {
        name.end -= 1;
    }
    // "Witness D", "Uncle T": a letter is no name without its title.
    let letter = |i: usize| text.word(i).trim_end_matches('.').chars().count() == 1;
    let lettered = run.len() == 2 && letter(run.start + 1) && is_office_word(text, run.start);
    let named_person = if lettered {
        Some(run.start)
    } else {
        split_title(text, &run).or_else(|| trade_before(text, &run, sentence.start))
    };
    // "the Dane": a capital of its own.
    let behind_the = run.start > sentence.start && text.low(run.start - 1) == "the";
    if run.len() == 1 && behind_the && sources.sort(text.low(run.start)).any(Sort::TRAIT) {
        return;
    }
    // "a Russian", "two Ukrainians": of a country, not by name.
    if run.clone().all(|i| sources.sort(text.low(i)).any(Sort::DEMONYM)) {
        return;
    }
    if sort.any(Sort::OUTLET) && (run.len() > 1 || !sources.is_given(&whole)) {
        looks.outlet += 3.0;
    } else if sort.any(Sort::STATE) && !sources.is_given(&whole) {
        looks.state += 3.0;
    } else if sort.any(Sort::ORGANISATION) && run.len() > 1 {
        looks.organisation += 3.0;
    } else if let Some(at) = named_person {
        title = run.start..at;
        name = at..name.end.max(at + 1);
        looks.person += 3.0;
    } else if run.len() == 1
        && is_office_word(text, run.start)
        && out.iter().rev().take(NICKNAMES).any(|n| bears(text, n, text.low(run.start)))
    {
        looks.person += 1.0;
    } else if run.len() == 1 && is_office_word(text, run.start) || office_alone(text, &run) {
        // "the President said", "the Secretary of State": an office, read as a description.
        return;
    } else {
        let bodies = run.clone().filter(|i| is_org_word(text, *i)).count();
        let given = run.len() > 1 && run.len() < 5 && sources.is_given(text.low(run.start));
        let last = sources.sort(text.low(run.end - 1));
        let first = sources.sort(text.low(run.start));
        if given && !last.any(Sort::COMPANY.or(Sort::ORGANISATION)) {
            looks.person += 2.0;
        } else if bodies > 0 && !(given && last == Sort::default()) {
            looks.organisation += 2.0;
            // The "Energy Ministry" is no company.
            let last = (run.start..run.end).rfind(|i| is_org_word(text, *i));
            let public = last.is_some_and(|i| !sources.noun(text.low(i)).any(Sort::COMPANY));
            if !public && run.clone().any(|i| sources.noun(text.low(i)).any(Sort::COMPANY) && is_org_word(text, i)) {
                looks.company += 2.0;
            }
        }
        if run.len() > 1 && bodies == 0 && !given && last.any(Sort::COMPANY_SHAPE) {
            looks.organisation += 1.5;
            looks.company += 2.0;
        }
        let numbered = run.len() == 2 && text.tag(run.start + 1) == Tag::Cd && opens_station(text, run.start);
        // "Channel Nova", but the Channel Islands lie somewhere.
        let channel = matches!(text.low(run.start), "channel" | "kanal" | "kanał" | "canal" | "canale")
            && run.len() > 1
            && !matches!(
                text.low(run.start + 1),
                "islands" | "island" | "tunnel" | "ports" | "coast" | "crossing" | "street"
            );
        let opens = channel || matches!(text.low(run.start), "radio" | "tv" | "television");
        let shape = last.any(Sort::OUTLET_SHAPE) || opens || numbered;
        if run.len() > 1 && shape && !given {
            looks.outlet += 2.5;
        }
        if dateline(text, &run) || is_vessel(text, &run, sentence) {
            looks.place += 2.0;
        } else if run.len() == 1 && all_caps(text.word(run.start)) && !shouted {
            looks.organisation += 1.5;
        }
        if first.any(Sort::TITLE) && run.len() == 2 {
            looks.person += 1.0;
        }
        let initial =
            run.len() > 2 && run.clone().skip(1).any(|i| text.word(i).len() == 2 && text.word(i).ends_with('.'));
        if initial || matches!(text.low(run.end - 1), "jr." | "jr" | "sr." | "sr") {
            looks.person += 2.0;
        }
    }
    let after = text.low(run.end);
    let before = if run.start > sentence.start { text.low(run.start - 1) } else { "" };
    if looks.person < 2.0 && before == "the" && looks.state < 1.0 && looks.outlet < 1.0 {
        looks.organisation += 0.8;
    }
    if looks.person < 1.0 && looks.organisation < 1.5 {
        // "Shares in Lannagh".
        let owned = run.start > sentence.start + 1
            && matches!(text.low(run.start - 2), "shares" | "stake")
            && looks.state < 1.0;
        match before {
            "in" | "of" if owned => {
                looks.organisation += 1.5;
                looks.company += 2.0;
            }
            "from" if is_human(text.low(run.start.wrapping_sub(2))) => looks.place += 1.0,
            // "Ruslan from Ufa".
            "from"
                if run.start > sentence.start + 1
                    && text.tag(run.start - 2).is_name()
                    && run.len() == 1
                    && !all_caps(text.word(run.start)) =>
            {
                looks.place += 1.0;
            }
            "in" | "near" | "at" | "on" | "off" | "across" | "around" | "outside" | "inside" | "into" | "towards"
            | "toward" => {
                looks.place += 1.0;
            }
            "itself" | "themselves" => looks.organisation += 1.5,
            _ => {}
        }
    }
    // "the United Nations human rights office".
    let body =
        (run.end..sentence.end.min(run.end + 3)).find(|i| text.tag(*i) == Tag::Nn && !text.tag(*i + 1).is_noun());
    let worded = text.tag(run.end).is_adjective()
        && body
            .is_some_and(|i| i > run.end && sources.noun(text.low(i)).any(Sort::ORGANISATION) && !upper(text.word(i)));
    let qualifies = title.is_empty()
        && (matches!(text.tag(run.end), Tag::Nn | Tag::Nns) || worded)
        && !reports(text, &run, sentence)
        && run.end < sentence.end
        && !upper(text.word(run.end))
        && !is_time_word(after);
    if after == "(" && text.tag(run.end + 1) == Tag::Cd && text.low(run.end + 2) == ")" {
        looks.person += 1.5;
    }
    if after == "," {
        match text.low(run.end + 1) {
            "who" => looks.person += 2.0,
            "whose" => looks.person += 1.0,
            "which" => looks.organisation += 1.5,
            _ if text.tag(run.end + 1) == Tag::Cd
                && text.low(run.end + 2) == ","
                && text.word(run.end + 1).len() < 4 =>
            {
                looks.person += 2.0;
            }
            _ => {}
        }
    } else if after == "who" {
        looks.person += 1.5;
    }
    let short = abbreviation_after(text, &name, sentence);
    let mut named = Named { tokens: name, title, role: None, other: None, owner, short, looks, qualifies, shouted };
    if !shouted && !named.qualifies {
        role_around(text, &mut named, sentence);
    }
    out.push(named);
}

/// Whether a word in capitals opens a paragraph to say what comes: "CLIP (stoker):", "CORRECTION:".
fn is_slug(text: &Text, run: &Range<usize>) -> bool {
    run.len() == 1
        && all_caps(text.word(run.start))
        && matches!(text.word(run.end), ":" | "(" | "," | "–" | "—" | "-")
        && matches!(
            text.low(run.start),
            "clip"
                | "correction"
                | "corrected"
                | "update"
                | "updated"
                | "latest"
                | "live"
                | "watch"
                | "breaking"
                | "photo"
                | "video"
                | "presenter"
                | "reporter"
                | "anchor"
                | "host"
                | "narrator"
                | "voice"
                | "exclusive"
                | "opinion"
                | "analysis"
        )
        && text.opens_block(run.start)
}

/// Whether a name in capitals opens a paragraph as the place that a report is from: "LUBUMBASHI, Congo --"; such a line is a sentence by
/// itself.
fn dateline(text: &Text, run: &Range<usize>) -> bool {
    let sentence = text.sentence(run.start);
    text.opens_block(run.start)
        && sentence.end > run.end
        && matches!(text.word(sentence.end - 1), "—" | "–" | "--" | "-")
        && run
            .clone()
            .all(|i| text.word(i).len() > 2 && text.word(i).chars().all(|c| c.is_uppercase() || !c.is_alphabetic()))
}

/// Whether a name is that of a ship, which no company goes by: "MV Reina del Mar", "the trawler Oryx Bay".
fn is_vessel(text: &Text, run: &Range<usize>, sentence: &Range<usize>) -> bool {
    let ship = |i: usize| {
        text.tag(i) == Tag::Nn
            && matches!(
                text.word(i),
                "trawler"
                    | "ferry"
                    | "tanker"
                    | "freighter"
                    | "frigate"
                    | "corvette"
                    | "vessel"
                    | "ship"
                    | "barge"
                    | "tug"
                    | "yacht"
            )
    };
    let prefix = matches!(text.word(run.start), "MV" | "M/V" | "FV" | "F/V") && run.len() > 1;
    prefix || run.start > sentence.start && ship(run.start - 1)
}

/// Whether what stands behind the name reports, though the tagger takes it for a noun: "…, power utility EDM estimates."
fn reports(text: &Text, run: &Range<usize>, sentence: &Range<usize>) -> bool {
    let verb = text.tag(run.end) == Tag::Nns && Lexicon::shipped().readings(text.low(run.end)).next().is_some();
    let ends = matches!(text.word(run.end + 1), "." | "," | ";" | ":") || text.low(run.end + 1) == "that";
    // "Admiral Wen regards the numbers": a noun in the plural has no article behind it.
    let ends = ends || matches!(text.tag(run.end + 1), Tag::Dt | Tag::PrpS) && run.len() > 1;
    let governed =
        |i: usize| matches!(text.tag(i), Tag::In | Tag::To | Tag::Dt | Tag::Pos | Tag::PrpS) || text.tag(i).is_verb();
    verb && ends && run.start > sentence.start && !governed(run.start - 1)
}

/// "the Secretary of State", "Deputy Director": nothing but an office.
fn office_alone(text: &Text, run: &Range<usize>) -> bool {
    let Some(office) = run.clone().find(|i| is_office_word(text, *i)) else { return false };
    // "Imran Sheikh" has a given name in front, and is somebody's name.
    if office > run.start && Sources::shipped().is_given(text.low(run.start)) && !is_office_word(text, run.start) {
        return false;
    }
    let before = (run.start..office).all(|i| {
        Sources::shipped().noun(text.low(i)) != Sort::default()
            || matches!(
                text.low(i),
                "deputy" | "vice" | "prime" | "foreign" | "first" | "assistant" | "acting" | "interim" | "senior"
            )
    });
    let rest = office + 1..run.end;
    before && (rest.is_empty() || matches!(text.low(rest.start), "of" | "for"))
}

/// Where the person's name starts behind a title or an office in a run.
fn split_title(text: &Text, run: &Range<usize>) -> Option<usize> {
    let sources = Sources::shipped();
    let saint = |i: usize| text.low(i) == "st" || text.low(i) == "st.";
    let called = |i: usize| {
        // "Bruce “The Boss” Springsteen".
        let marked = (run.start..i).filter(|i| is_mark(text.word(*i))).count() % 2 == 1;
        // "Prince Sultan bin Rakan".
        let sultan =
            matches!(text.low(i), "sultan" | "emir" | "amir") && matches!(text.low(i + 1), "bin" | "ibn" | "al");
        // "Colonel Patient Ilunga".
        let patient = i + 2 == run.end && matches!(text.low(i), "patient" | "innocent" | "prince" | "bishop");
        let titled = i > run.start && sources.sort(text.low(i - 1)).any(Sort::TITLE.or(Sort::OFFICE));
        // "Sultan al-Jaber", "Sultan Berdaliev".
        let surname = |low: &str| low.starts_with("al-") || ["ev", "eva", "ov", "ova"].iter().any(|e| low.ends_with(e));
        let given = text.low(i) == "sultan" && i == run.start && surname(text.low(i + 1));
        marked || given || titled && (sultan || patient)
    };
    // "Shepherd Neame" is a brewery, and "Professor Neame" is not: trades that are surnames are titles before a given name alone.
    let traded = |i: usize| {
        let surname = matches!(
            text.low(i),
            "shepherd"
                | "carpenter"
                | "butcher"
                | "tailor"
                | "bowler"
                | "liberal"
                | "conservative"
                | "democrat"
                | "republican"
        );
        surname && i + 2 == run.end && !sources.is_given(text.low(i + 1))
    };
    let office = run.clone().rfind(|i| {
        i + 1 < run.end
            && is_office_word(text, *i)
            && !is_org_word(text, *i + 1)
            && !saint(*i)
            && !called(*i)
            && !traded(*i)
    })?;
    // A given name that is also a title word, as in "Dean Smith", is no title.
    let titled = run.len() > 2 && sources.sort(text.low(office)).any(Sort::TITLE);
    if office == run.start && sources.is_given(text.low(office)) && !text.word(office).ends_with('.') && !titled {
        return None;
    }
    let rest = office + 1..run.end;
    if matches!(text.low(rest.start), "and" | "&") {
        return None;
    }
    if matches!(text.low(rest.start), "of" | "for") {
        let after = rest.start + 1..run.end;
        let given = after.clone().skip(1).find(|i| sources.is_given(text.low(*i)) && i + 1 < run.end);
        return given.or_else(|| {
            let ends_in_body = is_org_word(text, run.end - 1);
            (after.len() >= 3 && !ends_in_body && !matches!(text.low(run.end - 2), "and" | "of" | "'s" | "the"))
                .then(|| run.end - 2)
        });
    }
    let bodied = rest.clone().any(|i| {
        let sort = sources.noun(text.low(i));
        sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) && is_org_word(text, i)
    });
    let strong =
        sources.sort(text.low(office)).any(Sort::TITLE) || rest.len() >= 2 && sources.is_given(text.low(rest.start));
    (rest.len() <= 6 && (!bodied || strong && rest.len() <= 3)).then_some(rest.start)
}

/// Whether `low` says what a firm or outlet does and begins no firm's own name.
fn is_trade(low: &str) -> bool {
    matches!(
        low,
        "broadcaster"
            | "newspaper"
            | "tabloid"
            | "airline"
            | "carrier"
            | "utility"
            | "lender"
            | "insurer"
            | "retailer"
            | "supermarket"
            | "drugmaker"
            | "carmaker"
            | "chipmaker"
            | "planemaker"
            | "steelmaker"
            | "shipbuilder"
            | "housebuilder"
            | "brewer"
            | "distiller"
            | "miner"
            | "haulier"
            | "operator"
            | "manufacturer"
            | "developer"
            | "contractor"
            | "publisher"
            | "supplier"
            | "startup"
            | "start-up"
            | "charity"
            | "toymaker"
            | "automaker"
            | "watchmaker"
            | "papermaker"
            | "winemaker"
            | "cement-maker"
    )
}

/// Where the name starts behind a trade that bears a capital because the sentence starts: "Trawlerman Iain John Morrison".
fn trade_before(text: &Text, run: &Range<usize>, first: usize) -> Option<usize> {
    let sources = Sources::shipped();
    let given = |i: usize| sources.is_given(text.low(i));
    (run.len() > 2
        && (text.is_common(run.start) || is_human(text.low(run.start)))
        && opens(text, run.start, first)
        && !given(run.start)
        && (given(run.start + 1) || is_human(text.low(run.start)) && text.is_common(run.start) && run.len() == 3)
        && !is_org_word(text, run.end - 1))
    .then_some(run.start + 1)
}

/// Whether the letters of `short` are those that the words of `name` begin with, in whatever language's order.
fn spells(text: &Text, name: &Range<usize>, short: &str) -> bool {
    let sorted = |mut letters: Vec<char>| {
        letters.sort_unstable();
        letters
    };
    let first = name.clone().filter(|i| upper(text.word(*i))).filter_map(|i| text.low(i).chars().next()).collect();
    short.chars().count() > 2 && sorted(first) == sorted(short.chars().collect())
}

/// "(HUR)", "(hereafter HUR)", "(Indeci)", ", or HUR,", ", the HUR, said" behind a name.
fn abbreviation_after(text: &Text, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let short = |i: usize| {
        let word = text.word(i);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        capitals > 1 && word.chars().count() <= 10 && !word.starts_with(|c: char| c.is_ascii_digit())
    };
    let end = name.end;
    if name.len() < 2 || end + 2 >= sentence.end {
        return None;
    }
    let (open, close) = match text.low(end) {
        "(" => (end + 1, ")"),
        "," if text.low(end + 1) == "or" => (end + 2, ","),
        // In a list another name would follow.
        "," if text.low(end + 1) == "the" && text.word(end + 3) == "," && text.tag(end + 4).is_finite() => {
            (end + 2, ",")
        }
        // "the General Confederation of Public Servants, CGSP, says".
        "," if text.word(end + 2) == "," && all_caps(text.word(end + 1)) && spells(text, name, text.low(end + 1)) => {
            (end + 1, ",")
        }
        _ => return None,
    };
    // "(Indeci)" stands for a body, but "(Ukraine)" tells where it is.
    let word_like = |i: usize| {
        let low = text.low(i);
        let initial = low.chars().next();
        close == ")"
            && text.word(i + 1) == ")"
            && upper(text.word(i))
            && (3..=10).contains(&low.chars().count())
            && low.chars().all(char::is_alphabetic)
            && !Sources::shipped().sort(low).any(Sort::STATE.or(Sort::DEMONYM).or(Sort::TITLE))
            && !is_time_word(low)
            && name.clone().any(|n| is_org_word(text, n) && text.low(n).chars().next() == initial)
    };
    let mut i = open;
    while i < (open + 5).min(sentence.end) {
        if (short(i) || word_like(i)) && (text.low(i + 1) == close || text.low(i + 1) == "," || text.low(i + 1) == ";")
        {
            return Some(i..i + 1);
        }
        let lead = matches!(
            text.low(i),
            "hereafter"
                | "hereinafter"
                | "or"
                | "also"
                | "known"
                | "as"
                | "the"
                | "“"
                | "\""
                | "abbreviated"
                | "formerly"
                | "in"
                | "short"
        );
        if text.low(i) == close || !lead {
            return None;
        }
        i += 1;
    }
    None
}

/// Whether a preposition, with an article or without, stands before token `i`.
fn governed(text: &Text, i: usize) -> bool {
    let article = i > 1 && text.tag(i - 1) == Tag::Dt;
    i > usize::from(article) && matches!(text.tag(i - 1 - usize::from(article)), Tag::In | Tag::To)
}

/// Finds what the words around a name say its bearer is.
fn role_around(text: &Text, named: &mut Named, sentence: &Range<usize>) {
    let sources = Sources::shipped();
    let start = named.first();
    let firm_like = firm_like(text, &named.tokens);
    let mut take = |range: Range<usize>, head: usize| {
        let sort = sources.noun(text.low(head));
        // "the operator": a company before it is a person. "The owner, Moma Line,": what ends like a firm is none.
        let firm = named.looks.company > 0.0 || text.low(named.tokens.end - 1) == "line" && named.tokens.len() > 1;
        // "Iván Choque, a miner,": who has a given name is no company.
        let given = named.tokens.len() > 1 && sources.is_given(text.low(named.tokens.start));
        let company = sort.any(Sort::COMPANY) && (!sort.any(Sort::OFFICE) || firm);
        if company && given && !firm && !sort.any(Sort::ORGANISATION) && text.low(head).ends_with("er") {
            named.looks.person += 2.0;
            named.role.get_or_insert(range);
            return true;
        }
        // "bouncer Ana Ruiz", "the scorer, Lerato Phiri,": a trade that no list has.
        if sort == Sort::default() && given && is_human(text.low(head)) && text.tag(head) == Tag::Nn {
            named.looks.person += 1.0;
            named.role.get_or_insert(range);
            return true;
        }
        if sort.any(Sort::OFFICE.or(Sort::ROLE)) && !company && !matches!(text.tag(head), Tag::Nns) {
            // "Steel Heron, a blogger": who has such a trade is no firm, whatever the words of the name are elsewhere.
            let trade = sort.any(Sort::TRADE) && !firm_like;
            named.looks.person += if trade { 3.0 } else { 2.0 };
        } else if sort.any(Sort::OUTLET_NOUN) {
            named.looks.outlet += 2.0;
        } else if sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) {
            named.looks.organisation += 2.0;
            if sort.any(Sort::COMPANY) {
                named.looks.company += 1.0;
            }
        } else {
            return false;
        }
        if named.role.is_some() {
            named.other = Some(range);
        } else {
            named.role = Some(range);
        }
        true
    };
    // "coast guard spokesman Ante Barisin", "the charity Agua Clara".
    if start > sentence.start {
        let head = start - 1;
        // Before a name "minister" is an office, whatever the tagger took it for.
        // So is "daily" a paper there.
        let listed =
            sources.noun(text.low(head)).any(Sort::OUTLET_NOUN.or(Sort::COMPANY)) || is_office_word(text, head);
        let noun = text.tag(head) == Tag::Nn || listed && !upper(text.word(head));
        if noun && !is_time_word(text.low(head)) {
            let mut first = head;
            while first > sentence.start && head - first < 6 {
                let i = first - 1;
                if (text.tag(i).is_noun()
                    || text.tag(i).is_adjective()
                    || text.tag(i) == Tag::Pos && i > sentence.start)
                    && !is_time_word(text.low(i))
                {
                    first = i;
                } else {
                    break;
                }
            }
            while first < head && text.tag(first) == Tag::Pos {
                first += 1;
            }
            take(first..head + 1, head);
        }
        // "Spokesman of the group, Lieutenant Colonel Vadym Horobets,": a rank is no office, and no title is none.
        let ranked = named.title.clone().all(|i| {
            let sort = sources.sort(text.low(i));
            let rank = calling(text.low(i)) == Some(3);
            sort.any(Sort::TITLE) && !sort.any(Sort::OFFICE) || rank || upper(text.word(i)) && sort == Sort::default()
        });
        // "The finance minister, Michal Orlik,": a description, a comma, the name, and a comma or the clause's end.
        let closes = matches!(text.low(named.tokens.end), "," | "." | ";" | "(" | ")" | "—")
            // "The union, Ana Ruiz claimed, had come late": between commas she is no union.
            || (text.tag(named.tokens.end).is_finite() && text.word(named.tokens.end + 1) != ","
                || text.low(named.tokens.end) == "of")
                && clause_opens_before(text, start - 1, sentence.start);
        if text.low(start - 1) == "," && start - 1 > sentence.start && closes && ranked {
            let last = start - 2;
            if let Some((range, head)) = description_back(text, last, sentence.start) {
                take(range, head);
            }
        }
    }
    // "Andrey Kovalenko, head of the Center for …,".
    let mut at = named.tokens.end;
    if let Some(short) = &named.short {
        at = short.end + 1;
    }
    if text.low(at) == "(" && text.low(at + 2) == ")" {
        at += 3;
    }
    if text.low(at) == "," && text.tag(at + 1) == Tag::Cd && text.low(at + 2) == "," {
        at += 2;
    }
    if text.low(at) == "," && at + 1 < sentence.end && text.low(at + 1) != "whose" {
        let mut first = at + 1;
        if matches!(text.tag(first), Tag::Dt | Tag::PrpS) {
            first += 1;
        }
        let end = apposition_end(text, first, sentence.end);
        if let Some(head) = head_of(text, first..end)
            && (text.word(head).starts_with(char::is_lowercase) || is_office_word(text, head))
            && named.tokens.end != first
            // "In a post on X, the police asked", "In a letter seen by the Record, the authority asked", "on WhatsApp, its spokesman, who":
            // they are the subject, not what X is.
            && !((text.tag(end).is_finite() || text.tag(at + 1) == Tag::PrpS) && governed(text, named.tokens.start))
        {
            take(first..end, head);
        }
    }
    if text.low(at) == ","
        && matches!(text.low(at + 1), "prosecuting" | "defending")
        && matches!(text.word(at + 2), "," | ".")
    {
        named.looks.person += 2.0;
        named.role.get_or_insert(at + 1..at + 2);
    }
}

/// Whether a name ends as those of firms and bodies do: "Steel Heron Ltd".
fn firm_like(text: &Text, name: &Range<usize>) -> bool {
    let last = name.end - 1;
    is_org_word(text, last) || Sources::shipped().sort(text.low(last)).any(Sort::COMPANY_SHAPE)
}

/// Whether nothing but a description stands between the clause's start and the comma at `comma`.
fn clause_opens_before(text: &Text, comma: usize, floor: usize) -> bool {
    description_back(text, comma.saturating_sub(1), floor).is_some_and(|(range, _)| {
        let start =
            range.start - usize::from(range.start > floor && matches!(text.tag(range.start - 1), Tag::Dt | Tag::PrpS));
        start == floor || matches!(text.word(start - 1), "," | "”" | "\"" | "“" | "and" | "but")
    })
}

/// The description that ends with token `last`, and its head noun.
fn description_back(text: &Text, last: usize, floor: usize) -> Option<(Range<usize>, usize)> {
    let mut first = last + 1;
    while first > floor && last + 1 - first < 12 {
        let i = first - 1;
        let tag = text.tag(i);
        if matches!(tag, Tag::Dt | Tag::PrpS) {
            // "head of the agency": goes on over "of the".
            if i > floor
                && matches!(text.low(i - 1), "of" | "for" | "at" | "in")
                && i - 1 > floor
                && text.tag(i - 2).is_noun()
            {
                first = i - 1;
                continue;
            }
            break;
        }
        // "of the group “Oskil”": over what it is called.
        if i == last && matches!(text.word(i), "”" | "\"" | "»") {
            let open = (floor.max(i.saturating_sub(6))..i).rev().find(|o| matches!(text.word(*o), "“" | "\"" | "«"));
            if let Some(open) = open.filter(|o| *o > floor && text.tag(o - 1).is_noun()) {
                first = open;
                continue;
            }
        }
        let of = matches!(text.low(i), "of" | "for" | "at") && i > floor && text.tag(i - 1).is_noun();
        if tag.is_noun() || tag.is_adjective() || tag == Tag::Pos || of || tag == Tag::Vbn && i < last {
            first = i;
        } else {
            break;
        }
    }
    if first > last {
        return None;
    }
    let head = head_of(text, first..last + 1)?;
    Some((first..last + 1, head))
}

/// The last noun before any preposition, relative or verb form behind a noun.
pub fn head_of(text: &Text, range: Range<usize>) -> Option<usize> {
    let mut head = None;
    // "its fisheries minister said": behind a noun the tagger may take an office for a verb.
    let office = |i: usize| {
        let noun = i > 0 && (text.tag(i - 1).is_noun() || matches!(text.tag(i - 1), Tag::Dt | Tag::PrpS));
        let object = matches!(text.tag(i + 1), Tag::Dt | Tag::PrpS | Tag::To);
        text.tag(i).is_verb() && noun && !object && Sources::shipped().sort(text.low(i)).any(Sort::OFFICE)
    };
    for i in range {
        let tag = text.tag(i);
        if tag.is_noun() || tag == Tag::Other && upper(text.word(i)) || office(i) {
            head = Some(i);
        } else if tag == Tag::Pos
            || tag.is_adjective()
            || tag.is_adverb()
            || matches!(tag, Tag::Dt | Tag::PrpS | Tag::Cd | Tag::Cc | Tag::Pdt)
        {
            // "the bank's chief executive" goes on; "head and founder" keeps the first.
            if tag == Tag::Cc && head.is_some() {
                break;
            }
        } else if head.is_some() || matches!(tag, Tag::In | Tag::To | Tag::Wp | Tag::Wdt) || text.low(i) == "," {
            break;
        }
    }
    head
}

/// Where the apposition that starts with `first` ends.
fn apposition_end(text: &Text, first: usize, ceiling: usize) -> usize {
    let limit = ceiling.min(first + 30);
    (first..limit)
        .find(|i| {
            matches!(text.word(*i), "," | "." | ";" | ":" | "(" | ")" | "“" | "”" | "\"" | "—" | "–" | "?" | "!")
                || matches!(text.tag(*i), Tag::Wp | Tag::Wdt)
                || text.tag(*i).is_finite()
        })
        .unwrap_or(limit)
}

//! Those of whom the text speaks without a name: who is brought in, who holds an office, who is mentioned in passing.

use std::collections::HashSet;
use std::ops::Range;

use claims::SourceKind;

use super::cast::{Member, leaning, low_words};
use super::lexicon::{Sort, Sources};
use super::names::Named;
use super::{is_human, kind_of, lower_first};
use crate::text::{Tag, Text};

/// Where an office stands for its holder, or "the company" for the one body of its kind, with the noun: "the president is safe".
pub fn offices<'t>(text: &'t Text, names: &[Named]) -> Vec<(usize, &'t str)> {
    let sources = Sources::shipped();
    let named = |i: usize| opens_name(names, i);
    let office = |first: usize| {
        let head = first + 1;
        let alone = text.tag(head) == Tag::Nn
            && !text.tag(head + 1).is_noun()
            && !matches!(text.low(head + 1), "of" | "for" | "'s" | "’s");
        let sort = sources.noun(text.low(head));
        let body = sort.any(Sort::COMPANY.or(Sort::ORGANISATION));
        let plain = matches!(
            text.low(head),
            "company"
                | "firm"
                | "airline"
                | "bank"
                | "ministry"
                | "agency"
                | "union"
                | "university"
                | "council"
                | "commission"
        );
        let subject = plain && first == text.sentence(first).start && text.tag(head + 1).is_finite();
        let holder = (sort.any(Sort::OFFICE) && !body || body && subject) && !named(head);
        // "the president, Ana Ruiz": the name itself is met.
        (alone && holder && !(text.low(head + 1) == "," && named(head + 2))).then(|| (first, text.low(head)))
    };
    (0..text.len().saturating_sub(1)).filter(|i| text.low(*i) == "the" && !text.quoted(*i)).filter_map(office).collect()
}

/// Those whom the text brings in without a name, each with its head noun: "a Russian soldier", later "he" or "the man".
pub fn nameless(text: &Text, names: &[Named]) -> Vec<(Member, String)> {
    let sources = Sources::shipped();
    let mut out = Vec::new();
    let starts_name = |i: usize| opens_name(names, i);
    for first in 0..text.len() {
        let sentence = text.sentence(first);
        if let Some(more) = one_more(text, first) {
            out.push(more);
            continue;
        }
        // "Residents of the village say": those who open a sentence.
        let many = first == sentence.start && text.tag(first) == Tag::Nns && !text.quoted(first);
        // "“My brother called. He said …”": in what is quoted relatives are brought in.
        let kin = text.tag(first) == Tag::PrpS && text.quoted(first) && is_kin(text.low(first + 1));
        let one = matches!(text.low(first), "a" | "an") && !text.quoted(first);
        if !(many || kin || one) {
            continue;
        }
        let body = first + usize::from(!many);
        let end = head_end(text, body..sentence.end);
        let wanted = if many { Tag::Nns } else { Tag::Nn };
        let Some(head) = end.checked_sub(1).filter(|h| *h >= body && text.tag(*h) == wanted) else { continue };
        let sort = sources.noun(text.low(head));
        let human =
            sort.any(Sort::OFFICE.or(Sort::ROLE).or(Sort::MALE).or(Sort::FEMALE)) || many && sort.any(Sort::GROUP);
        // "a letter of 11 March", later "it".
        let paper = !many && !kin && !human && sort.any(Sort::DOCUMENT) && speaks_as_paper(text.low(head));
        // "a mayor, Ana Ruiz," and "Ana Ruiz, a mayor," have a name.
        // "A third, a former negotiator, was less sure": no more is said of who comes before the comma.
        let counted = first > sentence.start + 1
            && text.low(first - 1) == ","
            && text.low(end) == ","
            && is_another(text, sentence.start..first - 1);
        let apposed = text.low(end) == "," && starts_name(end + 1)
            || first > sentence.start && text.low(first - 1) == "," && !counted
            || (body..end).any(&starts_name) && text.tag(head).is_name();
        let title = !many && (text.low(first.wrapping_sub(1)) == "as" || text.low(end) == "of");
        let title = title && !paper;
        if !(human || paper) || sort.any(Sort::COMPANY.or(Sort::ORGANISATION)) || apposed || title || starts_name(end) {
            continue;
        }
        let member = described(text, first, body..end, human, (false, false));
        out.push((member, text.low(head).to_owned()));
    }
    out
}

/// Somebody spoken of in passing.
pub struct Aside {
    pub member: Member,
    /// The head noun, in lower case.
    pub head: String,
    /// The words, in tokens, with their determiner.
    pub words: Range<usize>,
    /// Whether they take somebody for known: "the foreman", "her nephew".
    pub definite: bool,
    /// Whether they open with the name of whose it is: "China's embassy".
    pub named: bool,
}

/// Those whom the text speaks of in passing, without a name and not as sources: "her nephew", "the foreman", "two clerks". Nobody of
/// `nameless` is among them, and nobody who starts at one of `spoken`, where sources do.
pub fn asides(text: &Text, names: &[Named], nameless: &[(Member, String)], spoken: &HashSet<usize>) -> Vec<Aside> {
    let sources = Sources::shipped();
    let mut out = Vec::new();
    let named = |i: usize| name_at(names, i).is_some();
    let somebody = |i: usize| name_at(names, i).is_some_and(|n| n.looks.place < 1.0 && n.looks.state < 1.0);
    let brought_in: HashSet<usize> = nameless.iter().map(|(m, _)| m.first).collect();
    let mut next = 0;
    for first in 0..text.len() {
        if let Some(aside) =
            owned_by_name(text, names, first).filter(|a| !spoken.contains(&first) && a.words.start >= next)
        {
            next = aside.words.end;
            out.push(aside);
            continue;
        }
        if first < next || spoken.contains(&first) || brought_in.contains(&first) || named(first) {
            continue;
        }
        let sentence = text.sentence(first);
        let before = first.checked_sub(1).filter(|b| *b >= sentence.start);
        let goes_on = before
            .is_some_and(|b| describes(text, b) || matches!(text.tag(b), Tag::Dt | Tag::PrpS | Tag::Pos | Tag::Vbg));
        // "No official has spoken": nobody.
        if matches!(text.low(first), "no" | "any" | "every" | "each" | "neither" | "either") {
            continue;
        }
        // "my cousin": whose, only the quotation tells; `nameless` has relatives.
        let first_person = matches!(text.low(first), "my" | "our" | "your");
        let determined = matches!(text.tag(first), Tag::Dt | Tag::PrpS) && !first_person;
        let counted = text.tag(first) == Tag::Cd && !goes_on;
        let bare = text.tag(first) == Tag::Nns && !goes_on;
        if !(determined || counted || bare) {
            continue;
        }
        let body = first + usize::from(determined);
        let mut end = head_end(text, body..sentence.end);
        // "The writers' guild", "the province's health office".
        let owned = text.tag(first) == Tag::Dt && end > body && matches!(text.tag(end), Tag::Pos);
        if owned && !(body..end).any(named) {
            end = head_end(text, end + 1..sentence.end).max(end);
        }
        let noun = |h: &usize| *h >= body && matches!(text.tag(*h), Tag::Nn | Tag::Nns);
        let Some(head) = end.checked_sub(1).filter(noun) else { continue };
        // "The stoker, a broad man in a scarf,", "Ana Ruiz, the mayor,", "as a teacher": what somebody is brings in nobody.
        let one = matches!(text.low(first), "a" | "an");
        let said_of = before.is_some_and(|b| text.word(b) == ",") && (one || first > 1 && somebody(first - 2))
            || one && before.is_some_and(|b| text.low(b) == "as");
        let apposed = opens_name(names, end) || text.low(end) == "," && opens_name(names, end + 1) || said_of;
        if text.tag(end) == Tag::Pos || apposed || (body..end).any(named) {
            continue;
        }
        let low = text.low(head);
        // "spoke with one voice".
        if counted && low == "voice" {
            continue;
        }
        let sort = sources.noun(low);
        let many = text.tag(head) == Tag::Nns;
        let human = sort.any(Sort::OFFICE.or(Sort::ROLE).or(Sort::MALE).or(Sort::FEMALE))
            || many && (sort.any(Sort::GROUP) || is_withheld_many(low))
            || sort == Sort::default() && is_human(if many { low.trim_end_matches('s') } else { low });
        let paper = !many && sort.any(Sort::DOCUMENT) && speaks_as_paper(low);
        let body_of = !many && sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) && text.tag(first) != Tag::PrpS;
        if !human && (bare || !paper && !body_of) {
            continue;
        }
        next = end;
        let mut member = described(text, first, body..end, human, (counted, determined));
        if let Some(field) = field_behind(text, head).filter(|_| body == head) {
            member.name = text.words(body..field.end).to_owned();
            member.words = low_words(text, body..field.end);
            next = field.end;
        }
        out.push(Aside {
            member,
            head: low.to_owned(),
            words: first..end,
            definite: determined && !matches!(text.low(first), "a" | "an" | "some" | "another"),
            named: false,
        });
    }
    out
}

/// Whether a plural means people who go without their names: "two officials", "some diplomats".
fn is_withheld_many(low: &str) -> bool {
    matches!(low, "officials" | "diplomats" | "insiders" | "informants" | "observers" | "aides")
}

/// What a ministry written without capitals, whose noun is token `head`, is for: the "defence" of "the ministry of defence".
pub fn field_behind(text: &Text, head: usize) -> Option<Range<usize>> {
    let kind = matches!(text.word(head), "ministry" | "department" | "directorate" | "secretariat");
    let first = head + 2;
    let end = head_end(text, first..text.sentence(head).end);
    let small = end > first && (first..end).all(|i| text.word(i).starts_with(char::is_lowercase));
    (kind && text.low(head + 1) == "of" && small && text.tag(end - 1).is_noun()).then_some(first..end)
}

/// "China's embassy", "Haiti's interim council": a body told by whose it is.
fn owned_by_name(text: &Text, names: &[Named], first: usize) -> Option<Aside> {
    let name = names.get(names.binary_search_by_key(&first, |n| n.tokens.start).ok()?)?;
    let mark = name.tokens.end;
    if text.tag(mark) != Tag::Pos || text.quoted(first) {
        return None;
    }
    let end = head_end(text, mark + 1..text.sentence(first).end);
    let head = end.checked_sub(1).filter(|h| *h > mark && matches!(text.tag(*h), Tag::Nn | Tag::Nns))?;
    let low = text.low(head);
    let sort = Sources::shipped().noun(low);
    let many = text.tag(head) == Tag::Nns;
    let human =
        sort.any(Sort::OFFICE.or(Sort::ROLE)) || many && (sort.any(Sort::GROUP) || is_human(low.trim_end_matches('s')));
    let body = !many && sort.any(Sort::ORGANISATION.or(Sort::COMPANY)) || human;
    let small = (mark + 1..end).all(|i| text.word(i).starts_with(char::is_lowercase));
    if !body || !small || opens_name(names, end) || text.tag(end) == Tag::Pos {
        return None;
    }
    let member = described(text, first, first..end, human, (false, true));
    Some(Aside { member, head: low.to_owned(), words: first..end, definite: true, named: true })
}

/// Whether token `i` can stand in the describing words before and in a head noun.
fn describes(text: &Text, i: usize) -> bool {
    text.tag(i).is_noun() || text.tag(i).is_adjective() || text.tag(i) == Tag::Cd
}

/// Where the describing words that open `range` end, with their head noun.
fn head_end(text: &Text, range: Range<usize>) -> usize {
    range.clone().find(|i| !describes(text, *i) || *i > range.start && opens_quality(text, *i)).unwrap_or(range.end)
}

/// Who goes by `words`, which end in their head noun, from token `first` on; `taken` is whether they are counted, and definite.
fn described(text: &Text, first: usize, words: Range<usize>, human: bool, taken: (bool, bool)) -> Member {
    let head = words.end - 1;
    let many = text.tag(head) == Tag::Nns;
    let name = text.words(words.clone());
    Member {
        // A plural without a determiner may open a sentence.
        name: if text.tag(first) == Tag::Nns { lower_first(name) } else { name.to_owned() },
        words: low_words(text, words),
        kind: Some(kind_of(text, head, many, taken.0, taken.1)),
        she: leaning(Sources::shipped().noun(text.low(head)), 2.0),
        human,
        plural: many,
        first,
        ..Member::default()
    }
}

/// Whether token `i`, behind a noun, says how somebody stands to what follows, though the tagger may take it for a noun: "a diplomat |
/// familiar with the talks".
pub fn opens_quality(text: &Text, i: usize) -> bool {
    matches!(
        text.low(i),
        "familiar" | "close" | "privy" | "loyal" | "sympathetic" | "opposed" | "present" | "responsible"
    ) && matches!(text.low(i + 1), "with" | "to" | "at" | "for" | "in")
}

/// Where the mark closes behind what somebody described is called: `known as “Rook”`.
pub fn called_in_marks(text: &Text, base: usize, ceiling: usize) -> Option<usize> {
    const MOST: usize = 4;
    let open = (base + 1..ceiling.min(base + 6)).find(|i| matches!(text.word(*i), "“" | "\""))?;
    let called = matches!(text.low(open - 1), "as" | "called" | "named" | "nicknamed" | "dubbed");
    let plain = (base..open).all(|i| text.word(i).chars().all(char::is_alphanumeric));
    let close = (open + 2..=ceiling.min(open + 2 + MOST)).find(|i| matches!(text.word(*i), "”" | "\""))?;
    (called && plain && text.word(open + 1).starts_with(char::is_uppercase)).then_some(close + 1)
}

/// Whether a name, or the title before it, begins at token `i`.
fn opens_name(names: &[Named], i: usize) -> bool {
    names.binary_search_by_key(&i, |n| n.first()).is_ok()
}

/// The name that token `i` is part of.
fn name_at(names: &[Named], i: usize) -> Option<&Named> {
    names.get(names.partition_point(|n| n.tokens.end <= i)).filter(|n| n.tokens.start <= i)
}

/// Papers of which "it says" is said; a review or a plan says nothing.
fn speaks_as_paper(low: &str) -> bool {
    matches!(
        low,
        "letter"
            | "memo"
            | "report"
            | "note"
            | "study"
            | "email"
            | "e-mail"
            | "leaflet"
            | "dossier"
            | "audit"
            | "survey"
            | "filing"
            | "affidavit"
            | "ruling"
            | "indictment"
            | "assessment"
            | "document"
            | "cable"
            | "circular"
            | "draft"
            | "proposal"
            | "bulletin"
            | "communique"
            | "communiqué"
            | "notice"
            | "advisory"
            | "manifesto"
    )
}

/// "A fourth doubts it" behind three users: one more of them, as the subject that opens a sentence; with the noun.
fn one_more(text: &Text, first: usize) -> Option<(Member, String)> {
    const BACK: usize = 60;
    let verb = first + 2;
    // "A third was ruled out": of what, the text need not say.
    let told = matches!(
        text.low(verb),
        "said"
            | "says"
            | "told"
            | "wrote"
            | "writes"
            | "doubts"
            | "doubted"
            | "disagrees"
            | "disagreed"
            | "agrees"
            | "agreed"
            | "denies"
            | "denied"
            | "thinks"
            | "thought"
            | "warned"
            | "warns"
            | "recalled"
            | "recalls"
            | "complained"
    );
    let opens = first == text.sentence(first).start && text.low(first) == "a" && !text.quoted(first);
    if !(opens && told && is_another(text, first..verb)) {
        return None;
    }
    let one_of = |i: usize| match text.low(i).strip_suffix("men") {
        Some(stem) => format!("{stem}man"),
        None => text.low(i).strip_suffix('s').unwrap_or(text.low(i)).to_owned(),
    };
    let one_is_human = |one: &str| is_human(one) || one == "user";
    let counted = |i: usize| (i.saturating_sub(3)..i).any(|c| text.tag(c) == Tag::Cd);
    let brought = |i: usize| text.tag(i) == Tag::Nn && matches!(text.low(i.wrapping_sub(1)), "a" | "an" | "one");
    // "Three bridges fell. A fourth is closed": what is counted last must be people.
    let of = (first.saturating_sub(BACK)..first).rev().find(|i| {
        let human = one_is_human(&one_of(*i));
        !text.quoted(*i) && (text.tag(*i) == Tag::Nns && (human || counted(*i)) || human && brought(*i))
    })?;
    let one = one_of(of);
    if !one_is_human(&one) {
        return None;
    }
    let member = Member {
        name: format!("{} {one}", text.low(first + 1)),
        words: vec![one.clone()],
        kind: Some(SourceKind::Unnamed),
        she: leaning(Sources::shipped().noun(&one), 2.0),
        human: true,
        first,
        ..Member::default()
    };
    Some((member, one))
}

/// "One", "another", "a third": one more of those spoken of.
pub(super) fn is_another(text: &Text, words: Range<usize>) -> bool {
    match words.len() {
        1 => matches!(text.low(words.start), "one" | "another"),
        2 => {
            matches!(text.low(words.start), "a" | "the")
                && matches!(text.low(words.start + 1), "second" | "third" | "fourth" | "fifth" | "other")
        }
        _ => false,
    }
}

/// Whether `low` is a relative: somebody who often has the same surname.
pub fn is_relative(low: &str) -> bool {
    is_kin(low) && !matches!(low, "friend" | "neighbour" | "neighbor" | "boss" | "colleague")
}

/// Whether `low` is a relative or friend, as people in quotations bring them in.
fn is_kin(low: &str) -> bool {
    matches!(
        low,
        "brother"
            | "sister"
            | "father"
            | "mother"
            | "dad"
            | "mum"
            | "mom"
            | "son"
            | "daughter"
            | "husband"
            | "wife"
            | "uncle"
            | "aunt"
            | "cousin"
            | "nephew"
            | "niece"
            | "grandfather"
            | "grandmother"
            | "brother-in-law"
            | "sister-in-law"
            | "father-in-law"
            | "mother-in-law"
            | "friend"
            | "neighbour"
            | "neighbor"
            | "boss"
            | "colleague"
    )
}

/// Nouns that end like those of people and are none: "the border", "a merger".
pub fn is_thing(low: &str) -> bool {
    const THINGS: [&str; 112] = [
        "number",
        "border",
        "merger",
        "winter",
        "summer",
        "corner",
        "chapter",
        "quarter",
        "shoulder",
        "dinner",
        "shelter",
        "disorder",
        "trailer",
        "tanker",
        "freighter",
        "helicopter",
        "container",
        "computer",
        "counter",
        "trigger",
        "laughter",
        "slaughter",
        "weather",
        "leather",
        "feather",
        "rubber",
        "timber",
        "lumber",
        "chamber",
        "tender",
        "surrender",
        "transfer",
        "encounter",
        "disaster",
        "cluster",
        "register",
        "filter",
        "poster",
        "monster",
        "theater",
        "bunker",
        "locker",
        "banner",
        "corridor",
        "tractor",
        "reactor",
        "sector",
        "factor",
        "harbor",
        "mirror",
        "elevator",
        "generator",
        "indicator",
        "behavior",
        "interior",
        "exterior",
        "restaurant",
        "elephant",
        "committee",
        "coffee",
        "guarantee",
        "career",
        "checklist",
        "matter",
        "letter",
        "answer",
        "barrier",
        "carrier",
        "butter",
        "copper",
        "folder",
        "gender",
        "hunger",
        "danger",
        "ladder",
        "powder",
        "printer",
        "scanner",
        "silver",
        "sweater",
        "ticker",
        "trouser",
        "vector",
        "wonder",
        "murder",
        "cancer",
        "terror",
        "warrant",
        "soccer",
        "supper",
        "charter",
        "kilometer",
        "centimeter",
        "millimeter",
        "parameter",
        "perimeter",
        "degree",
        "flower",
        "shower",
        "headquarter",
        "frontier",
        "launcher",
        "interceptor",
        "destroyer",
        "cruiser",
        "bulldozer",
        "loudspeaker",
        "newsletter",
        "scooter",
        "ventilator",
        "radiator",
        "sticker",
    ];
    THINGS.contains(&low)
}

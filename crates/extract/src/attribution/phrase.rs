//! Noun phrases and what is tied to them, read off tags without a parser.
//!
//! ```text
//! Andrey Kovalenko, head of the Center, has repeatedly said in a statement that …
//! └────────── subject ───────────────┘  └──── verb group ─┘
//! ```

use std::ops::Range;

use super::words::{NOUN_PREPOSITIONS, is_medium, is_office, is_time_word};
use crate::text::{Tag, Text};

/// Whether token `i` can be inside a base noun phrase, read from its head leftwards.
fn in_base(text: &Text, i: usize) -> bool {
    match text.tag(i) {
        Tag::Nn
        | Tag::Nns
        | Tag::Nnp
        | Tag::Nnps
        | Tag::Jj
        | Tag::Jjr
        | Tag::Jjs
        | Tag::Cd
        | Tag::Dt
        | Tag::PrpS
        | Tag::Pos
        | Tag::WpS
        | Tag::Pdt => true,
        Tag::Vbn | Tag::Vbg => {
            // "the elected mayor", "leading scientists": a participle in front of a noun.
            text.tag(i + 1).is_noun() || text.tag(i + 1).is_adjective()
        }
        Tag::Rb | Tag::Rbr | Tag::Rbs => {
            text.tag(i + 1).is_adjective() || text.tag(i + 1) == Tag::Vbn || text.tag(i + 1) == Tag::Cd
        }
        Tag::Punct => matches!(text.word(i), "&" | "%" | "$" | "£" | "€"),
        Tag::Other => text.word(i).chars().next().is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether a noun phrase can end with token `i`.
pub fn ends_phrase(text: &Text, i: usize) -> bool {
    match text.tag(i) {
        Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd | Tag::Prp | Tag::Wp | Tag::Wdt => true,
        Tag::Dt => matches!(
            text.low(i),
            "this"
                | "that"
                | "these"
                | "those"
                | "some"
                | "many"
                | "both"
                | "all"
                | "another"
                | "any"
                | "none"
                | "neither"
        ),
        Tag::Jj | Tag::Jjs => {
            matches!(
                text.low(i),
                "many"
                    | "others"
                    | "few"
                    | "several"
                    | "most"
                    | "other"
                    | "poor"
                    | "rich"
                    | "wounded"
                    | "latter"
                    | "former"
                    | "more"
            ) || text.word(i).chars().next().is_some_and(char::is_uppercase)
        }
        Tag::Other => text.word(i).chars().next().is_some_and(char::is_alphanumeric),
        Tag::Punct => matches!(text.word(i), ")" | "]" | "%"),
        Tag::Vbg | Tag::Vbn => i > 0 && matches!(text.tag(i - 1), Tag::Dt | Tag::Jj | Tag::PrpS | Tag::Pos),
        _ => false,
    }
}

/// The first token of the noun phrase that ends with token `last`, not left of `floor`.
pub fn phrase_back(text: &Text, floor: usize, last: usize) -> Option<usize> {
    phrase_back_within(text, floor, last, 6)
}

/// `the operational group "Oskil"`: where the quotation marks of a name that ends with token `last` open.
fn titled(text: &Text, floor: usize, last: usize) -> Option<usize> {
    let q = text.quotation_from(last).filter(|q| q.closed && q.tokens.end == last + 1)?;
    let open = q.tokens.start;
    let name = q.tokens.len() < 8
        && open > floor
        && text.tag(open - 1).is_noun()
        && text.word(open + 1).starts_with(char::is_uppercase);
    (name && !(open + 1..last).any(|i| text.tag(i).is_finite())).then_some(open)
}

fn phrase_back_within(text: &Text, floor: usize, last: usize, depth: usize) -> Option<usize> {
    if last < floor || depth == 0 || !(ends_phrase(text, last) || titled(text, floor, last).is_some()) {
        return None;
    }
    if matches!(text.word(last), ")" | "]") {
        let open = (floor..last).rev().find(|i| matches!(text.word(*i), "(" | "["))?;
        return phrase_back_within(text, floor, open.checked_sub(1)?, depth - 1);
    }
    let mut start = titled(text, floor, last).unwrap_or(last);
    if !matches!(text.tag(last), Tag::Prp | Tag::Wp | Tag::Wdt) {
        while start > floor && in_base(text, start - 1) {
            // A determiner opens its phrase: "gave police the man" is two.
            if matches!(text.tag(start), Tag::Dt | Tag::PrpS | Tag::WpS)
                && !matches!(text.tag(start - 1), Tag::Pdt)
                && !(matches!(text.low(start - 1), "all" | "both" | "half"))
            {
                break;
            }
            if is_time_word(text.low(start - 1)) && text.tag(start) == Tag::Dt {
                break;
            }
            start -= 1;
        }
        // "the mayor's brother": what owns the phrase belongs to it.
        if text.tag(start) == Tag::Pos {
            if start == floor {
                return None;
            }
            return phrase_back_within(text, floor, start - 1, depth - 1);
        }
    }
    if start > floor && matches!(text.low(start), "least" | "most") && text.low(start - 1) == "at" {
        start -= 1;
    }
    if start == floor {
        return Some(start);
    }
    let before = start - 1;
    let low = text.low(before);
    // A prepositional phrase behind another noun.
    if before > floor
        && (text.tag(before) == Tag::In || text.tag(before) == Tag::To || low == "including")
        && NOUN_PREPOSITIONS.contains(&low)
    {
        let head = before - 1;
        if ends_phrase(text, head)
            && text.tag(head) != Tag::Prp
            && !is_time_word(text.low(head))
            && let Some(further) = phrase_back_within(text, floor, head, depth - 1)
        {
            return Some(further);
        }
        // "people living in the area": a participle between.
        if head > floor && matches!(text.tag(head), Tag::Vbg | Tag::Vbn) && text.tag(head - 1).is_noun() {
            return phrase_back_within(text, floor, head - 1, depth - 1).or(Some(start));
        }
    }
    // "Ukraine and South Korea": two phrases, unless the first is the object of a verb.
    if before > floor && matches!(low, "and" | "or" | "&") {
        let mut head = before - 1;
        if text.word(head) == "," && head > floor {
            head -= 1;
        }
        if ends_phrase(text, head)
            && text.tag(head) != Tag::Wp
            && let Some(first) = phrase_back_within(text, floor, head, depth - 1)
        {
            let object = first > floor
                && (text.tag(first - 1).is_verb() || text.tag(first - 1) == Tag::Md || text.tag(first - 1) == Tag::To);
            let oblique = first > floor && matches!(text.tag(first - 1), Tag::In);
            if !object && !oblique {
                let first = if first > floor + 1 && text.word(first - 1) == "," && ends_phrase(text, first - 2) {
                    list_back(text, floor, first, depth - 1)
                } else {
                    first
                };
                return Some(first);
            }
        }
    }
    Some(start)
}

/// "A, B, and C": goes on left over the commas of a list.
fn list_back(text: &Text, floor: usize, mut first: usize, depth: usize) -> usize {
    let mut left = depth;
    while left > 0 && first > floor + 1 && text.word(first - 1) == "," && ends_phrase(text, first - 2) {
        let Some(start) = phrase_back_within(text, floor, first - 2, 2) else { break };
        if start > floor && (text.tag(start - 1).is_verb() || text.tag(start - 1) == Tag::In)
            || is_time_word(text.low(start))
        {
            break;
        }
        first = start;
        left -= 1;
    }
    first
}

/// The subject that ends right before token `end`, with its apposition; `end` is the first token of the verb group.
pub fn subject_before(text: &Text, floor: usize, end: usize) -> Option<Range<usize>> {
    subject_within(text, floor, end, 4)
}

fn subject_within(text: &Text, floor: usize, end: usize, depth: usize) -> Option<Range<usize>> {
    if end <= floor || depth == 0 {
        return None;
    }
    let last = end - 1;
    if matches!(text.word(last), "," | "—" | "–" | "--" | "-") {
        let mark = text.word(last);
        let open = (floor..last).rev().find(|i| text.word(*i) == mark)?;
        let inside = open + 1..last;
        if inside.is_empty() || last - open > 45 {
            return None;
        }
        let outer = described(text, floor, subject_within(text, floor, open, depth - 1)?);
        // "Lori Hatch, whose father, Dale, was ill,": what is said of her is not who speaks.
        let over = inside.clone().any(|i| text.tag(i).is_finite());
        if over && text.low(outer.start) == "whose" && outer.start > floor + 1 && text.word(outer.start - 1) == "," {
            return subject_within(text, floor, outer.start - 1, depth - 1).map(|whole| whole.start..last);
        }
        let relative = matches!(text.low(open + 1), "who" | "whose" | "whom");
        if mark == "," && (relative || is_apposition(text, inside.clone())) {
            // "Ohio, Florida, said": a list has no apposition, but reads the same from here.
            return Some(outer.start..last);
        }
        return Some(outer);
    }
    // "the mayor himself said", "the mayor on Monday said".
    if matches!(text.low(last), "himself" | "herself" | "itself" | "themselves") {
        return subject_within(text, floor, last, depth - 1);
    }
    if is_time_word(text.low(last)) && last > floor {
        let before = if matches!(text.low(last - 1), "on" | "last" | "earlier" | "late" | "early" | "this") {
            last - 1
        } else {
            last
        };
        if before > floor
            && ends_phrase(text, before - 1)
            && !is_time_word(text.low(before - 1))
            && let Some(found) = subject_within(text, floor, before, depth - 1)
        {
            return Some(found);
        }
    }
    let start = phrase_back(text, floor, last)?;
    // "people who know him say": the phrase is inside a relative clause of the subject.
    if start > floor
        && !matches!(text.tag(last), Tag::Wp | Tag::Wdt)
        && !matches!(text.word(start - 1), "," | "“" | "\"" | ":" | ";")
        // "said in a statement that he knew and that he said": who is a subject himself.
        && !matches!(text.low(last), "he" | "she" | "they" | "we" | "i")
    {
        let mut i = start;
        while i > floor && start - i < 14 {
            i -= 1;
            if matches!(text.word(i), "," | ";" | ":" | "“" | "\"" | "—") {
                break;
            }
            let relative = text.tag(i) == Tag::Wp && matches!(text.low(i), "who") || text.tag(i) == Tag::Wdt;
            if relative && i > floor && text.tag(i - 1).is_noun() {
                return phrase_back(text, floor, i - 1).map(|s| s..end);
            }
        }
    }
    // "Josh Schwerin, a spokesman said" without the second comma is left as it stands.
    let start = if start > floor + 1 && text.word(start - 1) == "," && title_apposition(text, floor, start, last) {
        phrase_back(text, floor, start - 2).filter(|s| *s == floor || !text.tag(*s - 1).is_verb()).unwrap_or(start)
    } else {
        start
    };
    Some(start..end)
}

/// "Ana Ruiz, an actor in Dallas" and "Ana Ruiz, 63": the name before a description that ends `subject`.
fn described(text: &Text, floor: usize, subject: Range<usize>) -> Range<usize> {
    let first = subject.start;
    if first < floor + 2
        || text.word(first - 1) != ","
        || !text.tag(first - 2).is_name()
        || is_time_word(text.low(first - 2))
    {
        return subject;
    }
    let describes = match text.tag(first) {
        Tag::Dt | Tag::PrpS => !text.tag(subject.end - 1).is_name() || text.low(first) == "a",
        Tag::Cd => subject.len() == 1,
        Tag::Nn | Tag::Jj => text.word(first).starts_with(char::is_lowercase),
        _ => false,
    };
    if !describes {
        return subject;
    }
    match phrase_back(text, floor, first - 2) {
        // "In a post on X, the police asked": what a preposition governs is no subject.
        Some(start) if start > floor && matches!(text.tag(start - 1), Tag::In | Tag::To) => subject,
        Some(start) => described(text, floor, start..subject.end),
        None => subject,
    }
}

/// "a spokesman for the agency, Ana Ruiz said" — an office, a comma and a name right before the verb.
fn title_apposition(text: &Text, floor: usize, start: usize, last: usize) -> bool {
    let name = last - start < 4 && (start..=last).all(|i| text.tag(i).is_name());
    name && phrase_back(text, floor, start - 2).is_some_and(|first| {
        let opens =
            first == floor || matches!(text.word(first - 1), "," | "“" | "\"") || text.tag(first - 1) == Tag::Cc;
        opens && (first..start - 1).any(|i| is_office(text.low(i)))
    })
}

/// Whether what stands between two commas behind a noun says who that is.
fn is_apposition(text: &Text, inside: Range<usize>) -> bool {
    let first = inside.start;
    // "a voter raised in Chile": a past tense right behind a noun, with a preposition, is a participle.
    let reduced =
        |i: usize| text.tag(i) == Tag::Vbd && text.tag(i - 1).is_noun() && matches!(text.tag(i + 1), Tag::In | Tag::To);
    // "retired judge Ana Ruiz": the tagger takes what one is no more for a past tense.
    let quality =
        |i: usize| matches!(text.low(i), "retired" | "exiled" | "disgraced" | "convicted") && text.tag(i + 1).is_noun();
    if inside.clone().any(|i| text.tag(i).is_finite() && !quality(i) && !(i > first && reduced(i))) {
        // "an Orlando Democrat who was elected in 2008": only inside a relative clause.
        let relative = inside.clone().find(|i| matches!(text.tag(*i), Tag::Wp | Tag::Wdt));
        return relative
            .is_some_and(|r| r > first && !inside.clone().take_while(|i| *i < r).any(|i| text.tag(i).is_finite()));
    }
    match text.tag(first) {
        Tag::Cd => inside.len() <= 3,
        Tag::Dt | Tag::PrpS | Tag::Jj | Tag::Jjs => inside.clone().any(|i| text.tag(i).is_noun()),
        Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps => !is_time_word(text.low(first)),
        Tag::Rb => matches!(text.low(first), "now" | "once" | "formerly") && inside.len() > 1,
        _ if quality(first) => true,
        _ => {
            text.word(first) == "R"
                || text.word(first) == "D"
                || inside.len() > 1
                    && text.tag(inside.end - 1).is_noun()
                    && matches!(text.low(first), "then" | "both" | "two" | "who")
        }
    }
}

/// The noun phrase that starts with token `first`, with what is tied to it, up to `ceiling`; its end.
pub fn phrase_forward(text: &Text, first: usize, ceiling: usize) -> Option<usize> {
    let mut i = first;
    if i >= ceiling {
        return None;
    }
    if text.tag(i) == Tag::Prp {
        return Some(i + 1);
    }
    let mut end = base_forward(text, i, ceiling)?;
    loop {
        i = end;
        if i >= ceiling {
            break;
        }
        let low = text.low(i);
        if text.word(i) == "(" {
            let Some(close) = (i..ceiling.min(i + 14)).find(|j| text.word(*j) == ")") else { break };
            end = close + 1;
            continue;
        }
        if (text.tag(i) == Tag::In || text.tag(i) == Tag::To) && NOUN_PREPOSITIONS.contains(&low) {
            let name = text.tag(end - 1).is_name() && !text.words(first..end).starts_with(char::is_lowercase);
            let Some(object) = base_forward(text, i + 1, ceiling) else { break };
            let adjunct = (i + 1..object).any(|j| {
                is_medium(text.low(j)) || is_time_word(text.low(j)) || text.tag(j) == Tag::Cd && text.word(j).len() == 4
            });
            if adjunct
                || low != "of"
                    && low != "for"
                    && low != "at"
                    && low != "with"
                    && low != "from"
                    && low != "in"
                    && low != "to"
                || name && !matches!(low, "of")
            {
                break;
            }
            end = object;
            continue;
        }
        if matches!(low, "and" | "&") {
            let Some(next) = base_forward(text, i + 1, ceiling) else { break };
            // "said Smith and left", "said Smith and Jones was there".
            if text.tag(next).is_finite()
                || !(text.tag(next - 1).is_name() || text.tag(end - 1).is_noun() && !text.tag(end - 1).is_name())
            {
                break;
            }
            end = next;
            continue;
        }
        break;
    }
    Some(end)
}

/// The end of the base noun phrase that starts with token `first`.
fn base_forward(text: &Text, first: usize, ceiling: usize) -> Option<usize> {
    let mut i = first;
    let mut end = None;
    while i < ceiling {
        match text.tag(i) {
            Tag::Prp if i == first => return Some(i + 1),
            Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Cd => {
                if end.is_some() && is_time_word(text.low(i)) && text.tag(i).is_noun() {
                    break;
                }
                end = Some(i + 1);
            }
            Tag::Pos => {}
            Tag::Dt | Tag::PrpS | Tag::Pdt
                if i == first
                    || matches!(text.tag(i - 1), Tag::Pdt | Tag::Pos)
                    || matches!(text.low(i - 1), "all" | "both" | "half") =>
            {
                if matches!(text.low(i), "some" | "others" | "many" | "both" | "all" | "another") {
                    end = Some(i + 1);
                }
            }
            Tag::Jj | Tag::Jjr | Tag::Jjs => {
                if matches!(text.low(i), "other" | "others" | "many" | "several" | "few") {
                    end = Some(i + 1);
                }
            }
            Tag::Vbn | Tag::Vbg if text.tag(i + 1).is_noun() || text.tag(i + 1).is_adjective() => {}
            Tag::Rb if text.tag(i + 1).is_adjective() => {}
            Tag::Other if text.word(i).chars().next().is_some_and(char::is_alphanumeric) => end = Some(i + 1),
            _ if matches!(text.word(i), "&" | "$" | "%") => {}
            _ => break,
        }
        i += 1;
    }
    end
}

/// The noun phrase from `first`, with what follows between commas to say who that is: "Ana Ruiz, 63, of Ohio, who …".
pub fn subject_after(text: &Text, first: usize, ceiling: usize) -> Option<Range<usize>> {
    let mut end = phrase_forward(text, first, ceiling)?;
    if text.tag(first) == Tag::Prp {
        return Some(first..end);
    }
    // More than five of them is a list.
    for _ in 0..5 {
        if text.word(end) != "," || end + 1 >= ceiling {
            break;
        }
        let close = next_stop(text, end + 1, ceiling);
        let Some(close) = description_end(text, end, close, ceiling) else { break };
        end = close;
    }
    Some(first..end)
}

/// Where the name behind the comma that ends `office` ends: "its director, Rasa Vaitkute". None where `office` ends in a name itself.
pub fn name_behind(text: &Text, office: &Range<usize>, ceiling: usize) -> Option<usize> {
    if text.word(office.end) != "," || text.tag(office.end - 1).is_name() {
        return None;
    }
    let first = office.end + 1;
    let end = (first..ceiling).find(|i| !text.tag(*i).is_name()).unwrap_or(ceiling);
    (end > first).then_some(end)
}

/// The head noun of `phrase`: the last before a preposition or a relative clause.
pub fn head_noun(text: &Text, phrase: Range<usize>) -> Option<usize> {
    let plain = phrase.take_while(|i| !matches!(text.tag(*i), Tag::In | Tag::Wp | Tag::Wdt));
    plain.filter(|i| text.tag(*i).is_noun()).last()
}

/// The next mark that ends a description between commas.
fn next_stop(text: &Text, from: usize, ceiling: usize) -> usize {
    (from..ceiling)
        .find(|i| matches!(text.word(*i), "," | "." | ";" | "“" | "\"" | "''" | "—" | ":"))
        .unwrap_or(ceiling)
}

/// Where the description that starts behind the comma `comma` ends, if it is one; `close` is the next mark.
fn description_end(text: &Text, comma: usize, close: usize, ceiling: usize) -> Option<usize> {
    let first = comma + 1;
    if first >= close {
        return None;
    }
    let inside = first..close;
    if matches!(text.low(first), "who" | "whose" | "whom") {
        // "who worked for him before he left, and led another": the clause goes on behind its own comma.
        let mut end = close;
        while text.word(end) == "," && end + 2 < ceiling {
            let next = end + 1;
            let more = matches!(text.low(next), "and" | "or") && text.tag(next + 1).is_verb()
                || text.tag(end - 1).is_name() && text.tag(next).is_name() && next_stop(text, next, ceiling) - next < 4;
            if !more {
                break;
            }
            end = next_stop(text, next, ceiling);
        }
        return Some(end);
    }
    let of_place = matches!(text.low(first), "of" | "from") && text.tag(first + 1).is_name() && inside.len() < 6;
    let place_of_place = text.tag(comma - 1).is_name()
        && text.tag(first).is_name()
        && inside.len() <= 3
        && inside.clone().all(|i| text.tag(i).is_name())
        && (comma.saturating_sub(4)..comma).any(|i| matches!(text.low(i), "of" | "from" | "in" | "near" | "at"));
    if of_place || place_of_place {
        return Some(close);
    }
    let starts = matches!(
        text.tag(first),
        Tag::Dt | Tag::Cd | Tag::Nn | Tag::Nns | Tag::PrpS | Tag::Jj | Tag::Jjs | Tag::Nnp | Tag::Rb
    );
    // "Ruiz, Ohio" is no description, "Ruiz, Mrs. Clinton's director" is one.
    let only_name = inside.clone().all(|i| text.tag(i).is_name() || text.tag(i) == Tag::In) && inside.len() < 3;
    (starts && !only_name && is_apposition(text, inside)).then_some(close)
}

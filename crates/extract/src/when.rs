//! Time expressions: the words that say when, as TIMEX3 values and as EDTF.
//!
//! In "They went into battle over a week ago", published on 14 December 2024, [`times`] finds "over a week ago":
//! a date, value `2024-W49`, EDTF `../2024-12-07`. The EDTF keeps what the words leave open; the TIMEX3 value is the
//! nearest point, for comparison with other systems.
//!
//! [`words`] cuts and classes, [`parse`] reads expressions, [`resolve`] finds their days, [`calendar`] writes them.
//! The conventions are in `docs/formats/dates.md`. Which event a time belongs to, and whether it is the time of
//! saying or the time spoken of, is left to those who read claims.

pub(crate) mod words;
mod calendar;
mod parse;
mod resolve;

use std::ops::Range;

use jiff::civil::Date;

use parse::{Habits, Meaning, Reader};
use resolve::Story;
use words::{Lex, Tokens};

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Where it stands, in bytes of the text, without its preposition, as TIMEX3 has it.
    pub range: Range<usize>,
    /// The same with the preposition that governs it: "since June", "on Saturday, Dec. 14".
    pub phrase: Range<usize>,
    /// What kind of expression it is.
    pub kind: TimexType,
    /// The TIMEX3 value: `2024-12-14`, `2024-W49`, `P3D`, `PRESENT_REF`.
    pub value: String,
    /// The days it can mean, as EDTF; `None` where it names none.
    pub edtf: Option<String>,
    /// The rule that found it.
    pub rule: &'static str,
    /// How the value is to be taken.
    pub modifier: Option<Modifier>,
}

/// The kinds of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexType {
    /// A day or longer: "14 December", "last week".
    Date,
    /// A time of day: "6 p.m.", "Saturday morning".
    Time,
    /// A length of time: "three weeks".
    Duration,
    /// A time that comes again: "every Monday".
    Set,
}

impl TimexType {
    /// The kind as TIMEX3 writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// The modifiers of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// "early", "the start of".
    Start,
    /// "mid-".
    Mid,
    /// "late", "the end of".
    End,
    /// "about".
    Approx,
    /// "more than", of a duration.
    MoreThan,
    /// "less than", "nearly".
    LessThan,
    /// "at least".
    EqualOrMore,
    /// "up to", "no more than".
    EqualOrLess,
    /// "more than a week ago": before the value.
    Before,
    /// "less than a week ago": after the value.
    After,
}

/// The time expressions of `text`, in order, without overlap.
///
/// Relative ones count from `published`. Without it, and in histories (texts that speak of years long before it),
/// bare months and days count from the last date that the text has spoken of; what stays unknown has no EDTF, or
/// unspecified digits.
#[must_use]
pub fn times(text: &str, published: Option<Date>) -> Vec<Time> {
    let tokens = Tokens::new(text);
    let reader = Reader::new(&tokens, habits(&tokens));
    let mut story = Story {
        tokens: &tokens,
        published,
        narrative: published.is_none_or(|day| is_history(&tokens, day)),
        last: None,
        last_edtf: None,
        aside: None,
        in_sentence: None,
    };
    let mut times = Vec::new();
    let mut at = 0;
    // The second half of a pair such as "June 3-5", read with the first.
    let mut shared = None;
    while at < tokens.list.len() {
        if story.ends_sentence(at) {
            story.in_sentence = None;
        }
        let found = shared.take().or_else(|| reader.at(at)).filter(|found| found.to > at && !story.is_of_the_past(found));
        let Some(found) = found else {
            at += 1;
            continue;
        };
        shared = reader.shared(&found);
        let mut whole = found.clone();
        // "6 p.m. on Saturday": the day stands behind.
        if matches!(found.meaning, Meaning::Clock)
            && matches!(tokens.key(found.to), "on" | "of")
            && let Some(day) = reader.calendar(found.to + 1)
            && !matches!(day.meaning, Meaning::Clock)
        {
            whole.meaning = day.meaning;
            whole.edge = None;
        }
        let answer = story.resolve(&whole);
        let start = tokens.list[found.from].start;
        let end = tokens.list[found.to.min(tokens.list.len()) - 1].end;
        times.push(Time {
            range: start..end,
            phrase: phrase(&tokens, found.from).unwrap_or(start)..end,
            kind: answer.kind,
            value: answer.value,
            edtf: answer.edtf,
            rule: found.rule,
            modifier: answer.modifier,
        });
        at = shared.as_ref().map_or(found.to, |next| next.from);
    }
    times
}

/// Where the preposition of the expression at token `from` starts.
fn phrase(tokens: &Tokens, from: usize) -> Option<usize> {
    let before = from.checked_sub(1)?;
    let governs = matches!(
        tokens.key(before),
        "on" | "in"
            | "at"
            | "by"
            | "since"
            | "until"
            | "till"
            | "from"
            | "during"
            | "before"
            | "after"
            | "through"
            | "throughout"
            | "within"
            | "for"
            | "between"
            | "over"
            | "of"
            | "around"
            | "about"
    ) && !matches!(tokens.key(before), "of" | "about");
    governs.then(|| tokens.list[before].start)
}

/// What the whole text shows of how it writes dates.
fn habits(tokens: &Tokens) -> Habits {
    let (mut month_first, mut day_first, mut before_christ, mut years) = (0, 0, 0, 0);
    for i in 0..tokens.list.len() {
        match tokens.lex(i) {
            Lex::Month(..) => {
                let after = i + 1 + usize::from(tokens.is_mark(i + 1, '.'));
                month_first += usize::from(tokens.digits(after).is_some_and(|(n, d)| d < 3 && n < 32));
                day_first += usize::from(i > 0 && tokens.digits(i - 1).is_some_and(|(n, d)| d < 3 && n < 32));
            }
            Lex::Key("bc" | "bce") => before_christ += 1,
            Lex::Digits => {
                years += usize::from(tokens.digits(i).is_some_and(|(n, d)| d == 4 && (1000..2100).contains(&n)))
            }
            _ => {}
        }
    }
    Habits { month_first: month_first > day_first, before_christ: before_christ > 2 && before_christ > years }
}

/// Whether `text` tells a history: most of the years it names lie well before its publication.
fn is_history(tokens: &Tokens, published: Date) -> bool {
    let today = i32::from(published.year());
    let (mut past, mut near) = (0, 0);
    for i in 0..tokens.list.len() {
        if let Some((year, 4)) = tokens.digits(i)
            && (1000..=2100).contains(&year)
            && tokens.starts_number(i)
        {
            if year < today - 1 {
                past += 1;
            } else {
                near += 1;
            }
        }
        if let Lex::Key("today" | "yesterday" | "tomorrow" | "tonight") | Lex::Weekday(..) = tokens.lex(i) {
            near += 1;
        }
        if matches!(tokens.lex(i), Lex::Key("bc" | "bce")) {
            past += 1;
        }
    }
    past >= 8 && 2 * past > 3 * near
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;

    /// One line an expression: phrase, kind, value, EDTF.
    pub(super) fn picture(text: &str, published: Option<&str>) -> String {
        let published = published.map(|day| day.parse().expect("a day"));
        times(text, published)
            .iter()
            .map(|t| {
                let (phrase, words) = (&text[t.phrase.clone()], &text[t.range.clone()]);
                let before = phrase.strip_suffix(words).unwrap_or_default();
                let before = if before.is_empty() { String::new() } else { format!("({}) ", before.trim()) };
                format!("{before}{words} | {} {} | {}", t.kind.as_str(), t.value, t.edtf.as_deref().unwrap_or("-"))
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// A report of Saturday, 14 December 2024.
    fn on_14_december(text: &str) -> String {
        picture(text, Some("2024-12-14"))
    }

    #[test]
    fn the_vagueness_of_the_words_stays_in_the_edtf() {
        assert_snapshot!(on_14_december("They began over a week ago, or less than a week ago, or about two weeks ago."), @"
        over a week ago | DATE 2024-W49 | ../2024-12-07
        less than a week ago | DATE 2024-W49 | 2024-12-07/2024-12-14
        about two weeks ago | DATE 2024-W48 | 2024-11-30~
        ");
        assert_snapshot!(on_14_december("In early October, in mid-October, late in 2023, at the start of December and by the end of May."), @"
        (In) early October | DATE 2024-10 | 2024-10-01/2024-10-10~
        (in) mid-October | DATE 2024-10 | 2024-10-11~/2024-10-20~
        late in 2023 | DATE 2023 | 2023-09~/2023-12
        (at) the start of December | DATE 2024-12 | 2024-12-01/2024-12-10~
        (by) the end of May | DATE 2024-05 | ../2024-05-31
        ");
        assert_snapshot!(on_14_december("Since June, until Friday, by 7 December, after 7 December, before 2014."), @"
        (Since) June | DATE 2024-06 | 2024-06/..
        (until) Friday | DATE 2024-12-13 | ../2024-12-13
        (by) 7 December | DATE 2024-12-07 | ../2024-12-07
        (after) 7 December | DATE 2024-12-07 | 2024-12-08/..
        (before) 2014 | DATE 2014 | ../2013-12-31
        ");
    }

    proptest! {
        #[test]
        fn ranges_are_on_boundaries_in_order_and_apart(
            text in "(\\PC|on |in |the |14|[Dd]ec\\. |May |last |week|early |\\n| ago|[0-9]{1,5}|[-/.:,'’]|Monday|p\\.m\\.|two |years? |BC|of ){0,40}",
            known in any::<bool>(),
        ) {
            let mut end = 0;
            for time in times(&text, known.then(|| Date::constant(2024, 12, 14))) {
                prop_assert!(time.range.start >= end && time.range.end > time.range.start);
                prop_assert!(time.phrase.start <= time.range.start && time.phrase.end == time.range.end);
                prop_assert!(text.get(time.range.clone()).is_some() && text.get(time.phrase).is_some());
                prop_assert!(time.edtf.as_deref().is_none_or(|e| claims::edtf::bounds(e).is_some()), "{:?}", time.edtf);
                end = time.range.end;
            }
        }
    }
}

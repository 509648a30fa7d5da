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

use parse::{Fields, Habits, Meaning, Reader};
use resolve::Story;
use words::{Form, Lex, Tokens};

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
/// Relative ones count from `published`. In histories (texts that speak of years long before it), and without it in
/// texts that name a year before they leave one out, bare months and days count from the last date that the text has
/// spoken of; what stays unknown has no EDTF, or unspecified digits.
#[must_use]
pub fn times(text: &str, published: Option<Date>) -> Vec<Time> {
    let tokens = Tokens::new(text);
    let reader = Reader::new(&tokens, habits(&tokens));
    let mut story = Story {
        tokens: &tokens,
        published,
        narrative: published.map_or_else(|| tells_years_first(&reader, &tokens), |day| is_history(&tokens, day)),
        last: None,
        last_edtf: None,
        last_month: None,
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
        let found =
            shared.take().or_else(|| reader.at(at)).filter(|found| found.to > at && !story.is_of_the_past(found));
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
            // Reckoning can lead past the year 9999, which EDTF writes otherwise; such a day is none we know.
            edtf: answer.edtf.filter(|edtf| claims::edtf::bounds(edtf).is_some()),
            rule: found.rule,
            modifier: answer.modifier,
        });
        at = shared.as_ref().map_or(found.to, |next| next.from);
    }
    times
}

/// `times` with the two ends of a stretch joined: "from 3 to 7 May", "between 2014 and 2016", "June 3-5".
///
/// A joined time covers both ends and the words between them; its EDTF is the interval, its TIMEX3 value the two
/// values with a slash between.
#[must_use]
pub fn stretches(text: &str, times: Vec<Time>) -> Vec<Time> {
    let mut joined: Vec<Time> = Vec::with_capacity(times.len());
    for time in times {
        match joined.last_mut().and_then(|from| Some((stretch(text, from, &time)?, from))) {
            Some((edtf, from)) => {
                from.range.end = time.range.end;
                from.phrase.end = time.range.end;
                from.value = format!("{}/{}", from.value, time.value);
                from.edtf = Some(edtf);
                from.rule = "stretch-of-two";
            }
            None => joined.push(time),
        }
    }
    joined
}

/// The interval from `from` to `to`, where the words between them make them its ends.
fn stretch(text: &str, from: &Time, to: &Time) -> Option<String> {
    let lead = text.get(from.phrase.start..from.range.start)?.trim();
    let link = text.get(from.range.end..to.range.start)?.trim();
    let led = |word: &str| lead.eq_ignore_ascii_case(word);
    let links = match link {
        "-" | "–" | "—" => true,
        "to" | "until" | "till" | "through" => !led("since") && !led("by"),
        "and" => led("between"),
        _ => false,
    };
    let datelike = |time: &Time| matches!(time.kind, TimexType::Date | TimexType::Time);
    if !links || !datelike(from) || !datelike(to) || from.rule == "stretch-of-two" {
        return None;
    }
    // "Until" has opened the second end already; its own end is behind the slash.
    let first = from.edtf.as_deref()?.split('/').next()?;
    let last = to.edtf.as_deref()?.rsplit('/').next()?;
    let edtf = if first == last { first.to_owned() } else { format!("{first}/{last}") };
    (first != ".." && last != "..").then_some(())?;
    claims::edtf::bounds(&edtf).map(|_| edtf)
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
    let mut sure = Vec::new();
    for i in 0..tokens.list.len() {
        match tokens.lex(i) {
            Lex::Month(..) => {
                let after = i + 1 + usize::from(tokens.is_mark(i + 1, '.'));
                month_first += usize::from(tokens.digits(after).is_some_and(|(n, d)| d < 3 && n < 32));
                day_first += usize::from(i > 0 && tokens.digits(i - 1).is_some_and(|(n, d)| d < 3 && n < 32));
            }
            Lex::Key("bc" | "bce") => before_christ += 1,
            Lex::Digits => {
                if let Some((year @ 1000..2100, 4)) = tokens.digits(i) {
                    years += 1;
                    let led = matches!(tokens.key_before(i), "in" | "since" | "late" | "early" | "year");
                    if led && !tokens.glued(i + 1) || matches!(tokens.before(i), Lex::Month(..)) {
                        sure.push(year);
                    }
                }
            }
            _ => {}
        }
    }
    let range = sure.iter().min().copied().zip(sure.iter().max().copied()).filter(|_| sure.len() > 4);
    Habits {
        month_first: month_first > day_first,
        years: range,
        before_christ: before_christ > 2 && before_christ > years,
    }
}

/// Whether a text whose day of publication nobody knows gives the years of its dates before it leaves them out, so that a bare date counts
/// from them.
///
/// Where a bare day or a weekday comes first, the text counts from its own day as news does, and a year it names
/// later, of a flood long ago, is not that of "on 12 June".
fn tells_years_first(reader: &Reader, tokens: &Tokens) -> bool {
    let mut at = 0;
    let mut year = false;
    while at < tokens.list.len() {
        let Some(found) = reader.at(at).filter(|found| found.to > at) else {
            at += 1;
            continue;
        };
        match found.meaning {
            Meaning::Fields(Fields { year: Some(_), month: Some(_), .. }) => return true,
            Meaning::Fields(Fields { year: Some(_), .. }) => year = true,
            Meaning::Fields(Fields { month: Some(_), day: Some(_), .. }) => return year,
            Meaning::Fields(Fields { weekday: Some(_), .. }) => return false,
            Meaning::Days(n) if n != 0 => return false,
            _ => {}
        }
        at = found.to;
    }
    true
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
        // A report of the day speaks of weekdays and of yesterday; a history hardly does.
        match tokens.lex(i) {
            Lex::Key("yesterday" | "tomorrow" | "tonight") => near += 3,
            Lex::Weekday(_, Form::Full) => near += 2,
            Lex::Key("bc" | "bce") => past += 1,
            _ => {}
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
    fn what_is_yet_to_come_is_on_the_next_such_day() {
        assert_snapshot!(picture("Members will be balloted from Monday. Phones would be formally collected from Tuesday. It takes effect at 8 a.m. on Friday. He might step in at the weekend. They fear that Friday’s vote will fail.", Some("2024-11-21")), @"
        (from) Monday | DATE 2024-11-25 | 2024-11-25
        (from) Tuesday | DATE 2024-11-26 | 2024-11-26
        (at) 8 a.m. | TIME 2024-11-22T08:00 | 2024-11-22
        (on) Friday | DATE 2024-11-22 | 2024-11-22
        (at) the weekend | DATE 2024-W47-WE | 2024-11-23/2024-11-24
        Friday | DATE 2024-11-22 | 2024-11-22
        ");
        // What was done was done on the last one.
        assert_snapshot!(picture("Members were balloted on Monday. He might have left on Tuesday. It took effect on Friday. After that Friday’s vote he left.", Some("2024-11-21")), @"
        (on) Monday | DATE 2024-11-18 | 2024-11-18
        (on) Tuesday | DATE 2024-11-19 | 2024-11-19
        (on) Friday | DATE 2024-11-15 | 2024-11-15
        (After) that Friday | DATE 2024-11-15 | 2024-11-16/..
        ");
    }

    #[test]
    fn a_day_just_past_is_not_taken_for_next_year_where_the_clause_looks_ahead() {
        assert_snapshot!(picture("A Dec. 14 update said that troops are expected to attack soon.", Some("2024-12-15")), @"
        Dec. 14 | DATE 2024-12-14 | 2024-12-14
        soon | DATE FUTURE_REF | 2024-12-15/..
        ");
    }

    #[test]
    fn the_vagueness_of_the_words_stays_in_the_edtf() {
        assert_snapshot!(on_14_december("They began over a week ago, or less than a week ago, or about two weeks ago, at least two months ago, a few days ago."), @"
        over a week ago | DATE 2024-W49 | ../2024-12-07
        less than a week ago | DATE 2024-W49 | 2024-12-07/2024-12-14
        about two weeks ago | DATE 2024-W48 | 2024-11-30~
        at least two months ago | DATE 2024-10 | ../2024-10-14
        a few days ago | DATE PAST_REF | ../2024-12-14
        ");
        assert_snapshot!(on_14_december("In early October, in mid-October, late in 2023, at the start of December and by the end of May."), @"
        (In) early October | DATE 2024-10 | 2024-10-01/2024-10-10~
        (in) mid-October | DATE 2024-10 | 2024-10-11~/2024-10-20~
        late in 2023 | DATE 2023 | 2023-09~/2023-12
        (at) the start of December | DATE 2024-12 | 2024-12-01/2024-12-10~
        (by) the end of May | DATE 2024-05 | ../2024-05-31
        ");
        assert_snapshot!(on_14_december("In recent days, in the past two weeks, over the next few months, earlier this month, later this year."), @"
        (In) recent days | DURATION PXD | 2024-12-07~/2024-12-14
        (in) the past two weeks | DURATION P2W | 2024-11-30/2024-12-14
        (over) the next few months | DURATION PXM | 2024-12-14/2025-06-14~
        earlier this month | DATE 2024-12 | 2024-12-01/2024-12-14
        later this year | DATE 2024 | 2024-12-14/2024-12-31
        ");
        assert_snapshot!(on_14_december("It is now so, as of now, and in the future; it was recently not, and will soon be. He soon left. Help is anticipated shortly."), @"
        now | DATE PRESENT_REF | 2024-12-14
        now | DATE PRESENT_REF | 2024-12-14
        (in) the future | DATE FUTURE_REF | 2024-12-14/..
        recently | DATE PAST_REF | ../2024-12-14
        soon | DATE FUTURE_REF | 2024-12-14/..
        shortly | DATE FUTURE_REF | 2024-12-14/..
        ");
    }

    #[test]
    fn a_preposition_opens_one_side() {
        assert_snapshot!(on_14_december("Since June, until Friday, by 7 December, after 7 December, before 2014, from 2016 on."), @"
        (Since) June | DATE 2024-06 | 2024-06/..
        (until) Friday | DATE 2024-12-20 | ../2024-12-20
        (by) 7 December | DATE 2024-12-07 | ../2024-12-07
        (after) 7 December | DATE 2024-12-07 | 2024-12-08/..
        (before) 2014 | DATE 2014 | ../2013-12-31
        (from) 2016 | DATE 2016 | 2016/..
        ");
    }

    #[test]
    fn dates_are_read_in_british_american_and_dotted_style() {
        assert_snapshot!(on_14_december("14 December 2024, Dec. 14, December 14, 2024, 14/12/2024, 14.12.2024, 2024-12-14, the 14th of December, 14th December, 2024-12-14T06:40:00Z."), @"
        14 December 2024 | DATE 2024-12-14 | 2024-12-14
        Dec. 14 | DATE 2024-12-14 | 2024-12-14
        December 14, 2024 | DATE 2024-12-14 | 2024-12-14
        14/12/2024 | DATE 2024-12-14 | 2024-12-14
        14.12.2024 | DATE 2024-12-14 | 2024-12-14
        2024-12-14 | DATE 2024-12-14 | 2024-12-14
        the 14th of December | DATE 2024-12-14 | 2024-12-14
        14th December | DATE 2024-12-14 | 2024-12-14
        2024-12-14T06:40:00Z | TIME 2024-12-14T06:40:00 | 2024-12-14
        ");
        assert_snapshot!(on_14_december("On July 4, 2024 and July 5, 2024 it was 07/06/2024."), @"
        (On) July 4, 2024 | DATE 2024-07-04 | 2024-07-04
        July 5, 2024 | DATE 2024-07-05 | 2024-07-05
        07/06/2024 | DATE 2024-07-06 | 2024-07-06
        ");
    }

    #[test]
    fn weekdays_and_months_are_the_nearest_past_unless_the_clause_looks_ahead() {
        assert_snapshot!(on_14_december("He spoke on Saturday, Dec. 14. They met on Friday. The court is to rule on Friday. On Friday the court is to rule. Monday's talks failed. Last Tuesday he left. Next Friday he returns."), @"
        (on) Saturday, Dec. 14 | DATE 2024-12-14 | 2024-12-14
        (on) Friday | DATE 2024-12-13 | 2024-12-13
        (on) Friday | DATE 2024-12-20 | 2024-12-20
        (On) Friday | DATE 2024-12-20 | 2024-12-20
        Monday | DATE 2024-12-09 | 2024-12-09
        Last Tuesday | DATE 2024-12-10 | 2024-12-10
        Next Friday | DATE 2024-12-20 | 2024-12-20
        ");
        assert_snapshot!(on_14_december("They voted in November. They will vote in January. The trial began on Jan. 20. A hearing is scheduled for Jan. 20."), @"
        (in) November | DATE 2024-11 | 2024-11
        (in) January | DATE 2025-01 | 2025-01
        (on) Jan. 20 | DATE 2024-01-20 | 2024-01-20
        (for) Jan. 20 | DATE 2025-01-20 | 2025-01-20
        ");
    }

    #[test]
    fn relative_dates_count_from_publication_or_from_the_last_date() {
        assert_snapshot!(on_14_december("Yesterday, last week, two days ago, a year ago, three months from now, this weekend, last night."), @"
        Yesterday | DATE 2024-12-13 | 2024-12-13
        last week | DATE 2024-W49 | 2024-12-02/2024-12-08
        two days ago | DATE 2024-12-12 | 2024-12-12
        a year ago | DATE 2023 | 2023
        three months from now | DATE 2025-03 | 2025-03
        this weekend | DATE 2024-W50-WE | 2024-12-14/2024-12-15
        last night | TIME 2024-12-13TNI | 2024-12-13
        ");
        assert_snapshot!(on_14_december("The bridge fell on 3 May. The following day it was closed. Three weeks later it opened. That month two more fell."), @"
        (on) 3 May | DATE 2024-05-03 | 2024-05-03
        The following day | DATE 2024-05-04 | 2024-05-04
        Three weeks later | DATE 2024-W21 | 2024-05-25~
        That month | DATE 2024-05 | 2024-05
        ");
    }

    #[test]
    fn times_of_day_take_the_day_beside_them() {
        assert_snapshot!(on_14_december("It began at 6 p.m. on Friday. On Thursday morning, at 06:40 local time, it stopped. The night of 8 December was quiet. At noon it rained."), @"
        (at) 6 p.m. | TIME 2024-12-13T18:00 | 2024-12-13
        (on) Friday | DATE 2024-12-13 | 2024-12-13
        (On) Thursday morning | TIME 2024-12-12TMO | 2024-12-12
        (at) 06:40 local time | TIME 2024-12-12T06:40 | 2024-12-12
        The night of 8 December | TIME 2024-12-08TNI | 2024-12-08
        (At) noon | TIME 2024-12-14T12:00 | 2024-12-14
        ");
    }

    #[test]
    fn durations_and_sets_have_no_day() {
        assert_snapshot!(on_14_december("For three weeks, 5-10-15 years, an hour and a half, a three-day visit, a 22-year-old man, years of war, more than a decade."), @"
        (For) three weeks | DURATION P3W | -
        5-10-15 years | DURATION P15Y | -
        an hour and a half | DURATION PT1.5H | -
        three-day | DURATION P3D | -
        22-year-old | DURATION P22Y | -
        years | DURATION PXY | -
        more than a decade | DURATION P1DE | -
        ");
        assert_snapshot!(on_14_december("Every Monday, twice a week, daily, on Mondays, every two weeks, 40 flights a day."), @"
        Every Monday | SET XXXX-WXX-1 | -
        twice a week | SET P1W | -
        daily | SET XXXX-XX-XX | -
        (on) Mondays | SET XXXX-WXX-1 | -
        every two weeks | SET P2W | -
        a day | SET P1D | -
        ");
    }

    #[test]
    fn longer_periods_have_their_codes() {
        assert_snapshot!(on_14_december("The 1990s, the early 1980s, the 19th century, the first quarter of 2014, Q3 2024, FY2016, the summer of 2014, the sixties, mid-2016, the second half of 2008, 480 BC."), @"
        The 1990s | DATE 199 | 199X
        the early 1980s | DATE 198 | 1980/1983~
        the 19th century | DATE 18 | 18XX
        the first quarter of 2014 | DATE 2014-Q1 | 2014-33
        Q3 2024 | DATE 2024-Q3 | 2024-35
        FY2016 | DATE 2016 | 2016
        the summer of 2014 | DATE 2014-SU | 2014-22
        the sixties | DATE 196 | 196X
        mid-2016 | DATE 2016 | 2016-05~/2016-08~
        the second half of 2008 | DATE 2008-H2 | 2008-41
        480 BC | DATE BC0480 | -0479
        ");
    }

    #[test]
    fn words_that_only_look_like_times_are_left_alone() {
        assert_snapshot!(on_14_december("It may march. Theresa May read the Sunday Times. Wait a second, just a minute. It is open 24/7. They were 2,000 soldiers and 2016 people. April Jones and the Long March; the Spring Offensive; USA Today; LA Weekly; Johnnie Christmas."), @"");
    }

    #[test]
    fn a_history_counts_from_the_date_it_has_come_to() {
        let history = "In May 1916 they dug in. In June it rained, and on 4 July they fled. The following spring they came back. \
                       Years on, a film of 2004 showed it. On 9 October 1917 it was over. By November all were home.";
        assert_snapshot!(picture(history, None), @"
        (In) May 1916 | DATE 1916-05 | 1916-05
        (In) June | DATE 1916-06 | 1916-06
        (on) 4 July | DATE 1916-07-04 | 1916-07-04
        The following spring | DATE 1917-SP | 1917-21
        Years on | DATE FUTURE_REF | -
        2004 | DATE 2004 | 2004
        (On) 9 October 1917 | DATE 1917-10-09 | 1917-10-09
        (By) November | DATE 1917-11 | ../1917-11
        ");
    }

    #[test]
    fn the_two_ends_of_a_stretch_are_joined_on_request() {
        let text = "From 3 to 7 May, between 2014 and 2016, on June 3-5, from January to March 2023, in 1939–45, on Monday and Tuesday.";
        let times = stretches(text, times(text, Some(Date::constant(2024, 12, 14))));
        let picture: Vec<_> = times
            .iter()
            .map(|t| format!("{} | {} | {}", &text[t.phrase.clone()], t.value, t.edtf.as_deref().unwrap_or("-")))
            .collect();
        assert_snapshot!(picture.join("\n"), @"
        From 3 to 7 May | 2024-05-03/2024-05-07 | 2024-05-03/2024-05-07
        between 2014 and 2016 | 2014/2016 | 2014/2016
        on June 3-5 | 2024-06-03/2024-06-05 | 2024-06-03/2024-06-05
        from January to March 2023 | 2023-01/2023-03 | 2023-01/2023-03
        in 1939–45 | 1939/1945 | 1939/1945
        on Monday | 2024-12-09 | 2024-12-09
        Tuesday | 2024-12-10 | 2024-12-10
        ");
    }

    #[test]
    fn a_flood_long_ago_does_not_date_the_news() {
        let news = "It opens on 3 March. The wall broke on 4 May 1975. Work starts on 12 June, she said on Tuesday.";
        assert_snapshot!(picture(news, None), @"
        (on) 3 March | DATE XXXX-03-03 | XXXX-03-03
        (on) 4 May 1975 | DATE 1975-05-04 | 1975-05-04
        (on) 12 June | DATE XXXX-06-12 | XXXX-06-12
        (on) Tuesday | DATE XXXX-WXX-2 | -
        ");
    }

    #[test]
    fn nothing_is_known_without_a_day_of_publication() {
        assert_snapshot!(picture("It began on 14 December, yesterday, last week, on Monday, in June.", None), @"
        (on) 14 December | DATE XXXX-12-14 | XXXX-12-14
        yesterday | DATE XXXX-XX-XX | -
        last week | DATE XXXX-WXX | -
        (on) Monday | DATE XXXX-WXX-1 | -
        (in) June | DATE XXXX-06 | XXXX-06
        ");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a bound on time needs a clock")]
    fn long_repetitions_take_linear_time() {
        let started = std::time::Instant::now();
        for unit in [
            "1",
            "1-",
            "the ",
            "just ",
            "the end of ",
            "a mere ",
            "1 to ",
            "3 and ",
            "the morning of ",
            "more than ",
            "on Monday, ",
            "\u{2019}",
            "1,000,",
            "May ",
            "another ",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            let _ = times(&text, Some(Date::constant(2024, 12, 14)));
        }
        // A quadratic reading would take minutes, even on a fast machine.
        assert!(started.elapsed().as_secs() < 60, "took {:?}", started.elapsed());
    }

    #[test]
    fn a_day_past_the_last_year_of_the_calendar_has_no_edtf() {
        insta::assert_snapshot!(picture("They return next summer.", Some("9999-12-31")), @"next summer | DATE 10000-SU | -");
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

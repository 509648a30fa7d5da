//! From what the words say to days: against the day of publication, or against what was last spoken of.
//!
//! News and history read their bare dates differently. A report's "in June" is the June nearest to its own day; a
//! history's is the June of the year it has come to. [`Story`] knows which of the two a text is, and what was last
//! spoken of.

use claims::edtf;
use jiff::civil::Date;

use super::calendar::{Cal, Era, date, edtf_day, interval, monday, moved, plus};
use super::parse::{Amount, Edge, Fields, Found, Meaning, Part, Sense, Toward, What, Which, duration_value};
use super::words::{Lex, Tokens, Unit};
use super::{Modifier, TimexType};

/// Where the reading of one text stands.
pub(super) struct Story<'t> {
    pub tokens: &'t Tokens<'t>,
    pub published: Option<Date>,
    /// Whether bare dates count from what was last spoken of.
    pub narrative: bool,
    /// The last date spoken of.
    pub last: Option<Cal>,
    /// Its EDTF, as vague as the words were.
    pub last_edtf: Option<String>,
    /// The last month spoken of, with its year.
    pub last_month: Option<(i32, u8)>,
    /// A year far from it that was spoken of since.
    pub aside: Option<i32>,
    /// The last date spoken of in this sentence.
    pub in_sentence: Option<Cal>,
}

/// What an expression comes to.
pub(super) struct Answer {
    pub kind: TimexType,
    pub value: String,
    pub edtf: Option<String>,
    pub modifier: Option<Modifier>,
}

/// Which way the clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Future,
    Unknown,
}

/// Years further apart than this belong to different stories.
const ASIDE: i32 = 12;

/// How far a look for the verb goes, in tokens.
const CLAUSE: usize = 40;

impl Story<'_> {
    pub fn resolve(&mut self, found: &Found) -> Answer {
        let modifier = found.modifier.or(match found.edge {
            Some(Edge::Start | Edge::Earlier) => Some(Modifier::Start),
            Some(Edge::Mid) => Some(Modifier::Mid),
            Some(Edge::End | Edge::Later) => Some(Modifier::End),
            None => None,
        });
        let answer = |kind, value: &str, edtf| Answer { kind, value: value.to_owned(), edtf, modifier };
        let today = self.published.map(edtf_day);
        match &found.meaning {
            Meaning::Set(value) => answer(TimexType::Set, value, None),
            Meaning::Past => answer(TimexType::Date, "PAST_REF", today.map(|day| interval("..".into(), day))),
            Meaning::Present => answer(TimexType::Date, "PRESENT_REF", today.filter(|_| !self.narrative)),
            Meaning::Future => answer(
                TimexType::Date,
                "FUTURE_REF",
                today.filter(|_| !self.narrative).map(|day| interval(day, "..".into())),
            ),
            Meaning::Then => answer(TimexType::Date, "PAST_REF", self.last_edtf.clone()),
            Meaning::Duration(amount, unit, toward) => {
                let edtf = self.stretch(found, *amount, *unit, *toward);
                Answer { kind: TimexType::Duration, value: duration_value(*amount, *unit), edtf, modifier }
            }
            Meaning::Offset(amount, unit, sense) => self.offset(found, *amount, *unit, *sense),
            Meaning::Fields(fields) => {
                let cal = self.fields(found, *fields);
                self.point(found, cal, modifier)
            }
            Meaning::Days(n) => {
                let cal = match self.published {
                    Some(day) if !self.narrative => plus(day, *n).map(Cal::Day),
                    _ if *n == 0 && found.part.is_none() => return answer(TimexType::Date, "PRESENT_REF", None),
                    _ => None,
                };
                self.point(found, cal.unwrap_or(Cal::SomeDay(None, None, None)), modifier)
            }
            Meaning::Named(which, what) => {
                let cal = self.named(found, *which, *what);
                self.point(found, cal, modifier)
            }
            Meaning::Clock => {
                let cal = self.in_sentence.filter(|cal| cal.date().is_some()).or(if self.narrative {
                    self.last.filter(|cal| matches!(cal, Cal::Day(_)))
                } else {
                    self.published.map(Cal::Day)
                });
                self.point(found, cal.unwrap_or(Cal::SomeDay(None, None, None)), modifier)
            }
        }
    }

    /// What "this", "last" and "next" count from.
    fn here(&self) -> Option<Cal> {
        if self.narrative { self.last } else { self.published.map(Cal::Day) }
    }

    /// What "that", "the following" and "later" count from.
    fn there(&self) -> Option<Cal> {
        self.last.or(self.published.map(Cal::Day))
    }

    /// An answer for a point of the calendar; it is now what was last spoken of.
    fn point(&mut self, found: &Found, cal: Cal, modifier: Option<Modifier>) -> Answer {
        let mut value = cal.value();
        let mut kind = TimexType::Date;
        if let Some(part) = &found.part
            && (matches!(cal, Cal::Day(_) | Cal::SomeDay(..) | Cal::SomeWeekday(_)))
        {
            value.push('T');
            match part {
                Part::Clock(clock) => value.push_str(clock),
                Part::Code(code) => value.push_str(code),
            }
            kind = TimexType::Time;
        }
        let edtf = self.vague(found, cal);
        self.remember(found, cal, edtf.as_deref());
        let edtf = edtf.map(|edtf| self.bounded(found, edtf));
        Answer { kind, value, edtf, modifier }
    }

    fn remember(&mut self, found: &Found, cal: Cal, edtf: Option<&str>) {
        self.in_sentence = Some(cal);
        let end_of_range = found.from > 1
            && matches!(self.tokens.before(found.from), Lex::Mark('-' | '–' | '/'))
            && self.tokens.glued(found.from)
            && matches!(cal, Cal::Year(_));
        if end_of_range || cal.year().is_none() && !matches!(cal, Cal::Century(..) | Cal::Decade(..)) {
            return;
        }
        let bare_year = matches!(cal, Cal::Year(_)) && matches!(found.meaning, Meaning::Fields(_));
        let passing = matches!(
            self.tokens.key_before(found.from),
            "by" | "until" | "till" | "to" | "for" | "since" | "before" | "the" | "a" | "his" | "their" | "its"
        ) || self.tokens.is_mark(found.from.wrapping_sub(1), '(');
        if self.narrative && bare_year && passing && self.last.is_some() {
            return;
        }
        // A year far from where the story is passes as an aside, unless the story stays there.
        if self.narrative
            && let (Some(now), Some(then)) = (cal.year(), self.last.and_then(Cal::year))
            && (now - then).abs() > ASIDE
            && self.aside.is_none_or(|aside| (now - aside).abs() > ASIDE)
        {
            self.aside = Some(now);
            return;
        }
        self.aside = None;
        if let (Some(year), Some(month)) = (cal.year(), cal.month()) {
            self.last_month = Some((year, month));
        }
        self.last = Some(cal);
        self.last_edtf = edtf.map(str::to_owned);
    }

    // --- EDTF --------------------------------------------------------------------------------------------------

    /// The EDTF of `cal`, narrowed to the part that is meant and marked as approximate where the words are.
    fn vague(&self, found: &Found, cal: Cal) -> Option<String> {
        let Some(edge) = found.edge else {
            let edtf = cal.edtf()?;
            let about = found.modifier == Some(Modifier::Approx) && !edtf.contains('/');
            return Some(if about { edtf + "~" } else { edtf });
        };
        let whole = edtf::bounds(&cal.edtf()?)?;
        let today = self.published.filter(|day| {
            !self.narrative && whole.first.is_none_or(|f| f <= *day) && whole.last.is_none_or(|l| *day <= l)
        });
        match (edge, today, whole.first, whole.last) {
            (Edge::Earlier, Some(day), Some(first), _) => return Some(interval(edtf_day(first), edtf_day(day))),
            (Edge::Later, Some(day), _, Some(last)) => return Some(interval(edtf_day(day), edtf_day(last))),
            _ => {}
        }
        third(cal, edge).or_else(|| cal.edtf())
    }

    /// `edtf` opened at one side by the preposition before the expression: "since June", "by 7 December".
    fn bounded(&self, found: &Found, edtf: String) -> String {
        let (from, to) = edtf.split_once('/').unwrap_or((&edtf, &edtf));
        let day_beside = |side: &str, days: i64| {
            edtf::bounds(side)
                .and_then(|b| if days > 0 { b.last } else { b.first })
                .and_then(|d| plus(d, days))
                .map(edtf_day)
        };
        match self.tokens.key_before(found.from) {
            "since" => interval(from.to_owned(), "..".to_owned()),
            "by" | "until" | "till" => interval("..".to_owned(), to.to_owned()),
            "before" => match day_beside(from, -1) {
                Some(day) => interval("..".to_owned(), day),
                None => edtf,
            },
            "after" => match day_beside(to, 1) {
                Some(day) => interval(day, "..".to_owned()),
                None => edtf,
            },
            "from" if matches!(self.tokens.key(found.to), "on" | "onward" | "onwards") => {
                interval(from.to_owned(), "..".to_owned())
            }
            _ => edtf,
        }
    }

    /// The days that "the past two weeks" or "recent days" cover.
    fn stretch(&self, found: &Found, amount: Amount, unit: Unit, toward: Option<Toward>) -> Option<String> {
        let today = self.published.filter(|_| !self.narrative)?;
        let vague = amount.0.is_none();
        let n = amount.0.unwrap_or_else(|| a_few(unit));
        let mark = if vague { "~" } else { "" };
        match toward {
            Some(Toward::Past) => Some(interval(edtf_day(moved(today, unit, -n)?) + mark, edtf_day(today))),
            Some(Toward::Future) => Some(interval(edtf_day(today), edtf_day(moved(today, unit, n)?) + mark)),
            None => {
                let ahead = self.tokens.key_before(found.from) == "in"
                    && self.tense(found) == Tense::Future
                    && unit >= Unit::Day;
                let within = self.tokens.key_before(found.from) == "within" && self.tense(found) == Tense::Future;
                if within {
                    return Some(interval(edtf_day(today), edtf_day(moved(today, unit, n)?) + mark));
                }
                ahead.then(|| distant(today, unit, n, vague || unit > Unit::Day))?
            }
        }
    }

    // --- Dates -------------------------------------------------------------------------------------------------

    fn fields(&self, found: &Found, mut f: Fields) -> Cal {
        if let Some(which) = f.of_year {
            f.year = self.named(found, which, What::Unit(Unit::Year)).year();
        }
        let era = if f.before_christ { Era::Before } else { Era::Common };
        if let Some(n) = f.century {
            return Cal::Century(n, era);
        }
        if let Some(n) = f.decade {
            return Cal::Decade(n, era);
        }
        if let Some(half) = f.half {
            return Cal::Half(f.year.or_else(|| self.here().and_then(Cal::year)), half);
        }
        if let Some(quarter) = f.quarter {
            return Cal::Quarter(f.year.or_else(|| self.year_of_part(found, quarter * 3)), quarter);
        }
        if let Some(season) = f.season {
            return Cal::Season(f.year.or_else(|| self.year_of_season(found, season)), season);
        }
        if found.rule == "short-year"
            && self.narrative
            && let (Some(year), Some(last)) = (f.year, self.last.and_then(Cal::year))
        {
            // "'89" in a history of 1789.
            f.year = Some(year + (last - year + 50).div_euclid(100) * 100);
        }
        match (f.month, f.day) {
            (Some(month), Some(day)) => {
                let year =
                    f.year.or_else(|| self.year_by_weekday(f)).or_else(|| self.year_of_date(found, month, Some(day)));
                Cal::day(year, month, day)
            }
            (Some(month), None) => Cal::Month(f.year.or_else(|| self.year_of_date(found, month, None)), month),
            (None, Some(day)) => self.day_of_month(found, day),
            (None, None) => match (f.year, f.weekday) {
                (Some(year), _) => Cal::Year(year),
                (None, Some(weekday)) => self.weekday(found, weekday),
                (None, None) => Cal::SomeYear,
            },
        }
    }

    /// "Saturday, Dec. 14": the nearest year in which that day is that weekday.
    fn year_by_weekday(&self, f: Fields) -> Option<i32> {
        let (weekday, month, day) = (f.weekday?, f.month?, f.day?);
        let near = self.here().and_then(Cal::year)?;
        [0, -1, 1]
            .into_iter()
            .map(|n| near + n)
            .find(|year| {
                date(*year, month, day).is_some_and(|d| d.weekday().to_monday_one_offset().unsigned_abs() == weekday)
            })
            .filter(|year| {
                // A weekday that fits only by luck, months ahead, is likelier a slip of the writer.
                match (self.here().and_then(Cal::date), date(*year, month, day)) {
                    (Some(here), Some(day)) => (day - here).get_days().abs() < 370,
                    _ => true,
                }
            })
    }

    /// The year of a month, or of a day in it, that comes without one.
    fn year_of_date(&self, found: &Found, month: u8, day: Option<u8>) -> Option<i32> {
        // "Between June and August 2014", "31 December and 1 January 2014".
        if let Some(year) = self.year_lent(found) {
            return Some(year);
        }
        if self.narrative {
            let last = self.last?;
            let year = last.year()?;
            let month_there = last.month().or(self.last_month.filter(|(y, _)| *y == year).map(|(_, m)| m));
            let gap = month_there.map(|m| i32::from(month) - i32::from(m));
            return Some(if gap.is_some_and(|gap| gap <= -8) { year + 1 } else { year });
        }
        let today = self.published?;
        let year = i32::from(today.year());
        let on = |year: i32| match day {
            Some(day) => date(year, month, day).or_else(|| date(year, month, 28)),
            None => date(
                year,
                month,
                if u8::try_from(today.month()) == Ok(month) { u8::try_from(today.day()).ok()? } else { 15 },
            ),
        };
        let past = [year, year - 1].into_iter().find(|y| on(*y).is_some_and(|d| d <= today)).unwrap_or(year);
        let future = [year, year + 1].into_iter().find(|y| on(*y).is_some_and(|d| d >= today)).unwrap_or(year);
        let days_to = |year: i32| on(year).map_or(i32::MAX, |d| (d - today).get_days().abs());
        Some(match self.tense(found) {
            // What lies ahead is announced by months, not by most of a year: "expected soon, a Dec. 14 report says".
            Tense::Future if days_to(future) > 300 && days_to(past) < 60 => past,
            Tense::Future => future,
            // A day a little ahead, with no verb that looks ahead, is still likelier than one most of a year back.
            Tense::Past if days_to(past) > 330 && days_to(future) < 10 && day.is_some() => future,
            Tense::Past => past,
            Tense::Unknown if days_to(past) > 240 && days_to(future) < 120 => future,
            Tense::Unknown => past,
        })
    }

    /// The year that a later member of the same range carries.
    fn year_lent(&self, found: &Found) -> Option<i32> {
        let t = self.tokens;
        let linked = matches!(t.key(found.to), "and" | "to" | "until" | "through" | "or" | "till")
            || matches!(t.lex(found.to), Lex::Mark('-' | '–'));
        if !linked {
            return None;
        }
        (found.to + 1..found.to + 6)
            .take_while(|i| {
                matches!(
                    t.lex(*i),
                    Lex::Month(..) | Lex::Digits | Lex::Mark(',' | '.') | Lex::Key("late" | "early" | "mid")
                )
            })
            .find_map(|i| {
                let (n, 4) = t.digits(i)? else { return None };
                (1000..2200).contains(&n).then_some(n)
            })
    }

    fn year_of_part(&self, found: &Found, last_month: u8) -> Option<i32> {
        let here = self.here()?;
        let year = here.year()?;
        if self.narrative {
            return Some(year);
        }
        let month = here.month()?;
        Some(if last_month > month + 2 && self.tense(found) != Tense::Future { year - 1 } else { year })
    }

    fn year_of_season(&self, found: &Found, season: u8) -> Option<i32> {
        let here = self.here()?;
        let year = here.year()?;
        if self.narrative {
            // Spoken of late in a year, the winter is the one that ends in the next.
            let late = here.month().is_some_and(|m| m > 8) || matches!(here, Cal::Season(_, 2));
            return Some(year + i32::from(season == 3 && late));
        }
        let now = season_of(here)?;
        let (now_year, now_season) = now;
        Some(match self.tense(found) {
            Tense::Future if season < now_season => now_year + 1,
            Tense::Future => now_year,
            _ if season > now_season => now_year - 1,
            _ => now_year,
        })
    }

    /// "the 14th": of the month spoken of, or the nearest.
    fn day_of_month(&self, found: &Found, day: u8) -> Cal {
        let that_month = found.rule == "day-of-that-month";
        let base = if self.narrative || that_month {
            self.last.or(self.published.map(Cal::Day))
        } else {
            self.in_sentence.filter(|c| c.month().is_some()).or(self.published.map(Cal::Day))
        };
        let Some((year, month)) = base.and_then(|b| Some((b.year()?, b.month()?))) else {
            return Cal::SomeDay(base.and_then(Cal::year), None, Some(day));
        };
        let cal = Cal::day(Some(year), month, day);
        match (cal.date(), self.published) {
            (Some(date), Some(today))
                if !self.narrative && !that_month && date > today && self.tense(found) != Tense::Future =>
            {
                cal.shifted(Unit::Month, -1).and_then(|m| Some(Cal::day(m.year(), m.month()?, day))).unwrap_or(cal)
            }
            _ => cal,
        }
    }

    fn weekday(&self, found: &Found, weekday: u8) -> Cal {
        let base = if self.narrative {
            self.last.and_then(|l| if matches!(l, Cal::Day(_)) { l.date() } else { None })
        } else {
            self.published
        };
        let Some(base) = base else { return Cal::SomeWeekday(weekday) };
        // "Until Friday" with no verb in sight looks ahead.
        let ahead = match self.tense(found) {
            Tense::Unknown => matches!(self.tokens.key_before(found.from), "until" | "till" | "by" | "from"),
            tense => tense == Tense::Future,
        };
        let future = self.narrative || ahead;
        if future { weekday_after(base, weekday, 0) } else { weekday_before(base, weekday, 0) }
            .map_or(Cal::SomeWeekday(weekday), Cal::Day)
    }

    fn named(&self, found: &Found, which: Which, what: What) -> Cal {
        let unknown = match what {
            What::Unit(Unit::Day) => Cal::SomeDay(None, None, None),
            What::Unit(Unit::Week | Unit::Weekend) => Cal::SomeWeek(None),
            What::Unit(Unit::Month) => Cal::SomeMonth(None),
            What::Unit(Unit::Quarter) => Cal::Quarter(None, 0),
            What::Unit(_) => Cal::SomeYear,
            What::Weekday(n) => Cal::SomeWeekday(n),
            What::Month(m) => Cal::Month(None, m),
            What::Season(s) => Cal::Season(None, s),
        };
        let near = matches!(which, Which::Last | Which::This | Which::Next | Which::Bare);
        let Some(base) = (if near { self.here() } else { self.there() }) else { return unknown };
        let step: i64 = match which {
            Which::Last | Which::Previous => -1,
            Which::Next | Which::Following => 1,
            _ => 0,
        };
        match what {
            What::Unit(Unit::Weekend) => self.weekend(found, which, base).unwrap_or(unknown),
            What::Unit(unit) => base.shifted(unit, step).unwrap_or(unknown),
            What::Weekday(n) => {
                let Some(day) = base.date() else { return unknown };
                let cal = if found.rule == "weekday-of-week" {
                    monday(day).and_then(|m| plus(m, step * 7 + i64::from(n) - 1))
                } else {
                    match which {
                        Which::Last | Which::Previous => weekday_before(day, n, 1),
                        Which::Next | Which::Following => weekday_after(day, n, 1),
                        _ => monday(day).and_then(|m| plus(m, i64::from(n) - 1)),
                    }
                };
                cal.map_or(unknown, Cal::Day)
            }
            What::Month(month) => {
                let Some(year) = base.year() else { return unknown };
                let year = match (step, base.month()) {
                    (-1, Some(m)) if month >= m => year - 1,
                    (1, Some(m)) if month <= m => year + 1,
                    (-1, None) => year - 1,
                    (1, None) => year + 1,
                    _ => year,
                };
                Cal::Month(Some(year), month)
            }
            What::Season(season) => {
                let Some(year) = base.year() else { return unknown };
                let Some((now_year, now)) = season_of(base) else {
                    return Cal::Season(Some(year + i32::try_from(step).unwrap_or(0)), season);
                };
                let year = match step {
                    -1 if season >= now => now_year - 1,
                    1 if season <= now => now_year + 1,
                    _ => now_year,
                };
                Cal::Season(Some(year), season)
            }
        }
    }

    fn weekend(&self, found: &Found, which: Which, base: Cal) -> Option<Cal> {
        let day = base.date()?;
        let this = base.within(Unit::Weekend)?.date()?;
        Some(Cal::Weekend(match which {
            Which::Last | Which::Previous => plus(this, -7)?,
            Which::Next if day < this => this,
            Which::Next | Which::Following => plus(this, 7)?,
            Which::Bare if !self.narrative && day < this && self.tense(found) != Tense::Future => plus(this, -7)?,
            _ => this,
        }))
    }

    /// "two days ago", "three weeks later".
    fn offset(&mut self, found: &Found, amount: Amount, unit: Unit, sense: Sense) -> Answer {
        let back = matches!(sense, Sense::Ago | Sense::Before);
        let modifier = match found.modifier {
            // More than a week ago is before; less than a week ago is after.
            Some(Modifier::MoreThan) => Some(if back { Modifier::Before } else { Modifier::After }),
            Some(Modifier::LessThan) => Some(if back { Modifier::After } else { Modifier::Before }),
            other => other,
        };
        let base = if matches!(sense, Sense::Ago | Sense::FromNow) { self.here() } else { self.there() };
        let n = amount.0.map(|n| if back { -n } else { n });
        let cal = n.zip(base).and_then(|(n, base)| shift(base, unit, n));
        let fallback = match (unit, n) {
            (_, None) => if back { "PAST_REF" } else { "FUTURE_REF" }.to_owned(),
            (Unit::Week | Unit::Fortnight, _) => "XXXX-WXX".to_owned(),
            (Unit::Month | Unit::Quarter, _) => "XXXX-XX".to_owned(),
            (Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium, _) => "XXXX".to_owned(),
            (Unit::Second | Unit::Minute | Unit::Hour, _) => "XXXX-XX-XXTXX".to_owned(),
            _ => "XXXX-XX-XX".to_owned(),
        };
        let clock = unit < Unit::Day && n.is_some();
        let value = match cal {
            Some(cal) if clock => cal.value() + "TXX",
            Some(cal) => cal.value(),
            None => fallback,
        };
        let edtf = self.offset_edtf(base, cal, found.modifier, amount, unit, back);
        if let Some(cal) = cal {
            self.remember(found, cal, edtf.as_deref());
        }
        Answer { kind: if clock { TimexType::Time } else { TimexType::Date }, value, edtf, modifier }
    }

    fn offset_edtf(
        &self,
        base: Option<Cal>,
        cal: Option<Cal>,
        modifier: Option<Modifier>,
        amount: Amount,
        unit: Unit,
        back: bool,
    ) -> Option<String> {
        let base = base?;
        let Cal::Day(day) = base else { return cal.and_then(Cal::edtf) };
        let n = amount.0.unwrap_or_else(|| a_few(unit));
        let there = moved(day, unit, if back { -n } else { n })?;
        let open = || "..".to_owned();
        Some(match modifier {
            Some(Modifier::MoreThan | Modifier::EqualOrMore) if back => interval(open(), edtf_day(there)),
            Some(Modifier::MoreThan | Modifier::EqualOrMore) => interval(edtf_day(there), open()),
            Some(Modifier::LessThan | Modifier::EqualOrLess) if back => interval(edtf_day(there), edtf_day(day)),
            Some(Modifier::LessThan | Modifier::EqualOrLess) => interval(edtf_day(day), edtf_day(there)),
            _ if amount.0.is_none() && back => interval(open(), edtf_day(day)),
            _ if amount.0.is_none() => interval(edtf_day(day), open()),
            about => distant(
                day,
                unit,
                if back { -n } else { n },
                about == Some(Modifier::Approx) || unit > Unit::Day && unit < Unit::Month,
            )?,
        })
    }

    // --- Tense -------------------------------------------------------------------------------------------------

    /// Which way the clause around `found` looks, by the nearest verb before it, or else the first behind it.
    /// Whether "soon" or "shortly" only tells what came next in the past.
    pub fn is_of_the_past(&self, found: &Found) -> bool {
        matches!(found.meaning, Meaning::Future)
            && matches!(self.tokens.key(found.from), "soon" | "shortly")
            && (self.narrative || self.tense(found) == Tense::Past)
    }

    fn tense(&self, found: &Found) -> Tense {
        let t = self.tokens;
        if matches!(t.key_before(found.from), "since" | "last" | "past") {
            return Tense::Past;
        }
        let before = (found.from.saturating_sub(CLAUSE)..found.from)
            .rev()
            .take_while(|i| !self.ends_sentence(*i))
            .find_map(|i| self.verb(i));
        before
            .or_else(|| {
                (found.to..found.to + CLAUSE).take_while(|i| !self.ends_sentence(*i)).find_map(|i| self.verb(i))
            })
            .unwrap_or(Tense::Unknown)
    }

    /// Whether the sentence ends at token `i`.
    pub fn ends_sentence(&self, i: usize) -> bool {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Break | Lex::Mark('!' | '?' | ';') => true,
            Lex::Mark('.') => {
                let abbreviation = match t.before(i) {
                    Lex::Month(_, true) => true,
                    // "at 8 a.m. on Friday".
                    _ if i > 1 && t.word(i - 1) == "m" && t.is_mark(i - 2, '.') => {
                        !t.capital(i + 1) || matches!(t.lex(i + 1), Lex::Weekday(..) | Lex::Month(..))
                    }
                    _ => {
                        i > 0
                            && t.glued(i)
                            && t.capital(i - 1)
                            && t.word(i - 1).chars().count() < 3
                            && t.lex(i - 1) != Lex::Digits
                    }
                };
                !abbreviation && !t.glued(i + 1)
            }
            _ => false,
        }
    }

    /// Whether "be" stands before the participle at token `i`, so that what befalls somebody is yet to come.
    fn is_to_be(&self, i: usize) -> bool {
        let t = self.tokens;
        let adverb = i > 1 && t.word(i - 1).ends_with("ly");
        t.key_before(i) == "be" || adverb && t.key_before(i - 1) == "be"
    }

    fn verb(&self, i: usize) -> Option<Tense> {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Key(key) => match key {
                "will" | "would" | "upcoming" | "forthcoming" => Some(Tense::Future),
                // "the weeks ahead", "ahead of Friday’s vote", but "put him ahead with half of the votes".
                "ahead" if t.key(i + 1) == "of" || matches!(t.before(i), Lex::Unit(..)) => Some(Tense::Future),
                "was" | "were" | "had" | "been" => Some(Tense::Past),
                "to" if matches!(t.key_before(i), "is" | "are") => Some(Tense::Future),
                _ => None,
            },
            Lex::Word => {
                let word = t.word(i);
                match word {
                    "ll" | "shall" | "wo" | "scheduled" | "due" | "slated" | "expected" | "expects" | "expect"
                    | "planned" | "plans" | "plan" | "planning" | "hopes" | "intends" | "must" | "should"
                    | "deadline" | "going" | "poised" | "anticipated" | "foreseen" | "likely" | "pending" => {
                        Some(Tense::Future)
                    }
                    // "might step in at the weekend", "can vote on Sunday", but "might have left on Sunday".
                    "might" | "can" if t.word(i + 1) != "have" => Some(Tense::Future),
                    // What a timetable says: "takes effect on Friday", "resumes on Monday".
                    "begins" | "opens" | "reopens" | "resumes" | "expires" | "convenes" => Some(Tense::Future),
                    "takes" if matches!(t.word(i + 1), "effect" | "place" | "off" | "over") => Some(Tense::Future),
                    // "will be balloted from Monday", "to be formally opened on Friday".
                    _ if word.len() > 4 && (word.ends_with("ed") || word.ends_with("en")) && self.is_to_be(i) => {
                        Some(Tense::Future)
                    }
                    "held" | "made" | "sent" | "met" | "brought" | "sold" | "paid" | "told" | "put" | "read"
                    | "shown" | "taken" | "seen" | "given"
                        if self.is_to_be(i) =>
                    {
                        Some(Tense::Future)
                    }
                    "said" | "told" | "began" | "came" | "went" | "took" | "made" | "met" | "held" | "won" | "lost"
                    | "fell" | "rose" | "saw" | "gave" | "left" | "found" | "got" | "became" | "led" | "struck"
                    | "sent" | "brought" | "broke" | "spoke" | "wrote" | "did" | "shot" | "hit" | "grew" | "knew"
                    | "flew" | "ran" | "kept" | "withdrew" | "fled" | "sank" | "drove" | "threw" | "thought"
                    | "bought" | "sold" | "paid" | "stood" | "taken" | "seen" | "given" => Some(Tense::Past),
                    _ if word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") => Some(Tense::Past),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// `base` moved by `n` units, a fraction taken in smaller ones.
fn shift(base: Cal, unit: Unit, n: f64) -> Option<Cal> {
    if n.abs() > 100_000.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
    let whole = |n: f64| n.round() as i64;
    if n.fract() == 0.0 {
        return base.shifted(unit, whole(n));
    }
    match unit {
        Unit::Week | Unit::Fortnight => base.shifted(Unit::Day, whole(n * 7.0)),
        Unit::Year => base.shifted(Unit::Month, whole(n * 12.0)),
        Unit::Decade => base.shifted(Unit::Year, whole(n * 10.0)),
        Unit::Century => base.shifted(Unit::Year, whole(n * 100.0)),
        unit => base.shifted(unit, whole(n)),
    }
}

/// A day at a distance, as exact as the unit allows: weeks point at a day, months at a month, years at a year.
fn distant(day: Date, unit: Unit, n: f64, about: bool) -> Option<String> {
    let there = moved(day, unit, n)?;
    let edtf = match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Weekend | Unit::Week | Unit::Fortnight => {
            edtf_day(there)
        }
        Unit::Month | Unit::Quarter => Cal::Day(there).within(Unit::Month)?.edtf()?,
        Unit::Year if n.fract() != 0.0 => Cal::Day(there).within(Unit::Month)?.edtf()?,
        _ => Cal::Day(there).within(Unit::Year)?.edtf()?,
    };
    Some(if about { edtf + "~" } else { edtf })
}

/// How much "a few", "several" or "recent" comes to, for the near bound of a vague interval.
const fn a_few(unit: Unit) -> f64 {
    match unit {
        Unit::Day => 7.0,
        Unit::Week | Unit::Fortnight | Unit::Weekend => 4.0,
        Unit::Month => 6.0,
        Unit::Quarter | Unit::Decade | Unit::Century | Unit::Millennium => 3.0,
        Unit::Year => 5.0,
        Unit::Second | Unit::Minute | Unit::Hour => 12.0,
    }
}

/// The year and number of the season that holds `cal`; a winter belongs to the year it begins in.
fn season_of(cal: Cal) -> Option<(i32, u8)> {
    if let Cal::Season(Some(year), season) = cal {
        return Some((year, season));
    }
    let (year, month) = (cal.year()?, cal.month()?);
    Some(match month {
        1 | 2 => (year - 1, 3),
        12 => (year, 3),
        m => (year, (m - 3) / 3),
    })
}

fn weekday_before(day: Date, weekday: u8, least: i64) -> Option<Date> {
    let now = i64::from(day.weekday().to_monday_one_offset());
    let back = (now - i64::from(weekday)).rem_euclid(7);
    plus(day, -(if back < least { back + 7 } else { back }))
}

fn weekday_after(day: Date, weekday: u8, least: i64) -> Option<Date> {
    let now = i64::from(day.weekday().to_monday_one_offset());
    let on = (i64::from(weekday) - now).rem_euclid(7);
    plus(day, if on < least { on + 7 } else { on })
}

/// The first, middle or last third of a period, its inner ends marked as approximate.
fn third(cal: Cal, edge: Edge) -> Option<String> {
    let which = match edge {
        Edge::Start => 0,
        Edge::Mid => 1,
        Edge::End => 2,
        Edge::Earlier | Edge::Later => return None,
    };
    let (from, to) = match cal {
        Cal::Month(Some(year), month) => {
            let last = date(year, month, 28)?.last_of_month().day().unsigned_abs();
            let days = [(1, 10), (11, 20), (21, last)][which];
            (Cal::day(Some(year), month, days.0), Cal::day(Some(year), month, days.1))
        }
        Cal::Year(year) => {
            let months = [(1, 4), (5, 8), (9, 12)][which];
            (Cal::Month(Some(year), months.0), Cal::Month(Some(year), months.1))
        }
        Cal::Season(Some(year), season) => {
            let offset = i64::try_from(which).ok()?;
            let month = Cal::Month(Some(year), season * 3 + 3).shifted(Unit::Month, offset)?;
            (month, month)
        }
        Cal::Quarter(Some(year), quarter) if (1..=4).contains(&quarter) => {
            let month = Cal::Month(Some(year), quarter * 3 - 2 + u8::try_from(which).ok()?);
            (month, month)
        }
        Cal::Decade(n, Era::Common) => {
            let years = [(0, 3), (4, 6), (7, 9)][which];
            (Cal::Year(n * 10 + years.0), Cal::Year(n * 10 + years.1))
        }
        Cal::Century(n, Era::Common) => {
            let years = [(0, 33), (34, 66), (67, 99)][which];
            (Cal::Year(n * 100 + years.0), Cal::Year(n * 100 + years.1))
        }
        Cal::Week(monday) => {
            let days = [(0, 1), (2, 3), (4, 6)][which];
            (Cal::Day(plus(monday, days.0)?), Cal::Day(plus(monday, days.1)?))
        }
        _ => return None,
    };
    let (mut from, mut to) = (from.edtf()?, to.edtf()?);
    if from == to {
        return Some(from + "~");
    }
    if which > 0 {
        from.push('~');
    }
    if which < 2 {
        to.push('~');
    }
    Some(interval(from, to))
}

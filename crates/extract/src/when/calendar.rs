//! Points and stretches of the calendar, as TIMEX3 values and as EDTF.
//!
//! `Cal::Month(Some(2024), 12)` is written `2024-12` in both; a week is `2024-W50` in one and
//! `2024-12-09/2024-12-15` in the other. Years are astronomical, so 480 BC is -479.

use jiff::Span;
use jiff::civil::Date;

use super::words::Unit;

/// A day, month, season and so on; a missing year is one the text does not give away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cal {
    Century(i32, Era),
    Decade(i32, Era),
    Year(i32),
    Half(Option<i32>, u8),
    Quarter(Option<i32>, u8),
    Season(Option<i32>, u8),
    Month(Option<i32>, u8),
    /// By its Monday.
    Week(Date),
    /// By its Saturday.
    Weekend(Date),
    Day(Date),
    /// A day of which something is unknown.
    SomeDay(Option<i32>, Option<u8>, Option<u8>),
    /// Some month of a year.
    SomeMonth(Option<i32>),
    /// Some week of a year.
    SomeWeek(Option<i32>),
    SomeWeekday(u8),
    SomeYear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    Before,
    Common,
}

impl Cal {
    pub fn day(year: Option<i32>, month: u8, day: u8) -> Self {
        match year.and_then(|y| date(y, month, day)) {
            Some(date) => Self::Day(date),
            None => Self::SomeDay(year, Some(month), Some(day)),
        }
    }

    pub fn year(self) -> Option<i32> {
        match self {
            Self::Year(y) => Some(y),
            Self::Half(y, _) | Self::Quarter(y, _) | Self::Season(y, _) | Self::Month(y, _) => y,
            Self::SomeDay(y, _, _) | Self::SomeMonth(y) | Self::SomeWeek(y) => y,
            Self::Week(d) => Some(i32::from(d.iso_week_date().year())),
            Self::Weekend(d) | Self::Day(d) => Some(i32::from(d.year())),
            Self::Century(..) | Self::Decade(..) | Self::SomeWeekday(_) | Self::SomeYear => None,
        }
    }

    pub fn month(self) -> Option<u8> {
        match self {
            Self::Month(_, m) | Self::SomeDay(_, Some(m), _) => Some(m),
            Self::Day(d) | Self::Week(d) | Self::Weekend(d) => u8::try_from(d.month()).ok(),
            _ => None,
        }
    }

    /// The day itself, or the one that stands for a week.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Day(d) | Self::Week(d) | Self::Weekend(d) => Some(d),
            _ => None,
        }
    }

    /// The stretch of `unit` that holds this.
    pub fn within(self, unit: Unit) -> Option<Self> {
        self.shifted(unit, 0)
    }

    /// The stretch of `unit` that lies `n` units from the one that holds this, as exact as this allows.
    pub fn shifted(self, unit: Unit, n: i64) -> Option<Self> {
        let small = i32::try_from(n).ok()?;
        let year = self.year();
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => match self.date() {
                Some(date) => Self::Day(date),
                None => return None,
            },
            Unit::Day => match self {
                Self::Day(date) => Self::Day(plus(date, n)?),
                _ if n == 0 => self,
                _ => Self::SomeDay(year, self.month(), None),
            },
            Unit::Weekend => Self::Weekend(plus(monday(self.date()?)?, n.checked_mul(7)?.checked_add(5)?)?),
            Unit::Week | Unit::Fortnight => {
                let weeks = if unit == Unit::Fortnight { n.checked_mul(2)? } else { n };
                match self.date() {
                    Some(date) => Self::Week(plus(monday(date)?, weeks.checked_mul(7)?)?),
                    None => Self::SomeWeek(year),
                }
            }
            Unit::Month => match (year, self.month()) {
                (Some(y), Some(m)) => {
                    let months = y.checked_mul(12)?.checked_add(i32::from(m) - 1)?.checked_add(small)?;
                    Self::Month(Some(months.div_euclid(12)), u8::try_from(months.rem_euclid(12) + 1).ok()?)
                }
                (None, Some(m)) if n == 0 => Self::Month(None, m),
                _ => Self::SomeMonth(year),
            },
            Unit::Quarter => match (year, self.month(), self) {
                (Some(y), Some(m), _) => quarter_from(y, i32::from((m - 1) / 3), small)?,
                (Some(y), None, Self::Quarter(_, q)) => quarter_from(y, i32::from(q) - 1, small)?,
                _ => return None,
            },
            Unit::Year => match year {
                Some(y) => Self::Year(y.checked_add(small)?),
                None => Self::SomeYear,
            },
            Unit::Decade => {
                let tens = match (year, self) {
                    (Some(y), _) => y.div_euclid(10),
                    (None, Self::Decade(tens, Era::Common)) => tens,
                    (None, Self::Decade(tens, Era::Before)) => {
                        return Some(Self::Decade(tens.checked_sub(small)?, Era::Before));
                    }
                    _ => return None,
                };
                if tens < 0 {
                    let bc = 1 - year?;
                    return Some(Self::Decade((bc / 10).checked_sub(small)?, Era::Before));
                }
                Self::Decade(tens.checked_add(small)?, Era::Common)
            }
            Unit::Century => match (year, self) {
                (Some(y), _) if y > 0 => Self::Century((y / 100).checked_add(small)?, Era::Common),
                (Some(y), _) => Self::Century(((1 - y) / 100).checked_sub(small)?, Era::Before),
                (None, Self::Century(n, Era::Common)) => Self::Century(n.checked_add(small)?, Era::Common),
                (None, Self::Century(n, Era::Before)) => Self::Century(n.checked_sub(small)?, Era::Before),
                _ => return None,
            },
            Unit::Millennium => return None,
        })
    }

    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Self::Century(n, era) => format!("{}{n:02}", era.mark()),
            Self::Decade(n, era) => format!("{}{n:03}", era.mark()),
            Self::Year(y) => year_value(Some(y)),
            Self::Half(y, h) => format!("{}-H{h}", year_value(y)),
            Self::Quarter(y, q) => format!("{}-Q{q}", year_value(y)),
            Self::Season(y, s) => format!("{}-{}", year_value(y), ["SP", "SU", "FA", "WI"][usize::from(s % 4)]),
            Self::Month(y, m) => format!("{}-{m:02}", year_value(y)),
            Self::Week(d) => {
                let week = d.iso_week_date();
                format!("{}-W{:02}", year_value(Some(week.year().into())), week.week())
            }
            Self::Weekend(d) => format!("{}-WE", Self::Week(d).value()),
            Self::Day(d) => format!("{}-{:02}-{:02}", year_value(Some(d.year().into())), d.month(), d.day()),
            Self::SomeDay(y, m, d) => format!("{}-{}-{}", year_value(y), two(m), two(d)),
            Self::SomeMonth(y) => format!("{}-XX", year_value(y)),
            Self::SomeWeek(y) => format!("{}-WXX", year_value(y)),
            Self::SomeWeekday(n) => format!("XXXX-WXX-{n}"),
            Self::SomeYear => "XXXX".to_owned(),
        }
    }

    /// The EDTF, or nothing where not even the year or the day of the year is known.
    pub fn edtf(self) -> Option<String> {
        Some(match self {
            Self::Century(n, Era::Common) => format!("{n:02}XX"),
            Self::Century(n, Era::Before) => interval(edtf_year(Some(-(n * 100 + 99))), edtf_year(Some(-n * 100))),
            Self::Decade(n, Era::Common) => format!("{n:03}X"),
            Self::Decade(n, Era::Before) => interval(edtf_year(Some(1 - (n * 10 + 9))), edtf_year(Some(1 - n * 10))),
            Self::Year(y) => edtf_year(Some(y)),
            Self::Half(y, h) => format!("{}-{}", edtf_year(y), 39 + h),
            Self::Quarter(y, q) => format!("{}-{}", edtf_year(y), 32 + q),
            Self::Season(y, s) => format!("{}-{}", edtf_year(y), 21 + s),
            Self::Month(y, m) => format!("{}-{m:02}", edtf_year(y)),
            Self::Week(d) => interval(edtf_day(d), edtf_day(plus(d, 6)?)),
            Self::Weekend(d) => interval(edtf_day(d), edtf_day(plus(d, 1)?)),
            Self::Day(d) => edtf_day(d),
            Self::SomeDay(None, None, _) => return None,
            Self::SomeDay(y, m, d) => format!("{}-{}-{}", edtf_year(y), two(m), two(d)),
            Self::SomeMonth(Some(y)) => format!("{}-XX", edtf_year(Some(y))),
            Self::SomeWeek(Some(y)) => edtf_year(Some(y)),
            Self::SomeMonth(None) | Self::SomeWeek(None) | Self::SomeWeekday(_) | Self::SomeYear => return None,
        })
    }
}

impl Era {
    const fn mark(self) -> &'static str {
        match self {
            Self::Before => "BC",
            Self::Common => "",
        }
    }
}

/// `date` moved by whole days, unless that is beyond what a calendar can hold.
pub(super) fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

fn quarter_from(year: i32, quarter: i32, n: i32) -> Option<Cal> {
    let quarters = year.checked_mul(4)?.checked_add(quarter)?.checked_add(n)?;
    Some(Cal::Quarter(Some(quarters.div_euclid(4)), u8::try_from(quarters.rem_euclid(4) + 1).ok()?))
}

pub(super) fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn monday(date: Date) -> Option<Date> {
    plus(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// `date` moved by `n` of `unit`; days of the month beyond its end become its last.
pub(super) fn moved(date: Date, unit: Unit, n: f64) -> Option<Date> {
    let whole = |n: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "saturates, and what is too far is refused below")]
        let whole = n.round() as i64;
        whole
    };
    let span = Span::new();
    let span = match unit {
        Unit::Second | Unit::Minute => span,
        Unit::Hour => span.try_days(whole(n / 24.0)).ok()?,
        Unit::Day => span.try_days(whole(n)).ok()?,
        Unit::Week | Unit::Weekend => span.try_days(whole(n * 7.0)).ok()?,
        Unit::Fortnight => span.try_days(whole(n * 14.0)).ok()?,
        Unit::Month => span.try_months(whole(n)).ok()?,
        Unit::Quarter => span.try_months(whole(n * 3.0)).ok()?,
        Unit::Year => span.try_months(whole(n * 12.0)).ok()?,
        Unit::Decade => span.try_months(whole(n * 120.0)).ok()?,
        Unit::Century => span.try_months(whole(n * 1200.0)).ok()?,
        Unit::Millennium => span.try_months(whole(n * 12000.0)).ok()?,
    };
    date.checked_add(span).ok()
}

pub(super) fn edtf_day(date: Date) -> String {
    format!("{}-{:02}-{:02}", edtf_year(Some(date.year().into())), date.month(), date.day())
}

pub(super) fn interval(from: String, to: String) -> String {
    from + "/" + &to
}

fn edtf_year(year: Option<i32>) -> String {
    match year {
        Some(y) if y < 0 => format!("-{:04}", -y),
        Some(y) => format!("{y:04}"),
        None => "XXXX".to_owned(),
    }
}

fn year_value(year: Option<i32>) -> String {
    match year {
        Some(y) if y < 1 => format!("BC{:04}", 1 - y),
        Some(y) => format!("{y:04}"),
        None => "XXXX".to_owned(),
    }
}

fn two(n: Option<u8>) -> String {
    n.map_or("XX".to_owned(), |n| format!("{n:02}"))
}

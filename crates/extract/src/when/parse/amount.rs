//! Amounts of time: "three weeks", "over a week ago", "the past two years", "18-month".

use super::{Amount, COLOURS, Found, Meaning, Reader, Sense, Toward, adjective, duration_value, old_follows};
use crate::when::Modifier;
use crate::when::words::{Lex, Unit};

impl Reader<'_> {
    /// A number of units in words or digits; `None` inside for a vague one.
    pub(super) fn amount(&self, i: usize) -> Option<(usize, Amount)> {
        let t = self.tokens;
        let vague = |end| Some((end, Amount(None)));
        match (t.key(i), t.lex(i)) {
            (_, Lex::Digits) if t.starts_number(i) => {
                let (mut end, mut n) = self.decimal(i)?;
                if let Lex::Scale(scale) = t.lex(end) {
                    n *= scale;
                    end += 1;
                }
                self.ranged(end, n)
            }
            ("a" | "an", _) => match (t.key(i + 1), t.lex(i + 1)) {
                ("few", _) => vague(i + 2),
                ("couple", _) => {
                    vague(i + 2 + usize::from(t.key(i + 2) == "of")).map(|(end, _)| (end, Amount(Some(2.0))))
                }
                ("number", _) if t.key(i + 2) == "of" => vague(i + 3),
                ("good" | "full" | "whole" | "further", _) => Some((i + 2, Amount(Some(1.0)))),
                ("mere", _) => self.deeper(|| self.amount(i + 2)),
                ("half", _) => Some((i + 2, Amount(Some(0.5)))),
                (_, Lex::Scale(n)) => self.ranged(i + 2, n),
                _ => Some((i + 1, Amount(Some(1.0)))),
            },
            ("half", _) => matches!(t.key(i + 1), "a" | "an").then_some((i + 2, Amount(Some(0.5)))),
            ("several" | "few" | "many" | "some", _) => vague(i + 1),
            ("another", _) => match self.deeper(|| self.amount(i + 1)) {
                Some((end, amount)) if !matches!(t.key(i + 1), "a" | "an") => Some((end, amount)),
                _ => Some((i + 1, Amount(Some(1.0)))),
            },
            ("twice" | "no", _) => None,
            (_, Lex::Card(_) | Lex::Scale(_)) => {
                let (end, n) = self.number_words(i)?;
                self.ranged(end, n)
            }
            _ => None,
        }
    }

    /// "12", "1,200", "2.5".
    pub(super) fn decimal(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.tokens;
        let (n, _) = t.digits(i)?;
        let mut n = f64::from(n);
        let mut end = i + 1;
        while let Some((more, 3)) = self.joined(end + 1, ',') {
            n = n * 1000.0 + f64::from(more);
            end += 2;
        }
        if let Some((part, digits)) = self.joined(end + 1, '.') {
            n += f64::from(part) / 10_f64.powi(i32::try_from(digits).ok()?);
            end += 2;
        }
        // "6th", "5G", "4%" count no units.
        let stuck = t.glued(end)
            && !matches!(t.lex(end), Lex::Mark('-' | '–' | '/'))
            && !matches!(t.lex(end), Lex::Unit(..) | Lex::Key("h" | "hrs"));
        (!stuck || matches!(t.lex(end), Lex::Mark('½'))).then_some((end, n))
    }

    /// "twenty-five", "two hundred", "seven".
    pub(super) fn number_words(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.tokens;
        let mut at = i;
        let mut n = 0.0;
        match t.lex(at) {
            Lex::Card(c) => {
                n = f64::from(c);
                at += 1;
                if c >= 20
                    && let (skip, Lex::Card(one @ 1..10)) =
                        if t.is_mark(at, '-') { (2, t.lex(at + 1)) } else { (1, t.lex(at)) }
                {
                    n += f64::from(one);
                    at += skip;
                }
            }
            Lex::Scale(_) => n += 1.0,
            _ => return None,
        }
        if let Lex::Scale(scale) = t.lex(at) {
            n *= scale;
            at += 1;
        }
        Some((at, n))
    }

    /// The end of a range of amounts: "two to three", "5-10-15", "one or two", "two and a half".
    pub(super) fn ranged(&self, end: usize, n: f64) -> Option<(usize, Amount)> {
        let t = self.tokens;
        if t.key(end) == "and" {
            let a = usize::from(t.key(end + 1) == "a");
            if t.key(end + 1 + a) == "half" && !matches!(t.key(end + 2 + a), "of" | "the") {
                return Some((end + 2 + a, Amount(Some(n + 0.5))));
            }
        }
        let mut at = end;
        let mut high = n;
        while matches!(t.lex(at), Lex::Mark('-' | '–') | Lex::Key("to" | "or")) {
            let next = match t.lex(at + 1) {
                Lex::Digits => self.decimal(at + 1),
                Lex::Card(_) => self.number_words(at + 1),
                _ => None,
            };
            match next {
                Some((to, m)) if m > high => (at, high) = (to, m),
                _ => break,
            }
        }
        Some((at, Amount(Some(high))))
    }

    /// The unit at `i`, with its words of colour before it: "consecutive", "long", "bloody".
    pub(super) fn unit(&self, i: usize) -> Option<(usize, Unit, bool)> {
        let t = self.tokens;
        let colour = COLOURS.contains(&t.key(i))
            || t.lex(i) == Lex::Word
                && !t.capital(i)
                && matches!(t.lex(i + 1), Lex::Unit(_, true))
                && adjective(t.word(i));
        let at = i + usize::from(colour);
        match t.lex(at) {
            Lex::Unit(Unit::Quarter | Unit::Weekend, _) => None,
            Lex::Unit(unit, plural) => Some((at + 1, unit, plural)),
            Lex::Part("NI", plural) if at == i => Some((at + 1, Unit::Day, plural)),
            Lex::Key("h") if t.glued(at) => Some((at + 1, Unit::Hour, true)),
            _ => None,
        }
    }

    /// "three weeks", "a week ago", "two days later", "18-month", "22 years old", "weeks".
    pub(super) fn quantity(&self, i: usize, modifier: Option<Modifier>) -> Option<Found> {
        let t = self.tokens;
        if let Lex::Unit(unit, plural) = t.lex(i) {
            return self.bare_units(i, unit, plural);
        }
        let (mut at, amount) = self.amount(i)?;
        // "a five-day", "a 10-year".
        let hyphen = t.is_mark(at, '-') && t.glued(at);
        if hyphen {
            at += 1;
        }
        if hyphen && !t.glued(at) {
            return None;
        }
        let night = matches!(t.lex(at), Lex::Part("NI", _));
        let (mut end, unit, plural) = self.unit(at)?;
        let article = matches!(t.key(i), "a" | "an") && amount.0 == Some(1.0);
        if article && plural && t.key(at) != "good" {
            return None;
        }
        let one = article || t.key(i) == "one" || t.key(i) == "another";
        // "20 minute", "two year" pass only where a hyphen or a noun stands behind.
        let singular_of_many = !plural && !hyphen && amount.0.is_none_or(|n| n > 1.0);
        if singular_of_many && (matches!(t.key(i), "some" | "many" | "few") || t.capital(at) && unit == Unit::Century) {
            return None;
        }
        if singular_of_many && amount.0.is_some_and(|n| n > 120.0) && !old_follows(t, end) {
            return None;
        }
        if t.key(i) == "some" && amount.0.is_none() && !plural {
            return None;
        }
        let mut amount = amount;
        if t.key(end) == "and" && t.key(end + 1) == "a" && t.key(end + 2) == "half" {
            amount = Amount(amount.0.map(|n| n + 0.5));
            end += 3;
        }
        let and_a_half = amount.0.is_some_and(|n| n.fract() != 0.0);
        let (old, sense) = self.after_unit(end);
        if let Some((to, sense)) = sense
            && !hyphen
        {
            let mut found = self.found(i, to, "offset", Meaning::Offset(amount, unit, sense));
            found.modifier = modifier;
            return Some(found);
        }
        if let Some(to) = old {
            let mut found = self.found(i, to, "age", Meaning::Duration(amount, unit, None));
            found.modifier = modifier;
            return Some(found);
        }
        if t.is_mark(end, '-') && t.glued(end) && t.key(end + 1) == "long" {
            end += 2;
        } else if t.key(end) == "long" {
            end += 1;
        }
        let before = t.key_before(i);
        let strong = modifier.is_some()
            || and_a_half
            || LEADS_A_LENGTH.contains(&before)
            || t.key(end) == "of" && unit > Unit::Day && before != "once";
        // "$5 a month", "20 times a day".
        if article && !hyphen {
            let rate = matches!(t.before(i), Lex::Digits | Lex::Unit(..) | Lex::Scale(_) | Lex::Card(_))
                || matches!(before, "times" | "once" | "twice")
                || t.before(i) == Lex::Word
                    && (2..=4)
                        .any(|back| i >= back && matches!(t.lex(i - back), Lex::Digits | Lex::Card(_) | Lex::Scale(_)))
                || matches!(
                    t.word(i.wrapping_sub(1)),
                    "percent" | "dollars" | "euros" | "pounds" | "cents" | "barrels"
                );
            if rate && !plural && !strong {
                let from = if matches!(before, "once" | "twice") { i - 1 } else { i };
                return Some(self.found(from, end, "rate", Meaning::Set(duration_value(Amount(Some(1.0)), unit))));
            }
        }
        let idle = matches!(unit, Unit::Day | Unit::Minute | Unit::Second | Unit::Hour) || night;
        if one && !hyphen && !strong && (article || idle) && !(unit > Unit::Day && t.key(i) == "one") {
            return None;
        }
        if night && !hyphen && article {
            return None;
        }
        if article && t.key(i + 1) == "further" && !strong {
            return None;
        }
        // "in a day" and the like promise, "a year in" does not.
        let mut found = self.found(i, end, "duration", Meaning::Duration(amount, unit, None));
        found.modifier = modifier;
        Some(found)
    }

    /// What turns an amount into an age or a day: "old", "ago", "later".
    pub(super) fn after_unit(&self, end: usize) -> (Option<usize>, Option<(usize, Sense)>) {
        let t = self.tokens;
        let hyphen_old = t.is_mark(end, '-') && t.glued(end) && t.key(end + 1) == "old";
        if hyphen_old {
            return (Some(end + 2), None);
        }
        let closed = |at: usize| {
            matches!(t.lex(at), Lex::Mark('.' | ',' | ';' | '!' | '?' | ')' | '"' | '\'' | ':' | '–') | Lex::Break)
        };
        let sense = match t.key(end) {
            "old" => return (Some(end + 1), None),
            "of" if t.key(end + 1) == "age" => return (Some(end + 2), None),
            "ago" => Some((end + 1, Sense::Ago)),
            "later" | "afterwards" => Some((end + 1, Sense::After)),
            "earlier" | "previously" | "beforehand" => Some((end + 1, Sense::Before)),
            "on" if closed(end + 1) => Some((end + 1, Sense::After)),
            "before" if closed(end + 1) => Some((end + 1, Sense::Before)),
            "prior" if t.key(end + 1) != "to" => Some((end + 1, Sense::Before)),
            "after" if closed(end + 1) => Some((end + 1, Sense::After)),
            "hence" => Some((end + 1, Sense::FromNow)),
            "from" if matches!(t.key(end + 1), "now" | "today") => Some((end + 2, Sense::FromNow)),
            _ => None,
        };
        (None, sense)
    }

    /// "weeks", "years later", "months-long", where nothing counts them.
    pub(super) fn bare_units(&self, i: usize, unit: Unit, plural: bool) -> Option<Found> {
        let t = self.tokens;
        if unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        let long = t.is_mark(i + 1, '-') && t.glued(i + 1) && t.key(i + 2) == "long";
        if long && t.glued(i + 2) {
            let amount = if plural { Amount(None) } else { Amount(Some(1.0)) };
            return Some(self.found(i, i + 3, "duration", Meaning::Duration(amount, unit, None)));
        }
        if !plural || t.glued(i) {
            return None;
        }
        let (_, sense) = self.after_unit(i + 1);
        if let Some((to, sense)) = sense {
            return Some(self.found(i, to, "offset", Meaning::Offset(Amount(None), unit, sense)));
        }
        let before = t.key_before(i);
        let led = matches!(before, "for" | "in" | "within" | "after" | "over" | "lasting") && unit != Unit::Second;
        let of = t.key(i + 1) == "of"
            && !matches!(before, "the" | "these" | "those" | "first" | "last")
            && !matches!(t.before(i), Lex::Word | Lex::Key(_) | Lex::Ord(_));
        let of = of
            || t.key(i + 1) == "of" && matches!(before, "after" | "for" | "by" | "with" | "through" | "and" | "during");
        let only_plain = !matches!(t.lex(i + 1), Lex::Digits);
        ((led || of) && only_plain)
            .then(|| self.found(i, i + 1, "duration", Meaning::Duration(Amount(None), unit, None)))
    }

    /// "the past two weeks", "the next few days", "recent weeks", "the first ten months of 1915".
    pub(super) fn stretch(&self, from: usize) -> Option<Found> {
        let t = self.tokens;
        let i = if matches!(t.key(from), "the" | "these" | "those" | "this") { from + 1 } else { from };
        let toward = match t.key(i) {
            "last" | "past" | "previous" | "preceding" | "recent" => Some(Toward::Past),
            "next" | "coming" | "following" | "subsequent" | "upcoming" => Some(Toward::Future),
            "final" | "remaining" | "early" | "late" | "opening" | "closing" if i > from => None,
            _ => match t.lex(i) {
                Lex::Ord(1) if i > from => None,
                _ => return None,
            },
        };
        let many = self.amount(i + 1);
        if let Some((at, amount)) = many {
            let (end, unit, _) = self.unit(at)?;
            if matches!(t.key(i + 1), "a" | "an") {
                return None;
            }
            let mut end = end;
            let at_unit_end = end;
            if t.key(end) == "of"
                && let Some(date) = self.calendar(end + 1)
                && matches!(date.meaning, Meaning::Fields(_) | Meaning::Named(..))
            {
                end = date.to;
            }
            let toward = if end == at_unit_end { toward } else { None };
            return Some(self.found(from, end, "stretch", Meaning::Duration(amount, unit, toward)));
        }
        match t.lex(i + 1) {
            Lex::Unit(unit, false)
                if i > from
                    && matches!(t.key(i), "past" | "last")
                    && (unit > Unit::Day || unit == Unit::Hour)
                    && unit != Unit::Quarter
                    && unit != Unit::Weekend =>
            {
                let of = (t.key(i + 2) == "of").then(|| self.calendar(i + 3)).flatten();
                let of = of
                    .filter(|date| matches!(date.meaning, Meaning::Fields(f) if f.month.is_some() || f.year.is_some()));
                let toward = if of.is_some() { None } else { toward };
                let end = of.map_or(i + 2, |date| date.to);
                Some(self.found(from, end, "stretch", Meaning::Duration(Amount(Some(1.0)), unit, toward)))
            }
            Lex::Unit(unit, true) if unit != Unit::Second && unit != Unit::Weekend => {
                let edge_only = toward.is_none() && unit < Unit::Day;
                (!edge_only).then(|| self.found(from, i + 2, "stretch", Meaning::Duration(Amount(None), unit, toward)))
            }
            _ => None,
        }
    }

    /// "about", "more than", "nearly" and what they modify.
    pub(super) fn approximate(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (at, modifier, dates_too) = match (t.key(i), t.key(i + 1), t.key(i + 2)) {
            ("about" | "around", "the", _) => return None,
            ("about" | "around" | "circa", _, _) => (i + 1, Modifier::Approx, true),
            ("ca", _, _) => (i + 1 + usize::from(t.is_mark(i + 1, '.')), Modifier::Approx, true),
            ("approximately" | "roughly" | "some" | "approx", _, _) => (i + 1, Modifier::Approx, t.key(i) != "some"),
            ("nearly" | "almost", _, _) => (i + 1, Modifier::LessThan, false),
            ("close", "to", _) => (i + 2, Modifier::Approx, false),
            ("well", "over", _) => (i + 2, Modifier::MoreThan, false),
            ("over", _, _) => (i + 1, Modifier::MoreThan, false),
            ("under" | "barely", _, _) => (i + 1, Modifier::LessThan, false),
            ("more", "than", _) => (i + 2, Modifier::MoreThan, false),
            ("less" | "fewer", "than", _) => (i + 2, Modifier::LessThan, false),
            ("no", "more" | "longer", "than") => (i + 3, Modifier::EqualOrLess, false),
            ("no", "less" | "fewer", "than") => (i + 3, Modifier::EqualOrMore, false),
            ("at", "least", _) => (i + 2, Modifier::EqualOrMore, false),
            ("at", "most", _) => (i + 2, Modifier::EqualOrLess, false),
            ("up", "to", _) => (i + 2, Modifier::EqualOrLess, false),
            ("a", "little" | "mere", _) => {
                let inner =
                    self.deeper(|| self.approximate(i + 2)).or_else(|| self.quantity(i + 2, Some(Modifier::Approx)))?;
                return Some(Found { from: i, ..inner });
            }
            ("just" | "only" | "exactly" | "quite", _, _) => {
                let inner = self.deeper(|| self.approximate(i + 1)).or_else(|| self.quantity(i + 1, None))?;
                let hidden = matches!(t.key(i + 1), "a" | "an") && t.key(i) == "quite";
                return (!hidden).then_some(Found { from: i, ..inner });
            }
            _ => return None,
        };
        if let Some(found) = self.quantity(at, Some(modifier)) {
            return (!matches!(found.meaning, Meaning::Set(_))).then_some(Found { from: i, ..found });
        }
        if dates_too {
            let mut found = self.calendar(at)?;
            let fits = match &found.meaning {
                Meaning::Fields(f) => f.weekday.is_none() || found.part.is_some(),
                Meaning::Clock => true,
                _ => false,
            };
            found.from = i;
            found.modifier = Some(modifier);
            return fits.then_some(found);
        }
        None
    }
}

/// Words after which "a week" is a length of time and no way of speaking.
#[rustfmt::skip]
const LEADS_A_LENGTH: &[&str] = &[
    "for", "in", "within", "after", "about", "nearly", "almost", "than", "lasting", "least", "over", "past", "under",
    "every", "before", "during", "until",
];

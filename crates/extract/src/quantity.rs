//! Figures: how many and how much, with the bounds that the words set.
//!
//! "Over 11,000 North Korean soldiers" is more than 11,000 of "North Korean soldiers", with no upper bound; it is
//! never collapsed to one number. Dates, durations and ages in years belong to [`crate::when`] and are left alone, as
//! are numbers that name something: "COVID-19", "Article 5", "the 24th Battalion". The conventions, what "dozens"
//! and "several hundred" come to among them, are in `docs/formats/quantities.md`.

use std::ops::Range;

use crate::when::Time;
use crate::when::words::{Lex, Tokens, Unit};

/// A figure as the text gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Where its words stand, in bytes of the text: approximator, number and unit.
    pub range: Range<usize>,
    /// The least it can be; `None` where the words set no lower bound.
    pub low: Option<f64>,
    /// Whether it is more than `low`.
    pub low_open: bool,
    /// The most it can be; `None` where the words set no upper bound.
    pub high: Option<f64>,
    /// Whether it is less than `high`.
    pub high_open: bool,
    /// Whether the words call it rough.
    pub approximate: bool,
    /// Where the words stand that say what is counted or measured, in bytes.
    pub of: Option<Range<usize>>,
    /// The unit by its canonical name: "percent", "USD", "km", "t".
    pub unit: Option<String>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// The figures of `text`, in order, without overlap; `times` are those of [`crate::when::times`] for the same text.
#[must_use]
pub fn figures(text: &str, times: &[Time]) -> Vec<Figure> {
    let tokens = Tokens::new(text);
    let reader = Reader { t: &tokens, taken: taken(&tokens, times) };
    let mut figures = Vec::new();
    let mut at = 0;
    while at < tokens.list.len() {
        match reader.figure(at) {
            Some((to, mut figure)) if to > at => {
                // "0€€2": a sign behind one figure is not before the next as well.
                let end = figures.last().map_or(0, |last: &Figure| last.range.end);
                figure.range.start = figure.range.start.max(end);
                figures.push(figure);
                at = to;
            }
            _ => at = reader.past_name(at),
        }
    }
    figures
}

/// For each token, whether a time expression holds it.
fn taken(tokens: &Tokens, times: &[Time]) -> Vec<bool> {
    let mut times = times.iter().peekable();
    tokens
        .list
        .iter()
        .map(|token| {
            while times.next_if(|time| time.range.end <= token.start).is_some() {}
            times.peek().is_some_and(|time| time.range.start < token.end)
        })
        .collect()
}

struct Reader<'t> {
    t: &'t Tokens<'t>,
    taken: Vec<bool>,
}

/// A number or a stretch of numbers, before units and approximators.
#[derive(Clone, Copy, Debug)]
struct Number {
    to: usize,
    low: f64,
    high: Option<f64>,
    rough: bool,
    /// Written in digits.
    digits: bool,
    percent: bool,
    rule: &'static str,
}

impl Number {
    const fn exact(to: usize, n: f64, digits: bool, rule: &'static str) -> Self {
        Self { to, low: n, high: Some(n), rough: false, digits, percent: false, rule }
    }
}

/// What an approximator does to the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hedge {
    Over,
    AtLeast,
    Under,
    AtMost,
    Nearly,
    About,
    /// "only", "exactly": the figure stays as it is.
    Plain,
}

/// Longest chain of hedges that is read: "at least some", "just over about".
const HEDGES: usize = 3;

impl Reader<'_> {
    fn is_taken(&self, i: usize) -> bool {
        self.taken.get(i).copied().unwrap_or(true)
    }

    fn word(&self, i: usize) -> String {
        let word = self.t.word(i);
        if word.len() > 24 { String::new() } else { word.to_lowercase() }
    }

    fn is(&self, i: usize, word: &str) -> bool {
        self.t.word(i).eq_ignore_ascii_case(word)
    }

    /// The figure that starts at token `i`, and the token behind it.
    fn figure(&self, i: usize) -> Option<(usize, Figure)> {
        if self.is_taken(i) || !self.can_start(i) || self.notes(i) || self.behind_day(i) {
            return None;
        }
        let mut at = i;
        let mut hedge = None;
        for _ in 0..HEDGES {
            let Some((to, next)) = self.hedge(at) else { break };
            at = to;
            // "At least some 200": the bound outweighs the rounding.
            hedge = match (hedge, next) {
                (None | Some(Hedge::Plain | Hedge::About), next) => Some(next),
                (Some(Hedge::Over | Hedge::Under), Hedge::Plain) => hedge,
                (some, _) => some,
            };
        }
        let between = self.is(i, "between");
        if between {
            at = i + 1;
        }
        let (at, before_unit) = self.currency_before(at);
        if self.is_taken(at) || at > i && self.t.lex(at) == Lex::Break {
            return None;
        }
        let number = self.number(at)?;
        let number = if between { self.between(number)? } else { self.range(number) };
        if (number.to - 1..number.to).any(|k| self.is_taken(k)) {
            return None;
        }
        let hedged = hedge.is_some_and(|h| h != Hedge::Plain) || between;
        if before_unit.is_none() && !hedged && self.names(at, &number) {
            return None;
        }
        self.finish(i, at, number, hedge, before_unit, hedged)
    }

    fn finish(
        &self,
        i: usize,
        at: usize,
        number: Number,
        hedge: Option<Hedge>,
        before_unit: Option<&'static str>,
        hedged: bool,
    ) -> Option<(usize, Figure)> {
        let t = self.t;
        let Number { mut to, low, high, mut rough, digits, percent, mut rule } = number;
        let mut unit = before_unit.map(str::to_owned).or(percent.then(|| "percent".to_owned()));
        if unit.is_none()
            && let Some((end, name)) = self.unit_after(to)
        {
            if self.is_taken(end - 1) {
                return None;
            }
            to = end;
            unit = Some(name.to_owned());
        }
        let (mut low, mut high) = (Some(low), high);
        let (mut low_open, mut high_open) = (false, false);
        if t.is_mark(to, '+') && t.glued(to)
            || t.is_mark(to, '-') && self.is(to + 1, "plus")
            || self.is(to, "or") && self.is(to + 1, "more")
        {
            to += if t.is_mark(to, '+') { 1 } else { 2 };
            high = None;
            rule = "or-more";
        } else if self.is(to, "or") && (self.is(to + 1, "so") || self.is(to + 1, "thereabouts")) {
            to += 2;
            rough = true;
        } else if self.is(to, "or") && (self.is(to + 1, "less") || self.is(to + 1, "fewer")) {
            to += 2;
            low = None;
            rule = "or-fewer";
        }
        match hedge {
            Some(Hedge::Over) => (high, low_open, rule) = (None, true, "over"),
            Some(Hedge::AtLeast) => (high, rule) = (None, "at-least"),
            Some(Hedge::Under) => (low, high_open, rule) = (None, true, "under"),
            Some(Hedge::AtMost) => (low, rule) = (None, "at-most"),
            Some(Hedge::Nearly) => (low, high_open, rough, rule) = (None, true, true, "nearly"),
            Some(Hedge::About) => (rough, rule) = (true, "about"),
            _ => {}
        }
        let one = low == Some(1.0) && high == low && !digits;
        // "A six-member team" counts members; a tenfold rise counts nothing.
        let hyphen =
            unit.is_none() && t.is_mark(to, '-') && t.glued(to) && t.glued(to + 1) && !self.is(to + 1, "strong");
        if hyphen && self.is(to + 1, "fold") || self.is(to, "fold") {
            return None;
        }
        let of = self.counted(to, unit.is_some(), one).map(|(a, b)| if hyphen { (a, a + 1) } else { (a, b) });
        let lone = of.is_none() && unit.is_none();
        if lone && !hedged && (one || !self.may_stand_alone(at, to, low.or(high).unwrap_or(0.0), digits)) {
            return None;
        }
        if one && !hedged && unit.is_none() && !self.one_counts(at, to) {
            return None;
        }
        // "Joan, 34, said".
        if lone && unit.is_none() && self.is_age(at, to) {
            unit = Some("years".to_owned());
            rule = "age";
        }
        let from = if hedged || hedge.is_some() { i } else { self.with_sign(at, before_unit.is_some()) };
        let start = t.list.get(from)?.start;
        let end = t.list.get(to - 1)?.end;
        let of = of.and_then(|(a, b)| Some(t.list.get(a)?.start..t.list.get(b - 1)?.end));
        Some((to, Figure { range: start..end, low, low_open, high, high_open, approximate: rough, of, unit, rule }))
    }

    /// The first token of the number with its currency sign.
    fn with_sign(&self, at: usize, signed: bool) -> usize {
        if !signed {
            return at;
        }
        let mut from = at;
        while from > 0
            && (sign(self.t.word(from - 1)).is_some()
                || self.t.glued(from) && abroad(self.t.word(from - 1), self.t.word(from)).is_some()
                || from > 1 && self.t.glued(from - 1) && abroad(self.t.word(from - 2), self.t.word(from - 1)).is_some()
                || code(self.t.word(from - 1)).is_some())
        {
            from -= 1;
        }
        from
    }

    /// The number of a note, in square brackets.
    fn notes(&self, i: usize) -> bool {
        i > 0 && self.t.is_mark(i - 1, '[') && self.t.is_mark(i + 1, ']')
    }

    /// The second day of "March 12 to 13", of which times know the first.
    fn behind_day(&self, i: usize) -> bool {
        i > 2
            && self.is_taken(i - 2)
            && (matches!(self.t.lex(i - 1), Lex::Mark('-' | '–'))
                || ["to", "and", "or"].iter().any(|w| self.is(i - 1, w)))
            && matches!(self.t.lex(i - 3), Lex::Month(..))
    }

    /// A figure starts at a number, a currency or an approximator.
    fn can_start(&self, i: usize) -> bool {
        match self.t.lex(i) {
            Lex::Digits | Lex::Card(_) | Lex::Scale(_) => true,
            Lex::Mark(_) => sign(self.t.word(i)).is_some(),
            Lex::Key(key) => OPENERS.contains(&key),
            Lex::Word => {
                let word = self.t.word(i);
                word.len() < 16
                    && (STARTS.contains(&word)
                        || code(word).is_some()
                        || abroad(word, self.t.word(i + 1)).is_some()
                        || matches!(word, "US" | "Hundreds" | "Dozens" | "Thousands" | "Tens" | "Scores" | "Millions"))
                    || self.t.capital(i) && STARTS.contains(&self.word(i).as_str())
            }
            _ => false,
        }
    }

    fn hedge(&self, i: usize) -> Option<(usize, Hedge)> {
        let w = |k: usize| self.word(i + k);
        let first = w(0);
        Some(match (first.as_str(), w(1).as_str(), w(2).as_str()) {
            ("more", "than", _) | ("upwards", "of", _) => (i + 2, Hedge::Over),
            ("in", "excess", "of") => (i + 3, Hedge::Over),
            ("over" | "exceeding" | "above", _, _) => (i + 1, Hedge::Over),
            ("at", "least", _) => (i + 2, Hedge::AtLeast),
            ("no" | "not", "fewer" | "less", "than") => (i + 3, Hedge::AtLeast),
            ("a", "minimum", "of") => (i + 3, Hedge::AtLeast),
            ("less" | "fewer", "than", _) => (i + 2, Hedge::Under),
            ("under" | "below", _, _) => (i + 1, Hedge::Under),
            ("up", "to", _) => (i + 2, Hedge::AtMost),
            ("as", "many" | "much" | "few" | "little", "as") => {
                (i + 3, if matches!(w(1).as_str(), "many" | "much") { Hedge::AtMost } else { Hedge::AtLeast })
            }
            ("at", "most", _) => (i + 2, Hedge::AtMost),
            ("no" | "not", "more", "than") => (i + 3, Hedge::AtMost),
            ("a", "maximum", "of") => (i + 3, Hedge::AtMost),
            ("nearly" | "almost" | "barely", _, _) => {
                (i + 1, if first == "barely" { Hedge::About } else { Hedge::Nearly })
            }
            ("close" | "next" | "near", "to", _) if first == "close" => (i + 2, Hedge::About),
            ("about" | "around" | "roughly" | "approximately" | "circa" | "some" | "approx", _, _) => {
                (i + 1 + usize::from(self.t.is_mark(i + 1, '.')), Hedge::About)
            }
            ("an", "estimated", _) => (i + 2, Hedge::About),
            ("estimated", _, _) => (i + 1, Hedge::About),
            ("just" | "well" | "slightly", "over" | "under" | "above" | "below", _)
            | ("only" | "exactly" | "just" | "precisely", _, _) => (i + 1, Hedge::Plain),
            ("a", "little" | "bit", "over" | "under" | "more" | "less") => (i + 2, Hedge::Plain),
            _ => return None,
        })
    }

    /// "$", "US$", "EUR" before the number.
    fn currency_before(&self, i: usize) -> (usize, Option<&'static str>) {
        let t = self.t;
        if let Some(name) = abroad(t.word(i), t.word(i + 1)).filter(|_| t.glued(i + 1)) {
            return (i + 2, Some(name));
        }
        if let Some(name) = sign(t.word(i)) {
            return (i + 1, Some(name));
        }
        match code(t.word(i)) {
            Some(name) if t.lex(i + 1) == Lex::Digits => (i + 1, Some(name)),
            _ => (i, None),
        }
    }

    // --- Numbers -----------------------------------------------------------------------------------------------

    fn number(&self, i: usize) -> Option<Number> {
        match self.t.lex(i) {
            Lex::Digits => self.digits(i),
            Lex::Card(_) | Lex::Scale(_) => self.fraction(i).or_else(|| self.words(i)),
            _ => self.vague(i).or_else(|| self.fraction(i)),
        }
    }

    /// "11,000", "1.2bn", "2.3 million", "1,20,000".
    fn digits(&self, i: usize) -> Option<Number> {
        let t = self.t;
        if !self.starts_figure(i) {
            return None;
        }
        let (to, n) = self.plain_digits(i)?;
        let (to, n) = self.scaled(to, n);
        // "nine out of 10", "1 in 3".
        if let Some(share) = self.share(to, n) {
            return Some(share);
        }
        let stuck = t.glued(to)
            && match t.lex(to) {
                Lex::Mark(mark) => {
                    matches!(mark, '_' | '@' | '=' | '\\' | '#')
                        || matches!(mark, '.' | ':' | '/')
                            && t.glued(to + 1)
                            && matches!(t.lex(to + 1), Lex::Digits | Lex::Word)
                }
                Lex::Break => false,
                _ => self.unit_after(to).is_none(),
            };
        (!stuck).then_some(Number::exact(to, n, true, "digits"))
    }

    /// Digits with their thousands and their decimals, without a word behind.
    fn plain_digits(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.t;
        let first = t.word(i);
        if t.lex(i) != Lex::Digits || first.len() > 15 || first.len() > 1 && first.starts_with('0') {
            return None;
        }
        let mut n: f64 = first.parse().ok()?;
        let mut to = i + 1;
        if first.len() <= 3 {
            // A bound on the groups keeps a page of commas cheap.
            for _ in 0..6 {
                let (mark, group) = (t.lex(to), t.word(to + 1));
                let comma = mark == Lex::Mark(',') && t.glued(to) && t.glued(to + 1);
                if comma && t.lex(to + 1) == Lex::Digits && (group.len() == 3 || group.len() == 2 && self.indian(to)) {
                    n = n * if group.len() == 3 { 1e3 } else { 1e2 } + group.parse::<f64>().ok()?;
                    to += 2;
                } else if t.lex(to) == Lex::Digits && t.word(to).len() == 3 && self.narrow_space(to) {
                    n = n * 1e3 + t.word(to).parse::<f64>().ok()?;
                    to += 1;
                } else {
                    break;
                }
            }
        }
        if t.is_mark(to, '.')
            && t.glued(to)
            && t.glued(to + 1)
            && t.lex(to + 1) == Lex::Digits
            && t.word(to + 1).len() <= 9
        {
            let part = t.word(to + 1);
            n = format!("{n}.{part}").parse().ok()?;
            to += 2;
        }
        if t.is_mark(to, '½') && t.glued(to) {
            n += 0.5;
            to += 1;
        }
        Some((to, n))
    }

    /// Whether the group of two behind the comma at `i` belongs to "1,20,000".
    fn indian(&self, i: usize) -> bool {
        let t = self.t;
        let mut at = i + 2;
        for _ in 0..4 {
            if !(t.is_mark(at, ',') && t.glued(at) && t.glued(at + 1) && t.lex(at + 1) == Lex::Digits) {
                return false;
            }
            match t.word(at + 1).len() {
                3 => return true,
                2 => at += 2,
                _ => return false,
            }
        }
        false
    }

    /// Whether only a space that must not break stands before token `i`, as in "11 000".
    fn narrow_space(&self, i: usize) -> bool {
        match (self.t.list.get(i.wrapping_sub(1)), self.t.list.get(i)) {
            (Some(a), Some(b)) => matches!(&self.t.text[a.end..b.start], "\u{a0}" | "\u{202f}" | "\u{2009}"),
            _ => false,
        }
    }

    /// A number with the power of ten behind it: "2.3 million", "1.2bn", "300k".
    fn scaled(&self, to: usize, n: f64) -> (usize, f64) {
        let t = self.t;
        let hyphen = usize::from(t.is_mark(to, '-') && t.glued(to) && matches!(t.lex(to + 1), Lex::Scale(_)));
        match t.lex(to + hyphen) {
            Lex::Scale(scale) => match t.lex(to + hyphen + 1) {
                // "two hundred thousand", "3 lakh crore".
                Lex::Scale(more) if more > scale => (to + hyphen + 2, tidy(n * scale * more)),
                _ => (to + hyphen + 1, tidy(n * scale)),
            },
            _ => {
                let scale = match t.word(to) {
                    "bn" | "Bn" | "BN" | "bln" | "B" if t.glued(to) || t.word(to) != "B" => 1e9,
                    "tn" | "trn" | "T" if t.glued(to) => 1e12,
                    "mn" | "mln" | "mio" => 1e6,
                    "m" | "M" if t.glued(to) && self.means_million(to) => 1e6,
                    "k" | "K" if t.glued(to) => 1e3,
                    "lakhs" => 1e5,
                    "crores" => 1e7,
                    _ => return (to, n),
                };
                (to + 1, tidy(n * scale))
            }
        }
    }

    /// Whether "m" behind a number is a million and no metre: money, or a plural behind it.
    fn means_million(&self, i: usize) -> bool {
        let t = self.t;
        let money = (1..=4).any(|back| i.checked_sub(back + 1).is_some_and(|k| sign(t.word(k)).is_some()));
        money
            || t.word(i) == "M"
            || t.lex(i + 1) == Lex::Word && plural(&self.word(i + 1)) && !matches!(t.word(i + 1), "metres" | "meters")
    }

    /// Whether the digits at `i` begin a number, rather than go on with a name, a version or an address.
    fn starts_figure(&self, i: usize) -> bool {
        let t = self.t;
        if !t.starts_number(i)
            && !(i > 0 && (sign(t.word(i - 1)).is_some() || t.is_mark(i - 1, '-') && !t.glued(i - 1)))
        {
            return false;
        }
        if i > 0 && t.glued(i) && matches!(t.before(i), Lex::Mark('/' | '=' | ':' | ';' | '*')) {
            return false;
        }
        // "+380 44 123 4567" and "@4chan".
        !(i > 0 && t.glued(i) && matches!(t.before(i), Lex::Mark('+' | '#' | '@' | '_' | '&')))
    }

    /// "two thousand", "a hundred and twenty", "twenty-five", "a dozen", "half a million".
    fn words(&self, i: usize) -> Option<Number> {
        let t = self.t;
        let (mut to, n) = self.small(i)?;
        let mut n = n;
        let mut total = 0.0;
        let mut largest = f64::INFINITY;
        for _ in 0..6 {
            let Lex::Scale(scale) = t.lex(to) else { break };
            if scale == 12.0 && largest < f64::INFINITY {
                break;
            }
            to += 1;
            n *= scale;
            if let Lex::Scale(more) = t.lex(to)
                && more > scale
            {
                continue;
            }
            if scale >= largest {
                break;
            }
            largest = scale;
            // "two hundred and fifty thousand": what follows may still be multiplied.
            let and = usize::from(t.key(to) == "and");
            match self.small(to + and) {
                Some((end, more))
                    if more < scale
                        && scale >= 100.0
                        && scale != 12.0
                        && !matches!(t.lex(to + and), Lex::Scale(_))
                        && (and == 1 || !t.is_mark(to, ',')) =>
                {
                    let thousand = matches!(t.lex(end), Lex::Scale(s) if s > scale);
                    if thousand {
                        n += more;
                    } else {
                        total += n;
                        n = more;
                    }
                    to = end;
                }
                _ => break,
            }
        }
        if let Some(share) = self.share(to, total + n) {
            return Some(share);
        }
        if t.key(to) == "and" && t.key(to + 1) == "a" && t.key(to + 2) == "half" {
            let (end, more) = self.scaled(to + 3, n + 0.5);
            return Some(Number::exact(end, total + more, false, "words"));
        }
        Some(Number::exact(to, total + n, false, "words"))
    }

    /// A number word below a hundred.
    fn small(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.t;
        match t.lex(i) {
            Lex::Card(tens) if tens >= 20 => {
                let hyphen = usize::from(t.is_mark(i + 1, '-') && t.glued(i + 1));
                match t.lex(i + 1 + hyphen) {
                    Lex::Card(one @ 1..10) => Some((i + 2 + hyphen, f64::from(tens + one))),
                    _ => Some((i + 1, f64::from(tens))),
                }
            }
            Lex::Card(n) => Some((i + 1, f64::from(n))),
            Lex::Scale(_) => Some((i, 1.0)),
            _ => None,
        }
    }

    /// "two-thirds of", "a quarter of", "half the".
    fn fraction(&self, i: usize) -> Option<Number> {
        let t = self.t;
        let percent = |to, n: f64| {
            Some(Number { percent: true, ..Number::exact(to, (n * 100.0).round() / 100.0, false, "fraction") })
        };
        let (at, parts) = match t.lex(i) {
            Lex::Key("a") => (i + 1, 1.0),
            Lex::Card(n) => (i + 1 + usize::from(t.is_mark(i + 1, '-')), f64::from(n)),
            Lex::Key("half") => {
                if t.is_mark(i + 1, '-') && t.lex(i + 2) == Lex::Scale(1e6) {
                    return Some(Number::exact(i + 3, 5e5, false, "words"));
                }
                if matches!(t.key(i + 1), "a") && matches!(t.lex(i + 2), Lex::Scale(_)) {
                    let Lex::Scale(scale) = t.lex(i + 2) else { return None };
                    return Some(Number::exact(i + 3, scale / 2.0, false, "words"));
                }
                let ordinal = matches!(t.before(i), Lex::Ord(_))
                    || matches!(t.key_before(i), "second" | "latter" | "other" | "and" | "a");
                let whole =
                    matches!(t.key(i + 1), "of" | "the" | "its" | "their" | "his" | "her" | "our" | "all" | "those");
                return (whole && !ordinal).then(|| percent(i + 1, 50.0))?;
            }
            _ => return None,
        };
        let of = |k: usize| t.key(k) == "of";
        let share = match (t.word(at), parts) {
            ("third" | "thirds", n) => n / 3.0,
            ("quarter" | "quarters", n) => n / 4.0,
            ("fifth" | "fifths", n) => n / 5.0,
            ("tenth" | "tenths", n) => n / 10.0,
            ("half", n) if t.lex(i) != Lex::Key("a") || of(at + 1) => n / 2.0,
            _ => return None,
        };
        let whole = of(at + 1)
            || self.t.word(at).ends_with('s')
                && matches!(t.key(at + 1), "the" | "")
                && !matches!(t.lex(at + 1), Lex::Word);
        (share <= 1.0 && whole).then(|| percent(at + 1, share * 100.0))?
    }

    /// "one in three", "nine out of 10".
    fn share(&self, to: usize, n: f64) -> Option<Number> {
        let t = self.t;
        let at = match t.key(to) {
            "in" => to + 1,
            _ if self.is(to, "out") && t.key(to + 1) == "of" => to + 2,
            _ => return None,
        };
        let every = usize::from(t.key(at) == "every");
        let (end, whole) = match t.lex(at + every) {
            Lex::Digits => self.plain_digits(at + every)?,
            Lex::Card(_) => self.small(at + every)?,
            _ => return None,
        };
        let known = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 20.0, 100.0, 1000.0];
        let fits = n >= 1.0 && n < whole && known.contains(&whole) && !self.is_taken(end - 1);
        let share = (n / whole * 1e4).round() / 1e2;
        fits.then_some(Number { percent: true, ..Number::exact(end, share, false, "share") })
    }

    /// "dozens", "tens of thousands", "several hundred", "a handful".
    fn vague(&self, i: usize) -> Option<Number> {
        let t = self.t;
        let rough =
            |to, low, high, rule| Some(Number { to, low, high, rough: true, digits: false, percent: false, rule });
        let first = self.word(i);
        if let Some(scale) = plural_scale(&first) {
            // "hundreds of thousands".
            if t.key(i + 1) == "of"
                && let Some(more) = plural_scale(&self.word(i + 2))
                && more > scale
            {
                return rough(i + 3, 2.0 * scale * more, None, "vague-plural");
            }
            if first == "tens" || first == "scores" && t.key(i + 1) != "of" {
                return None;
            }
            return rough(i + 1, 2.0 * scale, None, "vague-plural");
        }
        let next_scale = |k: usize| match t.lex(k) {
            Lex::Scale(scale) => match t.lex(k + 1) {
                Lex::Scale(more) if more > scale => Some((k + 2, scale * more)),
                _ => Some((k + 1, scale)),
            },
            _ => plural_scale(&self.word(k)).filter(|_| t.key(k + 1) == "of" || first == "many").map(|s| (k + 1, s)),
        };
        let a = usize::from(first == "a" || first == "an");
        let second = self.word(i + a);
        match second.as_str() {
            "several" | "few" | "many" | "couple" => {
                let of = usize::from(second == "couple" && t.key(i + a + 1) == "of");
                let (to, scale) = match next_scale(i + a + 1 + of) {
                    Some(found) => found,
                    None if second == "couple" && a == 1 => {
                        return Some(Number { rough: true, ..Number::exact(i + 2 + of, 2.0, false, "couple") });
                    }
                    None => return None,
                };
                match second.as_str() {
                    "several" => rough(to, 3.0 * scale, Some(9.0 * scale), "several"),
                    "few" => rough(to, 2.0 * scale, Some(6.0 * scale), "few"),
                    "couple" => rough(to, 2.0 * scale, Some(2.0 * scale), "couple"),
                    _ => rough(to, 2.0 * scale, None, "vague-plural"),
                }
            }
            "handful" if a == 1 => rough(i + 2, 2.0, Some(9.0), "handful"),
            "pair" if a == 1 && t.key(i + 2) == "of" => Some(Number::exact(i + 2, 2.0, false, "words")),
            "half" if a == 1 && matches!(t.lex(i + 2), Lex::Scale(_)) => {
                let Lex::Scale(scale) = t.lex(i + 2) else { return None };
                Some(Number::exact(i + 3, scale / 2.0, false, "words"))
            }
            "half" if a == 1 && t.is_mark(i + 2, '-') && matches!(t.lex(i + 3), Lex::Scale(_)) => {
                Some(Number::exact(i + 4, 5e5, false, "words"))
            }
            _ if a == 1 && matches!(t.lex(i + 1), Lex::Scale(_)) => self.words(i + 1),
            _ => None,
        }
    }

    /// The number with the one it reaches up to: "20-30", "20 to 30", "2-3 million".
    fn range(&self, number: Number) -> Number {
        let t = self.t;
        let at = match t.lex(number.to) {
            // "1 – 2", with spaces, is a score.
            Lex::Mark('-' | '–') if t.glued(number.to) => number.to + 1,
            Lex::Key("to" | "or") => number.to + 1,
            _ => return number,
        };
        let at = at + usize::from(sign(t.word(at)).is_some());
        if self.is_taken(at) || number.percent || number.rough {
            return number;
        }
        let tight = t.is_mark(number.to, '-') || t.is_mark(number.to, '–');
        let next = match t.lex(at) {
            Lex::Digits => self.plain_digits(at).map(|(to, n)| self.scaled(to, n)),
            Lex::Card(_) if !tight || !number.digits => self.words(at).map(|n| (n.to, n.low)),
            _ => None,
        };
        let Some((to, high)) = next else { return number };
        // "2-3 million" shares its power of ten.
        let scale = self.plain_digits(at).map_or(1.0, |(_, n)| if n > 0.0 { high / n } else { 1.0 });
        let low = if scale > 1.0 && number.low < 1000.0 && number.low * scale < high {
            tidy(number.low * scale)
        } else {
            number.low
        };
        let or_next = t.key(number.to) == "or" && high - low > low;
        // "from 20 to 30" tells of two figures, as does a score.
        let from = number.to >= 2 && (self.is(number.to.saturating_sub(2), "from"));
        if high <= low || or_next || from || t.glued(to) && t.is_mark(to, '-') && t.lex(to + 1) == Lex::Digits {
            return number;
        }
        Number { to, low, high: Some(high), rule: "range", ..number }
    }

    /// "between 20 and 30".
    fn between(&self, number: Number) -> Option<Number> {
        let t = self.t;
        let unit = self.unit_after(number.to).map_or(number.to, |(to, _)| to);
        if t.key(unit) != "and" {
            return None;
        }
        let (at, _) = self.currency_before(unit + 1);
        let second = self.number(at)?;
        let high = second.high?;
        let (_, plain) = if second.digits { self.plain_digits(at)? } else { (0, high) };
        let scale = if plain > 0.0 { high / plain } else { 1.0 };
        let low = if scale > 1.0 && number.low < 1000.0 { tidy(number.low * scale) } else { number.low };
        (high > low).then_some(Number { to: second.to, low, high: Some(high), rule: "between", ..number })
    }

    // --- Units and nouns ---------------------------------------------------------------------------------------

    /// The unit at `i`, and the token behind it.
    fn unit_after(&self, i: usize) -> Option<(usize, &'static str)> {
        let t = self.t;
        let i = i + usize::from(t.is_mark(i, '-') && t.glued(i) && t.glued(i + 1));
        if t.is_mark(i, '%') {
            return Some((i + 1, "percent"));
        }
        if t.is_mark(i, '°') {
            return Some(match t.word(i + 1) {
                "C" => (i + 2, "°C"),
                "F" => (i + 2, "°F"),
                _ => (i + 1, "degree"),
            });
        }
        if t.is_mark(i, '$') || matches!(t.lex(i), Lex::Mark(_)) {
            let name = sign(t.word(i))?;
            return (t.word(i) != "$").then_some((i + 1, name));
        }
        if !matches!(t.lex(i), Lex::Word | Lex::Key(_) | Lex::Unit(..)) {
            return None;
        }
        let word = t.word(i);
        let small = self.word(i);
        let next = self.word(i + 1);
        match (small.as_str(), next.as_str()) {
            ("per", "cent") => return Some((i + 2, "percent")),
            ("percentage", "points" | "point") => return Some((i + 2, "percentage points")),
            ("square", _) => return square(&next).map(|name| (i + 2, name)),
            ("sq", "km" | "kilometres" | "kilometers") => return Some((i + 2, "km2")),
            ("sq", "m" | "metres" | "meters") => return Some((i + 2, "m2")),
            ("sq", "miles") => return Some((i + 2, "mi2")),
            ("cubic", "metres" | "meters" | "metre" | "meter") => return Some((i + 2, "m3")),
            ("nautical", "miles" | "mile") => return Some((i + 2, "nmi")),
            ("metric", "tons" | "tonnes" | "ton") => return Some((i + 2, "t")),
            ("degrees" | "degree", "celsius" | "centigrade") => return Some((i + 2, "°C")),
            ("degrees" | "degree", "fahrenheit") => return Some((i + 2, "°F")),
            ("us", "dollars") => return Some((i + 2, "USD")),
            ("canadian", "dollars") => return Some((i + 2, "CAD")),
            ("australian", "dollars") => return Some((i + 2, "AUD")),
            ("pounds" | "pound", "of") => return Some((i + 1, "lb")),
            ("kilometres" | "kilometers" | "km", "per") if self.is(i + 2, "hour") => return Some((i + 3, "km/h")),
            ("miles", "per") if self.is(i + 2, "hour") => return Some((i + 3, "mph")),
            _ => {}
        }
        if small == "km" && t.is_mark(i + 1, '/') && t.word(i + 2) == "h" {
            return Some((i + 3, "km/h"));
        }
        if matches!(word, "km" | "m") && t.word(i + 1) == "²" {
            return Some((i + 2, if word == "km" { "km2" } else { "m2" }));
        }
        if let Some(name) = code(word) {
            return Some((i + 1, name));
        }
        UNITS
            .iter()
            .find(|(name, _)| *name == small)
            .filter(|_| small.len() > 2 || word == "C" || short_unit(word, t.glued(i)))
            .map(|(_, name)| (i + 1, *name))
    }

    /// The noun phrase that says what is counted, from token `i`; without "of" and articles before it.
    fn counted(&self, i: usize, has_unit: bool, one: bool) -> Option<(usize, usize)> {
        let t = self.t;
        let mut at = i + usize::from(t.is_mark(i, '-') && t.glued(i) && t.glued(i + 1));
        // "A 300-strong crowd" counts the crowd.
        at += usize::from(at > i && self.is(at, "strong"));
        let of = t.key(at) == "of";
        if of {
            at += 1;
        }
        if self.is(at, "more") || self.is(at, "other") || self.is(at, "additional") || self.is(at, "further") {
            at += 1;
        }
        if of || matches!(t.key(at), "the" | "its" | "their" | "his" | "her" | "our" | "all") {
            // "three of the soldiers", "half the homes", "half of all homes".
            for _ in 0..2 {
                if matches!(
                    t.key(at),
                    "the" | "its" | "their" | "his" | "her" | "our" | "all" | "these" | "those" | "a" | "an"
                ) {
                    if !of && !has_unit {
                        return None;
                    }
                    at += 1;
                }
            }
        }
        // "12% higher" counts nothing; a unit wants "of" or a noun tied to it by a hyphen.
        let tied = i > 0 && has_unit && t.is_mark(i.saturating_sub(2), '-');
        if has_unit
            && !of
            && !tied
            && !plural(&self.word(at))
            && !(matches!(t.key(i), "the" | "its" | "their" | "his" | "her" | "our" | "all"))
        {
            return None;
        }
        noun_phrase(t, at, &self.taken, one || has_unit).map(|to| (at, to))
    }

    // --- What is no figure -------------------------------------------------------------------------------------

    /// Whether the number is part of a name: "Article 5", "Boeing 737", "Room 12", "9/11", a list's number.
    fn names(&self, at: usize, number: &Number) -> bool {
        let t = self.t;
        let (i, to) = (at, number.to);
        if at == 0 {
            return number.digits && matches!(t.lex(to), Lex::Mark('.' | ')'));
        }
        if number.digits {
            // A list's number.
            let line_start =
                t.list.get(at).is_some_and(|token| t.text[..token.start].trim_end_matches([' ', '\t']).ends_with('\n'));
            if line_start && t.word(at).len() <= 2 && matches!(t.lex(to), Lex::Mark('.' | ')')) {
                return true;
            }
            if t.is_mark(to, '/') && t.lex(to + 1) == Lex::Digits {
                return true;
            }
            // Scores, telephone numbers and the like: "3-1", "555-1234".
            let dash = |k: usize| matches!(t.lex(k), Lex::Mark('-' | '–'));
            if dash(to) && t.lex(to + 1) == Lex::Digits || i >= 2 && dash(i - 1) && t.lex(i - 2) == Lex::Digits {
                return true;
            }
            if t.glued(to)
                && t.is_mark(to, '-')
                && t.lex(to + 1) == Lex::Word
                && t.glued(to + 1)
                && self.unit_after(to).is_none()
                && !self.word(to + 1).ends_with("strong")
                && t.capital(to + 1)
            {
                return true;
            }
            if number.rule == "range" && t.word(to - 1).len() == 4 && t.word(at).len() == 3 {
                return true;
            }
            // "+1 202 555": three loose groups.
            if t.lex(to) == Lex::Digits && t.lex(to + 1) == Lex::Digits
                || t.lex(i - 1) == Lex::Digits && !self.is_taken(i - 1)
            {
                return true;
            }
        }
        let before = self.word(i - 1);
        if LABELS.contains(&before.as_str()) {
            // "In hospital 12 patients died": a common noun, and something is counted.
            let counts = !t.capital(i - 1)
                && !GRADES.contains(&before.as_str())
                && self.counted(to, false, false).is_some_and(|(_, b)| plural(&self.word(b - 1)));
            return !counts;
        }
        if before == "of" && i >= 2 && self.is(i - 2, "group") && t.capital(i - 2) {
            return true;
        }
        if matches!(before.as_str(), "no" | "nos" | "nr") && (t.is_mark(i, '.') || t.capital(i - 1))
            || t.is_mark(i - 1, '.')
                && i >= 2
                && matches!(self.word(i - 2).as_str(), "no" | "nos" | "art" | "sec" | "p" | "pp" | "vol" | "fig")
        {
            return true;
        }
        // A capitalised word before and nothing countable behind: "Apollo 11 landed", "Channel 4".
        let name_before = t.lex(i - 1) == Lex::Word && t.capital(i - 1) && !self.starts_sentence(i - 1);
        let noun_behind = self.unit_after(to).is_some()
            || self.counted(to, false, false).is_some_and(|(a, _)| !t.capital(a) || plural(&self.word(a)));
        name_before
            && number.digits
            && number.rule == "digits"
            && !noun_behind
            && t.word(at).len() <= 4
            && !t.is_mark(at + 1, ',')
    }

    fn starts_sentence(&self, i: usize) -> bool {
        i == 0 || matches!(self.t.before(i), Lex::Break | Lex::Mark('.' | '"' | '!' | '?' | ':'))
    }

    /// Whether a number with neither noun nor unit is a figure: "killing 12", but not the year of "the 1975".
    fn may_stand_alone(&self, at: usize, to: usize, n: f64, digits: bool) -> bool {
        let t = self.t;
        let four = digits && t.word(at).len() == 4 && to == at + 1 && (1000.0..2200.0).contains(&n);
        let hyphen = t.glued(to) && t.is_mark(to, '-') || t.is_mark(to, '/');
        let pronoun = !digits && matches!(t.key_before(at), "the" | "these" | "those" | "all");
        !(four || hyphen || pronoun || t.glued(to) && matches!(t.lex(to), Lex::Word))
    }

    /// Whether "one" counts: "one soldier", not "one of them", "no one", "one thing".
    fn one_counts(&self, at: usize, to: usize) -> bool {
        let t = self.t;
        let before = self.word(at.wrapping_sub(1));
        if matches!(
            before.as_str(),
            "no" | "any" | "every" | "some" | "each" | "this" | "that" | "the" | "another" | "which"
        ) {
            return false;
        }
        let next = self.word(to);
        t.key(to) != "of"
            && !matches!(
                next.as_str(),
                "thing"
                    | "way"
                    | "hand"
                    | "point"
                    | "side"
                    | "more"
                    | "can"
                    | "another"
                    | "time"
                    | "reason"
                    | "such"
                    | "where"
                    | "else"
            )
    }

    /// "Joan, 34, said", "aged 34".
    fn is_age(&self, at: usize, to: usize) -> bool {
        let t = self.t;
        if self.is(at.wrapping_sub(1), "aged") {
            return true;
        }
        let n = t.digits(at).map_or(0, |(n, _)| n);
        if !(1..=115).contains(&n) || to != at + 1 {
            return false;
        }
        t.is_mark(at.wrapping_sub(1), ',') && at >= 2 && t.capital(at - 2) && matches!(t.lex(to), Lex::Mark(',' | '.'))
    }

    /// The next place to look: past words that hold their number in a name.
    fn past_name(&self, at: usize) -> usize {
        let t = self.t;
        if t.lex(at) != Lex::Digits {
            return at + 1;
        }
        // The rest of "3-1", "9/11", "1.2.3", "555-1234" is no figure either.
        let mut to = at + 1;
        while matches!(t.lex(to), Lex::Mark('-' | '–' | '/' | '.' | ',' | ':'))
            && t.glued(to)
            && t.glued(to + 1)
            && t.lex(to + 1) == Lex::Digits
        {
            to += 2;
        }
        to
    }
}

/// Where the noun phrase at token `i` ends; `None` where none begins.
///
/// Until a tagger's parts of speech are asked: closed-class words and punctuation end it, and so does the first
/// plural, for a number is followed by modifiers and then by its noun in the plural.
fn noun_phrase(t: &Tokens, i: usize, taken: &[bool], singular: bool) -> Option<usize> {
    const LONGEST: usize = 6;
    let mut at = i;
    let mut end = None;
    while at < i + 2 * LONGEST {
        if taken.get(at).copied().unwrap_or(true) || at > i && t.list[at].start > t.list[at - 1].end + 1 {
            break;
        }
        let word = t.word(at).to_lowercase();
        let belongs = match t.lex(at) {
            Lex::Word => {
                !STOPS.contains(&word.as_str())
                    && (t.capital(at) || !DIRECTIONS.contains(&word.as_str()))
                    && (at == i || t.capital(at) || !verb(&word))
                    && !word.ends_with("ly")
            }
            Lex::Mark('-' | '\'') => at > i && t.glued(at) && t.glued(at + 1),
            Lex::Season(_) | Lex::Part(..) | Lex::Ord(_) | Lex::Weekday(..) => true,
            Lex::Unit(unit, _) => unit == Unit::Second,
            Lex::Key(key) => matches!(
                key,
                "new"
                    | "old"
                    | "good"
                    | "young"
                    | "recent"
                    | "previous"
                    | "former"
                    | "full"
                    | "local"
                    | "current"
                    | "working"
                    | "number"
                    | "long"
                    | "short"
                    | "times"
                    | "eastern"
                    | "period"
                    | "minister"
                    | "ministers"
            ),
            _ => false,
        };
        if !belongs {
            break;
        }
        at += 1;
        if t.lex(at - 1) == Lex::Word && plural(&word) && !t.is_mark(at, '-') && !(t.is_mark(at, '\'') && t.glued(at)) {
            // "police officers", "arms factories": a plural that modifies another.
            let next = t.word(at).to_lowercase();
            let goes_on = matches!(
                word.as_str(),
                "police" | "arms" | "sports" | "troops" | "aircraft" | "personnel" | "armed" | "special"
            ) && t.lex(at) == Lex::Word
                && plural(&next)
                && !STOPS.contains(&next.as_str());
            end = Some(at);
            if !goes_on {
                break;
            }
        } else if t.lex(at - 1) == Lex::Word || matches!(t.lex(at - 1), Lex::Key("times" | "minister")) {
            let adjective_only = verb(&word) && !t.capital(at - 1);
            if !adjective_only && (singular || end.is_none() || at <= i + 4) {
                end = Some(at);
            }
        }
    }
    // "who's" and "Kyiv's": the mark of a possessive is no noun.
    let mut end = end?;
    while end > i && matches!(t.lex(end - 1), Lex::Mark(_)) {
        end -= 1;
    }
    (end > i && !(t.word(end - 1) == "s" && t.is_mark(end.saturating_sub(2), '\''))).then_some(end)
}

/// Whether a word looks like a plural noun.
fn plural(word: &str) -> bool {
    if PLURALS.contains(&word) {
        return true;
    }
    word.len() > 3 && word.ends_with('s') && !["ss", "us", "is", "ous"].iter().any(|end| word.ends_with(end))
        || word.len() > 5 && word.ends_with("men")
}

/// Whether a word looks like a participle or a verb of report.
fn verb(word: &str) -> bool {
    VERBS.contains(&word) || word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
}

fn tidy(n: f64) -> f64 {
    // 2.3 million is 2,300,000 and not 2,299,999.9999999998.
    if n.abs() < 1e15 { (n * 100.0).round() / 100.0 } else { n }
}

fn plural_scale(word: &str) -> Option<f64> {
    Some(match word {
        "tens" => 10.0,
        "dozens" => 12.0,
        "scores" => 20.0,
        "hundreds" => 1e2,
        "thousands" => 1e3,
        "millions" => 1e6,
        "billions" => 1e9,
        "trillions" => 1e12,
        "lakhs" => 1e5,
        "crores" => 1e7,
        _ => return None,
    })
}

/// "A" of "A$40": a sign that several countries use, with whose it is in front.
fn abroad(country: &str, mark: &str) -> Option<&'static str> {
    Some(match (country, mark) {
        ("US", "$") => "USD",
        ("C", "$") => "CAD",
        ("A", "$") => "AUD",
        ("HK", "$") => "HKD",
        ("NZ", "$") => "NZD",
        ("NT", "$") => "TWD",
        ("R", "$") => "BRL",
        _ => return None,
    })
}

fn sign(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "₴" => "UAH",
        "₽" => "RUB",
        "₹" => "INR",
        "₦" => "NGN",
        "₵" => "GHS",
        "₺" => "TRY",
        "₪" => "ILS",
        "₩" => "KRW",
        "₱" => "PHP",
        "₸" => "KZT",
        "₾" => "GEL",
        _ => return None,
    })
}

fn code(word: &str) -> Option<&'static str> {
    const CODES: &[&str] = &[
        "USD", "EUR", "GBP", "UAH", "RUB", "CNY", "JPY", "CHF", "PLN", "INR", "CAD", "AUD", "TRY", "ILS", "BRL", "ZAR",
        "GHS", "NGN", "KES", "UGX", "TZS", "XOF", "XAF", "MXN", "COP", "CLP", "PEN", "ARS", "SEK", "NOK", "DKK", "CZK",
        "HUF", "RON", "SGD", "HKD", "NZD", "TWD", "KRW", "IDR", "PHP", "THB", "VND", "PKR", "BDT", "LKR", "EGP", "SAR",
        "AED", "IQD", "IRR", "KZT", "GEL", "AMD",
    ];
    if matches!(word, "KSh" | "Ksh" | "KSH") {
        return Some("KES");
    }
    CODES.iter().find(|code| **code == word).copied()
}

fn square(next: &str) -> Option<&'static str> {
    Some(match next {
        "kilometres" | "kilometers" | "kilometre" | "kilometer" | "km" => "km2",
        "metres" | "meters" | "metre" | "meter" => "m2",
        "miles" | "mile" => "mi2",
        "feet" | "foot" => "ft2",
        _ => return None,
    })
}

/// One or two letters are a unit only as they are written in print: "km", not "KM"; "m" only behind its number.
fn short_unit(word: &str, glued: bool) -> bool {
    matches!(
        word,
        "km" | "kg" | "cm" | "mm" | "ha" | "ft" | "lb" | "MW" | "GW" | "kW" | "GB" | "TB" | "MB" | "pc" | "pp"
    ) || glued && matches!(word, "m" | "g" | "t" | "l")
}

#[rustfmt::skip]
const UNITS: &[(&str, &str)] = &[
    ("percent", "percent"), ("pct", "percent"), ("pc", "percent"), ("pp", "percentage points"),
    ("dollar", "USD"), ("dollars", "USD"), ("euro", "EUR"), ("euros", "EUR"), ("pound", "GBP"), ("pounds", "GBP"), ("cents", "cent"),
    ("rouble", "RUB"), ("roubles", "RUB"), ("ruble", "RUB"), ("rubles", "RUB"), ("hryvnia", "UAH"), ("hryvnias", "UAH"),
    ("yuan", "CNY"), ("yen", "JPY"), ("rupees", "INR"), ("rupee", "INR"), ("zloty", "PLN"), ("zlotys", "PLN"), ("francs", "CHF"), ("shekels", "ILS"),
    ("km", "km"), ("kilometre", "km"), ("kilometres", "km"), ("kilometer", "km"), ("kilometers", "km"),
    ("metre", "m"), ("metres", "m"), ("meter", "m"), ("meters", "m"), ("m", "m"), ("cm", "cm"), ("centimetre", "cm"), ("centimetres", "cm"), ("centimeters", "cm"),
    ("mm", "mm"), ("millimetre", "mm"), ("millimetres", "mm"), ("millimeter", "mm"), ("millimeters", "mm"),
    ("mile", "mi"), ("miles", "mi"), ("foot", "ft"), ("feet", "ft"), ("ft", "ft"), ("inch", "in"), ("inches", "in"), ("yard", "yd"), ("yards", "yd"),
    ("hectare", "ha"), ("hectares", "ha"), ("ha", "ha"), ("acre", "acre"), ("acres", "acre"),
    ("kg", "kg"), ("kilogram", "kg"), ("kilograms", "kg"), ("kilogramme", "kg"), ("kilogrammes", "kg"), ("kilos", "kg"), ("kilo", "kg"),
    ("g", "g"), ("gram", "g"), ("grams", "g"), ("grammes", "g"), ("ton", "t"), ("tons", "t"), ("tonne", "t"), ("tonnes", "t"), ("t", "t"), ("lb", "lb"), ("lbs", "lb"),
    ("ounce", "oz"), ("ounces", "oz"), ("litre", "l"), ("litres", "l"), ("liter", "l"), ("liters", "l"), ("l", "l"), ("gallon", "gal"), ("gallons", "gal"),
    ("barrel", "bbl"), ("barrels", "bbl"), ("degree", "degree"), ("degrees", "degree"),
    ("kph", "km/h"), ("kmh", "km/h"), ("mph", "mph"), ("knot", "kn"), ("knots", "kn"),
    ("mw", "MW"), ("megawatt", "MW"), ("megawatts", "MW"), ("gw", "GW"), ("gigawatt", "GW"), ("gigawatts", "GW"), ("kw", "kW"), ("kilowatt", "kW"), ("kilowatts", "kW"),
    ("kwh", "kWh"), ("mwh", "MWh"), ("gb", "GB"), ("tb", "TB"), ("mb", "MB"), ("kiloton", "kt"), ("kilotons", "kt"),
];

/// Plurals that don't end in "s", and nouns that are counted in the singular.
#[rustfmt::skip]
const PLURALS: &[&str] = &[
    "people", "men", "women", "children", "police", "aircraft", "personnel", "troops", "servicemen", "servicewomen",
    "policemen", "firemen", "fishermen", "sheep", "cattle", "fish", "teeth", "feet", "lives", "wives", "media",
    "data", "crises", "spacecraft", "infantry", "cavalry", "artillery", "staff", "crew", "dead", "wounded", "missing",
    "injured", "homeless", "gunmen", "businessmen", "congressmen", "spokesmen", "mp", "mps", "hovercraft", "clergy",
    "mice", "livestock", "offspring", "series", "species", "persons", "alumni", "criteria", "nuclei",
];

/// Verbs of reports that end a noun phrase and don't show it by their ending.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "said", "told", "died", "left", "came", "went", "took", "fell", "rose", "fled", "held", "met", "made", "won",
    "lost", "hit", "shot", "sent", "began", "became", "remain", "remained", "say", "says", "die", "fight", "live",
    "work", "join", "joined", "face", "need", "want", "gave", "got", "saw", "found", "kept", "grew", "broke",
    "brought", "stand", "stood", "come", "go",
];

/// Words that can open a figure and are in no other class.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "upwards", "exceeding", "above", "not", "below", "estimated", "precisely", "slightly", "dozens", "hundreds",
    "thousands", "millions", "billions", "trillions", "tens", "scores", "lakhs", "crores",
];

/// Keywords that can open a figure.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "a", "an", "about", "almost", "approx", "approximately", "around", "as", "at", "barely", "between", "circa",
    "close", "couple", "exactly", "few", "fewer", "half", "in", "just", "less", "many", "more", "nearly", "no", "not",
    "only", "over", "roughly", "several", "some", "under", "up", "well",
];

/// Words whose number is a name: "Article 5", "Flight 17".
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "article", "articles", "room", "boeing", "airbus", "flight", "chapter", "section", "resolution", "number", "route", "highway", "channel", "unit", "battalion",
    "brigade", "regiment", "division", "apollo", "windows", "iphone", "page", "pages", "phase", "level", "type", "class", "gate", "terminal", "district", "ward",
    "building", "block", "apartment", "flat", "pier", "platform", "case", "bill", "act", "protocol", "season", "episode", "volume", "formula", "area", "radio",
    "bbc", "euro", "covid", "catch", "grade", "step", "rule", "paragraph", "clause", "appendix", "annex", "table", "figure", "category", "tier", "zone", "line",
    "lane", "junction", "exit", "track", "stage", "round", "game", "heat", "lap", "day", "group", "pope", "interstate", "runway", "sector", "camp", "checkpoint",
    "hill", "point", "team", "squadron", "company", "platoon", "psalm", "verse", "version", "mark", "model", "bus", "tram", "train", "school", "hospital", "studio",
    "proposition", "amendment", "title", "reactor", "wing", "floor", "warehouse", "shaft", "well", "world",
];

/// Labels that stand before a plural too: "phase 3 trials", "category 5 storms".
#[rustfmt::skip]
const GRADES: &[&str] = &[
    "phase", "type", "level", "class", "grade", "category", "tier", "stage", "article", "section", "resolution",
    "boeing", "airbus",
];

/// Adverbs unless they begin a name: "12 km north of", but "six North Korean officers".
const DIRECTIONS: &[&str] = &["north", "south", "east", "west"];

#[rustfmt::skip]
const STOPS: &[&str] = &[
    "he", "she", "it", "they", "we", "you", "i", "them", "him", "us", "me", "who", "whom", "which", "that", "what", "where", "when", "why", "how", "there", "here",
    "and", "or", "but", "nor", "so", "yet", "if", "because", "although", "though", "while", "than", "as",
    "of", "in", "on", "at", "by", "for", "with", "from", "to", "into", "onto", "over", "under", "between", "among", "against", "across", "through", "during",
    "near", "outside", "inside", "within", "without", "around", "behind", "beyond", "along", "alongside", "amid", "towards", "toward", "upon", "per", "via", "out",
    "off", "up", "down", "away", "back", "apart", "ahead", "despite", "since", "until", "after", "before", "above", "below", "about",
    "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did", "will", "would", "shall", "should", "can",
    "could", "may", "might", "must", "ought", "not", "no", "also", "already", "still", "too", "either", "neither", "both", "all", "each", "every", "any", "some",
    "this", "these", "those", "the", "a", "an", "its", "his", "her", "their", "our", "my", "your", "more", "less", "fewer", "most", "least", "other", "others",
    "ago", "later", "earlier", "including", "according", "such", "well", "even", "just", "only", "instead", "again", "once", "together", "alone", "then", "now",
    "higher", "lower", "worth", "say", "says", "whose", "far",
];

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::when::times;

    /// One line a figure: words, bounds, unit and what is counted.
    fn picture(text: &str) -> String {
        let side = |n: Option<f64>| n.map_or("..".to_owned(), |n| n.to_string());
        figures(text, &times(text, None))
            .iter()
            .map(|f| {
                let bounds = if f.low == f.high && !f.low_open && !f.high_open {
                    side(f.low)
                } else {
                    let (open, close) = (if f.low_open { ">" } else { "" }, if f.high_open { "<" } else { "" });
                    format!("{open}{} to {close}{}", side(f.low), side(f.high))
                };
                let about = if f.approximate { "~" } else { "" };
                let unit = f.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
                let of = f.of.clone().map_or(String::new(), |of| format!(" of {}", &text[of]));
                format!("{} | {about}{bounds}{unit}{of}", &text[f.range.clone()])
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn bounds_are_those_the_words_set() {
        assert_snapshot!(picture("Over 11,000 North Korean soldiers, at least 12 officers, up to 40 tanks, nearly 300 homes, fewer than 20 guns, no fewer than 6 men, some 500 people, no more than 7 boats."), @"
        Over 11,000 | >11000 to .. of North Korean soldiers
        at least 12 | 12 to .. of officers
        up to 40 | .. to 40 of tanks
        nearly 300 | ~.. to <300 of homes
        fewer than 20 | .. to <20 of guns
        no fewer than 6 | 6 to .. of men
        some 500 | ~500 of people
        no more than 7 | .. to 7 of boats
        ");
        assert_snapshot!(picture("2,000 North Korean soldiers had joined Russian units. An additional 9,000 troops remain. Six North Korean officers were killed and 18 North Korean soldiers allegedly deserted."), @"
        2,000 | 2000 of North Korean soldiers
        9,000 | 9000 of troops
        Six | 6 of North Korean officers
        18 | 18 of North Korean soldiers
        ");
        assert_snapshot!(picture("Between 20 and 30 people, 20-30 tanks, 500-1,000 homes, two or three shots, 2-3 million voters, between $2bn and $3bn, 300+ drones, 40 or more cars."), @"
        Between 20 and 30 | 20 to 30 of people
        20-30 | 20 to 30 of tanks
        500-1,000 | 500 to 1000 of homes
        two or three | 2 to 3 of shots
        2-3 million | 2000000 to 3000000 of voters
        between $2bn and $3bn | 2000000000 to 3000000000 USD
        300+ | 300 to .. of drones
        40 or more | 40 to .. of cars
        ");
    }

    #[test]
    fn vague_words_give_honest_intervals() {
        assert_snapshot!(picture("Dozens of villages, hundreds of people, tens of thousands of homes, several hundred Russians, a few dozen men, a handful of officers, a dozen shells, a couple of tanks, scores of cars, hundreds of thousands died."), @"
        Dozens | ~24 to .. of villages
        hundreds | ~200 to .. of people
        tens of thousands | ~20000 to .. of homes
        several hundred | ~300 to 900 of Russians
        a few dozen | ~24 to 72 of men
        a handful | ~2 to 9 of officers
        a dozen | 12 of shells
        a couple of | ~2 of tanks
        scores | ~40 to .. of cars
        hundreds of thousands | ~200000 to ..
        ");
    }

    #[test]
    fn words_and_powers_of_ten_are_numbers() {
        assert_snapshot!(picture("Two thousand men, twenty-five tanks, a hundred and twenty boats, two hundred and fifty thousand people, half a million refugees, 2.3 million voters, one and a half million euros, 3 lakh farmers, 1,20,000 rupees, 3.5 crore rupees."), @"
        Two thousand | 2000 of men
        twenty-five | 25 of tanks
        a hundred and twenty | 120 of boats
        two hundred and fifty thousand | 250000 of people
        half a million | 500000 of refugees
        2.3 million | 2300000 of voters
        one and a half million euros | 1500000 EUR
        3 lakh | 300000 of farmers
        1,20,000 rupees | 120000 INR
        3.5 crore rupees | 35000000 INR
        ");
    }

    #[test]
    fn units_have_one_name() {
        assert_snapshot!(picture("$1.2bn, €300m, £5, US$40 million, 12%, 12 per cent of voters, three percentage points, a 70-kilometre convoy, 5km, 40 tonnes of grain, 155-mm shells, 30 square kilometres, 12 degrees Celsius, 20 million dollars, 5 pounds of flour."), @"
        $1.2bn | 1200000000 USD
        €300m | 300000000 EUR
        £5 | 5 GBP
        US$40 million | 40000000 USD
        12% | 12 percent
        12 per cent | 12 percent of voters
        three percentage points | 3 percentage points
        70-kilometre | 70 km of convoy
        5km | 5 km
        40 tonnes | 40 t of grain
        155-mm | 155 mm of shells
        30 square kilometres | 30 km2
        12 degrees Celsius | 12 °C
        20 million dollars | 20000000 USD
        5 pounds | 5 lb of flour
        ");
    }

    #[test]
    fn shares_are_percent() {
        assert_snapshot!(picture("One in three Ukrainians, nine out of 10 homes, two-thirds of voters, half of the homes, half the city, a quarter of the seats, a third of them."), @"
        One in three | 33.33 percent of Ukrainians
        nine out of 10 | 90 percent of homes
        two-thirds | 66.67 percent of voters
        half | 50 percent of homes
        half | 50 percent of city
        a quarter | 25 percent of seats
        a third | 33.33 percent
        ");
    }

    #[test]
    fn money_of_many_countries() {
        assert_snapshot!(picture("NT$30 million, ₦5bn, KSh 300 million, A$40, GHS 12"), @"
        NT$30 million | 30000000 TWD
        ₦5bn | 5000000000 NGN
        KSh 300 million | 300000000 KES
        A$40 | 40 AUD
        GHS 12 | 12 GHS
        ");
    }

    #[test]
    fn numbers_in_names_are_left_alone() {
        assert_snapshot!(picture("The 24th Aidar Assault Battalion had COVID-19, a Su-35, a Boeing 737, Article 5, Room 12 and T-72 tanks. Call +380 44 123 4567 or 555-1234. It won 3-1 on 9/11, version 1.2.3, F16s, MH17, Resolution 1701, the Group of 20. No one knows the 1975. See https://x.org/2/3.4?a=5 24/7."), @"");
        assert_snapshot!(picture("One of them said so; the two agreed. In 2014, at 06:40, for three weeks, 5-10-15 years, two days ago, aged 22."), @"22 | 22 years");
    }

    #[test]
    fn ages_and_sizes_are_read_beside_names() {
        assert_snapshot!(picture("Joan Smith, 34, said 12 were killed and three wounded. A 300-strong crowd met near Kyiv. In Kharkiv 12 people died. A six-member Afghan team won 1 – 2, a tenfold and 18-fold rise; he was aged eighteen. Channel 4 showed it. Phase 3 trials of 40 patients began."), @"
        34 | 34 years
        12 | 12
        three | 3 of wounded
        300 | 300 of crowd
        12 | 12 of people
        six | 6 of member
        eighteen | 18 years
        40 | 40 of patients
        ");
    }

    #[test]
    fn what_is_counted_ends_at_its_noun() {
        assert_snapshot!(picture("Two police officers shot 15 armed protesters, 7 civilian aircraft burned and 200,000 displaced people fled 12 km north of the city. About 3,500 of the workers left. Ten more soldiers came; 60 firefighters battled on."), @"
        Two | 2 of police officers
        15 | 15 of armed protesters
        7 | 7 of civilian aircraft
        200,000 | 200000 of displaced people
        12 km | 12 km
        About 3,500 | ~3500 of workers
        Ten | 10 of soldiers
        60 | 60 of firefighters
        ");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a bound on time needs a clock")]
    fn long_repetitions_take_linear_time() {
        let started = std::time::Instant::now();
        for unit in [
            "1",
            "1-",
            "1,",
            "1,000,",
            "over ",
            "a few ",
            "two hundred ",
            "1 in ",
            "between 1 and ",
            "$",
            "one ",
            "hundreds of ",
            "5 men ",
            "half a ",
        ] {
            let text = unit.repeat(200_000 / unit.len());
            let _ = figures(&text, &[]);
        }
        // A quadratic reading would take minutes, even on a fast machine.
        assert!(started.elapsed().as_secs() < 60, "took {:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn ranges_are_on_boundaries_in_order_and_apart(
            text in "(\\PC|over |between |and |[0-9]{1,4}|[-.,%$€–½+'’/]|two |hundred |thousands |of |a |few |half |in |people|km|bn|m| ){0,40}",
        ) {
            let mut end = 0;
            for figure in figures(&text, &times(&text, None)) {
                prop_assert!(figure.range.start >= end && figure.range.end > figure.range.start);
                prop_assert!(text.get(figure.range.clone()).is_some());
                prop_assert!(figure.of.is_none_or(|of| of.start >= end && of.start < of.end && text.get(of).is_some()));
                prop_assert!(figure.low.is_some() || figure.high.is_some());
                prop_assert!(figure.low.zip(figure.high).is_none_or(|(low, high)| low <= high));
                end = figure.range.end;
            }
        }
    }
}

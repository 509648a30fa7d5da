//! The words that time expressions are made of, and a light cutting of text into them.
//!
//! A token is a run of letters, a run of digits, or one other character; every rule looks at its class,
//! not at its spelling. Cutting `"on Dec. 14"` gives a keyword, a month, a full stop and digits. Nothing is
//! decided here: whether "May" is a month or a name is for the rules in [`super::parse`].

use std::collections::HashMap;
use std::sync::LazyLock;

/// A stretch of the calendar or the clock that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// What a token can be, as far as time goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Lex {
    /// A word that the rules ask for by name.
    Key(&'static str),
    /// 1 to 12; whether it is cut short ("Dec").
    Month(u8, bool),
    /// 1, Monday, to 7.
    Weekday(u8, Form),
    /// 0, spring, to 3, winter.
    Season(u8),
    /// Whether it is plural.
    Unit(Unit, bool),
    /// A number word below a hundred.
    Card(u32),
    /// A power of ten that multiplies.
    Scale(f64),
    /// An ordinal word up to thirty-first, cut at its hyphen.
    Ord(u8),
    /// A part of the day by its TIMEX3 code, and whether it is plural.
    Part(&'static str, bool),
    Digits,
    Word,
    Mark(char),
    /// A blank line.
    Break,
}

/// How a weekday is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Full,
    Short,
    Plural,
}

#[rustfmt::skip]
const KEYS: &[&str] = &[
    "a", "about", "ad", "after", "afterwards", "age", "ago", "ahead", "all", "almost", "am", "an", "and", "annual", "annually",
    "another", "any", "apart", "approximately", "are", "around", "as", "at", "barely", "bc", "bce", "be", "been", "before", "beforehand",
    "beginning", "between", "biweekly", "both", "but", "by", "ca", "calendar", "ce", "circa", "close", "coming", "consecutive",
    "couple", "course", "current", "currently", "daily", "date", "dawn", "during", "each", "earlier", "early", "end", "eve", "every",
    "everyday", "exactly", "few", "fewer", "final", "fiscal", "following", "for", "forthcoming", "from", "full", "further", "future", "fy",
    "gmt", "had", "half", "has", "have", "hence", "hourly", "hrs", "if", "immediate", "in", "into", "is", "just", "last", "lasting", "late",
    "lately", "later", "latter", "least", "less", "like", "little", "local", "long", "longer", "m", "many", "mere", "mid", "middle", "moment",
    "monthly", "more", "most", "near", "nearly", "new", "next", "night", "nightly", "no", "noon", "now", "nowadays", "o", "of", "old", "on",
    "once", "one", "only", "onward", "onwards", "or", "other", "over", "p", "part", "past", "per", "period", "pm", "present",
    "presently", "preceding", "previous", "previously", "prior", "quarterly", "quite", "recent", "recently", "remainder", "remaining", "rest",
    "roughly", "s", "same", "second", "several", "short", "shortly", "since", "so", "some", "soon", "start", "straight", "subsequent",
    "successive", "t", "than", "that", "the", "then", "these", "third", "this", "those", "through", "throughout", "till", "time", "times",
    "to", "today", "tomorrow", "tonight", "towards", "twice", "under", "until", "up", "upcoming", "very", "via", "was", "weekly", "well",
    "were", "when", "while", "whole", "will", "with", "within", "year", "yearly", "yesterday", "entire", "working", "additional",
    "extra", "good", "number", "thrice", "overnight", "midnight", "midday", "christmas", "easter", "thanksgiving", "halloween", "friday",
    "boxing", "day", "valentine", "h", "q", "ist", "utc", "est", "edt", "et", "pst", "pdt", "cet", "bst", "cest", "formerly", "clock", "hours",
    "eastern", "it", "he", "she", "they", "we", "not", "who", "which", "opening", "closing", "dozen", "bygone", "onset", "turn", "eet", "msk",
    "decade", "th", "st", "nd", "rd", "bi", "semi", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", "against", "without", "prime", "mr", "mrs", "ms", "minister", "theresa", "her", "his",
    "its", "their", "our", "my", "your", "approx", "fourth", "whose", "would", "earliest", "latest", "eventually", "momentarily",
];

static LEXICON: LazyLock<HashMap<&'static str, Lex>> = LazyLock::new(|| {
    let mut lexicon: HashMap<&'static str, Lex> = KEYS.iter().map(|word| (*word, Lex::Key(word))).collect();
    let months = "january february march april may june july august september october november december";
    for (n, word) in (1..).zip(months.split(' ')) {
        lexicon.insert(word, Lex::Month(n, false));
    }
    for (word, n) in [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("sept", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
    ] {
        lexicon.insert(word, Lex::Month(n, true));
    }
    let days = [
        ("monday", "mondays", "mon"),
        ("tuesday", "tuesdays", "tue"),
        ("wednesday", "wednesdays", "wed"),
        ("thursday", "thursdays", "thu"),
        ("friday", "fridays", "fri"),
        ("saturday", "saturdays", "sat"),
        ("sunday", "sundays", "sun"),
    ];
    for (n, (full, plural, short)) in (1..).zip(days) {
        lexicon.insert(full, Lex::Weekday(n, Form::Full));
        lexicon.insert(plural, Lex::Weekday(n, Form::Plural));
        lexicon.insert(short, Lex::Weekday(n, Form::Short));
    }
    for (word, n) in [("tues", 2), ("weds", 3), ("thur", 4), ("thurs", 4)] {
        lexicon.insert(word, Lex::Weekday(n, Form::Short));
    }
    for (word, n) in [
        ("spring", 0),
        ("springtime", 0),
        ("summer", 1),
        ("summertime", 1),
        ("autumn", 2),
        ("fall", 2),
        ("winter", 3),
        ("wintertime", 3),
    ] {
        lexicon.insert(word, Lex::Season(n));
    }
    for (one, many, unit) in [
        ("", "seconds", Unit::Second),
        ("minute", "minutes", Unit::Minute),
        ("hour", "hours", Unit::Hour),
        ("day", "days", Unit::Day),
        ("weekend", "weekends", Unit::Weekend),
        ("week", "weeks", Unit::Week),
        ("fortnight", "fortnights", Unit::Fortnight),
        ("month", "months", Unit::Month),
        ("quarter", "quarters", Unit::Quarter),
        ("year", "years", Unit::Year),
        ("decade", "decades", Unit::Decade),
        ("century", "centuries", Unit::Century),
        ("millennium", "millennia", Unit::Millennium),
        ("yr", "yrs", Unit::Year),
    ] {
        lexicon.insert(one, Lex::Unit(unit, false));
        lexicon.insert(many, Lex::Unit(unit, true));
    }
    for (n, word) in (0..).zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
         eighteen nineteen"
            .split_whitespace(),
    ) {
        lexicon.insert(word, Lex::Card(n));
    }
    for (n, word) in (2..).zip("twenty thirty forty fifty sixty seventy eighty ninety".split(' ')) {
        lexicon.insert(word, Lex::Card(n * 10));
    }
    for (word, n) in [
        ("dozen", 12.0),
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
        ("lakh", 1e5),
        ("crore", 1e7),
    ] {
        lexicon.insert(word, Lex::Scale(n));
    }
    for (n, word) in (1..).zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth \
         sixteenth seventeenth eighteenth nineteenth twentieth"
            .split_whitespace(),
    ) {
        lexicon.insert(word, Lex::Ord(n));
    }
    lexicon.insert("thirtieth", Lex::Ord(30));
    for (one, many, code) in [
        ("morning", "mornings", "MO"),
        ("afternoon", "afternoons", "AF"),
        ("evening", "evenings", "EV"),
        ("night", "nights", "NI"),
        ("daytime", "", "DT"),
        ("nighttime", "", "NI"),
        ("lunchtime", "", "MI"),
    ] {
        lexicon.insert(one, Lex::Part(code, false));
        lexicon.insert(many, Lex::Part(code, true));
    }
    lexicon.remove("");
    lexicon
});

/// One token and where it stands, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub lex: Lex,
    /// Whether it starts with a capital letter.
    pub capital: bool,
}

/// A text and its tokens; asking beyond either end gives a blank line.
pub(crate) struct Tokens<'t> {
    pub text: &'t str,
    pub list: Vec<Token>,
}

impl<'t> Tokens<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let len = if c.is_ascii_digit() {
                run(rest, |c| c.is_ascii_digit())
            } else if c.is_alphabetic() {
                run(rest, char::is_alphabetic)
            } else if c.is_whitespace() {
                run(rest, char::is_whitespace)
            } else {
                c.len_utf8()
            };
            let word = &rest[..len];
            let lex = if c.is_ascii_digit() {
                Some(Lex::Digits)
            } else if c.is_alphabetic() {
                Some(look_up(word))
            } else if c.is_whitespace() {
                (word.matches('\n').count() > 1).then_some(Lex::Break)
            } else {
                Some(Lex::Mark(plain(c)))
            };
            if let Some(lex) = lex {
                list.push(Token { start: at, end: at + len, lex, capital: c.is_uppercase() });
            }
            at += len;
        }
        Self { text, list }
    }

    pub fn lex(&self, i: usize) -> Lex {
        self.list.get(i).map_or(Lex::Break, |t| t.lex)
    }

    /// The token before `i`, or a blank line.
    pub fn before(&self, i: usize) -> Lex {
        i.checked_sub(1).map_or(Lex::Break, |i| self.lex(i))
    }

    /// The keyword at `i`, or nothing.
    pub fn key(&self, i: usize) -> &'static str {
        match self.lex(i) {
            Lex::Key(key) => key,
            // Words with a class of their own that rules also ask for by name.
            Lex::Card(1) => "one",
            Lex::Unit(Unit::Day, false) => "day",
            Lex::Unit(Unit::Year, false) => "year",
            Lex::Unit(Unit::Hour, true) => "hours",
            Lex::Part("NI", false) => "night",
            _ => "",
        }
    }

    pub fn key_before(&self, i: usize) -> &'static str {
        i.checked_sub(1).map_or("", |i| self.key(i))
    }

    pub fn word(&self, i: usize) -> &'t str {
        self.list.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    pub fn is_mark(&self, i: usize, mark: char) -> bool {
        self.lex(i) == Lex::Mark(mark)
    }

    /// Whether nothing stands between token `i` and the one before it, not even a blank line.
    pub fn glued(&self, i: usize) -> bool {
        i > 0
            && matches!((self.list.get(i - 1), self.list.get(i)), (Some(a), Some(b)) if a.end == b.start && a.lex != Lex::Break && b.lex != Lex::Break)
    }

    pub fn capital(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|t| t.capital)
    }

    /// A short run of digits as a number, with how many digits it has.
    pub fn digits(&self, i: usize) -> Option<(i32, usize)> {
        let word = self.word(i);
        (self.lex(i) == Lex::Digits && word.len() <= 9).then(|| Some((word.parse().ok()?, word.len())))?
    }

    /// Whether the digits at `i` are a number of their own: not a piece of "Su-35", "1,200", "3.14" or "B52".
    pub fn starts_number(&self, i: usize) -> bool {
        if i == 0 || !self.glued(i) {
            return true;
        }
        match self.before(i) {
            Lex::Mark('(' | '"' | '\'' | '[' | '/' | '–' | '*' | '~' | '>' | '=' | ':' | ';') => true,
            // "1775-1780" but not "Su-35" and not "1,200".
            Lex::Mark('-') => i < 2 || !self.glued(i - 1) || matches!(self.lex(i - 2), Lex::Digits | Lex::Month(..)),
            Lex::Mark(',' | '.') => i >= 2 && self.lex(i - 2) != Lex::Digits && self.lex(i - 2) != Lex::Mark('$'),
            _ => false,
        }
    }
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// Quotation marks and dashes by their plainest form.
fn plain(mark: char) -> char {
    match mark {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' => '-',
        '—' | '―' | '−' => '–',
        '€' | '£' | '¥' => '$',
        other => other,
    }
}

fn look_up(word: &str) -> Lex {
    let mut small = [0_u8; 16];
    let Some(small) = small.get_mut(..word.len()) else { return Lex::Word };
    if !word.is_ascii() {
        return Lex::Word;
    }
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    std::str::from_utf8(small).ok().and_then(|w| LEXICON.get(w)).copied().unwrap_or(Lex::Word)
}

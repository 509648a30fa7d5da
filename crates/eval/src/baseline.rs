//! What a short afternoon would give: the baselines that every figure stands beside.

use std::sync::LazyLock;

use claims::Offsets;
use regex::Regex;

use crate::corpus::{Quote, pair};
use crate::times::Timex;

static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new("“[^”\n]*”|\"[^\"\n]*\"").expect("a fixed pattern"));

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?:[Hh]e|[Ss]he|[Tt]hey|(?:\p{Lu}[\w.’'-]*\s)*\p{Lu}[\w’'-]*)";
    let verb = "(?:said|says|told|added|wrote|tweeted)";
    Regex::new(&format!(r"\b(?:({name})\s({verb})|({verb})\s({name}))\b")).expect("a fixed pattern")
});

/// How far, in bytes, the nearest "X said" may stand from its quotation.
const REACH: usize = 100;

/// Each stretch in quotation marks, with the nearest "X said" or "said X" of its paragraph.
pub fn attributions(text: &str) -> Vec<Quote> {
    let offsets = Offsets::new(text);
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let said: Vec<_> = SAID.captures_iter(paragraph).collect();
        for quoted in QUOTED.find_iter(paragraph) {
            let gap = |c: &regex::Captures<'_>| {
                let all = c.get_match();
                let after = all.start().checked_sub(quoted.end());
                let before = quoted.start().checked_sub(all.end());
                after.or(before).filter(|gap| *gap <= REACH)
            };
            let Some(nearest) = said.iter().filter_map(|c| Some((gap(c)?, c))).min_by_key(|(gap, _)| *gap) else {
                continue;
            };
            let part = |a, b| {
                let found = nearest.1.get(a).or_else(|| nearest.1.get(b));
                found.map(|m| pair(offsets.span(start + m.start()..start + m.end()))).into_iter().collect()
            };
            found.push(Quote {
                source: part(1, 4),
                cue: part(2, 3),
                content: vec![pair(offsets.span(start + quoted.start()..start + quoted.end()))],
                ..Quote::default()
            });
        }
        start += paragraph.len();
    }
    found
}

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = format!("({})", MONTHS.join("|"));
    Regex::new(&format!(
        r"\b(?:(\d{{4}})-(\d\d)-(\d\d)|{month} (\d{{1,2}}), (\d{{4}})|(\d{{1,2}}) {month} (\d{{4}}))\b"
    ))
    .expect("a fixed pattern")
});

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days written out in full: 2024-12-14, December 14, 2024 and 14 December 2024.
pub fn times(text: &str) -> Vec<Timex> {
    let offsets = Offsets::new(text);
    let named = |month: &str| MONTHS.iter().position(|m| *m == month).map_or(0, |i| i + 1);
    let days = DAY.captures_iter(text).map(|day| {
        let part = |i| day.get(i).map(|m| m.as_str());
        let value = match (part(1), part(4), part(7)) {
            (Some(_), ..) => day[0].to_owned(),
            (_, Some(month), _) => format!("{}-{:02}-{:0>2}", &day[6], named(month), &day[5]),
            _ => format!("{}-{:02}-{:0>2}", &day[9], named(&day[8]), &day[7]),
        };
        let span = offsets.span(day.get_match().range());
        Timex { start: span.start, end: span.end, kind: Some("DATE".to_owned()), value: Some(value) }
    });
    days.collect()
}

static UNSEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?is)<!--.*?-->|<(?:script|style|noscript|template)\b.*?</(?:script|style|noscript|template)\s*>|<[^>]*>",
    )
    .expect("a fixed pattern")
});

static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|[a-zA-Z]+);").expect("a fixed pattern"));

/// All the text of a page, menus and adverts with it.
pub fn body(html: &str) -> String {
    let text = UNSEEN.replace_all(html, " ");
    let letter = |c: &regex::Captures<'_>| {
        let decimal = c.get(1).and_then(|m| m.as_str().parse().ok());
        let code = decimal.or_else(|| c.get(2).and_then(|m| u32::from_str_radix(m.as_str(), 16).ok()));
        // Named ones are mostly spaces and quotation marks, which the words of a body leave out anyway.
        code.and_then(char::from_u32).unwrap_or(' ').to_string()
    };
    ENTITY.replace_all(&text, letter).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_speaker_of_the_paragraph_gets_the_quotation() {
        let text = "“It held,” said Ana Kovač. “Water came.”\n“Nobody,” he said.\n“No voice here.”";
        let letters: Vec<char> = text.chars().collect();
        let lines: Vec<String> = attributions(text).iter().map(|q| crate::errors::marked(&letters, q, 0)).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        {“It held,”} <said> [Ana Kovač]…
        …<said> [Ana Kovač]. {“Water came.”}…
        …{“Nobody,”} [he] <said>…
        ");
    }

    #[test]
    fn days_written_in_full_are_found() {
        let text = "On 2024-12-14, December 5, 2024 and 7 March 1999, not in May.";
        let values: Vec<String> = times(text).into_iter().filter_map(|t| t.value).collect();
        assert_eq!(values, ["2024-12-14", "2024-12-05", "1999-03-07"]);
    }

    #[test]
    fn scripts_and_tags_are_no_text() {
        let words = body("<p>A&#8217;s <b>day</b></p><script>var x = '<p>';</script>&nbsp;&amp;<!-- no -->");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["A’s", "day"]);
    }
}

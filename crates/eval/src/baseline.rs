//! What a short afternoon would give: the baselines that every figure stands beside.

use std::sync::LazyLock;

use claims::Offsets;
use regex::Regex;

use crate::corpus::{Quote, pair};

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

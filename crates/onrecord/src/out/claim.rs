//! A claim for people: the voice, how and where, the words, the hedge, and what it speaks of.
//!
//! ```text
//! Volodymyr Zelensky, President
//! stated · evening address · Sat 14 Dec 2024
//!   “The losses among this category are already noticeable”
//!   about Sat 14 Dec 2024 · Kursk region                                    3f9a27c1
//! ```

use std::collections::{HashMap, HashSet};

use claims::{Claim, Content, Degree, DocumentRef, Form, Mention, Place, Polarity, Quantity, Status};

use super::page::{Page, Type, plain};
use super::{act, day};

/// How far a claim within another stands in.
const STEP: usize = 4;

/// The line or two above a document's claims.
pub(crate) fn header(page: Page, document: &DocumentRef, path: Option<&str>, problems: usize) -> String {
    let title = document.title.as_deref().or(path).unwrap_or("a report without a title");
    let mut under = Vec::new();
    under.extend(document.outlet.clone());
    under.extend(document.published.map(day::date));
    under.extend(path.filter(|path| *path != title).map(str::to_owned));
    match problems {
        0 => {}
        1 => under.push("1 problem".to_owned()),
        n => under.push(format!("{n} problems")),
    }
    let mut text = page.paragraph(0, &[(Type::Bold, title.to_owned())]);
    text += &page.paragraph(0, &[(Type::Dim, under.join(" · "))]);
    text
}

/// All claims of one document, each within the one it stands in, with a blank line before each.
pub(crate) fn tree(page: Page, claims: &[Claim]) -> String {
    let place: HashMap<&str, usize> = claims.iter().enumerate().map(|(i, claim)| (claim.id.as_str(), i)).collect();
    let parent = |claim: &Claim| claim.inside.as_ref().and_then(|id| place.get(id.as_str()).copied());
    let mut within: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (i, claim) in claims.iter().enumerate() {
        match parent(claim).filter(|at| *at != i) {
            Some(at) => within.entry(at).or_default().push(i),
            None => open.push((i, 0)),
        }
    }
    open.reverse();
    let mut text = String::new();
    let mut shown = HashSet::new();
    let mut met = HashSet::new();
    let mut show = |open: &mut Vec<(usize, usize)>| {
        while let Some((i, depth)) = open.pop() {
            if shown.insert(i) {
                text.push('\n');
                // A role is told when its bearer first speaks, as a reporter would.
                let role = claims[i].source.as_ref().and_then(|s| Some((&s.name, s.role.as_ref()?)));
                let again = role.is_some_and(|role| !met.insert(role));
                text += &one(page, &claims[i], depth * STEP, again);
                open.extend(within.get(&i).into_iter().flatten().rev().map(|child| (*child, depth + 1)));
            }
        }
    };
    show(&mut open);
    // Claims that stand within each other in a ring have no outermost one; nothing is left out for that.
    for i in 0..claims.len() {
        show(&mut vec![(i, 0)]);
    }
    text
}

/// One claim, `indent` columns in; without the role of a source who spoke in it before.
fn one(page: Page, claim: &Claim, indent: usize, met: bool) -> String {
    let mut pieces = voice(claim);
    if met {
        pieces.retain(|(kind, words)| *kind != Type::Plain || !words.starts_with(", "));
    }
    let mut text = page.paragraph(indent, &pieces);
    let how = how(claim);
    if !how.is_empty() {
        text += &page.paragraph(indent, &[(Type::Plain, how.join(" · "))]);
    }
    text += &page.paragraph(indent + 2, &[(Type::Plain, words(&claim.content))]);
    if let Some(hedge) = hedge(claim) {
        text += &page.paragraph(indent + 2, &[(Type::Warning, hedge)]);
    }
    let mut last = speaks_of(claim);
    last.push(short(claim.id.as_str()).to_owned());
    text += &page.paragraph(indent + 2, &[(Type::Dim, last.join(" · "))]);
    text
}

/// As much of an id as people need; `show` takes any beginning that is one claim's own.
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// Who says what [`is_nobodys`].
pub(crate) const NOBODY: &str = "nobody named";

/// Whether nobody is named for words within somebody's, where it is not the outlet who speaks.
pub(crate) fn is_nobodys(claim: &Claim) -> bool {
    claim.source.is_none() && !claim.chain.is_empty()
}

/// Who speaks: "Kyiv Post ‹ **HUR**, intelligence service".
pub(crate) fn voice(claim: &Claim) -> Vec<(Type, String)> {
    let mut pieces: Vec<(Type, String)> =
        claim.passed_on_by().iter().map(|voice| (Type::Plain, format!("{voice} ‹ "))).collect();
    let Some(source) = &claim.source else {
        if is_nobodys(claim) {
            pieces.push((Type::Dim, NOBODY.to_owned()));
            return pieces;
        }
        let outlet = claim.document.outlet.as_deref().unwrap_or("The outlet");
        return vec![(Type::Bold, outlet.to_owned()), (Type::Dim, ", in its own voice".to_owned())];
    };
    pieces.push((Type::Bold, source.name.clone()));
    if let Some(role) = &source.role {
        pieces.push((Type::Plain, format!(", {role}")));
    }
    pieces
}

/// How, where and when: "stated", "evening address", "Sat 14 Dec 2024".
fn how(claim: &Claim) -> Vec<String> {
    let mut how = manner(claim);
    how.extend(claim.said.edtf.as_deref().map(day::edtf));
    how
}

/// How and where: "stated", "evening address".
pub(crate) fn manner(claim: &Claim) -> Vec<String> {
    let mut how = Vec::new();
    match (&claim.cue, claim.form) {
        (Some(cue), _) => how.push(cue.text.trim_end_matches([':', ',']).trim().to_owned()),
        (None, Form::Continued) => how.push("went on".to_owned()),
        (None, _) => {}
    }
    // "posting on Telegram" has said where already.
    let said = |channel: &String| how.iter().any(|cue| cue.to_lowercase().contains(&channel.to_lowercase()));
    how.extend(claim.said.channel.clone().filter(|channel| !said(channel)));
    how.retain(|part| !part.is_empty());
    how
}

/// The words of a claim; an ellipsis stands where its spans leave words out.
pub(crate) fn words(content: &Content) -> String {
    let mut rest = content.text.as_str();
    let mut parts = Vec::new();
    for span in &content.spans {
        let end = rest.char_indices().nth(span.len()).map_or(rest.len(), |(at, _)| at);
        parts.push(rest[..end].trim());
        rest = rest[end..].strip_prefix(' ').unwrap_or(&rest[end..]);
    }
    // Spans that do not fit their text tell nothing; then the text stands as it is.
    if !rest.is_empty() || parts.iter().any(|part| part.is_empty()) {
        return content.text.clone();
    }
    parts.join(" … ")
}

/// What keeps a claim from being plainly stated: "expected: “are expected to” · not observed".
pub(crate) fn hedge(claim: &Claim) -> Option<String> {
    let mut parts = Vec::new();
    let degree = word(&claim.certainty.degree);
    if claim.certainty.degree != Degree::Stated {
        parts.push(match &claim.certainty.words {
            Some(words) => format!("{degree}: “{words}”"),
            None => degree.clone(),
        });
    }
    if claim.polarity == Polarity::Denied {
        parts.push("denied".to_owned());
    }
    if !matches!(claim.status, Status::Happened | Status::Ongoing | Status::General) {
        let status = word(&claim.status).replace('-', " ");
        if status != degree {
            parts.push(status);
        }
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// That a claim denies what its words describe, and by which of them: "denied: “not”". Nothing where its cue has said so,
/// as in "Minsk denied any role".
pub(crate) fn denial(claim: &Claim) -> Option<String> {
    let cue = claim.cue.as_ref().map(|cue| cue.text.to_lowercase()).unwrap_or_default();
    if claim.polarity == Polarity::Affirmed || cue.contains("deny") || cue.contains("deni") {
        return None;
    }
    let by = claim.decided.get("polarity").and_then(|decision| decision.mention.as_ref());
    Some(match by.filter(|mention| !cue.contains(&mention.words.to_lowercase())) {
        Some(Mention { words, .. }) => format!("denied: “{words}”"),
        None => "denied".to_owned(),
    })
}

/// The course of the event in words, where it is neither plain nor told by the certainty or by what is denied: "planned".
pub(crate) fn course(claim: &Claim) -> Option<String> {
    let plain = matches!(claim.status, Status::Happened | Status::Ongoing | Status::General);
    let denied = claim.polarity == Polarity::Denied && claim.status == Status::NotHappened;
    let status = word(&claim.status);
    (!plain && !denied && status != word(&claim.certainty.degree)).then(|| status.replace('-', " "))
}

/// Days, places and figures.
pub(crate) fn speaks_of(claim: &Claim) -> Vec<String> {
    let mut of = Vec::new();
    let mut add = |words: String| {
        if !of.contains(&words) {
            of.push(words);
        }
    };
    for about in &claim.about {
        let mut day = day::edtf(&about.edtf);
        if !day.starts_with(|c: char| c.is_lowercase()) {
            day = format!("about {day}");
        }
        add(day);
    }
    claim.places.iter().map(Place::with_country).for_each(&mut add);
    claim.quantities.iter().map(quantity).for_each(&mut add);
    of
}

pub(crate) fn quantity(quantity: &Quantity) -> String {
    match &quantity.of {
        Some(of) if !quantity.words.contains(of.as_str()) => format!("{} {of}", quantity.words),
        _ => quantity.words.clone(),
    }
}

/// The word that stands for a unit variant in the record.
pub(crate) fn word<T: serde::Serialize>(variant: &T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// One claim with all its fields, and what decided each.
pub(crate) fn fields(page: Page, claim: &Claim) -> String {
    let mut rows: Vec<(&str, String, String)> = Vec::new();
    let by = |field: &str| claim.decided.get(field);
    let decided = |field: &str| by(field).map_or_else(String::new, |d| d.by.to_string());
    let quoted = |words: &str| if words.is_empty() { String::new() } else { format!(" “{words}”") };
    if let Some(source) = &claim.source {
        let role = source.role.as_ref().map_or_else(String::new, |role| format!(", {role}"));
        let mention = if source.mention == source.name { String::new() } else { quoted(&source.mention) };
        rows.push((
            "voice",
            format!("{}{role} ({}){mention}", source.name, word(&source.kind)),
            source.decided_by.to_string(),
        ));
        for other in &source.alternatives {
            rows.push(("", format!("or {} ({:.2})", other.name, other.confidence), String::new()));
        }
    } else {
        let outlet = claim.document.outlet.as_deref().unwrap_or("the outlet");
        let own = || format!("{outlet}, in its own voice");
        let voice = if is_nobodys(claim) { NOBODY.to_owned() } else { own() };
        rows.push(("voice", voice, decided("source")));
    }
    if !claim.passed_on_by().is_empty() {
        rows.push(("through", claim.chain.join(" ‹ "), decided("chain")));
    }
    let cue = claim.cue.as_ref().map_or_else(String::new, |cue| format!(" “{}”", cue.text));
    let reported = ["form", "cue", "content"].iter().find_map(|field| by(field)).map(|d| d.by.to_string());
    rows.push((
        "reported",
        format!("{}{cue}", word(&claim.form).replace('-', " ")),
        reported.unwrap_or_else(|| decided("attribution")),
    ));
    if claim.said.edtf.is_some() || claim.said.channel.is_some() {
        let mut said: Vec<String> = Vec::new();
        said.extend(
            claim.said.edtf.as_deref().map(|edtf| {
                format!("{}{}", day::edtf(edtf), claim.said.words.as_deref().map(quoted).unwrap_or_default())
            }),
        );
        said.extend(claim.said.channel.clone());
        let by: Vec<&str> = claim.said.decided_by.iter().map(claims::Decider::as_str).collect();
        rows.push(("said", said.join(" · "), by.join(", ")));
    }
    for about in &claim.about {
        rows.push((
            "about",
            format!("{}{}", day::edtf(&about.edtf), quoted(&about.words)),
            about.decided_by.to_string(),
        ));
    }
    for at in &claim.places {
        let words =
            if at.name.as_deref() == Some(&at.words) || at.name.is_none() { String::new() } else { quoted(&at.words) };
        let point = at.lat.zip(at.lon).map_or_else(String::new, |(lat, lon)| format!(" ({lat:.2}, {lon:.2})"));
        rows.push(("place", format!("{}{point}{words}", at.with_country()), at.decided_by.to_string()));
    }
    for figure in &claim.quantities {
        let range = bounds(figure);
        rows.push(("figure", format!("{} ({range})", quantity(figure)), figure.decided_by.to_string()));
    }
    let hedge = claim.certainty.words.as_deref().map(quoted).unwrap_or_default();
    rows.push((
        "certainty",
        format!("{}{hedge}", word(&claim.certainty.degree)),
        claim.certainty.decided_by.to_string(),
    ));
    for (field, value) in [("polarity", word(&claim.polarity)), ("status", word(&claim.status).replace('-', " "))] {
        let words = match by(field).and_then(|d| d.mention.as_ref()) {
            Some(Mention { words, .. }) => quoted(words),
            None => String::new(),
        };
        rows.push((field, format!("{value}{words}"), decided(field)));
    }
    for (name, decision) in &claim.decided {
        if let Some(was) = &decision.was {
            let by: Vec<&str> = was.by.iter().map(claims::Decider::as_str).collect();
            rows.push(("before", format!("{name}: {}", act::value(&was.change)), by.join(", ")));
        }
    }
    rows.push(("confidence", format!("{:.2}", claim.confidence), String::new()));
    rows.push(("id", claim.id.to_string(), String::new()));
    rows.iter()
        .map(|(label, value, by)| {
            let mut pieces = vec![(Type::Plain, value.clone())];
            if !by.is_empty() {
                pieces.push((Type::Dim, format!(" · {by}")));
            }
            let set = page.paragraph(LABEL, &pieces);
            // The label takes the place of the first line's indent.
            let rest = set.get(LABEL.min(page.width / 2)..).unwrap_or_default();
            page.set(Type::Dim, &format!("{label:LABEL$}")) + rest
        })
        .collect()
}

const LABEL: usize = 12;

/// What a figure can be: "more than 11000", "2000 to 3000".
fn bounds(figure: &Quantity) -> String {
    let about = if figure.approximate { "about " } else { "" };
    let unit = figure.unit.as_ref().map_or_else(String::new, |unit| format!(" {}", plain(unit)));
    let range = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => format!("{low}"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) if figure.low_open => format!("more than {low}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) if figure.high_open => format!("less than {high}"),
        (None, Some(high)) => format!("{high} or less"),
        (None, None) => "no number".to_owned(),
    };
    format!("{about}{range}{unit}")
}

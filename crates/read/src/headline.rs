//! Headlines, bylines and the other lines that stand around a report's text.
//!
//! "Bridge closed after flood | The Lenk Courier" is the headline "Bridge closed
//! after flood" of the outlet "The Lenk Courier"; "By Jane Doe and Max Roe" names
//! two authors; "KYIV, Dec. 14 —" alone in a line is a dateline.

use claims::BlockKind;
use jiff::civil::Date;

use crate::day;
use crate::furniture::{ends_sentence, is_headline, words};
use crate::layout::{Part, spaced};
use crate::{Facts, note};

/// A page title without the name of its site, and that name.
///
/// The name is cut where it is known (`outlet`), where the rest is the heading of the page
/// (`heading`), or where a bar sets off a few words at the end. A dash alone is no reason: headlines have dashes.
pub(crate) fn without_site(title: &str, outlet: Option<&str>, heading: Option<&str>) -> (String, Option<String>) {
    let title = spaced(title);
    let heading = heading.map(words);
    let outlet = outlet.map(words);
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", " / ", "| "] {
        // From the right, so that a headline with a mark of its own keeps it.
        let Some(at) = title.rfind(mark) else { continue };
        let (head, site) = (title[..at].trim(), title[at + mark.len()..].trim());
        let known = |site: &str| outlet.as_ref().is_some_and(|outlet| same_site(outlet, &words(site)));
        let is_heading = |text: &str| heading.as_ref().is_some_and(|heading| *heading == words(text));
        if known(site) || is_heading(head) {
            let (shorter, _) = without_site(head, None, None);
            // "Headline | Section | Outlet"
            let head = if is_heading(&shorter) { shorter } else { head.to_owned() };
            return (head, Some(site.to_owned()));
        }
        let (first, rest) = title.split_once(mark).unwrap_or((head, site));
        if known(first) && words(rest).len() > 2 {
            return (rest.trim().to_owned(), Some(first.trim().to_owned()));
        }
        if mark.contains(['|', '»', ':']) && words(site).len() <= 4 && words(head).len() >= 3 {
            return (head.to_owned(), Some(site.to_owned()));
        }
    }
    (title, None)
}

/// "BBC News" and "BBC", "The Guardian" and "Guardian" are the same site.
fn same_site(outlet: &[String], site: &[String]) -> bool {
    let bare = |words: &[String]| -> String { words.iter().filter(|word| *word != "the").cloned().collect() };
    let (outlet, site) = (bare(outlet), bare(site));
    !site.is_empty() && (outlet == site || outlet.starts_with(&site) || site.starts_with(&outlet))
}

/// The authors that a byline names, where the whole text is one.
pub(crate) fn byline(text: &str) -> Option<Vec<String>> {
    const LABELS: [&str; 22] = [
        "by",
        "written by",
        "reported by",
        "story by",
        "text by",
        "author",
        "authors",
        "von",
        "autor",
        "autorin",
        "par",
        "auteur",
        "por",
        "autora",
        "texto",
        "автор",
        "автори",
        "авторы",
        "текст",
        "author:",
        "text",
        "автори:",
    ];
    let text = spaced(text);
    if text.chars().count() > 120 || ends_sentence(&text) && !text.ends_with('.') {
        return None;
    }
    let lower = text.to_lowercase();
    let rest = LABELS
        .iter()
        .filter_map(|label| {
            // Lower-casing can change lengths; labels are cut by characters.
            let rest = lower.strip_prefix(label)?;
            rest.starts_with([' ', ':']).then(|| text.chars().skip(label.chars().count()).collect::<String>())
        })
        .min_by_key(String::len)?;
    let rest = rest.trim_start_matches([':', ' ']).trim_end_matches(['.', ' ', '|', ',']);
    let names = names(rest);
    (!names.is_empty()).then_some(names)
}

/// The names in "Jane Doe, Max Roe and Ann Poe"; what follows the last name ("in Geneva", "Staff Writer") is left out.
pub(crate) fn names(list: &str) -> Vec<String> {
    let mut list = list.to_owned();
    for word in [" and ", " & ", " und ", " et ", " y ", " e ", " та ", " і ", " и ", " with ", "; ", " | ", " / "]
    {
        list = list.replace(word, "\u{1}");
    }
    let joined = list.contains('\u{1}');
    let mut names = Vec::new();
    for (at, group) in list.split('\u{1}').enumerate() {
        for (i, name) in group.split(", ").enumerate() {
            // "Jane Doe, Staff Writer": after a comma a second name is believed only in a list.
            if i > 0 && !(joined && at == 0) {
                break;
            }
            let name = name.trim();
            if is_name(name) {
                names.push(name.to_owned());
            } else if names.is_empty() {
                return Vec::new();
            }
        }
    }
    names
}

/// Two to five words with capitals, or the short name of an agency.
pub(crate) fn is_name(name: &str) -> bool {
    const SMALL: [&str; 14] =
        ["de", "del", "der", "van", "von", "den", "la", "le", "bin", "al", "el", "di", "da", "dos"];
    if name.chars().any(|c| c.is_ascii_digit() || "@:!?\"“”()/".contains(c)) {
        return false;
    }
    let parts: Vec<&str> = name.split_whitespace().collect();
    let capital =
        |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    match parts[..] {
        [one] => {
            matches!(one, "Reuters" | "Bloomberg")
                || (2..=6).contains(&one.len()) && one.chars().all(|c| c.is_ascii_uppercase())
        }
        [first, .., last] => {
            parts.len() <= 5
                && capital(first)
                && capital(last)
                && parts.iter().all(|word| capital(word) || SMALL.contains(&word.to_lowercase().as_str()))
        }
        [] => false,
    }
}

/// A day in a line that holds a date and little else, and whether it is that of a change.
pub(crate) fn date_line(text: &str) -> Option<(Date, bool)> {
    const CHANGED: [&str; 12] = [
        "updated",
        "modified",
        "edited",
        "оновлено",
        "змінено",
        "обновлено",
        "изменено",
        "aktualisiert",
        "jour",
        "actualizado",
        "actualizada",
        "modifié",
    ];
    const PUBLISHED: [&str; 18] = [
        "published",
        "posted",
        "first",
        "on",
        "at",
        "date",
        "опубліковано",
        "опубликовано",
        "дата",
        "veröffentlicht",
        "stand",
        "vom",
        "publié",
        "le",
        "publicado",
        "el",
        "last",
        "created",
    ];
    const CLOCK: [&str; 30] = [
        "am",
        "pm",
        "a",
        "p",
        "m",
        "gmt",
        "utc",
        "est",
        "edt",
        "et",
        "cet",
        "cest",
        "eet",
        "bst",
        "uhr",
        "h",
        "год",
        "г",
        "року",
        "р",
        "года",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "min",
        "read",
    ];
    if text.chars().count() > 90 {
        return None;
    }
    let found = day::find(text)?;
    let words = words(text);
    let changed = words.iter().any(|word| CHANGED.contains(&word.as_str()));
    let other = words
        .iter()
        .filter(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| {
            let word = word.as_str();
            ![&CHANGED[..], &PUBLISHED, &CLOCK].iter().any(|list| list.contains(&word))
        })
        .count();
    // What is left is the month, a weekday of another language, perhaps a place.
    (other <= 2 && !words.is_empty())
        .then_some((found, changed && !words.iter().any(|w| w == "published" || w == "posted")))
}

/// What a line of credits tells: "By Jane Doe | 14 December 2024 | 5 min read", "The Lenk Courier, 14 December 2024".
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Credits {
    authors: Vec<String>,
    outlet: Option<String>,
    published: Option<Date>,
    modified: Option<Date>,
}

impl Credits {
    /// Keeps what the line tells, as found in the byline.
    pub(crate) fn note(self, facts: &mut Facts) {
        note(&mut facts.authors, Some(self.authors).filter(|authors| !authors.is_empty()), "byline");
        note(&mut facts.outlet, self.outlet, "byline");
        note(&mut facts.published, self.published, "byline");
        note(&mut facts.modified, self.modified, "byline");
    }
}

/// The credits in a line that holds nothing else: a byline, days, times, how long it takes to read, and beside a day names.
///
/// A name without "by" is the outlet's where it alone stands beside the authors or opens with "The"; of two, nothing tells which is whose.
pub(crate) fn credits(text: &str) -> Option<Credits> {
    if text.chars().count() > 160 {
        return None;
    }
    let mut told = Credits::default();
    let mut named: Vec<&str> = Vec::new();
    for segment in text.split(['|', '·', '•', '–', '—']).flat_map(|part| part.split(" - ")).map(str::trim) {
        // "The Lenk Courier, 14 December 2024"
        let (name, rest) =
            segment.split_once(", ").filter(|(name, rest)| is_masthead(name) && date_line(rest).is_some()).unzip();
        if let Some(name) = name {
            named.push(name);
        }
        let segment = rest.unwrap_or(segment);
        if let Some((day, changed)) = date_line(segment) {
            let field = if changed { &mut told.modified } else { &mut told.published };
            *field = field.or(Some(day));
        } else if let Some(names) = byline(segment) {
            told.authors.extend(names);
            // "By Jane Doe, Lenk Courier, 14 December 2024".
            let field = if is_changed(segment) { &mut told.modified } else { &mut told.published };
            *field = field.or_else(|| day::find(segment));
        } else if is_name(segment) || is_masthead(segment) {
            named.push(segment);
        } else if !segment.is_empty() && !is_clock(segment) {
            return None;
        }
    }
    // "Bridges | Roads" is a line of sections, and no credits.
    if !named.is_empty() && told.published.or(told.modified).is_none() {
        return None;
    }
    told.outlet = match named[..] {
        [one] if is_masthead(one) || !told.authors.is_empty() => Some(one.to_owned()),
        _ => named.iter().find(|name| is_masthead(name)).map(|name| (*name).to_owned()),
    };
    (told != Credits::default()).then_some(told)
}

/// What a line of names, places and one day tells, whoever of them is who: "Jane Doe, Lenk Courier, Geneva, 14 December 2024",
/// "Lenk Courier | Sport | Tuesday 3 May 2024, 21.40".
fn dated(text: &str) -> Option<Credits> {
    const LIGHT: [&str; 45] = [
        "by",
        "and",
        "with",
        "the",
        "of",
        "from",
        "at",
        "in",
        "for",
        "on",
        "to",
        "our",
        "a",
        "an",
        "de",
        "del",
        "der",
        "van",
        "von",
        "la",
        "le",
        "el",
        "al",
        "di",
        "da",
        "desk",
        "agencies",
        "agency",
        "staff",
        "reporter",
        "reporters",
        "correspondent",
        "correspondents",
        "editor",
        "translated",
        "edited",
        "updated",
        "published",
        "posted",
        "special",
        "am",
        "pm",
        "p",
        "m",
        "admin",
    ];
    let barred = text.contains(['|', '·', '•']);
    if text.chars().count() > 140 || text.contains(": ") || !barred && !text.contains(',') {
        return None;
    }
    let day = day::find(text)?;
    let light =
        |word: &str| !word.starts_with(char::is_lowercase) || LIGHT.contains(&word) || day::month_named(word).is_some();
    let plain = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if plain.clone().count() > 22
        || !plain.clone().all(light)
        || !plain.clone().any(|w| w.starts_with(char::is_uppercase))
    {
        return None;
    }
    let authors = byline(text.split(['|', '·', '•']).next().unwrap_or_default()).unwrap_or_default();
    // "Lenk, Tonhalle, 3 May 2025" may be where something is played.
    let posted = plain.clone().any(|word| matches!(word.to_lowercase().as_str(), "published" | "posted"));
    let named = || posted || text.split(',').any(|piece| is_name(piece.trim()) || is_masthead(piece.trim()));
    if !barred && authors.is_empty() && !named() {
        return None;
    }
    let (published, modified) = if is_changed(text) { (None, Some(day)) } else { (Some(day), None) };
    Some(Credits { authors, outlet: None, published, modified })
}

/// Whether the day of a line is that of a change alone.
fn is_changed(text: &str) -> bool {
    let words = words(text);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    any(&["updated", "modified"]) && !any(&["published", "posted"])
}

/// "The Lenk Courier": an article and one to four words with capitals.
fn is_masthead(name: &str) -> bool {
    let mut parts = name.split_whitespace();
    parts.next() == Some("The")
        && (1..=4).contains(&parts.clone().count())
        && parts.all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || "-’'&".contains(c))
        })
}

/// "10:30", "5 min read", "Temps de lecture : 9 min".
fn is_clock(text: &str) -> bool {
    let words = words(text);
    let counts = words.iter().any(|word| word.bytes().all(|b| b.is_ascii_digit()));
    counts
        && words.len() <= 6
        && (words.iter().any(|word| word.starts_with("min") || word.starts_with("мин") || word.starts_with("хв"))
            || text.contains(':'))
}

/// Whether a whole block is a dateline: capitals, perhaps a day, and a dash or nothing behind it.
pub(crate) fn is_dateline(text: &str) -> bool {
    let words = words(text);
    let first = text.split([',', ' ', '—', '–']).next().unwrap_or_default();
    let capitals = first.chars().count() >= 3 && first.chars().all(|c| c.is_uppercase() || c == '-' || c == '\'');
    let dash = text.trim_end().ends_with(['—', '–', '-']);
    let place_and_day = text.contains(',') && words.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
    capitals && words.len() <= 9 && (dash || (place_and_day && !ends_sentence(text)))
}

/// The day of the dateline that a paragraph opens with: "LENK, Switzerland, 3 May 2025 (Courier) – The bridge was closed".
fn opening_day(text: &str) -> Option<Date> {
    const LONGEST: usize = 90;
    let at = [" — ", " – ", " -- ", " - "].iter().filter_map(|dash| text.find(dash)).min()?;
    let line = text.get(..at).filter(|line| line.len() <= LONGEST && line.contains(','))?;
    let plain = line.split('(').next().unwrap_or_default();
    is_dateline(plain).then(|| day::find(plain)).flatten()
}

/// Takes what part number `at` credits into `facts`; whether the part is credits alone and leaves the text.
///
/// A line of names and a day is a dateline and stays, except that the first line may be a headline.
pub(crate) fn take_credits(part: &mut Part, at: usize, facts: &mut Facts) -> bool {
    if let Some(told) = credits(&part.text) {
        told.note(facts);
        return true;
    }
    if let Some(told) = dated(&part.text).filter(|_| at > 0) {
        part.kind = BlockKind::Dateline;
        told.note(facts);
    }
    false
}

/// Takes title, byline and date from the parts at the top of a plain text into `facts`.
///
/// A first line is a headline where it is short, has no full stop and running text follows; else there is none.
pub(crate) fn take_head(parts: &mut Vec<Part>, facts: &mut Facts) {
    let runs =
        |part: &Part| part.kind == BlockKind::Paragraph && ends_sentence(&part.text) && words(&part.text).len() >= 8;
    if let Some(first) = parts.first()
        && first.kind == BlockKind::Paragraph
        && is_headline(&first.text)
        && words(&first.text).len() <= 22
        && credits(&first.text).is_none()
        && !is_dateline(&first.text)
        // Where the title is known, another line over the text is a letterhead.
        && facts.title.as_ref().is_none_or(|title| words(&title.value) == words(&first.text))
        && parts.iter().skip(1).take(5).any(|part| runs(part) && part.text.len() > first.text.len())
    {
        note(&mut facts.title, Some(first.text.clone()), "text");
        parts[0].kind = BlockKind::Headline;
    }
    let mut at = 0;
    while at < parts.len().min(6) {
        let part = &mut parts[at];
        if part.kind == BlockKind::Paragraph {
            if is_dateline(&part.text) {
                part.kind = BlockKind::Dateline;
                note(&mut facts.published, day::find(&part.text), "dateline");
            } else if take_credits(part, at, facts) {
                parts.remove(at);
                continue;
            } else {
                note(&mut facts.published, opening_day(&part.text), "dateline");
            }
        }
        at += 1;
    }
}

/// Marks as subheadings the short lines without a full stop that running text surrounds.
pub(crate) fn mark_subheadings(parts: &mut [Part]) {
    let short: Vec<bool> =
        parts.iter().map(|part| part.kind == BlockKind::Paragraph && could_head(&part.text)).collect();
    for at in 1..parts.len().saturating_sub(1) {
        let next = &parts[at + 1];
        let text_follows =
            !short[at + 1] && matches!(next.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List);
        let longer = next.text.len() > parts[at].text.len();
        if short[at] && text_follows && longer && (!short[at - 1] || at == 1) {
            parts[at].kind = BlockKind::Subheading;
        }
    }
}

fn could_head(text: &str) -> bool {
    let count = words(text).len();
    if !(1..=16).contains(&count) || text.chars().count() > 120 || text.ends_with([',', ';', ':', '—', '–', '-']) {
        return false;
    }
    let starts = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    // A question may head a section; one inside quotation marks is somebody's.
    let question = text.ends_with('?') && count <= 9;
    starts && (question || !ends_sentence(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_leave_the_title_and_dashes_stay() {
        let cut = |title: &str, outlet, heading| without_site(title, outlet, heading).0;
        assert_eq!(cut("Bridge closed after flood | Lenk Courier", None, None), "Bridge closed after flood");
        assert_eq!(cut("Bridge closed – two dead – BBC News", Some("BBC"), None), "Bridge closed – two dead");
        assert_eq!(cut("Bridge closed - two dead", None, None), "Bridge closed - two dead");
        assert_eq!(cut("Bridge closed - Lenk Courier", None, Some("Bridge closed")), "Bridge closed");
        assert_eq!(
            cut("Bridge closed after flood | World | Courier", Some("Courier"), Some("Bridge closed after flood")),
            "Bridge closed after flood"
        );
        assert_eq!(cut("Courier: bridge closed", Some("Courier"), None), "Courier: bridge closed");
    }

    #[test]
    fn bylines_name_authors_and_sentences_do_not() {
        let names = |text: &str| byline(text).unwrap_or_default().join("+");
        assert_eq!(names("By Jane Doe"), "Jane Doe");
        assert_eq!(names("By Jane Doe, Max Roe and Ann van Poe"), "Jane Doe+Max Roe+Ann van Poe");
        assert_eq!(names("By Jane Doe, Staff Writer"), "Jane Doe");
        assert_eq!(names("By AFP"), "AFP");
        assert_eq!(names("Автор: Олена Коваль"), "Олена Коваль");
        assert_eq!(names("Von Max Muster und Eva Muster"), "Max Muster+Eva Muster");
        for text in ["By Monday evening the water had gone.", "By now", "Par la suite", "Von hier an", "Por eso no"] {
            assert_eq!(byline(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_of_credits_holds_nothing_else() {
        let told = credits("By Jane Doe | Published 14 December 2024, 10:30 | Updated 15 December 2024 | 5 min read");
        let day = |day| Some(jiff::civil::date(2024, 12, day));
        let authors = vec!["Jane Doe".to_owned()];
        assert_eq!(
            told,
            Some(Credits { authors: authors.clone(), outlet: None, published: day(14), modified: day(15) })
        );
        let outlet = |name: &str| Some(name.to_owned());
        let told = credits("by Jane Doe | Lenk Courier | December 14, 2024, 6:40 pm");
        assert_eq!(told, Some(Credits { authors, outlet: outlet("Lenk Courier"), published: day(14), modified: None }));
        let told = credits("The Lenk Courier, 14 December 2024");
        assert_eq!(
            told,
            Some(Credits { outlet: outlet("The Lenk Courier"), published: day(14), ..Credits::default() })
        );
        // Which of two names is whose cannot be told; the day can.
        let told = credits("Lenk Courier | Jane Doe | 14.12.2024, 19:42");
        assert_eq!(told, Some(Credits { published: day(14), ..Credits::default() }));
        assert_eq!(credits("Lenk Courier | Jane Doe"), None);
        assert_eq!(credits("The Mayor, 14 December 2024, was late."), None);
        assert_eq!(credits("Two bridges were closed on 14 December 2024, the mayor said."), None);
        assert_eq!(credits("By Jane Doe — two bridges were closed"), None);
    }

    #[test]
    fn datelines_stand_alone() {
        assert!(is_dateline("KYIV, Dec. 14 —"));
        assert!(is_dateline("GENEVA, 3 May 2024"));
        assert!(!is_dateline("NATO said two bridges were closed."));
        assert!(!is_dateline("NATO, EU react"));
    }
}

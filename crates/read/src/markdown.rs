//! Markdown: front matter, headings, quotations, lists and links reduced to their words.
//!
//! "# Flood\n\n> We had [an hour](https://a.example)." becomes the headline "Flood"
//! and the quotation "We had an hour."

use claims::BlockKind;

use crate::furniture::{self, Piece};
use crate::{Facts, Found, day, headline, language, note, plain};

/// Reads `text` into `found`.
pub(crate) fn read(text: &str, found: &mut Found) {
    let text = front_matter(text, &mut found.facts);
    let (mut parts, related) = furniture::sweep(pieces(text));
    if let Some(first) = parts.iter().find(|part| part.kind == BlockKind::Headline) {
        note(&mut found.facts.title, Some(first.text.clone()), "heading");
    }
    headline::take_head(&mut parts, &mut found.facts);
    found.parts = parts;
    found.related = related;
}

/// Takes `key: value` lines between `---` at the top into `facts`; the rest is the text.
fn front_matter<'t>(text: &'t str, facts: &mut Facts) -> &'t str {
    let start = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let Some(rest) = start.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r'])) else { return text };
    let Some(end) = rest.find("\n---") else { return text };
    let (head, body) = rest.split_at(end);
    if head.lines().count() > 60 || head.lines().any(|line| !line.trim().is_empty() && !is_front_line(line)) {
        return text;
    }
    let body = body.get(4..).unwrap_or_default().trim_start_matches('-');
    let mut key = String::new();
    let mut authors: Vec<String> = Vec::new();
    for line in head.lines() {
        let item = line.trim_start().strip_prefix("- ").filter(|_| key.starts_with("author"));
        if let Some(item) = item {
            authors.push(unquoted(item.strip_prefix("name:").unwrap_or(item)));
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        key = name.trim().to_lowercase();
        let value = unquoted(value);
        if value.is_empty() {
            continue;
        }
        match key.as_str() {
            "title" | "headline" => note(&mut facts.title, Some(value), "front matter"),
            "date" | "published" | "pubdate" | "published_at" => {
                note(&mut facts.published, day::parse(&value), "front matter")
            }
            "updated" | "modified" | "lastmod" => note(&mut facts.modified, day::parse(&value), "front matter"),
            "outlet" | "site" | "publisher" | "publication" | "source" => {
                note(&mut facts.outlet, Some(value), "front matter");
            }
            "url" | "link" | "canonical" | "canonical_url" => note(&mut facts.url, Some(value), "front matter"),
            "lang" | "language" => note(&mut facts.language, language::from_tag(&value), "front matter"),
            "author" | "authors" | "byline" => {
                let list = value.trim_start_matches('[').trim_end_matches(']');
                authors.extend(list.split([',', ';']).map(unquoted).filter(|name| !name.is_empty()));
            }
            _ => {}
        }
    }
    note(&mut facts.authors, (!authors.is_empty()).then_some(authors), "front matter");
    body
}

fn is_front_line(line: &str) -> bool {
    let trimmed = line.trim_start();
    trimmed.starts_with("- ") || trimmed.starts_with('#') || line.contains(':')
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    // One pair; a title may begin with a quotation of its own.
    let inner = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
    inner.unwrap_or(value).trim().to_owned()
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut headlines = 0;
    // The kind of the last piece where the next line may go on with it.
    let mut open: Option<BlockKind> = None;
    let mut fenced = false;
    for line in plain::lines(text) {
        let words = line.trim();
        if words.starts_with("```") || words.starts_with("~~~") {
            fenced = !fenced;
            open = None;
            continue;
        }
        if words.is_empty() {
            open = None;
            continue;
        }
        // `Title` over `====` or `----` is a heading; a rule alone divides.
        if words.len() >= 3 && words.chars().all(|c| c == '=') || is_rule(words) {
            if let Some(last) =
                pieces.last_mut().filter(|_| open == Some(BlockKind::Paragraph) && !words.contains(['*', '_', ' ']))
            {
                let top = words.starts_with('=') && headlines == 0;
                headlines += usize::from(top);
                last.part.kind = if top { BlockKind::Headline } else { BlockKind::Subheading };
            }
            open = None;
            continue;
        }
        let (kind, words) = if fenced { (BlockKind::Paragraph, words) } else { kind_of(words) };
        let goes_on = match kind {
            HEADING => false,
            BlockKind::List if starts_item(line) => false,
            _ => open == Some(kind) || (kind == BlockKind::Paragraph && open.is_some()),
        };
        if goes_on && let Some(last) = pieces.last_mut() {
            last.part.text.push(' ');
            last.part.text.push_str(words);
            continue;
        }
        if words.is_empty() {
            open = None;
            continue;
        }
        let mut piece = Piece::plain(kind, words);
        if kind == HEADING {
            let top = line.trim_start().starts_with("# ") && headlines == 0;
            headlines += usize::from(top);
            piece.part.kind = if top { BlockKind::Headline } else { BlockKind::Subheading };
            open = None;
        } else {
            open = Some(kind);
        }
        pieces.push(piece);
    }
    for piece in &mut pieces {
        let (text, linked, url) = without_marks(&piece.part.text);
        *piece = Piece { part: crate::layout::Part::new(piece.part.kind, text), linked, url };
    }
    pieces.retain(|piece| !piece.text().trim().is_empty());
    pieces
}

/// Any heading, while lines are sorted; which of them is the headline is decided after.
const HEADING: BlockKind = BlockKind::Subheading;

fn is_rule(line: &str) -> bool {
    let marks: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= 3 && ["-", "*", "_"].iter().any(|mark| marks.chars().all(|c| mark.contains(c)))
}

fn starts_item(line: &str) -> bool {
    item(line.trim_start()).is_some()
}

fn item(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '+']) {
        return rest.strip_prefix([' ', '\t']).map(str::trim_start);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        return line[digits..].strip_prefix(['.', ')'])?.strip_prefix([' ', '\t']).map(str::trim_start);
    }
    None
}

fn kind_of(line: &str) -> (BlockKind, &str) {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
        return (HEADING, line[level..].trim().trim_end_matches('#').trim_end());
    }
    if let Some(rest) = line.strip_prefix('>') {
        return (BlockKind::Quote, rest.trim_start_matches(['>', ' ']));
    }
    if let Some(rest) = item(line) {
        return (BlockKind::List, rest);
    }
    (BlockKind::Paragraph, line)
}

/// The words without emphasis, links and images, whether all of them were one link, and where that led.
fn without_marks(text: &str) -> (String, bool, Option<String>) {
    let mut out = String::with_capacity(text.len());
    let mut linked = 0;
    let mut url = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((words, target, length)) = link(rest) {
            if !rest.starts_with('!') {
                // Emphasis may stand inside a link; nesting goes no deeper than that.
                let words = words.replace(['*', '`'], "");
                linked += words.chars().count();
                url = url.or_else(|| Some(target.split_whitespace().next().unwrap_or_default().to_owned()));
                out.push_str(&words);
            }
            rest = &rest[length..];
            continue;
        }
        let bytes = rest.as_bytes();
        match c {
            '\\' if bytes.get(1).is_some_and(u8::is_ascii_punctuation) => {
                out.push(char::from(bytes[1]));
                rest = &rest[2..];
                continue;
            }
            '*' | '`' => {}
            '~' if bytes.get(1) == Some(&b'~') => rest = &rest[1..],
            // An underscore inside a word is part of it.
            '_' if !(out.ends_with(char::is_alphanumeric) && rest[1..].starts_with(char::is_alphanumeric)) => {}
            '<' if rest.starts_with("<http") && rest.contains('>') => {
                let end = rest.find('>').unwrap_or(0);
                out.push_str(&rest[1..end]);
                rest = &rest[end + 1..];
                continue;
            }
            _ => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    let all = out.trim().chars().count();
    let linked = all > 0 && linked * 10 >= all * 9;
    (out, linked, url.filter(|url| !url.is_empty()))
}

/// `[words](target)` or `![words](target)` at the start of `text`: the words, the target and the length in bytes.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let start = if text.starts_with('!') { 2 } else { 1 };
    if !text.trim_start_matches('!').starts_with('[') || text.len() - text.trim_start_matches('!').len() > 1 {
        return None;
    }
    // A link is short; looking no further keeps the time linear.
    let window = text.char_indices().nth(1000).map_or(text, |(end, _)| &text[..end]);
    let close = window.find("](")?;
    let words = window.get(start..close)?;
    let end = close + 2 + window[close + 2..].find(')')?;
    (!words.contains("\n\n") && !words[..].contains('[')).then_some((words, &window[close + 2..end], end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_leave_and_words_stay() {
        let mut found = Found::default();
        read(
            "---\ntitle: \"'Bridge' closed\"\ndate: 2024-12-14\nauthor: Jane Doe\noutlet: Lenk Courier\n---\n\n# Bridge closed\n\nThe *bridge* at [Lenk](https://a.example/lenk) was\nclosed on **Monday**, said snake_case.\n\n## What next\n\n> We had an hour,\n> she said.\n\n- one\n- two\n  more\n\n[Read more: Villagers recall the flood](https://a.example/2)\n",
            &mut found,
        );
        let picture: Vec<_> = found.parts.iter().map(|part| format!("{:?}: {}", part.kind, part.text)).collect();
        insta::assert_snapshot!(picture.join("\n"), @"
        Headline: Bridge closed
        Paragraph: The bridge at Lenk was closed on Monday, said snake_case.
        Subheading: What next
        Quote: We had an hour, she said.
        List: one
        List: two more
        ");
        assert_eq!(found.facts.title.map(|f| f.value).as_deref(), Some("'Bridge' closed"));
        assert_eq!(found.related[0].title, "Villagers recall the flood");
        assert_eq!(found.related[0].url.as_deref(), Some("https://a.example/2"));
        assert_eq!(found.facts.published.map(|f| f.value), Some(jiff::civil::date(2024, 12, 14)));
        assert_eq!(found.facts.authors.map(|f| f.value), Some(vec!["Jane Doe".to_owned()]));
    }
}

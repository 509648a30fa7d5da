//! Nesting: keeps pages from being deeper than any report needs.
//!
//! A page of 100,000 nested `<div>`s takes a parser quadratic time and an
//! extractor its stack. Browsers stop nesting at 512 elements; so do we, by
//! dropping the tags beyond, never the words between them.

use std::borrow::Cow;

/// How many elements may stand inside one another.
const DEEPEST: usize = 256;

/// How many elements that only dress words may be open at once.
///
/// A parser opens those that were left open again in every paragraph that follows, so each costs as much as the page is long.
const MOST_DRESS: usize = 16;

/// `html` without the tags that nest too deep, and how many start tags that were.
pub(crate) fn flattened(html: &str) -> (Cow<'_, str>, usize) {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut kept = 0;
    let mut dropped = 0;
    let mut open: Vec<&str> = Vec::new();
    // Tags dropped and not closed yet; their end tags come first.
    let mut over: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == b'<') {
        let start = at + found;
        at = start + 1;
        let closing = bytes.get(at) == Some(&b'/');
        let name_at = at + usize::from(closing);
        let length = bytes[name_at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        if length == 0 {
            if html[start..].starts_with("<!--") {
                at = html[start + 4..].find("-->").map_or(bytes.len(), |end| start + 4 + end + 3);
            }
            continue;
        }
        let name = &html[name_at..name_at + length];
        at = name_at + length;
        // Where a tag has no end, neither has the page.
        let Some(end) = bytes[at..].iter().position(|b| *b == b'>') else { break };
        let end = at + end + 1;
        at = end;
        if !closing && ["script", "style", "textarea", "title"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            // What stands in these is not markup.
            at = raw_end(html, end, name);
            continue;
        }
        if closes_by_itself(name) {
            continue;
        }
        let drop = if closing {
            if over.last().is_some_and(|last| last.eq_ignore_ascii_case(name)) {
                over.pop();
                true
            } else {
                // Only nearby elements are looked at, so that stray end tags cost no more than others.
                if let Some(back) = open.iter().rev().take(32).position(|last| last.eq_ignore_ascii_case(name)) {
                    open.truncate(open.len() - back - 1);
                }
                false
            }
        } else if open.len() >= DEEPEST || open.iter().filter(|outer| kin(outer, name)).count() >= most(name) {
            over.push(name);
            dropped += 1;
            true
        } else {
            open.push(name);
            false
        };
        if drop {
            out.push_str(&html[kept..start]);
            // The words on both sides of a dropped tag stay apart.
            out.push(' ');
            kept = end;
        }
    }
    if dropped == 0 {
        return (Cow::Borrowed(html), 0);
    }
    out.push_str(&html[kept..]);
    (Cow::Owned(out), dropped)
}

/// Elements that never hold others, or that the parser closes when the next one begins.
fn closes_by_itself(name: &str) -> bool {
    const NAMES: [&str; 30] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head",
        "body", "path",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// How many elements like `name` may be open at once.
fn most(name: &str) -> usize {
    if dresses(name) {
        MOST_DRESS
    } else if name.eq_ignore_ascii_case("div") {
        DEEPEST
    } else if name.eq_ignore_ascii_case("table") {
        // A parser makes four elements of each.
        DEEPEST / 8
    } else {
        DEEPEST / 4
    }
}

fn kin(outer: &str, name: &str) -> bool {
    outer.eq_ignore_ascii_case(name) || (dresses(name) && dresses(outer))
}

fn dresses(name: &str) -> bool {
    const NAMES: [&str; 14] =
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Where the raw text of `name`, which begins at `from`, ends.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let name_at = at + found + 2;
        if bytes.get(name_at..name_at + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
            return at + found;
        }
        at = name_at;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_not_touched() {
        let page = "<p>one<p>two<ul><li>three</ul><script>if (a<b) x('<div>')</script>".repeat(600);
        assert_eq!(flattened(&page).1, 0);
        assert!(matches!(flattened(&page).0, Cow::Borrowed(_)));
    }

    #[test]
    fn dress_that_is_never_taken_off_is_bounded() {
        let page = "<b><p>word".repeat(100);
        assert_eq!(flattened(&page).0.matches("<b>").count(), 16);
    }

    #[test]
    fn words_stay_where_tags_are_dropped() {
        let page = format!("{}deep{}shallow", "<div>".repeat(1000), "</div>".repeat(1000));
        let (flat, dropped) = flattened(&page);
        assert_eq!(dropped, 744);
        assert_eq!(flat.matches("<div>").count(), 256);
        assert_eq!(flat.matches("</div>").count(), 256);
        assert!(flat.contains("deep") && flat.ends_with("shallow"));
    }
}

//! Plain text: reports pasted from a page, sent as mail, or saved by a tool.
//!
//! "A headline\n\nBy Jane Doe\n\nTwo lines of\none paragraph." becomes a headline,
//! an author and one paragraph. Lines are joined where the text was wrapped by
//! hand; otherwise each line is a paragraph of its own.

use claims::BlockKind;

use crate::furniture::{self, Piece, ends_sentence};
use crate::{Found, headline};

/// Reads `text` into `found`.
pub(crate) fn read(text: &str, found: &mut Found) {
    let pieces = pieces(text);
    let (mut parts, related) = furniture::sweep(pieces);
    headline::take_head(&mut parts, &mut found.facts);
    headline::mark_subheadings(&mut parts);
    found.parts = parts;
    found.related = related;
}

/// The paragraphs and list items of `text`.
fn pieces(text: &str) -> Vec<Piece> {
    let lines: Vec<&str> = lines(text).map(str::trim_end).collect();
    let width = wrap_width(&lines);
    let bullets = lines.iter().filter(|line| bullet(line).is_some()).count();
    let mut pieces: Vec<Piece> = Vec::new();
    // Whether the next line may go on with the last piece.
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        if words.is_empty() || is_rule(words) {
            open = false;
            continue;
        }
        if let Some(heading) = framed(words) {
            pieces.push(Piece::plain(BlockKind::Subheading, heading));
            open = false;
        } else if let Some(item) = bullet(line).filter(|_| bullets > 1) {
            pieces.push(Piece::plain(BlockKind::List, item));
            open = true;
        } else if let Some(last) = pieces.last_mut().filter(|_| open && at > 0 && goes_on(lines[at - 1], line, width)) {
            last.part.text.push(' ');
            last.part.text.push_str(words);
        } else {
            pieces.push(Piece::plain(BlockKind::Paragraph, words));
            open = true;
        }
    }
    pieces
}

/// Lines by every convention: `\n`, `\r\n`, `\r`, form feed and Unicode's line and paragraph separators.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split(['\n', '\u{2028}', '\u{2029}', '\u{c}'])
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// A line that only divides: `***`, `---`, `* * *`, `____`.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || "*-_=~–—•·#".contains(c))
}

/// The words of a list item. A long dash begins a line of dialogue in many languages, not an item.
fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix(['•', '*', '·', '▪', '●', '◦', '-', '‣'])?;
    let words = rest.trim_start();
    (rest.starts_with([' ', '\t', '\u{a0}']) && !words.is_empty()).then_some(words)
}

/// The words of a subheading between dashes, as agencies set them: "- ‘Nobody told us’ -".
fn framed(line: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let within = |dash: char| line.strip_prefix(dash)?.strip_suffix(dash);
    let heading = ['-', '–', '—'].into_iter().find_map(within)?;
    let ends = matches!(heading.trim().to_lowercase().as_str(), "ends" | "end" | "more");
    let spaced = !ends && heading.starts_with(' ') && heading.ends_with(' ') && heading.chars().count() <= LONGEST;
    Some(heading.trim()).filter(|heading| spaced && heading.chars().any(char::is_alphabetic) && !heading.ends_with('.'))
}

/// The longest line, in characters, that a person or program wraps at.
const WIDEST_WRAP: usize = 130;

/// The width at which `text` was wrapped by hand; `None` where each line is a paragraph.
///
/// In wrapped text nearly every line is so full that the next line's first word would not have
/// fitted, and lines break inside sentences. Lines of a chat or a poem end anywhere.
fn wrap_width(lines: &[&str]) -> Option<usize> {
    let length = |line: &str| line.chars().count();
    let width = lines.iter().map(|line| length(line)).max().filter(|width| (30..=WIDEST_WRAP).contains(width))?;
    let (mut pairs, mut full, mut inside) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        let (line, next) = (pair[0], pair[1].trim_start());
        if line.trim().is_empty() || next.is_empty() {
            continue;
        }
        pairs += 1;
        full += usize::from(is_full(line, next, width));
        inside += usize::from(!ends_sentence(line));
    }
    (pairs > 0 && full * 10 >= pairs * 6 && inside * 10 >= pairs * 4).then_some(width)
}

/// Whether the first word of `next` would not have fitted on `line`, give or take a few characters.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.chars().count() + 1 + word + width / 10 >= width
}

/// Whether `line` goes on with the paragraph of `before`.
fn goes_on(before: &str, line: &str, width: Option<usize>) -> bool {
    let Some(width) = width else { return false };
    let words = line.trim_start();
    // An indented line begins a paragraph, unless the line before was indented too.
    let indented = line.len() - words.len() >= 2 && before.len() == before.trim_start().len();
    if indented {
        return false;
    }
    let small = words.chars().next().is_some_and(char::is_lowercase);
    is_full(before, words, width) || (small && !ends_sentence(before))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::Facts;

    fn parts(text: &str) -> String {
        let mut found = Found::default();
        read(text, &mut found);
        let mut out: Vec<String> = found
            .parts
            .iter()
            .map(|part| format!("{:<10} {}", format!("{:?}", part.kind).to_lowercase(), part.text))
            .collect();
        let Facts { title, authors, published, .. } = found.facts;
        out.extend(title.map(|t| format!("title: {}", t.value)));
        out.extend(authors.map(|a| format!("authors: {}", a.value.join(", "))));
        out.extend(published.map(|p| format!("published: {}", p.value)));
        out.extend(found.related.iter().map(|r| format!("related: {}", r.title)));
        out.join("\n")
    }

    #[test]
    fn headline_byline_and_day_stand_over_the_text() {
        assert_snapshot!(parts("Bridge closed after flood\n\nBy Jane Doe\nDecember 14, 2024\n\nThe bridge at Lenk was closed on Monday, the canton said.\n\nWhat comes next\n\nIt will stay closed for a week, the mayor told reporters on Tuesday.\n"), @"
        headline   Bridge closed after flood
        paragraph  The bridge at Lenk was closed on Monday, the canton said.
        subheading What comes next
        paragraph  It will stay closed for a week, the mayor told reporters on Tuesday.
        title: Bridge closed after flood
        authors: Jane Doe
        published: 2024-12-14
        ");
    }

    #[test]
    fn a_first_paragraph_is_no_headline() {
        assert_snapshot!(parts("The bridge at Lenk was closed on Monday.\n\nIt will stay closed for a week, the mayor told reporters."), @"
        paragraph  The bridge at Lenk was closed on Monday.
        paragraph  It will stay closed for a week, the mayor told reporters.
        ");
    }

    #[test]
    fn wrapped_lines_are_joined() {
        assert_snapshot!(parts("The bridge at Lenk was closed on Monday after water\nhad reached the second pillar, the canton said in a\nstatement.\n\nTwo people were hurt, and forty soldiers came to help\nthe fire brigade. Nobody was missing.\n"), @"
        paragraph  The bridge at Lenk was closed on Monday after water had reached the second pillar, the canton said in a statement.
        paragraph  Two people were hurt, and forty soldiers came to help the fire brigade. Nobody was missing.
        ");
    }

    #[test]
    fn lines_without_blank_lines_are_paragraphs() {
        assert_snapshot!(parts("The bridge at Lenk was closed on Monday.\nTwo people were hurt, the canton said in a statement on Monday evening.\nIt rained.\n"), @"
        paragraph  The bridge at Lenk was closed on Monday.
        paragraph  Two people were hurt, the canton said in a statement on Monday evening.
        paragraph  It rained.
        ");
    }

    #[test]
    fn lists_and_rules() {
        assert_snapshot!(parts("The canton asked residents on Monday to keep three things in mind.\n\n- Stay at home\n- Boil water before you drink it\n\n* * *\n\n– Nobody came, said Max Roe."), @"
        paragraph  The canton asked residents on Monday to keep three things in mind.
        list       Stay at home
        list       Boil water before you drink it
        paragraph  – Nobody came, said Max Roe.
        ");
    }

    #[test]
    fn an_agency_sets_its_subheadings_between_dashes() {
        let text = "Fourteen out alive, agency says\n\nCHIBOLE, Zambia, 3 September 2025 (Wire) - Fourteen miners were brought out, the agency said on Wednesday.\n\n- 'Nobody told us' -\n\n“It was the cold that came first,” said Kelvin Tembo in the hospital.\n";
        assert_snapshot!(parts(text), @"
        headline   Fourteen out alive, agency says
        paragraph  CHIBOLE, Zambia, 3 September 2025 (Wire) - Fourteen miners were brought out, the agency said on Wednesday.
        subheading 'Nobody told us'
        paragraph  “It was the cold that came first,” said Kelvin Tembo in the hospital.
        title: Fourteen out alive, agency says
        published: 2025-09-03
        ");
    }
}

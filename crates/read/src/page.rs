//! Pages: HTML to the parts of a report and what the page says of it.
//!
//! `<h1>Flood</h1><p>Two bridges closed.</p><div class="ad">Buy now</div>` becomes
//! the headline "Flood" and one paragraph. The page is made shallow (`nesting`),
//! laid out as lines (`outline`), the report's lines are chosen (`choose`), and
//! title, authors, outlet and days are read from the places that name them
//! (`facts`). Furniture among the chosen lines leaves as in plain text.

mod nesting;
mod outline;
mod choose;
mod json_ld;
mod facts;

use claims::{BlockKind, Problem};
use scraper::Html;

use crate::furniture::{self, Piece, words};
use crate::layout::Part;
use crate::{Found, headline};
use outline::{Line, Outline};

/// The longest page that is read, in bytes of decoded text.
///
/// It is ten times a heavy page. Both extractors copy the tree several times, so a page costs
/// some thirty times its size in memory.
pub(crate) const PAGE_LIMIT: usize = 8 << 20;

/// Reads `text` into `found`.
pub(crate) fn read(text: &str, found: &mut Found) {
    let mut text = text;
    if text.len() > PAGE_LIMIT {
        let end = (0..=PAGE_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text = &text[..end];
        found.problems.push(Problem(format!("page is larger than {} MiB; the rest was left out", PAGE_LIMIT >> 20)));
    }
    let (text, dropped) = nesting::flattened(text);
    if dropped > 0 {
        found.problems.push(Problem(format!("page nests too deep; {dropped} tags were dropped, their words kept")));
    }
    let html = Html::parse_document(&text);
    let outline = Outline::of(&html);
    facts::read(&html, &outline, found);
    let title = title_line(&outline, found);
    let choice = choose::lines(&text, &outline, title, &mut found.problems);
    found.related = choice.teasers;

    let mut pieces = Vec::new();
    for (at, line) in outline.lines.iter().enumerate() {
        if Some(at) == title {
            pieces.push(Piece::plain(BlockKind::Headline, line.text.clone()));
        } else if choice.chosen[at] && !repeats_title(line, found) {
            pieces.push(Piece {
                part: Part::new(kind(&outline, line), line.text.clone()),
                linked: line.is_linked(),
                url: line.url.clone(),
            });
        }
    }
    if let Some(title) = title {
        let first = (title..outline.lines.len()).find(|at| choice.chosen[*at] && outline.lines[*at].chars > 120);
        for line in
            &outline.lines[title + 1..first.unwrap_or(title).clamp(title + 1, title + 16).min(outline.lines.len())]
        {
            if let Some(told) = headline::credits(&line.text) {
                told.note(&mut found.facts);
            }
        }
    }
    // The headline stands first, wherever the page shows it.
    pieces.sort_by_key(|piece| piece.part.kind != BlockKind::Headline);
    let (mut parts, swept) = furniture::sweep(pieces);
    for related in swept {
        if found.related.iter().all(|known| known.title != related.title) {
            found.related.push(related);
        }
    }
    take_byline(&mut parts, found);
    headline::mark_subheadings(&mut parts);
    found.parts = parts;
}

/// The line that shows the title.
fn title_line(outline: &Outline, found: &Found) -> Option<usize> {
    let title = words(&found.facts.title.as_ref()?.value);
    let headings = |tag: &'static str| {
        outline.lines.iter().enumerate().filter(move |(_, line)| outline.elements[line.element].tag == tag)
    };
    let same = |line: &Line| words(&line.text) == title;
    headings("h1")
        .find(|(_, line)| same(line))
        .or_else(|| headings("h2").find(|(_, line)| same(line)))
        .or_else(|| outline.lines.iter().enumerate().find(|(_, line)| same(line) && !line.is_linked()))
        .map(|(at, _)| at)
        // An only h1 is the headline even where the title field words it differently.
        .or_else(|| {
            let mut all = headings("h1").filter(|(_, line)| words(&line.text).len() > 2);
            all.next().map(|(at, _)| at).filter(|_| all.next().is_none())
        })
}

fn repeats_title(line: &Line, found: &Found) -> bool {
    found.facts.title.as_ref().is_some_and(|title| words(&title.value) == words(&line.text))
}

fn kind(outline: &Outline, line: &Line) -> BlockKind {
    for at in outline.around(line.element) {
        match outline.elements[at].tag.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return BlockKind::Subheading,
            "li" | "dd" | "dt" => return BlockKind::List,
            "blockquote" => return BlockKind::Quote,
            "figcaption" | "figure" | "caption" => return BlockKind::Caption,
            "article" | "main" | "body" | "td" => break,
            _ => {}
        }
    }
    BlockKind::Paragraph
}

/// Bylines and dates among the first parts are metadata: they leave the text, or stay as a dateline where nothing tells who of them is who.
fn take_byline(parts: &mut Vec<Part>, found: &mut Found) {
    let mut at = 0;
    while at < parts.len().min(5) {
        let part = &mut parts[at];
        if matches!(part.kind, BlockKind::Paragraph | BlockKind::List) {
            if headline::is_dateline(&part.text) {
                part.kind = BlockKind::Dateline;
            } else if headline::take_credits(part, at, &mut found.facts) {
                parts.remove(at);
                continue;
            }
        }
        at += 1;
    }
}

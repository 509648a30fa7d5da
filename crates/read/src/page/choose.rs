//! Choosing: which lines of a page are the report.
//!
//! Two extractors that others keep well give an opinion on the page; the words
//! stay ours. A line is chosen where the first extractor kept its words. Then
//! lines that it lost come back (the lead of a `<br><br>` page, a paragraph
//! between two others), and boxes that are no part of any report leave.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use claims::Problem;
use scraper::Html;

use super::outline::{Element, Line, Outline};
use crate::furniture::{self, Furniture, ends_sentence, is_headline, words};
use crate::headline;

/// The chosen lines of a page.
#[derive(Debug)]
pub(crate) struct Choice {
    /// For each line, whether it is part of the report.
    pub(crate) chosen: Vec<bool>,
    /// Lines that are the headlines of other stories.
    pub(crate) teasers: Vec<usize>,
}

/// Chooses the lines of the report on the page `html`, whose outline is `outline`; `title` is the line of its headline.
pub(crate) fn lines(html: &str, outline: &Outline, title: Option<usize>, problems: &mut Vec<Problem>) -> Choice {
    let marks: Vec<Marks> = outline.lines.iter().map(|line| Marks::of(&line.text)).collect();
    let mut chosen = vec![false; outline.lines.len()];
    let mut first = opinion("first", problems, || {
        let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true).with_links(true);
        trafilatura::extract(html, &options).ok().map(|result| result.content_html)
    })
    .map(|content| matched(outline, &marks, &content))
    .unwrap_or_default();
    if chars(outline, &first) < 300 {
        let second = opinion("second", problems, || {
            let mut reader = dom_smoothie::Readability::new(html, None, None).ok()?;
            reader.parse().ok().map(|article| article.content.to_string())
        })
        .map(|content| matched(outline, &marks, &content))
        .unwrap_or_default();
        if chars(outline, &second) > chars(outline, &first) {
            first = second;
        }
    }
    for at in &first {
        chosen[*at] = true;
    }
    let body = body(outline, &chosen);
    let inside = outline.elements[body].lines.clone();
    let boxed = boxes(outline, &chosen, body);
    let zone = |at: usize| boxed.iter().any(|zone| zone.contains(&at));
    bring_back(outline, &mut chosen, &inside, title, zone);
    let mut teasers = Vec::new();
    for zone in &boxed {
        for at in zone.clone() {
            chosen[at] = false;
        }
    }
    for label in inside.clone() {
        if let Some(range) = labelled_box(outline, label, body) {
            for at in range {
                let line = &outline.lines[at];
                if inside.contains(&at)
                    && at != label
                    && furniture::of(&line.text, line.is_linked()).is_none()
                    && is_teaser(line, outline)
                {
                    teasers.push(at);
                }
                chosen[at] = false;
            }
        }
    }
    Choice { chosen, teasers }
}

/// What an extractor thinks; a panic inside it is its own, and named.
fn opinion(which: &str, problems: &mut Vec<Problem>, extract: impl FnOnce() -> Option<String>) -> Option<String> {
    catch_unwind(AssertUnwindSafe(extract)).unwrap_or_else(|_| {
        problems.push(Problem(format!("the {which} page extractor failed on this page; its text may be incomplete")));
        None
    })
}

fn chars(outline: &Outline, lines: &[usize]) -> usize {
    lines.iter().map(|at| outline.lines[*at].chars).sum()
}

/// The words of a line as numbers, to compare lines and runs of words.
struct Marks {
    whole: u64,
    runs: Vec<u64>,
    words: usize,
}

/// How many words a run has.
const RUN: usize = 3;

impl Marks {
    fn of(text: &str) -> Self {
        let words = words(text);
        let runs = words.windows(RUN).map(hash).collect();
        Self { whole: hash(&words[..]), runs, words: words.len() }
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The lines of the page whose words stand in `content`, as often as they stand there.
fn matched(outline: &Outline, marks: &[Marks], content: &str) -> Vec<usize> {
    let kept = Outline::of(&Html::parse_fragment(content));
    let mut whole: HashMap<u64, usize> = HashMap::new();
    let mut runs: HashSet<u64> = HashSet::new();
    for line in &kept.lines {
        let marks = Marks::of(&line.text);
        *whole.entry(marks.whole).or_default() += 1;
        runs.extend(marks.runs);
    }
    // Sure lines first: long ones, which stand nowhere else.
    let mut by_words: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, marks) in marks.iter().enumerate() {
        let covered = || marks.runs.iter().filter(|run| runs.contains(run)).count() * 10 >= marks.runs.len() * 7;
        if marks.words > 0 && (whole.contains_key(&marks.whole) || (marks.words > RUN + 1 && covered())) {
            by_words.entry(marks.whole).or_default().push(at);
        }
    }
    let sure: Vec<usize> =
        by_words.values().filter(|at| at.len() == 1).map(|at| at[0]).filter(|at| marks[*at].words > 7).collect();
    let mut near = vec![false; outline.lines.len()];
    for at in &sure {
        near[*at] = true;
    }
    let home = outline.elements[body(outline, &near)].lines.clone();
    let mut chosen = Vec::new();
    for (key, places) in by_words {
        let often = whole.get(&key).copied().unwrap_or(1).max(1);
        let at_home: Vec<usize> = places.iter().copied().filter(|at| home.contains(at)).collect();
        let places = if at_home.is_empty() { places } else { at_home };
        chosen.extend(places.into_iter().take(often));
    }
    chosen.sort_unstable();
    chosen
}

/// The innermost element that holds nearly all of the chosen text.
fn body(outline: &Outline, chosen: &[bool]) -> usize {
    let weight =
        |range: Range<usize>| -> usize { range.filter(|at| chosen[*at]).map(|at| outline.lines[at].chars).sum() };
    let all = weight(0..outline.lines.len());
    if all == 0 {
        return 0;
    }
    // Elements stand in document order, so the last that holds enough is the innermost.
    outline
        .elements
        .iter()
        .enumerate()
        .filter(|(_, element)| !element.lines.is_empty() && element.lines.len() > 1)
        .filter(|(_, element)| element.chars * 10 >= all * 9 && weight(element.lines.clone()) * 10 >= all * 9)
        .map(|(at, _)| at)
        .last()
        .unwrap_or(0)
}

/// Lines inside the body that the extractor lost: a lead before the first line it kept, paragraphs between.
fn bring_back(
    outline: &Outline,
    chosen: &mut [bool],
    inside: &Range<usize>,
    title: Option<usize>,
    zone: impl Fn(usize) -> bool,
) {
    let kept: Vec<usize> = inside.clone().filter(|at| chosen[*at]).collect();
    let (Some(first), Some(last)) = (kept.first().copied(), kept.last().copied()) else { return };
    // How the kept lines are held: by the same element, or by brothers of the same kind.
    let home = |line: &Line| {
        let element = &outline.elements[line.element];
        (element.parent, element.tag.clone())
    };
    let same: HashSet<usize> = kept.iter().map(|at| outline.lines[*at].element).collect();
    let kin: HashSet<(usize, String)> = kept.iter().map(|at| home(&outline.lines[*at])).collect();
    let start =
        title.filter(|title| *title < first).map_or(inside.start, |title| (title + 1).max(inside.start.min(title + 1)));
    for at in start.min(inside.start)..inside.end {
        let line = &outline.lines[at];
        if chosen[at] || zone(at) || line.linked * 3 > line.chars || furniture::of(&line.text, false).is_some() {
            continue;
        }
        let count = words(&line.text).len();
        let close =
            same.contains(&line.element) && outline.elements[line.element].tag != "body" || kin.contains(&home(line));
        let runs = ends_sentence(&line.text) && count >= 6;
        let lead = at < first && at >= start && close && runs && count >= 10;
        let between = at > first && at < last && close && (runs || count >= 12);
        let tail = at > last && same.contains(&line.element) && runs && count >= 8;
        if (lead || between || tail)
            && headline::byline(&line.text).is_none()
            && headline::date_line(&line.text).is_none()
        {
            chosen[at] = true;
        }
    }
}

/// Elements whose names say that they are no part of the report, as ranges of lines.
///
/// A name is believed only where the element holds a small part of the body: themes call whole pages `share` or `paywall`.
fn boxes(outline: &Outline, chosen: &[bool], body: usize) -> Vec<Range<usize>> {
    let total: usize = (0..outline.lines.len()).filter(|at| chosen[*at]).map(|at| outline.lines[at].chars).sum();
    let around: HashSet<usize> = outline.around(body).collect();
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, element) in outline.elements.iter().enumerate() {
        if element.lines.is_empty()
            || around.contains(&at)
            || out.last().is_some_and(|last| last.end >= element.lines.end)
        {
            continue;
        }
        let weight: usize = element.lines.clone().filter(|at| chosen[*at]).map(|at| outline.lines[at].chars).sum();
        if is_furniture_box(element) && weight * 4 <= total {
            out.push(element.lines.clone());
        }
    }
    out
}

fn is_furniture_box(element: &Element) -> bool {
    const TAGS: [&str; 4] = ["nav", "form", "menu", "footer"];
    const NAMES: &str = "ad ads advert adverts advertisement advertising adslot adsense adsbygoogle adbox dfp promo promos promotion sponsor \
        sponsored related relatedposts relatedstories recirc recirculation recommended recommendations recommend newsletter newsletters \
        signup subscribe subscription subscribebox share sharing shares sharebar sharetools sharedaddy addthis addtoany social socials \
        follow followus tags taglist tagcloud keywords breadcrumb breadcrumbs comment comments commentlist respond disqus cookie cookies \
        gdpr consent trending popular mostread mostpopular outbrain taboola mgid teaser teasers mistape orphus errata authorbox authorbio \
        bio pagination nav navigation navbar menu toolbar readmore seealso alsoread readalso yarpp donate donation donations appeal \
        credit credits copyright popup modal overlay sidebar widget printfriendly feedback";
    const PAIRS: [&str; 26] = [
        "read more",
        "read also",
        "also read",
        "see also",
        "more stories",
        "more news",
        "more on",
        "you may",
        "author box",
        "author bio",
        "about author",
        "key events",
        "most read",
        "most popular",
        "side bar",
        "sign up",
        "call to",
        "inline promo",
        "post tags",
        "article tags",
        "tag list",
        "related posts",
        "post navigation",
        "social share",
        "cookie law",
        "skip link",
    ];
    if TAGS.contains(&element.tag.as_str()) {
        return true;
    }
    if element.names.is_empty() || matches!(element.tag.as_str(), "body" | "html" | "main" | "article") {
        return false;
    }
    let tokens = tokens(&element.names);
    tokens.iter().any(|token| NAMES.split_ascii_whitespace().any(|name| name == token))
        || tokens.windows(2).any(|pair| PAIRS.iter().any(|known| known.split_once(' ') == Some((&pair[0], &pair[1]))))
}

/// `adSlot td-post_share` as `ad slot td post share`.
fn tokens(names: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for c in names.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && small) {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// The box that the label in line `label` heads: the largest element around it that holds little else than teasers.
fn labelled_box(outline: &Outline, label: usize, body: usize) -> Option<Range<usize>> {
    let line = &outline.lines[label];
    match furniture::of(&line.text, line.is_linked()) {
        Some(Furniture::BoxLabel | Furniture::LineLabel) => {}
        _ => return None,
    }
    let around: HashSet<usize> = outline.around(body).collect();
    let mut found = None;
    for at in outline.around(line.element) {
        let element = &outline.elements[at];
        if around.contains(&at) || element.chars > 900 {
            break;
        }
        // A label is the first line of its box, or nearly; the picture's words may stand before it.
        if label - element.lines.start > 2 {
            break;
        }
        let teasers =
            element.lines.clone().filter(|at| *at != label && is_teaser(&outline.lines[*at], outline)).count();
        let prose = element.lines.clone().filter(|at| is_prose(&outline.lines[*at])).count();
        if prose > teasers.max(1) {
            break;
        }
        if teasers > 0 && element.lines.len() > 1 {
            found = Some(element.lines.clone());
        }
    }
    found
}

fn is_teaser(line: &Line, outline: &Outline) -> bool {
    let heading = matches!(outline.elements[line.element].tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    words(&line.text).len() >= 3 && (line.is_linked() || heading || is_headline(&line.text)) && !is_prose(line)
}

fn is_prose(line: &Line) -> bool {
    !line.is_linked() && ends_sentence(&line.text) && words(&line.text).len() >= 8
}

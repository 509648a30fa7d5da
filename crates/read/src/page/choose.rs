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

use claims::{Problem, Related};
use scraper::Html;

use super::outline::{Element, Line, Outline, is_inline};
use crate::furniture::{self, Furniture, ends_sentence, is_headline, words};
use crate::headline;

/// The chosen lines of a page.
#[derive(Debug)]
pub(crate) struct Choice {
    /// For each line, whether it is part of the report.
    pub(crate) chosen: Vec<bool>,
    /// The headlines of other stories, and where they lead.
    pub(crate) teasers: Vec<Related>,
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
    own_article(outline, &mut chosen, title);
    leave_comments(outline, &mut chosen);
    let body = body(outline, &chosen);
    let inside = outline.elements[body].lines.clone();
    let boxed = boxes(outline, &chosen, body);
    leave_outside(outline, &mut chosen, &inside, title);
    bring_back(outline, &mut chosen, &inside, title, |at| boxed.iter().any(|zone| zone.contains(&at)));
    let mut teasers = Vec::new();
    let labelled = inside.clone().filter_map(|label| labelled_box(outline, label, body));
    let cards = cards(outline, body);
    for at in inside.clone() {
        let line = &outline.lines[at];
        if let Some(Furniture::Teaser(_)) = furniture::of(&line.text, line.is_linked()) {
            relate(outline, at..at + 1, true, &mut teasers);
            chosen[at] = false;
        }
    }
    let labelled: Vec<Range<usize>> = labelled.chain(cards).collect();
    for (zone, stories) in
        boxed.into_iter().map(|zone| (zone, false)).chain(labelled.into_iter().map(|zone| (zone, true)))
    {
        if inside.start <= zone.start && zone.end <= inside.end {
            relate(outline, zone.clone(), stories, &mut teasers);
        }
        for at in zone {
            chosen[at] = false;
        }
    }
    leave_strangers(outline, &mut chosen, body);
    Choice { chosen, teasers }
}

/// Where the headline stands in an `<article>` that holds running text, other articles are other stories.
///
/// A live blog, whose entries are articles, has its headline outside them.
fn own_article(outline: &Outline, chosen: &mut [bool], title: Option<usize>) {
    let Some(title) = title else { return };
    let article = outline.around(outline.lines[title].element).find(|at| outline.elements[*at].tag == "article");
    let Some(article) = article.map(|at| &outline.elements[at].lines) else { return };
    let running =
        article.clone().filter(|at| chosen[*at] && !outline.lines[*at].is_linked() && outline.lines[*at].chars > 60);
    if running.map(|at| outline.lines[at].chars).sum::<usize>() >= 200 {
        for (at, chosen) in chosen.iter_mut().enumerate() {
            *chosen &= article.contains(&at);
        }
    }
}

/// What stands in the box that "Comments" heads is not the report, however much it reads like one.
fn leave_comments(outline: &Outline, chosen: &mut [bool]) {
    let weight = |chosen: &[bool], range: Range<usize>| -> usize {
        range.filter(|at| chosen[*at]).map(|at| outline.lines[at].chars).sum()
    };
    let total = weight(chosen, 0..outline.lines.len());
    for label in 0..outline.lines.len() {
        if furniture::of(&outline.lines[label].text, false) != Some(Furniture::Comments) {
            continue;
        }
        let heads = |at: &usize| {
            let lines = &outline.elements[*at].lines;
            lines.start == label && weight(chosen, lines.clone()) * 2 < total
        };
        if let Some(section) = outline.around(outline.lines[label].element).take_while(heads).last() {
            for at in outline.elements[section].lines.clone() {
                chosen[at] = false;
            }
        }
    }
}

/// Keeps the headlines among the lines of a box. Where nothing says that the box holds `stories`, only links are headlines.
fn relate(outline: &Outline, zone: Range<usize>, stories: bool, teasers: &mut Vec<Related>) {
    let mut after_headline = false;
    for at in zone {
        let line = &outline.lines[at];
        let title = match furniture::of(&line.text, line.is_linked()) {
            Some(Furniture::Teaser(title)) => Some(title),
            Some(_) => None,
            // Behind a headline, what ends with a full stop is its teaser text.
            None if is_teaser(line, outline)
                && (stories || line.is_linked())
                && !(after_headline && line.text.ends_with('.')) =>
            {
                Some(line.text.clone())
            }
            None => None,
        };
        after_headline = title.is_some();
        if let Some(title) = title
            && teasers.iter().all(|known| known.title != title)
        {
            teasers.push(Related { title, url: line.url.clone() });
        }
    }
}

/// Lines outside the body leave, but for running text between the headline and the body: a stand-first.
fn leave_outside(outline: &Outline, chosen: &mut [bool], inside: &Range<usize>, title: Option<usize>) {
    let top = title.filter(|title| *title < inside.start).map_or(inside.start, |title| title + 1);
    for (at, chosen) in chosen.iter_mut().enumerate() {
        let stand_first = (top..inside.start).contains(&at) && is_prose(&outline.lines[at]);
        *chosen &= inside.contains(&at) || stand_first;
    }
}

/// Small elements that are a link with a few words around: a picture, a section, a headline, a teaser text.
fn cards(outline: &Outline, body: usize) -> Vec<Range<usize>> {
    let around: HashSet<usize> = outline.around(body).collect();
    let inside = outline.elements[body].lines.clone();
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, element) in outline.elements.iter().enumerate() {
        let lines = element.lines.clone();
        let small = (2..=5).contains(&lines.len()) && element.chars <= 420;
        let within = inside.start <= lines.start && lines.end <= inside.end;
        let known = out.last().is_some_and(|last| last.end >= lines.end);
        let kind = matches!(element.tag.as_str(), "div" | "section" | "aside" | "table" | "article" | "a")
            || element.tag.contains('-');
        if !small || !within || known || !kind || around.contains(&at) {
            continue;
        }
        let lines = || lines.clone().map(|at| &outline.lines[at]);
        let headline = |line: &Line| line.is_linked() && words(&line.text).len() >= 4 && !line.text.ends_with('.');
        let prose = lines().filter(|line| is_prose(line)).count();
        let long = lines().any(|line| !line.is_linked() && words(&line.text).len() > 40);
        // Quotations are the report's own, however short.
        let quoted = lines().any(|line| line.text.starts_with(['“', '"', '«', '„']) && !line.is_linked());
        if lines().filter(|line| headline(line)).count() == 1 && prose <= 1 && !long && !quoted {
            out.push(element.lines.clone());
        }
    }
    out
}

/// A short line without a full stop in a wrapper of its own, where nearly all paragraphs have none, is a label or a pull quote.
fn leave_strangers(outline: &Outline, chosen: &mut [bool], body: usize) {
    let parent = |at: usize| outline.elements[outline.lines[at].element].parent;
    let inside = outline.elements[body].lines.clone();
    let prose: Vec<usize> = inside.clone().filter(|at| chosen[*at] && is_prose(&outline.lines[*at])).collect();
    let direct = prose.iter().filter(|at| parent(**at) == body).count();
    if direct < 4 || direct * 10 < prose.len() * 8 {
        return;
    }
    for at in inside {
        let line = &outline.lines[at];
        let element = &outline.elements[line.element];
        let wrapped = matches!(element.tag.as_str(), "p" | "div")
            && parent(at) != body
            && outline.elements[parent(at)].tag == "div";
        let alone = outline.elements[parent(at)].lines.len() == 1;
        if chosen[at] && wrapped && alone && words(&line.text).len() <= 15 && !ends_sentence(&line.text) {
            chosen[at] = false;
        }
    }
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
    // Running text decides; where there is little, anything does.
    let sum = |at: &mut dyn Iterator<Item = usize>| -> usize { at.map(|at| outline.lines[at].chars).sum() };
    let mut kept = (0..outline.lines.len()).filter(|at| chosen[*at]);
    let mut running = (0..outline.lines.len()).filter(|at| chosen[*at] && is_prose(&outline.lines[*at]));
    let prose = sum(&mut running) * 2 > sum(&mut kept);
    let weight = |range: Range<usize>| -> usize {
        let weighs = |at: &usize| chosen[*at] && (!prose || is_prose(&outline.lines[*at]));
        range.filter(weighs).map(|at| outline.lines[at].chars).sum()
    };
    let all = weight(0..outline.lines.len());
    if all == 0 {
        return 0;
    }
    // Elements stand in document order, so the last that holds enough is the innermost.
    outline
        .elements
        .iter()
        .enumerate()
        .filter(|(_, element)| element.lines.len() > 1 && !is_inline(&element.tag))
        .filter(|(_, element)| element.chars * 10 >= all * 9 && weight(element.lines.clone()) * 10 >= all * 9)
        .map(|(at, _)| at)
        .next_back()
        .unwrap_or(0)
}

/// Lines inside the body that the extractor lost: a lead before the first line it kept, paragraphs and
/// headings between two that it kept, a last paragraph in the same element.
fn bring_back(
    outline: &Outline,
    chosen: &mut [bool],
    inside: &Range<usize>,
    title: Option<usize>,
    zone: impl Fn(usize) -> bool,
) {
    let kept: Vec<usize> = inside.clone().filter(|at| chosen[*at]).collect();
    let (Some(first), Some(last)) = (kept.first().copied(), kept.last().copied()) else { return };
    let element = |at: usize| outline.lines[at].element;
    let parent = |at: usize| outline.elements[element(at)].parent;
    let tag = |at: usize| outline.elements[element(at)].tag.as_str();
    // How the kept lines are held: by the same element, or by brothers of the same kind.
    let same: HashSet<usize> =
        kept.iter().map(|at| element(*at)).filter(|at| outline.elements[*at].tag != "body").collect();
    let brothers: HashSet<(usize, &str)> = kept.iter().map(|at| (parent(*at), tag(*at))).collect();
    let parents: HashSet<usize> = kept.iter().map(|at| parent(*at)).collect();
    // The entries of a live page are alike: one that holds a list alone, "The night in brief", is an entry as well.
    let kind = |holder: usize| (outline.elements[holder].parent, outline.elements[holder].tag.as_str());
    let mut alike: HashMap<(usize, &str), usize> = HashMap::new();
    for entry in parents.iter().map(|holder| kind(*holder)).filter(|(_, tag)| matches!(*tag, "section" | "article")) {
        *alike.entry(entry).or_default() += 1;
    }
    let in_entry = |at: usize| {
        let list = matches!(outline.elements[parent(at)].tag.as_str(), "ul" | "ol") && tag(at) == "li";
        // A heading goes with the list below it.
        let listed = |at: usize| outline.lines.get(at).is_some() && tag(at) == "li";
        let heading = matches!(tag(at), "h2" | "h3" | "h4")
            && listed(at + 1)
            && outline.elements[parent(at + 1)].parent == parent(at);
        let holder = if list { outline.elements[parent(at)].parent } else { parent(at) };
        (list || heading) && alike.get(&kind(holder)).is_some_and(|count| *count > 2) && outline.lines[at].linked == 0
    };
    // The lead stands below the headline.
    let top = title.filter(|title| *title < first).map_or(inside.start, |title| title + 1);
    let lost: Vec<usize> = inside
        .clone()
        .filter(|at| !chosen[*at] && !zone(*at))
        .filter(|at| {
            let line = &outline.lines[*at];
            let count = words(&line.text).len();
            let between = *at > first && *at < last;
            if *at >= top && *at < last && count > 2 && in_entry(*at) {
                return true;
            }
            if matches!(tag(*at), "h2" | "h3" | "h4") {
                return between && parents.contains(&parent(*at)) && !line.is_linked();
            }
            let close = same.contains(&element(*at)) || brothers.contains(&(parent(*at), tag(*at)));
            let runs = ends_sentence(&line.text) && count >= 6;
            let lead = *at < first && *at >= top && close && runs && count >= 10;
            let tail = *at > last && same.contains(&element(*at)) && runs && count >= 8;
            (lead || (between && close && (runs || count >= 12)) || tail) && line.linked * 3 <= line.chars
        })
        .filter(|at| {
            let line = &outline.lines[*at];
            furniture::of(&line.text, line.is_linked()).is_none() && headline::credits(&line.text).is_none()
        })
        .collect();
    for at in lost {
        chosen[at] = true;
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
        let asks = element.asks && element.chars <= 600;
        if (asks || is_furniture_box(element)) && weight * 4 <= total {
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
        credit credits copyright popup modal overlay sidebar widget printfriendly feedback reaction reactions";
    const PAIRS: [&str; 27] = [
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
        "message service",
        "skip link",
    ];
    if TAGS.contains(&element.tag.as_str()) {
        return true;
    }
    if element.names.is_empty() || matches!(element.tag.as_str(), "body" | "html" | "main" | "article" | "blockquote") {
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
        if (!c.is_alphanumeric() || (c.is_uppercase() && small)) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        small = c.is_lowercase();
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    // `bio1` is a `bio`.
    for token in &mut out {
        token.truncate(token.trim_end_matches(|c: char| c.is_ascii_digit()).len());
    }
    out
}

/// The box that the label in line `label` heads: the largest element around it that holds little else than teasers.
fn labelled_box(outline: &Outline, label: usize, body: usize) -> Option<Range<usize>> {
    let line = &outline.lines[label];
    match furniture::of(&line.text, line.is_linked()) {
        Some(Furniture::BoxLabel | Furniture::LineLabel) => {}
        // An advert whose label and words stand in one element: a message of a channel, a box.
        Some(Furniture::Advert) => {
            let element = &outline.elements[line.element];
            let own = element.lines.start == label && element.lines.len() > 1 && element.chars <= 400;
            let same = element.lines.clone().all(|at| outline.lines[at].element == line.element);
            return (own && same && !outline.around(body).any(|at| at == line.element)).then(|| element.lines.clone());
        }
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

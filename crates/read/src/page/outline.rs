//! Outline: a page as lines of text, each with the element it stands in.
//!
//! `<div><p>One.<p>Two<br><br>three.</div>` has the lines "One.", "Two" and
//! "three.". A line is what a reader sees as one paragraph, whatever markup
//! made it; words are those of the page's own text nodes.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

use crate::furniture::{self, ends_sentence};

/// A page: its elements in document order, and its lines.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) elements: Vec<Element>,
    pub(crate) lines: Vec<Line>,
}

/// An element and the lines inside it.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) tag: String,
    pub(crate) parent: usize,
    /// Class, id, role and label, as written.
    pub(crate) names: String,
    /// Whether a field to type in stands right inside it.
    pub(crate) asks: bool,
    /// The first line inside it and the first one after it.
    pub(crate) lines: std::ops::Range<usize>,
    /// The number of characters in those lines.
    pub(crate) chars: usize,
}

/// What a reader sees as one paragraph.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// The innermost block-level element around it.
    pub(crate) element: usize,
    /// How many of its characters are inside links.
    pub(crate) linked: usize,
    pub(crate) chars: usize,
    pub(crate) url: Option<String>,
}

impl Line {
    /// Whether (nearly) all of it is a link.
    pub(crate) fn is_linked(&self) -> bool {
        self.linked * 10 >= self.chars * 8 && self.linked > 0
    }
}

impl Outline {
    /// The outline of a parsed page or fragment.
    pub(crate) fn of(html: &Html) -> Self {
        let mut walk = Walk::default();
        walk.enter("", String::new());
        let mut hidden = 0usize;
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) if hidden == 0 => walk.text(text),
                    Node::Element(element) => {
                        if hidden > 0 || is_hidden(element) {
                            hidden += 1;
                        } else {
                            walk.open(element);
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(element) = node.value() {
                        if hidden > 0 {
                            hidden -= 1;
                        } else {
                            walk.close(element);
                        }
                    }
                }
            }
        }
        walk.end_line();
        walk.leave();
        let mut outline = walk.outline;
        for at in (0..outline.elements.len()).rev() {
            let lines = outline.elements[at].lines.clone();
            outline.elements[at].chars = 0;
            // Sums over ranges, from the lines' own counts.
            outline.elements[at].chars = lines.map(|line| outline.lines[line].chars).sum();
        }
        outline
    }

    /// The element and everything around it, from the inside out.
    pub(crate) fn around(&self, element: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(element), |at| (*at != 0).then(|| self.elements[*at].parent))
    }
}

#[derive(Default)]
struct Walk {
    outline: Outline,
    open: Vec<usize>,
    /// Block-level elements among the open ones.
    blocks: Vec<usize>,
    text: String,
    /// Whether white space stands before the next word.
    gap: bool,
    /// How many `<br>` stand since the last word.
    breaks: usize,
    linked: usize,
    bold: usize,
    chars: usize,
    links: usize,
    bolds: usize,
    /// Whether an inline element has just ended, with nothing behind it yet.
    ended: bool,
    urls: Vec<Option<String>>,
    url: Option<String>,
}

impl Walk {
    fn enter(&mut self, tag: &str, names: String) {
        let parent = self.open.last().copied().unwrap_or(0);
        let first = self.outline.lines.len();
        self.open.push(self.outline.elements.len());
        self.outline.elements.push(Element {
            tag: tag.to_owned(),
            parent,
            names,
            asks: false,
            lines: first..first,
            chars: 0,
        });
        if !is_inline(tag) {
            self.blocks.push(self.outline.elements.len() - 1);
        }
    }

    fn leave(&mut self) {
        if let Some(at) = self.open.pop() {
            let element = &mut self.outline.elements[at];
            element.lines.end = self.outline.lines.len();
            if !is_inline(&element.tag) {
                self.blocks.pop();
            }
        }
    }

    fn open(&mut self, element: &scraper::node::Element) {
        let tag = element.name();
        match tag {
            "br" => {
                self.breaks += 1;
                self.gap = true;
            }
            "wbr" => {}
            "input" if element.attr("type").is_none_or(|kind| matches!(kind, "email" | "text")) => {
                if let Some(at) = self.blocks.last() {
                    self.outline.elements[*at].asks = true;
                }
            }
            // Cards write `<a><span>Label</span><b>Headline</b></a>` and set each on a line of its own.
            _ if is_inline(tag) && self.ended && (self.links > 0 || tag == "a") && !self.gap => self.end_line(),
            _ if !is_inline(tag) => self.end_line(),
            // Whose a block quotation is stands on a line of its own, whatever the page makes of it.
            "cite" if self.in_quotation() => self.end_line(),
            _ => {}
        }
        match tag {
            "a" => {
                self.links += 1;
                self.urls.push(element.attr("href").map(str::to_owned));
            }
            "b" | "strong" => self.bolds += 1,
            _ => {}
        }
        let mut names = String::new();
        for name in ["class", "id", "role", "aria-label", "data-component", "data-testid"] {
            if let Some(value) = element.attr(name) {
                names.push_str(value);
                names.push(' ');
            }
        }
        self.enter(tag, names);
    }

    fn close(&mut self, element: &scraper::node::Element) {
        let tag = element.name();
        match tag {
            "a" => {
                self.links = self.links.saturating_sub(1);
                self.urls.pop();
            }
            "b" | "strong" => self.bolds = self.bolds.saturating_sub(1),
            _ => {}
        }
        if !is_inline(tag) || tag == "cite" && self.in_quotation() {
            self.end_line();
        }
        self.ended = is_inline(tag) && tag != "a";
        self.leave();
    }

    fn in_quotation(&self) -> bool {
        self.open.iter().any(|at| self.outline.elements[*at].tag == "blockquote")
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.gap = true;
                continue;
            }
            // A blank line divides; one break does only behind what is a line of its own.
            if self.breaks > 1 || (self.breaks == 1 && self.is_line()) {
                self.end_line();
            }
            self.ended = false;
            self.breaks = 0;
            if self.gap && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.gap = false;
            self.text.push(c);
            self.chars += 1;
            self.linked += usize::from(self.links > 0);
            self.bold += usize::from(self.bolds > 0);
            if self.url.is_none() && self.links > 0 {
                self.url = self.urls.last().cloned().flatten();
            }
        }
    }

    /// Whether the text so far is more than the first half of a broken line: whole sentences, or all bold, all a link, a label.
    fn is_line(&self) -> bool {
        ends_sentence(&self.text)
            || self.bold == self.chars && self.bolds == 0
            || self.linked == self.chars && self.links == 0
            || furniture::of(&self.text, false).is_some()
    }

    fn end_line(&mut self) {
        self.gap = false;
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            let element = self.blocks.last().copied().unwrap_or(0);
            let (linked, chars) = (self.linked, self.chars);
            self.outline.lines.push(Line { text, element, linked, chars, url: self.url.take() });
        }
        self.url = None;
        (self.linked, self.bold, self.chars) = (0, 0, 0);
    }
}

/// Elements that stand inside a line of text.
pub(crate) fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Elements whose text no reader sees as part of the page.
fn is_hidden(element: &scraper::node::Element) -> bool {
    if matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "object"
            | "embed"
            | "select"
            | "datalist"
            | "textarea"
            | "button"
            | "canvas"
            | "audio"
            | "video"
            | "amp-ad"
            | "amp-embed"
            | "amp-sidebar"
            | "amp-consent"
            | "amp-user-notification"
            | "amp-social-share"
            | "dialog"
    ) {
        return true;
    }
    if element.attr("hidden").is_some() || element.attr("role") == Some("dialog") {
        return true;
    }
    if let Some(style) = element.attr("style") {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return true;
        }
    }
    element
        .classes()
        .any(|class| matches!(class, "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        let outline = Outline::of(&Html::parse_document(html));
        outline.lines.iter().map(|line| format!("{}|{}", outline.elements[line.element].tag, line.text)).collect()
    }

    #[test]
    fn a_line_is_what_a_reader_sees() {
        assert_eq!(
            lines(
                "<div>Lead <b>bold</b>\u{a0}word<br><br>second<br>line.<br>Third <i>x</i><p>One.<p>Two <script>no</script>on"
            ),
            ["div|Lead bold word", "div|second line.", "div|Third x", "p|One.", "p|Two on"]
        );
    }
}

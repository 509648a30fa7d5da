//! Furniture: what stands between the paragraphs of a page and is not the report.
//!
//! "Advertisement" alone in a line leaves; "Advertisement spending fell, the
//! agency said." stays. A rule is about a whole short block, never about words
//! inside a paragraph. The words are in `furniture/*.txt`, one file for each
//! meaning, with sentences each rule must catch and must leave alone; they run
//! as tests. The headline of a teaser is kept as [`Related`].
//!
//! Which parts of a page belong to the report at all is decided in `page`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use claims::{BlockKind, Related};

use crate::layout::{Part, spaced};

/// A part of an input before furniture is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) part: Part,
    /// Whether (nearly) all of its words are a link.
    pub(crate) linked: bool,
    /// Where its first link leads.
    pub(crate) url: Option<String>,
}

impl Piece {
    /// A piece of plain text.
    pub(crate) fn plain(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { part: Part::new(kind, text), linked: false, url: None }
    }

    pub(crate) fn text(&self) -> &str {
        &self.part.text
    }
}

/// What a block is, where it is furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// It labels an advert.
    Advert,
    /// It heads the readers' comments.
    Comments,
    /// It leaves, and nothing around it is concerned.
    Leaves,
    /// It heads teasers of other stories.
    BoxLabel,
    /// It announces one other story, or is a button.
    LineLabel,
    /// It holds the headline of another story behind a label.
    Teaser(String),
}

/// How the phrases of a file are held against a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// The phrase is the block.
    Whole,
    /// The phrase is the block and heads others' words.
    Comments,
    /// The phrase begins a block of at most so many words.
    Begins(usize),
    /// The block is made of phrases and nothing else.
    Bar,
    /// The phrase is the block, or a colon and a headline follow.
    BoxLabel,
    LineLabel,
    /// The phrase is the block, or a colon, slash or dash and a few words follow.
    Credit,
    /// The phrase is the block, or a colon and a list without a full stop follow.
    Tags,
}

/// The files, in the order in which they are asked. The name is the rule's id.
const FILES: [(&str, How, &str); 11] = [
    ("advert", How::Whole, include_str!("../furniture/advert.txt")),
    ("share", How::Bar, include_str!("../furniture/share.txt")),
    ("related", How::BoxLabel, include_str!("../furniture/related.txt")),
    ("read-more", How::LineLabel, include_str!("../furniture/read-more.txt")),
    ("signup", How::Begins(40), include_str!("../furniture/signup.txt")),
    ("follow", How::Begins(30), include_str!("../furniture/follow.txt")),
    ("correction", How::Begins(26), include_str!("../furniture/correction.txt")),
    ("notice", How::Begins(32), include_str!("../furniture/notice.txt")),
    ("credit", How::Credit, include_str!("../furniture/credit.txt")),
    ("comments", How::Comments, include_str!("../furniture/comments.txt")),
    ("tags", How::Tags, include_str!("../furniture/tags.txt")),
];

/// Longer blocks are never furniture; they are not even looked at.
const LONGEST: usize = 400;

/// What kind of furniture `text`, one whole block, is; `linked` says whether all of it is a link.
pub(crate) fn of(text: &str, linked: bool) -> Option<Furniture> {
    rule(text, linked).map(|(_, furniture)| furniture)
}

/// The furniture and the id of the rule that knows it.
fn rule(text: &str, linked: bool) -> Option<(&'static str, Furniture)> {
    if text.len() > 2 * LONGEST {
        return None;
    }
    let mut words = words(text);
    // A count behind a label is no word of it: "Comments (12)".
    if text.trim_end().ends_with(')') && words.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) {
        words.pop();
    }
    let first = words.first()?;
    // A block that begins as a quotation is somebody's words.
    let quoted = text.trim_start().starts_with(['"', '“', '„', '«', '‘', '‹']);
    let candidates = PHRASES.get(first.as_str()).map(Vec::as_slice).unwrap_or_default();
    let colon = text.find([':', '：', '»', '→', '>']).filter(|_| !quoted);
    let head = colon.map(|at| self::words(&text[..at]).len()).filter(|head| *head < words.len());
    let asks = text.find(['.', '!', '?']).is_some_and(|end| text[end..].starts_with('?'));
    let rest = || colon.map(|at| text[at..].trim_start_matches([':', '：', '»', '→', '>', ' ', '\u{a0}']).trim());
    for phrase in candidates {
        let whole = phrase.whole(&words) && (!phrase.exact || text.contains(&phrase.written));
        let heads = head == Some(phrase.words.len()) && phrase.begins(&words).is_some();
        let found = match phrase.how {
            How::Whole if whole => Furniture::Advert,
            How::Comments if whole => Furniture::Comments,
            How::Begins(_) if whole => Furniture::Leaves,
            How::Begins(limit)
                if !phrase.alone
                    && !quoted
                    && words.len() <= limit
                    && (!phrase.question || asks)
                    && phrase.begins(&words).is_some() =>
            {
                Furniture::Leaves
            }
            How::Bar if bar(&words) => Furniture::Leaves,
            How::BoxLabel if whole && !phrase.open => Furniture::BoxLabel,
            How::BoxLabel
                if phrase.open
                    && words.len() <= phrase.words.len() + 4
                    && !ends_sentence(text)
                    && phrase.begins(&words).is_some() =>
            {
                Furniture::BoxLabel
            }
            How::LineLabel if whole && !phrase.alone => Furniture::LineLabel,
            How::BoxLabel | How::LineLabel if heads => match rest() {
                Some(rest) if linked || is_headline(rest) => Furniture::Teaser(spaced(rest)),
                _ => continue,
            },
            How::BoxLabel | How::LineLabel if linked && !phrase.alone && words.len() > phrase.words.len() + 2 => {
                match phrase.begins(&words).and_then(|count| after_words(text, count)) {
                    Some(rest) => Furniture::Teaser(spaced(rest)),
                    None => continue,
                }
            }
            How::Credit if whole => Furniture::Leaves,
            How::Credit if words.len() <= 12 && phrase.begins(&words).is_some() => {
                match after_words(text, phrase.words.len()) {
                    Some(_) if separated(text, phrase.words.len()) => Furniture::Leaves,
                    _ => continue,
                }
            }
            How::Tags if whole => Furniture::Leaves,
            How::Tags if heads && words.len() <= 40 && rest().is_some_and(is_list) => Furniture::Leaves,
            _ => continue,
        };
        return Some((phrase.file, found));
    }
    None
}

/// Topics: some words between commas, no sentence.
fn is_list(rest: &str) -> bool {
    !ends_sentence(rest) && rest.split([',', ';', '|', '·', '#', '/']).all(|topic| words(topic).len() <= 4)
}

/// Whether what follows the first `count` words is set off by a colon, slash or dash.
fn separated(text: &str, count: usize) -> bool {
    let Some(rest) = after_words_raw(text, count) else { return false };
    rest.trim_start().starts_with([':', '/', '|', '–', '—', '©', '-', '(', '：'])
}

/// What follows the first `count` words, without what sets it off.
fn after_words(text: &str, count: usize) -> Option<&str> {
    let rest = after_words_raw(text, count)?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":»→>|/–—-".contains(c));
    (!rest.is_empty()).then_some(rest)
}

fn after_words_raw(text: &str, count: usize) -> Option<&str> {
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let word = is_word(c);
        if inside && !word && seen == count {
            return Some(&text[at..]);
        }
        if word && !inside {
            seen += 1;
        }
        inside = word;
    }
    None
}

/// Whether all words together are phrases of page tools.
fn bar(words: &[String]) -> bool {
    let mut at = 0;
    while at < words.len() {
        let longest = PHRASES
            .get(words[at].as_str())
            .into_iter()
            .flatten()
            .filter(|phrase| phrase.how == How::Bar && words[at..].starts_with(&phrase.words))
            .map(|phrase| phrase.words.len())
            .max();
        match longest {
            Some(length) => at += length,
            // A count beside a button: "Share 12".
            None if at > 0 && words[at].bytes().all(|b| b.is_ascii_digit()) => at += 1,
            None => return false,
        }
    }
    true
}

/// One line of a file.
struct Phrase {
    file: &'static str,
    how: How,
    words: Vec<String>,
    /// After which words others may stand (`…`).
    gaps: HashSet<usize>,
    /// Whether it is furniture only in one form: alone for a phrase that else begins, with a headline for a label.
    alone: bool,
    /// Whether a name of a few words follows it.
    open: bool,
    /// Whether it must begin a question.
    question: bool,
    /// Whether capital letters matter.
    exact: bool,
    written: String,
}

impl Phrase {
    fn whole(&self, words: &[String]) -> bool {
        self.gaps.is_empty() && self.words.len() == words.len() && self.begins(words).is_some()
    }

    /// The number of words up to the phrase's last, where the phrase begins the block.
    fn begins(&self, words: &[String]) -> Option<usize> {
        let mut at = 0;
        for (i, wanted) in self.words.iter().enumerate() {
            if self.gaps.contains(&i) {
                at += words.get(at..)?.iter().position(|word| same(wanted, word))?;
            } else if !same(wanted, words.get(at)?) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }
}

fn same(wanted: &str, word: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => wanted == word,
    }
}

/// All phrases by their first word.
static PHRASES: LazyLock<HashMap<String, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<String, Vec<Phrase>> = HashMap::new();
    for (file, how, source) in FILES {
        for line in source.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("catches:") || line.starts_with("leaves:") {
                continue;
            }
            let (exact, line) = line.strip_prefix('=').map_or((false, line), |line| (true, line));
            let (open, line) = line.strip_suffix(" …").map_or((false, line), |line| (true, line));
            let alone = matches!(how, How::Begins(_)) && line.ends_with('.') || line.ends_with(':');
            let mut words_of_phrase = Vec::new();
            let mut gaps = HashSet::new();
            for part in line.split(" … ") {
                if !words_of_phrase.is_empty() {
                    gaps.insert(words_of_phrase.len());
                }
                words_of_phrase.extend(part.split(' ').flat_map(|word| match word.strip_suffix('*') {
                    Some(stem) => vec![format!("{}*", words(stem).concat())],
                    None => words(word),
                }));
            }
            if let Some(first) = words_of_phrase.first() {
                let phrase = Phrase {
                    file,
                    how,
                    gaps,
                    alone,
                    question: line.ends_with('?'),
                    open,
                    exact,
                    written: line.to_owned(),
                    words: words_of_phrase.clone(),
                };
                phrases.entry(first.clone()).or_default().push(phrase);
            }
        }
    }
    phrases
});

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '©')
}

/// The words of a text in small letters, apostrophes and ё made plain.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !is_word(c))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'").replace('ё', "е"))
        .collect()
}

/// Whether a text ends as a sentence does, closing quotation marks and brackets aside.
pub(crate) fn ends_sentence(text: &str) -> bool {
    // French sets a space before its closing mark.
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"”’»“')]›".contains(c));
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}

/// Whether a text could be a headline: some words on one line, no full stop.
pub(crate) fn is_headline(text: &str) -> bool {
    let text = text.trim();
    let count = words(text).len();
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || "\"”’»“')]".contains(c));
    (2..=30).contains(&count)
        && text.chars().count() <= 200
        && !bare.ends_with(['.', ',', ';', ':', '…', '。'])
        && text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Takes the furniture out of the pieces of one report, and keeps the headlines of teasers.
pub(crate) fn sweep(pieces: Vec<Piece>) -> (Vec<Part>, Vec<Related>) {
    let kinds: Vec<Option<Furniture>> = pieces.iter().map(|piece| of(piece.text(), piece.linked)).collect();
    let mut gone = vec![false; pieces.len()];
    let mut related: Vec<Related> = Vec::new();
    let mut relate = |title: &str, url: &Option<String>| {
        let title = spaced(title);
        match related.iter_mut().find(|known| known.title == title) {
            Some(known) if known.url.is_none() => known.url.clone_from(url),
            Some(_) => {}
            None => related.push(Related { title, url: url.clone() }),
        }
    };
    for (at, kind) in kinds.iter().enumerate() {
        if gone[at] {
            continue;
        }
        match kind {
            None => {}
            Some(Furniture::Advert | Furniture::Comments | Furniture::Leaves) => gone[at] = true,
            Some(Furniture::Teaser(title)) => {
                gone[at] = true;
                relate(title, &pieces[at].url);
            }
            Some(label @ (Furniture::BoxLabel | Furniture::LineLabel)) => {
                gone[at] = true;
                for teaser in teasers(&pieces, &kinds, at, *label == Furniture::BoxLabel) {
                    gone[teaser.at] = true;
                    if teaser.headline {
                        relate(pieces[teaser.at].text(), &pieces[teaser.at].url);
                    }
                }
            }
        }
    }
    let parts = pieces.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(piece, _)| piece.part).collect();
    (parts, related)
}

struct Teaser {
    at: usize,
    headline: bool,
}

/// The teasers that belong to the label at `label`.
///
/// A card often shows its headline twice, before the label (from the picture) and after it; then
/// the paragraph that follows is its teaser text. Where the headline stands once, a paragraph is
/// taken for a teaser only below a box label, and only where it speaks of what the headline does.
fn teasers(pieces: &[Piece], kinds: &[Option<Furniture>], label: usize, boxed: bool) -> Vec<Teaser> {
    let key = |at: usize| words(pieces[at].text());
    let teaser_like = |at: usize| {
        kinds[at].is_none()
            && (pieces[at].linked || is_headline(pieces[at].text()))
            && pieces[at].part.kind != BlockKind::Headline
    };
    let mut out = Vec::new();
    // A headline that stands on both sides of the label.
    let ahead = (label + 1..pieces.len()).take(4).find(|at| kinds[*at].is_none());
    let behind = (0..label).rev().take(2).find(|at| kinds[*at].is_none());
    if let (Some(ahead), Some(behind)) = (ahead, behind)
        && pieces[behind].part.kind != BlockKind::Headline
        && key(ahead).len() >= 2
        && key(ahead) == key(behind)
    {
        out.push(Teaser { at: behind, headline: true });
        out.push(Teaser { at: ahead, headline: true });
        if let Some(next) = pieces.get(ahead + 1)
            && kinds[ahead + 1].is_none()
            && words(next.text()).len() <= 60
            && ahead + 2 < pieces.len()
        {
            out.push(Teaser { at: ahead + 1, headline: false });
        }
        return out;
    }
    let mut at = label + 1;
    while at < pieces.len() && out.len() < 24 {
        let headline = teaser_like(at);
        let first = out.is_empty();
        // Below a line label one story follows; more only where they are links or stand in a row.
        let row = pieces[at].linked || first || (boxed && pieces.get(at + 1).is_some_and(|_| true));
        if !headline || !row {
            break;
        }
        // A heading that a paragraph of the report follows may be the report's own; a link is not.
        out.push(Teaser { at, headline: true });
        at += 1;
        if boxed && at + 1 < pieces.len() && kinds[at].is_none() && !teaser_like(at) && speaks_of(pieces, at, at - 1) {
            out.push(Teaser { at, headline: false });
            at += 1;
        }
        if !boxed && at < pieces.len() && !pieces[at].linked {
            break;
        }
    }
    out
}

/// Whether the short paragraph at `text` repeats words of the headline at `headline`, more than the next one does.
fn speaks_of(pieces: &[Piece], text: usize, headline: usize) -> bool {
    let stems = |at: usize| -> HashSet<String> {
        let long = |word: String| (word.chars().count() >= 4).then(|| word.chars().take(5).collect());
        words(pieces[at].text()).into_iter().filter_map(long).collect()
    };
    if words(pieces[text].text()).len() > 45 {
        return false;
    }
    let wanted = stems(headline);
    let shared = |at: usize| stems(at).intersection(&wanted).count();
    let here = shared(text);
    here >= 2 && pieces.get(text + 1).is_none_or(|_| shared(text + 1) < here)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file's own sentences: what the rule must catch, what it and every other rule must leave alone.
    #[test]
    fn every_file_catches_and_leaves_its_sentences() {
        let mut wrong = Vec::new();
        for (file, _, source) in FILES {
            let mut tests = [0, 0];
            for line in source.lines() {
                if let Some(text) = line.strip_prefix("catches: ") {
                    tests[0] += 1;
                    match rule(text, false) {
                        Some((by, _)) if by == file => {}
                        other => wrong.push(format!("{file} misses {text:?} (found by {:?})", other.map(|o| o.0))),
                    }
                }
                if let Some(text) = line.strip_prefix("leaves: ") {
                    tests[1] += 1;
                    if let Some((by, _)) = rule(text, false) {
                        wrong.push(format!("{by} takes {text:?}"));
                    }
                }
            }
            assert!(tests[0] > 0 && tests[1] > 0, "{file} has no sentences of its own");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn swept(lines: &[&str]) -> String {
        let (parts, related) = sweep(lines.iter().map(|line| Piece::plain(BlockKind::Paragraph, *line)).collect());
        let mut out: Vec<_> = parts.into_iter().map(|part| part.text).collect();
        out.extend(related.into_iter().map(|r| format!("-> {}", r.title)));
        out.join("\n")
    }

    #[test]
    fn a_card_whose_headline_stands_twice_leaves_with_its_teaser() {
        insta::assert_snapshot!(swept(&[
            "Two bridges were closed on Monday, the mayor said.",
            "‘We had an hour’ – Villagers recall the night of the flood",
            "Other Topics of Interest",
            "‘We had an hour’ – Villagers recall the night of the flood",
            "Ten people in Lenk tell how the water came.",
            "The army sent forty soldiers, a spokesman said.",
        ]), @"
        Two bridges were closed on Monday, the mayor said.
        The army sent forty soldiers, a spokesman said.
        -> ‘We had an hour’ – Villagers recall the night of the flood
        ");
    }

    #[test]
    fn a_line_label_takes_one_headline_and_no_paragraph() {
        insta::assert_snapshot!(swept(&[
            "Two bridges were closed on Monday, the mayor said.",
            "READ ALSO:",
            "Villagers recall the night of the flood",
            "The army sent forty soldiers to the flood area, villagers said.",
            "It will stay a week.",
        ]), @"
        Two bridges were closed on Monday, the mayor said.
        The army sent forty soldiers to the flood area, villagers said.
        It will stay a week.
        -> Villagers recall the night of the flood
        ");
    }
}

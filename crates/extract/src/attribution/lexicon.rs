//! The cue lexicon: which words report, and how they are built into a sentence.
//!
//! `data/cues.txt` holds it as text that an editor can read; each group carries the
//! sentences that every one of its verbs must pass. Here it becomes a map from word
//! forms to entries, built once.

use std::collections::HashMap;
use std::sync::OnceLock;

use claims::Degree;

const LEXICON: &str = include_str!("../../data/cues.txt");

/// How a cue takes what it reports; a cue may have several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(u16);

macro_rules! frames {
    ($($name:ident $word:literal $bit:literal $doc:literal),+ $(,)?) => {
        impl Frames {
            $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)+

            fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

frames! {
    CLAUSE "clause" 0 "a clause, with or without \"that\"",
    THAT "that" 1 "a clause with \"that\"",
    QUOTE "quote" 2 "a quotation, before or after",
    OBJECT "object" 3 "a noun phrase",
    TO "to" 4 "an infinitive",
    WH "wh" 5 "a question",
    TOLD "told" 6 "the person addressed, then a clause",
    ORDER "order" 7 "the person addressed, then an infinitive",
    AS "as" 8 "an object and \"as\"",
    BY "by" 9 "a passive with \"by\"",
}

impl Frames {
    /// Whether any of `other` is among these.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// These and `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What sort of reporting a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// Spoken, or not told apart from speech.
    Speech,
    /// Written.
    Writing,
    /// A belief, a fear, an expectation.
    Thought,
    /// What a report, poll or inquiry found.
    Finding,
    /// For or against something.
    Stance,
    /// An intention.
    Plan,
}

/// The form a verb stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// say
    Base,
    /// says
    Third,
    /// said, as past tense
    Past,
    /// said, written: after have or be
    Participle,
    /// saying
    Ing,
}

/// One cue of the lexicon.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The base form, with its particle: "point out".
    pub lemma: String,
    /// The words that follow the verb: "out"; empty for most.
    pub particles: Vec<String>,
    /// The ways it takes its content.
    pub frames: Frames,
    /// The certainty it gives by itself.
    pub certainty: Degree,
    /// What sort of reporting it does.
    pub kind: CueKind,
}

/// The lexicon, indexed by word form.
#[derive(Debug, Default)]
pub struct Lexicon {
    entries: Vec<Entry>,
    forms: HashMap<String, Vec<(usize, VerbForm)>>,
}

impl Lexicon {
    /// The lexicon that ships with the crate.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Lexicon> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::parse(LEXICON))
    }

    fn parse(source: &str) -> Self {
        let mut out = Self::default();
        let mut by_lemma: HashMap<String, usize> = HashMap::new();
        let mut group = None;
        for line in source.lines().map(str::trim).filter(|l| !l.is_empty()) {
            if line.starts_with(['#', '+', '-']) {
                continue;
            }
            if let Some(header) = line.strip_prefix('[') {
                group = group_header(header);
                continue;
            }
            let Some((frames, certainty, kind)) = group else { continue };
            for item in line.split(',').map(str::trim).filter(|i| !i.is_empty()) {
                let verb = Verb::parse(item);
                let lemma = verb.base.clone();
                if let Some(known) = by_lemma.get(&lemma) {
                    let entry = &mut out.entries[*known];
                    entry.frames = entry.frames.with(frames);
                    continue;
                }
                let n = out.entries.len();
                by_lemma.insert(lemma.clone(), n);
                for (form, word) in verb.forms() {
                    out.forms.entry(word).or_default().push((n, form));
                }
                let particles = lemma.split(' ').skip(1).map(str::to_owned).collect();
                out.entries.push(Entry { lemma, particles, frames, certainty, kind });
            }
        }
        // Longer particles are tried first: "speak out against" before "speak".
        for readings in out.forms.values_mut() {
            readings.sort_by_key(|(n, _)| std::cmp::Reverse(out.entries[*n].particles.len()));
        }
        out
    }

    /// The readings of a word form, those with particles first.
    pub fn readings(&self, form: &str) -> impl Iterator<Item = (&Entry, VerbForm)> {
        self.forms.get(form).into_iter().flatten().map(|(n, form)| (&self.entries[*n], *form))
    }
}

fn group_header(header: &str) -> Option<(Frames, Degree, CueKind)> {
    let (_, rest) = header.split_once(']')?;
    let mut parts = rest.split('|').map(str::trim);
    let frames = parts.next()?.split_whitespace().filter_map(Frames::named).fold(Frames::default(), Frames::with);
    let certainty = match parts.next()? {
        "confirmed" => Degree::Confirmed,
        "probable" => Degree::Probable,
        "possible" => Degree::Possible,
        "expected" | "planned" => Degree::Expected,
        "alleged" => Degree::Alleged,
        "doubted" => Degree::Doubted,
        _ => Degree::Stated,
    };
    let kind = match parts.next()? {
        "writing" => CueKind::Writing,
        "thought" => CueKind::Thought,
        "finding" => CueKind::Finding,
        "stance" => CueKind::Stance,
        "plan" => CueKind::Plan,
        _ => CueKind::Speech,
    };
    Some((frames, certainty, kind))
}

/// A verb with its principal parts.
struct Verb {
    base: String,
    past: String,
    participle: String,
}

impl Verb {
    fn parse(item: &str) -> Self {
        let mut parts = item.split('/');
        let base = parts.next().unwrap_or(item).to_owned();
        let past = parts.next().map_or_else(|| regular_past(first(&base)), |p| first(p).to_owned());
        let participle = parts.next().map_or_else(|| past.clone(), |p| first(p).to_owned());
        Self { base, past, participle }
    }

    fn forms(&self) -> [(VerbForm, String); 5] {
        let base = first(&self.base);
        [
            (VerbForm::Base, base.to_owned()),
            (VerbForm::Third, third_person(base)),
            (VerbForm::Past, self.past.clone()),
            (VerbForm::Participle, self.participle.clone()),
            (VerbForm::Ing, ing(base, &self.past)),
        ]
    }
}

fn first(words: &str) -> &str {
    words.split(' ').next().unwrap_or(words)
}

fn consonant_y(base: &str) -> bool {
    base.ends_with('y')
        && !base.ends_with(['a', 'e', 'o', 'u'])
        && !["ay", "ey", "oy", "uy"].iter().any(|e| base.ends_with(e))
}

fn regular_past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if consonant_y(base) {
        format!("{}ied", &base[..base.len() - 1])
    } else {
        format!("{base}ed")
    }
}

fn third_person(base: &str) -> String {
    if base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh") || base == "go" {
        format!("{base}es")
    } else if consonant_y(base) {
        format!("{}ies", &base[..base.len() - 1])
    } else {
        format!("{base}s")
    }
}

fn ing(base: &str, past: &str) -> String {
    let doubled = past.len() == base.len() + 3
        && past.ends_with("ed")
        && past.as_bytes()[base.len()] == base.as_bytes()[base.len() - 1];
    if doubled || ["run", "set", "let", "forget", "put"].contains(&base) {
        format!("{base}{}ing", &base[base.len() - 1..])
    } else if base.ends_with('e') && !base.ends_with("ee") && base != "be" {
        format!("{}ing", &base[..base.len() - 1])
    } else {
        format!("{base}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::attributions;
    use crate::text::Text;

    /// A sentence of the lexicon with one verb put in, and what must be found in it.
    struct Line {
        words: String,
        source: String,
        content: String,
        verb: String,
    }

    impl Line {
        fn of(pattern: &str, verb: &Verb) -> Self {
            let particles = verb.base.split_once(' ').map_or(String::new(), |(_, rest)| format!(" {rest}"));
            let mut words = pattern.to_owned();
            let mut used = String::new();
            for ((_, form), name) in verb.forms().iter().zip(["base", "third", "past", "part", "ing"]) {
                let slot = format!("{{{name}}}");
                if words.contains(&slot) {
                    words = words.replace(&slot, &format!("{form}{particles}"));
                    used.clone_from(form);
                }
            }
            let between = |open: char, close: char| {
                let inside = words.split_once(open).and_then(|(_, rest)| rest.split_once(close));
                inside.map_or(String::new(), |(inside, _)| inside.to_owned())
            };
            let (source, content) = (between('<', '>'), between('[', ']'));
            Self { words: words.replace(['<', '>', '[', ']'], ""), source, content, verb: used.to_lowercase() }
        }

        /// What is wrong with the line; nothing where it holds.
        fn wrong(&self, wanted: bool) -> Option<String> {
            let text = Text::plain(&self.words);
            let bare = |words: &str| words.trim_matches(['.', ',', ' ']).to_lowercase();
            let mut shown = Vec::new();
            for f in attributions(&text) {
                let source = f.source.map_or("", |s| text.words(s));
                let content: Vec<&str> = f.content.iter().map(|c| text.words(c.clone())).collect();
                let content = content.join(" ");
                let cue = f.cue.map_or("", |c| text.words(c)).to_lowercase();
                let has_verb = cue.split(' ').any(|w| w.trim_end_matches(':') == self.verb);
                if has_verb && bare(source) == bare(&self.source) && bare(&content) == bare(&self.content) && wanted {
                    return None;
                }
                shown.push(format!("<{source}> {cue} [{content}]"));
            }
            (wanted || !shown.is_empty()).then(|| format!("{} : {}", self.words, shown.join("; ")))
        }
    }

    #[test]
    fn every_verb_passes_the_sentences_of_its_group() {
        let mut wrong = Vec::new();
        let mut patterns: Vec<(bool, &str)> = Vec::new();
        let mut group = "";
        for line in LEXICON.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(header) = line.strip_prefix('[') {
                group = header.split(']').next().unwrap_or("");
                patterns.clear();
            } else if let Some(pattern) = line.strip_prefix("+ ") {
                patterns.push((true, pattern));
            } else if let Some(pattern) = line.strip_prefix("- ") {
                patterns.push((false, pattern));
            } else {
                assert!(patterns.iter().any(|p| p.0), "[{group}] has no sentence that its verbs must pass");
                for item in line.split(',').map(str::trim).filter(|i| !i.is_empty()) {
                    let verb = Verb::parse(item);
                    let lines = patterns.iter().map(|(wanted, pattern)| (*wanted, Line::of(pattern, &verb)));
                    wrong.extend(lines.filter_map(|(wanted, l)| Some(format!("[{group}] {}", l.wrong(wanted)?))));
                }
            }
        }
        assert!(wrong.is_empty(), "{} sentences fail:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn forms_of_regular_and_irregular_verbs() {
        let shown = ["say/said", "deny", "admit/admitted", "write/wrote/written", "reach", "agree", "point out"]
            .map(|v| Verb::parse(v).forms().map(|f| f.1).join(" "));
        insta::assert_snapshot!(shown.join("\n"), @"
        say says said said saying
        deny denies denied denied denying
        admit admits admitted admitted admitting
        write writes wrote written writing
        reach reaches reached reached reaching
        agree agrees agreed agreed agreeing
        point points pointed pointed pointing
        ");
    }
}

//! Where two claims on the same thing differ: in a figure, in certainty, in polarity.
//!
//! "two bridges were closed" and "three bridges may be closed" speak of the same thing, for they share a figure of
//! bridges; they differ in the figure and in certainty. Which of them is right is not asked, here or anywhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use claims::{Claim, Polarity, Quantity, Span, edtf};

use crate::out::claim::{quantity, word};

/// In what two claims differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ground {
    Figure,
    Certainty,
    Polarity,
}

impl Ground {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Certainty => "certainty",
            Self::Polarity => "polarity",
        }
    }
}

/// One difference, with the words that make it on either side where words do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    pub ground: Ground,
    /// Of what there are two figures; nothing for other grounds.
    pub of: String,
    /// What either says.
    pub values: [String; 2],
    pub a: Vec<Span>,
    pub b: Vec<Span>,
}

impl Difference {
    /// It in words, without judging: "two bridges, three bridges".
    pub(crate) fn says(&self) -> String {
        self.values.join(", ")
    }
}

/// What `a` and `b` differ in.
pub(crate) fn differences(a: &Claim, b: &Claim) -> Vec<Difference> {
    let mut found = Vec::new();
    for (figure, other) in figures(a, b) {
        let (of, values) = (head(figure).unwrap_or_default(), [figure, other].map(quantity));
        found.push(Difference { ground: Ground::Figure, of, values, a: vec![figure.span], b: vec![other.span] });
    }
    if a.certainty.degree != b.certainty.degree {
        let values = [a, b].map(|claim| word(&claim.certainty.degree));
        let words = |claim: &Claim| claim.certainty.span.into_iter().collect();
        found.push(Difference { ground: Ground::Certainty, of: String::new(), values, a: words(a), b: words(b) });
    }
    if a.polarity != b.polarity {
        let values = [a, b].map(|claim| word(&claim.polarity));
        found.push(Difference { ground: Ground::Polarity, of: String::new(), values, a: denial(a), b: denial(b) });
    }
    found
}

/// The figures of `a`, each with one of `b` that counts the same thing and counts it otherwise.
pub(crate) fn figures<'a>(a: &'a Claim, b: &'a Claim) -> Vec<(&'a Quantity, &'a Quantity)> {
    let mut found = Vec::new();
    for figure in &a.quantities {
        let of_it: Vec<&Quantity> = b.quantities.iter().filter(|other| same_thing(figure, other)).collect();
        if of_it.iter().any(|other| bounds(figure) == bounds(other)) {
            continue;
        }
        let new = |other: &&Quantity| !a.quantities.iter().any(|f| same_thing(f, other) && bounds(f) == bounds(other));
        found.extend(of_it.into_iter().filter(new).map(|other| (figure, other)));
    }
    found
}

/// The words that deny: those that decided it, or else the small words that do.
fn denial(claim: &Claim) -> Vec<Span> {
    if claim.polarity != Polarity::Denied {
        return Vec::new();
    }
    let decided = claim.decided.get("polarity").and_then(|d| d.mention.as_ref()).map(|m| m.span);
    decided.map_or_else(|| claim.cue.iter().map(|cue| cue.span).collect(), |span| vec![span])
}

/// How many of what: the same for "two bridges" and "2 bridges".
pub(crate) type Counted = (Bounds, Option<String>, Option<String>);
type Bounds = (Option<u64>, Option<u64>, bool, bool);

/// What `figure` counts, and how many.
pub(crate) fn counted(figure: &Quantity) -> Counted {
    (bounds(figure), figure.unit.clone(), head(figure))
}

fn bounds(figure: &Quantity) -> Bounds {
    // As bits, for figures were read from the same digits or differ.
    (figure.low.map(f64::to_bits), figure.high.map(f64::to_bits), figure.low_open, figure.high_open)
}

/// Whether two figures count or measure the same thing, as far as their words tell.
fn same_thing(a: &Quantity, b: &Quantity) -> bool {
    a.unit == b.unit && head(a).is_some() && head(a) == head(b)
}

/// The word that says what is counted: "soldiers" of "North Korean soldiers".
fn head(figure: &Quantity) -> Option<String> {
    keys(figure.of.as_deref()?).pop().map(|word| stem(&word).to_owned())
}

/// Words that carry no matter.
const EMPTY: &str = " about above after again against also although among been before being below between both cannot could \
    does doing down during each even ever every from further have having here hers herself himself into itself just \
    least like made make many more most much must neither never none only other others ours over same shall should since some \
    still such near than that their theirs them themselves then there these they this those through under until upon very \
    were what when where which while whom whose will with within without would your said says told according people \
    year years month months week weeks day days time today yesterday tomorrow monday tuesday wednesday thursday friday saturday \
    sunday january february march april june july august september october november december ";

/// The words of `text` that can tell what it is about, in small letters and in order.
pub(crate) fn keys(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 4 && !w.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_lowercase)
        .filter(|w| !EMPTY.contains(&format!(" {w} ")))
        .collect()
}

fn stem(word: &str) -> &str {
    for end in ["ings", "ing", "ers", "ies", "ed", "es", "s", "e"] {
        if let Some(rest) = word.strip_suffix(end)
            && rest.chars().count() >= 4
        {
            return rest;
        }
    }
    word
}

/// What claims of a list have in common, pair by pair.
pub(crate) struct Common {
    /// The words that more than one claim has, in their order.
    words: Vec<String>,
    /// For each pair its words, by their numbers and in their order.
    pairs: HashMap<(usize, usize), Vec<usize>>,
    /// A word as it stands in a claim, for one without its ending.
    whole: HashMap<String, String>,
}

/// A word on more claims than this tells nothing of what they are about.
const FREQUENT: usize = 40;

impl Common {
    /// Looks through `claims` once; the work grows with the words they share, not with their pairs.
    pub(crate) fn of(claims: &[Claim]) -> Self {
        let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut whole = HashMap::new();
        for (i, claim) in claims.iter().enumerate() {
            let named = claim.places.iter().map(|place| place.name.as_ref().unwrap_or(&place.words));
            let mut words: BTreeSet<String> = named.map(|name| format!("@{name}")).collect();
            // A place is one thing in common, not one more for each word of its name.
            let of_places: BTreeSet<String> = claim.places.iter().flat_map(|place| keys(&place.words)).collect();
            for word in keys(&claim.content.text).into_iter().filter(|word| !of_places.contains(word)) {
                words.insert(stem(&word).to_owned());
                whole.entry(stem(&word).to_owned()).or_insert(word);
            }
            words.extend(claim.quantities.iter().filter_map(head).map(|of| format!("#{of}")));
            let days = claim.about.iter().filter(|a| edtf::bounds(&a.edtf).is_some_and(|b| b.first == b.last));
            words.extend(days.map(|about| format!("={}", about.edtf)));
            for word in words {
                holders.entry(word).or_default().push(i);
            }
        }
        let (words, holders): (Vec<String>, Vec<Vec<usize>>) =
            holders.into_iter().filter(|(_, holders)| (2..=FREQUENT).contains(&holders.len())).unzip();
        let mut pairs: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        for (word, holders) in holders.iter().enumerate() {
            for (n, a) in holders.iter().enumerate() {
                for b in &holders[n + 1..] {
                    pairs.entry((*a, *b)).or_default().push(word);
                }
            }
        }
        Self { words, pairs, whole }
    }

    /// The pairs that speak of the same thing: a place, a day or a thing counted and one more word in common, or three
    /// words. In order.
    pub(crate) fn pairs(&self) -> Vec<(usize, usize, Vec<String>)> {
        let anchor = |word: &usize| self.words[*word].starts_with(['@', '#', '=']);
        let mut found = Vec::new();
        for ((a, b), words) in &self.pairs {
            let anchors = words.iter().filter(|word| anchor(word)).count();
            if words.len() - anchors < if anchors > 0 { 2 } else { 3 } {
                continue;
            }
            let shown = words.iter().map(|word| &self.words[*word]).filter(|word| !word.starts_with(['#', '=']));
            let whole = |word: &String| self.whole.get(word).unwrap_or(word).trim_start_matches('@').to_owned();
            found.push((*a, *b, shown.map(whole).collect()));
        }
        found.sort();
        found
    }
}

/// Words of a claim, and what they differ in where they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub words: String,
    pub differs: Option<&'static str>,
}

/// The content of `claim`, cut at what `marks` says of words of its document; and the marked words that stand outside it.
pub(crate) fn pieces(claim: &Claim, marks: &[(Span, Ground)]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |c: char, differs: Option<&'static str>| match pieces.last_mut() {
        Some(piece) if piece.differs == differs => piece.words.push(c),
        _ => pieces.push(Piece { words: c.to_string(), differs }),
    };
    let mut text = claim.content.text.chars();
    for (n, span) in claim.content.spans.iter().enumerate() {
        if n > 0 && text.next().is_some() {
            " … ".chars().for_each(|c| put(c, None));
        }
        for (at, c) in (span.start..span.end).zip(text.by_ref()) {
            let mark = marks.iter().find(|(span, _)| span.start <= at && at < span.end);
            put(c, mark.map(|(_, ground)| ground.as_str()));
        }
    }
    // Spans that do not fit their text tell nothing; no word of it is lost for that.
    text.for_each(|c| put(c, None));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Claim> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.txt");
        std::fs::write(&path, text).expect("a file");
        let (inputs, _) = desk::inputs(&[path]);
        let document = desk::document(&inputs[0], &claims::Given::default()).expect("read");
        desk::reading(document, desk::Reader::Rules).claims
    }

    fn picture(text: &str) -> String {
        let claims = read(text);
        let mut lines = String::new();
        for (a, b, words) in Common::of(&claims).pairs() {
            lines += &format!("{a} {b} {}\n", words.join(" "));
            for d in differences(&claims[a], &claims[b]) {
                lines += &format!("  {}: {}\n", d.ground.as_str(), d.says());
                let marks: Vec<(Span, Ground)> = d.b.iter().map(|span| (*span, d.ground)).collect();
                for piece in pieces(&claims[b], &marks).iter().filter(|p| p.differs.is_some()) {
                    lines += &format!("    on “{}”\n", piece.words);
                }
            }
        }
        lines
    }

    #[test]
    fn a_figure_and_a_hedge_are_marked_on_the_words_themselves() {
        insta::assert_snapshot!(picture(
            "Anna Berg said that 40 houses were flooded near the harbour.\n\n\
             Lee Ito said that 70 houses might be flooded near the harbour.\n\nBo Lund said that taxes would rise."
        ), @"
        0 1 flooded harbour houses
          figure: 40 houses, 70 houses
            on “70”
          certainty: stated, possible
            on “might”
        ");
    }

    #[test]
    fn claims_that_share_a_word_only_are_not_laid_side_by_side() {
        assert_eq!(
            picture("Anna Berg said the harbour was closed. Lee Ito said the harbour had been sold in 1978."),
            ""
        );
    }

    #[test]
    fn no_word_of_a_claim_is_lost_in_cutting() {
        for claim in
            read("“We saw 40 boats,” Anna Berg said, “and 12 of them sank.” Lee Ito denied that 12 boats sank.")
        {
            let marks: Vec<_> = claim.quantities.iter().map(|q| (q.span, Ground::Figure)).collect();
            let words: String = pieces(&claim, &marks).into_iter().map(|p| p.words).collect();
            assert_eq!(words.replace(" … ", " "), claim.content.text);
        }
    }
}

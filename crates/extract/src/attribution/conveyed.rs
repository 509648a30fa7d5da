//! Words that reach the reader through somebody or something else, which the trained reader gives to the wrong one or to nobody:
//!
//! | id | finds | catches |
//! | --- | --- | --- |
//! | `told-in` | a paper that tells people something | In a memo sent on Monday, nurses are told that leave is cancelled. |
//! | `in-view` | by whose count it is so | The works council wrote back. By its calculation 80 jobs will go. |

use claims::{BlockKind, Form};

use super::beside::{give, voiced};
use super::group::{group_start, is_passive};
use super::lexicon::CueKind;
use super::rules::{is_way_of_seeing, one};
use super::words::{is_medium, is_time_word};
use super::{Found, found_by, insert, phrase_forward, sentence_body, subject_before};
use crate::text::{Tag, Text};

/// Adds to `found`, in reading order, what is conveyed.
pub(super) fn conveyed(text: &Text, found: &mut Vec<Found>) {
    let told = told_in(text, found);
    insert(found, told);
    let reckoned = reckoned(text, found);
    insert(found, reckoned);
}

/// "In a circular signed by the director, nurses are told that leave is cancelled": where nobody does it, the paper tells them.
fn told_in(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    const FAR: usize = 5;
    let voiced = voiced(text, found.iter().filter(|f| f.form != Form::Continued && f.source.is_some()));
    let mut theirs = vec![false; text.len()];
    let mut more = Vec::new();
    for sentence in text.sentences.iter().filter(|s| text.blocks[s.block].kind == BlockKind::Paragraph) {
        let body = sentence_body(text, &sentence.tokens);
        if !matches!(text.low(body.start), "in" | "on") || !matches!(text.tag(body.start + 1), Tag::Dt | Tag::PrpS) {
            continue;
        }
        let near = body.start + 2..body.end.min(body.start + 2 + FAR);
        let describes = |i: &usize| text.tag(*i).is_noun() || text.tag(*i).is_adjective();
        let Some(paper) = near.take_while(describes).last().filter(|i| tells_people(text.low(*i))) else { continue };
        let Some(told) = (paper + 1..body.end).find(|i| is_told(text, *i)) else { continue };
        let start = group_start(text, body.start, told);
        let Some(whom) = subject_before(text, paper + 1, start) else { continue };
        let opens = text.word(whom.start - 1) == "," && !matches!(text.tag(whom.start), Tag::Wp | Tag::Wdt);
        let rest = told + 1..body.end;
        let by = rest.clone().take(2).any(|i| text.low(i) == "by");
        if !opens || by || rest.len() < 3 || text.quoted(told) || (body.start..whom.start).any(|i| voiced[i]) {
            continue;
        }
        let source = body.start + 1..phrase_forward(text, body.start + 1, whom.start - 1).unwrap_or(paper + 1);
        let known = found.iter_mut().find(|f| f.cue.as_ref().is_some_and(|c| c.contains(&told)));
        match known {
            Some(f) if f.source.as_ref().is_none_or(|s| whom.contains(&s.start)) => {
                f.source = Some(source);
                f.rule = "told-in";
            }
            Some(_) => {}
            None => {
                theirs[body.clone()].fill(true);
                more.push(found_by("told-in", told, Some(source), start..told + 1, one(rest)));
            }
        }
    }
    give(found, &theirs);
    more
}

/// Whether token `i` tells somebody something in the passive: "are told that", "were asked to".
fn is_told(text: &Text, i: usize) -> bool {
    let tells = matches!(
        text.low(i),
        "told"
            | "warned"
            | "asked"
            | "advised"
            | "urged"
            | "reminded"
            | "informed"
            | "assured"
            | "instructed"
            | "ordered"
    );
    let what = matches!(text.low(i + 1), "that" | "to" | "not" | "never") || text.tag(i + 1) == Tag::Prp;
    tells && what && i > 0 && is_passive(text, group_start(text, text.sentence(i).start, i), i)
}

/// Whether a paper or a post has readers whom it tells something by itself.
fn tells_people(low: &str) -> bool {
    let spoken = matches!(
        low,
        "interview"
            | "interviews"
            | "call"
            | "conference"
            | "briefing"
            | "speech"
            | "address"
            | "podcast"
            | "broadcast"
            | "video"
            | "videos"
            | "footage"
            | "clip"
            | "recording"
            | "tape"
            | "report"
    );
    is_medium(low) && !spoken
        || matches!(
            low,
            "circular"
                | "leaflet"
                | "flyer"
                | "notice"
                | "brochure"
                | "booklet"
                | "pamphlet"
                | "handbook"
                | "manual"
                | "guide"
                | "guidelines"
                | "guidance"
                | "directive"
                | "newsletter"
                | "memorandum"
                | "letters"
                | "advisory"
                | "text"
                | "document"
        )
}

/// "By its calculation 80 jobs will go": by whose count it is so, where the reader hears nobody.
fn reckoned(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    const FAR: usize = 10;
    let voiced = voiced(text, found.iter().filter(|f| f.form != Form::Continued));
    let mut theirs = vec![false; text.len()];
    let mut more = Vec::new();
    for sentence in text.sentences.iter().filter(|s| text.blocks[s.block].kind == BlockKind::Paragraph) {
        let body = sentence_body(text, &sentence.tokens);
        let low = text.low(body.start);
        if !matches!(low, "by" | "in") || body.clone().any(|i| voiced[i]) {
            continue;
        }
        let mut reach = body.start + 1..body.end.min(body.start + FAR);
        let Some(owned) = reach.find(|i| matches!(text.tag(*i), Tag::Pos | Tag::PrpS)) else { continue };
        let quality = text.tag(owned + 1).is_adjective() || text.low(owned + 1) == "own";
        let noun = owned + 1 + usize::from(quality);
        let own = text.tag(owned) == Tag::PrpS;
        let source = if own { owned..owned + 1 } else { body.start + 1..owned };
        let whole =
            if own { owned == body.start + 1 } else { phrase_forward(text, body.start + 1, owned) == Some(owned) };
        let timed =
            source.clone().any(|i| is_time_word(text.low(i)) || matches!(text.low(i), "end" | "day" | "week" | "year"));
        let someone = !source.is_empty() && !timed && !matches!(text.low(owned), "our" | "my");
        // "By his account of the war, he was late" tells of an account.
        let comma = text.word(noun + 1) == ",";
        let clause =
            matches!(text.tag(noun + 1), Tag::Prp | Tag::Dt | Tag::PrpS | Tag::Cd | Tag::Nns | Tag::Nnp | Tag::Jjr)
                || matches!(
                    text.low(noun + 1),
                    "at" | "some" | "more" | "about" | "fewer" | "almost" | "nearly" | "around"
                );
        let rest = noun + 1 + usize::from(comma)..body.end;
        let told = rest.len() > 2 && rest.clone().any(|i| text.tag(i).is_finite());
        if !(is_way_of_seeing(low, text.low(noun)) && whole && someone && told && (comma || clause)) {
            continue;
        }
        theirs[body.clone()].fill(true);
        let cue = if own { noun..noun + 1 } else { owned..noun + 1 };
        let said = found_by("in-view", noun, Some(source), cue, one(rest));
        more.push(Found { kind: CueKind::Thought, ..said });
    }
    give(found, &theirs);
    more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    /// Who says what in `words`, of which the reader knows nothing.
    fn said(words: &str) -> Option<(String, String)> {
        let text = Text::plain(words);
        let mut found = Vec::new();
        conveyed(&text, &mut found);
        let one = found.first()?;
        let content: Vec<&str> = one.content.iter().map(|c| text.words(c.clone())).collect();
        Some((one.source.clone().map_or("-", |s| text.words(s)).to_owned(), content.join(" … ")))
    }

    fn pair(source: &str, content: &str) -> Option<(String, String)> {
        Some((source.to_owned(), content.to_owned()))
    }

    #[test]
    fn a_paper_tells_people_what_nobody_else_does() {
        let memo = "In a memo sent on Monday, nurses are told that leave is cancelled.";
        assert_eq!(said(memo), pair("a memo", "that leave is cancelled"));
        let leaflet = "In a leaflet handed out at the gate, drivers were asked to stay at home.";
        assert_eq!(said(leaflet), pair("a leaflet", "to stay at home"));
        // Nor does a place, or who is spoken to.
        for words in [
            "In an interview on Monday, the mayor was told that leave is cancelled.",
            "In the post office, customers were told that leave is cancelled.",
            "In a memo sent on Monday, nurses were told by the board that leave is cancelled.",
            "In a memo sent on Monday, the board wrote that leave is cancelled.",
        ] {
            assert_eq!(said(words), None, "{words}");
        }
    }

    #[test]
    fn by_whose_count_it_is_so() {
        assert_eq!(said("By its calculation 80 jobs will go."), pair("its", "80 jobs will go"));
        assert_eq!(said("By the union's own count, nine were hurt."), pair("the union", "nine were hurt"));
        for words in [
            "By our count 80 jobs will go.",
            "By the end of the week's count 80 jobs will go.",
            "By its account of the war 80 men were lost.",
            "By its side 80 men were lost.",
        ] {
            assert_eq!(said(words), None, "{words}");
        }
    }
}

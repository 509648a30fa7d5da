//! Quotations: pairs of marks, of every kind a keyboard or a language offers.
//!
//! A quotation may go unclosed at the end of a paragraph and be taken up by an
//! opening mark in the next; that is how print carries a speech over paragraphs.
//! Apostrophes, inch marks and stray marks are left alone.

use std::ops::Range;

use super::Text;

/// What stands between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included.
    pub tokens: Range<usize>,
    /// Whether there is a closing mark.
    pub closed: bool,
    /// Whether it takes up a quotation left open by the block before.
    pub continues: bool,
    /// Whether it stands inside another quotation.
    pub nested: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Double,
    Single,
    Angle,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

struct Open {
    kind: Kind,
    at: usize,
}

/// The quotations of `text`, in order of their opening mark.
pub fn quotations(text: &Text) -> Vec<Quotation> {
    let mut out: Vec<Quotation> = Vec::new();
    let mut left_open: Option<Kind> = None;
    // The mark that a block begins with.
    let opens_with = |n: usize| {
        let tokens = text.blocks.get(n)?.tokens.clone();
        if tokens.is_empty() { None } else { mark(text, tokens.start, tokens) }
    };
    for (n, block) in text.blocks.iter().enumerate() {
        let taken_up = left_open.take();
        let mut stack: Vec<Open> = Vec::new();
        let first = out.len();
        for i in block.tokens.clone() {
            let Some((kind, side)) = mark(text, i, block.tokens.clone()) else { continue };
            let open_here = stack.iter().rposition(|o| o.kind == kind);
            match side {
                Side::Opens => open(text, &mut stack, &mut out, kind, i),
                Side::Closes => match open_here {
                    Some(depth) => close(&mut stack, &mut out, depth, i),
                    // The block before left it open, and this one goes on without a mark.
                    None if taken_up == Some(kind)
                        && kind != Kind::Single
                        && out.len() == first
                        && i > block.tokens.start
                        && matches!(text.word(i - 1), "." | "," | "!" | "?" | "…" | "...") =>
                    {
                        let tokens = block.tokens.start..i + 1;
                        out.push(Quotation { tokens, closed: true, continues: true, nested: false });
                    }
                    None => {}
                },
                Side::Either => match open_here {
                    Some(depth) => close(&mut stack, &mut out, depth, i),
                    None => open(text, &mut stack, &mut out, kind, i),
                },
            }
        }
        // What is still open runs to the end of the block, if it can be a quotation at all. A single mark may be any apostrophe: it
        // opens one only where the next block takes it up.
        let single = opens_with(n + 1) == Some((Kind::Single, Side::Opens));
        if let Some(outer) = stack.iter().find(|o| o.kind != Kind::Single || single) {
            let rest = outer.at..block.tokens.end;
            if rest.len() > 2 {
                left_open = Some(outer.kind);
                out.push(Quotation { tokens: rest, closed: false, continues: false, nested: false });
            }
        }
        out[first..].sort_by_key(|q| (q.tokens.start, usize::MAX - q.tokens.end));
        if taken_up.is_some_and(|kind| opens_with(n).is_some_and(|(own, _)| own == kind))
            && let Some(q) = out.get_mut(first)
            && q.tokens.start == block.tokens.start
        {
            q.continues = true;
        }
    }
    let mut reach = 0;
    for q in &mut out {
        q.nested = q.tokens.start < reach;
        reach = reach.max(q.tokens.end);
    }
    out
}

fn open(text: &Text, stack: &mut Vec<Open>, out: &mut Vec<Quotation>, kind: Kind, at: usize) {
    if let Some(depth) = stack.iter().position(|o| o.kind == kind) {
        // The earlier one was never closed: it ends with the sentence before this mark.
        let unclosed = stack.drain(depth..).next();
        if let Some(unclosed) = unclosed {
            let end = text.sentence(at).start;
            if end > unclosed.at + 2 && kind != Kind::Single {
                out.push(Quotation { tokens: unclosed.at..end, closed: false, continues: false, nested: false });
            }
        }
    }
    stack.push(Open { kind, at });
}

fn close(stack: &mut Vec<Open>, out: &mut Vec<Quotation>, depth: usize, at: usize) {
    if let Some(opened) = stack.drain(depth..).next()
        && at > opened.at + 1
    {
        out.push(Quotation { tokens: opened.at..at + 1, closed: true, continues: false, nested: false });
    }
}

/// What kind of mark token `i` is and which side it can be, if it is a quotation mark at all.
fn mark(text: &Text, i: usize, block: Range<usize>) -> Option<(Kind, Side)> {
    let glued_before = i > block.start && text.tokens[i - 1].end == text.tokens[i].start;
    let glued_after = i + 1 < block.end && text.tokens[i].end == text.tokens[i + 1].start;
    let after_dash = i > block.start
        && matches!(text.word(i - 1), "—" | "–" | "-" | "--" | "(" | "[" | "“" | "\"" | "‘" | "«" | "„" | "…");
    let by_glue = if glued_after && (!glued_before || after_dash) {
        Side::Opens
    } else if glued_before {
        Side::Closes
    } else {
        Side::Either
    };
    match text.word(i) {
        "“" => Some((Kind::Double, if by_glue == Side::Closes { Side::Closes } else { Side::Opens })),
        "„" | "``" | "‟" => Some((Kind::Double, Side::Opens)),
        "”" => Some((Kind::Double, if by_glue == Side::Opens && !after_dash { Side::Either } else { Side::Closes })),
        "«" | "‹" => Some((Kind::Angle, if by_glue == Side::Closes { Side::Closes } else { Side::Opens })),
        "»" | "›" => Some((Kind::Angle, if by_glue == Side::Opens { Side::Opens } else { Side::Closes })),
        "\"" | "''" => {
            // `6" pipe`: a figure, glued, is an inch mark unless a quotation is open; the caller drops a close with nothing open.
            Some((Kind::Double, by_glue))
        }
        "‘" | "‚" | "`" if by_glue == Side::Closes => Some((Kind::Single, Side::Closes)),
        "‘" | "‚" | "`" => opens_single(text, i).then_some((Kind::Single, Side::Opens)),
        "’" | "'" => match by_glue {
            Side::Opens if !glued_before || after_dash => opens_single(text, i).then_some((Kind::Single, Side::Opens)),
            Side::Opens | Side::Either => None,
            Side::Closes => (!is_possessive(text, i)).then_some((Kind::Single, Side::Closes)),
        },
        _ => None,
    }
}

/// `'em`, `'90s`, `’Tis` are apostrophes.
fn opens_single(text: &Text, i: usize) -> bool {
    let next = text.low(i + 1);
    !next.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(next, "em" | "til" | "tis" | "twas" | "n" | "cause" | "bout" | "round")
}

/// `the workers’ rights`: a mark behind an s with a small word behind it, where the same line closes later.
fn is_possessive(text: &Text, i: usize) -> bool {
    let next = text.word(i + 1);
    text.low(i.wrapping_sub(1)).ends_with('s')
        && text.tag(i.wrapping_sub(1)).is_noun()
        && next.chars().next().is_some_and(char::is_alphabetic)
        && (text.tag(i + 1).is_noun() || text.tag(i + 1).is_adjective())
        && (i + 1..(i + 60).min(text.sentence(i).end)).any(|j| matches!(text.word(j), "’" | "'"))
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::text::Text;

    fn quoted(words: &str) -> String {
        let text = Text::plain(words);
        let shown = text.quotations.iter().map(|q| {
            let flags = [(!q.closed, "open"), (q.continues, "continues"), (q.nested, "nested")];
            let flags: Vec<_> = flags.iter().filter(|f| f.0).map(|f| f.1).collect();
            format!("{} {}", text.words(q.tokens.clone()), flags.join(" ")).trim().to_owned()
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn marks_of_every_kind() {
        assert_snapshot!(quoted("«Non», dit-il. „Nein“, sagte sie. ''No,'' he said. \"No,\" it said. ‘No,’ all said."), @r#"
        «Non»
        „Nein“
        ''No,''
        "No,"
        ‘No,’
        "#);
    }

    #[test]
    fn apostrophes_and_stray_marks_are_no_quotations() {
        assert_snapshot!(quoted("The workers' rights and the teachers' pay; rock 'n' roll; a 6\" pipe; the '90s."), @"");
    }

    #[test]
    fn a_nested_quotation_and_a_heading_in_closing_marks() {
        assert_snapshot!(quoted("“They will die just like our ‘brothers’ did,” he wrote.\n’It is not worth it’"), @"
        “They will die just like our ‘brothers’ did,”
        ‘brothers’ nested
        ’It is not worth it’
        ");
    }

    #[test]
    fn single_marks_carry_a_speech_over_paragraphs() {
        assert_snapshot!(quoted("‘It is ours,’ she said. ‘We came.\n‘We saw.’"), @"
        ‘It is ours,’
        ‘We came. open
        ‘We saw.’ continues
        ");
        // An apostrophe that nothing takes up is none.
        assert_snapshot!(quoted("She liked 'bama and left.\nNothing more."), @"");
    }

    #[test]
    fn a_speech_carried_over_paragraphs() {
        assert_snapshot!(quoted("He said: “We came.\n“We saw.\n“We left.”\nNothing more."), @"
        “We came. open
        “We saw. open continues
        “We left.” continues
        ");
    }
}

//! The page: width, bold and dim type, wrapping, and words that cannot harm a terminal.
//!
//! Text of reports is untrusted. Before anything is shown to people, every control character
//! in it, and every mark that turns the direction of writing, becomes U+FFFD, one for one, so
//! that a report can neither move the cursor nor make words look other than they are.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::Color;

/// How text for people is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// In columns.
    pub width: usize,
    /// Whether type can be bold, dim and coloured.
    pub colour: bool,
}

/// A kind of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Plain,
    Bold,
    Dim,
    Underlined,
    /// What a claim says.
    Marked,
    /// Something to look at.
    Warning,
}

impl Page {
    pub(crate) fn of(when: Color, terminal: bool) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = match when {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !no_color && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        };
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let seen = || terminal.then(terminal_size::terminal_size)?.map(|(width, _)| usize::from(width.0));
        Self { width: columns().or_else(seen).unwrap_or(88).clamp(40, 100), colour }
    }

    /// `words` in a kind of type.
    pub(crate) fn set(self, kind: Type, words: &str) -> String {
        let code = match kind {
            Type::Bold => "1",
            Type::Dim => "2",
            Type::Underlined => "4",
            Type::Marked => "1;36",
            Type::Warning => "33",
            Type::Plain => return words.to_owned(),
        };
        if self.colour && !words.is_empty() { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    /// The pieces, each in its type, as one paragraph wrapped to the page and indented by `indent` columns.
    ///
    /// Ends with a line break. Type never runs over the end of a line, so the indent stays plain.
    pub(crate) fn paragraph(self, indent: usize, pieces: &[(Type, String)]) -> String {
        let indent = indent.min(self.width / 2);
        let room = self.width - indent;
        let mut out = String::new();
        let mut line: Vec<(Type, String)> = Vec::new();
        let mut used = 0;
        let mut flush = |line: &mut Vec<(Type, String)>| {
            while let Some((_, last)) = line.last_mut() {
                let kept = last.trim_end().len();
                last.truncate(kept);
                if !last.is_empty() {
                    break;
                }
                line.pop();
            }
            if line.is_empty() {
                return;
            }
            out.push_str(&" ".repeat(indent));
            for (kind, words) in line.drain(..) {
                out.push_str(&self.set(kind, &words));
            }
            out.push('\n');
        };
        let put = |line: &mut Vec<(Type, String)>, kind: Type, c: char| match line.last_mut() {
            Some((last, words)) if *last == kind => words.push(c),
            _ => line.push((kind, String::from(c))),
        };
        // A word may cross pieces, as `“` in one type and what it opens in another.
        let mut chars: Vec<(Type, char)> = Vec::new();
        for (kind, words) in pieces {
            chars.extend(plain(words).chars().map(|c| (*kind, if c == '\n' { ' ' } else { c })));
        }
        for word in chars.chunk_by(|a, b| (a.1 == ' ') == (b.1 == ' ')) {
            let width: usize = word.iter().map(|(_, c)| c.width().unwrap_or(0)).sum();
            if word[0].1 == ' ' {
                if used > 0 {
                    put(&mut line, word[0].0, ' ');
                    used += 1;
                }
                continue;
            }
            if used > 0 && used + width > room {
                flush(&mut line);
                used = 0;
            }
            for (kind, c) in word {
                let width = c.width().unwrap_or(0);
                if used > 0 && used + width > room {
                    flush(&mut line); // A word longer than the line is broken where the line ends.
                    used = 0;
                }
                put(&mut line, *kind, *c);
                used += width;
            }
        }
        flush(&mut line);
        out
    }
}

/// `words` without anything that a terminal would obey: controls and turned writing become U+FFFD, tabs a space.
pub(crate) fn plain(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' | '\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}') =>
            {
                '\u{fffd}'
            }
            c => c,
        })
        .collect()
}

/// The width of `words` in columns.
pub(crate) fn width(words: &str) -> usize {
    words.width()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;

    fn page(width: usize, colour: bool) -> Page {
        Page { width, colour }
    }

    #[test]
    fn a_paragraph_wraps_at_words_and_keeps_its_indent() {
        let words = "The Russians include them in combined units and use them in operations";
        assert_snapshot!(page(40, false).paragraph(4, &[(Type::Plain, words.to_owned())]), @"
        The Russians include them in
        combined units and use them in
        operations
        ");
    }

    #[test]
    fn type_ends_with_the_line() {
        let pieces =
            [(Type::Bold, "Volodymyr Zelensky".to_owned()), (Type::Plain, ", the President of Ukraine".to_owned())];
        assert_eq!(
            page(24, true).paragraph(0, &pieces),
            "\x1b[1mVolodymyr Zelensky\x1b[0m, the\nPresident of Ukraine\n"
        );
    }

    #[test]
    fn a_report_cannot_drive_the_terminal() {
        let hostile = "red \x1b[31malert\x1b[0m \u{202e}drawkcab\u{7} \u{9b}2J";
        assert_eq!(plain(hostile), "red \u{fffd}[31malert\u{fffd}[0m \u{fffd}drawkcab\u{fffd} \u{fffd}2J");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_page_and_no_word_is_lost(words in "[ -~а-яé漢\n]{0,200}", indent in 0usize..10) {
            let set = page(40, false).paragraph(indent, &[(Type::Plain, words.clone())]);
            prop_assert!(set.lines().all(|line| width(line) <= 40));
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&set), letters(&words));
        }
    }
}

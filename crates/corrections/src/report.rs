//! A reader's report: which words of which page, what is wrong with them, and what should stand there.
//!
//! What a reader sends is hostile until shown otherwise: it is measured here, once, and whatever has the type
//! [`Report`] is within its limits and holds no control characters. It is still a stranger's text and is escaped
//! wherever it is shown.

use claims::Span;

use crate::Page;

/// Code points that the quoted words may have.
pub const QUOTE: usize = 2_000;
/// Code points that a suggestion, or a comment, may have.
pub const SUGGESTION: usize = 2_000;
/// Code points that a contact may have.
pub const CONTACT: usize = 200;
/// Code points of the words before and after that are kept.
pub const CONTEXT: usize = 64;

/// Why a report was not taken, in words for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The page is none.
    #[error("the page must be a web address of at most 2,000 characters, without a password")]
    Page,
    /// No words are quoted.
    #[error("select the words that need correcting, or copy them into the form")]
    NoQuote,
    /// Too many words are quoted.
    #[error("the quoted words are longer than 2,000 characters: select fewer")]
    LongQuote,
    /// There is neither a suggestion nor a comment.
    #[error("say what should stand there, or what is wrong")]
    NoSuggestion,
    /// The suggestion or the comment is too long.
    #[error("the suggestion is longer than 2,000 characters: shorten it")]
    LongSuggestion,
    /// The contact is too long.
    #[error("the contact is longer than 200 characters: shorten it")]
    LongContact,
    /// The kind is none of ours.
    #[error("choose what is wrong: fact, name, figure, date, quotation, typing, clarification or other")]
    Kind,
    /// There is nothing to answer, or nothing more.
    #[error("nothing is asked about this report now, or it has had as many answers as it can")]
    NotAsked,
    /// What was sent cannot be read at all.
    #[error("this is no Web Annotation with a TextQuoteSelector")]
    Shape,
}

/// What is wrong with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something did not happen so.
    Fact,
    /// A name is wrong, or spelt wrong.
    Name,
    /// A figure is wrong.
    Figure,
    /// A day or time is wrong.
    Date,
    /// Somebody's words are not as they were said, or not theirs.
    Quotation,
    /// A slip of typing or grammar.
    Typing,
    /// Nothing is wrong, but it can be misread.
    Clarification,
    /// Something else.
    Other,
}

impl Kind {
    /// All of them, in the order in which a reader is asked.
    pub const ALL: [Self; 8] = [
        Self::Fact,
        Self::Name,
        Self::Figure,
        Self::Date,
        Self::Quotation,
        Self::Typing,
        Self::Clarification,
        Self::Other,
    ];

    /// Its name, as sent and stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Name => "name",
            Self::Figure => "figure",
            Self::Date => "date",
            Self::Quotation => "quotation",
            Self::Typing => "typing",
            Self::Clarification => "clarification",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// Where no kind has it.
    pub fn named(name: &str) -> Result<Self, Refused> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or(Refused::Kind)
    }
}

/// Words of a page with those before and after: a TextQuoteSelector.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Quote {
    exact: String,
    prefix: String,
    suffix: String,
}

impl Quote {
    /// The words `exact`, between `prefix` and `suffix`, of which the nearest [`CONTEXT`] code points are kept.
    ///
    /// # Errors
    /// Where there are no words, or too many.
    pub fn new(exact: &str, prefix: &str, suffix: &str) -> Result<Self, Refused> {
        let exact = printable(exact);
        if exact.trim().is_empty() {
            return Err(Refused::NoQuote);
        }
        if exact.chars().count() > QUOTE {
            return Err(Refused::LongQuote);
        }
        let (prefix, suffix) = (printable(prefix), printable(suffix));
        let far = prefix.chars().count().saturating_sub(CONTEXT);
        Ok(Self { exact, prefix: prefix.chars().skip(far).collect(), suffix: suffix.chars().take(CONTEXT).collect() })
    }

    /// The words as stored; they went through [`Quote::new`] before.
    pub(crate) const fn stored(exact: String, prefix: String, suffix: String) -> Self {
        Self { exact, prefix, suffix }
    }

    /// The words.
    #[must_use]
    pub fn exact(&self) -> &str {
        &self.exact
    }

    /// What stands before them.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What stands after them.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }
}

/// What a reader answers to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer(String);

impl Answer {
    /// The answer `words`.
    ///
    /// # Errors
    /// Where there are none, or more than [`SUGGESTION`] code points.
    pub fn new(words: &str) -> Result<Self, Refused> {
        let words = within(words, SUGGESTION, Refused::LongSuggestion)?;
        if words.is_empty() { Err(Refused::NoSuggestion) } else { Ok(Self(words)) }
    }

    /// Its words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A reader's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    page: Page,
    quote: Quote,
    position: Option<Span>,
    kind: Kind,
    suggestion: String,
    comment: Option<String>,
    contact: Option<String>,
    trapped: bool,
}

impl Report {
    /// That the words `quote` of `page` should be as in `suggestion`.
    ///
    /// # Errors
    /// Where the suggestion is too long. It may be empty where [`Report::with_comment`] says what is wrong.
    pub fn new(page: Page, quote: Quote, kind: Kind, suggestion: &str) -> Result<Self, Refused> {
        let suggestion = within(suggestion, SUGGESTION, Refused::LongSuggestion)?;
        Ok(Self { page, quote, position: None, kind, suggestion, comment: None, contact: None, trapped: false })
    }

    /// The same, at these code points of the page's text: a TextPositionSelector. One that is not as long as the
    /// words is no place of theirs, and is left out.
    #[must_use]
    pub fn at(mut self, position: Option<Span>) -> Self {
        let length = self.quote.exact.chars().count();
        // SQLite counts to here; no text is as long.
        let sane = |span: &Span| span.len() == length && u32::try_from(span.end).is_ok();
        self.position = position.filter(sane);
        self
    }

    /// The same, with what else the reader says.
    ///
    /// # Errors
    /// Where it is too long.
    pub fn with_comment(mut self, comment: &str) -> Result<Self, Refused> {
        let comment = within(comment, SUGGESTION, Refused::LongSuggestion)?;
        self.comment = (!comment.is_empty()).then_some(comment);
        Ok(self)
    }

    /// The same, with how to reach the reader.
    ///
    /// # Errors
    /// Where it is too long.
    pub fn with_contact(mut self, contact: &str) -> Result<Self, Refused> {
        let contact = within(contact, CONTACT, Refused::LongContact)?;
        self.contact = (!contact.is_empty()).then_some(contact);
        Ok(self)
    }

    /// The same, from somebody who filled in the field that no person sees.
    #[must_use]
    pub const fn trapped(mut self, trapped: bool) -> Self {
        self.trapped = trapped;
        self
    }

    /// The same, once it is known to say something.
    ///
    /// # Errors
    /// Where there is neither a suggestion nor a comment.
    pub fn complete(self) -> Result<Self, Refused> {
        if self.suggestion.is_empty() && self.comment.is_none() { Err(Refused::NoSuggestion) } else { Ok(self) }
    }

    /// The page.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// The words.
    #[must_use]
    pub const fn quote(&self) -> &Quote {
        &self.quote
    }

    /// Where they stand in the page's text.
    #[must_use]
    pub const fn position(&self) -> Option<Span> {
        self.position
    }

    /// What is wrong with them.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What should stand there.
    #[must_use]
    pub fn suggestion(&self) -> &str {
        &self.suggestion
    }

    /// What else the reader says.
    #[must_use]
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// How to reach the reader.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Whether it fell into the trap for programs.
    #[must_use]
    pub const fn is_trapped(&self) -> bool {
        self.trapped
    }
}

/// `words` without space around them and control characters within, if there are not too many.
pub(crate) fn within(words: &str, most: usize, otherwise: Refused) -> Result<String, Refused> {
    let words = printable(words).trim().to_owned();
    if words.chars().count() > most { Err(otherwise) } else { Ok(words) }
}

/// Control characters have no business in a report; line breaks and tabs do.
fn printable(words: &str) -> String {
    words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        Page::new("https://paper.example/a").expect("a page")
    }

    #[test]
    fn sizes_are_counted_in_code_points() {
        assert!(Quote::new(&"ж".repeat(QUOTE), "", "").is_ok());
        assert_eq!(Quote::new(&"ж".repeat(QUOTE + 1), "", ""), Err(Refused::LongQuote));
        assert_eq!(Quote::new(" \n", "a", "b"), Err(Refused::NoQuote));
        let quote = Quote::new("x", "", "").expect("a quote");
        let report = |words: &str| Report::new(page(), quote.clone(), Kind::Other, words);
        assert!(report(&"😀".repeat(SUGGESTION)).is_ok());
        assert_eq!(report(&"😀".repeat(SUGGESTION + 1)), Err(Refused::LongSuggestion));
        let report = report("y").expect("a report");
        assert!(report.clone().with_contact(&"é".repeat(CONTACT)).is_ok());
        assert_eq!(report.with_contact(&"é".repeat(CONTACT + 1)), Err(Refused::LongContact));
    }

    #[test]
    fn the_nearest_context_is_kept() {
        let quote = Quote::new("x", &format!("far{}", "a".repeat(CONTEXT)), &format!("{}far", "b".repeat(CONTEXT)));
        let quote = quote.expect("a quote");
        assert_eq!(quote.prefix(), "a".repeat(CONTEXT));
        assert_eq!(quote.suffix(), "b".repeat(CONTEXT));
    }

    #[test]
    fn control_characters_are_dropped_and_lines_stay() {
        let quote = Quote::new("a\u{1b}[31mb\n\u{0}c", "", "").expect("a quote");
        assert_eq!(quote.exact(), "a[31mb\nc");
    }

    #[test]
    fn a_position_of_another_length_is_left_out() {
        let quote = Quote::new("two", "", "").expect("a quote");
        let report = Report::new(page(), quote, Kind::Figure, "three").expect("a report");
        assert_eq!(report.clone().at(Some(Span::new(4, 7))).position(), Some(Span::new(4, 7)));
        assert_eq!(report.clone().at(Some(Span::new(4, 8))).position(), None);
        assert_eq!(report.at(Some(Span::new(usize::MAX - 3, usize::MAX))).position(), None);
    }

    #[test]
    fn a_report_that_says_nothing_is_not_complete() {
        let quote = Quote::new("two", "", "").expect("a quote");
        let report = Report::new(page(), quote, Kind::Figure, "  ").expect("a report");
        assert_eq!(report.clone().complete(), Err(Refused::NoSuggestion));
        assert!(report.with_comment("there were three").expect("short").complete().is_ok());
    }
}

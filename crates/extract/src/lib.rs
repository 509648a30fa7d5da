//! From a document's text to the claims it makes.

mod anaphora;
pub mod attribution;
pub mod certainty;
mod clause;
mod learnt;
mod listeners;
mod onward;
pub mod place;
pub mod quantity;
pub mod record;
pub mod resolve;
pub mod said;
pub mod status;
pub mod text;
mod unlearnt;
pub mod when;
mod within;

use claims::{Attribution, Claim, Document};

pub use attribution::Reader;
pub use encoder::{Card, Score};
pub use learnt::{CONTINUED, Choice, Choosable};

const RULES: &str = concat!("rules@", env!("CARGO_PKG_VERSION"));

/// Changes whenever the same document could give other claims: `rules@0.1.0`, or `reader@1+rules@0.1.0`.
#[must_use]
pub fn version(reader: Reader) -> String {
    match model_card() {
        Some(card) if reader == Reader::Trained => format!("{}@{}+{RULES}", card.name, card.version),
        _ => RULES.to_owned(),
    }
}

/// What the trained reader is; none in a build without its weights.
#[must_use]
pub fn model_card() -> Option<&'static Card> {
    encoder::Model::shipped_card()
}

/// The claims that `document` makes as `reader` finds them, in reading order.
#[must_use]
pub fn claims(document: &Document, reader: Reader) -> Vec<Claim> {
    record::claims(document, reader)
}

/// The attributions in plain `text`, in reading order, before anybody asks who the sources are.
#[must_use]
pub fn attributions(text: &str, reader: Reader) -> Vec<Attribution> {
    let text = text::Text::plain(text);
    attribution::spans(&text, &attribution::read(&text, reader).found)
}

/// Every choice that the claims of `document` take of whom a pronoun means and whose words go on; for learning to choose.
#[must_use]
pub fn choices(document: &Document, reader: Reader) -> Vec<Choice> {
    record::choices(document, reader)
}

/// The classes of choices, and the names of the features of those who can be chosen in each.
#[must_use]
pub fn choosing_by() -> Vec<(&'static str, &'static [&'static str])> {
    let pronouns = resolve::Class::NAMES.iter().map(|class| (*class, resolve::Features::NAMES));
    pronouns.chain([(CONTINUED, onward::Speaker::NAMES)]).collect()
}

//! From a document's text to the claims it makes.

pub mod attribution;
pub mod certainty;
mod clause;
pub mod onward;
pub mod place;
pub mod quantity;
pub mod record;
pub mod resolve;
pub mod said;
pub mod status;
pub mod text;
pub mod when;

use claims::{Attribution, Claim, Document};
use jiff::civil::Date;

/// Changes whenever the same document could give other claims.
pub const VERSION: &str = concat!("rules@", env!("CARGO_PKG_VERSION"));

/// The claims that `document` makes, in reading order.
#[must_use]
pub fn claims(document: &Document) -> Vec<Claim> {
    record::claims(document)
}

/// The attributions in plain `text`, in reading order, before anybody asks who the sources are.
#[must_use]
pub fn attributions(text: &str, _published: Option<Date>) -> Vec<Attribution> {
    let text = text::Text::plain(text);
    attribution::spans(&text, &attribution::attributions(&text))
}

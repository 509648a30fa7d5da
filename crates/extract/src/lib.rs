//! From a document's text to the claims it makes.

pub mod attribution;
pub mod quantity;
pub mod resolve;
pub mod text;
pub mod when;
pub mod place;

use claims::{Attribution, Claim, Document};
use jiff::civil::Date;

/// Changes whenever the same document could give other claims.
pub const VERSION: &str = concat!("rules@", env!("CARGO_PKG_VERSION"));

/// The claims that `document` makes, in reading order.
#[must_use]
pub fn claims(_document: &Document) -> Vec<Claim> {
    Vec::new()
}

/// The attributions in plain `text`, in reading order, before anybody asks who the sources are.
#[must_use]
pub fn attributions(text: &str, _published: Option<Date>) -> Vec<Attribution> {
    let text = text::Text::plain(text);
    attribution::spans(&text, &attribution::attributions(&text))
}

//! Languages: which language a text is in, as an ISO 639-1 code.
//!
//! The words of the text decide where they are clear; what the page says of
//! itself decides where they are not, since templates often lie.

use whatlang::Lang;

use crate::Fact;

/// How many characters are enough to tell; more would only cost time.
const SAMPLE: usize = 1500;

/// The language of `text`, given what the page says (`declared`).
pub(crate) fn of(text: &str, declared: Option<Fact<String>>) -> Option<Fact<String>> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let guess = whatlang::detect(&text[..end]);
    let told = |guess: &whatlang::Info| code(guess.lang()).map(|c| Fact { value: c.to_owned(), place: "text" });
    match (guess, declared) {
        (None, declared) => declared,
        (Some(guess), Some(declared)) => {
            let agrees = code(guess.lang()) == Some(declared.value.as_str());
            if !agrees && guess.is_reliable() && end > 200 { told(&guess).or(Some(declared)) } else { Some(declared) }
        }
        // A handful of words in Latin letters could be anything.
        (Some(guess), None) if end < 40 && !guess.is_reliable() => None,
        (Some(guess), None) => told(&guess),
    }
}

/// A language tag such as `en-GB`, `uk_UA` or `English` as its ISO 639-1 code.
pub(crate) fn from_tag(tag: &str) -> Option<String> {
    let first = tag.trim().split(['-', '_', ',', ' ']).next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "english" => Some("en".to_owned()),
        "ua" => Some("uk".to_owned()),
        two if two.len() == 2 && two.bytes().all(|b| b.is_ascii_lowercase()) => Some(first),
        three if three.len() == 3 => three.parse::<Lang>().ok().and_then(code).map(str::to_owned),
        _ => None,
    }
}

/// The two-letter code of a language that the detector knows by its three-letter one.
fn code(lang: Lang) -> Option<&'static str> {
    const CODES: &str = "epo eo eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk kat ka ara ar hin hi \
        jpn ja heb he yid yi pol pl amh am jav jv kor ko nob nb dan da swe sv fin fi tur tr nld nl hun hu ces cs ell el \
        bul bg bel be mar mr kan kn ron ro slv sl hrv hr srp sr mkd mk lit lt lav lv est et tam ta vie vi urd ur tha th \
        guj gu uzb uz pan pa aze az ind id tel te pes fa mal ml ori or mya my nep ne sin si khm km tuk tk aka ak zul zu \
        sna sn afr af lat la slk sk cat ca tgl tl hye hy cym cy";
    let three = lang.code();
    let mut words = CODES.split_ascii_whitespace();
    while let (Some(key), Some(value)) = (words.next(), words.next()) {
        if key == three {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_detected_has_a_code() {
        let missing: Vec<_> =
            Lang::all().iter().filter(|lang| code(**lang).is_none()).map(|lang| lang.code()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn words_win_over_a_template_that_lies() {
        let text = "У суботу два мости через річку були закриті, повідомила міська рада. Мешканців просять не виходити з дому, \
            поки рятувальники працюють на місці події, та стежити за повідомленнями місцевої влади. Рух транспорту обмежено, \
            про відновлення повідомлять додатково.";
        let declared = Some(Fact { value: "en".to_owned(), place: "html" });
        assert_eq!(of(text, declared), Some(Fact { value: "uk".to_owned(), place: "text" }));
    }

    #[test]
    fn tags_become_codes() {
        assert_eq!(from_tag("en-GB").as_deref(), Some("en"));
        assert_eq!(from_tag("uk_UA").as_deref(), Some("uk"));
        assert_eq!(from_tag("ukr").as_deref(), Some("uk"));
        assert_eq!(from_tag("").as_deref(), None);
    }
}

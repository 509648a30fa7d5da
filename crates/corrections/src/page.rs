//! The page that a report is about, in one form however it was reached, and the origin it belongs to.

use std::fmt;

use url::Url;

use crate::Refused;

/// An address longer than this names no article.
const LONGEST: usize = 2_000;

/// What is added to an address to follow readers around, and does not change the page.
const TRACKING: [&str; 8] = ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid"];

/// The address of a page, without fragment and tracking, so that all reports on one page have one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Page(String);

impl Page {
    /// The page at `address`.
    ///
    /// # Errors
    /// Where the address is no web address, or carries a password.
    pub fn new(address: &str) -> Result<Self, Refused> {
        if address.len() > LONGEST {
            return Err(Refused::Page);
        }
        let mut url = web(address).ok_or(Refused::Page)?;
        url.set_fragment(None);
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_ref()))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        // Written anew only where something goes, for a page may tell "a+b" from "a%20b".
        if kept.len() < url.query_pairs().count() {
            url.query_pairs_mut().clear().extend_pairs(&kept);
        }
        if kept.is_empty() {
            url.set_query(None);
        }
        Ok(Self(url.into()))
    }

    /// The page as it was stored; it went through [`Page::new`] before.
    pub(crate) const fn stored(address: String) -> Self {
        Self(address)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The origin it belongs to.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        web(&self.0).map(|url| Origin(url.origin().ascii_serialization()))
    }

    /// The addresses under which a document of this page may have been filed: with either scheme, and with a slash
    /// at the end or none.
    #[must_use]
    pub fn spellings(&self) -> Vec<String> {
        let bare = self.0.trim_start_matches("https://").trim_start_matches("http://");
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        let mut all = vec![self.0.clone()];
        for scheme in ["https://", "http://"] {
            for end in ["", "/"] {
                let spelling = format!("{scheme}{bare}{end}");
                if !all.contains(&spelling) {
                    all.push(spelling);
                }
            }
        }
        all
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Scheme, host and port, as browsers send them: `https://paper.example`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// The origin that `words` name; nothing may follow it but a slash.
    #[must_use]
    pub fn new(words: &str) -> Option<Self> {
        let url = web(words)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        bare.then(|| Self(url.origin().ascii_serialization()))
    }

    /// The origin as it stands in a header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Origin {
    /// Whether its pages come from this machine: `http://127.0.0.1:8000`, `http://localhost`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn web(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (matches!(url.scheme(), "http" | "https") && plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_machine_are_told_by_their_host() {
        let loopback = |words: &str| Origin::new(words).is_some_and(|o| o.is_loopback());
        assert!(["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80"].into_iter().all(loopback));
        assert!(
            !["https://paper.example", "http://localhost.paper.example", "http://10.0.0.1"].into_iter().any(loopback)
        );
    }

    #[test]
    fn one_page_has_one_address() {
        for spelt in [
            "https://Paper.example/a?id=7",
            "https://paper.example:443/a?utm_source=x&id=7&fbclid=1#c2",
            " https://paper.example/b/../a?id=7 ",
        ] {
            assert_eq!(Page::new(spelt).expect("a page").as_str(), "https://paper.example/a?id=7");
        }
        assert_eq!(Page::new("https://paper.example/a?utm_id=7").expect("a page").as_str(), "https://paper.example/a");
        assert_eq!(Page::new("http://x.example/?q=a+b").expect("a page").as_str(), "http://x.example/?q=a+b");
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let long = format!("https://paper.example/{}", "a".repeat(LONGEST));
        for wrong in
            ["", "a", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a:b@c.example/", &long]
        {
            assert!(Page::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_origin_is_nothing_more_than_one() {
        assert_eq!(Origin::new("https://paper.example:443/").expect("one").as_str(), "https://paper.example");
        assert_eq!(Page::new("http://127.0.0.1:80/x").expect("a page").origin(), Origin::new("http://127.0.0.1"));
        for wrong in ["null", "*", "paper.example", "https://paper.example/a", "https://paper.example?x"] {
            assert_eq!(Origin::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_document_is_looked_for_under_every_spelling() {
        let page = Page::new("https://paper.example/a/").expect("a page");
        assert_eq!(
            page.spellings().join(" "),
            "https://paper.example/a/ https://paper.example/a http://paper.example/a http://paper.example/a/"
        );
    }
}

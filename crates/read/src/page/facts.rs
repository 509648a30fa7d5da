//! Facts: title, authors, outlet, days, address and language, as the page gives them.
//!
//! Each field is asked of the best witness first: JSON-LD, then `<meta>`, then
//! microdata, then `<time>`, then the byline, then the address. `<meta
//! name="date" content="2004">` is no day, whoever says so.

use claims::Problem;
use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};

use super::json_ld::Described;
use super::outline::Outline;
use crate::furniture::words;
use crate::headline::{self, without_site};
use crate::layout::spaced;
use crate::{Found, day, language, note};

/// Reads what the page says of its report into `found`.
pub(crate) fn read(html: &Html, outline: &Outline, found: &mut Found) {
    let page = Page::of(html);
    let (described, broken) = Described::read(page.scripts.iter().map(String::as_str));
    if broken > 0 {
        found.problems.push(Problem(format!("{broken} json-ld scripts of the page could not be understood")));
    }
    let facts = &mut found.facts;

    let outlet =
        described.names("publisher").into_iter().map(|name| spaced(&name)).find(|name| !name.starts_with("http"));
    note(&mut facts.outlet, outlet, "json-ld");
    note(
        &mut facts.outlet,
        page.meta(&[
            "og:site_name",
            "application-name",
            "dc.publisher",
            "dcterms.publisher",
            "publisher",
            "article:publisher_name",
            "citation_journal_title",
            "twitter:app:name:iphone",
        ]),
        "meta",
    );
    note(&mut facts.outlet, page.item("publisher"), "microdata");
    // A channel's page names the service that carries it as its site; the channel is the outlet.
    if facts.outlet.as_ref().is_some_and(|fact| fact.value == "Telegram") {
        facts.outlet = None;
        note(&mut facts.outlet, page.meta(&["og:title"]), "meta");
    }

    let outlet = facts.outlet.as_ref().map(|fact| fact.value.clone());
    let heading = page.heading(outline);
    let cut = |title: String| without_site(&title, outlet.as_deref(), heading.as_deref());
    let decent = |title: String| Some(title).filter(|title| words(title).len() > 1);
    note(
        &mut facts.title,
        described.text(&["headline"]).map(|title| cut(unescaped(&title)).0).and_then(decent),
        "json-ld",
    );
    note(
        &mut facts.title,
        page.meta(&[
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "citation_title",
            "headline",
            "title",
        ])
        .map(|title| cut(title).0)
        .and_then(decent),
        "meta",
    );
    note(&mut facts.title, page.item("headline"), "microdata");
    note(&mut facts.title, heading.clone(), "h1");
    if let Some(title) = &page.title {
        let (title, site) = cut(title.clone());
        note(&mut facts.title, Some(title).filter(|title| !title.is_empty()), "title");
        note(&mut facts.outlet, site, "title");
    }

    let authors = described.names("author");
    note(&mut facts.authors, authors_of(&authors, outlet.as_deref()), "json-ld");
    for name in [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
        "twitter:creator_name",
    ] {
        note(&mut facts.authors, authors_of(&page.metas(name), outlet.as_deref()), "meta");
    }
    note(&mut facts.authors, authors_of(&page.items("author"), outlet.as_deref()), "microdata");
    note(&mut facts.authors, authors_of(&page.rel_author, outlet.as_deref()), "byline");
    note(&mut facts.authors, byline(outline), "byline");

    note(
        &mut facts.published,
        described.text(&["datePublished", "dateCreated", "uploadDate"]).and_then(|text| day::parse(&text)),
        "json-ld",
    );
    note(
        &mut facts.published,
        page.day(&[
            "article:published_time",
            "og:published_time",
            "og:article:published_time",
            "datepublished",
            "date.published",
            "published_time",
            "publish_date",
            "publication_date",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "dc.date.created",
            "dc.date",
            "dcterms.date",
            "citation_publication_date",
            "citation_date",
            "pubdate",
            "cxenseparse:recs:publishtime",
            "cxenseparse:publishtime",
            "originalpublicationdate",
            "article.published",
            "timestamp",
            "date",
            "ptime",
            "displaydate",
            "article_date_original",
            "rnews:datepublished",
        ]),
        "meta",
    );
    note(&mut facts.published, page.item("datePublished").and_then(|text| day::parse(&text)), "microdata");
    note(&mut facts.modified, described.text(&["dateModified"]).and_then(|text| day::parse(&text)), "json-ld");
    note(
        &mut facts.modified,
        page.day(&[
            "article:modified_time",
            "og:updated_time",
            "og:modified_time",
            "datemodified",
            "date.modified",
            "last-modified",
            "lastmod",
            "dcterms.modified",
            "dc.date.modified",
            "modified_time",
            "utime",
            "revised",
            "article.updated",
        ]),
        "meta",
    );
    note(&mut facts.modified, page.item("dateModified").and_then(|text| day::parse(&text)), "microdata");
    note(&mut facts.published, page.published, "time");
    note(&mut facts.modified, page.modified, "time");

    note(&mut facts.url, page.canonical.clone().and_then(address), "link");
    note(&mut facts.url, page.meta(&["og:url", "twitter:url", "parsely-link"]).and_then(address), "meta");
    note(&mut facts.url, described.text(&["mainEntityOfPage", "url"]).and_then(address), "json-ld");
    let url = facts.url.as_ref().map(|fact| fact.value.clone());
    note(&mut facts.published, url.as_deref().and_then(day::in_url), "url");

    note(&mut facts.language, described.text(&["inLanguage"]).as_deref().and_then(language::from_tag), "json-ld");
    note(&mut facts.language, page.language.as_deref().and_then(language::from_tag), "html");
    note(
        &mut facts.language,
        page.meta(&["og:locale", "content-language", "dc.language", "language"])
            .as_deref()
            .and_then(language::from_tag),
        "meta",
    );
}

/// What the head and the marked-up elements of a page hold.
#[derive(Default)]
struct Page {
    metas: Vec<(String, String)>,
    scripts: Vec<String>,
    title: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    items: Vec<(String, String)>,
    rel_author: Vec<String>,
    published: Option<jiff::civil::Date>,
    modified: Option<jiff::civil::Date>,
}

impl Page {
    fn of(html: &Html) -> Self {
        let mut page = Self::default();
        for node in html.tree.root().descendants() {
            let Some(element) = ElementRef::wrap(node) else { continue };
            page.take(node, element);
        }
        page
    }

    fn take(&mut self, node: NodeRef<Node>, element: ElementRef) {
        let value = element.value();
        let attr = |name: &str| value.attr(name).map(str::trim).filter(|text| !text.is_empty());
        match value.name() {
            "html" => self.language = attr("lang").or_else(|| attr("xml:lang")).map(str::to_owned),
            "meta" => {
                if let (Some(name), Some(content)) =
                    (attr("property").or_else(|| attr("name")).or_else(|| attr("http-equiv")), attr("content"))
                {
                    self.metas.push((name.to_ascii_lowercase(), spaced(content)));
                }
            }
            "title" if self.title.is_none() => {
                self.title = Some(spaced(&text_of(node))).filter(|text| !text.is_empty())
            }
            "link"
                if self.canonical.is_none() && attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                self.canonical = attr("href").map(str::to_owned);
            }
            "script" if attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.scripts.push(text_of(node));
            }
            // Older pages write `<abbr class="published" title="2024-12-14">`, channels `<div class="date" title="14.12.2024">`.
            name if (name == "time" || dated(value).is_some()) && !within_furniture(element) => {
                let stamp = dated(value).or(attr("datetime")).map_or_else(|| spaced(&text_of(node)), str::to_owned);
                let changed = value.classes().any(|class| class.contains("updated") || class.contains("modified"))
                    || attr("itemprop") == Some("dateModified");
                let field = if changed { &mut self.modified } else { &mut self.published };
                if field.is_none() {
                    *field = day::parse(&stamp);
                }
            }
            _ => {}
        }
        if attr("rel").is_some_and(|rel| rel.split(' ').any(|rel| rel == "author")) && value.name() == "a" {
            self.rel_author.push(spaced(&text_of(node)));
        }
        if let Some(name) = attr("itemprop") {
            let inner =
                || element.descendent_elements().skip(1).find(|inner| inner.value().attr("itemprop") == Some("name"));
            let content = attr("content").or_else(|| attr("datetime")).map(spaced);
            let content = content.unwrap_or_else(|| match inner() {
                Some(inner) => inner.value().attr("content").map_or_else(|| spaced(&text_of(*inner)), spaced),
                None => spaced(&text_of(node)),
            });
            if !content.is_empty() && content.chars().count() < 300 {
                self.items.push((name.to_owned(), content));
            }
        }
    }

    fn metas(&self, name: &str) -> Vec<String> {
        self.metas.iter().filter(|(known, _)| known == name).map(|(_, content)| content.clone()).collect()
    }

    /// The first of `names` that the page gives.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas(name).into_iter().next())
    }

    /// The first of `names` that holds a full day; a bare year under one name does not hide a day under another.
    fn day(&self, names: &[&str]) -> Option<jiff::civil::Date> {
        names.iter().flat_map(|name| self.metas(name)).find_map(|text| day::parse(&text))
    }

    fn items(&self, name: &str) -> Vec<String> {
        self.items.iter().filter(|(known, _)| known == name).map(|(_, content)| content.clone()).collect()
    }

    fn item(&self, name: &str) -> Option<String> {
        self.items(name).into_iter().next()
    }

    /// The first h1 that is more than a site's name.
    fn heading(&self, outline: &Outline) -> Option<String> {
        let line = outline
            .lines
            .iter()
            .find(|line| outline.elements[line.element].tag == "h1" && words(&line.text).len() > 2)?;
        Some(line.text.clone())
    }
}

/// The date that an element with a telling class keeps in its title.
fn dated(element: &scraper::node::Element) -> Option<&str> {
    let told =
        element.classes().any(|class| matches!(class, "date" | "published" | "updated" | "dtstart" | "timestamp"));
    element.attr("title").filter(|title| told && day::parse(title).is_some())
}

/// A `<time>` in a list of other stories or of comments says nothing of this one.
fn within_furniture(element: ElementRef) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|outer| {
        matches!(outer.value().name(), "aside" | "nav" | "footer" | "li")
            || outer.value().attr("class").is_some_and(|class| {
                let class = class.to_ascii_lowercase();
                ["related", "comment", "sidebar", "teaser", "recommend", "trending"]
                    .iter()
                    .any(|name| class.contains(name))
            })
    })
}

fn text_of(node: NodeRef<Node>) -> String {
    node.descendants().filter_map(|inner| inner.value().as_text().map(|text| &**text)).collect()
}

/// The byline among the first lines of the page.
fn byline(outline: &Outline) -> Option<Vec<String>> {
    outline.lines.iter().take(120).find_map(|line| {
        let text = line.text.split(['|', '·', '•', '\u{1f551}']).next()?;
        headline::byline(text).filter(|names| names.iter().all(|name| headline::is_name(name)))
    })
}

/// Names as people write them: "By " and addresses leave, lists are split, the outlet itself is no author.
fn authors_of(fields: &[String], outlet: Option<&str>) -> Option<Vec<String>> {
    let mut authors: Vec<String> = Vec::new();
    for field in fields {
        let field = spaced(&unescaped(field));
        // "Jane Doe | Courier Staff"
        let field = field.split(" | ").next().unwrap_or_default().to_owned();
        if field.is_empty() || field.contains("://") || field.contains('@') || field.chars().count() > 200 {
            continue;
        }
        let split = headline::names(&field);
        let names =
            headline::byline(&field).or(Some(split).filter(|names| names.len() > 1)).unwrap_or_else(|| vec![field]);
        for name in names {
            let known = authors.iter().any(|author| words(author) == words(&name));
            let site = outlet.is_some_and(|outlet| words(outlet) == words(&name));
            if !known && !site {
                authors.push(name);
            }
        }
    }
    (!authors.is_empty()).then_some(authors)
}

fn address(url: String) -> Option<String> {
    let url = url.trim();
    (url.starts_with("http://") || url.starts_with("https://")).then(|| url.to_owned())
}

/// Entities that were written once too often.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (entity, sign) in [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, sign);
    }
    text
}

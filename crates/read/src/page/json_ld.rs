//! JSON-LD: what a page says of itself to search engines.
//!
//! `{"@type": "NewsArticle", "headline": "Flood", "author": {"name": "Jane Doe"}}`.
//! Pages nest it in graphs and lists, point by `@id` from one object to another,
//! and break it with line feeds and trailing commas; what can be understood is.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// The reports and pages that the scripts of a page describe, the best description first.
pub(crate) struct Described {
    objects: Vec<Map<String, Value>>,
    by_id: HashMap<String, Map<String, Value>>,
}

impl Described {
    /// Reads the scripts; the number of those that could not be understood comes second.
    pub(crate) fn read<'s>(scripts: impl Iterator<Item = &'s str>) -> (Self, usize) {
        let mut broken = 0;
        let mut objects = Vec::new();
        let mut by_id = HashMap::new();
        for script in scripts {
            let Some(value) = parse(script) else {
                broken += usize::from(!script.trim().is_empty());
                continue;
            };
            // Breadth first: what stands outermost describes the page, what stands deeper its parts.
            let mut layer = vec![value];
            while !layer.is_empty() && objects.len() < 2000 {
                let mut next = Vec::new();
                for value in layer {
                    match value {
                        Value::Array(items) => next.extend(items),
                        Value::Object(object) => {
                            next.extend(object.values().filter(|value| value.is_object() || value.is_array()).cloned());
                            if let Some(id) = object.get("@id").and_then(Value::as_str)
                                && object.len() > 1
                            {
                                by_id.entry(id.to_owned()).or_insert_with(|| object.clone());
                            }
                            if rank(&object).is_some() {
                                objects.push(object);
                            }
                        }
                        _ => {}
                    }
                }
                layer = next;
            }
        }
        // Stable: among equals the outermost and first wins.
        objects.sort_by_key(rank);
        (Self { objects, by_id }, broken)
    }

    /// The first text that any of `keys` has in the best object that has one.
    pub(crate) fn text(&self, keys: &[&str]) -> Option<String> {
        self.objects
            .iter()
            .find_map(|object| keys.iter().find_map(|key| self.texts(object.get(*key)?).into_iter().next()))
    }

    /// All texts, or names of objects, under `key` in the best object that has any.
    pub(crate) fn names(&self, key: &str) -> Vec<String> {
        self.objects
            .iter()
            .map(|object| object.get(key).map(|value| self.texts(value)).unwrap_or_default())
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    fn texts(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()].into_iter().filter(|text| !text.trim().is_empty()).collect(),
            Value::Array(items) => {
                items.iter().take(20).filter(|item| !item.is_array()).flat_map(|item| self.texts(item)).collect()
            }
            Value::Object(object) => {
                let named = |object: &Map<String, Value>| {
                    ["name", "@value", "url"].iter().find_map(|key| match object.get(*key)? {
                        Value::String(text) => Some(vec![text.clone()]),
                        Value::Array(items) => {
                            Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                        }
                        _ => None,
                    })
                };
                let pointed = || self.by_id.get(object.get("@id")?.as_str()?);
                named(object).or_else(|| named(pointed()?)).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

/// Reports before pages; nothing else is asked.
fn rank(object: &Map<String, Value>) -> Option<u8> {
    let rank = |kind: &str| {
        let kind = kind.rsplit(['/', ':', '#']).next().unwrap_or(kind);
        match kind {
            "WebPage" | "ItemPage" => Some(2),
            "VideoObject" | "Report" | "Review" => Some(1),
            _ if kind.ends_with("Article") || kind.ends_with("Posting") => Some(0),
            _ => None,
        }
    };
    match object.get("@type")? {
        Value::String(kind) => rank(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter_map(rank).min(),
        _ => None,
    }
}

/// Parses a script, repaired where it must be.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches('\u{feff}');
    let script = script.strip_prefix("<!--").map_or(script, |rest| rest.trim_end().trim_end_matches("-->"));
    let script = script.trim().trim_start_matches("//").trim_start();
    let script = script
        .strip_prefix("<![CDATA[")
        .map_or(script, |rest| rest.trim_end().trim_end_matches("//").trim_end().trim_end_matches("]]>"));
    let script = script.trim().trim_end_matches([';', '/']).trim();
    serde_json::from_str(script).ok().or_else(|| {
        let repaired = repaired(script);
        serde_json::from_str(&repaired).ok().or_else(|| {
            // Several objects behind one another, or rubbish behind the first.
            serde_json::Deserializer::from_str(&repaired).into_iter::<Value>().next()?.ok()
        })
    })
}

/// Line feeds inside strings become spaces, unknown escapes lose their backslash, commas before a closing bracket go.
fn repaired(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut quoted = false;
    let mut chars = script.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            '\\' if quoted => {
                if let Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') = chars.peek() {
                    out.push('\\');
                    out.extend(chars.next());
                }
            }
            c if quoted && c.is_control() => out.push(' '),
            '}' | ']' if !quoted => {
                let end = out.trim_end().len();
                if out[..end].ends_with(',') {
                    out.truncate(end - 1);
                }
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Described {
        Described::read(std::iter::once(script)).0
    }

    #[test]
    fn graphs_are_followed_by_id() {
        let described = read(
            r##"{"@graph": [{"@type": "WebPage", "name": "Page", "datePublished": "2020-01-01"},
            {"@type": ["NewsArticle"], "headline": "Flood", "author": [{"@id": "#jane"}, {"name": "Max Roe"}], "publisher": {"@id": "#courier"}},
            {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}, {"@type": "Organization", "@id": "#courier", "name": "Courier"}]}"##,
        );
        assert_eq!(described.text(&["headline"]).as_deref(), Some("Flood"));
        assert_eq!(described.names("author"), ["Jane Doe", "Max Roe"]);
        assert_eq!(described.names("publisher"), ["Courier"]);
        assert_eq!(described.text(&["datePublished"]).as_deref(), Some("2020-01-01"));
    }

    #[test]
    fn broken_json_is_repaired() {
        let described = read(
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Flood\nin \\'Lenk\\'\", \"author\": [\"Jane Doe\",],}; -->",
        );
        assert_eq!(described.text(&["headline"]).as_deref(), Some("Flood in 'Lenk'"));
        assert_eq!(described.names("author"), ["Jane Doe"]);
        assert_eq!(Described::read(std::iter::once("{\"@type\": ")).1, 1);
    }
}

//! What a user types, as a full-text query that cannot be misread.

/// The FTS5 query for `words`: all must occur, those in quotation marks side by side, and
/// `begin*` stands for every word that begins so. `None` where there is nothing to look for.
///
/// Every word is handed over as a quoted string, so no character has a meaning of its own.
pub(super) fn query(words: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (i, part) in words.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        if i % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// `words` side by side, in one of the named columns.
pub(super) fn within(columns: &str, words: &str) -> Option<String> {
    Some(format!("{{{columns}}} : {}", term(words)?))
}

fn term(words: &str) -> Option<String> {
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let star = if words.ends_with('*') { " *" } else { "" };
    let quoted: String = words.chars().filter(|c| *c != '\0').map(|c| if c == '"' { ' ' } else { c }).collect();
    Some(format!("\"{quoted}\"{star}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_and_beginnings() {
        assert_eq!(query("north koreans").as_deref(), Some(r#""north" AND "koreans""#));
        assert_eq!(
            query(r#"said "kursk region" deploy*"#).as_deref(),
            Some(r#""said" AND "kursk region" AND "deploy*" *"#)
        );
    }

    #[test]
    fn operators_and_unbalanced_marks_are_only_words() {
        assert_eq!(query("NOT (a OR").as_deref(), Some(r#""NOT" AND "(a" AND "OR""#));
        assert_eq!(query(r#""open"#).as_deref(), Some(r#""open""#));
        assert_eq!(query("-- * \" ( \0").as_deref(), None);
    }
}

//! What a trained reader is given beside the letters: tokens, tags, quotations and what the rules found.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use extract::attribution::{self, Found};
use extract::text::{Tag, Text};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::corpus;
use crate::predict::line;

#[derive(Deserialize)]
struct Plain {
    id: Value,
    text: String,
}

/// Reads `{id, text}` lines and writes one line of features each; every line of a text is a block.
pub fn write(input: &Path, out: &mut dyn Write) -> Result<()> {
    for Plain { id, text } in corpus::lines(input)? {
        let words = Text::plain(&text);
        let found = attribution::attributions(&words);
        line(out, &json!({"id": id, "tokens": tokens(&words), "rules": found.iter().map(rule).collect::<Vec<_>>()}))?;
    }
    Ok(())
}

/// `[start, end, tag, sentence, block, quoted]` of each token, in code points.
fn tokens(text: &Text) -> Vec<Value> {
    let number = |tag: Tag| Tag::ALL.iter().position(|t| *t == tag);
    let block = |i: usize| text.sentences[text.sentence_at(i)].block;
    let token = |i: usize| {
        let span = text.span(i..i + 1);
        json!([span.start, span.end, number(text.tag(i)), text.sentence_at(i), block(i), u8::from(text.quoted(i))])
    };
    (0..text.len()).map(token).collect()
}

/// An attribution of the rules, in tokens.
fn rule(found: &Found) -> Value {
    let pair = |r: &std::ops::Range<usize>| [r.start, r.end];
    json!({"source": found.source.as_ref().map(pair), "cue": found.cue.as_ref().map(pair), "head": found.head,
        "content": found.content.iter().map(pair).collect::<Vec<_>>(), "parent": found.parent, "rule": found.rule,
        "confidence": found.confidence})
}

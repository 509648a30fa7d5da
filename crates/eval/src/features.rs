//! What a trained reader is given beside the letters: tokens, tags, quotations and what the rules found.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use extract::attribution::{self, Found};
use extract::text::Text;
use serde_json::{Value, json};

use crate::corpus;
use crate::predict::{Plain, line};

/// Reads `{id, text}` lines and writes one line of features each; every line of a text is a block.
///
/// Each token is `[start, end, tag, sentence, block, quoted, rules]`, in code points and in the numbers that the reader itself is
/// given; `cues` are those of the rules, in tokens.
pub fn write(input: &Path, out: &mut dyn Write) -> Result<()> {
    for Plain { id, text } in corpus::lines(input)? {
        let words = Text::plain(&text);
        let found = attribution::attributions(&words);
        let cues: Vec<[usize; 2]> = found.iter().filter_map(|f| f.cue.as_ref()).map(|c| [c.start, c.end]).collect();
        line(out, &json!({"id": id, "tokens": tokens(&words, &found), "cues": cues}))?;
    }
    Ok(())
}

fn tokens(text: &Text, found: &[Found]) -> Vec<Value> {
    let given = attribution::trained_input(text, found);
    let token = |i: usize| {
        let span = text.span(i..i + 1);
        let quoted = u8::from(given.quoted[i]);
        json!([span.start, span.end, given.tags[i], given.sentences[i], given.blocks[i], quoted, given.rules[i]])
    };
    (0..text.len()).map(token).collect()
}

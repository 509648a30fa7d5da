//! Reads lines of `{id, text, dct}` on standard input and writes them back with the time expressions found,
//! offsets in code points, as `shared/tools/score_timex.py` reads them.

use std::io::{self, BufRead, Write};

use claims::Offsets;
use extract::when::times;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: serde_json::Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or_default();
        let published = document["dct"].as_str().and_then(|day| day.get(..10)?.parse().ok());
        let offsets = Offsets::new(text);
        let timexes: Vec<_> = times(text, published)
            .into_iter()
            .map(|time| {
                let span = offsets.span(time.range.clone());
                serde_json::json!({"start": span.start, "end": span.end, "type": time.kind.as_str(), "value": time.value,
                    "edtf": time.edtf, "rule": time.rule, "words": &text[time.range]})
            })
            .collect();
        let record =
            serde_json::json!({"id": document["id"], "text": text, "dct": document["dct"], "timexes": timexes});
        writeln!(out, "{record}")?;
    }
    Ok(())
}

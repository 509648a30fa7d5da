//! Builds `crates/extract/data/classes.bin` from the index files of WordNet 3.0.
//!
//! ```sh
//! cargo run --release -p extract --example word_classes -- /usr/share/wordnet crates/extract/data/classes.bin
//! ```
//!
//! Kept are single words of small letters, with the parts of speech they have; an irregular
//! form has the part of speech of its list. `data/tagger.md` says where WordNet comes from.

#![expect(clippy::disallowed_methods, reason = "it is a tool of its own, on files that it is given")]

use std::collections::BTreeMap;
use std::path::Path;

const CLASSES: [&str; 4] = ["noun", "verb", "adj", "adv"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: word_classes WORDNET_FOLDER OUT")?;
    let out = arguments.next().ok_or("usage: word_classes WORDNET_FOLDER OUT")?;
    let mut words: BTreeMap<String, u8> = BTreeMap::new();
    let plain = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
    for (n, class) in CLASSES.iter().enumerate() {
        let index = std::fs::read_to_string(Path::new(&folder).join(format!("index.{class}")))?;
        for line in index.lines().filter(|l| !l.starts_with(' ')) {
            // lemma, class, senses, pointers, pointer symbols…, senses, senses met in tagged text, offsets…
            let columns: Vec<&str> = line.split_whitespace().collect();
            let (Some(word), Some(pointers)) = (columns.first(), columns.get(3)) else { continue };
            let met: usize = columns.get(5 + pointers.parse::<usize>()?).map_or(Ok(0), |c| c.parse())?;
            if plain(word) {
                *words.entry((*word).to_owned()).or_default() |= if met > 0 { 2 } else { 1 } << (2 * n);
            }
        }
    }
    for (n, class) in CLASSES.iter().enumerate() {
        let exceptions = std::fs::read_to_string(Path::new(&folder).join(format!("{class}.exc")))?;
        for form in exceptions.lines().filter_map(|l| l.split(' ').next()).filter(|w| plain(w)) {
            let known = words.entry(form.to_owned()).or_default();
            if *known >> (2 * n) & 3 == 0 {
                *known |= 1 << (2 * n);
            }
        }
    }
    let words: Vec<(String, u8)> = words.into_iter().collect();
    let table = extract::text::class_table(&words).ok_or("too many words for the table")?;
    eprintln!("{} words, {} bytes", words.len(), table.len());
    std::fs::write(out, table)?;
    Ok(())
}

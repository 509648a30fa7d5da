//! Trains the tagger on GUM and writes `crates/extract/data/tagger.bin`.
//!
//! ```sh
//! cargo run --release -p extract --example train_tagger -- ../shared/data/gum crates/extract/data/tagger.bin
//! ```
//!
//! Every tenth document is held out for the score that is printed; the file is then
//! trained on all documents. The shuffle has a fixed seed, so the same data gives the same bytes.

#![expect(clippy::disallowed_methods, reason = "it runs before anything is extracted, on files that it is given")]

use std::collections::HashMap;
use std::path::Path;

use extract::text::{FeatureBuffer, Tag, Tagger, Text, features, fixed};

const ROUNDS: usize = 8;
/// Features seen less often than this are not kept.
const SEEN: u32 = 2;

struct Example {
    words: String,
    gold: Vec<Tag>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: train_tagger GUM_FOLDER OUT")?;
    let out = arguments.next().ok_or("usage: train_tagger GUM_FOLDER OUT")?;
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|f| Some(f.ok()?.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "conllu"));
    files.sort();
    let mut train = Vec::new();
    let mut test = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let examples = examples(file)?;
        if i % 10 == 3 { test.extend(examples) } else { train.extend(examples) }
    }
    let held_out = fit(&train);
    let table = Tagger::to_bytes(&held_out);
    let tagger = Tagger::from_bytes(&table).ok_or("the table does not read back")?;
    let (right, total) = score(&test, &tagger);
    eprintln!("held out: {right} of {total} tokens right, {:.2} %", 100.0 * right as f64 / total as f64);
    train.extend(test);
    let table = Tagger::to_bytes(&fit(&train));
    eprintln!("{} bytes, {} sentences", table.len(), train.len());
    std::fs::write(out, table)?;
    Ok(())
}

fn examples(file: &Path) -> std::io::Result<Vec<Example>> {
    let mut out = Vec::new();
    let content = std::fs::read_to_string(file)?;
    for sentence in content.split("\n\n") {
        let mut words = String::new();
        let mut pieces: Vec<(usize, usize, String)> = Vec::new();
        let mut whole: Option<(usize, bool)> = None;
        for line in sentence.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() < 10 || columns[0].contains('.') {
                continue;
            }
            // "3-4  it's": the words inside stand without space; the last takes the space of the whole.
            if let Some((_, last)) = columns[0].split_once('-') {
                whole = last.parse::<usize>().ok().map(|n| (n, columns[9].contains("SpaceAfter=No")));
                continue;
            }
            let number = columns[0].parse::<usize>().unwrap_or(0);
            let glued = match whole {
                Some((last, glued)) if number == last => {
                    whole = None;
                    glued
                }
                Some(_) => true,
                None => columns[9].contains("SpaceAfter=No"),
            };
            let start = words.len();
            words.push_str(columns[1]);
            pieces.push((start, words.len(), columns[4].to_owned()));
            if !glued {
                words.push(' ');
            }
        }
        if pieces.is_empty() {
            continue;
        }
        let text = Text::plain(&words);
        let gold = text.tokens.iter().enumerate().map(|(i, t)| {
            if let Some(tag) = fixed(text.word(i), text.low(i)) {
                return tag;
            }
            let inside: Vec<_> = pieces.iter().filter(|p| p.0 >= t.start && p.1 <= t.end).collect();
            let next = pieces.iter().find(|p| p.0 >= t.end).map_or("", |p| p.2.as_str());
            match inside.last() {
                None => Tag::Other,
                Some(p) if inside.len() > 1 && inside.iter().any(|p| p.2 == "HYPH") => match Tag::named(&p.2) {
                    Tag::Vbn | Tag::Vbg | Tag::Nn | Tag::Nns if next.starts_with("NN") || next == "JJ" => Tag::Jj,
                    other => other,
                },
                Some(p) => match p.2.as_str() {
                    "," | "." | ":" | "``" | "''" | "-LRB-" | "-RRB-" | "HYPH" => Tag::Punct,
                    name => Tag::named(name),
                },
            }
        });
        out.push(Example { gold: gold.collect(), words: words.clone() });
    }
    Ok(out)
}

#[derive(Default, Clone)]
struct Weight {
    now: f64,
    total: f64,
    since: u64,
}

fn fit(examples: &[Example]) -> Vec<(u32, Vec<(Tag, i8)>)> {
    let mut texts: Vec<(Text, &[Tag])> = examples.iter().map(|e| (Text::plain(&e.words), e.gold.as_slice())).collect();
    let mut seen: HashMap<u32, u32> = HashMap::new();
    let mut buffer = FeatureBuffer::new();
    for (text, gold) in &mut texts {
        for i in 0..gold.len() {
            let sentence = text.sentence(i);
            features(text, sentence.start, sentence.end, i, &mut buffer);
            buffer.iter().for_each(|f| *seen.entry(*f).or_default() += 1);
            text.tokens[i].tag = gold[i];
        }
    }
    let mut weights: HashMap<u32, Vec<Weight>> =
        seen.iter().filter(|(_, n)| **n >= SEEN).map(|(f, _)| (*f, vec![Weight::default(); Tag::ALL.len()])).collect();
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut step = 0u64;
    for _ in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (random >> 33) as usize % (i + 1));
        }
        for n in &order {
            let (text, gold) = &mut texts[*n];
            for i in 0..gold.len() {
                if let Some(tag) = fixed(text.word(i), text.low(i)) {
                    text.tokens[i].tag = tag;
                    continue;
                }
                step += 1;
                let sentence = text.sentence(i);
                features(text, sentence.start, sentence.end, i, &mut buffer);
                let mut scores = [0f64; Tag::ALL.len()];
                for feature in &buffer {
                    if let Some(row) = weights.get(feature) {
                        row.iter().zip(&mut scores).for_each(|(w, s)| *s += w.now);
                    }
                }
                let guess =
                    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(0);
                if Tag::ALL[guess] != gold[i] {
                    for feature in &buffer {
                        if let Some(row) = weights.get_mut(feature) {
                            for (t, change) in [(gold[i] as usize, 1.0), (guess, -1.0)] {
                                let w = &mut row[t];
                                w.total += w.now * (step - w.since) as f64;
                                w.since = step;
                                w.now += change;
                            }
                        }
                    }
                }
                text.tokens[i].tag = Tag::ALL[guess];
            }
        }
    }
    let mut averaged: Vec<(u32, Vec<(Tag, f64)>)> = weights
        .into_iter()
        .map(|(f, row)| {
            let row = row
                .iter()
                .enumerate()
                .map(|(t, w)| (Tag::ALL[t], (w.total + w.now * (step - w.since) as f64) / step as f64));
            (f, row.collect())
        })
        .collect();
    averaged.sort_by_key(|w| w.0);
    // One step of the scale is a twelfth of an update: small enough to lose nothing, large enough for i8.
    let quantised = averaged.into_iter().filter_map(|(f, row)| {
        let row: Vec<(Tag, i8)> = row
            .into_iter()
            .map(|(t, w)| (t, (w * 12.0).round().clamp(-127.0, 127.0) as i8))
            .filter(|w| w.1.abs() > 1)
            .collect();
        (!row.is_empty()).then_some((f, row))
    });
    quantised.collect()
}

fn score(examples: &[Example], tagger: &Tagger) -> (usize, usize) {
    let mut right = 0;
    let mut total = 0;
    let mut confused: HashMap<(Tag, Tag), (usize, String)> = HashMap::new();
    for example in examples {
        let mut text = Text::plain(&example.words);
        tagger.tag(&mut text);
        total += example.gold.len();
        for (i, (t, g)) in text.tokens.iter().zip(&example.gold).enumerate() {
            if t.tag != *g {
                let e = confused.entry((*g, t.tag)).or_default();
                e.0 += 1;
                e.1 = format!("{} {}", e.1, text.word(i));
            }
        }
        right += text.tokens.iter().zip(&example.gold).filter(|(t, g)| t.tag == **g).count();
    }
    let mut worst: Vec<_> = confused.into_iter().collect();
    worst.sort_by_key(|w| std::cmp::Reverse(w.1.0));
    for ((gold, got), (n, words)) in worst.iter().take(16) {
        eprintln!("{} as {} {n}: {}", gold.name(), got.name(), words.chars().take(120).collect::<String>());
    }
    (right, total)
}

//! Shows who speaks in a plain text and, beside gold claims, how often that is right.
//!
//! `cargo run -p extract --example voices -- TEXT [GOLD.jsonl [OUTLET]]`

#![expect(clippy::disallowed_methods, reason = "it is a tool of its own, on files that it is given")]

use std::collections::HashSet;
use std::{env, fs};

use extract::attribution::attributions;
use extract::resolve::{Around, voices};
use extract::text::Text;
use serde_json::Value;

fn words(s: &str) -> HashSet<String> {
    s.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn overlap(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let both = a.intersection(b).count();
    #[expect(clippy::cast_precision_loss, reason = "word counts")]
    let share = both as f64 / (a.len() + b.len() - both).max(1) as f64;
    share
}

fn main() {
    let mut args = env::args().skip(1);
    let path = args.next().expect("usage: voices TEXT [GOLD.jsonl [OUTLET]]");
    let body = fs::read_to_string(&path).expect("cannot read the text");
    let gold = args.next().map(|p| fs::read_to_string(p).expect("cannot read the gold claims"));
    let outlet = args.next();
    let text = Text::plain(&body);
    let found = attributions(&text);
    let places = extract::place::places(text.all());
    let voices = voices(&text, &found, Around { outlet: outlet.as_deref(), links: None, places: &places });
    let content = |n: usize| found[n].content.iter().map(|c| text.words(c.clone())).collect::<Vec<_>>().join(" ");
    for (f, v) in found.iter().zip(&voices) {
        let mention = f.source.clone().map_or("-", |s| text.words(s));
        let cue = f.cue.clone().map_or("-", |s| text.words(s));
        match v {
            Some(v) => println!(
                "{mention} [{cue}] → {} ({:?}; {}) {} {:.2} {:?}",
                v.name,
                v.kind,
                v.role.as_deref().unwrap_or("-"),
                v.rule,
                v.confidence,
                v.alternatives.iter().map(|a| format!("{} {:.2}", a.name, a.confidence)).collect::<Vec<_>>()
            ),
            None => println!("{mention} [{cue}] → nobody"),
        }
    }
    let Some(gold) = gold else { return };
    let (mut matched, mut right, mut kinds, mut claims) = (0, 0, 0, 0);
    for line in gold.lines() {
        let claim: Value = serde_json::from_str(line).expect("gold is JSON");
        let Some(source) = claim["source"].as_str() else { continue };
        claims += 1;
        let want = words(claim["content"].as_str().unwrap_or(""));
        let also = |field: &str| claim["also"][field].as_array().cloned().unwrap_or_default();
        let Some((n, best)) =
            (0..found.len()).map(|n| (n, overlap(&want, &words(&content(n))))).max_by(|a, b| a.1.total_cmp(&b.1))
        else {
            continue;
        };
        if best < 0.5 {
            println!("unfound: {source}: {}", claim["content"]);
            continue;
        }
        matched += 1;
        let Some(v) = &voices[n] else {
            println!("NOBODY for {source}: {}", content(n));
            continue;
        };
        let same = |w: &str| {
            let strip = |s: &str| s.to_lowercase().replace('’', "'").trim_start_matches("the ").to_owned();
            strip(w) == strip(&v.name) || strip(&v.name).ends_with(&format!("'s {}", strip(w)))
        };
        if same(source) || also("source").iter().filter_map(Value::as_str).any(same) {
            right += 1;
            let kind = serde_json::to_value(v.kind).expect("a kind is JSON");
            if claim["kind"] == kind || also("kind").contains(&kind) {
                kinds += 1;
            } else {
                println!("kind {kind} for {source}, gold {}", claim["kind"]);
            }
            println!("BUCKET {} {:.2} 1", v.rule, v.confidence);
        } else {
            println!("WRONG {} ({}) for {source}: {}", v.name, v.rule, content(n));
            println!("BUCKET {} {:.2} 0", v.rule, v.confidence);
        }
    }
    println!("{path}: {claims} claims with a source, {matched} found, {right} right names, {kinds} right kinds");
}

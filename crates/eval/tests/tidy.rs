//! What must be true of the repository's files besides that they compile.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

/// No text that people write is longer, in bytes.
const TEXT_LIMIT: u64 = 120_000;
/// No built data is larger, in bytes.
const DATA_LIMIT: u64 = 27_000_000;
/// So many words in a row are no accident.
const RUN: usize = 12;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a workspace").to_owned()
}

/// The files under version control, or None outside a checkout.
fn files() -> Option<Vec<String>> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(repository()).output();
    match listed {
        Ok(listed) if listed.status.success() => {
            let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
            let names: Vec<String> = names.split('\0').filter(|n| !n.is_empty()).map(str::to_owned).collect();
            Some(names.into_iter().filter(|name| repository().join(name).is_file()).collect())
        }
        _ => {
            eprintln!("SKIPPED: not in a git checkout");
            None
        }
    }
}

fn read(name: &str) -> Option<String> {
    String::from_utf8(fs::read(repository().join(name)).expect("a listed file can be read")).ok()
}

fn is_data(name: &str) -> bool {
    name.contains("/data/") || name.ends_with(".db") || name == "Cargo.lock" || name.contains("/results/")
}

#[test]
fn no_file_is_too_large() {
    for name in files().unwrap_or_default() {
        let size = fs::metadata(repository().join(&name)).expect("a listed file is there").len();
        let limit = if is_data(&name) { DATA_LIMIT } else { TEXT_LIMIT };
        assert!(size <= limit, "{name} has {size} bytes, more than {limit}");
    }
}

#[test]
fn results_hold_ids_and_counts_only() {
    let row = Regex::new(r"^[\w.:-]+(,[\w.:-]*)*$").expect("a fixed pattern");
    for name in files().unwrap_or_default().iter().filter(|n| n.contains("/results/") && n.ends_with(".csv")) {
        for (i, line) in read(name).expect("results are text").lines().enumerate() {
            assert!(row.is_match(line), "{name}:{}: {line}", i + 1);
        }
    }
}

#[test]
fn no_text_of_the_measuring_corpora_is_committed() {
    let mut runs = HashSet::new();
    for corpus in ["polnear_dev.jsonl", "polnear_train.jsonl", "wikiwars.jsonl"] {
        let path = repository().join("../shared/data").join(corpus);
        let Ok(lines) = fs::read_to_string(&path) else {
            eprintln!("SKIPPED: {corpus} is not in ../shared/data");
            continue;
        };
        for line in lines.lines() {
            let article: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            runs.extend(hashes(article["text"].as_str().expect("an article has a text")));
        }
    }
    for name in files().unwrap_or_default() {
        let Some(text) = read(&name) else { continue };
        let copied = hashes(&text).filter(|hash| runs.contains(hash)).count();
        assert_eq!(copied, 0, "{name} has {copied} runs of {RUN} words from a corpus that is for measuring only");
    }
}

fn hashes(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let hashes: Vec<u64> = words
        .windows(RUN)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    hashes.into_iter()
}

#[test]
fn links_in_the_documentation_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("a fixed pattern");
    let page = Regex::new(r"\bdocs/[\w/-]+\.md\b").expect("a fixed pattern");
    let mut broken = Vec::new();
    for name in files().unwrap_or_default() {
        // Reports to read and pages to test on link to where their invented outlets would be.
        if name.starts_with("examples/") || name.contains("/tests/") {
            continue;
        }
        let Some(text) = read(&name) else { continue };
        let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
        if name.ends_with(".md") {
            for target in link.captures_iter(&text).map(|c| c[1].to_owned()) {
                let path = target.split('#').next().unwrap_or_default();
                let elsewhere = target.contains("://") || target.starts_with("mailto:") || path.is_empty();
                if !elsewhere && !repository().join(folder).join(path).exists() {
                    broken.push(format!("{name}: {target}"));
                }
            }
        }
        if name.ends_with(".md") || name.ends_with(".rs") {
            for target in page.find_iter(&text).map(|m| m.as_str()) {
                if !repository().join(target).exists() {
                    broken.push(format!("{name}: {target}"));
                }
            }
        }
    }
    broken.dedup();
    assert!(broken.is_empty(), "pages that are not there:\n{}", broken.join("\n"));
}

#[test]
fn the_architecture_names_every_crate() {
    let map = read("ARCHITECTURE.md").expect("ARCHITECTURE.md is text");
    for crate_folder in fs::read_dir(repository().join("crates")).expect("the crates are there") {
        let name = crate_folder.expect("a crate can be listed").file_name().into_string().expect("a plain name");
        let is_named = map.contains(&format!("`{name}`")) || map.contains(&format!("`crates/{name}`"));
        assert!(is_named, "ARCHITECTURE.md does not mention `crates/{name}`");
    }
}

#[test]
fn the_glossary_explains_every_word_of_the_vocabulary() {
    let glossary = read("docs/glossary.md").expect("the glossary is text");
    let public = Regex::new(r"(?m)^pub (?:struct|enum) (\w+)").expect("a fixed pattern");
    for name in files().unwrap_or_default().iter().filter(|n| n.starts_with("crates/claims/src/")) {
        let code = read(name).expect("code is text");
        for word in public.captures_iter(&code) {
            assert!(glossary.contains(&format!("`{}`", &word[1])), "docs/glossary.md does not explain {}", &word[1]);
        }
    }
    for term in ["continued", "own voice", "dateline", "furniture", "chain", "origin", "ledger", "operation", "matter"]
    {
        assert!(glossary.contains(&format!("| {term} |")), "docs/glossary.md does not explain {term}");
    }
}

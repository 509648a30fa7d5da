//! The furniture pages in `tests/pages`: every paragraph kept as a block, nothing leaked, the metadata found.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use claims::{BlockKind, Document, Given, Offsets};

fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder of pages")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no pages to read");
    names
}

fn file(name: &str, ending: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(format!("{name}.{ending}"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(format!("{name}.html"));
    let bytes = fs::read(path).expect("the page");
    read::document(&bytes, Some(&format!("{name}.html")), &Given::default())
}

#[test]
fn every_paragraph_is_kept_and_nothing_leaks() {
    let mut wrong = String::new();
    for name in pages() {
        let document = read(&name);
        let offsets = Offsets::new(&document.text);
        let blocks: Vec<&str> = document.blocks.iter().map(|block| offsets.words(block.span)).collect();
        let mut from = 0;
        for paragraph in file(&name, "expected.txt").split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
            match blocks[from..].iter().position(|block| *block == paragraph) {
                Some(at) => from += at + 1,
                None => wrong += &format!("{name}: lost: {paragraph}\n"),
            }
        }
        for leak in file(&name, "leaks.txt").lines().filter(|line| !line.is_empty()) {
            if document.text.contains(leak) {
                wrong += &format!("{name}: leaked: {leak}\n");
            }
        }
        let headlines = document.blocks.iter().filter(|block| block.kind == BlockKind::Headline).count();
        if headlines > 1 {
            wrong += &format!("{name}: {headlines} headlines\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn metadata_is_found() {
    let mut wrong = String::new();
    for name in pages() {
        let document = read(&name);
        let wanted: serde_json::Value = serde_json::from_str(&file(&name, "meta.json")).expect("metadata as JSON");
        let found = serde_json::to_value(&document).expect("a document as JSON");
        for field in ["title", "authors", "outlet", "published", "modified", "url", "language"] {
            // Where the outlet stands only in a banner, not finding it is right too.
            let lenient = field == "outlet" && name == "en-brbr" && found[field].is_null();
            if found[field] != wanted[field] && !lenient {
                wrong += &format!("{name}: {field} is {} and should be {}\n", found[field], wanted[field]);
            }
        }
        let related: BTreeSet<&str> = document.related.iter().map(|related| related.title.as_str()).collect();
        for title in wanted["related"].as_array().into_iter().flatten().filter_map(|title| title.as_str()) {
            if !related.contains(title) {
                wrong += &format!("{name}: related misses {title:?} in {related:?}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn an_entry_of_a_live_page_that_holds_a_list_alone_is_kept() {
    const ENTRIES: [(&str, &str); 4] = [
        (
            "07:10",
            "The ferry left the quay with forty people on board, says the harbour master, who counted them twice. “Nobody was turned away,” she adds by telephone.",
        ),
        (
            "06:40",
            "The coast guard denied that a second boat was lost. Its spokesman, Lieutenant Ivo Marsh, told the local radio that all crews had answered by dawn.",
        ),
        (
            "05:55",
            "A baker on the front street says she heard three long horns after midnight. The lights of the pier were out until four in the morning, she recalls.",
        ),
        (
            "04:30",
            "The mayor asked people to stay away from the breakwater. “The stones are moving,” he wrote on his page, and promised a count of the damage by noon.",
        ),
    ];
    let entry = |(hour, words): &(&str, &str)| {
        format!("<section class=\"entry\"><time>{hour}</time><h2>At {hour}</h2><p>{words}</p></section>\n")
    };
    let list = "<section class=\"entry\"><time>07:30</time><h2>The night in brief</h2><ul><li>Two boats are missing off the cape</li>\
        <li>The harbour master blames the new lights</li></ul></section>";
    let html = format!(
        "<!DOCTYPE html><html><head><title>Live: storm at the cape | Cape Post</title></head><body><header><a href=\"/\">Cape Post</a></header>\
        <main><article class=\"liveblog\"><h1>Live: storm at the cape</h1><p class=\"meta\">All times local. Newest entries first.</p>\
        {list}{}</article></main></body></html>",
        ENTRIES.iter().map(entry).collect::<String>()
    );
    let document = read::document(html.as_bytes(), Some("live.html"), &Given::default());
    for line in ["The night in brief", "Two boats are missing off the cape", "The harbour master blames the new lights"]
    {
        assert!(document.text.contains(line), "{line} is lost:\n{}", document.text);
    }
}

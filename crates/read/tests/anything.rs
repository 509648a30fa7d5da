//! Whatever the bytes are, reading answers: no panic, blocks that fit the text, the same answer twice.

use std::io::Write;
use std::time::{Duration, Instant};

use claims::{Document, Given, Offsets};
use proptest::prelude::*;

fn read(bytes: &[u8], path: &str) -> Document {
    read::document(bytes, Some(path), &Given::default())
}

/// Blocks are in order, apart, inside the text, and hold all words of it.
fn check(document: &Document) {
    let offsets = Offsets::new(&document.text);
    let points = document.text.chars().count();
    let mut end = 0;
    let mut words = Vec::new();
    for block in &document.blocks {
        let gap = if end == 0 { 0 } else { 2 };
        assert_eq!(block.span.start, end + gap, "blocks follow one another by a blank line");
        assert!(block.span.end > block.span.start && block.span.end <= points);
        end = block.span.end;
        words.push(offsets.words(block.span));
    }
    assert_eq!(end, points);
    assert_eq!(words.join("\n\n"), document.text);
    assert!(words.iter().all(|words| words.trim() == *words && !words.contains(['\n', '\t', '\u{a0}'])));
    for problem in &document.problems {
        assert!(!problem.0.ends_with('.') && !problem.0.starts_with(char::is_uppercase), "{problem}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("memory takes bytes");
    packed.finish().expect("memory takes bytes")
}

/// Tags, entities, half tags, furniture and words, in any order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class=\"related\">".to_owned()),
        Just("<article>".to_owned()),
        Just("</div></table>".to_owned()),
        Just("<table><tr><td>".to_owned()),
        Just("<br><br>".to_owned()),
        Just("<h1>".to_owned()),
        Just("<h2>Read more</h2>".to_owned()),
        Just("<a href=/x>".to_owned()),
        Just("</a>".to_owned()),
        Just("<b".to_owned()),
        Just("<!--".to_owned()),
        Just("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":".to_owned()),
        Just("</script>".to_owned()),
        Just("&nbsp;&#x1F600;&bogus;".to_owned()),
        Just("<time datetime=2024-12-14>".to_owned()),
        Just("Advertisement".to_owned()),
        Just("The bridge at Lenk was closed on Monday, the canton said.".to_owned()),
        "\\PC{0,20}",
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Lines as people and pages paste them.
fn paste() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("".to_owned()),
        Just("Advertisement".to_owned()),
        Just("Read also:".to_owned()),
        Just("Other Topics of Interest".to_owned()),
        Just("By Jane Doe | 14 December 2024".to_owned()),
        Just("What comes next".to_owned()),
        Just("- an item".to_owned()),
        Just("> a quotation with [a link](https://a.example) and *stars*".to_owned()),
        Just("# Heading".to_owned()),
        Just("---".to_owned()),
        Just("Опис: “The bridge at Lenk was closed,” she said.".to_owned()),
        "\\PC{0,60}",
    ];
    proptest::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        for path in ["a.txt", "a.html", "a.md"] {
            check(&read(&bytes, path));
        }
    }

    #[test]
    fn any_page_is_answered_the_same_way_twice(page in soup()) {
        let document = read(page.as_bytes(), "a.html");
        check(&document);
        prop_assert_eq!(&document, &read(page.as_bytes(), "a.html"));
    }

    #[test]
    fn any_paste_is_answered_the_same_way_twice(text in paste()) {
        for path in ["a.txt", "a.md"] {
            let document = read(text.as_bytes(), path);
            check(&document);
            prop_assert_eq!(&document, &read(text.as_bytes(), path));
        }
    }

    /// What came out of a plain text goes through unchanged: nothing that reading keeps is furniture.
    #[test]
    fn clean_text_stays_as_it_is(words in proptest::collection::vec("[a-z]{3,9}( [a-z]{3,9}){8,20}", 1..8)) {
        let text = words.iter().map(|w| format!("The {w} said.")).collect::<Vec<_>>().join("\n\n");
        prop_assert_eq!(read(text.as_bytes(), "a.txt").text, text);
    }
}

#[test]
fn nothing_and_binary_are_named() {
    for bytes in [&b""[..], b"\n \n", b"\0\0\0\0\x01\x02binary\xff\xfe\0\0", b"%PDF-1.7 x"] {
        let document = read(bytes, "a.txt");
        assert_eq!(document.text, "");
        assert_eq!(document.problems.len(), 1, "{:?}", document.problems);
    }
}

#[test]
fn packed_and_plain_read_the_same_but_for_the_id() {
    let text = "Two bridges were closed on Monday, the mayor said.".as_bytes();
    let (plain, packed) = (read(text, "a.txt"), read(&gzip(text), "a.txt.gz"));
    assert_eq!(plain.text, packed.text);
    assert_ne!(plain.id, packed.id);
}

#[test]
fn a_cut_archive_is_read_as_far_as_it_goes() {
    let text = (0..2000).map(|n| format!("Bridge {n} was closed on Monday, the mayor said.\n\n")).collect::<String>();
    let packed = gzip(text.as_bytes());
    let document = read(&packed[..packed.len() / 2], "a.txt.gz");
    assert!(document.text.starts_with("Bridge 0 was closed on Monday"));
    assert!(document.problems[0].0.starts_with("the gzip data ends early"), "{:?}", document.problems);
    check(&document);
}

#[test]
fn a_gzip_bomb_is_bounded() {
    let document = read(&gzip(&vec![b'a'; 80 << 20]), "a.txt.gz");
    assert!(document.text.len() <= read::TEXT_LIMIT);
    assert!(!document.problems.is_empty());
}

/// Each of these once took a parser or an extractor its stack or its time.
#[test]
fn hostile_pages_are_answered_in_time() {
    let words = "<p>The bridge at Lenk was closed on Monday, the canton said in a statement.</p>";
    let pages = [
        format!("{}{words}", "<div>".repeat(100_000)),
        format!("{}{words}{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
        format!("{}{words}", "<b class=a><i><font size=1>".repeat(5_000)),
        (0..3_000).map(|n| format!("<b id={n}><p>")).collect::<String>() + words,
        format!("{}{words}", "<table><tr><td>".repeat(5_000)),
        format!("{}{words}", "<a href=x>".repeat(20_000)),
        format!("{}{words}", "</p></div></b>".repeat(30_000)),
        format!("{}{words}", "<ul><li>".repeat(5_000)),
        format!("<p>{}</p>{words}", "word ".repeat(60_000)),
        format!("{words}{}", "<".repeat(60_000)),
        format!("{words}{}", "<!--".repeat(50_000)),
        format!("<script type='application/ld+json'>{}</script>{words}", "[".repeat(200_000)),
        format!("<p>{}</p>{words}", "&amp;".repeat(30_000)),
        format!("{words}<svg>{}", "<g>".repeat(50_000)),
    ];
    for (at, page) in pages.iter().enumerate() {
        let start = Instant::now();
        let document = read(page.as_bytes(), "a.html");
        check(&document);
        eprintln!("page {at}: {:?} {:?}", start.elapsed(), document.problems);
        assert!(start.elapsed() < Duration::from_secs(60), "page {at} took {:?}", start.elapsed());
    }
}

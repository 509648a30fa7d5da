//! Any bytes as a report, under each ending: blocks lie in the text in order without overlap, hold
//! something, and cover all of it but white space; reading twice gives the same.

#![no_main]

use claims::{Given, Offsets};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for path in [None, Some("report.txt"), Some("report.md"), Some("report.html")] {
        let document = read::document(bytes, path, &Given::default());
        let offsets = Offsets::new(&document.text);
        let length = document.text.chars().count();
        let mut end = 0;
        for block in &document.blocks {
            let span = block.span;
            assert!(end <= span.start && span.start < span.end && span.end <= length, "{span:?} after {end} of {length}");
            let between = offsets.words(claims::Span::new(end, span.start));
            assert!(between.trim().is_empty(), "{between:?} stands in no block");
            end = span.end;
        }
        assert!(offsets.words(claims::Span::new(end, length)).trim().is_empty(), "text after the last block");
        assert_eq!(read::document(bytes, path, &Given::default()), document, "read twice");
    }
});

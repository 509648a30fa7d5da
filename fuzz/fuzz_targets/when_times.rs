//! Any text, with and without a day of publication: expressions stand in order, on character
//! boundaries, without overlap; their EDTF can be read; reading twice gives the same.

#![no_main]

use claims::edtf::bounds;
use extract::when::times;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for published in [None, Some(date(2024, 12, 14)), Some(date(9999, 12, 31)), Some(date(1, 1, 1))] {
        let found = times(text, published);
        let mut end = 0;
        for time in &found {
            assert!(text.get(time.range.clone()).is_some_and(|words| !words.is_empty()), "{:?}", time.range);
            assert!(text.get(time.phrase.clone()).is_some(), "{:?}", time.phrase);
            assert!(end <= time.range.start, "{:?} begins before {end}", time.range);
            end = time.range.end;
            if let Some(edtf) = &time.edtf {
                assert!(bounds(edtf).is_some(), "{edtf} is no EDTF that we read");
            }
        }
        assert_eq!(times(text, published), found, "read twice");
    }
});

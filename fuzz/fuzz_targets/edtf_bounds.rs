//! Any text as an EDTF expression: bounds come in order, and those of a bound day are that day.

#![no_main]

use claims::edtf::bounds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|expression: &str| {
    let Some(bounds_of) = bounds(expression) else { return };
    if let (Some(first), Some(last)) = (bounds_of.first, bounds_of.last) {
        assert!(first <= last, "{expression}: {first} is after {last}");
    }
    for day in [bounds_of.first, bounds_of.last].into_iter().flatten() {
        // EDTF writes years of more than four digits and before the year 0 in other ways than jiff does.
        if (0..=9999).contains(&day.year()) {
            let again = bounds(&day.to_string());
            assert_eq!(again.and_then(|b| b.first.zip(b.last)), Some((day, day)), "{expression}");
        }
    }
    assert_eq!(bounds(expression), Some(bounds_of), "read twice: {expression}");
});

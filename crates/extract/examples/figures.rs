//! Prints the figures and times of a text on standard input: `figures 2024-12-14 < report.txt`.

use std::io::{self, Read};

use extract::{quantity::figures, when::times};

#[expect(clippy::disallowed_methods, reason = "an example reads its own arguments")]
fn main() -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let times = times(&text, std::env::args().nth(1).and_then(|day| day.parse().ok()));
    for time in &times {
        println!(
            "{} | {} {} | {}",
            &text[time.phrase.clone()],
            time.kind.as_str(),
            time.value,
            time.edtf.as_deref().unwrap_or("-")
        );
    }
    for f in figures(&text, &times) {
        println!(
            "{} | {:?}{} {:?}{} {} {:?} of {:?}",
            &text[f.range],
            f.low,
            if f.low_open { " open" } else { "" },
            f.high,
            if f.high_open { " open" } else { "" },
            if f.approximate { "rough" } else { "" },
            f.unit,
            f.of.map(|of| &text[of])
        );
    }
    Ok(())
}

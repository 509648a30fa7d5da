//! How fast the ledger files and looks up, with claims made up on the spot.
//!
//! `cargo run --release -p ledger --example speed -- 10000` files ten thousand reports of ten claims each.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement prints and needs a clock")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

use claims::Degree;
use ledger::{Error, Filter, Ledger, Order};

const SAID: [&str; 10] = [
    "the harbour is closed",
    "two ships ran aground near the northern pier",
    "nobody was hurt in the storm",
    "the ferries are expected to run again on Monday",
    "about 400 people were brought to safety",
    "the wind had been stronger than in any year since 1978",
    "the power station was never in danger",
    "soldiers will help to clear the roads",
    "the warning came too late for the fishing fleet",
    "the damage may reach two million euros",
];

fn main() -> Result<(), Error> {
    let reports: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let path = std::env::temp_dir().join(format!("onrecord-speed-{}.db", std::process::id()));
    let mut ledger = Ledger::open_or_create(&path)?;
    let stamp = common::stamp("speed");
    let mut tenth = Instant::now();
    let all = Instant::now();
    for i in 0..reports {
        let names: Vec<String> = (0..10).map(|j| format!("Speaker {}", (i * 7 + j * 13) % 997)).collect();
        let lines: Vec<_> = names.iter().map(String::as_str).zip(SAID).collect();
        let day = jiff::civil::date(2024, 1, 1) + jiff::Span::new().days(i64::try_from(i % 700).unwrap_or(0));
        let mut reading = common::report(&format!("Report {i}"), &day.to_string(), &lines);
        reading.claims[3].certainty.degree = Degree::Expected;
        ledger.file_in_batch(reading, &stamp)?;
        if i % 64 == 0 {
            ledger.sync()?;
        }
        if reports >= 10 && (i + 1) % (reports / 10) == 0 {
            println!("{:>7} filed, {:>6.0} a second", i + 1, reports as f64 / 10.0 / tenth.elapsed().as_secs_f64());
            tenth = Instant::now();
        }
    }
    println!("{reports} reports in {:.1} s", all.elapsed().as_secs_f64());
    let day = |day: &str| day.parse().ok();
    let filters = [
        ("one source", Filter { source: Some("speaker 42".into()), ..Filter::default() }),
        ("one word, first 50", Filter { words: Some("harbour".into()), limit: Some(50), ..Filter::default() }),
        ("rare words", Filter { words: Some("\"report 77\"".into()), ..Filter::default() }),
        ("three days", Filter { said_from: day("2024-05-01"), said_to: day("2024-05-03"), ..Filter::default() }),
        (
            "expected, in May",
            Filter {
                certainty: vec![Degree::Expected],
                said_from: day("2024-05-01"),
                said_to: day("2024-05-31"),
                ..Filter::default()
            },
        ),
        (
            "source, word and day",
            Filter {
                source: Some("speaker 42".into()),
                words: Some("ships".into()),
                said_from: day("2024-05-01"),
                ..Filter::default()
            },
        ),
        ("outlet, first 50", Filter { outlet: Some("harbour post".into()), limit: Some(50), ..Filter::default() }),
        ("timeline, first 50", Filter { order: Order::Said, limit: Some(50), ..Filter::default() }),
        ("everything", Filter::default()),
    ];
    let look = Ledger::open(&path)?;
    for (name, filter) in filters {
        let start = Instant::now();
        let mut n = 0;
        look.claims(&filter, |_| -> Result<(), Error> {
            n += 1;
            Ok(())
        })?;
        println!("{name:<22} {n:>7} claims {:>8.1} ms", start.elapsed().as_secs_f64() * 1e3);
    }
    let start = Instant::now();
    let n = look.sources(&Filter::default(), 0, usize::MAX)?.len();
    println!("{:<22} {n:>7} {:>15.1} ms", "sources", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    let n = look.check(|_, _| {})?.len();
    println!("{:<22} {n:>7} findings {:>6.1} ms", "check", start.elapsed().as_secs_f64() * 1e3);
    let bytes = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!("{:.1} MB on disk", bytes as f64 / 1e6);
    drop((ledger, look));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    Ok(())
}

//! How long each page of the desk takes over a large ledger.
//!
//! `cargo run --release -p onrecord --example pages -- target/release/onrecord FOLDER` makes a ledger of 10,000 reports
//! with 100,000 claims and 10,000 readers' reports in `FOLDER`, unless there is one, serves it with the command of that
//! path, and asks for every page, warm, thirty times. Whatever takes longer than 50 ms in half of them is told at the end,
//! and the exit code says so. It talks to the addresses that the command prints, which are on this machine.
#![allow(clippy::print_stdout, reason = "a measurement prints")]

mod big;
mod serving;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use big::Size;
use serving::{Line, Serving, run};

const SIZE: Size = Size { documents: 10_000, claims: 10, reports: 10_000 };
const TIMES: usize = 30;
const WANTED: Duration = Duration::from_millis(50);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = PathBuf::from(arguments.next().context("give the path of the built onrecord")?);
    let folder = PathBuf::from(arguments.next().context("give a folder to keep the ledger in")?);
    let only = arguments.next().unwrap_or_default();
    let ledger = folder.join("desk.db");
    if !ledger.exists() {
        std::fs::create_dir_all(&folder)?;
        let started = Instant::now();
        big::ledger(&ledger, SIZE)?;
        println!("the ledger took {:.0} s to make", started.elapsed().as_secs_f64());
        big::corrections(&corrections::beside(&ledger), SIZE)?;
        println!("with the corrections it was {:.0} s", started.elapsed().as_secs_f64());
        run(&command, &folder, &["editor", "add", "anna"], "correct horse\n")?;
    }
    let serving = Serving::start(&command, &folder)?;
    let mut desk = Line::new(serving.desk);
    desk.sign_in()?;
    let mut readers = Line::new(serving.public);
    let mut slow = Vec::new();
    println!("| page | least | median | 95 % | KB |\n| --- | --- | --- | --- | --- |");
    for (line, side, paths) in [(&mut desk, "", desk_pages(&ledger)?), (&mut readers, "readers: ", readers_pages())] {
        for path in paths.iter().filter(|path| path.contains(&only)) {
            let (mut times, mut size) = (Vec::new(), 0);
            for n in 0..TIMES + 2 {
                let asked = Instant::now();
                size = line.get(path).with_context(|| format!("{side}{path}"))?.len();
                if n >= 2 {
                    times.push(asked.elapsed());
                }
            }
            times.sort_unstable();
            let (half, most) = (times[TIMES / 2], times[TIMES * 95 / 100]);
            println!("| {side}`{path}` | {} | {} | {} | {} |", told(times[0]), told(half), told(most), size / 1_000);
            if half > WANTED {
                slow.push(format!("{side}{path}: {}", told(half)));
            }
        }
    }
    ensure!(slow.is_empty(), "slower than 50 ms:\n{}", slow.join("\n"));
    Ok(())
}

fn told(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}

/// `words` as a part of an address.
fn encoded(words: &str) -> String {
    words.replace(' ', "%20").replace(',', "%2C")
}

fn desk_pages(ledger: &Path) -> anyhow::Result<Vec<String>> {
    let (many, some, rare) = (big::source(0), big::source(40), big::source(2_000));
    let (often, once) = (big::word(0), big::word(3_990));
    let (most, some_place) = (big::place(0).0, big::place(60).0);
    let paper = big::outlet(0);
    let (last, earlier) = (big::day(0), big::day(300));
    let (first, usual) = (big::reading(0, SIZE), big::reading(5_001, SIZE));
    let (first_id, usual_id) = (&first.document.id, &usual.document.id);
    let claim = &usual.claims[0].id;
    let ledger = desk::Ledger::open(ledger)?;
    let operations = ledger.latest(None, 1)?.first().map_or(0, |o| o.no.0);
    let mut pages = Vec::new();
    let mut put = |path: String| pages.push(path.replace("%2F", "/"));
    // What the list, the timeline and the map can be asked for.
    let (many, some, rare, most, some_place, paper) =
        (encoded(&many), encoded(&some), encoded(&rare), encoded(&most), encoded(&some_place), encoded(&paper));
    let questions = [
        String::new(),
        format!("q={often}"),
        format!("q={once}"),
        format!("q={often}%20{}", big::word(1)),
        format!("q=%22{often}%20{}%22", big::word(1)),
        "q=ba*".to_owned(),
        format!("source={}", many.split("%20").next().unwrap_or_default()),
        format!("source={many}"),
        format!("outlet={paper}"),
        "certainty=stated".to_owned(),
        "certainty=doubted".to_owned(),
        "status=happened".to_owned(),
        format!("from={}&to={}", big::day(60), big::day(30)),
        format!("from={}", big::day(650)),
        format!("to={}", big::day(650)),
        format!("who={many}"),
        format!("who={rare}"),
        format!("via={many}"),
        "kind=person".to_owned(),
        format!("day={last}"),
        format!("day={earlier}"),
        "channel=Telegram".to_owned(),
        "put=stated".to_owned(),
        "course=happened".to_owned(),
        format!("place={most}"),
        format!("place={some_place}"),
        format!("paper={paper}"),
        "kind=person&put=stated&course=happened".to_owned(),
        format!("kind=person&q={often}"),
        format!("who={many}&place={most}&q={often}"),
        format!("kind=unnamed&from={}", big::day(500)),
        format!("source={many}&certainty=stated&from={}", big::day(500)),
    ];
    for path in ["/", "/timeline", "/map"] {
        for question in &questions {
            put(if question.is_empty() { path.to_owned() } else { format!("{path}?{question}") });
        }
    }
    for deep in ["/?page=1000", "/?page=1999", "/?kind=person&page=500", "/timeline?kind=person&page=500"] {
        put(deep.to_owned());
    }
    put(format!("/?q={often}&page=100"));
    put(format!("/?from={}&page=1500", big::day(699)));
    put(format!("/timeline?from={}&page=1500", big::day(699)));
    for path in ["/reports", "/reports?page=100", "/reports?page=199", "/sources", "/sources?page=50", "/file"] {
        put(path.to_owned());
    }
    for path in [format!("/reports/{usual_id}"), format!("/reports/{first_id}"), format!("/reports/{usual_id}/add")] {
        put(path);
    }
    put(format!("/claims/{claim}"));
    put(format!("/claims/{claim}/edit"));
    put(format!("/claims/{}/edit", first.claims[1].id));
    for name in [&many, &some, &rare] {
        put(format!("/sources/{name}"));
        put(format!("/sources/{name}/edit"));
    }
    put(format!("/sources/{many}?page=100"));
    for day in [&last, &earlier] {
        put(format!("/matters?day={day}"));
        put(format!("/matters?day={day}&by=about"));
    }
    put("/matters".to_owned());
    for since in ["beginning", "week", "2025-06", "2024-12-14"] {
        put(format!("/changes?since={since}"));
    }
    put(format!("/changes?since=beginning&before={}", operations / 3));
    put("/log".to_owned());
    put(format!("/log?until={}", operations / 3));
    put("/decisions".to_owned());
    put("/decisions?page=5".to_owned());
    for status in ["open", "asked", "accepted", "rejected", "spam"] {
        put(format!("/cases?status={status}"));
        put(format!("/cases?status={status}&mine=yes"));
    }
    for path in
        ["/cases", "/cases?page=20", "/cases/1", "/cases/1?page=2", "/cases/2", "/cases/700", "/sign-in", "/api"]
    {
        put(path.to_owned());
    }
    for path in ["/desk.css", "/desk.js", "/edit.js", "/file.js", "/api/v1/openapi.json"] {
        put(path.to_owned());
    }
    for question in [
        "",
        "?limit=500",
        "?skip=90000",
        "?order=said",
        "?order=said&skip=90000",
        "?certainty=stated,possible&order=said",
        "?standing=rejected",
        "?standing=orphaned",
        "?about_from=2025-06-01&about_to=2025-06-03",
        "?about_from=2024-06-01",
    ] {
        put(format!("/api/v1/claims{question}"));
    }
    put(format!("/api/v1/claims?q={often}"));
    put(format!("/api/v1/claims?q={often}&order=said"));
    put(format!("/api/v1/claims?source={many}&order=said&skip=5000"));
    put(format!("/api/v1/claims/{claim}"));
    for list in ["reports", "sources", "log", "cases"] {
        for part in ["", "?limit=500", "?skip=3000"] {
            put(format!("/api/v1/{list}{part}"));
        }
    }
    put("/api/v1/log?skip=12000".to_owned());
    put("/api/v1/sources?from=2025-06".to_owned());
    put(format!("/api/v1/sources?q={often}"));
    put(format!("/api/v1/reports/{usual_id}"));
    put(format!("/api/v1/reports/{first_id}/claims"));
    put(format!("/api/v1/sources/{many}"));
    put(format!("/api/v1/sources/{rare}"));
    put("/api/v1/cases/1".to_owned());
    Ok(pages)
}

fn readers_pages() -> Vec<String> {
    let mut pages: Vec<String> =
        ["/", "/corrections", "/corrections?page=5", "/corrections.atom", "/corrections.jsonld"]
            .map(str::to_owned)
            .to_vec();
    pages.push(format!("/notice?url={}", big::url(0)));
    pages.push(format!("/report?url={}", big::url(0)));
    pages.push(format!("/receipt/{}", big::receipt(0).as_str()));
    pages.push(format!("/receipt/{}", big::receipt(SIZE.reports - 1).as_str()));
    pages.extend(["/correct.js", "/reader.css"].map(str::to_owned));
    pages
}

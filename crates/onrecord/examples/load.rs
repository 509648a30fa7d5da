//! How many readers the desk bears beside working editors, and that nothing it acknowledged is lost by `kill -9`.
//!
//! `cargo run --release -p onrecord --example load -- target/release/onrecord 60 200` starts the command of that path on
//! a ledger made up in a temporary folder, sends 200 reports a second for 60 seconds while two editors decide on them,
//! kills it in the middle of that, starts it again, and asks for every receipt that was given. It talks to the
//! addresses that the command prints, which are on this machine, and to no other.
#![allow(clippy::print_stdout, reason = "a measurement prints")]

mod serving;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serving::{Line, PAPER, Serving, between, run, spread};

/// Connections over which reports are sent.
const SENDERS: usize = 24;
const EDITORS: usize = 2;
/// How long an editor looks at a page before doing the next thing.
const LOOK: Duration = Duration::from_millis(200);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = PathBuf::from(arguments.next().context("give the path of the built onrecord")?);
    let seconds: u64 = arguments.next().map_or(Ok(60), |n| n.parse())?;
    let rate: u64 = arguments.next().map_or(Ok(200), |n| n.parse())?;
    ensure!((1..=600).contains(&seconds) && (1..=2_000).contains(&rate), "at most 600 seconds, 2,000 reports a second");
    let folder = std::env::temp_dir().join(format!("onrecord-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&command, &folder, seconds, rate);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(command: &Path, folder: &Path, seconds: u64, rate: u64) -> anyhow::Result<()> {
    let story = folder.join("story.txt");
    let words: String = (0..200).map(|n| format!("Mayor Anna Pichler said that bridge {n} was closed.\n\n")).collect();
    std::fs::write(&story, words)?;
    let story = story.to_str().context("a temporary folder with a plain name")?;
    run(command, folder, &["file", "--rules-only", story, "--url", &format!("{PAPER}/a0")], "")?;
    run(command, folder, &["editor", "add", "anna"], "correct horse\n")?;

    let mut serving = Serving::start(command, folder)?;
    let (desk, public) = (serving.desk, serving.public);
    let total = usize::try_from(seconds * rate)?;
    let (next, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (receipts, sent) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let (pages, decided) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let refused = AtomicUsize::new(0);
    let started = Instant::now();
    let took = std::thread::scope(|scope| -> io::Result<Duration> {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                let mut line = Line::new(public);
                while !over.load(Ordering::Relaxed) {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    // More than were asked for, so that the end comes in the middle of work.
                    let due = Duration::from_micros(n as u64 * 1_000_000 / rate);
                    std::thread::sleep(due.saturating_sub(started.elapsed()));
                    match report(&mut line, n) {
                        // From when it was due, or a desk that keeps its readers waiting would look fast.
                        Ok(Some(receipt)) => {
                            lock(&sent).push(started.elapsed().saturating_sub(due));
                            lock(&receipts).push((n, receipt));
                        }
                        Ok(None) => _ = refused.fetch_add(1, Ordering::Relaxed),
                        Err(_) => line = Line::new(public),
                    }
                }
            });
        }
        for editor in 0..EDITORS {
            let (over, pages, decided) = (&over, &pages, &decided);
            scope.spawn(move || {
                let mut editor = match Editor::sign_in(desk, editor) {
                    Ok(editor) => editor,
                    Err(error) => return println!("an editor could not sign in: {error}"),
                };
                while !over.load(Ordering::Relaxed) {
                    match editor.work() {
                        Ok((times, n)) => {
                            lock(pages).extend(times);
                            decided.fetch_add(n, Ordering::Relaxed);
                        }
                        // The desk was killed.
                        Err(_) => std::thread::sleep(LOOK),
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_secs(seconds).saturating_sub(started.elapsed()));
        // In the middle of it, without a word: as `kill -9`.
        let (took, killed) = (started.elapsed(), serving.kill());
        over.store(true, Ordering::Relaxed);
        killed.map(|()| took)
    })?;
    let (receipts, mut sent, mut pages) = (lock(&receipts).clone(), lock(&sent).clone(), lock(&pages).clone());
    println!(
        "{} reports acknowledged in {:.0} s, {:.0} a second ({} asked for, {} refused)",
        receipts.len(),
        took.as_secs_f64(),
        receipts.len() as f64 / took.as_secs_f64(),
        total,
        refused.load(Ordering::Relaxed),
    );
    println!("from when a report was due to its receipt: {}", spread(&mut sent));
    println!("the editors' pages: {} · {} cases decided", spread(&mut pages), decided.load(Ordering::Relaxed));

    let again = Serving::start(command, folder)?;
    let mut line = Line::new(again.public);
    let (mut lost, mut looked) = (0, Vec::new());
    for (n, receipt) in &receipts {
        let asked = Instant::now();
        let page = line.ask(&format!("GET {receipt} HTTP/1.1\r\n"), "")?;
        looked.push(asked.elapsed());
        if !(page.starts_with("HTTP/1.1 200") && page.contains(&format!("<mark>bridge {}</mark>", words_of(*n)))) {
            lost += 1;
        }
    }
    println!(
        "after kill -9 and a new start: {} receipts asked for, {lost} lost; {}",
        receipts.len(),
        spread(&mut looked)
    );
    let mut editor = Editor::sign_in(again.desk, 0)?;
    for (path, shown) in [("/cases", "Cases"), ("/cases/1", "Case 1"), ("/cases/1?page=1", "Case 1"), ("/", "Claims")] {
        let mut times = Vec::new();
        for _ in 0..20 {
            let asked = Instant::now();
            let page = editor.line.get(path)?;
            times.push(asked.elapsed());
            ensure!(page.contains(shown), "{path} is not what was asked for");
        }
        println!("{path} with all of them on the desk: {}", spread(&mut times));
    }
    ensure!(lost == 0, "{lost} reports were acknowledged and are not there");
    ensure!(!receipts.is_empty(), "nothing was acknowledged");
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sends the report `n` and gives the path of its receipt; `None` where it was refused.
fn report(line: &mut Line, n: usize) -> io::Result<Option<String>> {
    let words = words_of(n);
    let body = format!(
        r#"{{"target": {{"source": "{PAPER}/a{}", "selector": [{{"type": "TextQuoteSelector", "exact": "bridge {words}"}}]}},
        "body": [{{"purpose": "classifying", "value": "figure"}}, {{"purpose": "editing", "value": "bridge {}"}}],
        "contact": "reader{n}@mail.example"}}"#,
        // Half of all are about one article.
        if n.is_multiple_of(2) { 0 } else { n % 50 },
        n % 7,
    );
    let (a, b, c) = (n / 65_536 % 256, n / 256 % 256, n % 256);
    let head = format!(
        "POST /report HTTP/1.1\r\norigin: {PAPER}\r\ncontent-type: application/json\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n"
    );
    let answer = line.ask(&head, &body)?;
    let receipt = answer.find("/receipt/").map(|at| answer[at..at + "/receipt/".len() + 26].to_owned());
    Ok(receipt.filter(|_| answer.starts_with("HTTP/1.1 201")))
}

/// Which of the words report `n` is about.
fn words_of(n: usize) -> usize {
    n % 200
}

/// An editor at work.
struct Editor {
    line: Line,
    token: String,
    no: usize,
}

impl Editor {
    fn sign_in(desk: SocketAddr, no: usize) -> anyhow::Result<Self> {
        let mut line = Line::new(desk);
        line.sign_in()?;
        let page = line.get("/cases")?;
        Ok(Self { line, token: between(&page, "name=\"token\" value=\"", "\"").context("no token in the form")?, no })
    }

    /// Looks at the queue, at a case far down in it and at the record, and decides on the case; how long each page took,
    /// and how many cases were decided.
    fn work(&mut self) -> io::Result<(Vec<Duration>, usize)> {
        let mut times = Vec::new();
        let mut timed = |editor: &mut Self, path: &str| {
            std::thread::sleep(LOOK);
            let asked = Instant::now();
            let page = editor.line.get(path);
            times.push(asked.elapsed());
            page
        };
        let queue = timed(self, "/cases")?;
        let cases: Vec<&str> =
            queue.split("href=\"/cases/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        // Each editor begins elsewhere, and the second looks from the end.
        let case = if self.no == 0 { cases.first() } else { cases.last() };
        let Some(case) = case.map(|case| (*case).to_owned()) else { return Ok((times, 0)) };
        let page = timed(self, &format!("/cases/{case}"))?;
        timed(self, "/?q=bridge")?;
        let seen = between(&page, "name=\"seen\" value=\"", "\"").unwrap_or_default();
        let head = format!(
            "POST /cases/{case}/reject HTTP/1.1\r\norigin: http://{}\r\ncookie: {}\r\n",
            self.line.to, self.line.cookie
        );
        let body = format!("token={}&seen={seen}&says=It+was+closed.", self.token);
        let answer = self.line.ask(&head, &body)?;
        Ok((times, usize::from(answer.starts_with("HTTP/1.1 303"))))
    }
}

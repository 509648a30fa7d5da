//! The readers' side as a process: what it prints, and that what it acknowledges outlives it.

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use common::Newsroom;

const PAPER: &str = "https://paper.example";

/// A desk that runs.
struct Serving {
    child: Child,
    desk: String,
    public: String,
    /// What else it printed before it was ready.
    said: Vec<String>,
}

impl Serving {
    fn start(room: &Newsroom) -> Self {
        let mut command = room.command(&["serve", "--port", "0", "--public", "0", "--origin", PAPER, "--forwarded"]);
        let child = command.stdout(Stdio::piped()).spawn().expect("the command runs");
        // Made before anything can fail, so that it is ended whatever does.
        let mut serving = Self { child, desk: String::new(), public: String::new(), said: Vec::new() };
        let mut lines = BufReader::new(serving.child.stdout.take().expect("a pipe")).lines();
        while serving.public.is_empty() {
            let line = lines.next().expect("it goes on").expect("a line");
            if let Some(address) = line.strip_prefix("listening on http://") {
                address.clone_into(&mut serving.desk);
            } else if let Some(address) = line.strip_prefix("public side on http://") {
                address.clone_into(&mut serving.public);
            } else {
                serving.said.push(line);
            }
        }
        serving
    }

    /// What `address` answers to a request with these headers and this body.
    fn ask(address: &str, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let length = body.len();
        write!(stream, "{head}host: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Sends a report, and gives the path of its receipt.
    fn send(&self, n: usize) -> String {
        let body = format!(
            r#"{{"target": {{"source": "{PAPER}/a", "selector": [{{"type": "TextQuoteSelector", "exact": "words {n}"}}]}},
            "body": [{{"purpose": "classifying", "value": "fact"}}, {{"purpose": "editing", "value": "x"}}]}}"#
        );
        let head = format!(
            "POST /report HTTP/1.1\r\norigin: {PAPER}\r\ncontent-type: application/json\r\nx-forwarded-for: 10.0.0.{n}\r\n"
        );
        let answer = Self::ask(&self.public, &head, &body);
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let at = answer.find("/receipt/").expect("a receipt");
        answer[at..at + "/receipt/".len() + 26].to_owned()
    }
}

impl Drop for Serving {
    /// As `kill -9` does, also where a test fails.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let serving = Serving::start(&room);
    assert!(serving.said.iter().any(|line| line.starts_with("no editor has an account: sign in once at http://")));
    assert_ne!(serving.desk, serving.public);
    let receipts: Vec<String> = (0..20).map(|n| serving.send(n)).collect();
    drop(serving);
    assert_eq!(room.run_with(&["editor", "add", "anna"], b"correct horse\n").code, 0);
    let serving = Serving::start(&room);
    assert!(serving.said.is_empty(), "with an account there is no token: {:?}", serving.said);
    for (n, receipt) in receipts.iter().enumerate() {
        let page = Serving::ask(&serving.public, &format!("GET {receipt} HTTP/1.1\r\n"), "");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains(&format!("words {n}<")), "{page}");
    }
    let desk = Serving::ask(&serving.public, "GET /cases HTTP/1.1\r\n", "");
    assert!(desk.starts_with("HTTP/1.1 404"), "the desk is not on the readers' side: {desk}");
    let cases = Serving::ask(&serving.desk, "GET /cases HTTP/1.1\r\n", "");
    assert!(cases.starts_with("HTTP/1.1 303") && cases.contains("location: /sign-in"), "{cases}");
}

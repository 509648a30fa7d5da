//! A desk that runs as a process of its own, with its readers' side.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use super::Newsroom;

pub const PAPER: &str = "https://paper.example";

/// A desk that runs.
pub struct Serving {
    pub child: Child,
    pub desk: String,
    pub public: String,
    /// What else it printed before it was ready.
    pub said: Vec<String>,
}

impl Serving {
    pub fn start(room: &Newsroom) -> Self {
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
    pub fn ask(address: &str, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let length = body.len();
        write!(stream, "{head}host: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Sends a report, and gives the path of its receipt.
    pub fn send(&self, n: usize) -> String {
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

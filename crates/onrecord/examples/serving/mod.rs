//! A desk that runs, and how it is asked over a connection: what the measurements share.
#![allow(dead_code, reason = "each measurement uses its own part")]

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

/// The publisher whose pages readers report on.
pub const PAPER: &str = "https://paper.example";

/// Half of, 95 and 99 in a hundred of, and all of `times` are within these milliseconds.
pub fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len().saturating_sub(1) * part / 100).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    format!("median {:.1} ms, 95 % {:.1}, 99 % {:.1}, longest {:.1}", at(50), at(95), at(99), at(100))
}

/// Runs the command on the ledger of `folder`, with `input` on its standard input.
pub fn run(command: &Path, folder: &Path, arguments: &[&str], input: &str) -> anyhow::Result<()> {
    let mut child = Command::new(command)
        .args(arguments)
        .args(["--ledger".as_ref(), folder.join("desk.db").as_os_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", command.display()))?;
    child.stdin.take().context("no pipe")?.write_all(input.as_bytes())?;
    ensure!(child.wait()?.success(), "onrecord {} failed", arguments.join(" "));
    Ok(())
}

/// What stands on `page` behind `start` and before `end`.
pub fn between(page: &str, start: &str, end: &str) -> Option<String> {
    let rest = page.split_once(start)?.1;
    rest.split_once(end).map(|(words, _)| words.to_owned())
}

/// A desk that runs; killed when it is let go.
pub struct Serving {
    child: Option<Child>,
    /// The desk.
    pub desk: SocketAddr,
    /// The readers' side.
    pub public: SocketAddr,
}

impl Serving {
    pub fn start(command: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut child = Command::new(command)
            .args(["serve", "--port", "0", "--public", "0", "--origin", PAPER, "--forwarded", "--ledger"])
            .arg(folder.join("desk.db"))
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().context("no pipe")?).lines();
        let mut serving = Self { child: Some(child), desk: ([0; 4], 0).into(), public: ([0; 4], 0).into() };
        for line in lines {
            let line = line?;
            if let Some(address) = line.strip_prefix("listening on http://") {
                serving.desk = address.parse()?;
            } else if let Some(address) = line.strip_prefix("public side on http://") {
                serving.public = address.parse()?;
                break;
            }
        }
        let here = serving.desk.ip().is_loopback() && serving.public.ip().is_loopback();
        ensure!(here, "the desk does not listen on this machine only");
        Ok(serving)
    }

    pub fn kill(&mut self) -> io::Result<()> {
        self.child.as_mut().map_or(Ok(()), |child| {
            child.kill()?;
            child.wait().map(|_| ())
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.kill();
    }
}

/// One kept-open connection.
pub struct Line {
    pub to: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    /// The cookie of whoever signed in over it; empty where nobody did.
    pub cookie: String,
}

impl Line {
    pub fn new(to: SocketAddr) -> Self {
        Self { to, stream: None, cookie: String::new() }
    }

    /// What is answered to a request with these headers and this body.
    pub fn ask(&mut self, head: &str, body: &str) -> io::Result<String> {
        let answered = self.try_ask(head, body);
        if answered.is_err() {
            self.stream = None;
        }
        answered
    }

    fn try_ask(&mut self, head: &str, body: &str) -> io::Result<String> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.to)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                BufReader::new(stream)
            }
        };
        let request = format!("{head}host: {}\r\ncontent-length: {}\r\n\r\n{body}", self.to, body.len());
        stream.get_mut().write_all(request.as_bytes())?;
        let (mut answer, mut length) = (String::new(), 0);
        loop {
            let from = answer.len();
            if stream.read_line(&mut answer)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let line = answer[from..].trim_end();
            if let Some(n) = line.strip_prefix("content-length: ") {
                length = n.parse().map_err(io::Error::other)?;
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        self.stream = Some(stream);
        answer += &String::from_utf8_lossy(&body);
        Ok(answer)
    }

    /// Signs in as the editor that was made with [`run`].
    pub fn sign_in(&mut self) -> anyhow::Result<()> {
        let head = format!("POST /sign-in HTTP/1.1\r\norigin: http://{}\r\n", self.to);
        let answer = self.ask(&head, "name=anna&password=correct+horse")?;
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        self.cookie = cookie.and_then(|set| set.split(';').next()).context("no session was opened")?.to_owned();
        Ok(())
    }

    /// The page at `path`, with its headers.
    pub fn get(&mut self, path: &str) -> io::Result<String> {
        let page = self.ask(&format!("GET {path} HTTP/1.1\r\ncookie: {}\r\n", self.cookie), "")?;
        if page.starts_with("HTTP/1.1 200") { Ok(page) } else { Err(io::Error::other(page)) }
    }
}

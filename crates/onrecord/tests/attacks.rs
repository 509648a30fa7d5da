//! What a stranger may try over the wire, against the desk as it runs. What can be tried with whole requests is tried
//! beside the pages, and what wants a browser in `browser/`.

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::Newsroom;
use common::serving::{PAPER, Serving};

fn desk() -> (Newsroom, Serving) {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let serving = Serving::start(&room);
    (room, serving)
}

/// What is answered to these very bytes; empty where the connection was closed without a word.
fn raw(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
    // It may be refused before all of it was sent.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default()
}

#[test]
fn clients_that_dawdle_keep_nobody_else_waiting() {
    let (_room, serving) = desk();
    let started = Instant::now();
    // More than are served at once, each with a head that never ends.
    let mut slow: Vec<TcpStream> = (0..520)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.public).expect("it listens");
            stream.write_all(b"POST /report HTTP/1.1\r\nhost: ").expect("sent");
            stream
        })
        .collect();
    let receipt = serving.send(1);
    assert!(started.elapsed() < Duration::from_secs(14), "a reader waited for {:?}", started.elapsed());
    assert!(receipt.starts_with("/receipt/"));
    let mut last = Vec::new();
    slow[0].set_read_timeout(Some(Duration::from_secs(15))).expect("set");
    slow[0].read_to_end(&mut last).expect("closed, and not merely silent");

    // A body that never ends.
    let address = &serving.public;
    let head = format!("POST /report HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n");
    let started = Instant::now();
    let answer = raw(address, format!("{head}content-length: 100\r\n\r\n{{").as_bytes());
    assert!(answer.is_empty() || status(&answer) == 408, "{answer}");
    assert!(started.elapsed() < Duration::from_secs(19), "it was waited for {:?}", started.elapsed());
}

#[test]
fn forms_that_stall_keep_no_editor_waiting_for_long() {
    let (_room, serving) = desk();
    let address = &serving.desk;
    let started = Instant::now();
    let form = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 100";
    // A body that nobody asked for, and forms that stall, more of them than are served at once.
    let mut slow: Vec<TcpStream> = (0..521)
        .map(|n| {
            let line = if n == 0 { "GET /sign-in" } else { "POST /sign-in" };
            let mut stream = TcpStream::connect(address).expect("it listens");
            write!(stream, "{line} HTTP/1.1\r\nhost: {address}\r\n{form}\r\n\r\nname=").expect("sent");
            stream
        })
        .collect();
    let page = raw(address, format!("GET / HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes());
    assert_eq!(status(&page), 200, "{page}");
    assert!(started.elapsed() < Duration::from_secs(19), "an editor waited for {:?}", started.elapsed());
    for (n, stream) in slow.iter_mut().enumerate().take(2) {
        let mut answer = String::new();
        stream.set_read_timeout(Some(Duration::from_secs(19))).expect("set");
        stream.read_to_string(&mut answer).expect("closed, and not merely silent");
        assert_eq!(status(&answer), [200, 408][n], "{answer}");
    }
    assert!(started.elapsed() < Duration::from_secs(19), "they were waited for {:?}", started.elapsed());
}

#[test]
fn answers_that_nobody_takes_are_not_held_out_for_ever() {
    let (_room, serving) = desk();
    let address = &serving.desk;
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_write_timeout(Some(Duration::from_secs(1))).expect("set");
    // Far more is asked for than the system keeps for a client that does not read.
    let asked = 4_000;
    for _ in 0..asked {
        if write!(stream, "GET /desk.css HTTP/1.1\r\nhost: {address}\r\n\r\n").is_err() {
            break;
        }
    }
    std::thread::sleep(Duration::from_secs(18));
    stream.set_read_timeout(Some(Duration::from_secs(5))).expect("set");
    let mut answers = Vec::new();
    match stream.read_to_end(&mut answers) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "it is closed"),
    }
    let answered = String::from_utf8_lossy(&answers).matches("HTTP/1.1 200").count();
    assert!((1..asked).contains(&answered), "{answered} of {asked} were answered");
}

#[cfg(unix)]
#[test]
fn clients_that_dawdle_do_not_keep_the_desk_from_stopping() {
    let (_room, mut serving) = desk();
    let address = serving.desk.clone();
    let open = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(&address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        stream.write_all(bytes).expect("sent");
        stream
    };
    // A head that never ends is not waited for on the desk's own side either.
    let mut head = open(b"GET / HTTP/1.1\r\nhost: ");
    let started = Instant::now();
    head.read_to_end(&mut Vec::new()).expect("closed, and not merely silent");
    assert!(started.elapsed() < Duration::from_secs(14), "it was waited for {:?}", started.elapsed());

    let _silent = open(b"");
    let form = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 100";
    let _body = open(format!("POST /sign-in HTTP/1.1\r\nhost: {address}\r\n{form}\r\n\r\nname=").as_bytes());
    let receipt = serving.send(1);
    let started = Instant::now();
    let told = std::process::Command::new("kill").args(["-INT", &serving.child.id().to_string()]).status();
    assert!(told.expect("kill runs").success());
    let ended = serving.child.wait().expect("it ends");
    assert!(ended.success(), "{ended}");
    assert!(started.elapsed() < Duration::from_secs(12), "it took {:?}", started.elapsed());
    assert!(receipt.starts_with("/receipt/"));
}

#[test]
fn no_path_leads_to_the_files_of_the_machine() {
    let (_room, serving) = desk();
    for address in [&serving.desk, &serving.public] {
        for path in [
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2f..%2fetc%2fpasswd",
            "/reports/..%2f..%2fetc%2fpasswd",
            "/receipt/../../etc/passwd",
            "/desk.css/../../../etc/passwd",
            "/reader.css%00/etc/passwd",
            "//etc/passwd",
            "/desk.corrections.db",
            "/..\\..\\etc\\passwd",
        ] {
            let answer =
                raw(address, format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes());
            assert!((400..500).contains(&status(&answer)), "{path}: {answer}");
            assert!(!answer.contains("root:") && !answer.contains("SQLite format"), "{path}");
        }
    }
}

#[test]
fn requests_that_are_out_of_shape_or_too_large_are_refused_and_the_desk_goes_on() {
    let (_room, serving) = desk();
    let address = &serving.public;
    let post =
        format!("POST /report HTTP/1.1\r\nhost: {address}\r\norigin: {PAPER}\r\ncontent-type: application/json\r\n");
    let long = "x".repeat(600_000);
    let chunk = format!("{:x}\r\n{}\r\n", 20_000, "a".repeat(20_000));
    for (bytes, why) in [
        (format!("GET /{long} HTTP/1.1\r\nhost: {address}\r\n\r\n"), "a long path"),
        (format!("GET / HTTP/1.1\r\nhost: {address}\r\nx: {long}\r\n\r\n"), "a long header"),
        (
            format!("{post}transfer-encoding: chunked\r\nconnection: close\r\n\r\n{chunk}0\r\n\r\n"),
            "a large body in chunks",
        ),
        (
            format!("{post}content-length: 999999999\r\nconnection: close\r\n\r\n{{}}"),
            "a body that is said to be large",
        ),
        (format!("{post}content-length: -1\r\n\r\n"), "a length below nothing"),
        (format!("{post}content-length: 5\r\ncontent-length: 6\r\n\r\nabcdef"), "two lengths"),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), "no host"),
        (format!("GET / HTTP/1.1\r\nhost: {address}\r\nx: \0\r\n\r\n"), "a control character"),
        ("\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}\r\n\r\n".to_owned(), "TLS where none is spoken"),
    ] {
        let answer = raw(address, bytes.as_bytes());
        assert!(answer.is_empty() || (400..500).contains(&status(&answer)), "{why}: {answer}");
        assert!(!answer.contains("/receipt/"), "{why}");
    }
    let both = format!(
        "{post}content-length: 4\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n0\r\n\r\nGET /cases HTTP/1.1\r\n"
    );
    let answers = raw(address, both.as_bytes());
    assert!(answers.matches("HTTP/1.1 ").count() <= 1, "nothing is smuggled in behind a request: {answers}");
    assert!(serving.send(2).starts_with("/receipt/"), "readers are served as before");
}

#[test]
fn a_file_name_is_only_words() {
    let room = Newsroom::new();
    let name = "\"><img src=x onerror=alert(1)><script>alert(2)</script>.txt".replace('/', "\u{2215}");
    room.write(&name, "Mayor Anna Pichler said that two bridges were closed.\n");
    assert_eq!(room.run(&["file", &name]).code, 0);
    let serving = Serving::start(&room);
    let get = |path: &str| Serving::ask(&serving.desk, &format!("GET {path} HTTP/1.1\r\n"), "");
    let list = get("/reports");
    let at = list.find("href=\"/reports/").expect("a report") + "href=\"".len();
    let report = list[at..].split('"').next().unwrap_or_default().to_owned();
    for path in ["/", "/reports", "/sources", &report] {
        let page = get(path);
        assert!(page.starts_with("HTTP/1.1 200"), "{path}");
        assert!(!page.contains("<img") && !page.contains("<script>alert"), "{path}: {page}");
    }
    let json = get(&format!("/api/v1{report}"));
    assert!(json.contains("content-type: application/json") && json.contains("x-content-type-options: nosniff"));
    assert!(json.contains("onerror=alert(1)"), "programs are given the name as it is");
}

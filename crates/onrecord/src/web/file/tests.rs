use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::Ledger;

use crate::web::testing::Answer;
use crate::web::{Desk, router};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said on Tuesday that two bridges were closed.\n";

struct Room {
    folder: tempfile::TempDir,
    path: PathBuf,
    desk: Arc<Desk>,
    cookie: String,
    token: String,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        drop(Ledger::open_or_create(&path).expect("a ledger"));
        let desk = Arc::new(Desk::new(path.clone(), desk::Reader::Rules));
        let mut room = Self { folder, path, desk, cookie: String::new(), token: String::new() };
        room.desk.sessions.expect("first");
        let answer = room.post("/sign-in", &[("name", "anna"), ("first", "first")]);
        room.cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let page = room.ask("GET", "/file", String::new()).body;
        let at = page.find("name=\"token\" value=\"").expect("a token") + "name=\"token\" value=\"".len();
        room.token = page[at..].split('"').next().unwrap_or_default().to_owned();
        room
    }

    fn ask(&self, method: &str, path: &str, body: String) -> Answer {
        let request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:4180");
        let request = request.header("cookie", &self.cookie).header("origin", "http://127.0.0.1:4180");
        Answer::now(router(Arc::clone(&self.desk)), request.body(Body::from(body)).expect("a request"))
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.append_pair("token", &self.token).extend_pairs(fields).finish();
        self.ask("POST", path, body)
    }

    fn counts(&self) -> (usize, usize) {
        Ledger::open(&self.path).expect("a ledger").counts().expect("readable")
    }
}

#[test]
fn a_report_is_looked_at_then_filed_once() {
    let room = Room::new();
    let given = [("text", TEXT), ("published", "2025-03-05"), ("outlet", "The Courier")];
    let seen = room.post("/file/preview", &given);
    assert!(seen.body.contains("<strong>1 claim</strong>") && seen.body.contains("Anna Pichler"), "{}", seen.body);
    assert!(seen.body.contains("Wed 5 Mar 2025") && !seen.body.contains("<html"), "{}", seen.body);
    let button = room.post("/file", &[&given[..], &[("what", "preview")]].concat());
    assert!(button.body.contains("<strong>1 claim</strong>") && button.body.contains("value=\"2025-03-05\""));
    assert!(button.body.contains("were closed.\n</textarea>"), "what was pasted is kept: {}", button.body);
    assert_eq!(room.counts(), (0, 0), "looking keeps nothing");

    let filed = room.post("/file", &[&given[..], &[("what", "file")]].concat());
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.body);
    let to = filed.header("location").to_owned();
    let page = room.ask("GET", &to, String::new());
    assert!(page.body.contains("is on record now: 1 claim."), "{}", page.body);
    assert_eq!(room.counts(), (1, 1));
    assert!(room.post("/file/preview", &given).body.contains("on record already"));
    let again = room.post("/file", &[("text", TEXT), ("what", "file")]);
    assert!(again.header("location").ends_with("what=already"), "{}", again.header("location"));
    let other = room.post("/file", &[("text", TEXT), ("outlet", "The Herald"), ("what", "file")]);
    assert!(other.header("location").ends_with("what=again"), "{}", other.header("location"));
    assert_eq!(room.counts(), (1, 1));
    let log = room.ask("GET", "/log", String::new()).body;
    assert!(log.contains("anna") && log.contains("Bridge closed"), "{log}");
}

#[test]
fn a_pasted_report_is_the_one_that_was_filed_from_a_file() {
    let room = Room::new();
    let file = room.folder.path().join("bridges.txt");
    std::fs::write(&file, TEXT).expect("a file");
    let (inputs, _) = desk::inputs(&[file]);
    let document = desk::document(&inputs[0], &claims::Given::default()).expect("read");
    let stamp = desk::Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: claims::Decider::person("tester") };
    let mut ledger = Ledger::open_or_create(&room.path).expect("a ledger");
    ledger.file(desk::reading(document, desk::Reader::Rules), &stamp).expect("filed");
    let again = room.post("/file", &[("text", &TEXT.replace('\n', "\r\n")), ("what", "file")]);
    assert!(again.header("location").ends_with("what=already"), "{}", again.header("location"));
}

#[test]
fn html_is_read_as_a_page_and_shown_as_words() {
    let room = Room::new();
    let page = "<html><head><title>Bridge closed</title><script>alert(1)</script></head><body><article><h1>Bridge closed</h1>\
        <p>Mayor <img src=x onerror=alert(2)> Anna Pichler said that &lt;script&gt;alert(3)&lt;/script&gt; two bridges were \
        closed.</p></article></body></html>";
    for answer in [
        room.post("/file/preview", &[("text", page), ("name", "..\\..\\\"><script>alert(4)</script>.html")]),
        room.post("/file", &[("text", page), ("what", "preview"), ("title", "\"><script>alert(5)</script>")]),
        room.post("/file", &[("text", page), ("what", "file"), ("published", "\"><script>alert(6)</script>")]),
    ] {
        assert!(answer.body.contains("Pichler"), "{}", answer.body);
        for tag in ["<script>alert", "<img", "\"><script"] {
            assert!(!answer.body.contains(tag), "{tag} in {}", answer.body);
        }
    }
    let filed = room.post("/file", &[("text", page), ("what", "file"), ("name", "C:\\Users\\anna\\bridge.html")]);
    assert_eq!(filed.status, StatusCode::SEE_OTHER);
    let ledger = Ledger::open(&room.path).expect("a ledger");
    let id = ledger.documents().expect("readable").remove(0).id;
    let document = ledger.document(&id).expect("readable").expect("there");
    assert_eq!(document.path.as_deref(), Some("bridge.html"), "nobody's folders are kept");
}

#[test]
fn what_cannot_be_filed_is_named_in_place_and_nothing_is_written() {
    let mut room = Room::new();
    for (fields, field, says) in [
        (&[("text", "  \n"), ("what", "file")][..], "text", "paste the report"),
        (&[("text", TEXT), ("published", "Tuesday"), ("what", "file")], "published", "is no day: write 2024-12-14"),
        (&[("text", TEXT), ("url", "javascript:alert(1)"), ("what", "file")], "url", "begins with https://"),
        (&[("text", "<html><body></body></html>"), ("what", "file")], "text", "no text to read"),
    ] {
        let answer = room.post("/file", fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let at = answer.body.find("role=\"alert\"").expect("an alert");
        let input = answer.body[at..].find(&format!("name=\"{field}\"")).expect("its field");
        assert!(answer.body[at..at + input].contains(says), "{field}: {}", &answer.body[at..at + input]);
    }
    let long = "a ".repeat(super::MOST / 2 + 1);
    assert!(room.post("/file", &[("text", &long), ("what", "file")]).body.contains("can have 2 MB"));
    let longer = "é".repeat(super::MOST + 100_000);
    assert_eq!(room.post("/file", &[("text", &longer), ("what", "file")]).status, StatusCode::PAYLOAD_TOO_LARGE);
    room.token = "guessed".to_owned();
    assert_eq!(room.post("/file", &[("text", TEXT), ("what", "file")]).status, StatusCode::FORBIDDEN);
    assert_eq!(room.post("/file/preview", &[("text", TEXT)]).status, StatusCode::FORBIDDEN);
    room.cookie.clear();
    assert_eq!(room.ask("GET", "/file", String::new()).header("location"), "/sign-in");
    assert_eq!(room.counts(), (0, 0));
}

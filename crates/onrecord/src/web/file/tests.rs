use axum::http::StatusCode;

use crate::web::testing::{Room, reading};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said on Tuesday that two bridges were closed.\n";

impl Room {
    fn counts(&self) -> (usize, usize) {
        self.ledger().counts().expect("readable")
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
    let page = room.get(&to);
    assert!(page.body.contains("is on record now: 1 claim."), "{}", page.body);
    assert_eq!(room.counts(), (1, 1));
    assert!(room.post("/file/preview", &given).body.contains("on record already"));
    let again = room.post("/file", &[("text", TEXT), ("what", "file")]);
    assert!(again.header("location").ends_with("what=already"), "{}", again.header("location"));
    let other = room.post("/file", &[("text", TEXT), ("outlet", "The Herald"), ("what", "file")]);
    assert!(other.header("location").ends_with("what=again"), "{}", other.header("location"));
    assert_eq!(room.counts(), (1, 1));
    let log = room.get("/log").body;
    assert!(log.contains("anna") && log.contains("Bridge closed"), "{log}");
}

#[test]
fn a_pasted_report_is_the_one_that_was_filed_from_a_file() {
    let room = Room::new();
    room.file(reading("bridges.txt", TEXT, &claims::Given::default()));
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
    let ledger = room.ledger();
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
    assert_eq!(room.get("/file").header("location"), "/sign-in?next=%2Ffile");
    assert_eq!(room.counts(), (0, 0));
}

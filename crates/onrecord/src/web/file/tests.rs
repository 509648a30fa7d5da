use std::num::NonZero;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use claims::DocumentId;
use proptest::prelude::*;

use crate::web::testing::{Answer, Room, reading, stamp};
use crate::web::{Allowance, router};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said on Tuesday that two bridges were closed.\n";

/// `TEXT` as gzip packs it.
const PACKED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x73\x2a\xca\x4c\x49\x4f\x55\x48\xce\xc9\x2f\x4e\x4d\xe1\xe2\xf2\
    \x4d\xac\xcc\x2f\x52\x70\xcc\xcb\x4b\x54\x08\xc8\x4c\xce\xc8\x49\x2d\x52\x28\x4e\xcc\x4c\x51\xc8\xcf\x53\x08\x29\x4d\x2d\x4e\x49\
    \xac\x54\x28\xc9\x48\x2c\x51\x28\x29\xcf\x57\x48\x02\x6b\x2d\x56\x28\x4f\x2d\x82\x19\xa0\xc7\x05\x00\x14\x0c\x27\xdb\x50\x00\x00\
    \x00";

/// A form with files as browsers send it.
fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(head.as_bytes());
    }
    for (name, bytes) in files {
        // Browsers write a quotation mark in a name so.
        let name = name.replace('"', "%22");
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n");
        body.extend_from_slice(format!("{head}Content-Type: application/octet-stream\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    body
}

impl Room {
    /// What is answered to these bytes as a form with files.
    fn raw(&self, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method("POST").uri(path).header("host", "127.0.0.1:4180");
        let kind = ("content-type", "multipart/form-data; boundary=limit");
        for (name, value) in headers.iter().chain([&kind]) {
            request = request.header(*name, *value);
        }
        Answer::now(router(Arc::clone(&self.desk)), request.body(Body::from(body)).expect("a request"))
    }

    /// What is answered to an editor who sends files.
    fn drop_in(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let own = [("cookie", self.cookie.as_str()), ("origin", "http://127.0.0.1:4180")];
        self.raw(path, &own, form(&[&[("token", self.token.as_str())], fields].concat(), files))
    }

    fn documents(&self) -> Vec<DocumentId> {
        self.ledger().documents().expect("readable").into_iter().map(|row| row.id).collect()
    }

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
        room.drop_in("/file/preview", &[], &[("..\\..\\\"><script>alert(4)</script>.html", page.as_bytes())]),
        room.drop_in("/file/preview", &[("text", page)], &[("\"><script>alert(4)</script>.html", page.as_bytes())]),
        room.drop_in(
            "/file",
            &[("outlet", page)],
            &[("<img>.html", page.as_bytes()), ("<script>alert(7)</script>", b"\0")],
        ),
        room.post("/file", &[("text", page), ("what", "preview"), ("title", "\"><script>alert(5)</script>")]),
        room.post("/file", &[("text", page), ("what", "file"), ("published", "\"><script>alert(6)</script>")]),
    ] {
        assert!(answer.body.contains("Bridge closed"), "{}", answer.body);
        for tag in ["<script>alert", "<img", "\"><script"] {
            assert!(!answer.body.contains(tag), "{tag} in {}", answer.body);
        }
    }
    let other = page.replace("two bridges", "three bridges");
    let filed = room.drop_in("/file", &[], &[("C:\\Users\\anna\\bridge.html", other.as_bytes())]);
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.body);
    let ledger = room.ledger();
    let document = ledger.document(&DocumentId::of(other.as_bytes())).expect("readable").expect("there");
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
        (&[("what", "file")], "text", "choose its file"),
    ] {
        let answer = room.post("/file", fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let at = answer.body.find("role=\"alert\"").expect("an alert");
        let input = answer.body[at..].find(&format!("name=\"{field}\"")).expect("its field");
        assert!(answer.body[at..at + input].contains(says), "{field}: {}", &answer.body[at..at + input]);
    }
    let long = "a ".repeat(super::PASTED / 2 + 1);
    assert!(room.post("/file", &[("text", &long), ("what", "file")]).body.contains("can have 2 MB"));
    let longer = "é".repeat(super::PASTED + 100_000);
    assert_eq!(room.post("/file", &[("text", &longer), ("what", "file")]).status, StatusCode::PAYLOAD_TOO_LARGE);
    room.token = "guessed".to_owned();
    assert_eq!(room.post("/file", &[("text", TEXT), ("what", "file")]).status, StatusCode::FORBIDDEN);
    assert_eq!(room.post("/file/preview", &[("text", TEXT)]).status, StatusCode::FORBIDDEN);
    room.cookie.clear();
    assert_eq!(room.get("/file").header("location"), "/sign-in?next=%2Ffile");
    assert_eq!(room.counts(), (0, 0));
}

#[test]
fn a_file_is_filed_byte_by_byte_as_on_the_command_line() {
    let windows =
        [b"Br\xfccke gesperrt\r\n\r\nB\xfcrgermeisterin Anna Pichler said that two bridges were closed.\r\n"
            .as_slice()]
        .concat();
    let wide: Vec<u8> = [0xfeff].into_iter().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let page = b"<!doctype html><meta charset=windows-1251><title>\xcc\xee\xf1\xf2</title><p>Mayor Anna Pichler said that it rains.".to_vec();
    let files: [(&str, Vec<u8>); 6] = [
        ("windows.txt", windows),
        ("wide.txt", wide),
        ("page.html", page),
        ("packed.txt.gz", PACKED.to_vec()),
        ("lines.md", TEXT.replace('\n', "\r\n").into_bytes()),
        ("limits.txt", format!("{TEXT}\r\n--limit\r\n--limit-\r\n\r\n").into_bytes()),
    ];
    let (browser, terminal) = (Room::new(), Room::new());
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in &files[..5] {
        let filed = browser.drop_in("/file", &[], &[(name, bytes)]);
        assert_eq!(filed.status, StatusCode::SEE_OTHER, "{name}: {}", filed.body);
        let id = DocumentId::of(bytes);
        assert_eq!(filed.header("location"), format!("/file?done={id}&what=new"), "{name}");
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    // Bytes that look like the form's own limits end it early; browsers draw limits that no file holds.
    assert_eq!(browser.drop_in("/file", &[], &[(files[5].0, &files[5].1)]).status, StatusCode::BAD_REQUEST);
    let (inputs, _) = desk::inputs(&[folder.path().to_owned()]);
    let (manner, jobs) =
        (desk::Manner { reader: desk::Reader::Rules, ..desk::Manner::default() }, NonZero::<usize>::MIN);
    desk::file_all(&mut terminal.ledger(), &inputs, &manner, jobs, stamp, |_, filing| drop(filing.expect("filed")))
        .expect("filed");
    let sorted = |mut ids: Vec<DocumentId>| {
        ids.sort();
        ids
    };
    assert_eq!(sorted(browser.documents()), sorted(terminal.documents()));
    for id in browser.documents() {
        let of = |room: &Room| room.ledger().document(&id).expect("readable").expect("there");
        let (here, there) = (of(&browser), of(&terminal));
        assert_eq!((here.text, here.title, here.problems), (there.text, there.title, there.problems));
    }
    let claims = |room: &Room| {
        let mut ids: Vec<_> = room.claims().into_iter().map(|c| c.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(claims(&browser), claims(&terminal));
}

#[test]
fn of_several_files_each_is_told_of_and_none_holds_up_another() {
    let room = Room::new();
    room.file(reading("bridges.txt", TEXT, &claims::Given::default()));
    let new = b"Pier\n\nLee Ito said that the pier was open.\n".as_slice();
    let files: [(&str, &[u8]); 6] = [
        ("known.txt", TEXT.as_bytes()),
        ("pier.txt", new),
        ("scan.pdf", b"%PDF-1.4\n\0\0\0\x01\x02"),
        ("empty.txt", b""),
        ("cut.txt.gz", &PACKED[..60]),
        ("", b""),
    ];
    let seen = room.drop_in("/file/preview", &[], &files);
    assert!(seen.body.contains("5 reports") && seen.body.contains("on record already"), "{}", seen.body);
    assert!(seen.body.contains("not a text") && !seen.body.contains("<html"), "{}", seen.body);
    let looked = room.drop_in("/file", &[("what", "preview"), ("published", "2025-03-05")], &files);
    assert!(looked.body.contains("5 reports") && looked.body.contains("Wed 5 Mar 2025"), "{}", looked.body);
    assert_eq!(room.counts().0, 1, "looking keeps nothing");

    let filed = room.drop_in("/file", &[("what", "file")], &files);
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.body);
    assert!(filed.body.contains("2 filed, 1 known already, 2 not filed"), "{}", filed.body);
    for (name, says) in [
        ("known.txt", "known already, just so: 1 claim"),
        ("pier.txt", "filed: 1 claim"),
        ("scan.pdf", "not a text"),
        ("empty.txt", "no text"),
        ("cut.txt.gz", "the gzip data ends early"),
    ] {
        let at = filed.body.find(&format!(">{name}</strong>")).unwrap_or_else(|| panic!("{name}: {}", filed.body));
        let line = &filed.body[at..at + filed.body[at..].find("</li>").expect("an end")];
        assert!(line.contains(says), "{name}: {line}");
    }
    assert!(filed.body.contains(&format!("href=\"/reports/{}\"", DocumentId::of(new))), "{}", filed.body);
    assert_eq!(room.counts().0, 3);
    let none = room.drop_in("/file", &[], &files[2..4]);
    assert_eq!((none.status, room.counts().0), (StatusCode::UNPROCESSABLE_ENTITY, 3));
    let one = room.drop_in("/file", &[], &files[2..3]);
    assert!(one.status == StatusCode::UNPROCESSABLE_ENTITY && one.body.contains("not a text"), "{}", one.body);
    let title = room.drop_in("/file", &[("title", "Both")], &files[..2]);
    assert!(title.body.contains("it is that of one report") && title.status == StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(room.ledger().check(|_, _| {}).expect("readable"), []);
}

#[test]
fn a_file_that_is_too_large_is_named_and_the_others_are_filed() {
    let room = Room::new();
    let large = vec![b'a'; (32 << 20) + 1];
    let filed = room.drop_in("/file", &[], &[("large.txt", &large), ("bridges.txt", TEXT.as_bytes())]);
    assert_eq!(filed.status, StatusCode::OK, "{}", filed.body);
    assert!(filed.body.contains("larger than 32 MB") && filed.body.contains("1 filed, 1 not filed"), "{}", filed.body);
    assert_eq!(room.documents(), [DocumentId::of(TEXT.as_bytes())]);
    let long = "a".repeat(9 << 20);
    let written = room.drop_in("/file", &[("text", &long)], &[]);
    assert!(written.status == StatusCode::PAYLOAD_TOO_LARGE && written.body.contains("too long"), "{}", written.body);
    let many: Vec<(&str, &[u8])> = (0..502).map(|_| ("bridges.txt", TEXT.as_bytes())).collect();
    assert!(room.drop_in("/file", &[], &many).body.contains("500 known already, 2 not filed"));
}

#[test]
fn what_a_form_may_bring_is_a_setting_of_the_desk() {
    let room = Room::allowing(Allowance { megabytes: 1, files: 2 });
    assert!(room.get("/file").body.contains("up to 1 MB each"));
    let large = vec![b'a'; (1 << 20) + 1];
    let filed = room.drop_in("/file", &[], &[("a.txt", &large), ("b.txt", TEXT.as_bytes()), ("c.txt", b"Others\n")]);
    assert!(filed.body.contains("larger than 1 MB") && filed.body.contains("more than 2 files"), "{}", filed.body);
    assert_eq!(room.documents(), [DocumentId::of(TEXT.as_bytes())]);
}

#[test]
fn forms_with_files_that_are_not_ours_are_refused_before_their_files_are_read() {
    let room = Room::new();
    let own = [("cookie", room.cookie.as_str()), ("origin", "http://127.0.0.1:4180")];
    let file: (&str, &[u8]) = ("bridges.txt", TEXT.as_bytes());
    let token = ("token", room.token.as_str());
    for (path, body, why) in [
        ("/file", form(&[("token", "guessed")], &[file]), "a wrong token"),
        ("/file", form(&[], &[file]), "no token"),
        ("/file", form(&[("text", TEXT), token], &[]), "a token that comes late"),
        ("/file/preview", form(&[("token", "")], &[file]), "an empty token"),
        ("/file", form(&[], &[]), "nothing at all"),
    ] {
        assert_eq!(room.raw(path, &own, body).status, StatusCode::FORBIDDEN, "{why}");
    }
    let right = form(&[token], &[file]);
    let foreign = [own[0], ("origin", "http://evil.example")];
    assert_eq!(room.raw("/file", &foreign, right.clone()).status, StatusCode::FORBIDDEN);
    assert_eq!(room.raw("/file", &own[1..], right.clone()).header("location"), "/sign-in");
    // It breaks off: nothing is half filed.
    let half = right[..right.len() - 20].to_vec();
    assert_eq!(room.raw("/file", &own, half).status, StatusCode::BAD_REQUEST);
    assert_eq!(room.raw("/file", &own, b"--limit\r\n\0\xff".to_vec()).status, StatusCode::BAD_REQUEST);
    assert_eq!(room.counts(), (0, 0));
    assert_eq!(room.raw("/file", &own, right).status, StatusCode::SEE_OTHER);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_holds_the_desk_answers_and_the_ledger_stays_sound(
        name in "[ -~]{0,12}(\\.txt|\\.html|\\.md|\\.gz)?",
        head in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08", b"\xff\xfe", b"<html>", b"# ", b"\xef\xbb\xbf"]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let room = Room::new();
        let bytes = [head, &rest].concat();
        let answer = room.drop_in("/file", &[], &[(&name, &bytes), ("bridges.txt", TEXT.as_bytes())]);
        prop_assert!(answer.status.as_u16() < 400 || answer.status == StatusCode::BAD_REQUEST, "{}", answer.body);
        prop_assert!(room.documents().contains(&DocumentId::of(TEXT.as_bytes())) || answer.status == StatusCode::BAD_REQUEST);
        prop_assert_eq!(room.ledger().check(|_, _| {}).expect("readable"), []);
    }
}

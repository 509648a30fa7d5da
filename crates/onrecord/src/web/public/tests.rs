use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use claims::Decider;
use corrections::{Act, CaseFilter, CaseNo, EntryNo, Origin, Rate, Stamp, Status, Store};

use super::{Outside, Public};
use crate::web::testing::Answer;

const PAGE: &str = "https://paper.example/bridges";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'& </textarea><svg onload=alert(3)>";

/// The readers' side over a fresh file.
struct Side {
    folder: tempfile::TempDir,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

impl Answer {
    /// The path of the receipt that was given.
    fn receipt(&self) -> String {
        let at = self.header("location");
        assert!(at.contains("/receipt/"), "{} {}", self.status, self.body);
        at[at.find("/receipt/").expect("a receipt")..].to_owned()
    }
}

/// What is asked, with what a browser would say of itself.
struct Ask<'a> {
    method: &'a str,
    path: &'a str,
    host: &'a str,
    origin: Option<&'a str>,
    kind: &'a str,
    body: String,
    peer: &'a str,
    forwarded: Option<&'a str>,
}

impl Default for Ask<'_> {
    fn default() -> Self {
        Self {
            method: "GET",
            path: "/",
            host: "127.0.0.1:4181",
            origin: None,
            kind: "application/json",
            body: String::new(),
            peer: "192.0.2.1:5",
            forwarded: None,
        }
    }
}

impl Side {
    fn new() -> Self {
        Self::with(false)
    }

    fn with(forwarded: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let outside = Outside {
            origins: vec![Origin::new("https://paper.example").expect("an origin")],
            url: Origin::new("https://desk.paper.example"),
            forwarded,
            rate: Rate::default(),
        };
        let path = folder.path().join("desk.corrections.db");
        let public = Public::new(path, SocketAddr::from(([127, 0, 0, 1], 4181)), outside, None).expect("a side");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { folder, router: super::router(Arc::new(public)), runtime }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("desk.corrections.db")
    }

    fn store(&self) -> Store {
        Store::open_or_create(&self.path()).expect("a store")
    }

    fn ask(&self, ask: &Ask<'_>) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(ask.path).header("host", ask.host);
        if ask.method == "POST" {
            request = request.header("content-type", ask.kind);
        }
        for (name, value) in [("origin", ask.origin), ("x-forwarded-for", ask.forwarded)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let peer: SocketAddr = ask.peer.parse().expect("an address");
        let request = request.extension(ConnectInfo(peer)).body(Body::from(ask.body.clone())).expect("a request");
        self.runtime.block_on(Answer::of(self.router.clone(), request))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&Ask { path, ..Ask::default() })
    }

    /// What the script of an allowed page gets.
    fn send(&self, body: String) -> Answer {
        self.ask(&Ask {
            method: "POST",
            path: "/report",
            origin: Some("https://paper.example"),
            body,
            ..Ask::default()
        })
    }

    /// What the form gets.
    fn fill(&self, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let (kind, origin) = ("application/x-www-form-urlencoded", Some("https://desk.paper.example"));
        self.ask(&Ask { method: "POST", path: "/report", kind, origin, body, ..Ask::default() })
    }

    fn accept_after(&self, seen: i64, words: &str) {
        let stamp = Stamp { at: jiff::Timestamp::now(), by: Decider::person("anna") };
        let act = Act::Accepted { words: words.to_owned(), note: String::new(), anchor: None };
        self.store().decide(CaseNo(1), act, Some(EntryNo(seen)), &stamp).expect("decided");
    }

    fn accept(&self, case: i64, words: &str, note: &str) {
        let stamp = Stamp { at: jiff::Timestamp::now(), by: Decider::person("anna") };
        let act = Act::Accepted { words: words.to_owned(), note: note.to_owned(), anchor: None };
        self.store().decide(CaseNo(case), act, None, &stamp).expect("decided");
    }
}

fn annotation(words: &str, suggestion: &str, contact: &str) -> String {
    serde_json::json!({
        "type": "Annotation",
        "target": {"source": PAGE, "selector": [{"type": "TextQuoteSelector", "exact": words, "prefix": suggestion}]},
        "body": [{"purpose": "classifying", "value": "figure"}, {"purpose": "editing", "value": suggestion},
                 {"purpose": "commenting", "value": suggestion}],
        "contact": contact,
    })
    .to_string()
}

fn fields<'a>(words: &'a str, kind: &'a str) -> [(&'a str, &'a str); 8] {
    [
        ("url", PAGE),
        ("quote", words),
        ("prefix", ""),
        ("suffix", ""),
        ("kind", kind),
        ("suggestion", "three bridges"),
        ("contact", "me@mail.example"),
        ("website", ""),
    ]
}

#[test]
fn a_report_is_receipted_followed_and_published() {
    let side = Side::new();
    let sent = side.send(annotation("two bridges", "three bridges", "me@mail.example"));
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    assert_eq!(sent.header("access-control-allow-origin"), "https://paper.example");
    let json: serde_json::Value = serde_json::from_str(&sent.body).expect("JSON");
    assert!(json["receipt"].as_str().expect("a receipt").starts_with("https://desk.paper.example/receipt/"));
    let receipt = side.get(&sent.receipt());
    assert!(receipt.body.contains("We have your report") && receipt.body.contains("two bridges"), "{}", receipt.body);
    assert!(!receipt.body.contains("mail.example"), "no contact is shown again");
    assert!(receipt.body.contains("noindex"));

    side.accept(1, "three bridges", "We had counted wrong.");
    let receipt = side.get(&sent.receipt());
    assert!(receipt.body.contains("were corrected") && receipt.body.contains("We had counted wrong."));
    for path in
        ["/corrections", "/", "/corrections.atom", "/corrections.jsonld", "/notice?url=https://paper.example/bridges"]
    {
        let page = side.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.contains("We had counted wrong."), "{path}: {}", page.body);
        assert!(!page.body.contains("mail.example") && !page.body.contains("anna"), "{path} tells who");
    }
    let notice = side.get("/notice?url=https://paper.example/bridges%3Futm_source%3Dx");
    assert!(notice.header("content-security-policy").contains("frame-ancestors https://paper.example"));
    let json: serde_json::Value = serde_json::from_str(&side.get("/corrections.jsonld").body).expect("JSON");
    assert_eq!(json["@graph"][0]["correction"]["@type"], "CorrectionComment");
    let told = "“two bridges” is now “three bridges”. We had counted wrong.";
    assert_eq!(json["@graph"][0]["correction"]["text"], told);
}

#[test]
fn the_form_works_without_a_script() {
    let side = Side::new();
    let form = side.get("/report?url=https://paper.example/bridges&quote=two%20bridges");
    assert!(
        form.body.contains("value=\"https://paper.example/bridges\"") && form.body.contains(">two bridges</textarea>")
    );
    assert!(!form.body.contains("<script"), "it needs none");
    let sent = side.fill(&fields("two bridges", "figure"));
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert!(side.get(&sent.receipt()).body.contains("three bridges"));
    let again = side.fill(&fields("two bridges", ""));
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("role=\"alert\"") && again.body.contains(">three bridges</textarea>"),
        "words are kept"
    );
    assert_eq!(side.store().cases(&CaseFilter { limit: 9, ..CaseFilter::default() }).expect("read").len(), 1);
}

#[test]
fn a_question_is_answered_on_the_receipt() {
    let side = Side::new();
    let receipt = side.send(annotation("two bridges", "three bridges", "")).receipt();
    assert!(!side.get(&receipt).body.contains("<form"), "nothing is asked yet");
    let stamp = Stamp { at: jiff::Timestamp::now(), by: Decider::person("anna") };
    let asked = Act::Asked { question: "How do you know?".to_owned() };
    side.store().decide(CaseNo(1), asked, None, &stamp).expect("decided");
    assert!(side.get(&receipt).body.contains("How do you know?"));
    let answer = |words: &str, origin: &'static str| {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("answer", words).finish();
        side.ask(&Ask { method: "POST", path: &receipt, origin: Some(origin), body, ..Ask::default() })
    };
    let own = "https://desk.paper.example";
    assert_eq!(answer("x", "https://evil.example").status, StatusCode::FORBIDDEN);
    assert_eq!(answer("x", "https://paper.example").status, StatusCode::FORBIDDEN, "only the receipt's own page");
    let long = answer(&"x".repeat(2_001), own);
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("role=\"alert\""));
    assert_eq!(answer(HOSTILE, own).status, StatusCode::SEE_OTHER);
    let page = side.get(&receipt).body;
    assert!(page.contains("You answered") && !page.contains("<script>") && !page.contains("<svg"), "{page}");
    side.accept_after(1, "three bridges");
    assert_eq!(answer("more", own).status, StatusCode::UNPROCESSABLE_ENTITY, "it is not asked any more");
}

#[test]
fn hostile_words_are_shown_as_words() {
    let side = Side::new();
    let sent = side.send(annotation(HOSTILE, HOSTILE, HOSTILE));
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    side.accept(1, HOSTILE, HOSTILE);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("url", PAGE),
            ("quote", HOSTILE),
            ("prefix", HOSTILE),
            ("suggestion", HOSTILE),
            ("kind", HOSTILE),
        ])
        .finish();
    let refused = side.fill(&fields(HOSTILE, HOSTILE));
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut pages = vec![refused];
    for path in [
        &sent.receipt(),
        "/corrections",
        "/corrections.atom",
        "/notice?url=https://paper.example/bridges",
        &format!("/report?{query}"),
    ] {
        pages.push(side.get(path));
    }
    for page in &pages {
        for tag in ["<script>", "<img", "<svg", "</textarea><svg", "\"><script"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
    }
    let json = side.get("/corrections.jsonld");
    assert_eq!(json.header("content-type"), "application/ld+json");
    assert_eq!(json.header("x-content-type-options"), "nosniff");
}

#[test]
fn only_allowed_origins_may_send() {
    let side = Side::new();
    let body = annotation("two bridges", "three bridges", "");
    for origin in [
        "https://evil.example",
        "https://paper.example.evil.example",
        "http://paper.example",
        "https://paper.example:8443",
        "https://paper.example/",
        "https://PAPER.example",
        "null",
        "",
    ] {
        let ask = Ask { method: "POST", path: "/report", origin: Some(origin), body: body.clone(), ..Ask::default() };
        let answer = side.ask(&ask);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
        assert!(answer.body.contains("{\"problem\":") && answer.body.contains("please tell the newsroom"), "{origin}");
        // Its reader is told why, and nothing but that.
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{origin}");
        assert!(answer.header("access-control-allow-credentials").is_empty(), "{origin}");
        let preflight = side.ask(&Ask { method: "OPTIONS", ..ask });
        assert_eq!((preflight.status, preflight.body.as_str()), (StatusCode::NO_CONTENT, ""), "{origin}");
        for path in ["/", "/corrections", "/report", "/receipt/00000000000000000000000000"] {
            let page = side.ask(&Ask { path, origin: Some(origin), ..Ask::default() });
            assert!(page.header("access-control-allow-origin").is_empty(), "{origin} reads {path}");
        }
    }
    assert_eq!(side.store().counts().expect("read")[0], (Status::Open, 0), "nothing was stored");
    let allowed = Ask { method: "OPTIONS", path: "/report", origin: Some("https://paper.example"), ..Ask::default() };
    let preflight = side.ask(&allowed);
    assert_eq!(preflight.status, StatusCode::NO_CONTENT);
    assert_eq!(preflight.header("access-control-allow-headers"), "content-type");
    assert_eq!(preflight.header("access-control-allow-origin"), "https://paper.example");
    assert!(preflight.header("access-control-allow-credentials").is_empty(), "no cookie is ever wanted");
}

#[test]
fn reports_on_other_pages_are_refused() {
    let side = Side::new();
    let sent = side.send(annotation("two", "three", "").replace("paper.example", "other.example"));
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(side.get("/report?url=https://other.example/").status, StatusCode::FORBIDDEN);
    assert_eq!(side.get("/notice?url=https://other.example/").status, StatusCode::FORBIDDEN);
    assert_eq!(side.get("/report?url=javascript:alert(1)").status, StatusCode::FORBIDDEN);
    assert_eq!(side.get("/report").status, StatusCode::OK);
}

#[test]
fn what_is_too_large_or_no_report_is_refused_and_said() {
    let side = Side::new();
    let large = side.send(format!("{{\"x\": \"{}\"}}", "a".repeat(super::BODY)));
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("16 KB"));
    assert_eq!(large.header("access-control-allow-origin"), "https://paper.example", "the script can read why");
    let large = side.fill(&[("quote", &"a".repeat(super::BODY))]);
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = side.send(annotation(&"ж".repeat(2_001), "x", ""));
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("2,000"));
    assert!(side.send(annotation("x", "y", &"z".repeat(201))).body.contains("200"));
    assert_eq!(side.send("{".repeat(10_000)).status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = Ask { method: "POST", path: "/report", kind: "text/plain", body: "x".to_owned(), ..Ask::default() };
    assert_eq!(side.ask(&odd).status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(side.store().counts().expect("read")[0], (Status::Open, 0));
}

#[test]
fn whoever_sends_too_often_is_told_when_to_go_on() {
    let side = Side::new();
    for n in 0..5 {
        assert_eq!(side.send(annotation(&format!("words {n}"), "x", "")).status, StatusCode::CREATED);
    }
    let sixth = side.send(annotation("words 6", "x", ""));
    assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(sixth.header("retry-after").parse::<u32>().expect("seconds") <= 300);
    // Without a proxy that we know of, what a sender says of itself changes nothing.
    let (origin, body) = (Some("https://paper.example"), annotation("words 7", "x", ""));
    let mut ask =
        Ask { method: "POST", path: "/report", origin, body, forwarded: Some("198.51.100.7"), ..Ask::default() };
    assert_eq!(side.ask(&ask).status, StatusCode::TOO_MANY_REQUESTS);
    ask.peer = "192.0.2.2:5";
    assert_eq!(side.ask(&ask).status, StatusCode::CREATED, "another address");
    let file = std::fs::read(side.path()).expect("a file");
    let log = std::fs::read(side.folder.path().join("desk.corrections.db-wal")).unwrap_or_default();
    for bytes in [file, log] {
        assert!(!bytes.windows(9).any(|w| w == b"192.0.2.1"), "no address is kept");
    }
}

#[test]
fn a_restart_gives_nobody_more_to_send() {
    let side = Side::new();
    for n in 0..5 {
        assert_eq!(side.send(annotation(&format!("words {n}"), "x", "")).status, StatusCode::CREATED);
    }
    let outside = Outside {
        origins: vec![Origin::new("https://paper.example").expect("an origin")],
        url: None,
        forwarded: false,
        rate: Rate::default(),
    };
    let again = Public::new(side.path(), SocketAddr::from(([127, 0, 0, 1], 4181)), outside, None).expect("a side");
    let again = Side { router: super::router(Arc::new(again)), ..side };
    assert_eq!(again.send(annotation("words 6", "x", "")).status, StatusCode::TOO_MANY_REQUESTS);
}

#[test]
fn behind_a_proxy_its_own_word_counts() {
    let side = Side::with(true);
    let ask = |n: usize, forwarded: &str| {
        let (origin, body) = (Some("https://paper.example"), annotation(&format!("words {n}"), "x", ""));
        side.ask(&Ask { method: "POST", path: "/report", origin, body, forwarded: Some(forwarded), ..Ask::default() })
            .status
    };
    for n in 0..5 {
        assert_eq!(ask(n, &format!("203.0.113.{n}, 198.51.100.7")), StatusCode::CREATED);
    }
    assert_eq!(
        ask(5, "203.0.113.9, 198.51.100.7"),
        StatusCode::TOO_MANY_REQUESTS,
        "the first entries are anybody's word"
    );
    assert_eq!(ask(6, "198.51.100.8"), StatusCode::CREATED);
}

#[test]
fn the_trap_answers_as_always_and_keeps_the_queue_clean() {
    let side = Side::new();
    let mut all = fields("two bridges", "figure");
    all[7] = ("website", "http://spam.example");
    assert_eq!(side.fill(&all).status, StatusCode::SEE_OTHER);
    let counts = side.store().counts().expect("read");
    assert_eq!((counts[0], counts[4]), ((Status::Open, 0), (Status::Spam, 1)));
}

#[test]
fn every_answer_forbids_what_is_not_ours() {
    let side = Side::new();
    for path in [
        "/",
        "/report",
        "/corrections",
        "/corrections.atom",
        "/corrections.jsonld",
        "/correct.js",
        "/reader.css",
        "/receipt/..%2f..%2fetc%2fpasswd",
        "/receipt/00000000000000000000000000",
        "/notice",
        "/claims/x",
        "/cases",
        "/desk.js",
        "/no/such/page",
    ] {
        let answer = side.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(!policy.contains("script-src") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("set-cookie").is_empty(), "{path}");
        assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="), "{path}");
    }
    for path in ["/cases", "/claims/x", "/reports", "/sources", "/desk.js", "/sign-in"] {
        assert_eq!(side.get(path).status, StatusCode::NOT_FOUND, "{path} is the desk's");
    }
    for method in ["PUT", "DELETE", "PATCH"] {
        assert_eq!(side.ask(&Ask { method, path: "/report", ..Ask::default() }).status, StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[test]
fn it_answers_to_its_own_names_only() {
    let side = Side::new();
    for (host, status) in [
        ("desk.paper.example", StatusCode::OK),
        ("localhost:4181", StatusCode::OK),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("127.0.0.1.evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("", StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(side.ask(&Ask { host, path: "/corrections", ..Ask::default() }).status, status, "{host}");
    }
}

#[test]
fn the_script_is_small_and_asks_what_the_form_asks() {
    let side = Side::new();
    let script = side.get("/correct.js");
    assert_eq!(script.header("cross-origin-resource-policy"), "cross-origin");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    gzip.write_all(script.body.as_bytes()).expect("written");
    let compressed = gzip.finish().expect("compressed").len();
    assert!(compressed < 12_000, "{compressed} bytes");
    for (name, words) in super::send::kinds() {
        assert!(script.body.contains(&format!("[\"{name}\", \"{words}\"]")), "{name}");
    }
    for never in
        ["innerHTML", "insertAdjacentHTML", "document.write", "eval(", "cookie =", "localStorage", ".style.cssText"]
    {
        assert!(!script.body.contains(never), "{never}");
    }
}

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use claims::Decider;
use corrections::{CaseNo, Incoming, Kind, Page, Quote, Receipt, Report, Status, Store};
use desk::{Ledger, Stamp};

use crate::web::testing::{Answer, link};
use crate::web::{Desk, account, router};

const PAGE: &str = "https://paper.example/bridges";
const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said that police believed two bridges might be closed. \
    “They may open soon,” she added.\n";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)></textarea><svg onload=alert(3)>'&";
const HOST: &str = "127.0.0.1:4180";

/// A desk with one report on record.
struct Room {
    folder: tempfile::TempDir,
    desk: Arc<Desk>,
    sent: u8,
}

/// Who asks: the cookie and the form's token.
#[derive(Clone, Default)]
struct Who {
    cookie: String,
    token: String,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.db");
        let mut ledger = Ledger::open_or_create(&path).expect("a ledger");
        let file = folder.path().join("bridges.txt");
        std::fs::write(&file, TEXT).expect("a file");
        let (inputs, _) = desk::inputs(&[file]);
        let given = claims::Given { url: Some(PAGE.to_owned()), ..claims::Given::default() };
        let document = desk::document(&inputs[0], &given).expect("read");
        let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: Decider::person("tester") };
        ledger.file(desk::reading(document, desk::Reader::Rules), &stamp).expect("filed");
        Self { folder, desk: Arc::new(Desk::new(path, desk::Reader::Rules)), sent: 0 }
    }

    fn store(&self) -> Store {
        Store::open_or_create(&self.folder.path().join("desk.corrections.db")).expect("a store")
    }

    fn send(&mut self, words: &str, says: &str) -> CaseNo {
        self.sent += 1;
        let quote = Quote::new(words, "", "").expect("words");
        let report = Report::new(Page::new(PAGE).expect("a page"), quote, Kind::Figure, says).expect("a report");
        let report = report.with_comment(says).and_then(|r| r.with_contact(says)).expect("short");
        let receipt = Receipt::of([self.sent; 16]);
        self.store().receive(&[Incoming { report, receipt, at: jiff::Timestamp::UNIX_EPOCH }]).expect("stored")[0]
    }

    fn status(&self, case: CaseNo) -> Status {
        self.store().case(case).expect("read").expect("a case").status
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        Answer::now(router(Arc::clone(&self.desk)), request)
    }

    fn get(&self, who: &Who, path: &str) -> Answer {
        self.ask("GET", path, &[("cookie", &who.cookie)], "")
    }

    fn post(&self, who: &Who, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.append_pair("token", &who.token).extend_pairs(fields).finish();
        self.ask("POST", path, &[("cookie", &who.cookie), ("origin", "http://127.0.0.1:4180")], &body)
    }

    /// Signs in by the token of the first start.
    fn anna(&self) -> Who {
        self.desk.sessions.expect("first");
        let answer = self.post(&Who::default(), "/sign-in", &[("name", "anna"), ("first", "first")]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let set = answer.header("set-cookie");
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        let page = self.get(&Who { cookie: cookie.clone(), token: String::new() }, "/cases").body;
        let at = page.find("name=\"token\" value=\"").expect("a token") + "name=\"token\" value=\"".len();
        Who { cookie, token: page[at..].split('"').next().unwrap_or_default().to_owned() }
    }
}

#[test]
fn a_case_is_triaged_and_its_claim_is_marked() {
    let mut room = Room::new();
    let case = room.send("two bridges", "three bridges");
    let who = room.anna();
    let queue = room.get(&who, "/cases");
    assert!(queue.body.contains("two bridges") && queue.body.contains("href=\"/cases/1\""), "{}", queue.body);
    let page = room.get(&who, "/cases/1");
    assert!(page.body.contains("FOUND") && page.body.contains("Claims that they touch"), "{}", page.body);
    assert!(page.body.contains("might be closed"));
    let claim = link(&page.body, "/claims/");
    assert!(!room.get(&who, &claim).body.contains("Corrected"));

    let fields = [("words", "three bridges"), ("note", "We had counted wrong."), ("seen", "0")];
    let done = room.post(&who, "/cases/1/accept", &fields);
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/cases?done=1"), "{}", done.body);
    assert_eq!(room.status(case), Status::Accepted);
    assert_eq!(room.store().history(case).expect("read")[0].stamp.by, Decider::person("anna"));
    let marked = room.get(&who, &claim).body;
    assert!(
        marked.contains("<del dir=\"auto\">two bridges</del>") && marked.contains(">three bridges</ins>"),
        "{marked}"
    );
    let report = room.get(&who, &link(&marked, "/reports/")).body;
    assert!(report.contains("class=\"corrected\"") && report.contains("id=\"corrections\""), "{report}");
    assert!(room.get(&who, "/cases?done=1").body.contains("name=\"entry\" value=\"1\""), "the way back is offered");

    let undone = room.post(&who, "/cases/undo", &[("entry", "1"), ("says", "too soon")]);
    assert_eq!(undone.header("location"), "/cases/1");
    assert_eq!(room.status(case), Status::Open);
    assert!(!room.get(&who, &claim).body.contains("Corrected"));
    assert!(room.get(&who, "/cases/1").body.contains("too soon"));
}

#[test]
fn every_decision_can_be_made_and_what_is_missing_is_said() {
    let mut room = Room::new();
    let who = room.anna();
    for (what, says, status) in [
        ("reject", "It was two.", Status::Rejected),
        ("ask", "How do you know?", Status::Asked),
        ("spam", "", Status::Spam),
    ] {
        let case = room.send(&format!("words for {what}"), "x");
        assert_eq!(room.post(&who, &format!("/cases/{case}/{what}"), &[("says", says)]).status, StatusCode::SEE_OTHER);
        assert_eq!(room.status(case), status);
    }
    let case = room.send("bridges", "x");
    for (path, status) in [
        (format!("/cases/{case}/reject"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("/cases/{case}/accept"), StatusCode::UNPROCESSABLE_ENTITY),
        (format!("/cases/{case}/burn"), StatusCode::NOT_FOUND),
        ("/cases/99/spam".to_owned(), StatusCode::NOT_FOUND),
        ("/cases/..%2f..%2fetc/spam".to_owned(), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(room.post(&who, &path, &[]).status, status, "{path}");
    }
    room.post(&who, &format!("/cases/{case}/spam"), &[("seen", "0")]);
    let late = room.post(&who, &format!("/cases/{case}/reject"), &[("says", "no"), ("seen", "0")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("somebody decided"));
}

#[test]
fn many_are_decided_at_once() {
    let mut room = Room::new();
    let who = room.anna();
    let cases: Vec<CaseNo> = (0..4).map(|n| room.send(&format!("words {n}"), "x")).collect();
    room.post(&who, "/cases/4/spam", &[]);
    let ticked = [("case", "1.0"), ("case", "2.0"), ("case", "4.0"), ("case", "x"), ("what", "reject"), ("says", "no")];
    let done = room.post(&who, "/cases/bulk", &ticked);
    assert_eq!(done.header("location"), "/cases?done=3&left=1");
    let all: Vec<Status> = cases.iter().map(|case| room.status(*case)).collect();
    assert_eq!(all, [Status::Rejected, Status::Rejected, Status::Open, Status::Spam]);
}

#[test]
fn a_case_is_assigned_taken_and_found_again() {
    let mut room = Room::new();
    let case = room.send("two bridges", "three bridges");
    room.send("soon", "later");
    room.store().set_editor("berta", &account::hash("correct horse").expect("a hash")).expect("kept");
    let who = room.anna();
    let page = room.get(&who, "/cases/1").body;
    assert!(page.contains("<option>berta</option>") && page.contains("<option>anna</option>"), "{page}");
    let nobody = room.post(&who, "/cases/1/assign", &[("to", "carla"), ("seen", "0")]);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = room.post(&who, "/cases/1/assign", &[("to", "berta"), ("seen", "0")]);
    assert_eq!(given.header("location"), "/cases/1?done=1");
    assert_eq!(room.status(case), Status::Open);
    assert!(room.get(&who, "/cases").body.contains("with berta"));
    assert!(room.get(&who, "/cases?mine=yes").body.contains("None of your cases is open"));
    room.post(&who, "/cases/1/assign", &[("to", "anna"), ("seen", "1")]);
    let mine = room.get(&who, "/cases?mine=yes").body;
    assert!(
        mine.contains("/cases/1\"") && !mine.contains("/cases/2\"") && mine.contains("status=spam&#38;mine=yes"),
        "{mine}"
    );
    let late = room.post(&who, "/cases/1/assign", &[("to", ""), ("seen", "1")]);
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody took it meanwhile");
    let history = room.get(&who, "/cases/1").body;
    assert!(history.contains("to berta") && history.contains("to anna"), "{history}");
    room.post(&who, "/cases/undo", &[("entry", "2")]);
    assert!(room.get(&who, "/cases").body.contains("with berta"), "undone, it is as it was");
    assert_eq!(room.post(&who, "/cases/bulk", &[("case", "2.0"), ("what", "take")]).status, StatusCode::SEE_OTHER);
    assert!(room.get(&who, "/cases?mine=yes").body.contains("/cases/2\""));
}

#[test]
fn forms_that_are_not_ours_change_nothing() {
    let mut room = Room::new();
    let case = room.send("two bridges", "x");
    let who = room.anna();
    let body = format!("token={}&says=no", who.token);
    let cookie = ("cookie", who.cookie.as_str());
    let own = ("origin", "http://127.0.0.1:4180");
    for (headers, body, why) in [
        (vec![cookie, own], "says=no", "no token"),
        (vec![cookie, own], "token=00&says=no", "a wrong token"),
        (vec![cookie, ("origin", "http://127.0.0.1:4181")], &*body, "another port"),
        (vec![cookie, ("origin", "https://evil.example")], &*body, "another origin"),
        (vec![cookie, ("origin", "null")], &*body, "a hidden origin"),
        (vec![cookie, ("sec-fetch-site", "same-site")], &*body, "another page of this machine"),
    ] {
        let answer = room.ask("POST", "/cases/1/reject", &headers, body);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{why}");
    }
    let nobody = room.ask("POST", "/cases/1/reject", &[own], &body);
    assert_eq!(nobody.header("location"), "/sign-in");
    assert_eq!(room.ask("GET", "/cases/1/reject", &[cookie], "").status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(room.status(case), Status::Open);
    let other = room.ask("POST", "/cases/bulk", &[cookie, own], &format!("{body}&x={}", "y".repeat(3_000_000)));
    assert_eq!(other.status, StatusCode::PAYLOAD_TOO_LARGE);
    let signing = room.ask("POST", "/sign-in", &[("origin", "https://evil.example")], "name=x&first=first");
    assert_eq!(signing.status, StatusCode::FORBIDDEN);
}

#[test]
fn nobody_sees_cases_without_signing_in() {
    let mut room = Room::new();
    room.send("two bridges", "me@mail.example");
    for path in ["/cases", "/cases/1", "/cases?status=spam"] {
        let answer = room.get(&Who::default(), path);
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
        let made_up = Who { cookie: "onrecord-desk=0123456789abcdef".to_owned(), token: String::new() };
        assert_eq!(room.get(&made_up, path).header("location"), "/sign-in");
    }
    let who = room.anna();
    assert!(room.get(&who, "/cases/1").body.contains("me@mail.example"));
    let again = room.post(&Who::default(), "/sign-in", &[("name", "berta"), ("first", "first")]);
    assert_eq!(again.status, StatusCode::FORBIDDEN, "the first token opens once");
    assert_eq!(room.post(&who, "/sign-out", &[]).header("location"), "/sign-in");
    assert_eq!(room.get(&who, "/cases").header("location"), "/sign-in");
}

#[test]
fn passwords_open_and_guessing_is_stopped() {
    let room = Room::new();
    room.store().set_editor("anna", &account::hash("correct horse").expect("a hash")).expect("kept");
    let sign_in =
        |password: &str| room.post(&Who::default(), "/sign-in", &[("name", "anna"), ("password", password)]).status;
    assert_eq!(sign_in("correct horse"), StatusCode::SEE_OTHER);
    for _ in 0..10 {
        assert_eq!(sign_in("correct house"), StatusCode::FORBIDDEN);
    }
    assert_eq!(sign_in("correct horse"), StatusCode::FORBIDDEN, "nobody for a while");
}

#[test]
fn hostile_words_are_shown_as_words() {
    let mut room = Room::new();
    let case = room.send("two bridges", HOSTILE);
    room.send(HOSTILE, HOSTILE);
    let who = room.anna();
    let fields = [("words", HOSTILE), ("note", HOSTILE), ("seen", "0")];
    assert_eq!(room.post(&who, &format!("/cases/{case}/accept"), &fields).status, StatusCode::SEE_OTHER);
    let claims = room.get(&who, "/").body;
    let hostile = Who { cookie: format!("x={HOSTILE}; {}", who.cookie), ..who.clone() };
    let report = room.get(&who, &link(&claims, "/reports/"));
    assert!(report.body.contains("&#60;script&#62;"), "the correction is on it");
    for page in [
        report,
        room.get(&hostile, "/cases"),
        room.get(&who, "/cases?status=accepted"),
        room.get(&who, "/cases?status=%3Cscript%3E"),
        room.get(&who, "/cases/1"),
        room.get(&who, "/cases/2"),
        room.get(&who, &link(&claims, "/claims/")),
        room.post(&Who::default(), "/sign-in", &[("name", HOSTILE), ("password", HOSTILE)]),
    ] {
        for tag in ["<script>", "<img", "<svg", "</textarea><svg", "\"><script"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert!(!page.body.contains(" style=") && !page.body.contains(" onclick="));
    }
}

use axum::body::Body;
use axum::http::{Request, StatusCode};
use claims::Decider;
use desk::{Ledger, Stamp};

use super::testing::{Answer, link};

/// A ledger with `reports` on record, and the folder that holds it.
fn ledger(reports: &[(&str, &str)]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let mut ledger = Ledger::open_or_create(&path).expect("a ledger");
    let stamp = Stamp { at: jiff::Timestamp::UNIX_EPOCH, by: Decider::person("tester") };
    for (name, text) in reports {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file");
        let (inputs, _) = desk::inputs(&[file]);
        let given = claims::Given { outlet: Some("The <b>Courier</b>".to_owned()), ..claims::Given::default() };
        let document = desk::document(&inputs[0], &given).expect("read");
        ledger.file(desk::reading(document, desk::Reader::Rules), &stamp).expect("filed");
    }
    (folder, path)
}

/// What the desk answers to a request for `path`, made by `host`.
fn ask_as(ledger: &std::path::Path, method: &str, host: &str, path: &str) -> Answer {
    let request =
        Request::builder().method(method).uri(path).header("host", host).body(Body::empty()).expect("a request");
    Answer::now(super::router(super::Desk::new(ledger.to_owned(), desk::Reader::Rules).into()), request)
}

fn ask(ledger: &std::path::Path, path: &str) -> Answer {
    ask_as(ledger, "GET", "127.0.0.1:4180", path)
}

const MAYOR: &str = "Bridge closed\n\nMayor Anna Pichler said that police believed two bridges might be closed. \
    “They may open soon,” she added.\n";

#[test]
fn a_claim_is_reached_from_every_list() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    let claims = ask(&ledger, "/");
    assert_eq!(claims.status, StatusCode::OK);
    let claim = ask(&ledger, &link(&claims.body, "/claims/"));
    assert!(claim.body.contains("rule:") && claim.body.contains("Decided by"), "{}", claim.body);
    let report = ask(&ledger, &link(&claims.body, "/reports/"));
    assert!(report.body.contains("<mark class=\"v1 sure\"") && report.body.contains("id=\"c1\""), "{}", report.body);
    assert!(report.body.contains("<mark class=\"v2 soft\""), "the inner voice has its own look: {}", report.body);
    let sources = ask(&ledger, "/sources");
    let source = ask(&ledger, &link(&sources.body, "/sources/"));
    assert!(source.body.contains("Anna Pichler"), "{}", source.body);
    assert!(ask(&ledger, "/reports").body.contains(&link(&claims.body, "/reports/")));
}

#[test]
fn hostile_words_are_shown_as_words() {
    let text = "<script>alert(1)</script> “quoted”\n\nMayor <img src=x onerror=alert(2)> Pichler said that \
        “<script>alert(3)</script>” & \"><svg onload=alert(4)> had come.\n";
    let (_folder, ledger) = ledger(&[("x.txt", text)]);
    let claims = ask(&ledger, "/?q=%3Cscript%3E%22%3E&source=%22%3E%3Cscript%3E&from=%3Cb%3E");
    let list = ask(&ledger, "/");
    let report = ask(&ledger, &link(&list.body, "/reports/"));
    let claim = ask(&ledger, &link(&list.body, "/claims/"));
    let sources = ask(&ledger, "/sources");
    for page in [&claims, &list, &report, &claim, &sources] {
        assert_eq!(page.status, StatusCode::OK);
        for tag in ["<script>alert", "<img", "<svg", "<b>", "\"><script"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
    }
    assert!(report.body.contains("&#60;script&#62;alert(3)"), "{}", report.body);
}

#[test]
fn every_answer_forbids_what_is_not_ours() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    for path in [
        "/",
        "/reports",
        "/sources",
        "/desk.css",
        "/desk.js",
        "/no-such-page",
        "/claims/zz",
        "/reports/..%2f..%2fetc%2fpasswd",
    ] {
        let answer = ask(&ledger, path);
        let policy = answer.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(
            !answer.body.contains(" style=") && !answer.body.contains(" onclick="),
            "{path} has inline style or script"
        );
    }
}

#[test]
fn only_this_machine_may_ask_and_nothing_can_be_changed() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    assert_eq!(ask_as(&ledger, "GET", "evil.example:4180", "/").status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(ask_as(&ledger, "GET", "127.0.0.1.evil.example", "/").status, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(ask_as(&ledger, "GET", "localhost", "/").status, StatusCode::OK);
    assert_eq!(ask_as(&ledger, "POST", "127.0.0.1:4180", "/").status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn what_is_not_there_is_said_plainly() {
    let (_folder, ledger) = ledger(&[]);
    assert!(ask(&ledger, "/").body.contains("onrecord file"));
    for path in ["/claims/abcd", "/reports/abcd", "/sources/Nobody", "/elsewhere"] {
        let answer = ask(&ledger, path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("All claims"), "{path}");
    }
    assert!(ask(&ledger, "/?from=yesterday").body.contains("is no day"));
}

#[test]
fn long_lists_come_in_pages_that_keep_the_question() {
    let text: String = (0..60).map(|n| format!("Anna Pichler said that bridge {n} was closed.\n\n")).collect();
    let (_folder, ledger) = ledger(&[("long.txt", &text)]);
    let first = ask(&ledger, "/?source=pichler");
    let next = link(&first.body, "/?source");
    assert!(next.ends_with("page=1"), "{next}");
    let second = ask(&ledger, &next.replace("&#38;", "&").replace("&amp;", "&"));
    assert!(
        second.body.contains("start=\"51\"") && second.body.contains("bridge 59") && !second.body.contains("bridge 3 ")
    );
    assert!(!second.body.contains("rel=\"next\""));
    assert!(ask(&ledger, "/?page=18446744073709551615").status == StatusCode::OK, "a page far behind the end is empty");
    assert!(!ask(&ledger, "/reports").body.contains("rel=\"next\""));
}

//! The readers' side as a process: what it prints, and that what it acknowledges outlives it.

mod common;

use common::Newsroom;
use common::serving::Serving;

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

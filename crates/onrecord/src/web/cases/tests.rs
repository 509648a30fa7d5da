use axum::http::StatusCode;
use claims::Decider;
use corrections::{CaseNo, Incoming, Kind, Page, Quote, Receipt, Report, Status};

use crate::web::testing::{Room, link, reading};
use crate::web::{account, placed, secret};

const PAGE: &str = "https://paper.example/bridges";
const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said that police believed two bridges might be closed. \
    “They may open soon,” she added.\n";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)></textarea><svg onload=alert(3)>'&";

fn room() -> Room {
    let given = claims::Given { url: Some(PAGE.to_owned()), ..claims::Given::default() };
    Room::with("bridges.txt", TEXT, &given)
}

impl Room {
    /// A reader reports that `words` should be what `says` says.
    fn send(&self, words: &str, says: &str) -> CaseNo {
        let quote = Quote::new(words, "", "").expect("words");
        let report = Report::new(Page::new(PAGE).expect("a page"), quote, Kind::Figure, says).expect("a report");
        let report = report.with_comment(says).and_then(|r| r.with_contact(says)).expect("short");
        let receipt = Receipt::of(secret::bytes().expect("chance"));
        self.store().receive(&[Incoming { report, receipt, at: jiff::Timestamp::UNIX_EPOCH }]).expect("stored")[0]
    }

    fn status(&self, case: CaseNo) -> Status {
        self.store().case(case).expect("read").expect("a case").status
    }
}

#[test]
fn a_case_is_triaged_and_its_claim_is_marked() {
    let room = room();
    let case = room.send("two bridges", "three bridges");
    let queue = room.get("/cases");
    assert!(queue.body.contains("two bridges") && queue.body.contains("href=\"/cases/1\""), "{}", queue.body);
    let page = room.get("/cases/1");
    assert!(page.body.contains("FOUND") && page.body.contains("Claims that they touch"), "{}", page.body);
    assert!(page.body.contains("might be closed"));
    let claim = link(&page.body, "/claims/");
    assert!(!room.get(&claim).body.contains("Corrected"));

    let fields = [("words", "three bridges"), ("note", "We had counted wrong."), ("seen", "0")];
    let done = room.post("/cases/1/accept", &fields);
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/cases?done=1"), "{}", done.body);
    assert_eq!(room.status(case), Status::Accepted);
    assert_eq!(room.store().history(case).expect("read")[0].stamp.by, Decider::person("anna"));
    let marked = room.get(&claim).body;
    assert!(
        marked.contains("<del dir=\"auto\">two bridges</del>") && marked.contains(">three bridges</ins>"),
        "{marked}"
    );
    let report = room.get(&link(&marked, "/reports/")).body;
    assert!(report.contains("class=\"corrected\"") && report.contains("id=\"corrections\""), "{report}");
    assert!(room.get("/cases?done=1").body.contains("name=\"entry\" value=\"1\""), "the way back is offered");

    let undone = room.post("/cases/undo", &[("entry", "1"), ("says", "too soon")]);
    assert_eq!(undone.header("location"), "/cases/1");
    assert_eq!(room.status(case), Status::Open);
    assert!(!room.get(&claim).body.contains("Corrected"));
    assert!(room.get("/cases/1").body.contains("too soon"));
}

#[test]
fn words_that_the_page_has_no_more_are_found_in_the_filing_that_had_them() {
    let room = room();
    let case = room.send("two bridges", "three bridges");
    let given = claims::Given { url: Some(PAGE.to_owned()), ..claims::Given::default() };
    room.file(reading("bridges-2.txt", &TEXT.replace("two bridges", "three bridges"), &given));
    let page = room.get("/cases/1").body;
    assert!(page.contains("<strong>FOUND</strong> in an earlier filing"), "{page}");
    let claim = link(&page, "/claims/");
    room.post("/cases/1/accept", &[("words", "three bridges"), ("seen", "0")]);
    assert_eq!(room.status(case), Status::Accepted);
    assert!(room.get(&claim).body.contains("Corrected"), "the claim that was made with these words is marked");

    // What the last filing has counts before what an earlier one has, be it found there or not.
    room.send("three bridges", "four");
    let page = room.get("/cases/2").body;
    assert!(page.contains("<strong>FOUND</strong></p>"), "{page}");
    room.file(reading("bridges-3.txt", "Two bridges here, three bridges there, and three bridges.", &given));
    let page = room.get("/cases/2").body;
    assert!(page.contains("<strong>AMBIGUOUS</strong>: the words stand in 2 places</p>"), "{page}");
    room.send("nine bridges", "ten");
    assert!(
        room.get("/cases/3").body.contains("<strong>ORPHANED</strong>: the words are not in the document as filed</p>")
    );
}

#[test]
fn a_case_names_those_of_overlapping_words_that_came_without_a_position() {
    let room = room();
    room.send("two bridges", "three bridges");
    room.send("believed two bridges might", "believed three bridges might");
    room.send("open soon", "open late");
    room.send("Pichler said", "Pichler wrote");
    let page = room.get("/cases/1").body;
    let others = &page[page.find("Other cases of these words").expect("some")..];
    assert!(others.contains("/cases/2") && others.contains("believed two bridges might"), "{others}");
    assert!(!others.contains("/cases/3") && !others.contains("/cases/4"), "{others}");
    assert!(!room.get("/cases/3").body.contains("Other cases of these words"));
    room.post("/cases/2/spam", &[]);
    assert!(
        !room.get("/cases/1").body.contains("/cases/2\">Case 2</a> <span dir"),
        "what is decided is out of the way"
    );
}

#[test]
fn cases_are_joined_from_the_case_the_others_and_the_queue_and_parted_again() {
    let room = room();
    let first = room.send("two bridges", "three bridges");
    let second = room.send("believed two bridges might", "believed three bridges might");
    let third = room.send("open soon", "open late");
    let joined = room.post("/cases/3/join", &[("into", "#1"), ("seen", "0")]);
    assert_eq!(joined.header("location"), "/cases/1?done=1");
    let page = room.get("/cases/1?done=1").body;
    assert!(
        page.contains("2 reports") && page.contains("Joined with this case") && page.contains("open late"),
        "{page}"
    );
    assert!(
        page.contains("value=\"2.0\" aria-label=\"Tick case 2\" checked"),
        "the one that overlaps is ticked: {page}"
    );
    let page = room.get("/cases/3").body;
    assert!(page.contains("is decided with it") && !page.contains("/cases/3/accept"), "{page}");
    assert!(room.get("/cases?status=joined").body.contains("/cases/3\""));

    let gathered = room.post("/cases/1/gather", &[("case", "2.0")]);
    assert_eq!(gathered.header("location"), "/cases/1?done=2&from=2&left=0");
    let late = room.post("/cases/3/reject", &[("says", "no"), ("seen", "1")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("joined with case 1"), "{}", late.body);
    room.post("/cases/1/accept", &[("words", "three bridges"), ("seen", "0")]);
    assert_eq!(
        [first, second, third].map(|case| room.status(case)),
        [Status::Accepted, Status::Joined, Status::Joined]
    );

    assert_eq!(room.post("/cases/undo", &[("entry", "1")]).header("location"), "/cases/3");
    assert_eq!(room.status(third), Status::Open);
    assert!(room.get("/cases/3").body.contains("with case 1"), "the history keeps it");
    let joined = room.post("/cases/bulk", &[("case", "3.4"), ("what", "join"), ("into", "1")]);
    assert_eq!((joined.status, room.status(third)), (StatusCode::SEE_OTHER, Status::Joined), "{}", joined.body);
}

#[test]
fn many_are_joined_and_parted_at_once_and_what_is_no_case_is_said() {
    let room = room();
    let cases: Vec<CaseNo> = (0..4).map(|n| room.send(&format!("words {n}"), "x")).collect();
    let ticked = [("case", "1.0"), ("case", "2.0"), ("case", "3.0"), ("what", "join"), ("into", "")];
    let done = room.post("/cases/bulk", &ticked);
    assert_eq!(done.header("location"), "/cases?done=2&from=1&left=0", "the first takes the others in");
    let standing = || cases.iter().map(|case| room.status(*case)).collect::<Vec<_>>();
    assert_eq!(standing(), [Status::Open, Status::Joined, Status::Joined, Status::Open]);
    room.post("/cases/undo", &[("entry", "2"), ("from", "1")]);
    assert_eq!(standing(), [Status::Open; 4]);
    for (fields, why) in [
        (vec![("case", "1.0"), ("what", "join")], "tick two cases"),
        (vec![("what", "join")], "no case is ticked"),
        (vec![("case", "1.0"), ("what", "join"), ("into", "99")], "there is no case 99"),
    ] {
        let answer = room.post("/cases/bulk", &fields);
        assert!(answer.body.contains(why) && answer.status.is_client_error(), "{why}: {}", answer.body);
    }
    let nameless = room.post("/cases/1/join", &[("into", "<b>"), ("seen", "0")]);
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(standing(), [Status::Open; 4]);
}

#[test]
fn words_that_stand_once_on_the_page_have_their_place_by_that() {
    let room = room();
    let join = |case| {
        let done = placed::look(&room.path, &mut room.store(), case, jiff::Timestamp::UNIX_EPOCH);
        done.expect("looked").map(|entry| entry.0)
    };
    let first = room.send("two bridges", "three bridges");
    let over = room.send("believed two bridges might", "believed three bridges might");
    let apart = room.send("open soon", "open late");
    let nowhere = room.send("six tunnels", "seven");
    assert_eq!([first, over, apart, nowhere].map(join), [None, Some(1), None, None]);
    assert_eq!(room.status(over), Status::Joined);
    assert_eq!(room.store().history(over).expect("read")[0].stamp.by, Decider::rule("overlap"));
    let parted = room.post("/cases/undo", &[("entry", "1")]);
    assert_eq!((parted.status, join(over)), (StatusCode::SEE_OTHER, None), "what an editor parted stays so");
    assert_eq!(room.status(over), Status::Open);
    // What has stood with words of its own, or is decided, is left to the editors.
    room.post("/cases/1/spam", &[]);
    let late = room.send("two bridges might", "x");
    assert_eq!(join(late), Some(4), "with the open one only");
    assert_eq!(room.store().case(late).expect("read").expect("a case").joined, Some(over));
}

#[test]
fn every_decision_can_be_made_and_what_is_missing_is_said() {
    let room = room();
    for (what, says, status) in [
        ("reject", "It was two.", Status::Rejected),
        ("ask", "How do you know?", Status::Asked),
        ("spam", "", Status::Spam),
    ] {
        let case = room.send(&format!("words for {what}"), "x");
        assert_eq!(room.post(&format!("/cases/{case}/{what}"), &[("says", says)]).status, StatusCode::SEE_OTHER);
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
        assert_eq!(room.post(&path, &[]).status, status, "{path}");
    }
    room.post(&format!("/cases/{case}/spam"), &[("seen", "0")]);
    let late = room.post(&format!("/cases/{case}/reject"), &[("says", "no"), ("seen", "0")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("somebody decided"));
}

#[test]
fn a_decision_is_shown_on_top_and_put_better_from_what_it_was() {
    let room = room();
    room.send("two bridges", "twelve trucks");
    assert!(room.get("/cases/1").body.contains("data-key=\"a\">twelve trucks</textarea>"));
    room.post("/cases/1/accept", &[("words", "three bridges"), ("note", "We are sorry."), ("seen", "0")]);
    let page = room.get("/cases/1").body;
    let top = &page[..page.find("The words on the page").expect("a heading")];
    assert!(top.contains("<strong>accepted</strong>: <span dir=\"auto\">three bridges</span>"), "{top}");
    assert!(page.contains("Decide anew") && page.contains("data-key=\"a\">three bridges</textarea>"), "{page}");
    assert!(page.contains("dir=\"auto\">We are sorry.</textarea>"), "{page}");
    room.post("/cases/1/reject", &[("says", "It was two."), ("seen", "1")]);
    let page = room.get("/cases/1").body;
    assert!(
        page.contains("data-key=\"r\">It was two.</textarea>") && page.contains("data-key=\"a\">twelve trucks<"),
        "{page}"
    );
}

#[test]
fn what_stands_around_words_is_cut_between_words() {
    let long = format!("{} here", "word".repeat(90));
    let around = |text: &str| (super::from_a_word(text), super::to_a_word(text));
    assert_eq!(around("a few words"), ("a few words".to_owned(), "a few words".to_owned()), "nothing was cut");
    assert_eq!(around(&long), ("… here".to_owned(), format!("{} …", "word".repeat(90))));
    assert_eq!(around(&"x".repeat(300)).0, "x".repeat(300));
}

#[test]
fn many_are_decided_at_once() {
    let room = room();
    let cases: Vec<CaseNo> = (0..4).map(|n| room.send(&format!("words {n}"), "x")).collect();
    room.post("/cases/4/spam", &[]);
    let ticked =
        [("case", "1.0"), ("case", "2.0"), ("case", "4.0"), ("case", "x"), ("what", "reject"), ("reason", "no")];
    let done = room.post("/cases/bulk", &ticked);
    assert_eq!(done.header("location"), "/cases?done=3&from=2&left=1");
    let all: Vec<Status> = cases.iter().map(|case| room.status(*case)).collect();
    assert_eq!(all, [Status::Rejected, Status::Rejected, Status::Open, Status::Spam]);
}

#[test]
fn what_was_decided_at_once_is_undone_at_once_and_undoing_too() {
    let room = room();
    let cases: Vec<CaseNo> = (0..3).map(|n| room.send(&format!("words {n}"), "x")).collect();
    let standing = || cases.iter().map(|case| room.status(*case)).collect::<Vec<_>>();
    // Another decision of the same editor, just before, is not part of it.
    room.post("/cases/3/spam", &[]);
    room.post("/cases/bulk", &[("case", "1.0"), ("case", "2.0"), ("what", "ask"), ("question", "How do you know?")]);
    assert_eq!(standing(), [Status::Asked, Status::Asked, Status::Spam]);
    let page = room.get("/cases?done=3&from=1").body;
    assert!(page.contains("2 cases: asked.") && page.contains("name=\"from\" value=\"2\""), "{page}");
    let back = room.post("/cases/undo", &[("entry", "3"), ("from", "2")]);
    assert_eq!(back.header("location"), "/cases?done=5&from=4&left=0");
    assert_eq!(standing(), [Status::Open, Status::Open, Status::Spam]);
    room.post("/cases/undo", &[("entry", "5"), ("from", "4")]);
    assert_eq!(standing(), [Status::Asked, Status::Asked, Status::Spam]);
    // One of them alone, from the history of its case.
    assert_eq!(room.post("/cases/undo", &[("entry", "2")]).header("location"), "/cases/1");
}

#[test]
fn of_many_a_question_is_no_reason_and_nothing_ticked_is_said() {
    let room = room();
    let case = room.send("two bridges", "x");
    let asked = room.post("/cases/bulk", &[("case", "1.0"), ("what", "reject"), ("question", "How do you know?")]);
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = room.post("/cases/bulk", &[("what", "spam")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("no case is ticked"), "{}", none.body);
    assert_eq!(room.status(case), Status::Open);
}

#[test]
fn a_case_is_assigned_taken_and_found_again() {
    let room = room();
    let case = room.send("two bridges", "three bridges");
    room.send("soon", "later");
    room.store().set_editor("berta", &account::hash("correct horse").expect("a hash")).expect("kept");
    let page = room.get("/cases/1").body;
    assert!(page.contains("<option>berta</option>") && page.contains("<option>anna</option>"), "{page}");
    let nobody = room.post("/cases/1/assign", &[("to", "carla"), ("seen", "0")]);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = room.post("/cases/1/assign", &[("to", "berta"), ("seen", "0")]);
    assert_eq!(given.header("location"), "/cases/1?done=1");
    assert_eq!(room.status(case), Status::Open);
    assert!(room.get("/cases").body.contains("with berta"));
    assert!(room.get("/cases?mine=yes").body.contains("None of your cases is open"));
    room.post("/cases/1/assign", &[("to", "anna"), ("seen", "1")]);
    let mine = room.get("/cases?mine=yes").body;
    assert!(
        mine.contains("/cases/1\"") && !mine.contains("/cases/2\"") && mine.contains("status=spam&#38;mine=yes"),
        "{mine}"
    );
    let late = room.post("/cases/1/assign", &[("to", ""), ("seen", "1")]);
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody took it meanwhile");
    let history = room.get("/cases/1").body;
    assert!(history.contains("to berta") && history.contains("to anna"), "{history}");
    room.post("/cases/undo", &[("entry", "2")]);
    assert!(room.get("/cases").body.contains("with berta"), "undone, it is as it was");
    assert_eq!(room.post("/cases/bulk", &[("case", "2.0"), ("what", "take")]).status, StatusCode::SEE_OTHER);
    assert!(room.get("/cases?mine=yes").body.contains("/cases/2\""));
}

#[test]
fn forms_that_are_not_ours_change_nothing() {
    let room = room();
    let case = room.send("two bridges", "x");
    let body = format!("token={}&says=no", room.token);
    let cookie = ("cookie", room.cookie.as_str());
    let own = ("origin", "http://127.0.0.1:4180");
    for (headers, body, why) in [
        (vec![cookie, own], "says=no", "no token"),
        (vec![cookie, own], "token=00&says=no", "a wrong token"),
        (vec![cookie, ("origin", "http://127.0.0.1:4181")], body.as_str(), "another port"),
        (vec![cookie, ("origin", "https://evil.example")], body.as_str(), "another origin"),
        (vec![cookie, ("origin", "null")], body.as_str(), "a hidden origin"),
        (vec![cookie, ("sec-fetch-site", "same-site")], body.as_str(), "another page of this machine"),
    ] {
        let answer = room.ask("POST", "/cases/1/reject", &headers, body);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{why}");
    }
    let nobody = room.ask("POST", "/cases/1/reject", &[own], body.as_str());
    assert_eq!(nobody.header("location"), "/sign-in");
    assert_eq!(room.ask("GET", "/cases/1/reject", &[cookie], "").status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(room.status(case), Status::Open);
    let other = room.ask("POST", "/cases/bulk", &[cookie, own], format!("{body}&x={}", "y".repeat(3_000_000)));
    assert_eq!(other.status, StatusCode::PAYLOAD_TOO_LARGE);
    let signing = room.ask("POST", "/sign-in", &[("origin", "https://evil.example")], "name=x&first=first");
    assert_eq!(signing.status, StatusCode::FORBIDDEN);
}

#[test]
fn nobody_sees_cases_without_signing_in() {
    let room = room();
    room.send("two bridges", "me@mail.example");
    for (path, next) in
        [("/cases", "%2Fcases"), ("/cases/1", "%2Fcases%2F1"), ("/cases?status=spam", "%2Fcases%3Fstatus%3Dspam")]
    {
        let to = format!("/sign-in?next={next}");
        let nobody = room.ask("GET", path, &[], "");
        assert_eq!((nobody.status, nobody.header("location")), (StatusCode::SEE_OTHER, to.as_str()), "{path}");
        let made_up = room.ask("GET", path, &[("cookie", "onrecord-desk=0123456789abcdef")], "");
        assert_eq!(made_up.header("location"), to);
    }
    assert!(room.get("/cases/1").body.contains("me@mail.example"));
    let again = room.post("/sign-in", &[("name", "berta"), ("first", "first")]);
    assert_eq!(again.status, StatusCode::FORBIDDEN, "the first token opens once");
    assert_eq!(room.post("/sign-out", &[]).header("location"), "/sign-in");
    assert_eq!(room.get("/cases").header("location"), "/sign-in?next=%2Fcases");
}

#[test]
fn passwords_open_and_guessing_is_stopped() {
    let room = room();
    room.store().set_editor("anna", &account::hash("correct horse").expect("a hash")).expect("kept");
    let sign_in = |password: &str| room.post("/sign-in", &[("name", "anna"), ("password", password)]).status;
    assert_eq!(sign_in("correct horse"), StatusCode::SEE_OTHER);
    for _ in 0..10 {
        assert_eq!(sign_in("correct house"), StatusCode::FORBIDDEN);
    }
    assert_eq!(sign_in("correct horse"), StatusCode::FORBIDDEN, "nobody for a while");
}

#[test]
fn hostile_words_are_shown_as_words() {
    let room = room();
    let case = room.send("two bridges", HOSTILE);
    room.send(HOSTILE, HOSTILE);
    let fields = [("words", HOSTILE), ("note", HOSTILE), ("seen", "0")];
    assert_eq!(room.post(&format!("/cases/{case}/accept"), &fields).status, StatusCode::SEE_OTHER);
    let claims = room.get("/").body;
    let beside = format!("x={HOSTILE}; {}", room.cookie);
    let report = room.get(&link(&claims, "/reports/"));
    assert!(report.body.contains("&#60;script&#62;"), "the correction is on it");
    for page in [
        report,
        room.ask("GET", "/cases", &[("cookie", &beside)], ""),
        room.get("/cases?status=accepted"),
        room.get("/cases?status=%3Cscript%3E"),
        room.get("/cases/1"),
        room.get("/cases/2"),
        room.get(&link(&claims, "/claims/")),
        room.post("/sign-in", &[("name", HOSTILE), ("password", HOSTILE)]),
    ] {
        for tag in ["<script>", "<img", "<svg", "</textarea><svg", "\"><script"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert!(!page.body.contains(" style=") && !page.body.contains(" onclick="));
    }
}

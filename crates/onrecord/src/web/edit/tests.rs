use axum::http::StatusCode;
use claims::{Claim, Decider};

use crate::web::testing::{Answer, Room, link, reading};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said that police believed two bridges might be closed. \
    “They may open soon,” she added.\n\nIt has rained for three days in Graz. The two bridges are old.\n";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&</textarea>";

fn room() -> Room {
    Room::with("bridges.txt", TEXT, &claims::Given::default())
}

impl Room {
    /// The claim that holds these words.
    fn claim(&self, words: &str) -> Claim {
        self.claims().into_iter().rev().find(|c| c.content.text.contains(words)).expect("a claim with these words")
    }

    /// What the form of the claim names as the last operation on it.
    fn seen(&self, claim: &Claim) -> String {
        self.ledger().history(&claim.id).expect("readable").last().map_or(0, |o| o.no.0).to_string()
    }

    /// Sets a field as the page's form does.
    fn set(&self, claim: &Claim, field: &str, fields: &[(&str, &str)]) -> Answer {
        let seen = self.seen(claim);
        self.post(&format!("/claims/{}/edit/{field}", claim.id), &[&[("seen", seen.as_str())], fields].concat())
    }

    fn sound(&self) {
        assert_eq!(self.ledger().check(|_, _| {}).expect("readable"), []);
    }
}

fn done(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

#[test]
fn every_field_has_a_form_and_is_set_with_author_and_reason() {
    let room = room();
    let claim = room.claim("two bridges might");
    let page = room.get(&format!("/claims/{}/edit", claim.id)).body;
    for field in [
        "words",
        "source",
        "through",
        "cue",
        "form",
        "said",
        "certainty",
        "polarity",
        "status",
        "about",
        "places",
        "figures",
    ] {
        assert!(page.contains(&format!("/edit/{field}\" method=\"post\"")), "{field} has a form");
    }
    let why = ("reason", "heard it again");
    let sent: [(&str, &[(&str, &str)]); 12] = [
        ("words", &[("words", "two bridges might be closed"), ("before", ""), ("after", ""), why]),
        ("source", &[("name", "Graz police"), ("kind", "organisation"), ("role", ""), ("mention", "police"), why]),
        ("through", &[("voice", "The Courier"), ("voice", "Anna Pichler"), ("voice", " "), why]),
        ("cue", &[("words", "believed"), why]),
        ("form", &[("form", "mixed"), why]),
        ("said", &[("day", "2025-03-04"), ("channel", "town hall"), why]),
        ("certainty", &[("degree", "doubted"), ("words", "might"), why]),
        ("polarity", &[("polarity", "denied"), why]),
        ("status", &[("status", "expected"), why]),
        ("about", &[("words", "three days"), ("day", "2025-03"), ("words", ""), ("day", ""), why]),
        ("places", &[("words", "Graz"), ("name", ""), ("country", ""), ("point", ""), why]),
        ("figures", &[("words", "two bridges"), ("low", "2"), ("high", "2"), ("of", "bridges"), why]),
    ];
    for (field, fields) in sent {
        let to = done(&room.set(&claim, field, fields));
        assert!(to.starts_with(&format!("/claims/{}/edit?done=", claim.id)), "{field}: {to}");
    }
    let desk::Lookup::One(entry) = room.ledger().claim(claim.id.as_str()).expect("readable") else {
        panic!("no claim")
    };
    let now = entry.claim;
    assert_eq!(now.chain, ["The Courier", "Anna Pichler", "Graz police"]);
    assert_eq!(now.content.text, "two bridges might be closed");
    assert_eq!((now.places[0].country.as_deref(), now.quantities[0].high), (Some("AT"), Some(2.0)));
    assert_eq!(now.decided.values().filter(|d| d.by == Decider::person("anna")).count(), 12);
    let page = room.get(&format!("/claims/{}/edit", claim.id)).body;
    assert!(page.contains("What the machine had") && page.matches("heard it again").count() == 12, "{page}");
    room.sound();
}

#[test]
fn what_cannot_be_is_named_at_its_field_with_what_was_written() {
    let room = room();
    let claim = room.claim("two bridges might");
    for (field, fields, says) in [
        ("words", &[("words", "ten bridges")][..], "do not stand in the report"),
        ("said", &[("day", "yesterday"), ("channel", "")], "is no day: write 2024-12-14"),
        ("about", &[("words", "three days"), ("day", "soon")], "is no day"),
        ("form", &[("form", "sung")], "is not among the choices"),
        ("figures", &[("words", "two bridges"), ("low", "few")], "is no number"),
        ("places", &[("words", "Graz"), ("name", ""), ("country", "Austria"), ("point", "")], "as two letters"),
    ] {
        let answer = room.set(&claim, field, fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let at = answer.body.find("role=\"alert\"").expect("an alert");
        assert!(answer.body[at..].contains(says), "{field}: {}", &answer.body[at..at + 300]);
        let form = answer.body.find(&format!("/edit/{field}\"")).expect("its form");
        let after = answer.body[form..].find("</form>").expect("its end") + form;
        assert!(form < at && at < after, "{field}: the problem stands in the form it is about");
    }
    assert!(room.set(&claim, "words", &[("words", "ten bridges")]).body.contains(">ten bridges</textarea>"));
    assert_eq!(room.set(&claim, "colour", &[]).status, StatusCode::NOT_FOUND);
    assert_eq!(room.seen(&claim), "0", "nothing was written");
}

#[test]
fn only_editors_with_a_form_of_this_desk_decide() {
    let mut room = room();
    let claim = room.claim("two bridges might");
    let edit = format!("/claims/{}/edit", claim.id);
    let polarity = format!("{edit}/polarity");
    let body = || format!("token={}&seen=0&polarity=denied", room.token);
    let foreign = room.ask("POST", &polarity, &[("cookie", &room.cookie), ("origin", "http://evil.example")], body());
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let stranger = room.ask("POST", &polarity, &[("origin", "http://127.0.0.1:4180")], body());
    assert_eq!(stranger.header("location"), "/sign-in");
    room.token = "guessed".to_owned();
    for (path, fields) in [
        (polarity.as_str(), &[("seen", "0"), ("polarity", "denied")][..]),
        (&format!("/claims/{}/stand/reject", claim.id), &[("seen", "0")]),
        ("/undo", &[("operation", "1")]),
        (&format!("/reports/{}/add", claim.document.id), &[("words", "The two bridges are old")]),
        ("/sources/Anna%20Pichler/edit/merge", &[("into", "police")]),
    ] {
        assert_eq!(room.post(path, fields).status, StatusCode::FORBIDDEN, "{path}");
    }
    room.cookie.clear();
    let page = room.get(&edit).body;
    assert!(
        !page.contains("/edit/polarity") && page.contains("href=\"/sign-in\"") && page.contains("History"),
        "{page}"
    );
    assert!(!room.get("/log").body.contains("action=\"/undo\""));
    assert_eq!(room.get(&format!("/reports/{}/add", claim.document.id)).header("location"), "/sign-in");
    assert_eq!(room.seen(&claim), "0", "nothing was written");
}

#[test]
fn who_decides_on_what_somebody_else_changed_meanwhile_is_told() {
    let room = room();
    let claim = room.claim("two bridges might");
    done(&room.set(&claim, "polarity", &[("polarity", "denied")]));
    let late = room.post(&format!("/claims/{}/edit/polarity", claim.id), &[("seen", "0"), ("polarity", "affirmed")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    let late = room.post(&format!("/claims/{}/stand/reject", claim.id), &[("seen", "0")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[test]
fn a_claim_is_rejected_restored_and_undone_from_its_history() {
    let room = room();
    let claim = room.claim("two bridges might");
    let stand = |what: &str| {
        let seen = room.seen(&claim);
        room.post(&format!("/claims/{}/stand/{what}", claim.id), &[("seen", &seen), ("reason", "not in it")])
    };
    let to = done(&stand("reject"));
    let page = room.get(&to).body;
    assert!(page.contains("Put it back") && page.contains("<span class=\"status\">rejected</span>"), "{page}");
    assert!(page.contains("Done: ") && page.contains("name=\"operation\" value=\"2\""), "{page}");
    let back = format!("/claims/{}/edit", claim.id);
    done(&room.post("/undo", &[("operation", "2"), ("back", &back)]));
    assert_eq!(room.claim("two bridges might").id, claim.id);
    assert_eq!(room.post("/undo", &[("operation", "2"), ("back", &back)]).status, StatusCode::CONFLICT);
    done(&room.post("/undo", &[("operation", "3"), ("back", &back)]));
    assert!(!room.claims().iter().any(|c| c.id == claim.id), "an undo can be undone");
    done(&stand("restore"));
    let log = room.get("/log").body;
    assert_eq!(log.matches("not in it").count(), 2, "{log}");
    assert_eq!(room.post("/undo", &[("operation", "99")]).status, StatusCode::NOT_FOUND);
    let elsewhere = room.post("/undo", &[("operation", "5"), ("back", "//evil.example/")]);
    assert!(done(&elsewhere).starts_with("/log?done="));
    room.sound();
}

#[test]
fn a_missed_claim_is_added_by_words_that_are_selected() {
    let room = room();
    let report = room.claims()[0].document.id.to_string();
    let words = "two bridges";
    let page = room.get(&format!("/reports/{report}/add?words=two+bridges&before=The+&after=+are+old"));
    assert!(page.body.contains(">two bridges</textarea>") && page.body.contains("value=\"The \""), "{}", page.body);
    let add = |fields: &[(&str, &str)]| room.post(&format!("/reports/{report}/add"), fields);
    let vague = add(&[("words", words), ("before", ""), ("after", ""), ("name", "")]);
    assert_eq!(vague.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(vague.body.contains("stand in 2 places"), "{}", vague.body);
    let to = done(&add(&[
        ("words", words),
        ("before", "The "),
        ("after", " are old"),
        ("name", "Anna Pichler"),
        ("mention", "she"),
        ("reason", "overlooked"),
    ]));
    let page = room.get(&to).body;
    assert!(page.contains("overlooked") && page.contains("Anna Pichler"), "{page}");
    let added = room.claims().into_iter().find(|c| c.content.text == words).expect("the claim");
    assert_eq!(
        added.content.spans[0].start,
        TEXT.find("two bridges are").expect("there") - TEXT.matches(['“', '”']).map(|q| q.len() - 1).sum::<usize>()
    );
    assert_eq!(added.decided["attribution"].by, Decider::person("anna"));
    let again = add(&[
        ("words", words),
        ("before", "The "),
        ("after", " are old"),
        ("name", "Anna Pichler"),
        ("mention", "she"),
    ]);
    assert!(again.body.contains("has a claim") && again.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", again.body);
    room.sound();
}

#[test]
fn a_source_is_split_by_what_a_report_calls_it_and_merged_again() {
    let room = room();
    let page = room.get("/sources/Anna%20Pichler/edit").body;
    let at = page.find("name=\"called\" value=\"").expect("a tick") + "name=\"called\" value=\"".len();
    let tick = page[at..].split('"').next().expect("a value").to_owned();
    let send =
        |what: &str, name: &str, fields: &[(&str, &str)]| room.post(&format!("/sources/{name}/edit/{what}"), fields);
    let nothing = send("split", "Anna%20Pichler", &[("into", "Ida Holm")]);
    assert!(nothing.body.contains("Tick what the reports call"), "{}", nothing.body);
    done(&send("split", "Anna%20Pichler", &[("called", &tick), ("into", "Ida Holm"), ("reason", "two people")]));
    assert!(room.claims().iter().any(|c| c.source.as_ref().is_some_and(|s| s.name == "Ida Holm")));
    let nobody = send("merge", "Ida%20Holm", &[("into", "Pichler")]);
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("No other source on record is called “Pichler”"), "{}", nobody.body);
    let to = done(&send("merge", "Ida%20Holm", &[("into", "Anna Pichler")]));
    assert!(to.starts_with("/sources/Anna%20Pichler/edit?done="), "{to}");
    let page = room.get(&to).body;
    assert!(page.contains("two people") && page.contains("Ida Holm is Anna Pichler"), "{page}");
    assert!(!room.claims().iter().any(|c| c.source.as_ref().is_some_and(|s| s.name == "Ida Holm")));
    room.sound();
}

#[test]
fn decisions_that_lost_their_words_are_listed_and_those_that_moved_too() {
    let room = room();
    let (shared, kept) = (room.claim("two bridges might"), room.claim("They may open soon"));
    done(&room.set(&shared, "polarity", &[("polarity", "denied")]));
    done(&room.set(&kept, "polarity", &[("polarity", "denied")]));
    assert!(room.get("/decisions").body.contains("Every decision applies"));
    let mut other = reading("bridges.txt", TEXT, &claims::Given::default());
    other.extractor = "rules@later".to_owned();
    for claim in &mut other.claims {
        let cut = if claim.id == shared.id { 1 } else { 0 };
        claim.content.text = claim.content.text.chars().skip(cut).collect();
        claim.content.spans[0].start += cut;
        claim.id = claims::ClaimId::of(&claim.document.id, None, None, &claim.content.spans);
    }
    room.file(other);
    let page = room.get("/decisions").body;
    assert!(page.contains("AMBIGUOUS") && page.contains("Claims on these words now"), "{page}");
    assert!(page.contains("Found again under another id") && page.contains("They may open soon"), "{page}");
    assert!(room.get("/log").body.contains("1 decision applies nowhere"));
    done(&room.post("/undo", &[("operation", "2"), ("back", "/decisions")]));
    assert!(!room.get("/decisions").body.contains("AMBIGUOUS"));
    room.sound();
}

#[test]
fn hostile_words_of_editors_are_shown_as_words() {
    let room = room();
    let claim = room.claim("two bridges might");
    done(&room.set(&claim, "source", &[("name", HOSTILE), ("role", HOSTILE), ("reason", HOSTILE)]));
    let claim_page = room.get(&format!("/claims/{}/edit", claim.id));
    let wrong = room.set(&claim, "said", &[("day", HOSTILE), ("channel", HOSTILE)]);
    let sources = room.get("/sources");
    let source = room.get(&link(&sources.body, "/sources/%22"));
    let source_edit = room.get(&link(&source.body, "/sources/%22"));
    assert!(source_edit.body.contains("merge or split"), "{}", source_edit.body);
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("words", HOSTILE)
        .append_pair("before", HOSTILE)
        .finish();
    let add = room.get(&format!("/reports/{}/add?{form}", claim.document.id));
    let added = room.post(
        &format!("/reports/{}/add", claim.document.id),
        &[("words", HOSTILE), ("name", HOSTILE), ("cue", HOSTILE)],
    );
    for page in
        [&claim_page, &wrong, &sources, &source, &source_edit, &add, &added, &room.get("/log"), &room.get("/decisions")]
    {
        for tag in ["<script>alert", "<img", "\"><script"] {
            assert!(!page.body.contains(tag), "{tag} in {}", page.body);
        }
        assert!(!page.body.contains(" style=") && !page.body.contains(" onclick="));
    }
}

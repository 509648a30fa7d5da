use axum::http::StatusCode;
use claims::{Claim, Decider, Given};

use crate::web::testing::{Answer, Room, link, reading};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said that police believed two bridges might be closed. \
    “They may open soon,” she added.\n\nIt has rained for three days in Graz. The two bridges are old.\n";
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'&</textarea>";

fn room() -> Room {
    Room::with("bridges.txt", TEXT, &Given::default())
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

    /// Sets a field as the form does, which sends the others as they are.
    fn set(&self, claim: &Claim, field: &str, fields: &[(&str, &str)]) -> Answer {
        let named = |name: &str| if name == "reason" { name.to_owned() } else { format!("{field}.{name}") };
        let fields: Vec<_> = fields.iter().map(|(name, value)| (named(name), *value)).collect();
        self.submit(claim, "edit", &fields.iter().map(|(name, value)| (name.as_str(), *value)).collect::<Vec<_>>())
    }

    /// Sends a form about a claim, by its own names.
    fn submit(&self, claim: &Claim, what: &str, fields: &[(&str, &str)]) -> Answer {
        let seen = self.seen(claim);
        self.post(&format!("/claims/{}/{what}", claim.id), &[&[("seen", seen.as_str())], fields].concat())
    }

    /// What stands in the form of the claim, as a browser would send it where nobody touches it.
    fn untouched(&self, claim: &Claim) -> Vec<(String, String)> {
        let page = self.get(&format!("/claims/{}/edit?part=rail", claim.id)).body;
        let form = &page[..page.find("</form>").expect("a form")];
        let plain = |words: &str| words.replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'");
        let after = |tag: &str, begin: &str, end: char| {
            let at = tag.find(begin).map(|at| at + begin.len());
            at.and_then(|at| Some(plain(&tag[at..at + tag[at..].find(end)?]))).unwrap_or_default()
        };
        let tags = form.split('<').filter(|tag| tag.contains(" name=\""));
        let value = |tag: &str| match &tag[..tag.find(' ').unwrap_or_default()] {
            "textarea" => plain(tag.split_once('>').expect("an end").1.trim_start_matches('\n')),
            "select" => {
                let options = &form[form.find(tag).expect("there")..];
                let options = &options[..options.find("</select>").expect("an end")];
                options.split("<option selected>").nth(1).map_or_else(String::new, |o| after(o, "", '<'))
            }
            _ => after(tag, " value=\"", '"'),
        };
        tags.map(|tag| (after(tag, " name=\"", '"'), value(tag))).collect()
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
fn every_field_is_in_the_form_and_is_set_with_author_and_reason() {
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
        assert!(page.contains(&format!(" name=\"{field}.")), "{field} stands in the form");
    }
    let why = ("reason", "heard it again");
    let sent: [(&str, &[(&str, &str)]); 12] = [
        ("words", &[("words", "bridges might be closed"), ("before", ""), ("after", ""), why]),
        ("source", &[("name", "Graz police"), ("kind", "organisation"), ("role", ""), ("mention", "police"), why]),
        ("through", &[("voice", "The Courier"), ("voice", "Anna Pichler"), ("voice", " "), why]),
        ("cue", &[("words", "said"), why]),
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
    assert_eq!(now.content.text, "bridges might be closed");
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
        let at = answer.body.find(&format!("role=\"alert\" id=\"wrong-{field}\"")).expect("an alert");
        let end = at + answer.body[at..].find("</fieldset>").expect("its end");
        let stands = &answer.body[at..end];
        assert!(stands.contains(says), "{field}: {stands}");
        let bad = format!("aria-invalid=\"true\" aria-describedby=\"wrong-{field}\"");
        assert!(stands.contains(&bad) && stands.contains(&format!(" name=\"{field}.")), "{field}: {stands}");
    }
    assert!(room.set(&claim, "words", &[("words", "ten bridges")]).body.contains("\nten bridges</textarea>"));
    // One wrong field keeps the others from being written, and all that are wrong are named.
    let both = [("polarity.polarity", "denied"), ("said.day", "soon"), ("cue.words", "sang")];
    let answer = room.submit(&claim, "edit", &both).body;
    assert!(answer.contains("id=\"wrong-said\"") && answer.contains("id=\"wrong-cue\""), "{answer}");
    assert!(answer.contains("<option selected>denied</option>"), "what was right is kept as well: {answer}");
    assert_eq!(room.seen(&claim), "0", "nothing was written");
}

#[test]
fn only_editors_with_a_form_of_this_desk_decide() {
    let mut room = room();
    let claim = room.claim("two bridges might");
    let edit = format!("/claims/{}/edit", claim.id);
    let body = || format!("token={}&seen=0&polarity.polarity=denied", room.token);
    let foreign = room.ask("POST", &edit, &[("cookie", &room.cookie), ("origin", "http://evil.example")], body());
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let from = "http://127.0.0.1:4180";
    let stranger = room.ask("POST", &edit, &[("origin", from)], body());
    assert_eq!(stranger.header("location"), "/sign-in");
    let back = |referrer: &str| room.ask("POST", &edit, &[("origin", from), ("referer", referrer)], body());
    assert_eq!(back(&format!("{from}/log?until=9")).header("location"), "/sign-in?next=%2Flog%3Funtil%3D9");
    for elsewhere in ["http://evil.example/log", "http://127.0.0.1:4180.evil.example/", "//evil.example"] {
        assert_eq!(back(elsewhere).header("location"), "/sign-in");
    }
    room.token = "guessed".to_owned();
    for (path, fields) in [
        (edit.as_str(), &[("seen", "0"), ("polarity.polarity", "denied")][..]),
        (&format!("/claims/{}/split", claim.id), &[("seen", "0"), ("split.words", "two bridges")]),
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
        !page.contains("polarity.") && page.contains("href=\"/sign-in?next=%2Fclaims%2F") && page.contains("History"),
        "{page}"
    );
    assert!(!room.get("/log").body.contains("action=\"/undo\""));
    let add = room.get(&format!("/reports/{}/add?words=rain", claim.document.id));
    assert_eq!(
        add.header("location"),
        format!("/sign-in?next=%2Freports%2F{}%2Fadd%3Fwords%3Drain", claim.document.id)
    );
    let rail = room.get(&format!("{edit}?part=rail"));
    assert_eq!(rail.header("location"), format!("/sign-in?next=%2Fclaims%2F{}%2Fedit", claim.id));
    assert_eq!(room.seen(&claim), "0", "nothing was written");
}

#[test]
fn who_decides_on_what_somebody_else_changed_meanwhile_is_told() {
    let room = room();
    let claim = room.claim("two bridges might");
    done(&room.set(&claim, "polarity", &[("polarity", "denied")]));
    let edit = format!("/claims/{}/edit", claim.id);
    let late = room.post(&edit, &[("seen", "0"), ("polarity.polarity", "affirmed")]);
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
    for back in ["//evil.example/", "/\\evil.example/", "/é"] {
        let no = room.ledger().history(&claim.id).expect("readable").last().map_or(0, |o| o.no.0).to_string();
        let elsewhere = room.post("/undo", &[("operation", &no), ("back", back)]);
        assert!(done(&elsewhere).starts_with("/log?done="), "{back}");
    }
    assert!(done(&room.post("/undo", &[("operation", "8"), ("back", "")])).starts_with("/log?done="));
    room.sound();
}

#[test]
fn a_missed_claim_is_added_by_words_that_are_selected() {
    let room = room();
    let report = room.claims()[0].document.id.to_string();
    let words = "two bridges";
    let page = room.get(&format!("/reports/{report}/add?words=two+bridges&before=The+&after=+are+old"));
    assert!(page.body.contains("\ntwo bridges</textarea>") && page.body.contains("value=\"The \""), "{}", page.body);
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
fn a_form_that_nobody_touched_changes_nothing() {
    let room = room();
    for claim in room.claims() {
        let fields = room.untouched(&claim);
        assert!(fields.len() > 30, "{fields:?}");
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = room.post(&format!("/claims/{}/edit", claim.id), &fields);
        assert_eq!(done(&sent), format!("/reports/{}?claim={}&done=", claim.document.id, claim.id));
        assert_eq!(room.seen(&claim), "0", "nothing was written on {}", claim.content.text);
    }
}

#[test]
fn the_form_beside_the_text_sets_several_fields_at_once_and_one_undo_takes_them_back() {
    let room = room();
    let claim = room.claim("two bridges might");
    let report = format!("/reports/{}", claim.document.id);
    let page = room.get(&report).body;
    assert!(page.contains(&format!("class=\"edit\" href=\"/claims/{}/edit\"", claim.id)), "{page}");
    let form = room.get(&format!("/claims/{}/edit?part=rail", claim.id)).body;
    assert!(!form.contains("<html") && form.contains("name=\"at\" value=\"rail\""), "{form}");
    let rail = ("at", "rail");
    let wrong = room.submit(&claim, "edit", &[rail, ("said.day", "soon"), ("reason", "heard again")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.body.contains("<html") && wrong.body.contains("value=\"heard again\""), "{}", wrong.body);
    let words = [("words.words", "two bridges"), ("words.before", "The "), ("words.after", " are old")];
    let said = [rail, ("said.day", "2025-03-04"), ("said.channel", ""), ("polarity.polarity", "denied")];
    let to = done(&room.submit(&claim, "edit", &[&said[..], &words].concat()));
    assert_eq!(to, format!("{report}?claim={}&done=2,3,4", claim.id));
    let now = room.claim("two bridges");
    assert_eq!((now.said.edtf.as_deref(), now.polarity), (Some("2025-03-04"), claims::Polarity::Denied));
    assert_eq!(
        now.content.spans[0].start,
        TEXT.find("two bridges are").expect("there") - TEXT.matches(['“', '”']).map(|q| q.len() - 1).sum::<usize>(),
        "the words that were selected, not those near the claim"
    );
    let page = room.get(&to).body;
    for no in ["2", "3", "4"] {
        assert!(page.contains(&format!("name=\"operation\" value=\"{no}\"")), "{page}");
    }
    let back = ("back", report.as_str());
    let undo = [("operation", "2"), ("operation", "3"), ("operation", "4"), back];
    assert_eq!(done(&room.post("/undo", &undo)), format!("{report}?done=5,6,7"));
    assert_eq!(room.claim("two bridges might").polarity, claim.polarity);
    assert_eq!(room.post("/undo", &undo).status, StatusCode::CONFLICT);
    let to = done(&room.submit(&claim, "stand/reject", &[rail]));
    assert!(to.starts_with(&format!("{report}?claim=")), "{to}");
    room.sound();
}

#[test]
fn a_claim_is_split_in_two_and_put_together_again() {
    let room = room();
    let claim = room.claim("two bridges might");
    let page = room.get(&format!("/claims/{}/edit", claim.id)).body;
    assert!(page.contains(&format!("action=\"/claims/{}/split\"", claim.id)), "{page}");
    let none = room.submit(&claim, "split", &[("split.words", "It has rained")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("id=\"wrong-split\"") && none.body.contains("not among those"), "{}", none.body);
    let before = room.claims().len();
    let to = done(&room.submit(&claim, "split", &[("split.words", "might be closed"), ("reason", "two things")]));
    let now = room.claim("two bridges");
    assert_eq!((now.id, now.content.text.as_str()), (claim.id.clone(), "two bridges"));
    assert_eq!(room.claim("might be closed").chain, claim.chain);
    assert_eq!(room.claims().len(), before + 1);
    let nos: Vec<&str> = to.split_once("done=").expect("operations").1.split(',').collect();
    let undo: Vec<_> = nos.iter().map(|no| ("operation", *no)).collect();
    done(&room.post("/undo", &undo));
    assert_eq!((room.claims().len(), room.claim("two bridges").content.text), (before, claim.content.text));
    room.sound();
}

#[test]
fn names_that_may_be_the_same_source_are_offered() {
    let room = room();
    let (claim, other) = (room.claim("They may open soon"), room.claim("two bridges might"));
    done(&room.set(&other, "source", &[("name", "Mayor Pichler"), ("kind", ""), ("role", ""), ("mention", "")]));
    let form = room.get(&format!("/claims/{}/edit?part=rail", claim.id)).body;
    assert!(form.contains("data-name=\"Mayor Pichler\""), "{form}");
    let merge = link(&form, "/sources/Anna%20Pichler/edit?into=");
    assert!(room.get(&merge).body.contains("name=\"into\" value=\"Mayor Pichler\""), "{merge}");
}

#[test]
fn signing_in_leads_back_to_where_one_was_and_nowhere_else() {
    let room = room();
    let report = format!("/reports/{}", room.claims()[0].document.id);
    let stranger = room.ask("GET", &report, &[], "").body;
    assert!(!stranger.contains("class=\"edit\""), "{stranger}");
    let page = room.ask("GET", &link(&stranger, "/sign-in"), &[], "").body;
    assert!(page.contains(&format!("name=\"next\" value=\"{report}\"")), "{page}");
    let sign_in = |next: &str| {
        room.desk.sessions.expect("first");
        room.post("/sign-in", &[("name", "anna"), ("first", "first"), ("next", next)])
    };
    assert_eq!(sign_in(&report).header("location"), report);
    for other in [
        "",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "https://evil.example/",
        "/\r\nx-a: b",
        "javascript:alert(1)",
        "/é",
        HOSTILE,
    ] {
        let answer = sign_in(other);
        assert_eq!((answer.header("location"), answer.header("x-a")), ("/cases", ""), "{other:?}");
        let asked = form_urlencoded::Serializer::new(String::new()).append_pair("next", other).finish();
        let page = room.get(&format!("/sign-in?{asked}")).body;
        assert!(!page.contains("name=\"next\"") && !page.contains("evil"), "{page}");
    }
    let wrong = room.post("/sign-in", &[("name", "anna"), ("password", "guessed"), ("next", &report)]);
    assert!(wrong.body.contains(&format!("name=\"next\" value=\"{report}\"")), "{}", wrong.body);
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

    // Who comes by the old name is told the new one, and the log says what each undoing was about.
    let old = room.get("/sources/Ida%20Holm");
    assert_eq!(old.status, StatusCode::NOT_FOUND);
    assert!(
        old.body.contains("found Ida Holm to be Anna Pichler") && old.body.contains("href=\"/sources/Anna%20Pichler\""),
        "{}",
        old.body
    );
    let no = |to: &str| to.rsplit('=').next().expect("a number").to_owned();
    let undo = |no: &str| done(&room.post("/undo", &[("operation", no), ("back", "/log")]));
    let merged = no(&to);
    let undone = undo(&merged);
    let says = format!("operation {merged}: merged Ida Holm is Anna Pichler");
    assert!(room.get(&undone).body.contains(&format!("undone {says}")), "{}", room.get(&undone).body);
    assert_eq!(room.get("/sources/Ida%20Holm").status, StatusCode::OK);
    let again = undo(&no(&undone));
    for page in [&again, "/changes?since=today"] {
        let page = room.get(page).body;
        assert!(page.contains("brought back") && page.contains(&says), "{page}");
    }
}

#[test]
fn a_source_that_is_split_in_many_reports_is_one_again_with_one_undo() {
    let room = Room::new();
    for n in 1..=12 {
        let text = format!("Flood {n}\n\nMayor Anna Berg said that {n} houses were flooded.\n");
        room.file(reading("flood.txt", &text, &Given::default()));
    }
    let page = room.get("/sources/Anna%20Berg/edit").body;
    let ticks = page.split("name=\"called\" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut fields: Vec<(&str, &str)> = ticks.take(11).map(|tick| ("called", tick)).collect();
    fields.push(("into", "Ida Holm"));
    let at = done(&room.post("/sources/Anna%20Berg/edit/split", &fields));
    let named = |name: &str| room.claims().iter().filter(|c| c.source.as_ref().is_some_and(|s| s.name == name)).count();
    assert_eq!((named("Anna Berg"), named("Ida Holm")), (1, 11));
    let page = room.get(&at).body;
    assert!(page.contains("and 3 more"), "{page}");
    let nos: Vec<&str> = at.rsplit('=').next().expect("numbers").split(',').collect();
    assert_eq!(page.matches("name=\"operation\"").count(), nos.len() + nos.len(), "at the top, and in the history");
    let undo: Vec<(&str, &str)> = nos.iter().map(|no| ("operation", *no)).chain([("back", "/log")]).collect();
    done(&room.post("/undo", &undo));
    assert_eq!((named("Anna Berg"), named("Ida Holm")), (12, 0));
}

#[test]
fn what_reports_call_a_source_is_listed_in_pages_and_searched() {
    let text = |n: usize| format!("Flood {n}\n\nMayor Anna Berg said that {n} houses were flooded near the harbour.\n");
    let room = Room::new();
    for n in 1..=201 {
        room.file(reading("flood.txt", &text(n), &Given::default()));
    }
    let ticks = |page: &str| page.matches("name=\"called\"").count();
    let first = room.get("/sources/Anna%20Berg/edit").body;
    assert!(ticks(&first) == 200 && first.contains("These are 1 to 200 of 201"), "{}", ticks(&first));
    let next = link(&first, "/sources/Anna%20Berg/edit?of=&#38;page=1").replace("&#38;", "&");
    let last = room.get(&next).body;
    assert!(
        ticks(&last) == 1 && last.contains("These are 201 to 201 of 201") && last.contains("rel=\"prev\""),
        "{last}"
    );
    let found = room.get("/sources/Anna%20Berg/edit?of=flood%20117").body;
    assert!(ticks(&found) == 1 && found.contains("in Flood 117"), "{found}");
    let none = room.get("/sources/Anna%20Berg/edit?of=%25%3Cscript%3E").body;
    assert!(ticks(&none) == 0 && none.contains("has “%&#60;script&#62;” in it"), "{none}");
    // Who is refused stays on the page where they were.
    let fields = [("of", ""), ("page", "1"), ("into", "Ida Holm")];
    let refused = room.post("/sources/Anna%20Berg/edit/split", &fields).body;
    assert!(refused.contains("These are 201 to 201") && refused.contains("Tick what the reports call"), "{refused}");
}

#[test]
fn decisions_that_lost_their_words_are_listed_and_those_that_moved_too() {
    let room = room();
    let (shared, kept) = (room.claim("two bridges might"), room.claim("They may open soon"));
    done(&room.set(&shared, "polarity", &[("polarity", "denied")]));
    done(&room.set(&kept, "polarity", &[("polarity", "denied")]));
    assert!(room.get("/decisions").body.contains("Every decision applies"));
    let mut other = reading("bridges.txt", TEXT, &Given::default());
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

#[test]
fn of_editors_who_decide_at_the_same_moment_one_does() {
    let room = room();
    let claim = room.claim("two bridges");
    let seen = room.seen(&claim);
    let path = format!("/claims/{}/stand/reject", claim.id);
    let said: Vec<StatusCode> = std::thread::scope(|scope| {
        let one = || room.post(&path, &[("seen", seen.as_str())]).status;
        let all: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert_eq!(said.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{said:?}");
    assert_eq!(said.iter().filter(|status| **status == StatusCode::CONFLICT).count(), 7, "{said:?}");
    assert_eq!(room.ledger().history(&claim.id).expect("readable").len(), 1);
}

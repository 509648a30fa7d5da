use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use corrections::{Act, CaseNo, Incoming, Kind, Page, Quote, Receipt, Report};
use desk::{Filter, LedgerError};
use serde_json::Value;

use super::{OPENAPI, PROBLEM, routes};
use crate::web::router;
use crate::web::testing::{Answer, Room, reading, stamp};

const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said on Monday that police believed about 20 bridges near Vienna \
    might be closed. “They may open soon,” she added.\n\nThe council denied on 3 May 2024 that it had known.\n";
const HOSTILE: &str =
    "<script>alert(1)</script>\n\nMayor \"<img src=x>\" Pichler said that \"<svg onload=alert(2)>\" came.\n";

/// A desk with two reports, decisions on a claim, and a case that was decided.
fn room() -> Room {
    let room = Room::new();
    let published = claims::edtf::bounds("2024-05-06").and_then(|bounds| bounds.first);
    let given = claims::Given { published, ..claims::Given::default() };
    for (name, text) in [("bridges.txt", TEXT), ("hostile.txt", HOSTILE)] {
        room.file(reading(name, text, &given));
    }
    let claims: Vec<_> = room.claims().into_iter().map(|claim| claim.id).collect();
    let (mut ledger, stamp) = (room.ledger(), stamp());
    let no = ledger.reject(&claims[0], Some("not so".to_owned()), &stamp).expect("rejected");
    ledger.undo(no, None, &stamp).expect("undone");
    ledger.reject(&claims[1], None, &stamp).expect("rejected");
    let change = desk::Change::Status(claims::Status::Planned);
    ledger.set(&claims[0], change, Some("it is".to_owned()), &stamp).expect("set");
    ledger.merge("The council", "City Council", None, &stamp).expect("merged");
    ledger.split("City Council", "Other Council", vec!["The council".to_owned()], None, None, &stamp).expect("split");
    let mut store = room.store();
    let quote = Quote::new("bridges", "20 ", "").expect("words");
    let page = Page::new("https://paper.example/a").expect("a page");
    let report = Report::new(page, quote, Kind::Figure, "tunnels").and_then(|r| r.with_contact("me@mail.example"));
    let incoming = Incoming { report: report.expect("a report"), receipt: Receipt::of([1; 16]), at: stamp.at };
    store.receive(&[incoming]).expect("stored");
    let act = Act::Accepted { words: "tunnels".to_owned(), note: "Sorry.".to_owned(), anchor: None };
    store.decide(CaseNo(1), act, None, &stamp).expect("decided");
    room
}

impl Room {
    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"), "{path}");
        serde_json::from_str(&answer.body).expect("JSON")
    }
}

fn described() -> Value {
    serde_json::from_str(OPENAPI).expect("the description is JSON")
}

/// What of `value` is not as `schema` says, at `at`. Knows the words of JSON Schema that the description uses, and
/// takes any other for a mistake.
fn wrong(api: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("{other} is no type"),
    };
    for (word, says) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "description" => {}
            "$ref" => {
                let place = says.as_str().and_then(|says| says.strip_prefix('#')).expect("a place in the description");
                let schema = api.pointer(place).unwrap_or_else(|| panic!("{place} is not there"));
                found.extend(wrong(api, schema, value, at));
            }
            "type" => {
                let kinds = says.as_array().cloned().unwrap_or_else(|| vec![says.clone()]);
                if !kinds.iter().any(|kind| is(kind.as_str().expect("a type"))) {
                    found.push(format!("{at}: {value} is no {says}"));
                }
            }
            "enum" => {
                if !says.as_array().expect("a list").contains(value) {
                    found.push(format!("{at}: {value} is none of {says}"));
                }
            }
            "anyOf" => {
                let tried: Vec<_> =
                    says.as_array().expect("a list").iter().map(|one| wrong(api, one, value, at)).collect();
                if tried.iter().all(|wrong| !wrong.is_empty()) {
                    found.extend(tried.into_iter().flatten());
                }
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.flat_map(|(i, item)| wrong(api, says, item, &format!("{at}/{i}"))));
            }
            "required" => {
                let names = says.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name"));
                found.extend(
                    names.filter(|name| value.get(name).is_none()).map(|name| format!("{at}/{name} is missing")),
                );
            }
            "properties" => {
                for (name, schema) in says.as_object().expect("properties") {
                    if let Some(value) = value.get(name) {
                        found.extend(wrong(api, schema, value, &format!("{at}/{name}")));
                    }
                }
            }
            "additionalProperties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    if schema.pointer("/properties").is_some_and(|known| known.get(name).is_some()) {
                        continue;
                    }
                    match says {
                        Value::Bool(false) => found.push(format!("{at}/{name} is not described")),
                        says => found.extend(wrong(api, says, value, &format!("{at}/{name}"))),
                    }
                }
            }
            other => panic!("{other} is a word that this test does not know"),
        }
    }
    found
}

#[test]
fn every_answer_is_as_the_description_says() {
    let room = room();
    let api = described();
    assert_eq!(api["openapi"], "3.1.0");
    let described: BTreeSet<&str> = api["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    let there: BTreeSet<&str> = routes().into_iter().map(|(path, _)| path).collect();
    assert_eq!(described, there, "the description and the routes name the same paths");
    let claims = room.json("/api/v1/claims");
    let first = &claims["items"][0];
    let named = |path: &str| {
        path.replace("/reports/{id}", &format!("/reports/{}", first["document"]["id"].as_str().expect("an id")))
            .replace("{id}", first["id"].as_str().expect("an id"))
            .replace("{name}", "Anna%20Pichler")
            .replace("{no}", "1")
    };
    let mut held = 0;
    let mut hold = |path: &str, at: &str, cookie: &str, status: u16| {
        let answer = room.ask("GET", at, &[("cookie", cookie)], "");
        assert_eq!(answer.status.as_u16(), status, "{at}: {}", answer.body);
        let responses = &api["paths"][path]["get"]["responses"][status.to_string()];
        let place = responses["$ref"].as_str().map(|place| place.trim_start_matches('#').to_owned());
        let response = place.map_or_else(|| responses.clone(), |at| api.pointer(&at).cloned().expect("described"));
        let (kind, content) = response["content"].as_object().and_then(|c| c.iter().next()).expect("a content");
        assert_eq!(answer.header("content-type"), kind, "{at}");
        let body: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!(wrong(&api, &content["schema"], &body, at), Vec::<String>::new());
        assert!(body.get("items").is_none_or(|items| items[0].is_object()), "{at} has something to hold against it");
        held += 1;
    };
    for path in &described {
        let at = format!("/api/v1{}", named(path));
        hold(path, &at, &room.cookie, 200);
        let parameters: Vec<&Value> =
            api["paths"][*path]["get"]["parameters"].as_array().expect("a list").iter().collect();
        for parameter in &parameters {
            let place = parameter["$ref"].as_str().expect("a place").trim_start_matches('#');
            let parameter = api.pointer(place).expect("described");
            if parameter["in"] == "query" {
                let name = parameter["name"].as_str().expect("a name");
                // Each is known: as often as it is given twice, that is what is complained of.
                let twice = room.get(&format!("{at}?{name}=1&{name}=1"));
                assert!(twice.body.contains("more than once"), "{at} does not know {name}: {}", twice.body);
            }
        }
        let has = |code: &str| !api["paths"][*path]["get"]["responses"][code].is_null();
        if has("400") {
            hold(path, &format!("{at}?colour=red"), &room.cookie, 400);
        }
        if has("401") {
            hold(path, &at, "", 401);
        }
        if has("404") {
            let nobody = path.replace("{id}", "ffffffffffffffffffff").replace("{name}", "Nobody").replace("{no}", "99");
            hold(path, &format!("/api/v1{nobody}"), &room.cookie, 404);
        }
    }
    hold("/claims", "/api/v1/claims?standing=rejected", "", 200);
    let set = room.json("/api/v1/claims")["items"][0]["decided"]["status"]["was"]["field"].take();
    assert_eq!(set, "status", "what a person set is among what is held");
    hold("/cases", "/api/v1/cases?status=accepted", &room.cookie, 200);
    assert!(held > 25, "{held} answers were held against the description");
}

#[test]
fn a_description_that_is_wrong_is_found_out() {
    let api = described();
    let claim = &api["components"]["schemas"]["Claim"];
    let room = room();
    let mut value = room.json("/api/v1/claims")["items"][0].take();
    assert!(wrong(&api, claim, &value, "").is_empty());
    value["polarity"] = "perhaps".into();
    value["more"] = 1.into();
    value["said"]["edtf"] = 3.into();
    value.as_object_mut().expect("a claim").remove("chain");
    assert_eq!(wrong(&api, claim, &value, "").len(), 4);
}

#[test]
fn lists_are_the_command_lines_lines_in_parts() {
    let room = room();
    let mut lines = Vec::new();
    let ledger = room.ledger();
    let each = |entry: desk::Entry| -> Result<(), LedgerError> {
        lines.push(serde_json::from_str::<Value>(&entry.json).expect("JSON"));
        Ok(())
    };
    ledger.claims(&Filter::default(), each).expect("read");
    assert!(lines.len() > 2);
    let (mut got, mut next) = (Vec::new(), "/api/v1/claims?limit=1&q=&source=".to_owned());
    for _ in 0..20 {
        let part = room.json(&next);
        got.extend(part["items"].as_array().expect("items").clone());
        match part["next"].as_str() {
            Some(at) => next = at.to_owned(),
            None => break,
        }
    }
    assert_eq!(got, lines);
    let log = room.json("/api/v1/log?skip=2&limit=2");
    assert_eq!((&log["items"][0]["no"], &log["items"][1]["kind"]), (&3.into(), &"undone".into()));
    assert_eq!(log["next"], "/api/v1/log?limit=2&skip=4");
    let all = room.json("/api/v1/claims?certainty=stated,possible&from=2024&to=2024&order=said&about_from=2020");
    assert!(all["items"].as_array().is_some_and(|items| items.iter().all(|c| c["said"]["edtf"].is_string())));
}

#[test]
fn every_value_of_a_facet_narrows_down_to_the_claims_it_counts() {
    let room = room();
    let whole = room.json("/api/v1/facets");
    assert_eq!((&whole["claims"], &whole["more"]), (&room.claims().len().into(), &false.into()));
    let mut followed = BTreeSet::new();
    for facet in whole["facets"].as_array().expect("facets") {
        let parameter = facet["parameter"].as_str().expect("a name");
        for value in facet["values"].as_array().expect("values") {
            let words = super::pages::encoded(value["value"].as_str().expect("words"));
            let claims = room.json(&format!("/api/v1/claims?{parameter}={words}&limit=500"));
            assert_eq!(
                claims["items"].as_array().map(Vec::len),
                value["claims"].as_u64().map(|n| n as usize),
                "{value}"
            );
            let within = room.json(&format!("/api/v1/facets?{parameter}={words}"));
            assert_eq!(within["claims"], value["claims"], "{parameter}={words}");
            followed.insert(parameter.to_owned());
        }
    }
    assert!(
        followed.is_superset(&["who", "kind", "day", "place", "put", "course"].map(str::to_owned).into()),
        "{followed:?}"
    );
    let one = room.json("/api/v1/facets?values=1");
    assert!(
        one["facets"].as_array().expect("facets").iter().all(|f| f["values"].as_array().expect("values").len() < 2)
    );
}

#[test]
fn the_reports_of_a_case_come_one_by_one_and_in_parts() {
    let room = room();
    let page = Page::new("https://paper.example/b").expect("a page");
    let incoming: Vec<Incoming> = (2..5)
        .map(|n| {
            let quote = Quote::new("two boats", "", "").expect("words");
            let report = Report::new(page.clone(), quote, Kind::Name, &format!("{n} boats")).expect("a report");
            let report = report.with_comment("I <b>saw</b> them.").expect("words");
            Incoming { report, receipt: Receipt::of([n; 16]), at: stamp().at }
        })
        .collect();
    room.store().receive(&incoming).expect("stored");
    let first = room.json("/api/v1/cases/2/reports?limit=2");
    let said = |part: &Value| -> Vec<String> {
        let items = part["items"].as_array().expect("items").iter();
        items.map(|item| item["suggestion"].as_str().expect("words").to_owned()).collect()
    };
    assert_eq!(said(&first), ["2 boats", "3 boats"]);
    assert_eq!(first["items"][0]["comment"], "I <b>saw</b> them.");
    assert_eq!(first["next"], "/api/v1/cases/2/reports?limit=2&skip=2");
    let rest = room.json("/api/v1/cases/2/reports?limit=2&skip=2");
    assert_eq!((said(&rest), &rest["next"]), (vec!["4 boats".to_owned()], &Value::Null));
    assert_eq!(room.ask("GET", "/api/v1/cases/2/reports", &[], "").status, StatusCode::UNAUTHORIZED);
}

#[test]
fn what_is_not_understood_is_refused_and_nothing_can_be_changed() {
    let room = room();
    for (path, says) in [
        ("/api/v1/claims?limit=0", "limit"),
        ("/api/v1/claims?limit=501", "limit"),
        ("/api/v1/facets?values=0", "values"),
        ("/api/v1/facets?standing=rejected", "standing"),
        ("/api/v1/claims?skip=-1", "skip"),
        ("/api/v1/claims?from=yesterday", "from is a day"),
        ("/api/v1/claims?certainty=sure", "sure"),
        ("/api/v1/claims?standing=x", "standing"),
        ("/api/v1/claims?order=x", "order"),
        ("/api/v1/sources?order=said", "order"),
        ("/api/v1/cases?status=x", "status"),
        ("/api/v1/claims?<script>=1", "script"),
    ] {
        let answer = room.get(&path.replace('<', "%3C").replace('>', "%3E"));
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::BAD_REQUEST, PROBLEM), "{path}");
        assert!(answer.body.contains(says) && answer.header("x-content-type-options") == "nosniff", "{}", answer.body);
    }
    for (method, path, status) in [
        ("POST", "/api/v1/claims", StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/api/v1/none", StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/api/v1/none", StatusCode::NOT_FOUND),
        ("GET", "/api/v1/reports/..%2f..%2fetc%2fpasswd", StatusCode::NOT_FOUND),
    ] {
        let answer = room.ask(method, path, &[], "");
        assert_eq!((answer.status, answer.header("content-type")), (status, PROBLEM), "{method} {path}");
    }
    let elsewhere = Request::builder().uri("/api/v1/claims").header("host", "evil.example");
    let answer = Answer::now(router(Arc::clone(&room.desk)), elsewhere.body(Body::empty()).expect("a request"));
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
    for path in ["/api/v1/cases/1", "/api/v1/cases/1/reports"] {
        assert!(!room.get(path).body.contains("mail.example"), "no contact leaves the desk's own pages");
    }
}

#[test]
fn the_page_for_people_is_drawn_from_the_description() {
    let page = room().get("/api").body;
    for (path, _) in routes() {
        assert!(page.contains(&format!("GET /api/v1{path}<")), "{path}");
    }
    assert!(page.contains("begin* is a beginning") && page.contains("Nobody is signed in."), "{page}");
}

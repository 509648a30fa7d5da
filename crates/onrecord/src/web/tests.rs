use axum::body::Body;
use axum::http::{Request, StatusCode};
use claims::Decider;
use desk::{Ledger, Stamp};

use super::testing::{Answer, link, reading, stamp};

/// A ledger with `reports` on record, and the folder that holds it.
fn ledger(reports: &[(&str, &str)]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let mut ledger = Ledger::open_or_create(&path).expect("a ledger");
    let given = claims::Given { outlet: Some("The <b>Courier</b>".to_owned()), ..claims::Given::default() };
    for (name, text) in reports {
        ledger.file(reading(name, text, &given), &stamp()).expect("filed");
    }
    (folder, path)
}

/// What the desk answers to a request for `path`, made by `host`.
fn ask_as(ledger: &std::path::Path, method: &str, host: &str, path: &str) -> Answer {
    let request =
        Request::builder().method(method).uri(path).header("host", host).body(Body::empty()).expect("a request");
    Answer::now(
        super::router(super::Desk::new(ledger.to_owned(), desk::Reader::Rules, super::Allowance::default()).into()),
        request,
    )
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
    let next = first.body.split_once("rel=\"next\" ").map(|(_, rest)| link(rest, "/?source")).unwrap_or_default();
    assert!(next.ends_with("page=1"), "{next}");
    let second = ask(&ledger, &next.replace("&#38;", "&").replace("&amp;", "&"));
    assert!(
        second.body.contains("start=\"51\"") && second.body.contains("bridge 59") && !second.body.contains("bridge 3 ")
    );
    assert!(!second.body.contains("rel=\"next\""));
    assert!(ask(&ledger, "/?page=18446744073709551615").status == StatusCode::OK, "a page far behind the end is empty");
    assert!(!ask(&ledger, "/reports").body.contains("rel=\"next\""));
}

/// An address of a page as a browser would ask for it.
fn plain(address: &str) -> String {
    address.replace("&#38;", "&").replace("&amp;", "&")
}

#[test]
fn claims_are_narrowed_down_by_what_they_have_and_widened_again() {
    let text = "Anna Berg said on Telegram that the bridge was closed.\n\nLee Ito said that the bridge might be open.";
    let (_folder, ledger) = ledger(&[("bridge.txt", text), ("mayor.txt", MAYOR)]);
    let all = ask(&ledger, "/");
    let berg = plain(&link(&all.body, "/?who=Anna%20Berg"));
    let narrow = ask(&ledger, &berg);
    assert!(narrow.body.contains("the bridge was closed") && !narrow.body.contains("might be open"), "{}", narrow.body);
    assert!(narrow.body.contains(", take away") && narrow.body.contains("1 passes"), "{}", narrow.body);
    let both = plain(&link(&narrow.body, "/?who=Anna%20Berg&"));
    assert_eq!(ask(&ledger, &both).status, StatusCode::OK);
    assert!(ask(&ledger, "/?who=Anna").body.contains("Nothing matches"), "a facet is a whole value");
    let carried = "name=\"who\" value=\"Anna Berg\"";
    assert!(narrow.body.contains(carried), "the form keeps what was ticked");
    assert!(ask(&ledger, "/?paper=%22%3E%3Cscript%3Ealert(1)").body.contains("&#34;&#62;&#60;script&#62;alert"));
}

#[test]
fn a_source_page_shows_what_changed_and_judges_nothing() {
    let text =
        |day: &str, words: &str| format!("Flood\n\nOn {day}, Mayor Anna Berg said that {words} near the harbour.\n");
    let (_folder, ledger) = ledger(&[
        ("a.txt", &text("3 March 2025", "40 houses were flooded")),
        ("b.txt", &text("5 March 2025", "70 houses might be flooded")),
    ]);
    let page = ask(&ledger, &link(&ask(&ledger, "/sources").body, "/sources/")).body;
    assert!(page.contains("What changed") && page.contains("Either may be right"), "{page}");
    assert!(
        page.contains("<mark class=\"differs figure\">") && page.contains("<mark class=\"differs certainty\">"),
        "{page}"
    );
    assert!(page.find("Mon 3 Mar 2025") < page.find("Wed 5 Mar 2025"), "{page}");
    assert!(page.contains("reported by"), "{page}");
}

#[test]
fn what_is_denied_is_said_in_words_wherever_the_claim_stands() {
    let text = "Flood\n\nOn 3 March 2025, Mayor Anna Berg said that no houses were flooded near the harbour.\n\n\
        On 3 March 2025, police chief Lee Ito denied that 70 houses were flooded near the harbour.\n\n\
        On 3 March 2025, Bo Lund said that 40 houses were flooded near the harbour.\n";
    let (_folder, ledger) = ledger(&[("flood.txt", text)]);
    let said = "<span class=\"hedge\">denied: “no”</span>";
    let list = ask(&ledger, "/").body;
    for page in [
        list.clone(),
        ask(&ledger, &link(&list, "/reports/")).body,
        ask(&ledger, &link(&list, "/claims/")).body,
        ask(&ledger, "/sources/Anna%20Berg").body,
        ask(&ledger, "/matters?day=2025-03-03").body,
        ask(&ledger, "/timeline").body,
    ] {
        assert_eq!(page.matches(said).count(), 1, "{page}");
    }
    // The cue says it of the other, wherever that stands.
    let cue = "<span class=\"hedge\">denied</span>";
    for page in ["/", "/matters?day=2025-03-03", "/timeline", "/sources/Lee%20Ito"] {
        assert_eq!(ask(&ledger, page).body.matches(cue).count(), 1, "{page}");
    }
    assert!(ask(&ledger, "/timeline").body.contains("near the harbour (denied)"));
    let report = ask(&ledger, &link(&list, "/reports/")).body;
    assert!(report.contains("Lee Ito, stated, denied\"") && report.contains("Bo Lund, stated\""), "{report}");
    assert!(report.contains("Anna Berg, stated, denied\"") && report.contains("said Mon 3 Mar 2025 · "), "{report}");
}

#[test]
fn a_hedge_that_is_its_own_degree_is_said_once() {
    let text =
        "Data\n\nPresident Anna Berg revealed preliminary data indicating that Narva has begun deploying ships.\n";
    let (_folder, ledger) = ledger(&[("data.txt", text)]);
    let list = ask(&ledger, "/").body;
    assert!(list.contains("<span class=\"hedge\">preliminary</span>") && !list.contains("preliminary: "), "{list}");
}

#[test]
fn who_cites_whom_stands_on_both_pages() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    let found = ask(&ledger, "/sources?source=pichler").body;
    assert!(found.contains("/sources/Anna%20Pichler") && !found.contains("/sources/police"), "{found}");
    let nobody = ask(&ledger, "/sources?source=%3Cscript%3E").body;
    assert!(
        nobody.contains("Nobody on record has “<bdi>&#60;script&#62;</bdi>”") && nobody.contains("All sources"),
        "{nobody}"
    );
    let mayor = ask(&ledger, "/sources/Anna%20Pichler").body;
    assert!(mayor.contains("<dt>cites</dt>") && mayor.contains("via=Anna%20Pichler"), "{mayor}");
    let police = ask(&ledger, "/sources/police").body;
    assert!(police.contains("<dt>cited by</dt>") && police.contains("Anna Pichler"), "{police}");
}

#[test]
fn changes_tell_what_was_filed_decided_and_undone_since_a_moment() {
    let (_folder, path) = ledger(&[("mayor.txt", MAYOR)]);
    let mut desk = Ledger::open_or_create(&path).expect("a ledger");
    let stamp = Stamp { at: "2025-03-04T10:00:00Z".parse().expect("a time"), by: Decider::person("anna") };
    let no = desk.merge("police", "Police of Graz", Some("<b>one body</b>".to_owned()), &stamp).expect("merged");
    desk.undo(no, None, &stamp).expect("undone");
    let all = ask(&path, "/changes?since=beginning").body;
    assert!(all.contains("<strong>filed</strong>") && all.contains("claims"), "{all}");
    let some = ask(&path, "/changes?since=2025-03-04").body;
    assert!(!some.contains("<strong>filed</strong>") && some.contains("(undone since)"), "{some}");
    assert!(
        some.find("<strong>undone</strong>") < some.find("<strong>merged</strong>"),
        "the last comes first: {some}"
    );
    assert!(some.contains("&#60;b&#62;one body") && some.contains("· anna ·") && !some.contains("person:"), "{some}");
    assert!(ask(&path, "/changes?since=2025-03-06").body.contains("Nothing happened"));
    assert!(ask(&path, "/changes?since=%3Cscript%3E").body.contains("is no moment"));
}

const FLOOD: &str = "Flood\n\nOn 3 March 2025, Mayor Anna Berg said that 40 houses were flooded in Kyiv since 1 March 2025.\n\n\
    On 3 March 2025, police chief Lee Ito said that 70 houses might be flooded in Kyiv. Bo Lund said that help was needed in Ukraine.\n";

#[test]
fn the_timeline_has_every_mark_as_a_link_and_again_in_a_table() {
    let (_folder, ledger) = ledger(&[("flood.txt", FLOOD)]);
    let page = ask(&ledger, "/timeline");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("data-side=\"said\" aria-label=\"1, said Mon 3 Mar 2025: Anna Berg:"), "{}", page.body);
    assert!(page.body.contains("data-side=\"about\"") && page.body.contains("class=\"open\""), "{}", page.body);
    assert!(page.body.contains("<caption class=\"sr\">Claims by day"));
    assert!(!page.body.contains(" style="));
    let none = ask(&ledger, "/timeline?from=2031");
    assert!(none.body.contains("Nothing on record matches") && none.body.contains("said from"), "{}", none.body);
}

#[test]
fn the_map_shades_a_country_marks_a_town_and_leads_to_its_claims() {
    let (_folder, ledger) = ledger(&[("flood.txt", FLOOD)]);
    let page = ask(&ledger, "/map").body;
    assert!(page.contains("class=\"country\"") && page.contains("class=\"spot\""), "{page}");
    assert!(page.contains("Kyiv, UA: 2 claims") && page.contains("Ukraine, UA: 1 claim, a country"), "{page}");
    let claims = ask(&ledger, &plain(&link(&page, "/?place=Kyiv"))).body;
    assert!(
        claims.contains("40 houses") && claims.contains("70 houses") && !claims.contains("help was needed"),
        "{claims}"
    );
    assert!(ask(&ledger, "/map?who=Nobody").body.contains("No claim on record that matches"));
}

#[test]
fn matters_lay_sources_side_by_side_and_mark_only_what_differs() {
    let (_folder, ledger) = ledger(&[("flood.txt", FLOOD)]);
    let page = ask(&ledger, "/matters").body;
    assert!(
        page.contains(
            "<strong>40 houses</strong>: <bdi>Anna Berg</bdi> · <strong>70 houses</strong>: <bdi>Lee Ito</bdi>"
        ) && page.contains("Nobody is said to be right"),
        "{page}"
    );
    assert!(page.contains("2 origins that can be told apart"), "{page}");
    for drawn in [
        "<svg class=\"origin-map wide\"",
        "role=\"img\"",
        "<desc id=\"narrow1d\">",
        "class=\"shape s0\"",
        "class=\"shape s1\"",
    ] {
        assert!(page.contains(drawn), "{drawn} is not in {page}");
    }
    assert!(page.contains("The &#60;b&#62;Courier") && !page.contains("<b>"), "an outlet can draw nothing: {page}");
    assert!(
        page.contains("<mark class=\"differs certainty\"><span class=\"sr\">[certainty] </span>might</mark>"),
        "{page}"
    );
    assert!(ask(&ledger, "/matters?day=2031-01-01").body.contains("No claim on record has this day"));

    // Days with nothing to lay side by side are passed over, and those with one claim are not offered.
    let later = |month: u32| {
        let said = |who: &str, what: &str| {
            format!(
                "On 3 {} 2026, {who} said that {what}.",
                ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
                    [month as usize]
            )
        };
        let both =
            format!("{} {}", said("Ida Holm", "the library had new chairs"), said("Kai Moe", "rowing was cheap"));
        if month == 9 { said("Ida Holm", "the library had new chairs") } else { both }
    };
    let texts: Vec<(String, String)> =
        (0..10).map(|n| (format!("{n}.txt"), format!("Later {n}\n\n{}\n", later(n)))).collect();
    let mut all: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    all.push(("flood.txt", FLOOD));
    let (_folder, ledger) = self::ledger(&all);
    let page = ask(&ledger, "/matters").body;
    assert!(page.contains("<strong>40 houses</strong>: <bdi>Anna Berg</bdi>"), "{page}");
    assert!(page.contains("day=2026-09-03\"") && !page.contains("day=2026-10-03\""), "{page}");
    assert!(ask(&ledger, "/matters?day=%3Cscript%3E").body.contains("is no day"));
}

#[test]
fn a_claim_has_addresses_of_its_exact_words_and_the_report_has_the_anchor() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    let at = link(&ask(&ledger, "/").body, "/claims/");
    let claim = ask(&ledger, &at).body;
    let anchor = format!("#at-{}", at.trim_start_matches("/claims/"));
    assert!(claim.contains(&anchor) && claim.contains("#:~:text="), "{claim}");
    let report = ask(&ledger, &link(&claim, "/reports/")).body;
    assert!(report.contains(&format!("<span id=\"{}\"></span>", &anchor[1..])), "{report}");
    assert!(report.contains("aria-label=\"Claim 1: "), "{report}");
}

#[test]
fn each_page_says_first_what_it_is_and_a_report_does_not_say_its_title_twice() {
    let (_folder, ledger) = ledger(&[("mayor.txt", MAYOR)]);
    let list = ask(&ledger, "/").body;
    let report = ask(&ledger, &link(&list, "/reports/")).body;
    assert!(report.contains("<title>Report: Bridge closed · Onrecord"), "{report}");
    assert!(report.contains("<h2 class=\"block\" dir=\"auto\" hidden>Bridge closed"), "{report}");
    assert!(!report.contains("<p class=\"block\" dir=\"auto\" hidden>"), "{report}");
    assert!(ask(&ledger, &link(&list, "/claims/")).body.contains("<title>Claim: "));
    let sources = ask(&ledger, "/sources").body;
    assert!(ask(&ledger, &link(&sources, "/sources/")).body.contains("<title>Source: "));
    assert!(list.contains("3 claims from 1 report on record"), "{list}");
}

#[test]
fn a_report_without_a_title_is_listed_by_how_it_begins() {
    let long = "The harbour was calm on Monday, and nobody who stood there in the morning had expected that the ferry, which was old, would not come.";
    let (_folder, ledger) = ledger(&[("post.txt", long)]);
    let page = ask(&ledger, "/reports").body;
    assert!(
        page.contains(
            "<em>The harbour was calm on Monday, and nobody who stood there in the morning had expected …</em>"
        ),
        "{page}"
    );
}

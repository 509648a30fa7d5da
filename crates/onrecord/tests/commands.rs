//! Commands and all they say.

mod common;

use common::{HARBOUR, Newsroom};
use insta::{allow_duplicates, assert_snapshot};

#[test]
fn a_missing_ledger_is_named_with_the_next_step() {
    let room = Newsroom::new();
    for command in ["claims", "sources", "timeline", "export", "check", "log"] {
        let said = room.run(&[command]);
        allow_duplicates!(assert_snapshot!(said.picture(), @"
        --- standard error
        onrecord: no ledger at onrecord.db
        file a report first: onrecord file PATH, or name another ledger with --ledger
        --- exit code 3
        "));
    }
    assert_eq!(room.run(&["show", "ab"]).code, 3);
    assert!(!room.path("onrecord.db").exists());
}

#[test]
fn a_ledger_that_cannot_be_used_is_exit_code_3() {
    let room = Newsroom::with_reports();
    room.write("notes.db", "not a ledger at all, only some words that somebody wrote down".repeat(20));
    assert_snapshot!(room.run(&["file", "harbour.txt", "--ledger", "notes.db"]).picture(), @"
    --- standard error
    onrecord: notes.db is not an Onrecord ledger: it is no SQLite file
    --- exit code 3
    ");
    assert_snapshot!(room.run(&["file", "harbour.txt", "--ledger", "no/where.db"]).picture(), @"
    --- standard error
    onrecord: cannot open the ledger no/where.db: its folder is missing, or nothing may be written there
    --- exit code 3
    ");
    room.write("empty.db", "");
    assert_eq!(room.run(&["claims", "--ledger", "empty.db"]).code, 3);
    assert_eq!(room.run(&["claims", "--ledger", "."]).code, 3);
}

#[test]
fn wrong_use_is_exit_code_2() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    for wrong in [
        &["no-such-command"][..],
        &[],
        &["read", "--published", "14 December", "harbour.txt"],
        &["read", "--jobs", "0", "harbour.txt"],
        &["read", "--format", "xml", "harbour.txt"],
        &["text", "--format", "csv", "harbour.txt"],
        &["export", "--format", "text"],
        &["claims", "--certainty", "sure"],
        &["claims", "--from", "yesterday"],
        &["read", "--outlet", "", "harbour.txt"],
        &["help", "no-such-command"],
        &["show"],
    ] {
        let said = room.run(wrong);
        assert_eq!(said.code, 2, "{wrong:?}: {}", said.picture());
        assert!(!said.err.is_empty() && said.out.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_problem_with_some_input_is_named_and_the_rest_is_filed() {
    let room = Newsroom::with_reports();
    room.write("empty.txt", "");
    room.write("picture.txt", [0x89, b'P', b'N', b'G', 0, 0, 0, 13, 0, 1, 2, 3, 0xff, 0xfe, 0, 7]);
    let said = room.run(&["file", "harbour.txt", "empty.txt", "gone.txt", "picture.txt", "council.txt"]);
    assert_eq!(said.code, 1, "{}", said.picture());
    assert_eq!(said.out.lines().filter(|line| line.starts_with("filed · ")).count(), 2, "{}", said.picture());
    for name in ["empty.txt", "gone.txt", "picture.txt"] {
        assert!(said.err.lines().any(|line| line.starts_with("onrecord: ") && line.contains(name)), "{}", said.err);
    }
    assert!(!said.err.contains("bug"));
    assert_eq!(room.run(&["check"]).code, 0);
}

#[test]
fn filing_again_says_so_and_changes_nothing() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt", "council.txt", "--published", "2025-03-04"]);
    let before = room.run(&["export"]).out;
    room.write("copy.txt", HARBOUR);
    assert_snapshot!(room.run(&["file", "harbour.txt", "copy.txt", "council.txt"]).picture(), @"
    already filed · harbour.txt
    already filed · copy.txt
    already filed · council.txt
    --- standard error
    0 reports filed, 0 claims · 3 already filed · onrecord.db
    ");
    assert_eq!(room.run(&["export"]).out, before);
    assert_eq!(room.run(&["log", "--format", "jsonl"]).out.lines().count(), 2);
    // Another day, said by the user, is a reason to read it again; the day stays said.
    assert!(room.run(&["file", "harbour.txt", "--published", "2025-03-11"]).out.starts_with("read again"));
    assert!(room.run(&["file", "harbour.txt", "--outlet", "Coast Daily"]).out.starts_with("read again"));
    let documents = room.run(&["export", "--documents"]).out;
    assert!(documents.contains("2025-03-11") && documents.contains("Coast Daily"), "{documents}");
}

#[test]
fn output_is_the_same_whatever_the_number_of_jobs() {
    let room = Newsroom::new();
    for i in 0..60 {
        room.write(&format!("reports/{i}.txt"), HARBOUR.replace("40", &i.to_string()).repeat(1 + i % 7));
    }
    room.write("reports/30.txt", "");
    for format in ["text", "jsonl"] {
        let one = room.run(&["read", "reports", "--format", format, "--jobs", "1"]);
        let many = room.run(&["read", "reports", "--format", format, "--jobs", "7"]);
        assert_eq!((one.out, one.err, one.code), (many.out, many.err, many.code));
    }
    for (ledger, jobs) in [("a.db", "1"), ("b.db", "7")] {
        room.run(&["file", "reports", "--ledger", ledger, "--jobs", jobs]);
    }
    assert_eq!(room.run(&["export", "--ledger", "a.db"]).out, room.run(&["export", "--ledger", "b.db"]).out);
}

#[test]
fn standard_input_is_read_where_it_is_named_or_piped() {
    let room = Newsroom::with_reports();
    let from_file = room.run(&["text", "harbour.txt"]).out;
    assert_eq!(room.run_with(&["text", "-"], HARBOUR.as_bytes()).out, from_file);
    assert_eq!(room.run_with(&["text"], HARBOUR.as_bytes()).out, from_file);
    let filed = room.run_with(&["file"], HARBOUR.as_bytes());
    assert!(filed.out.starts_with("filed · standard input"), "{}", filed.picture());
}

#[test]
fn text_is_exactly_what_offsets_count_in() {
    let room = Newsroom::with_reports();
    let json: serde_json::Value =
        serde_json::from_str(&room.run(&["text", "harbour.txt", "--format", "jsonl"]).out).expect("JSON");
    assert_eq!(json["record"], "document/1");
    assert_eq!(json["path"], "harbour.txt");
    assert_eq!(room.run(&["text", "harbour.txt"]).out, format!("{}\n", json["text"].as_str().expect("text")));
}

#[test]
fn a_closed_pipe_ends_quietly_and_stops_no_filing() {
    let room = Newsroom::new();
    for i in 0..300 {
        room.write(&format!("reports/{i:03}.txt"), HARBOUR.replace("40", &i.to_string()));
    }
    for arguments in [&["read", "reports"][..], &["text", "reports"], &["file", "reports"], &["help"]] {
        let mut child = room
            .command(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the command runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {err}");
        assert!(!err.contains("pipe") && !err.contains("bug"), "{arguments:?}: {err}");
    }
    assert_eq!(room.run(&["export", "--documents"]).out.lines().count(), 300);
}

#[test]
fn quiet_and_format_work_everywhere() {
    let room = Newsroom::with_reports();
    for command in [
        &["read", "harbour.txt"][..],
        &["text", "harbour.txt"],
        &["file", "harbour.txt"],
        &["claims"],
        &["sources"],
        &["timeline"],
        &["export"],
        &["check"],
        &["log"],
    ] {
        let said = room.run(&[command, &["--quiet", "--format", "jsonl"]].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{command:?}");
        for line in said.out.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            assert!(record["record"].as_str().is_some_and(|name| name.ends_with("/1")), "{line}");
        }
    }
    assert_eq!(room.run(&["file", "council.txt", "--quiet"]).picture(), "");
}

#[test]
fn colour_is_used_only_where_it_is_wanted() {
    let room = Newsroom::with_reports();
    let bold = |arguments: &[&str]| room.run(arguments).out.contains("\u{1b}[");
    assert!(!bold(&["read", "harbour.txt"]), "standard output is no terminal");
    assert!(bold(&["read", "harbour.txt", "--color", "always"]));
    assert!(!bold(&["read", "harbour.txt", "--color", "never"]));
}

#[test]
fn a_hostile_report_cannot_drive_the_terminal() {
    let room = Newsroom::new();
    let hostile = "Quiet day\n\nAnna Berg said \u{1b}]0;owned\u{7}\u{1b}[2Jthat \u{202e}all is well\u{9b}31m.\n";
    room.write("a\u{1b}[31m.txt", hostile);
    room.write("empty\u{1b}[31m.txt", "");
    room.run(&["file", ".", "--title", "T\u{1b}[2J"]);
    for arguments in [&["read", "."][..], &["claims"], &["timeline"], &["sources"], &["log"], &["file", "."]] {
        let said = room.run(arguments);
        for shown in [&said.out, &said.err] {
            assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{arguments:?}: {shown:?}");
        }
    }
}

#[test]
fn the_environment_can_name_the_ledger() {
    let room = Newsroom::with_reports();
    let output = room.command(&["file", "harbour.txt"]).env("ONRECORD_LEDGER", "other.db").output().expect("it runs");
    assert!(output.status.success() && room.path("other.db").exists() && !room.path("onrecord.db").exists());
}

#[test]
fn an_export_is_whole_or_not_there() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt", "council.txt"]);
    let said = room.run(&["export", "--documents", "--output", "all.jsonl"]);
    assert_snapshot!(said.picture(), @"
    --- standard error
    2 reports written to all.jsonl
    ");
    assert_eq!(std::fs::read_to_string(room.path("all.jsonl")).expect("written").lines().count(), 2);
    let csv = room.run(&["export", "--format", "csv"]).out;
    assert!(csv.starts_with("id,document_id,document_title,outlet,published,"));
    assert!(csv.ends_with("\r\n"));
    let nowhere = room.run(&["export", "--output", "no/where.jsonl"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("cannot write no/where.jsonl"), "{}", nowhere.err);
}

#[test]
fn the_manual_names_every_command_and_exit_code() {
    let room = Newsroom::new();
    let manual = room.run(&["help"]).out;
    for word in ["read", "file", "claims", "sources", "timeline", "show", "text", "export", "check", "log"] {
        assert!(manual.contains(&format!("  onrecord {word}")), "{word}");
        assert!(room.run(&[word, "--help"]).out.contains("Examples:"), "{word}");
    }
    assert!(manual.contains("EXIT CODES"));
    assert!(manual.lines().all(|line| line.chars().count() <= 114), "{manual}");
}

/// A report so plain that every extractor reads it alike; how claims look is what is tested here.
const PLAIN: &str = "\
Harbour closed after storm

Mayor Anna Berg said on Tuesday that the harbour was closed.

“Two ships ran aground,” Berg said.
";

fn filed() -> Newsroom {
    let room = Newsroom::new();
    room.write("plain.txt", PLAIN);
    let said = room.run(&["file", "plain.txt", "--published", "2025-03-05", "--outlet", "Coast Daily"]);
    assert_eq!(said.code, 0, "{}", said.picture());
    room
}

/// Without the confidence, which changes whenever the extractor learns something.
fn unmeasured(shown: &str) -> String {
    let lines = shown.lines().map(|line| match line.rsplit_once([' ', ',']) {
        Some((before, number)) if number.starts_with("0.") => format!("{before} …\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn a_report_read_by_people() {
    let room = filed();
    let said = room.run(&["read", "plain.txt", "--published", "2025-03-05", "--outlet", "Coast Daily"]);
    assert_snapshot!(said.picture());
    assert_snapshot!("claims_of_the_ledger", room.run(&["claims"]).picture());
}

#[test]
fn a_timeline_and_the_sources() {
    let room = filed();
    assert_snapshot!(room.run(&["timeline"]).picture());
    assert_snapshot!("sources", room.run(&["sources"]).picture());
}

#[test]
fn one_claim_in_its_paragraph() {
    let room = filed();
    let claim: serde_json::Value =
        serde_json::from_str(room.run(&["export"]).out.lines().next().expect("a claim")).expect("JSON");
    let id = claim["id"].as_str().expect("an id");
    assert_snapshot!(unmeasured(&room.run(&["show", &id[..8]]).out));
    let shown = room.run(&["show", id, "--format", "jsonl"]);
    assert!(shown.out.contains("\"paragraphs\":[\"Mayor Anna Berg said"), "{}", shown.picture());
    assert_eq!(room.run(&["show", "ffffffffffffffff"]).code, 1);
}

#[test]
fn nothing_matching_is_said_and_is_no_failure() {
    let room = filed();
    assert_snapshot!(room.run(&["claims", "--source", "nobody"]).picture(), @"
    --- standard error
    nothing matches; on record are 2 claims of 1 report
    ");
    assert_eq!(room.run(&["claims", "--source", "nobody", "--quiet"]).picture(), "");
}

#[test]
fn a_row_a_claim() {
    let room = filed();
    assert_snapshot!(unmeasured(&room.run(&["export", "--format", "csv"]).out.replace('\r', "")));
}

/// The digits of the first claim on record that holds `words`, or that stands so.
fn first_id(room: &Newsroom, arguments: &[&str]) -> String {
    let mut all = vec!["claims", "--format", "jsonl"];
    all.extend(arguments);
    let lines = room.run(&all).out;
    let claim: serde_json::Value = serde_json::from_str(lines.lines().next().expect("a claim")).expect("JSON");
    claim["id"].as_str().expect("an id")[..8].to_owned()
}

#[test]
fn a_decision_is_logged_and_can_be_taken_back() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let all = room.run(&["claims", "--format", "jsonl"]).out.lines().count();
    let id = first_id(&room, &["ships"]);
    let said = room.run(&["reject", &id, "--reason", "a slip", "--by", "Ana", "--format", "jsonl"]);
    let operation: serde_json::Value = serde_json::from_str(said.out.trim()).expect("JSON");
    assert_eq!(
        (&operation["kind"], &operation["by"], &operation["reason"]),
        (&"rejected".into(), &"person:Ana".into(), &"a slip".into())
    );
    assert!(said.err.contains("onrecord undo 2"), "{}", said.err);
    assert_eq!(room.run(&["claims", "--format", "jsonl"]).out.lines().count(), all - 1);
    assert_eq!(first_id(&room, &["--standing", "rejected"]), id);

    room.run(&["undo", "2", "--by", "Ben"]);
    assert_eq!(room.run(&["claims", "--format", "jsonl"]).out.lines().count(), all);
    room.run(&["undo", "3"]);
    assert_eq!(room.run(&["claims", "--format", "jsonl"]).out.lines().count(), all - 1, "an undo can be undone");
    assert_eq!(room.run(&["restore", &id]).code, 0);
    assert_eq!(room.run(&["claims", "--format", "jsonl"]).out.lines().count(), all);
}

#[test]
fn a_merged_name_goes_from_every_list() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt", "council.txt"]);
    let names = |room: &Newsroom| -> Vec<String> {
        let lines = room.run(&["sources", "--format", "jsonl"]).out;
        let name = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["name"].as_str().expect("a name").to_owned()
        };
        lines.lines().map(name).collect()
    };
    let before = names(&room);
    let (from, into) = (&before[0], &before[1]);
    assert_eq!(room.run(&["merge", from, into]).code, 0);
    assert!(!names(&room).contains(from));
    assert_eq!(room.run(&["undo", "3"]).code, 0);
    assert_eq!(names(&room), before);
}

#[test]
fn a_field_is_corrected_and_keeps_what_the_machine_had() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let id = first_id(&room, &["ships"]);
    let shown = |room: &Newsroom| -> serde_json::Value {
        serde_json::from_str(&room.run(&["show", &id, "--format", "jsonl"]).out).expect("JSON")
    };
    let before = shown(&room);
    let edit = ["edit", &id, "--source", "Ida Holm", "--kind", "person", "--polarity", "denied", "--by", "Ana"];
    let said = room.run(&[&edit[..], &["--reason", "she denied it", "--format", "jsonl"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let lines: Vec<serde_json::Value> = said.out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(
        (&lines[0]["says"], &lines[1]["says"]),
        (&"source: Ida Holm (person)".into(), &"polarity: denied".into())
    );
    let after = shown(&room);
    let claim = after.get("claim").unwrap_or(&after);
    let old = before.get("claim").unwrap_or(&before);
    assert_eq!(claim["source"]["name"], "Ida Holm");
    assert_eq!(claim["source"]["decided_by"], "person:Ana");
    assert_eq!(claim["decided"]["source"]["was"]["value"]["name"], old["source"]["name"]);
    assert_eq!(
        (&claim["polarity"], &claim["decided"]["polarity"]["was"]["value"]),
        (&"denied".into(), &"affirmed".into())
    );
    assert!(room.run(&["show", &id]).out.contains("polarity: affirmed"));
    assert!(room.run(&["log"]).out.contains("set · polarity: denied"));
    room.run(&["undo", "3"]);
    room.run(&["undo", "2"]);
    assert_eq!(shown(&room), before);
    assert_eq!(room.run(&["check", "--quiet"]).code, 0);
}

#[test]
fn a_missed_claim_is_added_by_its_words_and_a_source_split() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let line = room.run(&["claims", "ships", "--format", "jsonl"]).out;
    let claim: serde_json::Value = serde_json::from_str(line.lines().next().expect("a claim")).expect("JSON");
    let report = &claim["document"]["id"].as_str().expect("an id")[..8];
    let words = claim["content"]["text"].as_str().expect("words");
    let half = words.rsplit_once(' ').expect("several words").0;
    let said = room.run(&["add", report, half, "--source", "Ida Holm", "--format", "jsonl"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(room.run(&["claims", "--source", "ida holm", "--format", "jsonl"]).out.contains(half));
    assert_eq!(room.run(&["add", report, half, "--source", "Ida Holm"]).code, 1, "it is there already");

    let (name, mention) =
        (claim["source"]["name"].as_str().expect("a name"), claim["source"]["mention"].as_str().expect("words"));
    let said = room.run(&["split", name, "Lena Voss", "--called", mention, "--document", report]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(room.run(&["sources"]).out.contains("Lena Voss"));
    assert_eq!(room.run(&["undo", "3"]).code, 0);
    assert!(!room.run(&["sources"]).out.contains("Lena Voss"));
}

#[test]
fn what_is_written_wrongly_is_named_and_changes_nothing() {
    let room = Newsroom::with_reports();
    room.run(&["file", "harbour.txt"]);
    let id = first_id(&room, &["ships"]);
    let wrong = |arguments: &[&str]| {
        let said = room.run(&[&["edit", &id][..], arguments].concat());
        (said.code, said.err)
    };
    assert_eq!(wrong(&[]).0, 2);
    assert_eq!(wrong(&["--certainty", "surely"]).0, 2);
    let (code, err) = wrong(&["--about", "yesterday=on Monday"]);
    assert!(code == 1 && err.contains("about: “yesterday” is no day: write 2024-12-14"), "{err}");
    let (code, err) = wrong(&["--polarity", "denied", "--words", "no such words"]);
    assert!(code == 1 && err.contains("do not stand in the report"), "{err}");
    assert_eq!(room.run(&["add", "ffff", "words"]).code, 1);
    assert_eq!(room.run(&["split", "Nobody", "Somebody", "--called", "he"]).code, 1);
    let sources = room.run(&["sources", "--format", "jsonl"]).out;
    let first: serde_json::Value = serde_json::from_str(sources.lines().next().expect("a source")).expect("JSON");
    let name = first["name"].as_str().expect("a name");
    let said = room.run(&["split", name, "Somebody", "--called", "no such words"]);
    assert!(said.code == 1 && said.err.contains("no report there calls"), "{}", said.err);
    assert_eq!(room.run(&["log", "--format", "jsonl"]).out.lines().count(), 1, "nothing was written");
}

#[test]
fn a_decision_about_nothing_changes_nothing() {
    let room = Newsroom::with_reports();
    assert_eq!(room.run(&["undo", "1"]).code, 3, "no ledger is made for it");
    assert!(!room.path("onrecord.db").exists());
    room.run(&["file", "harbour.txt"]);
    for wrong in [&["reject", "ffffffffffff"][..], &["merge", "Nobody", "Anna Berg"], &["undo", "99"]] {
        let said = room.run(wrong);
        assert_eq!(said.code, 1, "{wrong:?}: {}", said.err);
        assert!(said.err.starts_with("onrecord: "), "{wrong:?}: {}", said.err);
    }
    assert_eq!(room.run(&["log", "--format", "jsonl"]).out.lines().count(), 1);
}

#[test]
fn an_editor_is_added_with_a_password_from_standard_input() {
    let room = filed();
    let added = room.run_with(&["editor", "add", "anna"], b"correct horse\nmore\n");
    assert_snapshot!(added.picture(), @"anna may sign in");
    assert_snapshot!(room.run_with(&["editor", "add", "anna"], b"battery staple\r\n").picture(), @"anna has a new password");
    let short = room.run_with(&["editor", "add", "berta"], b"short\n");
    assert_eq!(short.code, 1);
    assert!(short.err.contains("at least 10 characters"), "{}", short.picture());
    assert_eq!(room.run(&["editor", "add", " "]).code, 2);
    let nowhere = room.run(&["editor", "add", "anna", "--ledger", "no.db"]);
    assert_eq!(nowhere.code, 3);
    let kept = std::fs::read(room.path("onrecord.corrections.db")).expect("a file");
    assert!(!kept.windows(7).any(|w| w == b"battery"), "only the hash is kept");
}

#[test]
fn an_origin_is_a_scheme_and_a_host_and_wants_the_readers_side() {
    let room = filed();
    for wrong in [
        &["serve", "--public", "0", "--origin", "paper.example"][..],
        &["serve", "--public", "0", "--origin", "https://paper.example/news"],
        &["serve", "--origin", "https://paper.example"],
    ] {
        assert_eq!(room.run(wrong).code, 2, "{wrong:?}");
    }
}

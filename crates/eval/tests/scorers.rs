//! Our scorers against the published ones.
//!
//! `samples/` holds short texts of our own, with gold, a prediction, and the figures
//! that the published scorers print for them. Where the scorers and corpora lie beside
//! the repository, they also run here on a whole corpus.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

fn sample(name: &str) -> String {
    format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn shared(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name)
}

fn eval(args: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_onrecord-eval")).args(args).output().expect("the binary is built");
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("output is UTF-8")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("figures are JSON")
}

fn figures(name: &str) -> Value {
    json(&fs::read_to_string(sample(name)).expect("the sample is there"))
}

fn attributions(more: &[&str]) -> Value {
    let (gold, system) = (sample("attributions.gold.jsonl"), sample("attributions.system.jsonl"));
    json(&eval(&[&["score", "attributions", "--gold", &gold, "--system", &system, "--json"], more].concat()))
}

#[test]
fn attributions_score_as_published_with_intervals() {
    let speech = sample("speech.txt");
    assert_eq!(attributions(&["--cues", &speech, "--boot", "40"]), figures("attributions.figures.json"));
}

#[test]
fn speech_cues_alone_score_as_published() {
    let speech = sample("speech.txt");
    assert_eq!(attributions(&["--cues", &speech, "--speech-only"]), figures("attributions.speech.figures.json"));
}

#[test]
fn direct_quotations_alone_score_as_published() {
    assert_eq!(attributions(&["--direct-only"]), figures("attributions.direct.figures.json"));
}

#[test]
fn attributions_with_a_source_score_as_published() {
    assert_eq!(attributions(&["--drop-nosource"]), figures("attributions.sourced.figures.json"));
}

#[test]
fn times_score_as_published() {
    let (gold, system) = (sample("times.gold.jsonl"), sample("times.system.jsonl"));
    let ours = json(&eval(&["score", "times", "--gold", &gold, "--system", &system, "--json"]));
    assert_eq!(ours, figures("times.figures.json"));
}

#[test]
fn bodies_score_as_published() {
    let (gold, system) = (sample("body.gold.json"), sample("body.system.json"));
    let ours = json(&eval(&["score", "body", "--gold", &gold, "--system", &system, "--json"]));
    let Value::Object(published) = figures("body.figures.json") else { panic!("figures are an object") };
    for (figure, value) in published {
        let (a, b) = (ours[&figure].as_f64().expect("a number"), value.as_f64().expect("a number"));
        assert!((a - b).abs() < 1e-12, "{figure}: {a} is not {b}");
    }
}

#[test]
fn gold_scored_against_itself_is_perfect() {
    let gold = sample("attributions.gold.jsonl");
    let ours = json(&eval(&["score", "attributions", "--gold", &gold, "--system", &gold, "--json"]));
    for figure in ["attr/exact", "source/strict", "content/soft"] {
        assert_eq!(ours[figure][2], 100.0, "{figure}");
    }
}

#[test]
fn a_span_outside_the_text_is_named_not_scored() {
    let dir = std::env::temp_dir().join(format!("onrecord-eval-{}", std::process::id()));
    fs::create_dir_all(&dir).expect("a folder for the test");
    let path = dir.join("outside.jsonl");
    fs::write(&path, r#"{"id": "bridge", "attributions": [{"content": [[0, 9999]]}]}"#).expect("a file for the test");
    let run = Command::new(env!("CARGO_BIN_EXE_onrecord-eval"))
        .args(["score", "attributions", "--gold", &sample("attributions.gold.jsonl"), "--system"])
        .arg(&path)
        .output()
        .expect("the binary is built");
    fs::remove_dir_all(&dir).expect("the folder is ours");
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(said.lines().last(), Some("onrecord-eval: bridge: 0..9999 is no span of it"), "{said}");
}

/// Runs the published scorer `script` and ours on the baseline's predictions for `corpus`.
fn both(kind: &str, corpus: &str, script: &str, more: &[&str]) -> Option<(Value, Value)> {
    let (gold, script) = (shared("data").join(corpus), shared("tools").join(script));
    let python = Command::new("python3").arg("--version").output().is_ok();
    if !gold.exists() || !script.exists() || !python {
        eprintln!("SKIPPED: {corpus} with the published scorer, which needs python3 and ../shared");
        return None;
    }
    let gold = gold.to_str().expect("a plain path");
    let found = std::env::temp_dir().join(format!("onrecord-eval-{kind}-{}.jsonl", std::process::id()));
    fs::write(&found, eval(&["predict", kind, gold, "--baseline"])).expect("room for predictions");
    let system = found.to_str().expect("a plain path");
    let published =
        Command::new("python3").arg(&script).args([gold, system, "--json"]).args(more).output().expect("python3 runs");
    let published = json(&String::from_utf8_lossy(&published.stdout));
    let ours = json(&eval(&[&["score", kind, "--gold", gold, "--system", system, "--json"], more].concat()));
    fs::remove_file(&found).expect("the file is ours");
    Some((ours, published))
}

#[test]
fn a_whole_corpus_of_attributions_scores_as_published() {
    let cues = shared("tools/speech_verbs_ggt.txt");
    let cues = cues.to_str().expect("a plain path");
    let more = ["--cues", cues, "--speech-only", "--boot", "20"];
    if let Some((ours, published)) = both("attributions", "polnear_dev.jsonl", "score_attribution.py", &more) {
        assert_eq!(ours, published);
    }
}

#[test]
fn a_whole_corpus_of_times_scores_as_published() {
    if let Some((ours, published)) = both("times", "wikiwars.jsonl", "score_timex.py", &[]) {
        assert_eq!(ours, published);
    }
}

#[test]
fn places_come_back_beside_their_mentions_in_code_points() {
    use std::io::Write as _;
    use std::process::Stdio;
    let mut run = Command::new(env!("CARGO_BIN_EXE_onrecord-eval"))
        .args(["predict", "places", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary is built");
    let line = r#"{"id": "kyiv", "text": "“Київ” – in Kyiv, and Qwzx.", "mentions": [[12, 16], [22, 26], [90, 99]], "more": 1}"#;
    run.stdin.take().expect("a pipe").write_all(line.as_bytes()).expect("the binary reads");
    let out = run.wait_with_output().expect("the binary ends");
    let out = json(&String::from_utf8_lossy(&out.stdout));
    assert_eq!(out["places"][0]["country"], "UA");
    assert_eq!((&out["places"][1], &out["places"][2], &out["more"]), (&Value::Null, &Value::Null, &Value::from(1)));
}

#[test]
fn output_that_nobody_reads_ends_it_quietly() {
    let gold = sample("attributions.gold.jsonl");
    for args in [&["score", "attributions", "--gold", &gold, "--baseline"][..], &["predict", "attributions", &gold]] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_onrecord-eval"));
        run.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut run = run.spawn().expect("the binary is built");
        drop(run.stdout.take());
        let run = run.wait_with_output().expect("it ends");
        assert!(run.status.success() && run.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
}

use std::fmt::Write as _;
use std::path::Path;

use insta::assert_snapshot;

use super::agree::Agreement;
use super::story::{self, Story};
use super::{Corpus, Report, Split, check, parse, standoff, stats, write};

/// The example at the end of the guidelines: what authors copy must hold.
fn example() -> String {
    let guidelines = include_str!("../../../../corpus/GUIDELINES.md");
    let start = guidelines.rfind("```text\nid: r000").expect("the example") + "```text\n".len();
    guidelines[start..].split("```").next().unwrap_or_default().to_owned()
}

fn read(source: &str) -> Report {
    parse::report(Path::new("r000.txt"), source).0
}

/// Faults of the report in `source`, of reading and of sense.
fn faults(source: &str) -> String {
    let (report, mut faults) = parse::report(Path::new("r000.txt"), source);
    faults.extend(check::report(&report));
    faults.iter().map(|f| format!("{f}\n")).collect()
}

/// A report with `text` and `rows`, and one entity `min` and one place `riga` to mention.
fn with(text: &str, rows: &str) -> String {
    format!(
        "id: r000\nstory: -\noutlet: The Courier\ntitle: T\npublished: 2024-05-03\n=== text\n{text}\n=== entities\n\
         min | organisation | the ministry | -\n=== places\n=== attributions\n{rows}\n"
    )
}

fn picture(report: &Report) -> String {
    let mut out = String::new();
    for a in &report.attributions {
        let words = |span: Option<claims::Span>| span.map_or("–", |s| report.words(s));
        let content: Vec<&str> = a.content.iter().map(|s| report.words(*s)).collect();
        let inside = a.inside.map_or(String::new(), |n| format!(" in {n}"));
        let _ =
            writeln!(out, "{}{inside}  [{}] [{}] [{}]", a.number, words(a.source), words(a.cue), content.join(" … "));
    }
    out
}

#[test]
fn the_example_of_the_guidelines_has_no_fault() {
    assert_eq!(faults(&example()), "");
    assert_snapshot!(picture(&read(&example())), @"
    1  [prosecutor] [says] [Two held after cable-car fall]
    2  [–] [–] [the fall of a cable car near Steinach that hurt at least 12 people]
    3  [Prosecutor Anna Pichler] [said] [the two were suspected of skipping checks]
    4 in 5  [the operator] [had confirmed] [the rope was last tested over a year ago]
    5  [Prosecutor Anna Pichler] [added] [that the operator had confirmed the rope was last tested over a year ago]
    6  [she] [told] [“We don’t yet know why the brake failed,” … “It may have iced.”]
    7  [–] [–] [The second cabin would be inspected by Friday]
    8  [The union] [denies] [that any of its members had warned of rust]
    9 in 8  [any of its members] [had warned] [of rust]
    ");
}

#[test]
fn what_is_written_reads_the_same() {
    let report = read(&example());
    let again = read(&write::report(&report));
    assert_eq!(again.text, report.text);
    assert_eq!(again.furniture, report.furniture);
    assert_eq!(again.blocks, report.blocks);
    assert_eq!(again.entities, report.entities);
    assert_eq!(again.places, report.places);
    let labels = |r: &Report| r.marks.iter().map(|m| (m.span, m.label.clone())).collect::<Vec<_>>();
    assert_eq!(labels(&again), labels(&report));
    let rows =
        |r: &Report| r.attributions.iter().cloned().map(|a| super::Attribution { line: 0, ..a }).collect::<Vec<_>>();
    assert_eq!(rows(&again), rows(&report));
}

#[test]
fn braces_and_bars_of_the_text_are_escaped() {
    let report = read(&with(r"A \{b\} and {c \| d|t 2024} \ e", ""));
    assert_eq!(report.text, r"A {b} and c | d \ e");
    assert_eq!(read(&write::report(&report)).text, report.text);
}

#[test]
fn faults_name_the_line_and_what_would_be_right() {
    let broken = with(
        "{The ministry|s1; e min} {said|c1} {that, “it had rained,|x1}, and {nobody |q 0 of people} {came|x9}.\n\
         In {May|t 2024-5} {between {three|q 5..3 of boats} {boats}|zz 3} sank",
        "1 min indirect probable affirmed happened in=4\n2 nobody direct stated maybe happened",
    );
    assert_snapshot!(faults(&broken), @"
    r000.txt:7: the mark `q 0 of people` begins or ends with a blank: “nobody ”
    r000.txt:8: a brace closes a mark that has no labels: write {words|label}
    r000.txt:8: `zz` is no label: s1, c1, x1, `e key`, `t VALUE`, `p key`, `q RANGE of WHAT`
    r000.txt:8: a mark is not closed at the end of its line
    r000.txt:14: one of `2 … direct stated maybe happened` is none of the words for it
    r000.txt:7: attribution 9 has marks and no row
    r000.txt:8: `2024-5` is no TIMEX3 value
    r000.txt:8: `t 2024-5` needs `edtf=`: its value is not EDTF as it stands
    r000.txt:8: this figure's low is above its high
    r000.txt:13: attribution 1 stands inside 4, which is not there
    r000.txt:13: attribution 1 is not simply stated: give the words with `hedge=`
    r000.txt:13: a content of 1 ends with a stop outside quotation marks: “…that, “it had rained,”
    r000.txt:13: “” in the content of 1 do not pair: 1 open, 0 close
    ");
}

#[test]
fn nested_words_need_their_holder() {
    let text = "{The ministry|s1; e min} {said|c1} {{it|s2; e min} {hoped|c2} {for rain|x2}|x1}.";
    let rows = "1 min indirect stated affirmed ongoing\n2 min indirect stated affirmed general";
    assert_snapshot!(faults(&with(text, rows)), @"r000.txt:13: the cue of 2 stands in the content of 1: say `in=1`");
}

#[test]
fn a_direct_content_is_quoted_and_keeps_no_comma_outside() {
    let text = "{It rained|x1}, {the ministry|s1; e min} {said|c1}. {“Gone,|x2} {it|s2; e min} {added|c2}.";
    let rows = "1 min direct stated affirmed happened\n2 min direct stated affirmed happened";
    assert_snapshot!(faults(&with(text, rows)), @"
    r000.txt:12: attribution 1 is direct, but its content is not in quotation marks
    r000.txt:13: a content of 2 ends with a stop outside quotation marks: “…“Gone,”
    r000.txt:13: “” in the content of 2 do not pair: 1 open, 0 close
    r000.txt:13: attribution 2 is direct, but its content is not in quotation marks
    ");
}

fn corpus() -> Corpus {
    let report = |id: &str, count: &str| {
        let text = format!("{{The ministry|s1; e min}} {{counted|c1}} {{{{{count}|q {count} of dead}} dead|x1}}.");
        let source = with(&text, "1 min indirect stated affirmed happened")
            .replace("r000", id)
            .replace("story: -", "story: s01");
        parse::report(Path::new(&format!("{id}.txt")), &source).0
    };
    Corpus { reports: vec![report("r001", "12"), report("r002", "9")], ..Corpus::default() }
}

fn story_faults(source: &str) -> String {
    let (story, mut faults) = story::parse(Path::new("s01.txt"), source);
    faults.extend(check::story(&story, &corpus()));
    faults.iter().map(|f| format!("{f}\n")).collect()
}

const STORY: &str = "id: s01\ntitle: The ferry\n=== matters\nm1 | how many died | r001:1 r002:1\n=== relations\n\
    m1 | r001:1 | r002:1 | conflicts | quantity | “12” | “9” | one counts 12, the other 9\n=== origins\nm1 | r001:1 | r002:1\n";

#[test]
fn a_story_lays_claims_side_by_side() {
    assert_eq!(story_faults(STORY), "");
    let story: Story = story::parse(Path::new("s01.txt"), STORY).0;
    assert_eq!(story.matters[0].relations[0].a_words, "12");
}

#[test]
fn a_story_cannot_repeat_across_origins_or_quote_what_is_not_there() {
    let broken = STORY
        .replace("conflicts", "repeats")
        .replace("“9”", "“nine”")
        .replace("m1 | r001:1 | r002:1\n", "m1 | r001:1 r001:1\n");
    assert_snapshot!(story_faults(&broken), @"
    s01.txt:4: the origins of m1 do not hold each of its claims once
    s01.txt:6: “nine” does not stand in r002
    s01.txt:6: r001:1 and r002:1 do not have one origin, so they cannot be said to repeat
    ");
}

#[test]
fn a_marking_agrees_with_itself_and_less_with_another() {
    let first = read(&example());
    let mut same = Agreement::default();
    same.add(&first, &first).expect("one text");
    assert!(
        same.json()["layers"]
            .as_object()
            .expect("layers")
            .values()
            .all(|l| l["f1"].as_f64().or(l["same"].as_f64()) == Some(100.0))
    );

    let other = example()
        .replace("{said|c3}", "said")
        .replace("3 pich indirect alleged affirmed happened hedge=\"were suspected of\"\n", "")
        .replace("s3 s5", "s5")
        .replace(
            "{{the two|q 2 of engineers} were suspected of skipping checks|x3}",
            "{the two|q 2 of engineers} were suspected of skipping checks",
        )
        .replace("unknown affirmed", "stated affirmed");
    let mut differs = Agreement::default();
    differs.add(&first, &read(&other)).expect("one text");
    assert_snapshot!(differs.table(), @"
    1 reports
    layer                       F1    first   second   kappa
    source                    92.3        7        6
    cue                       92.3        7        6
    content                   92.3        7        6
    attribution (iou50)       92.3        7        6
    nested                   100.0        2        2
    discontinuous            100.0        1        1
    continued                100.0        1        1
    own voice                100.0        1        1
    mentions                 100.0        7        7
    times                    100.0        5        5
    places                   100.0        2        2
    figures                  100.0        4        4
    parent                   100.0        2        2        
    entity                   100.0        6        6        
    kind                     100.0        6        6    1.00
    form                     100.0        6        6    1.00
    certainty                 83.3        5        6    0.60
    polarity                 100.0        6        6    1.00
    status                   100.0        6        6    1.00
    said                     100.0        1        1        
    channel                  100.0        1        1        
    time value               100.0        5        5        
    place (161 km)           100.0        2        2        
    figure range             100.0        4        4
    ");
}

#[test]
fn furniture_is_compared_before_the_rest_is_laid_on_one_text() {
    let gold = read(&example());
    let plain = example().replace("~ Advertisement", "Advertisement");
    let (report, faults, counts) = super::agree::second(&gold, Path::new("r000.txt"), &plain);
    assert_eq!((report.text, faults.len(), counts), (gold.text, 0, [0, 1, 0]));
}

#[test]
fn parts_are_drawn_by_story() {
    let parts = (0..1000).map(|n| Split::of(&format!("s{n}"))).collect::<Vec<_>>();
    let count = |part| parts.iter().filter(|p| **p == part).count();
    assert!((620..780).contains(&count(Split::Train)), "{}", count(Split::Train));
    assert!((100..200).contains(&count(Split::Dev)) && (100..200).contains(&count(Split::Test)));
    let report = read(&example().replace("story: -", "story: s1"));
    assert_eq!(report.split(), Split::of("s1"));
}

#[test]
fn marks_join_again_with_the_text_they_were_taken_from() {
    let folder = std::env::temp_dir().join(format!("onrecord-gum-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let gum = "# meta::title = T\n# meta::dateCreated = 2015-09-12\n# meta::sourceURL = https://example.org/\n# newpar_block = head (1 s)\n\
        # text = Rain, ministry says\n1\tRain\n# newpar_block = p (2 s)\n# text = It rained.\n# text = It stopped.\n";
    std::fs::write(folder.join("GUM_news_rain.conllu"), gum).expect("a file");
    let marked = with(
        "# {Rain|x1}, {ministry|s1; e min} {says|c1}\nIt rained. It stopped.",
        "1 min indirect stated affirmed happened",
    )
    .replace("r000", "w-rain");
    let report = read(&marked);
    let marks = standoff::marks(&report, "GUM_news_rain");
    assert!(!marks.contains("stopped"), "no text stands in {marks}");
    let (joined, faults) = standoff::join(Path::new("rain.marks"), &marks, &folder).expect("joined");
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!((&joined.text, picture(&joined)), (&report.text, picture(&report)));
    std::fs::write(folder.join("GUM_news_rain.conllu"), gum.replace("stopped", "went on")).expect("a file");
    assert!(standoff::join(Path::new("rain.marks"), &marks, &folder).is_err(), "another text is refused");
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

#[test]
fn counts_tell_vague_days_and_described_sources() {
    let text = "{The ministry|s1; e min} {said|c1} on {Tuesday|t 2024-04-30} {{it|s2; e min} {would|c2} {wait until {May 9|t 2024-05-09 edtf=../2024-05-09}|x2}|x1}, \
        {in {2021|t 2021}|x3}. {{At least 3|q 3.. approx=\"at least\" of boats} sank on {3 May 2024|t 2024-05-03}|x4}.";
    let rows = "1 min indirect stated affirmed planned\n2 min indirect stated denied planned in=1\n3 min continued stated affirmed happened after=1\n4 - own-voice stated affirmed happened";
    let report = read(&with(text, rows));
    let corpus = Corpus { reports: vec![report], ..Corpus::default() };
    let all: Vec<&Report> = corpus.reports.iter().collect();
    let stats = stats::Stats::of(&all, &corpus);
    assert_eq!((stats.attributions, stats.own_voice, stats.nested, stats.continued), (3, 1, 1, 1));
    assert_eq!((stats.described_sources, stats.denials, stats.dates, stats.vague_dates), (2, 1, 4, 2));
    assert_eq!((stats.quantities, stats.approximate_quantities, stats.distinct_cues), (1, 1, 2));
}

#[test]
fn a_run_of_eight_words_in_two_reports_is_counted_in_both() {
    let text = "One two three four five six seven eight nine";
    let report =
        |id: &str, story: &str, text: &str| read(&with(text, "").replace("r000", id).replace("story: -", story));
    let corpus = Corpus::default();
    let same = [
        report("r1", "story: s1", text),
        report("r2", "story: s1", text),
        report("r3", "story: -", &text.to_uppercase().replace("ONE", "X")),
    ];
    let all: Vec<&Report> = same.iter().collect();
    let stats = stats::Stats::of(&all, &corpus);
    assert_eq!((stats.repeated_8grams_percent, stats.repeated_8grams_elsewhere_percent), (83.33, 50.0));
}

#[test]
fn the_corpus_has_no_fault() {
    for part in [
        "corpus",
        "corpus/tangled",
        "corpus/tangled-dev",
        "corpus/tangled2",
        "corpus/tangled3",
        "corpus/tangled4",
        "corpus/tangled5",
        "corpus/tangled6",
        "corpus/tangled7",
        "corpus/planned",
        "corpus/planned2",
        "corpus/planned3",
        "corpus/planned4",
        "corpus/plain",
        "corpus/plain2",
        "corpus/plain-dev",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part);
        let corpus = Corpus::read(&folder).expect("the corpus is there");
        let faults: String = check::corpus(&corpus).iter().map(|f| format!("{f}\n")).collect();
        assert_eq!(faults, "");
        assert!(!corpus.reports.is_empty(), "{part}");
        for report in &corpus.reports {
            let again = parse::report(&report.path, &write::report(report)).0;
            assert_eq!((&again.text, again.marks.len()), (&report.text, report.marks.len()), "{}", report.id);
        }
    }
}

#[test]
fn the_wikinews_marks_fit_their_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let gum = folder.join("../shared/data/gum");
    if !gum.exists() {
        eprintln!("SKIPPED: GUM is not in ../shared/data");
        return;
    }
    for path in super::listed(&folder.join("corpus/wikinews"), "marks").expect("marks are there") {
        let (report, mut faults) = standoff::join(&path, &super::text_of(&path).expect("read"), &gum).expect("joined");
        faults.extend(check::report(&Report { path: format!("{}.txt", report.id).into(), ..report }));
        assert!(faults.is_empty(), "{faults:?}");
    }
}
